//! Rows of a file that somebody has: CSV, or an Excel workbook that is weighed before it is opened. What the cells
//! mean is for others to say.

pub mod archive;
pub mod csv;
mod encoding;
pub mod workbook;

/// What a file is, told by its first bytes whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An Excel workbook; any other zip looks alike, and is refused when it is opened.
    Workbook,
    /// Excel of the years before 2007, or a workbook with a password.
    OldWorkbook,
    /// Something that holds no rows: what it is.
    Foreign(&'static str),
    /// Anything else is read as text.
    Text,
}

/// What to do with [`Kind::OldWorkbook`].
pub const OLD: &str = "this is an old Excel file or one with a password; save it as .xlsx without a password, or as CSV";

impl Kind {
    /// The kind of a file that begins so.
    pub fn of(start: &[u8]) -> Kind {
        if start.starts_with(b"PK\x03\x04") {
            Kind::Workbook
        } else if start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            Kind::OldWorkbook
        } else if start.starts_with(b"%PDF") {
            Kind::Foreign("a PDF")
        } else if [
            b"\x89PNG",
            b"\xff\xd8\xff\xe0",
            b"\xff\xd8\xff\xe1",
            b"GIF8",
        ]
        .iter()
        .any(|picture| start.starts_with(*picture))
        {
            Kind::Foreign("a picture")
        } else {
            Kind::Text
        }
    }
}

/// What to do with [`Kind::Foreign`].
pub fn foreign(what: &str) -> String {
    format!("this is {what} and holds no rows; save the sheet itself as .xlsx or CSV")
}
