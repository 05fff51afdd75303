//! A leader's name, address and team, set right by the coordinator.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::event::Event;
use firstmove_domain::form::{FieldProblem, Problems, one_line};
use firstmove_domain::person::{Mail, NAME_MAX};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again};
use crate::check_ins::form::errors as beside;
use crate::cohorts::ends::Typed;
use crate::cohorts::leader::{back_to, find, page};
use crate::cohorts::seats;
use crate::cohorts::store::{Cohort, Seated};
use crate::frame::Errors;
use crate::kickoff;
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;

/// The form, and what it showed when it was opened.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DetailsInput {
    pub(super) name: String,
    pub(super) mail: String,
    pub(super) squad: String,
    was_name: String,
    /// Empty where the address is not the coordinator's to change.
    was_mail: String,
    was_squad: String,
}

impl DetailsInput {
    /// As it stands.
    pub(super) fn of(seated: &Seated) -> DetailsInput {
        DetailsInput {
            name: seated.name.clone(),
            mail: seated.mail.clone(),
            squad: seated.squad.clone(),
            ..DetailsInput::default()
        }
    }

    fn has_mail(&self) -> bool {
        !self.was_mail.is_empty()
    }

    fn read(&self) -> Result<Details, Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let missing = "The name is missing. Add it.";
        let name = problems.required("details_name", &one_line(&self.name), 1, NAME_MAX, missing);
        let squad = problems.optional("details_squad", &one_line(&self.squad), NAME_MAX);
        let mail = self.has_mail().then(|| Mail::parse(&self.mail)).transpose();
        if let Err(sentence) = &mail {
            problems.add("details_mail", sentence.clone());
        }
        problems.done(|| {
            Some(Details {
                name,
                mail: mail.ok()?,
                squad: squad.unwrap_or_default(),
            })
        })
    }

    /// What somebody else has set right since the form was opened.
    fn overtaken(&self, seated: &Seated) -> Option<String> {
        let same = self.was_name == seated.name
            && self.was_squad == seated.squad
            && (!self.has_mail() || self.was_mail == seated.mail);
        let unknown = self.was_name.is_empty();
        (!same && !unknown).then(|| {
            let team = match seated.squad.as_str() {
                "" => "no team",
                team => team,
            };
            let mail = match self.has_mail() {
                true => format!("{}, ", seated.mail),
                false => String::new(),
            };
            format!(
                "Somebody has changed this since: it stands as {}, {mail}{team}. Send again to set it as typed.",
                seated.name
            )
        })
    }
}

/// What was typed, checked.
struct Details {
    name: String,
    mail: Option<Mail>,
    squad: String,
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
            (Ok(read), None) => match set(scene, actor, (&facts.cohort, &seated), read)? {
                Ok(done) => return Ok(done),
                Err(sentence) => Errors::one("details_mail", sentence),
            },
        };
        let typed = Typed {
            details: Some(input.clone()),
            ..Typed::default()
        };
        let found = (&facts, &seated);
        Err(ask_again(&page(scene, actor, found, typed, errors)?))
    })
    .await
    .map(|done| back_to(&place, done))
}

/// Sets right what differs, and says for the page what was done: `address` where the invitation goes out once more. The
/// sentence says why the address stays as it is.
fn set(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, seated): (&Cohort, &Seated),
    Details { name, mail, squad }: Details,
) -> Result<Result<&'static str, String>, Problem> {
    let mail = mail.filter(|mail| !people::acts::same_mail(mail.as_str(), &seated.mail));
    let renamed = name != seated.name;
    if (renamed || mail.is_some())
        && seats::is_elsewhere(scene.conn, &seated.person, &actor.person)?
    {
        return Err(Problem::Refused(
            "This person also takes part or has a role elsewhere, so their name and address are not yours to change. \
             Ask whoever runs the installation."
                .into(),
        ));
    }
    let mut done = "details";
    if let Some(mail) = &mail {
        let corrected = people::acts::correct_mail(scene, (actor, cohort), &seated.person, mail)?;
        if let Err(sentence) = corrected {
            return Ok(Err(sentence));
        }
        if kickoff::acts::again_to(scene, actor, (cohort, &seated.seat))? {
            done = "address";
        }
    }
    if renamed {
        people::acts::rename(scene, &seated.person, &name)?;
    }
    if renamed || squad != seated.squad {
        seats::set_squad(scene.conn, &cohort.id, &seated.seat, &squad)?;
        let event = Event::DetailsCorrected { seat: seated.seat };
        happened(scene, Some(actor), Some(cohort), event)?;
    }
    Ok(Ok(done))
}
