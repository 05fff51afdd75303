//! Whose turn it is: who presents, runs the session and writes.

use firstmove_domain::id::SeatId;
use firstmove_domain::session::Meeting;
use jiff::Timestamp;

use crate::experiments::Place;

/// The turns of one meeting, as they are planned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turns {
    /// Who presents.
    pub presenter: Option<SeatId>,
    /// Who has the second short slot, if a turn was missed.
    pub second: Option<SeatId>,
    /// Who runs it.
    pub facilitator: Option<SeatId>,
    /// Who writes.
    pub note_taker: Option<SeatId>,
}

/// The turns of a meeting among those who take part.
pub fn planned(place: &Place, meeting: Meeting, now: Timestamp) -> Turns {
    let mut seats: Vec<SeatId> = std::iter::once(&place.me)
        .chain(&place.peers)
        .filter(|one| one.takes_part(now))
        .map(|one| one.seat)
        .collect();
    seats.sort_unstable();
    let first = meeting.week().map_or(0, |week| week.index());
    let turn = |after: usize| {
        let at = (first + after).checked_rem(seats.len())?;
        seats.get(at).copied()
    };
    Turns {
        presenter: turn(0),
        second: None,
        facilitator: turn(1),
        note_taker: turn(2),
    }
}
