//! A list of people as a table that somebody sent: which column holds what, which rows can be used, and what the
//! group of a draft becomes with them. Nothing is used as long as one row is not right.

mod headings;
mod plan;
#[cfg(test)]
mod tests;

pub use headings::{Column, bare};
pub use plan::{BadRow, Plan, join, line, person, plan};

/// Rows from the top among which the headings are looked for; titles may stand above them.
const HEADINGS_WITHIN: usize = 10;

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in the spreadsheet.
    pub number: u64,
    /// The texts of its cells, trimmed.
    pub cells: Vec<String>,
}

impl Row {
    fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }

    fn has_address(&self) -> bool {
        self.cells.iter().any(|cell| is_address(cell))
    }

    /// How many different things its cells name as headings do.
    fn recognised(&self) -> usize {
        let mut found: Vec<Column> = self
            .cells
            .iter()
            .filter_map(|cell| Column::recognise(cell))
            .collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    }
}

fn is_address(cell: &str) -> bool {
    crate::person::Mail::parse(cell).is_ok()
}

/// A list with its headings told from its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What stands above the columns; without a row of headings the letters of a spreadsheet.
    pub headings: Vec<String>,
    /// The row of the headings; none where the list has none.
    pub heading_row: Option<u64>,
    /// Rows above the headings.
    pub above: Vec<u64>,
    /// The rows that may be people.
    pub rows: Vec<Row>,
}

/// Why a file is no list of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing in it.
    #[error("The file is empty. Choose the list with the people.")]
    Empty,
    /// Headings and nothing else.
    #[error("The file has headings and no people. Choose another file.")]
    NoRows,
    /// No cell is a mail address.
    #[error("No cell of the file is a mail address. Choose the list with the people.")]
    NoAddress,
}

impl Table {
    /// Tells headings from rows. Rows that hold nothing should not be among `rows`.
    ///
    /// # Errors
    /// Why there is nobody in it.
    pub fn of(mut rows: Vec<Row>) -> Result<Table, Refusal> {
        if rows.is_empty() {
            return Err(Refusal::Empty);
        }
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let place = heading_place(&rows);
        let (above, headings) = match place {
            Some(place) => {
                let mut top: Vec<Row> = rows.drain(..=place).collect();
                (
                    top[..place].iter().map(|row| row.number).collect(),
                    top.pop(),
                )
            }
            None => (Vec::new(), None),
        };
        if rows.is_empty() {
            return Err(Refusal::NoRows);
        }
        if !rows.iter().any(Row::has_address) {
            return Err(Refusal::NoAddress);
        }
        let name = |at: usize| match headings.as_ref().map(|row| row.cell(at)) {
            Some(text) if !text.is_empty() => text.to_owned(),
            _ => format!("Column {}", letters(at)),
        };
        Ok(Table {
            headings: (0..width).map(name).collect(),
            heading_row: headings.as_ref().map(|row| row.number),
            above,
            rows,
        })
    }

    /// The first text that stands in a column.
    #[must_use]
    pub fn sample(&self, at: usize) -> &str {
        let mut cells = self.rows.iter().map(|row| row.cell(at));
        cells.find(|cell| !cell.is_empty()).unwrap_or("")
    }

    /// What each column holds, as far as its heading and its cells tell.
    #[must_use]
    pub fn guess(&self) -> Mapping {
        let mut columns: Vec<Option<Column>> = Vec::new();
        let mut doubtful = self.heading_row.is_none();
        for heading in &self.headings {
            let found = Column::recognise(heading);
            let again = found.is_some() && columns.contains(&found);
            doubtful |= again;
            columns.push(found.filter(|_| !again));
        }
        let mut mapping = Mapping { columns, doubtful };
        mapping.halves();
        if mapping.place(Column::Mail).is_none() {
            mapping.doubtful = true;
            let addresses = |at: usize| {
                let rows = self.rows.iter();
                rows.filter(|row| is_address(row.cell(at))).count()
            };
            let free = (0..self.headings.len()).filter(|at| mapping.columns[*at].is_none());
            let most = free.rev().max_by_key(|at| addresses(*at));
            if let Some(at) = most.filter(|at| addresses(*at) > 0) {
                mapping.columns[at] = Some(Column::Mail);
            }
        }
        if !mapping.has_name() {
            mapping.doubtful = true;
            let words = |at: &usize| {
                let text = self.sample(*at);
                mapping.columns[*at].is_none() && text.chars().any(char::is_alphabetic)
            };
            let several = |at: &usize| words(at) && self.sample(*at).contains(' ');
            let all = || 0..self.headings.len();
            if let Some(at) = all().find(several).or_else(|| all().find(words)) {
                mapping.columns[at] = Some(Column::Name);
            }
        }
        mapping
    }
}

/// The row of headings: that which names most among the first, before any address.
fn heading_place(rows: &[Row]) -> Option<usize> {
    let first = rows.iter().take(HEADINGS_WITHIN);
    let before = first.take_while(|row| !row.has_address()).enumerate();
    let best = before.map(|(place, row)| (row.recognised(), place));
    let known = best
        .filter(|(found, _)| *found > 0)
        .max_by_key(|(found, place)| (*found, usize::MAX - place));
    // in another language: a row of several words right above the first address
    let words = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
    let unknown = || match rows {
        [first, second, ..] if words(first) && !first.has_address() && second.has_address() => {
            Some(0)
        }
        _ => None,
    };
    known.map(|(_, place)| place).or_else(unknown)
}

/// A, B, ..., Z, AA as spreadsheets count.
fn letters(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    match at / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

/// What each column of a list holds; none for one that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// By the columns' places.
    pub columns: Vec<Option<Column>>,
    /// Whether a person should look at it.
    pub doubtful: bool,
}

impl Mapping {
    /// The column that holds this.
    #[must_use]
    pub fn place(&self, wanted: Column) -> Option<usize> {
        self.columns.iter().position(|found| *found == Some(wanted))
    }

    fn has_name(&self) -> bool {
        let halves = [Column::Name, Column::FirstName, Column::LastName];
        halves.into_iter().any(|half| self.place(half).is_some())
    }

    /// "Name" beside a first name is a last name, and "Nombre" beside "Apellidos" a first one.
    fn halves(&mut self) {
        let there = |column| self.place(column).is_some();
        let half = match (there(Column::FirstName), there(Column::LastName)) {
            (true, false) => Column::LastName,
            (false, true) => Column::FirstName,
            _ => return,
        };
        if let Some(at) = self.place(Column::Name) {
            self.columns[at] = Some(half);
        }
    }

    /// What stands against it.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let there = |column| self.place(column).is_some();
        let mut faults = Vec::new();
        if !self.has_name() {
            faults.push("Say which column holds the name.".to_owned());
        }
        if !there(Column::Mail) {
            faults.push("Say which column holds the mail address.".to_owned());
        }
        for column in Column::ALL {
            let times = self.columns.iter().filter(|one| **one == Some(column));
            if times.count() > 1 {
                faults.push(format!(
                    "Two columns are the {}. Choose one of them.",
                    column.label().to_lowercase()
                ));
            }
        }
        faults
    }
}
