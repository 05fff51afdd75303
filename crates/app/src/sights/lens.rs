//! What a role sees, cut down to what the reader may see as well.

use std::collections::HashMap;

use firstmove_domain::rights::Role;
use firstmove_domain::status::{View, statuses};
use firstmove_domain::week::Week;

use crate::actor::Actor;
use crate::app::Scene;
use crate::check_ins::peers::{Post, posts_of};
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::experiments::acts::of_cohort;
use crate::experiments::list::{Line, lines};
use crate::experiments::{Place, weeks};
use crate::frame::Cell;
use crate::problem::Problem;
use crate::sheet::rows::{Named, SheetRow, rows};
use crate::sponsor::groups;
use crate::sponsor::sheet::Sheet;

/// From where somebody asks who sees what.
pub enum Reader {
    /// From their place in a group.
    Leader(Box<Place>),
    /// As who coordinates this group.
    Coordinator(Box<Cohort>),
    /// As who guards this group's data.
    DataOwner(Box<Cohort>),
    /// With no group of their own.
    Other,
}

/// What is shown of a role's pages.
pub enum Seen {
    /// Nothing, and why.
    Nothing(&'static str),
    /// It is the reader's own role: where that page is.
    Own(&'static str),
    /// The sponsor's sheet about the reader's group.
    Sheet(Box<Sheet>),
    /// One leader's weeks and moves.
    Weeks(Vec<Cell>, Vec<Line>),
    /// What peers read.
    Posts(Vec<Post>),
    /// Rows under a pseudonym.
    Rows(Vec<SheetRow>),
}

impl Reader {
    /// The reader's place: a seat comes first, since who sits in a group sees it as a leader.
    pub fn of(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Reader, Problem> {
        if actor.is(Role::Leader) {
            return Ok(Reader::Leader(Box::new(Place::of(scene, actor)?)));
        }
        let mut first = |role| -> Result<Option<Box<Cohort>>, Problem> {
            let seen = cohorts::seen_as(scene.conn, actor, role)?;
            Ok(seen.into_iter().next().map(Box::new))
        };
        if let Some(cohort) = first(Role::Coordinator)? {
            return Ok(Reader::Coordinator(cohort));
        }
        Ok(first(Role::DataOwner)?.map_or(Reader::Other, Reader::DataOwner))
    }

    /// The group that is looked at.
    pub fn cohort(&self) -> Option<&Cohort> {
        match self {
            Reader::Leader(place) => Some(&place.cohort),
            Reader::Coordinator(cohort) | Reader::DataOwner(cohort) => Some(cohort),
            Reader::Other => None,
        }
    }
}

/// What stands on the pages of `role` now, as far as the reader may see it too; none is who has no page.
pub fn seen(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    reader: &Reader,
    role: Option<Role>,
) -> Result<Seen, Problem> {
    Ok(match (role, reader) {
        (None, _) => Seen::Nothing("Nothing stands here: they have no page."),
        (Some(Role::Administrator), _) if actor.administrator => Seen::Own("/installation"),
        (Some(Role::Administrator), _) => {
            Seen::Nothing("Counts and settings of the installation. Nothing that anybody wrote.")
        }
        (Some(Role::Sponsor), _) if actor.is(Role::Sponsor) => Seen::Own("/sponsor"),
        (Some(Role::Sponsor), reader) => match reader.cohort() {
            Some(cohort) => sheet(scene, actor, cohort)?,
            None => Seen::Nothing(CLOSED),
        },
        (Some(Role::Coordinator), Reader::Leader(place)) => own_weeks(scene, place)?,
        (Some(Role::Coordinator), Reader::Coordinator(_)) => Seen::Own("/"),
        (Some(Role::DataOwner), Reader::DataOwner(_)) => Seen::Own("/data"),
        (Some(Role::DataOwner), Reader::Leader(place)) => own_rows(scene, place)?,
        (Some(Role::DataOwner), Reader::Coordinator(cohort)) => masked_rows(scene, cohort)?,
        (Some(Role::Leader), Reader::Leader(place)) => own_posts(scene, actor, place)?,
        (Some(Role::Leader), Reader::Coordinator(cohort)) => all_posts(scene, actor, cohort)?,
        _ => Seen::Nothing(CLOSED),
    })
}

const CLOSED: &str = "What stands there is more than you may see, so it stays closed for you.";

fn sheet(scene: &mut Scene<'_, '_>, actor: &Actor, cohort: &Cohort) -> Result<Seen, Problem> {
    let sprint = cohorts::of_sprint(scene.conn, &cohort.sprint)?;
    let groups = groups::of_cohorts(scene, actor, &sprint)?;
    let key = cohort.id.to_string();
    let group = groups.iter().find(|group| group.key == key);
    Ok(Seen::Sheet(Box::new(Sheet::of(scene, group)?)))
}

fn own_weeks(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Seen, Problem> {
    let calendar = &place.cohort.calendar;
    let histories = histories::load(scene.conn, &place.cohort.id)?;
    let mine = histories.iter().find(|one| one.seat == place.me.seat);
    let cells = mine.map(|one| weeks::cells(calendar, one, scene.now, |_| None));
    let moves = of_cohort(scene, &place.cohort)?;
    let moves = moves.iter().filter(|kept| kept.seat == place.me.seat);
    Ok(Seen::Weeks(
        cells.unwrap_or_default(),
        lines(&place.cohort, moves, scene.now),
    ))
}

/// The leader's own posts, as each peer reads them.
fn own_posts(scene: &mut Scene<'_, '_>, actor: &Actor, place: &Place) -> Result<Seen, Problem> {
    let mine = place.me.seat;
    let posts = posts_of(scene, &actor.person, place, |kept| kept.seat == mine)?;
    Ok(Seen::Posts(posts))
}

/// What a group reads of one another; who coordinates it reads the same.
fn all_posts(scene: &mut Scene<'_, '_>, actor: &Actor, cohort: &Cohort) -> Result<Seen, Problem> {
    let mut seats = cohorts::roster(scene.conn, &cohort.id)?.into_iter();
    let Some(me) = seats.next() else {
        return Ok(Seen::Posts(Vec::new()));
    };
    let place = Place {
        cohort: cohort.clone(),
        me,
        peers: seats.collect(),
    };
    Ok(Seen::Posts(posts_of(scene, &actor.person, &place, |_| {
        true
    })?))
}

fn own_rows(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Seen, Problem> {
    sheet_rows(scene, &place.cohort, |seated| {
        (seated.seat == place.me.seat).then(|| seated.pseudonym.clone())
    })
}

/// Who coordinates a group knows the names: which pseudonym belongs to whom stays with the data owner.
fn masked_rows(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Seen, Problem> {
    sheet_rows(scene, cohort, |_| Some("P\u{2022}\u{2022}\u{2022}".into()))
}

fn sheet_rows(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    called: impl Fn(&Seated) -> Option<String>,
) -> Result<Seen, Problem> {
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let names: HashMap<String, String> = roster
        .iter()
        .filter_map(|seated| Some((seated.person.to_string(), called(seated)?)))
        .collect();
    let people: Vec<_> = histories::load(scene.conn, &cohort.id)?
        .iter()
        .map(|seat| statuses(&cohort.calendar, seat, View::Final, scene.now))
        .filter_map(|line| {
            Some(Named {
                who: names.get(&line.person)?.clone(),
                line,
                ..Named::default()
            })
        })
        .collect();
    let begun = Week::practice()
        .filter(|week| cohort.calendar.span(*week).0 <= scene.now)
        .count();
    let begun = u8::try_from(begun).unwrap_or(u8::MAX);
    let sessions = histories::ratings(scene.conn, cohort, scene.now)?;
    let mut rows = rows(&cohort.name, &people, &sessions, begun);
    rows.sort_by(|a, b| a.week.cmp(&b.week).then_with(|| a.cells().cmp(&b.cells())));
    Ok(Seen::Rows(rows))
}
