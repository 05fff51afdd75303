//! An experiment as it is read from its row and the row of its newest report.

use firstmove_domain::check_in::{Barrier, CheckIn, NextStep, NotThisWeek, Tried};
use firstmove_domain::experiment::{CriteriaChange, Experiment, State};
use firstmove_domain::history::Outcome;
use firstmove_domain::id::{ReportId, SeatId};
use firstmove_domain::plan::{Criteria, Plan, When};
use firstmove_domain::week::Week;
use firstmove_kit::db::{DbError, Row};
use jiff::Timestamp;
use jiff::civil::Time;

use crate::cohorts::store::week;
use crate::rows::{date, id, instant, maybe_date, maybe_id, maybe_instant, maybe_small, small};

/// An experiment with whose it is and the newest word about it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Whose.
    pub seat: SeatId,
    /// The plan and where it stands.
    pub experiment: Experiment,
    /// The newest report, if there is one.
    pub report: Option<Newest>,
    /// When the plan was first saved.
    pub created_at: Timestamp,
}

/// The newest revision of a report, beside what [`State`] holds of it.
#[derive(Debug, Clone)]
pub struct Newest {
    /// Which.
    pub id: ReportId,
    /// Its number, from 1.
    pub revision: i64,
    /// When it was said.
    pub at: Timestamp,
    /// The week that the move was planned for then.
    pub week: Week,
    /// What was said.
    pub check_in: CheckIn,
    /// When a peer or witness confirmed it, if that was asked.
    pub confirmed_at: Option<Timestamp>,
    /// When the coordinator accepted it.
    pub accepted_at: Option<Timestamp>,
}

/// The experiment in a row, with the changes of its criteria.
pub fn kept(row: &Row, changes: Vec<CriteriaChange>) -> Result<Kept, DbError> {
    let carried_from = match maybe_small(row, "carried_from")? {
        Some(_) => Some(week(row, "carried_from")?),
        None => None,
    };
    Ok(Kept {
        seat: id(row, "seat_id")?,
        experiment: Experiment {
            id: id(row, "id")?,
            week: week(row, "week")?,
            plan: plan(row)?,
            locked_at: instant(row, "criteria_locked_at")?,
            changes,
            carried_from,
            repeat_of: maybe_id(row, "repeat_of")?,
            state: state(row)?,
        },
        report: newest(row)?,
        created_at: instant(row, "created_at")?,
    })
}

fn newest(row: &Row) -> Result<Option<Newest>, DbError> {
    let Some(id) = maybe_id(row, "report_id")? else {
        return Ok(None);
    };
    Ok(Some(Newest {
        id,
        revision: row.get("revision")?,
        at: instant(row, "reported_at")?,
        week: week(row, "told_week")?,
        check_in: check_in(row)?,
        confirmed_at: maybe_instant(row, "confirmed_at")?,
        accepted_at: maybe_instant(row, "accepted_at")?,
    }))
}

fn plan(row: &Row) -> Result<Plan, DbError> {
    let text = |column: &str| -> Result<Option<String>, DbError> {
        Ok(Some(row.get::<String>(column)?).filter(|text| !text.is_empty()))
    };
    let time: Option<Time> = maybe_id(row, "planned_time")?;
    Ok(Plan {
        skill: row.get("skill")?,
        library_move: row.get("library_move")?,
        hypothesis: row.get("hypothesis")?,
        action: row.get("action")?,
        needs_asking: small(row, "needs_asking")? > 0,
        when: When {
            day: date(row, "planned_on")?,
            time,
            with_whom: row.get("with_whom")?,
        },
        criteria: Criteria {
            text: row.get("criteria")?,
            due: maybe_date(row, "criteria_due")?,
        },
        hours_freed: row.get("hours_freed")?,
        obstacle: text("obstacle")?,
        response: text("response")?,
        fallback: row.get("fallback")?,
        confidence: maybe_small(row, "confidence")?,
        stretch: maybe_small(row, "stretch")?,
        witness: text("witness")?,
        preparation: text("preparation")?,
    })
}

fn state(row: &Row) -> Result<State, DbError> {
    let key: String = row.get("state")?;
    Ok(match key.as_str() {
        "queued" => State::Queued,
        "abandoned" => State::Abandoned,
        "reported" => State::Reported(tried(row)?),
        "not_this_week" => State::NotThisWeek(not_this_week(row)?),
        _ => State::Planned,
    })
}

/// What a row with a report's columns says.
pub fn check_in(row: &Row) -> Result<CheckIn, DbError> {
    match row.get::<Option<String>>("performed_on")? {
        Some(_) => tried(row).map(CheckIn::Tried),
        None => not_this_week(row).map(CheckIn::NotThisWeek),
    }
}

/// What a row with a report's columns says of a move that was tried.
fn tried(row: &Row) -> Result<Tried, DbError> {
    let outcome: String = row.get("outcome")?;
    Ok(Tried {
        performed_on: date(row, "performed_on")?,
        outcome: Outcome::from_key(&outcome)
            .ok_or_else(|| DbError::Conversion(format!("{outcome} is no outcome")))?,
        line: row.get("line")?,
        number: row.get("number")?,
        evidence: Some(row.get::<String>("evidence")?).filter(|text| !text.is_empty()),
        witness: row.get("seen_by")?,
    })
}

/// What a row with a report's columns says of a move that did not happen. What got in the way may be missing
/// in rows that were taken over from elsewhere.
fn not_this_week(row: &Row) -> Result<NotThisWeek, DbError> {
    let barrier: Option<String> = row.get("barrier")?;
    let next: Option<String> = row.get("next_step")?;
    Ok(NotThisWeek {
        barrier: barrier
            .as_deref()
            .and_then(Barrier::from_key)
            .unwrap_or(Barrier::NoTime),
        next: next.as_deref().and_then(NextStep::from_key),
        line: Some(row.get::<String>("line")?).filter(|line| !line.is_empty()),
    })
}
