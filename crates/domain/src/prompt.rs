//! The five prompts of a session: which one helped most, and a week later whether it was used. PRODUCT.md WL-6.

use crate::feedback::{RATERS_MIN, window};
use crate::form::FieldProblem;
use jiff::Timestamp;

/// One of the five, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prompt {
    /// What was your intent?
    Intent,
    /// What barriers do you expect?
    Barriers,
    /// What would success look like in measurable terms?
    Success,
    /// One question to test an assumption.
    Question,
    /// One alternative move to consider.
    Alternative,
}

impl Prompt {
    /// All five.
    pub const ALL: [Prompt; 5] = [
        Prompt::Intent,
        Prompt::Barriers,
        Prompt::Success,
        Prompt::Question,
        Prompt::Alternative,
    ];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Prompt::Intent => "intent",
            Prompt::Barriers => "barriers",
            Prompt::Success => "success",
            Prompt::Question => "question",
            Prompt::Alternative => "alternative",
        }
    }

    /// The prompt of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Prompt> {
        Prompt::ALL.into_iter().find(|one| one.key() == key)
    }

    /// In few words, as a choice.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Prompt::Intent => "My intent",
            Prompt::Barriers => "Barriers to expect",
            Prompt::Success => "What success looks like",
            Prompt::Question => "A question on my assumption",
            Prompt::Alternative => "Another move to consider",
        }
    }

    /// Reads the form's field `prompt`; an empty one names none.
    ///
    /// # Errors
    /// The sentence beside it.
    pub fn read(raw: &str) -> Result<Option<Prompt>, Vec<FieldProblem>> {
        match raw.trim() {
            "" => Ok(None),
            key => Prompt::from_key(key).map(Some).ok_or_else(|| {
                vec![FieldProblem {
                    field: "prompt",
                    sentence: "Choose one of the five prompts, or none of them.".into(),
                }]
            }),
        }
    }
}

/// Whether what had helped was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// Yes.
    Yes,
    /// In part.
    Partly,
    /// No.
    No,
}

impl Use {
    /// All three, in the order of the buttons.
    pub const ALL: [Use; 3] = [Use::Yes, Use::Partly, Use::No];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Use::Yes => "yes",
            Use::Partly => "partly",
            Use::No => "no",
        }
    }

    /// The answer of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Use> {
        Use::ALL.into_iter().find(|one| one.key() == key)
    }

    /// On its button.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Use::Yes => "Yes",
            Use::Partly => "Partly",
            Use::No => "No",
        }
    }

    /// Reads the form's field `used`.
    ///
    /// # Errors
    /// The sentence beside it.
    pub fn read(raw: &str) -> Result<Use, Vec<FieldProblem>> {
        Use::from_key(raw.trim()).ok_or_else(|| {
            vec![FieldProblem {
                field: "used",
                sentence: "Tap one of the three: yes, partly or no.".into(),
            }]
        })
    }
}

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The next session has not begun.
    #[error("This is asked once the next session has begun. Come back then.")]
    NotYet,
    /// The session after that has begun.
    #[error("This question is closed by now. Rate the newest session instead.")]
    Closed,
    /// No prompt was named.
    #[error("You named no prompt for that session. Rate the newest one instead.")]
    NothingNamed,
}

/// From when until when somebody is asked whether they used what helped in a session: for as long as the session after
/// it can be rated, or for seven days where none follows. `next` and `after` are the two sessions that follow.
#[must_use]
pub fn asked(
    session: Timestamp,
    next: Option<Timestamp>,
    after: Option<Timestamp>,
) -> (Timestamp, Timestamp) {
    let (_, opens) = window(session, next);
    window(opens, after)
}

/// Whether the answer may be given or changed at `now`.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_tell(asked: (Timestamp, Timestamp), named: bool, now: Timestamp) -> Result<(), Refusal> {
    match asked {
        (opens, _) if now < opens => Err(Refusal::NotYet),
        (_, closes) if now >= closes => Err(Refusal::Closed),
        _ if !named => Err(Refusal::NothingNamed),
        _ => Ok(()),
    }
}

