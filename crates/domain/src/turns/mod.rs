//! Turns: who presents, facilitates, takes notes and has a spotlight, planned for the whole sprint.
//!
//! Source: SE-5. Everyone presents at least once; a missed turn gets a second short slot; facilitating, notes and
//! spotlights are spread evenly; all is planned again when somebody leaves, joins, is away or exchanges a turn, and when
//! a session is called off.
//! The same [`Situation`] gives the same [`Plan`]. Planning again keeps what people were told where the rules allow.
//!
//! * Each of the ten sessions has one presenter. One may present in short beside them, from the second session on.
//! * Everyone presents by week 6. Whoever has the full turn later has a short one before, so that four sessions are
//!   left for those who were not there on their day.
//! * Nobody has a second full turn before everyone who can has one, and nobody a second spotlight before everyone
//!   who stays has one: then that spotlight is open to whoever wants it.

mod grid;
mod hosting;
mod plan;
mod presenting;
mod short;
mod spotlights;
pub mod stalled;

pub use plan::{Change, Plan};

use crate::id::SeatId;
use crate::session::Meeting;
use crate::week::Week;
use grid::{Grid, Room};
use serde::{Deserialize, Serialize};

/// The week by which everyone has presented, in full or in short. Of ten sessions four are left after it: that
/// somebody misses five in a row, one in ten being missed, happens to one person in 100 000.
pub const PRESENTED_BY: u8 = 6;
/// The weeks with a showcase.
pub const SHOWCASES: [u8; 3] = [4, 8, 12];

/// What somebody does in a session or a showcase. Each is held by one person at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// Presents in the live coaching of the session.
    Presenter,
    /// Presents in short beside the presenter.
    ShortPresenter,
    /// Leads through the session.
    Facilitator,
    /// Writes the note.
    NoteTaker,
    /// The first five minutes of the showcase.
    Spotlight,
    /// The second five.
    OtherSpotlight,
}

impl Slot {
    /// All slots, those of the session first.
    pub const ALL: [Slot; 6] = [
        Slot::Presenter,
        Slot::ShortPresenter,
        Slot::Facilitator,
        Slot::NoteTaker,
        Slot::Spotlight,
        Slot::OtherSpotlight,
    ];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Slot::Presenter => "presenter",
            Slot::ShortPresenter => "short_presenter",
            Slot::Facilitator => "facilitator",
            Slot::NoteTaker => "note_taker",
            Slot::Spotlight => "spotlight",
            Slot::OtherSpotlight => "other_spotlight",
        }
    }

    /// The slot of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Slot> {
        Slot::ALL.into_iter().find(|slot| slot.key() == key)
    }

    /// Whether the person presents in a session, in full or in short.
    #[must_use]
    pub fn presents(self) -> bool {
        matches!(self, Slot::Presenter | Slot::ShortPresenter)
    }

    /// Whether it belongs to a showcase; otherwise to a session.
    #[must_use]
    pub fn is_spotlight(self) -> bool {
        matches!(self, Slot::Spotlight | Slot::OtherSpotlight)
    }

    /// Whether this week has such a slot.
    #[must_use]
    pub fn is_in(self, week: Week) -> bool {
        if self.is_spotlight() {
            SHOWCASES.contains(&week.number())
        } else {
            week.is_practice()
        }
    }
}

/// One slot of one week, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Turn {
    /// The week of the session or showcase.
    pub week: Week,
    /// What is done.
    pub slot: Slot,
    /// Who does it.
    pub seat: SeatId,
}

/// One leader's place, as far as turns are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Whose.
    pub id: SeatId,
    /// The first week in which they sit there.
    pub first: Week,
    /// The last, for who leaves; none for who stays.
    pub last: Option<Week>,
    /// Weeks in which they are not there, as far as that is known.
    pub away: Vec<Week>,
}

impl Seat {
    /// Whether they are there in this week, as far as is known.
    #[must_use]
    pub fn is_there(&self, week: Week) -> bool {
        let seated = self.first <= week && self.last.is_none_or(|last| week <= last);
        seated && !self.away.contains(&week)
    }
}

/// All that a plan is made from.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// Decides where nothing else does. The same for the whole sprint of one cohort.
    pub seed: u64,
    /// The first week that is still to come or under way. What lies before it is past.
    pub now: Week,
    /// Everybody who sits or sat in the cohort.
    pub seats: &'a [Seat],
    /// What really happened. A session or showcase with an entry here or in `missed` is over.
    pub held: &'a [Turn],
    /// Turns that were planned and not taken, because the person was not there.
    pub missed: &'a [Turn],
    /// Sessions and showcases that were called off: nobody has a turn there, and who would have presented still does.
    pub off: &'a [Meeting],
    /// Turns on which people decided themselves: exchanged, or taken by a volunteer. The last word on a slot counts.
    pub decided: &'a [Turn],
    /// Seats whose move has stalled and who would like to present it: they go first. It is an order, no more.
    pub stalled: &'a [SeatId],
    /// The plan that people know.
    pub told: Option<&'a Plan>,
}

/// Plans all turns from now on. What was held comes back as it was.
#[must_use]
pub fn plan(situation: &Situation<'_>) -> Plan {
    let room = Room::new(situation);
    let mut grid = Grid::new(situation, &room);
    presenting::fill(&room, &mut grid);
    short::fill(&room, &mut grid);
    hosting::fill(&room, &mut grid, Slot::Facilitator);
    hosting::fill(&room, &mut grid, Slot::NoteTaker);
    spotlights::fill(&room, &mut grid);
    let planned = grid.turns().map(|(week, slot, seat)| Turn {
        week,
        slot,
        seat: situation.seats[seat].id,
    });
    Plan::new(situation.held.iter().copied().chain(planned))
}

#[cfg(test)]
mod tests;
