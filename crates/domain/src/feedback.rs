//! What peers give each other: the blind rating after a session, "useful to me", one question.
//!
//! Source: measurement, section 1.3. One rating for each person and session, from everybody who
//! was there, kept apart from names on every page: only means of three or more ratings are shown.

use crate::form::{FieldProblem, Problems, one_line};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The question, word for word.
pub const ITEM: &str =
    "How useful was the feedback you received in this session for your next move?";
/// The words of the scale, from 1 to 5.
pub const SCALE: [&str; 5] = [
    "Not useful",
    "Slightly useful",
    "Moderately useful",
    "Very useful",
    "Extremely useful",
];
/// The fewest ratings whose mean is shown.
pub const RATERS_MIN: usize = 3;
/// The longest question to a peer, in characters.
pub const QUESTION_MAX: usize = 280;
/// How long a rating can be given when no next session is known.
const WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a person says about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A rating from 1 to 5.
    Rated(u8),
    /// Was not in the session; counts nowhere.
    NotThere,
}

impl Answer {
    /// Reads the form's field: `1` to `5`, or `not_there`.
    ///
    /// # Errors
    /// The sentence beside the field `rating`.
    pub fn read(raw: &str) -> Result<Answer, Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let answer = match raw.trim() {
            "not_there" => Some(Answer::NotThere),
            text => text
                .parse::<u8>()
                .ok()
                .filter(|n| (1..=5).contains(n))
                .map(Answer::Rated),
        };
        if answer.is_none() {
            problems.add(
                "rating",
                "Choose a number from 1 to 5, or say that you were not there.",
            );
        }
        problems.done(|| answer)
    }

    /// The rating, `None` for somebody who was not there.
    #[must_use]
    pub fn rating(self) -> Option<u8> {
        match self {
            Answer::Rated(rating) => Some(rating),
            Answer::NotThere => None,
        }
    }

    /// The value of the form's field that stands for this answer.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Answer::Rated(rating) => rating.to_string(),
            Answer::NotThere => "not_there".to_owned(),
        }
    }
}

/// Why a rating, a reaction or a question is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The session has not begun.
    #[error("This session has not started. Rate it when it is over.")]
    NotYet,
    /// The next session has begun.
    #[error("The next session has begun, so this rating is closed. Rate the new one instead.")]
    Closed,
    /// One's own move.
    #[error("This is your own move. Peers react to it; look at theirs under Peers.")]
    OwnMove,
    /// Nothing was reported yet.
    #[error("There is no report on this move yet. Come back when there is one.")]
    NothingReported,
    /// A second question on the same move.
    #[error(
        "You have asked one question on this move. Change it, or keep the next for the session."
    )]
    AlreadyAsked,
}

/// From when until when a session is rated: from its start to the start of the next one, or for
/// seven days when none follows.
#[must_use]
pub fn window(session: Timestamp, next: Option<Timestamp>) -> (Timestamp, Timestamp) {
    let ends = next.unwrap_or_else(|| session.checked_add(WINDOW).unwrap_or(Timestamp::MAX));
    (session, ends)
}

/// Whether a session's ratings can change no more at `now`.
#[must_use]
pub fn is_closed(session: Timestamp, next: Option<Timestamp>, now: Timestamp) -> bool {
    now >= window(session, next).1
}

/// Whether a rating may be given or changed at `now`.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_rate(
    session: Timestamp,
    next: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let (opens, closes) = window(session, next);
    if now < opens {
        Err(Refusal::NotYet)
    } else if now >= closes {
        Err(Refusal::Closed)
    } else {
        Ok(())
    }
}

/// Whether a peer may say "useful to me" about a move. Saying it again takes it back, so a second
/// time is no refusal.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_react(own: bool, reported: bool) -> Result<(), Refusal> {
    match (own, reported) {
        (true, _) => Err(Refusal::OwnMove),
        (_, false) => Err(Refusal::NothingReported),
        _ => Ok(()),
    }
}

