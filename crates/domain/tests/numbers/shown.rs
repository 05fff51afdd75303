//! What may be shown of few people, and how a number is written.

use crate::world::*;
use firstmove_domain::display::{
    FEW_ANSWERS_BELOW, HALF, MANY_EXCUSED, Minimum, Share, Shown, TARGET, points_text, range_text,
    shown,
};
use firstmove_domain::kpi::{
    Evidence, Level, by_week, cohorts_as_clusters, move_rate, move_rates, success,
};
use firstmove_domain::status::{Class, Counted, Line, Status, View};
use firstmove_stats::{Interval, Ratio};
use proptest::prelude::*;

fn person(key: usize, weeks: &str) -> Line {
    let status = |code| match code {
        'A' => Some(Status::Attempted),
        'S' => Some(Status::Skipped),
        'X' => Some(Status::Excused),
        'W' => Some(Status::Withdrawn),
        '.' => Some(Status::NotEnrolled),
        _ => None,
    };
    let weeks = weeks.chars().map(status).collect();
    Line {
        person: format!("P{key}"),
        weeks,
        ..Line::default()
    }
}

fn people(count: usize, weeks: &str) -> Vec<Line> {
    (1..=count).map(|key| person(key, weeks)).collect()
}

fn text(lines: &[Line]) -> String {
    move_rate(lines).shown().text().to_owned()
}

#[test]
fn nothing_counted_is_no_data_never_nought_percent() {
    for lines in [vec![], people(3, "XX."), people(8, "")] {
        let rate = move_rate(&lines);
        assert_eq!(rate.shown().text(), "No data yet");
        assert_eq!(
            (rate.display, rate.interval, rate.target_met),
            (None, None, None)
        );
    }
    let none = success(&[]);
    assert_eq!(
        (none.shown().text(), none.display, none.interval),
        ("No data yet", None, None)
    );
    assert_eq!(Share::new(0, 0).text(0, &[]), "No data yet");
    assert!(move_rates(&[], &[]).closed.level().is_none());
}

#[test]
fn a_sprints_rate_needs_three_people_for_a_fraction_and_five_with_twenty_weeks_for_percent() {
    assert_eq!(
        text(&people(2, "AAAAAAAAAA")),
        "Not shown: fewer than 3 people"
    );
    assert_eq!(text(&people(3, "AAAAAAAAAA")), "30 of 30");
    assert_eq!(text(&people(4, "AAAAAAAAAS")), "36 of 40");
    assert_eq!(text(&people(5, "AAS")), "10 of 15");
    assert_eq!(text(&people(5, "AAAS")), "15 of 20 (75.0%)");
    // People without an eligible week are no people here.
    let mut four = people(4, "AAAAAAAAAS");
    four.push(person(5, "XXXXXXXXXX"));
    assert_eq!(text(&four), "36 of 40");
}

#[test]
fn a_weeks_rate_needs_three_eligible_people_for_a_fraction_and_five_for_percent() {
    let week = |count| by_week(&people(count, "A"))[0].shown();
    assert_eq!(week(2).text(), "Not shown: fewer than 3 people");
    assert_eq!(week(4).text(), "4 of 4");
    assert_eq!(week(4).percent(), None);
    assert_eq!(week(5).text(), "5 of 5 (100%)");
    assert_eq!(week(5).percent().as_deref(), Some("100%"));
    let mut eight = people(7, "A");
    eight.push(person(8, "S"));
    let Shown::Percent {
        text,
        range,
        interval,
        ..
    } = by_week(&eight)[0].shown()
    else {
        panic!("eight people have a percentage");
    };
    assert_eq!(text, "7 of 8 (88%)");
    assert_eq!(range.as_deref(), Some("53% to 98%"));
    assert!((interval.unwrap().low - 0.529_111_817_787_146_4).abs() < 1e-9);
}

