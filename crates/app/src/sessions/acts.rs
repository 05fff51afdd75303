//! What other rooms ask about meetings: when one begins, and what of one hangs on a seat.

use firstmove_domain::session::Meeting;
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::problem::Problem;
use crate::sessions::store;

/// What of a session hangs on a seat: tables with `cohort_id` and `seat_id`, which go with a seat that never was.
pub const OF_A_SEAT: [&str; 4] = ["turns", "meeting_people", "meeting_answers", "commitments"];

/// When a meeting begins: as it was moved, else by the calendar.
pub fn begins(cohort: &Cohort, meeting: Meeting, held: &store::Held) -> Timestamp {
    let moved = held.moved_to.and_then(|_| cohort.moved(meeting));
    moved.unwrap_or_else(|| by_calendar(cohort, meeting))
}

/// When it begins unless it is moved.
pub fn by_calendar(cohort: &Cohort, meeting: Meeting) -> Timestamp {
    meeting.begins(&cohort.calendar, &cohort.weekly, None)
}

/// When the showcase of a week begins; none where it was called off.
pub fn showcase_begins(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    week: Week,
) -> Result<Option<Timestamp>, Problem> {
    let meeting = Meeting::Showcase(week);
    let held = store::held(scene.conn, &cohort.id, meeting)?;
    Ok(held
        .called_off_at
        .is_none()
        .then(|| begins(cohort, meeting, &held)))
}
