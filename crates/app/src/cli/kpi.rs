//! `firstmove kpi`: the numbers of a six-column sheet, without any set-up.

use std::fs::{File, Metadata};
use std::io::{self, Read as _, Write};
use std::ops::RangeInclusive;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::sheet::{self, Remark, printed, workbook};
use crate::tables::Kind;

/// How often the bar is drawn anew.
const REDRAW: Duration = Duration::from_millis(200);
/// No cohort practises longer.
const MOST_WEEKS: u8 = 99;

/// Arguments of `kpi`.
#[derive(Debug, Args)]
#[command(
    after_help = "The first row names the columns, in any order: Week, Participant, Attempted (Y, N, EXC or NA),
Outcome (Succeeded, Partially, Failed, Pending, Unresolved or NoCriterion), Feedback quality
(1-5), Metric delta; and Cohort where there are several. CSV with , or ; or an Excel workbook.

Examples:
  firstmove kpi sheet.csv
  firstmove kpi sheet.xlsx --practice-weeks 1-8
  firstmove kpi sheet.csv --workbook numbers.xlsx
  firstmove kpi sheet.csv --json | jq .leadership_move_rate

Exit codes: 0 done, 1 failed, 2 the sheet has bad rows (all of them are named) or cannot be read."
)]
pub struct KpiArgs {
    /// The sheet, CSV or XLSX
    file: PathBuf,
    /// Print all figures as JSON, also those too few to show
    #[arg(long)]
    json: bool,
    /// Also write the sheet as a workbook with the numbers as live formulas
    #[arg(long, value_name = "FILE.xlsx")]
    workbook: Option<PathBuf>,
    /// The weeks that count; others are read and count nowhere
    #[arg(long, value_name = "FROM-TO", default_value = "1-10", value_parser = practice_weeks)]
    practice_weeks: PracticeWeeks,
}

/// The weeks that count, first and last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeWeeks(RangeInclusive<u8>);

/// Reads the sheet and prints its numbers, or every bad row.
pub fn run(args: KpiArgs, out: &mut impl Write, err: &mut impl Write) -> ExitCode {
    let bar = progress_bar();
    let measured = sheet::measure(&args.file, args.practice_weeks.0.clone(), &bar);
    bar.finish_and_clear();
    let good = measured.is_ok();
    if let (Some(place), true) = (&args.workbook, good)
        && let Err(sentence) = write_workbook(&args, place)
    {
        let _ = writeln!(err, "{}: {sentence}", place.display());
        return ExitCode::FAILURE;
    }
    let written = match &measured {
        Ok(results) if args.json => writeln!(out, "{:#}", results.json()),
        Ok(results) => {
            let weeks = &args.practice_weeks.0;
            printed::print(results, weeks, out)
        }
        Err(bad) if args.json => refuse_as_json(bad, out),
        Err(bad) => refuse(&args, bad, err),
    };
    match (written.and_then(|()| out.flush()), good) {
        // whoever reads only the beginning has what they wanted
        (Err(error), true) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        (Err(error), _) => {
            let _ = writeln!(err, "the numbers cannot be written: {error}");
            ExitCode::FAILURE
        }
        (Ok(()), true) => ExitCode::SUCCESS,
        (Ok(()), false) => ExitCode::from(2),
    }
}

/// The sheet with its numbers as formulas. Error: what to say.
fn write_workbook(args: &KpiArgs, place: &Path) -> Result<(), String> {
    let sheet = args.file.as_path();
    let rows = sheet::written(sheet, &ProgressBar::hidden())
        .map_err(|_| "the sheet changed while it was read; try again".to_owned())?;
    if rows.len() > workbook::MOST_ROWS {
        return Err(format!(
            "the sheet has {} rows, and a workbook with live formulas holds {}; leave out --workbook, or cut the sheet",
            rows.len(),
            workbook::MOST_ROWS
        ));
    }
    may_take_the_place_of(place, sheet)?;
    let bytes =
        workbook::workbook(&rows, &args.practice_weeks.0).map_err(|error| error.to_string())?;
    let written = match std::fs::metadata(place) {
        // a pipe, or the terminal
        Ok(about) if !about.is_file() => std::fs::write(place, bytes),
        _ => put(&bytes, place),
    };
    written.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder; make it first, or name another".into(),
        io::ErrorKind::PermissionDenied => {
            "it may not be written there; name a place that is yours".into()
        }
        _ => format!("it cannot be written: {error}"),
    })
}

