//! Weeks, closes and pauses.

use crate::world::*;
use firstmove_domain::week::{Calendar, CalendarRefusal, Moment, Pause, Week};
use jiff::civil::{Date, date};
use jiff::tz::{TimeZone, db};
use jiff::{Span, Timestamp};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn the_published_weeks_hold_the_clock_change() {
    let (calendar, golden) = (berlin(), golden());
    let golden = &golden["calendar"];
    let (from, to) = calendar.span(week(1));
    assert_eq!(from, at(golden["week1_utc"][0].as_str().unwrap()));
    assert_eq!(to, at(golden["week1_utc"][1].as_str().unwrap()));
    assert_eq!(to.duration_since(from), hours(167));
    assert_eq!(
        calendar.close(week(1)),
        at(golden["close1"].as_str().unwrap())
    );
    assert_eq!(
        calendar.close(week(2)),
        at(golden["close2"].as_str().unwrap())
    );
    let (from, to) = calendar.span(week(2));
    assert_eq!(to.duration_since(from), hours(168));
}

#[test]
fn weeks_begin_close_and_end_at_local_midnight() {
    let calendar = berlin();
    assert_eq!(
        calendar.dates(week(1)),
        (date(2026, 3, 23), date(2026, 3, 29))
    );
    assert_eq!(
        calendar.dates(week(12)),
        (date(2026, 6, 8), date(2026, 6, 14))
    );
    assert_eq!(calendar.final_close(), at("2026-06-28T22:00:00Z"));
    assert_eq!(calendar.provisional_review(), at("2026-06-10T22:00:00Z"));
    let close = calendar.close(week(4));
    assert_eq!(calendar.closed_through(close - hours(1)), 3);
    assert_eq!(calendar.closed_through(close), 4);
    assert_eq!(
        calendar.closed_through(calendar.start().to_zoned(TimeZone::UTC).unwrap().into()),
        0
    );
    assert_eq!(
        calendar.reporting_weeks(close - hours(1)),
        [week(4), week(5)]
    );
    assert_eq!(calendar.reporting_weeks(close), [week(5)]);
    assert_eq!(
        calendar.moment(calendar.span(week(1)).0 - hours(1)),
        Moment::Before
    );
    assert_eq!(calendar.moment(calendar.span(week(12)).1), Moment::After);
}

#[test]
fn a_pause_shifts_what_follows_and_has_no_number() {
    let calendar = berlin();
    let recorded = noon(&calendar, 4, 7);
    let paused = calendar.paused(week(5), recorded).unwrap();
    assert_eq!(paused.dates(week(4)), calendar.dates(week(4)));
    assert_eq!(paused.dates(week(5)), calendar.dates(week(6)));
    assert_eq!(paused.close(week(4)), calendar.close(week(4)));
    assert_eq!(paused.final_close(), calendar.midnight(date(2026, 7, 6)));
    assert_eq!(paused.moment(noon(&calendar, 5, 3)), Moment::Pause);
    assert_eq!(paused.moment(noon(&calendar, 6, 3)), Moment::Week(week(5)));
    // What is done in the pause settles as a week there would have.
    assert_eq!(
        paused.settles(day(&calendar, 5, 3)),
        Some(calendar.close(week(5)))
    );
    let again = paused.paused(week(5), recorded).unwrap();
    assert_eq!(again.dates(week(5)), calendar.dates(week(7)));
    assert_eq!(again.moment(noon(&calendar, 6, 3)), Moment::Pause);
}

#[test]
fn a_pause_before_week_1_puts_the_sprint_off_and_nothing_is_practised_in_it() {
    let calendar = berlin();
    let later = calendar
        .paused(week(1), noon(&calendar, 1, 1) - hours(48))
        .unwrap();
    assert_eq!(later.start(), date(2026, 3, 30));
    assert_eq!(later.moment(noon(&calendar, 1, 3)), Moment::Before);
    assert_eq!(later.settles(day(&calendar, 1, 3)), None);
    assert_eq!(later.moment(noon(&calendar, 2, 3)), Moment::Week(week(1)));
}

#[test]
fn a_pause_is_refused_once_its_week_has_begun() {
    let calendar = berlin();
    let begun = calendar.span(week(5)).0;
    assert_eq!(
        calendar.paused(week(5), begun),
        Err(CalendarRefusal::PauseTooLate(week(5)))
    );
    let late = vec![Pause {
        before: week(5),
        recorded_at: begun,
    }];
    let zone = calendar.zone().clone();
    assert_eq!(
        Calendar::new(zone, calendar.start(), 3, late).unwrap(),
        calendar
    );
}

