//! Taking somebody out who never sat in a group, for who runs the installation: no data owner has a row of theirs.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::form::long_day;
use firstmove_domain::id::PersonId;
use firstmove_domain::rights::Role;
use jiff::tz::TimeZone;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, only, see_other, show};
use crate::dashboard::theme;
use crate::forgetting::acts;
use crate::forgetting::erase::Sure;
use crate::frame::{Errors, Frame, Person};
use crate::problem::Problem;

/// The page.
#[derive(Template)]
#[template(path = "forgetting/account.html")]
pub struct AccountPage {
    frame: Frame,
    id: String,
    who: String,
    /// "They asked for it on Monday 6 April."
    asked: String,
    /// Why it cannot be done now.
    refused: Option<String>,
    errors: Errors,
}

/// Who it is, by name. Whoever sits or sat in a group is its data owner's to take out, and not found here.
fn found(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &str,
) -> Result<(PersonId, String), Problem> {
    only(actor, Role::Administrator)?;
    let person = id.parse().map_err(|_| Problem::NotFound)?;
    let name = acts::without_seat(scene, &person)?.ok_or(Problem::NotFound)?;
    Ok((person, name))
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (person, name): &(PersonId, String),
    errors: Errors,
) -> Result<AccountPage, Problem> {
    let asked = acts::erasure(scene, person)?.asked_at;
    let told = |at| {
        let day = long_day(TimeZone::UTC.to_datetime(at).date());
        format!("They asked for it on {day}.")
    };
    let mut frame = Frame::plain("Take somebody out")
        .read_by(Person::new(actor.name.as_str()), Role::Administrator.name());
    frame.theme = theme(actor);
    Ok(AccountPage {
        frame,
        id: person.to_string(),
        who: name.clone(),
        asked: asked.map(told).unwrap_or_default(),
        refused: acts::may_erase(scene, person)?
            .err()
            .map(|why| why.to_string()),
        errors,
    })
}

/// `GET /installation/people/{person}/erase`
pub async fn ask(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let found = found(scene, &actor, &id)?;
        show(&page(scene, &actor, &found, Errors::none())?)
    })
    .await
}

/// `POST /installation/people/{person}/erase`
pub async fn erase(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sure): Form<Sure>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        let found = found(scene, actor, &id)?;
        let sentence = match sure.says(&found.1) {
            false => format!("Type {} to say that you mean it.", found.1),
            true => match acts::erase(scene, actor, None, &found.0)? {
                Ok(()) => return Ok(()),
                Err(refusal) => refusal.to_string(),
            },
        };
        let errors = Errors::one("who", sentence);
        Err(ask_again(&page(scene, actor, &found, errors)?))
    })
    .await?;
    Ok(see_other("/installation/keeping?done=erased"))
}
