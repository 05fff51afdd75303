//! How the data owner's rows are asked for, shown and taken away.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum_extra::extract::Form;
use firstmove_domain::display::TARGET;
use firstmove_domain::kpi::{self, Figure, SessionRatings};
use firstmove_domain::rights::Role;
use firstmove_domain::status::{Line, View, statuses};
use firstmove_domain::week::Week;
use jiff::Timestamp;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show_kept};
use crate::check_ins::form::errors as beside;
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::dashboard::{theme, week_words};
use crate::data::acts::{self, ErratumInput};
use crate::data::checks::{Check, Facts, checks};
use crate::forgetting;
use crate::frame::{Choice, Errors, Fifty, Frame, Group, Kind, Person, Place};
use crate::problem::Problem;
use crate::sheet::files;
use crate::sheet::groups::{Called, named};
use crate::sheet::rows::{SheetRow, rows, without_row};
use crate::trail;
use crate::witnesses;

/// Rows, checks and the way to the file.
#[derive(Template)]
#[template(path = "data/data.html")]
pub struct DataPage {
    frame: Frame,
    cohort: String,
    id: String,
    rows: Vec<SheetRow>,
    fifty: Fifty,
    checks: Vec<Check>,
    /// The seat of each pseudonym.
    seats: HashMap<String, String>,
    figures: Vec<FigureRow>,
    errata: Vec<String>,
    /// Seat and pseudonym of who asked to be taken out, in whichever group.
    asked: Vec<(String, String)>,
    /// Whether the numbers are final, so that only an erratum can say something about them.
    is_final: bool,
    signs: Vec<Choice>,
    erratum: ErratumInput,
    errors: Errors,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    cohort: String,
    done: String,
    after: String,
}

/// A figure in both readings.
pub struct FigureRow {
    name: &'static str,
    closed: String,
    last: String,
}

/// A cohort's sheet, as its data owner may see it.
struct Sheet {
    cohort: Cohort,
    seen: Vec<Cohort>,
    rows: Vec<SheetRow>,
    /// The rows after so many are asked for.
    after: String,
    checks: Vec<Check>,
    seats: HashMap<String, String>,
    figures: Vec<FigureRow>,
}

/// `GET /data`
pub async fn data(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let sheet = sheet(scene, &actor, &asked)?;
        let typed = (ErratumInput::default(), Errors::none());
        let mut page = page(scene, &actor, sheet, typed)?;
        page.frame.notice = match asked.done.as_str() {
            "signed" => Some("The erratum is signed and stands beside the number.".into()),
            "erased" => Some("The person is taken out. No number has changed.".into()),
            _ => None,
        };
        show_kept(&page)
    })
    .await
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    mut sheet: Sheet,
    (erratum, errors): (ErratumInput, Errors),
) -> Result<DataPage, Problem> {
    let id = sheet.cohort.id.to_string();
    let fifty = Fifty::of(&mut sheet.rows, &sheet.after, |after| {
        format!("/data?cohort={id}&after={after}#rows")
    });
    let errata = acts::errata(scene, &sheet.cohort)?;
    let sign = |figure: Figure| Choice::new(figure.key(), name(figure), &erratum.figure);
    Ok(DataPage {
        asked: asked(scene, &sheet)?,
        frame: frame(actor, (&sheet.cohort, &sheet.seen), scene.now),
        is_final: scene.now >= sheet.cohort.calendar.final_close(),
        errata: errata.into_iter().map(|(_, sentence)| sentence).collect(),
        signs: Figure::ALL.map(sign).into(),
        cohort: sheet.cohort.name,
        id,
        rows: sheet.rows,
        fifty,
        checks: sheet.checks,
        seats: sheet.seats,
        figures: sheet.figures,
        erratum,
        errors,
    })
}

/// Who asked to be taken out. A request is to be seen whichever group is looked at, and also before its week 1.
fn asked(scene: &mut Scene<'_, '_>, sheet: &Sheet) -> Result<Vec<(String, String)>, Problem> {
    let mut asked = Vec::new();
    for group in &sheet.seen {
        let here = group.id == sheet.cohort.id;
        for (seat, who) in forgetting::acts::asked_in(scene, group)? {
            let who = match here {
                true => who,
                false => format!("{who} of {}", group.name),
            };
            asked.push((seat, who));
        }
    }
    Ok(asked)
}

fn name(figure: Figure) -> &'static str {
    match figure {
        Figure::Moves => "Move rate",
        Figure::Success => "Success rate",
        Figure::Feedback => "Feedback quality",
    }
}

/// An erratum as it was sent, and for which group.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    cohort: String,
    #[serde(flatten)]
    input: ErratumInput,
}

/// `POST /data/errata`
pub async fn sign(State(app): State<App>, visitor: Visitor, Form(sent): Form<Sent>) -> Answer {
    let cohort = app
        .act(visitor, move |scene, actor| {
            let asked = Asked {
                cohort: sent.cohort.clone(),
                ..Asked::default()
            };
            let sheet = sheet(scene, actor, &asked)?;
            match acts::sign(scene, actor, &sheet.cohort, &sent.input)? {
                Ok(()) => Ok(sheet.cohort.id),
                Err(problems) => {
                    let typed = (sent.input.clone(), beside(problems));
                    Err(ask_again(&page(scene, actor, sheet, typed)?))
                }
            }
        })
        .await?;
    Ok(see_other(&format!(
        "/data?cohort={cohort}&done=signed#errata"
    )))
}

/// The three figures in both readings. A session's ratings close with the session, so theirs is one.
fn figures(closed: &[Line], last: &[Line], sessions: &[SessionRatings]) -> Vec<FigureRow> {
    let rates = kpi::move_rates(closed, last);
    let people = rates.final_.people;
    let success = |lines: &[Line]| kpi::success(lines).rate().text(people, &[]);
    let feedback = kpi::feedback(sessions);
    let score = feedback
        .display
        .unwrap_or_else(|| "too few sessions".into());
    let row = |figure, closed, last| FigureRow {
        name: name(figure),
        closed,
        last,
    };
    vec![
        row(
            Figure::Moves,
            rates.closed.share().text(rates.closed.people, &[TARGET]),
            rates.final_.share().text(people, &[TARGET]),
        ),
        row(Figure::Success, success(closed), success(last)),
        row(Figure::Feedback, score.clone(), score),
    ]
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
    let sessions = histories::ratings(scene.conn, &cohort, scene.now)?;
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
        trail: trail::agreement::of(scene.conn, &cohort)?,
        audit: witnesses::audit::sums(scene, &cohort)?,
    };
    Ok(Sheet {
        checks: checks(&facts),
        figures: figures(&closed, &last, &sessions),
        seats: people
            .iter()
            .map(|one| (one.who.clone(), one.seat.clone()))
            .collect(),
        rows: rows(&cohort.name, &people, &sessions, begun),
        after: asked.after.clone(),
        cohort,
        seen,
    })
}

/// The frame of a data owner's page about this group; `seen` are all that they guard.
pub fn frame(actor: &Actor, (cohort, seen): (&Cohort, &[Cohort]), now: Timestamp) -> Frame {
    let mut frame = Frame::new("Data", Kind::DataOwner)
        .at(Place::Data)
        .read_by(Person::new(actor.name.as_str()), Role::DataOwner.name());
    frame.theme = theme(actor);
    frame.groups = seen
        .iter()
        .map(|one| Group {
            name: one.name.clone(),
            hint: week_words(one, now),
            href: format!("/data?cohort={}", one.id),
            current: one.id == cohort.id,
        })
        .collect();
    frame
}
