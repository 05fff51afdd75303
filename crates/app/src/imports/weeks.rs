//! What the rows of a sheet say of each week of each person: tried or not, excused, or not in the group.

use std::collections::{BTreeMap, BTreeSet};

use firstmove_domain::imported::{ImportedWeek, Told};
use firstmove_domain::status::Class;
use firstmove_domain::week::{Calendar, Week};
use jiff::Timestamp;

use crate::imports::draft::FilePerson;
use crate::imports::plan::{GroupPlan, Here, PersonPlan, PlannedRow, Who, practice};
use crate::sheet::rows::{SheetRow, class};

/// A person's rows of weeks that have begun, attempts first within a week; what the rows of a week say together is
/// said in each of them.
pub fn planned_rows(person: &FilePerson, calendar: &Calendar, now: Timestamp) -> Vec<PlannedRow> {
    let mut weeks: BTreeMap<Week, Vec<&SheetRow>> = BTreeMap::new();
    for row in person.rows.iter().filter(|row| !row.attempted.is_empty()) {
        if let Some(week) = practice(row).filter(|week| calendar.span(*week).0 <= now) {
            weeks.entry(week).or_default().push(row);
        }
    }
    let mut planned = Vec::new();
    for (week, rows) in weeks {
        let says = |word: &str| rows.iter().any(|row| row.attempted == word);
        let told = match (
            calendar.close(week) <= now,
            says("EXC"),
            says("Y"),
            says("N"),
        ) {
            (_, true, ..) => Told::Excused,
            (false, ..) => Told::Open,
            (true, _, true, _) => Told::Tried,
            (true, _, _, true) => Told::NotTried,
            (true, ..) => Told::Outside,
        };
        let row = |row: &&SheetRow| PlannedRow {
            week,
            told,
            outcome: class(row.outcome).or((row.attempted == "Y").then_some(Class::Pending)),
            delta: row.delta.clone(),
        };
        let mut rows: Vec<PlannedRow> = rows.iter().map(row).collect();
        rows.sort_by_key(|row| row.outcome.is_none());
        planned.extend(rows);
    }
    planned
}

/// A closed week of which the sheet speaks and in which somebody has no row: not in the group. So is a week that had
/// closed before the group was made here and of which nothing is known at all.
pub fn outside(planned: &mut GroupPlan, here: &Here, spoken: &BTreeSet<Week>, now: Timestamp) {
    let calendar = &here.cohort.calendar;
    let before = |week: &Week| {
        calendar.close(*week) <= here.made_at && !here.kept.contains_key(&week.number())
    };
    let weeks: Vec<Week> = Week::practice()
        .filter(|week| calendar.close(*week) <= now && (spoken.contains(week) || before(week)))
        .collect();
    let named: BTreeSet<String> = planned
        .people
        .iter()
        .filter_map(|one| match &one.who {
            Who::Seat(seat) => Some(seat.clone()),
            Who::New(_) | Who::Open => None,
        })
        .collect();
    let others = here.people.iter().filter(|one| !named.contains(&one.seat));
    planned.people.extend(others.map(|one| PersonPlan {
        key: None,
        name: one.who.clone(),
        who: Who::Seat(one.seat.clone()),
        by_name: true,
        rows: Vec::new(),
    }));
    for person in &mut planned.people {
        let without = weeks
            .iter()
            .filter(|week| person.rows.iter().all(|row| row.week != **week));
        let rows: Vec<PlannedRow> = without
            .map(|week| PlannedRow {
                week: *week,
                told: Told::Outside,
                outcome: None,
                delta: String::new(),
            })
            .collect();
        person.rows.extend(rows);
        person.rows.sort_by_key(|row| row.week);
    }
}

impl PersonPlan {
    /// The first week in which they were in the group.
    pub fn first(&self) -> Option<Week> {
        self.rows
            .iter()
            .find(|row| row.told != Told::Outside)
            .map(|row| row.week)
    }

    /// The last week in which they were in the group, where the sheet goes on without them.
    pub fn left_after(&self) -> Option<Week> {
        let last = self.rows.last().filter(|row| row.told == Told::Outside);
        let there = self.rows.iter().rev().find(|row| row.told != Told::Outside);
        last.and(there).map(|row| row.week)
    }

    /// The weeks as the histories hold them.
    pub fn imported(&self) -> Vec<ImportedWeek> {
        let mut weeks: Vec<ImportedWeek> = Vec::new();
        for row in &self.rows {
            match weeks.last_mut().filter(|last| last.week == row.week) {
                Some(last) => last.attempts.extend(row.outcome),
                None => weeks.push(ImportedWeek {
                    week: row.week,
                    told: row.told,
                    attempts: row.outcome.into_iter().collect(),
                }),
            }
        }
        weeks
    }
}
