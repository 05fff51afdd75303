//! A list of people as it was sent: the rows of a CSV, or of that worksheet of a workbook that looks most like one.

use std::io::Cursor;
use std::ops::ControlFlow;

use firstmove_domain::person::Mail;
use firstmove_domain::roster::{Column, Row, Table};
use serde::{Deserialize, Serialize};

use crate::sheet::cells::bare;
use crate::tables::csv::{NEVER_CLOSED, Records};
use crate::tables::workbook::{self, Merged, Workbook};
use crate::tables::{Kind, OLD, archive, foreign};

/// Rows that are read at most: far more than any group holds.
const MOST_ROWS: usize = 5_000;
/// Columns that are looked at.
const MOST_COLUMNS: usize = 60;
/// Letters of a cell that are kept; every limit of ours is shorter.
const LONGEST_CELL: usize = 400;
/// Rows by which a list is told from other tables.
const TOLD_BY: usize = 12;

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// Row numbers and cells.
    rows: Vec<(u64, Vec<String>)>,
    /// What a reader should know of how it was read.
    pub notes: Vec<String>,
}

impl List {
    /// Reads a file. Error: why it is no list of people.
    pub fn read(bytes: &[u8]) -> Result<List, String> {
        let list = match Kind::of(bytes) {
            Kind::OldWorkbook => return Err(OLD.to_owned()),
            Kind::Foreign(what) => return Err(foreign(what)),
            Kind::Workbook => from_workbook(bytes)?,
            Kind::Text => from_text(bytes)?,
        };
        list.table()?;
        Ok(list)
    }

    /// The list with its headings told from its rows.
    pub fn table(&self) -> Result<Table, String> {
        let rows = self.rows.iter().cloned();
        let rows = rows.map(|(number, cells)| Row { number, cells });
        Table::of(rows.collect()).map_err(|refusal| refusal.to_string())
    }
}

/// Rows on their way in; those beyond the limit are only counted.
#[derive(Default)]
struct Kept {
    rows: Vec<(u64, Vec<String>)>,
    count: usize,
}

impl Kept {
    fn take<'a>(&mut self, number: u64, cells: impl Iterator<Item = &'a str>) {
        let mut cells: Vec<String> = cells.take(MOST_COLUMNS).map(text).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.is_empty() {
            return;
        }
        self.count += 1;
        if self.count <= MOST_ROWS {
            self.rows.push((number, cells));
        }
    }

    fn within(self) -> Result<Vec<(u64, Vec<String>)>, String> {
        if self.count > MOST_ROWS {
            return Err(format!(
                "the list has {} rows, and {MOST_ROWS} are read at most; keep the rows of this group alone",
                self.count
            ));
        }
        Ok(self.rows)
    }
}

/// A cell without the mark before what looks like a formula, and without signs that nobody sees.
fn text(cell: &str) -> String {
    let seen = bare(cell.trim())
        .chars()
        .filter(|c| !c.is_control() || c.is_whitespace());
    seen.take(LONGEST_CELL).collect()
}

/// How much rows look like a list of people.
fn likeness(rows: &[Vec<String>]) -> usize {
    let named = |row: &Vec<String>| {
        row.iter()
            .filter_map(|cell| Column::recognise(cell))
            .count()
    };
    let address = |cell: &String| Mail::parse(cell).is_ok();
    let headings = rows.iter().map(named).max().unwrap_or(0);
    let people = rows.iter().filter(|row| row.iter().any(address)).count();
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    (headings * 100 + people) * 100 + widest.min(99)
}

fn from_text(bytes: &[u8]) -> Result<List, String> {
    let mut records = Records::open(bytes, likeness)?;
    let mut kept = Kept::default();
    while let Some(row) = records.next_row()? {
        if records.is_cut_off() {
            return Err(format!("row {row}: {NEVER_CLOSED}"));
        }
        kept.take(row, records.record().iter());
    }
    Ok(List {
        rows: kept.within()?,
        notes: Vec::new(),
    })
}

fn from_workbook(bytes: &[u8]) -> Result<List, String> {
    let mut workbook = Workbook::open(Cursor::new(bytes), archive::CAREFUL)?;
    let mut best: Option<(usize, String, Kept)> = None;
    let mut filled = 0;
    for tab in workbook.tabs() {
        let mut kept = Kept::default();
        let each = |row: &workbook::Row| {
            kept.take(row.number(), row.texts());
            ControlFlow::Continue(())
        };
        workbook.rows(&tab, |_| {}, each)?;
        if kept.count == 0 {
            continue;
        }
        filled += 1;
        let first: Vec<Vec<String>> = kept
            .rows
            .iter()
            .take(TOLD_BY)
            .map(|row| row.1.clone())
            .collect();
        let like = likeness(&first);
        if best.as_ref().is_none_or(|(found, ..)| *found < like) {
            best = Some((like, tab, kept));
        }
    }
    let Some((_, tab, kept)) = best else {
        return Ok(List::default());
    };
    let mut list = List {
        rows: kept.within()?,
        notes: Vec::new(),
    };
    if filled > 1 {
        list.notes.push(format!(
            "The workbook has several worksheets. \u{201c}{tab}\u{201d} is read."
        ));
    }
    spread(&mut list, &workbook.merged(&tab));
    Ok(list)
}

/// A cell that is merged over several rows counts for each of them, as it looks.
fn spread(list: &mut List, merged: &[Merged]) {
    let mut told = 0;
    for one in merged {
        let (first, last, column) = (one.first, one.last, one.column);
        let from = list.rows.partition_point(|(number, _)| *number < first);
        let to = list.rows.partition_point(|(number, _)| *number <= last);
        let rows = &mut list.rows[from..to];
        let Some((anchor, below)) = rows.split_first_mut() else {
            continue;
        };
        let text = anchor.1.get(column).filter(|_| anchor.0 == first).cloned();
        let Some(text) = text.filter(|text| !text.is_empty() && !below.is_empty()) else {
            continue;
        };
        for (_, cells) in below {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            cells[column].clone_from(&text);
        }
        told += 1;
        if told == 1 {
            list.notes.push(format!(
                "Cells are merged, such as in rows {first} to {last}. Their text counts for each of these rows."
            ));
        }
    }
}