/// Reads a question to a peer (field `question`).
///
/// # Errors
/// The sentence beside the field.
pub fn read_question(raw: &str) -> Result<String, Vec<FieldProblem>> {
    let mut problems = Problems::new();
    let text = problems.required(
        "question",
        &one_line(raw),
        1,
        QUESTION_MAX,
        "Write your question, one that starts with what, how or who.",
    );
    let marks = ['?', '\u{ff1f}', '\u{61f}'];
    if !text.is_empty() && text.chars().all(|c| marks.contains(&c) || c == ' ') {
        problems.add(
            "question",
            "Write your question, one that starts with what, how or who.",
        );
    } else if !text.is_empty() && !text.ends_with(marks) {
        problems.add(
            "question",
            "Make it a question that ends in a question mark. Advice can wait.",
        );
    }
    problems.done(|| Some(text))
}

/// Whether a peer may ask about a move: one question each, changed as long as it is open.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_ask(own: bool, reported: bool, already_asked: bool) -> Result<(), Refusal> {
    may_react(own, reported)?;
    if already_asked {
        Err(Refusal::AlreadyAsked)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn aisha_rates_from_the_session_to_the_start_of_the_next() {
        let (session, next) = (at("2026-04-09T08:00:00Z"), Some(at("2026-04-16T08:00:00Z")));
        assert_eq!(
            may_rate(session, next, at("2026-04-09T07:59:59Z")),
            Err(Refusal::NotYet)
        );
        assert_eq!(may_rate(session, next, session), Ok(()));
        assert_eq!(may_rate(session, next, at("2026-04-16T07:59:59Z")), Ok(()));
        assert_eq!(
            may_rate(session, next, at("2026-04-16T08:00:00Z")),
            Err(Refusal::Closed)
        );
    }

    #[test]
    fn the_last_session_can_be_rated_for_seven_days() {
        let session = at("2026-04-09T08:00:00Z");
        assert_eq!(may_rate(session, None, at("2026-04-16T07:59:59Z")), Ok(()));
        assert_eq!(
            may_rate(session, None, at("2026-04-16T08:00:00Z")),
            Err(Refusal::Closed)
        );
    }

    #[test]
    fn only_one_to_five_or_not_there_is_an_answer() {
        assert_eq!(Answer::read(" 4 "), Ok(Answer::Rated(4)));
        assert_eq!(Answer::read("not_there"), Ok(Answer::NotThere));
        for bad in ["0", "6", "", "4.5", "-1", "four"] {
            assert_eq!(
                Answer::read(bad).expect_err("refused")[0].field,
                "rating",
                "{bad}"
            );
        }
        assert_eq!(Answer::NotThere.rating(), None);
        assert_eq!(Answer::read(&Answer::Rated(2).key()), Ok(Answer::Rated(2)));
    }

    #[test]
    fn nobody_finds_their_own_move_useful_or_questions_it() {
        assert_eq!(may_react(true, true), Err(Refusal::OwnMove));
        assert_eq!(may_react(false, false), Err(Refusal::NothingReported));
        assert_eq!(may_react(false, true), Ok(()));
        assert_eq!(may_ask(true, true, false), Err(Refusal::OwnMove));
        assert_eq!(may_ask(false, true, true), Err(Refusal::AlreadyAsked));
    }

    #[test]
    fn a_peer_asks_one_question_and_gives_no_advice() {
        assert_eq!(
            read_question(" What surprised\nyou? "),
            Ok("What surprised you?".to_owned())
        );
        assert!(
            read_question("You should write it down.").expect_err("refused")[0]
                .sentence
                .contains("question mark")
        );
        assert!(
            read_question(&format!("{}?", "a".repeat(280))).expect_err("refused")[0]
                .sentence
                .contains("281")
        );
        assert_eq!(read_question("  ").expect_err("refused").len(), 1);
    }
}
