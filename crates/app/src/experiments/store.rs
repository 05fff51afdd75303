//! How experiments are kept: the plan as it is now, the changes of its criteria, and, from the newest report,
//! where it stands.

use std::collections::HashMap;

use firstmove_domain::experiment::{CriteriaChange, Experiment};
use firstmove_domain::id::{CohortId, ExperimentId, PersonId, SeatId, SprintId};
use firstmove_domain::plan::Criteria;
use firstmove_kit::db::{Conn, DbError, Row, Value};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::experiments::kept::{Kept, kept};
use crate::rows::{id, instant, maybe_date};

const KEPT: &str = "select e.id, e.seat_id, e.week, e.state, e.skill, e.library_move, e.hypothesis, e.action,
        e.planned_on, e.planned_time, e.with_whom, e.needs_asking, e.criteria, e.criteria_due,
        e.criteria_locked_at, e.hours_freed, e.obstacle, e.response, e.fallback, e.confidence, e.stretch,
        e.witness, e.preparation, e.carried_from, e.repeat_of, e.created_at,
        r.id as report_id, r.revision, r.week as told_week, r.reported_at, r.performed_on, r.outcome, r.barrier, r.next_step,
        r.line, r.number, r.evidence, r.witness as seen_by, r.confirmed_at, r.accepted_at, e.cohort_id
     from experiments e
     left join reports r on r.cohort_id = e.cohort_id and r.experiment_id = e.id
          and r.revision = (select max(n.revision) from reports n
                            where n.cohort_id = e.cohort_id and n.experiment_id = e.id)
     where ";

/// The experiments of one seat, by week.
pub fn of_seat(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<Vec<Kept>, DbError> {
    let sql =
        format!("{KEPT} e.cohort_id = $1 and e.seat_id = $2 order by e.week, e.created_at, e.id");
    let rows = conn.query(&sql, &params![cohort.to_string(), seat.to_string()])?;
    with_changes(conn, cohort, rows)
}

/// All experiments of a cohort, by week.
pub fn of_cohort(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Kept>, DbError> {
    let sql = format!("{KEPT} e.cohort_id = $1 order by e.week, e.created_at, e.id");
    let rows = conn.query(&sql, &params![cohort.to_string()])?;
    with_changes(conn, cohort, rows)
}

/// One experiment of a cohort.
pub fn get(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<Option<Kept>, DbError> {
    let sql = format!("{KEPT} e.cohort_id = $1 and e.id = $2");
    let rows = conn.query(&sql, &params![cohort.to_string(), experiment.to_string()])?;
    Ok(with_changes(conn, cohort, rows)?.pop())
}

/// One experiment of the person who holds its seat, with its cohort; for all others it is not there.
pub fn own(
    conn: &mut Conn<'_>,
    experiment: &ExperimentId,
    person: &PersonId,
) -> Result<Option<(CohortId, Kept)>, DbError> {
    let sql = format!(
        "{KEPT} e.id = $1 and exists (select 1 from seats s where s.cohort_id = e.cohort_id
                                        and s.id = e.seat_id and s.person_id = $2)"
    );
    let row = conn.one(&sql, &params![experiment.to_string(), person.to_string()])?;
    let Some(row) = row else { return Ok(None) };
    let cohort = id(&row, "cohort_id")?;
    let kept = with_changes(conn, &cohort, vec![row])?.pop();
    Ok(kept.map(|kept| (cohort, kept)))
}

/// The cohort of an experiment, if `person` sits in it or coordinates its sprint; for all others it is not
/// there. Who has left keeps only their own moves, also when they coordinate the sprint.
pub fn cohort_seen_by(
    conn: &mut Conn<'_>,
    experiment: &ExperimentId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<CohortId>, DbError> {
    let row = conn.one(
        "select e.cohort_id from experiments e
         where e.id = $1
           and (exists (select 1 from seats s where s.cohort_id = e.cohort_id and s.person_id = $2
                          and (s.id = e.seat_id or s.exit_at is null or s.exit_at > $3))
             or exists (select 1 from cohorts c
                        join sprint_roles r on r.sprint_id = c.sprint_id and r.role = 'coordinator'
                        where c.cohort_id = e.cohort_id and r.person_id = $2
                          and not exists (select 1 from seats o
                                          where o.cohort_id = e.cohort_id and o.person_id = $2)))",
        &params![
            experiment.to_string(),
            person.to_string(),
            now.as_millisecond()
        ],
    )?;
    row.map(|row| id(&row, "cohort_id")).transpose()
}

/// The keys of a sprint's skills, in their order.
pub fn skills(conn: &mut Conn<'_>, sprint: &SprintId) -> Result<Vec<String>, DbError> {
    let rows = conn.query(
        "select skill from sprint_skills where sprint_id = $1 order by position, skill",
        &params![sprint.to_string()],
    )?;
    rows.iter().map(|row| row.get("skill")).collect()
}

/// How often each library move was tried in a sprint, and how often its measure was met; without the moves that the
/// reader is still to judge.
pub fn tried_and_met(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    reader: &PersonId,
) -> Result<HashMap<String, (i64, i64)>, DbError> {
    let rows = conn.query(
        "select e.library_move, cast(count(*) as bigint) as tried,
                cast(count(*) filter (where r.outcome = 'succeeded') as bigint) as met
         from experiments e
         join cohorts c on c.cohort_id = e.cohort_id
         join reports r on r.cohort_id = e.cohort_id and r.experiment_id = e.id
              and r.revision = (select max(n.revision) from reports n
                                where n.cohort_id = e.cohort_id and n.experiment_id = e.id)
         where c.sprint_id = $1 and e.library_move is not null and r.performed_on is not null
           and not exists (select 1 from peer_verdicts v
                           join seats s on s.cohort_id = v.cohort_id and s.id = v.seat_id
                           where v.cohort_id = e.cohort_id and v.experiment_id = e.id and v.verdict is null
                             and s.person_id = $2)
         group by e.library_move",
        &params![sprint.to_string(), reader.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("library_move")?,
                (row.get("tried")?, row.get("met")?),
            ))
        })
        .collect()
}

/// Keeps a new experiment.
pub fn insert(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    experiment: &Experiment,
    now: Timestamp,
) -> Result<(), DbError> {
    let mut values: Vec<Value> = params![cohort.to_string(), experiment.id.to_string()].to_vec();
    values.extend(columns(experiment, now));
    values.extend(params![
        seat.to_string(),
        experiment.locked_at.as_millisecond(),
        now.as_millisecond()
    ]);
    conn.execute(
        "insert into experiments (cohort_id, id, week, state, skill, library_move, hypothesis, action,
            planned_on, planned_time, with_whom, needs_asking, criteria, criteria_due, hours_freed, obstacle,
            response, fallback, confidence, stretch, witness, preparation, carried_from, repeat_of, updated_at,
            seat_id, criteria_locked_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
            $21, $22, $23, $24, $25, $26, $27, $28)",
        &values,
    )?;
    Ok(())
}

