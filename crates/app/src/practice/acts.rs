//! What can be done about the training of peer mentors, and what other rooms ask: who of a group is trained.

use std::collections::BTreeSet;

use firstmove_domain::event::Event;
use firstmove_domain::id::SeatId;
use firstmove_domain::practice::SCENARIOS;
use firstmove_domain::week::Week;

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

/// What a group is told in which not everybody is trained. Nobody is named.
#[derive(Debug, Clone, Copy)]
pub struct Untrained {
    /// How many are not.
    pub people: usize,
    /// Whether the reader is one of them.
    pub me: bool,
}

impl Untrained {
    /// In a sentence.
    pub fn words(self) -> String {
        let others = self.people - usize::from(self.me);
        match (self.me, others) {
            (true, 0) => "You have not practised the five prompts yet.".into(),
            (true, _) => {
                format!("You and {others} more have not practised the five prompts yet.")
            }
            (false, 1) => "One of the group has not practised the five prompts yet.".into(),
            (false, _) => {
                format!("{others} of the group have not practised the five prompts yet.")
            }
        }
    }
}

/// Who of a group is not trained, as `reader` is told; nothing where all are.
pub fn told(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    reader: Option<&SeatId>,
) -> Result<Option<Untrained>, Problem> {
    let open = untrained(scene, cohort)?;
    Ok((!open.is_empty()).then(|| Untrained {
        people: open.len(),
        me: open.iter().any(|one| Some(&one.seat) == reader),
    }))
}

/// Whether a leader is to be asked on their own page: not trained, and the third session has not begun.
pub fn is_asked(scene: &mut Scene<'_, '_>, place: &Place) -> Result<bool, Problem> {
    let third = Week::new(3).map(|week| place.cohort.session(week));
    if !place.takes_part(scene.now) || third.is_none_or(|third| third <= scene.now) {
        return Ok(false);
    }
    Ok(!trained(scene, &place.cohort)?.contains(&place.me.seat))
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
    if !is_last {
        return Ok(());
    }
    let event = Event::MentorTrained { seat };
    happened(scene, Some(actor), Some(cohort), event)
}

/// Notes that these leaders were at the workshop. Whose mark is there already keeps it; no actor where they were there
/// because the group held its training on the timed page.
pub fn note_workshop(
    scene: &mut Scene<'_, '_>,
    actor: Option<&Actor>,
    cohort: &Cohort,
    seats: &[SeatId],
) -> Result<(), Problem> {
    for seat in seats {
        if store::mark(scene.conn, &cohort.id, seat, scene.now)? {
            let event = Event::WorkshopNoted { seat: *seat };
            happened(scene, actor, Some(cohort), event)?;
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
