//! What is taken back in time changes nothing that has closed.

use crate::random::*;
use crate::world::*;
use firstmove_domain::history::SeatHistory;
use firstmove_domain::status::{View, statuses};
use firstmove_domain::undoing::{Refusal, What, may_take_back, newest, until};
use firstmove_domain::week::Week;
use proptest::prelude::*;

fn without(mut seat: SeatHistory, what: What) -> SeatHistory {
    match what {
        What::Joining => seat.joined_at = berlin().final_close(),
        What::Leaving => seat.exit = None,
        What::Stopping => seat.withdrawal = None,
    }
    seat
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_taken_back_in_time_leaves_every_closed_week_as_it_was(seat in seats(), hour in 0..HOURS) {
        let (calendar, now) = (berlin(), instant(hour));
        let seat = recorded_before(&seat, now);
        if seat.joined_recorded_at >= now {
            return Ok(());
        }
        let (what, _) = newest(&calendar, &seat);
        // the numbers of whoever joins stand beside the seat, which goes with all of them
        if may_take_back(&calendar, &seat, what, now).is_ok() && seat.attempts.is_empty() {
            let after = without(seat.clone(), what);
            for number in 1..=calendar.closed_through(now).min(10) {
                let of = |seat| statuses(&calendar, seat, View::Closed, now).week(number);
                prop_assert_eq!(of(&seat), of(&after), "week {}, {:?}", number, what);
            }
        }
    }

    #[test]
    fn it_can_be_taken_back_right_after_it_was_written_down_unless_all_is_final(seat in seats()) {
        let calendar = berlin();
        for what in [What::Joining, What::Leaving, What::Stopping] {
            let recorded = match what {
                What::Joining => Some(seat.joined_recorded_at),
                What::Leaving => seat.exit.as_ref().map(|one| one.recorded_at),
                What::Stopping => seat.withdrawal.as_ref().map(|one| one.recorded_at),
            };
            let Some(recorded) = recorded.filter(|at| *at < calendar.final_close()) else {
                continue;
            };
            prop_assert_eq!(may_take_back(&calendar, &seat, what, recorded), Ok(()));
        }
    }
}

#[test]
fn maya_leaves_on_thursday_of_week_four_and_comes_back_before_it_closes() {
    let calendar = berlin();
    let mut maya = seat(&calendar, 1);
    assert_eq!(until(&calendar, &maya, What::Leaving), None);
    let at = noon(&calendar, 4, 4);
    maya.exit = Some(exit(at));
    let closes = calendar.close(week(4));
    assert_eq!(newest(&calendar, &maya), (What::Leaving, closes));
    let may = |now| may_take_back(&calendar, &maya, What::Leaving, now);
    assert_eq!(may(closes - hours(1)), Ok(()));
    assert_eq!(may(closes), Err(Refusal::Closed));
}

#[test]
fn what_is_written_down_after_its_week_closed_can_go_until_the_next_close() {
    let calendar = berlin();
    let mut tom = seat(&calendar, 1);
    let at = calendar.span(week(2)).0;
    let mut out = withdrawal(&calendar, 2);
    out.recorded_at = calendar.close(week(3)) + hours(1);
    assert_eq!(out.at, at);
    tom.withdrawal = Some(out);
    let next = calendar.close(week(4));
    assert_eq!(newest(&calendar, &tom), (What::Stopping, next));
    assert!(Week::all().all(|week| calendar.close(week) != at));
}
