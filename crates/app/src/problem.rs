//! What a page answers when it cannot do what was asked.
//!
//! An unknown id, somebody else's id and a guessed link all end as [`Problem::NotFound`], with the same page,
//! so that nobody learns what exists. What breaks on our side is logged once, with a reference that the page
//! shows, and never with what people wrote.

use askama::Template;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use firstmove_kit::db::DbError;
use firstmove_kit::secrets::Secrets;

use crate::frame::Frame;

/// Every way in which a request can fail.
#[derive(Debug)]
pub enum Problem {
    /// Nobody is signed in: the page for signing in follows.
    SignIn,
    /// There is no such thing, or the actor may not see it.
    NotFound,
    /// The address is there, and nothing of this kind can be sent to it.
    WrongMethod,
    /// The practice says no: one plain sentence that ends in what to do.
    Refused(String),
    /// A form comes back with what was typed and a sentence beside each field that is wrong. Holds the page.
    Invalid(String),
    /// Too many tries in a short time.
    TooOften,
    /// A form that another site sent.
    Foreign,
    /// More was sent than any form here takes.
    TooLong,
    /// A file that is larger than any that is taken here.
    TooLarge,
    /// What was sent is no form, or not the one that belongs here; with the status that says how.
    Unreadable(StatusCode),
    /// The database is locked or gone: nothing was done, trying again may help.
    Unavailable(String),
    /// The disk takes no more: nothing was done, and whoever runs the installation is to make room.
    Full,
    /// No answer came in time. What was asked for may still be done, so nobody is told that it was not.
    TooSlow,
    /// Our fault. Holds what the log should say.
    Broken(String),
}

impl Problem {
    /// Wraps what should not happen, with words for the log.
    pub fn broken(what: impl std::fmt::Display) -> Self {
        Problem::Broken(what.to_string())
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Full => Problem::Full,
            DbError::Busy | DbError::Gone(_) | DbError::Damaged(_) => {
                Problem::Unavailable(error.to_string())
            }
            other => Problem::Broken(other.to_string()),
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Problem::Broken(format!("a page could not be drawn: {error}"))
    }
}

/// What the log knows an answer by.
#[derive(Clone, Debug)]
pub struct Reference(pub String);

/// The page for everything that is not the page that was asked for.
#[derive(Template)]
#[template(path = "frame/problem.html")]
pub struct ProblemPage {
    frame: Frame,
    heading: &'static str,
    sentence: String,
    reference: Option<String>,
}

impl ProblemPage {
    /// The page with its heading and its sentence; `reference` is what the log knows it by.
    pub fn new(heading: &'static str, sentence: String, reference: Option<String>) -> Self {
        ProblemPage {
            frame: Frame::plain(heading),
            heading,
            sentence,
            reference,
        }
    }

    fn answer(self, status: StatusCode) -> Response {
        let page = self.render().unwrap_or_else(|_| self.sentence.clone());
        let mut response = (status, Html(page)).into_response();
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            header::HeaderValue::from_static("no-store"),
        );
        if let Some(reference) = self.reference {
            response.extensions_mut().insert(Reference(reference));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match self {
            Problem::SignIn => crate::app::see_other("/sign-in"),
            Problem::NotFound => ProblemPage::new(
                "Nothing here",
                "This page has moved or never was.".into(),
                None,
            )
            .answer(StatusCode::NOT_FOUND),
            Problem::WrongMethod => ProblemPage::new(
                "Nothing here",
                "This page cannot be opened that way, and nothing was changed. Go back and use its own button or link."
                    .into(),
                None,
            )
            .answer(StatusCode::METHOD_NOT_ALLOWED),
            Problem::Refused(sentence) => {
                ProblemPage::new("That is not possible now", sentence, None)
                    .answer(StatusCode::CONFLICT)
            }
            Problem::Invalid(page) => {
                (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
            }
            Problem::TooOften => ProblemPage::new(
                "Too many tries",
                "There were many tries in a short time. Wait fifteen minutes, then try again."
                    .into(),
                None,
            )
            .answer(StatusCode::TOO_MANY_REQUESTS),
            Problem::Foreign => ProblemPage::new(
                "That came from elsewhere",
                "Another site sent this form, so nothing was changed. Open the page here, then send it again.".into(),
                None,
            )
            .answer(StatusCode::FORBIDDEN),
            Problem::TooLong => ProblemPage::new(
                "That is too long",
                "Nothing was changed. What you typed is still in your browser: go back, shorten it, then send it again."
                    .into(),
                None,
            )
            .answer(StatusCode::PAYLOAD_TOO_LARGE),
            Problem::TooLarge => ProblemPage::new(
                "The file is too large",
                "A file may hold 10 MB at most, and nothing was changed. Save the one sheet alone, then choose it again."
                    .into(),
                None,
            )
            .answer(StatusCode::PAYLOAD_TOO_LARGE),
            Problem::Unreadable(status) => ProblemPage::new(
                "The form did not arrive whole",
                "Nothing was changed. Go back, load the page again, then fill in the form once more.".into(),
                None,
            )
            .answer(status),
            Problem::Unavailable(detail) => {
                let reference = Secrets::system().reference();
                tracing::error!(%reference, %detail, "the database did not answer");
                ProblemPage::new(
                    "The database does not answer",
                    "Nothing was changed. What you typed is still in your browser: go back and try again in a minute."
                        .into(),
                    Some(reference),
                )
                .answer(StatusCode::SERVICE_UNAVAILABLE)
            }
            Problem::Full => {
                let reference = Secrets::system().reference();
                tracing::error!(%reference, "there is no room left on the disk");
                ProblemPage::new(
                    "The disk is full",
                    "There is no room left on the disk, and nothing was kept. Tell who runs Firstmove. What you typed is \
                     still in your browser: go back and send it again when there is room."
                        .into(),
                    Some(reference),
                )
                .answer(StatusCode::SERVICE_UNAVAILABLE)
            }
            Problem::TooSlow => {
                let reference = Secrets::system().reference();
                tracing::error!(%reference, "no answer in time");
                ProblemPage::new(
                    "This takes too long",
                    "What you sent may still arrive. Look at the page again in a minute, before you send it once more."
                        .into(),
                    Some(reference),
                )
                .answer(StatusCode::GATEWAY_TIMEOUT)
            }
            Problem::Broken(detail) => {
                let reference = Secrets::system().reference();
                tracing::error!(%reference, %detail, "a request failed");
                ProblemPage::new(
                    "That did not work, and it is our fault",
                    "Nothing was half done. Go back: your text is still there. Then try again."
                        .into(),
                    Some(reference),
                )
                .answer(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

/// A layer around all pages: what is refused before any page is reached (an address or a form that cannot be
/// read, a form from another site) gets a page too, and an address that makes no sense the same one as
/// anything else that is not there.
pub async fn in_sentences(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match response.status() {
        _ if is_page => response,
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => Problem::NotFound.into_response(),
        StatusCode::FORBIDDEN => Problem::Foreign.into_response(),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLong.into_response(),
        status @ (StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::UNPROCESSABLE_ENTITY) => {
            Problem::Unreadable(status).into_response()
        }
        _ => response,
    }
}
