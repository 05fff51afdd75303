//! Skills and the library of moves: small, safe, none of which needs anybody's leave.
//!
//! The texts are ours. Every move can be taken over into a plan as it stands and changed from
//! there; a test keeps each within the form's limits.

use crate::library;
use crate::plan::PlanInput;

/// What is practised in a sprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skill {
    /// Stable key, as in plans and settings.
    pub key: &'static str,
    /// The name on pages.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub about: &'static str,
    /// Its moves, easiest first.
    pub moves: &'static [Move],
}

/// One leadership move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Stable key, unique in the library.
    pub key: &'static str,
    /// The move in one line, verb first.
    pub title: &'static str,
    /// What follows "I believe that".
    pub hypothesis: &'static str,
    /// What is done, in one or two sentences.
    pub action: &'static str,
    /// The words to say.
    pub script: &'static str,
    /// A criterion that somebody else could see or count, with its threshold.
    pub criterion: &'static str,
    /// What follows "If it goes wrong, I will".
    pub fallback: &'static str,
    /// The version of ten minutes.
    pub smaller: &'static str,
    /// One task of at most ten minutes beforehand; empty where none is needed.
    pub preparation: &'static str,
    /// How much of a stretch it usually is, 1 to 5.
    pub stretch: u8,
}

impl Move {
    /// Action and script together, as the form's field for the action holds them.
    #[must_use]
    pub fn action_with_script(&self) -> String {
        format!("{}\nI say: \u{201c}{}\u{201d}", self.action, self.script)
    }

    /// The form filled in from this move. Day, time and with whom are the leader's to say.
    #[must_use]
    pub fn as_input(&self, skill: &str) -> PlanInput {
        PlanInput {
            skill: skill.into(),
            library_move: self.key.into(),
            hypothesis: self.hypothesis.into(),
            action: self.action_with_script(),
            criteria: self.criterion.into(),
            fallback: self.fallback.into(),
            stretch: self.stretch.to_string(),
            preparation: self.preparation.into(),
            ..PlanInput::default()
        }
    }
}

/// All skills of the library.
#[must_use]
pub fn skills() -> &'static [Skill] {
    library::SKILLS
}

/// The skill of a key.
#[must_use]
pub fn skill(key: &str) -> Option<&'static Skill> {
    skills().iter().find(|skill| skill.key == key)
}

/// The move of a key, with its skill.
#[must_use]
pub fn library_move(key: &str) -> Option<(&'static Skill, &'static Move)> {
    skills()
        .iter()
        .find_map(|skill| Some((skill, skill.moves.iter().find(|one| one.key == key)?)))
}

/// What the page offers as a smaller version: that of the library move the plan came from, or
/// words that fit any move.
#[must_use]
pub fn smaller(from_move: Option<&str>) -> &'static str {
    from_move.and_then(library_move).map_or(
        "Take the first ten minutes of it, with one person, and only the part that is yours to do.",
        |(_, found)| found.smaller,
    )
}

/// A form with the smaller version in place of the action, everything else as it was typed.
#[must_use]
pub fn make_smaller(input: &PlanInput) -> PlanInput {
    let from = Some(input.library_move.trim()).filter(|key| !key.is_empty());
    let action = match from.and_then(library_move) {
        Some((_, found)) => found.smaller.to_owned(),
        None => format!("For ten minutes, with one person: {}", input.action.trim()),
    };
    PlanInput {
        action,
        alone: "yes".into(),
        ..input.clone()
    }
}

#[cfg(test)]
#[path = "skill_tests.rs"]
mod tests;