#[test]
fn impossible_calendars_are_refused() {
    let zone = || TimeZone::UTC;
    let day = date(2026, 3, 23);
    assert_eq!(
        Calendar::new(zone(), day, 15, vec![]),
        Err(CalendarRefusal::GraceTooLong)
    );
    let year = date(1066, 10, 14);
    assert_eq!(
        Calendar::new(zone(), year, 3, vec![]),
        Err(CalendarRefusal::DateOutOfReach)
    );
}

#[test]
fn a_date_that_a_zone_left_out_is_in_its_week_still() {
    // Samoa had no 30 December 2011.
    let zone = TimeZone::get("Pacific/Apia").unwrap();
    let calendar = Calendar::new(zone, date(2011, 12, 26), 3, vec![]).unwrap();
    let (from, to) = calendar.span(week(1));
    assert_eq!(to.duration_since(from), hours(144));
    assert_eq!(to, calendar.span(week(2)).0);
    let zone = TimeZone::get("Pacific/Apia").unwrap();
    let calendar = Calendar::new(zone, date(2011, 12, 30), 3, vec![]).unwrap();
    assert_eq!(
        calendar
            .span(week(1))
            .1
            .duration_since(calendar.span(week(1)).0),
        hours(144)
    );
}

#[test]
fn a_week_that_has_begun_stays_begun_when_clocks_go_back_over_midnight() {
    // Newfoundland, 1 November 2009: at 00:01 clocks went back to 23:01 of 31 October.
    let zone = TimeZone::get("America/St_Johns").unwrap();
    let calendar = Calendar::new(zone, date(2009, 11, 1), 3, vec![]).unwrap();
    let (from, _) = calendar.span(week(1));
    let returned = from + jiff::SignedDuration::from_mins(20);
    assert_eq!(calendar.local_date(returned), date(2009, 10, 31));
    assert_eq!(calendar.moment(returned).week(), Some(week(1)));
    assert_eq!(
        calendar.moment(from - jiff::SignedDuration::from_secs(1)),
        Moment::Before
    );
}

/// Starts around clock changes, the year's end, leap days, and anywhere.
fn starts() -> impl Strategy<Value = Date> {
    let around = |base: Date| (-90i64..90).prop_map(move |days| base + Span::new().days(days));
    prop_oneof![
        around(date(2026, 1, 1)),
        around(date(2024, 2, 29)),
        around(date(2000, 2, 29)),
        around(date(2026, 3, 29)),
        around(date(1995, 1, 1)),
        (0i64..60_000).prop_map(|days| date(1950, 1, 1) + Span::new().days(days)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn in_every_zone_weeks_partition_time(
        starts in proptest::collection::vec(starts(), 16),
        grace in 0u8..=14,
        pauses in proptest::collection::vec(1u8..=12, 0..3),
        probes in proptest::collection::vec(0i64..(17 * 7 * 24 * 60), 12),
    ) {
        let zones: Vec<TimeZone> = db().available().filter_map(|name| db().get(name.as_str()).ok()).collect();
        prop_assert!(zones.len() > 100, "no time zones here");
        let recorded_at = Timestamp::MIN;
        for (zone, start) in zones.into_iter().zip(starts.into_iter().cycle()) {
            let pauses = pauses.iter().map(|w| Pause { before: week(*w), recorded_at }).collect();
            let calendar = Calendar::new(zone, start, grace, pauses).unwrap();
            let weeks: Vec<(Timestamp, Timestamp)> = Week::all().map(|w| calendar.span(w)).collect();
            for (index, pair) in weeks.windows(2).enumerate() {
                let next = week(u8::try_from(index).unwrap() + 2);
                let paused = calendar.pauses().iter().any(|pause| pause.before == next);
                prop_assert!(pair[0].0 < pair[0].1);
                prop_assert!(pair[0].1 <= pair[1].0);
                prop_assert_eq!(paused, pair[0].1 < pair[1].0);
                prop_assert!(calendar.close(week(next.number() - 1)) <= calendar.close(next));
            }
            prop_assert!(calendar.close(Week::LAST) <= calendar.final_close());
            for minutes in &probes {
                let probe = weeks[0].0 + hours(-24 * 7) + jiff::SignedDuration::from_mins(*minutes);
                let inside: Vec<Week> = Week::all()
                    .filter(|w| { let (from, to) = calendar.span(*w); from <= probe && probe < to })
                    .collect();
                prop_assert!(inside.len() <= 1);
                prop_assert_eq!(calendar.moment(probe).week(), inside.first().copied());
                let before = calendar.moment(probe) == Moment::Before;
                prop_assert_eq!(before, probe < weeks[0].0);
                let after = calendar.moment(probe) == Moment::After;
                prop_assert_eq!(after, probe >= weeks[11].1);
            }
        }
    }
}
