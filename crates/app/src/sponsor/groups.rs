//! Which groups a sponsor may see. A group needs five people, and what is hidden must not come out by taking
//! the shown groups from the sprint's total: so the hidden ones together are five people or none.
//! The same holds for single weeks: one with fewer than five people is not shown, nor is what would give it away.
//! Source: MEASUREMENT.md 0.6, five in the cut and five in its complement.

use std::collections::BTreeSet;

use firstmove_domain::id::{SeatId, SprintId};
use firstmove_domain::kpi::{SessionRatings, move_rate};
use firstmove_domain::rights::Role;
use firstmove_domain::status::{Line, Status, View, statuses};
use firstmove_domain::week::PRACTICE_WEEKS;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::histories;
use crate::cohorts::store::{Cohort, of_sprint, seen_as};
use crate::problem::Problem;
use crate::verdicts::acts::Veil;

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
    /// The weeks that are not shown by themselves; they stay in the totals.
    pub hidden_weeks: BTreeSet<u8>,
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
    of_cohorts(scene, actor, &seen)
}

/// What somebody can choose from who is the sponsor of these cohorts' sprints; `seen` are all cohorts of each.
/// `reader` looks: who sits in one of them and is to judge a move does not learn from a sum how it went.
pub fn of_cohorts(
    scene: &mut Scene<'_, '_>,
    reader: &Actor,
    seen: &[Cohort],
) -> Result<Vec<Group>, Problem> {
    let sprints: BTreeSet<SprintId> = seen.iter().map(|cohort| cohort.sprint).collect();
    let mut groups = Vec::new();
    for sprint in sprints.into_iter().rev() {
        let mut parts = Vec::new();
        for cohort in seen.iter().filter(|cohort| cohort.sprint == sprint) {
            parts.push(of_one(scene, reader.seat_in(&cohort.id), cohort)?);
        }
        hide(&mut parts);
        if parts.len() > 1 {
            groups.push(whole(&sprint, &parts));
        }
        groups.extend(parts);
    }
    Ok(groups)
}

/// One group as a sponsor of its sprint sees it.
pub fn as_sponsors_see(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Group, Problem> {
    let mut parts = Vec::new();
    for one in of_sprint(scene.conn, &cohort.sprint)? {
        parts.push(of_one(scene, None, &one)?);
    }
    hide(&mut parts);
    let key = cohort.id.to_string();
    let found = parts.into_iter().find(|part| part.key == key);
    found.ok_or(Problem::NotFound)
}

/// One group by itself, for whoever may know its numbers anyway: what a sponsor may see hangs on the others as well.
/// `seat` is the reader's own, if they sit in it.
pub fn of_one(
    scene: &mut Scene<'_, '_>,
    seat: Option<&SeatId>,
    cohort: &Cohort,
) -> Result<Group, Problem> {
    let mut histories = histories::load(scene.conn, &cohort.id)?;
    if let Some(seat) = seat {
        let veil = Veil::of(scene.conn, cohort, seat, scene.now)?;
        veil.over(&mut histories, &cohort.calendar);
    }
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
        sessions: histories::ratings(scene.conn, cohort, scene.now)?,
        hidden: None,
        hidden_weeks: hidden_weeks(&last),
        closed,
        last,
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
        hidden_weeks: parts
            .iter()
            .flat_map(|one| one.hidden_weeks.clone())
            .collect(),
    };
    // what is left of a week when the shown groups are taken from it
    let rest = parts.iter().filter(|one| one.hidden.is_some());
    let rest: Vec<Line> = rest.flat_map(|one| one.last.clone()).collect();
    group.hidden_weeks.extend(hidden_weeks(&rest));
    group.hidden_weeks.extend(hidden_weeks(&group.last));
    if group.people() < FEWEST {
        group.hidden = Some(TOO_FEW);
    }
    group
}

/// The weeks in which fewer than five people had a chance, and then the newest other ones until those who had one
/// in a hidden week are five or more: the total less the shown weeks is what happened in the hidden ones.
fn hidden_weeks(lines: &[Line]) -> BTreeSet<u8> {
    let chances = |week: u8| {
        let has_one = move |line: &Line| line.week(week).is_some_and(Status::is_eligible);
        (0..lines.len()).filter(move |index| has_one(&lines[*index]))
    };
    let mut hidden: BTreeSet<u8> = (1..=PRACTICE_WEEKS)
        .filter(|week| (1..FEWEST).contains(&(chances(*week).count() as u64)))
        .collect();
    for week in (1..=PRACTICE_WEEKS).rev() {
        let people: BTreeSet<usize> = hidden.iter().flat_map(|week| chances(*week)).collect();
        if people.is_empty() || people.len() as u64 >= FEWEST {
            break;
        }
        if chances(week).next().is_some() {
            hidden.insert(week);
        }
    }
    hidden
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

    /// Lines of final codes: A tried, S skipped, X excused, a dot for "not in the group".
    fn lines(codes: &[&str]) -> Vec<Line> {
        let status = |code| match code {
            'A' => Status::Attempted,
            'S' => Status::Skipped,
            'X' => Status::Excused,
            _ => Status::NotEnrolled,
        };
        let line = |(index, codes): (usize, &&str)| Line {
            person: index.to_string(),
            weeks: codes.chars().map(|code| Some(status(code))).collect(),
            attempts: Vec::new(),
            embed: 0,
        };
        codes.iter().enumerate().map(line).collect()
    }

    #[test]
    fn a_week_of_three_is_hidden_together_with_one_of_the_whole_group() {
        let left = ["AASA..", "ASAA..", "AAAA..", "SSAAAA", "AAAAAS", "ASAAAA"];
        assert_eq!(hidden_weeks(&lines(&left)), BTreeSet::from([4, 5, 6]));
    }

    #[test]
    fn two_weeks_of_four_hide_no_other_when_they_are_of_different_people() {
        let away = ["XAAA", "XAAA", "AAXA", "AAXA", "AAAA", "ASAA"];
        assert_eq!(hidden_weeks(&lines(&away)), BTreeSet::from([1, 3]));
    }

    #[test]
    fn weeks_of_five_and_weeks_of_nobody_are_no_secret() {
        let all = ["AX", "AX", "SX", "AX", "AX"];
        assert_eq!(hidden_weeks(&lines(&all)), BTreeSet::new());
        assert_eq!(hidden_weeks(&[]), BTreeSet::new());
    }

    #[test]
    fn groups_of_five_and_more_are_shown_and_an_empty_one_hides_no_other() {
        assert_eq!(hidden_of(&[8, 5]), [false, false]);
        assert_eq!(hidden_of(&[8, 0]), [false, true]);
        assert_eq!(hidden_of(&[]), Vec::<bool>::new());
    }
}
