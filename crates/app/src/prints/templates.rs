//! All that can be printed or taken along, on one page, for leaders and coordinators; and the kickoff's text on paper.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::rights::Role;
use firstmove_domain::session::Meeting;
use firstmove_domain::week::{Moment, Week};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::dashboard::coordinator_frame;
use crate::experiments::Place;
use crate::experiments::acts::of_cohort;
use crate::frame::{Frame, Place as Nav};
use crate::kickoff;
use crate::kickoff::mail::Invitation;
use crate::prints::pages::can_go_back;
use crate::problem::Problem;
use crate::sessions::inside;

/// One thing to print or to take.
struct Line {
    href: String,
    what: &'static str,
    about: &'static str,
    icon: &'static str,
}

/// The page.
#[derive(Template)]
#[template(path = "prints/templates.html")]
struct TemplatesPage {
    frame: Frame,
    group: String,
    parts: Vec<(&'static str, Vec<Line>)>,
}

/// Of which group.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    cohort: String,
}

/// The group that the reader means, and their place in it where they have one.
fn group(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    asked: &str,
) -> Result<(Cohort, Option<Place>, Vec<Cohort>), Problem> {
    match Place::of(scene, actor) {
        Ok(place) if asked.is_empty() => Ok((place.cohort.clone(), Some(place), Vec::new())),
        Ok(_) | Err(Problem::NotFound) => {
            let asked = Some(asked);
            let (cohort, seen) = cohorts::chosen(scene.conn, actor, Role::Coordinator, asked)?;
            Ok((cohort, None, seen))
        }
        Err(problem) => Err(problem),
    }
}

/// `GET /templates`
pub async fn templates(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (cohort, place, seen) = group(scene, &actor, &asked.cohort)?;
        let frame = match &place {
            Some(place) => place.frame(scene, &actor, "Templates"),
            None => {
                let here = ("Templates", Nav::Templates, "/templates");
                coordinator_frame(scene, &actor, &cohort, &seen, here)?
            }
        };
        show(&TemplatesPage {
            frame,
            parts: parts(scene, &actor, &cohort, place.as_ref())?,
            group: cohort.name,
        })
    })
    .await
}

fn line(href: impl Into<String>, what: &'static str, about: &'static str) -> Line {
    let href = href.into();
    let icon = match () {
        () if href.ends_with(".ics") => "calendar-plus",
        () if href.contains("/sheet.") => "table-2",
        () if href.starts_with("/practice") => "message-circle-question-mark",
        () => "file-text",
    };
    Line {
        href,
        what,
        about,
        icon,
    }
}

fn parts(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    place: Option<&Place>,
) -> Result<Vec<(&'static str, Vec<Line>)>, Problem> {
    let id = cohort.id;
    let mut session = vec![
        line(
            "/print/agenda",
            "Agenda",
            "Thirty minutes with the seconds of each.",
        ),
        line(
            "/print/prompts",
            "Five prompts",
            "With room to write under each.",
        ),
        line(
            "/print/session-note",
            "Note, blank",
            "For a session without a screen.",
        ),
        line(
            "/print/showcase",
            "Showcase, blank",
            "Two wins, one lesson, thanks and numbers.",
        ),
    ];
    if let Some(meeting) = last_held(scene, actor, cohort)? {
        let key = meeting.key();
        let href = format!("/print/session-note?group={id}&meeting={key}");
        session.push(line(
            href,
            "Note, filled",
            "Of the last session that was held.",
        ));
    }
    let mut moves = vec![line(
        "/print/move",
        "Move, blank",
        "One page to plan by hand.",
    )];
    if let Some(id) = own_move(scene, cohort, place)? {
        let href = format!("/print/move?id={id}");
        moves.push(line(
            href,
            "Move, filled",
            "Yours of this week, as the plan stands.",
        ));
    }
    let kickoff = format!("/print/kickoff?cohort={id}");
    let mut start = vec![
        line(
            kickoff,
            "Kickoff",
            "The five facts, to hand out or to hang up.",
        ),
        line(
            format!("/groups/{id}/calendar.ics"),
            "All dates",
            "A file for any calendar.",
        ),
        line(
            "/practice",
            "Practice for peer mentors",
            "Five moments, ten minutes, alone.",
        ),
    ];
    if place.is_none() {
        let sheet = format!("/sheet.xlsx?cohort={id}");
        start.push(line(
            sheet,
            "Six-column sheet",
            "The weeks of the group as a workbook.",
        ));
        let texts = format!("/groups/{id}/kickoff");
        start.push(line(
            texts,
            "Invitations",
            "Each person\u{2019}s text, to copy.",
        ));
    }
    Ok(vec![
        ("For a session", session),
        ("For a move", moves),
        ("For the beginning", start),
    ])
}

/// The last session with a note that the reader may open.
fn last_held(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
) -> Result<Option<Meeting>, Problem> {
    let weeks: Vec<Week> = Week::practice().collect();
    for week in weeks.into_iter().rev() {
        if cohort.calendar.span(week).0 > scene.now {
            continue;
        }
        let at = (cohort.id.to_string(), Meeting::Session(week).key());
        match inside::find(scene, actor, &at) {
            Ok(found) if found.held.is_over() => return Ok(Some(found.meeting)),
            Ok(_) | Err(Problem::NotFound) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(None)
}

/// The leader's own move of this week.
fn own_move(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    place: Option<&Place>,
) -> Result<Option<String>, Problem> {
    let Some((place, Moment::Week(week))) =
        place.map(|one| (one, cohort.calendar.moment(scene.now)))
    else {
        return Ok(None);
    };
    let moves = of_cohort(scene, cohort)?;
    let mine = moves.iter().rev().find(|one| {
        let stands = !matches!(one.experiment.state.key(), "abandoned" | "queued");
        one.seat == place.me.seat && one.experiment.week == week && stands
    });
    Ok(mine.map(|one| one.experiment.id.to_string()))
}

/// The kickoff on paper.
#[derive(Template)]
#[template(path = "prints/kickoff.html")]
struct KickoffPrint {
    frame: Frame,
    back: bool,
    it: Invitation,
    url: String,
}

/// `GET /print/kickoff`
pub async fn kickoff(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let cohort = match Place::of(scene, &actor) {
            Ok(place) if place.cohort.id.to_string() == asked.cohort => place.cohort,
            _ => group(scene, &actor, &asked.cohort)?.0,
        };
        let invites = kickoff::acts::group(scene, &cohort)?;
        show(&KickoffPrint {
            frame: Frame::plain("Kickoff"),
            back: can_go_back(&actor),
            it: invites.invitation((&actor.name, &actor.name), Default::default(), scene.now),
            url: scene.app.url.clone(),
        })
    })
    .await
}
