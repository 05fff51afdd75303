//! A small garden: the tables the database's tests work on.

#![allow(dead_code, reason = "each test binary uses its part")]

use firstmove_kit::db::{Conn, Db, DbError, Migrations};
use firstmove_kit::params;

use crate::common::{World, worlds};

pub const TABLES: Migrations = &[
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
    (
        "V3__paths",
        "create table paths (
           id text primary key,
           bed_id text not null references beds (id) deferrable initially deferred
         );",
    ),
];

pub fn bed(conn: &mut Conn, id: &str, name: &str) -> Result<(), DbError> {
    conn.execute(
        "insert into beds (id, name) values ($1, $2)",
        &params![id, name],
    )
    .map(|_| ())
}

pub fn plant(
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

pub async fn count(db: &Db, table: &'static str) -> i64 {
    let sql = format!("select count(*) as n from {table}");
    let rows = db
        .read(move |conn| conn.query(&sql, &[]))
        .await
        .expect("a count");
    rows[0].get("n").expect("a number")
}

pub fn gardens(test: &str) -> Vec<World> {
    let worlds = worlds(test, TABLES);
    for world in &worlds {
        world
            .db()
            .write_now(|conn| bed(conn, "b", "Bed"))
            .expect("a bed");
    }
    worlds
}
