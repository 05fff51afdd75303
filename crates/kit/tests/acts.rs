//! Acts: kept whole or not at all, joined without hurting one another, acknowledged after the commit.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use common::Place;
use common::garden::{bed, count, gardens, plant};
use firstmove_kit::db::{Conn, DbError, Engine};
use firstmove_kit::params;

#[tokio::test]
async fn nobody_loses_an_act_to_a_neighbours_error_or_panic() {
    for world in gardens("neighbours") {
        let acts = (0..30).map(|n| {
            let db = world.db().clone();
            tokio::spawn(async move {
                db.write(move |conn| {
                    plant(conn, &format!("p{n}"), None, None, n)?;
                    assert_ne!(n % 3, 2, "a mistake in this act");
                    if n % 3 == 1 {
                        Err(DbError::Other("refused".to_owned()))
                    } else {
                        Ok(n)
                    }
                })
                .await
            })
        });
        for (n, act) in acts.collect::<Vec<_>>().into_iter().enumerate() {
            let answer = act.await.expect("the caller goes on");
            match n % 3 {
                0 => assert_eq!(answer, Ok(n as i64)),
                1 => assert_eq!(answer, Err(DbError::Other("refused".to_owned()))),
                _ => assert!(
                    answer
                        .expect_err("panicked")
                        .to_string()
                        .contains("panicked")
                ),
            }
        }
        assert_eq!(count(world.db(), "plants").await, 10);
    }
}

#[tokio::test]
async fn a_failed_statement_ends_its_act_even_if_overlooked() {
    for world in gardens("overlooked") {
        let answer = world.db().write(|conn| {
            plant(conn, "p", None, None, 0)?;
            drop(bed(conn, "b", "Twice"));
            Ok::<_, DbError>(())
        });
        assert_eq!(
            answer.await,
            Err(DbError::Unique {
                name: "beds_id".to_owned()
            })
        );
        assert_eq!(count(world.db(), "plants").await, 0);
    }
}

#[tokio::test]
async fn waiting_acts_are_joined_into_fewer_commits() {
    for world in gardens("joined") {
        let before = world.db().commits();
        let acts = (0..64).map(|n| {
            let db = world.db().clone();
            tokio::spawn(async move {
                db.write(move |conn| plant(conn, &format!("p{n}"), None, None, n))
                    .await
            })
        });
        for act in acts.collect::<Vec<_>>() {
            assert_eq!(act.await.expect("done"), Ok(()));
        }
        assert_eq!(count(world.db(), "plants").await, 64);
        let commits = world.db().commits() - before;
        match world.db().engine() {
            Engine::Sqlite => assert!((1..64).contains(&commits), "{commits} commits"),
            Engine::Postgres => assert_eq!(commits, 64),
        }
    }
}

#[tokio::test]
async fn acts_that_collide_are_repeated_until_each_counts() {
    for world in gardens("collide") {
        world
            .db()
            .write(|conn| plant(conn, "p", None, None, 0))
            .await
            .expect("a plant");
        let runs = Arc::new(AtomicU32::new(0));
        let acts = (0..40).map(|_| {
            let (db, runs) = (world.db().clone(), Arc::clone(&runs));
            tokio::spawn(async move {
                db.write(move |conn| {
                    runs.fetch_add(1, Ordering::Relaxed);
                    let row = conn
                        .one("select count from plants where id = 'p'", &[])?
                        .expect("a plant");
                    let next = row.get::<i64>("count")? + 1;
                    conn.execute(
                        "update plants set count = $1 where id = 'p'",
                        &params![next],
                    )
                })
                .await
            })
        });
        for act in acts.collect::<Vec<_>>() {
            assert_eq!(act.await.expect("done"), Ok(1));
        }
        let row = world
            .db()
            .read(|conn| conn.one("select count from plants", &[]))
            .await
            .expect("read");
        assert_eq!(row.expect("a plant").get::<i64>("count"), Ok(40));
        let repeated = runs.load(Ordering::Relaxed) > 40;
        assert_eq!(repeated, world.db().engine() == Engine::Postgres);
    }
}

#[tokio::test]
async fn an_import_commits_alone() {
    for world in gardens("alone") {
        let before = world.db().commits();
        let acts = (0..8).map(|n| {
            let db = world.db().clone();
            tokio::spawn(async move {
                db.write_alone(move |conn| plant(conn, &format!("p{n}"), None, None, n))
                    .await
            })
        });
        for act in acts.collect::<Vec<_>>() {
            assert_eq!(act.await.expect("done"), Ok(()));
        }
        assert_eq!(world.db().commits() - before, 8);
    }
}

