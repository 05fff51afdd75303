//! The answers for `fm.js`. A form that a script sends says `Accept: text/vnd.fm`; where a browser
//! would follow a redirect by itself, the script is told the address and goes there once.

use axum::extract::Request;
use axum::http::header::{ACCEPT, LOCATION};
use axum::http::{HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

const GO_TO: HeaderName = HeaderName::from_static("fm-location");

/// A layer around all pages: turns a redirect into `204` with `fm-location` for the script, and
/// leaves every other answer alone.
pub async fn answer_scripts(request: Request, next: Next) -> Response {
    let accept = request
        .headers()
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok());
    let scripted = accept.is_some_and(|value| value.contains("text/vnd.fm"));
    let mut response = next.run(request).await;
    if scripted
        && response.status().is_redirection()
        && let Some(address) = response.headers_mut().remove(LOCATION)
    {
        response.headers_mut().insert(GO_TO, address);
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    response
}
