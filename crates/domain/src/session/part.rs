//! What happens in a step, and what the page says of it: one place for the words of every part of every agenda.

use super::agenda::Segment;
use serde::{Deserialize, Serialize};

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
    /// Kickoff: the principle of the sprint.
    Principle,
    /// Kickoff: who sees what.
    Sight,
    /// Kickoff: what people want to know.
    FirstQuestions,
    /// Training, the first principle: ownership over approval.
    Ownership,
    /// Training, the second: practice over theory.
    Practice,
    /// Training, the third: safe peer feedback.
    SafeFeedback,
    /// Training, the fourth: behaviour over attendance.
    Behaviour,
    /// Training: the five prompts, read aloud.
    Explained,
    /// Training: the practice scenarios, each on their own.
    Scenarios,
    /// One sentence each at the end.
    Closing,
    /// Showcase: a spotlight of five minutes on one move and its impact.
    Win,
    /// Showcase: one lesson.
    Lesson,
    /// Showcase: questions, and thanks by name.
    Recognition,
    /// The numbers.
    Numbers,
    /// Retrospective: everyone writes cards.
    Cards,
    /// Retrospective: what means the same is put together.
    Grouping,
    /// Retrospective: three votes each.
    Voting,
    /// Retrospective: decisions, from the top.
    Deciding,
    /// A session that was filled in afterwards: what helped most.
    Helped,
    /// A session that was filled in afterwards: who said that they will do what.
    Promised,
}

/// Everything that is said of a part.
struct Words {
    key: &'static str,
    segment: Segment,
    label: &'static str,
    title: &'static str,
    hint: &'static str,
}

const fn words(
    key: &'static str,
    segment: Segment,
    label: &'static str,
    title: &'static str,
    hint: &'static str,
) -> Words {
    Words {
        key,
        segment,
        label,
        title,
        hint,
    }
}

/// Stands in a title for the first name of whoever presents.
const PRESENTER: &str = "{presenter}";

impl Part {
    /// All parts: those of a session in its order, then those of other meetings.
    pub const ALL: [Part; 32] = [
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
        Part::Principle,
        Part::Sight,
        Part::FirstQuestions,
        Part::Ownership,
        Part::Practice,
        Part::SafeFeedback,
        Part::Behaviour,
        Part::Explained,
        Part::Scenarios,
        Part::Closing,
        Part::Win,
        Part::Lesson,
        Part::Recognition,
        Part::Numbers,
        Part::Cards,
        Part::Grouping,
        Part::Voting,
        Part::Deciding,
        Part::Helped,
        Part::Promised,
    ];

    /// What the note-taker writes down, in the order of the note.
    pub const WRITTEN: [Part; 10] = [
        Part::Scene,
        Part::Intent,
        Part::Barriers,
        Part::Success,
        Part::Takeaway,
        Part::FirstQuestions,
        Part::Lesson,
        Part::Recognition,
        Part::Helped,
        Part::Promised,
    ];

    /// What is written only where a session is filled in afterwards: in its room others write it, line by line.
    pub const TOLD: [Part; 2] = [Part::Helped, Part::Promised];

    /// The five structured prompts.
    pub const PROMPTS: [Part; 5] = [
        Part::Intent,
        Part::Barriers,
        Part::Success,
        Part::Question,
        Part::Alternative,
    ];

