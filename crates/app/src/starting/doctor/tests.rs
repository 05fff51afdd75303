//! The doctor at the beds of several installations.

use std::path::Path;

use firstmove_domain::event::Event;
use firstmove_kit::db::Db;
use firstmove_kit::params;

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
    drop(db);
    // a start says the same and gives no advice that would lose what is there
    let told = crate::starting::open_database(&settings(folder.path()), folder.path());
    let told = told.err().expect("refused").to_string();
    assert!(
        told.contains("newer version") && !told.contains("backup"),
        "{told}"
    );
}

#[test]
fn a_file_with_somebody_elses_tables_is_left_alone_and_no_sql_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("firstmove.db");
    let other = [("V1__theirs", "create table people (shoe_size text)")];
    let db = Db::open_sqlite(&file, &other).expect("another program's");
    drop(db);
    let told = |folder: &Path| {
        let opened = crate::starting::open_database(&settings(folder), folder);
        opened.err().expect("refused").to_string().to_lowercase()
    };
    let with_a_list = told(folder.path());
    assert!(!with_a_list.contains("create table"), "{with_a_list}");
    let db = Db::open_sqlite(&file, &[]).expect("opened");
    db.write_now(|conn| conn.execute("drop table refinery_schema_history", &[]))
        .expect("done");
    drop(db);
    let without = told(folder.path());
    assert!(
        without.contains("tables such as people") && !without.contains("create table"),
        "{without}"
    );
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
            &params![event.as_millisecond()],
        )?;
        match backup {
            None => Ok(0),
            Some(made) => conn.execute(
                "insert into settings (key, value) values ('last_backup', $1)",
                &params![made.as_millisecond().to_string()],
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

#[test]
fn a_folder_that_is_not_there_is_no_installation() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ok, sentence) = said(&folder.path().join("firstmove-dta"));
    assert!(!ok && sentence.contains("There is no folder"), "{sentence}");
}

/// Does that to a sound installation.
fn after(sql: &'static str) -> (bool, String) {
    let folder = lived(now(), None);
    let db = Db::open_sqlite(&Home::file(folder.path()), MIGRATIONS).expect("one");
    db.write_now(move |conn| conn.execute(sql, &[]))
        .expect("done");
    about(&settings(folder.path()), "data")
}

#[test]
fn a_table_or_a_column_that_is_gone_is_named_with_what_to_do() {
    for (sql, gone) in [
        ("drop table ratings", "is missing: the table ratings. Stop"),
        (
            "alter table reports drop column line",
            "is missing: the column line of reports. Stop",
        ),
    ] {
        let (ok, sentence) = after(sql);
        assert!(!ok && sentence.contains(gone), "{sentence}");
        assert!(sentence.contains("restore the newest backup"), "{sentence}");
    }
    let (ok, sentence) = after("drop table refinery_schema_history");
    assert!(!ok && sentence.contains("not the list"), "{sentence}");
}

#[test]
fn accounts_without_the_key_that_a_start_leaves_are_told() {
    let (ok, sentence) = after(
        "insert into people (id, name, mail, mail_folded, pseudonym, created_at)
         values ('p', 'Priya Nair', 'priya@example.org', 'priya@example.org', 'P001', 0)",
    );
    assert!(
        !ok && sentence.contains("key that signs links is missing"),
        "{sentence}"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_something_to_look_at_and_nothing_wrong() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = lived(now(), None);
    let sets = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("set");
    };
    let found = || {
        let mut findings = examine(&settings(folder.path()), now());
        findings.retain(|finding| finding.about == "privacy");
        findings.pop()
    };
    let file = Home::file(folder.path());
    sets(folder.path(), 0o755);
    assert!(found().is_none(), "it was made for its owner");
    sets(&file, 0o644);
    let finding = found().expect("a remark");
    assert!(finding.ok && finding.look);
    let command = format!("chmod 600 {}*", file.display());
    assert!(finding.sentence.contains(&command), "{}", finding.sentence);
    sets(folder.path(), 0o700);
    assert!(found().is_none(), "nobody else comes to the file");
}

#[test]
fn an_address_of_another_kind_of_server_is_told_and_no_backup_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut asked = settings(folder.path());
    for address in ["mysql://ann:secret@host/firstmove", "firstmove.db"] {
        asked.database = Some(address.into());
        let (ok, sentence) = about(&asked, "database");
        assert!(
            !ok && sentence.contains("Give --database an address"),
            "{sentence}"
        );
        assert!(!sentence.contains("secret"), "{sentence}");
        assert!(!sentence.contains("backup"), "{sentence}");
    }
}

/// What is said about the numbers of a group that was formed so many days ago and whose trail says so, if `is_told`;
/// old things were last deleted on `forgot`.
fn trail_of(age: i64, is_told: bool, forgot: Option<&'static str>) -> (bool, String) {
    let folder = lived(now(), None);
    let db = Db::open_sqlite(&Home::file(folder.path()), MIGRATIONS).expect("one");
    let id = "0197a000-0000-7000-8000-000000000001";
    let formed = Event::CohortFormed {
        cohort: id.parse().expect("an id"),
        people: 0,
        start: "2026-03-23".parse().expect("a day"),
        zone: "Europe/Berlin".into(),
        grace_days: 3,
    };
    let payload = serde_json::to_string(&formed).expect("written");
    let at = (now() - days(age)).as_millisecond();
    db.write_now(move |conn| {
        conn.execute(
            "insert into sprints (id, name, organisation, created_at) values ($1, 'Operations', 'Northwind', $2)",
            &params![id, at],
        )?;
        conn.execute(
            "insert into cohorts (cohort_id, sprint_id, name, zone, start_date, grace_days, session_weekday,
                                  session_time, created_at)
             values ($1, $1, 'Operations A', 'Europe/Berlin', '2026-03-23', 3, 1, '10:00', $2)",
            &params![id, at],
        )?;
        if is_told {
            conn.execute(
                "insert into events (id, at, cohort_id, kind, about, payload) values ('f', $2, $1, 'cohort_formed', $1, $3)",
                &params![id, at, &payload],
            )?;
        }
        if let Some(day) = forgot {
            let sql = "insert into settings (key, value) values ('forgot_on', $1)";
            conn.execute(sql, &params![day])?;
        }
        Ok::<(), firstmove_kit::db::DbError>(())
    })
    .expect("kept");
    about(&settings(folder.path()), "numbers")
}

#[test]
fn only_a_trail_that_its_time_may_have_shortened_is_left_out_and_a_younger_one_has_lost_a_part() {
    let today = Some("2026-06-01");
    let (ok, sentence) = trail_of(60, true, today);
    assert!(
        ok && sentence.contains("gives the same numbers"),
        "{sentence}"
    );
    for (age, forgot) in [
        (60, today),
        (60, None),
        (60, Some("")),
        (363, today),
        (500, None),
    ] {
        let (ok, sentence) = trail_of(age, false, forgot);
        assert!(!ok, "{age} {forgot:?}: {sentence}");
        assert!(
            sentence.contains("A part of the audit trail is lost: Operations A."),
            "{sentence}"
        );
    }
    for (age, forgot) in [(366, today), (1100, today), (366, Some(""))] {
        let (ok, sentence) = trail_of(age, false, forgot);
        assert!(
            ok && sentence.contains("is not compared"),
            "{age} {forgot:?}: {sentence}"
        );
    }
}
