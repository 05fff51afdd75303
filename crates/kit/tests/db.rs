//! The database answers alike on SQLite and PostgreSQL, and keeps what it acknowledged.

mod common;

use common::garden::{TABLES, bed, count, gardens, plant};
use common::{server, worlds};
use firstmove_kit::db::{Conn, DbError, Migrations, Value};
use firstmove_kit::params;

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
async fn a_lost_connection_is_opened_again() {
    for world in gardens("lost") {
        let common::Place::Server { admin, name } = &world.place else {
            continue;
        };
        assert_eq!(count(world.db(), "beds").await, 1);
        let kill = format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        );
        server(admin, &kill);
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
            .chain([("V4__tools", "create table tools (id text primary key)")])
            .collect();
        let third = world.again(&more).expect("a newer release");
        assert_eq!(count(&third, "tools").await, 0);
        drop(third);
        let older = world
            .again(TABLES)
            .err()
            .expect("an older release does not touch it")
            .to_string();
        assert!(older.contains("V4__tools"), "{older}");
        let changed: Vec<_> = [("V1__plants", "create table other (id text)")]
            .into_iter()
            .chain(more[1..].iter().copied())
            .collect();
        assert!(world.again(&changed).is_err());
    }
}

/// Everything that the files of a folder hold.
fn bytes(folder: &std::path::Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).expect("a folder");
    files
        .flat_map(|file| std::fs::read(file.expect("a file").path()).expect("its bytes"))
        .collect()
}

#[tokio::test]
async fn what_is_deleted_or_emptied_is_in_no_file_once_the_database_is_closed() {
    for mut world in gardens("overwritten") {
        let common::Place::Folder(folder) = &world.place else {
            continue;
        };
        let folder = folder.clone();
        let says = |word: &str| {
            bytes(&folder)
                .windows(word.len())
                .any(|at| at == word.as_bytes())
        };
        // labels of every length, so that some fill pages of their own
        let planted = world.db().write(|conn| {
            for number in 0..60 {
                let label = format!("{}Foxglove {number}", "x".repeat(number * 97));
                plant(conn, &format!("p{number}"), Some(&label), None, 0)?;
            }
            Ok::<_, DbError>(())
        });
        planted.await.expect("kept");
        // closed and opened again: the labels have come from the log into the file
        world.db = None;
        assert!(says("Foxglove"));
        world.db = Some(world.again(TABLES).expect("opens"));
        let gone = world.db().write(|conn| {
            conn.execute("delete from plants where id < 'p3'", &[])?;
            conn.execute("update plants set label = id", &[])
        });
        gone.await.expect("deleted");
        world.db = None;
        assert!(!says("Foxglove"), "the text stands in a free place");
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

#[test]
fn what_a_migration_met_is_told_without_its_sql() {
    let path = std::env::temp_dir().join(format!("kit_foreign_{}.db", std::process::id()));
    let theirs = rusqlite::Connection::open(&path).expect("a file");
    theirs
        .execute_batch("create table plants (shoe_size text)")
        .expect("somebody else's table");
    drop(theirs);
    let ours = [("V1__garden", "create table plants (id text primary key)")];
    let refused = firstmove_kit::db::Db::open_sqlite(&path, &ours).err();
    let told = refused.expect("refused").to_string();
    assert!(told.contains("table plants already exists"), "{told}");
    assert!(!told.contains("create table"), "{told}");
    drop(std::fs::remove_file(&path));
}
