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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path as Folder;

    fn asset(path: &str) -> &'static Asset {
        let file = path.strip_prefix("/assets/").expect("a path of ours");
        ASSETS
            .iter()
            .find(|asset| asset.file == file)
            .expect("in the table")
    }

    #[test]
    fn a_cold_page_leaves_room_for_itself_in_35_kb() {
        let sent = |path| asset(path).gzip.expect("compressed").len();
        assert!(sent(JS) <= 6 * 1024, "script: {} bytes", sent(JS));
        assert!(sent(CSS) <= 27 * 512, "stylesheet: {} bytes", sent(CSS));
        assert!(sent(ICONS) <= 4 * 1024, "icons: {} bytes", sent(ICONS));
        assert!(asset(FONT).plain.len() <= 50 * 1024);
    }

    #[test]
    fn the_stylesheet_asks_for_the_font_by_its_hashed_name() {
        let css = std::str::from_utf8(asset(CSS).plain).expect("text");
        assert!(css.contains(asset(FONT).file));
        assert!(css.starts_with("@layer reset,tokens"));
    }

    #[test]
    fn every_icon_that_a_page_names_is_there() {
        let icons = std::str::from_utf8(asset(ICONS).plain).expect("text");
        let mut named = BTreeSet::new();
        collect(Folder::new("src"), &mut named);
        assert!(named.contains("check") && named.len() > 5, "{named:?}");
        let missing: Vec<_> = named
            .iter()
            .filter(|name| !icons.contains(&format!("<symbol id=\"{name}\"")))
            .collect();
        assert!(missing.is_empty(), "not in icons.svg: {missing:?}");
    }

    /// Names in `icon("…")`, `inset("…")`, `calm("…")` and `.icon("…")` of templates and code.
    fn collect(folder: &Folder, named: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, named);
            } else if path
                .extension()
                .is_some_and(|ending| ending == "html" || ending == "rs")
            {
                let text = fs::read_to_string(&path).expect("a text");
                for call in ["icon(\"", "inset(\"", "calm(\""] {
                    let names = text
                        .split(call)
                        .skip(1)
                        .filter_map(|rest| rest.split('"').next());
                    named.extend(names.filter(|name| !name.contains('…')).map(str::to_owned));
                }
            }
        }
    }
}