/// Keeps an experiment as it is now; the instant at which its criteria were locked never changes.
pub fn update(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &Experiment,
    now: Timestamp,
) -> Result<(), DbError> {
    let mut values: Vec<Value> = params![cohort.to_string(), experiment.id.to_string()].to_vec();
    values.extend(columns(experiment, now));
    conn.execute(
        "update experiments set week = $3, state = $4, skill = $5, library_move = $6, hypothesis = $7,
            action = $8, planned_on = $9, planned_time = $10, with_whom = $11, needs_asking = $12,
            criteria = $13, criteria_due = $14, hours_freed = $15, obstacle = $16, response = $17,
            fallback = $18, confidence = $19, stretch = $20, witness = $21, preparation = $22,
            carried_from = $23, repeat_of = $24, updated_at = $25
         where cohort_id = $1 and id = $2",
        &values,
    )?;
    Ok(())
}

/// Keeps where an experiment stands, its plan being the same.
pub fn update_state(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &Experiment,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "update experiments set state = $3, updated_at = $4 where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            experiment.id.to_string(),
            experiment.state.key(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Keeps one change of criteria, both texts.
pub fn insert_change(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    change: &CriteriaChange,
    by: &PersonId,
    id: &str,
) -> Result<(), DbError> {
    let due = |criteria: &Criteria| criteria.due.map(|due| due.to_string());
    conn.execute(
        "insert into criteria_changes (cohort_id, id, experiment_id, changed_at, changed_by, old_text, new_text,
            old_due, new_due)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            cohort.to_string(),
            id,
            experiment.to_string(),
            change.at.as_millisecond(),
            by.to_string(),
            &change.old.text,
            &change.new.text,
            due(&change.old),
            due(&change.new)
        ],
    )?;
    Ok(())
}

/// What insert and update have in common, from `week` to `updated_at`.
fn columns(experiment: &Experiment, now: Timestamp) -> Vec<Value> {
    let plan = &experiment.plan;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let time = plan
        .when
        .time
        .map(|time| time.strftime("%H:%M").to_string());
    params![
        i64::from(experiment.week.number()),
        experiment.state.key(),
        &plan.skill,
        plan.library_move.clone(),
        &plan.hypothesis,
        &plan.action,
        plan.when.day.to_string(),
        time,
        &plan.when.with_whom,
        i64::from(plan.needs_asking),
        &plan.criteria.text,
        plan.criteria.due.map(|due| due.to_string()),
        plan.hours_freed,
        text(&plan.obstacle),
        text(&plan.response),
        &plan.fallback,
        plan.confidence.map(i64::from),
        plan.stretch.map(i64::from),
        text(&plan.witness),
        text(&plan.preparation),
        experiment.carried_from.map(|week| i64::from(week.number())),
        experiment.repeat_of.map(|id| id.to_string()),
        now.as_millisecond()
    ]
    .to_vec()
}

fn with_changes(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    rows: Vec<Row>,
) -> Result<Vec<Kept>, DbError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = params![cohort.to_string()].to_vec();
    // of one move nobody reads what was changed of the others
    let only = match rows.as_slice() {
        [one] => {
            values.push(one.get("id")?);
            "and experiment_id = $2"
        }
        _ => "",
    };
    let changes = conn.query(
        &format!(
            "select experiment_id, changed_at, old_text, new_text, old_due, new_due from criteria_changes
             where cohort_id = $1 {only} order by changed_at, id"
        ),
        &values,
    )?;
    let mut by_experiment: HashMap<String, Vec<CriteriaChange>> = HashMap::new();
    for row in &changes {
        by_experiment
            .entry(row.get("experiment_id")?)
            .or_default()
            .push(CriteriaChange {
                at: instant(row, "changed_at")?,
                old: Criteria {
                    text: row.get("old_text")?,
                    due: maybe_date(row, "old_due")?,
                },
                new: Criteria {
                    text: row.get("new_text")?,
                    due: maybe_date(row, "new_due")?,
                },
            });
    }
    rows.iter()
        .map(|row| {
            let changes = by_experiment.remove(&row.get::<String>("id")?);
            kept(row, changes.unwrap_or_default())
        })
        .collect()
}
