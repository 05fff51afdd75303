//! What other rooms ask about meetings: when one begins, and whether it was held.

use firstmove_domain::session::Meeting;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::problem::Problem;
use crate::sessions::store;

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
