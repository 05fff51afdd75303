//! Somebody joins a group late.

use askama::Template;
use axum::extract::{Query, State};
use axum_extra::extract::Form;
use firstmove_domain::cohort::join;
use firstmove_domain::form::{FieldProblem, Problems, date, one_line};
use firstmove_domain::person::{NAME_MAX, NewPerson};
use firstmove_domain::rights::Role;
use firstmove_domain::week::Week;
use jiff::Timestamp;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::form::errors as beside;
use crate::cohorts::store::{Cohort, chosen};
use crate::cohorts::{acts, reach};
use crate::dashboard::coordinator_frame;
use crate::dashboard::pages::Asked;
use crate::frame::{Errors, Frame, Place};
use crate::people;
use crate::problem::Problem;

/// The form as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    cohort: String,
    name: String,
    mail: String,
    squad: String,
    joined_on: String,
}

/// The page.
#[derive(Template)]
#[template(path = "cohorts/joining.html")]
pub struct JoinPage {
    frame: Frame,
    group: String,
    /// What is said of closed weeks before a day is named.
    closed: String,
    form: JoinForm,
    errors: Errors,
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, seen): (&Cohort, &[Cohort]),
    form: JoinForm,
    errors: Errors,
) -> Result<JoinPage, Problem> {
    let place = ("Add somebody", Place::People, "/people");
    Ok(JoinPage {
        frame: coordinator_frame(scene, actor, cohort, seen, place)?,
        group: cohort.name.clone(),
        closed: reach::before(&cohort.calendar, scene.now),
        form,
        errors,
    })
}

/// `GET /people/new`
pub async fn new(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (cohort, seen) = chosen(scene.conn, &actor, Role::Coordinator, Some(&asked.cohort))?;
        let form = JoinForm {
            cohort: cohort.id.to_string(),
            joined_on: cohort.calendar.local_date(scene.now).to_string(),
            ..JoinForm::default()
        };
        let found = (&cohort, seen.as_slice());
        show(&page(scene, &actor, found, form, Errors::none())?)
    })
    .await
}

/// `POST /people/new`
pub async fn add(State(app): State<App>, visitor: Visitor, Form(form): Form<JoinForm>) -> Answer {
    let place = app
        .act(visitor, move |scene, actor| {
            let (cohort, seen) = chosen(scene.conn, actor, Role::Coordinator, Some(&form.cohort))?;
            match take_in(scene, actor, &cohort, &form)? {
                // whoever sits there now sees the group as a leader: their way leads home
                Ok(_) if people::acts::same_mail(form.mail.trim(), &actor.mail) => {
                    Ok("/home".to_owned())
                }
                Ok(seat) => Ok(format!("/people/{seat}?done=joined")),
                Err(errors) => {
                    let found = (&cohort, seen.as_slice());
                    let page = page(scene, actor, found, form.clone(), errors)?;
                    Err(ask_again(&page))
                }
            }
        })
        .await?;
    Ok(see_other(&place))
}

/// The new seat, or the sentences beside the fields.
fn take_in(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    form: &JoinForm,
) -> Result<Result<String, Errors>, Problem> {
    let (person, joined_at) = match form.read(cohort, scene.now) {
        Ok(read) => read,
        Err(problems) => return Ok(Err(beside(problems))),
    };
    let seat = acts::join(scene, actor, cohort, &person, joined_at)?;
    Ok(seat
        .map(|seat| seat.to_string())
        .map_err(|sentence| Errors::one("mail", sentence)))
}

impl JoinForm {
    fn read(
        &self,
        cohort: &Cohort,
        now: Timestamp,
    ) -> Result<(NewPerson, Timestamp), Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let person = NewPerson::from_form(&self.name, &self.mail);
        if let Err(found) = &person {
            for problem in found {
                problems.add(problem.field, problem.sentence.clone());
            }
        }
        let squad = problems.optional("squad", &one_line(&self.squad), NAME_MAX);
        let day = match date(&self.joined_on) {
            Ok(Some(day)) => acts::day_begins(&cohort.calendar, day),
            Ok(None) => Err("Say from which day on they take part.".into()),
            Err(sentence) => Err(sentence),
        };
        let joined_at = day.and_then(|at| {
            let ends = cohort.calendar.span(Week::LAST_PRACTICE).1;
            join(false, at.max(now), ends)
                .map(|_| at)
                .map_err(|refusal| refusal.to_string())
        });
        if let Err(sentence) = &joined_at {
            problems.add("joined_on", sentence.clone());
        }
        problems.done(|| {
            let person = NewPerson {
                squad,
                ..person.ok()?
            };
            Some((person, joined_at.ok()?))
        })
    }
}
