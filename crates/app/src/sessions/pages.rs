//! The room as a page, and the forms of it.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::form::FieldProblem;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, page_of, see_other, show};
use crate::check_ins::form::errors;
use crate::experiments::pages::frame;
use crate::frame::{Errors, Frame, Kind};
use crate::problem::Problem;
use crate::sessions::inside::{Inside, Where, enter};
use crate::sessions::press::{Pressed, press};
use crate::sessions::promises;
use crate::sessions::view::{self, RoomView};
use crate::sessions::words::{self, Said, Written};
use crate::thanks::form::Typed;

/// The room.
#[derive(Template)]
#[template(path = "sessions/live.html")]
pub(super) struct LivePage {
    frame: Frame,
    v: RoomView,
}

/// How a line of the note was taken, for the form that sent it.
#[derive(Template)]
#[template(path = "sessions/part_written.html")]
struct WrittenPart {
    revision: i64,
    error: String,
    by: String,
    words: String,
}

/// `GET /sessions/{cohort}/{meeting}/live`
pub async fn room(State(app): State<App>, visitor: Visitor, Path(at): Path<Where>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let inside = enter(scene, &actor, &at)?;
        // a page without a script shows that somebody is there
        scene.app.presence.seen(&inside.topic(), &inside.presence());
        show(&page(
            scene,
            &actor,
            &inside,
            &Errors::none(),
            &Said::default(),
        )?)
    })
    .await
}

/// The room as a page, with the sentences beside a form that came back.
pub(super) fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    inside: &Inside,
    errors: &Errors,
    said: &Said,
) -> Result<LivePage, Problem> {
    let v = view::build(scene, inside, errors, said)?;
    Ok(LivePage {
        frame: frame(
            actor,
            format!("{}, {}", v.name, v.group),
            Kind::Live,
            inside.role.name(),
        ),
        v,
    })
}

/// `POST /sessions/{cohort}/{meeting}/press`
pub async fn pressed(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    act(app, visitor, at, move |scene, actor, inside| {
        press(scene, actor, inside, &pressed).map(|()| Ok(()))
    })
    .await
}

/// `POST /sessions/{cohort}/{meeting}/opening`
pub async fn opening(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(said): Form<Said>,
) -> Answer {
    let outside = (said.back == "page").then(|| format!("/sessions/{}/{}?done=word", at.0, at.1));
    let answer = with_form(app, visitor, at, said, |scene, _, inside, said| {
        words::say_opening(scene, inside, said)
    })
    .await?;
    Ok(outside.map_or(answer, |page| see_other(&page)))
}

/// `POST /sessions/{cohort}/{meeting}/answer`
pub async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(said): Form<Said>,
) -> Answer {
    with_form(app, visitor, at, said, |scene, _, inside, said| {
        words::answer(scene, inside, said)
    })
    .await
}

/// `POST /sessions/{cohort}/{meeting}/commitment`
pub async fn commitment(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(said): Form<Said>,
) -> Answer {
    with_form(app, visitor, at, said, |scene, actor, inside, said| {
        let (whose, what) = (
            (said.seat.as_str(), said.id.as_str()),
            (said.what.as_str(), said.due.as_str()),
        );
        promises::commit(scene, actor, inside, whose, what)
    })
    .await
}

/// `POST /sessions/{cohort}/{meeting}/thanks`
pub async fn thank(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(thank): Form<Typed>,
) -> Answer {
    let said = Said {
        thank,
        ..Said::default()
    };
    with_form(app, visitor, at, said, |scene, actor, inside, said| {
        words::thank(scene, actor, inside, &said.thank)
    })
    .await
}

/// `POST /sessions/{cohort}/{meeting}/useful`
pub async fn useful(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(said): Form<Said>,
) -> Answer {
    act(app, visitor, at, move |scene, _, inside| {
        words::useful(scene, &inside, &said).map(|()| Ok(()))
    })
    .await
}

/// `POST /sessions/{cohort}/{meeting}/note`
pub async fn note(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(said): Form<Said>,
) -> Answer {
    let (wants_fragments, place) = (visitor.wants_fragments, live_address(&at));
    let part = app
        .act(visitor, move |scene, actor| {
            let inside = enter(scene, actor, &at)?;
            let written = words::write(scene, actor, &inside, &said)?;
            let stands = matches!(written, Ok(Written::Stands(_)));
            let part = written_part(written, &said)?;
            if wants_fragments || stands {
                return Ok(part);
            }
            // without a script the page comes back, with what was typed and with what stands
            let mut page = page(scene, actor, &inside, &Errors::none(), &said)?;
            if let Some(note) = &mut page.v.note {
                (note.words, note.state) = (said.words.clone(), part);
            }
            Err(ask_again(&page))
        })
        .await?;
    Ok(match wants_fragments {
        true => page_of(format!(
            "<template data-target=\"#note-state\">{part}</template>"
        )),
        false => see_other(&place),
    })
}

fn written_part(
    written: Result<Written, Vec<FieldProblem>>,
    said: &Said,
) -> Result<String, Problem> {
    let mut part = WrittenPart {
        revision: said.revision.parse().unwrap_or(0),
        error: String::new(),
        by: String::new(),
        words: String::new(),
    };
    match written {
        Ok(Written::Stands(revision)) => part.revision = revision,
        Ok(Written::Meanwhile {
            words,
            by,
            revision,
        }) => (part.revision, part.words, part.by) = (revision, words, by),
        Err(problems) => {
            let sentences = problems.into_iter().map(|one| one.sentence);
            part.error = sentences.collect::<Vec<_>>().join(" ");
        }
    }
    Ok(part.render()?)
}

fn live_address((cohort, meeting): &Where) -> String {
    format!("/sessions/{cohort}/{meeting}/live")
}

/// A form with fields: the room again where one is not right, with what was typed.
async fn with_form<F>(app: App, visitor: Visitor, at: Where, said: Said, take: F) -> Answer
where
    F: Fn(&mut Scene<'_, '_>, &Actor, &Inside, &Said) -> words::Taken + Send + Sync + 'static,
{
    act(app, visitor, at, move |scene, actor, inside| {
        match take(scene, actor, &inside, &said)? {
            Ok(()) => Ok(Ok(())),
            Err(problems) => {
                let page = page(scene, actor, &inside, &errors(problems), &said)?;
                Err(ask_again(&page))
            }
        }
    })
    .await
}

/// Something done in a room: the way back to its page. A script is told nothing more: its stream brings what changed,
/// and an answer that was drawn before the newest message would put older things in its place.
pub(super) async fn act<F>(app: App, visitor: Visitor, at: Where, act: F) -> Answer
where
    F: Fn(&mut Scene<'_, '_>, &Actor, Inside) -> words::Taken + Send + Sync + 'static,
{
    let (wants_fragments, place) = (visitor.wants_fragments, live_address(&at));
    let done: Result<(), Vec<FieldProblem>> = app
        .act(visitor, move |scene, actor| {
            let inside = enter(scene, actor, &at)?;
            act(scene, actor, inside)
        })
        .await?;
    done.map_err(|_| Problem::broken("a form was not right and not shown"))?;
    Ok(match wants_fragments {
        true => page_of(String::new()),
        false => see_other(&place),
    })
}
