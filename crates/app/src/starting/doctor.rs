//! What `firstmove doctor` looks at.

use std::path::{Path, PathBuf};

use firstmove_kit::db::{Db, DbError, Engine};
use firstmove_kit::mail::Mailer;

use crate::cli::Finding;
use crate::settings::Settings;
use crate::starting::{DATA, MIGRATIONS, trails};

/// Looks at everything that can be wrong without starting the server; changes nothing that is there.
pub fn examine(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![address(settings), mail(settings)];
    match &settings.database {
        Some(url) => findings.extend(database("database", Db::open_postgres(url, &[]))),
        None => findings.extend(folder(settings)),
    }
    findings
}

pub(super) fn well(about: &'static str, sentence: impl Into<String>) -> Finding {
    Finding {
        about,
        ok: true,
        sentence: sentence.into(),
    }
}

pub(super) fn wrong(about: &'static str, sentence: impl Into<String>) -> Finding {
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
    let mut findings = vec![writable(&folder)];
    findings.extend(database("data", Db::open_sqlite(&file, &[])));
    findings
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

/// The number of the newest migration that this program knows: `V8__exceptions` is 8.
fn newest_known() -> i64 {
    let name = MIGRATIONS.last().map_or("", |(name, _)| *name);
    let number = name.trim_start_matches('V').split("__").next();
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn database(about: &'static str, opened: Result<Db, DbError>) -> Vec<Finding> {
    let ours = newest_known();
    let checked = opened.and_then(|db| {
        let kept = newest_migration(&db)?;
        if db.engine() == Engine::Sqlite {
            sound(&db)?;
        }
        let told = match kept == Some(ours) {
            true => db.read_now(trails::examine)?,
            false => None,
        };
        Ok((kept, told))
    });
    let (tables, told) = match checked {
        Ok((kept, told)) => (Ok(kept), told),
        Err(error) => (Err(error), None),
    };
    std::iter::once(state(about, tables, ours))
        .chain(told)
        .collect()
}

fn state(about: &'static str, tables: Result<Option<i64>, DbError>, ours: i64) -> Finding {
    match tables {
        Ok(None) => well(
            about,
            "It opens and is empty. `firstmove serve` makes its tables.",
        ),
        Ok(Some(kept)) if kept < ours => well(
            about,
            "It opens and is sound. Its tables are of an older version: the next `firstmove serve` brings them \
             up to date.",
        ),
        Ok(Some(kept)) if kept > ours => wrong(
            about,
            "Its tables are of a newer version than this program. Use the program that made them, or a newer one.",
        ),
        Ok(Some(_)) => well(
            about,
            "It opens, its tables are up to date, and it is sound.",
        ),
        Err(error) => wrong(
            about,
            format!("{error}. Restore the newest backup if this stays."),
        ),
    }
}

/// The number of the newest migration that the tables have seen; none where there are no tables of ours.
fn newest_migration(db: &Db) -> Result<Option<i64>, DbError> {
    let table = match db.engine() {
        Engine::Sqlite => {
            "select count(*) as n from sqlite_master where name = 'refinery_schema_history'"
        }
        Engine::Postgres => {
            "select count(*) as n from information_schema.tables where table_name = 'refinery_schema_history'"
        }
    };
    let newest = "select cast(max(version) as bigint) as version from refinery_schema_history";
    db.read_now(|conn| {
        let tables: i64 = conn.one(table, &[])?.map_or(Ok(0), |row| row.get("n"))?;
        if tables == 0 {
            return Ok(None);
        }
        let row = conn.one(newest, &[])?;
        row.map_or(Ok(None), |row| row.get("version"))
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn said(folder: &Path) -> (bool, String) {
        let settings = Settings {
            listen: ([127, 0, 0, 1], 0).into(),
            data: Some(folder.to_path_buf()),
            database: None,
            url: None,
            smtp: None,
            mail_from: "Firstmove <firstmove@localhost>".into(),
        };
        let findings = examine(&settings);
        let last = findings.last().expect("a finding");
        (last.ok, last.sentence.clone())
    }

    #[test]
    fn an_empty_folder_stays_empty_and_an_empty_file_without_tables() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(said(folder.path()).1.contains("holds no data yet"));
        assert_eq!(std::fs::read_dir(folder.path()).expect("it").count(), 0);
        std::fs::write(folder.path().join("firstmove.db"), "").expect("a file");
        for _ in 0..2 {
            let (ok, sentence) = said(folder.path());
            assert!(ok && sentence.contains("is empty"), "{sentence}");
        }
    }

    #[test]
    fn tables_are_told_to_be_older_or_newer_or_up_to_date() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("firstmove.db");
        drop(Db::open_sqlite(&file, &MIGRATIONS[..2]).expect("an old installation"));
        assert!(said(folder.path()).1.contains("older version"));
        let db = Db::open_sqlite(&file, MIGRATIONS).expect("today's");
        let (ok, sentence) = said(folder.path());
        assert!(ok && sentence.contains("up to date"), "{sentence}");
        db.write_now(|conn| {
            conn.execute(
                "update refinery_schema_history set version = 99 where version = (select max(version) from refinery_schema_history)",
                &[],
            )
        })
        .expect("a newer one");
        let (ok, sentence) = said(folder.path());
        assert!(!ok && sentence.contains("newer version"), "{sentence}");
    }

    #[test]
    fn a_file_that_is_no_database_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let noise = "no database at all, but long enough to be taken for one. ".repeat(100);
        std::fs::write(folder.path().join("firstmove.db"), noise).expect("a file");
        assert!(!said(folder.path()).0);
    }
}
