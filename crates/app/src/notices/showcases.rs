//! Sponsors are told of the showcases that come: one mail for all groups of a sprint, once, and again when one of them is
//! moved or called off.

use std::collections::BTreeMap;

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
use crate::roles::store::Holder;
use crate::sponsor::groups::FEWEST;

/// So long before the first of them sponsors are told.
const BEFORE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The showcase of one group, to which a sponsor may come.
#[derive(Clone, Copy)]
struct Show<'a> {
    cohort: &'a Cohort,
    /// When it begins, or would if it is called off.
    at: Timestamp,
    called_off: bool,
}

impl<'a> Show<'a> {
    fn of(cohort: &'a Cohort, week: Week) -> Self {
        let meeting = Meeting::Showcase(week);
        Self {
            cohort,
            at: cohort.begins(meeting),
            called_off: cohort.is_off(meeting),
        }
    }

    /// The group in a key: the part of its id that chance made.
    fn group(&self) -> String {
        let group = self.cohort.id.to_string();
        group[group.len() - 12..].to_owned()
    }

    /// When it begins, in seconds since 1970; nothing when it is called off.
    fn stands(&self) -> Stands {
        (!self.called_off).then(|| self.at.as_second())
    }

    fn line(&self) -> String {
        let local = self.cohort.calendar.zone().to_datetime(self.at);
        let when = match self.called_off {
            true => "called off".into(),
            false => format!("{}, {}", long_day(local.date()), local.strftime("%H:%M")),
        };
        format!("{}: {when}", self.cohort.name)
    }
}

/// When a showcase begins, in seconds since 1970; nothing when it is called off.
type Stands = Option<i64>;

/// What a sponsor was told last of one week: of each group, how its showcase stood. Its written form ends the key of the
/// notice, and begins with the number of mails before, so that going back to an earlier date is news as well.
#[derive(Default)]
struct Told {
    mails: u32,
    groups: BTreeMap<String, Stands>,
}

impl Told {
    /// Reads what follows the week in a notice's key.
    fn parse(key: &str) -> Self {
        let (mails, groups) = key.split_once('/').unwrap_or(("1", key));
        let one = |part: &str| {
            let (group, at) = part.split_at_checked(12)?;
            Some((group.to_owned(), at.parse().ok()))
        };
        Self {
            mails: mails.parse().unwrap_or(1),
            groups: groups.split('.').filter_map(one).collect(),
        }
    }

    fn key(&self) -> String {
        let one = |(group, stands): (&String, &Stands)| match stands {
            Some(at) => format!("{group}{at}"),
            None => format!("{group}x"),
        };
        let groups: Vec<_> = self.groups.iter().map(one).collect();
        format!("{}/{}", self.mails, groups.join("."))
    }

