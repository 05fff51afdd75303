//! When the coordinator is asked to step in.

use crate::world::*;
use firstmove_domain::alert::{
    Cleared, RESTART_AFTER, SkipAlert, SkipLevel, UnderTarget, chance_of_run, chance_of_two,
    is_under_target, no_reports, skip_alerts, skips, under_target,
};
use firstmove_domain::history::Outcome::Succeeded;
use firstmove_domain::history::{AttemptHistory, Report, SeatHistory, Withdrawal};
use firstmove_domain::status::{Line, Status, View};
use firstmove_domain::week::Calendar;
use jiff::Timestamp;

fn of(calendar: &Calendar, seat: &SeatHistory, now: Timestamp) -> Vec<SkipAlert> {
    skip_alerts(calendar, seat, RESTART_AFTER, now)
}

fn all(calendar: &Calendar, seat: &SeatHistory) -> Vec<SkipAlert> {
    of(calendar, seat, calendar.final_close())
}

fn alert(
    level: SkipLevel,
    opened_at: Timestamp,
    weeks: &[u8],
    cleared: (Timestamp, Cleared),
) -> SkipAlert {
    SkipAlert {
        level,
        opened_at,
        weeks: weeks.to_vec(),
        cleared: Some(cleared),
    }
}

#[test]
fn the_eight_people_raise_the_published_alerts() {
    let calendar = berlin();
    let people = golden_people(&calendar);
    let close = |number| calendar.close(week(number));
    for quiet in [0, 1, 2, 3, 5, 6] {
        assert_eq!(all(&calendar, &people[quiet]), [], "P{}", quiet + 1);
    }
    assert_eq!(
        all(&calendar, &people[4]),
        [
            alert(
                SkipLevel::Amber,
                close(3),
                &[2, 3],
                (close(6), Cleared::Attempted)
            ),
            alert(
                SkipLevel::Red,
                close(3),
                &[2, 3],
                (close(4), Cleared::Attempted)
            ),
        ]
    );
    let withdrew = (close(5), Cleared::Withdrawn);
    assert_eq!(
        all(&calendar, &people[7]),
        [
            alert(SkipLevel::Amber, close(4), &[3, 4], withdrew),
            alert(SkipLevel::Red, close(4), &[3, 4], withdrew),
        ]
    );
    // One instant before its close a week is not known.
    assert_eq!(of(&calendar, &people[4], close(3) - hours(1)), []);
    assert_eq!(of(&calendar, &people[4], close(3)).len(), 2);
}

#[test]
fn p7_raises_none_whether_or_not_the_late_report_is_accepted() {
    let calendar = berlin();
    let mut seat = history(&calendar, 7, "AAALAAASAA");
    assert_eq!(all(&calendar, &seat), []);
    for report in seat.attempts.iter_mut().flat_map(|one| &mut one.reports) {
        report.accepted_at = None;
    }
    assert_eq!(codes(&calendar, &seat, View::Final), "AAASAAASAA");
    assert_eq!(all(&calendar, &seat), []);
}

#[test]
fn a_withdrawal_recorded_while_alerts_are_open_moves_them_at_once() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "SSSSSSSSSS");
    let recorded_at = calendar.close(week(2)) + hours(30);
    seat.withdrawal = Some(Withdrawal {
        at: recorded_at,
        recorded_at,
    });
    let open = of(&calendar, &seat, recorded_at - hours(1));
    assert!(open.len() == 2 && open.iter().all(SkipAlert::is_open));
    let cleared = all(&calendar, &seat);
    assert_eq!(cleared.len(), 2);
    assert!(
        cleared
            .iter()
            .all(|one| one.cleared == Some((recorded_at, Cleared::Withdrawn)))
    );
    // The week begun before still counts, but it raises no alert any more.
    assert_eq!(codes(&calendar, &seat, View::Final), "SSSWWWWWWW");
}

#[test]
fn somebody_who_left_is_no_alert_any_more() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "ASS");
    let gone = calendar.close(week(3)) + hours(30);
    seat.exit = Some(exit(gone));
    let cleared = all(&calendar, &seat);
    assert!(
        cleared
            .iter()
            .all(|one| one.cleared == Some((gone, Cleared::Left)))
    );
    assert_eq!(cleared.len(), 2);
}

fn state(codes: &str) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    state_with(codes, RESTART_AFTER)
}

fn state_with(codes: &str, restart: Option<u32>) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let status = |code| match code {
        'A' => Some(Status::Attempted),
        'L' => Some(Status::Late),
        'S' => Some(Status::Skipped),
        'X' => Some(Status::Excused),
        '.' => Some(Status::NotEnrolled),
        'W' => Some(Status::Withdrawn),
        _ => None,
    };
    let state = skips(&codes.chars().map(status).collect::<Vec<_>>(), restart);
    (state.amber, state.red)
}

