//! What is deleted and what is emptied. A fact that counts stays without its words: the week, the day, the outcome.

use firstmove_domain::id::{CohortId, PersonId};
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::forgetting::{drafts, naming};
use crate::people::acts::try_key;
use crate::rows::{instant, maybe_instant};

/// Empties the words of plans, reports, questions, excuses and leavings. `seats` is a query of seats' ids within
/// the cohort `c.cohort_id`, `$1` its one parameter. That something was attached to a report stays as a mark, as it
/// decides how well a move is confirmed. How many moves had words.
fn empty_words(conn: &mut Conn<'_>, seats: &str, key: &str) -> Result<u64, DbError> {
    let moves = format!(
        "select e.id from experiments e where e.cohort_id = x.cohort_id and e.seat_id in ({seats})"
    );
    let of_seats = seats;
    let statements = [
        format!(
            "update reports as x set line = '', evidence = case when trim(evidence) = '' then '' else '-' end,
                    witness = null, reason = '', number = null
             where x.experiment_id in ({moves})"
        ),
        format!("update criteria_changes as x set old_text = '', new_text = '' where x.experiment_id in ({moves})"),
        format!("update witnesses as x set name = '', mail = '' where x.experiment_id in ({moves})"),
        format!("update reactions as x set question = null, asked_at = null where x.experiment_id in ({moves})"),
        format!("update meeting_people as x set word = '', mood = '' where x.seat_id in ({of_seats})"),
        format!("update meeting_answers as x set words = '' where x.seat_id in ({of_seats})"),
        format!("update commitments as x set what = '' where x.seat_id in ({of_seats})"),
        format!("update practice_answers as x set question = '' where x.seat_id in ({of_seats})"),
        // a story without its words is none; thanks name two people, and go with either
        format!("delete from thanks as x where x.seat_id in ({of_seats})"),
        format!("delete from recognitions as x where x.seat_id in ({of_seats})"),
        format!("delete from recognitions as x where x.given_by in ({of_seats})"),
        format!("delete from stories as x where x.seat_id in ({of_seats})"),
        // what was written about somebody's own experiment
        format!(
            "update meeting_notes as x set words = '' where exists (
                select 1 from meetings m where m.cohort_id = x.cohort_id and m.id = x.meeting_id
                   and ((x.slot = 1 and m.presenter in ({of_seats}))
                     or (x.slot = 2 and m.second_presenter in ({of_seats}))))"
        ),
        format!("update excuses as x set note = null where x.seat_id in ({of_seats})"),
        format!("update seats as x set withdrawal_note = null where x.id in ({of_seats})"),
    ];
    for statement in &statements {
        conn.execute(statement, &params![key])?;
    }
    conn.execute(
        &format!(
            "update experiments as x set hypothesis = '', action = '', with_whom = '', criteria = '', obstacle = '',
                    response = '', fallback = '', witness = '', preparation = '', library_move = null
             where x.action <> '' and x.seat_id in ({of_seats})"
        ),
        &params![key],
    )
}

/// Empties all words of one person's seats.
pub fn empty_person(conn: &mut Conn<'_>, person: &PersonId) -> Result<u64, DbError> {
    empty_words(
        conn,
        "select s.id from seats s where s.cohort_id = x.cohort_id and s.person_id = $1",
        &person.to_string(),
    )
}

