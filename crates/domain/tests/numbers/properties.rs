//! Properties over random histories: MEASUREMENT.md 9.2, items 1-7.

use crate::random::*;
use crate::world::*;
use firstmove_domain::alert::{RESTART_AFTER, skip_alerts};
use firstmove_domain::history::{Outcome, SeatHistory};
use firstmove_domain::kpi::{MoveRates, by_week, move_rate, move_rates, success};
use firstmove_domain::status::{Line, Status, View, statuses};
use jiff::{Span, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

fn end() -> Timestamp {
    berlin().final_close()
}

fn both(seats: &[SeatHistory]) -> (Vec<Line>, Vec<Line>) {
    let calendar = berlin();
    let of = |view| lines(&calendar, seats, view, end());
    (of(View::Closed), of(View::Final))
}

fn rates(seats: &[SeatHistory]) -> MoveRates {
    let (closed, last) = both(seats);
    move_rates(&closed, &last)
}

/// The counts of closed, final, active and excused-as-skipped.
fn variants(rates: &MoveRates) -> [(u64, u64); 4] {
    [
        &rates.closed,
        &rates.final_,
        &rates.active,
        &rates.excused_as_skipped,
    ]
    .map(|rate| (rate.attempted, rate.eligible))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    // Item 1.
    #[test]
    fn what_is_outside_the_rate_changes_no_variant_of_it(
        mut seats in vec(seats(), 1..5),
        number in 1u8..=10,
        outcome in outcomes(),
    ) {
        let calendar = berlin();
        let before = rates(&seats);
        let (closed, last) = both(&seats);
        // In any week whose status is no plain skip, one more attempt in time is further or bonus.
        let status = |lines: &[Line]| lines[0].week(number);
        let plain = [status(&closed), status(&last)];
        if plain.iter().all(|status| !matches!(status, Some(Status::Skipped | Status::Late))) {
            seats[0].attempts.push(attempt(&calendar, 7777, number, outcome));
        }
        seats[0].attempts.push(attempt(&calendar, 7778, 11, outcome));
        prop_assert_eq!(variants(&rates(&seats)), variants(&before));
        // A person's excused week where nothing was known before.
        let add = |mut lines: Vec<Line>| {
            lines[0].weeks.push(Some(Status::Excused));
            lines
        };
        let (closed, last) = both(&seats);
        let after = variants(&move_rates(&add(closed), &add(last)));
        prop_assert_eq!(after[..3].to_vec(), variants(&before)[..3].to_vec());
        prop_assert_eq!(after[3], (variants(&before)[3].0, variants(&before)[3].1 + 1));
    }

    // Item 2.
    #[test]
    fn a_closed_week_never_changes(seat in seats(), hour in 0..HOURS, later in 0i64..2000) {
        let (calendar, now) = (berlin(), instant(hour));
        let then = statuses(&calendar, &recorded_before(&seat, now), View::Closed, now);
        let today = statuses(&calendar, &seat, View::Closed, now + hours(later));
        let closed = calendar.closed_through(now).min(10);
        for number in 1..=closed {
            prop_assert_eq!(then.week(number), today.week(number));
            let of = |line: &Line| -> Vec<_> {
                line.attempts.iter().filter(|one| one.week == Some(number)).cloned().collect()
            };
            prop_assert_eq!(of(&then), of(&today));
        }
        prop_assert!((closed + 1..=10).all(|number| then.week(number).is_none()));
    }

    // Item 2 for alerts: what has opened stays in the history, whatever follows.
    #[test]
    fn an_alert_that_opened_has_opened_for_ever(seat in seats(), hour in 0..HOURS) {
        let (calendar, now) = (berlin(), instant(hour));
        let then = skip_alerts(&calendar, &recorded_before(&seat, now), RESTART_AFTER, now - hours(1));
        let today = skip_alerts(&calendar, &seat, RESTART_AFTER, end());
        for old in &then {
            let same = today.iter().find(|one| (one.level, one.opened_at) == (old.level, old.opened_at));
            prop_assert!(same.is_some());
            prop_assert!(old.is_open() || same.map(|one| one.cleared) == Some(old.cleared));
        }
    }

    // Item 3.
    #[test]
    fn the_variants_keep_their_order(seats in vec(seats(), 1..5)) {
        let not_above = |(x, n): (u64, u64), (y, m): (u64, u64)| n == 0 || m == 0 || x * m <= y * n;
        let [_, last, active, excused] = variants(&rates(&seats));
        prop_assert!(last.0 <= last.1);
        prop_assert!(not_above(last, active));
        prop_assert!(not_above(excused, last));
        let seats: Vec<SeatHistory> = seats.into_iter().map(never_lowered).collect();
        let [closed, last, ..] = variants(&rates(&seats));
        prop_assert_eq!(closed.1, last.1);
        prop_assert!(closed.0 <= last.0);
    }

    // Item 4.
    #[test]
    fn a_programme_is_the_sum_of_its_cohorts(cohorts in vec(vec(seats(), 1..4), 1..4)) {
        let lines: Vec<Vec<Line>> = cohorts.iter().map(|seats| both(seats).1).collect();
        let all: Vec<Line> = lines.iter().flatten().cloned().collect();
        let each: Vec<_> = lines.iter().map(|lines| move_rate(lines)).collect();
        let whole = move_rate(&all);
        prop_assert_eq!(whole.attempted, each.iter().map(|one| one.attempted).sum::<u64>());
        prop_assert_eq!(whole.eligible, each.iter().map(|one| one.eligible).sum::<u64>());
        let shares: Vec<f64> = each
            .iter()
            .filter(|one| one.eligible > 0)
            .map(|one| one.attempted as f64 / one.eligible as f64)
            .collect();
        if whole.eligible > 0 {
            let pooled = whole.attempted as f64 / whole.eligible as f64;
            prop_assert!(shares.iter().any(|share| *share <= pooled + 1e-12));
            prop_assert!(shares.iter().any(|share| *share >= pooled - 1e-12));
        }
        let (each, whole): (Vec<_>, _) = (lines.iter().map(|lines| success(lines)).collect(), success(&all));
        prop_assert_eq!(whole.resolved, each.iter().map(|one| one.resolved).sum::<u64>());
        prop_assert_eq!(whole.succeeded, each.iter().map(|one| one.succeeded).sum::<u64>());
    }

    // Item 5.
    #[test]
    fn the_order_of_people_and_of_arrival_changes_nothing(seats in vec(seats(), 1..5)) {
        let (closed, last) = both(&seats);
        let other: Vec<SeatHistory> = seats.iter().rev().map(reversed).collect();
        let (other_closed, other_last) = both(&other);
        let snapshot = |closed: &[Line], last: &[Line]| {
            serde_json::to_string(&(
                move_rates(closed, last),
                success(last),
                success(closed),
                by_week(closed),
                by_week(last),
            ))
            .unwrap()
        };
        prop_assert_eq!(snapshot(&closed, &last), snapshot(&other_closed, &other_last));
        let mut sorted = [closed, other_closed];
        for lines in &mut sorted {
            lines.sort_by(|a, b| a.person.cmp(&b.person));
        }
        prop_assert_eq!(&sorted[0], &sorted[1]);
    }

    // Item 6.
    #[test]
    fn the_final_success_rate_lies_within_the_bounds_shown_before(
        told in vec((1u8..=8, outcomes(), 0i64..40, option::of(0i64..60)), 1..20),
        hour in 0i64..2000,
    ) {
        let calendar = berlin();
        let mut seat = seat(&calendar, 1);
        for (key, (number, outcome, due, resolved)) in (0u64..).zip(told) {
            let mut one = attempt(&calendar, key, number, Outcome::TooEarly);
            one.due = Some(calendar.dates(week(number)).1 + Span::new().days(due));
            // Told, if it is, between the attempt and the eighth day after the due date.
            if let Some(days) = resolved.filter(|days| *days < due + 7) {
                let at = calendar.span(week(number)).1 + hours(24 * days);
                one.reports.push(report(at, tried(day(&calendar, number, 3), outcome)));
            }
            seat.attempts.push(one);
        }
        let now = calendar.close(week(8)) + hours(hour);
        let at = |now| success(&[statuses(&calendar, &seat, View::Final, now)]);
        let (shown, last) = (at(now), at(end()));
        prop_assert_eq!(shown.attempts(), last.attempts());
        let rate = last.rate();
        match shown.bounds() {
            Some((low, high)) => {
                prop_assert_eq!(low.n, rate.n);
                prop_assert!(low.x <= rate.x && rate.x <= high.x);
            }
            None => prop_assert_eq!(shown.rate(), rate),
        }
    }

    // Item 7.
    #[test]
    fn every_attempt_is_in_exactly_one_class(seats in vec(seats(), 1..5), hour in 0..HOURS) {
        let calendar = berlin();
        for view in [View::Closed, View::Final] {
            let lines = lines(&calendar, &seats, view, instant(hour));
            let count = success(&lines);
            let parts = count.succeeded + count.partially + count.failed + count.unresolved
                + count.pending + count.no_criterion;
            let attempts = lines.iter().map(|line| line.attempts.len() as u64).sum::<u64>();
            prop_assert_eq!(parts, attempts);
            prop_assert_eq!(count.attempts(), attempts);
            prop_assert_eq!(count.clusters.iter().map(|one| one.of).sum::<u64>(), count.resolved);
        }
    }

    // An attempt credits at most one week in each reading.
    #[test]
    fn an_attempt_is_counted_once(seat in seats()) {
        for view in [View::Closed, View::Final] {
            let line = statuses(&berlin(), &seat, view, end());
            let mut counted: Vec<_> = line.attempts.iter().map(|one| one.experiment).collect();
            let all = counted.len();
            counted.sort();
            counted.dedup();
            prop_assert_eq!(counted.len(), all);
            let attempted = line.weeks.iter().flatten().filter(|status| status.is_attempt()).count();
            prop_assert!(attempted <= all);
        }
    }
}

#[test]
fn random_histories_reach_every_status() {
    // The properties above are worth what their histories reach.
    let mut runner = TestRunner::deterministic();
    let (mut seen, mut differ) = (BTreeSet::new(), 0);
    for _ in 0..300 {
        let seat = seats().new_tree(&mut runner).unwrap().current();
        let line = statuses(&berlin(), &seat, View::Final, end());
        seen.extend(line.weeks.iter().flatten().map(|status| status.code()));
        differ += u32::from(codes(&berlin(), &seat, View::Closed) != line.codes());
    }
    assert_eq!(seen.into_iter().collect::<String>(), ".ALSWX");
    assert!(
        differ > 50,
        "closed and final differ for {differ} of 300 only"
    );
}
