//! The library of small, safe moves, by skill.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::id::PersonId;
use firstmove_domain::rights::Role;
use firstmove_domain::skill::{self, Move, Skill};
use serde::Deserialize;

use crate::actor::Visitor;
use crate::app::{Answer, App, Scene, show};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::experiments::Place;
use crate::experiments::pages::leader_frame;
use crate::experiments::store;
use crate::frame::{Frame, Kind, Person, Place as Nav};
use crate::problem::Problem;

/// The page.
#[derive(Template)]
#[template(path = "experiments/library.html")]
pub struct LibraryPage {
    frame: Frame,
    tabs: Vec<Tab>,
    skill: &'static Skill,
    moves: Vec<Offered>,
    can_plan: bool,
}

/// A skill to choose.
struct Tab {
    key: &'static str,
    name: &'static str,
    current: bool,
    ours: bool,
}

/// One move as it is offered.
struct Offered {
    one: &'static Move,
    here: String,
}

/// Which skill is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    skill: String,
}

/// `GET /library`
pub async fn library(
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (frame, cohort, can_plan) = match Place::of(scene, &actor) {
            Ok(place) => {
                let frame = leader_frame(scene, &actor, &place, "Library").at(Nav::Moves);
                (frame, place.cohort, true)
            }
            Err(Problem::NotFound) => {
                let (cohort, _) = cohorts::chosen(scene.conn, &actor, Role::Coordinator, None)?;
                let frame = Frame::new("Library", Kind::Coordinator)
                    .read_by(Person::new(actor.name.as_str()), "Coordinator");
                (frame, cohort, false)
            }
            Err(problem) => return Err(problem),
        };
        let read = (&cohort, &actor.person);
        show(&page(scene, read, &wanted.skill, frame, can_plan)?)
    })
    .await
}

fn page(
    scene: &mut Scene<'_, '_>,
    (cohort, reader): (&Cohort, &PersonId),
    wanted: &str,
    frame: Frame,
    can_plan: bool,
) -> Result<LibraryPage, Problem> {
    let ours = skills_of(scene, cohort)?;
    let first = ours.first().and_then(|key| skill::skill(key));
    let skill = match wanted {
        "" => first.or_else(|| skill::skills().first()),
        key => skill::skill(key),
    }
    .ok_or(Problem::NotFound)?;
    let counts = store::tried_and_met(scene.conn, &cohort.sprint, reader)?;
    let moves = skill.moves.iter().map(|one| Offered {
        one,
        here: counts
            .get(one.key)
            .map(|(tried, met)| counted(*tried, *met))
            .unwrap_or_default(),
    });
    let mut tabs: Vec<Tab> = skill::skills()
        .iter()
        .map(|one| Tab {
            key: one.key,
            name: one.name,
            current: one.key == skill.key,
            ours: ours.iter().any(|key| key == one.key),
        })
        .collect();
    tabs.sort_by_key(|tab| !tab.ours);
    Ok(LibraryPage {
        frame,
        tabs,
        skill,
        moves: moves.collect(),
        can_plan: can_plan && ours.iter().any(|key| key == skill.key),
    })
}

/// The skills of a sprint; all of the library where a sprint names none.
pub fn skills_of(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<String>, Problem> {
    let keys = store::skills(scene.conn, &cohort.sprint)?;
    if keys.is_empty() {
        return Ok(skill::skills()
            .iter()
            .map(|one| one.key.to_owned())
            .collect());
    }
    Ok(keys)
}

/// How often a move was tried in this sprint, and met; nothing before there is data.
pub fn here(scene: &mut Scene<'_, '_>, place: &Place, key: &str) -> Result<String, Problem> {
    let (sprint, reader) = (&place.cohort.sprint, &place.me.person);
    let counts = store::tried_and_met(scene.conn, sprint, reader)?;
    Ok(counts
        .get(key)
        .map(|(tried, met)| counted(*tried, *met))
        .unwrap_or_default())
}

fn counted(tried: i64, met: i64) -> String {
    let times = |count: i64| match count {
        1 => "once".to_owned(),
        more => format!("{more} times"),
    };
    match (tried, met) {
        (0, _) => String::new(),
        (tried, 0) => format!("Tried {} here, not met yet.", times(tried)),
        (tried, met) => format!("Tried {} here, met {}.", times(tried), times(met)),
    }
}
