//! How it is kept that a sponsor was at a showcase.

use firstmove_domain::id::{CohortId, PersonId};
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::cohorts::store::week;
use crate::rows::{id, instant};

/// Who said of which showcase of a cohort that they were there, and when.
pub fn there(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
) -> Result<Vec<(Week, PersonId, Timestamp)>, DbError> {
    let rows = conn.query(
        "select week, person_id, said_at from showcase_sponsors where cohort_id = $1
         order by week, said_at, person_id",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok((
                week(row, "week")?,
                id(row, "person_id")?,
                instant(row, "said_at")?,
            ))
        })
        .collect()
}

/// Keeps that somebody was there, or that they were not; whether anything changed.
pub fn set_there(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    showcase: Week,
    person: &PersonId,
    (there, now): (bool, Timestamp),
) -> Result<bool, DbError> {
    let (cohort, number) = (cohort.to_string(), i64::from(showcase.number()));
    let changed = match there {
        true => conn.execute(
            "insert into showcase_sponsors (cohort_id, week, person_id, said_at) values ($1, $2, $3, $4)
             on conflict (cohort_id, week, person_id) do nothing",
            &params![&cohort, number, person.to_string(), now.as_millisecond()],
        )?,
        false => conn.execute(
            "delete from showcase_sponsors where cohort_id = $1 and week = $2 and person_id = $3",
            &params![&cohort, number, person.to_string()],
        )?,
    };
    Ok(changed == 1)
}
