//! The database answers alike on SQLite and PostgreSQL, and keeps what it acknowledged.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use common::{World, worlds};
use firstmove_kit::db::{Conn, Db, DbError, Engine, Migrations, Value};
use firstmove_kit::params;

const TABLES: Migrations = &[
    (
        "V1__plants",
        "create table beds (id text primary key, name text not null, sign text);
         create unique index beds_name on beds (name);
         create table plants (
           bed_id text not null references beds (id),
           id text not null,
           label text,
           height double precision,
           count bigint not null default 0,
           primary key (bed_id, id)
         );
         create unique index odd_name on plants (bed_id, label);",
    ),
    (
        "V2__shouts",
        "create unique index beds_loud on beds (lower(sign));",
    ),
];

fn bed(conn: &mut Conn, id: &str, name: &str) -> Result<(), DbError> {
    conn.execute(
        "insert into beds (id, name) values ($1, $2)",
        &params![id, name],
    )
    .map(|_| ())
}

fn plant(
    conn: &mut Conn,
    id: &str,
    label: Option<&str>,
    height: Option<f64>,
    count: i64,
) -> Result<(), DbError> {
    let sql = "insert into plants (bed_id, id, label, height, count) values ($1, $2, $3, $4, $5)";
    conn.execute(sql, &params!["b", id, label, height, count])
        .map(|_| ())
}

async fn count(db: &Db, table: &'static str) -> i64 {
    let sql = format!("select count(*) as n from {table}");
    let rows = db
        .read(move |conn| conn.query(&sql, &[]))
        .await
        .expect("a count");
    rows[0].get("n").expect("a number")
}

fn gardens(test: &str) -> Vec<World> {
    let worlds = worlds(test, TABLES);
    for world in &worlds {
        world
            .db()
            .write_now(|conn| bed(conn, "b", "Bed"))
            .expect("a bed");
    }
    worlds
}

#[tokio::test]
async fn upserts_nulls_and_aggregates_are_the_same_on_both() {
    for world in gardens("same") {
        let upsert = "insert into plants (bed_id, id, label, height, count) values ($1, $2, $3, $4, $5)
            on conflict (bed_id, id) do update set count = plants.count + excluded.count, height = excluded.height
            returning id, height, count, label -- the gardener's $9";
        let row = world.db().write(move |conn| {
            conn.query(upsert, &params!["b", "p", "Rose", 1.5, 3])?;
            conn.query(upsert, &params!["b", "q", None::<String>, 2, 4])?;
            conn.one(upsert, &params!["b", "p", "Rose", None::<f64>, 4])
        });
        let row = row.await.expect("kept").expect("returned");
        assert_eq!(row.get::<Option<f64>>("height"), Ok(None));
        assert_eq!(row.get::<i64>("count"), Ok(7));
        assert_eq!(row.get::<String>("label").as_deref(), Ok("Rose"));

        let sql = "select cast(sum(count) filter (where height is null) as bigint) as unmeasured,
                cast(sum(count) as bigint) as together, avg(height) as mean, count(*) as n,
                cast(max(case when label = $1 then 1 else 0 end) as bigint) as seen
            from plants where count > $2 and (cast($3 as text) is null or id <> $3)";
        let row = world
            .db()
            .read(move |conn| conn.one(sql, &params!["Rose", 0, Value::Null]));
        let row = row.await.expect("answered").expect("a row");
        assert_eq!(row.get::<i64>("unmeasured"), Ok(7));
        assert_eq!(row.get::<i64>("together"), Ok(11));
        assert_eq!(row.get::<f64>("mean"), Ok(2.0));
        assert_eq!(row.get::<i32>("n"), Ok(2));
        assert_eq!(row.get::<bool>("seen"), Ok(true));
    }
}

