//! What a cohort meets for, and when.

use crate::rights::Role;
use crate::sprint::{SHOWCASE_WEEKS, WeeklyTime};
use crate::week::{Calendar, Week, later};
use crate::weekly::Schedule;
use jiff::Timestamp;
use std::fmt;

/// The week whose weekly time is the retrospective's.
const RETROSPECTIVE_WEEK: u8 = 11;

/// One meeting of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meeting {
    /// The hour in which the peer mentors learn the prompts, in launch week A.
    Training,
    /// The half hour that opens the sprint, in launch week B.
    Kickoff,
    /// The peer session of a practice week.
    Session(Week),
    /// The showcase of weeks 4, 8 and 12.
    Showcase(Week),
    /// The look back with leaders and sponsors.
    Retrospective,
}

impl Meeting {
    /// All meetings of a sprint, in the order of their default dates.
    #[must_use]
    pub fn all() -> Vec<Meeting> {
        let mut all = vec![Meeting::Training, Meeting::Kickoff];
        for week in Week::all() {
            if week.is_practice() {
                all.push(Meeting::Session(week));
            }
            if week.number() == RETROSPECTIVE_WEEK {
                all.push(Meeting::Retrospective);
            }
            if SHOWCASE_WEEKS.contains(&week.number()) {
                all.push(Meeting::Showcase(week));
            }
        }
        all
    }

    /// The meeting's key in addresses and in the database: `week-6`, `showcase-4`, `kickoff`.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Meeting::Training => "training".into(),
            Meeting::Kickoff => "kickoff".into(),
            Meeting::Session(week) => format!("week-{week}"),
            Meeting::Showcase(week) => format!("showcase-{week}"),
            Meeting::Retrospective => "retrospective".into(),
        }
    }

    /// The meeting of a key; none for what no cohort meets for.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Meeting> {
        Meeting::all().into_iter().find(|one| one.key() == key)
    }

    /// The week in which it lies by the blueprint; none before week 1.
    #[must_use]
    pub fn week(self) -> Option<Week> {
        match self {
            Meeting::Training | Meeting::Kickoff => None,
            Meeting::Session(week) | Meeting::Showcase(week) => Some(week),
            Meeting::Retrospective => Week::new(RETROSPECTIVE_WEEK),
        }
    }

    /// How long it takes.
    #[must_use]
    pub fn minutes(self) -> i64 {
        match self {
            Meeting::Training | Meeting::Retrospective => 60,
            Meeting::Kickoff | Meeting::Session(_) | Meeting::Showcase(_) => 30,
        }
    }

    /// Whether it is the weekly peer session.
    #[must_use]
    pub fn is_session(self) -> bool {
        matches!(self, Meeting::Session(_))
    }

    /// Whether somebody with this role, who has no seat in the group, comes into its room. A session is the leaders'
    /// own; the coordinator leads what is no session, and sponsors come to showcases and to the look back.
    #[must_use]
    pub fn has_guest(self, role: Role) -> bool {
        match self {
            Meeting::Session(_) => false,
            Meeting::Training | Meeting::Kickoff => role == Role::Coordinator,
            Meeting::Showcase(_) | Meeting::Retrospective => {
                matches!(role, Role::Coordinator | Role::Sponsor)
            }
        }
    }

    /// What whoever has the floor does, a turn each: first and second. No turn where nobody presents.
    #[must_use]
    pub fn floors(self) -> &'static [&'static str] {
        match self {
            Meeting::Session(_) => &["Presents", "Second, shorter"],
            Meeting::Training => &["Is coached first", "Is coached second"],
            Meeting::Kickoff => &["Is coached"],
            Meeting::Showcase(_) => &["First spotlight", "Second spotlight"],
            Meeting::Retrospective => &[],
        }
    }

    /// What people call it: "the session", "the retrospective".
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Meeting::Training => "training",
            Meeting::Kickoff => "kickoff",
            Meeting::Session(_) => "session",
            Meeting::Showcase(_) => "showcase",
            Meeting::Retrospective => "retrospective",
        }
    }

    /// What it is called at the beginning of a sentence: "Session 3", "The showcase of week 4".
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Meeting::Session(_) => self.to_string(),
            Meeting::Showcase(week) => format!("The showcase of week {week}"),
            Meeting::Training | Meeting::Kickoff | Meeting::Retrospective => {
                format!("The {}", self.noun())
            }
        }
    }

    /// When it begins by the blueprint. The showcase follows the session where it has no time of its own; training and
    /// kickoff lie two weeks and one week before the first session.
    #[must_use]
    pub fn begins(
        self,
        calendar: &Calendar,
        weekly: &Schedule,
        showcase: Option<WeeklyTime>,
    ) -> Timestamp {
        match self {
            Meeting::Training => before_first(calendar, weekly, 14),
            Meeting::Kickoff => before_first(calendar, weekly, 7),
            Meeting::Session(week) => weekly.session(calendar, week),
            Meeting::Retrospective => {
                let week = Week::new(RETROSPECTIVE_WEEK).unwrap_or(Week::LAST);
                weekly.session(calendar, week)
            }
            Meeting::Showcase(week) => match showcase {
                Some(own) => own.session(calendar, week),
                None => weekly.of(week).after_session().session(calendar, week),
            },
        }
    }
}

