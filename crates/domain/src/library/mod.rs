//! The library's texts, one file per skill.

use crate::skill::Skill;

/// All skills, in the order of the pages.
pub const SKILLS: &[Skill] = &[];
