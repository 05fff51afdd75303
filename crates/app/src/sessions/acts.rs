//! What other rooms ask about meetings: when one begins, and what of one hangs on a seat.

use firstmove_domain::session::Meeting;
use jiff::Timestamp;

use crate::cohorts::store::Cohort;
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
