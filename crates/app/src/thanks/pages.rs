//! The form in which a leader thanks a peer, and the buttons beside a line.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, own_place, see_other, show};
use crate::check_ins::form::errors;
use crate::experiments::Place;
use crate::experiments::frames::leader_frame;
use crate::frame::{Errors, Frame, Place as Nav};
use crate::problem::Problem;
use crate::thanks::acts;
use crate::thanks::form::{self, PEERS, Thank, Typed};

/// The form, on a page of its own.
#[derive(Template)]
#[template(path = "thanks/new.html")]
pub struct NewPage {
    frame: Frame,
    thank: Thank,
}

/// `GET /recognitions/new?to=…&back=…`
pub async fn new(State(app): State<App>, visitor: Visitor, Query(typed): Query<Typed>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let place = Place::of(scene, &actor)?;
        place.must_take_part(scene.now)?;
        show(&page(scene, &actor, &place, typed, Errors::none()))
    })
    .await
}

fn page(
    scene: &Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    typed: Typed,
    errors: Errors,
) -> NewPage {
    NewPage {
        frame: leader_frame(scene, actor, place, "Thank somebody").at(Nav::Peers),
        thank: form::of(scene, place, typed, errors),
    }
}

/// `POST /recognitions`
pub async fn give(State(app): State<App>, visitor: Visitor, Form(typed): Form<Typed>) -> Answer {
    let back = typed.back().to_owned();
    app.act(visitor, move |scene, actor| take(scene, actor, &typed))
        .await?;
    Ok(see_other(&back))
}

fn take(scene: &mut Scene<'_, '_>, actor: &Actor, typed: &Typed) -> Result<(), Problem> {
    let place = Place::of(scene, actor)?;
    acts::recognise(scene, actor, &place, typed)?.map_err(|problems| {
        let page = page(scene, actor, &place, typed.clone(), errors(problems));
        ask_again(&page)
    })
}

/// What a button says, and where it leads back to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    shared: String,
    back: String,
}

impl Pressed {
    fn place(&self) -> &str {
        own_place(&self.back).unwrap_or(PEERS)
    }
}

/// `POST /recognitions/{id}/back`
pub async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        acts::take_back(scene, actor, &id)
    })
    .await?;
    Ok(see_other(pressed.place()))
}

/// `POST /recognitions/{id}/share`
pub async fn share(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    // what cannot be read shares nothing
    let shared = pressed.shared == "yes";
    app.act(visitor, move |scene, actor| {
        acts::share_recognition(scene, actor, &id, shared)
    })
    .await?;
    Ok(see_other(pressed.place()))
}

/// `POST /thanks/{id}/share`
pub async fn share_thanks(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let shared = pressed.shared == "yes";
    app.act(visitor, move |scene, actor| {
        acts::share_thanks(scene, actor, &id, shared)
    })
    .await?;
    Ok(see_other(pressed.place()))
}
