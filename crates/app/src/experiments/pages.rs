//! The leader's own moves.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use firstmove_domain::id::ExperimentId;
use firstmove_domain::skill;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other, show};
use crate::check_ins::pages::own_move;
use crate::cohorts::histories;
pub use crate::experiments::frames::{frame, leader_frame};
use crate::experiments::list::{self, Line, lines};
use crate::experiments::{Place, acts, store, weeks};
use crate::frame::{Cell, Frame, Place as Nav};
use crate::problem::Problem;

/// A leader's twelve weeks as a list.
#[derive(Template)]
#[template(path = "experiments/mine.html")]
pub struct Mine {
    frame: Frame,
    cells: Vec<Cell>,
    tried: usize,
    lines: Vec<Line>,
    /// What the data owner set right, with the reason.
    corrections: Vec<(String, String)>,
    takes_part: bool,
}

/// The leader's own moves, for `GET /moves`.
pub fn mine(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Response, Problem> {
    let place = Place::of(scene, actor)?;
    let kept = store::of_seat(scene.conn, &place.cohort.id, &place.me.seat)?;
    let histories = histories::load(scene.conn, &place.cohort.id)?;
    let history = histories.iter().find(|one| one.seat == place.me.seat);
    let (calendar, now) = (&place.cohort.calendar, scene.now);
    let cells = history.map_or_else(Vec::new, |one| weeks::cells(calendar, one, now, |_| None));
    let mut lines = lines(&place.cohort, kept.iter(), now);
    let mut others = Vec::new();
    for other in place.others(scene, actor)? {
        let kept = store::of_seat(scene.conn, &other.cohort.id, &other.me.seat)?;
        lines.extend(list::lines_of_another(&other.cohort, kept.iter(), now));
        let all = histories::load(scene.conn, &other.cohort.id)?;
        let there = all.iter().find(|one| one.seat == other.me.seat);
        let calendar = &other.cohort.calendar;
        others.extend(there.map(|one| weeks::cells(calendar, one, now, |_| None)));
    }
    let cells = weeks::with_others(cells, others);
    show(&Mine {
        frame: leader_frame(scene, actor, &place, "My moves").at(Nav::Moves),
        tried: weeks::tried(&cells),
        cells,
        lines,
        corrections: crate::data::acts::corrections(scene, &place.cohort, &place.me)?,
        takes_part: place.takes_part(now),
    })
}

/// A skill's name on pages; nothing for a key that the library does not know.
pub fn skill_name(key: &str) -> &'static str {
    skill::skill(key).map_or("", |skill| skill.name)
}

/// `POST /moves/{id}/take-up`
pub async fn take_up(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        let (place, _) = own_move(scene, actor, &id)?;
        acts::take_up(scene, actor, &place, &id)
    })
    .await?;
    Ok(see_other("/home?done=taken-up"))
}

/// `POST /moves/{id}/drop`
pub async fn drop_it(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        let (place, _) = own_move(scene, actor, &id)?;
        acts::drop_it(scene, actor, &place, &id)
    })
    .await?;
    Ok(see_other("/home?done=dropped"))
}
