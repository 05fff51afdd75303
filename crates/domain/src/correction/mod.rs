//! What a data owner sets right after a week has closed, with a reason: a day, an outcome, a week that should be
//! excused, a joining or a leaving. MEASUREMENT.md 0.1 and 0.4.
//!
//! A correction enters the final reading alone, before the final close; what was closed stays. The fact that it
//! corrects stays too: nothing is overwritten. A rating is blind and cannot be corrected.

mod input;
#[cfg(test)]
mod tests;
mod words;

pub use input::{CorrectionInput, REASON_MAX, REASON_MIN};

use crate::history::{AttemptHistory, ExitKind, Outcome, Report, Said, SeatHistory};
use crate::id::{CorrectionId, ExperimentId, ReportId};
use crate::standing;
use crate::status::{View, statuses};
use crate::week::{Calendar, Week};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One fact as it should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Change {
    /// The move was tried on this day, with this outcome.
    Tried {
        /// Which.
        experiment: ExperimentId,
        /// The week that it was planned for.
        week: Week,
        /// The local date it was done.
        performed_on: Date,
        /// Against its criteria.
        outcome: Outcome,
    },
    /// The move was not tried.
    NotTried {
        /// Which.
        experiment: ExperimentId,
        /// The week that it was planned for.
        week: Week,
    },
    /// The week should have been excused.
    Excused {
        /// Which.
        week: Week,
    },
    /// The week should not have been excused.
    NotExcused {
        /// Which.
        week: Week,
    },
    /// They joined at another instant.
    Joined {
        /// When.
        at: Timestamp,
    },
    /// They left the company, or were transferred, at this instant.
    Left {
        /// When.
        at: Timestamp,
        /// Why.
        kind: ExitKind,
    },
    /// They did not leave.
    Stayed,
}

impl Change {
    /// The move that it is about, if it is about one.
    #[must_use]
    pub fn experiment(self) -> Option<ExperimentId> {
        match self {
            Change::Tried { experiment, .. } | Change::NotTried { experiment, .. } => {
                Some(experiment)
            }
            Change::Excused { .. }
            | Change::NotExcused { .. }
            | Change::Joined { .. }
            | Change::Left { .. }
            | Change::Stayed => None,
        }
    }
}

/// A correction as it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Which; of the same instant the greater id is the later.
    pub id: CorrectionId,
    /// When it was recorded.
    pub at: Timestamp,
    /// What it sets right.
    pub change: Change,
}

/// Why a correction is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// From the final close on.
    #[error("The numbers of this sprint are final. Sign an erratum, which stands beside them.")]
    Final,
    /// Before the week has closed.
    #[error(
        "This week is still open. Wait until it closes: until then the report itself can change."
    )]
    Open,
    /// A day outside the sprint, or one still to come.
    #[error("That day lies outside the sprint or is still to come. Choose a day of a closed week.")]
    NoSuchDay,
    /// A leaving on a day on which they were not in the group yet.
    #[error("That is before they joined. Choose a later day.")]
    BeforeJoining,
    /// A joining on a day on which they were gone.
    #[error("They had left by then. Choose an earlier day.")]
    AfterLeaving,
    /// The move is not this person's.
    #[error("There is no such move in this row. Choose one from the list.")]
    NoSuchMove,
    /// A week in which they sit in another group of the sprint.
    #[error(
        "They sit in another group in week {0}, and a week counts once. Set right there first when they joined or left, then here."
    )]
    SitsElsewhere(Week),
    /// It is so already.
    #[error("It stands so already, so nothing would change. Look again at what is wrong.")]
    NothingChanges,
}

impl SeatHistory {
    /// The history with this correction in it. One about a move that is not there changes nothing.
    pub fn correct(&mut self, correction: Correction) {
        let (experiment, said) = match correction.change {
            Change::Tried {
                experiment,
                week,
                performed_on,
                outcome,
            } => (
                experiment,
                Said::Tried {
                    week,
                    performed_on,
                    outcome,
                },
            ),
            Change::NotTried { experiment, week } => (
                experiment,
                Said::NotThisWeek {
                    week,
                    barrier: None,
                },
            ),
            Change::Excused { .. }
            | Change::NotExcused { .. }
            | Change::Joined { .. }
            | Change::Left { .. }
            | Change::Stayed => {
                self.corrections.push(correction);
                self.corrections.sort_by_key(|one| (one.at, one.id));
                return;
            }
        };
        let mut attempts = self.attempts.iter_mut();
        if let Some(attempt) = attempts.find(|one| one.experiment == experiment) {
            attempt.reports.push(Report {
                id: ReportId::new(correction.id.uuid()),
                at: correction.at,
                said,
                confirmed_at: Some(correction.at),
                accepted_at: Some(correction.at),
            });
        }
    }
}

