//! The link of a group, its picture, and who waits.

use askama::Template;
use axum::extract::{Query, State};
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other, show};
use crate::frame::Frame;
use crate::problem::Problem;
use crate::sign_ups::acts;
use crate::sign_ups::qr::{self, Picture};
use crate::sign_ups::store::{self, SignUp};
use crate::sprints::drafts::{Mark, Step, frame, marks};

/// Which group of the draft.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    group: usize,
}

/// The page.
#[derive(Template)]
#[template(path = "sign_ups/link.html")]
pub struct LinkPage {
    frame: Frame,
    steps: Vec<Mark>,
    place: usize,
    group: String,
    /// The whole address; none while nobody can sign up.
    address: Option<String>,
    picture: Option<Picture>,
    asks_more: bool,
    waiting: Vec<SignUp>,
}

fn page(scene: &mut Scene<'_, '_>, actor: &Actor, place: usize) -> Result<LinkPage, Problem> {
    let (draft, link) = acts::of_group(scene, actor, place)?;
    let open = link.as_ref().filter(|link| link.is_open);
    let address = open.map(|link| format!("{}/join/{}", scene.app.url, acts::token(scene, link)));
    let waiting = match &link {
        Some(link) => store::waiting(scene.conn, &link.id)?,
        None => Vec::new(),
    };
    Ok(LinkPage {
        frame: frame(actor, "People sign up themselves"),
        steps: marks(Step::People),
        place,
        group: draft.groups[place].name.clone(),
        picture: address.as_deref().and_then(qr::picture),
        address,
        asks_more: link.is_some_and(|link| link.asks_more),
        waiting,
    })
}

/// `GET /sprints/new/people/link`
pub async fn show_link(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        show(&page(scene, &actor, asked.group)?)
    })
    .await
}

/// What was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    #[serde(rename = "do")]
    what: String,
    more: String,
}

/// `POST /sprints/new/people/link`
pub async fn change_link(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let at = asked.group;
    let taken = pressed.what == "take";
    app.act(visitor, move |scene, actor| match pressed.what.as_str() {
        "close" => acts::close(scene, actor, at),
        "take" => acts::take_over(scene, actor, at),
        _ => acts::share(scene, actor, at, !pressed.more.is_empty()),
    })
    .await?;
    let place = if taken { "people" } else { "people/link" };
    Ok(see_other(&format!("/sprints/new/{place}?group={at}")))
}
