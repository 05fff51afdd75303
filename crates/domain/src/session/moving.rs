//! Another day and time for one meeting, or none at all: whoever coordinates decides, until it begins. A session and a
//! showcase stay in their week, whose results they tell; the others stay on their side of the weeks.

use crate::form::{FieldProblem, Problems, date, long_day, one_line};
use crate::session::Meeting;
use crate::week::{Calendar, Week};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::AmbiguousOffset;

/// Why a meeting cannot be moved so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It runs, is over, or its time has passed.
    HasBegun,
    /// The day lies before the first or after the last that it can have; the first may be open.
    OtherWeek(Option<Date>, Date),
    /// The time has passed.
    Passed,
    /// Clocks go forward over it.
    NoSuchTime(Time),
    /// Clocks go back over it.
    TimeTwice(Time),
    /// It begins then already.
    SameTime,
    /// The time that it had at first has passed.
    FirstTimePassed,
    /// Another meeting of the group takes place then, which begins at this local time.
    AtOnce(Meeting, Time),
}

impl Refusal {
    /// Beside which field of the form it stands.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Refusal::OtherWeek(..) => "day",
            _ => "time",
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let clock = |time: &Time| time.strftime("%H:%M").to_string();
        match self {
            Refusal::HasBegun => {
                f.write_str("This meeting has begun, or its time has passed. It stays as it is.")
            }
            Refusal::OtherWeek(Some(first), last) => write!(
                f,
                "It stays in its week. Choose a day from {} to {}.",
                long_day(*first),
                long_day(*last)
            ),
            Refusal::OtherWeek(None, last) => {
                write!(f, "Choose a day until {}.", long_day(*last))
            }
            Refusal::Passed => f.write_str("This time has passed. Choose a later one."),
            Refusal::NoSuchTime(time) => write!(
                f,
                "Clocks go forward over {} on that day, so it never comes. Choose another time.",
                clock(time)
            ),
            Refusal::TimeTwice(time) => write!(
                f,
                "Clocks go back on that day, so {} comes twice. Choose another time.",
                clock(time)
            ),
            Refusal::SameTime => f.write_str("It begins then already. Choose another day or time."),
            Refusal::FirstTimePassed => {
                f.write_str("The time that it had at first has passed. Choose another time.")
            }
            Refusal::AtOnce(other, time) => write!(
                f,
                "{} is at {} on that day and takes {} minutes. Choose another time, or move that one first.",
                other.title(),
                clock(time),
                other.minutes()
            ),
        }
    }
}

/// Reads the fields `day` and `time`.
///
/// # Errors
/// A sentence beside each field that is not right.
pub fn read(day: &str, time: &str) -> Result<(Date, Time), Vec<FieldProblem>> {
    let mut problems = Problems::new();
    let day = match date(day) {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            problems.add("day", "Choose the day.");
            None
        }
        Err(sentence) => {
            problems.add("day", sentence);
            None
        }
    };
    let text = one_line(time);
    let time = format!("{text:0>5}").parse::<Time>().ok();
    let time = time.filter(|_| text.contains(':'));
    if time.is_none() {
        problems.add("time", "Write the time like 10:00.");
    }
    problems.done(|| {
        let time = time?;
        Some((day?, Time::constant(time.hour(), time.minute(), 0, 0)))
    })
}

/// The first and the last day that a meeting can have: a session and a showcase stay in their week, the retrospective in
/// the two last; training and kickoff come by the end of week 1.
#[must_use]
pub fn days(meeting: Meeting, calendar: &Calendar) -> (Option<Date>, Date) {
    match meeting {
        Meeting::Training | Meeting::Kickoff => (None, calendar.dates(Week::FIRST).1),
        Meeting::Session(week) | Meeting::Showcase(week) => {
            let (first, last) = calendar.dates(week);
            (Some(first), last)
        }
        Meeting::Retrospective => {
            let first = meeting.week().unwrap_or(Week::LAST);
            (Some(calendar.dates(first).0), calendar.dates(Week::LAST).1)
        }
    }
}

