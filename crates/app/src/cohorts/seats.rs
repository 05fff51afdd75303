//! How what becomes of a seat is kept: its excuses, its end.

use firstmove_domain::cohort::{Membership, WithdrawReason};
use firstmove_domain::excuse::Category;
use firstmove_domain::history::ExitKind;
use firstmove_domain::id::{CohortId, ExcuseId, PersonId, SeatId, SprintId};
use firstmove_domain::undoing::What;
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::cohorts::histories::word;
use crate::cohorts::store::week;
use crate::practice;
use crate::rows::{id, instant, maybe_instant};
use crate::sessions::acts::OF_A_SEAT;
use crate::stories;

/// A week that is excused.
#[derive(Debug, Clone)]
pub struct Excused {
    /// Which excuse.
    pub id: ExcuseId,
    /// Which week.
    pub week: Week,
    /// Why.
    pub category: Category,
    /// Working days away, where they were asked for.
    pub days: Option<u8>,
    /// A word beside it.
    pub note: Option<String>,
}

/// The excuses of a seat that stand, by week.
pub fn excuses(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<Vec<Excused>, DbError> {
    let rows = conn.query(
        "select id, week, category, days, note from excuses
         where cohort_id = $1 and seat_id = $2 and revoked_at is null order by week, id",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Excused {
                id: id(row, "id")?,
                week: week(row, "week")?,
                category: word(&row.get::<String>("category")?)?,
                days: row.get("days")?,
                note: row.get("note")?,
            })
        })
        .collect()
}