/// The local time of the first session, so many days earlier.
fn before_first(calendar: &Calendar, weekly: &Schedule, days: i64) -> Timestamp {
    let first = weekly.of(Week::FIRST);
    let day = later(first.day(calendar, Week::FIRST), -days);
    let zoned = day
        .to_datetime(first.time)
        .to_zoned(calendar.zone().clone());
    zoned.map_or_else(|_| calendar.span(Week::FIRST).0, |at| at.timestamp())
}

impl fmt::Display for Meeting {
    /// As pages say it: "Session 6".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Meeting::Training => f.write_str("Training"),
            Meeting::Kickoff => f.write_str("Kickoff"),
            Meeting::Session(week) => write!(f, "Session {week}"),
            Meeting::Showcase(week) => write!(f, "Showcase, week {week}"),
            Meeting::Retrospective => f.write_str("Retrospective"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Time, Weekday, date};
    use jiff::tz::TimeZone;

    fn berlin() -> (Calendar, Schedule) {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let calendar = Calendar::new(zone, date(2026, 3, 23), 3, Vec::new()).expect("a calendar");
        let thursdays = WeeklyTime {
            weekday: Weekday::Thursday,
            time: Time::constant(10, 0, 0, 0),
        };
        let weekly = Schedule::new(&calendar, thursdays, Vec::new());
        (calendar, weekly)
    }

    #[test]
    fn a_sprint_has_ten_sessions_three_showcases_and_three_more_meetings() {
        let all = Meeting::all();
        assert_eq!(all.iter().filter(|one| one.is_session()).count(), 10);
        assert_eq!(all.len(), 16);
        for one in all {
            assert_eq!(Meeting::from_key(&one.key()), Some(one));
        }
        assert_eq!(Meeting::from_key("week-11"), None);
        assert_eq!(Meeting::from_key("showcase-5"), None);
    }

    #[test]
    fn meetings_keep_their_local_time_when_clocks_change() {
        let (calendar, weekly) = berlin();
        let local = |meeting: Meeting| {
            let at = meeting.begins(&calendar, &weekly, None);
            calendar.zone().to_datetime(at).to_string()
        };
        // clocks go forward on 29 March
        assert_eq!(local(Meeting::Training), "2026-03-12T10:00:00");
        assert_eq!(local(Meeting::Kickoff), "2026-03-19T10:00:00");
        assert_eq!(local(Meeting::Session(Week::FIRST)), "2026-03-26T10:00:00");
        let second = Week::new(2).expect("a week");
        assert_eq!(local(Meeting::Session(second)), "2026-04-02T10:00:00");
        let fourth = Week::new(4).expect("a week");
        assert_eq!(local(Meeting::Showcase(fourth)), "2026-04-16T10:30:00");
        assert_eq!(local(Meeting::Retrospective), "2026-06-04T10:00:00");
        let at = Meeting::Session(second).begins(&calendar, &weekly, None);
        let before = Meeting::Session(Week::FIRST).begins(&calendar, &weekly, None);
        assert_eq!(
            at.as_second() - before.as_second(),
            (7 * 24 - 1) * 3600,
            "the week of the clock change has an hour less"
        );
    }

    #[test]
    fn a_showcase_has_a_time_of_its_own_where_one_was_chosen() {
        let (calendar, weekly) = berlin();
        let own = WeeklyTime {
            weekday: Weekday::Monday,
            time: Time::constant(15, 0, 0, 0),
        };
        let fourth = Week::new(4).expect("a week");
        let at = Meeting::Showcase(fourth).begins(&calendar, &weekly, Some(own));
        let local = calendar.zone().to_datetime(at);
        assert_eq!(local.to_string(), "2026-04-13T15:00:00");
    }
}
