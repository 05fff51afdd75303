//! The page that says whom to ask and offers the guides, and each guide.

use askama::Template;
use axum::extract::{Path, State};
use firstmove_domain::rights::Role;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::dashboard::theme;
use crate::frame::{Frame, Person};
use crate::help::guides::{Drawn, GUIDES, Guide, find};
use crate::help::store::{Asked, asked};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "help/help.html")]
struct Help {
    frame: Frame,
    /// Whom a reader who is signed in can ask; `None` for one who is not.
    asked: Option<Vec<Asked>>,
    guides: Vec<&'static Guide>,
}

#[derive(Template)]
#[template(path = "help/guide.html")]
struct GuidePage {
    frame: Frame,
    drawn: Drawn,
    /// The others.
    guides: Vec<&'static Guide>,
}

/// `GET /help`
pub async fn help(State(app): State<App>, visitor: Visitor) -> Answer {
    app.open_page(move |scene| {
        let actor = reader(scene, &visitor)?;
        let asked = actor.as_ref().map(|actor| asked(scene.conn, &actor.person));
        show(&Help {
            frame: framed("Help", actor.as_ref()),
            asked: asked.transpose()?,
            guides: offered(actor.as_ref()),
        })
    })
    .await
}

/// `GET /help/{guide}`
pub async fn guide(State(app): State<App>, visitor: Visitor, Path(key): Path<String>) -> Answer {
    let guide = find(&key).ok_or(Problem::NotFound)?;
    app.open_page(move |scene| {
        let actor = reader(scene, &visitor)?;
        let drawn = guide.drawn();
        let mut guides = offered(actor.as_ref());
        guides.retain(|other| other.key != guide.key);
        show(&GuidePage {
            frame: framed(&drawn.title, actor.as_ref()),
            drawn,
            guides,
        })
    })
    .await
}

/// Who reads, where they are signed in: help is there for others too.
fn reader(scene: &mut Scene<'_, '_>, visitor: &Visitor) -> Result<Option<Actor>, Problem> {
    match &visitor.token {
        Some(token) => Actor::find(scene.conn, token, scene.now),
        None => Ok(None),
    }
}

fn framed(title: &str, reader: Option<&Actor>) -> Frame {
    let mut frame = Frame::plain(title);
    if let Some(actor) = reader {
        frame = frame.read_by(Person::new(actor.name.as_str()), "");
        frame.theme = theme(actor);
    }
    frame
}

/// The guides, those of the reader's own roles first.
fn offered(reader: Option<&Actor>) -> Vec<&'static Guide> {
    let own = |role: Role| {
        reader.is_some_and(|actor| match role {
            Role::Administrator => actor.administrator,
            role => actor.is(role),
        })
    };
    let mut guides: Vec<&Guide> = GUIDES.iter().collect();
    guides.sort_by_key(|guide| !guide.role.is_some_and(own));
    guides
}
