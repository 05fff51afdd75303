//! How the weekly time of a cohort is read: the first one stands with the cohort, each change is a row.

use firstmove_domain::id::{CohortId, WeeklyTimeId};
use firstmove_domain::sprint::WeeklyTime;
use firstmove_domain::weekly::TimeChange;
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::civil::{Time, Weekday};

use crate::cohorts::store::week;
use crate::rows::{id, instant, maybe_small, small};

/// The changes of one cohort that stand, by week.
pub fn of(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
) -> Result<Vec<(WeeklyTimeId, TimeChange)>, DbError> {
    let rows = conn.query(
        "select id, from_week, weekday, local_time, recorded_at from weekly_times
         where cohort_id = $1 and revoked_at is null order by from_week, recorded_at, id",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((id(row, "id")?, change(row)?)))
        .collect()
}

/// One change of the weekly time.
pub(super) fn change(row: &Row) -> Result<TimeChange, DbError> {
    Ok(TimeChange {
        from: week(row, "from_week")?,
        time: time(row, ("weekday", "local_time"))?,
        recorded_at: instant(row, "recorded_at")?,
    })
}

/// The weekly time that a cohort began with.
pub fn first(row: &Row) -> Result<WeeklyTime, DbError> {
    time(row, ("session_weekday", "session_time"))
}

/// The weekday and time of its showcases; none where they follow the session.
pub fn of_showcases(row: &Row) -> Result<Option<WeeklyTime>, DbError> {
    if maybe_small(row, "showcase_weekday")?.is_none() {
        return Ok(None);
    }
    let own = time(row, ("showcase_weekday", "showcase_time"))?;
    Ok((own != first(row)?.after_session()).then_some(own))
}

/// A weekday or time that cannot be read is Monday at nine: nothing stands still for it.
pub fn time(row: &Row, (weekday, local): (&str, &str)) -> Result<WeeklyTime, DbError> {
    let weekday = i8::try_from(small(row, weekday)?)
        .ok()
        .and_then(|day| Weekday::from_monday_one_offset(day).ok());
    let time: Option<Time> = row.get::<String>(local)?.parse().ok();
    Ok(WeeklyTime {
        weekday: weekday.unwrap_or(Weekday::Monday),
        time: time.unwrap_or_else(|| Time::constant(9, 0, 0, 0)),
    })
}
