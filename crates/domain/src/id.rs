//! Who and what is meant: one small type per noun over a UUID, so that a seat is never taken for a
//! person. In the database and on the wire an id is the UUID's hyphenated lower-case text.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The text was no UUID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no id: {0}")]
pub struct NotAnId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID (version 7 where the product makes it) as this noun's id.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.as_hyphenated(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::parse_str(text).map(Self).map_err(|_| NotAnId(text.to_owned()))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// Somebody with an account, in whatever roles.
    PersonId,
    /// One 12-week run.
    SprintId,
    /// 6-10 leaders who meet weekly.
    CohortId,
    /// One leader's place in a cohort.
    SeatId,
    /// The plan to try one move, with all that became of it.
    ExperimentId,
    /// One revision of what a leader said about an experiment.
    ReportId,
    /// Something that asks the coordinator to step in.
    AlertId,
    /// A week in which somebody is not expected to practise.
    ExcuseId,
    /// A calendar week put between two weeks of a cohort.
    PauseId,
    /// Another weekly time of a cohort, from a week on.
    WeeklyTimeId,
    /// Weeks that moved in from a sheet.
    ImportId,
    /// One thing that happened, in the log of all that happened.
    EventId,
    /// The weekly 30-minute peer session.
    SessionId,
    /// One person's 1-5 rating of a session's feedback.
    RatingId,
    /// A peer's answer to a check-in.
    ReactionId,
    /// Being signed in on one device.
    SignInId,
    /// Something a person is told, by whatever channel.
    NoticeId,
    /// A late or raised report's confirmation by a peer or witness.
    ConfirmationId,
    /// A fact that a data owner set right.
    CorrectionId,
    /// A signed sentence beside a final number.
    ErratumId,
    /// What somebody said in a session that they will do.
    CommitmentId,
    /// A move told in writing.
    StoryId,
    /// A line of thanks from one leader to another.
    RecognitionId,
    /// A line of thanks from a sponsor.
    ThanksId,
    /// A thought on a card of the retrospective.
    CardId,
    /// What a retrospective decided.
    DecisionId,
}
