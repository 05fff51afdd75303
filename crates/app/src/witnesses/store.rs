//! How witnesses are kept: one row for each move that names one; and one for each move that was drawn for a check.

use firstmove_domain::id::{CohortId, ExperimentId, PersonId, SeatId};
use firstmove_domain::kpi::Audit;
use firstmove_domain::week::Week;
use firstmove_domain::witness::{Answer, Named};
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::cohorts::store::week;
use crate::rows::{date, id, instant, maybe_instant};

/// Who is named as the witness of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Their name; empty once it is forgotten.
    pub name: String,
    /// Their address; empty once it is forgotten.
    pub mail: String,
    /// When they were asked by mail.
    pub asked_at: Option<Timestamp>,
    /// What they said.
    pub answer: Option<Answer>,
    /// When they said it last.
    pub answered_at: Option<Timestamp>,
}

impl Witness {
    /// Whether a mail has left or an answer came: then nobody else is named.
    pub fn is_asked(&self) -> bool {
        self.asked_at.is_some() || self.answer.is_some()
    }
}

/// Who is named for a move.
pub fn of_move(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<Option<Witness>, DbError> {
    let row = conn.one(
        "select name, mail, asked_at, answer, answered_at from witnesses
         where cohort_id = $1 and experiment_id = $2",
        &params![cohort.to_string(), experiment.to_string()],
    )?;
    row.as_ref().map(witness).transpose()
}

fn witness(row: &Row) -> Result<Witness, DbError> {
    let answer: Option<String> = row.get("answer")?;
    Ok(Witness {
        name: row.get("name")?,
        mail: row.get("mail")?,
        asked_at: maybe_instant(row, "asked_at")?,
        answer: answer.as_deref().and_then(Answer::from_key),
        answered_at: maybe_instant(row, "answered_at")?,
    })
}

/// Keeps who is named, in place of whoever was named before and not asked.
pub fn name(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    named: &Named,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into witnesses (cohort_id, experiment_id, name, mail, named_at) values ($1, $2, $3, $4, $5)
         on conflict (cohort_id, experiment_id)
         do update set name = excluded.name, mail = excluded.mail, named_at = excluded.named_at
         where witnesses.asked_at is null and witnesses.answer is null",
        &params![
            cohort.to_string(),
            experiment.to_string(),
            &named.name,
            named.mail.as_str(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Forgets who was named and not asked.
pub fn unname(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<(), DbError> {
    conn.execute(
        "delete from witnesses where cohort_id = $1 and experiment_id = $2 and asked_at is null and answer is null",
        &params![cohort.to_string(), experiment.to_string()],
    )?;
    Ok(())
}

/// A move that was tried and whose witness is to be asked.
#[derive(Debug, Clone)]
pub struct ToAsk {
    /// The move.
    pub experiment: ExperimentId,
    /// Its week.
    pub week: Week,
    /// What was planned.
    pub action: String,
    /// The day it was done.
    pub performed_on: Date,
    /// Whose.
    pub leader: PersonId,
    /// Their name.
    pub leader_name: String,
    /// Where they can be answered.
    pub leader_mail: String,
    /// Who is asked.
    pub name: String,
    /// Where.
    pub mail: String,
}

/// The moves of a cohort that were named for, and reported as tried, before `until`, and are not asked about.
pub fn to_ask(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    until: Timestamp,
) -> Result<Vec<ToAsk>, DbError> {
    let rows = conn.query(
        "select w.experiment_id, w.name, w.mail, e.week, e.action, r.performed_on, s.person_id,
                p.name as leader_name, p.mail as leader_mail
         from witnesses w
         join experiments e on e.cohort_id = w.cohort_id and e.id = w.experiment_id and e.state = 'reported'
         join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         join people p on p.id = s.person_id
         join reports r on r.cohort_id = e.cohort_id and r.experiment_id = e.id and r.performed_on is not null
         where w.cohort_id = $1 and w.asked_at is null and w.answer is null and w.mail <> ''
           and w.named_at <= $2 and r.reported_at <= $2
           and r.revision = (select max(x.revision) from reports x
                             where x.cohort_id = r.cohort_id and x.experiment_id = r.experiment_id)
         order by w.named_at, w.experiment_id",
        &params![cohort.to_string(), until.as_millisecond()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(ToAsk {
                experiment: id(row, "experiment_id")?,
                week: week(row, "week")?,
                action: row.get("action")?,
                performed_on: date(row, "performed_on")?,
                leader: id(row, "person_id")?,
                leader_name: row.get("leader_name")?,
                leader_mail: row.get("leader_mail")?,
                name: row.get("name")?,
                mail: row.get("mail")?,
            })
        })
        .collect()
}

/// How often an address was asked since then, about whichever move.
pub fn asked_since(conn: &mut Conn<'_>, mail: &str, since: Timestamp) -> Result<i64, DbError> {
    let row = conn.one(
        "select count(*) as times from witnesses where mail = $1 and asked_at > $2",
        &params![mail, since.as_millisecond()],
    )?;
    row.map_or(Ok(0), |row| row.get("times"))
}

/// Notes that the mail is on its way; false if it was before.
pub fn asked(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "update witnesses set asked_at = $3 where cohort_id = $1 and experiment_id = $2 and asked_at is null",
        &params![
            cohort.to_string(),
            experiment.to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(changed == 1)
}

/// Keeps an answer in place of an earlier one.
pub fn answer(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    answer: Answer,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "update witnesses set answer = $3, answered_at = $4 where cohort_id = $1 and experiment_id = $2",
        &params![
            cohort.to_string(),
            experiment.to_string(),
            answer.key(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Empties names and addresses whose answer, or where there is none whose last step, was before `until`. What was
/// answered stays: it counts.
pub fn forget_before(conn: &mut Conn<'_>, until: Timestamp) -> Result<(), DbError> {
    conn.execute(
        "update witnesses set name = '', mail = ''
         where mail <> '' and coalesce(answered_at, asked_at, named_at) < $1",
        &params![until.as_millisecond()],
    )?;
    Ok(())
}

/// Keeps that a move was drawn; drawn before, nothing changes.
pub fn drawn(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    week: Week,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into audited (cohort_id, experiment_id, week, drawn_at) values ($1, $2, $3, $4)
         on conflict (cohort_id, experiment_id) do nothing",
        &params![
            cohort.to_string(),
            experiment.to_string(),
            i64::from(week.number()),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// When a move was drawn, if it was.
pub fn drawn_at(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<Option<Timestamp>, DbError> {
    let sql = "select drawn_at from audited where cohort_id = $1 and experiment_id = $2";
    let row = conn.one(sql, &params![cohort.to_string(), experiment.to_string()])?;
    row.map(|row| instant(&row, "drawn_at")).transpose()
}

/// The moves of a seat that were drawn since then, stand as tried and have nobody who could be asked.
pub fn unnamed(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    since: Timestamp,
) -> Result<Vec<(ExperimentId, Week, String)>, DbError> {
    let rows = conn.query(
        "select a.experiment_id, a.week, e.action from audited a
         join experiments e on e.cohort_id = a.cohort_id and e.id = a.experiment_id and e.state = 'reported'
         left join witnesses w on w.cohort_id = a.cohort_id and w.experiment_id = a.experiment_id
         where a.cohort_id = $1 and e.seat_id = $2 and a.drawn_at > $3 and a.nobody_at is null and w.named_at is null
         order by a.week, a.experiment_id",
        &params![cohort.to_string(), seat.to_string(), since.as_millisecond()],
    )?;
    rows.iter()
        .map(|row| {
            Ok((
                id(row, "experiment_id")?,
                week(row, "week")?,
                row.get("action")?,
            ))
        })
        .collect()
}

/// Keeps that nobody was there, where a move was drawn.
pub fn nobody(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "update audited set nobody_at = $3 where cohort_id = $1 and experiment_id = $2 and nobody_at is null",
        &params![cohort.to_string(), experiment.to_string(), now.as_millisecond()],
    )?;
    Ok(())
}

/// How many moves of a cohort were drawn, and what was answered about them before an instant.
pub fn audit(conn: &mut Conn<'_>, cohort: &CohortId, until: Timestamp) -> Result<Audit, DbError> {
    let row = conn.one(
        "select cast(count(*) as bigint) as audited,
                cast(coalesce(sum(case when w.answer = 'yes' then 1 else 0 end), 0) as bigint) as confirmed,
                cast(coalesce(sum(case when w.answer = 'no' then 1 else 0 end), 0) as bigint) as contradicted
         from audited a
         left join witnesses w on w.cohort_id = a.cohort_id and w.experiment_id = a.experiment_id
           and w.answered_at < $2
         where a.cohort_id = $1",
        &params![cohort.to_string(), until.as_millisecond()],
    )?;
    let count = |name: &str| -> Result<u64, DbError> {
        let count: i64 = row.as_ref().map_or(Ok(0), |row| row.get(name))?;
        Ok(u64::try_from(count).unwrap_or(0))
    };
    Ok(Audit {
        audited: count("audited")?,
        confirmed: count("confirmed")?,
        contradicted: count("contradicted")?,
    })
}
