//! Templates on paper: what an invitation brings, and what a session without screens needs. Some can be filled.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::rights::Role;
use firstmove_domain::session::agenda::steps;
use firstmove_domain::session::{Meeting, Part, Step};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, show};
use crate::frame::Frame;
use crate::prints::{filled, note};
use crate::problem::Problem;

/// Whether the reader has a page with all templates to go back to.
pub(super) fn can_go_back(actor: &Actor) -> bool {
    actor.is(Role::Leader) || actor.is(Role::Coordinator)
}

async fn back(app: &App, visitor: Visitor) -> Result<bool, Problem> {
    let Some(token) = visitor.token else {
        return Ok(false);
    };
    let actor = app.open_page(move |scene| Actor::find(scene.conn, &token, scene.now));
    Ok(actor.await?.is_some_and(|actor| can_go_back(&actor)))
}

/// The plan of one move.
#[derive(Template)]
#[template(path = "prints/plan.html")]
pub struct PlanPrint {
    frame: Frame,
    back: bool,
}

/// The note of one session.
#[derive(Template)]
#[template(path = "prints/note.html")]
pub struct NotePrint {
    frame: Frame,
    back: bool,
}

/// Which move; none for the template.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfMove {
    id: String,
}

/// Which session's note; none for the template.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfSession {
    group: String,
    meeting: String,
}

/// `GET /print/move`: the template for anybody, and with `id` a move for whoever may see it.
pub async fn plan(State(app): State<App>, visitor: Visitor, Query(asked): Query<OfMove>) -> Answer {
    if asked.id.is_empty() {
        let (frame, back) = (Frame::plain("Move template"), back(&app, visitor).await?);
        return show(&PlanPrint { frame, back });
    }
    app.page(visitor, move |scene, actor| {
        filled::of_move(scene, &actor, &asked.id)
    })
    .await
}

/// `GET /print/session-note`: the template for anybody, and with `group` and `meeting` the note of a session that was
/// held, for whoever may see it.
pub async fn note(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<OfSession>,
) -> Answer {
    if asked.group.is_empty() && asked.meeting.is_empty() {
        let (frame, back) = (Frame::plain("Note template"), back(&app, visitor).await?);
        return show(&NotePrint { frame, back });
    }
    app.page(visitor, move |scene, actor| {
        note::of_note(scene, &actor, asked.group, asked.meeting)
    })
    .await
}

/// The sizes of groups whose seconds stand on the agenda.
const SIZES: [usize; 3] = [6, 8, 10];
/// Who presents, where no name is known.
const PRESENTER: &str = "the presenter";

/// One step on paper.
struct Line {
    /// When it ends, from the beginning: "2:00".
    ends: String,
    segment: &'static str,
    title: String,
    hint: &'static str,
    /// "3:00".
    takes: String,
    /// Sizes of groups, with the seconds of each; empty where one speaks.
    each: [(usize, String); 3],
}

/// The thirty minutes.
#[derive(Template)]
#[template(path = "prints/agenda.html")]
struct AgendaPrint {
    frame: Frame,
    back: bool,
    lines: Vec<Line>,
}

/// The five prompts.
#[derive(Template)]
#[template(path = "prints/prompts.html")]
struct PromptsPrint {
    frame: Frame,
    back: bool,
    lines: Vec<Line>,
}

/// The showcase, with lines for what is said in it.
#[derive(Template)]
#[template(path = "prints/showcase.html")]
struct ShowcasePrint {
    frame: Frame,
    back: bool,
    lines: Vec<Line>,
}

/// `GET /print/agenda`
pub async fn agenda(State(app): State<App>, visitor: Visitor) -> Answer {
    show(&AgendaPrint {
        frame: Frame::plain("Agenda"),
        back: back(&app, visitor).await?,
        lines: lines(Meeting::Session(usual()), |_| true),
    })
}

/// `GET /print/prompts`
pub async fn prompts(State(app): State<App>, visitor: Visitor) -> Answer {
    show(&PromptsPrint {
        frame: Frame::plain("Prompts"),
        back: back(&app, visitor).await?,
        lines: lines(Meeting::Session(usual()), |part| {
            Part::PROMPTS.contains(&part)
        }),
    })
}

/// `GET /print/showcase`
pub async fn showcase(State(app): State<App>, visitor: Visitor) -> Answer {
    show(&ShowcasePrint {
        frame: Frame::plain("Showcase"),
        back: back(&app, visitor).await?,
        lines: lines(Meeting::Showcase(usual()), |_| true),
    })
}

/// Week 2 stands for all: the first one has no results yet.
fn usual() -> Week {
    Week::FIRST.next().unwrap_or(Week::FIRST)
}

/// These steps of a meeting as its room has them.
fn lines(meeting: Meeting, wanted: impl Fn(Part) -> bool) -> Vec<Line> {
    let mut gone = 0;
    steps(meeting, false)
        .into_iter()
        .filter_map(|step| {
            gone += step.seconds;
            wanted(step.part).then(|| line(step, gone))
        })
        .collect()
}

fn line(step: Step, gone: u16) -> Line {
    let part = step.part;
    Line {
        ends: minutes(gone),
        segment: match (part, step.slot) {
            (Part::Win, 1) => "First win",
            (Part::Win, _) => "Second win",
            _ => part.segment().name(),
        },
        title: part.title(PRESENTER),
        hint: part.hint(),
        takes: minutes(step.seconds),
        each: SIZES.map(|people| {
            let asked = match part.is_asked_of_peers() {
                true => Some(step.seconds / u16::try_from(people - 1).unwrap_or(1)),
                false => step.share(people),
            };
            let each = asked.map(|seconds| format!("{seconds} s"));
            (people, each.unwrap_or_default())
        }),
    }
}

fn minutes(seconds: u16) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
