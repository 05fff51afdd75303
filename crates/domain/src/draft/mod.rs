//! A sprint that is being set up: four pages, each kept as it was typed, right or not, until the whole is made.
//!
//! Raw text goes in, and comes back unchanged; reading a page gives its value or a sentence beside each fault.

mod people;
mod skills;
mod time;
mod twelve;
mod without;

pub use people::{Check, GroupInput, NewGroup, Note, Sign, check, read_groups};
pub use skills::{ChosenSkill, Outline, SkillsInput};
pub use time::{GroupTimes, Meeting, TimeInput, Times, zone};
pub use twelve::{Clocks, WeekRow, twelve_weeks};
pub use without::TakenOut;

use crate::form::FieldProblem;
use crate::person::NewPerson;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The most groups of one sprint.
pub const GROUPS_MAX: usize = 40;
/// The most people of one group that a draft takes; a good group is far smaller.
pub const PEOPLE_MAX: usize = 100;

/// A sentence beside a field whose name may carry the number of a group, such as `time-2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub field: String,
    /// What is wrong and what to do.
    pub sentence: String,
}

impl Fault {
    pub(crate) fn new(field: impl Into<String>, sentence: impl Into<String>) -> Fault {
        Fault {
            field: field.into(),
            sentence: sentence.into(),
        }
    }
}

impl From<FieldProblem> for Fault {
    fn from(problem: FieldProblem) -> Fault {
        Fault::new(problem.field, problem.sentence)
    }
}

/// Everything that was typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The first page: what is practised, and who else has a part.
    pub skills: SkillsInput,
    /// The second: the groups and their people.
    pub groups: Vec<GroupInput>,
    /// The third: when.
    pub time: TimeInput,
}

/// A sprint that can be made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSprint {
    /// Name, skills, sponsor and data owner.
    pub outline: Outline,
    /// The groups, in order.
    pub groups: Vec<NewGroup>,
    /// Zone, first day, and when each group meets.
    pub times: Times,
}

impl Draft {
    /// A draft with what can be guessed: the first Monday after a launch, Mondays at ten, one group.
    #[must_use]
    pub fn fresh(organisation: &str, zone: &str, today: Date) -> Draft {
        let mut draft = Draft {
            groups: vec![GroupInput::named(0)],
            time: TimeInput::fresh(zone, today),
            ..Draft::default()
        };
        draft.skills.organisation = organisation.to_owned();
        draft.time.meetings.push(Meeting::default());
        draft
    }

    /// As many meetings as groups: a new group meets when the first does.
    pub fn level(&mut self) {
        if self.groups.is_empty() {
            self.groups.push(GroupInput::named(0));
        }
        let first = self.time.meetings.first().cloned().unwrap_or_default();
        self.time.meetings.resize(self.groups.len(), first);
    }

    /// Reads all pages. `maker` sets the sprint up and coordinates it.
    ///
    /// # Errors
    /// For each page that is not right yet, its number (0 skills, 1 people, 2 time) and its faults.
    pub fn read(
        &self,
        maker: &NewPerson,
        today: Date,
    ) -> Result<NewSprint, Vec<(usize, Vec<Fault>)>> {
        let outline = self.skills.read();
        let others = self.others(maker);
        let groups = read_groups(&self.groups, &others);
        let times = self.time.read(self.groups.len(), today);
        match (outline, groups, times) {
            (Ok(outline), Ok(groups), Ok(times)) => Ok(NewSprint {
                outline,
                groups,
                times,
            }),
            (outline, groups, times) => {
                let faults = [outline.err(), groups.err(), times.err()];
                let numbered = faults.into_iter().enumerate();
                Err(numbered
                    .filter_map(|(page, faults)| Some((page, faults?)))
                    .collect())
            }
        }
    }

    /// Who runs the sprint or reads its numbers, as far as that is known, each with the name of the role.
    #[must_use]
    pub fn others(&self, maker: &NewPerson) -> Vec<(NewPerson, &'static str)> {
        let mut others = vec![(maker.clone(), "coordinator")];
        let (sponsor, owner) = self.skills.readers();
        others.extend(sponsor.map(|person| (person, "sponsor")));
        others.extend(owner.map(|person| (person, "data owner")));
        others
    }
}

#[cfg(test)]
mod tests;
