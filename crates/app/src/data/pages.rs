//! How the data owner's rows are asked for, shown and taken away.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::rights::Role;
use firstmove_domain::status::{Line, View, statuses};
use firstmove_domain::week::Week;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::dashboard::pages::Asked;
use crate::dashboard::{theme, week_words};
use crate::data::checks::{Check, Facts, checks};
use crate::frame::{Frame, Group, Kind, Person, Place};
use crate::problem::Problem;
use crate::sheet::files;
use crate::sheet::groups::{Called, named};
use crate::sheet::rows::{SheetRow, rows, without_row};

/// Rows, checks and the way to the file.
#[derive(Template)]
#[template(path = "data/data.html")]
pub struct DataPage {
    frame: Frame,
    cohort: String,
    id: String,
    rows: Vec<SheetRow>,
    checks: Vec<Check>,
}

/// A cohort's sheet, as its data owner may see it.
struct Sheet {
    cohort: Cohort,
    seen: Vec<Cohort>,
    rows: Vec<SheetRow>,
    checks: Vec<Check>,
}

/// `GET /data`
pub async fn data(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let sheet = sheet(scene, &actor, &asked)?;
        show(&DataPage {
            frame: frame(&actor, &sheet, scene),
            cohort: sheet.cohort.name,
            id: sheet.cohort.id.to_string(),
            rows: sheet.rows,
            checks: sheet.checks,
        })
    })
    .await
}

/// `GET /data.csv`
pub async fn file(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let sheet = sheet(scene, &actor, &asked)?;
        files::csv("firstmove-rows", &sheet.rows, false)
    })
    .await
}

/// `GET /data.xlsx`
pub async fn workbook(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let sheet = sheet(scene, &actor, &asked)?;
        files::xlsx("firstmove-rows", &sheet.rows)
    })
    .await
}

fn sheet(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Result<Sheet, Problem> {
    let (cohort, seen) = cohorts::chosen(scene.conn, actor, Role::DataOwner, Some(&asked.cohort))?;
    let histories = histories::load(scene.conn, &cohort.id)?;
    let read = |view| -> Vec<Line> {
        histories
            .iter()
            .map(|seat| statuses(&cohort.calendar, seat, view, scene.now))
            .collect()
    };
    let (closed, last) = (read(View::Closed), read(View::Final));
    let sessions = histories::ratings(scene.conn, &cohort.id)?;
    let people = named(scene, &cohort, &last, Called::Pseudonym)?;
    let begun = Week::practice()
        .filter(|week| cohort.calendar.span(*week).0 <= scene.now)
        .map(Week::number)
        .next_back()
        .unwrap_or(0);
    let facts = Facts {
        closed: &closed,
        last: &last,
        sessions: &sessions,
        closed_weeks: cohort.calendar.closed_through(scene.now).min(10),
        begun,
        without_row: without_row(&people, begun),
    };
    Ok(Sheet {
        checks: checks(&facts),
        rows: rows(&cohort.name, &people, &sessions, begun),
        cohort,
        seen,
    })
}

fn frame(actor: &Actor, sheet: &Sheet, scene: &Scene<'_, '_>) -> Frame {
    let mut frame = Frame::new("Data", Kind::DataOwner)
        .at(Place::Data)
        .read_by(Person::new(actor.name.as_str()), Role::DataOwner.name());
    frame.theme = theme(actor);
    frame.groups = sheet
        .seen
        .iter()
        .map(|one| Group {
            name: one.name.clone(),
            hint: week_words(one, scene.now),
            href: format!("/data?cohort={}", one.id),
            current: one.id == sheet.cohort.id,
        })
        .collect();
    frame
}
