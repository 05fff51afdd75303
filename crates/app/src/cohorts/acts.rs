//! What can be done about a seat: excuse a week of it, withdraw from the sprint.

use firstmove_domain::cohort::WithdrawReason;
use firstmove_domain::event::Event;
use firstmove_domain::excuse::{self, Wish};
use firstmove_domain::id::{ExcuseId, SeatId};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{self, Cohort, Seated};
use crate::problem::Problem;
use crate::reactions::happened;

impl From<excuse::Refusal> for Problem {
    fn from(refusal: excuse::Refusal) -> Self {
        Problem::Refused(refusal.to_string())
    }
}

/// Excuses a week, if its reason is still in time. The leader does it for themself, the coordinator for anybody
/// of the cohort; the caller has looked up that it is theirs to do.
pub fn excuse(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seat: &SeatId,
    wish: &Wish,
) -> Result<(), Problem> {
    let already = store::excused_weeks(scene.conn, &cohort.id, seat)?.contains(&wish.week);
    excuse::grant(wish, &cohort.calendar, already, scene.now)?;
    let id = ExcuseId::new(scene.app.secrets.uuid7(scene.now));
    store::insert_excuse(
        scene.conn,
        &cohort.id,
        seat,
        &id,
        wish,
        &actor.person,
        scene.now,
    )?;
    let event = Event::WeekExcused {
        excuse: id,
        seat: *seat,
        week: wish.week,
        category: wish.category,
    };
    happened(scene, Some(actor), Some(cohort), event)
}

/// Takes somebody out of the sprint at their own wish, from the next week on. They stay in the numbers.
pub fn withdraw(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seated: &Seated,
    (reason, note): (WithdrawReason, Option<String>),
) -> Result<(), Problem> {
    if !seated.takes_part(scene.now) {
        let refusal = firstmove_domain::cohort::Refusal::NoLongerHere;
        return Err(Problem::Refused(refusal.to_string()));
    }
    store::withdraw(
        scene.conn,
        &cohort.id,
        &seated.seat,
        reason,
        note,
        scene.now,
    )?;
    let event = Event::Withdrew {
        seat: seated.seat,
        reason,
    };
    happened(scene, Some(actor), Some(cohort), event)
}
