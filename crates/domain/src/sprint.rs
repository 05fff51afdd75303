//! A sprint as it is set up: its name, its one or two skills, its calendar and its weekly time.
//!
//! The set-up page of an empty installation asks for these; each field comes with a default, so
//! that only name and people have to be typed.

use crate::form::{self, FieldProblem, Problems, long_day, one_line};
use crate::skill;
use crate::week::{Calendar, Week, later};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Deserialize;

/// Days after a week's end for which it stays open, unless the cohort meets late in the week.
pub const GRACE_DAYS: u8 = 3;
/// The grace of a cohort that meets so late that results are told after three days.
pub const GRACE_DAYS_LATE: u8 = 7;
/// How many skills a sprint practises at most.
pub const SKILLS_MAX: usize = 2;
/// Length of a peer session in minutes.
pub const SESSION_MINUTES: i64 = 30;

/// When a cohort meets every week, in its own zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeeklyTime {
    /// The day.
    pub weekday: Weekday,
    /// The local time.
    pub time: Time,
}

impl WeeklyTime {
    /// The day of this weekly time in a week.
    #[must_use]
    pub fn day(&self, calendar: &Calendar, week: Week) -> Date {
        let (first, _) = calendar.dates(week);
        later(first, i64::from(first.weekday().until(self.weekday)))
    }

    /// When the session of a week starts. A local time that a clock change leaves out is taken
    /// after the change.
    #[must_use]
    pub fn session(&self, calendar: &Calendar, week: Week) -> Timestamp {
        let local = self.day(calendar, week).to_datetime(self.time);
        local
            .to_zoned(calendar.zone().clone())
            .map_or_else(|_| calendar.span(week).0, |zoned| zoned.timestamp())
    }

    /// The session before which a week's rating is given: that of the next week, `None` after 12.
    #[must_use]
    pub fn next_session(&self, calendar: &Calendar, week: Week) -> Option<Timestamp> {
        week.next().map(|next| self.session(calendar, next))
    }
}

/// The grace that suits a weekly time: the next session has to lie within it, so that results
/// told there are still in time.
#[must_use]
pub fn default_grace(start: Date, weekday: Weekday) -> u8 {
    let days = start.weekday().until(weekday);
    if days < 3 {
        GRACE_DAYS
    } else {
        GRACE_DAYS_LATE
    }
}

/// The day on which week 1 starts by default: the Monday of the week of the first session.
#[must_use]
pub fn default_start(first_session: Date) -> Date {
    later(
        first_session,
        -i64::from(first_session.weekday().to_monday_zero_offset()),
    )
}

/// The first Monday after today, offered where nobody has chosen.
#[must_use]
pub fn next_monday(today: &Zoned) -> Date {
    later(default_start(today.date()), 7)
}

/// The form, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // each is the raw text of the field of the same name in `NewSprint`
pub struct SprintInput {
    pub sprint_name: String,
    pub organisation: String,
    pub zone: String,
    pub start: String,
    /// 1 = Monday ... 7 = Sunday.
    pub session_weekday: String,
    pub session_time: String,
    /// Days, empty for the default.
    pub grace_days: String,
    pub skill: String,
    /// Which business priority the first skill serves, and which metric it should move.
    pub priority: String,
    pub second_skill: String,
    pub second_priority: String,
}

/// A skill of a sprint with its one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenSkill {
    /// The skill's key.
    pub key: String,
    /// The business priority it serves and the metric it should move; empty while it is open.
    pub priority: String,
}

/// A sprint that can be made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSprint {
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub organisation: String,
    /// The IANA name of the zone.
    pub zone: String,
    /// First day of week 1.
    pub start: Date,
    /// Days for which a week stays open after its end.
    pub grace_days: u8,
    /// When the cohort meets.
    pub weekly_time: WeeklyTime,
    /// One or two skills.
    pub skills: Vec<ChosenSkill>,
}

