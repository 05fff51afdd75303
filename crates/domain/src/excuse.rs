//! Excused weeks: which reasons count, and until when they can be recorded.
//!
//! Source: measurement, section 0.3. Whether a week is excused never depends on whether a move
//! was tried in it, so a reason has to be recorded before the outcome can be known: planned
//! absence before the week starts, sickness before the week closes. Being busy is no reason.

use crate::form::{FieldProblem, Problems, one_line};
use crate::status::excuse_deadline;
use crate::week::{Calendar, Week};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a week does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// At least three of the five working days on annual leave.
    AnnualLeave,
    /// Ill.
    Sickness,
    /// Parental or bereavement leave.
    ParentalOrBereavement,
    /// The site is closed.
    SiteHoliday,
}

/// How many of the five working days make a week of annual leave.
pub const LEAVE_DAYS_MIN: u8 = 3;

impl Category {
    /// All categories, in the order of the form.
    pub const ALL: [Category; 4] = [
        Category::AnnualLeave,
        Category::Sickness,
        Category::ParentalOrBereavement,
        Category::SiteHoliday,
    ];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Category::AnnualLeave => "annual_leave",
            Category::Sickness => "sickness",
            Category::ParentalOrBereavement => "parental_or_bereavement",
            Category::SiteHoliday => "site_holiday",
        }
    }

    /// The category of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Category> {
        Category::ALL
            .into_iter()
            .find(|category| category.key() == key)
    }

    /// The category as the form says it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Category::AnnualLeave => "Annual leave, three days or more",
            Category::Sickness => "Sickness",
            Category::ParentalOrBereavement => "Parental or bereavement leave",
            Category::SiteHoliday => "The site is closed",
        }
    }
}

/// Why a week cannot be excused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Planned absence, recorded too late.
    #[error(
        "Leave is recorded before its week starts, and this one has begun. If something came \
         suddenly, record it as sickness until the week closes."
    )]
    WeekHasBegun,
    /// The week is closed.
    #[error("This week is closed and stays as it was. Excuse a coming week instead.")]
    WeekIsClosed,
    /// Too few days of leave.
    #[error(
        "A week is excused from three days of leave on. With fewer, plan a small move for the \
         days you are there."
    )]
    TooFewDays,
    /// Weeks 11 and 12, or a week that does not exist.
    #[error(
        "No move is expected in that week, so nothing needs excusing. Choose a week from 1 to 10."
    )]
    NotAPracticeWeek,
    /// Already excused.
    #[error("This week is already excused. Choose another week.")]
    AlreadyExcused,
}

/// The form, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ExcuseInput {
    /// Week number, 1 to 10.
    pub week: String,
    /// A category key.
    pub category: String,
    /// Working days away, 0 to 5; asked for annual leave only.
    pub days: String,
    /// A word to the coordinator, optional.
    pub note: String,
}

/// A wish to be excused, read but not yet granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The week, 1 to 10.
    pub week: Week,
    /// The reason.
    pub category: Category,
    /// Working days away, given for annual leave.
    pub days: Option<u8>,
    /// A word beside it.
    pub note: Option<String>,
}

impl ExcuseInput {
    /// Reads the form.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(&self) -> Result<Wish, Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let week = self
            .week
            .trim()
            .parse()
            .ok()
            .and_then(Week::new)
            .filter(|week| week.is_practice());
        if week.is_none() {
            problems.add("week", "Choose a week from 1 to 10.");
        }
        let category = Category::from_key(self.category.trim());
        if category.is_none() {
            problems.add(
                "category",
                "Choose one of the four reasons. Being busy is not among them.",
            );
        }
        let days = self
            .days
            .trim()
            .parse::<u8>()
            .ok()
            .filter(|days| *days <= 5);
        if category == Some(Category::AnnualLeave) && days.is_none() {
            problems.add("days", "Say how many of the five working days, 0 to 5.");
        }
        let note = problems.optional("note", &one_line(&self.note), 280);
        let days = days.filter(|_| category == Some(Category::AnnualLeave));
        problems.done(|| {
            Some(Wish {
                week: week?,
                category: category?,
                days,
                note,
            })
        })
    }
}