#[test]
fn a_success_rate_needs_five_outcomes_for_a_fraction_and_ten_for_percent() {
    let of = |count: usize| {
        let attempts = vec![Counted::plain(1, Class::Succeeded, false); count];
        success(&[Line {
            person: "P1".to_owned(),
            attempts,
            ..Line::default()
        }])
    };
    assert_eq!(
        of(4).shown().text(),
        "Not shown: fewer than 5 moves with an outcome"
    );
    assert_eq!(of(9).shown().text(), "9 of 9");
    assert_eq!(of(10).shown().text(), "10 of 10 (100%)");
    assert_eq!(of(20).shown().text(), "20 of 20 (100.0%)");
}

#[test]
fn rounding_never_contradicts_the_decision() {
    let of = |x, n| shown(Share::new(x, n), 45, None, Minimum::SPRINT_MOVES, &[TARGET]);
    assert_eq!(of(1999, 2500).text(), "1999 of 2500 (79.96%)");
    assert_eq!(of(2000, 2500).text(), "2000 of 2500 (80.0%)");
    let lines: Vec<Line> = (0..250)
        .map(|key| person(key, if key == 0 { "ASSSSSSSSS" } else { "AAAAAAAASS" }))
        .collect();
    let rate = move_rate(&lines);
    assert_eq!(
        (rate.attempted, rate.eligible, rate.target_met),
        (1993, 2500, Some(false))
    );
    let mut lines = lines;
    lines[0] = person(0, "AAAAAAASSS");
    let rate = move_rate(&lines);
    assert_eq!(rate.display.as_deref(), Some("79.96"));
    assert_eq!(
        (rate.target_met, rate.level()),
        (Some(false), Some(Level::Amber))
    );
}

#[test]
fn what_is_flagged_never_reads_as_if_it_were_not() {
    let text = |x, n, threshold| Share::new(x, n).text(45, &[threshold]);
    assert_eq!(text(68, 453, MANY_EXCUSED), "68 of 453 (15.01%)");
    assert_eq!(text(15, 100, MANY_EXCUSED), "15 of 100 (15.0%)");
    assert_eq!(text(1000, 2001, HALF), "1000 of 2001 (49.98%)");
    assert_eq!(text(2097, 2997, FEW_ANSWERS_BELOW), "2097 of 2997 (69.97%)");
    // A part of few is a fraction, whatever it is a part of.
    let of = |people, n| Share::new(3, n).text(people, &[]);
    assert_eq!(
        [of(4, 30), of(5, 19), of(5, 20)],
        ["3 of 30", "3 of 19", "3 of 20 (15.0%)"]
    );
}

proptest! {
    // MEASUREMENT.md 9.2, item 12: no percentage stands without its fraction; none is of too few,
    // and none contradicts the target.
    #[test]
    fn a_percentage_stands_beside_its_fraction(n in 0u64..3000, part in 0u64..3000, people in 0u64..60) {
        let share = Share::new(part.min(n), n);
        for minimum in [Minimum::WEEK_MOVES, Minimum::SPRINT_MOVES, Minimum::SUCCESS] {
            let shown = shown(share, people, None, minimum, &[TARGET]);
            let text = shown.text();
            let enough = people >= minimum.percent_people && n >= minimum.percent_count && n > 0;
            prop_assert_eq!(text.contains('%'), enough);
            if enough {
                let fraction = share.fraction() + " (";
                prop_assert!(text.starts_with(&fraction));
                let percent = shown.percent().unwrap();
                let read = Ratio::from_decimal(percent.trim_end_matches('%')).unwrap();
                prop_assert_eq!(Some(read >= Ratio::whole(80)), share.meets(TARGET));
            }
            prop_assert!(!text.contains("NaN") && !text.is_empty());
        }
    }
}

#[test]
fn colours_follow_whole_numbers() {
    let level = |weeks: &str| move_rate(&[person(1, weeks)]).level().unwrap();
    assert_eq!(level("AAAAAAAASS"), Level::Green);
    assert_eq!(level("AAAAAAASSS"), Level::Amber);
    assert_eq!(level("AAAAAASSSS"), Level::Red);
    assert_eq!(Level::Amber.word(), "just under target");
}

