//! What people are told, by whatever way it leaves: one row each, with a key (kind, about, person, day) that makes
//! "once" true. What is told when follows DESIGN.md's notification policy.

pub mod acts;
pub mod delivery;
pub mod due;
pub mod store;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To a leader: the link to report this week's move, on Wednesday at nine, only if it is not reported.
    ReportLink,
    /// To one peer: a late report waits for their confirmation.
    LateReport,
    /// To the coordinator: who needs them, on workdays at half past eight, only if somebody does.
    NeedsYou,
    /// To somebody who was given a role.
    RoleGiven,
    /// A letter that somebody asked for and that leaves at once; listed only where mails are kept.
    Letter,
}

impl Kind {
    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            Kind::ReportLink => "report_link",
            Kind::LateReport => "late_report",
            Kind::NeedsYou => "needs_you",
            Kind::RoleGiven => "role_given",
            Kind::Letter => "letter",
        }
    }

    /// Whether it counts towards the caps of a leader: one message a day, three a week.
    pub fn is_capped(self) -> bool {
        matches!(self, Kind::ReportLink | Kind::LateReport)
    }
}
