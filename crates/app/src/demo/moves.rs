//! What plans and reports of the script do to the tables.

use firstmove_domain::event::{Event, Saved, Terms};
use firstmove_domain::id::{ExperimentId, ReportId};
use firstmove_domain::late::Standing;
use firstmove_domain::week::Week;
use firstmove_kit::db::{DbError, Value};
use firstmove_kit::params;

use crate::cohorts::store::week;
use crate::demo::deeds::Stage;
use crate::demo::script::{Deed, Planned, Told};
use crate::rows::{maybe_date, maybe_small};

const INSERT_PLAN: &str = "insert into experiments (cohort_id, id, seat_id, week, state, skill, library_move, hypothesis,
        action, planned_on, planned_time, with_whom, needs_asking, criteria, criteria_due, criteria_locked_at,
        hours_freed, obstacle, response, fallback, confidence, stretch, witness, preparation, created_at, updated_at)
     values ($1, $2, $3, $4, 'planned', $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $14, $14)
     on conflict (cohort_id, id) do nothing";

impl Stage<'_, '_, '_> {
    pub(super) fn plan(&mut self, plan: &Planned) -> Result<Option<Event>, DbError> {
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
        self.name_who_was_there(plan)?;
        let event = Event::MovePlanned {
            experiment: plan.experiment,
            week: plan.week,
            repeat_of: None,
            saved: Some(Saved {
                seat: plan.seat,
                terms: Terms {
                    skill: plan.skill.to_owned(),
                    due: plan.due,
                    stretch: Some(plan.stretch),
                },
            }),
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

    pub(super) fn change_criteria(&mut self) -> Result<Option<Event>, DbError> {
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
            terms: self.terms(experiment)?,
        }))
    }

    /// What is counted of a plan as it stands.
    fn terms(&mut self, experiment: &ExperimentId) -> Result<Terms, DbError> {
        let sql =
            "select skill, criteria_due, stretch from experiments where cohort_id = $1 and id = $2";
        let row = self
            .conn
            .one(sql, &params![&self.cohort, experiment.to_string()])?;
        let row = row.ok_or_else(|| DbError::Other("a move of the example is gone".into()))?;
        Ok(Terms {
            skill: row.get("skill")?,
            due: maybe_date(&row, "criteria_due")?,
            stretch: maybe_small(&row, "stretch")?,
        })
    }

    pub(super) fn report(&mut self, told: &Told) -> Result<Option<Event>, DbError> {
        let values = [
            told.performed_on.to_string().into(),
            told.outcome.key().into(),
            Value::Null,
            (&told.line).into(),
            told.evidence.into(),
        ];
        let (report, experiment) = (told.report, told.experiment);
        self.ask_a_peer(&experiment)?;
        let Some(week) = self.say(report, experiment, told.revision, "reported", values)? else {
            return Ok(None);
        };
        if told.late {
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
            report,
            week,
            shown: !told.evidence.trim().is_empty(),
        }))
    }

    pub(super) fn not_this_week(&mut self) -> Result<Option<Event>, DbError> {
        let Deed::NotThisWeek {
            report,
            experiment,
            barrier,
            ..
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
        Ok(said.map(|week| Event::NotThisWeek {
            experiment,
            week,
            barrier,
            report,
        }))
    }

    /// Keeps one revision of a report, if it is the next one of a move that was not dropped; gives the week that the
    /// move is planned for.
    fn say(
        &mut self,
        report: ReportId,
        experiment: ExperimentId,
        revision: i64,
        state: &str,
        values: [Value; 5],
    ) -> Result<Option<Week>, DbError> {
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
            return Ok(None);
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
        let planned = self.conn.one(
            "select week from experiments where cohort_id = $1 and id = $2",
            &params![&self.cohort, experiment.to_string()],
        )?;
        planned.map(|row| week(&row, "week")).transpose()
    }
}