/// Empties all words of a cohort, also those that are nobody's own: notes of meetings, cards and what was decided.
pub fn empty_cohort(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<u64, DbError> {
    let key = cohort.to_string();
    for statement in [
        "update meeting_notes set words = '' where cohort_id = $1",
        // a card without its words is none, and neither is a decision
        "delete from decisions where cohort_id = $1",
        "delete from card_votes where cohort_id = $1",
        "delete from cards where cohort_id = $1",
    ] {
        conn.execute(statement, &params![&key])?;
    }
    empty_words(
        conn,
        "select s.id from seats s where s.cohort_id = x.cohort_id and s.cohort_id = $1",
        &key,
    )
}

/// Where words are kept, and which rows have some: everything that [`empty_cohort`] empties. Somebody may write after
/// the others have had their time.
const WORDS: [(&str, &str); 16] = [
    ("experiments", "action <> ''"),
    ("reports", "line <> '' or reason <> ''"),
    ("criteria_changes", "old_text <> '' or new_text <> ''"),
    ("witnesses", "name <> '' or mail <> ''"),
    ("reactions", "question is not null"),
    ("meeting_people", "word <> ''"),
    ("meeting_answers", "words <> ''"),
    ("meeting_notes", "words <> ''"),
    ("commitments", "what <> ''"),
    ("practice_answers", "question <> ''"),
    ("thanks", "1 = 1"),
    ("recognitions", "1 = 1"),
    ("stories", "1 = 1"),
    ("cards", "1 = 1"),
    ("decisions", "1 = 1"),
    ("excuses", "note is not null"),
];

/// Whether any words of a cohort are kept.
pub fn has_words(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<bool, DbError> {
    let key = cohort.to_string();
    for (table, some) in WORDS {
        let sql = format!("select 1 as n from {table} where cohort_id = $1 and ({some}) limit 1");
        if conn.one(&sql, &params![&key])?.is_some() {
            return Ok(true);
        }
    }
    let sql =
        "select 1 as n from seats where cohort_id = $1 and withdrawal_note is not null limit 1";
    Ok(conn.one(sql, &params![&key])?.is_some())
}

/// The name that stands where a person was taken out.
pub const NOBODY: &str = "Taken out";

/// Takes a person out of everything but the facts that count.
pub fn take_out(conn: &mut Conn<'_>, person: &PersonId, now: Timestamp) -> Result<(), DbError> {
    let id = person.to_string();
    let row = conn.one("select name, mail from people where id = $1", &params![&id])?;
    let (name, mail): (String, String) = match row {
        Some(row) => (row.get("name")?, row.get("mail")?),
        None => Default::default(),
    };
    empty_person(conn, person)?;
    naming::empty_mails(conn, person, &name)?;
    drafts::take_out(conn, person, (&name, &mail))?;
    conn.execute("delete from sign_ups where mail = $1", &params![&mail])?;
    // who was named as a witness, by the same address
    let sql = "update witnesses set name = '', mail = '' where mail = $1";
    conn.execute(sql, &params![mail.to_lowercase()])?;
    for statement in [
        // a mail to a peer about a late report names its author
        "delete from notices where kind = 'late_report' and about in (
            select id from reports where reported_by = $1)",
        "delete from notices where person_id = $1",
        "delete from sign_ins where person_id = $1",
        "delete from sign_in_links where person_id = $1",
        "delete from export_links where person_id = $1",
        "delete from mail_stops where person_id = $1",
        "delete from person_attributes where person_id = $1",
        "delete from sprint_drafts where maker_id = $1",
        "delete from import_drafts where person_id = $1",
        "delete from people_files where maker_id = $1",
        "delete from sign_ups where link_id in (select id from sign_up_links where maker_id = $1)",
        "delete from sign_up_links where maker_id = $1",
        "update reactions set question = null, asked_at = null where person_id = $1",
        "delete from thanks where person_id = $1",
        "delete from safety_answered where exists (select 1 from seats s where s.cohort_id = safety_answered.cohort_id
            and s.id = safety_answered.seat_id and s.person_id = $1)",
        "update seats set squad = '' where person_id = $1",
    ] {
        conn.execute(statement, &params![&id])?;
    }
    conn.execute(
        "update invitations set commitment = null where exists (
            select 1 from seats s where s.cohort_id = invitations.cohort_id and s.id = invitations.seat_id
               and s.person_id = $1)",
        &params![&id],
    )?;
    conn.execute(
        "delete from attempts_counted where key = $1 or key = $2",
        &params![try_key(&mail), format!("trial {id}")],
    )?;
    // the address has to be one of its own, and nobody's
    let gone = format!("{id}@taken-out.invalid");
    conn.execute(
        "update people set name = $2, mail = $3, mail_folded = $3, theme = null where id = $1",
        &params![&id, NOBODY, &gone],
    )?;
    conn.execute(
        "insert into erasures (person_id, asked_at, erased_at) values ($1, $2, $2)
         on conflict (person_id) do update set erased_at = excluded.erased_at",
        &params![&id, now.as_millisecond()],
    )?;
    Ok(())
}

/// When somebody asked to be taken out, and when they were.
#[derive(Debug, Clone, Copy, Default)]
pub struct Erasure {
    /// When they asked.
    pub asked_at: Option<Timestamp>,
    /// When it was done.
    pub erased_at: Option<Timestamp>,
}

/// What is known about taking this person out.
pub fn erasure(conn: &mut Conn<'_>, person: &PersonId) -> Result<Erasure, DbError> {
    let row = conn.one(
        "select asked_at, erased_at from erasures where person_id = $1",
        &params![person.to_string()],
    )?;
    row.map_or(Ok(Erasure::default()), |row| {
        Ok(Erasure {
            asked_at: maybe_instant(&row, "asked_at")?,
            erased_at: maybe_instant(&row, "erased_at")?,
        })
    })
}

