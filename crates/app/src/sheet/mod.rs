//! The six-column sheet as people keep it: week, participant, attempted, outcome, feedback quality, metric
//! delta, and perhaps a cohort; CSV or XLSX.
//!
//! [`measure`] reads a file as a stream and gives its numbers, or every reason why it has none. A row goes
//! through [`headings`] (which cell is what), [`words`] (what the cell says) and [`tally`] (what it adds);
//! [`results`] asks the practice's own functions for the numbers.

pub mod cells;
mod cohort_column;
mod csv_file;
pub mod files;
pub mod groups;
mod headings;
mod line;
pub mod names;
pub mod pages;
pub mod printed;
mod results;
pub mod rows;
mod tally;
#[cfg(test)]
mod tests;
mod words;
pub mod workbook;
mod xlsx_file;

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::ops::RangeInclusive;
use std::path::Path;

use firstmove_domain::week::PRACTICE_WEEKS;
use indicatif::ProgressBar;

use crate::tables::{Kind, OLD, archive, foreign};

use line::Line;
pub use line::{Column, Remark, Remarks};
use names::Names;
pub use results::Results;
use rows::SheetRow;
pub use tally::Sheet;

/// Reads a sheet and computes its numbers over these practice weeks. Error: every bad row, sorted; a file that
/// cannot be read is one remark in row 1.
pub fn measure(
    path: &Path,
    practice: RangeInclusive<u8>,
    progress: &ProgressBar,
) -> Result<Results, Vec<Remark>> {
    read(path, practice, progress).map(Results::of)
}

/// Reads a sheet; errors as for [`measure`].
pub fn read(
    path: &Path,
    practice: RangeInclusive<u8>,
    progress: &ProgressBar,
) -> Result<Sheet, Vec<Remark>> {
    let mut tally = tally::Tally::new(practice);
    let warnings = lines(path, progress, &mut |line, cells, remarks| {
        tally.take(line, cells, remarks);
    })?;
    Ok(tally.sheet(warnings))
}

/// The rows of a sheet as they are written again: each person and cohort as first spelled; errors as for
/// [`measure`].
pub fn written(path: &Path, progress: &ProgressBar) -> Result<Vec<SheetRow>, Vec<Remark>> {
    let mut copy = Copy::default();
    lines(path, progress, &mut |line, cells, _| copy.take(line, cells))?;
    Ok(copy.rows)
}

/// A sheet that somebody sent: its rows as they are written again, and its numbers.
#[derive(Debug)]
pub struct Sent {
    /// The rows.
    pub rows: Vec<SheetRow>,
    /// What they come to.
    pub results: Results,
}

/// Reads a sheet that was sent, of so many rows at most; errors as for [`measure`].
pub fn sent(bytes: &[u8], most_rows: usize) -> Result<Sent, Vec<Remark>> {
    let (mut copy, mut tally) = (Copy::default(), tally::Tally::new(1..=PRACTICE_WEEKS));
    let (mut remarks, mut count) = (Remarks::default(), 0);
    let hidden = ProgressBar::hidden();
    let each: line::Each<'_> = &mut |cells, remarks| {
        count += 1;
        // what is more is only counted
        if count <= most_rows
            && let Some(line) = words::understand(cells, &mut remarks.bad)
        {
            copy.take(&line, cells);
            tally.take(&line, cells, remarks);
        }
    };
    match Kind::of(bytes) {
        Kind::OldWorkbook => return Err(vec![Remark::whole_file(OLD)]),
        Kind::Foreign(what) => return Err(vec![Remark::whole_file(foreign(what))]),
        Kind::Workbook => {
            xlsx_file::rows(
                Cursor::new(bytes),
                archive::CAREFUL,
                &hidden,
                &mut remarks,
                each,
            )?;
        }
        Kind::Text => csv_file::rows(bytes, &mut remarks, each)?,
    }
    if count > most_rows {
        return Err(vec![Remark::whole_file(format!(
            "the sheet has {count} rows, and {most_rows} are read at most; keep the rows of these groups alone"
        ))]);
    }
    let warnings = settled(remarks)?;
    Ok(Sent {
        rows: copy.rows,
        results: Results::of(tally.sheet(warnings)),
    })
}