#[test]
fn sequences_lead_to_the_published_states() {
    let two = |a, b| Some(vec![a, b]);
    assert_eq!(state("S"), (None, None));
    assert_eq!(state("SXS"), (two(1, 3), two(1, 3)));
    assert_eq!(state("S.S"), (two(1, 3), two(1, 3)));
    assert_eq!(state("S S"), (two(1, 3), two(1, 3)));
    assert_eq!(state("SAS"), (two(1, 3), None));
    assert_eq!(state("SAAAS"), (None, None));
    assert_eq!(state("SALAS"), (None, None));
    assert_eq!(state("SAAS"), (two(1, 4), None));
    assert_eq!(state("SAXAS"), (two(1, 5), None));
    assert_eq!(state("SAXA.AS"), (None, None));
    assert_eq!(state("SSAAS"), (Some(vec![1, 2, 5]), None));
    assert_eq!(state("SSAAASS"), (two(6, 7), two(6, 7)));
    assert_eq!(state("SSS"), (Some(vec![1, 2, 3]), Some(vec![1, 2, 3])));
    assert_eq!(state("SSA"), (two(1, 2), None));
    assert_eq!(state("SSL"), (two(1, 2), None));
    assert_eq!(state("SSW"), (None, None));
    assert_eq!(state_with("SAAAS", None), (two(1, 5), None));
    assert_eq!(state_with("SAS", Some(1)), (None, None));
}

#[test]
fn two_skips_at_the_end_open_at_close_10_and_expire() {
    let calendar = berlin();
    let seat = history(&calendar, 1, "AAAAAAAASS");
    let expired = (calendar.final_close(), Cleared::Expired);
    let alerts = all(&calendar, &seat);
    assert_eq!(alerts.len(), 2);
    for alert in &alerts {
        assert_eq!(alert.opened_at, calendar.close(week(10)));
        assert_eq!(alert.cleared, Some(expired));
    }
    let before = of(&calendar, &seat, calendar.final_close() - hours(1));
    assert!(before.iter().all(SkipAlert::is_open));
}

/// L A S, the late report for week 1 accepted at this instant.
fn late_first(calendar: &Calendar, accepted_at: Timestamp) -> SeatHistory {
    let mut seat = history(calendar, 1, "SAS");
    let told = calendar.close(week(1)) + hours(24);
    let mut late = report(told, tried(day(calendar, 1, 3), Succeeded));
    late.confirmed_at = Some(told + hours(1));
    late.accepted_at = Some(accepted_at);
    seat.attempts.push(AttemptHistory {
        reports: vec![late],
        ..plan(calendar, 90, 1)
    });
    // The rest of the sprint is excused, so that only these three weeks speak.
    seat.excuses = (4..=10).map(|number| excuse(calendar, number)).collect();
    seat
}

#[test]
fn a_late_report_accepted_before_the_close_prevents_and_after_it_clears() {
    let calendar = berlin();
    let close = calendar.close(week(3));
    assert_eq!(all(&calendar, &late_first(&calendar, close - hours(1))), []);
    let accepted = close + hours(50);
    let cleared = (accepted, Cleared::LateReport);
    assert_eq!(
        all(&calendar, &late_first(&calendar, accepted)),
        [alert(SkipLevel::Amber, close, &[1, 3], cleared)]
    );
    let never = late_first(&calendar, calendar.final_close());
    let expired = (calendar.final_close(), Cleared::Expired);
    assert_eq!(
        all(&calendar, &never),
        [alert(SkipLevel::Amber, close, &[1, 3], expired)]
    );
}

#[test]
fn a_second_run_is_a_second_alert_and_history_is_kept() {
    let calendar = berlin();
    let seat = history(&calendar, 1, "SSASSAAAAA");
    let close = |number| calendar.close(week(number));
    assert_eq!(
        all(&calendar, &seat),
        [
            alert(
                SkipLevel::Amber,
                close(2),
                &[1, 2, 4, 5],
                (close(8), Cleared::Attempted)
            ),
            alert(
                SkipLevel::Red,
                close(2),
                &[1, 2],
                (close(3), Cleared::Attempted)
            ),
            alert(
                SkipLevel::Red,
                close(5),
                &[4, 5],
                (close(6), Cleared::Attempted)
            ),
        ]
    );
    let never = skip_alerts(&calendar, &seat, None, calendar.final_close());
    assert_eq!(
        never[0].cleared,
        Some((calendar.final_close(), Cleared::Expired))
    );
}

