//! How ratings are kept. A single one is read for nobody but the person who gave it.

use firstmove_domain::feedback::Answer;
use firstmove_domain::id::{CohortId, SeatId};
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::rows::maybe_small;

/// The leader's own answer for a week.
pub fn own(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    week: Week,
) -> Result<Option<Answer>, DbError> {
    let row = conn.one(
        "select score from ratings where cohort_id = $1 and week = $2 and seat_id = $3",
        &params![
            cohort.to_string(),
            i64::from(week.number()),
            seat.to_string()
        ],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(
        maybe_small(&row, "score")?.map_or(Answer::NotThere, Answer::Rated),
    ))
}

/// Keeps an answer in place of an earlier one.
pub fn keep(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    week: Week,
    answer: Answer,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into ratings (cohort_id, week, seat_id, score, rated_at) values ($1, $2, $3, $4, $5)
         on conflict (cohort_id, week, seat_id)
         do update set score = excluded.score, rated_at = excluded.rated_at",
        &params![
            cohort.to_string(),
            i64::from(week.number()),
            seat.to_string(),
            answer.rating().map(i64::from),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}
