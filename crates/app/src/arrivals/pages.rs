//! How a list of people is sent, looked at and taken into a group of the draft.

use std::collections::HashMap;

use askama::Template;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::person::NewPerson;
use firstmove_domain::roster::{BadRow, Column, Plan};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::arrivals::acts::{self, Waiting};
use crate::arrivals::list::List;
use crate::dashboard::capital;
use crate::frame::{Choice, Errors, Frame, upload};
use crate::problem::Problem;
use crate::sprints::drafts::{Mark, Step, frame, marks};

/// Rows that a page names; there may be thousands.
const MOST_SHOWN: usize = 40;

/// Which group of the draft.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    group: usize,
}

/// Where a list is sent.
#[derive(Template)]
#[template(path = "arrivals/send.html")]
pub struct SendPage {
    frame: Frame,
    steps: Vec<Mark>,
    place: usize,
    group: String,
    errors: Errors,
}

/// A column of the list, and what it may hold.
struct ColumnView {
    at: usize,
    heading: String,
    sample: String,
    choices: Vec<Choice>,
}

/// What it would do.
#[derive(Template)]
#[template(path = "arrivals/look.html")]
pub struct LookPage {
    frame: Frame,
    steps: Vec<Mark>,
    list: String,
    group: String,
    place: usize,
    columns: Vec<ColumnView>,
    /// Whether the columns want looking at.
    open: bool,
    people: Vec<NewPerson>,
    there: String,
    bad: Vec<BadRow>,
    bad_count: usize,
    faults: Vec<String>,
    notes: Vec<String>,
    ready: bool,
    errors: Errors,
}

fn send_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: usize,
    errors: Errors,
) -> Result<SendPage, Problem> {
    Ok(SendPage {
        group: acts::group(scene, actor, place)?,
        frame: frame(actor, "Bring a list"),
        steps: marks(Step::People),
        place,
        errors,
    })
}

/// `GET /sprints/new/people/file`
pub async fn new(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        show(&send_page(scene, &actor, asked.group, Errors::none())?)
    })
    .await
}

/// `POST /sprints/new/people/file`
pub async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer {
    let place = asked.group;
    // whoever sets nothing up learns nothing of what a file should be
    app.page(visitor.clone(), move |scene, actor| {
        acts::group(scene, &actor, place).map(|_| ())
    })
    .await?;
    let read = match upload::file(parts).await {
        Ok(file) => tokio::task::spawn_blocking(move || List::read(&file))
            .await
            .map_err(Problem::broken)?,
        Err(sentence) => Err(sentence),
    };
    let id = app
        .act(visitor, move |scene, actor| match &read {
            Ok(list) => acts::keep(scene, actor, place, list),
            Err(sentence) => {
                let errors = Errors::one("file", capital(sentence));
                Err(ask_again(&send_page(scene, actor, place, errors)?))
            }
        })
        .await?;
    Ok(see_other(&format!("/sprints/new/people/file/{id}")))
}

fn look_page(actor: &Actor, waiting: &Waiting, plan: Plan, errors: Errors) -> LookPage {
    let mut notes = waiting.list.notes.clone();
    notes.extend(plan.notes.iter().cloned());
    LookPage {
        frame: frame(actor, "What the list brings"),
        steps: marks(Step::People),
        list: waiting.id.clone(),
        group: waiting.group().to_owned(),
        place: waiting.place,
        columns: columns(waiting),
        open: waiting.mapping.doubtful || !plan.faults.is_empty(),
        ready: plan.is_ready(),
        there: plan.there.join(", "),
        people: plan.people,
        bad_count: plan.bad.len(),
        bad: plan.bad.into_iter().take(MOST_SHOWN).collect(),
        faults: plan.faults,
        notes: notes.into_iter().take(MOST_SHOWN).collect(),
        errors,
    }
}

fn columns(waiting: &Waiting) -> Vec<ColumnView> {
    let columns = waiting.table.headings.iter().enumerate();
    columns
        .map(|(at, heading)| {
            let held = waiting.mapping.columns.get(at).copied().flatten();
            let held = held.map_or("", Column::key);
            let mut choices = vec![Choice::new("", "Not used", held)];
            let all = Column::ALL.into_iter();
            choices.extend(all.map(|column| Choice::new(column.key(), column.label(), held)));
            ColumnView {
                at,
                heading: heading.clone(),
                sample: waiting.table.sample(at).chars().take(60).collect(),
                choices,
            }
        })
        .collect()
}

/// `GET /sprints/new/people/file/{file}`
pub async fn look(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let waiting = acts::waiting(scene, &actor, &id)?;
        let plan = waiting.plan();
        show(&look_page(&actor, &waiting, plan, Errors::none()))
    })
    .await
}

/// `POST /sprints/new/people/file/{file}`: what the columns hold, and whether to take it.
pub async fn choose(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Answer {
    let place = app
        .act(visitor, move |scene, actor| {
            let mut waiting = acts::waiting(scene, actor, &id)?;
            for (at, holds) in waiting.mapping.columns.iter_mut().enumerate() {
                if let Some(key) = fields.get(&format!("c{at}")) {
                    *holds = Column::from_key(key);
                }
            }
            acts::choose(scene, &waiting)?;
            let plan = waiting.plan();
            if fields.get("do").is_none_or(|what| what != "take") {
                return Ok(format!("/sprints/new/people/file/{}", waiting.id));
            }
            if plan.is_ready() {
                acts::take(scene, actor, &waiting, &plan)?;
                return Ok(format!("/sprints/new/people?group={}", waiting.place));
            }
            let errors = Errors::one(
                "faults",
                "Nothing was taken. Some of it is still to be mended.",
            );
            Err(ask_again(&look_page(actor, &waiting, plan, errors)))
        })
        .await?;
    Ok(see_other(&place))
}

/// `POST /sprints/new/people/file/{file}/away`
pub async fn away(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.act(visitor, move |scene, actor| {
        let waiting = acts::waiting(scene, actor, &id)?;
        acts::throw_away(scene, &waiting)
    })
    .await?;
    Ok(see_other("/sprints/new/people"))
}
