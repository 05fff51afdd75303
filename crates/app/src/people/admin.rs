//! The front page of an administrator who has no other role: facts about the installation, no content.

use askama::Template;
use axum::extract::State;
use firstmove_domain::rights::Role;
use firstmove_kit::mail::Mailer;
use jiff::tz::TimeZone;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, only, show};
use crate::dashboard::{list, theme};
use crate::forgetting;
use crate::frame::{Frame, Kind, Person, Place as Nav};
use crate::notices;
use crate::people::store;
use crate::roles;
use crate::roles::store::Unwatched;
use crate::sprints;

/// The facts.
#[derive(Template)]
#[template(path = "people/admin.html")]
pub struct AdminPage {
    frame: Frame,
    counts: store::Counts,
    sprints: Vec<(String, String)>,
    administrators: String,
    has_draft: bool,
    unwatched: Vec<Unwatched>,
    /// How many wait to be taken out who have no row at a data owner's.
    asked_out: usize,
    mail: &'static str,
    trouble: Option<String>,
    url: String,
}

/// `GET /installation`
pub async fn installation(State(app): State<App>, visitor: Visitor) -> Answer {
    app.page(visitor, |scene, actor| page(scene, &actor)).await
}

/// The page.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor) -> Answer {
    only(actor, Role::Administrator)?;
    let mut frame = Frame::new("This installation", Kind::Administrator)
        .at(Nav::Installation)
        .read_by(Person::new(actor.name.as_str()), Role::Administrator.name());
    frame.theme = theme(actor);
    let trouble = notices::acts::trouble(scene)?;
    show(&AdminPage {
        trouble: trouble.map(|trouble| trouble.told(&TimeZone::UTC)),
        frame,
        counts: store::counts(scene.conn)?,
        sprints: roles::acts::sprints(scene)?,
        administrators: list(&roles::acts::names(
            scene,
            &roles::Place::Installation,
            Role::Administrator,
        )?),
        has_draft: sprints::acts::has_draft(scene, actor)?,
        unwatched: roles::acts::unwatched(scene, None)?,
        asked_out: forgetting::acts::asked_without_seat(scene)?.len(),
        mail: match scene.app.mailer {
            Mailer::Smtp(_) => "Mails leave by your mail server.",
            Mailer::Terminal => "Mail is not set up: links to sign in stand in the terminal.",
            Mailer::Kept => "Mail is not set up: messages are kept and not sent.",
        },
        url: scene.app.url.clone(),
    })
}
