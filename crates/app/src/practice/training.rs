//! Who of a group is trained, for its coordinator, with the marks of the workshop.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::form::long_day;
use firstmove_domain::id::SeatId;
use firstmove_domain::rights::Role;
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other, show};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::dashboard::coordinator_frame;
use crate::frame::{Frame, Person, Place};
use crate::practice::{acts, store};
use crate::problem::Problem;

/// One leader of the list.
struct Row {
    seat: String,
    person: Person,
    trained: bool,
    /// How, or that they are not.
    words: &'static str,
    /// Whether this group's mark of the workshop is theirs.
    marked: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "practice/training.html")]
pub struct TrainingPage {
    frame: Frame,
    cohort: String,
    group: String,
    summary: String,
    /// By when it should be done; empty once the first session has begun.
    by: String,
    rows: Vec<Row>,
    unmarked: usize,
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// Whose mark, and whether they were there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Marked {
    /// A seat, or `all`.
    seat: String,
    /// `yes`, or `no` to take it back.
    was: String,
}

fn find(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &str,
) -> Result<(Cohort, Vec<Cohort>), Problem> {
    let asked = Some(id).filter(|id| !id.is_empty());
    let asked = asked.ok_or(Problem::NotFound)?;
    cohorts::chosen(scene.conn, actor, Role::Coordinator, Some(asked))
}

/// `GET /groups/{id}/training`
pub async fn training(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Done>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (cohort, seen) = find(scene, &actor, &id)?;
        let mut page = page(scene, &actor, &cohort, &seen)?;
        page.frame.notice = match asked.done.as_str() {
            "noted" => Some("Noted. Who was there is trained.".into()),
            "back" => Some("Taken back.".into()),
            _ => None,
        };
        show(&page)
    })
    .await
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seen: &[Cohort],
) -> Result<TrainingPage, Problem> {
    let rows = rows(scene, cohort)?;
    let trained = rows.iter().filter(|row| row.trained).count();
    let place = ("Training", Place::People, "/people");
    Ok(TrainingPage {
        frame: coordinator_frame(scene, actor, cohort, seen, place)?,
        cohort: cohort.id.to_string(),
        group: cohort.name.clone(),
        summary: format!("{trained} of {} are trained.", rows.len()),
        by: match scene.now < cohort.session(Week::FIRST) {
            true => long_day(cohort.session_day(Week::FIRST)),
            false => String::new(),
        },
        unmarked: rows.iter().filter(|row| !row.marked).count(),
        rows,
    })
}

fn rows(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Row>, Problem> {
    let practised = store::practised(scene.conn, &cohort.id)?;
    let been_there = store::been_there(scene.conn, &cohort.id)?;
    let marked = store::marked(scene.conn, &cohort.id)?;
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let there = roster.iter().filter(|one| one.takes_part(scene.now));
    let row = |one: &cohorts::Seated| {
        let seat = &one.seat;
        let (alone, elsewhere) = (practised.contains(seat), been_there.contains(seat));
        let marked = marked.contains(seat);
        Row {
            seat: seat.to_string(),
            person: Person::new(one.name.as_str()),
            trained: alone || elsewhere,
            words: match (alone, marked, elsewhere) {
                (true, true, _) => "Was at the workshop, and practised alone",
                (false, true, _) => "Was at the workshop",
                (true, false, _) => "Practised alone",
                (false, false, true) => "Was at a workshop with another group",
                (false, false, false) => "Not trained yet",
            },
            marked,
        }
    };
    Ok(there.map(row).collect())
}

/// `POST /groups/{id}/training`
pub async fn mark(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form): Form<Marked>,
) -> Answer {
    let back = form.was == "no";
    let place = format!(
        "/groups/{id}/training?done={}",
        if back { "back" } else { "noted" }
    );
    app.act(visitor, move |scene, actor| {
        let (cohort, _) = find(scene, actor, &id)?;
        let seats = seats(scene, &cohort, &form.seat)?;
        match (form.was.as_str(), seats.as_slice()) {
            ("yes", seats) => acts::note_workshop(scene, Some(actor), &cohort, seats),
            ("no", [seat]) => acts::take_workshop_back(scene, actor, &cohort, seat),
            _ => Err(Problem::Refused(
                "It was not said who was at the workshop. Go back and tap a name\u{2019}s button."
                    .into(),
            )),
        }
    })
    .await?;
    Ok(see_other(&place))
}

/// The seats that a form names: one of the group, or those of all who take part.
fn seats(scene: &mut Scene<'_, '_>, cohort: &Cohort, asked: &str) -> Result<Vec<SeatId>, Problem> {
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let is_meant = |one: &&cohorts::Seated| match asked {
        "all" => one.takes_part(scene.now),
        seat => one.seat.to_string() == seat,
    };
    let seats: Vec<SeatId> = roster.iter().filter(is_meant).map(|one| one.seat).collect();
    match seats.is_empty() && !asked.is_empty() {
        true => Err(Problem::NotFound),
        false => Ok(seats),
    }
}
