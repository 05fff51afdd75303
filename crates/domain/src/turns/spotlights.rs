//! Who has a spotlight in each showcase to come: never a second one while somebody who stays has none.

use super::SHOWCASES;
use super::Slot::{self, OtherSpotlight, Spotlight};
use super::grid::{Grid, Room};

/// Both slots of a showcase.
const BOTH: &[Slot] = &[Spotlight, OtherSpotlight];

/// Fills the spotlights of every showcase to come. One stays open rather than go to somebody who had more.
pub(super) fn fill(room: &Room, grid: &mut Grid) {
    for week in grid.showcases.clone() {
        for slot in BOTH {
            if grid.is_free(week, *slot) {
                let seat = choose(room, grid, week, *slot);
                grid.set(week, *slot, seat);
            }
        }
    }
}

/// How many somebody had or will have, as far as the plan goes by now.
fn count(room: &Room, grid: &Grid, seat: usize) -> u32 {
    let had = room.people[seat].had(BOTH);
    had.count_ones() + grid.weeks(seat, BOTH).count_ones()
}

/// Whoever was told, else whoever has no later one to look forward to and the fewest showcases left.
fn choose(room: &Room, grid: &Grid, week: u8, slot: Slot) -> Option<usize> {
    let has_one = |seat: &usize| BOTH.iter().any(|slot| grid.who(week, *slot) == Some(*seat));
    let there = room.there(week).filter(|seat| !has_one(seat));
    let most = fewest(room, grid, week).or_else(|| {
        let counts = there.clone().map(|seat| count(room, grid, seat));
        counts.min()
    })?;
    let fair = there.filter(|seat| count(room, grid, *seat) <= most);
    let told = room.told(week, slot);
    let stays = told.filter(|told| fair.clone().any(|seat| seat == *told));
    stays.or_else(|| fair.min_by_key(|seat| rank(room, grid, *seat, week)))
}

/// Who is told of this showcase already, has no later one to look forward to, has fewer showcases left.
fn rank(room: &Room, grid: &Grid, seat: usize, week: u8) -> (bool, bool, usize, u32, u64) {
    let person = &room.people[seat];
    let told = |week: u8| BOTH.iter().any(|slot| room.told(week, *slot) == Some(seat));
    let later = SHOWCASES
        .iter()
        .filter(|later| **later > week && person.comes(**later));
    let soon = later.clone().any(|later| told(*later));
    let turns = count(room, grid, seat);
    (
        !told(week),
        soon,
        later.count(),
        turns,
        person.lot(Spotlight),
    )
}

/// The fewest that anybody has who stays, has come by now and can be at one showcase at least.
fn fewest(room: &Room, grid: &Grid, week: u8) -> Option<u32> {
    let people = (0..room.people.len()).filter(|seat| {
        let person = &room.people[*seat];
        let comes = SHOWCASES.iter().any(|week| person.comes(*week));
        person.stays && person.came <= week && comes
    });
    people.map(|seat| count(room, grid, seat)).min()
}