/// Whether a correction may be recorded now, by what is known about the person.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_correct(
    calendar: &Calendar,
    seat: &SeatHistory,
    change: Change,
    now: Timestamp,
) -> Result<(), Refusal> {
    if now >= calendar.final_close() {
        return Err(Refusal::Final);
    }
    let closed = |week: Week| calendar.close(week) <= now;
    match change {
        Change::Tried {
            experiment,
            performed_on,
            ..
        } => {
            let settled = calendar.settles(performed_on).ok_or(Refusal::NoSuchDay)?;
            if settled > now {
                return Err(Refusal::Open);
            }
            of_closed_week(calendar, seat, experiment, now)?;
        }
        Change::NotTried { experiment, .. } => of_closed_week(calendar, seat, experiment, now)?,
        Change::Excused { week } | Change::NotExcused { week } if !closed(week) => {
            return Err(Refusal::Open);
        }
        Change::Joined { at } => {
            if at > now || at < calendar.span(Week::FIRST).0 {
                return Err(Refusal::NoSuchDay);
            }
            if gone_at(seat).is_some_and(|gone| gone < at) {
                return Err(Refusal::AfterLeaving);
            }
        }
        Change::Left { at, .. } => {
            if at > now {
                return Err(Refusal::NoSuchDay);
            }
            // a day begins before whoever was added on it came
            let day = |at| calendar.local_date(at);
            if day(at) < day(seat.here_since(calendar)) {
                return Err(Refusal::BeforeJoining);
            }
        }
        Change::Excused { .. } | Change::NotExcused { .. } | Change::Stayed => {}
    }
    let mut after = seat.clone();
    after.correct(Correction {
        id: CorrectionId::new(uuid::Uuid::max()),
        at: now,
        change,
    });
    if standing_of(calendar, seat, change, now) == standing_of(calendar, &after, change, now) {
        return Err(Refusal::NothingChanges);
    }
    Ok(())
}

/// When they left, as far as it is known: what was set right comes before what was noted.
fn gone_at(seat: &SeatHistory) -> Option<Timestamp> {
    let mut corrections = seat.corrections.iter().rev();
    let corrected = corrections.find_map(|one| match one.change {
        Change::Left { at, .. } => Some(Some(at)),
        Change::Stayed => Some(None),
        _ => None,
    });
    corrected.unwrap_or_else(|| seat.exit.as_ref().map(|exit| exit.at))
}

/// What could change: the whole line, and of a move the day as well.
fn standing_of(
    calendar: &Calendar,
    seat: &SeatHistory,
    change: Change,
    now: Timestamp,
) -> (crate::line::Line, Option<standing::Credit>) {
    let credit = change
        .experiment()
        .and_then(|experiment| find(seat, experiment))
        .and_then(|attempt| standing::last(calendar, attempt, now))
        // whether it counts as late or raised is no fact of its own
        .map(|credit| standing::Credit {
            late: false,
            upgraded: false,
            ..credit
        });
    let mut line = statuses(calendar, seat, View::Final, now);
    if change.experiment().is_some() {
        line.weeks.clear();
        line.attempts.clear();
    }
    (line, credit)
}

fn find(seat: &SeatHistory, experiment: ExperimentId) -> Option<&AttemptHistory> {
    let mut attempts = seat.attempts.iter();
    attempts.find(|one| one.experiment == experiment)
}

fn of_closed_week(
    calendar: &Calendar,
    seat: &SeatHistory,
    experiment: ExperimentId,
    now: Timestamp,
) -> Result<(), Refusal> {
    let attempt = find(seat, experiment).ok_or(Refusal::NoSuchMove)?;
    let counts_in_open_week = standing::last(calendar, attempt, now)
        .and_then(|credit| calendar.settles(credit.performed_on))
        .is_some_and(|close| close > now);
    match counts_in_open_week {
        true => Err(Refusal::Open),
        false => Ok(()),
    }
}
