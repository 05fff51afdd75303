//! A person's own settings, and the page that says who sees what.

use askama::Template;
use axum::extract::State;
use firstmove_domain::rights::{Deed, Kind as DeedKind, Role, Sight, WHO_SEES_WHAT, may};

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, show};
use crate::dashboard::{capital, theme};
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
}

/// `GET /settings`
pub async fn settings(State(app): State<App>, visitor: Visitor) -> Answer {
    app.page(visitor, |_, actor| page(&actor)).await
}

/// The settings, also the front page of somebody who has no other yet.
pub fn page(actor: &Actor) -> Answer {
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

/// One role and what it sees.
struct Sees {
    who: &'static str,
    sees: Vec<String>,
}

/// Who sees what, from the table that decides it.
#[derive(Template)]
#[template(path = "people/who_sees_what.html")]
pub struct WhoSeesWhat {
    frame: Frame,
    sights: &'static [Sight],
    roles: Vec<Sees>,
}

/// Rights to things that no page shows yet: they stand in the table, and here once they can be seen.
const TO_COME: [Deed; 4] = [
    Deed::SeeNamedSheet,
    Deed::ReadChanges,
    Deed::ReadAuditLog,
    Deed::ReadStories,
];

/// `GET /who-sees-what`
pub async fn who_sees_what() -> Answer {
    let sees = |role: Role| Sees {
        who: role.name(),
        sees: Deed::ALL
            .iter()
            .filter(|deed| deed.kind() == DeedKind::Sees && may(role, **deed))
            .filter(|deed| !TO_COME.contains(deed))
            .map(|deed| capital(&deed.description().replace("cohort", "group")))
            .collect(),
    };
    show(&WhoSeesWhat {
        frame: Frame::plain("Who sees what"),
        sights: WHO_SEES_WHAT,
        roles: Role::ALL
            .into_iter()
            .map(sees)
            .filter(|one| !one.sees.is_empty())
            .collect(),
    })
}
