//! The front page: each role finds its own.

use axum::extract::State;
use firstmove_domain::rights::Role;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene};
use crate::experiments;
use crate::problem::Problem;

/// `GET /`
pub async fn front(State(app): State<App>, visitor: Visitor) -> Answer {
    app.page(visitor, |scene, actor| front_of(scene, &actor))
        .await
}

fn front_of(scene: &mut Scene<'_, '_>, actor: &Actor) -> Answer {
    if actor.is(Role::Leader) && !actor.is(Role::Coordinator) {
        return experiments::home::page(scene, actor, &experiments::home::Asked::default());
    }
    Err(Problem::NotFound)
}

/// `GET /moves`
pub async fn moves(State(app): State<App>, visitor: Visitor) -> Answer {
    app.page(visitor, |scene, actor| {
        experiments::pages::mine(scene, &actor)
    })
    .await
}
