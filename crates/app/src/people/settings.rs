//! A person's own settings.

use askama::Template;
use axum::extract::State;
use firstmove_domain::form::long_day;
use firstmove_domain::rights::Role;
use jiff::tz::TimeZone;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::dashboard::theme;
use crate::forgetting;
use crate::frame::{Choice, Errors, Frame, Person};

/// Theme, roles, signing out.
#[derive(Template)]
#[template(path = "people/settings.html")]
pub struct Settings {
    frame: Frame,
    name: String,
    mail: String,
    roles: Vec<(&'static str, &'static str)>,
    themes: Vec<Choice>,
    errors: Errors,
    /// The day on which they asked to be taken out.
    asked_out: Option<String>,
}

/// `GET /settings`
pub async fn settings(State(app): State<App>, visitor: Visitor) -> Answer {
    app.page(visitor, |scene, actor| page(scene, &actor)).await
}

/// The settings, also the front page of somebody who has no other yet.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor) -> Answer {
    let erasure = forgetting::acts::erasure(scene, &actor.person)?;
    let mut frame = Frame::plain("Settings").read_by(Person::new(actor.name.as_str()), "");
    frame.theme = theme(actor);
    let given = actor.theme.clone().unwrap_or_default();
    show(&Settings {
        frame,
        name: actor.name.clone(),
        mail: actor.mail.clone(),
        roles: Role::ALL
            .into_iter()
            .filter(|role| actor.is(*role))
            .map(|role| (role.name(), front_of(role)))
            .collect(),
        themes: vec![
            Choice::new("", "As the device", &given),
            Choice::new("light", "Light", &given),
            Choice::new("dark", "Dark", &given),
        ],
        errors: Errors::none(),
        asked_out: erasure
            .asked_at
            .map(|at| long_day(TimeZone::UTC.to_datetime(at).date())),
    })
}

/// The page on which a role begins, so that somebody with several finds each.
fn front_of(role: Role) -> &'static str {
    match role {
        Role::Leader => "/home",
        Role::Sponsor => "/sponsor",
        Role::DataOwner => "/data",
        Role::Administrator => "/installation",
        Role::Coordinator | Role::Rater => "/",
    }
}