#[test]
fn a_cohort_is_under_target_from_a_close_until_a_close_that_meets_it() {
    let calendar = berlin();
    let cohort = |codes: &[&str]| -> Vec<Line> {
        let people: Vec<SeatHistory> = (1u64..)
            .zip(codes)
            .map(|(key, codes)| history(&calendar, key, codes))
            .collect();
        lines(&calendar, &people, View::Closed, calendar.final_close())
    };
    // 5 people: 15 of 20 after week 4, 20 of 25 after week 5, then fewer again.
    let one = "ASSAAASAAA";
    let lines = cohort(&["AAASAAAAAA", "AAAAAAAAAA", one, "ASAAAAAAAA", "AAASAAAAAA"]);
    let stretch = |opened, closed, attempted, eligible| UnderTarget {
        opened,
        closed,
        attempted,
        eligible,
    };
    assert_eq!(under_target(&lines), [stretch(4, Some(5), 20, 25)]);
    // Four people never are, however few moves they make.
    assert_eq!(under_target(&lines_of(&calendar, 4)), []);
    assert_eq!(
        under_target(&lines_of(&calendar, 5)),
        [stretch(4, None, 0, 50)]
    );
    assert!(!is_under_target(&[]));
}

fn lines_of(calendar: &Calendar, count: u64) -> Vec<Line> {
    let people: Vec<SeatHistory> = (1..=count)
        .map(|key| history(calendar, key, "SSSSSSSSSS"))
        .collect();
    lines(calendar, &people, View::Closed, calendar.final_close())
}

#[test]
fn who_said_nothing_is_named_from_a_weeks_end_to_its_close() {
    let calendar = berlin();
    let (end, close) = (calendar.span(week(2)).1, calendar.close(week(2)));
    let mut people: Vec<SeatHistory> = (1..=7).map(|key| seat(&calendar, key)).collect();
    people[0].attempts.push(attempt(&calendar, 1, 2, Succeeded));
    let told = |reports: Vec<Report>| AttemptHistory {
        reports,
        ..plan(&calendar, 2, 2)
    };
    people[1]
        .attempts
        .push(told(vec![report(noon(&calendar, 2, 4), not_this_week(2))]));
    people[2].attempts.push(told(vec![]));
    people[3].excuses.push(excuse(&calendar, 2));
    people[4].joined_at = noon(&calendar, 2, 2);
    people[5].withdrawal = Some(withdrawal(&calendar, 2));
    people[6].attempts.push(attempt(&calendar, 7, 1, Succeeded));
    let named = |now: Timestamp| -> Vec<(u8, Vec<usize>)> {
        let place = |one: &firstmove_domain::id::SeatId| {
            people.iter().position(|seat| seat.seat == *one).unwrap() + 1
        };
        let all = no_reports(&calendar, &people, now);
        all.iter()
            .map(|one| (one.week.number(), one.seats.iter().map(place).collect()))
            .collect()
    };
    assert_eq!(named(end - hours(1)), []);
    assert_eq!(named(end), [(2, vec![3, 7])]);
    assert_eq!(named(close - hours(1)), [(2, vec![3, 7])]);
    assert_eq!(named(close), []);
    // All reported: no alert of nobody.
    let quiet = &people[..2];
    assert_eq!(no_reports(&calendar, quiet, end), []);
    // Nothing is expected in weeks 11 and 12.
    assert_eq!(
        no_reports(&calendar, &people, calendar.span(week(11)).1),
        []
    );
}

#[test]
fn two_skips_are_as_likely_as_published() {
    let golden = golden();
    let golden = &golden["alert_prob"];
    let near = |left: f64, right: f64| (left - right).abs() < 1e-9;
    assert!(near(
        chance_of_two(0.15, 10),
        golden["p_ge2_cum_q15"].as_f64().unwrap()
    ));
    assert!(near(
        chance_of_run(0.15, 10),
        golden["p_run2_q15"].as_f64().unwrap()
    ));
    let four = |value: f64| (value * 10_000.0).round();
    assert_eq!(
        (four(chance_of_two(0.2, 10)), four(chance_of_run(0.2, 10))),
        (6242.0, 2733.0)
    );
    assert_eq!(
        (four(chance_of_two(0.1, 10)), four(chance_of_run(0.1, 10))),
        (2639.0, 803.0)
    );
    assert!(near(chance_of_two(1.0, 2), 1.0) && near(chance_of_run(1.0, 2), 1.0));
    assert!(near(chance_of_two(0.5, 1), 0.0) && near(chance_of_run(0.5, 0), 0.0));
}
