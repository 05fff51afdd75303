//! How it is kept who is there and what was said: words, the note's lines, questions and other moves.

use firstmove_domain::id::{CohortId, PersonId, SeatId};
use firstmove_domain::session::{Meeting, Part};
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::rows::{id, maybe_instant, small};

/// Somebody's word and mood, and since when they were there.
#[derive(Debug, Clone)]
pub struct Attendant {
    /// Whose.
    pub seat: SeatId,
    /// Since when they were there; none if they were not.
    pub here_at: Option<Timestamp>,
    /// Their word; may be empty.
    pub word: String,
    /// Their mood's key; may be empty.
    pub mood: String,
}

/// A line of the note.
#[derive(Debug, Clone)]
pub struct Noted {
    /// Whose slot.
    pub slot: u8,
    /// At which step.
    pub part: Part,
    /// What was written.
    pub words: String,
    /// How often by now.
    pub revision: i64,
    /// Since which of these times nobody wrote but whoever wrote last.
    pub since: i64,
    /// Who wrote it last.
    pub written_by: PersonId,
}

impl Noted {
    /// Whether a form of this person's, which carries this revision and these words, knows what stands here. A page that
    /// saves by itself may be behind its own writer, for the answers to what it sent can get lost: then it has these words
    /// and goes on from them. Another device of the same writer has not.
    pub fn is_known_to(&self, person: &PersonId, (revision, words): (Option<i64>, &str)) -> bool {
        revision.is_some_and(|seen| {
            let goes_on = words.starts_with(self.words.trim_end());
            let alone = self.written_by == *person && seen < self.revision && goes_on;
            seen == self.revision || alone && seen >= self.since - 1
        })
    }

    /// The two numbers of the next words at a line, if this person writes them: how often by now, and since when alone.
    pub fn follows(before: Option<&Noted>, person: &PersonId) -> (i64, i64) {
        let revision = before.map_or(0, |one| one.revision) + 1;
        let alone = before.filter(|one| one.written_by == *person);
        (revision, alone.map_or(revision, |one| one.since))
    }
}

/// A peer's question or other move.
#[derive(Debug, Clone)]
pub struct PeerAnswer {
    /// Whose slot.
    pub slot: u8,
    /// Which of the two prompts.
    pub part: Part,
    /// Who wrote it.
    pub seat: SeatId,
    /// What.
    pub words: String,
    /// Whether the presenter found it useful.
    pub useful: bool,
}

/// Who is or was there, and their words.
pub fn attendants(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    meeting: Meeting,
) -> Result<Vec<Attendant>, DbError> {
    let rows = conn.query(
        "select seat_id, here_at, word, mood from meeting_people where cohort_id = $1 and meeting_id = $2",
        &params![cohort.to_string(), meeting.key()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Attendant {
                seat: id(row, "seat_id")?,
                here_at: maybe_instant(row, "here_at")?,
                word: row.get("word")?,
                mood: row.get("mood")?,
            })
        })
        .collect()
}

