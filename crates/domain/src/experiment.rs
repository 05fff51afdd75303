//! One experiment: from the plan to what became of it.
//!
//! Source: measurement, sections 0.3 and 1.2. An experiment holds at most one attempt; trying the
//! same move again is a new experiment with `repeat_of`. Every step consumes the old state and
//! gives the new one with its event. What a report counts for is decided in [`crate::standing`].

use crate::check_in::{CheckIn, NotThisWeek, Tried};
use crate::event::{Event, Saved};
use crate::id::{ExperimentId, ReportId, SeatId};
use crate::plan::{Criteria, Plan};
use crate::week::Week;
use jiff::Timestamp;
use jiff::civil::Date;

/// Where an experiment stands.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Waits until the week's move is done.
    Queued,
    /// The move of its week.
    Planned,
    /// Tried; the outcome may still be too early to tell.
    Reported(Tried),
    /// It did not happen in its week.
    NotThisWeek(NotThisWeek),
    /// Dropped before it was tried: neither an attempt nor a skip of its own.
    Abandoned,
}

impl State {
    /// The key in the database.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            State::Queued => "queued",
            State::Planned => "planned",
            State::Reported(_) => "reported",
            State::NotThisWeek(_) => "not_this_week",
            State::Abandoned => "abandoned",
        }
    }

    /// Whether it holds the one place of its week. A reported move no longer does: a second one in
    /// the same week may follow.
    #[must_use]
    pub fn holds_the_week(&self) -> bool {
        matches!(self, State::Planned)
    }
}

/// A change of the criteria after they were locked: visible to the cohort, with both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriteriaChange {
    /// When.
    pub at: Timestamp,
    /// What they were.
    pub old: Criteria,
    /// What they became.
    pub new: Criteria,
}

/// One experiment.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// Its identity, kept when it is carried over.
    pub id: ExperimentId,
    /// The week it is planned for.
    pub week: Week,
    /// The plan as it is now.
    pub plan: Plan,
    /// When the plan was saved first: the criteria are locked since.
    pub locked_at: Timestamp,
    /// Changes of the criteria since.
    pub changes: Vec<CriteriaChange>,
    /// The week it was first planned for, if it was carried over.
    pub carried_from: Option<Week>,
    /// The experiment of which this is another try.
    pub repeat_of: Option<ExperimentId>,
    /// Where it stands.
    pub state: State,
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is an outcome.
    #[error("The outcome is in, so the plan stays as it was. Plan the next move instead.")]
    OutcomeIsIn,
    /// It was tried.
    #[error("You have tried this move, so it cannot be dropped. Change its report instead.")]
    AlreadyTried,
    /// It was dropped.
    #[error("You have dropped this move. Plan it again to try it.")]
    Dropped,
    /// It only waits.
    #[error(
        "This move waits for its turn, so there is nothing to put off. Report the one before it."
    )]
    OnlyQueued,
    /// Another one holds the week.
    #[error("You have a move for this week. Report it first, or drop it; this one waits in line.")]
    WeekIsTaken,
    /// Carrying to a week that is not later.
    #[error("A move is carried into a later week. Choose one that comes after.")]
    NotLater,
}

/// A step's result: the experiment as it is now, and what happened.
pub type Step = Result<(Experiment, Event), Refusal>;

impl Experiment {
    /// Saves a new plan of this seat for `week`; its criteria are locked from `now` on. When another move holds
    /// the week (`week_is_taken`), it is queued.
    #[must_use]
    pub fn save(
        (id, seat): (ExperimentId, SeatId),
        week: Week,
        plan: Plan,
        week_is_taken: bool,
        now: Timestamp,
    ) -> (Experiment, Event) {
        let state = if week_is_taken {
            State::Queued
        } else {
            State::Planned
        };
        let terms = plan.terms();
        let saved = Saved { seat, terms };
        let event = if week_is_taken {
            Event::MoveQueued {
                experiment: id,
                week,
                repeat_of: None,
                saved,
            }
        } else {
            Event::MovePlanned {
                experiment: id,
                week,
                repeat_of: None,
                saved: Some(saved),
            }
        };
        let changes = Vec::new();
        let new = Experiment {
            id,
            week,
            plan,
            locked_at: now,
            changes,
            carried_from: None,
            repeat_of: None,
            state,
        };
        (new, event)
    }

    /// The same move once more, as a new experiment with its own criteria lock.
    #[must_use]
    pub fn repeat(
        &self,
        (id, seat): (ExperimentId, SeatId),
        week: Week,
        plan: Plan,
        week_is_taken: bool,
        now: Timestamp,
    ) -> (Experiment, Event) {
        let (mut again, mut event) = Experiment::save((id, seat), week, plan, week_is_taken, now);
        again.repeat_of = Some(self.id);
        if let Event::MovePlanned { repeat_of, .. } | Event::MoveQueued { repeat_of, .. } =
            &mut event
        {
            *repeat_of = Some(self.id);
        }
        (again, event)
    }