#[tokio::test]
async fn parameters_may_come_in_any_order_and_stand_in_quotes() {
    for world in gardens("order") {
        let sql = "select cast($2 as text) as b, cast($1 as bigint) as a, '$1 isn''t' as c, cast($2 as text) as \"$2\"";
        let row = world
            .db()
            .read(move |conn| conn.one(sql, &params![7, "seven"]));
        let row = row.await.expect("answered").expect("a row");
        assert_eq!(row.get::<i64>("a"), Ok(7));
        assert_eq!(row.get::<String>("b").as_deref(), Ok("seven"));
        assert_eq!(row.get::<String>("c").as_deref(), Ok("$1 isn't"));
        assert_eq!(row.get::<String>("$2").as_deref(), Ok("seven"));
    }
}

#[tokio::test]
async fn a_violated_unique_index_has_the_same_name_on_both() {
    for world in gardens("unique") {
        let name = |answer: Result<(), DbError>| match answer {
            Err(DbError::Unique { name }) => name,
            other => panic!("{other:?}"),
        };
        let db = world.db();
        assert_eq!(
            name(db.write(|conn| bed(conn, "c", "Bed")).await),
            "beds_name"
        );
        assert_eq!(
            name(db.write(|conn| bed(conn, "b", "Other")).await),
            "beds_id"
        );
        let sign =
            "insert into beds (id, name, sign) values ('c', 'C', 'North'), ('d', 'D', 'NORTH')";
        let loud = db.write(move |conn| conn.execute(sign, &[]).map(|_| ()));
        assert_eq!(name(loud.await), "beds_loud");
        let twice = |conn: &mut Conn| {
            plant(conn, "p", None, None, 0).and_then(|()| plant(conn, "p", None, None, 0))
        };
        assert_eq!(name(db.write(twice).await), "plants_bed_id_id");
        let label = |conn: &mut Conn| {
            plant(conn, "p", Some("a)=(b"), None, 0)
                .and_then(|()| plant(conn, "q", Some("a)=(b"), None, 0))
        };
        assert_eq!(name(db.write(label).await), "plants_bed_id_label");
    }
}

#[tokio::test]
async fn a_row_cannot_refer_to_nothing() {
    for world in gardens("foreign") {
        let lost = "insert into plants (bed_id, id) values ('nowhere', 'p')";
        assert_eq!(
            world.db().write(move |conn| conn.execute(lost, &[])).await,
            Err(DbError::ForeignKey)
        );
        world
            .db()
            .write(|conn| plant(conn, "p", None, None, 0))
            .await
            .expect("a plant");
        let gone = world
            .db()
            .write(|conn| conn.execute("delete from beds where id = 'b'", &[]))
            .await;
        assert_eq!(gone, Err(DbError::ForeignKey));
    }
}

