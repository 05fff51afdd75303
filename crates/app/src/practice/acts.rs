//! What can be done about the training of peer mentors, and what other rooms ask: who of a group is trained.

use std::collections::BTreeSet;

use firstmove_domain::event::Event;
use firstmove_domain::id::SeatId;
use firstmove_domain::practice::SCENARIOS;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::experiments::Place;
use crate::practice::store;
use crate::problem::Problem;
use crate::reactions::happened;

/// What of the training hangs on a seat: tables with `cohort_id` and `seat_id`, which go with a seat that never was.
pub const OF_A_SEAT: [&str; 2] = ["practice_answers", "workshop_marks"];

/// The seats of a group whose people are trained: they have been through every scenario, or were at a workshop.
pub fn trained(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<BTreeSet<SeatId>, Problem> {
    let mut seats = store::practised(scene.conn, &cohort.id)?;
    seats.append(&mut store::been_there(scene.conn, &cohort.id)?);
    Ok(seats)
}

/// Who takes part in a group now and is not trained, by name.
pub fn untrained(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Seated>, Problem> {
    let trained = trained(scene, cohort)?;
    let mut roster = cohorts::roster(scene.conn, &cohort.id)?;
    roster.retain(|one| one.takes_part(scene.now) && !trained.contains(&one.seat));
    Ok(roster)
}

/// Keeps the question that a leader asked in a scenario; with the last of them they are trained.
pub fn practise(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    number: u8,
    question: &str,
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let (cohort, seat) = (&place.cohort, place.me.seat);
    let before = store::questions(scene.conn, &actor.person)?;
    if before.get(&number).is_some_and(|one| one == question) {
        return Ok(());
    }
    store::keep(scene.conn, &cohort.id, &seat, (number, question), scene.now)?;
    let scenario = number;
    let event = Event::ScenarioPractised { seat, scenario };
    happened(scene, Some(actor), Some(cohort), event)?;
    let is_last = !before.contains_key(&number) && before.len() + 1 == SCENARIOS.len();
    match is_last {
        true => happened(scene, Some(actor), Some(cohort), Event::MentorTrained { seat }),
        false => Ok(()),
    }
}

/// Notes that these leaders were at the workshop. Whose mark is there already keeps it.
pub fn note_workshop(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seats: &[SeatId],
) -> Result<(), Problem> {
    for seat in seats {
        if store::mark(scene.conn, &cohort.id, seat, scene.now)? {
            let event = Event::WorkshopNoted { seat: *seat };
            happened(scene, Some(actor), Some(cohort), event)?;
        }
    }
    Ok(())
}

/// Takes the mark of one leader back.
pub fn take_workshop_back(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seat: &SeatId,
) -> Result<(), Problem> {
    if store::unmark(scene.conn, &cohort.id, seat)? {
        let event = Event::WorkshopTakenBack { seat: *seat };
        happened(scene, Some(actor), Some(cohort), event)?;
    }
    Ok(())
}
