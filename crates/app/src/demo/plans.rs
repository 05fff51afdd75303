//! The plans of the example: moves of the library, with day, moment and obstacle of each leader's own.

use firstmove_domain::id::{ExperimentId, SeatId};
use firstmove_domain::lot::lot;
use firstmove_domain::skill::{self, Move, Skill};
use firstmove_domain::week::Week;
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::demo::cast;
use crate::demo::chance::Chance;
use crate::demo::fate::Oddity;
use crate::demo::said::Said;
use crate::demo::script::{Planned, days};
use crate::demo::words;

/// Days after the move on which an outcome that takes time is due.
pub const PENDING_DAYS: i64 = 8;

/// What is known of a plan before it has words.
pub struct Draft {
    /// For which week.
    pub week: Week,
    /// Whose.
    pub seat: SeatId,
    /// When it is saved.
    pub saved_at: Timestamp,
    /// For which day.
    pub planned_on: Date,
    /// How much of a stretch it is called.
    pub stretch: u8,
    /// What will be odd about its outcome.
    pub oddity: Oddity,
    /// Whether it names a witness.
    pub witness: bool,
}

/// Of a hundred further moves, so many name somebody who was there.
const NAMED: u64 = 40;

/// The moves of the sprint's skills in a drawn order.
pub fn shuffled(chance: &mut Chance) -> Vec<(&'static Skill, &'static Move)> {
    let skills = cast::SKILLS
        .iter()
        .filter_map(|(key, ..)| skill::skill(key));
    let mut moves: Vec<_> = skills
        .flat_map(|skill| skill.moves.iter().map(move |one| (skill, one)))
        .collect();
    for last in (1..moves.len()).rev() {
        let other = chance.below(last + 1);
        moves.swap(last, other);
    }
    moves
}

/// The plan in words.
pub fn write(
    (chance, said, group): (&mut Chance, &mut Said, usize),
    draft: Draft,
    taken: Option<(&'static Skill, &'static Move)>,
    after: Option<ExperimentId>,
) -> Planned {
    let experiment = ExperimentId::new(chance.uuid(draft.saved_at));
    let due = match draft.oddity {
        Oddity::Pending => Some(days(draft.planned_on, PENDING_DAYS)),
        Oddity::Unresolved => Some(days(draft.planned_on, 5)),
        _ => chance
            .happens(0.85)
            .then(|| days(draft.planned_on, chance.between(0, 3))),
    };
    let hour = i8::try_from(chance.between(9, 16)).unwrap_or(10);
    let minute = *chance.pick(&[0, 15, 30, 45]);
    let there = (group, draft.week);
    let drawn = chance.below(words::MOMENTS.len());
    let with_whom = said.other(there, (&words::MOMENTS, drawn), |one| one);
    let drawn = chance.below(words::OBSTACLES.len());
    let obstacle = said.other(there, (&words::OBSTACLES, drawn), |one| one.0);
    let confidence = chance.between(6, 10);
    let frees = chance.happens(0.3);
    let hours = chance.between(1, 6) as f64 / 2.0;
    let (timed, ready, sure) = (
        chance.happens(0.6),
        chance.happens(0.7),
        chance.happens(0.8),
    );
    let witness = *chance.pick(&cast::THERE);
    let names_somebody = draft.witness || lot(&[experiment.uuid()]) / 7 % 100 < NAMED;
    let (skill, one) = taken.map_or((cast::SKILLS[0].0, None), |(skill, one)| {
        (skill.key, Some(one))
    });
    Planned {
        experiment,
        seat: draft.seat,
        week: draft.week,
        after,
        skill,
        library_move: one.map_or("", |one| one.key),
        hypothesis: one.map_or("", |one| one.hypothesis),
        action: one.map(Move::action_with_script).unwrap_or_default(),
        planned_on: draft.planned_on,
        planned_time: timed.then(|| Time::constant(hour, minute, 0, 0)),
        with_whom,
        criteria: one.map_or("", |one| one.criterion).to_owned(),
        due,
        hours_freed: frees.then_some(hours),
        obstacle: ready.then_some(obstacle),
        fallback: one.map_or("", |one| one.fallback),
        confidence: sure.then(|| u8::try_from(confidence).unwrap_or(7)),
        stretch: draft.stretch,
        witness: names_somebody.then_some(witness),
        preparation: one.map_or("", |one| one.preparation),
    }
}
