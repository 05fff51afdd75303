//! What a data owner sets right after a week has closed, with a reason: a day, an outcome, a week that should be
//! excused, a joining or a leaving. MEASUREMENT.md 0.1 and 0.4.
//!
//! A correction enters the final reading alone, before the final close; what was closed stays. The fact that it
//! corrects stays too: nothing is overwritten. A rating is blind and cannot be corrected.

use crate::form::{FieldProblem, Problems};
use crate::history::{AttemptHistory, ExitKind, Outcome, Report, Said, SeatHistory};
use crate::id::{CorrectionId, ExperimentId, ReportId};
use crate::standing;
use crate::status::{View, statuses};
use crate::week::{Calendar, Week};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The fewest characters of a reason.
pub const REASON_MIN: usize = 10;
/// The most characters of a reason.
pub const REASON_MAX: usize = 600;

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
    /// The move is not this person's.
    #[error("There is no such move in this row. Choose one from the list.")]
    NoSuchMove,
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
        Change::Joined { at } | Change::Left { at, .. } if at > now => {
            return Err(Refusal::NoSuchDay);
        }
        Change::Excused { .. }
        | Change::NotExcused { .. }
        | Change::Joined { .. }
        | Change::Left { .. }
        | Change::Stayed => {}
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Outcome::{Failed, Succeeded};
    use crate::id::{PersonId, SeatId};
    use crate::kpi;
    use crate::status::Status;
    use jiff::civil::date;
    use uuid::Uuid;

    fn calendar() -> Calendar {
        let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
        Calendar::new(zone, date(2026, 3, 23), 3, Vec::new()).expect("a calendar")
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    const ONE: ExperimentId = ExperimentId::new(Uuid::from_u128(1));

    /// Somebody who tried on Wednesday of week 1 and said so at once.
    fn maya() -> SeatHistory {
        let (monday, wednesday) = (at("2026-03-22T23:00:00Z"), at("2026-03-25T10:00:00Z"));
        SeatHistory {
            seat: SeatId::new(Uuid::from_u128(2)),
            person: PersonId::new(Uuid::from_u128(3)),
            joined_at: monday,
            joined_recorded_at: monday,
            exit: None,
            withdrawal: None,
            excuses: Vec::new(),
            attempts: vec![AttemptHistory {
                experiment: ONE,
                repeat_of: None,
                skill: "delegation".into(),
                due: Some(date(2026, 3, 29)),
                criteria_locked_at: Some(monday),
                criteria_changed: Vec::new(),
                stretch: None,
                evidence: Vec::new(),
                reports: vec![Report {
                    id: ReportId::new(Uuid::from_u128(4)),
                    at: wednesday,
                    said: Said::Tried {
                        week: Week::FIRST,
                        performed_on: date(2026, 3, 25),
                        outcome: Succeeded,
                    },
                    confirmed_at: None,
                    accepted_at: None,
                }],
            }],
            corrections: Vec::new(),
        }
    }

    fn tried(day: i8, outcome: Outcome) -> Change {
        Change::Tried {
            experiment: ONE,
            week: Week::FIRST,
            performed_on: date(2026, 3, day),
            outcome,
        }
    }

    const CLOSED: &str = "2026-04-03T10:00:00Z";

    fn corrected(changes: &[Change]) -> SeatHistory {
        let mut seat = maya();
        for (n, change) in (9..).zip(changes) {
            let (id, at) = (CorrectionId::new(Uuid::from_u128(n)), at(CLOSED));
            seat.correct(Correction {
                id,
                at,
                change: *change,
            });
        }
        seat
    }

    /// The closed and the final status of week 1, and what the move counts for in the final reading.
    fn read(seat: &SeatHistory) -> (Option<Status>, Option<Status>, Vec<crate::status::Class>) {
        let line = |view| statuses(&calendar(), seat, view, at("2026-04-03T11:00:00Z"));
        let last = line(View::Final);
        let classes = last.attempts.iter().map(|one| one.class).collect();
        (line(View::Closed).week(1), last.week(1), classes)
    }

    #[test]
    fn a_correction_enters_the_final_number_and_the_closed_one_stays() {
        use crate::status::Class;
        let (a, s, x, n) = (
            Status::Attempted,
            Status::Skipped,
            Status::Excused,
            Status::NotEnrolled,
        );
        let week = Week::FIRST;
        let not = Change::NotTried {
            experiment: ONE,
            week,
        };
        let met = vec![Class::Succeeded];
        let left = Change::Left {
            at: at("2026-03-27T10:00:00Z"),
            kind: ExitKind::Company,
        };
        let later = Change::Joined {
            at: at("2026-03-24T10:00:00Z"),
        };
        assert_eq!(
            read(&corrected(&[tried(25, Failed)])),
            (Some(a), Some(a), vec![Class::Failed])
        );
        assert_eq!(read(&corrected(&[not])), (Some(a), Some(s), vec![]));
        assert_eq!(
            read(&corrected(&[Change::Excused { week }])),
            (Some(a), Some(x), met.clone())
        );
        assert_eq!(read(&corrected(&[left])), (Some(a), Some(n), met.clone()));
        assert_eq!(read(&corrected(&[later])), (Some(a), Some(n), met.clone()));
        // the latest word counts
        let undone = [Change::Excused { week }, Change::NotExcused { week }];
        assert_eq!(read(&corrected(&undone)), (Some(a), Some(a), met.clone()));
        assert_eq!(
            read(&corrected(&[left, Change::Stayed])),
            (Some(a), Some(a), met)
        );
    }

    #[test]
    fn a_correction_is_nobodys_confirmation() {
        let seat = corrected(&[tried(25, Failed)]);
        let line = statuses(&calendar(), &seat, View::Final, at("2026-04-03T11:00:00Z"));
        assert_eq!(
            kpi::quality(&[line]).unconfirmed,
            crate::display::Share::new(1, 1)
        );
    }

    #[test]
    fn what_is_open_final_or_so_already_is_refused() {
        let check = |change, now| may_correct(&calendar(), &maya(), change, at(now));
        assert_eq!(check(tried(25, Failed), CLOSED), Ok(()));
        assert_eq!(check(tried(24, Succeeded), CLOSED), Ok(()));
        assert_eq!(
            check(tried(25, Failed), "2026-04-01T21:59:59Z"),
            Err(Refusal::Open)
        );
        assert_eq!(check(tried(31, Failed), CLOSED), Err(Refusal::Open));
        assert_eq!(check(tried(2, Failed), CLOSED), Err(Refusal::NoSuchDay));
        assert_eq!(
            check(tried(25, Succeeded), CLOSED),
            Err(Refusal::NothingChanges)
        );
        assert_eq!(check(Change::Stayed, CLOSED), Err(Refusal::NothingChanges));
        let second = Week::new(2).expect("a week");
        assert_eq!(
            check(Change::Excused { week: second }, CLOSED),
            Err(Refusal::Open)
        );
        let end = calendar().final_close();
        let late = may_correct(&calendar(), &maya(), tried(25, Failed), end);
        assert_eq!(late, Err(Refusal::Final));
        let other = Change::NotTried {
            experiment: ExperimentId::new(Uuid::from_u128(8)),
            week: Week::FIRST,
        };
        assert_eq!(check(other, CLOSED), Err(Refusal::NoSuchMove));
    }

    #[test]
    fn a_correction_without_a_reason_comes_back_with_all_that_is_missing() {
        let input = CorrectionInput {
            what: "tried".into(),
            day: "soon".into(),
            ..CorrectionInput::default()
        };
        let found = input
            .read(&calendar(), Week::FIRST, |_| None)
            .expect_err("refused");
        let fields: Vec<_> = found.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["reason", "experiment", "day", "outcome"]);
    }
}
