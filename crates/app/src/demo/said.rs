//! What was said in each group of the example and in which week, so that nobody repeats somebody else's words. Nothing is
//! drawn here: it goes on from what was drawn.

use std::collections::BTreeMap;

use firstmove_domain::skill::{Move, Skill};
use firstmove_domain::week::Week;

use crate::demo::fate::Class;
use crate::demo::{quotes, words};

/// A move of the library, with its skill.
type OfSkill = (&'static Skill, &'static Move);

/// The number of a group, and the week in which something is said there.
pub type There = (usize, Week);

/// What was said where.
#[derive(Debug, Default)]
pub struct Said(BTreeMap<(usize, &'static str), Vec<Week>>);

impl Said {
    /// Whether it was said in that week, and how often in the group.
    fn so_far(&self, (group, week): There, words: &'static str) -> (bool, usize) {
        let weeks = self.0.get(&(group, words));
        weeks.map_or((false, 0), |weeks| (weeks.contains(&week), weeks.len()))
    }

    fn say(&mut self, (group, week): There, words: &'static str) {
        self.0.entry((group, words)).or_default().push(week);
    }

    /// What the group has heard least, and not in that week, from a drawn place on.
    pub fn other<T: Copy>(
        &mut self,
        there: There,
        (all, drawn): (&[T], usize),
        words: impl Fn(&T) -> &'static str,
    ) -> T {
        let turned = (0..all.len()).map(|turn| all[(drawn + turn) % all.len()]);
        let found = turned.min_by_key(|one| self.so_far(there, words(one)));
        let found = found.unwrap_or(all[0]);
        self.say(there, words(&found));
        found
    }

    /// What is told of a move that came out so: in words that fit it, or in words that fit any.
    pub fn line(
        &mut self,
        there: There,
        (key, class, skill): (&str, Option<Class>, &str),
        drawn: usize,
    ) -> String {
        let own = class.map_or(&[][..], |class| quotes::of(key, class));
        let turned = (0..own.len()).map(|turn| own[(drawn + turn) % own.len()]);
        let all: Vec<_> = turned.chain(words::lines(class).iter().copied()).collect();
        self.other(there, (&all, 0), |one| one)
            .replace("{skill}", &skill.to_lowercase())
    }

    /// The next move of somebody's library, or another one of its skill when the group has planned that in this week.
    pub fn next_move(&mut self, there: There, library: &mut Vec<OfSkill>) -> Option<OfSkill> {
        let last = library.len().checked_sub(1)?;
        let skill = library[last].0;
        let is_free = |one: &Move| !self.so_far(there, one.key).0;
        let of_skill = |(of, one): &OfSkill| of.key == skill.key && is_free(one);
        if let Some(place) = library.iter().rposition(of_skill) {
            library.swap(place, last);
        }
        let mut taken = library.pop()?;
        if !is_free(taken.1) {
            taken.1 = skill
                .moves
                .iter()
                .find(|one| is_free(one))
                .unwrap_or(taken.1);
        }
        self.say(there, taken.1.key);
        Some(taken)
    }
}
