//! What can be done about the feedback of a session: rate it, until the next one begins.

use firstmove_domain::event::Event;
use firstmove_domain::feedback::{Answer, may_rate};
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::experiments::Place;
use crate::feedback::store;
use crate::problem::Problem;
use crate::reactions::happened;

/// The week whose session can be rated now, if there is one.
pub fn open_week(cohort: &Cohort, now: Timestamp) -> Option<Week> {
    let is_open =
        |week: &Week| may_rate(cohort.session(*week), cohort.next_session(*week), now).is_ok();
    Week::all().rev().find(is_open)
}

/// Rates the feedback of a week's session, or changes one's rating. The event names the week and not the
/// person: a rating is blind.
pub fn rate(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    week: Week,
    answer: Answer,
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let cohort = &place.cohort;
    may_rate(cohort.session(week), cohort.next_session(week), scene.now)?;
    store::keep(
        scene.conn,
        &place.cohort.id,
        &place.me.seat,
        week,
        answer,
        scene.now,
    )?;
    let event = Event::FeedbackRated {
        cohort: place.cohort.id,
        week,
    };
    happened(scene, None, Some(&place.cohort), event)
}
