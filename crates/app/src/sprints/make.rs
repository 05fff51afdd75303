//! The last step of setting up: the draft becomes a sprint with its roles, groups and seats, all or nothing.

use firstmove_domain::draft::{Fault, NewGroup, Times};
use firstmove_domain::event::Event;
use firstmove_domain::id::{CohortId, SeatId, SprintId};
use firstmove_domain::person::NewPerson;
use firstmove_domain::rights::Role;
use firstmove_domain::week::{Moment, Week};
use jiff::Timestamp;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts;
use crate::cohorts::store::Cohort;
use crate::kickoff;
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::roles;
use crate::sprints::{acts, store};

/// What pressing the button came to.
pub enum Made {
    /// The sprint.
    Sprint(SprintId),
    /// There is no draft: it was pressed twice, or the draft was thrown away.
    Nothing,
    /// Pages that are not right yet, by their number.
    Not(Vec<(usize, Vec<Fault>)>),
}

/// Makes the sprint of the actor's draft. The draft is used up with it, so pressing twice makes one.
/// `sends`: everybody is invited at once, and who was given a part is told.
pub fn make(scene: &mut Scene<'_, '_>, actor: &Actor, sends: bool) -> Result<Made, Problem> {
    if !acts::has_draft(scene, actor)? {
        return Ok(Made::Nothing);
    }
    let draft = acts::draft(scene, actor)?;
    let maker = acts::as_person(actor)?;
    let wanted = match draft.read(&maker, acts::today(scene, &draft.time.zone)) {
        Ok(wanted) => wanted,
        Err(faults) => return Ok(Made::Not(faults)),
    };
    acts::discard(scene, actor)?;
    let sprint = SprintId::new(scene.app.secrets.uuid7(scene.now));
    store::insert_sprint(scene.conn, &sprint, &wanted, scene.now)?;
    happened(scene, Some(actor), None, Event::SprintSetUp { sprint })?;
    let roles = [
        (Role::Coordinator, Some(&maker)),
        (Role::Sponsor, wanted.outline.sponsor.as_ref()),
        (Role::DataOwner, wanted.outline.data_owner.as_ref()),
    ];
    for (role, person) in roles {
        if let Some(person) = person {
            give_role(scene, actor, &sprint, role, person)?;
            if sends && !people::acts::same_mail(person.mail.as_str(), &actor.mail) {
                roles::acts::tell_of_sprint(scene, actor, &sprint, role, person)?;
            }
        }
    }
    for (place, group) in wanted.groups.iter().enumerate() {
        let cohort = form(scene, actor, &sprint, &wanted.times, (place, group))?;
        if sends {
            kickoff::acts::send(scene, actor, &cohort)?;
        }
    }
    Ok(Made::Sprint(sprint))
}

fn give_role(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    sprint: &SprintId,
    role: Role,
    person: &NewPerson,
) -> Result<(), Problem> {
    let person = people::acts::account(scene, Some(actor), person)?.id;
    store::insert_role(scene.conn, sprint, &person, role, scene.now)?;
    let sprint = Some(*sprint);
    let event = Event::RoleGiven {
        person,
        role,
        sprint,
    };
    happened(scene, Some(actor), None, event)
}

/// Makes a group with its seats; `place` is its number among those whose times are given.
pub(super) fn form(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    sprint: &SprintId,
    all: &Times,
    (place, group): (usize, &NewGroup),
) -> Result<Cohort, Problem> {
    let times = all.groups.get(place);
    let times = times.ok_or_else(|| Problem::broken("a group has no time"))?;
    let id = CohortId::new(scene.app.secrets.uuid7(scene.now));
    let named = (group.name.as_str(), all);
    store::insert_cohort(scene.conn, &id, sprint, named, times, scene.now)?;
    let cohort = cohorts::store::get(scene.conn, &id)?
        .ok_or_else(|| Problem::broken("the group was not kept"))?;
    let event = Event::CohortFormed {
        cohort: id,
        people: group.people.len(),
        start: cohort.calendar.start(),
        zone: all.zone.clone(),
        grace_days: cohort.calendar.grace_days(),
    };
    happened(scene, Some(actor), Some(&cohort), event)?;
    let joined_at = joined_at(&cohort, scene.now);
    for person in &group.people {
        seat(scene, actor, &cohort, person, joined_at)?;
    }
    Ok(cohort)
}

/// Who is there from the beginning takes part in the whole of week 1, also when it began this morning; in a group
/// that is set up later than that, people count from the next whole week.
fn joined_at(cohort: &Cohort, now: Timestamp) -> Timestamp {
    match cohort.calendar.moment(now) == Moment::Week(Week::FIRST) {
        true => cohort.calendar.span(Week::FIRST).0,
        false => now,
    }
}

fn seat(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    person: &NewPerson,
    at: Timestamp,
) -> Result<(), Problem> {
    let seat = SeatId::new(scene.app.secrets.uuid7(scene.now));
    let kept = people::acts::account(scene, Some(actor), person)?;
    if !person.further.is_empty() {
        store::keep_attributes(scene.conn, &kept.id, &person.further)?;
    }
    let squad = person.squad.clone().unwrap_or_default();
    let held = (squad.as_str(), at);
    cohorts::store::insert_seat(scene.conn, &cohort.id, &seat, &kept.id, held, scene.now)?;
    let event = Event::Joined {
        seat,
        person: kept.id,
        at,
    };
    happened(scene, Some(actor), Some(cohort), event)
}
