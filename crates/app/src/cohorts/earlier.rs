//! How stays are kept that ended before somebody came back: the seat holds the newest, these the ones before it.

use std::collections::HashMap;

use firstmove_domain::history::ExitKind;
use firstmove_domain::id::{CohortId, SeatId};
use firstmove_domain::returning::Stay;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::cohorts::histories::{exit, withdrawal};
use crate::rows::instant;

/// The earlier stays of a cohort's seats, the oldest first, by seat.
pub fn of_cohort(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
) -> Result<HashMap<String, Vec<Stay>>, DbError> {
    let rows = conn.query(
        "select * from earlier_stays where cohort_id = $1 order by seat_id, number",
        &params![cohort.to_string()],
    )?;
    let mut stays: HashMap<String, Vec<Stay>> = HashMap::new();
    for row in &rows {
        let Some(exit) = exit(row)? else { continue };
        stays.entry(row.get("seat_id")?).or_default().push(Stay {
            joined_at: instant(row, "joined_at")?,
            joined_recorded_at: instant(row, "join_recorded_at")?,
            exit,
            withdrawal: withdrawal(row)?,
        });
    }
    Ok(stays)
}

/// Takes a seat again from `joined_at` on, written down now: the stay that had ended becomes an earlier one.
pub fn come_back(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    (squad, joined_at): (&str, Timestamp),
    now: Timestamp,
) -> Result<(), DbError> {
    let key = params![cohort.to_string(), seat.to_string()];
    conn.execute(
        "insert into earlier_stays (cohort_id, seat_id, number, joined_at, join_recorded_at, exit_at, exit_kind,
                exit_recorded_at, withdrawn_at, withdrawal_recorded_at)
         select s.cohort_id, s.id, (select count(*) + 1 from earlier_stays e
                                    where e.cohort_id = s.cohort_id and e.seat_id = s.id),
                s.joined_at, s.join_recorded_at, s.exit_at, s.exit_kind, s.exit_recorded_at, s.withdrawn_at,
                s.withdrawal_recorded_at
         from seats s where s.cohort_id = $1 and s.id = $2",
        &key,
    )?;
    conn.execute(
        "update seats set joined_at = $3, join_recorded_at = $4, exit_at = null, exit_kind = null,
                exit_recorded_at = null, withdrawn_at = null, withdrawal_recorded_at = null,
                withdrawal_reason = null, withdrawal_note = null,
                squad = case when $5 = '' then squad else $5 end
         where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            seat.to_string(),
            joined_at.as_millisecond(),
            now.as_millisecond(),
            squad
        ],
    )?;
    Ok(())
}

/// Takes it back that somebody came back: the stay before is the newest again.
pub fn go_again(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    stay: &Stay,
) -> Result<(), DbError> {
    let withdrawal = stay.withdrawal.as_ref();
    let kind: ExitKind = stay.exit.kind;
    conn.execute(
        "update seats set joined_at = $3, join_recorded_at = $4, exit_at = $5, exit_kind = $6, exit_recorded_at = $7,
                withdrawn_at = $8, withdrawal_recorded_at = $9
         where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            seat.to_string(),
            stay.joined_at.as_millisecond(),
            stay.joined_recorded_at.as_millisecond(),
            stay.exit.at.as_millisecond(),
            kind.key(),
            stay.exit.recorded_at.as_millisecond(),
            withdrawal.map(|one| one.at.as_millisecond()),
            withdrawal.map(|one| one.recorded_at.as_millisecond())
        ],
    )?;
    conn.execute(
        "delete from earlier_stays where cohort_id = $1 and seat_id = $2 and number =
            (select max(number) from earlier_stays where cohort_id = $1 and seat_id = $2)",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    Ok(())
}
