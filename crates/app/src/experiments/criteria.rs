//! Changing criteria that are locked: possible, and seen by everybody.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::id::ExperimentId;
use firstmove_domain::plan::{self, PlanInput};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::form::{errors, first_line};
use crate::check_ins::pages::own_move;
use crate::experiments::acts;
use crate::experiments::pages::leader_frame;
use crate::frame::{Errors, Frame, Place as Nav};
use crate::problem::Problem;

/// The page on which locked criteria are changed.
#[derive(Template)]
#[template(path = "experiments/criteria.html")]
pub struct CriteriaPage {
    frame: Frame,
    id: String,
    action: String,
    tried: bool,
    criteria: String,
    due: String,
    errors: Errors,
}

/// The criteria, as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CriteriaSent {
    criteria: String,
    due: String,
}

/// `GET /moves/{id}/criteria`
pub async fn criteria(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.page(visitor, move |scene, actor| {
        show(&criteria_page(scene, &actor, &id, None, Errors::none())?)
    })
    .await
}

fn criteria_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    sent: Option<&CriteriaSent>,
    errors: Errors,
) -> Result<CriteriaPage, Problem> {
    let (place, kept) = own_move(scene, actor, id)?;
    place.must_take_part(scene.now)?;
    let saved = PlanInput::of(&kept.experiment.plan);
    Ok(CriteriaPage {
        frame: leader_frame(scene, actor, &place, "Change the measure").at(Nav::Moves),
        id: id.to_string(),
        action: first_line(&kept.experiment.plan.action).to_owned(),
        tried: kept.report.is_some(),
        criteria: sent.map_or(saved.criteria, |sent| sent.criteria.clone()),
        due: sent.map_or(saved.due, |sent| sent.due.clone()),
        errors,
    })
}

/// `POST /moves/{id}/criteria`
pub async fn change_criteria(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<CriteriaSent>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        take_criteria(scene, actor, &id, &sent)
    })
    .await?;
    Ok(see_other(&format!("/moves/{id}?done=criteria")))
}

fn take_criteria(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    sent: &CriteriaSent,
) -> Result<(), Problem> {
    let (place, kept) = own_move(scene, actor, id)?;
    let calendar = &place.cohort.calendar;
    let keys = [kept.experiment.plan.skill.clone()];
    let frame = plan::Frame {
        skills: &keys,
        first_day: calendar.start(),
        last_day: calendar.dates(Week::LAST).1,
        today: calendar.local_date(scene.now),
    };
    let input = PlanInput {
        criteria: sent.criteria.clone(),
        due: sent.due.clone(),
        ..PlanInput::of(&kept.experiment.plan)
    };
    match input.read(&frame) {
        Ok(plan) => acts::change_criteria(scene, actor, &place, id, plan.criteria),
        Err(problems) => {
            let page = criteria_page(scene, actor, id, Some(sent), errors(problems))?;
            Err(ask_again(&page))
        }
    }
}
