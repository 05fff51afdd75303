//! A restore: what a backup holds becomes an installation. The backup is checked first, row by row, and only read.

use std::path::{Path, PathBuf};

use firstmove_kit::db::{Need, Schema, Single, tally};
use indicatif::ProgressBar;
use jiff::Timestamp;

use crate::keeping::backup::remember;
use crate::keeping::part::{Part, sync_folder};
use crate::keeping::{
    Copied, Trouble, entered, filled, held, manifest, pour, readable, unused, up_to,
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
        Some(mut server) => {
            let schema = Schema::of(MIGRATIONS)?;
            let hidden = ProgressBar::hidden();
            fresh.read(|from| pour(from, &mut server, &schema, &hidden, |_, _| Ok(())))?;
        }
        None => {
            drop(fresh);
            put_aside = replaced(&place, force, now)?;
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

/// Makes sure that the place may be filled. A server is opened and its tables made; a folder is left as it is.
fn prepared(home: &Home, force: bool) -> Result<Option<Single>, Trouble> {
    let mut single = match home {
        Home::Folder(folder) if !Home::file(folder).exists() => return Ok(None),
        _ => entered(home, Need::Serve)?,
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
        Home::Folder(_) => single.fold().map(|()| None).map_err(Trouble::from),
        Home::Server(_) => {
            readable_or_empty(&mut single, home)?;
            single.migrate(MIGRATIONS)?;
            Ok(Some(single))
        }
    }
}

fn readable_or_empty(single: &mut Single, home: &Home) -> Result<(), Trouble> {
    match single.read(|conn| conn.newest_migration())? {
        None => Ok(()),
        Some(_) => readable(single, &home.to_string()).map(|_| ()),
    }
}

/// Keeps the file that is about to be replaced, under a name that says when.
fn replaced(place: &Path, force: bool, now: Timestamp) -> Result<Option<PathBuf>, Trouble> {
    if !place.exists() || !force {
        return Ok(None);
    }
    let when = now.strftime("%Y%m%dT%H%M%SZ");
    let aside = place.with_file_name(format!("firstmove.db.before-{when}"));
    std::fs::hard_link(place, &aside).or_else(|_| std::fs::copy(place, &aside).map(|_| ()))?;
    sync_folder(&aside)?;
    Ok(Some(aside))
}
