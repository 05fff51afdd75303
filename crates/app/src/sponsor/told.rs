//! What a sponsor reads of people, with their consent, and what they can do: come to the showcase and say so, thank
//! somebody, ask the coordinator. A group whose numbers are hidden tells nothing.

use firstmove_domain::form::long_day;
use firstmove_domain::id::SeatId;
use firstmove_domain::rights::Role;
use firstmove_domain::session::Meeting;
use firstmove_domain::story::{Consent, THANKS_MAX, read_thanks};
use firstmove_domain::week::Week;
use jiff::{SignedDuration, Timestamp};

use crate::actor::Actor;
use crate::app::Scene;
use crate::check_ins::form::errors;
use crate::cohorts::store::{Cohort, seen_as};
use crate::dashboard::{capital, number_word};
use crate::frame::{Errors, Person};
use crate::problem::Problem;
use crate::roles;
use crate::sessions;
use crate::sponsor::acts::showcases_of;
use crate::sponsor::groups::{self, Group};
use crate::stories::acts::shared;
use crate::stories::list::{Card, outside};
use crate::thanks;

/// So many stories, and so many lines of thanks, stand on the page: it is one sheet.
const MOST: usize = 3;

/// A line of thanks between leaders.
pub struct Line {
    /// The id.
    pub id: String,
    /// Who is thanked.
    pub who: Person,
    /// "Tom thanks Hannah".
    pub what: String,
    /// The line.
    pub words: String,
    /// When it was given.
    at: Timestamp,
}

/// So many days before it the retrospective stands on the page.
const KNOWN_DAYS: i64 = 28;

/// For so long after it began a sponsor may come in late.
const UNDER_WAY: SignedDuration = SignedDuration::from_hours(1);

/// A showcase that comes, or the look back.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Next {
    /// When it begins.
    at: Timestamp,
    /// "Operations A".
    pub group: String,
    /// "showcase"
    pub noun: &'static str,
    /// "Thursday 29 October, 15:00".
    pub when: String,
    /// Its page.
    pub page: String,
}

/// A showcase that was held or is under way.
pub struct Held {
    /// "Operations A, week 4".
    pub name: String,
    /// The day.
    pub when: String,
    /// The button.
    pub action: String,
    /// Its page, as long as it may be under way; empty afterwards.
    pub page: String,
    /// Whether the reader said that they were there.
    pub there: bool,
}

/// All of it.
#[derive(Default)]
pub struct Told {
    /// The stories, the newest first.
    pub stories: Vec<Card>,
    /// Thanks between leaders.
    pub lines: Vec<Line>,
    /// For what the reader has thanked, with their words.
    pub thanked: Vec<(String, String)>,
    /// Whether one group is shown.
    pub alone: bool,
    /// Those that come, the next one first.
    pub next: Vec<Next>,
    /// Those that were.
    pub held: Vec<Held>,
    /// Name and address of who coordinates.
    pub coordinators: Vec<(String, String)>,
    /// What was typed last, and for what.
    pub typed: (String, String),
    /// What is wrong with it.
    pub errors: Errors,
}

impl Told {
    /// What the reader said for this story or line; empty if nothing.
    pub fn said(&self, about: &str) -> &str {
        let found = self.thanked.iter().find(|(one, _)| one == about);
        found.map_or("", |(_, words)| words.as_str())
    }

    /// What was typed for it.
    pub fn words(&self, about: &str) -> &str {
        match self.typed.0 == about {
            true => &self.typed.1,
            false => "",
        }
    }

    /// The sentence beside it.
    pub fn error(&self, about: &str) -> Option<&str> {
        self.errors.of("words").filter(|_| self.typed.0 == about)
    }

    /// For what the reader has not thanked yet, and whom: the first story, else the first line.
    pub fn to_thank(&self) -> Option<(&str, &str)> {
        let stories = self.stories.iter().map(|one| (&one.id, &one.who));
        let lines = self.lines.iter().map(|one| (&one.id, &one.who));
        let mut all = stories.chain(lines);
        let (id, who) = all.find(|(id, _)| self.said(id).is_empty())?;
        Some((id, who.first()))
    }

    /// "Two more stories".
    pub fn further_words(&self) -> String {
        match self.stories.len().saturating_sub(1) {
            1 => "One more story".into(),
            many => format!("{} more stories", capital(&number_word(many))),
        }
    }

    /// Whether what was typed last stands with a story that is folded.
    pub fn is_further(&self) -> bool {
        let mut further = self.stories.iter().skip(1);
        further.any(|one| self.error(&one.id).is_some())
    }

    /// The longest line.
    pub fn most(&self) -> usize {
        THANKS_MAX
    }
}

/// What a sponsor reads of the chosen group; `all` are the groups that they can choose from.
pub fn told(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    all: &[Group],
    chosen: Option<&Group>,
) -> Result<Told, Problem> {
    let mut told = Told::default();
    let Some(chosen) = chosen else {
        return Ok(told);
    };
    let alone = chosen.cohorts.len() == 1;
    for cohort in &chosen.cohorts {
        showcases(scene, actor, (cohort, alone), &mut told)?;
        if is_hidden(all, cohort) {
            continue;
        }
        told.stories.extend(stories(scene, cohort)?);
        told.lines.extend(lines(scene, cohort)?);
        let given = thanks::acts::of_sponsors(scene, &cohort.id)?;
        let mine = given.into_iter().filter(|one| one.person == actor.person);
        told.thanked.extend(mine.map(|one| (one.about, one.words)));
    }
    told.stories
        .sort_by_key(|one| std::cmp::Reverse((one.at, one.id.clone())));
    told.lines
        .sort_by_key(|one| std::cmp::Reverse((one.at, one.id.clone())));
    told.alone = alone;
    told.next.sort_unstable();
    told.next.truncate(MOST);
    told.stories.truncate(MOST);
    told.lines.truncate(MOST);
    if let Some(cohort) = chosen.cohorts.first() {
        let who = roles::acts::who_coordinates(scene, &cohort.sprint)?;
        told.coordinators = who.into_iter().map(|one| (one.name, one.mail)).collect();
    }
    Ok(told)
}

