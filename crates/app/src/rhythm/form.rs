//! The two forms of a group's calendar, as they were typed and as they are read.

use firstmove_domain::form::one_line;
use firstmove_domain::sprint::WeeklyTime;
use firstmove_domain::week::Week;
use firstmove_domain::weekly::{Schedule, time_words};
use jiff::civil::{Time, Weekday};
use serde::Deserialize;

use crate::frame::{Choice, Errors};

/// The days, from 1 = Monday.
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The form of a pause.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PauseForm {
    /// The week before which it lies.
    pub before: String,
    /// The day on which that week began when the form was shown, so that sending it twice is once.
    pub begins: String,
}

/// The form of another weekly time.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TimeForm {
    /// The first week that has it.
    pub from: String,
    /// 1 = Monday.
    pub weekday: String,
    /// Such as 10:00.
    pub time: String,
    /// The weekly times when the form was shown, so that nobody's change is overwritten unseen.
    pub was: String,
}

impl PauseForm {
    /// The week, or a sentence beside it.
    pub fn read(&self) -> Result<Week, Errors> {
        week(&self.before)
            .ok_or_else(|| Errors::one("before", "Choose the week that is put off by the pause."))
    }
}

impl TimeForm {
    /// Week and time, or a sentence beside each field that is not right.
    pub fn read(&self) -> Result<(Week, WeeklyTime), Errors> {
        let mut errors = Errors::none();
        let from = week(&self.from);
        if from.is_none() {
            errors.add("from", "Choose the first week with the new time.");
        }
        let weekday = self.weekday.trim().parse().ok();
        let weekday = weekday.and_then(|day| Weekday::from_monday_one_offset(day).ok());
        if weekday.is_none() {
            errors.add("weekday", "Choose the day on which the group meets.");
        }
        let time = one_line(&self.time);
        let time = time.parse::<Time>().ok().filter(|_| time.contains(':'));
        if time.is_none() {
            errors.add("time", "Write the time like 10:00.");
        }
        match (from, weekday, time) {
            (Some(from), Some(weekday), Some(time)) => Ok((from, WeeklyTime { weekday, time })),
            _ => Err(errors),
        }
    }

    /// Whether somebody set another time since the form was shown.
    pub fn is_old(&self, weekly: &Schedule, from: Week) -> bool {
        !self.was.is_empty() && self.was != times_from(weekly, from)
    }

    /// The days to choose from.
    pub fn days(&self) -> Vec<Choice> {
        (1..)
            .zip(DAYS)
            .map(|(number, day): (u8, _)| Choice::new(number.to_string(), day, self.weekday.trim()))
            .collect()
    }
}

/// When the group meets from a week on, each time once.
pub fn times_from(weekly: &Schedule, from: Week) -> String {
    let mut times: Vec<String> = Week::all()
        .filter(|week| *week >= from)
        .map(|week| format!("{} {}", week, time_words(weekly.of(week))))
        .collect();
    times.dedup_by(|later, one| {
        later.split_once(' ').map(|it| it.1) == one.split_once(' ').map(|it| it.1)
    });
    times.join(", ")
}

fn week(text: &str) -> Option<Week> {
    text.trim().parse().ok().and_then(Week::new)
}
