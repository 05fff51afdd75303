//! The agenda of the default blueprint: segments of fixed length, each cut into steps with their seconds, and what the
//! page says at each step. A room keeps the steps that it was begun with, so a blueprint may change meanwhile.
//!
//! Source: the product page, SE-1 and SE-4 (2, 5, 10, 8 and 5 minutes; the ten minutes of coaching as 1, 0:30, 0:30,
//! 1, 3, 3, 1).

use super::Meeting;
use serde::{Deserialize, Serialize};

/// A timed part of the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// Mood and one word.
    Opening,
    /// Last week's results; in the first session, how the method works.
    LastWeek,
    /// One leader presents, peers work through the prompts.
    Coaching,
    /// Everyone plans the next experiment.
    NextMove,
    /// Who posts what by when.
    Commitments,
}

impl Segment {
    /// The segment as pages say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Segment::Opening => "Check-in",
            Segment::LastWeek => "Last week",
            Segment::Coaching => "Live coaching",
            Segment::NextMove => "Next move",
            Segment::Commitments => "Commit",
        }
    }
}

/// What happens in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Everyone says their word of the day.
    Opening,
    /// How the method works, in the first session.
    Method,
    /// Everyone says how last week's move went.
    Results,
    /// The presenter tells the moment that the move is about.
    Scene,
    /// "What was your intent?"
    Intent,
    /// "What barriers do you expect?"
    Barriers,
    /// "What would success look like in measurable terms?"
    Success,
    /// One question from each peer.
    Question,
    /// One other move from each peer.
    Alternative,
    /// What the presenter takes along.
    Takeaway,
    /// Everyone completes the plan of the next experiment.
    Plan,
    /// Everyone says what they will do by when.
    Commit,
}

impl Part {
    /// The key in the database and in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Part::Opening => "opening",
            Part::Method => "method",
            Part::Results => "results",
            Part::Scene => "scene",
            Part::Intent => "intent",
            Part::Barriers => "barriers",
            Part::Success => "success",
            Part::Question => "question",
            Part::Alternative => "alternative",
            Part::Takeaway => "takeaway",
            Part::Plan => "plan",
            Part::Commit => "commit",
        }
    }

    /// The part of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.key() == key)
    }

    /// All parts, in the order of a session.
    pub const ALL: [Part; 12] = [
        Part::Opening,
        Part::Method,
        Part::Results,
        Part::Scene,
        Part::Intent,
        Part::Barriers,
        Part::Success,
        Part::Question,
        Part::Alternative,
        Part::Takeaway,
        Part::Plan,
        Part::Commit,
    ];

    /// What the note-taker writes down, in the order of the note.
    pub const WRITTEN: [Part; 5] = [
        Part::Scene,
        Part::Intent,
        Part::Barriers,
        Part::Success,
        Part::Takeaway,
    ];

    /// The five structured prompts.
    pub const PROMPTS: [Part; 5] = [
        Part::Intent,
        Part::Barriers,
        Part::Success,
        Part::Question,
        Part::Alternative,
    ];

    /// The segment that it belongs to.
    #[must_use]
    pub fn segment(self) -> Segment {
        match self {
            Part::Opening => Segment::Opening,
            Part::Method | Part::Results => Segment::LastWeek,
            Part::Plan => Segment::NextMove,
            Part::Commit => Segment::Commitments,
            _ => Segment::Coaching,
        }
    }

    /// Whether people speak one after the other, each with an equal share of the seconds.
    #[must_use]
    pub fn is_round(self) -> bool {
        matches!(self, Part::Opening | Part::Results | Part::Commit)
    }

    /// Whether every peer writes one line of their own.
    #[must_use]
    pub fn is_asked_of_peers(self) -> bool {
        matches!(self, Part::Question | Part::Alternative)
    }

    /// Whether the note-taker writes here.
    #[must_use]
    pub fn is_written(self) -> bool {
        Part::WRITTEN.contains(&self)
    }

    /// A word for it in lists: "Barriers".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Part::Opening => "Word of the day",
            Part::Method => "The method",
            Part::Results => "Results",
            Part::Scene => "The moment",
            Part::Intent => "Intent",
            Part::Barriers => "Barriers",
            Part::Success => "Success",
            Part::Question => "One question each",
            Part::Alternative => "One other move each",
            Part::Takeaway => "What I take with me",
            Part::Plan => "Next move",
            Part::Commit => "Commitments",
        }
    }

    /// What the room is asked. `presenter` is the first name of whoever presents.
    #[must_use]
    pub fn title(self, presenter: &str) -> String {
        match self {
            Part::Opening => "How are you, in one word?".into(),
            Part::Method => "One small move a week".into(),
            Part::Results => "What did you try, and how did it go?".into(),
            Part::Scene => "What is the moment?".into(),
            Part::Intent => "What was your intent?".into(),
            Part::Barriers => "What barriers do you expect?".into(),
            Part::Success => "What would success look like in measurable terms?".into(),
            Part::Question => format!("Ask {presenter} one question"),
            Part::Alternative => format!("One other move for {presenter}"),
            Part::Takeaway => "What do you take with you?".into(),
            Part::Plan => "Plan your next move".into(),
            Part::Commit => "Who does what by when?".into(),
        }
    }

    /// One or two sentences below it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Part::Opening => "Say your word and move on. Nobody comments.",
            Part::Method => {
                "Each week you try one move at work. Here you ask each other questions and give no advice. \
                 Then you plan the next one."
            }
            Part::Results => {
                "Objective and outcome, by your own measure. A move that missed is worth as much."
            }
            Part::Scene => "Tell one moment: who, where, and what you want to change.",
            Part::Intent => "Say what you wanted to happen, and for whom.",
            Part::Barriers => "Name what could get in the way: people, time, or your own habits.",
            Part::Success => "A number or a fact that somebody else could see.",
            Part::Question => "Test what is taken for granted. It must be a question.",
            Part::Alternative => "Something else to try. One move, no reasons.",
            Part::Takeaway => "One thing, in one sentence.",
            Part::Plan => "One action, a measure, a date. Complete your draft.",
            Part::Commit => "Say one thing that you will post, and when.",
        }
    }
}