/// What a group said helped, without who said what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Helped {
    /// How often each prompt was named, in their order.
    pub prompts: [u64; 5],
    /// How often what helped was used, in part, or not.
    pub uses: [u64; 3],
}

/// What one person said about one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The session's week.
    pub week: u8,
    /// Which prompt helped most.
    pub prompt: Prompt,
    /// Whether it was used, if that was said.
    pub used: Option<Use>,
}

impl Helped {
    /// Sums the answers. Those of a session, and those about their use, count from three on: two more in a sum would
    /// tell who said what.
    #[must_use]
    pub fn of(words: &[Word]) -> Helped {
        let mut helped = Helped::default();
        let of_week = |week: u8| words.iter().filter(move |word| word.week == week);
        let mut weeks: Vec<u8> = words.iter().map(|word| word.week).collect();
        weeks.sort_unstable();
        weeks.dedup();
        for week in weeks {
            if of_week(week).count() >= RATERS_MIN {
                for (count, prompt) in helped.prompts.iter_mut().zip(Prompt::ALL) {
                    let named = of_week(week).filter(|word| word.prompt == prompt);
                    *count += named.count() as u64;
                }
            }
            if of_week(week).filter(|word| word.used.is_some()).count() >= RATERS_MIN {
                for (count, used) in helped.uses.iter_mut().zip(Use::ALL) {
                    let said = of_week(week).filter(|word| word.used == Some(used));
                    *count += said.count() as u64;
                }
            }
        }
        helped
    }

    /// The same of several groups.
    #[must_use]
    pub fn plus(mut self, other: &Helped) -> Helped {
        let pairs = self.prompts.iter_mut().zip(&other.prompts);
        pairs
            .chain(self.uses.iter_mut().zip(&other.uses))
            .for_each(|(one, more)| *one += more);
        self
    }

    /// How many answers there are about prompts.
    #[must_use]
    pub fn answers(&self) -> u64 {
        self.prompts.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).expect("an instant")
    }

    #[test]
    fn it_is_asked_from_the_next_session_to_the_one_after_it() {
        let week = asked(at(0), Some(at(7)), Some(at(14)));
        assert_eq!(week, (at(7), at(14)));
        assert_eq!(may_tell(week, true, at(6)), Err(Refusal::NotYet));
        assert_eq!(may_tell(week, true, at(7)), Ok(()));
        assert_eq!(may_tell(week, true, at(14)), Err(Refusal::Closed));
        assert_eq!(may_tell(week, false, at(8)), Err(Refusal::NothingNamed));
        assert_eq!(
            asked(at(0), None, None),
            (at(7), at(14)),
            "after the last session"
        );
        assert_eq!(asked(at(0), Some(at(9)), None), (at(9), at(16)));
    }

    #[test]
    fn a_session_counts_from_three_answers_on() {
        let word = |week, prompt, used| Word { week, prompt, used };
        let mut words = vec![
            word(1, Prompt::Intent, Some(Use::Yes)),
            word(1, Prompt::Intent, None),
            word(2, Prompt::Success, Some(Use::No)),
            word(2, Prompt::Question, Some(Use::Partly)),
            word(2, Prompt::Success, Some(Use::No)),
        ];
        let helped = Helped::of(&words);
        assert_eq!(helped.prompts, [0, 0, 2, 1, 0]);
        assert_eq!(helped.uses, [0, 1, 2]);
        words.push(word(1, Prompt::Barriers, Some(Use::Yes)));
        let more = Helped::of(&words);
        assert_eq!(
            (more.answers(), more.uses),
            (6, [0, 1, 2]),
            "two said whether they used it"
        );
        assert_eq!(helped.clone().plus(&helped).answers(), 6);
    }

    #[test]
    fn none_of_the_prompts_is_an_answer_and_another_word_is_none() {
        assert_eq!(Prompt::read(" "), Ok(None));
        for one in Prompt::ALL {
            assert_eq!(Prompt::read(one.key()), Ok(Some(one)));
        }
        assert_eq!(
            Prompt::read("advice").expect_err("refused")[0].field,
            "prompt"
        );
        assert_eq!(Use::read("partly"), Ok(Use::Partly));
        assert_eq!(Use::read("").expect_err("refused")[0].field, "used");
    }
}
