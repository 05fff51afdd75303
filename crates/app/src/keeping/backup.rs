//! A backup: one consistent state of all tables in one file, written while others go on working. The file is the
//! same whichever kind of database it comes from, so either kind can be restored from it.

use std::path::Path;

use firstmove_kit::db::{DbError, Need, Schema, Single};
use firstmove_kit::params;
use indicatif::ProgressBar;
use jiff::Timestamp;

use crate::keeping::part::{Part, there_already};
use crate::keeping::{Copied, Trouble, manifest, opened, pour, readable, up_to};
use crate::starting::home::{Home, LOCK};

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
    may_lie_there(home, file)?;
    let mut source = opened(home, Need::Read)?;
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

/// Refuses a place at which a backup would take the installation's own file away, or that is no file: a device, a pipe,
/// a folder. With `--force` only a file is replaced.
fn may_lie_there(home: &Home, file: &Path) -> Result<(), Trouble> {
    let here = file.canonicalize();
    if here.as_ref().is_ok_and(|there| !there.is_file()) {
        return Err(Trouble::Refused(format!(
            "{} is no file that can be replaced. Choose another name.",
            file.display()
        )));
    }
    let Home::Folder(folder) = home else {
        return Ok(());
    };
    // by another name it is the same file; a new one is looked for by its folder
    let folder_of = |file: &Path| {
        let folder = file.parent().filter(|one| !one.as_os_str().is_empty());
        folder.unwrap_or(Path::new(".")).canonicalize().ok()
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let own = Home::file(folder);
    let own_name = own.file_name().unwrap_or_default().to_string_lossy();
    let is_beside = folder_of(file) == folder.canonicalize().ok();
    let is_same = here.is_ok_and(|there| own.canonicalize().is_ok_and(|own| own == there));
    if is_same || (is_beside && (name.starts_with(&*own_name) || name == LOCK)) {
        return Err(Trouble::Refused(format!(
            "{} belongs to the installation itself, which would be lost. Choose another name.",
            file.display()
        )));
    }
    Ok(())
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
