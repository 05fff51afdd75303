//! All rows of one database arrive in another as they were, whichever engines run below.

mod common;

use common::garden::{TABLES, bed};
use common::{Place, World, worlds};
use firstmove_kit::db::{Conn, DbError, Schema, Single, Value, copy, tally};
use firstmove_kit::params;

/// Texts that somebody may write.
const TEXTS: &[&str] = &[
    "",
    " ",
    "Ada",
    "Ståle Ærø",
    "李小龍",
    "مها",
    "e\u{301} is not \u{e9}",
    "👩\u{200d}🌾 with 'quotes', \"more\", \\ and $1\r\n\tand a tab",
    "null",
];

fn single(world: &World) -> Single {
    let opened = match &world.place {
        Place::Folder(folder) => Single::sqlite(&folder.join("test.db")),
        Place::Server { admin, name } => {
            let (server, _) = admin.rsplit_once('/').expect("a url with a database");
            Single::postgres(&format!("{server}/{name}"))
        }
    };
    opened.expect("open")
}

/// Every kind of value at its ends, and more rows than go into one statement.
fn filled(conn: &mut Conn) -> Result<(), DbError> {
    bed(conn, "b", "Bed")?;
    let sql = "insert into plants (bed_id, id, label, height, count) values ('b', $1, $2, $3, $4)";
    let whole = [i64::MIN, -1, 0, 1, 9_007_199_254_740_993, i64::MAX];
    let broken = [0.1, -1.5, 0.0, -0.0, f64::MAX, f64::MIN_POSITIVE, 5e-324];
    for (at, text) in TEXTS.iter().enumerate() {
        conn.execute(sql, &params![format!("text {at}"), *text, Value::Null, 0])?;
    }
    for (at, number) in whole.into_iter().enumerate() {
        let id = format!("whole {at}");
        conn.execute(sql, &params![id, Value::Null, Value::Null, number])?;
    }
    for (at, number) in broken.into_iter().enumerate() {
        let id = format!("broken {at}");
        conn.execute(sql, &params![id, Value::Null, number, 0])?;
    }
    for at in 0..1000 {
        let label = "long ".repeat(at % 97);
        conn.execute(
            sql,
            &params![format!("many {at}"), format!("{label}{at}"), 0.5, at as i64],
        )?;
    }
    Ok(())
}

type Plant = (String, Option<String>, Option<f64>, i64);

fn rows(single: &mut Single) -> Vec<Plant> {
    let read = single.read(|conn| {
        let rows = conn.query("select id, label, height, count from plants", &[])?;
        let one = |row: &firstmove_kit::db::Row| {
            Ok((
                row.get("id")?,
                row.get("label")?,
                row.get("height")?,
                row.get("count")?,
            ))
        };
        rows.iter()
            .map(one)
            .collect::<Result<Vec<Plant>, DbError>>()
    });
    let mut rows = read.expect("read");
    rows.sort_by(|one, two| one.0.cmp(&two.0));
    rows
}

#[test]
fn every_kind_of_value_comes_through_both_engines_and_back() {
    let schema = Schema::of(TABLES).expect("tables");
    let from = worlds("copy_from", TABLES);
    let over = worlds("copy_over", TABLES);
    for first in &from {
        first.db().write_now(filled).expect("filled");
    }
    for (number, middle) in over.iter().enumerate() {
        // the other engine first, where there is one
        let mut source = single(&from[from.len() - 1 - number]);
        let mut there = single(middle);
        let sent = source
            .read(|from| there.write(&schema, |to| copy(from, to, &schema, &mut |_| ())))
            .expect("copied");
        assert_eq!(rows(&mut source), rows(&mut there));
        let kept = there.read(|conn| tally(conn, &schema));
        assert_eq!(kept.as_ref(), Ok(&sent));
        let back = worlds(&format!("copy_back_{number}"), TABLES);
        for last in &back {
            let mut home = single(last);
            let sent_back = there
                .read(|from| home.write(&schema, |to| copy(from, to, &schema, &mut |_| ())))
                .expect("copied back");
            assert_eq!(sent, sent_back);
            assert_eq!(rows(&mut source), rows(&mut home));
        }
    }
}

#[test]
fn a_copy_that_fails_in_the_middle_leaves_the_target_as_it_was() {
    let schema = Schema::of(TABLES).expect("tables");
    for (from, over) in worlds("half_from", TABLES)
        .iter()
        .zip(&worlds("half_over", TABLES))
    {
        from.db().write_now(filled).expect("filled");
        over.db()
            .write_now(|conn| bed(conn, "o", "Old"))
            .expect("an old bed");
        let (mut source, mut target) = (single(from), single(over));
        let failed = source.read(|from| {
            target.write(&schema, |to| {
                copy(from, to, &schema, &mut |_| ())?;
                Err::<(), DbError>(DbError::Full)
            })
        });
        assert_eq!(failed, Err(DbError::Full));
        let name = target.read(|conn| {
            let row = conn.one("select name from beds", &[])?;
            row.map(|row| row.get::<String>("name")).transpose()
        });
        assert_eq!(name, Ok::<_, DbError>(Some("Old".into())));
    }
}
