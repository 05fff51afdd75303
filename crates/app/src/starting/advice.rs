//! What went wrong with a database, for whoever runs the program: what it says, and what to do about it.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use firstmove_kit::db::DbError;

use crate::starting::home::Home;

/// The disk takes no more.
pub const FULL: &str = "The disk is full or takes no more. Nothing was kept. Make room, or name a place on another disk.";

/// The error at that place in sentences, the last of which says what to do.
pub fn told(error: &DbError, home: &Home) -> String {
    let barred = match home {
        Home::Folder(folder) => barred(folder),
        Home::Server(_) => None,
    };
    match (error, barred) {
        (DbError::Full, _) => FULL.to_owned(),
        // the SQL stands alone at the end, to be copied
        (DbError::Denied { .. }, _) => error.to_string(),
        // SQLite says of it only that it cannot write
        (_, Some(sentence)) => sentence,
        (_, None) => format!("{error}. {}", advice(error, home)),
    }
}

fn advice(error: &DbError, home: &Home) -> String {
    match (error, home) {
        (DbError::Address(_), _) => {
            "Give --database an address such as postgres://user:password@host/firstmove.".into()
        }
        (DbError::NoDatabase(name), _) => {
            format!("Correct the name in the address, or make the database: CREATE DATABASE {name};")
        }
        (DbError::NotLetIn(_), _) => {
            "Correct the user and the password in the address, or let the server's administrator make that role.".into()
        }
        (DbError::Gone(_), Home::Server(_)) => {
            "See that the server runs, and that address, user and password are right.".into()
        }
        (DbError::Damaged(_), Home::Folder(folder)) => format!(
            "Restore the newest backup: `firstmove restore FILE --data {} --force` puts the damaged file aside.",
            folder.display()
        ),
        (DbError::Busy, _) => "Somebody else holds a lock there. Try again in a moment.".into(),
        _ => "Restore the newest backup if this stays.".into(),
    }
}

/// Whoever asks may not use the file as a database is used: written, with others made beside it.
fn barred(folder: &Path) -> Option<String> {
    let file = Home::file(folder);
    let is_barred = |error: &std::io::Error| {
        matches!(
            error.kind(),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
        )
    };
    let opened = File::options().read(true).write(true).open(&file);
    let shut = opened.is_err_and(|error| is_barred(&error));
    (shut || !may_make_files(folder)).then(|| {
        format!(
            "this user may not read and write {} and make files beside it, which SQLite needs even to read. Run the command \
             as the user that runs `firstmove serve`, or give this one the right to write there.",
            file.display()
        )
    })
}

#[cfg(unix)]
fn may_make_files(folder: &Path) -> bool {
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
fn may_make_files(_: &Path) -> bool {
    true
}
