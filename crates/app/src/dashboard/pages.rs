//! The front page, where each role finds its own, and the moves of a group.

use axum::extract::{Query, State};
use firstmove_domain::rights::Role;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other, show_kept};
use crate::cohorts::store::sees_any;
use crate::dashboard::today;
use crate::problem::Problem;
use crate::{experiments, people, sponsor};

/// Which cohort a page is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Its id; empty for the first.
    pub cohort: String,
}

/// `GET /`
pub async fn front(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| front_of(scene, &actor, &asked))
        .await
}

fn front_of(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Answer {
    if coordinates(scene, actor)? {
        show_kept(&today::today(scene, actor, Some(&asked.cohort))?)
    } else if actor.is(Role::Leader) {
        experiments::home::page(scene, actor, &experiments::home::Asked::default())
    } else {
        front_of_others(scene, actor, asked)
    }
}

/// The front page of who neither coordinates nor sits in a group.
fn front_of_others(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Answer {
    if actor.is(Role::Sponsor) {
        sponsor::pages::page(scene, actor, Some(&asked.cohort))
    } else if actor.is(Role::DataOwner) {
        Ok(see_other("/data"))
    } else if actor.administrator {
        people::admin::page(scene, actor)
    } else {
        people::settings::page(scene, actor)
    }
}

/// Whether there is a cohort that the actor sees as its coordinator.
fn coordinates(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<bool, Problem> {
    Ok(actor.is(Role::Coordinator) && sees_any(scene.conn, actor, Role::Coordinator)?)
}

/// `GET /moves`
pub async fn moves(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        if coordinates(scene, &actor)? {
            return show_kept(&today::moves(scene, &actor, Some(&asked.cohort))?);
        }
        experiments::pages::mine(scene, &actor)
    })
    .await
}
