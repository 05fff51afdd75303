//! A file that somebody sends with a form.

use axum::extract::multipart::{Multipart, MultipartRejection};

/// Addresses to which files are sent; every other form is short.
pub const TAKES_FILES: &[&str] = &["/import", "/sprints/new/people/file"];
/// The largest file that is taken.
pub const LARGEST: usize = 10 * 1024 * 1024;

/// The bytes of the field `file`. Error: what to do instead.
pub async fn file(parts: Result<Multipart, MultipartRejection>) -> Result<Vec<u8>, String> {
    let broken = "the file did not arrive whole; choose it again, then send it once more";
    let mut parts = parts.map_err(|_| broken.to_owned())?;
    while let Some(part) = parts.next_field().await.map_err(|_| broken.to_owned())? {
        if part.name() != Some("file") {
            continue;
        }
        let named = part.file_name().is_some_and(|name| !name.is_empty());
        let bytes = part.bytes().await.map_err(|_| broken.to_owned())?;
        return match (named, bytes.is_empty()) {
            (_, false) => Ok(bytes.to_vec()),
            (true, true) => Err("the file is empty; choose another".into()),
            (false, true) => Err("no file was chosen; choose one first".into()),
        };
    }
    Err("no file was chosen; choose one first".into())
}
