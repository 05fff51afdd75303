//! Rows as files to take away.

use firstmove_domain::week::PRACTICE_WEEKS;

use super::cells::guarded;
use super::rows::{HEADINGS, SheetRow};
use super::workbook;
use crate::app::{Answer, file};
use crate::problem::Problem;

/// What Excel calls its workbooks.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The rows as CSV; several groups have a seventh column with their names.
pub fn csv(name: &str, rows: &[SheetRow], several: bool) -> Answer {
    let text = csv_text(rows, several)?;
    file(text, "text/csv; charset=utf-8", &format!("{name}.csv"))
}

/// The text of the CSV file.
pub fn csv_text(rows: &[SheetRow], several: bool) -> Result<Vec<u8>, Problem> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut head = HEADINGS.to_vec();
    head.extend(several.then_some("Cohort"));
    table.write_record(head).map_err(Problem::broken)?;
    for row in rows {
        let mut cells = row.cells().to_vec();
        cells.extend(several.then(|| guarded(&row.cohort).into_owned()));
        table.write_record(cells).map_err(Problem::broken)?;
    }
    table.into_inner().map_err(Problem::broken)
}

/// The rows as a workbook, with the numbers as formulas.
pub fn xlsx(name: &str, rows: &[SheetRow]) -> Answer {
    let bytes = workbook::workbook(rows, &(1..=PRACTICE_WEEKS)).map_err(Problem::broken)?;
    file(bytes, WORKBOOK, &format!("{name}.xlsx"))
}
