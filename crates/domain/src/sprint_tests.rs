use super::*;
use crate::session::Meeting;
use crate::weekly::Schedule;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;

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

#[test]
fn the_first_day_that_is_offered_leaves_room_for_the_training_and_not_a_week_more() {
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    let mondays = WeeklyTime {
        weekday: Weekday::Monday,
        time: time(10, 0, 0, 0),
    };
    let training = |start: Date| {
        let calendar = Calendar::new(zone.clone(), start, 3, Vec::new()).expect("a calendar");
        let weekly = Schedule::new(&calendar, mondays, Vec::new());
        calendar.local_date(Meeting::Training.begins(&calendar, &weekly, None))
    };
    // a Monday to a Sunday, around the end of a month
    for day in 0..7 {
        let today = later(date(2026, 11, 23), day);
        let start = first_start(today);
        assert_eq!(start, date(2026, 12, 14), "set up on {today}");
        assert!(training(start) > today);
        assert!(training(later(start, -7)) <= today);
    }
}
