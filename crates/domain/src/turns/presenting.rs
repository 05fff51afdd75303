//! Who presents in each session to come. Whoever was told stays; whoever has no full turn comes before those who
//! have one; a gap is filled so that as few others as possible move.

use super::Slot::{Presenter, ShortPresenter};
use super::grid::{Grid, Room, before, first, last};

/// Fills the presenter of every session to come.
pub(super) fn fill(room: &Room, grid: &mut Grid) {
    keep(room, grid);
    give_way(room, grid);
    even_out(room, grid);
    for week in grid.sessions.clone() {
        if grid.is_free(week, Presenter) {
            let lacking = without(room, grid, week);
            let chosen = whoever_has_none(room, grid, &lacking, week)
                .or_else(|| steps_in(room, grid, &lacking, week))
                .or_else(|| comes_forward(room, grid, week))
                .or_else(|| again(room, grid, week));
            for later in chosen.iter().filter_map(|(_, from)| *from) {
                grid.set(later, Presenter, None);
            }
            grid.set(week, Presenter, chosen.map(|(seat, _)| seat));
        }
    }
}

/// Who fills a gap, and the week from which they move there.
type Chosen = (usize, Option<u8>);

/// Who goes first of those who have no turn yet: a stalled move, then whoever has the fewest chances left.
pub(super) fn urgency(room: &Room, seat: usize, week: u8) -> (bool, u32, u64) {
    let person = &room.people[seat];
    (!person.stalled, person.chances(week), person.lot(Presenter))
}

fn keep(room: &Room, grid: &mut Grid) {
    for week in grid.sessions.clone() {
        if grid.is_free(week, Presenter) {
            grid.set(week, Presenter, room.told(week, Presenter));
        }
    }
}

/// How many full turns somebody had or will have.
fn full(room: &Room, grid: &Grid, seat: usize) -> u32 {
    let had = room.people[seat].had(&[Presenter]);
    had.count_ones() + grid.weeks(seat, &[Presenter]).count_ones()
}

/// Whether the turn in this week is somebody's first full one.
fn is_first(room: &Room, grid: &Grid, seat: usize, week: u8) -> bool {
    let none = room.people[seat].had(&[Presenter]) == 0;
    none && first(grid.weeks(seat, &[Presenter])) == Some(week)
}

/// The people without a full turn, the most urgent first.
fn without(room: &Room, grid: &Grid, week: u8) -> Vec<usize> {
    let lacks = |seat: &usize| full(room, grid, *seat) == 0 && room.people[*seat].chances(week) > 0;
    let mut found: Vec<usize> = (0..room.people.len()).filter(lacks).collect();
    found.sort_by_cached_key(|seat| urgency(room, *seat, week));
    found
}

/// A second full turn gives way to somebody who would have none, unless it is in the very next session.
fn give_way(room: &Room, grid: &mut Grid) {
    let Some((&next, later)) = grid.sessions.split_first() else {
        return;
    };
    let later = later.to_vec();
    for seat in without(room, grid, next) {
        let there = |week: &&u8| room.people[seat].is_there(**week);
        if later
            .iter()
            .filter(there)
            .any(|week| grid.is_free(*week, Presenter))
        {
            continue;
        }
        let spare = later.iter().filter(there).find(|week| {
            let holder = grid.who(**week, Presenter);
            let extra = holder.is_some_and(|holder| !is_first(room, grid, holder, **week));
            extra && !grid.is_fixed(**week, Presenter)
        });
        if let Some(&week) = spare {
            grid.set(week, Presenter, Some(seat));
        }
    }
}

/// Further full turns pass on while their holder would have two more than somebody else who is there: whoever came first
/// into a group was told all of its sessions. The latest go first; that of the very next session stays.
fn even_out(room: &Room, grid: &mut Grid) {
    let later: Vec<u8> = grid.sessions.iter().skip(1).rev().copied().collect();
    for week in later {
        let Some(holder) = grid.who(week, Presenter) else {
            continue;
        };
        let fewer = |seat: usize| {
            let free = grid.who(week, ShortPresenter) != Some(seat);
            free && full(room, grid, seat) + 2 <= full(room, grid, holder)
        };
        let stays = grid.is_fixed(week, Presenter) || is_first(room, grid, holder, week);
        if !stays && room.there(week).any(fewer) {
            grid.set(week, Presenter, None);
        }
    }
}

/// The most urgent of those who have no full turn and are there.
fn whoever_has_none(room: &Room, grid: &Grid, lacking: &[usize], week: u8) -> Option<Chosen> {
    let in_short = grid.who(week, ShortPresenter);
    let mut there = lacking
        .iter()
        .filter(|seat| room.people[**seat].is_there(week) && in_short != Some(**seat));
    there.next().map(|seat| (*seat, None))
}

/// First turns after this week whose holders could come forward, the nearest first.
fn movable(room: &Room, grid: &Grid, week: u8) -> impl DoubleEndedIterator<Item = (usize, u8)> {
    let later = grid.sessions.iter().filter(move |later| **later > week);
    let turns = later.filter_map(|later| Some((grid.who(*later, Presenter)?, *later)));
    turns.filter(move |(seat, later)| {
        let free = !grid.is_fixed(*later, Presenter) && room.people[*seat].is_there(week);
        free && grid.who(week, ShortPresenter) != Some(*seat) && is_first(room, grid, *seat, *later)
    })
}

/// Somebody lacks a turn and is not there: the next who is steps in, and leaves them the later week.
fn steps_in(room: &Room, grid: &Grid, lacking: &[usize], week: u8) -> Option<Chosen> {
    let leaves_room = |(_, later): &(usize, u8)| {
        lacking
            .iter()
            .any(|seat| room.people[*seat].is_there(*later))
    };
    let found = movable(room, grid, week).find(leaves_room);
    found.map(|(seat, later)| (seat, Some(later)))
}

/// Nobody lacks a turn: the last who waits for theirs comes forward.
fn comes_forward(room: &Room, grid: &Grid, week: u8) -> Option<Chosen> {
    let last = movable(room, grid, week).next_back();
    last.map(|(seat, later)| (seat, Some(later)))
}

/// Everybody has had a turn: whoever had the fewest, and of those whoever waits the longest.
fn again(room: &Room, grid: &Grid, week: u8) -> Option<Chosen> {
    let free = |seat: &usize| grid.who(week, ShortPresenter) != Some(*seat);
    let fewest = |seat: &usize| {
        let person = &room.people[*seat];
        let turns = person.had(&[Presenter]) | grid.weeks(*seat, &[Presenter]);
        let since = last(turns & before(week));
        (full(room, grid, *seat), since, person.lot(Presenter))
    };
    let chosen = room.there(week).filter(free).min_by_key(fewest);
    chosen.map(|seat| (seat, None))
}
