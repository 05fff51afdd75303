//! A correction in words.

use super::Change;
use crate::form::long_day;
use crate::history::{ExitKind, Outcome};
use jiff::Timestamp;
use jiff::tz::TimeZone;

impl Outcome {
    /// How it went, in the middle of a sentence: "partly met".
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Outcome::Succeeded => "met",
            Outcome::Partially => "partly met",
            Outcome::Failed => "not met",
            Outcome::TooEarly => "too early to tell",
        }
    }
}

impl Change {
    /// "week 3 is excused"; days are those of `zone`.
    #[must_use]
    pub fn told(self, zone: &TimeZone) -> String {
        let day = |at: Timestamp| long_day(zone.to_datetime(at).date());
        match self {
            Change::Tried {
                week,
                performed_on,
                outcome,
                ..
            } => format!(
                "the move for week {week} was tried on {}, {}",
                long_day(performed_on),
                outcome.told()
            ),
            Change::NotTried { week, .. } => format!("the move for week {week} was not tried"),
            Change::Excused { week } => format!("week {week} is excused"),
            Change::NotExcused { week } => format!("week {week} is not excused"),
            Change::Joined { at } => format!("takes part from {}", day(at)),
            Change::Left { at, kind } => match kind {
                ExitKind::Company => format!("left the company on {}", day(at)),
                ExitKind::Transfer => format!("was transferred on {}", day(at)),
            },
            Change::Stayed => "did not leave".to_owned(),
        }
    }
}
