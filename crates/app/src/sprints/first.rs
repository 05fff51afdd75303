//! The page that an empty installation begins with: the first account.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::draft::zone;
use firstmove_domain::form::one_line;
use firstmove_domain::person::NewPerson;
use serde::Deserialize;

use crate::app::{Answer, App, ask_again, see_other, show};
use crate::check_ins::form::errors as beside;
use crate::frame::{Errors, Frame};
use crate::people::with_cookie;
use crate::problem::Problem;
use crate::sprints::acts;

/// The form as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    name: String,
    mail: String,
    organisation: String,
    zone: String,
}

/// The page.
#[derive(Template)]
#[template(path = "sprints/first.html")]
pub struct FirstPage {
    frame: Frame,
    token: String,
    form: Typed,
    zones: Vec<String>,
    errors: Errors,
}

fn page(token: String, form: Typed, errors: Errors) -> FirstPage {
    FirstPage {
        frame: Frame::plain("Make the first account"),
        token,
        form,
        zones: zones(),
        errors,
    }
}

/// The time zones to choose from: those that are named after a place.
pub fn zones() -> Vec<String> {
    jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .filter(|name| name.contains('/') && !name.starts_with("Etc/") && !name.contains("posix"))
        .collect()
}

/// `GET /setup/{token}`
pub async fn set_up(State(app): State<App>, Path(token): Path<String>) -> Answer {
    app.open_page(move |scene| {
        if !acts::may_set_up(scene, &token)? {
            return Err(Problem::NotFound);
        }
        show(&page(token, Typed::default(), Errors::none()))
    })
    .await
}

/// `POST /setup/{token}`
pub async fn make(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(form): Form<Typed>,
) -> Answer {
    let sign_in_token = app.secrets.token();
    let kept = sign_in_token.clone();
    app.open_act(move |scene| {
        if !acts::may_set_up(scene, &token)? {
            return Err(Problem::NotFound);
        }
        match form.read() {
            Ok((maker, organisation, zone)) => {
                acts::first_account(scene, &token, &maker, (&organisation, &zone), &kept)
            }
            Err(errors) => Err(ask_again(&page(token.clone(), form.clone(), errors))),
        }
    })
    .await?;
    with_cookie(see_other("/sprints/new/skills"), &app, &sign_in_token)
}

impl Typed {
    fn read(&self) -> Result<(NewPerson, String, String), Errors> {
        let maker = NewPerson::from_form(&self.name, &self.mail);
        let mut errors = maker
            .as_ref()
            .err()
            .cloned()
            .map_or_else(Errors::none, beside);
        let organisation = one_line(&self.organisation);
        if organisation.is_empty() {
            errors.add("organisation", "Add the organisation.");
        } else if organisation.chars().count() > 120 {
            errors.add("organisation", "Shorten it to 120 letters.");
        }
        let zone = zone(&self.zone);
        if zone.is_none() {
            errors.add("zone", "Choose a time zone such as Europe/Berlin.");
        }
        match (maker, zone) {
            (Ok(maker), Some(zone)) if errors.is_empty() => Ok((maker, organisation, zone)),
            _ => Err(errors),
        }
    }
}
