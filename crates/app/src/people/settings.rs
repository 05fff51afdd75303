//! A person's own settings.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::form::long_day;
use firstmove_domain::rights::Role;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::cohorts::store::chosen;
use crate::dashboard::{coordinator_frame, theme};
use crate::experiments;
use crate::forgetting;
use crate::frame::{Choice, Errors, Frame, Kind, Person, Place};
use crate::people::acts;
use crate::problem::Problem;

/// Theme, roles, signing out.
#[derive(Template)]
#[template(path = "people/settings.html")]
pub struct Settings {
    frame: Frame,
    name: String,
    mail: String,
    roles: Vec<(&'static str, &'static str)>,
    themes: Vec<Choice>,
    /// The address they typed.
    typed: String,
    errors: Errors,
    /// The day on which they asked to be taken out.
    asked_out: Option<String>,
    /// Whether they have a seat in a group: its data owner takes them out, an administrator whoever has none.
    seated: bool,
    /// Whether they hold a role, which is handed over before.
    has_role: bool,
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// `GET /settings`
pub async fn settings(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Done>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let mut page = written(scene, &actor, String::new(), Errors::none())?;
        page.frame.notice = (asked.done == "address").then(|| {
            "A link is on its way to the new address, unless somebody else has it. It works for fifteen minutes."
                .into()
        });
        show(&page)
    })
    .await
}

/// The settings, also the front page of somebody who has no other yet.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor) -> Answer {
    show(&written(scene, actor, String::new(), Errors::none())?)
}

/// The page with what was typed as the new address, and what is wrong with it.
pub(super) fn written(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    typed: String,
    errors: Errors,
) -> Result<Settings, Problem> {
    let erasure = forgetting::acts::erasure(scene, &actor.person)?;
    let frame = frame(scene, actor)?;
    let given = actor.theme.clone().unwrap_or_default();
    Ok(Settings {
        frame,
        name: actor.name.clone(),
        mail: actor.mail.clone(),
        roles: Role::ALL
            .into_iter()
            .filter(|role| actor.is(*role))
            .map(|role| (role.name(), front_of(role)))
            .collect(),
        themes: vec![
            Choice {
                on: given.is_empty(),
                ..Choice::new("", "As the device", "")
            },
            Choice::new("light", "Light", &given),
            Choice::new("dark", "Dark", &given),
        ],
        typed,
        errors,
        asked_out: erasure
            .asked_at
            .map(|at| long_day(TimeZone::UTC.to_datetime(at).date())),
        seated: forgetting::acts::without_seat(scene, &actor.person)?.is_none(),
        has_role: acts::holds_a_role(scene, &actor.person)?,
    })
}

/// The frame with the navigation of the reader's first page.
fn frame(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Frame, Problem> {
    let title = "Settings";
    if actor.is(Role::Coordinator)
        && let Ok((cohort, seen)) = chosen(scene.conn, actor, Role::Coordinator, None)
    {
        let here = (title, Place::Elsewhere, "/");
        return coordinator_frame(scene, actor, &cohort, &seen, here);
    }
    if actor.is(Role::Leader) {
        return Ok(experiments::Place::of(scene, actor)?.frame(scene, actor, title));
    }
    let (kind, role) = if actor.is(Role::Sponsor) {
        (Kind::Plain, "")
    } else if actor.is(Role::DataOwner) {
        (Kind::DataOwner, Role::DataOwner.name())
    } else if actor.administrator {
        (Kind::Administrator, Role::Administrator.name())
    } else {
        (Kind::Plain, "")
    };
    let mut frame = Frame::new(title, kind).read_by(Person::new(actor.name.as_str()), role);
    frame.theme = theme(actor);
    Ok(frame)
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
