//! Who presents in short beside the presenter: who would else present for the first time after week 6, who missed a
//! turn, whose move has stalled.

use super::PRESENTED_BY;
use super::Slot::{self, Presenter, ShortPresenter};
use super::grid::{Grid, Room, before, first};
use super::presenting::urgency;

/// Both ways to present.
const EITHER: &[Slot] = &[Presenter, ShortPresenter];

/// Gives a short slot to each person who needs one.
pub(super) fn fill(room: &Room, grid: &mut Grid) {
    keep(room, grid);
    go_first(room, grid);
    for seat in in_need(room, grid) {
        let until = first(grid.weeks(seat, EITHER)).unwrap_or(u8::MAX);
        let found = weeks(room, grid, seat).find(|week| grid.is_free(*week, ShortPresenter));
        if let Some(week) = found.filter(|week| *week < until) {
            grid.set(week, ShortPresenter, Some(seat));
        }
    }
}

/// Whether somebody could present beside another in this session: the first one introduces the method.
fn could(room: &Room, grid: &Grid, seat: usize, week: u8) -> bool {
    let presenter = grid.who(week, Presenter);
    week > 1 && room.people[seat].is_there(week) && presenter.is_some_and(|other| other != seat)
}

/// The sessions to come in which somebody could.
fn weeks(room: &Room, grid: &Grid, seat: usize) -> impl Iterator<Item = u8> {
    let sessions = grid.sessions.iter().copied();
    sessions.filter(move |week| could(room, grid, seat, *week))
}

/// Whether somebody has presented, in full or in short.
fn has_presented(room: &Room, seat: usize) -> bool {
    room.people[seat].had(EITHER) != 0
}

/// Keeps the short slots that people were told and still need.
fn keep(room: &Room, grid: &mut Grid) {
    for week in grid.sessions.clone() {
        let told = room.told(week, ShortPresenter);
        let Some(seat) = told.filter(|_| grid.is_free(week, ShortPresenter)) else {
            continue;
        };
        let person = &room.people[seat];
        let needs = !has_presented(room, seat) || person.stalled || person.has_missed();
        let earlier = grid.weeks(seat, EITHER) & before(week) != 0;
        if needs && !earlier && could(room, grid, seat, week) {
            grid.set(week, ShortPresenter, Some(seat));
        }
    }
}

/// A stalled move, and whoever has not presented and has no turn, come in the next session where that is possible.
/// Who gives way for them has presented or has another turn.
fn go_first(room: &Room, grid: &mut Grid) {
    for seat in first_of_all(room, grid) {
        let planned = first(grid.weeks(seat, EITHER)).unwrap_or(u8::MAX);
        let found = weeks(room, grid, seat).find(|week| gives_way(room, grid, *week));
        if let Some(week) = found.filter(|week| *week < planned) {
            let later = first(grid.weeks(seat, &[ShortPresenter]));
            if let Some(later) = later.filter(|later| !grid.is_fixed(*later, ShortPresenter)) {
                grid.set(later, ShortPresenter, None);
            }
            grid.set(week, ShortPresenter, Some(seat));
        }
    }
}

/// Stalled moves, then who has not presented and has no turn to come.
fn first_of_all(room: &Room, grid: &Grid) -> Vec<usize> {
    let none = |seat| !has_presented(room, seat) && grid.weeks(seat, EITHER) == 0;
    let people = 0..room.people.len();
    let mut found: Vec<usize> = people
        .filter(|seat| room.people[*seat].stalled || none(*seat))
        .collect();
    found.sort_by_cached_key(|seat| urgency(room, *seat, room.now));
    found
}

/// Whether somebody who goes first can take the short slot of this week.
fn gives_way(room: &Room, grid: &Grid, week: u8) -> bool {
    grid.who(week, ShortPresenter).is_none_or(|holder| {
        let later = grid.weeks(holder, EITHER) & !before(week + 1) != 0;
        let free = !grid.is_fixed(week, ShortPresenter) && !room.people[holder].stalled;
        free && (later || has_presented(room, holder))
    })
}

/// Who needs a short slot: first those who have never presented, then those who missed a turn.
fn in_need(room: &Room, grid: &Grid) -> Vec<usize> {
    let needs = |seat: &usize| {
        let planned = first(grid.weeks(*seat, EITHER));
        if has_presented(room, *seat) {
            planned.is_none() && room.people[*seat].has_missed()
        } else {
            planned.is_none_or(|week| week > PRESENTED_BY)
        }
    };
    let mut found: Vec<usize> = (0..room.people.len()).filter(needs).collect();
    found.sort_by_cached_key(|seat| (has_presented(room, *seat), urgency(room, *seat, room.now)));
    found
}