/// Who was there, in all meetings of a cohort.
pub fn here(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<(Meeting, SeatId)>, DbError> {
    let rows = conn.query(
        "select meeting_id, seat_id from meeting_people where cohort_id = $1 and here_at is not null",
        &params![cohort.to_string()],
    )?;
    let mut here = Vec::new();
    for row in &rows {
        if let Some(meeting) = Meeting::from_key(&row.get::<String>("meeting_id")?) {
            here.push((meeting, id(row, "seat_id")?));
        }
    }
    Ok(here)
}

/// Notes that somebody is there, since now if not before. False where it was noted already.
pub fn arrive(
    conn: &mut Conn<'_>,
    (cohort, meeting): (&CohortId, Meeting),
    seat: &SeatId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "insert into meeting_people (cohort_id, meeting_id, seat_id, here_at, word, mood)
         values ($1, $2, $3, $4, '', '')
         on conflict (cohort_id, meeting_id, seat_id)
         do update set here_at = excluded.here_at where meeting_people.here_at is null",
        &params![
            cohort.to_string(),
            meeting.key(),
            seat.to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(changed > 0)
}

/// Notes that a guest is there, who has no seat. False where it was noted already.
pub fn guest_arrives(
    conn: &mut Conn<'_>,
    (cohort, meeting): (&CohortId, Meeting),
    guest: &PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "insert into meeting_guests (cohort_id, meeting_id, person_id, here_at) values ($1, $2, $3, $4)
         on conflict (cohort_id, meeting_id, person_id) do nothing",
        &params![
            cohort.to_string(),
            meeting.key(),
            guest.to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(changed > 0)
}

/// The guests who were there, by when they came, each with their name.
pub fn guests(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    meeting: Meeting,
) -> Result<Vec<(PersonId, String)>, DbError> {
    let rows = conn.query(
        "select g.person_id, p.name from meeting_guests g join people p on p.id = g.person_id
         where g.cohort_id = $1 and g.meeting_id = $2 order by g.here_at, p.name",
        &params![cohort.to_string(), meeting.key()],
    )?;
    rows.iter()
        .map(|row| Ok((id(row, "person_id")?, row.get("name")?)))
        .collect()
}

/// Keeps somebody's word and mood.
pub fn keep_opening(
    conn: &mut Conn<'_>,
    (cohort, meeting): (&CohortId, Meeting),
    seat: &SeatId,
    (word, mood): (&str, &str),
) -> Result<(), DbError> {
    conn.execute(
        "insert into meeting_people (cohort_id, meeting_id, seat_id, here_at, word, mood)
         values ($1, $2, $3, null, $4, $5)
         on conflict (cohort_id, meeting_id, seat_id)
         do update set word = excluded.word, mood = excluded.mood",
        &params![
            cohort.to_string(),
            meeting.key(),
            seat.to_string(),
            word,
            mood
        ],
    )?;
    Ok(())
}

/// The lines of the note.
pub fn notes(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    meeting: Meeting,
) -> Result<Vec<Noted>, DbError> {
    let rows = conn.query(
        "select slot, part, words, revision, since, written_by from meeting_notes
         where cohort_id = $1 and meeting_id = $2",
        &params![cohort.to_string(), meeting.key()],
    )?;
    let mut notes = Vec::new();
    for row in &rows {
        if let Some(part) = Part::from_key(&row.get::<String>("part")?) {
            let (revision, since): (i64, i64) = (row.get("revision")?, row.get("since")?);
            notes.push(Noted {
                slot: small(row, "slot")?,
                part,
                words: row.get("words")?,
                revision,
                // of older lines only the last time is known to be the last writer's
                since: if since == 0 { revision } else { since },
                written_by: id(row, "written_by")?,
            });
        }
    }
    notes.sort_by_key(|one| (one.slot, one.part));
    Ok(notes)
}

/// Keeps a line of the note in place of the one before.
pub fn keep_note(
    conn: &mut Conn<'_>,
    (cohort, meeting): (&CohortId, Meeting),
    noted: &Noted,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into meeting_notes (cohort_id, meeting_id, slot, part, words, revision, since, written_at, written_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (cohort_id, meeting_id, slot, part) do update set words = excluded.words,
            revision = excluded.revision, since = excluded.since, written_at = excluded.written_at,
            written_by = excluded.written_by",
        &params![
            cohort.to_string(),
            meeting.key(),
            i64::from(noted.slot),
            noted.part.key(),
            &noted.words,
            noted.revision,
            noted.since,
            now.as_millisecond(),
            noted.written_by.to_string()
        ],
    )?;
    Ok(())
}

/// What peers asked and offered, in the order in which it came.
pub fn answers(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    meeting: Meeting,
) -> Result<Vec<PeerAnswer>, DbError> {
    let rows = conn.query(
        "select slot, part, seat_id, words, useful_at from meeting_answers
         where cohort_id = $1 and meeting_id = $2 and words <> '' order by written_at, seat_id",
        &params![cohort.to_string(), meeting.key()],
    )?;
    let mut answers = Vec::new();
    for row in &rows {
        if let Some(part) = Part::from_key(&row.get::<String>("part")?) {
            answers.push(PeerAnswer {
                slot: small(row, "slot")?,
                part,
                seat: id(row, "seat_id")?,
                words: row.get("words")?,
                useful: row.get::<Option<i64>>("useful_at")?.is_some(),
            });
        }
    }
    Ok(answers)
}

/// Keeps a peer's question or other move in place of an earlier one.
pub fn keep_answer(
    conn: &mut Conn<'_>,
    (cohort, meeting): (&CohortId, Meeting),
    answer: &PeerAnswer,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into meeting_answers (cohort_id, meeting_id, slot, part, seat_id, words, written_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (cohort_id, meeting_id, slot, part, seat_id) do update set words = excluded.words",
        &params![
            cohort.to_string(),
            meeting.key(),
            i64::from(answer.slot),
            answer.part.key(),
            answer.seat.to_string(),
            &answer.words,
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Marks one of a slot's answers to a prompt as useful, and no other.
pub fn mark_useful(
    conn: &mut Conn<'_>,
    (cohort, meeting): (&CohortId, Meeting),
    (slot, part): (u8, Part),
    seat: &SeatId,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "update meeting_answers set useful_at = case when seat_id = $5 and part = $4 then cast($6 as bigint) else null end
         where cohort_id = $1 and meeting_id = $2 and slot = $3",
        &params![
            cohort.to_string(),
            meeting.key(),
            i64::from(slot),
            part.key(),
            seat.to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}
