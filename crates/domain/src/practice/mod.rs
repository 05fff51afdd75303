//! How a leader learns to be a peer mentor, alone and in ten minutes: five moments from other people's work. For each one
//! tells a question from advice and from an instruction in disguise, another move from advice with reasons, and then
//! asks a question of one's own. Nobody is scored: what was chosen is explained and forgotten.
//!
//! Source: the product page, PL-6.

mod scenarios;

pub use scenarios::SCENARIOS;

/// What a reply to a presenter really is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyKind {
    /// A question that tests an assumption.
    Question,
    /// What the speaker would do.
    Advice,
    /// It ends in a question mark and tells what to do.
    Instruction,
}

impl ReplyKind {
    /// In few words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReplyKind::Question => "A question that tests an assumption",
            ReplyKind::Advice => "Advice",
            ReplyKind::Instruction => "An instruction in disguise",
        }
    }
}

/// Something that a peer could say to a presenter.
#[derive(Debug, Clone, Copy)]
pub struct Reply {
    /// Word for word.
    pub words: &'static str,
    /// What it is.
    pub kind: ReplyKind,
    /// Why, in a sentence.
    pub why: &'static str,
}

/// Something else that could be tried, or advice for it.
#[derive(Debug, Clone, Copy)]
pub struct Other {
    /// Word for word.
    pub words: &'static str,
    /// Whether it puts another move beside the first and leaves the choice to the presenter.
    pub is_move: bool,
    /// Why, in a sentence.
    pub why: &'static str,
}

impl Other {
    /// In few words.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.is_move {
            true => "Another move to consider",
            false => "Advice with reasons",
        }
    }
}

/// A presenter's moment, what they answered to the first three prompts, and what peers could say to it.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// What it is about, in few words.
    pub title: &'static str,
    /// Whose work it is and where.
    pub place: &'static str,
    /// Who presents.
    pub presenter: &'static str,
    /// The moment that the move is about.
    pub moment: &'static str,
    /// The answer to "What was your intent?"
    pub intent: &'static str,
    /// The answer to "What barriers do you expect?"
    pub barriers: &'static str,
    /// The answer to "What would success look like in measurable terms?"
    pub success: &'static str,
    /// One of them is a question that tests an assumption.
    pub replies: [Reply; 3],
    /// One of them is another move.
    pub others: [Other; 2],
}

/// The keys of what can be chosen, in forms and addresses.
pub const KEYS: [&str; 3] = ["a", "b", "c"];

/// The place of a key among `count` choices.
#[must_use]
pub fn chosen(key: &str, count: usize) -> Option<usize> {
    KEYS.iter().take(count).position(|one| *one == key)
}

/// A scenario with its number, as addresses name it: 1 to 5.
#[must_use]
pub fn scenario(number: u8) -> Option<&'static Scenario> {
    SCENARIOS.get(usize::from(number).checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Part;
    use crate::session::input::answer;

    #[test]
    fn each_moment_has_one_question_one_advice_and_one_instruction_in_disguise() {
        for one in SCENARIOS {
            for kind in [
                ReplyKind::Question,
                ReplyKind::Advice,
                ReplyKind::Instruction,
            ] {
                let found = one.replies.iter().filter(|reply| reply.kind == kind);
                assert_eq!(found.count(), 1, "{}: {}", one.title, kind.name());
            }
            let moves = one.others.iter().filter(|other| other.is_move);
            assert_eq!(moves.count(), 1, "{}", one.title);
        }
    }

    #[test]
    fn the_room_takes_the_right_ones_and_takes_an_instruction_for_a_question() {
        for one in SCENARIOS {
            for reply in one.replies {
                let is_taken = answer(Part::Question, reply.words).is_ok();
                assert_eq!(is_taken, reply.kind != ReplyKind::Advice, "{}", reply.words);
            }
            for other in one.others {
                assert!(
                    answer(Part::Alternative, other.words).is_ok(),
                    "{}",
                    other.words
                );
            }
        }
    }

    #[test]
    fn the_right_choice_does_not_always_stand_in_the_same_place() {
        let question = |one: &Scenario| {
            let is_one = |reply: &Reply| reply.kind == ReplyKind::Question;
            one.replies.iter().position(is_one)
        };
        for place in 0..3 {
            assert!(SCENARIOS.iter().any(|one| question(one) == Some(place)));
        }
        for place in 0..2 {
            assert!(SCENARIOS.iter().any(|one| one.others[place].is_move));
        }
    }

    #[test]
    fn texts_are_short_and_plain() {
        for one in SCENARIOS {
            let said = [one.moment, one.intent, one.barriers, one.success];
            let why = one.replies.iter().map(|reply| reply.why);
            let why = why.chain(one.others.iter().map(|other| other.why));
            for text in said.into_iter().chain(why) {
                assert!(text.ends_with('.') && !text.contains('!'), "{text}");
                for sentence in text.split(". ") {
                    assert!(sentence.split_whitespace().count() <= 20, "{sentence}");
                }
            }
            assert!(one.moment.contains(one.presenter), "{}", one.title);
        }
    }

    #[test]
    fn only_the_keys_and_numbers_that_there_are_find_anything() {
        assert_eq!(chosen("c", 3), Some(2));
        assert_eq!(chosen("c", 2), None);
        assert_eq!(chosen("", 3), None);
        assert!(scenario(0).is_none() && scenario(6).is_none());
        assert_eq!(scenario(5).map(|one| one.title), Some(SCENARIOS[4].title));
    }
}
