//! What each skill of a sprint serves, named or changed after the sprint was set up: the priority at any time, the metric
//! until the first group begins (MEASUREMENT.md 4.1: nobody chooses a metric after seeing data).

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::event::Event;
use firstmove_domain::form::one_line;
use firstmove_domain::id::SprintId;
use firstmove_domain::rights::Role;
use firstmove_domain::skill::skill;
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::cohorts::store as cohorts;
use crate::dashboard::sprint_frame;
use crate::frame::{Errors, Frame};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::roles::{self, Place};
use crate::sprints::store;

/// A priority or a metric has at most so many letters, as when the sprint is set up.
const MOST: usize = 280;

/// One skill with what it serves.
pub struct Aim {
    key: String,
    name: String,
    priority: String,
    metric: String,
}

/// The page.
#[derive(Template)]
#[template(path = "sprints/aims.html")]
pub struct AimsPage {
    frame: Frame,
    id: String,
    sprint: String,
    aims: Vec<Aim>,
    /// Whether a group has begun: the metrics stand.
    locked: bool,
    errors: Errors,
}

/// The form: a line of each kind for every skill, in their order.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AimsForm {
    priority: Vec<String>,
    metric: Vec<String>,
}

/// Whether week 1 of a group of the sprint has begun.
pub fn locked(scene: &mut Scene<'_, '_>, sprint: &SprintId) -> Result<bool, Problem> {
    let groups = cohorts::of_sprint(scene.conn, sprint)?;
    let begun = |one: &cohorts::Cohort| one.calendar.span(Week::FIRST).0 <= scene.now;
    Ok(groups.iter().any(begun))
}

/// A sprint that the actor coordinates; any other is not found.
fn find(scene: &mut Scene<'_, '_>, actor: &Actor, id: &str) -> Result<(SprintId, String), Problem> {
    match roles::acts::sprint(scene, actor, id)? {
        Place::Sprint { id, name } if actor.holds(Role::Coordinator, &id) => Ok((id, name)),
        _ => Err(Problem::NotFound),
    }
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (id, sprint): (&SprintId, &str),
) -> Result<AimsPage, Problem> {
    let title = "What the skills serve";
    let frame = sprint_frame(scene, actor, (id, title))?;
    let kept = store::skills(scene.conn, id)?;
    Ok(AimsPage {
        frame,
        id: id.to_string(),
        sprint: sprint.to_owned(),
        aims: kept
            .into_iter()
            .map(|(key, priority, metric)| Aim {
                name: skill(&key).map_or(key.clone(), |skill| skill.name.to_owned()),
                key,
                priority,
                metric,
            })
            .collect(),
        locked: locked(scene, id)?,
        errors: Errors::none(),
    })
}

/// `GET /sprints/{id}/skills`
pub async fn show_aims(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (id, name) = find(scene, &actor, &id)?;
        show(&page(scene, &actor, (&id, &name))?)
    })
    .await
}

/// `POST /sprints/{id}/skills`
pub async fn save_aims(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form): Form<AimsForm>,
) -> Answer {
    let place = format!("/sprints/{id}?done=aims");
    app.act(visitor, move |scene, actor| {
        let (id, name) = find(scene, actor, &id)?;
        let mut page = page(scene, actor, (&id, &name))?;
        let metrics = match page.locked {
            true => &[],
            false => form.metric.as_slice(),
        };
        let mut changed = Vec::new();
        for (at, aim) in page.aims.iter_mut().enumerate() {
            let lines = [
                ("priority", &mut aim.priority, form.priority.get(at)),
                ("metric", &mut aim.metric, metrics.get(at)),
            ];
            for (field, line, typed) in lines {
                let typed = typed.map(|typed| one_line(typed));
                let Some(typed) = typed.filter(|typed| typed != line) else {
                    continue;
                };
                if typed.chars().count() > MOST {
                    let sentence = format!("Shorten it to {MOST} letters.");
                    page.errors.add(format!("{field}-{at}"), sentence);
                }
                *line = typed;
                if changed.last() != Some(&at) {
                    changed.push(at);
                }
            }
        }
        if !page.errors.is_empty() {
            return Err(ask_again(&page));
        }
        for aim in changed.into_iter().map(|at| &page.aims[at]) {
            store::set_aim(scene.conn, &id, (&aim.key, &aim.priority, &aim.metric))?;
            let (sprint, skill) = (id, aim.key.clone());
            happened(
                scene,
                Some(actor),
                None,
                Event::SkillAimed { sprint, skill },
            )?;
        }
        Ok(())
    })
    .await?;
    Ok(see_other(&place))
}
