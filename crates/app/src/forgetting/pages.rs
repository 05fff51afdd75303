//! Somebody's own data in their settings: the file, and asking to be taken out.

use axum::extract::State;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::actor::Visitor;
use crate::app::{Answer, App, see_other};
use crate::forgetting::acts;

/// What is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    stay: String,
}

/// `POST /settings/take-me-out`
pub async fn take_me_out(
    State(app): State<App>,
    visitor: Visitor,
    Form(wish): Form<Wish>,
) -> Answer {
    app.act(visitor, move |scene, actor| match wish.stay.is_empty() {
        true => acts::ask(scene, actor),
        false => acts::take_back(scene, actor),
    })
    .await?;
    Ok(see_other("/settings#data"))
}
