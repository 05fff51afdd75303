//! When mails leave that come of themselves: on workdays between eight and six, by the clocks of the group. Days on which
//! nobody works, such as public holidays, are those that were written down when the sprint was set up.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// Nothing leaves in the evening: a message due then waits for the next morning.
const OPEN_HOURS: std::ops::Range<i8> = 8..18;

/// A month of holidays in a row is waited for, and no longer.
const LONGEST_BREAK: i64 = 31;

/// Whether it is a workday; `off` are the days on which nobody works.
pub fn is_workday(day: Date, off: &[Date]) -> bool {
    day.weekday().to_monday_zero_offset() < 5 && !off.contains(&day)
}

/// Whether mails leave at this local time.
pub fn is_open(local: DateTime, off: &[Date]) -> bool {
    is_workday(local.date(), off) && OPEN_HOURS.contains(&local.hour())
}

/// Whether leaders are reminded of their move today: on Wednesday, or on the next workday of that week.
pub fn is_nudge_day(today: Date, off: &[Date]) -> bool {
    let since_monday = i64::from(today.weekday().to_monday_zero_offset());
    let days = |n: i64| today.saturating_add(jiff::Span::new().days(n - since_monday));
    (2..5).map(days).find(|day| is_workday(*day, off)) == Some(today)
}

/// The first instant from `now` on at which mails leave.
pub fn next_open(zone: &TimeZone, off: &[Date], now: Timestamp) -> Timestamp {
    let local = zone.to_datetime(now);
    if is_open(local, off) {
        return now;
    }
    let from = match local.hour() < OPEN_HOURS.start {
        true => local.date(),
        false => local.date().saturating_add(jiff::Span::new().days(1)),
    };
    let morning = Time::constant(OPEN_HOURS.start, 0, 0, 0);
    let days = (0..LONGEST_BREAK).map(|days| from.saturating_add(jiff::Span::new().days(days)));
    let next = days.into_iter().find(|day| is_workday(*day, off));
    let next = next.and_then(|next| next.to_datetime(morning).to_zoned(zone.clone()).ok());
    next.map_or(now, |next| next.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin(local: &str) -> (TimeZone, Timestamp) {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let local: DateTime = local.parse().expect("a time");
        let at = local.to_zoned(zone.clone()).expect("an instant");
        (zone, at.timestamp())
    }

    #[test]
    fn leaders_are_reminded_on_wednesday_or_the_day_after_where_nobody_works_then() {
        let day = |day| jiff::civil::date(2026, 3, day);
        let reminded = |off: &[Date]| -> Vec<i8> {
            let week = (23..=29).filter(|one| is_nudge_day(day(*one), off));
            week.collect()
        };
        assert_eq!(reminded(&[]), [25]);
        assert_eq!(reminded(&[day(25)]), [26]);
        assert_eq!(reminded(&[day(24)]), [25]);
        assert!(reminded(&[day(25), day(26), day(27)]).is_empty());
    }

    #[test]
    fn what_is_due_in_the_evening_at_the_weekend_or_on_a_holiday_waits_for_the_next_workday() {
        // Good Friday and Easter Monday
        let off = [jiff::civil::date(2026, 4, 3), jiff::civil::date(2026, 4, 6)];
        for (now, next) in [
            ("2026-03-26T09:00", "2026-03-26T09:00"),
            ("2026-03-26T06:30", "2026-03-26T08:00"),
            ("2026-03-26T18:00", "2026-03-27T08:00"),
            // over the weekend on which clocks go forward
            ("2026-03-27T19:00", "2026-03-30T08:00"),
            ("2026-03-29T03:30", "2026-03-30T08:00"),
            ("2026-04-02T18:00", "2026-04-07T08:00"),
            ("2026-04-03T10:00", "2026-04-07T08:00"),
        ] {
            let ((zone, now), (_, next)) = (berlin(now), berlin(next));
            assert_eq!(next_open(&zone, &off, now), next);
        }
    }
}
