//! Whose trail somebody reads, and in which role.

use firstmove_domain::event::Event;
use firstmove_domain::form::date;
use firstmove_domain::id::SprintId;
use firstmove_domain::rights::Role;
use jiff::tz::TimeZone;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{Cohort, seen_as};
use crate::frame::Errors;
use crate::problem::Problem;
use crate::trail::pages::Asked;
use crate::trail::store::{BLIND, Circle, Place, Wanted};

/// The roles that read a trail, the first one first.
const ROLES: [Role; 3] = [Role::Coordinator, Role::DataOwner, Role::Administrator];

/// Events that no group has.
const WITHOUT_GROUP: [&str; 12] = [
    "account_made",
    "signed_in",
    "role_given",
    "role_taken",
    "sprint_set_up",
    "skill_aimed",
    "export_made",
    "erasure_asked",
    "erasure_taken_back",
    "keeping_changed",
    "forgotten",
    "time_travelled",
];
/// Events of groups that happen without one too.
const WITH_GROUP_TOO: [&str; 2] = ["address_changed", "person_erased"];
/// Those that stand in a sprint's own trail, beside its groups'.
const OF_SPRINT: [&str; 4] = ["role_given", "role_taken", "sprint_set_up", "skill_aimed"];

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

    /// The kinds of events that this trail can list.
    pub fn kinds(&self) -> Vec<&'static str> {
        let held = |key: &&str| {
            let (without, also) = (WITHOUT_GROUP.contains(key), WITH_GROUP_TOO.contains(key));
            match self.role {
                Role::Administrator => without || also,
                _ => !without || OF_SPRINT.contains(key) && self.one.is_none(),
            }
        };
        let shown = |key: &&str| {
            let is_kept_back = BLIND.contains(key) || self.hidden() && key.starts_with("alert");
            !is_kept_back && held(key)
        };
        Event::KEYS.iter().copied().filter(shown).collect()
    }

    /// What the form asks for, or a sentence beside each field that cannot be read: what was not understood is not left
    /// out in silence.
    pub fn wanted(&self, asked: &Asked, limit: usize) -> Result<Wanted, Errors> {
        let zone = self.zone();
        let mut errors = Errors::none();
        let mut midnight = |field: &'static str, text: &str, later: i64| {
            let day = date(text).map_err(|sentence| errors.add(field, sentence));
            let day = day.ok().flatten()?;
            let day = day.checked_add(jiff::Span::new().days(later)).ok()?;
            Some(day.to_zoned(zone.clone()).ok()?.timestamp())
        };
        let (from, until) = (
            midnight("from", &asked.from, 0),
            midnight("to", &asked.to, 1),
        );
        if from.zip(until).is_some_and(|(from, until)| until <= from) {
            errors.add(
                "to",
                "The last day lies before the first. Change one of them.",
            );
        }
        let kind = self.kinds().into_iter().find(|key| *key == asked.kind);
        if kind.is_none() && BLIND.contains(&asked.kind.as_str()) {
            errors.add("kind", "Blind answers are not listed one by one.");
        } else if kind.is_none() && !asked.kind.is_empty() {
            errors.add("kind", "That is not listed here. Choose something else.");
        }
        let person = asked.person.parse().ok();
        if person.is_none() && !asked.person.is_empty() {
            errors.add("person", "Choose somebody from the list.");
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Wanted {
            kind,
            without_alerts: self.hidden(),
            from,
            until,
            person,
            before: place(&asked.before),
            limit,
        })
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
