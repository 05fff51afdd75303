//! The four buttons with which a peer judges a move.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::id::ExperimentId;
use firstmove_domain::verdict::Verdict;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other};
use crate::check_ins::form::errors;
use crate::experiments::Place;
use crate::experiments::move_page::{MoveAsked, move_again, open_move};
use crate::problem::Problem;
use crate::verdicts::acts;

/// Which button.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    verdict: String,
}

/// `POST /moves/{id}/verdict`
pub async fn judge(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        take(scene, actor, &id, &pressed.verdict)
    })
    .await?;
    Ok(see_other(&format!("/moves/{id}?done=judged")))
}

fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    pressed: &str,
) -> Result<(), Problem> {
    let (cohort, kept) = open_move(scene, actor, id)?;
    let place = Place::in_cohort(scene, actor, cohort)?;
    match Verdict::read(pressed) {
        Ok(verdict) => acts::judge(scene, &place, &kept, verdict),
        Err(problems) => {
            let asked = MoveAsked::verdict(errors(problems));
            Err(move_again(scene, actor, id, asked))
        }
    }
}
