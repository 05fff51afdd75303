//! What each entry of the script does to the tables.

use firstmove_domain::cohort::WithdrawReason;
use firstmove_domain::event::Event;
use firstmove_domain::history::ExitKind;
use firstmove_domain::id::{ExperimentId, ReportId};
use firstmove_domain::late::Standing;
use firstmove_kit::db::{Conn, DbError, Value};
use firstmove_kit::params;

use crate::demo::play::seat;
use crate::demo::script::{Deed, Entry, Part, Planned, Script, Told};

/// One entry while it is played.
pub(super) struct Stage<'s, 'c, 'd> {
    pub(super) conn: &'s mut Conn<'c>,
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
            Deed::Useful(experiment) => self.react(*experiment, None),
            Deed::Ask(experiment, question) => self.react(*experiment, Some(question)),
        }
    }

    fn done(changed: u64, event: Event) -> Option<Event> {
        (changed > 0).then_some(event)
    }

    fn join(&mut self, part: &Part) -> Result<Option<Event>, DbError> {
        let changed = seat(self.conn, self.script, part)?;
        Ok(Self::done(
            changed,
            Event::Joined {
                seat: part.seat,
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

    fn plan(&mut self, plan: &Planned) -> Result<Option<Event>, DbError> {
        // the week has another move, or the seat was given up by whoever looks at the example
        let taken = self.there(
            "select 1 as one from experiments
             where cohort_id = $1 and seat_id = $2 and week = $3 and id <> $4 and state <> 'abandoned'
             union all
             select 1 from seats where cohort_id = $1 and id = $2
                and (withdrawn_at <= cast($5 as bigint) or exit_at <= cast($5 as bigint))",
            params![
                &self.cohort,
                plan.seat.to_string(),
                plan.week.number(),
                plan.after.map(|id| id.to_string()).unwrap_or_default(),
                self.at
            ],
        )?;
        if taken {
            return Ok(None);
        }
        self.conn.execute(INSERT_PLAN, &self.plan_values(plan))?;
        let event = Event::MovePlanned {
            experiment: plan.experiment,
            week: plan.week,
            repeat_of: None,
        };
        Ok(Some(event))
    }

    fn plan_values(&self, plan: &Planned) -> Vec<Value> {
        let (obstacle, response) = plan.obstacle.unwrap_or_default();
        params![
            &self.cohort,
            plan.experiment.to_string(),
            plan.seat.to_string(),
            plan.week.number(),
            plan.skill,
            Some(plan.library_move).filter(|key| !key.is_empty()),
            plan.hypothesis,
            &plan.action,
            plan.planned_on.to_string(),
            plan.planned_time
                .map(|time| time.strftime("%H:%M").to_string()),
            plan.with_whom,
            &plan.criteria,
            plan.due.map(|due| due.to_string()),
            self.at,
            plan.hours_freed,
            obstacle,
            response,
            plan.fallback,
            plan.confidence,
            plan.stretch,
            plan.witness.unwrap_or_default(),
            plan.preparation,
        ]
        .to_vec()
    }

    fn change_criteria(&mut self) -> Result<Option<Event>, DbError> {
        let Deed::ChangeCriteria {
            id,
            experiment,
            old,
            new,
        } = &self.entry.deed
        else {
            return Ok(None);
        };
        let changed = self.conn.execute(
            "update experiments set criteria = $4, updated_at = $5
             where cohort_id = $1 and id = $2 and criteria = $3 and state = 'planned'",
            &params![&self.cohort, experiment.to_string(), old, new, self.at],
        )?;
        if changed == 0 {
            return Ok(None);
        }
        self.conn.execute(
            "insert into criteria_changes (cohort_id, id, experiment_id, changed_at, changed_by, old_text, new_text,
                                           old_due, new_due)
             select e.cohort_id, $2, e.id, $4, $5, $6, $7, e.criteria_due, e.criteria_due
             from experiments e where e.cohort_id = $1 and e.id = $3",
            &params![
                &self.cohort,
                id.to_string(),
                experiment.to_string(),
                self.at,
                self.entry.actor.to_string(),
                old,
                new
            ],
        )?;
        Ok(Some(Event::CriteriaChanged {
            experiment: *experiment,
            times: 1,
        }))
    }

    fn report(&mut self, told: &Told) -> Result<Option<Event>, DbError> {
        let values = [
            told.performed_on.to_string().into(),
            told.outcome.key().into(),
            Value::Null,
            (&told.line).into(),
            told.evidence.into(),
        ];
        if !self.say(
            told.report,
            told.experiment,
            told.revision,
            "reported",
            values,
        )? {
            return Ok(None);
        }
        if told.late {
            let (report, experiment) = (told.report, told.experiment);
            self.event(
                &Event::ConfirmationAsked {
                    report,
                    experiment,
                    standing: Standing::Late,
                },
                1,
            )?;
        }
        Ok(Some(Event::MoveReported {
            experiment: told.experiment,
            performed_on: told.performed_on,
            outcome: told.outcome,
            again: told.revision > 1,
        }))
    }

    fn not_this_week(&mut self) -> Result<Option<Event>, DbError> {
        let Deed::NotThisWeek {
            report,
            experiment,
            week,
            barrier,
        } = self.entry.deed
        else {
            return Ok(None);
        };
        let values = [
            Value::Null,
            Value::Null,
            barrier.key().into(),
            "".into(),
            "".into(),
        ];
        let said = self.say(report, experiment, 1, "not_this_week", values)?;
        Ok(said.then_some(Event::NotThisWeek {
            experiment,
            week,
            barrier,
        }))
    }

    /// Keeps one revision of a report, if it is the next one of a move that was not dropped.
    fn say(
        &mut self,
        report: ReportId,
        experiment: ExperimentId,
        revision: i64,
        state: &str,
        values: [Value; 5],
    ) -> Result<bool, DbError> {
        let changed = self.conn.execute(
            "update experiments set state = $3, updated_at = $4
             where cohort_id = $1 and id = $2 and state <> 'abandoned' and $5 = 1 +
               (select count(*) from reports r where r.cohort_id = $1 and r.experiment_id = $2)",
            &params![
                &self.cohort,
                experiment.to_string(),
                state,
                self.at,
                revision
            ],
        )?;
        if changed == 0 {
            return Ok(false);
        }
        let [performed_on, outcome, barrier, line, evidence] = values;
        self.conn.execute(
            "insert into reports (cohort_id, id, experiment_id, revision, week, reported_at, reported_by, performed_on,
                                  outcome, barrier, line, evidence, reason)
             values ($1, $2, $3, $4, (select e.week from experiments e where e.cohort_id = $1 and e.id = $3),
                     $5, $6, $7, $8, $9, $10, $11, '')",
            &params![
                &self.cohort,
                report.to_string(),
                experiment.to_string(),
                revision,
                self.at,
                self.entry.actor.to_string(),
                performed_on,
                outcome,
                barrier,
                line,
                evidence
            ],
        )?;
        Ok(true)
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
        let changed = self.conn.execute(
            "insert into ratings (cohort_id, week, seat_id, score, rated_at) values ($1, $2, $3, $4, $5)
             on conflict (cohort_id, week, seat_id) do nothing",
            &params![&self.cohort, week.number(), seat.to_string(), *score, self.at],
        )?;
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

    fn there<const N: usize>(&mut self, sql: &str, values: [Value; N]) -> Result<bool, DbError> {
        Ok(self.conn.one(sql, &values)?.is_some())
    }

    /// The deed's row in the trail, with an id that the entry decides.
    pub(super) fn event(&mut self, event: &Event, part: u8) -> Result<(), DbError> {
        let mut bytes = [0; 10];
        bytes[1] = part;
        bytes[2..].copy_from_slice(&self.entry.number.to_be_bytes());
        let millis = u64::try_from(self.at).unwrap_or(0);
        let id = uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid();
        let payload =
            serde_json::to_string(event).map_err(|error| DbError::Other(error.to_string()))?;
        self.conn.execute(
            "insert into events (id, at, actor_id, sprint_id, cohort_id, kind, about, payload)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
            &params![
                id.to_string(),
                self.at,
                self.entry.actor.to_string(),
                self.script.sprint.to_string(),
                &self.cohort,
                event.key(),
                event.about(),
                payload
            ],
        )?;
        Ok(())
    }
}

const INSERT_PLAN: &str = "insert into experiments (cohort_id, id, seat_id, week, state, skill, library_move, hypothesis,
        action, planned_on, planned_time, with_whom, needs_asking, criteria, criteria_due, criteria_locked_at,
        hours_freed, obstacle, response, fallback, confidence, stretch, witness, preparation, created_at, updated_at)
     values ($1, $2, $3, $4, 'planned', $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $14, $14)
     on conflict (cohort_id, id) do nothing";
