//! A cohort and the seats in it: how many people, who joins, who leaves, who withdraws.
//!
//! Source: measurement, section 0.3. Leaving the company (or a transfer that the employer imposed)
//! takes a person out of the numbers; withdrawing does not, or the numbers would flatter.

use crate::form::{FieldProblem, Problems, long_day, one_line};
use crate::history::ExitKind;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// The fewest people a cohort starts with.
pub const SIZE_MIN: usize = 6;
/// The most people a cohort starts with.
pub const SIZE_MAX: usize = 10;
/// Below this a running cohort needs a repair: a sponsor no longer sees its numbers.
pub const REPAIR_BELOW: usize = 5;

/// How a cohort's size stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Fewer than six.
    Small,
    /// Six to ten.
    Good,
    /// More than ten.
    Large,
}

/// How a number of people stands.
#[must_use]
pub fn size(people: usize) -> Size {
    match people {
        0..SIZE_MIN => Size::Small,
        SIZE_MIN..=SIZE_MAX => Size::Good,
        _ => Size::Large,
    }
}

/// The size in a sentence, as the set-up page says it. It never blocks: the coordinator decides.
#[must_use]
pub fn size_sentence(people: usize) -> String {
    let count = if people == 1 {
        "1 person".to_owned()
    } else {
        format!("{people} people")
    };
    match size(people) {
        Size::Good => format!("{count}. Good size."),
        Size::Small if people == 0 => "Nobody yet. Six to ten people make a good group.".to_owned(),
        Size::Small => {
            format!(
                "{count}. Add {} more: six to ten make a good group.",
                SIZE_MIN - people
            )
        }
        Size::Large => format!(
            "{count}. Thirty minutes hold ten at most. Make {} groups.",
            people.div_ceil(SIZE_MAX)
        ),
    }
}

/// Where a seat stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Membership {
    /// Takes part.
    Enrolled {
        /// Since when.
        joined_at: Timestamp,
    },
    /// Left the company or was transferred; out of the numbers from then on.
    Left {
        /// Since when it was enrolled.
        joined_at: Timestamp,
        /// When it ended.
        left_at: Timestamp,
        /// Company or transfer.
        kind: ExitKind,
    },
    /// Stopped, still in the company; stays in the numbers until week 10.
    Withdrawn {
        /// Since when it was enrolled.
        joined_at: Timestamp,
        /// When the person stopped.
        withdrawn_at: Timestamp,
        /// Why.
        reason: WithdrawReason,
    },
}

impl ExitKind {
    /// Both kinds, in the order of the form.
    pub const ALL: [ExitKind; 2] = [ExitKind::Company, ExitKind::Transfer];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            ExitKind::Company => "company",
            ExitKind::Transfer => "transfer",
        }
    }

    /// The kind as the form says it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            ExitKind::Company => "Left the company",
            ExitKind::Transfer => "Transferred by the company",
        }
    }

    /// The kind of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<ExitKind> {
        ExitKind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Why a person stops. The list is the coordinator's: ask, do not assume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawReason {
    /// No time.
    Time,
    /// No occasion in the work.
    NoOccasion,
    /// Worried how others react.
    Reaction,
    /// A manager stands in the way.
    Manager,
    /// Does not fit the work.
    NotRelevant,
    /// Personal, and nobody's business.
    Personal,
}

impl WithdrawReason {
    /// All reasons, in the order of the form.
    pub const ALL: [WithdrawReason; 6] = [
        WithdrawReason::Time,
        WithdrawReason::NoOccasion,
        WithdrawReason::Reaction,
        WithdrawReason::Manager,
        WithdrawReason::NotRelevant,
        WithdrawReason::Personal,
    ];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            WithdrawReason::Time => "time",
            WithdrawReason::NoOccasion => "no_occasion",
            WithdrawReason::Reaction => "reaction",
            WithdrawReason::Manager => "manager",
            WithdrawReason::NotRelevant => "not_relevant",
            WithdrawReason::Personal => "personal",
        }
    }

    /// The reason as the form says it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            WithdrawReason::Time => "No time for it",
            WithdrawReason::NoOccasion => "No occasion in my work",
            WithdrawReason::Reaction => "Worried how others react",
            WithdrawReason::Manager => "My manager needs me elsewhere",
            WithdrawReason::NotRelevant => "It does not fit my work",
            WithdrawReason::Personal => "Personal",
        }
    }

    /// The reason of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<WithdrawReason> {
        WithdrawReason::ALL
            .into_iter()
            .find(|reason| reason.key() == key)
    }
}

