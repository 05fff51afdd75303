//! A restore: what a backup holds becomes an installation. The backup is checked first, row by row, and only read.

use std::path::{Path, PathBuf};

use firstmove_kit::db::{DbError, Need, Schema, Single, tally};
use indicatif::ProgressBar;
use jiff::Timestamp;

use crate::keeping::backup::remember;
use crate::keeping::part::{Part, sync_folder};
use crate::keeping::{
    Copied, Trouble, barred, filled, held, looked_at, manifest, pour, readable, unused, up_to,
};
use crate::starting::MIGRATIONS;
use crate::starting::home::Home;

/// What was restored, and what became of what was there before.
pub struct Restored {
    /// What came in.
    pub copied: Copied,
    /// When the backup was made.
    pub made_at: String,
    /// Where the file that was replaced lies now.
    pub put_aside: Option<PathBuf>,
}

/// Fills `home` from the backup in `file`. One that holds something already is only replaced with `force`.
///
/// # Errors
/// Why not; then what was there is as it was.
pub fn restore(
    home: &Home,
    file: &Path,
    force: bool,
    now: Timestamp,
    bar: &ProgressBar,
) -> Result<Restored, Trouble> {
    let name = file.display().to_string();
    let (mut backup, version, made_at) = checked(file, &name)?;
    let migrations = up_to(version);
    let schema = Schema::of(&migrations)?;
    let place = match home {
        Home::Folder(folder) => Home::file(folder),
        Home::Server(_) => std::env::temp_dir().join(format!("firstmove-{}", now.as_millisecond())),
    };
    let _held = held(home)?;
    let there = prepared(home, force)?;
    let part = Part::beside(&place)?;
    let mut fresh = Single::new_sqlite(&part.path)?;
    fresh.migrate(&migrations)?;
    let tallies = backup.read(|from| pour(from, &mut fresh, &schema, bar, |_, _| Ok(())))?;
    // older tables are brought up to date before anything of them is used
    fresh.migrate(MIGRATIONS)?;
    if let Ok(made) = made_at.parse() {
        remember(&mut fresh, made)?;
    }
    let mut put_aside = None;
    match there {
        There::Server(mut server) => {
            let schema = Schema::of(MIGRATIONS)?;
            let hidden = ProgressBar::hidden();
            fresh.read(|from| pour(from, &mut server, &schema, &hidden, |_, _| Ok(())))?;
        }
        There::File { damaged } => {
            drop(fresh);
            if force {
                put_aside = replaced(&place, now)?;
            }
            // what stands beside a damaged file would be taken for the new one's
            if damaged && put_aside.is_some() {
                BESIDE.iter().try_for_each(|end| gone(&with(&place, end)))?;
            }
            part.keep(&place, true)?;
        }
    }
    let copied = Copied::new(version, tallies);
    Ok(Restored {
        copied,
        made_at,
        put_aside,
    })
}

/// The backup, if it is whole and this program knows its tables.
fn checked(file: &Path, name: &str) -> Result<(Single, i64, String), Trouble> {
    if file.is_dir() {
        return Err(Trouble::Refused(format!(
            "{name} is a folder. Name the backup inside it."
        )));
    }
    if !file.is_file() {
        return Err(Trouble::Refused(format!("There is no file {name}.")));
    }
    let damaged = |what: &str| {
        Trouble::Refused(format!(
            "{name} is damaged: {what}. Nothing was changed. Take an older backup."
        ))
    };
    let mut backup = Single::look_at_sqlite(file)?;
    let manifest = manifest::read(&mut backup, name)?;
    let version = readable(&mut backup, name)?;
    let schema = Schema::of(&up_to(version))?;
    let held = backup.read(|conn| {
        conn.sound()?;
        tally(conn, &schema)
    });
    let held = held.map_err(|error| damaged(&error.to_string()))?;
    for table in &manifest.tables {
        if !held.contains(table) {
            let what = format!("the table {} is not as it was written", table.table);
            return Err(damaged(&what));
        }
    }
    if manifest.tables.len() != held.len() {
        return Err(damaged("a table is missing"));
    }
    Ok((backup, version, manifest.made_at))
}

/// The place that is to be filled.
enum There {
    /// A file, which may not be there yet.
    File {
        /// Whether it cannot be opened as a database any more.
        damaged: bool,
    },
    /// A server, with its tables.
    Server(Single),
}

/// Makes sure that the place may be filled. A server is opened and its tables made; a folder is left as it is.
fn prepared(home: &Home, force: bool) -> Result<There, Trouble> {
    let mut single = match home {
        Home::Folder(folder) if !Home::file(folder).exists() => {
            return Ok(There::File { damaged: false });
        }
        _ => match looked_at(home, Need::Serve) {
            Ok(single) => single,
            // what it held can only be put aside
            Err(DbError::Damaged(_)) if force => return Ok(There::File { damaged: true }),
            Err(error) => return Err(barred(home, &error)),
        },
    };
    unused(home, &mut single)?;
    let found = match single.read(|conn| conn.newest_migration())? {
        None => None,
        Some(_) if force => None,
        Some(_) => {
            let version = readable(&mut single, &home.to_string())?;
            filled(&mut single, &Schema::of(&up_to(version))?)?
        }
    };
    if let Some(found) = found {
        return Err(Trouble::Refused(format!(
            "{home} is not empty: {found}. Restore into an empty place, or replace what is there with --force."
        )));
    }
    match home {
        Home::Folder(_) => match single.fold() {
            Ok(()) => Ok(There::File { damaged: false }),
            Err(DbError::Damaged(_)) if force => Ok(There::File { damaged: true }),
            Err(error) => Err(error.into()),
        },
        Home::Server(_) => {
            readable_or_empty(&mut single, home)?;
            single.migrate(MIGRATIONS)?;
            Ok(There::Server(single))
        }
    }
}

fn readable_or_empty(single: &mut Single, home: &Home) -> Result<(), Trouble> {
    match single.read(|conn| conn.newest_migration())? {
        None => Ok(()),
        Some(_) => readable(single, &home.to_string()).map(|_| ()),
    }
}

/// What SQLite keeps beside a file while it is open, and until then if it could not be closed.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

fn with(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Keeps the file that is about to be replaced, under a name that says when; what stands beside it still, too.
fn replaced(place: &Path, now: Timestamp) -> Result<Option<PathBuf>, Trouble> {
    if !place.exists() {
        return Ok(None);
    }
    let when = now.strftime("%Y%m%dT%H%M%SZ");
    let aside = place.with_file_name(format!("firstmove.db.before-{when}"));
    for end in [""].iter().chain(&BESIDE) {
        let (from, to) = (with(place, end), with(&aside, end));
        if from.exists() {
            std::fs::hard_link(&from, &to).or_else(|_| std::fs::copy(&from, &to).map(|_| ()))?;
        }
    }
    sync_folder(&aside)?;
    Ok(Some(aside))
}

fn gone(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
