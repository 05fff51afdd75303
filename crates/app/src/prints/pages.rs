//! Templates on paper: what an invitation brings, and what a session without screens needs. Some can be filled.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::session::agenda::steps;
use firstmove_domain::session::{Meeting, Part, Step};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::Visitor;
use crate::app::{Answer, App, show};
use crate::frame::Frame;
use crate::prints::{filled, note};

/// The plan of one move.
#[derive(Template)]
#[template(path = "prints/plan.html")]
pub struct PlanPrint {
    frame: Frame,
}

/// The note of one session.
#[derive(Template)]
#[template(path = "prints/note.html")]
pub struct NotePrint {
    frame: Frame,
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
        let frame = Frame::plain("Move template");
        return show(&PlanPrint { frame });
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
        let frame = Frame::plain("Note template");
        return show(&NotePrint { frame });
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
    /// Seconds of each, by size of the group; empty where one speaks.
    each: [String; 3],
}

/// The thirty minutes.
#[derive(Template)]
#[template(path = "prints/agenda.html")]
struct AgendaPrint {
    frame: Frame,
    lines: Vec<Line>,
}

/// The five prompts.
#[derive(Template)]
#[template(path = "prints/prompts.html")]
struct PromptsPrint {
    frame: Frame,
    lines: Vec<Line>,
}

/// The showcase, with lines for what is said in it.
#[derive(Template)]
#[template(path = "prints/showcase.html")]
struct ShowcasePrint {
    frame: Frame,
    lines: Vec<Line>,
}

/// `GET /print/agenda`
pub async fn agenda() -> Answer {
    show(&AgendaPrint {
        frame: Frame::plain("Agenda"),
        lines: lines(Meeting::Session(usual()), |_| true),
    })
}

/// `GET /print/prompts`
pub async fn prompts() -> Answer {
    show(&PromptsPrint {
        frame: Frame::plain("Prompts"),
        lines: lines(Meeting::Session(usual()), |part| {
            Part::PROMPTS.contains(&part)
        }),
    })
}

/// `GET /print/showcase`
pub async fn showcase() -> Answer {
    show(&ShowcasePrint {
        frame: Frame::plain("Showcase"),
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
        segment: part.segment().name(),
        title: part.title(PRESENTER),
        hint: part.hint(),
        takes: minutes(step.seconds),
        each: SIZES.map(|people| {
            let asked = match part.is_asked_of_peers() {
                true => Some(step.seconds / u16::try_from(people - 1).unwrap_or(1)),
                false => step.share(people),
            };
            asked
                .map(|seconds| format!("{seconds} s"))
                .unwrap_or_default()
        }),
    }
}

fn minutes(seconds: u16) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
