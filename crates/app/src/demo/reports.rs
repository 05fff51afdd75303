//! From attempts to reports, and what follows from each report: confirmations, acceptance, answers of peers.

use firstmove_domain::history::Outcome;
use firstmove_domain::id::{ExperimentId, ReportId};
use firstmove_domain::week::Week;
use jiff::{SignedDuration, Timestamp};

use crate::demo::fate::{Attempt, Class, Oddity};
use crate::demo::plans;
use crate::demo::script::{Deed, Told, days};
use crate::demo::weeks::{Move, Writer};
use crate::demo::words;

impl Writer<'_, '_, '_> {
    /// Reports an attempt, and everything that follows from the report.
    pub(super) fn tell(&mut self, week: Week, plan: &Move, attempt: &Attempt) {
        let changed = attempt.oddity == Oddity::NoCriterion;
        let performed_on = plan.planned_on;
        let close = self.group.calendar.close(week);
        let date = if attempt.late {
            Self::workday(days(self.local(close), self.chance.between(0, 4)))
        } else {
            let wait = match self.chance.uniform() {
                u if u < 0.50 || plan.prompt => 0,
                u if u < 0.80 => 1,
                _ => self.chance.between(2, 5),
            };
            let last = days(self.local(close), -1);
            let wished = Self::workday(days(performed_on, wait.max(i64::from(changed))));
            wished.min(last)
        };
        let mut at = self
            .time(date, 12, 18)
            .max(plan.saved_at + SignedDuration::from_mins(100));
        if changed {
            let morning = self
                .time(date, 8, 9)
                .max(plan.saved_at + SignedDuration::from_mins(30));
            let id = ExperimentId::new(self.chance.uuid(morning));
            let old = plan.criteria.clone();
            let new = format!("{old} A reply by phone counts too.");
            self.say(
                morning,
                self.me(),
                Deed::ChangeCriteria {
                    id,
                    experiment: plan.experiment,
                    old,
                    new,
                },
            );
            at = at.max(morning + SignedDuration::from_mins(30));
        }
        let told_now = !matches!(attempt.oddity, Oddity::Pending | Oddity::Unresolved);
        let class = told_now.then_some(attempt.class);
        let report = self.report(at, plan, class, 1, attempt.tier == 3);
        if attempt.oddity == Oddity::Pending {
            let due = Self::workday(days(performed_on, plans::PENDING_DAYS));
            let later = self
                .time(due, 9, 17)
                .max(at + SignedDuration::from_hours(1));
            self.report(later, plan, Some(attempt.class), 2, false);
            self.verdict(week, later, plan.experiment, attempt);
        } else if told_now {
            self.verdict(week, at, plan.experiment, attempt);
        }
        self.witness(at, plan, attempt);
        self.confirmations(week, at, report, plan.experiment, attempt);
        self.answers(week, at, plan.experiment);
    }

    pub(super) fn report(
        &mut self,
        at: Timestamp,
        plan: &Move,
        class: Option<Class>,
        revision: i64,
        shown: bool,
    ) -> ReportId {
        let report = ReportId::new(self.chance.uuid(at));
        let there = (self.part.cohort, plan.week);
        let what = (plan.library_move, class, plan.skill);
        let drawn = self.chance.below(12);
        let line = self.said.line(there, what, drawn);
        let told = Told {
            report,
            experiment: plan.experiment,
            revision,
            performed_on: plan.planned_on,
            outcome: outcome(class),
            line,
            evidence: if shown {
                self.chance.pick::<&str>(&words::EVIDENCE)
            } else {
                ""
            },
            late: revision == 1
                && self
                    .group
                    .calendar
                    .settles(plan.planned_on)
                    .is_some_and(|close| at >= close),
        };
        self.say(at, self.me(), Deed::Report(Box::new(told)));
        report
    }

    /// A peer confirms: a late report soon, the others' in the next session; the coordinator accepts late ones.
    pub(super) fn confirmations(
        &mut self,
        week: Week,
        told: Timestamp,
        report: ReportId,
        experiment: ExperimentId,
        attempt: &Attempt,
    ) {
        let peer = self.peers(week).first().copied();
        let Some(peer) = peer else { return };
        if attempt.late {
            if !attempt.late_confirmed {
                return;
            }
            let date = Self::workday(days(self.local(told), self.chance.between(1, 2)));
            let at = self.time(date, 8, 17);
            self.say(at, peer, Deed::Confirm { report, experiment });
            let date = Self::workday(days(date, self.chance.between(1, 4)));
            let at = self
                .time(date, 8, 17)
                .max(at + SignedDuration::from_mins(30));
            self.say(
                at,
                self.script.coordinator().id,
                Deed::Accept { report, experiment },
            );
        } else if matches!(attempt.tier, 1 | 2) {
            let session = self
                .group
                .weekly
                .next_session(&self.group.calendar, week)
                .unwrap_or(told);
            let at = session.max(told) + SignedDuration::from_secs(self.chance.between(300, 1500));
            self.say(at, peer, Deed::Confirm { report, experiment });
        }
    }

    /// "Useful to me" and a question now and then.
    pub(super) fn answers(&mut self, week: Week, told: Timestamp, experiment: ExperimentId) {
        for peer in self.peers(week) {
            let useful = self.chance.happens(0.22);
            let asks = self.chance.happens(0.05);
            let mut at = told + SignedDuration::from_secs(self.chance.between(20 * 60, 28 * 3600));
            let hour = self.group.calendar.zone().to_datetime(at).hour();
            if !(8..18).contains(&hour) {
                let date = Self::workday(days(self.local(at), i64::from(hour >= 18)));
                at = self.time(date, 8, 12);
            }
            if useful {
                self.say(at, peer, Deed::Useful(experiment));
            }
            if asks {
                let drawn = self.chance.below(words::QUESTIONS.len());
                let there = (self.part.cohort, week);
                let all = (&words::QUESTIONS[..], drawn);
                let question = self.said.other(there, all, |one| one);
                self.say(
                    at + SignedDuration::from_secs(40),
                    peer,
                    Deed::Ask(experiment, question),
                );
            }
        }
    }
}

fn outcome(class: Option<Class>) -> Outcome {
    match class {
        Some(Class::Succeeded) => Outcome::Succeeded,
        Some(Class::Partially) => Outcome::Partially,
        Some(Class::Failed) => Outcome::Failed,
        None => Outcome::TooEarly,
    }
}
