//! What people of the example write: short lines in our own words, filled with the skill.

use crate::demo::chance::Chance;
use crate::demo::fate::Class;

const MET: [&str; 16] = [
    "They took it over and finished it a day early. I only said what the result should be.",
    "Worked as planned. Two people came with a proposal instead of a question.",
    "Said my sentence, then kept quiet. The answer was better than mine would have been.",
    "Done, and it held until Friday without me. That is new.",
    "They asked once, decided themselves, and told me afterwards. Exactly what I wanted.",
    "I named the result and the day, nothing else. It came back right the first time.",
    "Three of three noticed it before I did. My {skill} measure is met.",
    "Clear yes from both, in writing, before the meeting. {Skill} by preparation works.",
    "Took four minutes. The rest of the week ran without my reminder.",
    "The numbers were on the table on time and nobody waited for me.",
    "I had the talk on Tuesday. We left with one next step each, and both are done.",
    "My fallback was not needed. I will do it the same way next week.",
    "A good one for {skill}: they now run the handover, I read the summary.",
    "Met. What helped most was writing the first sentence down beforehand.",
    "It felt odd to wait, but they filled the gap. Two decisions were made without me.",
    "They came back with a date of their own, earlier than mine.",
];

const PARTLY: [&str; 13] = [
    "Half of it: the task moved, the date did not. I stepped in on Thursday.",
    "One of two agreed. The other wants to see numbers first.",
    "Started well, then I answered a question that was theirs to answer.",
    "They did it, a day later than my measure said.",
    "The talk happened, the decision did not. We meet again on Monday.",
    "Good first step for {skill}. The second needs a shorter question.",
    "It worked with one person, with the other I was too vague.",
    "The result was right, but they asked me four times. My measure was two.",
    "I kept quiet for most of it. Not for all of it.",
    "Two of three came prepared. Better than last week, not yet what I set.",
    "The first part is theirs now. The last check is still with me.",
    "My {skill} measure was three replies, I got two.",
    "Agreed in the room, unclear in the mail afterwards. Will write it down next time.",
];

const NOT_MET: [&str; 12] = [
    "Did it, and it came back to my desk by noon. The brief was too open.",
    "Tried it in the wrong moment: everybody was on the way out.",
    "They said no, politely. I had asked for too much at once.",
    "I said my sentence and then explained it for ten minutes. That undid it.",
    "Nobody replied before the date. I know now that mail is the wrong place for this.",
    "It went wrong, I used my fallback, and nothing burned.",
    "The task was bigger than I thought. Smaller slice next time.",
    "For {skill} this was a miss: I took the work back on Wednesday.",
    "The question landed as criticism. I will ask it one to one.",
    "They waited for me although I had said not to. I had said it only once.",
    "Wrong person for it. Right move, I still think.",
    "The measure was not met, and I learned where the decision really sits.",
];

const TOO_EARLY: [&str; 4] = [
    "Handed over on time. Whether it holds I can say when the date has come.",
    "The conversation went well. The answer comes next week.",
    "Started. The result is due after the weekend.",
    "They are on it. Too early to say more.",
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
pub const OBSTACLES: [(&str, &str); 8] = [
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
];

/// What stands behind an attempt, when something does.
pub const EVIDENCE: [&str; 4] = [
    "Handover sheet of that day",
    "Their mail with the decision",
    "Ticket list, before and after",
    "Photo of the board",
];

/// One line for an outcome; `None` is too early to tell.
pub fn line(chance: &mut Chance, class: Option<Class>, skill: &str) -> String {
    let lines: &[&str] = match class {
        Some(Class::Succeeded) => &MET,
        Some(Class::Partially) => &PARTLY,
        Some(Class::Failed) => &NOT_MET,
        None => &TOO_EARLY,
    };
    let small = skill.to_lowercase();
    chance
        .pick(lines)
        .replace("{skill}", &small)
        .replace("{Skill}", skill)
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
