//! The page behind "Stop these mails": opened by a signed link, without signing in. It leads nowhere further.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::app::{Answer, App, see_other, show};
use crate::frame::{Frame, Kind};
use crate::notices::{acts, store};

/// Ends the mails that come of themselves, or lets them come again.
#[derive(Template)]
#[template(path = "notices/stop.html")]
pub struct StopPage {
    frame: Frame,
    token: String,
    stopped: bool,
}

/// `GET /stop/{token}`
pub async fn stop(State(app): State<App>, Path(token): Path<String>) -> Answer {
    app.open_page(move |scene| {
        let person = acts::stops(scene, &token)?;
        show(&StopPage {
            frame: Frame::new("Mails", Kind::Link),
            stopped: store::has_stopped(scene.conn, &person)?,
            token,
        })
    })
    .await
}

/// The choice. A mail program that stops mails by itself sends another field, which says the same as none.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Choice {
    again: String,
}

/// `POST /stop/{token}`
pub async fn choose(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(choice): Form<Choice>,
) -> Answer {
    let place = format!("/stop/{token}");
    app.open_act(move |scene| acts::stop(scene, &token, !choice.again.is_empty()))
        .await?;
    Ok(see_other(&place))
}
