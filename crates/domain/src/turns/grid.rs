//! The table on which a plan is laid out. People are numbers here, and weeks bits of one number for each person and
//! slot, so that a plan is made again in no time.

use super::{SHOWCASES, Seat, Situation, Slot, Turn};
use crate::id::SeatId;
use crate::session::Meeting;
use crate::week::{PRACTICE_WEEKS, Week};

/// A bit for each week, that of week 1 being the second.
pub(super) type Weeks = u16;

/// Six columns in thirteen rows; the first row stays empty, so that a week's number is its row.
type Rows<T> = [[T; 6]; 13];

/// The weeks before this one.
pub(super) fn before(week: u8) -> Weeks {
    (1 << week) - 1
}

/// The earliest of some weeks.
pub(super) fn first(weeks: Weeks) -> Option<u8> {
    let week = u8::try_from(weeks.trailing_zeros()).unwrap_or(u8::MAX);
    (weeks != 0).then_some(week)
}

/// The latest of some weeks, 0 for none.
pub(super) fn last(weeks: Weeks) -> u8 {
    let week = Weeks::BITS.saturating_sub(weeks.leading_zeros() + 1);
    u8::try_from(week).unwrap_or(0)
}

fn bit(week: Week) -> Weeks {
    1 << week.number()
}

/// What is known of one person.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// When they are there, as far as is known.
    there: Weeks,
    /// The weeks whose session, and whose showcase, was called off.
    off: [Weeks; 2],
    /// Their move has stalled.
    pub(super) stalled: bool,
    /// When they really had each slot.
    held: [Weeks; 6],
    /// When they were to present and were not there.
    missed: Weeks,
    /// They stay to the end.
    pub(super) stays: bool,
    /// The week in which they came.
    pub(super) came: u8,
    /// Decides between people who are alike otherwise.
    lot: u64,
}

impl Known {
    fn new(seat: &Seat, situation: &Situation<'_>) -> Known {
        let (high, low) = seat.id.uuid().as_u64_pair();
        let last = seat.last.unwrap_or(Week::LAST).number();
        let seated = before(last + 1) & !before(seat.first.number());
        let away = seat.away.iter().fold(0, |weeks, week| weeks | bit(*week));
        Known {
            there: seated & !away,
            off: off(situation),
            stalled: situation.stalled.contains(&seat.id),
            stays: seat.last.is_none_or(|last| last == Week::LAST),
            came: seat.first.number(),
            lot: stirred(stirred(situation.seed ^ high) ^ low),
            ..Known::default()
        }
    }

    /// Whether they are there in a week.
    pub(super) fn is_there(&self, week: u8) -> bool {
        self.there >> week & 1 == 1
    }

    /// In how many sessions from `week` on they are there.
    pub(super) fn chances(&self, week: u8) -> u32 {
        let sessions = before(PRACTICE_WEEKS + 1) & !before(week) & !self.off[0];
        (self.there & sessions).count_ones()
    }

    /// Whether they are there at the showcase of a week.
    pub(super) fn comes(&self, week: u8) -> bool {
        self.is_there(week) && self.off[1] >> week & 1 == 0
    }

    /// In which weeks they really had one of these slots.
    pub(super) fn had(&self, slots: &[Slot]) -> Weeks {
        let weeks = slots.iter().map(|slot| self.held[*slot as usize]);
        weeks.fold(0, |all, weeks| all | weeks)
    }

    /// Whether they missed a turn and have not presented since.
    pub(super) fn has_missed(&self) -> bool {
        last(self.missed) > last(self.had(&[Slot::Presenter, Slot::ShortPresenter]))
    }

    /// A number by chance, another one for each slot.
    pub(super) fn lot(&self, slot: Slot) -> u64 {
        stirred(self.lot ^ slot as u64)
    }
}

/// The weeks whose session, and whose showcase, was called off.
fn off(situation: &Situation<'_>) -> [Weeks; 2] {
    let mut off = [0; 2];
    for meeting in situation.off {
        match meeting {
            Meeting::Session(week) => off[0] |= bit(*week),
            Meeting::Showcase(week) => off[1] |= bit(*week),
            Meeting::Training | Meeting::Kickoff | Meeting::Retrospective => {}
        }
    }
    off
}

