//! What is known about one leader's place in a cohort: facts with the instant they were recorded.
//! Every number is derived from these and the calendar; nothing here is ever counted twice or
//! typed in as a result. MEASUREMENT.md 0.3 and 0.4.

use crate::correction::Correction;
use crate::excuse::Category;
use crate::id::{ExperimentId, PersonId, ReportId, SeatId};
use crate::imported::ImportedWeek;
use crate::returning::Stay;
use crate::week::Week;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// All facts about one seat.
#[derive(Clone, Debug, PartialEq)]
pub struct SeatHistory {
    /// The seat.
    pub seat: SeatId,
    /// Who sits in it: the cluster of every interval.
    pub person: PersonId,
    /// Eligible from the first week that starts at or after this instant.
    pub joined_at: Timestamp,
    /// When the joining was recorded.
    pub joined_recorded_at: Timestamp,
    /// Leaving the company, or a transfer by the employer.
    pub exit: Option<Exit>,
    /// Leaving the sprint but not the company.
    pub withdrawal: Option<Withdrawal>,
    /// Stays before the one that the above is about, the oldest first.
    pub earlier: Vec<Stay>,
    /// Excused weeks.
    pub excuses: Vec<Excuse>,
    /// Every experiment, with what was said about it.
    pub attempts: Vec<AttemptHistory>,
    /// What a data owner set right about the seat itself, in its order; of a move it stands among its
    /// reports. See [`SeatHistory::correct`].
    pub corrections: Vec<Correction>,
    /// Weeks that were kept on a sheet before the group moved in.
    pub imported: Vec<ImportedWeek>,
}

/// Somebody left for a reason that is not theirs to make up for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Eligible through the last week that ends at or before this instant.
    pub at: Timestamp,
    /// Why.
    pub kind: ExitKind,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// Why somebody left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitKind {
    /// Left the company.
    Company,
    /// Was transferred by the employer.
    Transfer,
}

/// Somebody left the sprint but still works in the company: stays in the denominator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Withdrawn from the first week that starts at or after this instant; the week begun before
    /// still counts as practised or skipped.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// One excused week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// The week.
    pub week: Week,
    /// Why; decides until when it can be recorded.
    pub category: Category,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// One experiment and every revision of its report.
#[derive(Clone, Debug, PartialEq)]
pub struct AttemptHistory {
    /// The experiment.
    pub experiment: ExperimentId,
    /// The experiment of which this is another try.
    pub repeat_of: Option<ExperimentId>,
    /// The skill's key.
    pub skill: String,
    /// The date by which the criteria, as they were first saved, can be judged; none if none was set.
    pub due: Option<Date>,
    /// When the success criteria were first saved; none if there are none.
    pub criteria_locked_at: Option<Timestamp>,
    /// How they were changed afterwards.
    pub criteria_changed: Vec<CriteriaChanged>,
    /// How much of a stretch the leader called it beforehand, 1-5.
    pub stretch: Option<u8>,
    /// What supports the leader's word, as it came in.
    pub evidence: Vec<Evidence>,
    /// The revisions, in any order.
    pub reports: Vec<Report>,
}

impl AttemptHistory {
    /// Somebody who was there says since then that it happened; none: nobody does.
    pub fn witnessed(&mut self, since: Option<Timestamp>) {
        self.evidence.retain(|one| one.tier != Evidence::WITNESS);
        let witness = since.map(|at| Evidence {
            tier: Evidence::WITNESS,
            at,
        });
        self.evidence.extend(witness);
    }
}

/// A change of the criteria after they were locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CriteriaChanged {
    /// When.
    pub at: Timestamp,
    /// The due date from then on; none if it has none.
    pub due: Option<Date>,
}

/// Support for an attempt: 1 a peer checked it, 2 a witness, 3 an artefact or data.
/// MEASUREMENT.md 1.7.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// 0 to 3.
    pub tier: u8,
    /// When it came in.
    pub at: Timestamp,
}

impl Evidence {
    /// The tier of somebody who was there.
    pub const WITNESS: u8 = 2;
}

/// One revision of what the leader said about an experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The revision; among revisions of the same instant the greater id is the later.
    pub id: ReportId,
    /// When it was said.
    pub at: Timestamp,
    /// What was said.
    pub said: Said,
    /// When a peer or witness confirmed it.
    pub confirmed_at: Option<Timestamp>,
    /// When the coordinator accepted it.
    pub accepted_at: Option<Timestamp>,
}

/// What a leader says about an experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It was not tried; after an attempt was reported, this takes the attempt back.
    NotThisWeek {
        /// The week that it is said of: the one it was planned for when this was said. The plan may
        /// be moved to another week afterwards.
        week: Week,
        /// What got in the way, by its key.
        barrier: Option<String>,
    },
    /// It was tried.
    Tried {
        /// The week that the plan was for when this was said; the day decides what it counts for.
        week: Week,
        /// The local date it was done.
        performed_on: Date,
        /// Against the criteria.
        outcome: Outcome,
    },
}

/// The leader's verdict against the locked criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All criteria met.
    Succeeded,
    /// At least one met, or the main one by half of its threshold.
    Partially,
    /// Neither.
    Failed,
    /// Asked again on the due date.
    TooEarly,
}
