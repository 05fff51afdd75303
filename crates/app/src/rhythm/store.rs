//! How pauses and changes of the weekly time are kept. A taken back one stays as a row with its instant.

use firstmove_domain::id::{CohortId, PauseId, WeeklyTimeId};
use firstmove_domain::sprint::WeeklyTime;
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::cohorts::store::week;
use crate::rows::{id, maybe_instant};

/// A pause or a change of the weekly time, as far as taking it back needs to know.
#[derive(Debug, Clone)]
pub struct Kept<Id> {
    /// Which one.
    pub id: Id,
    /// The week before which the pause lies, or from which the time holds.
    pub week: Week,
    /// Whether it was taken back.
    pub revoked: bool,
}

/// The pauses of a cohort, by week and by when they were entered.
pub fn pauses(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Kept<PauseId>>, DbError> {
    let rows = conn.query(
        "select id, before_week, revoked_at from pauses
         where cohort_id = $1 order by before_week, recorded_at, id",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Kept {
                id: id(row, "id")?,
                week: week(row, "before_week")?,
                revoked: maybe_instant(row, "revoked_at")?.is_some(),
            })
        })
        .collect()
}

/// Keeps a pause, written down now.
pub fn insert_pause(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    (pause, before): (&PauseId, Week),
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into pauses (cohort_id, id, before_week, recorded_at) values ($1, $2, $3, $4)",
        &params![
            cohort.to_string(),
            pause.to_string(),
            i64::from(before.number()),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Takes a pause back.
pub fn revoke_pause(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    pause: &PauseId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "update pauses set revoked_at = $3 where cohort_id = $1 and id = $2 and revoked_at is null",
        &params![cohort.to_string(), pause.to_string(), now.as_millisecond()],
    )?;
    Ok(changed == 1)
}

/// The changes of a cohort's weekly time, by week and by when they were entered.
pub fn times(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Kept<WeeklyTimeId>>, DbError> {
    let rows = conn.query(
        "select id, from_week, revoked_at from weekly_times
         where cohort_id = $1 order by from_week, recorded_at, id",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Kept {
                id: id(row, "id")?,
                week: week(row, "from_week")?,
                revoked: maybe_instant(row, "revoked_at")?.is_some(),
            })
        })
        .collect()
}

/// Keeps another weekly time, written down now.
pub fn insert_time(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    change: &WeeklyTimeId,
    (from, time): (Week, WeeklyTime),
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into weekly_times (cohort_id, id, from_week, weekday, local_time, recorded_at)
         values ($1, $2, $3, $4, $5, $6)",
        &params![
            cohort.to_string(),
            change.to_string(),
            i64::from(from.number()),
            i64::from(time.weekday.to_monday_one_offset()),
            time.time.strftime("%H:%M").to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Takes another weekly time back.
pub fn revoke_time(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    change: &WeeklyTimeId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "update weekly_times set revoked_at = $3 where cohort_id = $1 and id = $2 and revoked_at is null",
        &params![cohort.to_string(), change.to_string(), now.as_millisecond()],
    )?;
    Ok(changed == 1)
}
