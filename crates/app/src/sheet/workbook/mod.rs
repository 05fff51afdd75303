//! The sheet as a workbook: the rows as they are, and every number beside them as a formula over these rows.
//!
//! Whoever changes a row, or adds one below, sees the numbers follow. `Steps` says of each row what it counts as,
//! `People` gathers the weeks of each person, `Weeks` those of each group, `Numbers` has what people came for.
//! The formulas know no function that LibreOffice 7 or Excel 2016 lacks. SHEET.md has the rules.

mod numbers;
mod people;
mod steps;
mod weeks;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use firstmove_paper::xlsx::{self, Block, Failed, Look, Page, Value};

use super::cells::{is_number, marked};
use super::names::folded;
use super::rows::{HEADINGS, SheetRow};

/// Rows below the last one in which somebody may go on writing.
const SPARE_ROWS: u32 = 300;
/// People and groups that may come with them.
const SPARE_PEOPLE: u32 = 20;
const SPARE_GROUPS: u32 = 2;
/// Formulas look at every row for every row; a longer sheet would keep a computer busy for minutes, so it has the
/// rows alone.
pub const MOST_ROWS: usize = 5_000;
/// The pages of a workbook with formulas, by which it is known again.
pub const OWN_PAGES: [&str; 5] = ["Numbers", "Data", "People", "Weeks", "Steps"];
const TITLE: &str = "Firstmove sheet";
/// Weeks that have a column at least.
const WEEKS: u8 = 10;

/// How far the formulas reach.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// The last row of `Data` that is looked at, counted from one as spreadsheets do.
    last_row: u32,
    /// Places for people.
    people: u32,
    /// Places for groups.
    groups: u32,
    /// The first and the last week that counts.
    practice: (u8, u8),
}

/// The workbook of these rows, of which those in the practice weeks count.
pub fn workbook(rows: &[SheetRow], practice: &RangeInclusive<u8>) -> Result<Vec<u8>, Failed> {
    let people: BTreeSet<(&str, String)> = rows
        .iter()
        .map(|row| (row.cohort.as_str(), folded(&row.who)))
        .collect();
    let groups: BTreeSet<&str> = rows.iter().map(|row| row.cohort.as_str()).collect();
    let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX / 2);
    let size = Size {
        last_row: count(rows.len()) + 1 + SPARE_ROWS,
        people: count(people.len()) + SPARE_PEOPLE,
        groups: count(groups.len()) + SPARE_GROUPS,
        practice: (*practice.start(), *practice.end()),
    };
    if rows.len() > MOST_ROWS {
        return xlsx::write(TITLE, &[data(rows, size)]);
    }
    let pages = [
        numbers::page(size),
        data(rows, size),
        people::page(size),
        weeks::page(size),
        steps::page(size),
    ];
    xlsx::write(TITLE, &pages)
}

/// The rows as they are.
fn data(rows: &[SheetRow], size: Size) -> Page {
    let mut page = Page::new("Data");
    for (column, heading) in (0..).zip(HEADINGS.into_iter().chain(["Cohort"])) {
        page.put(0, column, heading, Look::Head);
    }
    for (at, row) in (1..).zip(rows) {
        page.put(at, 0, Value::Number(row.week as f64), Look::Plain);
        page.put(at, 1, marked(&row.who).into_owned(), Look::Plain);
        if !row.attempted.is_empty() {
            page.put(at, 2, row.attempted, Look::Plain);
        }
        if !row.outcome.is_empty() {
            page.put(at, 3, row.outcome, Look::Plain);
        }
        if let Some(mean) = row.feedback {
            page.put(at, 4, Value::Number(mean.to_f64()), Look::Plain);
        }
        if !row.delta.is_empty() {
            page.put(at, 5, delta(&row.delta), Look::Plain);
        }
        if !row.cohort.is_empty() {
            page.put(at, 6, marked(&row.cohort).into_owned(), Look::Plain);
        }
    }
    page.widths = vec![8.0, 30.0, 12.0, 15.0, 20.0, 14.0, 24.0];
    page.heading = Some(0);
    page.filter = Some(Block {
        top: 0,
        left: 0,
        bottom: size.last_row - 1,
        right: 6,
    });
    page
}

/// A number as a number where it reads the same again, else the text.
fn delta(text: &str) -> Value {
    let number = text.parse::<f64>().ok().filter(|_| is_number(text));
    match number.filter(|number| number.to_string() == text) {
        Some(number) => Value::Number(number),
        None => Value::Text(marked(text).into_owned()),
    }
}

/// The letters of a column, counted from nought.
fn letters(column: u16) -> String {
    let (before, last) = (column / 26, column % 26);
    let last = char::from(b'A' + u8::try_from(last).unwrap_or(0));
    match before {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

/// A column of `page` from its second row to the last one that counts, such as `Steps!$A$2:$A$400`.
fn column(page: &str, column: u16, last: u32) -> String {
    let column = letters(column);
    format!("{page}!${column}$2:${column}${last}")
}

impl Size {
    /// How many weeks have a column: those up to the last that counts.
    fn weeks(self) -> u16 {
        u16::from(self.practice.1.max(WEEKS))
    }

    /// A column that stands behind those of ten weeks, where there are more of them.
    fn behind(self, column: u16) -> u16 {
        column + self.weeks() - u16::from(WEEKS)
    }

    fn steps(self, at: u16) -> String {
        column("Steps", at, self.last_row)
    }

    fn data(self, at: u16) -> String {
        column("Data", at, self.last_row)
    }

    /// People stand below a heading of two rows.
    fn people(self, at: u16) -> String {
        let (column, first) = (letters(at), people::FIRST);
        format!(
            "People!${column}${first}:${column}${}",
            first + self.people - 1
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_their_letters() {
        assert_eq!(
            [0, 25, 26, 51, 52].map(letters),
            ["A", "Z", "AA", "AZ", "BA"]
        );
    }

    #[test]
    fn a_delta_is_a_number_only_where_it_reads_the_same_again() {
        assert_eq!(delta("-0.5"), Value::Number(-0.5));
        assert_eq!(delta("3,5"), Value::Text("3,5".into()));
        assert_eq!(delta("2.50"), Value::Text("2.50".into()));
        assert_eq!(delta("=1+1"), Value::Text("=1+1".into()));
    }
}