/// Why a seat cannot change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person is in this cohort.
    #[error("This person already sits in the group. Choose somebody else.")]
    AlreadyHere,
    /// The person stopped, and their weeks count on.
    #[error(
        "This person stopped here, and their weeks still count. Open their page under People to take that back."
    )]
    StoppedHere,
    /// A return before the leaving, which was on this day.
    #[error("The person left on {}. Choose that day or a later one.", long_day(*.0))]
    BeforeLeaving(Date),
    /// Nothing can be practised any more.
    #[error("The ten practice weeks are over. Note the person for the next sprint.")]
    PracticeIsOver,
    /// The seat has ended.
    #[error("This person no longer takes part. Their weeks stay as they are.")]
    NoLongerHere,
    /// An exit before the entry, on this day.
    #[error("The person takes part from {} on. Choose that day or a later one.", long_day(*.0))]
    BeforeJoining(Date),
    /// An exit that has not happened.
    #[error("That day is still to come. Record it on the day, or choose an earlier one.")]
    InTheFuture,
}

impl Membership {
    /// When the seat was taken.
    #[must_use]
    pub fn joined_at(&self) -> Timestamp {
        match self {
            Membership::Enrolled { joined_at }
            | Membership::Left { joined_at, .. }
            | Membership::Withdrawn { joined_at, .. } => *joined_at,
        }
    }

    /// Whether the person still plans and reports.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        matches!(self, Membership::Enrolled { .. })
    }

    /// Records that the person left the company or was transferred, at `left_at`; they are in the group since
    /// `since`, [`crate::history::SeatHistory::here_since`]. Somebody who withdrew before can still leave: then the
    /// weeks after count no longer.
    ///
    /// # Errors
    /// The refusal, ready to be shown.
    pub fn leave(
        self,
        since: &Zoned,
        (left_at, kind): (Timestamp, ExitKind),
        now: Timestamp,
    ) -> Result<Membership, Refusal> {
        let joined_at = self.joined_at();
        match self {
            Membership::Left { .. } => Err(Refusal::NoLongerHere),
            _ if left_at < since.timestamp() => Err(Refusal::BeforeJoining(since.date())),
            _ if left_at > now => Err(Refusal::InTheFuture),
            _ => Ok(Membership::Left {
                joined_at,
                left_at,
                kind,
            }),
        }
    }

    /// Records that the person, who is in the group since `since`, goes on in another one from `from` on, which may be
    /// still to come.
    ///
    /// # Errors
    /// The refusal, ready to be shown.
    pub fn go_on(self, since: &Zoned, from: Timestamp) -> Result<Membership, Refusal> {
        match self {
            Membership::Enrolled { .. } if from < since.timestamp() => {
                Err(Refusal::BeforeJoining(since.date()))
            }
            Membership::Enrolled { joined_at } => Ok(Membership::Left {
                joined_at,
                left_at: from,
                kind: ExitKind::Transfer,
            }),
            _ => Err(Refusal::NoLongerHere),
        }
    }

    /// Whether the person can come back from `at` on; `zone` says on which day they left.
    ///
    /// # Errors
    /// The refusal, ready to be shown.
    pub fn may_come_back(&self, at: Timestamp, zone: &TimeZone) -> Result<(), Refusal> {
        match self {
            Membership::Enrolled { .. } => Err(Refusal::AlreadyHere),
            Membership::Withdrawn { .. } => Err(Refusal::StoppedHere),
            Membership::Left { left_at, .. } if at < *left_at => {
                let day = zone.to_datetime(*left_at).date();
                Err(Refusal::BeforeLeaving(day))
            }
            Membership::Left { .. } => Ok(()),
        }
    }

    /// The person stops, with a reason.
    ///
    /// # Errors
    /// The refusal, ready to be shown.
    pub fn withdraw(self, now: Timestamp, reason: WithdrawReason) -> Result<Membership, Refusal> {
        match self {
            Membership::Enrolled { joined_at } => Ok(Membership::Withdrawn {
                joined_at,
                withdrawn_at: now,
                reason,
            }),
            _ => Err(Refusal::NoLongerHere),
        }
    }
}

/// Takes a seat. `practice_ends` is the end of week 10; somebody who joins within a week is
/// counted from the next full one.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn join(
    already_here: bool,
    now: Timestamp,
    practice_ends: Timestamp,
) -> Result<Membership, Refusal> {
    if already_here {
        return Err(Refusal::AlreadyHere);
    }
    if now >= practice_ends {
        return Err(Refusal::PracticeIsOver);
    }
    Ok(Membership::Enrolled { joined_at: now })
}

/// The form of a withdrawal, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct WithdrawInput {
    /// A reason's key.
    pub reason: String,
    /// A word to the coordinator, optional.
    pub note: String,
}

impl WithdrawInput {
    /// Reads the form: the reason, and the word beside it.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(&self) -> Result<(WithdrawReason, Option<String>), Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let reason = WithdrawReason::from_key(self.reason.trim());
        if reason.is_none() {
            problems.add(
                "reason",
                "Choose what fits best. \u{201c}Personal\u{201d} needs no more words.",
            );
        }
        let note = problems.optional("note", &one_line(&self.note), 280);
        problems.done(|| Some((reason?, note)))
    }
}

#[cfg(test)]
#[path = "cohort_tests.rs"]
mod tests;
