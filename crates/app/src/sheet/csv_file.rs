//! A sheet as CSV.

use std::io::Read;

use super::cohort_column::CohortColumn;
use super::headings::Headings;
use super::line::{Column, Each, Remark, Remarks};
use crate::tables::csv::{NEVER_CLOSED, Records};

/// A comma inside a cell without quotation marks moves every cell after it.
const TOO_WIDE: &str = "there are more cells than headings, so it is not sure which is which; put a cell that holds a \
                        comma into quotation marks, such as \"4,5\", or give the column a heading";

/// Hands every row that holds anything to `each`. Error: the file cannot be read, or lacks a heading.
pub fn rows(file: impl Read, remarks: &mut Remarks, each: Each<'_>) -> Result<(), Vec<Remark>> {
    let fit = |rows: &[Vec<String>]| {
        let first = rows.first().map_or(&[][..], Vec::as_slice);
        Headings::recognised(first.iter().map(String::as_str))
    };
    let mut table = Records::open(file, fit).map_err(unreadable)?;
    let Some(headings) = heading(&mut table)? else {
        return Err(vec![Remark::whole_file(
            "the file is empty; its first row needs the headings Week, Participant, Attempted, Outcome, \
             Feedback quality and Metric delta",
        )]);
    };
    let mut cohorts = CohortColumn::default();
    while let Some(row) = table.next_row().map_err(unreadable)? {
        let record = table.record();
        if table.is_cut_off() {
            remarks.bad.push(never_closed(row, &headings, record.len()));
            continue;
        }
        if let Some(column) = headings.overrun(record.iter()) {
            remarks.bad.push(Remark::new(row, column, TOO_WIDE));
            continue;
        }
        if let Some(cells) = headings.pick(row, None, |index| record.get(index).unwrap_or("")) {
            each(&cohorts.settled(cells), remarks);
        }
    }
    cohorts.finish(None, remarks);
    Ok(())
}

/// The first row that holds anything; `None` when there is none.
fn heading(table: &mut Records<impl Read>) -> Result<Option<Headings>, Vec<Remark>> {
    while table.next_row().map_err(unreadable)?.is_some() {
        if table.is_cut_off() {
            return Err(vec![Remark::whole_file(NEVER_CLOSED)]);
        }
        if table.record().iter().any(|cell| !cell.trim().is_empty()) {
            let read = Headings::read(table.record().iter());
            return match read {
                Ok(headings) => Ok(Some(headings)),
                Err(missing) => Err(below(table).map_or(missing, |remark| vec![remark])),
            };
        }
    }
    Ok(None)
}

/// Whether the row that was read is a title, and the headings stand below it.
fn below(table: &mut Records<impl Read>) -> Option<Remark> {
    if Headings::below(1, table.record().iter()).is_some() {
        return None;
    }
    for _ in 0..Headings::DEEPEST {
        let row = table.next_row().ok()??;
        if let Some(remark) = Headings::below(row, table.record().iter()) {
            return Some(remark);
        }
    }
    None
}

fn unreadable(sentence: String) -> Vec<Remark> {
    vec![Remark::whole_file(sentence)]
}

fn never_closed(row: u64, headings: &Headings, cells: usize) -> Remark {
    let column = headings
        .column_at(cells.saturating_sub(1))
        .unwrap_or(Column::Week);
    Remark::new(row, column, NEVER_CLOSED)
}
