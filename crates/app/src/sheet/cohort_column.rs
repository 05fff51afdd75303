//! The Cohort column of one table. It is optional, and one whose cells are all blank is as none: so is that of a
//! workbook that was written from a sheet without cohorts. Beside rows that name one, a blank cell is a slip.

use super::line::{Cells, Remarks};
use super::words;

/// What the rows of a table have said so far.
#[derive(Debug, Default)]
pub struct CohortColumn {
    /// Whether the table is of a workbook that this program wrote: then no cohort means none.
    ours: bool,
    /// Rows with a blank cell, above the first that names a cohort.
    blank: Vec<u64>,
    named: bool,
}

impl CohortColumn {
    /// That of a worksheet; `ours` where this program wrote the workbook.
    pub fn of_a_workbook(ours: bool) -> CohortColumn {
        CohortColumn {
            ours,
            ..CohortColumn::default()
        }
    }

    /// The row as it is understood: with a blank cell it belongs to its worksheet, as long as no row names a cohort.
    pub fn settled<'a>(&mut self, cells: Cells<'a>) -> Cells<'a> {
        if cells.cohort != Some("") {
            self.named |= cells.cohort.is_some();
        } else if !self.named {
            self.blank.push(cells.row);
            return Cells {
                cohort: cells.tab.filter(|_| !self.ours),
                ..cells
            };
        }
        cells
    }

    /// Refuses the blank cells of a table that names cohorts further below.
    pub fn finish(self, tab: Option<&str>, remarks: &mut Remarks) {
        if self.named {
            let rows = self.blank.into_iter();
            remarks
                .bad
                .extend(rows.map(|row| words::without_cohort(row, tab)));
        }
    }
}
