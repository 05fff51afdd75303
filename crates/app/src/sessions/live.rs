//! The stream of a room: whatever changed of it, drawn for its reader. It says nothing that its reader could not open
//! as a page; who they are and whether they may be here is looked up again for each message.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::sse::Event;
use firstmove_kit::live::Subscription;
use firstmove_kit::presence::Visit;
use futures_util::stream;

use crate::actor::Visitor;
use crate::app::{Answer, App, stream_of};
use crate::frame::Errors;
use crate::problem::Problem;
use crate::sessions::inside::{CALLED_OFF, Where, stay};
use crate::sessions::own::Own;
use crate::sessions::view::{self, RoomView};
use crate::sessions::words::Said;

macro_rules! parts {
    ($($name:ident, $path:literal;)*) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'v> { v: &'v RoomView }
    )*};
}

parts! {
    Head, "sessions/part_head.html";
    Agenda, "sessions/part_agenda.html";
    Ask, "sessions/part_ask.html";
    OwnForm, "sessions/part_own.html";
    Clock, "sessions/part_clock.html";
    Prompts, "sessions/part_prompts.html";
    Notes, "sessions/part_notes.html";
    NoteForm, "sessions/part_note.html";
    Controls, "sessions/part_controls.html";
    Status, "sessions/part_status.html";
}

/// One region of the page.
struct Region {
    /// Its id.
    target: &'static str,
    /// What tells whether it changed.
    identity: u64,
    /// When this changes, it is put in place even where somebody types.
    key: String,
    html: String,
}

/// What whoever waits in the lobby reads once their meeting is called off: nothing is left there to press.
#[derive(Template)]
#[template(path = "sessions/part_off.html")]
struct Off {
    base: String,
    sentence: &'static str,
}

fn called_off(base: String) -> Result<Vec<Region>, Problem> {
    let sentence = CALLED_OFF;
    let ask = Off { base, sentence }.render()?;
    let region = |target, html: String| Region {
        target,
        identity: hash(&("off", &html)),
        key: "off".into(),
        html,
    };
    let mut regions = vec![region("room-ask", ask)];
    for target in [
        "room-own",
        "room-clock",
        "room-notes",
        "room-note",
        "room-controls",
    ] {
        regions.push(region(target, String::new()));
    }
    regions.push(region("room-status", sentence.into()));
    Ok(regions)
}

/// All regions of a room, as they stand.
fn regions(v: &RoomView) -> Result<Vec<Region>, Problem> {
    let region = |target: &'static str, html: String, same: Option<String>| Region {
        target,
        identity: hash(&(same.as_deref().unwrap_or(&html), &v.key)),
        key: v.key.clone(),
        html,
    };
    Ok(vec![
        region("room-head", Head { v }.render()?, None),
        region("room-agenda", Agenda { v }.render()?, None),
        region("room-ask", Ask { v }.render()?, None),
        region("room-own", OwnForm { v }.render()?, own_identity(v)),
        region("room-clock", Clock { v }.render()?, None),
        region("room-prompts", Prompts { v }.render()?, None),
        region("room-notes", Notes { v }.render()?, None),
        region(
            "room-note",
            NoteForm { v }.render()?,
            v.note.as_ref().map(|_| String::new()),
        ),
        region("room-controls", Controls { v }.render()?, None),
        region("room-status", Status { v }.render()?, None),
    ])
}

/// A form that holds something drawn by chance, or what only its writer changes, is not drawn anew for it.
fn own_identity(v: &RoomView) -> Option<String> {
    match &v.own {
        Own::Plan(html) if html.contains("<form") => Some("plan".into()),
        Own::Board(_, identity) => Some(identity.clone()),
        Own::Thank(thank, given) if thank.errors.is_empty() => Some(format!("thanks {given}")),
        Own::Commit(commit) if commit.errors.is_empty() => Some(format!("commit {}", commit.made)),
        _ => None,
    }
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The regions as fragments; those that were sent before and are the same are left out.
fn fragments(regions: &[Region], sent: &mut Vec<(&'static str, u64)>) -> String {
    let mut html = String::new();
    for region in regions {
        if !sent.contains(&(region.target, region.identity)) {
            html.push_str(&format!(
                "<template data-target=\"#{}\" data-key=\"{}\">{}</template>",
                region.target, region.key, region.html
            ));
        }
    }
    *sent = (regions.iter())
        .map(|one| (one.target, one.identity))
        .collect();
    html
}

/// What a stream keeps between two messages.
struct Watch {
    app: App,
    visitor: Visitor,
    at: Where,
    subscription: Subscription,
    sent: Vec<(&'static str, u64)>,
    first: bool,
    _visit: Visit,
}

/// `GET /sessions/{cohort}/{meeting}/stream`
pub async fn stream(State(app): State<App>, visitor: Visitor, Path(at): Path<Where>) -> Answer {
    let (topic, seat) = {
        let at = at.clone();
        app.page(visitor.clone(), move |scene, actor| {
            let inside = stay(scene, &actor, &at)?;
            Ok((inside.topic(), inside.presence()))
        })
        .await?
    };
    let watch = Watch {
        subscription: app.live.subscribe(&topic),
        _visit: app.presence.enter(&topic, &seat),
        sent: Vec::new(),
        first: true,
        app,
        visitor,
        at,
    };
    let messages = stream::unfold(watch, |mut watch| async move {
        loop {
            if !watch.first && !watch.subscription.changed().await {
                return None;
            }
            watch.first = false;
            let message = draw(&mut watch).await.ok()?;
            if !message.is_empty() {
                let event = Event::default().data(message).retry(Duration::from_secs(1));
                return Some((Ok::<_, Infallible>(event), watch));
            }
        }
    });
    Ok(stream_of(messages))
}

async fn draw(watch: &mut Watch) -> Result<String, Problem> {
    let at = watch.at.clone();
    let regions = watch
        .app
        .page(watch.visitor.clone(), move |scene, actor| {
            let inside = stay(scene, &actor, &at)?;
            if inside.held.called_off_at.is_some() {
                return called_off(view::base(&inside));
            }
            let view = view::build(scene, &inside, &Errors::none(), &Said::default())?;
            regions(&view)
        })
        .await?;
    Ok(fragments(&regions, &mut watch.sent))
}
