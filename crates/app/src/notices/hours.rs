//! When mails leave that come of themselves: on workdays between eight and six, by the clocks of the group.

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

/// Nothing leaves in the evening: a message due then waits for the next morning.
const OPEN_HOURS: std::ops::Range<i8> = 8..18;

/// Whether it is a workday.
pub fn is_workday(local: DateTime) -> bool {
    local.weekday().to_monday_zero_offset() < 5
}

/// Whether mails leave at this local time.
pub fn is_open(local: DateTime) -> bool {
    is_workday(local) && OPEN_HOURS.contains(&local.hour())
}

/// The first instant from `now` on at which mails leave.
pub fn next_open(zone: &TimeZone, now: Timestamp) -> Timestamp {
    let local = zone.to_datetime(now);
    if is_open(local) {
        return now;
    }
    let from = match local.hour() < OPEN_HOURS.start {
        true => local.date(),
        false => local.date().saturating_add(jiff::Span::new().days(1)),
    };
    let morning = Time::constant(OPEN_HOURS.start, 0, 0, 0);
    let days = (0..7).map(|days| from.saturating_add(jiff::Span::new().days(days)));
    let mornings = days.map(|day| day.to_datetime(morning));
    let next = mornings.into_iter().find(|morning| is_workday(*morning));
    let next = next.and_then(|next| next.to_zoned(zone.clone()).ok());
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
    fn what_is_due_in_the_evening_or_at_the_weekend_waits_for_the_next_workday() {
        for (now, next) in [
            ("2026-03-26T09:00", "2026-03-26T09:00"),
            ("2026-03-26T06:30", "2026-03-26T08:00"),
            ("2026-03-26T18:00", "2026-03-27T08:00"),
            // over the weekend on which clocks go forward
            ("2026-03-27T19:00", "2026-03-30T08:00"),
            ("2026-03-29T03:30", "2026-03-30T08:00"),
        ] {
            let ((zone, now), (_, next)) = (berlin(now), berlin(next));
            assert_eq!(next_open(&zone, now), next);
        }
    }
}
