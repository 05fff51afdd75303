//! Alerts: where the coordinator should step in. Plain counted rules, from `domain::alert`; here they are kept,
//! put off, and taken note of.

pub mod acts;
pub mod pages;
mod presenting;
mod safety;
mod showcases;
pub mod store;
mod training;

use firstmove_domain::id::{AlertId, SeatId};
use jiff::Timestamp;

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One leader's last two weeks were skipped. Red.
    TwoInARow,
    /// One leader skipped two weeks since the count began. Amber.
    TwoSkipped,
    /// A week is over, and some have said nothing about it.
    NoReport,
    /// The group's rate to date is under 80 %.
    UnderTarget,
    /// It does not feel safe to speak in the group, or less so than before.
    Safety,
    /// Somebody of the group is not trained as a peer mentor.
    Untrained,
    /// Nobody presents in the session of this week.
    NobodyPresents,
    /// No sponsor was at a showcase.
    NoSponsor,
    /// The next showcase may be the second one without a sponsor.
    SponsorAgain,
}

impl Kind {
    /// The word in the database.
    pub fn key(self) -> &'static str {
        match self {
            Kind::TwoInARow => "two_in_a_row",
            Kind::TwoSkipped => "two_skipped",
            Kind::NoReport => "no_report",
            Kind::UnderTarget => "under_target",
            Kind::Safety => "safety",
            Kind::Untrained => "untrained",
            Kind::NobodyPresents => "nobody_presents",
            Kind::NoSponsor => "no_sponsor",
            Kind::SponsorAgain => "sponsor_again",
        }
    }

    /// Whether it is about a sponsor who did not come.
    pub fn is_about_sponsor(self) -> bool {
        matches!(self, Kind::NoSponsor | Kind::SponsorAgain)
    }

    /// The kind of a word from the database.
    pub fn from_key(key: &str) -> Option<Kind> {
        [
            Kind::TwoInARow,
            Kind::TwoSkipped,
            Kind::NoReport,
            Kind::UnderTarget,
            Kind::Safety,
            Kind::Untrained,
            Kind::NobodyPresents,
            Kind::NoSponsor,
            Kind::SponsorAgain,
        ]
        .into_iter()
        .find(|kind| kind.key() == key)
    }
}

/// What a coordinator did about an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A ten-minute call.
    Called,
    /// A message.
    Wrote,
    /// Somebody else of the group was asked to help.
    Buddy,
    /// Looked at; nothing is needed now.
    NothingNeeded,
}

impl Action {
    /// All of them, in the order of the form.
    pub const ALL: [Action; 4] = [
        Action::Called,
        Action::Wrote,
        Action::Buddy,
        Action::NothingNeeded,
    ];

    /// The word in the database and in the form.
    pub fn key(self) -> &'static str {
        match self {
            Action::Called => "called",
            Action::Wrote => "wrote",
            Action::Buddy => "buddy",
            Action::NothingNeeded => "nothing_needed",
        }
    }

    /// The action of a word.
    pub fn from_key(key: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.key() == key)
    }

    /// On the form.
    pub fn label(self) -> &'static str {
        match self {
            Action::Called => "We talked",
            Action::Wrote => "I wrote",
            Action::Buddy => "A peer helps",
            Action::NothingNeeded => "Nothing needed",
        }
    }

    /// In the folded row on Today, after the name.
    pub fn told(self) -> &'static str {
        match self {
            Action::Called => "you talked",
            Action::Wrote => "you wrote",
            Action::Buddy => "a peer helps",
            Action::NothingNeeded => "you looked, nothing needed",
        }
    }
}

/// An alert as it is kept.
#[derive(Debug, Clone)]
pub struct Alert {
    /// Which.
    pub id: AlertId,
    /// What it is about.
    pub kind: Kind,
    /// The leader it is about, or the whole cohort.
    pub seat: Option<SeatId>,
    /// The week at whose end or close it opened.
    pub week: u8,
    /// The weeks it rests on.
    pub weeks: Vec<u8>,
    /// When it opened.
    pub opened_at: Timestamp,
    /// When the coordinator did something about it, and what.
    pub acknowledged: Option<(Timestamp, Action)>,
    /// Put off until then.
    pub snoozed_until: Option<Timestamp>,
    /// When its cause was gone, and why.
    pub resolved: Option<(Timestamp, String)>,
}

impl Alert {
    /// Whether its cause still stands.
    pub fn is_open(&self) -> bool {
        self.resolved.is_none()
    }

    /// Whether it asks for something at `now`: open, not put off, nothing done about it yet.
    pub fn asks(&self, now: Timestamp) -> bool {
        self.is_open()
            && self.acknowledged.is_none()
            && self.snoozed_until.is_none_or(|until| until <= now)
    }
}
