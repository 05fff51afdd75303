//! How corrections and errata are kept, and what they can be about.

use firstmove_domain::correction::Change;
use firstmove_domain::id::{CohortId, CorrectionId, ErratumId, ExperimentId, PersonId, SeatId};
use firstmove_domain::kpi::Figure;
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::cohorts::{histories, store::week};
use crate::rows::{id, instant};

/// A correction with its reason.
#[derive(Debug, Clone)]
pub struct Corrected {
    /// What it sets right.
    pub change: Change,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: String,
}

/// Keeps a correction.
pub fn insert_correction(
    conn: &mut Conn<'_>,
    (cohort, seat, correction): (&CohortId, &SeatId, &CorrectionId),
    (row, change, reason): (Week, &Change, &str),
    (by, now): (&PersonId, Timestamp),
) -> Result<(), DbError> {
    let change_text =
        serde_json::to_string(change).map_err(|error| DbError::Conversion(error.to_string()))?;
    conn.execute(
        "insert into corrections (cohort_id, id, seat_id, experiment_id, week, change, reason, corrected_at, corrected_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            cohort.to_string(),
            correction.to_string(),
            seat.to_string(),
            change.experiment().map(|one| one.to_string()),
            row.number(),
            change_text,
            reason,
            now.as_millisecond(),
            by.to_string()
        ],
    )?;
    Ok(())
}

/// The corrections of a seat, the newest first.
pub fn corrections(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<Vec<Corrected>, DbError> {
    let rows = conn.query(
        "select c.change, c.reason, c.corrected_at, p.name from corrections c join people p on p.id = c.corrected_by
         where c.cohort_id = $1 and c.seat_id = $2 order by c.corrected_at desc, c.id desc",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Corrected {
                change: histories::change(row)?,
                reason: row.get("reason")?,
                at: instant(row, "corrected_at")?,
                by: row.get("name")?,
            })
        })
        .collect()
}

/// The moves of a seat: which, and the week that each is planned for. No word of them.
pub fn moves(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<Vec<(ExperimentId, Week)>, DbError> {
    let rows = conn.query(
        "select id, week from experiments where cohort_id = $1 and seat_id = $2 order by week, created_at, id",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((id(row, "id")?, week(row, "week")?)))
        .collect()
}

/// A signed sentence beside a final number.
#[derive(Debug, Clone)]
pub struct Erratum {
    /// Beside which.
    pub figure: Figure,
    /// What is wrong.
    pub said: String,
    /// What it should be.
    pub should_be: String,
    /// When it was signed.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// Keeps an erratum.
pub fn insert_erratum(
    conn: &mut Conn<'_>,
    (cohort, erratum): (&CohortId, &ErratumId),
    (figure, said, should_be): (Figure, &str, &str),
    (by, now): (&PersonId, Timestamp),
) -> Result<(), DbError> {
    conn.execute(
        "insert into errata (cohort_id, id, figure, said, should_be, signed_at, signed_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &params![
            cohort.to_string(),
            erratum.to_string(),
            figure.key(),
            said,
            should_be,
            now.as_millisecond(),
            by.to_string()
        ],
    )?;
    Ok(())
}

/// The errata of a cohort, in their order.
pub fn errata(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Erratum>, DbError> {
    let rows = conn.query(
        "select e.figure, e.said, e.should_be, e.signed_at, p.name from errata e join people p on p.id = e.signed_by
         where e.cohort_id = $1 order by e.signed_at, e.id",
        &params![cohort.to_string()],
    )?;
    rows.iter().map(erratum).collect()
}

fn erratum(row: &Row) -> Result<Erratum, DbError> {
    let figure: String = row.get("figure")?;
    Ok(Erratum {
        figure: Figure::from_key(&figure)
            .ok_or_else(|| DbError::Conversion(format!("{figure} is no figure")))?,
        said: row.get("said")?,
        should_be: row.get("should_be")?,
        at: instant(row, "signed_at")?,
        by: row.get("name")?,
    })
}
