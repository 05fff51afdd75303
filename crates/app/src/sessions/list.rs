//! All sessions of a group: what comes, with whose turn it is, and the notes of what was.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::id::SeatId;
use firstmove_domain::rights::Role;
use firstmove_domain::session::Meeting;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::dashboard::{capital, coordinator_frame, number_word};
use crate::experiments::Place;
use crate::experiments::pages::leader_frame;
use crate::frame::{Frame, Place as Nav};
use crate::problem::Problem;
use crate::sessions::acts;
use crate::sessions::store::{self, Held};
use crate::sessions::turns::{self, Turns};

/// A meeting in the list.
pub struct Line {
    /// "Thu".
    pub weekday: String,
    /// "15".
    pub day: String,
    /// "Oct".
    pub month: String,
    /// "Session 6".
    pub name: String,
    /// "10:00"; its day stands beside it.
    pub when: String,
    /// Who presents or presented.
    pub who: String,
    /// Its page.
    pub href: String,
    /// What stands on its link.
    pub label: &'static str,
    /// Whether it is the next one.
    pub next: bool,
    /// Whether it was.
    pub past: bool,
    /// "Moved", "Called off"; mostly empty.
    pub mark: &'static str,
}

/// The page.
#[derive(Template)]
#[template(path = "sessions/list.html")]
struct ListPage {
    frame: Frame,
    group: String,
    cohort: String,
    /// What comes, by date.
    coming: Vec<Line>,
    /// What was, the newest first.
    past: Vec<Line>,
    /// "Nine past meetings, the newest first".
    past_words: String,
    zone: String,
}

/// Which group.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    cohort: String,
}

/// `GET /sessions`
pub async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let leads = actor.is(Role::Leader) && asked.cohort.is_empty();
        show(&match leads {
            true => mine(scene, &actor)?,
            false => of_coordinator(scene, &actor, &asked.cohort)?,
        })
    })
    .await
}

fn mine(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<ListPage, Problem> {
    let place = Place::of(scene, actor)?;
    // who has left reads no more of what the group plans
    let lines = match place.takes_part(scene.now) {
        true => lines(scene, &place.cohort, Some(place.me.seat))?,
        false => Vec::new(),
    };
    let frame = leader_frame(scene, actor, &place, "Sessions").at(Nav::Sessions);
    Ok(page(frame, &place.cohort, lines))
}

fn of_coordinator(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    asked: &str,
) -> Result<ListPage, Problem> {
    let (cohort, seen) = cohorts::chosen(scene.conn, actor, Role::Coordinator, Some(asked))?;
    let lines = lines(scene, &cohort, None)?;
    let place = ("Sessions", Nav::Sessions, "/sessions");
    let frame = coordinator_frame(scene, actor, &cohort, &seen, place)?;
    Ok(page(frame, &cohort, lines))
}

fn page(frame: Frame, cohort: &Cohort, lines: Vec<Line>) -> ListPage {
    let zone = cohort.calendar.zone();
    let (mut past, coming): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|one| one.past);
    past.reverse();
    ListPage {
        frame,
        group: cohort.name.clone(),
        cohort: cohort.id.to_string(),
        past_words: past_words(&past),
        coming,
        past,
        zone: zone.iana_name().unwrap_or("UTC").replace('_', " "),
    }
}

/// "Nine past meetings, the newest first", and how many still want a note.
fn past_words(past: &[Line]) -> String {
    let words = match past.len() {
        1 => "One past meeting".to_owned(),
        many => format!(
            "{} past meetings, the newest first",
            capital(&number_word(many))
        ),
    };
    match past.iter().filter(|one| one.label == NO_NOTE).count() {
        0 => words,
        open => format!("{words}; {} without a note", number_word(open)),
    }
}

/// What stands on the link to a meeting that nobody wrote a note of.
const NO_NOTE: &str = "No note yet";

fn lines(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    me: Option<SeatId>,
) -> Result<Vec<Line>, Problem> {
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let plan = turns::planned(scene, cohort)?;
    let kept = store::all(scene.conn, &cohort.id)?;
    let nothing = Held::nothing_yet();
    let now = scene.now;
    let mut lines = Vec::new();
    let mut next_found = false;
    let all = Meeting::all().into_iter().map(|meeting| {
        let held = kept.iter().find(|(one, _)| *one == meeting);
        let held = held.map_or(&nothing, |(_, held)| held);
        (acts::begins(cohort, meeting, held), meeting, held)
    });
    // by date: a meeting that was moved stands where it is
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(at, _, _)| *at);
    for (at, meeting, held) in all {
        let local = cohort.calendar.zone().to_datetime(at);
        let ends = at + jiff::SignedDuration::from_mins(meeting.minutes());
        let over = held.is_over() || ends <= now;
        let off = held.called_off_at.is_some();
        let next = !over && !off && !next_found;
        next_found |= next;
        let planned = Turns::of(&plan, meeting);
        let presents = held.presenters[0].or(planned.presenter).filter(|_| !off);
        let name = |seat: SeatId| named(&roster, &seat);
        lines.push(Line {
            weekday: local.strftime("%a").to_string(),
            day: local.strftime("%-d").to_string(),
            month: local.strftime("%b").to_string(),
            name: meeting.to_string(),
            when: local.strftime("%H:%M").to_string(),
            who: match presents.filter(|_| held.is_over() || !over) {
                Some(seat) if meeting.is_session() && held.is_over() => {
                    format!("{} presented", name(seat))
                }
                Some(seat) if meeting.is_session() && Some(seat) == me => "You present".to_owned(),
                Some(seat) if meeting.is_session() => format!("{} presents", name(seat)),
                None if meeting.is_session() && next => "Nobody presents yet".to_owned(),
                _ => String::new(),
            },
            href: format!("/sessions/{}/{}", cohort.id, meeting.key()),
            label: match (held.is_over(), held.room.step().is_some(), over) {
                (true, _, _) => "Note",
                (_, true, _) => "Running now",
                (_, _, true) if !off => NO_NOTE,
                _ => "Open",
            },
            next,
            past: over && (held.is_over() || held.room.step().is_none()),
            mark: match (off, cohort.moved(meeting)) {
                (true, _) => "Called off",
                (_, Some(_)) => "Moved",
                _ => "",
            },
        });
    }
    Ok(lines)
}

fn named(roster: &[Seated], seat: &SeatId) -> String {
    let found = roster.iter().find(|one| one.seat == *seat);
    found.map_or_else(String::new, |one| one.name.clone())
}
