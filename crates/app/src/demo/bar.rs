//! The bar above every page of the example. It is put in here, in one place, so that no page can lack it.

use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;

use crate::actor::{Actor, Visitor};
use crate::app::App;
use crate::demo::{Demo, moments};
use crate::frame::{Bar, Example};
use crate::problem::Problem;

/// The cookie that carries what the last journey did to the next page.
pub const JOURNEY: &str = "firstmove_journey";
/// After this link in `frame/base.html` comes the bar.
const SKIP_LINK: &str = "<a class=\"skip\" href=\"#main\">Skip to main content</a>";
/// No page is longer.
const LONGEST: usize = 4 << 20;

/// A layer around all pages.
pub async fn above_pages(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    let Some(demo) = app.demo.clone() else {
        return next.run(request).await;
    };
    let back = match *request.method() {
        Method::GET => request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned(),
        // a form that came back: its own page is where it was sent from
        _ => from(&request).unwrap_or_else(|| "/".into()),
    };
    let notice = journey(&request);
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    if !is_page {
        return response;
    }
    let spoken = notice.is_some();
    match example(&app, &demo, visitor, back).await.map(|example| {
        Bar {
            example: Example { notice, ..example },
        }
        .render()
    }) {
        Ok(Ok(bar)) => put(response, &bar, spoken).await,
        // the page is worth more than its bar
        _ => response,
    }
}

fn from(request: &Request) -> Option<String> {
    let referer = request.headers().get(header::REFERER)?.to_str().ok()?;
    let uri: axum::http::Uri = referer.parse().ok()?;
    Some(uri.path_and_query()?.as_str().to_owned())
}

/// What the last journey did, once.
fn journey(request: &Request) -> Option<String> {
    let jar = axum_extra::extract::CookieJar::from_headers(request.headers());
    let sentence = match jar.get(JOURNEY)?.value() {
        "forward" => "Travelled on. What you did is kept.",
        "back" => {
            "Travelled back: the example began again up to here. What you had changed is gone."
        }
        "nowhere" => "The example reaches no further.",
        _ => return None,
    };
    Some(sentence.to_owned())
}

async fn put(response: Response, bar: &str, spoken: bool) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(page) = to_bytes(body, LONGEST).await else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    if spoken && let Ok(gone) = HeaderValue::from_str(&format!("{JOURNEY}=; Path=/; Max-Age=0")) {
        parts.headers.append(header::SET_COOKIE, gone);
    }
    let page = put_above(&String::from_utf8_lossy(&page), bar);
    Response::from_parts(parts, Body::from(page))
}

/// The page with the bar in its place.
pub fn put_above(page: &str, bar: &str) -> String {
    page.replacen(SKIP_LINK, &format!("{SKIP_LINK}{bar}"), 1)
}

/// What the bar says: the date, and the week of the reader's own cohort or the weeks of all.
async fn example(
    app: &App,
    demo: &Demo,
    visitor: Visitor,
    back: String,
) -> Result<Example, Problem> {
    let (demo, now) = (demo.clone(), app.now());
    app.db
        .read(move |conn| {
            let actor = match &visitor.token {
                Some(token) => Actor::find(conn, token, now)?,
                None => None,
            };
            Ok(of(&demo, actor.as_ref(), now, back))
        })
        .await
}

/// The bar of this reader.
pub fn of(demo: &Demo, actor: Option<&Actor>, now: Timestamp, back: String) -> Example {
    let script = demo.script();
    let seat = actor.and_then(|actor| actor.seats.first());
    let own = seat.and_then(|seat| script.groups.iter().find(|group| group.id == seat.cohort));
    let group = own.unwrap_or_else(|| script.anchor());
    // who has no seat looks at several groups, which stand in different weeks
    let week = own.map_or_else(
        || moments::weeks(&script.groups, now),
        |group| moments::week(group, now),
    );
    Example {
        date: group
            .calendar
            .zone()
            .to_datetime(now)
            .strftime("%A %-d %B")
            .to_string(),
        week,
        moments: moments::buttons(script),
        back,
        notice: None,
    }
}
