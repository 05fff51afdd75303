//! Taking somebody out who never sat in a group, for who runs the installation: no data owner has a row of theirs.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::id::PersonId;
use firstmove_domain::rights::Role;
use jiff::tz::TimeZone;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, only, see_other, show};
use crate::dashboard::theme;
use crate::forgetting::acts;
use crate::forgetting::erase::{ErasePage, Sure, asked_on};
use crate::frame::{Errors, Frame, Person};
use crate::problem::Problem;

/// What goes of somebody who never sat in a group.
const GOES: [&str; 4] = [
    "Name and mail address. They can no longer sign in.",
    "Questions they asked about moves, and thanks they wrote.",
    "Mails to them, and mails that name them.",
    "Drafts of sprints, lists of people and sheets that they were working on.",
];
/// What stays of them.
const STAYS: [&str; 4] = [
    "Every number. They sat in no group, so none of them is theirs.",
    "Reasons of corrections and errata that they signed, and notes of meetings that they led, with “Taken out” in place of the name.",
    "The trail, which holds no words of theirs.",
    "What others wrote about them, and copies outside of this program: files, mails, backups. Those are yours to look after.",
];

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
) -> Result<ErasePage, Problem> {
    let asked = acts::erasure(scene, person)?.asked_at;
    let mut frame = Frame::plain("Take somebody out")
        .read_by(Person::new(actor.name.as_str()), Role::Administrator.name());
    frame.theme = theme(actor);
    Ok(ErasePage {
        frame,
        action: format!("/installation/people/{person}/erase"),
        who: name.clone(),
        label: "Type the name",
        asked: asked
            .map(|at| asked_on(at, &TimeZone::UTC))
            .unwrap_or_default(),
        goes: &GOES,
        stays: &STAYS,
        refused: acts::may_erase(scene, person)?
            .err()
            .map(|why| why.to_string()),
        errors,
        back: ("/installation/keeping".into(), "How long things are kept"),
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
