//! The short report in the middle of the week: tried or not, how it went, one line.
//!
//! Source: measurement, sections 0.3 and 1.2. What a report counts for is not decided here but
//! from its date and outcome ([`crate::standing`]); what comes after the close is in
//! [`crate::late`].

mod input;

use crate::form::long_day;
use crate::history::{Outcome, Said};
use crate::week::{Calendar, Week, later};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use input::{CheckInInput, Frame};

/// The longest line, in characters.
pub const LINE_MAX: usize = 280;
/// A shorter line is asked about once.
pub const LINE_SHORT: usize = 20;
/// Where a plan has no due date, the outcome is asked for this many days after the move.
pub const ASK_DAYS: i64 = 7;

impl Outcome {
    /// All outcomes, in the order of the form.
    pub const ALL: [Outcome; 4] = [
        Outcome::Succeeded,
        Outcome::Partially,
        Outcome::Failed,
        Outcome::TooEarly,
    ];

    /// The key in the database and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Outcome::Succeeded => "succeeded",
            Outcome::Partially => "partially",
            Outcome::Failed => "failed",
            Outcome::TooEarly => "too_early",
        }
    }

    /// The outcome as the form says it.
    pub fn label(self) -> &'static str {
        match self {
            Outcome::Succeeded => "Met it",
            Outcome::Partially => "Partly",
            Outcome::Failed => "Not met",
            Outcome::TooEarly => "Too early to tell",
        }
    }

    /// The outcome of a key.
    pub fn from_key(key: &str) -> Option<Outcome> {
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.key() == key)
    }
}

/// What got in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Barrier {
    /// No time.
    NoTime,
    /// No chance came up.
    NoChance,
    /// Was not ready.
    NotReady,
    /// Was away.
    Away,
}

impl Barrier {
    /// All four, in the order of the form.
    pub const ALL: [Barrier; 4] = [
        Barrier::NoTime,
        Barrier::NoChance,
        Barrier::NotReady,
        Barrier::Away,
    ];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Barrier::NoTime => "no_time",
            Barrier::NoChance => "no_chance",
            Barrier::NotReady => "not_ready",
            Barrier::Away => "away",
        }
    }

    /// The barrier as the form says it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Barrier::NoTime => "No time",
            Barrier::NoChance => "No chance came up",
            Barrier::NotReady => "I was not ready",
            Barrier::Away => "I was away",
        }
    }

    /// The barrier of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Barrier> {
        Barrier::ALL
            .into_iter()
            .find(|barrier| barrier.key() == key)
    }
}

/// What comes after "not this week".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// The same move again; it keeps its identity.
    Same,
    /// A version of ten minutes; a new plan.
    Smaller,
}

impl NextStep {
    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            NextStep::Same => "same",
            NextStep::Smaller => "smaller",
        }
    }

    /// The step of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<NextStep> {
        [NextStep::Same, NextStep::Smaller]
            .into_iter()
            .find(|step| step.key() == key)
    }
}

/// A report that a move was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The day it was done; decides which week it counts for.
    pub performed_on: Date,
    /// How it went.
    pub outcome: Outcome,
    /// What happened, in one line.
    pub line: String,
    /// A figure.
    pub number: Option<f64>,
    /// A link or a word on what shows it.
    pub evidence: Option<String>,
    /// Who was there and could confirm it.
    pub witness: Option<String>,
}

impl Tried {
    /// Whether something is named that shows it.
    #[must_use]
    pub fn shows_something(&self) -> bool {
        self.evidence
            .as_deref()
            .is_some_and(|one| !one.trim().is_empty())
    }
}

/// A report that it did not happen this week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotThisWeek {
    /// What got in the way.
    pub barrier: Barrier,
    /// What comes next, if it was said.
    pub next: Option<NextStep>,
    /// A line, if one was written.
    pub line: Option<String>,
}

/// A valid report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CheckIn {
    /// Tried.
    Tried(Tried),
    /// Not this week.
    NotThisWeek(NotThisWeek),
}

/// The day on which an outcome is due and asked for again: the due date of the criteria, or where
/// there is none (or it lies before the move, which was carried over) a week after the move. The
/// numbers take the same day.
#[must_use]
pub fn due_on(due: Option<Date>, performed_on: Date) -> Date {
    due.filter(|due| *due >= performed_on)
        .unwrap_or_else(|| later(performed_on, ASK_DAYS))
}

impl CheckIn {
    /// The report as the numbers read it; `week` is the one that the move is planned for now.
    #[must_use]
    pub fn said(&self, week: Week) -> Said {
        match self {
            CheckIn::Tried(tried) => Said::Tried {
                week,
                performed_on: tried.performed_on,
                outcome: tried.outcome,
            },
            CheckIn::NotThisWeek(not) => Said::NotThisWeek {
                week,
                barrier: Some(not.barrier.key().to_owned()),
            },
        }
    }
}

/// The sentence under a report that was sent.
#[must_use]
pub fn editable_sentence(last_open_day: Date) -> String {
    format!(
        "You can change this until {}, midnight.",
        long_day(last_open_day)
    )
}

/// The last local day on which a report about `date` can be changed freely; `None` outside the
/// sprint. Weeks close at local midnight.
#[must_use]
pub fn last_open_day(calendar: &Calendar, date: Date) -> Option<Date> {
    let closes: Timestamp = calendar.settles(date)?;
    calendar.local_date(closes).yesterday().ok()
}

#[cfg(test)]
mod tests;
