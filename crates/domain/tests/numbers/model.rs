//! The rules once more, written down as the measurement says them and not as the product computes
//! them, and both held against each other over random histories.

use crate::random::*;
use crate::world::*;
use firstmove_domain::alert::{RESTART_AFTER, skips};
use firstmove_domain::excuse::Category;
use firstmove_domain::history::{AttemptHistory, Report, Said, SeatHistory};
use firstmove_domain::status::{Status, View, statuses};
use firstmove_domain::week::{Calendar, Week};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The day of a report lies in this week.
fn is_of(calendar: &Calendar, week: Week, report: &Report) -> bool {
    let (first, last) = calendar.dates(week);
    matches!(report.said, Said::Tried { performed_on, .. } if first <= performed_on && performed_on <= last)
}

/// What a week is for somebody of whom nothing is known but what was recorded before `cut`, were
/// it not for attempts.
fn place(calendar: &Calendar, seat: &SeatHistory, week: Week, cut: Timestamp) -> char {
    let (start, end) = calendar.span(week);
    if seat.joined_recorded_at >= cut || start < seat.joined_at {
        return '.';
    }
    if let Some(exit) = &seat.exit
        && exit.recorded_at < cut
        && end > exit.at
    {
        return '.';
    }
    if let Some(out) = &seat.withdrawal
        && out.recorded_at < cut
        && start >= out.at
    {
        return 'W';
    }
    for excuse in seat.excuses.iter().filter(|one| one.week == week) {
        let deadline = match excuse.category {
            Category::Sickness => calendar.close(week),
            _ => start,
        };
        let stands = excuse.revoked_at.is_none_or(|at| at >= cut);
        if excuse.recorded_at < deadline.min(cut) && stands {
            return 'X';
        }
    }
    'S'
}

/// Week after week: what each report says at the close, of moves that no earlier week has used up.
fn as_closed(calendar: &Calendar, seat: &SeatHistory) -> String {
    let mut used_up = BTreeSet::new();
    let mut codes = String::new();
    for week in Week::practice() {
        let close = calendar.close(week);
        let mut tried = false;
        for (index, attempt) in seat.attempts.iter().enumerate() {
            let told = attempt.reports.iter().filter(|report| report.at < close);
            let current = told.max_by_key(|report| (report.at, report.id));
            if current.is_some_and(|report| is_of(calendar, week, report)) {
                tried |= used_up.insert(index);
            }
        }
        let place = place(calendar, seat, week, close);
        codes.push(if place == 'S' && tried { 'A' } else { place });
    }
    codes
}

/// At the end, where each move was told of once.
fn as_final(calendar: &Calendar, seat: &SeatHistory) -> String {
    let end = calendar.final_close();
    let code = |week: Week| {
        let told = |attempt: &AttemptHistory| attempt.reports.first().cloned();
        let reports: Vec<Report> = seat.attempts.iter().filter_map(told).collect();
        let here = || {
            reports
                .iter()
                .filter(|report| is_of(calendar, week, report))
        };
        let before_end = |at: Option<Timestamp>| at.is_some_and(|at| at < end);
        let late = |report: &&Report| {
            report.at < end && before_end(report.confirmed_at) && before_end(report.accepted_at)
        };
        match place(calendar, seat, week, end) {
            'S' if here().any(|report| report.at < calendar.close(week)) => 'A',
            'S' if here().any(|report| late(&report)) => 'L',
            other => other,
        }
    };
    Week::practice().map(code).collect()
}

/// The skips that open an alert: those since three attempts in a row; the two last eligible weeks.
fn opens(codes: &[char]) -> (bool, bool) {
    let eligible: Vec<char> = codes
        .iter()
        .copied()
        .filter(|one| "ALS".contains(*one))
        .collect();
    let three = |end: &usize| eligible[end - 3..*end].iter().all(|one| *one != 'S');
    let restart = (3..=eligible.len()).rev().find(three).unwrap_or(0);
    let since = eligible[restart..]
        .iter()
        .filter(|one| **one == 'S')
        .count();
    (since >= 2, eligible.ends_with(&['S', 'S']))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn each_week_closes_as_the_text_says(seat in seats()) {
        let calendar = berlin();
        prop_assert_eq!(codes(&calendar, &seat, View::Closed), as_closed(&calendar, &seat));
    }

    #[test]
    fn each_week_ends_as_the_text_says_where_every_move_is_told_of_once(mut seat in seats()) {
        let calendar = berlin();
        for attempt in &mut seat.attempts {
            attempt.reports.truncate(1);
        }
        prop_assert_eq!(codes(&calendar, &seat, View::Final), as_final(&calendar, &seat));
    }

    // Approval brings a move in and never keeps one out, where it is told of once.
    #[test]
    fn a_late_move_that_nobody_confirmed_is_in_neither_reading(mut seat in seats()) {
        let calendar = berlin();
        for attempt in &mut seat.attempts {
            attempt.reports.truncate(1);
            for report in &mut attempt.reports {
                report.confirmed_at = None;
            }
        }
        let line = statuses(&calendar, &seat, View::Final, calendar.final_close());
        prop_assert!(!line.weeks.contains(&Some(Status::Late)));
        prop_assert!(line.attempts.iter().all(|one| !one.late));
    }

    #[test]
    fn two_skips_are_counted_as_the_text_says(
        codes in vec(prop::sample::select(vec!['A', 'L', 'S', 'S', 'X', '.']), 0..=10),
    ) {
        let status = |code: &char| match code {
            'A' => Status::Attempted,
            'L' => Status::Late,
            'S' => Status::Skipped,
            'X' => Status::Excused,
            _ => Status::NotEnrolled,
        };
        let weeks: Vec<Option<Status>> = codes.iter().map(|code| Some(status(code))).collect();
        let state = skips(&weeks, RESTART_AFTER);
        prop_assert_eq!((state.amber.is_some(), state.red.is_some()), opens(&codes));
    }
}
