//! The form with which a leader names who was there, or says that nobody was.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::id::ExperimentId;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other};
use crate::check_ins::acts::own;
use crate::check_ins::form::errors;
use crate::experiments::move_page::{MoveAsked, move_again};
use crate::experiments::no_longer;
use crate::frame::Errors;
use crate::problem::Problem;
use crate::witnesses::own::Typed;
use crate::witnesses::{acts, audit};

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    #[serde(flatten)]
    typed: Typed,
    /// Anything: nobody was there.
    nobody: String,
}

/// `POST /moves/{id}/witness`
pub async fn name(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    let done = app
        .act(visitor, move |scene, actor| take(scene, actor, &id, &sent))
        .await?;
    Ok(see_other(&format!("/moves/{id}?done={done}")))
}

fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    sent: &Sent,
) -> Result<&'static str, Problem> {
    let (cohort, me, _) = own(scene, actor, id)?;
    if !me.takes_part(scene.now) {
        return Err(no_longer());
    }
    if !sent.nobody.is_empty() {
        audit::nobody(scene, &cohort.id, id)?;
        return Ok("nobody");
    }
    let Typed {
        witness,
        witness_mail,
    } = &sent.typed;
    let about = (&cohort.id, Some(id));
    let fields = (witness.as_str(), witness_mail.as_str());
    let wrong = match acts::read(scene, about, fields, &me.mail)? {
        Ok(Some(named)) => {
            acts::name(scene, &cohort.id, id, Some(&named))?;
            return Ok("named");
        }
        // sent twice: who was asked meanwhile is named
        Ok(None) if !witness_mail.trim().is_empty() => return Ok("named"),
        Ok(None) => Errors::one(
            "witness_mail",
            "Write their address, or say that nobody was there.",
        ),
        Err(problems) => errors(problems),
    };
    let asked = MoveAsked::witness(sent.typed.clone(), wrong);
    Err(move_again(scene, actor, id, asked))
}