fn is_hidden(all: &[Group], cohort: &Cohort) -> bool {
    let key = cohort.id.to_string();
    let own = all.iter().find(|group| group.key == key);
    own.is_none_or(|group| group.hidden.is_some())
}

fn stories(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Card>, Problem> {
    let told = shared(scene, cohort, Consent::Sponsor)?;
    Ok(outside(&told, cohort))
}

fn lines(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Line>, Problem> {
    let shared = thanks::acts::shared_recognitions(scene, cohort)?;
    let first = |name: &str| Person::new(name).first().to_owned();
    Ok(shared
        .into_iter()
        .map(|one| Line {
            id: one.id.to_string(),
            who: Person::new(first(&one.name)),
            what: format!("{} thanks {}", first(&one.giver), first(&one.name)),
            words: one.words,
            at: one.given_at,
        })
        .collect())
}

/// What was held with its button, the newest first, and what comes next. Beside others a group has its newest, and only
/// until it is answered.
fn showcases(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, alone): (&Cohort, bool),
    told: &mut Told,
) -> Result<(), Problem> {
    let mut next = None;
    let before = told.held.len();
    for one in showcases_of(scene, cohort)?.iter().rev() {
        let local = cohort.calendar.zone().to_datetime(one.begins);
        let page = format!(
            "/sessions/{}/{}",
            cohort.id,
            Meeting::Showcase(one.week).key()
        );
        if one.begins > scene.now {
            let when = format!("{}, {}", long_day(local.date()), local.strftime("%H:%M"));
            next = Some(Next {
                at: one.begins,
                group: cohort.name.clone(),
                noun: Meeting::Showcase(one.week).noun(),
                when,
                page,
            });
            continue;
        }
        told.held.push(Held {
            name: format!("{}, week {}", cohort.name, one.week),
            when: long_day(local.date()),
            action: format!("/sponsor/showcases/{}/{}", cohort.id, one.week),
            page: match one.begins + UNDER_WAY > scene.now {
                true => page,
                false => String::new(),
            },
            there: one.there.iter().any(|(person, _)| *person == actor.person),
        });
    }
    if !alone {
        told.held.truncate(before + 1);
        told.held.retain(|one| !one.there);
    }
    told.next.extend(next);
    told.next.extend(look_back(scene, cohort)?);
    Ok(())
}

/// The retrospective, from the week of the second showcase on until it is over.
fn look_back(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Option<Next>, Problem> {
    let meeting = Meeting::Retrospective;
    let Some(at) = sessions::acts::takes_place(scene, cohort, meeting)? else {
        return Ok(None);
    };
    let lasts = SignedDuration::from_mins(meeting.minutes());
    let known_from = at - SignedDuration::from_hours(24 * KNOWN_DAYS);
    let over = sessions::acts::ended(scene, cohort, meeting)?.is_some();
    if over || !(known_from..at + lasts).contains(&scene.now) {
        return Ok(None);
    }
    let local = cohort.calendar.zone().to_datetime(at);
    Ok(Some(Next {
        at,
        group: cohort.name.clone(),
        noun: meeting.noun(),
        when: format!("{}, {}", long_day(local.date()), local.strftime("%H:%M")),
        page: format!("/sessions/{}/{}", cohort.id, meeting.key()),
    }))
}

/// The group and the week of a showcase, of which the actor is the sponsor.
pub fn showcase(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, week): (&str, &str),
) -> Result<(Cohort, Week), Problem> {
    let seen = seen_as(scene.conn, actor, Role::Sponsor)?;
    let cohort = seen.into_iter().find(|one| one.id.to_string() == cohort);
    let week = week.parse().ok().and_then(Week::new);
    cohort.zip(week).ok_or(Problem::NotFound)
}

/// Thanks for a story or a line that the sponsor reads; anything else is not found. The inner sentences stand beside the
/// field.
pub fn thank(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (about, words): (&str, &str),
) -> Result<Result<(), Errors>, Problem> {
    let (cohort, seat) = read_by(scene, actor, about)?;
    match read_thanks(words) {
        Err(problems) => Ok(Err(errors(problems))),
        Ok(words) => {
            let said = (&seat, about);
            thanks::acts::thank(scene, actor, &cohort, said, &words).map(Ok)
        }
    }
}

/// The group and the seat of who is thanked for this, as far as the sponsor reads it now.
fn read_by(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    about: &str,
) -> Result<(Cohort, SeatId), Problem> {
    let all = groups::load(scene, actor)?;
    for group in all.iter().filter(|one| one.hidden.is_none()) {
        let [cohort] = group.cohorts.as_slice() else {
            continue;
        };
        let stories = shared(scene, cohort, Consent::Sponsor)?;
        let lines = thanks::acts::shared_recognitions(scene, cohort)?;
        let of_stories = stories.iter().map(|one| (one.id.to_string(), one.seat));
        let of_lines = lines.iter().map(|one| (one.id.to_string(), one.seat));
        if let Some((_, seat)) = of_stories.chain(of_lines).find(|(id, _)| id == about) {
            return Ok((cohort.clone(), seat));
        }
    }
    Err(Problem::NotFound)
}
