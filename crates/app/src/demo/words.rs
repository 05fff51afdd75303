//! What people of the example write: short lines in our own words, filled with the skill.

use crate::demo::fate::Class;

const MET: [&str; 6] = [
    "Met. What helped most was to write the first sentence down beforehand.",
    "It felt odd to wait, but it was enough. I will do it the same way next week.",
    "My fallback was not needed, and the rest of the week ran as well.",
    "What I had set came about, a little earlier than I had thought.",
    "Met, with less effort than the evening before it.",
    "A good one for {skill}. I told my deputy how I did it.",
];

const PARTLY: [&str; 5] = [
    "Half of it. The first part came about, the second still waits for me.",
    "Better than last time, not yet what I set.",
    "Good first step for {skill}. For the second I have to be shorter.",
    "It worked with one person, with the other I was too vague.",
    "Most of what I set came about. The last bit I did myself.",
];

const NOT_MET: [&str; 6] = [
    "Tried it in the wrong moment: everybody was on the way out.",
    "It went wrong, I used my fallback, and nothing burned.",
    "For {skill} this was a miss. A smaller slice next time.",
    "Right move, wrong day. I had not seen that two people were away.",
    "I said my sentence and then explained it for ten minutes. That undid it.",
    "Not met, and I learned where the decision really sits.",
];

const TOO_EARLY: [&str; 8] = [
    "Done on my side. Whether it holds I can say when the date has come.",
    "It went well so far. The answer comes next week.",
    "Started. The result is due after the weekend.",
    "They are on it. Too early to say more.",
    "My part took ten minutes. What comes of it shows next week.",
    "Said and agreed. The date is still to come.",
    "The beginning was easy. The mark is not due yet.",
    "Nothing to report yet but that I did it.",
];

/// Questions that peers ask: each begins with what, how or who.
pub const QUESTIONS: [&str; 14] = [
    "What was the first sentence you said?",
    "How did they react in the first minute?",
    "What would you leave out next time?",
    "What made you wait with the answer?",
    "How did you choose the person?",
    "What did you decide not to check?",
    "What surprised you?",
    "How did you say what good looks like?",
    "Who else noticed it?",
    "What was the hardest moment?",
    "How long did it take in the end?",
    "What would have happened without your move?",
    "How will you know in a month that it lasted?",
    "What did they ask you first?",
];

/// With whom, or at which moment.
pub const MOMENTS: [&str; 12] = [
    "After the morning stand-up, with the two shift leads",
    "In the one-to-one with my newest team member",
    "When the next order question lands on my desk",
    "At the end of the weekly planning meeting",
    "With the site manager, before the forecast call",
    "In the handover from early to late shift",
    "With my most experienced colleague, over coffee",
    "At the start of the quality round",
    "When somebody asks me to decide",
    "With sales, in the ten minutes before our call",
    "Right after the daily numbers come in",
    "With the whole team, as the first point of the day",
];

/// What could get in the way, and what then.
pub const OBSTACLES: [(&str, &str); 12] = [
    (
        "I get pulled into a call",
        "do it in the five minutes before lunch",
    ),
    (
        "they say they have no time",
        "ask which ten minutes this week suit them",
    ),
    (
        "I want to answer myself",
        "count to ten and ask what they would do",
    ),
    (
        "the shift is short of people",
        "do the smaller version with one person",
    ),
    ("nobody says anything", "ask one person by name"),
    (
        "my manager asks for the old way",
        "show the date on which we look at it again",
    ),
    (
        "I forget it",
        "put a note on the machine list in the morning",
    ),
    (
        "they come back with questions",
        "answer the first and return the second",
    ),
    (
        "the one I need is on leave",
        "take the next day on which both of us are here",
    ),
    (
        "the meeting is moved",
        "do it at the new time, on the same day",
    ),
    (
        "something urgent comes from a customer",
        "do it right after, before I open my mail",
    ),
    (
        "I lose heart at the door",
        "read my first sentence from the card",
    ),
];

/// What stands behind an attempt, when something does.
pub const EVIDENCE: [&str; 4] = [
    "Handover sheet of that day",
    "Their mail with the decision",
    "Ticket list, before and after",
    "Photo of the board",
];

/// The lines that fit any move that came out so; `None` is too early to tell.
pub fn lines(class: Option<Class>) -> &'static [&'static str] {
    match class {
        Some(Class::Succeeded) => &MET,
        Some(Class::Partially) => &PARTLY,
        Some(Class::Failed) => &NOT_MET,
        None => &TOO_EARLY,
    }
}

#[cfg(test)]
mod tests {
    use firstmove_domain::feedback::read_question;

    use super::*;

    #[test]
    fn lines_and_questions_fit_the_forms_that_they_would_have_been_typed_into() {
        for line in MET.iter().chain(&PARTLY).chain(&NOT_MET).chain(&TOO_EARLY) {
            let length = line.chars().count();
            assert!(
                (20..=250).contains(&length) && !line.contains('!'),
                "{line}"
            );
        }
        for question in QUESTIONS {
            assert!(read_question(question).is_ok(), "{question}");
        }
    }
}
