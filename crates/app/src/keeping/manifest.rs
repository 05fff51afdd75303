//! What a backup says about itself, in two tables of its own.

use firstmove_kit::db::{Conn, DbError, Single, Tally};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::keeping::Trouble;

/// Writes it down.
pub fn write(
    conn: &mut Conn<'_>,
    made_at: Timestamp,
    version: i64,
    tallies: &[Tally],
) -> Result<(), DbError> {
    conn.execute(
        "create table backup_about (key text primary key, value text not null)",
        &[],
    )?;
    conn.execute(
        "create table backup_tables (name text primary key, row_count bigint not null, checksum text not null)",
        &[],
    )?;
    for (key, value) in [
        ("made_at", made_at.to_string()),
        ("made_by", env!("CARGO_PKG_VERSION").to_owned()),
        ("tables_version", version.to_string()),
    ] {
        conn.execute(
            "insert into backup_about (key, value) values ($1, $2)",
            &params![key, value],
        )?;
    }
    for tally in tallies {
        let rows = i64::try_from(tally.rows).unwrap_or(i64::MAX);
        conn.execute(
            "insert into backup_tables (name, row_count, checksum) values ($1, $2, $3)",
            &params![&tally.table, rows, &tally.checksum],
        )?;
    }
    Ok(())
}

/// When the backup was made, and what it holds by its own account.
pub struct Manifest {
    /// When it was made.
    pub made_at: String,
    /// Its tables.
    pub tables: Vec<Tally>,
}

/// Reads it; a file without one is no backup.
pub fn read(backup: &mut Single, name: &str) -> Result<Manifest, Trouble> {
    let found = backup.read(|conn| {
        let about = "select value from backup_about where key = 'made_at'";
        let made_at = match conn.one(about, &[])? {
            Some(row) => row.get("value")?,
            None => String::new(),
        };
        let sql = "select name, row_count, checksum from backup_tables";
        let one = |row: &firstmove_kit::db::Row| {
            Ok(Tally {
                table: row.get("name")?,
                rows: u64::try_from(row.get::<i64>("row_count")?).unwrap_or(0),
                checksum: row.get("checksum")?,
            })
        };
        let tables: Result<Vec<Tally>, DbError> = conn.query(sql, &[])?.iter().map(one).collect();
        Ok::<_, DbError>(Manifest {
            made_at,
            tables: tables?,
        })
    });
    found.map_err(|_| {
        Trouble::Refused(format!(
            "{name} is no backup that `firstmove backup` made, or it is damaged. Nothing was changed."
        ))
    })
}
