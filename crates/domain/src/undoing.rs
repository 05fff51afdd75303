//! Until when joining, leaving and stopping can be taken back: until the first week closes that counts otherwise for
//! it. What had closed before it was written down never counted it, so nothing that is closed changes.
//!
//! Source: measurement, sections 0.1 and 0.3.

use crate::history::SeatHistory;
use crate::week::{Calendar, Week};
use jiff::Timestamp;

/// What can be taken back about a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// That somebody sits there at all.
    Joining,
    /// That they left the company or were transferred.
    Leaving,
    /// That they stopped.
    Stopping,
}

/// Why something is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its week has closed.
    #[error("A week has closed since, and its numbers stand. This stays as it is.")]
    Closed,
    /// There is nothing of the kind.
    #[error("Somebody has taken this back before. Nothing more is to be done.")]
    NotThere,
    /// A move, an answer or a rating hangs on the seat. An excuse does not keep it: it goes with it.
    #[error("This person has planned, answered or rated here. Note that they left instead.")]
    BuiltUpon,
    /// The same of somebody who came from another group.
    #[error(
        "This person has planned, answered or rated here. Let them go on in the other group again, from a week \
         that has not begun."
    )]
    BuiltUponElsewhere,
}

impl What {
    /// The key in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            What::Joining => "joining",
            What::Leaving => "leaving",
            What::Stopping => "stopping",
        }
    }

    /// What a key means.
    #[must_use]
    pub fn from_key(key: &str) -> Option<What> {
        [What::Joining, What::Leaving, What::Stopping]
            .into_iter()
            .find(|what| what.key() == key)
    }
}

/// What about a seat happened last, and until when it can be taken back.
#[must_use]
pub fn newest(calendar: &Calendar, seat: &SeatHistory) -> (What, Timestamp) {
    let what = match (&seat.exit, &seat.withdrawal) {
        (Some(_), _) => What::Leaving,
        (None, Some(_)) => What::Stopping,
        (None, None) => What::Joining,
    };
    (what, until(calendar, seat, what).unwrap_or(seat.joined_at))
}

/// Until when this can be taken back; none where there is nothing of the kind.
#[must_use]
pub fn until(calendar: &Calendar, seat: &SeatHistory, what: What) -> Option<Timestamp> {
    let (at, recorded_at) = match what {
        What::Joining => (seat.joined_at, seat.joined_recorded_at),
        What::Leaving => seat.exit.as_ref().map(|exit| (exit.at, exit.recorded_at))?,
        What::Stopping => seat
            .withdrawal
            .as_ref()
            .map(|one| (one.at, one.recorded_at))?,
    };
    let concerns = |week: &Week| {
        let (start, end) = calendar.span(*week);
        match what {
            What::Joining | What::Stopping => start >= at,
            What::Leaving => end > at,
        }
    };
    let mut weeks = Week::all().filter(concerns);
    let first = weeks.find(|week| calendar.close(*week) > recorded_at);
    Some(first.map_or(calendar.final_close(), |week| calendar.close(week)))
}

/// Whether it can be taken back now.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_take_back(
    calendar: &Calendar,
    seat: &SeatHistory,
    what: What,
    now: Timestamp,
) -> Result<(), Refusal> {
    match until(calendar, seat, what) {
        None => Err(Refusal::NotThere),
        Some(until) if now >= until => Err(Refusal::Closed),
        Some(_) => Ok(()),
    }
}
