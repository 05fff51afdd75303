//! What other rooms ask about meetings: when one begins, and whether it was held.

use firstmove_domain::session::Meeting;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::problem::Problem;
use crate::sessions::store::{self};

/// What of a session hangs on a seat: tables with `cohort_id` and `seat_id`, which go with a seat that never was.
pub const OF_A_SEAT: [&str; 4] = ["turns", "meeting_people", "meeting_answers", "commitments"];

/// When a meeting begins: as it was moved, else by the calendar.
pub fn begins(cohort: &Cohort, meeting: Meeting, held: &store::Held) -> Timestamp {
    held.moved_to
        .unwrap_or_else(|| meeting.begins(&cohort.calendar, &cohort.weekly, None))
}

/// Whether a meeting runs now, for a link to it.
pub fn runs_now(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Option<Meeting>, Problem> {
    let all = store::all(scene.conn, &cohort.id)?;
    let running = all.into_iter().find(|(_, held)| held.room.step().is_some());
    Ok(running.map(|(meeting, _)| meeting))
}