#[tokio::test]
async fn a_read_cannot_write_and_sees_one_moment() {
    for world in gardens("read") {
        let wrote = world.db().read(|conn| bed(conn, "c", "C")).await;
        assert_eq!(wrote, Err(DbError::ReadOnly));
        assert_eq!(count(world.db(), "beds").await, 1);

        let writer = world.db().clone();
        let seen = world.db().read(move |conn| {
            let before = conn.one("select count(*) as n from beds", &[])?;
            let written =
                std::thread::spawn(move || writer.write_now(|conn| bed(conn, "c", "C"))).join();
            assert_eq!(written.expect("no panic"), Ok(()));
            Ok::<_, DbError>((before, conn.one("select count(*) as n from beds", &[])?))
        });
        let (before, after) = seen.await.expect("read");
        assert_eq!(before.expect("a row").get::<i64>("n"), Ok(1));
        assert_eq!(after.expect("a row").get::<i64>("n"), Ok(1));
        assert_eq!(count(world.db(), "beds").await, 2);
    }
}

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
async fn what_does_not_fit_is_refused_in_a_sentence() {
    for world in gardens("fit") {
        let db = world.db();
        let nul = db
            .write(|conn| bed(conn, "c", "a\0b"))
            .await
            .expect_err("NUL");
        assert_eq!(
            nul.to_string(),
            "a value does not fit: a text must not contain the character NUL (parameter $2)"
        );
        let nan = db
            .write(|conn| plant(conn, "p", None, Some(f64::NAN), 0))
            .await;
        assert!(matches!(nan, Err(DbError::Conversion(_))), "{nan:?}");
        assert_eq!(count(db, "plants").await, 0);

        let row = db.read(|conn| {
            conn.one(
                "select id, cast(null as bigint) as blank, 300 as big from beds",
                &[],
            )
        });
        let row = row.await.expect("read").expect("a bed");
        assert!(
            row.get::<i64>("id")
                .expect_err("text")
                .to_string()
                .contains("column id holds a text")
        );
        assert!(
            row.get::<i64>("blank")
                .expect_err("null")
                .to_string()
                .contains("no value")
        );
        assert!(
            row.get::<String>("name")
                .expect_err("not selected")
                .to_string()
                .contains("no column name")
        );
        assert!(row.get::<u8>("big").is_err() && row.get::<bool>("big").is_err());
        let few = db
            .read(|conn| conn.one("select id from beds where id = $1", &[]))
            .await;
        assert_eq!(
            few.expect_err("no parameter").to_string(),
            "the statement has 1 parameters and was given 0"
        );
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
async fn a_lost_connection_is_opened_again() {
    for world in gardens("lost") {
        let common::Place::Server { admin, name } = &world.place else {
            continue;
        };
        assert_eq!(count(world.db(), "beds").await, 1);
        let kill = format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        );
        common::server(admin, &kill);
        assert_eq!(count(world.db(), "beds").await, 1);
        assert_eq!(world.db().write(|conn| bed(conn, "c", "C")).await, Ok(()));
        let itself = "select pg_terminate_backend(pg_backend_pid()) as gone";
        let gone = world.db().write(move |conn| conn.query(itself, &[])).await;
        assert!(matches!(gone, Err(DbError::Gone(_))), "{gone:?}");
        assert_eq!(world.db().check().await, Ok(()));
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_there_for_the_next_process() {
    for mut world in gardens("reopen") {
        world
            .db()
            .write(|conn| bed(conn, "c", "C"))
            .await
            .expect("kept");
        let second = world
            .again(TABLES)
            .expect("a second process beside the first");
        assert_eq!(count(&second, "beds").await, 2);
        drop(second);
        world.db = None;
        let more: Vec<_> = TABLES
            .iter()
            .copied()
            .chain([("V3__tools", "create table tools (id text primary key)")])
            .collect();
        let third = world.again(&more).expect("a newer release");
        assert_eq!(count(&third, "tools").await, 0);
        drop(third);
        let older = world
            .again(TABLES)
            .err()
            .expect("an older release does not touch it")
            .to_string();
        assert!(older.contains("V3__tools"), "{older}");
        let changed: Vec<_> = [("V1__plants", "create table other (id text)")]
            .into_iter()
            .chain(more[1..].iter().copied())
            .collect();
        assert!(world.again(&changed).is_err());
    }
}

#[tokio::test]
async fn processes_that_start_together_migrate_once() {
    for world in worlds("together", &[]) {
        let opened = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| world.again(TABLES)))
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().expect("no panic"))
                .collect::<Vec<_>>()
        });
        for db in opened {
            assert_eq!(count(&db.expect("opened"), "plants").await, 0);
        }
    }
}

#[test]
fn a_migration_that_fails_leaves_nothing_behind() {
    for world in worlds("half", &[]) {
        let bad: Migrations = &[
            ("V1__good", "create table good (id text)"),
            ("V2__bad", "create tabel bad (id text)"),
        ];
        assert!(world.again(bad).is_err());
        let good: Migrations = &[("V1__better", "create table good (id text, name text)")];
        world
            .again(good)
            .expect("nothing of the failed one is there");
    }
}
