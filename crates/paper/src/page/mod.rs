//! A document in plain pieces - headings, paragraphs, lists, tables, fields to fill in, charts - which is written
//! as DOCX, PDF and Markdown from the same value. Text is data everywhere: nothing in it is read as markup.
//!
//! ```
//! use firstmove_paper::page::{Block, Document};
//!
//! let mut note = Document::new("What was said on Thursday", "en-GB");
//! note.heading("Who was there");
//! note.paragraph("Ana, Tom and 李雷.");
//! note.push(Block::field("What comes next", "A call on Monday"));
//! let word = note.docx()?;
//! let sheets = note.pdf()?;
//! let text = note.markdown();
//! # Ok::<(), firstmove_paper::page::Failed>(())
//! ```

mod docx;
mod markdown;
mod pdf;

use crate::chart::Drawing;

/// What went wrong while a file was put together.
#[derive(Debug, thiserror::Error)]
#[error("the file could not be made: {0}")]
pub struct Failed(pub(crate) String);

/// What is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its name: shown on top and kept in the file's properties.
    pub title: String,
    /// The language of its text: "en-GB". Screen readers speak by it.
    pub language: String,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The name of a part: level 1 is right under the document's title, 3 is the deepest.
    Heading {
        /// 1 to 3.
        level: u8,
        /// What it says.
        text: String,
    },
    /// A paragraph. A line break in its text stays one.
    Paragraph(Vec<Run>),
    /// Points one under another.
    List {
        /// With numbers instead of dots.
        numbered: bool,
        /// Each may have several runs.
        items: Vec<Vec<Run>>,
    },
    /// Rows under a head that is repeated on each page.
    Table(Table),
    /// A label with what was answered, or with lines to write on.
    Field {
        /// What is asked.
        label: String,
        /// What was answered; empty where somebody writes by hand.
        text: String,
        /// How many lines are drawn where nothing was answered.
        lines: u8,
    },
    /// A chart: its picture with title and description, then its numbers as a table.
    Chart(Box<Drawing>),
    /// A line across.
    Rule,
    /// Small print.
    Small(Vec<Run>),
}

/// Words in one weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they stand out.
    pub bold: bool,
}

/// Rows and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is about, for those who do not see it; may be empty.
    pub caption: String,
    /// One head for each column.
    pub head: Vec<String>,
    /// As many cells as there are heads; fewer are filled up with empty ones, more are left out.
    pub rows: Vec<Vec<String>>,
    /// Which share of the width each column takes: `[1, 3]` is a quarter and three quarters. Empty is even.
    pub widths: Vec<u16>,
}

/// Plain words.
pub fn plain(text: impl Into<String>) -> Run {
    Run {
        text: text.into(),
        bold: false,
    }
}

/// Words that stand out.
pub fn bold(text: impl Into<String>) -> Run {
    Run {
        text: text.into(),
        bold: true,
    }
}

impl From<&str> for Run {
    fn from(text: &str) -> Run {
        plain(text)
    }
}

impl From<String> for Run {
    fn from(text: String) -> Run {
        plain(text)
    }
}

impl Block {
    /// A list with dots whose items are plain words.
    pub fn list<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Block {
        Block::List {
            numbered: false,
            items: items.into_iter().map(|item| vec![plain(item)]).collect(),
        }
    }

    /// A label with its answer.
    pub fn field(label: impl Into<String>, text: impl Into<String>) -> Block {
        Block::Field {
            label: label.into(),
            text: text.into(),
            lines: 1,
        }
    }

    /// A label with lines to write on.
    pub fn blank(label: impl Into<String>, lines: u8) -> Block {
        Block::Field {
            label: label.into(),
            text: String::new(),
            lines,
        }
    }
}

impl Document {
    /// One without blocks.
    pub fn new(title: impl Into<String>, language: impl Into<String>) -> Document {
        Document {
            title: title.into(),
            language: language.into(),
            blocks: Vec::new(),
        }
    }

    /// Adds a block.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Adds a heading of the first level.
    pub fn heading(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.push(Block::Heading { level: 1, text });
    }

    /// Adds a paragraph of one run.
    pub fn paragraph(&mut self, run: impl Into<Run>) {
        self.push(Block::Paragraph(vec![run.into()]));
    }

    /// As a file for word processors. The same document gives the same bytes.
    pub fn docx(&self) -> Result<Vec<u8>, Failed> {
        docx::write(self)
    }

    /// As PDF on A4 sheets: tagged for screen readers (PDF/UA-1), with its fonts inside. Letters that no font of
    /// ours has are drawn as boxes; whoever copies or listens gets the letters. The same document gives the same bytes.
    pub fn pdf(&self) -> Result<Vec<u8>, Failed> {
        pdf::write(self)
    }

    /// As Markdown (CommonMark with tables).
    pub fn markdown(&self) -> String {
        markdown::write(self)
    }
}

impl Table {
    /// The rows, each with as many cells as there are heads.
    pub(crate) fn even_rows(&self) -> impl Iterator<Item = Vec<&str>> {
        self.rows.iter().map(|row| {
            let cell = |at| row.get(at).map_or("", String::as_str);
            (0..self.head.len()).map(cell).collect()
        })
    }

    /// How wide each column is where all together are `whole` wide.
    pub(crate) fn columns(&self, whole: f64) -> Vec<f64> {
        let share = |at| f64::from(self.widths.get(at).copied().unwrap_or(1).max(1));
        let all: f64 = (0..self.head.len()).map(share).sum();
        (0..self.head.len())
            .map(|at| whole * share(at) / all)
            .collect()
    }
}

impl From<&crate::chart::Table> for Table {
    fn from(table: &crate::chart::Table) -> Table {
        Table {
            caption: table.caption.clone(),
            head: table.head.clone(),
            rows: table.rows.clone(),
            widths: Vec::new(),
        }
    }
}

/// Whether a text runs from right to left: by the first letter that has a direction.
pub(crate) fn right_to_left(text: &str) -> bool {
    let rtl = |letter: char| {
        matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
            || matches!(letter, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    let first = text.chars().find(|letter| letter.is_alphabetic());
    first.is_some_and(rtl)
}
