//! A backup: one consistent state of all tables in one file, written while others go on working. The file is the
//! same whichever kind of database it comes from, so either kind can be restored from it.

use std::path::Path;

use firstmove_kit::db::{DbError, Schema, Single};
use firstmove_kit::params;
use indicatif::ProgressBar;
use jiff::Timestamp;

use crate::keeping::part::{Part, there_already};
use crate::keeping::{Copied, Trouble, manifest, pour, readable, up_to};
use crate::starting::home::Home;

/// Where an installation remembers its newest backup.
pub const LAST_BACKUP: &str = "last_backup";

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
) -> Result<Copied, Trouble> {
    if file.exists() && !force {
        return Err(there_already(file));
    }
    let mut source = home.open()?;
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
    remember(&mut source, now)?;
    Ok(Copied::new(version, tallies))
}

fn remember(source: &mut Single, now: Timestamp) -> Result<(), DbError> {
    let none = Schema { tables: Vec::new() };
    source.write(&none, |conn| {
        conn.execute(
            "insert into settings (key, value) values ($1, $2)
             on conflict (key) do update set value = excluded.value",
            &params![LAST_BACKUP, now.as_millisecond().to_string()],
        )
        .map(|_| ())
    })
}
