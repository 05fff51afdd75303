//! A move from a folder to a server or back. What it comes from is only read; what it goes to must be empty.

use firstmove_kit::db::{Need, Schema, Single};
use indicatif::ProgressBar;

use crate::keeping::part::Part;
use crate::keeping::{Copied, Trouble, entered, filled, held, opened, pour, readable, unused};
use crate::starting::home::Home;
use crate::starting::{MIGRATIONS, newest_version};

/// Copies all that `from` holds to `to`.
///
/// # Errors
/// Why not; then nothing is in `to`, and `from` is as it was in any case.
pub fn move_all(from: &Home, to: &Home, bar: &ProgressBar) -> Result<Copied, Trouble> {
    if from == to {
        return Err(Trouble::Refused(format!("It is in {to} already.")));
    }
    // nobody else may write there meanwhile, which only who may write can ask for
    let mut source = opened(from, Need::Write)?;
    let _held = held(from)?;
    unused(from, &mut source)?;
    if readable(&mut source, &from.to_string())? < newest_version() {
        return Err(Trouble::Refused(format!(
            "The tables in {from} are of an older version. Start `firstmove serve` there once, stop it, then move."
        )));
    }
    let schema = Schema::of(MIGRATIONS)?;
    let _held_too = held(to)?;
    let tallies = match to {
        Home::Folder(folder) => {
            let file = Home::file(folder);
            if file.exists() {
                let mut there = entered(to, Need::Serve)?;
                empty(to, &mut there, &schema)?;
                there.fold()?;
            }
            let part = Part::beside(&file)?;
            let mut target = Single::new_sqlite(&part.path)?;
            let tallies = filled_with(&mut source, &mut target, &schema, bar)?;
            drop(target);
            part.keep(&file, true)?;
            tallies
        }
        Home::Server(_) => {
            let mut target = entered(to, Need::Serve)?;
            unused(to, &mut target)?;
            empty(to, &mut target, &schema)?;
            filled_with(&mut source, &mut target, &schema, bar)?
        }
    };
    Ok(Copied::new(newest_version(), tallies))
}

fn filled_with(
    source: &mut Single,
    target: &mut Single,
    schema: &Schema,
    bar: &ProgressBar,
) -> Result<Vec<firstmove_kit::db::Tally>, Trouble> {
    target.migrate(MIGRATIONS)?;
    let tallies = source.read_still(schema, |from| {
        pour(from, target, schema, bar, |_, _| Ok(()))
    })?;
    Ok(tallies)
}

/// Refuses a place that holds anything.
fn empty(to: &Home, target: &mut Single, schema: &Schema) -> Result<(), Trouble> {
    let found = match target.read(|conn| conn.newest_migration())? {
        None => None,
        Some(_) if readable(target, &to.to_string())? < newest_version() => {
            Some("tables of an older version".to_owned())
        }
        Some(_) => filled(target, schema)?,
    };
    match found {
        None => Ok(()),
        Some(found) => Err(Trouble::Refused(format!(
            "{to} is not empty: {found}. Nothing was changed. Name an empty place."
        ))),
    }
}