/// Rows on their way to be written again.
#[derive(Default)]
struct Copy {
    rows: Vec<SheetRow>,
    cohorts: Names,
    /// Of each cohort its people: one of the same name in another is somebody else.
    people: Vec<Names>,
}

impl Copy {
    fn take(&mut self, line: &Line<'_>, cells: &line::Cells<'_>) {
        let cohort = self.cohorts.number(line.cohort.unwrap_or(""));
        let place = cohort as usize;
        if place == self.people.len() {
            self.people.push(Names::default());
        }
        let people = &mut self.people[place];
        let who = people.number(line.participant);
        self.rows.push(SheetRow {
            cohort: self.cohorts.spelling(cohort).to_owned(),
            week: line.week,
            who: people.spelling(who).to_owned(),
            attempted: line.attempted.map_or("", line::Attempted::word),
            outcome: line.outcome.map_or("", rows::outcome),
            feedback: line.rating,
            delta: cells.metric_delta.to_owned(),
        });
    }
}

/// Hands each row that was understood to `each`; gives the warnings. Error: every bad row, sorted.
fn lines(
    path: &Path,
    progress: &ProgressBar,
    each: &mut dyn FnMut(&Line<'_>, &line::Cells<'_>, &mut Remarks),
) -> Result<Vec<Remark>, Vec<Remark>> {
    let mut remarks = Remarks::default();
    rows(path, progress, &mut remarks, &mut |cells, remarks| {
        if let Some(line) = words::understand(cells, &mut remarks.bad) {
            each(&line, cells, remarks);
        }
    })?;
    settled(remarks)
}

/// The warnings, or every bad row, sorted.
fn settled(mut remarks: Remarks) -> Result<Vec<Remark>, Vec<Remark>> {
    let sort =
        |remarks: &mut Vec<Remark>| remarks.sort_by_key(|remark| (remark.row, remark.column));
    sort(&mut remarks.bad);
    sort(&mut remarks.warnings);
    if remarks.bad.is_empty() {
        Ok(remarks.warnings)
    } else {
        Err(remarks.bad)
    }
}

fn rows(
    path: &Path,
    progress: &ProgressBar,
    remarks: &mut Remarks,
    each: line::Each<'_>,
) -> Result<(), Vec<Remark>> {
    let mut file = open(path).map_err(|error| cannot_open(path, &error))?;
    let start = start(&mut file).map_err(|error| cannot_open(path, &error))?;
    let kind = Kind::of(&start);
    if kind == Kind::OldWorkbook {
        return Err(vec![Remark::whole_file(OLD)]);
    }
    if let Kind::Foreign(what) = kind {
        return Err(vec![Remark::whole_file(foreign(what))]);
    }
    if kind == Kind::Workbook {
        // Its contents stand at the end of the file.
        file.rewind().map_err(|error| cannot_open(path, &error))?;
        let file = BufReader::new(file);
        return xlsx_file::rows(file, archive::GENEROUS, progress, remarks, each);
    }
    progress.set_length(file.metadata().map_or(0, |about| about.len()));
    // Not by turning back, which a pipe cannot.
    let whole = Cursor::new(start).chain(file);
    csv_file::rows(progress.wrap_read(whole), remarks, each)
}

/// The file, or what comes in by the standard input for `-`.
fn open(path: &Path) -> io::Result<File> {
    let standard_input = cfg!(unix) && path == Path::new("-");
    let file = File::open(if standard_input {
        Path::new("/dev/stdin")
    } else {
        path
    })?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    Ok(file)
}

/// The first bytes, by which files are told apart whatever their name says.
fn start(file: &mut File) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start)?;
    Ok(start)
}

fn cannot_open(path: &Path, error: &io::Error) -> Vec<Remark> {
    let name = path.display();
    vec![Remark::whole_file(match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file {name}; check its name"),
        io::ErrorKind::IsADirectory => format!("{name} is a folder; name the sheet inside it"),
        io::ErrorKind::PermissionDenied => {
            format!("{name} may not be read; ask whoever keeps it for the right to read it")
        }
        io::ErrorKind::NotSeekable => {
            format!(
                "{name} is no file on a disk, and a workbook is read from its end; save it as a file first"
            )
        }
        _ => format!("{name} cannot be read: {error}"),
    })]
}
