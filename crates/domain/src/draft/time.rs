//! The third page: the zone, the first day, when each group meets, showcases, days on which nobody works.

use super::Fault;
use crate::form::{self, long_day, one_line};
use crate::sprint::{GRACE_DAYS, GRACE_DAYS_LATE, WeeklyTime, default_grace, first_start};
use crate::week::later;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The page as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // each is the raw text of the field of the same name
pub struct TimeInput {
    pub zone: String,
    pub start: String,
    /// Days, empty for what suits the day.
    pub grace_days: String,
    /// When each group meets, in the order of the groups.
    pub meetings: Vec<Meeting>,
    /// 1 = Monday; empty for the day of the group's session.
    pub showcase_weekday: String,
    /// Empty for right after the session.
    pub showcase_time: String,
    /// A date per line.
    pub days_off: String,
}

/// When one group meets, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// 1 = Monday ... 7 = Sunday.
    pub weekday: String,
    /// Such as 10:00.
    pub time: String,
}

impl Default for Meeting {
    fn default() -> Meeting {
        Meeting {
            weekday: "1".into(),
            time: "10:00".into(),
        }
    }
}

/// What the page comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    /// The IANA name of the zone.
    pub zone: String,
    /// First day of week 1.
    pub start: Date,
    /// For each group its session, its showcase, and the days for which a week stays open.
    pub groups: Vec<GroupTimes>,
    /// Days on which nobody works, each once, in order.
    pub days_off: Vec<Date>,
}

/// When one group meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupTimes {
    /// The weekly session.
    pub session: WeeklyTime,
    /// The showcase of weeks 4, 8 and 12.
    pub showcase: WeeklyTime,
    /// Days for which a week stays open after its end.
    pub grace_days: u8,
}

impl TimeInput {
    /// The first Monday for which the launch still lies ahead.
    #[must_use]
    pub fn fresh(zone: &str, today: Date) -> TimeInput {
        TimeInput {
            zone: zone.to_owned(),
            start: first_start(today).to_string(),
            ..TimeInput::default()
        }
    }

