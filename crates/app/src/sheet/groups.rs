//! The rows of a group as one of its readers may see them: names for the coordinator, pseudonyms for the data owner.

use std::collections::{BTreeSet, HashMap};

use firstmove_domain::status::{Line, View, statuses};
use firstmove_domain::week::{Calendar, Week};
use jiff::Timestamp;

use super::names::folded;
use super::rows::{Named, SheetRow, rows};
use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::cohorts::{histories, imported};
use crate::problem::Problem;

/// What people are called on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    /// By name.
    Name,
    /// By pseudonym, in the order of these, so that no other order tells who it is.
    Pseudonym,
}

/// A group's people and rows.
pub struct GroupSheet {
    /// Whose.
    pub cohort: Cohort,
    /// Everybody with a seat.
    pub people: Vec<Named>,
    /// The rows of the weeks that have begun.
    pub rows: Vec<SheetRow>,
}

/// The sheet of these groups under names, one after the other. `keep` says whose rows are wanted, by seat.
pub fn by_name(
    scene: &mut Scene<'_, '_>,
    groups: &[Cohort],
    keep: impl Fn(&str) -> bool,
) -> Result<Vec<GroupSheet>, Problem> {
    let titles = told_apart(groups.iter().map(|group| group.name.clone()).collect());
    let mut sheets = Vec::new();
    for (cohort, title) in groups.iter().zip(titles) {
        let lines: Vec<Line> = histories::load(scene.conn, &cohort.id)?
            .iter()
            .map(|seat| statuses(&cohort.calendar, seat, View::Final, scene.now))
            .collect();
        let sessions = histories::ratings(scene.conn, cohort, scene.now)?;
        let people = named(scene, cohort, &lines, Called::Name)?;
        let wanted: Vec<Named> = people
            .iter()
            .filter(|one| keep(&one.seat))
            .cloned()
            .collect();
        sheets.push(GroupSheet {
            rows: rows(
                &title,
                &wanted,
                &sessions,
                begun(&cohort.calendar, scene.now),
            ),
            cohort: cohort.clone(),
            people,
        });
    }
    Ok(sheets)
}

/// The practice weeks that have begun.
pub fn begun(calendar: &Calendar, now: Timestamp) -> u8 {
    Week::practice()
        .filter(|week| calendar.span(*week).0 <= now)
        .map(Week::number)
        .next_back()
        .unwrap_or(0)
}

/// The lines with what their people are called, in the order of that.
pub fn named(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    lines: &[Line],
    called: Called,
) -> Result<Vec<Named>, Problem> {
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let titles = roster.iter().map(|seat| match called {
        Called::Name => seat.name.clone(),
        Called::Pseudonym => seat.pseudonym.clone(),
    });
    let titles = told_apart(titles.collect());
    let mut lines: HashMap<&str, &Line> = lines
        .iter()
        .map(|line| (line.person.as_str(), line))
        .collect();
    let mut deltas = imported::deltas(scene.conn, &cohort.id)?;
    let mut people: Vec<Named> = roster
        .iter()
        .zip(titles)
        .filter_map(|(seat, who)| {
            Some(Named {
                who,
                seat: seat.seat.to_string(),
                line: (*lines.remove(seat.person.to_string().as_str())?).clone(),
                deltas: deltas.remove(&seat.seat.to_string()).unwrap_or_default(),
            })
        })
        .collect();
    people.sort_by_cached_key(|one| folded(&one.who));
    Ok(people)
}

/// Names of which no two read alike: the second Ana Ruiz is "Ana Ruiz (2)", or a sheet would make one person of
/// both.
fn told_apart(names: Vec<String>) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let all: BTreeSet<String> = names.iter().map(|name| folded(name)).collect();
    names
        .into_iter()
        .map(|name| {
            if taken.insert(folded(&name)) {
                return name;
            }
            let others = (2..).map(|number| format!("{name} ({number})"));
            let free =
                |name: &String| !all.contains(&folded(name)) && !taken.contains(&folded(name));
            let found = others.into_iter().find(free).unwrap_or(name);
            taken.insert(folded(&found));
            found
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_of_one_name_stay_two() {
        let names = ["Ana Ruiz", "ANA RUIZ", "Ana Ruiz (2)", "Bo"].map(str::to_owned);
        assert_eq!(
            told_apart(names.to_vec()),
            ["Ana Ruiz", "ANA RUIZ (3)", "Ana Ruiz (2)", "Bo"]
        );
    }
}