    /// The key in the database and in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.words().key
    }

    /// The part of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.key() == key)
    }

    /// The segment that it belongs to.
    #[must_use]
    pub fn segment(self) -> Segment {
        self.words().segment
    }

    /// Whether people speak one after the other, each with an equal share of the seconds.
    #[must_use]
    pub fn is_round(self) -> bool {
        matches!(
            self,
            Part::Opening | Part::Results | Part::Commit | Part::Closing
        )
    }

    /// Whether every peer writes one line of their own.
    #[must_use]
    pub fn is_asked_of_peers(self) -> bool {
        matches!(self, Part::Question | Part::Alternative)
    }

    /// Whether one person has the floor: whoever presents in this slot.
    #[must_use]
    pub fn is_presented(self) -> bool {
        matches!(self.segment(), Segment::Coaching | Segment::Spotlights)
    }

    /// Whether the note-taker writes here.
    #[must_use]
    pub fn is_written(self) -> bool {
        Part::WRITTEN.contains(&self)
    }

    /// A word for it in lists: "Barriers".
    #[must_use]
    pub fn label(self) -> &'static str {
        self.words().label
    }

    /// What the room is asked. `presenter` is the first name of whoever presents.
    #[must_use]
    pub fn title(self, presenter: &str) -> String {
        self.words().title.replace(PRESENTER, presenter)
    }

    /// One or two sentences below it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        self.words().hint
    }

    #[rustfmt::skip]
    const fn words(self) -> Words {
        match self {
            Part::Opening => words("opening", Segment::Opening, "Word of the day",
                "How are you, in one word?", "Say your word and move on. Nobody comments."),
            Part::Method => words("method", Segment::LastWeek, "The method",
                "One small move a week",
                "Each week you try one move at work. Here you ask each other questions and give no advice. \
                 Then you plan the next one."),
            Part::Results => words("results", Segment::LastWeek, "Results",
                "What did you try, and how did it go?",
                "Objective and outcome, by your own measure. A move that missed is worth as much."),
            Part::Scene => words("scene", Segment::Coaching, "The moment",
                "What is the moment?", "Tell one moment: who, where, and what you want to change."),
            Part::Intent => words("intent", Segment::Coaching, "Intent",
                "What was your intent?", "Say what you wanted to happen, and for whom."),
            Part::Barriers => words("barriers", Segment::Coaching, "Barriers",
                "What barriers do you expect?",
                "Name what could get in the way: people, time, or your own habits."),
            Part::Success => words("success", Segment::Coaching, "Success",
                "What would success look like in measurable terms?",
                "A number or a fact that somebody else could see."),
            Part::Question => words("question", Segment::Coaching, "One question each",
                "Ask {presenter} one question",
                "Test what is taken for granted. It must be a question."),
            Part::Alternative => words("alternative", Segment::Coaching, "One other move each",
                "One other move for {presenter}", "Something else to try. One move, no reasons."),
            Part::Takeaway => words("takeaway", Segment::Coaching, "What I take with me",
                "What do you take with you?", "One thing, in one sentence."),
            Part::Plan => words("plan", Segment::NextMove, "Next move",
                "Plan your next move", "One action, a measure, a date."),
            Part::Commit => words("commit", Segment::Commitments, "Commitments",
                "Who does what by when?", "Say one thing that you will post, and when."),
            Part::Principle => words("principle", Segment::Principle, "The principle",
                "Trust yourself first",
                "Small moves that need no permission. Evidence of what happened. Questions instead of advice."),
            Part::Sight => words("sight", Segment::Sight, "Who sees what",
                "Who sees what?",
                "Your group reads your moves. The sponsor reads numbers of the group. \
                 Your manager reads nothing, and nobody reads who rated how."),
            Part::FirstQuestions => words("first_questions", Segment::FirstQuestions, "First questions",
                "What do you want to know?",
                "Anything about the twelve weeks. What stays open is written down."),
            Part::Ownership => words("ownership", Segment::Principles, "Ownership over approval",
                "Ownership over approval",
                "A move needs nobody\u{2019}s permission. Where one does, make it smaller until it needs none."),
            Part::Practice => words("practice", Segment::Principles, "Practice over theory",
                "Practice over theory",
                "One move at work each week. Whatever is to be read takes ten minutes at most."),
            Part::SafeFeedback => words("safe_feedback", Segment::Principles, "Safe peer feedback",
                "Safe peer feedback",
                "A question lets the other one think. Advice thinks in their place. What is said stays here."),
            Part::Behaviour => words("behaviour", Segment::Principles, "Behaviour over attendance",
                "Behaviour over attendance",
                "What you tried at work counts, not that you were here. A move that missed counts as well."),
            Part::Explained => words("explained", Segment::Prompts, "The five prompts",
                "Five prompts, one at a time",
                "Read each aloud: intent, barriers, success, one question each, one other move each."),
            Part::Scenarios => words("scenarios", Segment::Scenarios, "Practice",
                "Is it a question or advice?",
                "Five short scenes, each on your own device. Choose, see why, then write your own question."),
            Part::Closing => words("closing", Segment::Closing, "One sentence each",
                "What do you take with you?", "One sentence each. Nobody comments."),
            Part::Win => words("win", Segment::Spotlights, "Spotlight",
                "What did you try, and what changed?",
                "The situation, the move, and what it did for the business. Five minutes."),
            Part::Lesson => words("lesson", Segment::Lesson, "One lesson",
                "What did we learn the hard way?",
                "One move that went otherwise than planned, and what it taught."),
            Part::Recognition => words("recognition", Segment::Recognition, "Questions and thanks",
                "Ask, and thank somebody by name",
                "First questions to the stories. Then thank one person for one thing they did."),
            Part::Numbers => words("numbers", Segment::Numbers, "The numbers",
                "Where does the group stand?",
                "Counts first, then shares. Say what is too early to tell."),
            Part::Cards => words("cards", Segment::Cards, "Keep, drop, change",
                "What to keep, drop, change?",
                "One thought on each card. No card carries a name. All are read once time is up."),
            Part::Grouping => words("grouping", Segment::Grouping, "Read and group",
                "What belongs together?", "Read the cards aloud. Put together what means the same."),
            Part::Voting => words("voting", Segment::Voting, "Vote",
                "What matters most?", "Three votes each. Nobody sees who voted for what."),
            Part::Deciding => words("deciding", Segment::Deciding, "Decide",
                "What will be done?", "From the top: one decision, who sees to it, and by when."),
            Part::Helped => words("helped", Segment::Commitments, "What helped most",
                "What helped most?", "Whose question or other move, and what it was."),
            Part::Promised => words("promised", Segment::Commitments, "Commitments",
                "Who does what by when?", "One line for each."),
        }
    }
}
