//! The people of a group hear by mail that it pauses or meets at another time: once for what is so now. What was taken
//! back before its mail left is told to nobody.

use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::dates::days_off;
use crate::cohorts::store::{Cohort, roster};
use crate::kickoff::{self, dates};
use crate::notices::Kind;
use crate::notices::acts::{first_name, last_told, tell, withdraw};
use crate::notices::hours::next_open;
use crate::notices::letters::MeetingChanged;
use crate::notices::store::Notice;
use crate::problem::Problem;
use crate::sessions::moving::words;

/// When the sessions of all practice weeks begin.
type Sessions = Vec<Timestamp>;

/// Tells everybody who takes part when the sessions are by now, unless it is what they know; `was` is how the group met
/// before.
pub fn tell_of_dates(
    scene: &mut Scene<'_, '_>,
    was: &Cohort,
    cohort: &Cohort,
) -> Result<(), Problem> {
    let about = format!("{}/dates/", cohort.id);
    let off = days_off(scene.conn, &cohort.sprint)?;
    let due_at = next_open(cohort.calendar.zone(), &off, scene.now);
    let calendar = dates::file(scene, cohort)?;
    let change = kickoff::acts::changes(scene, cohort)?;
    let (was, now_so) = (sessions(was), sessions(cohort));
    let zone = cohort.calendar.zone();
    let zone = zone.iana_name().unwrap_or("UTC").replace('_', " ");
    let roster = roster(scene.conn, &cohort.id)?;
    let now = scene.now;
    let roster = roster.iter().filter(|one| one.takes_part(now));
    let mut known = Vec::new();
    for one in roster.clone() {
        known.push(last_told(scene, Kind::MeetingChanged, &about, &one.person)?);
    }
    withdraw(scene, Kind::MeetingChanged, &about)?;
    for (one, before) in roster.zip(known) {
        // a mail that has not left told nothing: what it was to change is what they know
        let left = last_told(scene, Kind::MeetingChanged, &about, &one.person)?;
        let known = match (&before, &left) {
            (None, _) => was.clone(),
            (Some(before), _) if before != left.as_deref().unwrap_or_default() => read(before, 2),
            (Some(before), _) => read(before, 1),
        };
        let Some((week, first, then)) = first_other(&known, &now_so, scene.now) else {
            continue;
        };
        let url = scene.app.url.clone();
        let letter = MeetingChanged {
            first: first_name(&one.name).to_owned(),
            group: cohort.name.clone(),
            what: format!("Session {week} is on {} now", words(cohort, then)),
            before: format!(
                "It was to be on {}. The meetings after it follow.",
                words(cohort, first)
            ),
            next: format!(
                "Take the dates in this mail into your calendar: they take the place of those that you have. \
                 The times are those of {zone}."
            ),
            link: format!("{url}/sessions"),
        };
        let mut written = letter.write(&url, "")?;
        written.envelope.calendar = calendar.clone();
        let notice = Notice {
            kind: Kind::MeetingChanged,
            about: format!("{about}{change}/{}/{}", key(&known), key(&now_so)),
            person: one.person,
            day: cohort.calendar.local_date(scene.now),
            written,
            link: "/sessions".into(),
            due_at,
        };
        tell(scene, &notice)?;
    }
    Ok(())
}

fn sessions(cohort: &Cohort) -> Sessions {
    let weeks = Week::all().filter(|week| week.is_practice());
    weeks.map(|week| cohort.session(week)).collect()
}

/// The first session that is still to come and begins at another time than people know: its week, when it was to begin,
/// and when it does.
fn first_other(
    known: &Sessions,
    now_so: &Sessions,
    now: Timestamp,
) -> Option<(Week, Timestamp, Timestamp)> {
    let weeks = Week::all().zip(known.iter().zip(now_so));
    weeks
        .map(|(week, (first, then))| (week, *first, *then))
        .find(|(_, first, then)| first != then && first.max(then) > &now)
}

/// The sessions as they stand in a notice's key: minutes since 1970.
fn key(sessions: &Sessions) -> String {
    let minutes = sessions
        .iter()
        .map(|at| format!("{:x}", at.as_second() / 60));
    minutes.collect::<Vec<_>>().join("-")
}

/// Reads them from a key: the part at this place, from its end.
fn read(about: &str, place: usize) -> Sessions {
    let part = about.rsplit('/').nth(place - 1).unwrap_or_default();
    let minutes = part.split('-').map(|one| i64::from_str_radix(one, 16));
    let at = minutes.filter_map(|one| Timestamp::from_second(one.ok()? * 60).ok());
    at.collect()
}