fn lies_within(meeting: Meeting, calendar: &Calendar, day: Date) -> bool {
    let (first, last) = days(meeting, calendar);
    first.is_none_or(|first| first <= day) && day <= last
}

/// The instant of a new local time, for a meeting that begins at `begins` so far.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn moved(
    (meeting, begins): (Meeting, Timestamp),
    calendar: &Calendar,
    (day, time): (Date, Time),
    now: Timestamp,
) -> Result<Timestamp, Refusal> {
    if !lies_within(meeting, calendar, day) {
        let (first, last) = days(meeting, calendar);
        return Err(Refusal::OtherWeek(first, last));
    }
    let local = calendar
        .zone()
        .to_ambiguous_timestamp(day.to_datetime(time));
    let at = match local.offset() {
        AmbiguousOffset::Gap { .. } => return Err(Refusal::NoSuchTime(time)),
        AmbiguousOffset::Fold { .. } => return Err(Refusal::TimeTwice(time)),
        AmbiguousOffset::Unambiguous { .. } => local.compatible(),
    };
    match at {
        Ok(at) if at == begins => Err(Refusal::SameTime),
        Ok(at) if at > now => Ok(at),
        _ => Err(Refusal::Passed),
    }
}

/// What was decided about single meetings of a cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(Vec<(Meeting, Change)>);

/// What was decided about one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Another time.
    pub moved_to: Option<Timestamp>,
    /// That it does not take place.
    pub called_off: bool,
}

impl Changes {
    /// With these; of two about one meeting the first counts.
    #[must_use]
    pub fn new(changes: Vec<(Meeting, Change)>) -> Changes {
        Changes(changes)
    }

    fn of(&self, meeting: Meeting) -> Change {
        let found = self.0.iter().find(|(one, _)| *one == meeting);
        found.map(|(_, change)| *change).unwrap_or_default()
    }

    /// The time to which a meeting was moved. Where its week was put off afterwards, so that the time lies in another,
    /// the calendar decides again.
    #[must_use]
    pub fn moved(&self, meeting: Meeting, calendar: &Calendar) -> Option<Timestamp> {
        let to = self.of(meeting).moved_to?;
        lies_within(meeting, calendar, calendar.local_date(to)).then_some(to)
    }

    /// Whether it does not take place.
    #[must_use]
    pub fn is_off(&self, meeting: Meeting) -> bool {
        self.of(meeting).called_off
    }

