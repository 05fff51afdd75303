//! How lines of thanks are kept.

use firstmove_domain::id::{CohortId, PersonId, RecognitionId, SeatId, ThanksId};
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::rows::{id, instant, maybe_instant};

/// A leader's thanks to another one.
#[derive(Debug, Clone)]
pub struct Recognition {
    /// Which line.
    pub id: RecognitionId,
    /// The cohort.
    pub cohort: CohortId,
    /// The seat of who is thanked.
    pub seat: SeatId,
    /// Their name.
    pub name: String,
    /// The seat of who thanks.
    pub given_by: SeatId,
    /// The name of who thanks.
    pub giver: String,
    /// The line.
    pub words: String,
    /// When it was given.
    pub given_at: Timestamp,
    /// Since when the sponsor may read it.
    pub shared_at: Option<Timestamp>,
}

const RECOGNITION: &str = "select r.cohort_id, r.id, r.seat_id, r.given_by, r.words, r.given_at, r.shared_at,
        p.name as name, q.name as giver
     from recognitions r
     join seats s on s.cohort_id = r.cohort_id and s.id = r.seat_id join people p on p.id = s.person_id
     join seats g on g.cohort_id = r.cohort_id and g.id = r.given_by join people q on q.id = g.person_id
     where ";

fn recognition(row: &Row) -> Result<Recognition, DbError> {
    Ok(Recognition {
        id: id(row, "id")?,
        cohort: id(row, "cohort_id")?,
        seat: id(row, "seat_id")?,
        name: row.get("name")?,
        given_by: id(row, "given_by")?,
        giver: row.get("giver")?,
        words: row.get("words")?,
        given_at: instant(row, "given_at")?,
        shared_at: maybe_instant(row, "shared_at")?,
    })
}

/// The recognitions of a cohort, the newest first.
pub fn recognitions(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Recognition>, DbError> {
    let rows = conn.query(
        &format!("{RECOGNITION} r.cohort_id = $1 order by r.given_at desc, r.id desc"),
        &params![cohort.to_string()],
    )?;
    rows.iter().map(recognition).collect()
}

/// A recognition that this person gave or got; for all others it is not there.
pub fn recognition_of(
    conn: &mut Conn<'_>,
    recognition_id: &RecognitionId,
    person: &PersonId,
) -> Result<Option<Recognition>, DbError> {
    let row = conn.one(
        &format!("{RECOGNITION} r.id = $1 and (s.person_id = $2 or g.person_id = $2)"),
        &params![recognition_id.to_string(), person.to_string()],
    )?;
    row.as_ref().map(recognition).transpose()
}

/// Keeps a recognition; false where its id is taken.
pub fn recognise(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    recognition: &RecognitionId,
    (seat, given_by): (&SeatId, &SeatId),
    words: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let added = conn.execute(
        "insert into recognitions (cohort_id, id, seat_id, given_by, words, given_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (cohort_id, id) do nothing",
        &params![
            cohort.to_string(),
            recognition.to_string(),
            seat.to_string(),
            given_by.to_string(),
            words,
            now.as_millisecond()
        ],
    )?;
    Ok(added == 1)
}

/// Deletes a recognition.
pub fn delete(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    recognition: &RecognitionId,
) -> Result<(), DbError> {
    conn.execute(
        "delete from recognitions where cohort_id = $1 and id = $2",
        &params![cohort.to_string(), recognition.to_string()],
    )?;
    Ok(())
}

/// Notes since when the sponsor may read a recognition; none: they may not.
pub fn share_recognition(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    recognition: &RecognitionId,
    since: Option<Timestamp>,
) -> Result<(), DbError> {
    conn.execute(
        "update recognitions set shared_at = $3 where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            recognition.to_string(),
            since.map(Timestamp::as_millisecond)
        ],
    )?;
    Ok(())
}

/// A sponsor's thanks to a leader.
#[derive(Debug, Clone)]
pub struct Thanks {
    /// Which line.
    pub id: ThanksId,
    /// The cohort.
    pub cohort: CohortId,
    /// The seat of who is thanked.
    pub seat: SeatId,
    /// Their name.
    pub name: String,
    /// Who thanks.
    pub person: PersonId,
    /// The name of who thanks.
    pub giver: String,
    /// The id of the story or the recognition.
    pub about: String,
    /// The line.
    pub words: String,
    /// When it was given.
    pub given_at: Timestamp,
    /// Since when others than the group may read it.
    pub shared_at: Option<Timestamp>,
}

const THANKS: &str = "select t.cohort_id, t.id, t.seat_id, t.person_id, t.about, t.words, t.given_at, t.shared_at,
        p.name as name, q.name as giver
     from thanks t
     join seats s on s.cohort_id = t.cohort_id and s.id = t.seat_id join people p on p.id = s.person_id
     join people q on q.id = t.person_id
     where ";

fn thanks(row: &Row) -> Result<Thanks, DbError> {
    Ok(Thanks {
        id: id(row, "id")?,
        cohort: id(row, "cohort_id")?,
        seat: id(row, "seat_id")?,
        name: row.get("name")?,
        person: id(row, "person_id")?,
        giver: row.get("giver")?,
        about: row.get("about")?,
        words: row.get("words")?,
        given_at: instant(row, "given_at")?,
        shared_at: maybe_instant(row, "shared_at")?,
    })
}

/// The sponsors' thanks in a cohort, the newest first.
pub fn of_sponsors(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Thanks>, DbError> {
    let rows = conn.query(
        &format!("{THANKS} t.cohort_id = $1 order by t.given_at desc, t.id desc"),
        &params![cohort.to_string()],
    )?;
    rows.iter().map(thanks).collect()
}

/// A sponsor's thanks to this person; for all others it is not there.
pub fn of_sponsor_to(
    conn: &mut Conn<'_>,
    thanks_id: &ThanksId,
    person: &PersonId,
) -> Result<Option<Thanks>, DbError> {
    let row = conn.one(
        &format!("{THANKS} t.id = $1 and s.person_id = $2"),
        &params![thanks_id.to_string(), person.to_string()],
    )?;
    row.as_ref().map(thanks).transpose()
}

/// Keeps a sponsor's thanks; false where they have thanked for it before.
pub fn thank(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    thanks_id: &ThanksId,
    (seat, person): (&SeatId, &PersonId),
    (about, words): (&str, &str),
    now: Timestamp,
) -> Result<bool, DbError> {
    let added = conn.execute(
        "insert into thanks (cohort_id, id, seat_id, person_id, about, words, given_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (cohort_id, about, person_id) do nothing",
        &params![
            cohort.to_string(),
            thanks_id.to_string(),
            seat.to_string(),
            person.to_string(),
            about,
            words,
            now.as_millisecond()
        ],
    )?;
    Ok(added == 1)
}

/// Notes since when others than the group may read a sponsor's thanks; none: they may not.
pub fn share_thanks(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    thanks_id: &ThanksId,
    since: Option<Timestamp>,
) -> Result<(), DbError> {
    conn.execute(
        "update thanks set shared_at = $3 where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            thanks_id.to_string(),
            since.map(Timestamp::as_millisecond)
        ],
    )?;
    Ok(())
}
