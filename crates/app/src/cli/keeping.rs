//! `firstmove backup`, `firstmove restore` and `firstmove move`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use firstmove_kit::clock::Clock;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::keeping::{Trouble, backup, moving, restore};
use crate::settings::Kept;
use crate::starting::home::Home;

/// Arguments of `backup`.
#[derive(Debug, Args)]
#[command(
    after_help = "The server may run meanwhile. The file holds names, texts and keys, and only its owner may read it.

Examples:
  firstmove backup firstmove-backup.db --data /var/lib/firstmove
  firstmove backup backup.db --force --json --database postgres://firstmove@db.example.org/firstmove

Exit codes: 0 done, 1 failed (there is no half file), 2 the file is there already or there is nothing to back up."
)]
pub struct BackupArgs {
    /// The file to write
    file: PathBuf,
    #[command(flatten)]
    kept: Kept,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
    /// Print what was written as JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
#[command(
    after_help = "Stop the server first. The backup is checked before anything is changed.

Examples:
  firstmove restore firstmove-backup.db --data ./firstmove-data
  firstmove restore firstmove-backup.db --database postgres://firstmove@db.example.org/firstmove

Exit codes: 0 done, 1 failed, 2 the place is not empty, or the file is no backup, damaged or of a newer version."
)]
pub struct RestoreArgs {
    /// The backup
    file: PathBuf,
    #[command(flatten)]
    kept: Kept,
    /// Replace what is there: a data folder keeps its old file beside the new one, a PostgreSQL database loses its rows
    #[arg(long)]
    force: bool,
    /// Print what was restored as JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `move`.
#[derive(Debug, Args)]
#[command(
    after_help = "Stop the server first. What it comes from stays as it was.

Examples:
  firstmove move --data ./firstmove-data --to postgres://firstmove@db.example.org/firstmove
  firstmove move --database postgres://firstmove@db.example.org/firstmove --to sqlite:./firstmove-data

Exit codes: 0 done, 1 failed (nothing was moved), 2 the target is not empty, or a server runs."
)]
pub struct MoveArgs {
    /// Where it goes: sqlite:FOLDER or postgres://user@host/database; it must be empty
    #[arg(long, value_name = "PLACE", value_parser = Home::read, env = "FIRSTMOVE_MOVE_TO", hide_env_values = true)]
    to: Home,
    #[command(flatten)]
    kept: Kept,
    /// Print what was moved as JSON
    #[arg(long)]
    json: bool,
}

/// Writes a backup.
pub fn back_up(args: BackupArgs, out: &mut impl Write, err: &mut impl Write) -> ExitCode {
    let (bar, now) = (progress_bar("copying"), Clock::system().now());
    let done = backup::back_up(&args.kept.home(), &args.file, args.force, now, &bar);
    bar.finish_and_clear();
    told(args.json, out, err, done.map(|done| {
        let bytes = std::fs::metadata(&args.file).map_or(0, |file| file.len());
        let (copied, file) = (done.copied, args.file.display());
        let mut sentence = format!(
            "{copied}Backed up {} rows of {} tables to {file}, {bytes} bytes.\nIt holds names, texts and keys: keep it as safe as the original.",
            copied.rows, copied.tables.len(),
        );
        if !done.noted {
            sentence += "\nThe backup is complete, but its time could not be noted in the installation, so `doctor` will not know of it.";
        }
        (sentence, json!({ "file": args.file, "bytes": bytes, "made_at": now, "noted": done.noted, "copied": copied }))
    }))
}

/// Restores one.
pub fn restore(args: RestoreArgs, out: &mut impl Write, err: &mut impl Write) -> ExitCode {
    let (bar, now) = (progress_bar("restoring"), Clock::system().now());
    let home = args.kept.home();
    let done = restore::restore(&home, &args.file, args.force, now, &bar);
    bar.finish_and_clear();
    told(args.json, out, err, done.map(|restored| {
        let mut sentence = format!(
            "{}Restored {} rows of {} tables, as they were at {}, into {home}.\nMessages that waited then are sent when the server starts.",
            restored.copied, restored.copied.rows, restored.copied.tables.len(), restored.made_at,
        );
        if let Some(aside) = &restored.put_aside {
            sentence += &format!("\nWhat was there before lies in {}.", aside.display());
        }
        (sentence, json!({ "made_at": restored.made_at, "put_aside": restored.put_aside, "copied": restored.copied }))
    }))
}

/// Moves everything.
pub fn move_all(args: MoveArgs, out: &mut impl Write, err: &mut impl Write) -> ExitCode {
    let bar = progress_bar("moving");
    let from = args.kept.home();
    let done = moving::move_all(&from, &args.to, &bar);
    bar.finish_and_clear();
    told(args.json, out, err, done.map(|copied| {
        let start = match &args.to {
            Home::Folder(folder) => format!("--data {}", folder.display()),
            Home::Server(_) => "--database and that address".to_owned(),
        };
        let sentence = format!(
            "{copied}Moved {} rows of {} tables to {}; both sides hold the same.\nStart the server with {start}. {from} is as it was: put it away, and do not start it again.",
            copied.rows, copied.tables.len(), args.to,
        );
        (sentence, json!({ "copied": copied }))
    }))
}

fn told(
    as_json: bool,
    out: &mut impl Write,
    err: &mut impl Write,
    done: Result<(String, Value), Trouble>,
) -> ExitCode {
    let (written, code): (io::Result<()>, u8) = match done {
        Ok((_, report)) if as_json => (writeln!(out, "{report:#}"), 0),
        Ok((sentence, _)) => (writeln!(out, "{sentence}"), 0),
        Err(trouble) => {
            let (sentence, code) = match trouble {
                Trouble::Failed(sentence) => (sentence, 1),
                Trouble::Refused(sentence) => (sentence, 2),
            };
            if as_json {
                let report = json!({ "error": sentence });
                (writeln!(out, "{report:#}"), code)
            } else {
                (writeln!(err, "firstmove: {sentence}"), code)
            }
        }
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::from(code),
        Err(_) => ExitCode::FAILURE,
    }
}

/// Only a terminal sees it.
fn progress_bar(what: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    let template = format!("{what} {{wide_bar}} {{percent}}% {{eta}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
