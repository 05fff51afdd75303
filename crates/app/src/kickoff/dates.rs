//! The dates of a group as a calendar file: kickoff and training, a session in weeks 1 to 10, showcases, the
//! retrospective. A meeting that was moved or called off is the same event with its new time or without one.

use axum::extract::{Path, State};
use firstmove_domain::rights::Role;
use firstmove_domain::session::Meeting;
use firstmove_kit::calendar::{Event, publish};
use jiff::{SignedDuration, Timestamp};

use crate::actor::Visitor;
use crate::app::{self, Answer, App, Scene};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::experiments::Place;
use crate::kickoff::store;
use crate::problem::Problem;

/// The file. Taken in once more after a pause or another weekly time, it moves the dates instead of doubling them. What
/// has ended is left out: nobody comes to it any more, and it may lie before the group was set up.
pub fn file(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<String, Problem> {
    let mut meetings = Meeting::all();
    meetings.retain(|meeting| ends(cohort, *meeting) > scene.now);
    dates(scene, cohort, &meetings)
}

fn ends(cohort: &Cohort, meeting: Meeting) -> Timestamp {
    cohort.begins(meeting) + SignedDuration::from_mins(meeting.minutes())
}

/// Some meetings of a group as a file.
pub fn dates(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    meetings: &[Meeting],
) -> Result<String, Problem> {
    let sequence = store::changes(scene.conn, &cohort.id)?;
    let host = scene.app.url.split("://").last().unwrap_or("firstmove");
    let events: Vec<Event> = meetings
        .iter()
        .map(|meeting| {
            let starts = cohort.begins(*meeting);
            let (kind, key) = match meeting {
                Meeting::Session(week) => ("peer session", format!("session-{week}")),
                Meeting::Showcase(_) => ("showcase", meeting.key()),
                Meeting::Retrospective => ("retrospective", meeting.key()),
                Meeting::Training => ("training", meeting.key()),
                Meeting::Kickoff => ("kickoff", meeting.key()),
            };
            let week = meeting
                .week()
                .map_or_else(String::new, |week| format!(", week {week} of 12"));
            Event {
                uid: format!("{key}-{}@{host}", cohort.id),
                sequence,
                called_off: cohort.is_off(*meeting),
                starts,
                ends: ends(cohort, *meeting),
                summary: format!("{}: {kind}", cohort.name),
                description: format!("{}{week}", cohort.sprint_name),
                url: format!("{}/sessions/{}/{}", scene.app.url, cohort.id, meeting.key()),
            }
        })
        .collect();
    Ok(publish(&cohort.name, &events, scene.now))
}

/// The file as an answer that is saved.
pub fn saved(file: String) -> Answer {
    app::file(file, "text/calendar; charset=utf-8", "firstmove.ics")
}

/// `GET /groups/{id}/calendar.ics`: for whoever takes part in the group and whoever coordinates it.
pub async fn calendar(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let coordinated = cohorts::seen_as(scene.conn, &actor, Role::Coordinator)?;
        let coordinated = coordinated.into_iter().find(|one| one.id.to_string() == id);
        let cohort = match (coordinated, id.parse()) {
            (Some(cohort), _) => cohort,
            (None, Ok(id)) => {
                let place = Place::within(scene, &actor, &id)?;
                let stays = place.takes_part(scene.now);
                stays.then_some(place.cohort).ok_or(Problem::NotFound)?
            }
            _ => return Err(Problem::NotFound),
        };
        saved(file(scene, &cohort)?)
    })
    .await
}
