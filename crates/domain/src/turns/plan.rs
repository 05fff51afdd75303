//! A plan as pages ask for it: who has a turn, whose turn is next, what has changed.

use super::{Slot, Turn};
use crate::id::SeatId;
use crate::week::Week;
use serde::{Deserialize, Serialize};

/// Who has which slot in which week. A slot that is not in it is open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Turn>", into = "Vec<Turn>")]
pub struct Plan([[Option<SeatId>; 6]; 12]);

/// A slot that has passed from one person to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The week.
    pub week: Week,
    /// The slot.
    pub slot: Slot,
    /// Whose it was.
    pub before: Option<SeatId>,
    /// Whose it is.
    pub after: Option<SeatId>,
}

impl Plan {
    /// The plan with these turns; of two for the same slot the first counts.
    pub fn new(turns: impl IntoIterator<Item = Turn>) -> Plan {
        let mut plan = Plan::default();
        for turn in turns {
            plan.0[turn.week.index()][turn.slot as usize].get_or_insert(turn.seat);
        }
        plan
    }

    /// All turns, by week and slot.
    pub fn turns(&self) -> impl DoubleEndedIterator<Item = Turn> {
        let slots = |week| Slot::ALL.map(|slot| (week, slot));
        let turn = |(week, slot)| Some((week, slot, self.who(week, slot)?));
        let held = Week::all().flat_map(slots).filter_map(turn);
        held.map(|(week, slot, seat)| Turn { week, slot, seat })
    }

    /// Whose slot this is; nobody's while it is open.
    #[must_use]
    pub fn who(&self, week: Week, slot: Slot) -> Option<SeatId> {
        self.0[week.index()][slot as usize]
    }

    /// All turns of one person.
    pub fn of(&self, seat: SeatId) -> impl Iterator<Item = Turn> {
        self.turns().filter(move |turn| turn.seat == seat)
    }

    /// Who is next in this slot, from a week on.
    #[must_use]
    pub fn next(&self, slot: Slot, from: Week) -> Option<Turn> {
        self.turns()
            .find(|turn| turn.slot == slot && turn.week >= from)
    }

    /// Which turn a person has next, from a week on.
    #[must_use]
    pub fn next_of(&self, seat: SeatId, from: Week) -> Option<Turn> {
        self.of(seat).find(|turn| turn.week >= from)
    }

    /// What two people decide who exchange these turns; none where one of them is nobody's.
    #[must_use]
    pub fn exchange(&self, one: (Week, Slot), other: (Week, Slot)) -> Option<[Turn; 2]> {
        let turn = |(week, slot), seat| Turn { week, slot, seat };
        let (first, second) = (self.who(one.0, one.1)?, self.who(other.0, other.1)?);
        Some([turn(one, second), turn(other, first)])
    }

    /// What has become different in `later`, from a week on: whom to tell.
    #[must_use]
    pub fn changes(&self, later: &Plan, from: Week) -> Vec<Change> {
        let weeks = Week::all().filter(|week| *week >= from);
        let slots = weeks.flat_map(|week| Slot::ALL.map(|slot| (week, slot)));
        let change = |(week, slot)| Change {
            week,
            slot,
            before: self.who(week, slot),
            after: later.who(week, slot),
        };
        slots
            .map(change)
            .filter(|change| change.before != change.after)
            .collect()
    }
}

impl From<Vec<Turn>> for Plan {
    fn from(turns: Vec<Turn>) -> Plan {
        Plan::new(turns)
    }
}

impl From<Plan> for Vec<Turn> {
    fn from(plan: Plan) -> Vec<Turn> {
        plan.turns().collect()
    }
}