    /// Reads the page for so many groups. `today` is the local date of who fills it in.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(&self, groups: usize, today: Date) -> Result<Times, Vec<Fault>> {
        let mut faults = Vec::new();
        let zone = self.read_zone(&mut faults);
        let start = self.read_start(today, &mut faults);
        let mut meetings = Vec::new();
        for place in 0..groups {
            let meeting = self.meetings.get(place).cloned().unwrap_or_default();
            meetings.extend(read_meeting(
                &meeting,
                [&format!("weekday-{place}"), &format!("time-{place}")],
                &mut faults,
            ));
        }
        let grace = self.read_grace(&mut faults);
        let showcase = self.read_showcase(&mut faults);
        if let Some(session) = meetings.iter().find(|one| showcase.of(**one).meets(one)) {
            let sentence = format!(
                "A showcase takes half an hour and would lie over the session at {}. Choose another time, or leave it \
                 empty for right after.",
                session.time.strftime("%H:%M")
            );
            faults.push(Fault::new("showcase_time", &sentence));
        }
        let days_off = self.read_days_off(&mut faults);
        let (Some(zone), Some(start), true) = (zone, start, faults.is_empty()) else {
            return Err(faults);
        };
        let of_group = |session: WeeklyTime| GroupTimes {
            session,
            showcase: showcase.of(session),
            grace_days: grace.unwrap_or_else(|| default_grace(start, session.weekday)),
        };
        Ok(Times {
            zone,
            start,
            groups: meetings.into_iter().map(of_group).collect(),
            days_off,
        })
    }

    fn read_zone(&self, faults: &mut Vec<Fault>) -> Option<String> {
        let known = zone(&self.zone);
        if known.is_none() {
            let sentence = "Choose a time zone such as Europe/Berlin.";
            faults.push(Fault::new("zone", sentence));
        }
        known
    }

    fn read_start(&self, today: Date, faults: &mut Vec<Fault>) -> Option<Date> {
        let refused = match form::date(&self.start) {
            Err(sentence) => sentence,
            Ok(None) => "Choose the first day of week 1, a Monday by default.".to_owned(),
            Ok(Some(day)) if day < later(today, -7 * 12) => {
                format!("{} is long gone. Choose a later day.", long_day(day))
            }
            Ok(Some(day)) if day > later(today, 366) => {
                "That is more than a year away. Choose an earlier day.".to_owned()
            }
            Ok(Some(day)) => return Some(day),
        };
        faults.push(Fault::new("start", refused));
        None
    }

    fn read_grace(&self, faults: &mut Vec<Fault>) -> Option<u8> {
        let text = one_line(&self.grace_days);
        if text.is_empty() {
            return None;
        }
        let days = text.parse().ok();
        let days = days.filter(|days| [GRACE_DAYS, GRACE_DAYS_LATE].contains(days));
        if days.is_none() {
            let sentence = "Choose 3 days, or 7 for a group that meets late in the week.";
            faults.push(Fault::new("grace_days", sentence));
        }
        days
    }

    fn read_showcase(&self, faults: &mut Vec<Fault>) -> Showcase {
        let (day, time) = (
            one_line(&self.showcase_weekday),
            one_line(&self.showcase_time),
        );
        let read = Showcase {
            weekday: weekday(&day),
            time: clock(&time),
        };
        if !day.is_empty() && read.weekday.is_none() {
            let sentence = "Choose a day, or leave it with the session.";
            faults.push(Fault::new("showcase_weekday", sentence));
        }
        if !time.is_empty() && read.time.is_none() {
            faults.push(Fault::new("showcase_time", TIME));
        }
        if read.weekday.is_some() && time.is_empty() {
            let sentence = "Say at what time the showcase begins on that day.";
            faults.push(Fault::new("showcase_time", sentence));
        }
        read
    }

    fn read_days_off(&self, faults: &mut Vec<Fault>) -> Vec<Date> {
        let mut days = Vec::new();
        for line in self.days_off.split(['\n', '\r', ',', ';']) {
            match form::date(line) {
                Ok(None) => {}
                Ok(Some(day)) => days.push(day),
                Err(sentence) => {
                    faults.push(Fault::new("days_off", sentence));
                    break;
                }
            }
        }
        days.sort_unstable();
        days.dedup();
        if days.len() > 60 {
            let sentence = "These are more than 60 days. Keep those of the twelve weeks.";
            faults.push(Fault::new("days_off", sentence));
        }
        days
    }
}

/// The IANA name of a zone as it was typed, if there is one.
#[must_use]
pub fn zone(raw: &str) -> Option<String> {
    let zone = TimeZone::get(&one_line(raw)).ok()?;
    zone.iana_name().map(str::to_owned)
}

/// What was typed of the showcase; the rest follows the session.
struct Showcase {
    weekday: Option<Weekday>,
    time: Option<Time>,
}

impl Showcase {
    fn of(&self, session: WeeklyTime) -> WeeklyTime {
        let after = session.after_session();
        WeeklyTime {
            weekday: self.weekday.unwrap_or(after.weekday),
            time: self.time.unwrap_or(after.time),
        }
    }
}

const TIME: &str = "Write the time like 10:00.";

fn weekday(text: &str) -> Option<Weekday> {
    let number = text.parse().ok()?;
    Weekday::from_monday_one_offset(number).ok()
}

fn clock(text: &str) -> Option<Time> {
    text.parse().ok().filter(|_| text.contains(':'))
}

fn read_meeting(
    meeting: &Meeting,
    [day_field, time_field]: [&str; 2],
    faults: &mut Vec<Fault>,
) -> Option<WeeklyTime> {
    let day = weekday(&one_line(&meeting.weekday));
    if day.is_none() {
        let sentence = "Choose the day on which the group meets.";
        faults.push(Fault::new(day_field, sentence));
    }
    let time = clock(&one_line(&meeting.time));
    if time.is_none() {
        faults.push(Fault::new(time_field, TIME));
    }
    Some(WeeklyTime {
        weekday: day?,
        time: time?,
    })
}