/// Deletes the excuses of a seat, also those that came along from another group and those that were taken back: what is
/// as if it had never been there was never away.
pub fn delete_excuses(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<(), DbError> {
    conn.execute(
        "delete from excuses where cohort_id = $1 and seat_id = $2",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    Ok(())
}

/// Notes that an excuse is taken back now; false when it was already.
pub fn take_back(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    excuse: &ExcuseId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "update excuses set revoked_at = $3 where cohort_id = $1 and id = $2 and revoked_at is null",
        &params![
            cohort.to_string(),
            excuse.to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(changed == 1)
}

/// Where a seat stands, for the rules of leaving.
pub fn membership(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<Option<Membership>, DbError> {
    let row = conn.one(
        "select joined_at, exit_at, exit_kind, withdrawn_at, withdrawal_reason
         from seats where cohort_id = $1 and id = $2",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    row.as_ref().map(stands).transpose()
}

fn stands(row: &Row) -> Result<Membership, DbError> {
    let joined_at = instant(row, "joined_at")?;
    if let Some(left_at) = maybe_instant(row, "exit_at")? {
        let kind = word::<ExitKind>(&row.get::<String>("exit_kind")?)?;
        return Ok(Membership::Left {
            joined_at,
            left_at,
            kind,
        });
    }
    let Some(withdrawn_at) = maybe_instant(row, "withdrawn_at")? else {
        return Ok(Membership::Enrolled { joined_at });
    };
    Ok(Membership::Withdrawn {
        joined_at,
        withdrawn_at,
        reason: word::<WithdrawReason>(&row.get::<String>("withdrawal_reason")?)?,
    })
}

/// Why somebody withdrew, and the word that they left with it.
pub fn withdrawal(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<Option<(WithdrawReason, Option<String>)>, DbError> {
    let row = conn.one(
        "select withdrawal_reason, withdrawal_note from seats
         where cohort_id = $1 and id = $2 and withdrawn_at is not null",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    row.map(|row| {
        let reason = word::<WithdrawReason>(&row.get::<String>("withdrawal_reason")?)?;
        let note = row.get::<Option<String>>("withdrawal_note")?;
        Ok((reason, note.filter(|note| !note.is_empty())))
    })
    .transpose()
}

/// Notes that somebody left at `at`, written down now.
pub fn leave(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    (at, kind): (Timestamp, ExitKind),
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "update seats set exit_at = $3, exit_kind = $4, exit_recorded_at = $5
         where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            seat.to_string(),
            at.as_millisecond(),
            kind.key(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Whether somebody takes part or has a role where this coordinator has none to give: there they are not theirs.
pub fn is_elsewhere(
    conn: &mut Conn<'_>,
    person: &PersonId,
    coordinator: &PersonId,
) -> Result<bool, DbError> {
    let row = conn.one(
        "select (select count(*) from administrators where person_id = $1) + (select count(*) from (
            select c.sprint_id from seats s join cohorts c on c.cohort_id = s.cohort_id where s.person_id = $1
            union select r.sprint_id from sprint_roles r where r.person_id = $1) x
         where x.sprint_id not in
            (select o.sprint_id from sprint_roles o where o.person_id = $2 and o.role = 'coordinator')) as n",
        &params![person.to_string(), coordinator.to_string()],
    )?;
    row.map_or(Ok(false), |row| Ok(row.get::<i64>("n")? > 0))
}

/// Keeps another team.
pub fn set_squad(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    squad: &str,
) -> Result<(), DbError> {
    conn.execute(
        "update seats set squad = $3 where cohort_id = $1 and id = $2",
        &params![cohort.to_string(), seat.to_string(), squad],
    )?;
    Ok(())
}

/// Takes it back that somebody left.
pub fn stay(conn: &mut Conn<'_>, cohort: &CohortId, seat: &SeatId) -> Result<(), DbError> {
    conn.execute(
        "update seats set exit_at = null, exit_kind = null, exit_recorded_at = null
         where cohort_id = $1 and id = $2",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    Ok(())
}

/// Takes it back that somebody stopped; their reason goes with it.
pub fn go_on(conn: &mut Conn<'_>, cohort: &CohortId, seat: &SeatId) -> Result<(), DbError> {
    conn.execute(
        "update seats set withdrawn_at = null, withdrawal_recorded_at = null, withdrawal_reason = null,
                withdrawal_note = null
         where cohort_id = $1 and id = $2",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    Ok(())
}

/// Takes a seat away with its invitation; refused by the database while anything else hangs on it.
pub fn remove(conn: &mut Conn<'_>, cohort: &CohortId, seat: &SeatId) -> Result<(), DbError> {
    let key = params![cohort.to_string(), seat.to_string()];
    let invitation = "delete from invitations where cohort_id = $1 and seat_id = $2";
    conn.execute(invitation, &key)?;
    for table in OF_A_SEAT.iter().chain(&practice::acts::OF_A_SEAT) {
        conn.execute(
            &format!("delete from {table} where cohort_id = $1 and seat_id = $2"),
            &key,
        )?;
    }
    for (table, column) in stories::acts::OF_A_SEAT {
        conn.execute(
            &format!("delete from {table} where cohort_id = $1 and {column} = $2"),
            &key,
        )?;
    }
    conn.execute("delete from seats where cohort_id = $1 and id = $2", &key)?;
    Ok(())
}

/// The other end of a way between two groups of a sprint: where somebody who leaves goes on, or where somebody who
/// joins came from. Both ends were written down in one deed, for one instant.
pub fn other_end(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    seat: &SeatId,
    what: What,
) -> Result<Option<(CohortId, SeatId)>, DbError> {
    let (here, there) = match what {
        What::Leaving => ("exit", "join"),
        What::Joining => ("join", "exit"),
        What::Stopping => return Ok(None),
    };
    let at = |end| {
        if end == "exit" {
            "exit_at"
        } else {
            "joined_at"
        }
    };
    let sql = format!(
        "select o.cohort_id, o.id from seats s
         join seats o on o.person_id = s.person_id and o.cohort_id <> s.cohort_id
           and o.{} = s.{} and o.{there}_recorded_at = s.{here}_recorded_at
         join cohorts c on c.cohort_id = o.cohort_id
         where s.id = $1 and c.sprint_id = $2",
        at(there),
        at(here)
    );
    let row = conn.one(&sql, &params![seat.to_string(), sprint.to_string()])?;
    row.map(|row| Ok((id(&row, "cohort_id")?, id(&row, "id")?)))
        .transpose()
}

/// Whether somebody runs this sprint or reads its numbers.
pub fn has_role(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    person: &PersonId,
) -> Result<bool, DbError> {
    let row = conn.one(
        "select role from sprint_roles where sprint_id = $1 and person_id = $2 limit 1",
        &params![sprint.to_string(), person.to_string()],
    )?;
    Ok(row.is_some())
}

/// The cohort of a report, for the way back to its page.
pub fn cohort_of_report(conn: &mut Conn<'_>, report: &str) -> Result<Option<String>, DbError> {
    let row = conn.one(
        "select cohort_id from reports where id = $1",
        &params![report],
    )?;
    row.map(|row| row.get("cohort_id")).transpose()
}
