//! `firstmove kpi`: the numbers of a six-column sheet, without any set-up.

use std::io::{self, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::sheet::{self, Remark, printed, workbook};

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
        && let Err(sentence) = write_workbook(&args.file, place)
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
        (Err(_), _) => ExitCode::FAILURE,
        (Ok(()), true) => ExitCode::SUCCESS,
        (Ok(()), false) => ExitCode::from(2),
    }
}

/// The sheet with its numbers as formulas. Error: what to say.
fn write_workbook(sheet: &Path, place: &Path) -> Result<(), String> {
    let rows = sheet::written(sheet, &ProgressBar::hidden())
        .map_err(|_| "the sheet changed while it was read; try again".to_owned())?;
    if rows.len() > workbook::MOST_ROWS {
        return Err(format!(
            "the sheet has {} rows, and a workbook with live formulas holds {}; leave out --workbook, or cut the sheet",
            rows.len(),
            workbook::MOST_ROWS
        ));
    }
    let same = |one: &Path| one.canonicalize().ok();
    if same(place).is_some() && same(place) == same(sheet) {
        return Err("this is the sheet itself; name another file with --workbook".into());
    }
    let bytes = workbook::workbook(&rows).map_err(|error| error.to_string())?;
    std::fs::write(place, bytes).map_err(|error| format!("it cannot be written: {error}"))
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
        .ok_or_else(|| "write the first and the last practice week, such as 1-10".to_owned())
}

#[cfg(test)]
mod tests;
