//! Weeks that a group kept on a sheet before it moved in. What the sheet says of a week is a fact that was
//! known when the week closed, though it was written down here later: nothing else was kept here of that week,
//! so no number that had closed is changed. The criteria were not recorded, and an outcome counts as the sheet
//! gives it, on the leader's word alone. docs/decisions/0006-weeks-that-move-in.md

use crate::correction::Change;
use crate::history::{Outcome, SeatHistory};
use crate::line::{Class, Counted};
use crate::week::{Calendar, Week};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What the sheet says of a week of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// A move was made.
    Tried,
    /// No move was made.
    NotTried,
    /// Nothing was expected.
    Excused,
    /// There was no row, or one that says so: not in the group.
    Outside,
    /// The week had not closed: what was not tried yet may still be, and only moves that were made are taken.
    Open,
}

/// One week of one person as the sheet had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedWeek {
    /// Which week.
    pub week: Week,
    /// What it says.
    pub told: Told,
    /// The attempts, in the order of their rows.
    pub attempts: Vec<Class>,
}

impl SeatHistory {
    /// What a sheet says of this week; none where none was imported.
    pub fn imported_week(&self, week: Week) -> Option<&ImportedWeek> {
        self.imported.iter().find(|one| one.week == week)
    }

    /// Since when the person is in the group: since they were added here, or since the first week in which an
    /// imported sheet shows them; a joining that was set right comes before both.
    pub fn here_since(&self, calendar: &Calendar) -> Timestamp {
        let mut corrections = self.corrections.iter().rev();
        let corrected = corrections.find_map(|one| match one.change {
            Change::Joined { at } => Some(at),
            _ => None,
        });
        let shown = self.imported.iter().filter(|one| one.is_there());
        let shown = shown.map(|one| calendar.span(one.week).0);
        corrected.unwrap_or_else(|| match self.earlier.is_empty() {
            true => shown.fold(self.joined_at, Timestamp::min),
            false => self.joined_at,
        })
    }

    /// Whether an imported sheet shows the person in the group before `week`: whoever was there in the last of
    /// its earlier weeks is still there.
    pub(crate) fn came_with_sheet(&self, week: Week) -> bool {
        let earlier = self.imported.iter().filter(|one| one.week < week);
        let settled = earlier.filter(|one| one.says_something());
        let newest = settled.max_by_key(|one| one.week);
        newest.is_some_and(|one| one.told != Told::Outside)
    }

    /// The attempts of imported weeks that belong into a reading at `as_of`, with what they count for.
    pub(crate) fn imported_attempts(
        &self,
        calendar: &Calendar,
        as_of: Timestamp,
        closed_only: bool,
        eligible: impl Fn(Week) -> bool,
    ) -> Vec<Counted> {
        let begun = |week: Week| {
            let (start, close) = (calendar.span(week).0, calendar.close(week));
            if closed_only {
                close <= as_of
            } else {
                start <= as_of
            }
        };
        let weeks = self.imported.iter().filter(|one| begun(one.week));
        weeks
            .flat_map(|one| {
                let bonus = !eligible(one.week);
                let counted = move |class: &Class| Counted::plain(one.week.number(), *class, bonus);
                one.attempts.iter().map(counted)
            })
            .collect()
    }
}

impl ImportedWeek {
    /// Whether it tells where the person stood: of a week that was still open, attempts alone do.
    fn says_something(&self) -> bool {
        self.told != Told::Open || !self.attempts.is_empty()
    }

    /// Whether it shows the person in the group.
    fn is_there(&self) -> bool {
        self.says_something() && self.told != Told::Outside
    }

    /// The outcome that stands best among the week's attempts, as a page shows it.
    pub fn best(&self) -> Option<Outcome> {
        let outcome = |class: &Class| match class {
            Class::Succeeded => Outcome::Succeeded,
            Class::Partially => Outcome::Partially,
            Class::Failed => Outcome::Failed,
            Class::Pending | Class::Unresolved | Class::NoCriterion => Outcome::TooEarly,
        };
        self.attempts.iter().map(outcome).min()
    }
}
