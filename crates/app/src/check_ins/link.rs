//! The signed link in a message: it opens one move for reporting and nothing else. It is good for seven days
//! or until the move's week closes, whichever is later.

use firstmove_domain::id::{CohortId, ExperimentId};
use firstmove_domain::week::{Calendar, Week};
use firstmove_kit::secrets::Secrets;
use jiff::{SignedDuration, Timestamp};

/// How long a link is good at least.
pub const LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What the signature is for, so that it serves nothing else.
const PURPOSE: &str = "report";

/// What a genuine link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The cohort.
    pub cohort: CohortId,
    /// The move that it opens.
    pub experiment: ExperimentId,
    /// Until when it is good at least.
    pub expires: Timestamp,
}

/// Makes a link's token.
pub fn make(
    key: &[u8],
    cohort: &CohortId,
    experiment: &ExperimentId,
    expires: Timestamp,
) -> String {
    let payload = format!(
        "{PURPOSE}|{cohort}|{experiment}|{}",
        expires.as_millisecond()
    );
    Secrets::sign(key, &payload)
}

/// What a token says, whether it has run out or not; none for anything that was not made here.
pub fn read(key: &[u8], token: &str) -> Option<Link> {
    let payload = Secrets::verify(key, token)?;
    let mut parts = payload.split('|');
    if parts.next()? != PURPOSE {
        return None;
    }
    let link = Link {
        cohort: parts.next()?.parse().ok()?,
        experiment: parts.next()?.parse().ok()?,
        expires: Timestamp::from_millisecond(parts.next()?.parse().ok()?).ok()?,
    };
    parts.next().is_none().then_some(link)
}

/// Until when a link that is made now is good.
pub fn good_until(calendar: &Calendar, week: Week, now: Timestamp) -> Timestamp {
    calendar.close(week).max(now + LASTS)
}

impl Link {
    /// Whether it still opens its move, whose week may have been put off by a pause meanwhile.
    pub fn is_good(&self, calendar: &Calendar, week: Week, now: Timestamp) -> bool {
        now < self.ends(calendar, week)
    }

    /// The instant at which it runs out.
    pub fn ends(&self, calendar: &Calendar, week: Week) -> Timestamp {
        self.expires.max(calendar.close(week))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"a key of this test";

    fn link() -> Link {
        Link {
            cohort: CohortId::new(uuid::Uuid::from_u128(1)),
            experiment: ExperimentId::new(uuid::Uuid::from_u128(2)),
            expires: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_link_says_what_was_written_into_it() {
        let link = link();
        let token = make(KEY, &link.cohort, &link.experiment, link.expires);
        assert_eq!(read(KEY, &token), Some(link));
    }

    #[test]
    fn a_link_of_another_key_of_another_purpose_or_a_changed_one_is_nothing() {
        let link = link();
        let token = make(b"another key", &link.cohort, &link.experiment, link.expires);
        assert_eq!(read(KEY, &token), None);
        let other = Secrets::sign(
            KEY,
            &format!("sign-in|{}|{}|0", link.cohort, link.experiment),
        );
        assert_eq!(read(KEY, &other), None);
        let mut token = make(KEY, &link.cohort, &link.experiment, link.expires);
        token.insert(3, 'x');
        assert_eq!(read(KEY, &token), None);
        assert_eq!(read(KEY, ""), None);
    }
}
