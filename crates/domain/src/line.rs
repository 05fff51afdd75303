//! One person's line: statuses by week and the attempts with what they count for. Every number is
//! computed from lines, whether they were derived from a history or read from a sheet.

use crate::id::ExperimentId;
use crate::status::Status;
use serde::{Deserialize, Serialize};

/// What an attempt counts for in the success rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// All criteria met.
    Succeeded,
    /// Partly met.
    Partially,
    /// Not met.
    Failed,
    /// No outcome yet, and it is not overdue.
    Pending,
    /// No outcome in time: counts as not successful.
    Unresolved,
    /// The criteria were not there beforehand: in no rate.
    NoCriterion,
}

impl Class {
    /// In the success rate's denominator.
    pub fn is_resolved(self) -> bool {
        !matches!(self, Class::Pending | Class::NoCriterion)
    }
}

/// One attempt as it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The experiment; none on a sheet's line.
    pub experiment: Option<ExperimentId>,
    /// The experiment of which it is another try.
    pub repeat_of: Option<ExperimentId>,
    /// The skill's key; none on a sheet's line.
    pub skill: Option<String>,
    /// The number of the week it was done in; none in a pause.
    pub week: Option<u8>,
    /// What it counts for.
    pub class: Class,
    /// Done in a week that is not eligible: counts for success, not in the move rate.
    pub bonus: bool,
    /// Evidence, 0 to 3.
    pub tier: u8,
    /// Reported after its week closed.
    pub late: bool,
    /// Outcome raised after its week closed.
    pub upgraded: bool,
    /// How much of a stretch it was called beforehand, 1-5.
    pub stretch: Option<u8>,
}

impl Counted {
    /// An attempt of which only week and class are known, as on a sheet: no evidence, in time.
    pub fn plain(week: u8, class: Class, bonus: bool) -> Counted {
        Counted {
            experiment: None,
            repeat_of: None,
            skill: None,
            week: Some(week),
            class,
            bonus,
            tier: 0,
            late: false,
            upgraded: false,
            stretch: None,
        }
    }
}

/// One person's line: what every number is computed from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The person: lines of the same key are one cluster.
    pub person: String,
    /// Status by week, week 1 first; none where the week has not closed or nothing is known.
    pub weeks: Vec<Option<Status>>,
    /// The attempts of practice weeks and pauses.
    pub attempts: Vec<Counted>,
    /// Attempts in weeks 11 and 12.
    pub embed: u32,
}

impl Line {
    /// The status of a week by its number, from 1.
    pub fn week(&self, number: u8) -> Option<Status> {
        let index = usize::from(number).checked_sub(1)?;
        self.weeks.get(index).copied().flatten()
    }

    /// The codes in a row; a space where there is none.
    pub fn codes(&self) -> String {
        self.weeks
            .iter()
            .map(|week| week.map_or(' ', Status::code))
            .collect()
    }

    /// The same line up to this week, as it stood in a closed reading then.
    pub fn through(&self, number: u8) -> Line {
        let mut line = self.clone();
        line.weeks.truncate(usize::from(number));
        line.attempts
            .retain(|attempt| attempt.week.is_none_or(|week| week <= number));
        line
    }
}

/// Statuses with the number of their week, from 1.
pub(crate) fn numbered(weeks: &[Option<Status>]) -> impl Iterator<Item = (u8, Option<Status>)> {
    let number = |index: usize| u8::try_from(index + 1).unwrap_or(u8::MAX);
    weeks
        .iter()
        .enumerate()
        .map(move |(index, status)| (number(index), *status))
}
