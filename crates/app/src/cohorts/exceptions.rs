//! What differs from the rule of a cohort's weeks: pauses, other weekly times, meetings moved or called off.

use std::collections::HashMap;

use firstmove_domain::session::Meeting;
use firstmove_domain::session::moving::Change;
use firstmove_domain::week::Pause;
use firstmove_domain::weekly::TimeChange;
use firstmove_kit::db::{Conn, DbError, Row, Value};

use crate::cohorts::store::{Cohort, cohort, week};
use crate::cohorts::weekly_times;
use crate::rows::{instant, maybe_instant};

/// What is kept of each cohort, by its id.
type ByCohort<T> = HashMap<String, Vec<T>>;

/// The cohorts of these rows. Exceptions are rare: mostly there is nothing to ask for, else those of all cohorts that
/// have some take one query for each kind.
pub(super) fn attach(conn: &mut Conn<'_>, rows: Vec<Row>) -> Result<Vec<Cohort>, DbError> {
    let mut some: Vec<Value> = Vec::new();
    for row in &rows {
        if row.get::<i64>("exceptions")? > 0 {
            some.push(row.get::<String>("cohort_id")?.into());
        }
    }
    let (mut pauses, mut times, mut changes) = match some.is_empty() {
        true => Default::default(),
        false => (
            pauses(conn, &some)?,
            weekly_times(conn, &some)?,
            changes(conn, &some)?,
        ),
    };
    let mut cohorts = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: String = row.get("cohort_id")?;
        let pauses = pauses.remove(&id).unwrap_or_default();
        let times = times.remove(&id).unwrap_or_default();
        let changes = changes.remove(&id).unwrap_or_default();
        cohorts.push(cohort(row, pauses, times, changes)?);
    }
    Ok(cohorts)
}

fn pauses(conn: &mut Conn<'_>, some: &[Value]) -> Result<ByCohort<Pause>, DbError> {
    let sql = format!(
        "select cohort_id, before_week, recorded_at from pauses
         where cohort_id in ({}) and revoked_at is null order by cohort_id, before_week",
        places(some)
    );
    let mut found = ByCohort::default();
    for row in &conn.query(&sql, some)? {
        let pause = Pause {
            before: week(row, "before_week")?,
            recorded_at: instant(row, "recorded_at")?,
        };
        add(&mut found, row, pause)?;
    }
    Ok(found)
}

fn weekly_times(conn: &mut Conn<'_>, some: &[Value]) -> Result<ByCohort<TimeChange>, DbError> {
    let sql = format!(
        "select cohort_id, from_week, weekday, local_time, recorded_at from weekly_times
         where cohort_id in ({}) and revoked_at is null order by cohort_id, recorded_at, id",
        places(some)
    );
    let mut found = ByCohort::default();
    for row in &conn.query(&sql, some)? {
        add(&mut found, row, weekly_times::change(row)?)?;
    }
    Ok(found)
}

fn changes(conn: &mut Conn<'_>, some: &[Value]) -> Result<ByCohort<(Meeting, Change)>, DbError> {
    let sql = format!(
        "select cohort_id, id, moved_to, called_off_at from meetings
         where cohort_id in ({}) and (moved_to is not null or called_off_at is not null) order by cohort_id, id",
        places(some)
    );
    let mut found = ByCohort::default();
    for row in &conn.query(&sql, some)? {
        let Some(meeting) = Meeting::from_key(&row.get::<String>("id")?) else {
            continue;
        };
        let change = Change {
            moved_to: maybe_instant(row, "moved_to")?,
            called_off: maybe_instant(row, "called_off_at")?.is_some(),
        };
        add(&mut found, row, (meeting, change))?;
    }
    Ok(found)
}

fn add<T>(found: &mut ByCohort<T>, row: &Row, one: T) -> Result<(), DbError> {
    found.entry(row.get("cohort_id")?).or_default().push(one);
    Ok(())
}

/// `$1, $2, ...` for as many values.
fn places(some: &[Value]) -> String {
    let places: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
    places.join(", ")
}
