//! What happened in a cohort, read in five queries into the form that the numbers are computed from.
//! Every figure on every page begins here; nothing that is counted is kept twice.

use std::collections::HashMap;

use firstmove_domain::correction::{Change, Correction};
use firstmove_domain::excuse::Category;
use firstmove_domain::feedback;
use firstmove_domain::history::{
    AttemptHistory, CriteriaChanged, Evidence, Excuse, Exit, ExitKind, Outcome, Report, Said,
    SeatHistory, Withdrawal,
};
use firstmove_domain::id::{CohortId, ExperimentId};
use firstmove_domain::kpi::{Answered, SessionRatings};
use firstmove_domain::verdict::Verdict;
use firstmove_domain::week::{PRACTICE_WEEKS, Week};
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::cohorts::store::{Cohort, week};
use crate::cohorts::{earlier, imported};
use crate::rows::{id, instant, maybe_date, maybe_id, maybe_instant, maybe_small, small};

/// What was said of one move and what supports it, without reading the rest of the cohort.
pub fn said_of_move(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<(Vec<Report>, Vec<Evidence>), DbError> {
    let rows = conn.query(
        "select r.id, r.reported_at, r.performed_on, r.outcome, r.barrier, r.week as said_of_week, r.confirmed_at,
                r.accepted_at, r.evidence,
                (select count(*) from corrections c
                 where c.cohort_id = r.cohort_id and c.experiment_id = r.experiment_id) as corrected
         from reports r where r.cohort_id = $1 and r.experiment_id = $2 order by r.revision",
        &params![cohort.to_string(), experiment.to_string()],
    )?;
    let (mut reports, mut supports) = (Vec::new(), Vec::new());
    for row in &rows {
        // a correction is rare and stands in the whole history alone
        if row.get::<i64>("corrected")? > 0 {
            let mut all = load(conn, cohort)?.into_iter().flat_map(|one| one.attempts);
            let found = all.find(|one| one.experiment == *experiment);
            return Ok(found
                .map(|one| (one.reports, one.evidence))
                .unwrap_or_default());
        }
        let report = report(row)?;
        supports.extend(evidence(row, &report)?);
        reports.push(report);
    }
    Ok((reports, supports))
}

/// How the mark of one move was changed.
const CHANGES: &str = "select changed_at, old_due, new_due from criteria_changes
     where cohort_id = $1 and experiment_id = $2 order by changed_at, id";

/// The histories of all seats of a cohort, ordered by seat.
pub fn load(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<SeatHistory>, DbError> {
    let key = params![cohort.to_string()];
    let seats = conn.query(
        "select id, person_id, joined_at, join_recorded_at, exit_at, exit_kind, exit_recorded_at,
                withdrawn_at, withdrawal_recorded_at
         from seats where cohort_id = $1 order by id",
        &key,
    )?;
    let earlier = earlier::of_cohort(conn, cohort)?;
    let excuses = conn.query(
        "select seat_id, week, category, recorded_at, revoked_at
         from excuses where cohort_id = $1 order by recorded_at, id",
        &key,
    )?;
    // a plan that nobody reported on counts nowhere: only what has a report is read
    let reports = conn.query(
        "select r.id, r.experiment_id, r.reported_at, r.performed_on, r.outcome, r.barrier,
                r.week as said_of_week, r.confirmed_at, r.accepted_at, r.evidence, e.seat_id, e.skill, e.repeat_of,
                e.criteria_due, e.criteria_locked_at, e.stretch, v.verdict, v.verdict_at,
                w.answered_at as witnessed_at
         from reports r
         join experiments e on e.cohort_id = r.cohort_id and e.id = r.experiment_id
         left join peer_verdicts v on v.cohort_id = r.cohort_id and v.experiment_id = r.experiment_id
         left join witnesses w on w.cohort_id = r.cohort_id and w.experiment_id = r.experiment_id and w.answer = 'yes'
         where r.cohort_id = $1 order by r.experiment_id, r.revision",
        &key,
    )?;
    let changes = conn.query(
        "select experiment_id, changed_at, old_due, new_due from criteria_changes
         where cohort_id = $1 order by changed_at, id",
        &key,
    )?;
    let corrections = conn.query(
        "select id, seat_id, corrected_at, change from corrections
         where cohort_id = $1 order by corrected_at, id",
        &key,
    )?;

    let mut imported = imported::by_seat(conn, cohort)?;

    let mut excuses_by_seat: HashMap<String, Vec<Excuse>> = HashMap::new();
    for row in &excuses {
        excuses_by_seat
            .entry(row.get("seat_id")?)
            .or_default()
            .push(excuse(row)?);
    }
    let mut changes_by_experiment: HashMap<String, Vec<&Row>> = HashMap::new();
    for row in &changes {
        changes_by_experiment
            .entry(row.get("experiment_id")?)
            .or_default()
            .push(row);
    }
    let mut attempts_by_seat: HashMap<String, Vec<AttemptHistory>> = HashMap::new();
    for row in &reports {
        let attempts = attempts_by_seat.entry(row.get("seat_id")?).or_default();
        let experiment: String = row.get("experiment_id")?;
        let is_next = attempts
            .last()
            .is_none_or(|last: &AttemptHistory| last.experiment.to_string() != experiment);
        if is_next {
            let changed = changes_by_experiment
                .remove(&experiment)
                .unwrap_or_default();
            let mut new = attempt(row, &changed)?;
            new.evidence.extend(verdict(row)?);
            new.witnessed(maybe_instant(row, "witnessed_at")?);
            attempts.push(new);
        }
        if let Some(attempt) = attempts.last_mut() {
            let report = report(row)?;
            attempt.evidence.extend(evidence(row, &report)?);
            attempt.reports.push(report);
        }
    }
    let mut histories = seats
        .iter()
        .map(|row| {
            let seat: String = row.get("id")?;
            Ok(SeatHistory {
                seat: id(row, "id")?,
                person: id(row, "person_id")?,
                joined_at: instant(row, "joined_at")?,
                joined_recorded_at: instant(row, "join_recorded_at")?,
                exit: exit(row)?,
                withdrawal: withdrawal(row)?,
                earlier: earlier.get(&seat).cloned().unwrap_or_default(),
                excuses: excuses_by_seat.remove(&seat).unwrap_or_default(),
                attempts: attempts_by_seat.remove(&seat).unwrap_or_default(),
                corrections: Vec::new(),
                imported: imported.remove(&seat).unwrap_or_default(),
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    for row in &corrections {
        let (seat, correction) = (id(row, "seat_id")?, correction(row)?);
        if let Some(history) = histories.iter_mut().find(|one| one.seat == seat) {
            correct(conn, cohort, history, correction)?;
        }
    }
    Ok(histories)
}

/// Puts a correction into a history. It may be about a move that nobody has reported.
fn correct(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    history: &mut SeatHistory,
    correction: Correction,
) -> Result<(), DbError> {
    if let Some(experiment) = correction.change.experiment() {
        with_move(conn, cohort, history, &experiment)?;
    }
    history.correct(correction);
    Ok(())
}

/// Makes sure that a move stands in its leader's history, reported or not.
pub fn with_move(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    history: &mut SeatHistory,
    experiment: &ExperimentId,
) -> Result<(), DbError> {
    if history
        .attempts
        .iter()
        .any(|one| one.experiment == *experiment)
    {
        return Ok(());
    }
    let key = params![cohort.to_string(), experiment.to_string()];
    let changes = conn.query(CHANGES, &key)?;
    let planned = conn.one(
        "select id as experiment_id, seat_id, skill, repeat_of, criteria_due, criteria_locked_at, stretch
         from experiments where cohort_id = $1 and id = $2",
        &key,
    )?;
    if let Some(row) = planned.filter(|row| {
        row.get::<String>("seat_id")
            .is_ok_and(|seat| seat == history.seat.to_string())
    }) {
        let attempt = attempt(&row, &changes.iter().collect::<Vec<_>>())?;
        history.attempts.push(attempt);
    }
    Ok(())
}

fn correction(row: &Row) -> Result<Correction, DbError> {
    Ok(Correction {
        id: id(row, "id")?,
        at: instant(row, "corrected_at")?,
        change: change(row)?,
    })
}

/// A change as it is kept.
pub fn change(row: &Row) -> Result<Change, DbError> {
    serde_json::from_str(&row.get::<String>("change")?)
        .map_err(|_| DbError::Conversion("a correction cannot be read".into()))
}

/// The blind ratings of a cohort's sessions in its practice weeks, without who gave which. While a session can still be
/// rated it is not among them: from a mean that changes with each answer everybody could read the answers.
pub fn ratings(
    conn: &mut Conn<'_>,
    cohort: &Cohort,
    now: Timestamp,
) -> Result<Vec<SessionRatings>, DbError> {
    let is_rated =
        |week: Week| feedback::is_closed(cohort.session(week), cohort.next_session(week), now);
    let cohort = &cohort.id;
    let rows = conn.query(
        "select week, score from ratings
         where cohort_id = $1 and week <= $2 and score is not null order by week, score",
        &params![cohort.to_string(), i64::from(PRACTICE_WEEKS)],
    )?;
    let mut by_week: std::collections::BTreeMap<u8, Vec<u8>> = std::collections::BTreeMap::new();
    for row in &rows {
        let week = week(row, "week")?;
        if !is_rated(week) {
            continue;
        }
        by_week
            .entry(week.number())
            .or_default()
            .push(small(row, "score")?);
    }
    let mut sessions: std::collections::BTreeMap<u8, SessionRatings> = by_week
        .iter()
        .map(|(week, scores)| (*week, SessionRatings::of(cohort.to_string(), *week, scores)))
        .collect();
    for (week, rating) in imported::ratings(conn, cohort)? {
        let session = sessions.entry(week);
        session
            .or_insert_with(|| SessionRatings::new(cohort.to_string(), week))
            .add(rating);
    }
    Ok(sessions.into_values().collect())
}

/// Who has answered for which of these sessions, and whether they were there; not what they said.
pub fn answers(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Answered>, DbError> {
    let rows = conn.query(
        "select r.week, s.person_id, case when r.score is null then 0 else 1 end as there
         from ratings r join seats s on s.cohort_id = r.cohort_id and s.id = r.seat_id
         where r.cohort_id = $1 and r.week <= $2 order by r.week, s.person_id",
        &params![cohort.to_string(), i64::from(PRACTICE_WEEKS)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Answered {
                person: row.get("person_id")?,
                week: week(row, "week")?.number(),
                there: small(row, "there")? == 1,
            })
        })
        .collect()
}

fn excuse(row: &Row) -> Result<Excuse, DbError> {
    Ok(Excuse {
        week: week(row, "week")?,
        category: word::<Category>(&row.get::<String>("category")?)?,
        recorded_at: instant(row, "recorded_at")?,
        revoked_at: maybe_instant(row, "revoked_at")?,
    })
}

pub(super) fn exit(row: &Row) -> Result<Option<Exit>, DbError> {
    let Some(at) = maybe_instant(row, "exit_at")? else {
        return Ok(None);
    };
    Ok(Some(Exit {
        at,
        kind: word::<ExitKind>(&row.get::<String>("exit_kind")?)?,
        recorded_at: instant(row, "exit_recorded_at")?,
    }))
}

pub(super) fn withdrawal(row: &Row) -> Result<Option<Withdrawal>, DbError> {
    let Some(at) = maybe_instant(row, "withdrawn_at")? else {
        return Ok(None);
    };
    Ok(Some(Withdrawal {
        at,
        recorded_at: instant(row, "withdrawal_recorded_at")?,
    }))
}

/// A move; `changes` of its criteria in their order. What was there before the first of them is what was locked.
fn attempt(row: &Row, changes: &[&Row]) -> Result<AttemptHistory, DbError> {
    let due = match changes.first() {
        Some(first) => maybe_date(first, "old_due")?,
        None => maybe_date(row, "criteria_due")?,
    };
    let changed = |change: &&Row| -> Result<CriteriaChanged, DbError> {
        Ok(CriteriaChanged {
            at: instant(change, "changed_at")?,
            due: maybe_date(change, "new_due")?,
        })
    };
    Ok(AttemptHistory {
        experiment: id(row, "experiment_id")?,
        repeat_of: maybe_id(row, "repeat_of")?,
        skill: row.get("skill")?,
        due,
        criteria_locked_at: Some(instant(row, "criteria_locked_at")?),
        criteria_changed: changes.iter().map(changed).collect::<Result<_, _>>()?,
        stretch: maybe_small(row, "stretch")?,
        evidence: Vec::new(),
        reports: Vec::new(),
    })
}

fn report(row: &Row) -> Result<Report, DbError> {
    let said = match maybe_date(row, "performed_on")? {
        None => Said::NotThisWeek {
            week: week(row, "said_of_week")?,
            barrier: row.get("barrier")?,
        },
        Some(performed_on) => Said::Tried {
            week: week(row, "said_of_week")?,
            performed_on,
            outcome: word::<Outcome>(&row.get::<String>("outcome")?)?,
        },
    };
    Ok(Report {
        id: id(row, "id")?,
        at: instant(row, "reported_at")?,
        said,
        confirmed_at: maybe_instant(row, "confirmed_at")?,
        accepted_at: maybe_instant(row, "accepted_at")?,
    })
}

/// What stands behind a report beside the leader's own word: a peer's confirmation (tier 1), an artefact
/// that is named in it (tier 3). Source: MEASUREMENT.md 1.7.
fn evidence(row: &Row, report: &Report) -> Result<Vec<Evidence>, DbError> {
    let confirmed = report.confirmed_at.map(|at| Evidence { tier: 1, at });
    let artefact = !row.get::<String>("evidence")?.trim().is_empty()
        && matches!(report.said, Said::Tried { .. });
    let attached = artefact.then_some(Evidence {
        tier: 3,
        at: report.at,
    });
    Ok(confirmed.into_iter().chain(attached).collect())
}

/// A peer who judged the move against its mark has checked it (tier 1), however they judged; not who cannot tell.
fn verdict(row: &Row) -> Result<Option<Evidence>, DbError> {
    let said: Option<String> = row.get("verdict")?;
    let checks = said.and_then(|said| Verdict::from_key(&said)?.outcome());
    let at = maybe_instant(row, "verdict_at")?;
    Ok(checks.and(at).map(|at| Evidence { tier: 1, at }))
}

/// A word of the domain, as serde and the small tables of the database spell it.
pub fn word<T: DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| DbError::Conversion(format!("{text} is no word that is known here")))
}
