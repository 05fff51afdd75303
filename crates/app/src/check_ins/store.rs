//! How reports and reactions are kept. Reports are append-only: an edit is a new row.

use firstmove_domain::check_in::CheckIn;
use firstmove_domain::id::{CohortId, ExperimentId, PersonId, ReportId, SeatId};
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::experiments::kept::check_in;
use crate::rows::{id, instant, maybe_id, maybe_instant};

/// A report about to be kept.
pub struct NewReport<'a> {
    /// Its id.
    pub id: ReportId,
    /// The move.
    pub experiment: ExperimentId,
    /// Its number, from 1.
    pub revision: i64,
    /// The week that the move was planned for when this was said.
    pub week: Week,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: PersonId,
    /// What.
    pub check_in: &'a CheckIn,
    /// Why it is changed, where somebody said so.
    pub reason: &'a str,
    /// What makes the form, sent twice, one report.
    pub sent_key: Option<String>,
}

/// Keeps a report.
pub fn insert(conn: &mut Conn<'_>, cohort: &CohortId, new: &NewReport<'_>) -> Result<(), DbError> {
    let (tried, not) = match new.check_in {
        CheckIn::Tried(tried) => (Some(tried), None),
        CheckIn::NotThisWeek(not) => (None, Some(not)),
    };
    let line = match new.check_in {
        CheckIn::Tried(tried) => tried.line.clone(),
        CheckIn::NotThisWeek(not) => not.line.clone().unwrap_or_default(),
    };
    conn.execute(
        "insert into reports (cohort_id, id, experiment_id, revision, week, reported_at, reported_by,
            performed_on, outcome, barrier, next_step, line, number, evidence, witness, reason, sent_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        &params![
            cohort.to_string(),
            new.id.to_string(),
            new.experiment.to_string(),
            new.revision,
            i64::from(new.week.number()),
            new.at.as_millisecond(),
            new.by.to_string(),
            tried.map(|tried| tried.performed_on.to_string()),
            tried.map(|tried| tried.outcome.key().to_owned()),
            not.map(|not| not.barrier.key().to_owned()),
            not.and_then(|not| not.next).map(|next| next.key().to_owned()),
            line,
            tried.and_then(|tried| tried.number),
            tried.and_then(|tried| tried.evidence.clone()).unwrap_or_default(),
            tried.and_then(|tried| tried.witness.clone()),
            new.reason,
            new.sent_key.clone()
        ],
    )?;
    Ok(())
}

/// What was said with the form that had this key, if it was taken before.
pub fn sent_before(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    key: &str,
) -> Result<Option<CheckIn>, DbError> {
    let row = conn.one(
        "select performed_on, outcome, barrier, next_step, line, number, evidence, witness as seen_by
         from reports where cohort_id = $1 and sent_key = $2",
        &params![cohort.to_string(), key],
    )?;
    row.as_ref().map(check_in).transpose()
}

/// One revision as it is shown.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Which.
    pub id: ReportId,
    /// Its number, from 1.
    pub number: i64,
    /// When it was said.
    pub at: Timestamp,
    /// What was said.
    pub check_in: CheckIn,
    /// Why it was changed, where somebody said so.
    pub reason: String,
    /// Who confirmed it, if anybody.
    pub confirmed_by: Option<PersonId>,
    /// When the coordinator accepted it.
    pub accepted_at: Option<Timestamp>,
}

/// All revisions of one report, the first first.
pub fn revisions(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<Vec<Revision>, DbError> {
    let rows = conn.query(
        "select id, revision, reported_at, performed_on, outcome, barrier, next_step, line, number, evidence,
                witness as seen_by, reason, confirmed_by, accepted_at
         from reports where cohort_id = $1 and experiment_id = $2 order by revision",
        &params![cohort.to_string(), experiment.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Revision {
                id: id(row, "id")?,
                number: row.get("revision")?,
                at: instant(row, "reported_at")?,
                check_in: check_in(row)?,
                reason: row.get("reason")?,
                confirmed_by: maybe_id(row, "confirmed_by")?,
                accepted_at: maybe_instant(row, "accepted_at")?,
            })
        })
        .collect()
}

/// The cohort and the move of a report, if there is such a report.
pub fn place_of(
    conn: &mut Conn<'_>,
    report: &ReportId,
) -> Result<Option<(CohortId, ExperimentId, SeatId)>, DbError> {
    let row = conn.one(
        "select r.cohort_id, r.experiment_id, e.seat_id from reports r
         join experiments e on e.cohort_id = r.cohort_id and e.id = r.experiment_id where r.id = $1",
        &params![report.to_string()],
    )?;
    row.map(|row| {
        Ok((
            id(&row, "cohort_id")?,
            id(&row, "experiment_id")?,
            id(&row, "seat_id")?,
        ))
    })
    .transpose()
}

/// Notes that a peer confirms a report; false if somebody did before.
pub fn confirm(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    report: &ReportId,
    by: &PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "update reports set confirmed_at = $3, confirmed_by = $4
         where cohort_id = $1 and id = $2 and confirmed_at is null",
        &params![
            cohort.to_string(),
            report.to_string(),
            now.as_millisecond(),
            by.to_string()
        ],
    )?;
    Ok(changed == 1)
}

/// Notes that the coordinator accepts a report; false if somebody did before.
pub fn accept(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    report: &ReportId,
    by: &PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "update reports set accepted_at = $3, accepted_by = $4
         where cohort_id = $1 and id = $2 and accepted_at is null",
        &params![
            cohort.to_string(),
            report.to_string(),
            now.as_millisecond(),
            by.to_string()
        ],
    )?;
    Ok(changed == 1)
}

/// What one peer answered to one move.
#[derive(Debug, Clone)]
pub struct Reaction {
    /// The move.
    pub experiment: ExperimentId,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they found it useful.
    pub useful: bool,
    /// Their one question.
    pub question: Option<String>,
}

/// All reactions of a cohort, the oldest first.
pub fn reactions(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Reaction>, DbError> {
    let rows = conn.query(
        "select r.experiment_id, r.person_id, p.name, r.useful_at, r.question from reactions r
         join people p on p.id = r.person_id
         where r.cohort_id = $1 order by coalesce(r.asked_at, r.useful_at), r.person_id",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Reaction {
                experiment: id(row, "experiment_id")?,
                person: id(row, "person_id")?,
                name: row.get("name")?,
                useful: row.get::<Option<i64>>("useful_at")?.is_some(),
                question: row.get("question")?,
            })
        })
        .collect()
}

/// Sets or takes back "useful to me".
pub fn set_useful(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    person: &PersonId,
    at: Option<Timestamp>,
) -> Result<(), DbError> {
    conn.execute(
        "insert into reactions (cohort_id, experiment_id, person_id, useful_at) values ($1, $2, $3, $4)
         on conflict (cohort_id, experiment_id, person_id) do update set useful_at = excluded.useful_at",
        &params![
            cohort.to_string(),
            experiment.to_string(),
            person.to_string(),
            at.map(|at| at.as_millisecond())
        ],
    )?;
    Ok(())
}

/// Keeps somebody's one question about a move.
pub fn set_question(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    person: &PersonId,
    question: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into reactions (cohort_id, experiment_id, person_id, question, asked_at)
         values ($1, $2, $3, $4, $5)
         on conflict (cohort_id, experiment_id, person_id)
         do update set question = excluded.question, asked_at = excluded.asked_at",
        &params![
            cohort.to_string(),
            experiment.to_string(),
            person.to_string(),
            question,
            now.as_millisecond()
        ],
    )?;
    Ok(())
}