/// One step of an agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What happens.
    pub part: Part,
    /// 1 for the one who presents first or alone, 2 for the second short slot; 1 outside of the coaching.
    pub slot: u8,
    /// How long it takes, in seconds.
    pub seconds: u16,
}

impl Step {
    const fn new(part: Part, seconds: u16) -> Step {
        Step {
            part,
            slot: 1,
            seconds,
        }
    }

    /// The seconds of each of so many people, where they speak one after the other.
    #[must_use]
    pub fn share(self, people: usize) -> Option<u16> {
        let people = u16::try_from(people).ok().filter(|people| *people > 0)?;
        self.part.is_round().then(|| self.seconds / people)
    }
}

/// Ten minutes of coaching for one leader.
const WHOLE_SLOT: [Step; 7] = [
    Step::new(Part::Scene, 60),
    Step::new(Part::Intent, 30),
    Step::new(Part::Barriers, 30),
    Step::new(Part::Success, 60),
    Step::new(Part::Question, 180),
    Step::new(Part::Alternative, 180),
    Step::new(Part::Takeaway, 60),
];
/// Seven of them, where a missed turn takes the other three.
const LONG_SLOT: [Step; 7] = [
    Step::new(Part::Scene, 45),
    Step::new(Part::Intent, 30),
    Step::new(Part::Barriers, 30),
    Step::new(Part::Success, 60),
    Step::new(Part::Question, 105),
    Step::new(Part::Alternative, 105),
    Step::new(Part::Takeaway, 45),
];
/// The second short slot: the five prompts and no more.
const SHORT_SLOT: [Step; 5] = [
    Step::new(Part::Intent, 30),
    Step::new(Part::Barriers, 30),
    Step::new(Part::Success, 60),
    Step::new(Part::Question, 30),
    Step::new(Part::Alternative, 30),
];

/// The steps of a meeting. `is_first` is the first session of a sprint, which has no last week; with `second` a
/// missed turn gets a short slot beside the one who presents.
#[must_use]
pub fn steps(meeting: Meeting, second: bool) -> Vec<Step> {
    let is_first = meeting == Meeting::Session(crate::week::Week::FIRST);
    let told = if is_first {
        Part::Method
    } else {
        Part::Results
    };
    let mut steps = vec![Step::new(Part::Opening, 120), Step::new(told, 300)];
    if second {
        steps.extend(LONG_SLOT);
        steps.extend(SHORT_SLOT.map(|step| Step { slot: 2, ..step }));
    } else {
        steps.extend(WHOLE_SLOT);
    }
    steps.extend([Step::new(Part::Plan, 480), Step::new(Part::Commit, 300)]);
    steps
}

/// The segments of these steps in their order, with the seconds of each.
#[must_use]
pub fn segments(steps: &[Step]) -> Vec<(Segment, u32)> {
    let mut segments: Vec<(Segment, u32)> = Vec::new();
    for step in steps {
        let segment = step.part.segment();
        match segments.last_mut() {
            Some((last, seconds)) if *last == segment => *seconds += u32::from(step.seconds),
            _ => segments.push((segment, u32::from(step.seconds))),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::week::Week;

    fn lengths(second: bool) -> Vec<u32> {
        let sixth = Meeting::Session(Week::new(6).expect("a week"));
        let steps = steps(sixth, second);
        segments(&steps).into_iter().map(|(_, s)| s / 60).collect()
    }

    #[test]
    fn a_session_takes_thirty_minutes_in_five_segments_with_one_presenter_or_two() {
        assert_eq!(lengths(false), [2, 5, 10, 8, 5]);
        assert_eq!(lengths(true), [2, 5, 10, 8, 5]);
    }

    #[test]
    fn the_ten_minutes_are_cut_as_the_method_says() {
        let sixth = Meeting::Session(Week::new(6).expect("a week"));
        let coaching: Vec<(Part, u16)> = steps(sixth, false)
            .iter()
            .filter(|step| step.part.segment() == Segment::Coaching)
            .map(|step| (step.part, step.seconds))
            .collect();
        assert_eq!(
            coaching,
            [
                (Part::Scene, 60),
                (Part::Intent, 30),
                (Part::Barriers, 30),
                (Part::Success, 60),
                (Part::Question, 180),
                (Part::Alternative, 180),
                (Part::Takeaway, 60)
            ]
        );
    }

    #[test]
    fn the_first_session_has_no_last_week_and_tells_the_method() {
        let first = steps(Meeting::Session(Week::FIRST), false);
        assert!(first.iter().any(|step| step.part == Part::Method));
        assert!(first.iter().all(|step| step.part != Part::Results));
    }

    #[test]
    fn each_person_has_an_equal_share_of_a_round_and_none_of_a_prompt() {
        let results = Step::new(Part::Results, 300);
        assert_eq!(results.share(6), Some(50));
        assert_eq!(results.share(10), Some(30));
        assert_eq!(results.share(0), None);
        assert_eq!(Step::new(Part::Intent, 30).share(8), None);
    }

    #[test]
    fn every_part_is_found_by_its_key_and_asks_in_words() {
        for part in Part::ALL {
            assert_eq!(Part::from_key(part.key()), Some(part));
            assert!(!part.title("Maya").is_empty());
            assert!(!part.hint().is_empty());
        }
    }
}
