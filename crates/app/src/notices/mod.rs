//! What people are told, by whatever way it leaves: one row each, with a key (kind, about, person, day) that makes
//! "once" true. What is told when follows DESIGN.md's notification policy.

pub mod acts;
pub mod delivery;
pub mod due;
pub mod hours;
pub mod letters;
mod meetings;
pub mod pages;
mod showcases;
mod spotlights;
pub mod store;
mod unwatched;

use jiff::SignedDuration;

/// What is published when a mail is to leave at once.
pub const POST: &str = "post";

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To a leader: the link to report this week's move, on Wednesday at nine, only if it is not reported.
    ReportLink,
    /// To one peer: a late report waits for their confirmation.
    LateReport,
    /// To a leader whose spotlight comes: they write it down beforehand.
    StoryAsked,
    /// To the coordinator: who needs them, on workdays at half past eight, only if somebody does.
    NeedsYou,
    /// To those who run the installation: something waits in a group that nobody coordinates.
    Unwatched,
    /// To somebody who was given a role.
    RoleGiven,
    /// To somebody who asked for it: a link that signs them in.
    SignIn,
    /// To somebody who asked for it: a new signed link, the old one having run out.
    NewLink,
    /// To the address that somebody wants: the link that makes it theirs.
    AddressAsked,
    /// To the address that was somebody's: which one it is now.
    AddressChanged,
    /// To a leader: what they are asked to take part in.
    Invitation,
    /// To a leader who has not answered.
    Reminder,
    /// To somebody who was there: whether a move happened.
    Witness,
    /// To the coordinator who asked for it: the invitation as leaders get it.
    Trial,
    /// To everybody of a group: a meeting was moved or called off, or takes place after all.
    MeetingChanged,
    /// To a sponsor: the showcases that come, and again when one is moved or called off.
    Showcases,
    /// To a leader whom a sponsor thanks.
    Thanked,
    /// To a leader, an hour before a meeting: whose turn it is.
    SessionSoon,
    /// To a leader after a session: what they said they would do.
    Commitments,
    /// To a leader on the morning of the day by which it is to be done.
    CommitmentsDue,
}

impl Kind {
    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            Kind::ReportLink => "report_link",
            Kind::LateReport => "late_report",
            Kind::StoryAsked => "story_asked",
            Kind::NeedsYou => "needs_you",
            Kind::Unwatched => "unwatched",
            Kind::RoleGiven => "role_given",
            Kind::SignIn => "sign_in",
            Kind::NewLink => "new_link",
            Kind::AddressAsked => "address_asked",
            Kind::AddressChanged => "address_changed",
            Kind::Invitation => "invitation",
            Kind::Reminder => "reminder",
            Kind::Trial => "trial",
            Kind::MeetingChanged => "meeting_changed",
            Kind::Showcases => "showcases",
            Kind::Thanked => "thanked",
            Kind::SessionSoon => "session_soon",
            Kind::Commitments => "commitments",
            Kind::CommitmentsDue => "commitments_due",
            Kind::Witness => "witness",
        }
    }

    /// Whether it counts towards the caps of a leader: one message a day, three a week.
    pub fn is_capped(self) -> bool {
        matches!(
            self,
            Kind::ReportLink
                | Kind::LateReport
                | Kind::StoryAsked
                | Kind::SessionSoon
                | Kind::Commitments
                | Kind::CommitmentsDue
        )
    }

    /// Whether a person can have no more of it: what comes of itself week after week.
    pub fn can_be_stopped(self) -> bool {
        self.is_capped() || matches!(self, Kind::NeedsYou | Kind::Showcases)
    }

    /// Whether nothing of it is kept once it has left: it holds a key to an account, or goes to somebody who has none.
    pub fn is_emptied(key: &str) -> bool {
        [
            Kind::SignIn.key(),
            Kind::Witness.key(),
            Kind::AddressAsked.key(),
            Kind::AddressChanged.key(),
        ]
        .contains(&key)
    }

    /// For how long it is worth sending: while that lasts it is tried again.
    pub fn keeps(self) -> SignedDuration {
        match self {
            Kind::SignIn | Kind::AddressAsked => crate::people::acts::LINK_LASTS,
            Kind::NeedsYou => SignedDuration::from_hours(12),
            Kind::SessionSoon => SignedDuration::from_hours(1),
            _ => SignedDuration::from_hours(48),
        }
    }
}
