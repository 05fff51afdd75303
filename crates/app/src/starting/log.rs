//! The log: each request in one line that does not say who sent it, and whatever else happens.

use std::io::IsTerminal as _;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use clap::ValueEnum;
use firstmove_kit::clock::Stopwatch;
use tracing_subscriber::EnvFilter;

use crate::problem::Reference;

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Lines {
    /// For people.
    #[default]
    Text,
    /// One JSON object each.
    Json,
}

/// What is written unless `FIRSTMOVE_LOG` says otherwise.
pub const USUAL: &str = "warn,firstmove=info";

/// Begins the log on standard error.
pub fn start(lines: Lines, usual: &str) {
    let filter = EnvFilter::try_from_env("FIRSTMOVE_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // a line that cannot be written, on a full disk, is lost; to complain of it would end the request
        .log_internal_errors(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // a second start in one process (the tests) keeps the first log
    let _ = match lines {
        Lines::Text => log.try_init(),
        Lines::Json => log.json().flatten_event(true).try_init(),
    };
}

/// A layer around everything: a line for each request. Of its address only the pattern is written, because
/// addresses hold links and ids; of its sender nothing.
pub async fn requests(request: Request, next: Next) -> Response {
    let watch = Stopwatch::start();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = path.as_ref().map_or("no such page", MatchedPath::as_str);
    let (status, milliseconds) = (response.status().as_u16(), watch.milliseconds());
    let reference = response.extensions().get::<Reference>();
    let reference = reference.map(|reference| reference.0.as_str());
    if route.starts_with("/assets/") || matches!(route, "/health" | "/ready") {
        tracing::debug!(target: "firstmove::requests", %method, route, status, milliseconds, reference, "answered");
    } else {
        tracing::info!(target: "firstmove::requests", %method, route, status, milliseconds, reference, "answered");
    }
    response
}
