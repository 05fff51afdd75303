//! Pages that are drawn once and given again while they hold. A page hangs on who asks, on the database, and on the
//! minute: weeks, closes, meetings and what was put off all begin on a whole minute of every zone. So a page holds
//! until the next commit, by whichever process, or the next minute, whichever comes first. It is asked for with the
//! same cookie, so who is signed out is given nothing, as signing out is a commit too.
//!
//! Only pages that say so are kept ([`Keep`]): those without a form that is known by a key of chance.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::problem::Problem;

/// Marks an answer that may be given again.
#[derive(Debug, Clone, Copy)]
pub struct Keep;

/// So many bytes of pages are kept; then all are forgotten.
const MOST: usize = 16 * 1024 * 1024;
/// The largest page that is kept.
const LARGEST: usize = 1024 * 1024;
/// How hard a page is pressed together: it is done once for many.
const QUALITY: i32 = 5;

/// What a page hangs on beside who asks for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    version: i64,
    minute: i64,
}

/// Who asks for what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked {
    cookie: String,
    address: String,
    brotli: bool,
}

#[derive(Default)]
struct Pages {
    moment: Option<Moment>,
    bytes: usize,
    pages: HashMap<Asked, (HeaderMap, Bytes)>,
}

/// The pages of one process. Cheap to clone.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Pages>>);

impl Kept {
    fn find(&self, moment: Moment, asked: &Asked) -> Option<(HeaderMap, Bytes)> {
        let pages = self.0.lock().ok()?;
        if pages.moment != Some(moment) {
            return None;
        }
        pages.pages.get(asked).cloned()
    }

    fn keep(&self, moment: Moment, asked: Asked, page: (HeaderMap, Bytes)) {
        let Ok(mut pages) = self.0.lock() else {
            return;
        };
        if pages.moment != Some(moment) || pages.bytes > MOST {
            *pages = Pages {
                moment: Some(moment),
                ..Pages::default()
            };
        }
        pages.bytes += page.1.len();
        pages.pages.insert(asked, page);
    }
}

/// The layer: gives a kept page, or draws one and keeps it.
pub async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(asked) = asked(&app, &request) else {
        return next.run(request).await;
    };
    // asked before the page is drawn: what is committed meanwhile makes it out of date at once
    let moment = moment(&app);
    if let Some((headers, page)) = moment.and_then(|moment| app.kept.find(moment, &asked)) {
        return answer(headers, page);
    }
    let response = next.run(request).await;
    match moment {
        Some(moment) if response.extensions().get::<Keep>().is_some() => {
            kept(&app, moment, asked, response).await
        }
        _ => response,
    }
}

/// What could be kept: a page for a browser with a cookie. The example has a clock of its own.
fn asked(app: &App, request: &Request) -> Option<Asked> {
    let headers = request.headers();
    if app.demo.is_some() || request.method() != Method::GET || headers.contains_key(header::RANGE)
    {
        return None;
    }
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let encodings = text(header::ACCEPT_ENCODING).unwrap_or_default();
    Some(Asked {
        cookie: text(header::COOKIE)?.to_owned(),
        address: request.uri().path_and_query()?.to_string(),
        brotli: encodings.split(',').any(|one| one.trim() == "br"),
    })
}

fn moment(app: &App) -> Option<Moment> {
    Some(Moment {
        version: app.db.version()?,
        minute: app.now().as_second().div_euclid(60),
    })
}

async fn kept(app: &App, moment: Moment, asked: Asked, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let known = parts.headers.contains_key(header::SET_COOKIE)
        || parts.headers.contains_key(header::CONTENT_ENCODING);
    if parts.status != StatusCode::OK || known {
        return Response::from_parts(parts, body);
    }
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        return Problem::broken("a page ended too early").into_response();
    };
    if page.len() > LARGEST {
        return Response::from_parts(parts, Body::from(page));
    }
    let mut page = page;
    if asked.brotli
        && let Some(pressed) = pressed(&page)
    {
        page = pressed;
        parts.headers.remove(header::CONTENT_LENGTH);
        let (encoding, vary) = (
            HeaderValue::from_static("br"),
            HeaderValue::from_static("accept-encoding"),
        );
        parts.headers.insert(header::CONTENT_ENCODING, encoding);
        parts.headers.insert(header::VARY, vary);
    }
    app.kept
        .keep(moment, asked, (parts.headers.clone(), page.clone()));
    answer(parts.headers, page)
}

fn pressed(page: &[u8]) -> Option<Bytes> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        size_hint: page.len(),
        ..Default::default()
    };
    let mut writer = brotli::CompressorWriter::with_params(Vec::new(), 4096, &parameters);
    writer.write_all(page).ok()?;
    Some(Bytes::from(writer.into_inner()))
}

fn answer(headers: HeaderMap, page: Bytes) -> Response {
    let mut response = Response::new(Body::from(page));
    *response.headers_mut() = headers;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(cookie: &str) -> Asked {
        Asked {
            cookie: cookie.into(),
            address: "/".into(),
            brotli: true,
        }
    }

    fn page(bytes: usize) -> (HeaderMap, Bytes) {
        (HeaderMap::new(), Bytes::from(vec![0; bytes]))
    }

    #[test]
    fn a_page_is_given_again_to_who_asked_for_it_until_a_commit_or_the_next_minute() {
        let kept = Kept::default();
        let moment = Moment {
            version: 1,
            minute: 5,
        };
        kept.keep(moment, asked("hers"), page(10));
        assert!(kept.find(moment, &asked("hers")).is_some());
        assert!(kept.find(moment, &asked("his")).is_none());
        let commit = Moment {
            version: 2,
            ..moment
        };
        let later = Moment {
            minute: 6,
            ..moment
        };
        for other in [commit, later] {
            assert!(kept.find(other, &asked("hers")).is_none());
        }
        kept.keep(commit, asked("his"), page(10));
        assert!(kept.find(moment, &asked("hers")).is_none());
    }

    #[test]
    fn pages_that_would_take_too_much_room_are_forgotten() {
        let kept = Kept::default();
        let moment = Moment {
            version: 1,
            minute: 5,
        };
        for number in 0..=MOST / LARGEST + 1 {
            kept.keep(moment, asked(&number.to_string()), page(LARGEST));
        }
        let held = kept.0.lock().map(|pages| pages.bytes).unwrap_or(usize::MAX);
        assert!(held <= MOST + LARGEST, "{held}");
        let last = (MOST / LARGEST + 1).to_string();
        assert!(kept.find(moment, &asked(&last)).is_some());
    }
}
