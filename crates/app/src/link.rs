//! The signed link in a message: it opens one thing for one purpose and nothing else. It is good for seven days
//! or until its week closes, whichever is later.

use std::fmt::Display;
use std::str::FromStr;

use firstmove_domain::id::{CohortId, ExperimentId};
use firstmove_domain::week::{Calendar, Week};
use firstmove_kit::secrets::Secrets;
use jiff::{SignedDuration, Timestamp};

use crate::app::Scene;
use crate::cohorts::store::Cohort;

/// How long a link is good at least.
pub const LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a link is for, so that it serves nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Reports one move.
    Report,
    /// Answers the invitation of one seat.
    Invitation,
    /// Ticks off what the holder of one seat said they would do.
    Commitments,
    /// Says whether one move happened.
    Witness,
}

impl Purpose {
    fn key(self) -> &'static str {
        match self {
            Purpose::Report => "report",
            Purpose::Invitation => "invitation",
            Purpose::Commitments => "commitments",
            Purpose::Witness => "witness",
        }
    }
}

/// What a genuine link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<Id> {
    /// The cohort.
    pub cohort: CohortId,
    /// What it opens.
    pub about: Id,
    /// Until when it is good at least.
    pub expires: Timestamp,
}

/// Makes a link's token.
pub fn make<Id: Display>(key: &[u8], purpose: Purpose, link: &Link<Id>) -> String {
    let Link {
        cohort,
        about,
        expires,
    } = link;
    let payload = format!(
        "{}|{cohort}|{about}|{}",
        purpose.key(),
        expires.as_millisecond()
    );
    Secrets::sign(key, &payload)
}

/// The token of a link about one move, good until the move's week closes or for seven days, whichever is later.
pub fn about_move(
    scene: &Scene<'_, '_>,
    purpose: Purpose,
    (cohort, experiment): (&Cohort, &ExperimentId),
    week: Week,
) -> String {
    let link = Link {
        cohort: cohort.id,
        about: *experiment,
        expires: good_until(&cohort.calendar, week, scene.now),
    };
    make(&scene.app.signing_key, purpose, &link)
}

/// What a token says, whether it has run out or not; none for anything that was not made here for this purpose.
pub fn read<Id: FromStr>(key: &[u8], purpose: Purpose, token: &str) -> Option<Link<Id>> {
    let payload = Secrets::verify(key, token)?;
    let mut parts = payload.split('|');
    if parts.next()? != purpose.key() {
        return None;
    }
    let link = Link {
        cohort: parts.next()?.parse().ok()?,
        about: parts.next()?.parse().ok()?,
        expires: Timestamp::from_millisecond(parts.next()?.parse().ok()?).ok()?,
    };
    parts.next().is_none().then_some(link)
}

/// Until when a link that is made now is good.
pub fn good_until(calendar: &Calendar, week: Week, now: Timestamp) -> Timestamp {
    calendar.close(week).max(now + LASTS)
}

impl<Id> Link<Id> {
    /// Whether it still opens what it is about, whose week may have been put off by a pause meanwhile.
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

    fn link() -> Link<ExperimentId> {
        Link {
            cohort: CohortId::new(uuid::Uuid::from_u128(1)),
            about: ExperimentId::new(uuid::Uuid::from_u128(2)),
            expires: Timestamp::UNIX_EPOCH,
        }
    }

    fn read_as_report(token: &str) -> Option<Link<ExperimentId>> {
        read(KEY, Purpose::Report, token)
    }

    #[test]
    fn a_link_says_what_was_written_into_it() {
        let token = make(KEY, Purpose::Report, &link());
        assert_eq!(read_as_report(&token), Some(link()));
    }

    #[test]
    fn a_link_of_another_key_of_another_purpose_or_a_changed_one_is_nothing() {
        assert_eq!(
            read_as_report(&make(b"another key", Purpose::Report, &link())),
            None
        );
        assert_eq!(
            read_as_report(&make(KEY, Purpose::Invitation, &link())),
            None
        );
        let mut token = make(KEY, Purpose::Report, &link());
        token.insert(3, 'x');
        assert_eq!(read_as_report(&token), None);
        assert_eq!(read_as_report(""), None);
    }
}