/// Writes it beside its place first: a full disk neither leaves half a workbook there nor takes the one of before.
fn put(bytes: &[u8], place: &Path) -> io::Result<()> {
    // where the name stands for another file, it goes on doing so
    let place = place.canonicalize().unwrap_or_else(|_| place.to_owned());
    let mut beside = place.clone().into_os_string();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = File::create_new(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        if let Ok(before) = std::fs::metadata(&place) {
            file.set_permissions(before.permissions())?;
        }
        file.sync_all()?;
        std::fs::rename(&beside, &place)
    });
    if written.is_err() {
        // nothing more can be done about one that stays
        drop(std::fs::remove_file(&beside));
    }
    written
}

/// A workbook of before may be replaced, the sheet itself and what is no workbook may not.
fn may_take_the_place_of(place: &Path, sheet: &Path) -> Result<(), String> {
    let Ok(about) = std::fs::metadata(place) else {
        return Ok(());
    };
    // by its number on the disk, since one file can have several names
    let of = |about: &Metadata| (about.dev(), about.ino());
    if std::fs::metadata(sheet).is_ok_and(|sheet| of(&sheet) == of(&about)) {
        return Err("this is the sheet itself; name another file with --workbook".into());
    }
    if about.is_dir() {
        return Err("this is a folder; name a file in it".into());
    }
    let mut start = Vec::new();
    let looked = File::open(place).and_then(|file| file.take(4).read_to_end(&mut start));
    match looked {
        Ok(_) if about.is_file() && !start.is_empty() && Kind::of(&start) != Kind::Workbook => Err(
            "there is a file of this name which is no workbook; name another file with --workbook"
                .into(),
        ),
        _ => Ok(()),
    }
}

fn refuse(args: &KpiArgs, bad: &[Remark], err: &mut impl Write) -> io::Result<()> {
    let what = match bad {
        [_] => "one thing to mend".to_owned(),
        _ => format!("{} things to mend", bad.len()),
    };
    writeln!(err, "{}: {what}; nothing was counted.", args.file.display())?;
    bad.iter()
        .try_for_each(|remark| writeln!(err, "  {}", printed::plain(&remark.to_string())))?;
    err.flush()
}

/// Written as it goes: a sheet with its columns mixed up has more to mend than rows.
fn refuse_as_json(errors: &[Remark], out: &mut impl Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Refusal<'a> {
        errors: &'a [Remark],
    }
    serde_json::to_writer_pretty(&mut *out, &Refusal { errors })?;
    writeln!(out)
}

/// Only a terminal sees it.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("reading {wide_bar} {percent}% {eta}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(REDRAW);
    bar
}

fn practice_weeks(text: &str) -> Result<PracticeWeeks, String> {
    let ends = text.split_once(['-', '\u{2013}']);
    let number = |end: &str| end.trim().parse::<u8>().ok();
    let weeks = ends.and_then(|(first, last)| Some(number(first)?..=number(last)?));
    weeks
        .filter(|weeks| *weeks.start() >= 1 && !weeks.is_empty() && *weeks.end() <= MOST_WEEKS)
        .map(PracticeWeeks)
        .ok_or_else(|| {
            format!("write the first and the last practice week, such as 1-10; the last that there can be is {MOST_WEEKS}")
        })
}

#[cfg(test)]
mod tests;
