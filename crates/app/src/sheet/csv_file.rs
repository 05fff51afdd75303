//! A sheet as CSV: `,`, `;` or tab, UTF-8 with or without a mark at its start, read as a stream.

use std::io::{self, Cursor, Read};

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::headings::Headings;
use super::line::{Column, Each, Remark, Remarks};

/// Closes the file as a last record of its own. If it does not arrive as one, a quotation mark swallowed it.
const END: &str = "\u{4}";
/// What is looked at to find out what separates the cells.
const HEAD: u64 = 64 * 1024;
const NEVER_CLOSED: &str = "a quotation mark opens a cell here and is never closed, so the rest of the file \
                            cannot be told apart; close it or remove it";
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Hands every row that holds anything to `each`. Error: the file cannot be read, or lacks a heading.
pub fn rows(file: impl Read, remarks: &mut Remarks, each: Each<'_>) -> Result<(), Vec<Remark>> {
    let mut file = Lines::new(file);
    let mut head = Vec::new();
    (&mut file)
        .take(HEAD)
        .read_to_end(&mut head)
        .map_err(|error| unreadable(&error.into()))?;
    let body = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).to_vec();
    let delimiter = delimiter(&body);
    let whole = Cursor::new(body)
        .chain(file)
        .chain(Cursor::new(format!("\n{END}\n")));
    let mut table = Table {
        reader: reader(delimiter, whole),
        record: StringRecord::new(),
        newlines_in_cells: 0,
    };
    let Some(headings) = table.heading()? else {
        return Err(vec![Remark::whole_file(
            "the file is empty; its first row needs the headings Week, Participant, Attempted, Outcome, \
             Feedback quality and Metric delta",
        )]);
    };
    while let Some(row) = table.next()? {
        let record = &table.record;
        if table.is_cut_off() {
            remarks.bad.push(never_closed(row, &headings, record.len()));
            continue;
        }
        let cells = headings.pick(row, None, |index| record.get(index).unwrap_or(""));
        if let Some(cells) = cells.filter(|_| !table.is_end()) {
            each(&cells, remarks);
        }
    }
    Ok(())
}

struct Table<R> {
    reader: csv::Reader<R>,
    record: StringRecord,
    newlines_in_cells: u64,
}

impl<R: Read> Table<R> {
    /// Reads one record; gives the spreadsheet's row it stands in. The reader skips blank lines and counts
    /// lines, so the row is the line on which the record ends less every newline inside a cell so far.
    fn next(&mut self) -> Result<Option<u64>, Vec<Remark>> {
        let more = self.reader.read_record(&mut self.record);
        if !more.map_err(|error| unreadable(&error))? {
            return Ok(None);
        }
        let newlines = self.record.as_slice().bytes().filter(|b| *b == b'\n');
        self.newlines_in_cells += newlines.count() as u64;
        let line = self.reader.position().line();
        let own_newline = u64::from(!self.is_cut_off());
        Ok(Some(
            line.saturating_sub(own_newline + self.newlines_in_cells),
        ))
    }

    /// The first row that holds anything; `None` when there is none.
    fn heading(&mut self) -> Result<Option<Headings>, Vec<Remark>> {
        while self.next()?.is_some() {
            if self.is_end() {
                return Ok(None);
            }
            if self.is_cut_off() {
                return Err(vec![Remark::whole_file(NEVER_CLOSED)]);
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Headings::read(self.record.iter()).map(Some);
            }
        }
        Ok(None)
    }

    /// Whether a quotation mark swallowed everything down to the end of the file.
    fn is_cut_off(&self) -> bool {
        let last = self.record.iter().next_back().unwrap_or("");
        last.strip_suffix('\n')
            .is_some_and(|last| last.ends_with(END))
    }

    fn is_end(&self) -> bool {
        self.record.len() == 1 && self.record.get(0) == Some(END)
    }
}

fn reader<R: Read>(delimiter: u8, input: R) -> csv::Reader<R> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(input)
}

/// The separator under which the heading row names most columns.
fn delimiter(head: &[u8]) -> u8 {
    let recognised = |delimiter: &u8| {
        let mut records = reader(*delimiter, head).into_byte_records();
        let first = records.find_map(|record| record.ok().filter(|record| !is_blank(record)));
        let cells: Vec<String> = first
            .iter()
            .flat_map(ByteRecord::iter)
            .map(|cell| String::from_utf8_lossy(cell).into_owned())
            .collect();
        Headings::recognised(cells.iter().map(String::as_str))
    };
    // The first of several wins, so the comma stands last.
    let mut candidates = DELIMITERS;
    candidates.reverse();
    candidates
        .into_iter()
        .max_by_key(recognised)
        .unwrap_or(b',')
}

fn is_blank(record: &ByteRecord) -> bool {
    record.iter().all(|cell| cell.trim_ascii().is_empty())
}

fn unreadable(error: &csv::Error) -> Vec<Remark> {
    let sentence = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => {
            "the text of the file is not UTF-8; save the sheet as \"CSV UTF-8\" or as an Excel workbook (.xlsx)"
                .to_owned()
        }
        csv::ErrorKind::Io(error) => format!("the file cannot be read: {error}"),
        _ => format!("the file is no readable CSV: {error}"),
    };
    vec![Remark::whole_file(sentence)]
}

fn never_closed(row: u64, headings: &Headings, cells: usize) -> Remark {
    let column = headings
        .column_at(cells.saturating_sub(1))
        .unwrap_or(Column::Week);
    Remark::new(row, column, NEVER_CLOSED)
}

/// Gives every way to end a line as `\n`, so that lines can be counted.
struct Lines<R> {
    inner: R,
    after_return: bool,
}

impl<R: Read> Lines<R> {
    fn new(inner: R) -> Lines<R> {
        Lines {
            inner,
            after_return: false,
        }
    }

    /// Rewrites `bytes` in place; returns how many are left.
    fn rewrite(&mut self, bytes: &mut [u8]) -> usize {
        if !self.after_return && !bytes.contains(&b'\r') {
            return bytes.len();
        }
        let mut kept = 0;
        for index in 0..bytes.len() {
            let byte = bytes[index];
            let second_half = self.after_return && byte == b'\n';
            self.after_return = byte == b'\r';
            if !second_half {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.inner.read(buffer)?;
            let kept = self.rewrite(&mut buffer[..count]);
            // Nought would mean the end; a lone second half of a line end is not.
            if kept > 0 || count == 0 {
                return Ok(kept);
            }
        }
    }
}
