//! What people write in a session: their word, the note-taker's lines, one question or one other move, a commitment.

use super::part::Part;
use crate::form::{FieldProblem, Problems, date, one_line};
use crate::week::{Calendar, Week};
use jiff::civil::Date;

/// The longest word of the day, in characters.
pub const WORD_MAX: usize = 30;
/// The longest question or other move.
pub const ANSWER_MAX: usize = 140;
/// The longest line of the note.
pub const NOTE_MAX: usize = 600;
/// The longest commitment.
pub const COMMITMENT_MAX: usize = 200;
/// How one feels, from low to high. It is said and not counted.
pub const MOODS: [(&str, &str); 5] = [
    ("low", "Low"),
    ("tired", "Tired"),
    ("steady", "Steady"),
    ("good", "Good"),
    ("bright", "Bright"),
];
/// Marks that end a question, in the scripts that have their own.
const QUESTION_MARKS: [char; 5] = ['?', '\u{ff1f}', '\u{61f}', '\u{37e}', '\u{55e}'];

/// The word of the day and the mood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// One word, or a few; may be empty.
    pub word: String,
    /// A key of [`MOODS`]; may be empty.
    pub mood: String,
}

impl Opening {
    /// Reads the two fields `word` and `mood`; one of them is enough.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(word: &str, mood: &str) -> Result<Opening, Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let word = one_line(word);
        let word = problems
            .optional("word", &word, WORD_MAX)
            .unwrap_or_default();
        let mood = mood.trim().to_owned();
        if !mood.is_empty() && MOODS.iter().all(|(key, _)| *key != mood) {
            problems.add("mood", "Choose one of the five, or leave it out.");
        }
        if word.is_empty() && mood.is_empty() {
            problems.add("word", "Write one word, or choose how you are.");
        }
        problems.done(|| Some(Opening { word, mood }))
    }
}

/// Reads one peer's question or other move. A question ends in a question mark; another move is not one.
///
/// # Errors
/// The sentence beside the field `answer`.
pub fn answer(part: Part, raw: &str) -> Result<String, Vec<FieldProblem>> {
    let mut problems = Problems::new();
    let text = one_line(raw);
    let missing = match part {
        Part::Question => "Write one question. It ends in a question mark.",
        _ => "Write one other move.",
    };
    let text = problems.required("answer", &text, 1, ANSWER_MAX, missing);
    // a closing bracket or a smile after the mark takes nothing from the question
    let said =
        text.trim_end_matches(|c: char| !c.is_alphanumeric() && !QUESTION_MARKS.contains(&c));
    let ends_as_question = said.ends_with(QUESTION_MARKS);
    if !problems.has("answer") && !text.contains(char::is_alphanumeric) {
        problems.add("answer", missing);
    }
    if !problems.has("answer") {
        match part {
            Part::Question if !ends_as_question => problems.add(
                "answer",
                "This is not a question yet. Ask it, and end it with a question mark.",
            ),
            Part::Question => {}
            _ if ends_as_question => problems.add(
                "answer",
                "This is a question. Say instead what else could be tried.",
            ),
            _ => {}
        }
    }
    problems.done(|| Some(text))
}

/// Reads a line of the note; an empty one empties it.
///
/// # Errors
/// The sentence beside the field `words`.
pub fn note(raw: &str) -> Result<String, Vec<FieldProblem>> {
    let mut problems = Problems::new();
    let words = problems.optional("words", raw, NOTE_MAX);
    problems.done(|| Some(words.unwrap_or_default()))
}

/// Who does what by when; the owner stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// What will be done.
    pub what: String,
    /// By which day.
    pub due: Date,
}

impl Commitment {
    /// Reads the fields `what` and `due`. The day lies from today on and within the sprint.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(
        what: &str,
        due: &str,
        calendar: &Calendar,
        today: Date,
    ) -> Result<Commitment, Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let what = one_line(what);
        let missing = "Say what you will do, so that others can see it.";
        let what = problems.required("what", &what, 1, COMMITMENT_MAX, missing);
        let last = calendar.dates(Week::LAST).1;
        let late = "The sprint is over by then. Choose an earlier day.";
        let due = self::due(&mut problems, due, (today, last), late);
        problems.done(|| due.map(|due| Commitment { what, due }))
    }
}

/// Reads the field `due`: a day from today on and not after the last one; `late` is what a later one is told.
pub(super) fn due(
    problems: &mut Problems,
    raw: &str,
    (today, last): (Date, Date),
    late: &str,
) -> Option<Date> {
    match date(raw) {
        Ok(Some(due)) if due < today => {
            problems.add("due", "This day has passed. Choose today or a later one.");
            None
        }
        Ok(Some(due)) if due > last => {
            problems.add("due", late);
            None
        }
        Ok(None) => {
            problems.add("due", "Say by which day.");
            None
        }
        Ok(due) => due,
        Err(sentence) => {
            problems.add("due", sentence);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn sentence(result: Result<String, Vec<FieldProblem>>) -> String {
        result.expect_err("refused")[0].sentence.clone()
    }

    #[test]
    fn a_question_ends_in_a_question_mark_of_any_script_and_has_140_characters_at_most() {
        assert!(answer(Part::Question, " What if you are away?  ").is_ok());
        assert!(answer(Part::Question, "\u{623}\u{64a}\u{646}\u{61f}").is_ok());
        assert!(answer(Part::Question, "And if it rains? \u{1f327}").is_ok());
        assert!(sentence(answer(Part::Question, "You should leave.")).contains("not a question"));
        assert!(sentence(answer(Part::Question, "Why? Leave!")).contains("not a question"));
        let long = format!("{}?", "a".repeat(140));
        assert!(sentence(answer(Part::Question, &long)).contains("141 characters"));
        assert!(sentence(answer(Part::Question, " ")).contains("question mark"));
        for nothing in ["?", "???", "\u{200b}?", "... ?"] {
            assert!(sentence(answer(Part::Question, nothing)).contains("Write one question"));
        }
        let endless = "a".repeat(100_000);
        assert!(sentence(answer(Part::Question, &endless)).contains("Shorten it"));
    }

    #[test]
    fn another_move_is_something_to_do_and_no_question() {
        assert!(answer(Part::Alternative, "let Karim open the brief").is_ok());
        assert!(sentence(answer(Part::Alternative, ".")).contains("Write one other move"));
        assert!(sentence(answer(Part::Alternative, "why not ask?")).contains("what else"));
    }

    #[test]
    fn a_word_or_a_mood_is_enough() {
        assert!(Opening::read("hopeful", "").is_ok());
        assert!(Opening::read("", "steady").is_ok());
        assert!(Opening::read(" ", "").is_err());
        assert!(Opening::read("", "angry").is_err());
        assert!(Opening::read(&"so ".repeat(30), "").is_err());
    }

    #[test]
    fn a_commitment_has_something_to_do_and_a_day_of_the_sprint_that_is_to_come() {
        let calendar = Calendar::new(TimeZone::UTC, date(2026, 3, 23), 3, Vec::new());
        let calendar = calendar.expect("a calendar");
        let today = date(2026, 3, 26);
        let read = |what, due| Commitment::read(what, due, &calendar, today);
        assert!(read("Post the script", "2026-03-26").is_ok());
        assert!(read("Post the script", "2026-03-25").is_err());
        assert!(read("Post the script", "2027-03-25").is_err());
        assert_eq!(read("", "soon").expect_err("both").len(), 2);
    }
}
