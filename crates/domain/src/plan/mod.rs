//! The plan of a move: the form, what it has to hold, and what it is warned about.
//!
//! Source: measurement, section 6.2, fields in that order. Required are skill, hypothesis, action,
//! when, criteria and fallback; the rest is offered and never blocks saving. Warnings do not block
//! either: the leader decides.

mod input;

use crate::event::Terms;
use crate::wording;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

pub use input::{Frame, PlanInput};

/// The fewest characters of a concrete action.
pub const ACTION_MIN: usize = 20;
/// The most characters of action and script.
pub const ACTION_MAX: usize = 600;
/// The most characters of hypothesis, criterion and fallback.
pub const TEXT_MAX: usize = 300;
/// The most characters of the short fields.
pub const SHORT_MAX: usize = 160;
/// The most minutes of a preparation task.
pub const PREPARATION_MINUTES: u32 = 10;
/// Below this confidence a smaller version is offered.
pub const CONFIDENCE_LOW: u8 = 7;

/// When and with whom a move is to happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The day.
    pub day: Date,
    /// The time, where there is one.
    pub time: Option<Time>,
    /// With whom, or at which moment.
    pub with_whom: String,
}

/// What has to be seen or counted for the move to have worked; locked on save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criteria {
    /// What another person could see or count.
    pub text: String,
    /// By when.
    pub due: Option<Date>,
}

/// A plan, as it is kept. Optional texts are `None`, never empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The skill's key.
    pub skill: String,
    /// The library move that it was taken from.
    pub library_move: Option<String>,
    /// What follows "I believe that".
    pub hypothesis: String,
    /// The words to say, the steps to take.
    pub action: String,
    /// Whether the leader would have to ask somebody first.
    pub needs_asking: bool,
    /// When and with whom.
    pub when: When,
    /// How it is known that it worked.
    pub criteria: Criteria,
    /// Hours a week it should free.
    pub hours_freed: Option<f64>,
    /// What could get in the way; follows "If".
    pub obstacle: Option<String>,
    /// What the leader does then; follows "then I will".
    pub response: Option<String>,
    /// What follows "If it goes wrong, I will".
    pub fallback: String,
    /// How sure the leader is to do it this week, 0 to 10.
    pub confidence: Option<u8>,
    /// How much of a stretch it is, 1 to 5.
    pub stretch: Option<u8>,
    /// Who will be there and could confirm it.
    pub witness: Option<String>,
    /// One task of at most ten minutes beforehand.
    pub preparation: Option<String>,
}

impl Plan {
    /// What is counted of it.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms {
            skill: self.skill.clone(),
            due: self.criteria.due,
            stretch: self.stretch,
        }
    }
}

/// Something to look at before saving, which never blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The field it stands beside.
    pub field: &'static str,
    /// Which one.
    pub kind: WarningKind,
    /// The sentence.
    pub sentence: &'static str,
}

/// The kinds of warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningKind {
    /// The leader would have to ask: offer the smaller version.
    AsksSomebody,
    /// The day lies in the past: the criteria come too late to count.
    DayHasPassed,
    /// Nothing in the criterion can be seen or counted.
    NothingToSee,
    /// No due date.
    NoDate,
    /// Confidence under seven: offer the smaller version.
    Unsure,
}

impl WarningKind {
    /// Whether the page offers the ten-minute version beside it.
    #[must_use]
    pub fn offers_smaller(self) -> bool {
        matches!(self, WarningKind::AsksSomebody | WarningKind::Unsure)
    }
}

/// One of the four checks that only the author sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// The check in three or four words.
    pub label: &'static str,
    /// Whether the plan has it.
    pub met: bool,
}

impl Plan {
    /// What to look at before saving; nothing of it blocks.
    #[must_use]
    pub fn warnings(&self, today: Date) -> Vec<Warning> {
        use WarningKind::{AsksSomebody, DayHasPassed, NoDate, NothingToSee, Unsure};
        let asks = self.needs_asking || wording::asks_for_leave(&self.action);
        let all = [
            (
                asks,
                "alone",
                AsksSomebody,
                "You would have to ask first. A smaller version needs nobody\u{2019}s yes.",
            ),
            (
                self.when.day < today,
                "day",
                DayHasPassed,
                "That day has passed. A measure set afterwards does not count towards the success rate.",
            ),
            (
                !wording::observable(&self.criteria.text),
                "criteria",
                NothingToSee,
                "Nothing here can be seen or counted. Name a number, or what somebody will do.",
            ),
            (
                self.criteria.due.is_none(),
                "due",
                NoDate,
                "No date yet. Without one, nobody can say whether it worked. You can save it and add the date before you start.",
            ),
            (
                self.confidence.is_some_and(|sure| sure < CONFIDENCE_LOW),
                "confidence",
                Unsure,
                "Under 7, a ten-minute version is more likely to happen.",
            ),
        ];
        all.into_iter()
            .filter(|(applies, ..)| *applies)
            .map(|(_, field, kind, sentence)| Warning {
                field,
                kind,
                sentence,
            })
            .collect()
    }

    /// The four checks, seen by the author only.
    #[must_use]
    pub fn checks(&self) -> [Check; 4] {
        let measure = wording::observable(&self.criteria.text) && self.criteria.due.is_some();
        [
            Check {
                label: "A clear time",
                met: self.when.time.is_some(),
            },
            Check {
                label: "A clear moment",
                met: wording::names_a_moment(&self.when.with_whom),
            },
            Check {
                label: "A measure with a date",
                met: measure,
            },
            Check {
                label: "If and then",
                met: self.if_then().is_some(),
            },
        ]
    }

    /// How many of the four checks are met.
    #[must_use]
    pub fn quality(&self) -> usize {
        self.checks().iter().filter(|check| check.met).count()
    }

    /// The if-then sentence, to be read aloud; `None` unless both halves are there.
    #[must_use]
    pub fn if_then(&self) -> Option<String> {
        let (obstacle, response) = (self.obstacle.as_deref()?, self.response.as_deref()?);
        let end = |text: &str| text.trim_end_matches(['.', ',', ' ']).to_owned();
        Some(format!(
            "If {}, then I will {}.",
            end(obstacle),
            end(response)
        ))
    }
}

#[cfg(test)]
mod tests;
