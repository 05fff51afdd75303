//! The people of a group, for its coordinator: who takes part, and the late reports that wait for them.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use firstmove_domain::cohort::size_sentence;
use firstmove_domain::form::long_day;
use firstmove_domain::id::SeatId;
use firstmove_domain::invitation::Answer as Answered;
use firstmove_domain::kpi;
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::Visitor;
use crate::app::{Answer, App, see_other, show};
use crate::check_ins::confirming::accept;
use crate::cohorts::seats;
use crate::cohorts::store::Seated;
use crate::dashboard::{facts, frame_of};
use crate::frame::{Frame, Person, Place};
use crate::kickoff;
use crate::problem::Problem;

/// One leader in words.
pub struct Leader {
    /// Their seat.
    pub seat: String,
    /// Who.
    pub person: Person,
    /// Their team; may be empty.
    pub squad: String,
    /// Whether they take part, and since or until when.
    pub standing: String,
    /// "3 of 4".
    pub tried: String,
}

/// A late report that a peer confirmed.
struct Late {
    report: String,
    person: Person,
    what: String,
    action: String,
    line: String,
}

/// Which cohort the list is about, and what was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListAsked {
    cohort: String,
    done: String,
}

/// The list.
#[derive(Template)]
#[template(path = "cohorts/people.html")]
pub struct People {
    frame: Frame,
    cohort: String,
    sprint: String,
    size: String,
    leaders: Vec<Leader>,
    late: Vec<Late>,
}

/// What each who was asked has answered.
pub type Answers = HashMap<SeatId, Option<Answered>>;

/// What is still to be said of whether somebody takes part; none where they said so, or began without being asked.
fn unsaid(facts: &facts::Facts, seated: &Seated, answers: &Answers) -> Option<&'static str> {
    let has_begun = facts.cohort.calendar.span(Week::FIRST).0 <= facts.now;
    match answers.get(&seated.seat) {
        Some(Some(Answered::Yes)) => None,
        Some(Some(Answered::No)) => Some("Said that they cannot take part"),
        Some(None) => Some("No answer to the invitation yet"),
        None => (!has_begun).then_some("Not asked yet"),
    }
}

/// Tells of one leader what the list and their page say.
pub fn leader(facts: &facts::Facts, seated: &Seated, answers: &Answers) -> Leader {
    let calendar = &facts.cohort.calendar;
    let day = |at| long_day(calendar.local_date(at));
    let standing = match (seated.exit_at, seated.withdrawn_at) {
        (Some(at), _) if at <= facts.now => format!("Left on {}", day(at)),
        (_, Some(at)) if at <= facts.now => format!("Withdrew on {}", day(at)),
        (Some(at), _) | (_, Some(at)) => format!("Takes part until {}", day(at)),
        _ if seated.joined_at > facts.now => format!("Joins on {}", day(seated.joined_at)),
        _ => match unsaid(facts, seated, answers) {
            Some(words) => words.into(),
            None if seated.joined_at > calendar.span(Week::FIRST).0 => {
                format!("Takes part since {}", day(seated.joined_at))
            }
            None => "Takes part".into(),
        },
    };
    let rate = facts
        .line(seated)
        .map(|line| kpi::move_rate(std::slice::from_ref(line)))
        // before week 1 there is nothing to have tried
        .filter(|rate| rate.eligible > 0);
    Leader {
        seat: seated.seat.to_string(),
        person: Person::new(seated.name.as_str()),
        squad: seated.squad.clone(),
        standing,
        tried: rate.map_or_else(String::new, |rate| {
            format!("{} of {}", rate.attempted, rate.eligible)
        }),
    }
}

/// `GET /people`
pub async fn people(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<ListAsked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let facts = facts::load(scene, &actor, Some(&asked.cohort))?;
        let mut frame = frame_of(&facts, &actor, ("People", Place::People, "/people"));
        frame.notice = match asked.done.as_str() {
            "accepted" => Some("Accepted. The report counts as late.".into()),
            "out" => Some("Taken out again, as if never added.".into()),
            _ => None,
        };
        let answers = kickoff::acts::answers(scene, &facts.cohort)?;
        let told = |one| leader(&facts, one, &answers);
        let there = facts.roster.iter().filter(|one| one.takes_part(facts.now));
        show(&People {
            frame,
            cohort: facts.cohort.id.to_string(),
            sprint: facts.cohort.sprint.to_string(),
            size: size_sentence(there.count()),
            leaders: facts.roster.iter().map(told).collect(),
            late: facts
                .waiting
                .iter()
                .map(|one| Late {
                    report: one.report.to_string(),
                    person: Person::new(one.leader.name.as_str()),
                    what: one.what(),
                    action: one.action.clone(),
                    line: one.line.clone(),
                })
                .collect(),
        })
    })
    .await
}

/// `POST /reports/{id}/accept`
pub async fn accept_report(
    State(app): State<App>,
    visitor: Visitor,
    Path(report): Path<String>,
) -> Answer {
    let id = report.parse().map_err(|_| Problem::NotFound)?;
    let cohort = app
        .act(visitor, move |scene, actor| {
            accept(scene, actor, &id)?;
            Ok(seats::cohort_of_report(scene.conn, &report)?.unwrap_or_default())
        })
        .await?;
    Ok(see_other(&format!("/people?cohort={cohort}&done=accepted")))
}
