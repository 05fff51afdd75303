//! An Excel workbook as rows of text, worksheet by worksheet.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use calamine::{Cell, DataRef, Reader, SheetType, Xlsx, XlsxError};

use super::archive::{self, Limits};

/// Spreadsheets have no column beyond this one.
const MOST_COLUMNS: usize = 16_384;

/// A workbook that was weighed and opened.
pub struct Workbook<R> {
    inner: Xlsx<R>,
}

impl<R: Read + Seek> Workbook<R> {
    /// Opens it. Error: why it is not read.
    pub fn open(mut file: R, limits: Limits) -> Result<Workbook<R>, String> {
        archive::check(&mut file, limits)?;
        let inner = Xlsx::new(file).map_err(|error| unreadable(&error))?;
        Ok(Workbook { inner })
    }

    /// The names of its worksheets.
    pub fn tabs(&self) -> Vec<String> {
        let all = self.inner.sheets_metadata().iter();
        all.filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect()
    }

    /// Hands each row of a worksheet that holds anything to `each`, until it breaks off. `length` is told first how
    /// many rows there may be.
    pub fn rows(
        &mut self,
        tab: &str,
        length: impl FnOnce(u64),
        mut each: impl FnMut(&Row) -> ControlFlow<()>,
    ) -> Result<(), String> {
        let mut cells = self
            .inner
            .worksheet_cells_reader(tab)
            .map_err(|error| unreadable(&error))?;
        length(u64::from(cells.dimensions().end.0) + 1);
        let mut row = Row::default();
        loop {
            let cell = cells.next_cell().map_err(|error| unreadable(&error))?;
            let same_row = cell
                .as_ref()
                .is_some_and(|cell| cell.get_position().0 == row.index);
            if !same_row && !row.is_blank() && each(&row).is_break() {
                return Ok(());
            }
            match cell {
                Some(cell) => row.take(&cell),
                None => return Ok(()),
            }
        }
    }

    /// The cells of a worksheet that are merged into one.
    pub fn merged(&mut self, tab: &str) -> Vec<Merged> {
        let all = self
            .inner
            .merge_cells_by_sheet_name(tab)
            .unwrap_or_default();
        let merged = |(top, column): (u32, u32), bottom: u32| Merged {
            first: u64::from(top) + 1,
            last: u64::from(bottom) + 1,
            column: column as usize,
        };
        all.into_iter()
            .map(|one| merged(one.start, one.end.0))
            .collect()
    }
}

/// Cells that are merged into one, which shows the text of the first.
pub struct Merged {
    /// The number of its first row.
    pub first: u64,
    /// The number of its last.
    pub last: u64,
    /// Its first column, from nought.
    pub column: usize,
}

/// The cells of one row as text, by column; used again for the next row.
#[derive(Default)]
pub struct Row {
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

    /// Its number in the spreadsheet, from 1.
    pub fn number(&self) -> u64 {
        u64::from(self.index) + 1
    }

    /// The text of a column.
    pub fn text(&self, column: usize) -> &str {
        self.texts.get(column).map_or("", String::as_str)
    }

    /// All texts, in the order of the columns.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
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

fn unreadable(error: &XlsxError) -> String {
    format!(
        "the file is no readable Excel workbook ({error}); open it in a spreadsheet and save it as .xlsx or CSV"
    )
}