#[test]
fn the_evidence_is_named_only_where_the_whole_range_agrees() {
    let many = |weeks: &str| move_rate(&people(60, weeks)).evidence();
    assert_eq!(many("AAAAAAAAAA"), Some(Evidence::Above));
    assert_eq!(many("ASSSSSSSSS"), Some(Evidence::Below));
    assert_eq!(many("AAAAAAAASS"), Some(Evidence::Either));
    assert_eq!(
        move_rate(&people(8, "AAAAAAAAAA")).evidence(),
        Some(Evidence::Either)
    );
    assert_eq!(move_rate(&people(1, "AAAAAAAAAA")).evidence(), None);
    assert_eq!(Evidence::Either.word(), "could be either side");
}

#[test]
fn many_excused_weeks_are_flagged_above_fifteen_percent() {
    let share = |weeks: &str| {
        let lines = people(2, weeks);
        move_rates(&lines, &lines)
    };
    let edge = share("AAAAAAAAAAAAAAAAAXXX");
    assert_eq!(edge.excused, Share::new(6, 40));
    assert!(!edge.many_excused());
    assert!(share("AAAAAAAAAAAAAAAAXXXX").many_excused());
    assert_eq!(share("AAXX..").excused, Share::new(4, 8));
}

#[test]
fn what_somebody_else_checked_stands_beside_the_headline() {
    let calendar = berlin();
    let mut people = vec![
        history(&calendar, 1, "2ASSSSSSSS"),
        history(&calendar, 2, "xASSSSSSSS"),
    ];
    people[0].attempts[1].evidence = vec![evidence(1, noon(&calendar, 1, 5))];
    people[1].attempts[0].evidence = vec![evidence(2, noon(&calendar, 1, 5))];
    let of = |view| lines(&calendar, &people, view, calendar.final_close());
    let rates = move_rates(&of(View::Closed), &of(View::Final));
    // The excused week's move is checked but in no week's rate.
    assert_eq!(rates.verified.share(), Share::new(1, 19));
    assert_eq!(rates.verified_share, Share::new(2, 5));
    assert!(rates.little_verified());
    // A check after the close does not reach back into the closed reading.
    people[1].attempts[1].evidence = vec![evidence(1, calendar.close(week(2)))];
    let tiers = |view| {
        let line = &lines(&calendar, &people, view, calendar.final_close())[1];
        line.attempts
            .iter()
            .map(|one| one.tier)
            .collect::<Vec<u8>>()
    };
    assert_eq!(tiers(View::Closed), [2, 0]);
    assert_eq!(tiers(View::Final), [2, 1]);
}

#[test]
fn from_eight_cohorts_on_they_can_be_the_clusters() {
    let cohorts: Vec<Vec<Line>> = (0..8).map(|_| people(6, "AAAS")).collect();
    let slices: Vec<&[Line]> = cohorts.iter().map(Vec::as_slice).collect();
    assert!(cohorts_as_clusters(&slices).is_some());
    assert_eq!(cohorts_as_clusters(&slices[..7]), None);
}

#[test]
fn one_person_in_two_lines_is_one_cluster() {
    let mut twice = people(2, "AASS");
    twice.push(person(1, "    AASS"));
    let rate = move_rate(&twice);
    assert_eq!((rate.people, rate.eligible), (2, 12));
}

#[test]
fn ranges_and_points_are_written_without_float_accidents() {
    let interval = Interval {
        low: 0.0625,
        high: 0.9995,
    };
    assert_eq!(range_text(interval, 1), "6.3% to 100.0%");
    assert_eq!(points_text(15.9378), "+15.9 pp");
    assert_eq!(points_text(-0.04), "0.0 pp");
    assert_eq!(points_text(-1.25), "-1.3 pp");
    assert_eq!(points_text(0.01), "0.0 pp");
}
