//! How the data owner's rows are asked for, shown and taken away.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use firstmove_domain::rights::Role;
use firstmove_domain::status::{Line, View, statuses};
use firstmove_domain::week::Week;
use std::collections::HashMap;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::dashboard::pages::Asked;
use crate::dashboard::{theme, week_words};
use crate::data::checks::{Check, Facts, checks};
use crate::data::rows::{HEADINGS, SheetRow, rows, without_row};
use crate::frame::{Frame, Group, Kind, Person, Place};
use crate::problem::Problem;

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
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(HEADINGS).map_err(Problem::broken)?;
        for row in &sheet.rows {
            file.write_record(row.cells()).map_err(Problem::broken)?;
        }
        let text = file.into_inner().map_err(Problem::broken)?;
        let head = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
            (
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"firstmove-rows.csv\"",
            ),
            (header::CACHE_CONTROL, "no-store"),
        ]
        .map(|(name, value)| (name, HeaderValue::from_static(value)));
        Ok((head, text).into_response())
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
    let people = named(&cohorts::roster(scene.conn, &cohort.id)?, &last);
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
        rows: rows(&people, &sessions, begun),
        cohort,
        seen,
    })
}

/// The lines under their people's pseudonyms, in the order of these, so that no other order tells who it is.
fn named(roster: &[Seated], lines: &[Line]) -> Vec<(String, Line)> {
    let pseudonyms: HashMap<String, &str> = roster
        .iter()
        .map(|seated| (seated.person.to_string(), seated.pseudonym.as_str()))
        .collect();
    let mut people: Vec<(String, Line)> = lines
        .iter()
        .filter_map(|line| Some(((*pseudonyms.get(&line.person)?).to_owned(), line.clone())))
        .collect();
    people.sort_by(|a, b| a.0.cmp(&b.0));
    people
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
