//! The stylesheet, the script, the icons and the font: named by their content when the binary is
//! built (build.rs), so a browser keeps them for ever and asks again only when they change.

use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

struct Asset {
    file: &'static str,
    mime: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Answers `GET /assets/{name}` in the smallest form the browser takes; anything unknown is not
/// found.
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.file == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let takes = |coding: &str| accepted.split(',').any(|one| one.trim() == coding);
    let fixed = [
        (CONTENT_TYPE, asset.mime),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    match (asset.brotli, asset.gzip) {
        (Some(body), _) if takes("br") => (fixed, [(CONTENT_ENCODING, "br")], body).into_response(),
        (_, Some(body)) if takes("gzip") => {
            (fixed, [(CONTENT_ENCODING, "gzip")], body).into_response()
        }
        _ => (fixed, asset.plain).into_response(),
    }
}
