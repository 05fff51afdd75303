//! Which groups a sponsor may see. A group needs five people, and what is hidden must not come out by taking
//! the shown groups from the sprint's total: so the hidden ones together are five people or none.
//! Source: MEASUREMENT.md 0.6, five in the cut and five in its complement.

use std::collections::BTreeSet;

use firstmove_domain::id::SprintId;
use firstmove_domain::kpi::{SessionRatings, move_rate};
use firstmove_domain::rights::Role;
use firstmove_domain::status::{Line, View, statuses};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::histories;
use crate::cohorts::store::{Cohort, seen_as};
use crate::problem::Problem;

/// The fewest people whose numbers a sponsor sees.
pub const FEWEST: u64 = 5;

/// One cohort, or a whole sprint, with all that its numbers need.
pub struct Group {
    /// The id by which it is asked for: a sprint's or a cohort's.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Its cohorts.
    pub cohorts: Vec<Cohort>,
    /// The closed reading of its people.
    pub closed: Vec<Line>,
    /// The reading of all that is known.
    pub last: Vec<Line>,
    /// Its sessions' ratings.
    pub sessions: Vec<SessionRatings>,
    /// Why nothing of it may be shown; none where it may.
    pub hidden: Option<&'static str>,
}

impl Group {
    /// How many people have a week that counts.
    pub fn people(&self) -> u64 {
        move_rate(&self.last).people
    }
}

/// What the sponsor can choose from: each sprint as a whole, then its cohorts by name.
pub fn load(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Vec<Group>, Problem> {
    let seen = seen_as(scene.conn, actor, Role::Sponsor)?;
    let sprints: BTreeSet<SprintId> = seen.iter().map(|cohort| cohort.sprint).collect();
    let mut groups = Vec::new();
    for sprint in sprints.into_iter().rev() {
        let mut parts = Vec::new();
        for cohort in seen.iter().filter(|cohort| cohort.sprint == sprint) {
            parts.push(part(scene, cohort)?);
        }
        hide(&mut parts);
        if parts.len() > 1 {
            groups.push(whole(&sprint, &parts));
        }
        groups.extend(parts);
    }
    Ok(groups)
}

fn part(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Group, Problem> {
    let histories = histories::load(scene.conn, &cohort.id)?;
    let read = |view| {
        histories
            .iter()
            .map(|seat| statuses(&cohort.calendar, seat, view, scene.now))
            .collect::<Vec<Line>>()
    };
    let (closed, last) = (read(View::Closed), read(View::Final));
    Ok(Group {
        key: cohort.id.to_string(),
        name: cohort.name.clone(),
        cohorts: vec![cohort.clone()],
        closed,
        last,
        sessions: histories::ratings(scene.conn, &cohort.id)?,
        hidden: None,
    })
}

fn whole(sprint: &SprintId, parts: &[Group]) -> Group {
    let cohorts: Vec<Cohort> = parts.iter().flat_map(|one| one.cohorts.clone()).collect();
    let mut group = Group {
        key: sprint.to_string(),
        name: cohorts
            .first()
            .map(|cohort| cohort.sprint_name.clone())
            .unwrap_or_default(),
        cohorts,
        closed: parts.iter().flat_map(|one| one.closed.clone()).collect(),
        last: parts.iter().flat_map(|one| one.last.clone()).collect(),
        sessions: parts.iter().flat_map(|one| one.sessions.clone()).collect(),
        hidden: None,
    };
    if group.people() < FEWEST {
        group.hidden = Some(TOO_FEW);
    }
    group
}

const TOO_FEW: &str = "A group’s numbers stand here once five people have a week that counts.";
const WOULD_TELL: &str = "With the total, the numbers of a group of fewer than five people could be worked out from these.";

/// Hides the groups under five, and then the smallest shown ones until what is hidden is five people or more.
fn hide(parts: &mut [Group]) {
    let people: Vec<u64> = parts.iter().map(Group::people).collect();
    let hidden = hidden_of(&people);
    for ((part, people), hidden) in parts.iter_mut().zip(&people).zip(hidden) {
        part.hidden = match (hidden, *people < FEWEST) {
            (false, _) => None,
            (true, true) => Some(TOO_FEW),
            (true, false) => Some(WOULD_TELL),
        };
    }
}

fn hidden_of(people: &[u64]) -> Vec<bool> {
    let mut hidden: Vec<bool> = people.iter().map(|count| *count < FEWEST).collect();
    loop {
        let sum: u64 = people
            .iter()
            .zip(&hidden)
            .filter(|(_, hidden)| **hidden)
            .map(|(count, _)| *count)
            .sum();
        let smallest = (0..people.len())
            .filter(|index| !hidden[*index])
            .min_by_key(|index| people[*index]);
        match smallest {
            Some(index) if sum > 0 && sum < FEWEST => hidden[index] = true,
            _ => return hidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_of_four_is_hidden_and_does_not_come_out_of_the_total() {
        assert_eq!(hidden_of(&[8, 4]), [true, true]);
        assert_eq!(hidden_of(&[8, 6, 4]), [false, true, true]);
        assert_eq!(hidden_of(&[8, 3, 4]), [false, true, true]);
    }

    #[test]
    fn groups_of_five_and_more_are_shown_and_an_empty_one_hides_no_other() {
        assert_eq!(hidden_of(&[8, 5]), [false, false]);
        assert_eq!(hidden_of(&[8, 0]), [false, true]);
        assert_eq!(hidden_of(&[]), Vec::<bool>::new());
    }
}
