//! The library's texts, one file per skill: eight moves each, the easiest first.
//!
//! Each move is the leader's own to make: nothing in it waits for somebody's leave. Titles begin
//! with a verb, criteria name a number or something people do, and every move has a version of
//! ten minutes.

mod coaching;
mod decisions;
mod delegation;
mod difficult;
mod feedback;
mod influence;
mod meetings;
mod prioritising;

use crate::skill::Skill;

/// All skills, in the order of the pages.
pub const SKILLS: &[Skill] = &[
    delegation::SKILL,
    influence::SKILL,
    feedback::SKILL,
    prioritising::SKILL,
    meetings::SKILL,
    coaching::SKILL,
    decisions::SKILL,
    difficult::SKILL,
];
