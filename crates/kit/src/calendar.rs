//! Dates as an iCalendar file (RFC 5545) that any calendar program takes in. Each date is an event of its own whose
//! instants are in UTC, so that it is right on both sides of a clock change, whatever zones a program knows.

use icalendar::{Calendar, Component, Property};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// One date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is known by for ever: a program that has it already changes it instead of adding another.
    pub uid: String,
    /// How often it was changed; grows with each change.
    pub sequence: u32,
    /// Whether it does not take place: a program that has it already takes it away.
    pub called_off: bool,
    /// When it begins.
    pub starts: Timestamp,
    /// When it is over.
    pub ends: Timestamp,
    /// What it is called.
    pub summary: String,
    /// A few words about it; may be empty.
    pub description: String,
    /// A page about it; may be empty.
    pub url: String,
}

/// The file: a calendar called `name` with these dates, as it stood at `now`.
pub fn publish(name: &str, events: &[Event], now: Timestamp) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Firstmove//Firstmove//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .name(name);
    for event in events {
        calendar.push(written(event, now));
    }
    calendar.to_string()
}

fn written(event: &Event, now: Timestamp) -> icalendar::Event {
    let status = match event.called_off {
        true => "CANCELLED",
        false => "CONFIRMED",
    };
    let mut written = icalendar::Event::new();
    written
        .uid(&event.uid)
        .sequence(event.sequence)
        .add_property("DTSTAMP", utc(now))
        .add_property("DTSTART", utc(event.starts))
        .add_property("DTEND", utc(event.ends))
        .summary(&event.summary)
        .append_property(Property::new("STATUS", status));
    if !event.description.is_empty() {
        written.description(&event.description);
    }
    if !event.url.is_empty() {
        written.url(&event.url);
    }
    written.done()
}

/// `20260326T090000Z`
fn utc(at: Timestamp) -> String {
    let local = TimeZone::UTC.to_datetime(at);
    local.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(summary: &str) -> Event {
        Event {
            uid: "1@example.org".into(),
            sequence: 2,
            called_off: false,
            starts: Timestamp::UNIX_EPOCH,
            ends: Timestamp::from_second(1800).unwrap_or_default(),
            summary: summary.into(),
            description: String::new(),
            url: "https://example.org/?a=1,2".into(),
        }
    }

    #[test]
    fn an_event_has_its_instants_in_utc_and_says_how_often_it_changed() {
        let file = publish("Ours", &[meeting("We meet")], Timestamp::UNIX_EPOCH);
        for line in [
            "BEGIN:VCALENDAR",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:Ours",
            "UID:1@example.org",
            "SEQUENCE:2",
            "DTSTAMP:19700101T000000Z",
            "DTSTART:19700101T000000Z",
            "DTEND:19700101T003000Z",
            "SUMMARY:We meet",
            "URL:https://example.org/?a=1,2",
            "END:VCALENDAR",
        ] {
            assert!(file.split("\r\n").any(|one| one == line), "{line}\n{file}");
        }
        assert!(file.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn what_does_not_take_place_is_the_same_event_without_a_date() {
        let gone = Event {
            called_off: true,
            ..meeting("We meet")
        };
        let file = publish("Ours", &[gone], Timestamp::UNIX_EPOCH);
        assert!(file.contains("STATUS:CANCELLED\r\n") && file.contains("UID:1@example.org\r\n"));
        assert!(!file.contains("CONFIRMED"));
    }

    #[test]
    fn a_name_with_commas_and_lines_stays_one_name() {
        let long = "Ops; north, \u{8001}\u{864e} ".repeat(9);
        let file = publish("N", &[meeting(&long)], Timestamp::UNIX_EPOCH);
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains(&long.replace(',', "\\,").replace(';', "\\;")));
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
    }
}