    /// The meetings that do not take place.
    pub fn off(&self) -> impl Iterator<Item = Meeting> {
        let off = self.0.iter().filter(|(_, change)| change.called_off);
        off.map(|(meeting, _)| *meeting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sprint::WeeklyTime;
    use crate::weekly::Schedule;
    use jiff::civil::{Weekday, date};
    use jiff::tz::TimeZone;

    /// Week 1 begins on Monday 23 March 2026; clocks go forward on its Sunday.
    fn berlin() -> Calendar {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        Calendar::new(zone, date(2026, 3, 23), 3, Vec::new()).expect("a calendar")
    }

    fn clock(hour: i8, minute: i8) -> Time {
        Time::constant(hour, minute, 0, 0)
    }

    /// Moves the first session, which is on Thursday at ten, on the Monday of its week.
    fn first(day: Date, time: Time) -> Result<Timestamp, Refusal> {
        let calendar = berlin();
        let now = calendar.span(Week::FIRST).0;
        let thursdays = WeeklyTime {
            weekday: Weekday::Thursday,
            time: clock(10, 0),
        };
        let weekly = Schedule::new(&calendar, thursdays, Vec::new());
        let meeting = Meeting::Session(Week::FIRST);
        let begins = meeting.begins(&calendar, &weekly, None);
        moved((meeting, begins), &calendar, (day, time), now)
    }

    #[test]
    fn a_session_moves_within_its_week_and_keeps_the_local_time_that_was_said() {
        let friday = first(date(2026, 3, 27), clock(14, 30));
        assert_eq!(
            friday,
            Ok("2026-03-27T13:30:00Z".parse().expect("an instant"))
        );
        // behind the clock change an hour less lies between local time and UTC
        let sunday = first(date(2026, 3, 29), clock(14, 30));
        assert_eq!(
            sunday,
            Ok("2026-03-29T12:30:00Z".parse().expect("an instant"))
        );
        let outside = Err(Refusal::OtherWeek(
            Some(date(2026, 3, 23)),
            date(2026, 3, 29),
        ));
        assert_eq!(first(date(2026, 3, 30), clock(10, 0)), outside);
        assert_eq!(first(date(2026, 3, 22), clock(10, 0)), outside);
    }

    #[test]
    fn a_time_that_never_comes_or_comes_twice_is_said_plainly() {
        let gap = first(date(2026, 3, 29), clock(2, 30)).expect_err("a gap");
        assert_eq!(gap, Refusal::NoSuchTime(clock(2, 30)));
        assert!(gap.to_string().contains("02:30"), "{gap}");
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let autumn = Calendar::new(zone, date(2026, 10, 19), 3, Vec::new()).expect("a calendar");
        let meeting = (Meeting::Session(Week::FIRST), autumn.span(Week::FIRST).1);
        let then = (date(2026, 10, 25), clock(2, 30));
        let fold = moved(meeting, &autumn, then, autumn.span(Week::FIRST).0);
        assert_eq!(fold, Err(Refusal::TimeTwice(clock(2, 30))));
    }

    #[test]
    fn nothing_moves_into_the_past_or_to_where_it_is() {
        let calendar = berlin();
        let meeting = Meeting::Session(Week::FIRST);
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let (begins, now) = (at("2026-03-26T09:00:00Z"), at("2026-03-25T09:00:00Z"));
        let to = |day, time| moved((meeting, begins), &calendar, (day, time), now);
        assert_eq!(to(date(2026, 3, 24), clock(10, 0)), Err(Refusal::Passed));
        assert_eq!(to(date(2026, 3, 25), clock(10, 0)), Err(Refusal::Passed));
        assert_eq!(to(date(2026, 3, 26), clock(10, 0)), Err(Refusal::SameTime));
        assert!(to(date(2026, 3, 25), clock(10, 1)).is_ok());
    }

    #[test]
    fn the_kickoff_comes_by_the_end_of_week_one_and_the_retrospective_in_the_two_last() {
        let calendar = berlin();
        let kickoff = days(Meeting::Kickoff, &calendar);
        assert_eq!(kickoff, (None, date(2026, 3, 29)));
        let retrospective = days(Meeting::Retrospective, &calendar);
        assert_eq!(retrospective, (Some(date(2026, 6, 1)), date(2026, 6, 14)));
    }

    #[test]
    fn a_moved_session_whose_week_is_put_off_meets_by_the_calendar_again() {
        let (calendar, third) = (berlin(), Week::new(3).expect("a week"));
        let friday = "2026-04-10T08:00:00Z".parse().expect("an instant");
        let change = Change {
            moved_to: Some(friday),
            called_off: false,
        };
        let changes = Changes::new(vec![(Meeting::Session(third), change)]);
        assert_eq!(
            changes.moved(Meeting::Session(third), &calendar),
            Some(friday)
        );
        let paused = calendar.paused(third, calendar.span(Week::FIRST).0);
        let paused = paused.expect("a calendar");
        assert_eq!(changes.moved(Meeting::Session(third), &paused), None);
        assert_eq!(changes.off().count(), 0);
    }

    #[test]
    fn a_day_and_a_time_are_read_or_have_a_sentence_each() {
        assert_eq!(
            read("2026-03-27", " 9:30 "),
            Ok((date(2026, 3, 27), clock(9, 30)))
        );
        let both = read("", "later").expect_err("two sentences");
        assert_eq!(
            both.iter().map(|one| one.field).collect::<Vec<_>>(),
            ["day", "time"]
        );
        assert!(read("2026-03-27", "25:00").is_err());
        assert!(read("yesterday", "10:00").is_err());
    }
}
