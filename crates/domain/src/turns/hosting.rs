//! Who facilitates and who takes notes, spread evenly. All who have a part in a session are different people, as long
//! as enough are there.

use super::Slot::{self, Facilitator, NoteTaker, Presenter, ShortPresenter};
use super::grid::{Grid, Room};

/// Fills one of the two slots in every session to come.
pub(super) fn fill(room: &Room, grid: &mut Grid, slot: Slot) {
    for week in grid.sessions.clone() {
        let told = room.told(week, slot).filter(|_| grid.is_free(week, slot));
        if let Some(seat) = told.filter(|seat| burden(grid, *seat, week) == 0) {
            grid.set(week, slot, Some(seat));
        }
    }
    for week in grid.sessions.clone() {
        if grid.is_free(week, slot) {
            let chosen = fewest(room, grid, week, slot);
            grid.set(week, slot, chosen);
        }
    }
    while let Some(passed) = fairer(room, grid, slot) {
        for (week, seat) in passed {
            grid.set(week, slot, Some(seat));
        }
    }
}

/// How often somebody had this slot or will have it.
fn count(room: &Room, grid: &Grid, seat: usize, slot: Slot) -> u32 {
    let had = room.people[seat].had(&[slot]);
    had.count_ones() + grid.weeks(seat, &[slot]).count_ones()
}

/// What somebody has to do in this session already. Presenting weighs most.
fn burden(grid: &Grid, seat: usize, week: u8) -> u8 {
    let has = |slot: Slot| u8::from(grid.who(week, slot) == Some(seat));
    4 * has(Presenter) + 2 * has(ShortPresenter) + has(Facilitator) + has(NoteTaker)
}

/// Of those with the least to do in this session whoever had this slot least often.
fn fewest(room: &Room, grid: &Grid, week: u8, slot: Slot) -> Option<usize> {
    room.there(week).min_by_key(|seat| {
        let person = &room.people[*seat];
        let turns = count(room, grid, *seat, slot);
        (
            burden(grid, *seat, week),
            turns,
            person.chances(week),
            person.lot(slot),
        )
    })
}

/// Turns that pass on, because their holder would have two more than somebody else. The latest go first, so that
/// whoever has to be told has time.
fn fairer(room: &Room, grid: &Grid, slot: Slot) -> Option<Vec<(u8, usize)>> {
    let people = 0..room.people.len();
    let counts: Vec<u32> = people.map(|seat| count(room, grid, seat, slot)).collect();
    let least = *counts.iter().min()?;
    let mut many = passable(grid, slot).filter(|(_, holder)| counts[*holder] >= least + 2);
    many.find_map(|(week, holder)| {
        let mut few = (0..counts.len()).filter(|seat| counts[*seat] + 2 <= counts[holder]);
        few.find_map(|seat| passed(room, grid, slot, week, seat))
    })
}

/// The turns on which nobody has decided, the latest first.
fn passable(grid: &Grid, slot: Slot) -> impl Iterator<Item = (u8, usize)> {
    let weeks = grid.sessions.iter().rev().copied();
    let open = weeks.filter(move |week| !grid.is_fixed(*week, slot));
    open.filter_map(move |week| Some((week, grid.who(week, slot)?)))
}

/// How the turn of this week can pass to somebody: at once, or to a third who leaves them another week.
fn passed(room: &Room, grid: &Grid, slot: Slot, week: u8, to: usize) -> Option<Vec<(u8, usize)>> {
    let free =
        |seat: usize, week: u8| room.people[seat].is_there(week) && burden(grid, seat, week) == 0;
    if free(to, week) {
        return Some(vec![(week, to)]);
    }
    let mut others = passable(grid, slot);
    let third = others.find(|(other, third)| free(*third, week) && free(to, *other));
    third.map(|(other, third)| vec![(week, third), (other, to)])
}
