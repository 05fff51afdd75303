//! The running application: what every page and every act can reach, and the two ways in which they touch
//! the database. A page looks things up in one consistent read; an act does one thing in one transaction.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use firstmove_domain::rights::Role;
use firstmove_kit::clock::Clock;
use firstmove_kit::db::{Conn, Db, DbError};
use firstmove_kit::live::Live;
use firstmove_kit::mail::Mailer;
use firstmove_kit::presence::Presence;
use firstmove_kit::secrets::Secrets;
use futures_util::Stream;
use jiff::Timestamp;
use uuid::Uuid;

use crate::actor::{Actor, Visitor};
use crate::demo::Demo;
use crate::kept::{Keep, Kept};
use crate::problem::Problem;

/// What a handler answers.
pub type Answer = Result<Response, Problem>;

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What the application is made of.
pub struct Parts {
    /// Where everything is kept.
    pub db: Db,
    /// What time it is; in the demo it can be moved.
    pub clock: Clock,
    /// Where chance comes from.
    pub secrets: Secrets,
    /// Who watches which page.
    pub live: Live,
    /// Who is in which room.
    pub presence: Presence,
    /// Pages as they were drawn, while they still hold.
    pub kept: Kept,
    /// How mails leave.
    pub mailer: Mailer,
    /// The address under which people reach this server, without a slash at its end.
    pub url: String,
    /// The key that signs links; kept in the database, so that several processes share it.
    pub signing_key: Vec<u8>,
    /// What only the demo has.
    pub demo: Option<Demo>,
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// One request inside its transaction: the connection, who asks, and the time that holds for all of it.
pub struct Scene<'s, 'c> {
    /// The connection, inside its transaction.
    pub conn: &'s mut Conn<'c>,
    /// The application.
    pub app: &'s App,
    /// The instant that the whole request goes by.
    pub now: Timestamp,
    /// What was changed: pages that watch it are told once the act is committed, never before.
    pub touched: Vec<String>,
}

impl App {
    /// Puts the application together.
    pub fn new(parts: Parts) -> Self {
        App(Arc::new(parts))
    }

    /// The time it is now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A number that these ids decide together with the installation's key: nobody knows it beforehand.
    pub fn lot(&self, ids: &[Uuid]) -> u64 {
        Secrets::lot(&self.signing_key, ids)
    }

    /// Whether links and cookies go over TLS.
    pub fn is_secure(&self) -> bool {
        self.url.starts_with("https://")
    }

    /// Runs a page for somebody who is signed in: one consistent read, all of its queries in one hop.
    pub async fn page<T, F>(&self, visitor: Visitor, page: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Scene<'_, '_>, Actor) -> Result<T, Problem> + Send + 'static,
    {
        let app = self.clone();
        let now = self.now();
        self.db
            .read(move |conn| {
                let actor = who(conn, &visitor, now)?;
                let app = &app;
                page(&mut Scene::new(conn, app, now), actor)
            })
            .await
    }

    /// Runs a page for anybody.
    pub async fn open_page<T, F>(&self, page: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Scene<'_, '_>) -> Result<T, Problem> + Send + 'static,
    {
        let app = self.clone();
        let now = self.now();
        self.db
            .read(move |conn| {
                let app = &app;
                page(&mut Scene::new(conn, app, now))
            })
            .await
    }