/// Grants a wish, or says why not. `already` says that the week is excused; `now` is when it is
/// recorded.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn grant(
    wish: &Wish,
    calendar: &Calendar,
    already: bool,
    now: Timestamp,
) -> Result<(), Refusal> {
    let week = wish.week;
    if !week.is_practice() {
        return Err(Refusal::NotAPracticeWeek);
    }
    if already {
        return Err(Refusal::AlreadyExcused);
    }
    if now >= calendar.close(week) {
        return Err(Refusal::WeekIsClosed);
    }
    if now >= excuse_deadline(calendar, week, wish.category) {
        return Err(Refusal::WeekHasBegun);
    }
    if wish.category == Category::AnnualLeave && wish.days.unwrap_or(0) < LEAVE_DAYS_MIN {
        return Err(Refusal::TooFewDays);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    /// Week 3 of this calendar starts on 5 April at 22:00 UTC and closes on 15 April at 22:00.
    fn calendar() -> Calendar {
        let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
        Calendar::new(zone, jiff::civil::date(2026, 3, 23), 3, Vec::new()).expect("a calendar")
    }

    fn week(number: u8) -> Week {
        Week::new(number).expect("a week")
    }

    fn asked(category: Category, days: Option<u8>, now: &str) -> Result<(), Refusal> {
        grant(
            &Wish {
                week: week(3),
                category,
                days,
                note: None,
            },
            &calendar(),
            false,
            at(now),
        )
    }

    #[test]
    fn luis_books_leave_before_the_week_and_not_after_it_began() {
        assert_eq!(
            asked(Category::AnnualLeave, Some(3), "2026-04-05T21:59:59Z"),
            Ok(())
        );
        assert_eq!(
            asked(Category::AnnualLeave, Some(5), "2026-04-05T22:00:00Z"),
            Err(Refusal::WeekHasBegun)
        );
        assert_eq!(
            asked(Category::SiteHoliday, None, "2026-04-06T08:00:00Z"),
            Err(Refusal::WeekHasBegun)
        );
    }

    #[test]
    fn two_days_off_leave_time_for_a_small_move() {
        assert_eq!(
            asked(Category::AnnualLeave, Some(2), "2026-04-01T08:00:00Z"),
            Err(Refusal::TooFewDays)
        );
        assert_eq!(
            asked(Category::AnnualLeave, None, "2026-04-01T08:00:00Z"),
            Err(Refusal::TooFewDays)
        );
    }

    #[test]
    fn who_falls_ill_can_say_so_until_the_week_closes() {
        assert_eq!(
            asked(Category::Sickness, None, "2026-04-15T21:59:59Z"),
            Ok(())
        );
        assert_eq!(
            asked(Category::Sickness, None, "2026-04-15T22:00:00Z"),
            Err(Refusal::WeekIsClosed)
        );
    }

    #[test]
    fn weeks_of_embedding_need_no_excuse() {
        let wish = Wish {
            week: week(11),
            category: Category::Sickness,
            days: None,
            note: None,
        };
        let refused = grant(&wish, &calendar(), false, at("2026-04-05T22:00:00Z"));
        assert_eq!(refused, Err(Refusal::NotAPracticeWeek));
    }

    #[test]
    fn too_busy_is_no_category() {
        let input = ExcuseInput {
            week: "3".into(),
            category: "too_busy".into(),
            ..Default::default()
        };
        let problems = input.read().expect_err("refused");
        assert_eq!(problems[0].field, "category");
        let input = ExcuseInput {
            week: "0".into(),
            category: "annual_leave".into(),
            ..Default::default()
        };
        assert_eq!(
            input
                .read()
                .expect_err("refused")
                .iter()
                .map(|p| p.field)
                .collect::<Vec<_>>(),
            ["week", "days"]
        );
    }

    #[test]
    fn the_same_week_is_excused_once() {
        let wish = Wish {
            week: week(3),
            category: Category::Sickness,
            days: None,
            note: None,
        };
        let refused = grant(&wish, &calendar(), true, at("2026-04-07T08:00:00Z"));
        assert_eq!(refused, Err(Refusal::AlreadyExcused));
    }
}