    /// What is known after one more mail that says how these stand. A group that is left out keeps what was said of it.
    fn after(&self, shows: &[Show<'_>]) -> Self {
        let mut groups = self.groups.clone();
        groups.extend(shows.iter().map(|show| (show.group(), show.stands())));
        Self {
            mails: self.mails + 1,
            groups,
        }
    }

    /// Whether this one was told of and stands otherwise now. Over is over: a date that has passed is no news.
    fn is_news(&self, show: &Show<'_>, now: Timestamp) -> bool {
        let Some(known) = self.groups.get(&show.group()) else {
            return false;
        };
        let ahead = |stands: Stands| stands.is_some_and(|at| at > now.as_second());
        *known != show.stands() && (ahead(*known) || ahead(show.stands()))
    }

    /// Whether there is something to tell: first the dates, a week before the first until the last has begun; then what
    /// has changed in them.
    fn calls_for_a_mail(&self, shows: &[Show<'_>], now: Timestamp) -> bool {
        if self.mails > 0 {
            return shows.iter().any(|show| self.is_news(show, now));
        }
        let begins = || shows.iter().filter(|one| !one.called_off).map(|one| one.at);
        let (first, last) = (begins().min(), begins().max());
        first
            .zip(last)
            .is_some_and(|(first, last)| (first - BEFORE..last).contains(&now))
    }

    fn subject(&self, shows: &[Show<'_>], now: Timestamp) -> String {
        let mut days: Vec<_> = shows
            .iter()
            .filter(|show| show.at > now && !show.called_off)
            .map(|show| (show.at, show.cohort.calendar.local_date(show.at)))
            .collect();
        days.sort();
        let news = || shows.iter().filter(|show| self.is_news(show, now));
        match (self.mails, days.first()) {
            (0, Some((_, day))) if days.len() == 1 => format!("A showcase on {}", long_day(*day)),
            (0, Some((_, day))) => format!("{} showcases from {} on", days.len(), long_day(*day)),
            _ if !news().all(|show| show.called_off) => "Showcases: a date has changed".into(),
            _ if news().count() == 1 => "A showcase is called off".into(),
            _ => "Showcases are called off".into(),
        }
    }

    fn lines(&self, shows: &[Show<'_>], now: Timestamp) -> Vec<String> {
        let said = |show: &&Show<'_>| match show.called_off {
            true => {
                self.groups.contains_key(&show.group())
                    && (show.at > now || self.is_news(show, now))
            }
            false => show.at > now,
        };
        let mut ahead: Vec<_> = shows.iter().filter(said).collect();
        ahead.sort_by_key(|show| (show.called_off, show.at));
        ahead.into_iter().map(Show::line).collect()
    }
}

/// Tells the sponsors of a sprint, whose groups are given. A group so small that its sponsor sees no numbers of it is left
/// out.
pub fn tell_sponsors(
    scene: &mut Scene<'_, '_>,
    sprint: &[Cohort],
    local: DateTime,
) -> Result<(), Problem> {
    let ahead = |week| {
        let shows: Vec<_> = sprint.iter().map(|group| Show::of(group, week)).collect();
        let last = shows.iter().map(|show| show.at).max();
        last.filter(|last| *last > scene.now).map(|_| (week, shows))
    };
    let ahead: Vec<_> = showcases().filter_map(ahead).collect();
    let (Some(one), false) = (sprint.first(), ahead.is_empty()) else {
        return Ok(());
    };
    for sponsor in roles::acts::who_is(scene, &one.sprint, Role::Sponsor)? {
        for (week, shows) in &ahead {
            let about = format!("{}/{week}/", one.sprint);
            let known = last_told(scene, Kind::Showcases, &about, &sponsor.person)?;
            let known = known.map_or_else(Told::default, |key| Told::parse(&key[about.len()..]));
            if !known.calls_for_a_mail(shows, scene.now) {
                continue;
            }
            let shows = of_large_groups(scene, shows)?;
            if known.calls_for_a_mail(&shows, scene.now) {
                let about = format!("{about}{}", known.after(&shows).key());
                tell_one(scene, (one, &shows), (&sponsor, &known), about, local)?;
            }
        }
    }
    Ok(())
}

fn of_large_groups<'a>(
    scene: &mut Scene<'_, '_>,
    shows: &[Show<'a>],
) -> Result<Vec<Show<'a>>, Problem> {
    let mut large = Vec::new();
    for show in shows {
        let roster = cohorts::roster(scene.conn, &show.cohort.id)?;
        let there = roster.iter().filter(|one| one.takes_part(scene.now));
        if there.count() as u64 >= FEWEST {
            large.push(*show);
        }
    }
    Ok(large)
}

fn tell_one(
    scene: &mut Scene<'_, '_>,
    (one, shows): (&Cohort, &[Show<'_>]),
    (sponsor, known): (&Holder, &Told),
    about: String,
    local: DateTime,
) -> Result<(), Problem> {
    let (url, link) = (scene.app.url.clone(), "/sponsor");
    let letter = Showcases {
        first: first_name(&sponsor.name).to_owned(),
        sprint: one.sprint_name.clone(),
        subject: known.subject(shows, scene.now),
        lead: match known.mails {
            0 => format!("leaders of {} show what they tried:", one.sprint_name),
            _ => "this is how it stands now:".into(),
        },
        lines: known.lines(shows, scene.now),
        held: shows
            .iter()
            .any(|show| !show.called_off && show.at > scene.now),
        link: format!("{url}{link}"),
    };
    let notice = Notice {
        kind: Kind::Showcases,
        about,
        person: sponsor.person,
        day: local.date(),
        written: letter.write(&url, &stop_link(scene, &sponsor.person))?,
        link: link.into(),
        due_at: scene.now,
    };
    tell(scene, &notice).map(|_| ())
}
