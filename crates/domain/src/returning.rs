//! Somebody who left a group and comes back to it, after another group or after a time outside the company. The seat
//! stays one, so that they are counted once; it holds the newest stay, and those before it beside.
//!
//! Source: measurement, sections 0.3 and 9.3 (rehire).

use crate::history::{Exit, SeatHistory, Withdrawal};
use crate::id::{PersonId, SeatId};
use jiff::Timestamp;

/// One stay in a group that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Eligible from the first week that starts at or after this instant.
    pub joined_at: Timestamp,
    /// When that was recorded.
    pub joined_recorded_at: Timestamp,
    /// How it ended.
    pub exit: Exit,
    /// That they had stopped before, if they had.
    pub withdrawal: Option<Withdrawal>,
}

impl Stay {
    /// Whether they were here the whole time from `start` to `end`, by what is known.
    #[must_use]
    pub fn holds(
        &self,
        (start, end): (Timestamp, Timestamp),
        known: impl Fn(Timestamp) -> bool,
    ) -> bool {
        let gone = known(self.exit.recorded_at) && self.exit.at < end;
        known(self.joined_recorded_at) && self.joined_at <= start && !gone
    }
}

impl SeatHistory {
    /// A seat that was just taken.
    #[must_use]
    pub fn new(
        seat: SeatId,
        person: PersonId,
        joined_at: Timestamp,
        joined_recorded_at: Timestamp,
    ) -> SeatHistory {
        SeatHistory {
            seat,
            person,
            joined_at,
            joined_recorded_at,
            exit: None,
            withdrawal: None,
            earlier: Vec::new(),
            excuses: Vec::new(),
            attempts: Vec::new(),
            corrections: Vec::new(),
            imported: Vec::new(),
        }
    }

    /// They come back: the stay that had ended is an earlier one.
    pub fn come_back(&mut self, joined_at: Timestamp, recorded_at: Timestamp) {
        let Some(exit) = self.exit.take() else { return };
        self.earlier.push(Stay {
            joined_at: self.joined_at,
            joined_recorded_at: self.joined_recorded_at,
            exit,
            withdrawal: self.withdrawal.take(),
        });
        (self.joined_at, self.joined_recorded_at) = (joined_at, recorded_at);
    }

    /// That they came back is taken back; false where they never did.
    pub fn go_again(&mut self) -> bool {
        let Some(stay) = self.earlier.pop() else {
            return false;
        };
        (self.joined_at, self.joined_recorded_at) = (stay.joined_at, stay.joined_recorded_at);
        (self.exit, self.withdrawal) = (Some(stay.exit), stay.withdrawal);
        true
    }
}
