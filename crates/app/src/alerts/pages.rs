//! What a coordinator does about an alert: one screen, ten minutes.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::actor::Visitor;
use crate::alerts::{Action, Kind, acts};
use crate::app::{Answer, App, ask_again, see_other, show};
use crate::cohorts::store::Cohort;
use crate::dashboard::todo::about;
use crate::dashboard::{facts, frame_of, weeks_words};
use crate::frame::{Choice, Errors, Frame, Place};

/// The page.
#[derive(Template)]
#[template(path = "alerts/alert.html")]
pub struct AlertPage {
    frame: Frame,
    id: String,
    about: String,
    weeks: String,
    group: bool,
    safety: bool,
    sponsor: bool,
    choices: Vec<Choice>,
    errors: Errors,
    open: bool,
}

/// What was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoneForm {
    done: String,
}

/// `GET /alerts/{id}`
pub async fn one(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let page = page(&app, visitor, id, Errors::none()).await?;
    show(&page)
}

async fn page(
    app: &App,
    visitor: Visitor,
    id: String,
    errors: Errors,
) -> Result<AlertPage, crate::problem::Problem> {
    app.page(visitor, move |scene, actor| {
        let (cohort, alert) = acts::coordinated(scene, &actor, &id)?;
        let facts = facts::load(scene, &actor, Some(&cohort.id.to_string()))?;
        Ok(AlertPage {
            frame: frame_of(&facts, &actor, ("A short call", Place::Today, "/")),
            about: about(&facts, &alert),
            weeks: weeks_words(&alert.weeks),
            group: alert.seat.is_none(),
            safety: alert.kind == Kind::Safety,
            sponsor: alert.kind.is_about_sponsor(),
            choices: Action::ALL
                .iter()
                .map(|action| Choice::new(action.key(), action.label(), ""))
                .collect(),
            errors,
            open: alert.is_open(),
            id,
        })
    })
    .await
}

fn back(cohort: &Cohort) -> axum::response::Response {
    see_other(&format!("/?cohort={}", cohort.id))
}

/// `POST /alerts/{id}/done`
pub async fn done(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form): Form<DoneForm>,
) -> Answer {
    let Some(action) = Action::from_key(&form.done) else {
        let errors = Errors::one("done", "Choose what you did, so that it leaves Today.");
        let page = page(&app, visitor, id, errors).await?;
        return Err(ask_again(&page));
    };
    let cohort = app
        .act(visitor, move |scene, actor| {
            acts::take_note(scene, actor, &id, action)
        })
        .await?;
    Ok(back(&cohort))
}

/// `POST /alerts/{id}/later`
pub async fn later(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let cohort = app
        .act(visitor, move |scene, actor| {
            acts::put_off(scene, actor, &id)
        })
        .await?;
    Ok(back(&cohort))
}

/// `POST /alerts/{id}/undo`
pub async fn undo(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let cohort = app
        .act(visitor, move |scene, actor| acts::undo(scene, actor, &id))
        .await?;
    Ok(back(&cohort))
}
