//! Text in rows and cells: `,`, `;` or tab between cells, read as a stream.

use std::io::{self, Chain, Cursor, Read};

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use crate::tables::encoding::Text;

/// Closes the file as a last record of its own. If it does not arrive as one, a quotation mark swallowed it.
const END: &str = "\u{4}";
/// What is looked at to find out what separates the cells.
const HEAD: u64 = 64 * 1024;
/// Rows by which the separator is chosen.
const FITTED: usize = 12;
/// Why a record is not read.
pub const NEVER_CLOSED: &str = "a quotation mark opens a cell here and is never closed, so the rest of the file \
                                cannot be told apart; close it or remove it";
// The first of several that fit equally well wins, so the comma stands last.
const DELIMITERS: [u8; 3] = [b'\t', b';', b','];

type Whole<R> = Chain<Chain<Cursor<Vec<u8>>, Lines<Text<R>>>, Cursor<String>>;

/// The line with which some programs say what separates the cells.
fn said(line: &[u8]) -> Option<u8> {
    let line = line
        .trim_ascii()
        .strip_prefix(b"\"")
        .unwrap_or(line.trim_ascii());
    let line = line.strip_suffix(b"\"").unwrap_or(line);
    match line.split_at_checked(4)? {
        (word, [sign]) if word.eq_ignore_ascii_case(b"sep=") => Some(*sign),
        _ => None,
    }
}

/// The records of a file, one after the other.
pub struct Records<R> {
    reader: csv::Reader<Whole<R>>,
    record: StringRecord,
    newlines_in_cells: u64,
}

impl<R: Read> Records<R> {
    /// Opens the file with the separator under which its first rows that hold anything fit best. Error: why it
    /// cannot be read.
    pub fn open(file: R, fit: impl Fn(&[Vec<String>]) -> usize) -> Result<Records<R>, String> {
        let text = Text::open(file).map_err(|error| unreadable(&error.into()))?;
        let mut file = Lines::new(text);
        let mut head = Vec::new();
        (&mut file)
            .take(HEAD)
            .read_to_end(&mut head)
            .map_err(|error| unreadable(&error.into()))?;
        let mut body = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).to_vec();
        // it stays a row of the spreadsheet, and holds nothing
        let end = body
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(body.len());
        let said = said(&body[..end]).filter(|sign| DELIMITERS.contains(sign));
        if said.is_some() {
            body[..end].fill(b' ');
        }
        let delimiter = said.unwrap_or_else(|| delimiter(&body, fit));
        let whole = Cursor::new(body)
            .chain(file)
            .chain(Cursor::new(format!("\n{END}\n")));
        Ok(Records {
            reader: reader(delimiter, whole),
            record: StringRecord::new(),
            newlines_in_cells: 0,
        })
    }

    /// Reads the next record; gives the spreadsheet's row that it stands in. The reader skips blank lines and counts
    /// lines, so the row is the line on which the record ends less every newline inside a cell so far.
    pub fn next_row(&mut self) -> Result<Option<u64>, String> {
        let more = self.reader.read_record(&mut self.record);
        if !more.map_err(|error| unreadable(&error))? || self.is_end() {
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

    /// The cells of the record that was read last.
    pub fn record(&self) -> &StringRecord {
        &self.record
    }

    /// Whether a quotation mark swallowed everything down to the end of the file.
    pub fn is_cut_off(&self) -> bool {
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

fn delimiter(head: &[u8], fit: impl Fn(&[Vec<String>]) -> usize) -> u8 {
    let fits = |delimiter: &u8| {
        let records = reader(*delimiter, head).into_byte_records();
        let filled = records.filter_map(|record| record.ok().filter(|record| !is_blank(record)));
        let first: Vec<Vec<String>> = filled.take(FITTED).map(|record| texts(&record)).collect();
        fit(&first)
    };
    DELIMITERS.into_iter().max_by_key(fits).unwrap_or(b',')
}

fn texts(record: &ByteRecord) -> Vec<String> {
    let cells = record.iter();
    cells
        .map(|cell| String::from_utf8_lossy(cell).into_owned())
        .collect()
}

fn is_blank(record: &ByteRecord) -> bool {
    record.iter().all(|cell| cell.trim_ascii().is_empty())
}

fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => {
            "the file is damaged, or its text is not UTF-8; save the sheet as \"CSV UTF-8\" or as an Excel workbook (.xlsx)"
                .to_owned()
        }
        csv::ErrorKind::Io(error) => format!("the file cannot be read: {error}"),
        _ => format!("the file is no readable CSV: {error}"),
    }
}

/// Gives every way to end a line as `\n`, so that lines can be counted, and a blank for a NUL, which no cell holds.
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
        for nul in bytes.iter_mut().filter(|byte| **byte == 0) {
            *nul = b' ';
        }
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
