//! Keeping what an installation holds: a backup while it runs, a restore into an empty one, a move between the
//! two kinds of database. All three copy rows table by table, count them and compare both sides.

pub mod backup;
mod manifest;
pub mod moving;
mod part;
pub mod restore;

use std::fmt;

use firstmove_kit::db::{Conn, DbError, Need, Schema, Single, Tally, copy};
use indicatif::ProgressBar;
use serde::Serialize;

use crate::starting::advice::{self, FULL};
use crate::starting::home::{Held, Home};
use crate::starting::{MIGRATIONS, newest_version, version_of};

/// Why it was not done: bad input, or something that failed on the way. Nothing is half done either way.
#[derive(Debug)]
pub enum Trouble {
    /// What was asked for makes no sense here; says what to do.
    Refused(String),
    /// It could not be done.
    Failed(String),
}

impl From<DbError> for Trouble {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Full => Trouble::Failed(FULL.into()),
            DbError::Gone(_) => Trouble::Failed(format!(
                "{error}. Nothing was changed. See that it runs and that its address is right."
            )),
            other => Trouble::Failed(format!("{other}. Nothing was changed.")),
        }
    }
}

/// Opens a place where something is, of which that is needed.
fn opened(home: &Home, need: Need) -> Result<Single, Trouble> {
    match home {
        Home::Folder(folder) if !Home::file(folder).exists() => Err(Trouble::Refused(format!(
            "There is nothing in {home} yet. Name the folder of your installation with --data."
        ))),
        _ => entered(home, need),
    }
}

/// Opens a place, empty or not, if whoever asks may do there what is needed.
fn entered(home: &Home, need: Need) -> Result<Single, Trouble> {
    looked_at(home, need).map_err(|error| barred(home, &error))
}

/// The same, with the database's own error.
fn looked_at(home: &Home, need: Need) -> Result<Single, DbError> {
    let mut single = home.open()?;
    single.allows(need, MIGRATIONS)?;
    // a file is asked for the first time, which tells whether it may be used as a database at all
    single.read(|conn| conn.newest_migration())?;
    Ok(single)
}

/// A place that cannot be opened.
fn barred(home: &Home, error: &DbError) -> Trouble {
    match error {
        DbError::Full => Trouble::Failed(FULL.into()),
        error => Trouble::Failed(format!(
            "Nothing was changed, because {}",
            advice::told(error, home)
        )),
    }
}

/// Keeps others out of a place as long as the answer lives.
fn held(home: &Home) -> Result<Held, Trouble> {
    home.hold()
        .map_err(|failure| Trouble::Refused(failure.to_string()))
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Trouble::Failed(FULL.into())
            }
            _ => Trouble::Failed(format!("{error}. Nothing was changed.")),
        }
    }
}

/// What was copied.
#[derive(Debug, Serialize)]
pub struct Copied {
    /// How many rows in all.
    pub rows: u64,
    /// The newest migration that the tables have seen.
    pub version: i64,
    /// Each table with its rows.
    pub tables: Vec<CopiedTable>,
}

/// One table of them.
#[derive(Debug, Serialize)]
pub struct CopiedTable {
    /// Its name.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// A checksum that does not depend on their order, the same on both kinds of database.
    pub checksum: String,
}

impl Copied {
    fn new(version: i64, tallies: Vec<Tally>) -> Copied {
        let tables = tallies.into_iter().map(|tally| CopiedTable {
            table: tally.table,
            rows: tally.rows,
            checksum: tally.checksum,
        });
        let tables: Vec<CopiedTable> = tables.collect();
        Copied {
            rows: tables.iter().map(|table| table.rows).sum(),
            version,
            tables,
        }
    }
}

impl fmt::Display for Copied {
    /// A line for each table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tables
            .iter()
            .try_for_each(|table| writeln!(f, "{:>9}  {}", table.rows, table.table))
    }
}

/// What may stand in an installation that counts as empty: a start leaves its key there.
const LEFT_BY_A_START: &[&str] = &["settings", "attempts_counted"];

/// The migrations up to a version.
pub fn up_to(version: i64) -> Vec<(&'static str, &'static str)> {
    let older = MIGRATIONS
        .iter()
        .filter(|(name, _)| version_of(name) <= version);
    older.copied().collect()
}

/// The version of the tables that are there, if this program can read them.
fn readable(single: &mut Single, what: &str) -> Result<i64, Trouble> {
    match single.read(|conn| conn.newest_migration())? {
        None => Err(Trouble::Refused(format!("There is nothing in {what} yet."))),
        Some(newer) if newer > newest_version() => Err(Trouble::Refused(format!(
            "The tables in {what} are of a newer version than this program. Use the program that made them, \
             or a newer one."
        ))),
        Some(version) => Ok(version),
    }
}

/// Refuses a place that another program is connected to.
fn unused(home: &Home, single: &mut Single) -> Result<(), Trouble> {
    match single.others()? {
        0 => Ok(()),
        _ => Err(Trouble::Refused(format!(
            "A firstmove program is connected to {home}. Stop it first."
        ))),
    }
}

/// Copies in one transaction of `to`, telling the bar.
fn pour(
    from: &mut Conn<'_>,
    to: &mut Single,
    schema: &Schema,
    bar: &ProgressBar,
    also: impl FnOnce(&mut Conn<'_>, &[Tally]) -> Result<(), DbError>,
) -> Result<Vec<Tally>, DbError> {
    let mut total = 0;
    for table in &schema.tables {
        total += table.rows(from)?;
    }
    bar.set_length(u64::try_from(total).unwrap_or(0));
    to.write(schema, |to| {
        let tallies = copy(from, to, schema, &mut |rows| bar.inc(rows))?;
        also(to, &tallies)?;
        Ok(tallies)
    })
}

/// What stands in the way where only an empty place will do.
fn filled(single: &mut Single, schema: &Schema) -> Result<Option<String>, Trouble> {
    let filled = single.read(|conn| schema.filled(conn, LEFT_BY_A_START))?;
    let first = filled.first().map(|(table, rows)| {
        let tables = filled.len();
        format!("{rows} rows in {table}, {tables} tables with rows in all")
    });
    Ok(first)
}
