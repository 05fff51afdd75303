//! A leader's name and team, set right by the coordinator.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::event::Event;
use firstmove_domain::form::{FieldProblem, Problems, one_line};
use firstmove_domain::person::NAME_MAX;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again};
use crate::check_ins::form::errors as beside;
use crate::cohorts::ends::Typed;
use crate::cohorts::leader::{back_to, find, page};
use crate::cohorts::seats;
use crate::cohorts::store::{Cohort, Seated};
use crate::frame::Errors;
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;

/// The form, and what it showed when it was opened.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DetailsInput {
    pub(super) name: String,
    pub(super) squad: String,
    was_name: String,
    was_squad: String,
}

impl DetailsInput {
    /// As it stands.
    pub(super) fn of(seated: &Seated) -> DetailsInput {
        DetailsInput {
            name: seated.name.clone(),
            squad: seated.squad.clone(),
            ..DetailsInput::default()
        }
    }

    fn read(&self) -> Result<(String, String), Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let missing = "The name is missing. Add it.";
        let name = problems.required("details_name", &one_line(&self.name), 1, NAME_MAX, missing);
        let squad = problems.optional("details_squad", &one_line(&self.squad), NAME_MAX);
        problems.done(|| Some((name, squad.unwrap_or_default())))
    }

    /// What somebody else has set right since the form was opened.
    fn overtaken(&self, seated: &Seated) -> Option<String> {
        let same = self.was_name == seated.name && self.was_squad == seated.squad;
        let unknown = self.was_name.is_empty();
        (!same && !unknown).then(|| {
            let team = match seated.squad.as_str() {
                "" => "no team",
                team => team,
            };
            format!(
                "Somebody has changed this since: it stands as {}, {team}. Send again to set it as typed.",
                seated.name
            )
        })
    }
}

/// `POST /people/{seat}/details`
pub async fn correct(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Form(input): Form<DetailsInput>,
) -> Answer {
    let place = seat.clone();
    app.act(visitor, move |scene, actor| {
        let (facts, seated) = find(scene, actor, &seat)?;
        let errors = match (input.read(), input.overtaken(&seated)) {
            (Err(problems), _) => beside(problems),
            (Ok(_), Some(sentence)) => Errors::one("details_name", sentence),
            (Ok(read), None) => return set(scene, actor, (&facts.cohort, &seated), read),
        };
        let typed = Typed {
            details: Some(input.clone()),
            ..Typed::default()
        };
        let found = (&facts, &seated);
        Err(ask_again(&page(scene, actor, found, typed, errors)?))
    })
    .await?;
    Ok(back_to(&place, "details"))
}

fn set(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, seated): (&Cohort, &Seated),
    (name, squad): (String, String),
) -> Result<(), Problem> {
    if name == seated.name && squad == seated.squad {
        return Ok(());
    }
    if name != seated.name {
        if seats::is_elsewhere(scene.conn, &seated.person, &actor.person)? {
            return Err(Problem::Refused(
                "This person also takes part or has a role elsewhere, so their name is not yours to change. \
                 Ask whoever runs the installation."
                    .into(),
            ));
        }
        people::acts::rename(scene, &seated.person, &name)?;
    }
    seats::set_squad(scene.conn, &cohort.id, &seated.seat, &squad)?;
    let event = Event::DetailsCorrected { seat: seated.seat };
    happened(scene, Some(actor), Some(cohort), event)
}