    /// Runs an act of somebody who is signed in: one durable transaction, answered after its commit.
    /// The act may run more than once before it commits, so it must do nothing but use the scene.
    pub async fn act<T, F>(&self, visitor: Visitor, act: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: Fn(&mut Scene<'_, '_>, &Actor) -> Result<T, Problem> + Send + Sync + 'static,
    {
        self.open_act(move |scene| {
            let actor = who(scene.conn, &visitor, scene.now)?;
            act(scene, &actor)
        })
        .await
    }

    /// Runs an act for each of many things that mostly need nothing, such as a look of the clockwork at each sprint:
    /// one reader goes through them, beside whom others write, and only where something would change it becomes an act.
    pub async fn open_acts_if_due<I, F>(&self, things: Vec<I>, act: F) -> Result<(), Problem>
    where
        I: Send + Sync + 'static,
        F: Fn(&mut Scene<'_, '_>, &I) -> Result<(), Problem> + Send + Sync + 'static,
    {
        let (app, now) = (self.clone(), self.now());
        let all = Arc::new((things, act));
        let mut next = 0;
        loop {
            let (app, looks) = (app.clone(), Arc::clone(&all));
            let looked = self.db.read(move |conn| {
                let (things, act) = &*looks;
                for (at, thing) in things.iter().enumerate().skip(next) {
                    let done = act(&mut Scene::new(conn, &app, now), thing);
                    if conn.failed() == Some(&DbError::ReadOnly) {
                        return Err(Look::Changes(at));
                    }
                    done.map_err(Look::Failed)?;
                }
                Ok(())
            });
            let at = match looked.await {
                Ok(()) => return Ok(()),
                Err(Look::Changes(at)) => at,
                Err(Look::Failed(problem)) => return Err(problem),
            };
            let acts = Arc::clone(&all);
            self.open_act(move |scene| (acts.1)(scene, &acts.0[at]))
                .await?;
            next = at + 1;
        }
    }

    /// Runs an act that no signed-in person stands behind: a signed link, the clockwork, a sign-in.
    pub async fn open_act<T, F>(&self, act: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: Fn(&mut Scene<'_, '_>) -> Result<T, Problem> + Send + Sync + 'static,
    {
        let app = self.clone();
        let now = self.now();
        let (done, touched) = self
            .db
            .write(move |conn| {
                let mut scene = Scene::new(conn, &app, now);
                let done = act(&mut scene)?;
                Ok::<_, Problem>((done, scene.touched))
            })
            .await?;
        for topic in touched {
            self.live.publish(&topic);
        }
        Ok(done)
    }
}

/// Why a reader did not come to the end.
enum Look {
    /// Here something is to be changed.
    Changes(usize),
    Failed(Problem),
}

impl From<DbError> for Look {
    fn from(error: DbError) -> Look {
        Look::Failed(error.into())
    }
}

impl<'s, 'c> Scene<'s, 'c> {
    /// A scene that has touched nothing yet.
    pub fn new(conn: &'s mut Conn<'c>, app: &'s App, now: Timestamp) -> Self {
        Scene {
            conn,
            app,
            now,
            touched: Vec::new(),
        }
    }
}

fn who(conn: &mut Conn<'_>, visitor: &Visitor, now: Timestamp) -> Result<Actor, Problem> {
    let token = visitor.token.as_deref().ok_or(Problem::SignIn)?;
    Actor::signed_in(Actor::find(conn, token, now)?)
}

/// Only somebody who holds this role in any sprint gets further; for all others there is no such page.
pub fn only(actor: &Actor, role: Role) -> Result<(), Problem> {
    if actor.is(role) {
        Ok(())
    } else {
        Err(Problem::NotFound)
    }
}

/// A page that shows somebody's own things: drawn, and not to be kept by anything between here and them.
pub fn show(page: &impl askama::Template) -> Answer {
    let mut response = Html(page.render()?).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A page that changes with nothing but the database and the minute, and holds nothing of chance: as long as both are
/// the same, its reader is given what was drawn before.
pub fn show_kept(page: &impl askama::Template) -> Answer {
    let mut response = show(page)?;
    response.extensions_mut().insert(Keep);
    Ok(response)
}

/// A file to take along, under this name.
pub fn file(bytes: impl Into<Vec<u8>>, kind: &'static str, name: &str) -> Answer {
    let name = format!("attachment; filename=\"{name}\"");
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).map_err(Problem::broken)?,
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((head, bytes.into()).into_response())
}

/// A page that was drawn already, as [`show`] sends it.
pub fn page_of(html: String) -> Response {
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (no_store, Html(html)).into_response()
}

/// A stream of messages that nothing between here and its reader keeps or holds back.
pub fn stream_of<S>(messages: S) -> Response
where
    S: Stream<Item = Result<Event, Infallible>> + Send + 'static,
{
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15));
    let mut answer = Sse::new(messages).keep_alive(keep_alive).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    answer
}

/// The same page again with status 422: what was typed is still there, a sentence stands beside each fault.
pub fn ask_again(page: &impl askama::Template) -> Problem {
    match page.render() {
        Ok(page) => Problem::Invalid(page),
        Err(error) => error.into(),
    }
}

/// The place that a form names to go back to, if it is one of ours. Browsers read `//` and `/\\` as the
/// beginning of another site's address, and leave out tabs and line ends wherever they stand.
pub fn own_place(place: &str) -> Option<&str> {
    let rest = place.strip_prefix('/')?;
    let is_ours = !rest.starts_with(['/', '\\']) && !place.contains(char::is_control);
    is_ours.then_some(place)
}

/// "Done, look there": the answer of every act.
pub fn see_other(place: &str) -> Response {
    let location = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}
