//! How ratings are kept. A single one is read for nobody but the person who gave it.

use firstmove_domain::feedback::Answer;
use firstmove_domain::id::{CohortId, SeatId};
use firstmove_domain::prompt::{Prompt, Use, Word};
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::rows::{maybe_small, small};

/// What one leader said about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// How useful it was, or that they were not there.
    pub answer: Answer,
    /// Which prompt helped most.
    pub prompt: Option<Prompt>,
    /// Whether it was used.
    pub used: Option<Use>,
}

/// The leader's own answer for a week.
pub fn own(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    week: Week,
) -> Result<Option<Said>, DbError> {
    let row = conn.one(
        "select score, prompt, used from ratings where cohort_id = $1 and week = $2 and seat_id = $3",
        &params![
            cohort.to_string(),
            i64::from(week.number()),
            seat.to_string()
        ],
    )?;
    let Some(row) = row else { return Ok(None) };
    let word = |column| row.get::<Option<String>>(column);
    Ok(Some(Said {
        answer: maybe_small(&row, "score")?.map_or(Answer::NotThere, Answer::Rated),
        prompt: word("prompt")?.as_deref().and_then(Prompt::from_key),
        used: word("used")?.as_deref().and_then(Use::from_key),
    }))
}

/// Keeps an answer in place of an earlier one.
pub fn keep(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    week: Week,
    (answer, prompt): (Answer, Option<Prompt>),
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into ratings (cohort_id, week, seat_id, score, rated_at, prompt) values ($1, $2, $3, $4, $5, $6)
         on conflict (cohort_id, week, seat_id)
         do update set score = excluded.score, rated_at = excluded.rated_at, prompt = excluded.prompt",
        &params![
            cohort.to_string(),
            i64::from(week.number()),
            seat.to_string(),
            answer.rating().map(i64::from),
            now.as_millisecond(),
            prompt.map(|one| one.key().to_owned())
        ],
    )?;
    Ok(())
}

/// Keeps whether somebody used what had helped.
pub fn keep_use(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    (week, used): (Week, Use),
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "update ratings set used = $4, used_at = $5 where cohort_id = $1 and week = $2 and seat_id = $3",
        &params![
            cohort.to_string(),
            i64::from(week.number()),
            seat.to_string(),
            used.key(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// What a cohort said helped, without who.
pub fn words(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Word>, DbError> {
    let rows = conn.query(
        "select week, prompt, used from ratings where cohort_id = $1 and prompt is not null
         order by week, prompt, used",
        &params![cohort.to_string()],
    )?;
    let mut words = Vec::new();
    for row in &rows {
        let (week, used) = (small(row, "week")?, row.get::<Option<String>>("used")?);
        let used = used.as_deref().and_then(Use::from_key);
        let prompt = Prompt::from_key(&row.get::<String>("prompt")?);
        words.extend(prompt.map(|prompt| Word { week, prompt, used }));
    }
    Ok(words)
}