    /// Takes a queued move as the move of `week`.
    ///
    /// # Errors
    /// When another one holds that week, or this one does not wait.
    pub fn take_up(mut self, week: Week, week_is_taken: bool) -> Step {
        match self.state {
            State::Queued if week_is_taken => Err(Refusal::WeekIsTaken),
            State::Queued => {
                self.state = State::Planned;
                self.week = week;
                let event = Event::MovePlanned {
                    experiment: self.id,
                    week,
                    repeat_of: self.repeat_of,
                    saved: None,
                };
                Ok((self, event))
            }
            State::Abandoned => Err(Refusal::Dropped),
            State::Reported(_) => Err(Refusal::AlreadyTried),
            State::Planned | State::NotThisWeek(_) => Err(Refusal::WeekIsTaken),
        }
    }

    /// Changes the plan. Changed criteria are recorded and shown with both texts; made after the
    /// move was tried, they take it out of the success rate.
    ///
    /// # Errors
    /// When the outcome is in, or the move was dropped.
    pub fn change(mut self, plan: Plan, now: Timestamp) -> Step {
        match &self.state {
            State::Abandoned => return Err(Refusal::Dropped),
            State::Reported(tried) if tried.outcome != crate::history::Outcome::TooEarly => {
                return Err(Refusal::OutcomeIsIn);
            }
            _ => {}
        }
        let event = if self.plan.criteria == plan.criteria {
            Event::PlanChanged {
                experiment: self.id,
                terms: plan.terms(),
            }
        } else {
            let old = self.plan.criteria.clone();
            self.changes.push(CriteriaChange {
                at: now,
                old,
                new: plan.criteria.clone(),
            });
            Event::CriteriaChanged {
                experiment: self.id,
                times: self.changes.len(),
                terms: plan.terms(),
            }
        };
        self.plan = plan;
        Ok((self, event))
    }

    /// Takes a report or a change of one, each a revision of its own. `performed_in` is the week of the day the move was done;
    /// `None` for "not this week" and for a day in a pause. A move that was done in a later week
    /// than planned moves there and remembers where it came from.
    ///
    /// # Errors
    /// When the move was dropped, or "not this week" is said of one that only waits.
    pub fn check_in(
        mut self,
        (report, check_in): (ReportId, CheckIn),
        performed_in: Option<Week>,
    ) -> Step {
        match (&self.state, &check_in) {
            (State::Abandoned, _) => return Err(Refusal::Dropped),
            (State::Queued, CheckIn::NotThisWeek(_)) => return Err(Refusal::OnlyQueued),
            _ => {}
        }
        let had_tried = matches!(self.state, State::Reported(_));
        let (experiment, week) = (self.id, self.week);
        let event = match &check_in {
            CheckIn::Tried(tried) => {
                if let Some(week) = performed_in {
                    self.move_to(week);
                }
                Event::MoveReported {
                    experiment,
                    performed_on: tried.performed_on,
                    outcome: tried.outcome,
                    again: had_tried,
                    report,
                    week,
                    shown: tried.shows_something(),
                }
            }
            CheckIn::NotThisWeek(not) if had_tried => Event::AttemptTakenBack {
                experiment,
                week,
                barrier: not.barrier,
                report,
            },
            CheckIn::NotThisWeek(not) => Event::NotThisWeek {
                experiment,
                week,
                barrier: not.barrier,
                report,
            },
        };
        self.state = match check_in {
            CheckIn::Tried(tried) => State::Reported(tried),
            CheckIn::NotThisWeek(not) => State::NotThisWeek(not),
        };
        Ok((self, event))
    }

    /// Carries a move that did not happen into a later week, on a new day. It keeps its identity
    /// and its criteria; a due date before the new day goes, since it could not be met.
    ///
    /// # Errors
    /// When it was tried or dropped, the week is taken, or not later.
    pub fn carry_over(
        mut self,
        week: Week,
        day: Date,
        week_is_taken: bool,
        now: Timestamp,
    ) -> Step {
        match self.state {
            State::Abandoned => return Err(Refusal::Dropped),
            State::Reported(_) => return Err(Refusal::AlreadyTried),
            _ if week <= self.week => return Err(Refusal::NotLater),
            _ if week_is_taken => return Err(Refusal::WeekIsTaken),
            _ => {}
        }
        let from = self.week;
        self.move_to(week);
        self.plan.when.day = day;
        if self.plan.criteria.due.is_some_and(|due| due < day) {
            let old = self.plan.criteria.clone();
            self.plan.criteria.due = None;
            self.changes.push(CriteriaChange {
                at: now,
                old,
                new: self.plan.criteria.clone(),
            });
        }
        self.state = State::Planned;
        let event = Event::MoveCarriedOver {
            experiment: self.id,
            from,
            to: week,
            due: self.plan.criteria.due,
        };
        Ok((self, event))
    }

    /// Drops a move that was not tried.
    ///
    /// # Errors
    /// When it was tried or dropped before.
    pub fn drop_it(mut self) -> Step {
        match self.state {
            State::Reported(_) => Err(Refusal::AlreadyTried),
            State::Abandoned => Err(Refusal::Dropped),
            _ => {
                self.state = State::Abandoned;
                let event = Event::MoveDropped {
                    experiment: self.id,
                };
                Ok((self, event))
            }
        }
    }

    fn move_to(&mut self, week: Week) {
        let origin = self.carried_from.unwrap_or(self.week);
        self.carried_from = (week > origin).then_some(origin);
        self.week = week;
    }
}

#[cfg(test)]
#[path = "experiment_tests.rs"]
mod tests;
