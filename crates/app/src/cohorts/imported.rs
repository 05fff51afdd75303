//! What moved in from a sheet, as the histories and the sheet read it again.

use std::collections::HashMap;

use firstmove_domain::id::CohortId;
use firstmove_domain::imported::{ImportedWeek, Told};
use firstmove_domain::status::Class;
use firstmove_domain::week::PRACTICE_WEEKS;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use firstmove_stats::Ratio;

use crate::cohorts::histories::word;
use crate::cohorts::store::week;

/// The imported weeks of each seat.
pub fn by_seat(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
) -> Result<HashMap<String, Vec<ImportedWeek>>, DbError> {
    let rows = conn.query(
        "select seat_id, week, told, outcome from imported_rows
         where cohort_id = $1 order by seat_id, week, position",
        &params![cohort.to_string()],
    )?;
    let mut seats: HashMap<String, Vec<ImportedWeek>> = HashMap::new();
    for row in &rows {
        let (week, told) = (
            week(row, "week")?,
            word::<Told>(&row.get::<String>("told")?)?,
        );
        let outcome: Option<String> = row.get("outcome")?;
        let class = outcome.as_deref().map(word::<Class>).transpose()?;
        let weeks = seats.entry(row.get("seat_id")?).or_default();
        match weeks.last_mut().filter(|last| last.week == week) {
            Some(last) => last.attempts.extend(class),
            None => weeks.push(ImportedWeek {
                week,
                told,
                attempts: class.into_iter().collect(),
            }),
        }
    }
    Ok(seats)
}

/// The imported ratings, by week.
pub fn ratings(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<(u8, Ratio)>, DbError> {
    let rows = conn.query(
        "select week, rating from imported_ratings where cohort_id = $1 and week <= $2 order by week, rating",
        &params![cohort.to_string(), i64::from(PRACTICE_WEEKS)],
    )?;
    rows.iter()
        .map(|row| {
            let text: String = row.get("rating")?;
            let rating = Ratio::from_decimal(&text);
            let rating = rating.map_err(|error| DbError::Conversion(error.to_string()))?;
            Ok((week(row, "week")?.number(), rating))
        })
        .collect()
}

/// The metric deltas of each seat's rows, by week and in the order of the rows.
pub fn deltas(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
) -> Result<HashMap<String, Vec<(u8, String)>>, DbError> {
    let rows = conn.query(
        "select seat_id, week, metric_delta from imported_rows
         where cohort_id = $1 order by seat_id, week, position",
        &params![cohort.to_string()],
    )?;
    let mut seats: HashMap<String, Vec<(u8, String)>> = HashMap::new();
    for row in &rows {
        let deltas = seats.entry(row.get("seat_id")?).or_default();
        deltas.push((week(row, "week")?.number(), row.get("metric_delta")?));
    }
    Ok(seats)
}
