//! The form with which a data owner sets a fact right.

use super::Change;
use crate::form::{FieldProblem, Problems};
use crate::history::{ExitKind, Outcome};
use crate::id::ExperimentId;
use crate::week::{Calendar, Week};
use jiff::civil::Date;
use serde::Deserialize;

/// The fewest characters of a reason.
pub const REASON_MIN: usize = 10;
/// The most characters of a reason.
pub const REASON_MAX: usize = 600;

/// What a form says about one correction, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CorrectionInput {
    /// `tried`, `not_tried`, `excused`, `not_excused`, `joined`, `left` or `stayed`.
    pub what: String,
    /// The move's id.
    pub experiment: String,
    /// The day.
    pub day: String,
    /// The outcome's key.
    pub outcome: String,
    /// Why somebody left.
    pub kind: String,
    /// Why it is corrected.
    pub reason: String,
}

impl CorrectionInput {
    /// The change and its reason. `week` is the one of the row, `planned` the week for which a move was planned.
    ///
    /// # Errors
    /// A sentence for each field that cannot be read.
    pub fn read(
        &self,
        calendar: &Calendar,
        week: Week,
        planned: impl Fn(ExperimentId) -> Option<Week>,
    ) -> Result<(Change, String), Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let reason = problems.required(
            "reason",
            &self.reason,
            REASON_MIN,
            REASON_MAX,
            "Say why this is corrected. The leader reads it.",
        );
        let change = match self.what.as_str() {
            "tried" => self.tried(&mut problems, planned),
            "not_tried" => self
                .chosen(&mut problems, planned)
                .map(|(experiment, week)| Change::NotTried { experiment, week }),
            "excused" => Some(Change::Excused { week }),
            "not_excused" => Some(Change::NotExcused { week }),
            "joined" => self.day(&mut problems).map(|day| Change::Joined {
                at: calendar.midnight(day),
            }),
            "left" => self.left(&mut problems, calendar),
            "stayed" => Some(Change::Stayed),
            _ => {
                problems.add("what", "Choose what is wrong.");
                None
            }
        };
        problems.done(|| change.map(|change| (change, reason)))
    }

    fn tried(
        &self,
        problems: &mut Problems,
        planned: impl Fn(ExperimentId) -> Option<Week>,
    ) -> Option<Change> {
        let chosen = self.chosen(problems, planned);
        let day = self.day(problems);
        let outcome = Outcome::from_key(&self.outcome);
        if outcome.is_none() {
            problems.add("outcome", "Choose how it went.");
        }
        let (experiment, week) = chosen?;
        Some(Change::Tried {
            experiment,
            week,
            performed_on: day?,
            outcome: outcome?,
        })
    }

    fn left(&self, problems: &mut Problems, calendar: &Calendar) -> Option<Change> {
        let day = self.day(problems);
        let mut kinds = ExitKind::ALL.into_iter();
        let kind = kinds.find(|kind| kind.key() == self.kind);
        if kind.is_none() {
            problems.add(
                "kind",
                "Choose whether they left the company or were transferred.",
            );
        }
        Some(Change::Left {
            at: calendar.midnight(day?),
            kind: kind?,
        })
    }

    fn chosen(
        &self,
        problems: &mut Problems,
        planned: impl Fn(ExperimentId) -> Option<Week>,
    ) -> Option<(ExperimentId, Week)> {
        let chosen = self.experiment.parse().ok();
        let found = chosen.and_then(|one| Some((one, planned(one)?)));
        if found.is_none() {
            problems.add("experiment", "Choose the move.");
        }
        found
    }

    fn day(&self, problems: &mut Problems) -> Option<Date> {
        match crate::form::date(&self.day) {
            Ok(Some(day)) => Some(day),
            Ok(None) => {
                problems.add("day", "Enter the day, such as 2026-10-15.");
                None
            }
            Err(sentence) => {
                problems.add("day", sentence);
                None
            }
        }
    }
}
