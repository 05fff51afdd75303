//! How it is kept who practised and who was at the workshop. A person's seats are looked at together, so that whoever
//! goes on in another group stays trained.

use std::collections::{BTreeMap, BTreeSet};

use firstmove_domain::id::{CohortId, PersonId, SeatId};
use firstmove_domain::practice::SCENARIOS;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::rows::{id, small};

/// The seats of a cohort whose people have been through every scenario.
pub fn practised(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<BTreeSet<SeatId>, DbError> {
    let rows = conn.query(
        "select s.id from seats s
         join seats o on o.person_id = s.person_id
         join practice_answers a on a.cohort_id = o.cohort_id and a.seat_id = o.id
         where s.cohort_id = $1 group by s.id having count(distinct a.scenario) >= $2",
        &params![
            cohort.to_string(),
            i64::try_from(SCENARIOS.len()).unwrap_or(i64::MAX)
        ],
    )?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// The questions that somebody asked, by scenario; of two in two groups the later one.
pub fn questions(conn: &mut Conn<'_>, person: &PersonId) -> Result<BTreeMap<u8, String>, DbError> {
    let rows = conn.query(
        "select a.scenario, a.question from practice_answers a
         join seats s on s.cohort_id = a.cohort_id and s.id = a.seat_id
         where s.person_id = $1 order by a.written_at, a.cohort_id",
        &params![person.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((small(row, "scenario")?, row.get("question")?)))
        .collect()
}

/// Keeps a question of a seat, over the one before it.
pub fn keep(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    (scenario, question): (u8, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into practice_answers (cohort_id, seat_id, scenario, question, written_at)
         values ($1, $2, $3, $4, $5)
         on conflict (cohort_id, seat_id, scenario)
         do update set question = excluded.question, written_at = excluded.written_at",
        &params![
            cohort.to_string(),
            seat.to_string(),
            i64::from(scenario),
            question,
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// The seats of a cohort whose people were at a workshop, in this group or in another.
pub fn been_there(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<BTreeSet<SeatId>, DbError> {
    let rows = conn.query(
        "select distinct s.id from seats s
         join seats o on o.person_id = s.person_id
         join workshop_marks w on w.cohort_id = o.cohort_id and w.seat_id = o.id
         where s.cohort_id = $1",
        &params![cohort.to_string()],
    )?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// The seats of a cohort that bear the workshop's mark themselves.
pub fn marked(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<BTreeSet<SeatId>, DbError> {
    let rows = conn.query(
        "select seat_id from workshop_marks where cohort_id = $1",
        &params![cohort.to_string()],
    )?;
    rows.iter().map(|row| id(row, "seat_id")).collect()
}

/// Marks a seat; false if it is marked.
pub fn mark(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let added = conn.execute(
        "insert into workshop_marks (cohort_id, seat_id, noted_at) values ($1, $2, $3)
         on conflict (cohort_id, seat_id) do nothing",
        &params![cohort.to_string(), seat.to_string(), now.as_millisecond()],
    )?;
    Ok(added == 1)
}

/// Takes the mark away; false if there is none.
pub fn unmark(conn: &mut Conn<'_>, cohort: &CohortId, seat: &SeatId) -> Result<bool, DbError> {
    let gone = conn.execute(
        "delete from workshop_marks where cohort_id = $1 and seat_id = $2",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    Ok(gone == 1)
}
