//! What can be done about a sprint: set the first one up.

use firstmove_domain::event::Event;
use firstmove_domain::id::{CohortId, SeatId, SprintId};
use firstmove_domain::person::NewPerson;
use firstmove_domain::rights::Role;
use firstmove_domain::week::{Moment, Week};
use firstmove_kit::secrets::Secrets;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts;
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sprints::form::FirstSprint;
use crate::sprints::store;

/// Whether the link with this token still makes the first account.
pub fn may_set_up(scene: &mut Scene<'_, '_>, token: &str) -> Result<bool, Problem> {
    Ok(store::is_set_up_hash(scene.conn, &Secrets::hash(token))? && !people::acts::anybody(scene)?)
}

/// Makes the first account, its sprint and its group in one go, and signs its maker in on the device that will
/// hold `sign_in_token`. The link is used up with it, so that of two that are sent at once only one is done.
pub fn set_up(
    scene: &mut Scene<'_, '_>,
    token: &str,
    wanted: &FirstSprint,
    sign_in_token: &str,
) -> Result<(), Problem> {
    if !may_set_up(scene, token)? || !store::claim_set_up(scene.conn, &Secrets::hash(token))? {
        return Err(Problem::NotFound);
    }
    let maker = people::acts::account(scene, None, &wanted.maker)?;
    store::insert_administrator(scene.conn, &maker.id, scene.now)?;
    people::acts::start_sign_in(scene, &maker, sign_in_token)?;
    let actor = Actor::signed_in(Actor::find(scene.conn, sign_in_token, scene.now)?)?;

    let sprint = SprintId::new(scene.app.secrets.uuid7(scene.now));
    store::insert_sprint(scene.conn, &sprint, wanted, scene.now)?;
    happened(scene, Some(&actor), None, Event::SprintSetUp { sprint })?;
    let roles = [
        (Role::Coordinator, Some(&wanted.maker)),
        (Role::Sponsor, wanted.sponsor.as_ref()),
        (Role::DataOwner, wanted.data_owner.as_ref()),
    ];
    for (role, person) in roles {
        if let Some(person) = person {
            give_role(scene, &actor, &sprint, role, person)?;
        }
    }
    form_group(scene, &actor, &sprint, wanted)
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

fn form_group(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    sprint: &SprintId,
    wanted: &FirstSprint,
) -> Result<(), Problem> {
    let id = CohortId::new(scene.app.secrets.uuid7(scene.now));
    store::insert_cohort(scene.conn, &id, sprint, wanted, scene.now)?;
    let cohort = cohorts::store::get(scene.conn, &id)?
        .ok_or_else(|| Problem::broken("the group was not kept"))?;
    let people = wanted.people.len();
    happened(
        scene,
        Some(actor),
        Some(&cohort),
        Event::CohortFormed { cohort: id, people },
    )?;
    // who is there from the beginning takes part in the whole of week 1, also when it began this morning; in a
    // group that is set up later than that, people count from the next whole week
    let in_first_week = cohort.calendar.moment(scene.now) == Moment::Week(Week::FIRST);
    let joined_at = match in_first_week {
        true => cohort.calendar.span(Week::FIRST).0,
        false => scene.now,
    };
    for person in &wanted.people {
        let seat = SeatId::new(scene.app.secrets.uuid7(scene.now));
        let kept = people::acts::account(scene, Some(actor), person)?;
        let squad = person.squad.clone().unwrap_or_default();
        cohorts::store::insert_seat(
            scene.conn,
            &id,
            &seat,
            &kept.id,
            (&squad, joined_at),
            scene.now,
        )?;
        let event = Event::Joined {
            seat,
            at: joined_at,
        };
        happened(scene, Some(actor), Some(&cohort), event)?;
    }
    Ok(())
}