#[tokio::test]
async fn a_full_disk_fails_the_act_and_a_freed_one_takes_the_next() {
    let world = gardens("full").remove(0);
    let limit = |pages: u32| {
        let sql = format!("pragma max_page_count = {pages}");
        world.db().write(move |conn| conn.query(&sql, &[]))
    };
    limit(1).await.expect("a limit");
    let long = "x".repeat(100_000);
    let full = world.db().write(move |conn| bed(conn, "c", &long)).await;
    assert_eq!(full, Err(DbError::Full));
    assert_eq!(count(world.db(), "beds").await, 1);
    limit(100_000).await.expect("no limit");
    assert_eq!(world.db().write(|conn| bed(conn, "c", "C")).await, Ok(()));
}

#[tokio::test]
async fn when_the_disk_is_full_nobody_joined_is_told_that_all_is_well() {
    let world = gardens("joinfull").remove(0);
    let db = world.db();
    db.write(|conn| conn.query("pragma max_page_count = 1", &[]))
        .await
        .expect("a limit");
    let (first, release) = held(|conn| bed(conn, "c", "C"));
    let long = "x".repeat(100_000);
    let before = db.commits();
    let answers = tokio::join!(
        db.write(first),
        db.write(move |conn| bed(conn, "d", &long)),
        db.write(|conn| bed(conn, "e", "E")),
        async { drop(release) },
    );
    assert_eq!(
        (answers.0, answers.1),
        (Err(DbError::Full), Err(DbError::Full))
    );
    // The third came behind the full disk, in a commit of its own.
    assert_eq!(answers.2, Ok(()));
    assert_eq!(db.commits() - before, 1);
    assert_eq!(count(db, "beds").await, 2);
}

#[tokio::test]
async fn a_reference_that_breaks_at_the_commit_fails_only_whose_it_is() {
    for world in gardens("deferred") {
        let db = world.db();
        let path = "insert into paths (id, bed_id) values ($1, $2)";
        let (first, release) = held(|conn| bed(conn, "c", "C"));
        let answers = tokio::join!(
            db.write(first),
            db.write(move |conn| conn.execute(path, &params!["p", "nowhere"])),
            db.write(move |conn| conn
                .execute(path, &params!["q", "d"])
                .and_then(|_| bed(conn, "d", "D"))),
            async { drop(release) },
        );
        assert_eq!(
            (answers.0, answers.1, answers.2),
            (Ok(()), Err(DbError::ForeignKey), Ok(()))
        );
        assert_eq!(count(db, "beds").await, 3);
        assert_eq!(count(db, "paths").await, 1);
    }
}

/// An act that holds its place until the other half is dropped, so that others come to wait behind it.
fn held(
    f: impl Fn(&mut Conn) -> Result<(), DbError> + Send + Sync,
) -> (
    impl Fn(&mut Conn) -> Result<(), DbError> + Send + Sync,
    std::sync::mpsc::Sender<()>,
) {
    let (release, wait) = std::sync::mpsc::channel();
    let wait = std::sync::Mutex::new(wait);
    let act = move |conn: &mut Conn| {
        f(conn)?;
        // Nothing is ever sent: it waits for the sender to go.
        assert!(wait.lock().expect("not poisoned").recv().is_err());
        Ok(())
    };
    (act, release)
}

#[tokio::test]
async fn the_log_begins_anew_while_acts_come_in_and_keeps_what_was_acknowledged() {
    let world = gardens("log").remove(0);
    let (turns, each, long) = (60, 50, "x".repeat(8_000));
    for turn in 0..turns {
        let acts = (0..each).map(|n| {
            let (db, id) = (world.db().clone(), format!("{turn}-{n}"));
            let label = format!("{id}{long}");
            tokio::spawn(async move {
                db.write(move |conn| plant(conn, &id, Some(&label), None, n))
                    .await
            })
        });
        for act in acts.collect::<Vec<_>>() {
            assert_eq!(act.await.expect("done"), Ok(()));
        }
    }
    assert_eq!(count(world.db(), "plants").await, turns * each);
    let Place::Folder(folder) = &world.place else {
        panic!("a file is always tried");
    };
    let log = std::fs::metadata(folder.join("test.db-wal")).expect("a log");
    // each label stands in its row and in an index
    let written = 2 * turns.unsigned_abs() * each.unsigned_abs() * 8_000;
    assert!(log.len() < written, "{} bytes of log", log.len());
}
