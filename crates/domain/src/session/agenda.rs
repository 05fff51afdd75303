//! The agenda of the default blueprint: segments of fixed length, each cut into steps with their seconds, and what the
//! page says at each step. A room keeps the steps that it was begun with, so a blueprint may change meanwhile.
//!
//! Source: the product page, SE-1 and SE-4 (2, 5, 10, 8 and 5 minutes; the ten minutes of coaching as 1, 0:30, 0:30,
//! 1, 3, 3, 1).

use super::{Meeting, Part};
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
    /// Kickoff: the principle.
    Principle,
    /// Kickoff: who sees what.
    Sight,
    /// Kickoff: first questions.
    FirstQuestions,
    /// Training: the four principles.
    Principles,
    /// Training: the five prompts.
    Prompts,
    /// Training: the scenarios.
    Scenarios,
    /// One sentence each.
    Closing,
    /// Showcase: two spotlights.
    Spotlights,
    /// Showcase: one lesson.
    Lesson,
    /// Showcase: questions and recognition.
    Recognition,
    /// The numbers.
    Numbers,
    /// Retrospective: cards are written.
    Cards,
    /// Retrospective: cards are put together.
    Grouping,
    /// Retrospective: votes.
    Voting,
    /// Retrospective: decisions.
    Deciding,
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
            Segment::Principle => "The principle",
            Segment::Sight => "Who sees what",
            Segment::FirstQuestions => "First questions",
            Segment::Principles => "Four principles",
            Segment::Prompts => "The prompts",
            Segment::Scenarios => "Scenarios",
            Segment::Closing => "Close",
            Segment::Spotlights => "Two wins",
            Segment::Lesson => "A lesson",
            Segment::Recognition => "Questions and thanks",
            Segment::Numbers => "Numbers",
            Segment::Cards => "Cards",
            Segment::Grouping => "Group",
            Segment::Voting => "Vote",
            Segment::Deciding => "Decide",
        }
    }

    /// The verb to its name: "Live coaching ends", "Two wins end".
    #[must_use]
    pub fn ends(self) -> &'static str {
        match self {
            Segment::FirstQuestions
            | Segment::Principles
            | Segment::Prompts
            | Segment::Scenarios
            | Segment::Spotlights
            | Segment::Recognition
            | Segment::Numbers
            | Segment::Cards => "end",
            _ => "ends",
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

    const fn in_slot(slot: u8, part: Part, seconds: u16) -> Step {
        Step {
            part,
            slot,
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

/// The showcase: two spotlights of five minutes, one lesson, questions and recognition, the numbers (SH-1).
const SHOWCASE: [Step; 5] = [
    Step::new(Part::Win, 300),
    Step::in_slot(2, Part::Win, 300),
    Step::new(Part::Lesson, 180),
    Step::new(Part::Recognition, 600),
    Step::new(Part::Numbers, 420),
];
/// The demonstration of the prompts within the kickoff: with a real moment, and a little more time to say why.
const DEMONSTRATION: [Step; 7] = [
    Step::new(Part::Scene, 90),
    Step::new(Part::Intent, 60),
    Step::new(Part::Barriers, 60),
    Step::new(Part::Success, 90),
    Step::new(Part::Question, 180),
    Step::new(Part::Alternative, 180),
    Step::new(Part::Takeaway, 60),
];
/// The retrospective: an hour with leaders and sponsors (SH-5).
const RETROSPECTIVE: [Step; 6] = [
    Step::new(Part::Numbers, 300),
    Step::new(Part::Cards, 600),
    Step::new(Part::Grouping, 900),
    Step::new(Part::Voting, 300),
    Step::new(Part::Deciding, 1200),
    Step::new(Part::Closing, 300),
];

/// The steps of a meeting; with `second` a missed turn gets a short slot beside the one who presents in a session.
#[must_use]
pub fn steps(meeting: Meeting, second: bool) -> Vec<Step> {
    match meeting {
        Meeting::Session(week) => session(week == crate::week::Week::FIRST, second),
        Meeting::Training => training(),
        Meeting::Kickoff => kickoff(),
        Meeting::Showcase(_) => SHOWCASE.to_vec(),
        Meeting::Retrospective => RETROSPECTIVE.to_vec(),
    }
}

/// The weekly half hour. The first one of a sprint has no last week and tells the method.
fn session(is_first: bool, second: bool) -> Vec<Step> {
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

/// The half hour that opens the sprint: the principle, one demonstration of the prompts, who sees what, questions (PL-6).
fn kickoff() -> Vec<Step> {
    let mut steps = vec![Step::new(Part::Principle, 300)];
    steps.extend(DEMONSTRATION);
    steps.extend([
        Step::new(Part::Sight, 240),
        Step::new(Part::FirstQuestions, 540),
    ]);
    steps
}

/// The workshop of an hour: the four principles, the prompts, two leaders coached with them, the scenarios (PL-6).
fn training() -> Vec<Step> {
    let principles = [
        Part::Ownership,
        Part::Practice,
        Part::SafeFeedback,
        Part::Behaviour,
    ];
    let mut steps = vec![Step::new(Part::Opening, 240)];
    steps.extend(principles.map(|part| Step::new(part, 180)));
    steps.push(Step::new(Part::Explained, 420));
    steps.extend(WHOLE_SLOT);
    steps.extend(WHOLE_SLOT.map(|step| Step { slot: 2, ..step }));
    steps.extend([
        Step::new(Part::Scenarios, 720),
        Step::new(Part::Closing, 300),
    ]);
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

    fn minutes(meeting: Meeting) -> Vec<(Segment, u32)> {
        let segments = segments(&steps(meeting, false)).into_iter();
        segments.map(|(one, seconds)| (one, seconds / 60)).collect()
    }

    #[test]
    fn a_showcase_gives_ten_minutes_to_two_wins_three_to_a_lesson_ten_to_questions_seven_to_numbers()
     {
        let fourth = Meeting::Showcase(Week::new(4).expect("a week"));
        assert_eq!(
            minutes(fourth),
            [
                (Segment::Spotlights, 10),
                (Segment::Lesson, 3),
                (Segment::Recognition, 10),
                (Segment::Numbers, 7)
            ]
        );
        let wins = steps(fourth, false)
            .into_iter()
            .filter(|step| step.part == Part::Win);
        let wins: Vec<(u8, u16)> = wins.map(|step| (step.slot, step.seconds)).collect();
        assert_eq!(wins, [(1, 300), (2, 300)]);
    }

    #[test]
    fn every_meeting_takes_the_minutes_that_the_calendar_gives_it() {
        for meeting in Meeting::all() {
            let all: u32 = steps(meeting, false)
                .iter()
                .map(|step| u32::from(step.seconds))
                .sum();
            assert_eq!(i64::from(all), meeting.minutes() * 60, "{meeting}");
        }
    }

    #[test]
    fn the_training_tells_four_principles_then_the_prompts_then_lets_two_try_them() {
        let names: Vec<Segment> = minutes(Meeting::Training)
            .into_iter()
            .map(|(one, _)| one)
            .collect();
        assert_eq!(
            names,
            [
                Segment::Opening,
                Segment::Principles,
                Segment::Prompts,
                Segment::Coaching,
                Segment::Scenarios,
                Segment::Closing
            ]
        );
    }

    #[test]
    fn a_step_is_at_most_half_an_hour_and_no_part_comes_twice_in_a_slot() {
        for meeting in Meeting::all() {
            let mut seen = std::collections::BTreeSet::new();
            for step in steps(meeting, true) {
                assert!(step.seconds <= 1800);
                assert!(seen.insert((step.slot, step.part)), "{meeting} {step:?}");
            }
        }
    }

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
