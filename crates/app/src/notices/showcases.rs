//! Sponsors are told of the showcases that come: one mail for all groups of a sprint, once, and again when a date changes.

use firstmove_domain::form::long_day;
use firstmove_domain::rights::Role;
use firstmove_domain::session::Meeting;
use firstmove_domain::story::showcases;
use firstmove_domain::week::Week;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::notices::Kind;
use crate::notices::acts::{first_name, last_told, stop_link, tell};
use crate::notices::letters::Showcases;
use crate::notices::store::Notice;
use crate::problem::Problem;
use crate::roles;
use crate::sponsor::groups::FEWEST;

/// So long before the first of them sponsors are told.
const BEFORE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The showcases of one week, in every group to which a sponsor may come.
struct Dates<'a> {
    week: Week,
    groups: Vec<(&'a Cohort, Timestamp)>,
}

impl Dates<'_> {
    /// Whether it is time to tell of them: a week before the first, until the last has begun.
    fn are_due(&self, now: Timestamp) -> bool {
        let begins = || self.groups.iter().map(|(_, at)| *at);
        let (first, last) = (begins().min(), begins().max());
        first
            .zip(last)
            .is_some_and(|(first, last)| (first - BEFORE..last).contains(&now))
    }

    /// What tells these dates from others.
    fn key(&self) -> String {
        let one = |(cohort, at): &(&Cohort, Timestamp)| {
            let group = cohort.id.to_string();
            format!("{}{}", &group[group.len() - 12..], at.as_second())
        };
        self.groups.iter().map(one).collect::<Vec<_>>().join(".")
    }

    fn subject(&self, changed: bool, now: Timestamp) -> String {
        let ahead = self.groups.iter().filter(|(_, at)| *at > now);
        let day = |(cohort, at): &(&Cohort, Timestamp)| (*at, cohort.calendar.local_date(*at));
        let mut days: Vec<_> = ahead.map(day).collect();
        days.sort();
        let day = days
            .first()
            .map_or_else(String::new, |(_, day)| long_day(*day));
        match (changed, days.len()) {
            (true, _) => "Showcases: a date has changed".into(),
            (false, 1) => format!("A showcase on {day}"),
            (false, many) => format!("{many} showcases from {day} on"),
        }
    }

    fn lines(&self, now: Timestamp) -> Vec<String> {
        let mut ahead: Vec<_> = self.groups.iter().filter(|(_, at)| *at > now).collect();
        ahead.sort_by_key(|(_, at)| *at);
        let line = |(cohort, at): &&(&Cohort, Timestamp)| {
            let local = cohort.calendar.zone().to_datetime(*at);
            let (day, time) = (long_day(local.date()), local.strftime("%H:%M"));
            format!("{}: {day}, {time}", cohort.name)
        };
        ahead.iter().map(line).collect()
    }
}

/// Tells the sponsors of a sprint, whose groups are given. A group so small that its sponsor sees no numbers of it is left
/// out, and so is one that has called its showcase off.
pub fn tell_sponsors(
    scene: &mut Scene<'_, '_>,
    sprint: &[Cohort],
    local: DateTime,
) -> Result<(), Problem> {
    let Some(one) = sprint.first() else {
        return Ok(());
    };
    for week in showcases() {
        let mut dates = dates(sprint, week);
        if !dates.are_due(scene.now) {
            continue;
        }
        let mut large = Vec::new();
        for (cohort, at) in dates.groups {
            let roster = cohorts::roster(scene.conn, &cohort.id)?;
            let there = roster.iter().filter(|one| one.takes_part(scene.now));
            if there.count() as u64 >= FEWEST {
                large.push((cohort, at));
            }
        }
        dates.groups = large;
        if dates.are_due(scene.now) {
            tell_of(scene, one, &dates, local)?;
        }
    }
    Ok(())
}

fn dates(sprint: &[Cohort], week: Week) -> Dates<'_> {
    let meeting = Meeting::Showcase(week);
    let held = sprint.iter().filter(|cohort| !cohort.is_off(meeting));
    Dates {
        week,
        groups: held.map(|one| (one, one.begins(meeting))).collect(),
    }
}

fn tell_of(
    scene: &mut Scene<'_, '_>,
    one: &Cohort,
    dates: &Dates<'_>,
    local: DateTime,
) -> Result<(), Problem> {
    let whole = format!("{}/{}/", one.sprint, dates.week);
    let about = format!("{whole}{}", dates.key());
    for sponsor in roles::acts::who_is(scene, &one.sprint, Role::Sponsor)? {
        let known = last_told(scene, Kind::Showcases, &whole, &sponsor.person)?;
        if known.as_ref() == Some(&about) {
            continue;
        }
        let (url, link, changed) = (scene.app.url.clone(), "/sponsor", known.is_some());
        let letter = Showcases {
            first: first_name(&sponsor.name).to_owned(),
            sprint: one.sprint_name.clone(),
            subject: dates.subject(changed, scene.now),
            lead: match changed {
                true => "these are the dates now:".into(),
                false => format!("leaders of {} show what they tried:", one.sprint_name),
            },
            lines: dates.lines(scene.now),
            link: format!("{url}{link}"),
        };
        let notice = Notice {
            kind: Kind::Showcases,
            about: about.clone(),
            person: sponsor.person,
            day: local.date(),
            written: letter.write(&url, &stop_link(scene, &sponsor.person))?,
            link: link.into(),
            due_at: scene.now,
        };
        tell(scene, &notice)?;
    }
    Ok(())
}
