//! A backup: one consistent state of all tables in one file, written while others go on working. The file is the
//! same whichever kind of database it comes from, so either kind can be restored from it.

use std::path::Path;

use firstmove_kit::db::{DbError, Schema, Single};
use firstmove_kit::params;
use indicatif::ProgressBar;
use jiff::Timestamp;

use crate::keeping::part::{Part, there_already};
use crate::keeping::{Copied, Trouble, manifest, opened, pour, readable, up_to};
use crate::starting::home::Home;

/// Where an installation remembers its newest backup.
pub const LAST_BACKUP: &str = "last_backup";

/// What was written.
pub struct BackedUp {
    /// The rows.
    pub copied: Copied,
    /// Whether the installation could remember it.
    pub noted: bool,
}

/// Writes a backup of what `home` holds to `file`; an existing one is only replaced with `force`.
///
/// # Errors
/// Why there is none; then there is no half file either.
pub fn back_up(
    home: &Home,
    file: &Path,
    force: bool,
    now: Timestamp,
    bar: &ProgressBar,
) -> Result<BackedUp, Trouble> {
    if file.exists() && !force {
        return Err(there_already(file));
    }
    let mut source = opened(home)?;
    let version = readable(&mut source, &home.to_string())?;
    let migrations = up_to(version);
    let schema = Schema::of(&migrations)?;
    let part = Part::beside(file)?;
    let mut target = Single::new_sqlite(&part.path)?;
    target.migrate(&migrations)?;
    let tallies = source.read(|from| {
        pour(from, &mut target, &schema, bar, |to, tallies| {
            manifest::write(to, now, version, tallies)
        })
    })?;
    drop(target);
    part.keep(file, force)?;
    Ok(BackedUp {
        copied: Copied::new(version, tallies),
        // a full disk is a good moment for a backup, and a bad one for a note
        noted: remember(&mut source, now).is_ok(),
    })
}

/// Writes down in an installation that there is a backup of it.
pub fn remember(single: &mut Single, made: Timestamp) -> Result<(), DbError> {
    let none = Schema { tables: Vec::new() };
    single.write(&none, |conn| {
        conn.execute(
            "insert into settings (key, value) values ($1, $2)
             on conflict (key) do update set value = excluded.value",
            &params![LAST_BACKUP, made.as_millisecond().to_string()],
        )
        .map(|_| ())
    })
}