/// Notes that somebody asks to be taken out; false when they have asked before.
pub fn ask(conn: &mut Conn<'_>, person: &PersonId, now: Timestamp) -> Result<bool, DbError> {
    let added = conn.execute(
        "insert into erasures (person_id, asked_at) values ($1, $2) on conflict (person_id) do nothing",
        &params![person.to_string(), now.as_millisecond()],
    )?;
    Ok(added == 1)
}

/// Forgets that somebody asked; false when they had not.
pub fn take_back(conn: &mut Conn<'_>, person: &PersonId) -> Result<bool, DbError> {
    let sql = "delete from erasures where person_id = $1 and erased_at is null";
    Ok(conn.execute(sql, &params![person.to_string()])? == 1)
}

/// The seats of a cohort whose people asked to be taken out and have not been, with their pseudonyms.
pub fn asked_in(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<(String, String)>, DbError> {
    let rows = conn.query(
        "select s.id, p.pseudonym from seats s join people p on p.id = s.person_id
         join erasures e on e.person_id = p.id and e.erased_at is null
         where s.cohort_id = $1 order by p.pseudonym",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("pseudonym")?)))
        .collect()
}

/// Somebody without a seat who asked to be taken out.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Who.
    pub person: String,
    /// Their name.
    pub name: String,
    /// When they asked.
    pub at: Timestamp,
}

/// Who asked to be taken out, has not been, and has no seat in any group; the first one first.
pub fn asked_without_seat(conn: &mut Conn<'_>) -> Result<Vec<Asked>, DbError> {
    let rows = conn.query(
        "select p.id, p.name, e.asked_at from people p
         join erasures e on e.person_id = p.id and e.erased_at is null
         where not exists (select 1 from seats s where s.person_id = p.id) order by e.asked_at, p.id",
        &[],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Asked {
                person: row.get("id")?,
                name: row.get("name")?,
                at: instant(row, "asked_at")?,
            })
        })
        .collect()
}

/// The name of somebody who has no seat in any group.
pub fn without_seat(conn: &mut Conn<'_>, person: &PersonId) -> Result<Option<String>, DbError> {
    let row = conn.one(
        "select p.name from people p
         where p.id = $1 and not exists (select 1 from seats s where s.person_id = p.id)",
        &params![person.to_string()],
    )?;
    row.map(|row| row.get("name")).transpose()
}

/// Whether somebody takes part in any group now.
pub fn takes_part(conn: &mut Conn<'_>, person: &PersonId, now: Timestamp) -> Result<bool, DbError> {
    let row = conn.one(
        "select id from seats where person_id = $1 and (exit_at is null or exit_at > $2)
           and (withdrawn_at is null or withdrawn_at > $2) limit 1",
        &params![person.to_string(), now.as_millisecond()],
    )?;
    Ok(row.is_some())
}

/// A word of the settings.
pub fn setting(conn: &mut Conn<'_>, key: &str) -> Result<Option<String>, DbError> {
    let row = conn.one("select value from settings where key = $1", &params![key])?;
    row.map(|row| row.get("value")).transpose()
}

/// Keeps a word of the settings.
pub fn set(conn: &mut Conn<'_>, key: &str, value: &str) -> Result<(), DbError> {
    conn.execute(
        "insert into settings (key, value) values ($1, $2)
         on conflict (key) do update set value = excluded.value",
        &params![key, value],
    )?;
    Ok(())
}

/// Deletes what was told before `until`; how many.
pub fn messages_before(conn: &mut Conn<'_>, until: Timestamp) -> Result<u64, DbError> {
    // what is still to be sent stays; of what was told in the last week the caps of messages need to know
    conn.execute(
        "delete from notices where created_at < $1 and state <> 'queued'",
        &params![until.as_millisecond()],
    )
}

/// Deletes the traces of signing in before `until`; how many.
pub fn sign_ins_before(conn: &mut Conn<'_>, until: Timestamp) -> Result<u64, DbError> {
    conn.execute(
        "delete from events where kind = 'signed_in' and at < $1",
        &params![until.as_millisecond()],
    )
}

/// Deletes the trail before `until`; how many entries.
pub fn trail_before(conn: &mut Conn<'_>, until: Timestamp) -> Result<u64, DbError> {
    conn.execute(
        "delete from events where at < $1",
        &params![until.as_millisecond()],
    )
}
