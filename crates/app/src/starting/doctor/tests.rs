//! The doctor at the beds of several installations.

use std::path::Path;

use firstmove_kit::db::Db;

use super::*;
use crate::settings::MAIL_FROM;
use crate::starting::MIGRATIONS;

const NOW: &str = "2026-06-01T08:00:00Z";

fn now() -> Timestamp {
    NOW.parse().expect("an instant")
}

fn settings(folder: &Path) -> Settings {
    Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        data: Some(folder.to_path_buf()),
        database: None,
        url: None,
        smtp: None,
        mail_from: MAIL_FROM.into(),
        log: Default::default(),
    }
}

/// What is said about one thing.
fn about(settings: &Settings, thing: &str) -> (bool, String) {
    let findings = examine(settings, now());
    let found = findings.iter().find(|finding| finding.about == thing);
    let found = found.unwrap_or_else(|| panic!("nothing about {thing}"));
    (found.ok, found.sentence.clone())
}

fn said(folder: &Path) -> (bool, String) {
    let thing = match Home::file(folder).exists() {
        true => "data",
        false => "data folder",
    };
    about(&settings(folder), thing)
}

#[test]
fn a_file_is_no_folder_to_keep_data_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("base.csv");
    std::fs::write(&file, "Name").expect("a file");
    let (ok, sentence) = said(&file);
    assert!(
        !ok && sentence.contains("is a file. Name the folder"),
        "{sentence}"
    );
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

#[test]
fn an_address_that_leads_nobody_here_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut asked = settings(folder.path());
    assert!(about(&asked, "address").0);
    asked.listen = ([0, 0, 0, 0], 8080).into();
    let (ok, sentence) = about(&asked, "address");
    assert!(!ok && sentence.contains("Set --url"), "{sentence}");
    asked.url = Some("http://0.0.0.0:8080".into());
    assert!(!about(&asked, "address").0);
    asked.url = Some("https://firstmove.example.org".into());
    assert!(about(&asked, "address").0);
    asked.listen = ([127, 0, 0, 1], 8080).into();
    (asked.url, asked.smtp) = (None, Some("smtp://localhost".into()));
    let (ok, sentence) = about(&asked, "address");
    assert!(!ok && sentence.contains("only this machine"), "{sentence}");
}

#[test]
fn a_sender_without_a_mail_server_and_a_server_without_a_sender_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut asked = settings(folder.path());
    assert!(about(&asked, "mail").0);
    asked.mail_from = "Firstmove <firstmove@example.org>".into();
    let (ok, sentence) = about(&asked, "mail");
    assert!(!ok && sentence.contains("Set --smtp"), "{sentence}");
    asked.smtp = Some("smtps://firstmove:secret@mail.example.org".into());
    assert!(about(&asked, "mail").0);
    asked.mail_from = MAIL_FROM.into();
    let (ok, sentence) = about(&asked, "mail");
    assert!(!ok && sentence.contains("Set --mail-from"), "{sentence}");
    assert!(!sentence.contains("secret"), "{sentence}");
}

/// An installation in which something happened at `event`, with a backup made at `backup`.
fn lived(event: Timestamp, backup: Option<Timestamp>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::open_sqlite(&Home::file(folder.path()), MIGRATIONS).expect("one");
    db.write_now(move |conn| {
        conn.execute(
            "insert into events (id, at, kind, about, payload) values ('e', $1, 'week_closed', '', '{}')",
            &firstmove_kit::params![event.as_millisecond()],
        )?;
        match backup {
            None => Ok(0),
            Some(made) => conn.execute(
                "insert into settings (key, value) values ('last_backup', $1)",
                &firstmove_kit::params![made.as_millisecond().to_string()],
            ),
        }
    })
    .expect("kept");
    folder
}

fn days(number: i64) -> jiff::SignedDuration {
    jiff::SignedDuration::from_hours(24 * number)
}

#[test]
fn a_clock_that_was_set_back_is_told() {
    let folder = lived(now() + days(1), None);
    let (ok, sentence) = about(&settings(folder.path()), "clock");
    assert!(!ok && sentence.contains("Set the clock"), "{sentence}");
    let folder = lived(now() - days(1), None);
    assert!(about(&settings(folder.path()), "clock").0);
}

#[test]
fn a_backup_that_is_old_or_was_never_made_is_told() {
    let old = lived(now() - days(90), Some(now() - days(30)));
    let (ok, sentence) = about(&settings(old.path()), "backup");
    assert!(!ok && sentence.contains("30 days old"), "{sentence}");
    let never = lived(now() - days(90), None);
    let (ok, sentence) = about(&settings(never.path()), "backup");
    assert!(!ok && sentence.contains("Make one now"), "{sentence}");
    let young = lived(now() - days(1), None);
    assert!(about(&settings(young.path()), "backup").0);
    let kept = lived(now() - days(90), Some(now() - days(1)));
    assert!(about(&settings(kept.path()), "backup").0);
}

#[test]
fn room_and_who_uses_a_folder_are_told() {
    let folder = lived(now(), None);
    let asked = settings(folder.path());
    assert!(about(&asked, "disk").1.contains("MB are free"));
    assert!(about(&asked, "server").1.contains("No firstmove program"));
    let _held = asked.home().hold().expect("held");
    assert!(
        about(&asked, "server")
            .1
            .contains("A firstmove program runs")
    );
}
