//! What `firstmove doctor` looks at.

use std::path::{Path, PathBuf};

use firstmove_kit::db::{Db, DbError, Engine};
use firstmove_kit::mail::Mailer;

use crate::cli::Finding;
use crate::settings::Settings;
use crate::starting::{DATA, MIGRATIONS};

/// Looks at everything that can be wrong without starting the server; changes nothing that is there.
pub fn examine(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![address(settings), mail(settings)];
    match &settings.database {
        Some(url) => findings.push(database("database", Db::open_postgres(url, MIGRATIONS))),
        None => findings.extend(folder(settings)),
    }
    findings
}

fn well(about: &'static str, sentence: impl Into<String>) -> Finding {
    Finding {
        about,
        ok: true,
        sentence: sentence.into(),
    }
}

fn wrong(about: &'static str, sentence: impl Into<String>) -> Finding {
    Finding {
        about,
        ok: false,
        sentence: sentence.into(),
    }
}

fn address(settings: &Settings) -> Finding {
    match &settings.url {
        None => well(
            "address",
            "Links use the address that the server listens on. Set --url when people reach it by another.",
        ),
        Some(url) if url.starts_with("https://") => well(
            "address",
            format!("Links begin with {url} and cookies are secure."),
        ),
        Some(url) if url.starts_with("http://") => well(
            "address",
            format!(
                "Links begin with {url}, without TLS. Put a proxy with TLS in front before real people use it."
            ),
        ),
        Some(url) => wrong(
            "address",
            format!("{url} does not begin with https:// or http://. Correct --url."),
        ),
    }
}

fn mail(settings: &Settings) -> Finding {
    match &settings.smtp {
        None => well(
            "mail",
            "No mail server is set: sign-in links are shown in the terminal. Set --smtp to send them.",
        ),
        Some(url) => match Mailer::smtp(url, &settings.mail_from) {
            Ok(_) => well("mail", "The mail server's address can be read."),
            Err(error) => wrong("mail", format!("{error} Correct --smtp or --mail-from.")),
        },
    }
}

fn folder(settings: &Settings) -> Vec<Finding> {
    let folder = settings.data.clone().unwrap_or_else(|| PathBuf::from(DATA));
    let file = folder.join("firstmove.db");
    if !file.exists() {
        return vec![well(
            "data folder",
            format!(
                "{} holds no data yet. `firstmove serve` makes it.",
                folder.display()
            ),
        )];
    }
    vec![
        writable(&folder),
        database("data", Db::open_sqlite(&file, MIGRATIONS)),
    ]
}

fn writable(folder: &Path) -> Finding {
    let probe = folder.join(".doctor");
    let tried =
        std::fs::write(&probe, "a doctor was here").and_then(|()| std::fs::remove_file(&probe));
    match tried {
        Ok(()) => well(
            "data folder",
            format!("{} can be written.", folder.display()),
        ),
        Err(error) => wrong(
            "data folder",
            format!(
                "{} cannot be written: {error}. Give the user that runs firstmove the right to write there.",
                folder.display()
            ),
        ),
    }
}

fn database(about: &'static str, opened: Result<Db, DbError>) -> Finding {
    let checked = opened.and_then(|db| {
        if db.engine() == Engine::Sqlite {
            sound(&db)
        } else {
            db.read_now(|conn| {
                conn.one("select key from settings limit 1", &[])
                    .map(|_| ())
            })
        }
    });
    match checked {
        Ok(()) => well(
            about,
            "It opens, its tables are up to date, and it is sound.",
        ),
        Err(error) => wrong(
            about,
            format!("{error}. Restore the newest backup if this stays."),
        ),
    }
}

/// SQLite's own check of every page and every reference.
fn sound(db: &Db) -> Result<(), DbError> {
    db.read_now(|conn| {
        let rows = conn.query("pragma integrity_check", &[])?;
        let first: String = match rows.first() {
            Some(row) => row.get("integrity_check")?,
            None => "no answer".into(),
        };
        if first != "ok" {
            return Err(DbError::Other(format!("the file is damaged: {first}")));
        }
        match conn.query("pragma foreign_key_check", &[])?.len() {
            0 => Ok(()),
            broken => Err(DbError::Other(format!(
                "{broken} rows point to rows that are not there"
            ))),
        }
    })
}
