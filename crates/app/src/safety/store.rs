//! How the answers are kept: as counts. Which of them are whose stands nowhere.

use std::collections::BTreeMap;

use firstmove_domain::id::{CohortId, SeatId};
use firstmove_domain::safety::Counts;
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;

use crate::cohorts::store::week;
use crate::rows::small;

/// Whether somebody has answered.
pub fn has_answered(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    asked: Week,
    seat: &SeatId,
) -> Result<bool, DbError> {
    let row = conn.one(
        "select seat_id from safety_answered where cohort_id = $1 and week = $2 and seat_id = $3",
        &params![
            cohort.to_string(),
            i64::from(asked.number()),
            seat.to_string()
        ],
    )?;
    Ok(row.is_some())
}

/// Counts somebody's answers, and notes that they have answered; false if they had before.
pub fn count(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    asked: Week,
    seat: &SeatId,
    scores: &[u8; 4],
) -> Result<bool, DbError> {
    let (cohort, asked) = (cohort.to_string(), i64::from(asked.number()));
    let noted = conn.execute(
        "insert into safety_answered (cohort_id, week, seat_id) values ($1, $2, $3)
         on conflict (cohort_id, week, seat_id) do nothing",
        &params![&cohort, asked, seat.to_string()],
    )?;
    if noted == 0 {
        return Ok(false);
    }
    for (item, score) in (1_i64..).zip(scores) {
        conn.execute(
            "insert into safety_counts (cohort_id, week, item, score, count) values ($1, $2, $3, $4, 1)
             on conflict (cohort_id, week, item, score) do update set count = safety_counts.count + 1",
            &params![&cohort, asked, item, i64::from(*score)],
        )?;
    }
    Ok(true)
}

/// The counts of a cohort, by week.
pub fn counts(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<BTreeMap<Week, Counts>, DbError> {
    let rows = conn.query(
        "select week, item, score, count from safety_counts where cohort_id = $1 order by week, item, score",
        &params![cohort.to_string()],
    )?;
    let mut all: BTreeMap<Week, Counts> = BTreeMap::new();
    for row in &rows {
        let counts = all.entry(week(row, "week")?).or_default();
        let place = |column| -> Result<usize, DbError> {
            Ok(usize::from(small(row, column)?).saturating_sub(1))
        };
        let (item, score) = (place("item")?, place("score")?);
        if let Some(cell) = counts.0.get_mut(item).and_then(|item| item.get_mut(score)) {
            *cell = u64::try_from(row.get::<i64>("count")?).unwrap_or(0);
        }
    }
    Ok(all)
}
