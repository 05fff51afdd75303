//! Whose trail somebody reads, and in which role.

use firstmove_domain::form::date;
use firstmove_domain::id::SprintId;
use firstmove_domain::rights::Role;
use jiff::tz::TimeZone;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{Cohort, seen_as};
use crate::problem::Problem;
use crate::trail::pages::Asked;
use crate::trail::store::{Circle, Place, Wanted};

/// The roles that read a trail, the first one first.
const ROLES: [Role; 3] = [Role::Coordinator, Role::DataOwner, Role::Administrator];

/// What somebody reads, in one role.
pub struct Scope {
    /// In which role.
    pub role: Role,
    /// The roles in which they could read one.
    pub roles: Vec<Role>,
    /// The groups whose trail it is; none for the installation.
    pub cohorts: Vec<Cohort>,
    /// The chosen one; none for all.
    pub one: Option<Cohort>,
    sprints: Vec<SprintId>,
}

impl Scope {
    /// The trail that is asked for. For everybody who may read none, there is no such page.
    pub fn of(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Result<Scope, Problem> {
        let mut found = Vec::new();
        for role in ROLES.into_iter().filter(|role| actor.is(*role)) {
            let cohorts = groups(scene, actor, role)?;
            if !cohorts.is_empty() || role == Role::Administrator {
                found.push((role, cohorts));
            }
        }
        let roles = found.iter().map(|(role, _)| *role).collect();
        let as_asked = |role: Role| asked.role.is_empty() || asked.role == role.key();
        let chosen = found.into_iter().find(|(role, _)| as_asked(*role));
        let (role, cohorts) = chosen.ok_or(Problem::NotFound)?;
        let one = match asked.cohort.as_str() {
            "" => None,
            id => {
                let mut named = cohorts.iter().filter(|one| one.id.to_string() == id);
                Some(named.next().cloned().ok_or(Problem::NotFound)?)
            }
        };
        Ok(Scope {
            sprints: actor.sprints(role).copied().collect(),
            role,
            roles,
            cohorts,
            one,
        })
    }

    /// Whether names and reasons are left out.
    pub fn hidden(&self) -> bool {
        self.role == Role::DataOwner
    }

    /// The circles that the reader sees.
    pub fn circles(&self) -> Vec<Circle> {
        if self.role == Role::Administrator {
            return vec![Circle::Installation];
        }
        if let Some(one) = &self.one {
            return vec![Circle::Cohort(one.id)];
        }
        let groups = self.cohorts.iter().map(|one| Circle::Cohort(one.id));
        let sprints = self.sprints.iter().map(|sprint| Circle::Sprint(*sprint));
        groups.chain(sprints).collect()
    }

    /// The zone of the times at the side: that of the chosen group or of the first one. One for the whole trail, as the
    /// newest first of two zones would look like a muddle.
    pub fn zone(&self) -> TimeZone {
        self.one
            .as_ref()
            .or(self.cohorts.first())
            .map_or(TimeZone::UTC, |cohort| cohort.calendar.zone().clone())
    }

    /// The zone's name, where groups of several zones are told together and so a reader may wonder.
    pub fn zone_named(&self) -> Option<String> {
        let zone = self.zone();
        let other = |cohort: &Cohort| *cohort.calendar.zone() != zone;
        let several = self.one.is_none() && self.cohorts.iter().any(other);
        several.then(|| zone.iana_name().unwrap_or("UTC").replace('_', " "))
    }

    /// What the form asks for. What cannot be read asks for nothing in particular.
    pub fn wanted(&self, asked: &Asked, limit: usize) -> Wanted {
        let zone = self.zone();
        let midnight = |day: &str, later: i64| {
            let day = date(day).ok().flatten()?;
            let day = day.checked_add(jiff::Span::new().days(later)).ok()?;
            Some(day.to_zoned(zone.clone()).ok()?.timestamp())
        };
        let mut kinds = firstmove_domain::event::Event::KEYS.iter();
        Wanted {
            kind: kinds.find(|key| **key == asked.kind).copied(),
            without_alerts: self.hidden(),
            from: midnight(&asked.from, 0),
            until: midnight(&asked.to, 1),
            person: asked.person.parse().ok(),
            before: place(&asked.before),
            limit,
        }
    }
}

/// The groups whose trail somebody reads in a role: none in which they sit themselves.
fn groups(scene: &mut Scene<'_, '_>, actor: &Actor, role: Role) -> Result<Vec<Cohort>, Problem> {
    if role == Role::Administrator {
        return Ok(Vec::new());
    }
    let mut seen = seen_as(scene.conn, actor, role)?;
    seen.retain(|cohort| actor.seat_in(&cohort.id).is_none());
    Ok(seen)
}

/// A place as an address names it.
pub fn place(text: &str) -> Option<Place> {
    let (at, id) = text.split_once('.')?;
    Some(Place {
        at: jiff::Timestamp::from_millisecond(at.parse().ok()?).ok()?,
        id: id.parse().ok()?,
    })
}
