//! What each entry of the script does to the tables.

use firstmove_domain::cohort::WithdrawReason;
use firstmove_domain::event::Event;
use firstmove_domain::history::ExitKind;
use firstmove_domain::id::{ExperimentId, ReportId};
use firstmove_domain::session::Meeting;
use firstmove_kit::db::{Conn, DbError, Value};
use firstmove_kit::params;

use crate::app::App;
use crate::demo::afterwards::helped;
use crate::demo::play::{seat, write_down};
use crate::demo::script::{Deed, Entry, Part, Script};
use crate::demo::training::train;

/// One entry while it is played.
pub(super) struct Stage<'s, 'c, 'd> {
    pub(super) conn: &'s mut Conn<'c>,
    pub(super) app: &'d App,
    pub(super) script: &'d Script,
    pub(super) entry: &'d Entry,
    pub(super) cohort: String,
    pub(super) at: i64,
}

impl Stage<'_, '_, '_> {
    /// Does the deed; the event if it was done.
    pub(super) fn deed(&mut self) -> Result<Option<Event>, DbError> {
        match &self.entry.deed {
            Deed::Join(number) => self.join(&self.script.parts[*number]),
            Deed::Leave(number) => self.leave(&self.script.parts[*number]),
            Deed::Withdraw(number, reason) => self.withdraw(&self.script.parts[*number], *reason),
            Deed::Excuse { .. } => self.excuse(),
            Deed::Plan(plan) => self.plan(plan),
            Deed::ChangeCriteria { .. } => self.change_criteria(),
            Deed::Report(told) => self.report(told),
            Deed::NotThisWeek { .. } => self.not_this_week(),
            Deed::Confirm { report, experiment } => self.confirm(*report, *experiment),
            Deed::Accept { report, experiment } => self.accept(*report, *experiment),
            Deed::Rate { .. } => self.rate(),
            Deed::Judge(experiment, verdict) => self.judge(*experiment, *verdict),
            Deed::Witness(experiment, answer) => self.witness(*experiment, *answer),
            Deed::Useful(experiment) => self.react(*experiment, None),
            Deed::Ask(experiment, question) => self.react(*experiment, Some(question)),
            Deed::Tell(telling) => self.tell(*telling),
            Deed::Gather(meeting) => self.gather(*meeting),
        }
    }

    fn done(changed: u64, event: Event) -> Option<Event> {
        (changed > 0).then_some(event)
    }

    fn join(&mut self, part: &Part) -> Result<Option<Event>, DbError> {
        let changed = seat(self.conn, self.script, part)?;
        let trained = train(self.conn, self.script, part, self.entry.at)?;
        if let Some(trained) = trained.filter(|_| changed > 0) {
            self.event(&trained, 1)?;
        }
        Ok(Self::done(
            changed,
            Event::Joined {
                seat: part.seat,
                person: part.player.id,
                at: part.joined_at,
            },
        ))
    }

    fn leave(&mut self, part: &Part) -> Result<Option<Event>, DbError> {
        let changed = self.conn.execute(
            "update seats set exit_at = $3, exit_kind = 'company', exit_recorded_at = $3
             where cohort_id = $1 and id = $2 and exit_at is null",
            &params![&self.cohort, part.seat.to_string(), self.at],
        )?;
        let event = Event::Left {
            seat: part.seat,
            at: self.entry.at,
            kind: ExitKind::Company,
        };
        Ok(Self::done(changed, event))
    }

    fn withdraw(&mut self, part: &Part, reason: WithdrawReason) -> Result<Option<Event>, DbError> {
        let changed = self.conn.execute(
            "update seats set withdrawn_at = $3, withdrawal_recorded_at = $3, withdrawal_reason = $4
             where cohort_id = $1 and id = $2 and withdrawn_at is null and exit_at is null",
            &params![&self.cohort, part.seat.to_string(), self.at, reason.key()],
        )?;
        Ok(Self::done(
            changed,
            Event::Withdrew {
                seat: part.seat,
                at: self.entry.at,
                reason,
            },
        ))
    }

    fn excuse(&mut self) -> Result<Option<Event>, DbError> {
        let Deed::Excuse {
            id,
            seat,
            week,
            category,
        } = &self.entry.deed
        else {
            return Ok(None);
        };
        let taken = self.there(
            "select 1 as one from excuses where cohort_id = $1 and seat_id = $2 and week = $3 and revoked_at is null",
            params![&self.cohort, seat.to_string(), week.number()],
        )?;
        if taken {
            return Ok(None);
        }
        self.conn.execute(
            "insert into excuses (cohort_id, id, seat_id, week, category, recorded_at, recorded_by)
             values ($1, $2, $3, $4, $5, $6, $7)",
            &params![
                &self.cohort,
                id.to_string(),
                seat.to_string(),
                week.number(),
                category.key(),
                self.at,
                self.entry.actor.to_string()
            ],
        )?;
        Ok(Some(Event::WeekExcused {
            excuse: *id,
            seat: *seat,
            week: *week,
            category: *category,
        }))
    }

    fn confirm(
        &mut self,
        report: ReportId,
        experiment: ExperimentId,
    ) -> Result<Option<Event>, DbError> {
        let changed = self.conn.execute(
            "update reports set confirmed_at = $3, confirmed_by = $4
             where cohort_id = $1 and id = $2 and confirmed_at is null",
            &params![
                &self.cohort,
                report.to_string(),
                self.at,
                self.entry.actor.to_string()
            ],
        )?;
        Ok(Self::done(
            changed,
            Event::ReportConfirmed { report, experiment },
        ))
    }

    fn accept(
        &mut self,
        report: ReportId,
        experiment: ExperimentId,
    ) -> Result<Option<Event>, DbError> {
        let changed = self.conn.execute(
            "update reports set accepted_at = $3, accepted_by = $4
             where cohort_id = $1 and id = $2 and confirmed_at is not null and accepted_at is null",
            &params![
                &self.cohort,
                report.to_string(),
                self.at,
                self.entry.actor.to_string()
            ],
        )?;
        Ok(Self::done(
            changed,
            Event::ReportAccepted { report, experiment },
        ))
    }

    fn rate(&mut self) -> Result<Option<Event>, DbError> {
        let Deed::Rate { seat, week, score } = &self.entry.deed else {
            return Ok(None);
        };
        if self.is_off(Meeting::Session(*week))? {
            return Ok(None);
        }
        let changed = self.conn.execute(
            "insert into ratings (cohort_id, week, seat_id, score, rated_at, prompt) values ($1, $2, $3, $4, $5, $6)
             on conflict (cohort_id, week, seat_id) do nothing",
            &params![
                &self.cohort,
                week.number(),
                seat.to_string(),
                *score,
                self.at,
                score.and_then(|_| helped(seat, *week))
            ],
        )?;
        self.tell_use(seat, *week)?;
        self.say_how_safe(seat, *week)?;
        if changed > 0 {
            self.commit(seat, *week)?;
        }
        self.hold(*week)?;
        let cohort = self.script.groups[self.entry.cohort].id;
        Ok(Self::done(
            changed,
            Event::FeedbackRated {
                cohort,
                week: *week,
            },
        ))
    }

    fn react(
        &mut self,
        experiment: ExperimentId,
        question: Option<&str>,
    ) -> Result<Option<Event>, DbError> {
        let reported = self.there(
            "select 1 as one from reports where cohort_id = $1 and experiment_id = $2",
            params![&self.cohort, experiment.to_string()],
        )?;
        if !reported {
            return Ok(None);
        }
        let useful_at = question.is_none().then_some(self.at);
        let asked_at = question.is_some().then_some(self.at);
        self.conn.execute(
            "insert into reactions (cohort_id, experiment_id, person_id, useful_at, question, asked_at)
             values ($1, $2, $3, $4, $5, $6)
             on conflict (cohort_id, experiment_id, person_id) do update set
                useful_at = coalesce(reactions.useful_at, excluded.useful_at),
                question = coalesce(reactions.question, excluded.question),
                asked_at = coalesce(reactions.asked_at, excluded.asked_at)",
            &params![
                &self.cohort,
                experiment.to_string(),
                self.entry.actor.to_string(),
                useful_at,
                question,
                asked_at
            ],
        )?;
        Ok(Some(match question {
            Some(_) => Event::QuestionAsked { experiment },
            None => Event::FoundUseful { experiment },
        }))
    }

    pub(super) fn there<const N: usize>(
        &mut self,
        sql: &str,
        values: [Value; N],
    ) -> Result<bool, DbError> {
        Ok(self.conn.one(sql, &values)?.is_some())
    }

    /// Whether somebody who looks at the example called a meeting off: nothing is told of it then.
    pub(super) fn is_off(&mut self, meeting: Meeting) -> Result<bool, DbError> {
        self.there(
            "select 1 as one from meetings where cohort_id = $1 and id = $2 and called_off_at is not null",
            params![&self.cohort, meeting.key()],
        )
    }

    /// The deed's row in the trail, with an id that the entry decides.
    pub(super) fn event(&mut self, event: &Event, part: u8) -> Result<(), DbError> {
        let mut key = [0; 10];
        key[1] = part;
        key[2..].copy_from_slice(&self.entry.number.to_be_bytes());
        let by = (self.entry.at, self.entry.actor);
        write_down(self.conn, self.script, self.entry.cohort, by, key, event)
    }
}