/// Mixes the bits of a number (the finaliser of SplitMix64), so that neighbours lie far apart.
fn stirred(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What is known, in the form in which it is asked again and again.
pub(super) struct Room {
    /// The first week that is not past.
    pub(super) now: u8,
    pub(super) people: Vec<Known>,
    told: Rows<Option<usize>>,
}

impl Room {
    pub(super) fn new(situation: &Situation<'_>) -> Room {
        let seats = situation.seats;
        let number = |id: SeatId| seats.iter().position(|seat| seat.id == id);
        let mut room = Room {
            now: situation.now.number(),
            people: seats
                .iter()
                .map(|seat| Known::new(seat, situation))
                .collect(),
            told: Rows::default(),
        };
        for turn in situation.held {
            if let Some(seat) = number(turn.seat) {
                room.people[seat].held[turn.slot as usize] |= bit(turn.week);
            }
        }
        for turn in situation.missed.iter().filter(|turn| turn.slot.presents()) {
            if let Some(seat) = number(turn.seat) {
                room.people[seat].missed |= bit(turn.week);
            }
        }
        let told = situation.told.into_iter().flat_map(super::Plan::turns);
        for turn in told.filter(|turn| turn.week >= situation.now) {
            room.told[usize::from(turn.week.number())][turn.slot as usize] = number(turn.seat);
        }
        room
    }

    /// The numbers of all who are there in a week.
    pub(super) fn there(&self, week: u8) -> impl Iterator<Item = usize> + Clone {
        let people = self.people.iter().enumerate();
        let there = people.filter(move |(_, person)| person.is_there(week));
        there.map(|(seat, _)| seat)
    }

    /// Whom people were told, if that person is there.
    pub(super) fn told(&self, week: u8, slot: Slot) -> Option<usize> {
        let seat = self.told[usize::from(week)][slot as usize]?;
        self.people[seat].is_there(week).then_some(seat)
    }
}

/// The turns that are still to come.
pub(super) struct Grid {
    turns: Rows<Option<usize>>,
    /// For each person and slot the weeks to come.
    weeks: Vec<[Weeks; 6]>,
    /// Decided by people.
    fixed: Rows<bool>,
    /// The sessions that are still to come.
    pub(super) sessions: Vec<u8>,
    /// The showcases that are still to come.
    pub(super) showcases: Vec<u8>,
}

impl Grid {
    /// With nothing but what people decided themselves.
    pub(super) fn new(situation: &Situation<'_>, room: &Room) -> Grid {
        let done = situation.held.iter().chain(situation.missed);
        let (shown, met): (Vec<&Turn>, Vec<&Turn>) =
            done.partition(|turn| turn.slot.is_spotlight());
        let open = |done: Vec<&Turn>, off: Weeks| {
            let past = done
                .iter()
                .fold(before(room.now), |weeks, turn| weeks | bit(turn.week));
            move |week: &u8| (past | off) >> week & 1 == 0
        };
        let [no_session, no_showcase] = off(situation);
        let mut grid = Grid {
            turns: Rows::default(),
            weeks: vec![[0; 6]; room.people.len()],
            fixed: Rows::default(),
            sessions: (1..=PRACTICE_WEEKS).filter(open(met, no_session)).collect(),
            showcases: SHOWCASES
                .into_iter()
                .filter(open(shown, no_showcase))
                .collect(),
        };
        for turn in situation.decided {
            let week = turn.week.number();
            let known = situation.seats.iter().position(|seat| seat.id == turn.seat);
            let seat = known.filter(|seat| room.people[*seat].is_there(week));
            let ahead = if turn.slot.is_spotlight() {
                &grid.showcases
            } else {
                &grid.sessions
            };
            if ahead.contains(&week) {
                grid.set(week, turn.slot, seat);
                grid.fixed[usize::from(week)][turn.slot as usize] = seat.is_some();
            }
        }
        grid
    }

    pub(super) fn who(&self, week: u8, slot: Slot) -> Option<usize> {
        self.turns[usize::from(week)][slot as usize]
    }

    pub(super) fn set(&mut self, week: u8, slot: Slot, seat: Option<usize>) {
        let place = &mut self.turns[usize::from(week)][slot as usize];
        if let Some(before) = std::mem::replace(place, seat) {
            self.weeks[before][slot as usize] &= !(1 << week);
        }
        if let Some(now) = seat {
            self.weeks[now][slot as usize] |= 1 << week;
        }
    }

    /// Whether people decided on it themselves.
    pub(super) fn is_fixed(&self, week: u8, slot: Slot) -> bool {
        self.fixed[usize::from(week)][slot as usize]
    }

    /// Whether nobody has it.
    pub(super) fn is_free(&self, week: u8, slot: Slot) -> bool {
        self.who(week, slot).is_none()
    }

    /// The weeks to come in which somebody has one of these slots.
    pub(super) fn weeks(&self, seat: usize, slots: &[Slot]) -> Weeks {
        let weeks = slots.iter().map(|slot| self.weeks[seat][*slot as usize]);
        weeks.fold(0, |all, weeks| all | weeks)
    }

    /// All of them.
    pub(super) fn turns(&self) -> impl Iterator<Item = (Week, Slot, usize)> {
        let row = |week: Week| Slot::ALL.map(|slot| (week, slot));
        Week::all().flat_map(row).filter_map(|(week, slot)| {
            let seat = self.who(week.number(), slot)?;
            Some((week, slot, seat))
        })
    }
}
