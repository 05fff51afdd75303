//! Twelve weeks are lived deed by deed, each by the rules that the product keeps, and counted at each close as they
//! go. Read again from the events alone, everything must count the same. MEASUREMENT.md 9.2, item 5.

use crate::lived::*;
use crate::world::*;
use firstmove_domain::history::SeatHistory;
use firstmove_domain::kpi::{move_rates, success};
use firstmove_domain::replay::{Trail, in_order, replay};
use firstmove_domain::status::{Line, Status, View};
use firstmove_domain::week::{Calendar, Week};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

const HISTORIES: u32 = 256;

/// Every figure of a group at an instant, and everybody's weeks.
fn numbers(calendar: &Calendar, seats: &[SeatHistory], now: Timestamp) -> String {
    let seats = in_order(seats.to_vec());
    let of = |view| lines(calendar, &seats, view, now);
    let (closed, last) = (of(View::Closed), of(View::Final));
    let codes: Vec<String> = closed.iter().chain(&last).map(|one| one.codes()).collect();
    let figures = (
        move_rates(&closed, &last),
        success(&closed),
        success(&last),
        codes,
    );
    serde_json::to_string(&figures).unwrap()
}

/// What the week of everybody who was there counted for when it closed.
fn week_codes(
    calendar: &Calendar,
    seats: &[SeatHistory],
    week: Week,
    now: Timestamp,
) -> Vec<String> {
    let seats = in_order(seats.to_vec());
    let lines = lines(calendar, &seats, View::Closed, now);
    let of = |line: &Line| {
        let attempts = line.attempts.iter();
        let here = attempts.filter(|one| one.week == Some(week.number()));
        let classes: Vec<String> = here.map(|one| format!("{:?}", one.class)).collect();
        let status = line.week(week.number());
        let there = status != Some(Status::NotEnrolled) || !classes.is_empty();
        there.then(|| format!("{} {status:?} {classes:?}", line.person))
    };
    lines.iter().filter_map(of).collect()
}

/// Lives through the deeds; at each close the week is counted and kept.
fn live(deeds: &[Deed]) -> (Lived, BTreeMap<u8, Vec<String>>) {
    let mut lived = Lived::begin();
    let mut counted = BTreeMap::new();
    let mut count = |lived: &Lived| {
        for week in Week::practice() {
            let close = lived.calendar.close(week);
            if close <= lived.now {
                counted.entry(week.number()).or_insert_with(|| {
                    week_codes(&lived.calendar, &lived.histories(), week, close)
                });
            }
        }
    };
    for deed in deeds {
        lived.wait(deed);
        count(&lived);
        lived.does(deed);
    }
    lived.now = lived.now.max(lived.calendar.final_close());
    count(&lived);
    (lived, counted)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(HISTORIES))]

    #[test]
    fn the_trail_gives_the_numbers_that_were_counted_step_by_step(
        deeds in vec(deeds(), 40..160),
        cut in any::<prop::sample::Index>(),
    ) {
        let (lived, counted) = live(&deeds);
        // the facts themselves, and every number, at the end and at any moment on the way
        let told = lived.replayed();
        prop_assert_eq!(told.gaps, 0);
        prop_assert_eq!(told.calendar.as_ref(), Some(&lived.calendar));
        prop_assert_eq!(&told.seats, &in_order(lived.histories()));
        let calendar = told.calendar.unwrap();
        let then = lived.trail[cut.index(lived.trail.len())].0;
        for now in [then, lived.now] {
            prop_assert_eq!(
                numbers(&calendar, &told.seats, now),
                numbers(&lived.calendar, &lived.histories(), now)
            );
        }
        // what was counted at each close, against the whole trail read months later
        for (number, codes) in &counted {
            let today = week_codes(&calendar, &lived.replayed().seats, week(*number), lived.now);
            prop_assert_eq!(&today, codes, "week {}", number);
        }
    }

    #[test]
    fn a_trail_tells_the_same_in_whatever_order_its_lines_are_found(
        deeds in vec(deeds(), 20..80),
        seed in any::<u64>(),
    ) {
        let (lived, _) = live(&deeds);
        let mut lines = lived.trail.clone();
        let mut state = seed | 1;
        for place in (1..lines.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            lines.swap(place, (state >> 33) as usize % (place + 1));
        }
        let found = replay(lines.iter().map(|(at, event)| (*at, event)));
        prop_assert_eq!(found, lived.replayed());
    }

    // Step by step in the other sense: the trail itself, taken in event by event.
    #[test]
    fn a_trail_read_so_far_is_the_beginning_of_the_whole(deeds in vec(deeds(), 20..60)) {
        let (lived, _) = live(&deeds);
        let mut trail = Trail::default();
        for (at, event) in &lived.trail {
            trail.take(*at, event);
        }
        prop_assert_eq!(trail.read(), lived.replayed());
    }
}

#[test]
fn a_cut_trail_says_so() {
    let mut lived = Lived::begin();
    lived.trail.remove(0);
    assert_eq!(lived.replayed().calendar, None);
    lived.trail.remove(0);
    let seat = lived.seats[0].history.seat;
    let left = firstmove_domain::event::Event::Left {
        seat,
        at: lived.now,
        kind: firstmove_domain::history::ExitKind::Company,
    };
    lived.trail.push((lived.now, left));
    assert_eq!(lived.replayed().gaps, 1);
}

/// A property over histories in which nothing happens would hold too.
#[test]
fn the_histories_that_are_lived_have_everything_in_them() {
    let mut runner = TestRunner::deterministic();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut differ = 0;
    for _ in 0..100 {
        let deeds = vec(deeds(), 40..160)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let (lived, _) = live(&deeds);
        for (_, event) in &lived.trail {
            *kinds.entry(event.key()).or_default() += 1;
        }
        let (calendar, seats) = (&lived.calendar, lived.histories());
        let closed = lines(calendar, &seats, View::Closed, lived.now);
        let last = lines(calendar, &seats, View::Final, lived.now);
        let rates = move_rates(&closed, &last);
        differ += usize::from(rates.closed.attempted != rates.final_.attempted);
    }
    println!("{kinds:?}; closed and final differ in {differ} of 100");
    for kind in EXPECTED {
        let seen = kinds.get(kind).copied().unwrap_or(0);
        assert!(seen >= 5, "{kind} happened {seen} times: {kinds:?}");
    }
    assert!(differ >= 10, "{differ}");
}
