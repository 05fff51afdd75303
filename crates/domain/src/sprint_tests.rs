use super::*;
use jiff::civil::{date, time};

fn input() -> SprintInput {
    SprintInput {
        sprint_name: "Autumn".into(),
        organisation: "Riverbank".into(),
        zone: "Europe/Berlin".into(),
        start: "2026-10-05".into(),
        session_weekday: "2".into(),
        session_time: "10:00".into(),
        skill: "delegation".into(),
        priority: "Handoffs: hours until an order is passed on".into(),
        ..SprintInput::default()
    }
}

fn today() -> Date {
    date(2026, 10, 1)
}

fn fields(input: &SprintInput) -> Vec<&'static str> {
    input
        .read(today())
        .expect_err("refused")
        .iter()
        .map(|problem| problem.field)
        .collect()
}

#[test]
fn a_coordinator_sets_up_a_sprint_from_one_page() {
    let sprint = input().read(today()).expect("a sprint");
    assert_eq!((sprint.start, sprint.grace_days), (date(2026, 10, 5), 3));
    let weekly = WeeklyTime {
        weekday: Weekday::Tuesday,
        time: time(10, 0, 0, 0),
    };
    assert_eq!(sprint.weekly_time, weekly);
    assert_eq!(sprint.skills.len(), 1);
}

#[test]
fn a_group_that_meets_late_in_the_week_gets_seven_days_to_report() {
    let of = |day: &str| {
        let input = SprintInput {
            session_weekday: day.into(),
            ..input()
        };
        input.read(today()).map(|sprint| sprint.grace_days)
    };
    assert_eq!(of("1"), Ok(3));
    assert_eq!(of("3"), Ok(3));
    assert_eq!(of("4"), Ok(7));
    assert_eq!(of("7"), Ok(7));
    assert_eq!(
        fields(&SprintInput {
            grace_days: "5".into(),
            ..input()
        }),
        ["grace_days"]
    );
}

#[test]
fn an_empty_page_gets_every_sentence_at_once() {
    let expected = [
        "sprint_name",
        "organisation",
        "zone",
        "start",
        "session_weekday",
        "session_time",
        "skill",
    ];
    assert_eq!(fields(&SprintInput::default()), expected);
}

#[test]
fn two_skills_are_two_different_ones() {
    let same = SprintInput {
        second_skill: "delegation".into(),
        ..input()
    };
    assert_eq!(fields(&same), ["second_skill"]);
    let two = SprintInput {
        second_skill: "influence".into(),
        ..input()
    };
    assert_eq!(two.read(today()).map(|sprint| sprint.skills.len()), Ok(2));
    assert_eq!(
        fields(&SprintInput {
            skill: "juggling".into(),
            ..input()
        }),
        ["skill"]
    );
}

#[test]
fn week_one_starts_on_the_monday_of_the_first_session() {
    assert_eq!(default_start(date(2026, 10, 8)), date(2026, 10, 5));
    assert_eq!(default_start(date(2026, 10, 5)), date(2026, 10, 5));
    assert_eq!(default_start(date(2026, 10, 11)), date(2026, 10, 5));
}

#[test]
fn the_session_keeps_its_local_time_through_a_clock_change() {
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    let calendar = Calendar::new(zone, date(2026, 10, 19), 3, Vec::new()).expect("a calendar");
    let weekly = WeeklyTime {
        weekday: Weekday::Thursday,
        time: time(10, 0, 0, 0),
    };
    let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
    assert_eq!(
        weekly.session(&calendar, Week::FIRST),
        at("2026-10-22T08:00:00Z")
    );
    assert_eq!(
        weekly.next_session(&calendar, Week::FIRST),
        Some(at("2026-10-29T09:00:00Z"))
    );
    assert_eq!(weekly.next_session(&calendar, Week::LAST), None);
    let sunday = WeeklyTime {
        weekday: Weekday::Sunday,
        ..weekly
    };
    assert_eq!(sunday.day(&calendar, Week::FIRST), date(2026, 10, 25));
}
