//! The coordinator's sheet: shown by group, week and person, and taken away as a file.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::rights::Role;
use serde::Deserialize;

use super::files;
use super::groups::{GroupSheet, by_name};
use super::rows::SheetRow;
use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::cohorts::store::{Cohort, seen_as};
use crate::dashboard::coordinator_frame;
use crate::frame::{Choice, Errors, Fifty, Frame, Place};
use crate::problem::Problem;

/// What the address asks for; an empty field asks for nothing in particular.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A group's id; empty for all.
    pub cohort: String,
    /// One week, by its number.
    pub week: String,
    /// One person, by their seat.
    pub who: String,
    /// The rows after so many.
    pub after: String,
}

/// The sheet.
#[derive(Template)]
#[template(path = "sheet/sheet.html")]
pub struct SheetPage {
    frame: Frame,
    heading: String,
    tabs: Vec<(String, String, bool)>,
    asked: Asked,
    weeks: Vec<Choice>,
    people: Vec<Choice>,
    several: bool,
    rows: Vec<SheetRow>,
    fifty: Fifty,
    /// The fields of the address, for the files.
    query: String,
    errors: Errors,
}

/// What is asked for, looked up.
struct Found {
    seen: Vec<Cohort>,
    sheets: Vec<GroupSheet>,
    rows: Vec<SheetRow>,
}

/// `GET /sheet`
pub async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let found = find(scene, &actor, &asked)?;
        show(&draw(scene, &actor, found, asked)?)
    })
    .await
}

/// `GET /sheet.csv`
pub async fn csv(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let found = find(scene, &actor, &asked)?;
        files::csv("firstmove-sheet", &found.rows, found.sheets.len() > 1)
    })
    .await
}

/// `GET /sheet.xlsx`
pub async fn xlsx(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let found = find(scene, &actor, &asked)?;
        files::xlsx("firstmove-sheet", &found.rows)
    })
    .await
}

/// The groups that the reader coordinates and does not sit in; nothing is found where there is none.
fn find(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Result<Found, Problem> {
    let seen = seen_as(scene.conn, actor, Role::Coordinator)?;
    let wanted =
        |cohort: &&Cohort| asked.cohort.is_empty() || cohort.id.to_string() == asked.cohort;
    let chosen: Vec<Cohort> = seen.iter().filter(wanted).cloned().collect();
    if chosen.is_empty() {
        return Err(Problem::NotFound);
    }
    let sheets = by_name(scene, &chosen, |seat| {
        asked.who.is_empty() || seat == asked.who
    })?;
    let week = asked.week.parse::<i64>().ok();
    let rows = sheets.iter().flat_map(|sheet| &sheet.rows);
    let rows = rows.filter(|row| week.is_none_or(|week| row.week == week));
    Ok(Found {
        rows: rows.cloned().collect(),
        seen,
        sheets,
    })
}

fn draw(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: Found,
    asked: Asked,
) -> Result<SheetPage, Problem> {
    let place = ("The sheet", Place::Results, "/sheet");
    let first = found.sheets.first().map(|sheet| &sheet.cohort);
    let first = first.ok_or(Problem::NotFound)?;
    let people = found.sheets.iter().flat_map(|sheet| &sheet.people);
    let people = people.map(|one| Choice::new(one.seat.as_str(), one.who.as_str(), &asked.who));
    let weeks =
        (1..=10).map(|week: u8| Choice::new(week.to_string(), format!("Week {week}"), &asked.week));
    let anybody = |label: &str| std::iter::once(Choice::new("", label, ""));
    let several = found.sheets.len() > 1;
    let query = format!(
        "cohort={}&week={}&who={}",
        asked.cohort,
        number(&asked.week),
        seat(&asked.who)
    );
    let mut rows = found.rows;
    let fifty = Fifty::of(&mut rows, &asked.after, |after| {
        format!("/sheet?{query}&after={after}#rows")
    });
    Ok(SheetPage {
        frame: coordinator_frame(scene, actor, first, &found.seen, place)?,
        heading: if several {
            "all groups".into()
        } else {
            first.name.clone()
        },
        tabs: tabs(&found.seen, &asked),
        weeks: anybody("All weeks").chain(weeks).collect(),
        people: anybody("Everybody").chain(people).collect(),
        query,
        asked,
        several,
        rows,
        fifty,
        errors: Errors::none(),
    })
}

/// Only what is a number or an id goes back into an address.
fn number(text: &str) -> String {
    text.parse::<u8>()
        .map(|week| week.to_string())
        .unwrap_or_default()
}

fn seat(text: &str) -> String {
    let id = text.parse::<firstmove_domain::id::SeatId>();
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn tabs(seen: &[Cohort], asked: &Asked) -> Vec<(String, String, bool)> {
    if seen.len() < 2 {
        return Vec::new();
    }
    let all = (
        "All groups".to_owned(),
        "/sheet".to_owned(),
        asked.cohort.is_empty(),
    );
    let groups = seen.iter().map(|cohort| {
        let id = cohort.id.to_string();
        (
            cohort.name.clone(),
            format!("/sheet?cohort={id}"),
            id == asked.cohort,
        )
    });
    std::iter::once(all).chain(groups).collect()
}
