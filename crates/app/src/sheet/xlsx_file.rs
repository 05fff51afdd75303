//! A sheet as an Excel workbook: every worksheet whose first non-empty row has the headings.

use std::io::{Read, Seek};

use calamine::{Cell, DataRef, Reader, SheetType, Xlsx, XlsxError};
use indicatif::ProgressBar;

use super::archive::{self, Limits};
use super::headings::Headings;
use super::line::{Column, Each, Remark, Remarks};

/// Spreadsheets have no column beyond this one.
const MOST_COLUMNS: usize = 16_384;

/// Hands every row that holds anything to `each`. Error: the workbook cannot be read, or no worksheet has the
/// headings.
pub fn rows<R: Read + Seek>(
    mut file: R,
    limits: Limits,
    progress: &ProgressBar,
    remarks: &mut Remarks,
    each: Each<'_>,
) -> Result<(), Vec<Remark>> {
    archive::check(&mut file, limits).map_err(|sentence| vec![Remark::whole_file(sentence)])?;
    let mut workbook = Xlsx::new(file).map_err(|error| unreadable(&error))?;
    let tabs: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut passed_over = Vec::new();
    let mut read = 0_usize;
    for tab in &tabs {
        match worksheet(&mut workbook, tab, progress, remarks, each)? {
            Found::Table => read += 1,
            Found::Empty => {}
            Found::Other {
                recognised,
                missing,
            } => passed_over.push((recognised, tab, missing)),
        }
    }
    let Some((recognised, tab, missing)) = passed_over.into_iter().max_by_key(|(n, ..)| *n) else {
        if read > 0 {
            return Ok(());
        }
        return Err(vec![Remark::whole_file(
            "the workbook is empty; the first row of a worksheet needs the headings Week, Participant, \
             Attempted, Outcome, Feedback quality and Metric delta",
        )]);
    };
    if read == 0 {
        return Err(missing.into_iter().map(|it| in_tab(it, tab)).collect());
    }
    // A worksheet that is a sheet but for one heading is rather a slip than a page of notes.
    if recognised + 1 >= Column::REQUIRED.len() {
        let passed_over = missing.into_iter().map(|remark| Remark {
            message: format!("the worksheet \"{tab}\" is not counted: {}", remark.message),
            ..remark
        });
        remarks.warnings.extend(passed_over);
    }
    Ok(())
}

enum Found {
    Table,
    Empty,
    Other {
        recognised: usize,
        missing: Vec<Remark>,
    },
}

fn worksheet<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    tab: &str,
    progress: &ProgressBar,
    remarks: &mut Remarks,
    each: Each<'_>,
) -> Result<Found, Vec<Remark>> {
    let mut cells = workbook
        .worksheet_cells_reader(tab)
        .map_err(|error| unreadable(&error))?;
    progress.set_length(u64::from(cells.dimensions().end.0) + 1);
    let mut row = Row::default();
    let mut headings: Option<Headings> = None;
    loop {
        let cell = cells.next_cell().map_err(|error| unreadable(&error))?;
        let same_row = cell
            .as_ref()
            .is_some_and(|cell| cell.get_position().0 == row.index);
        if !same_row && !row.is_blank() {
            match &headings {
                None => match Headings::read(row.texts()) {
                    Ok(found) => headings = Some(found),
                    Err(missing) => {
                        return Ok(Found::Other {
                            recognised: Headings::recognised(row.texts()),
                            missing,
                        });
                    }
                },
                Some(headings) => {
                    let number = u64::from(row.index) + 1;
                    progress.set_position(number);
                    if let Some(cells) = headings.pick(number, Some(tab), |at| row.text(at)) {
                        each(&cells, remarks);
                    }
                }
            }
        }
        match cell {
            Some(cell) => row.take(&cell),
            None => break,
        }
    }
    Ok(if headings.is_some() {
        Found::Table
    } else {
        Found::Empty
    })
}

/// The cells of one row as text, by column; used again for the next row.
#[derive(Default)]
struct Row {
    index: u32,
    texts: Vec<String>,
}

impl Row {
    fn take(&mut self, cell: &Cell<DataRef<'_>>) {
        let (index, column) = cell.get_position();
        if index != self.index {
            self.index = index;
            self.texts.iter_mut().for_each(String::clear);
        }
        let column = column as usize;
        if column >= MOST_COLUMNS {
            return;
        }
        if column >= self.texts.len() {
            self.texts.resize(column + 1, String::new());
        }
        write_text(cell.get_value(), &mut self.texts[column]);
    }

    fn text(&self, column: usize) -> &str {
        self.texts.get(column).map_or("", String::as_str)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    fn is_blank(&self) -> bool {
        self.texts().all(|text| text.trim().is_empty())
    }
}

/// A cell as a person would type it: 7 rather than 7.0, a date as 2026-03-23.
fn write_text(value: &DataRef<'_>, text: &mut String) {
    use std::fmt::Write;
    text.clear();
    // Writing to a string cannot fail.
    let _ = match value {
        DataRef::Int(number) => write!(text, "{number}"),
        DataRef::Float(number) => write!(text, "{number}"),
        DataRef::String(string) => text.write_str(string),
        DataRef::SharedString(string) => text.write_str(string),
        DataRef::Bool(yes) => text.write_str(if *yes { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            write!(text, "{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(duration) => write!(text, "{} days", duration.as_f64()),
        DataRef::DateTimeIso(iso) | DataRef::DurationIso(iso) => text.write_str(iso),
        DataRef::Error(error) => write!(text, "{error}"),
        DataRef::Empty => Ok(()),
    };
}

fn in_tab(remark: Remark, tab: &str) -> Remark {
    Remark {
        message: format!("in the worksheet \"{tab}\": {}", remark.message),
        ..remark
    }
}

fn unreadable(error: &XlsxError) -> Vec<Remark> {
    vec![Remark::whole_file(format!(
        "the file is no readable Excel workbook ({error}); open it in a spreadsheet and save it as .xlsx or CSV"
    ))]
}