impl SprintInput {
    /// Reads the form. `today` is the local date of the person who fills it in.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(&self, today: Date) -> Result<NewSprint, Vec<FieldProblem>> {
        let mut p = Problems::new();
        let name = p.required(
            "sprint_name",
            &one_line(&self.sprint_name),
            1,
            120,
            "Give the sprint a name.",
        );
        let organisation = p.required(
            "organisation",
            &one_line(&self.organisation),
            1,
            120,
            "Say whose sprint it is.",
        );
        let zone = read_zone(&self.zone, &mut p);
        let start = self.read_start(today, &mut p);
        let weekday = self.session_weekday.trim().parse().ok();
        let weekday = weekday.and_then(|day| Weekday::from_monday_one_offset(day).ok());
        if weekday.is_none() {
            p.add(
                "session_weekday",
                "Choose the day on which the group meets.",
            );
        }
        let time = one_line(&self.session_time);
        let time = time.parse::<Time>().ok().filter(|_| time.contains(':'));
        if time.is_none() {
            p.add("session_time", "Write the time like 10:00.");
        }
        let default = start
            .zip(weekday)
            .map_or(GRACE_DAYS, |(start, day)| default_grace(start, day));
        let grace_days = match self.grace_days.trim() {
            "" => Some(default),
            text => text
                .parse()
                .ok()
                .filter(|days| [GRACE_DAYS, GRACE_DAYS_LATE].contains(days)),
        };
        if grace_days.is_none() {
            p.add(
                "grace_days",
                "Choose 3 days, or 7 for a group that meets late in the week.",
            );
        }
        let skills = self.read_skills(&mut p);
        p.done(|| {
            Some(NewSprint {
                name,
                organisation,
                zone: zone?,
                start: start?,
                grace_days: grace_days?,
                weekly_time: WeeklyTime {
                    weekday: weekday?,
                    time: time?,
                },
                skills,
            })
        })
    }

    fn read_start(&self, today: Date, p: &mut Problems) -> Option<Date> {
        match form::date(&self.start) {
            Err(sentence) => p.add("start", sentence),
            Ok(None) => p.add(
                "start",
                "Choose the first day of week 1, a Monday by default.",
            ),
            Ok(Some(day)) if day < later(today, -7 * 12) => {
                p.add(
                    "start",
                    format!("{} is long gone. Choose a later day.", long_day(day)),
                );
            }
            Ok(Some(day)) if day > later(today, 366) => {
                p.add(
                    "start",
                    "That is more than a year away. Choose an earlier day.",
                );
            }
            Ok(Some(day)) => return Some(day),
        }
        None
    }

    fn read_skills(&self, p: &mut Problems) -> Vec<ChosenSkill> {
        let fields = [
            ("skill", &self.skill, "priority", &self.priority),
            (
                "second_skill",
                &self.second_skill,
                "second_priority",
                &self.second_priority,
            ),
        ];
        let mut skills: Vec<ChosenSkill> = Vec::new();
        for (field, key, priority_field, priority) in fields {
            let key = one_line(key);
            let priority = p
                .optional(priority_field, &one_line(priority), 280)
                .unwrap_or_default();
            if key.is_empty() && field == "second_skill" {
                continue;
            }
            if skill::skill(&key).is_none() {
                p.add(field, "Choose a skill from the list.");
            } else if skills.iter().any(|chosen| chosen.key == key) {
                p.add(
                    field,
                    "That is the first skill already. Choose another, or leave it out.",
                );
            }
            skills.push(ChosenSkill { key, priority });
        }
        skills
    }
}

fn read_zone(raw: &str, p: &mut Problems) -> Option<String> {
    let name = one_line(raw);
    let known = TimeZone::get(&name)
        .ok()
        .and_then(|zone| zone.iana_name().map(str::to_owned));
    if known.is_none() {
        p.add("zone", "Choose a time zone such as Europe/Berlin.");
    }
    known
}

#[cfg(test)]
#[path = "sprint_tests.rs"]
mod tests;
