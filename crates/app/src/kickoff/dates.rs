//! The dates of a group as a calendar file: a session in each week, a showcase in weeks 4, 8 and 12.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use firstmove_domain::rights::Role;
use firstmove_domain::sprint::{SESSION_MINUTES, SHOWCASE_WEEKS};
use firstmove_domain::week::Week;
use firstmove_kit::calendar::{Event, publish};
use jiff::{SignedDuration, Timestamp};

use crate::actor::Visitor;
use crate::app::{Answer, App, Scene};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::kickoff::store;
use crate::problem::Problem;

/// The file. Taken in once more after a pause or another weekly time, it moves the dates instead of doubling them.
pub fn file(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<String, Problem> {
    let sequence = store::changes(scene.conn, &cohort.id)?;
    let showcase = store::showcase(scene.conn, &cohort.id)?;
    let (app, calendar) = (scene.app, &cohort.calendar);
    let host = app.url.split("://").last().unwrap_or("firstmove");
    let event = |kind: &str, week: Week, starts: Timestamp, summary: String| Event {
        uid: format!("{kind}-{week}-{}@{host}", cohort.id),
        sequence,
        starts,
        ends: starts + SignedDuration::from_mins(SESSION_MINUTES),
        summary,
        description: format!("{}, week {week} of 12", cohort.sprint_name),
        url: format!("{}/", app.url),
    };
    let mut events = Vec::new();
    for week in Week::all() {
        let name = format!("{}: peer session", cohort.name);
        events.push(event("session", week, cohort.session(week), name));
        if SHOWCASE_WEEKS.contains(&week.number()) {
            // a showcase on the day of the session follows it wherever the session moves
            let at = match showcase {
                Some(own) => own.session(calendar, week),
                None => cohort.meets(week).after_session().session(calendar, week),
            };
            let name = format!("{}: showcase", cohort.name);
            events.push(event("showcase", week, at, name));
        }
    }
    Ok(publish(&cohort.name, &events, scene.now))
}

/// The file as an answer that is saved.
pub fn saved(file: String) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/calendar; charset=utf-8"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"firstmove.ics\""),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, file).into_response()
}

/// `GET /groups/{id}/calendar.ics`: for whoever sits in the group and whoever coordinates it.
pub async fn calendar(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let mut seen = cohorts::seen_as(scene.conn, &actor, Role::Coordinator)?;
        seen.extend(cohorts::seen_as(scene.conn, &actor, Role::Leader)?);
        let cohort = seen.into_iter().find(|one| one.id.to_string() == id);
        let cohort = cohort.ok_or(Problem::NotFound)?;
        Ok(saved(file(scene, &cohort)?))
    })
    .await
}
