//! The people of a group hear by mail that a meeting was moved, was called off, or takes place after all: once for what
//! is so now. What was taken back before its mail left is told to nobody.

use firstmove_domain::session::Meeting;
use jiff::{SignedDuration, Timestamp};

use crate::app::Scene;
use crate::cohorts::dates::days_off;
use crate::cohorts::store::{Cohort, Seated};
use crate::kickoff::dates;
use crate::notices::Kind;
use crate::notices::acts::{first_name, last_told, tell, withdraw};
use crate::notices::hours::next_open;
use crate::notices::letters::MeetingChanged;
use crate::notices::store::Notice;
use crate::problem::Problem;
use crate::sessions::acts;
use crate::sessions::moving::{stands, words};
use crate::sessions::store::Held;

/// A mail that comes so shortly before a meeting comes too late to wait for the morning.
const IN_TIME: SignedDuration = SignedDuration::from_mins(90);

/// What is told, before it is written for somebody.
struct Told {
    what: String,
    before: String,
    next: String,
}

/// Tells everybody who takes part how the meeting stands now, unless it is what they know. `until` is when it would have
/// begun before.
pub fn tell_of_change(
    scene: &mut Scene<'_, '_>,
    (cohort, roster): (&Cohort, &[Seated]),
    (meeting, held): (Meeting, &Held),
    until: Timestamp,
) -> Result<(), Problem> {
    let about = format!("{}/{}/", cohort.id, meeting.key());
    withdraw(scene, Kind::MeetingChanged, &about)?;
    let now_so = stands(cohort, meeting, held);
    let begins = acts::begins(cohort, meeting, held);
    let off = days_off(scene.conn, &cohort.sprint)?;
    let morning = next_open(cohort.calendar.zone(), &off, scene.now);
    let urgent = until.min(begins) < morning + IN_TIME;
    let due_at = if urgent { scene.now } else { morning };
    let calendar = dates::dates(scene, cohort, &[meeting])?;
    let change = crate::kickoff::acts::changes(scene, cohort)?;
    let now = scene.now;
    for one in roster.iter().filter(|one| one.takes_part(now)) {
        let known = last_told(scene, Kind::MeetingChanged, &about, &one.person)?;
        let known = known.and_then(|about| Some(about.rsplit_once('/')?.1.to_owned()));
        let by_calendar = || cohort.by_calendar(meeting).as_millisecond();
        let known = known.unwrap_or_else(|| by_calendar().to_string());
        if known == now_so {
            continue;
        }
        let told = told(cohort, (meeting, held), &known, now);
        let (url, link) = (
            scene.app.url.clone(),
            format!("/sessions/{}/{}", cohort.id, meeting.key()),
        );
        let letter = MeetingChanged {
            first: first_name(&one.name).to_owned(),
            group: cohort.name.clone(),
            what: told.what,
            before: told.before,
            next: told.next,
            link: format!("{url}{link}"),
        };
        let mut written = letter.write(&url, "")?;
        written.envelope.calendar = calendar.clone();
        let notice = Notice {
            kind: Kind::MeetingChanged,
            about: format!("{about}{change}/{now_so}"),
            person: one.person,
            day: cohort.calendar.local_date(now),
            written,
            link,
            due_at,
        };
        tell(scene, &notice)?;
    }
    Ok(())
}

fn told(cohort: &Cohort, (meeting, held): (Meeting, &Held), known: &str, now: Timestamp) -> Told {
    let title = meeting.title();
    let begins = acts::begins(cohort, meeting, held);
    if held.called_off_at.is_some() {
        let next = crate::experiments::cards::session(now, cohort);
        let next = next.map(|next| format!(" Next is the session on {}.", next.words));
        let turns = match meeting.is_session() {
            true => " Whoever was to present does so in a later session.",
            false => "",
        };
        return Told {
            what: format!("{title} is called off"),
            before: format!("It was to be on {}.", words(cohort, begins)),
            next: format!("You need do nothing.{turns}{}", next.unwrap_or_default()),
        };
    }
    let known = known.parse().ok().map(Timestamp::from_millisecond);
    let what = match known {
        None => format!(
            "{title} takes place after all, on {}",
            words(cohort, begins)
        ),
        Some(_) => format!("{title} is on {} now", words(cohort, begins)),
    };
    let zone = cohort.calendar.zone();
    let zone = zone.iana_name().unwrap_or("UTC").replace('_', " ");
    Told {
        what,
        before: match known {
            Some(Ok(known)) => format!("It was to be on {}.", words(cohort, known)),
            _ => "It had been called off.".into(),
        },
        next: format!("Take the date in this mail into your calendar. The time is that of {zone}."),
    }
}
