//! Slides from plain pieces, written as PPTX and as PDF from the same value. A slide has a title, and of these what
//! it needs: big numbers with a sentence each, points, a chart with its numbers as a table, a footnote.
//!
//! ```
//! use firstmove_paper::deck::{Deck, Number, Slide};
//!
//! let mut deck = Deck::new("Week 6", "en-GB");
//! let mut slide = Slide::new("Most came");
//! slide.numbers.push(Number::new("7 of 8", "came in week 6"));
//! deck.slides.push(slide);
//! let slides = deck.pptx()?;
//! let sheets = deck.pdf()?;
//! # Ok::<(), firstmove_paper::page::Failed>(())
//! ```

mod pdf;
mod pptx;

use crate::chart::Drawing;
pub use crate::page::Failed;
use crate::page::{Run, Table, bold, plain};
use crate::text;

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deck {
    /// Its name, kept in the file's properties.
    pub title: String,
    /// The language of its text: "en-GB".
    pub language: String,
    /// In their order.
    pub slides: Vec<Slide>,
}

/// One slide. Where much is on it, its words become smaller until they fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slide {
    /// What it says in one line.
    pub title: String,
    /// Big numbers, each with its sentence.
    pub numbers: Vec<Number>,
    /// Points, below the numbers.
    pub points: Vec<Vec<Run>>,
    /// A chart beside them; its numbers stand below as a table.
    pub chart: Option<Box<Drawing>>,
    /// Small print at the foot.
    pub footnote: String,
}

/// A number that is seen from the last row, and what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// "34 of 39".
    pub number: String,
    /// "moves were tried in weeks 1 to 6".
    pub sentence: String,
}

impl Number {
    /// A number with its sentence.
    pub fn new(number: impl Into<String>, sentence: impl Into<String>) -> Number {
        Number {
            number: number.into(),
            sentence: sentence.into(),
        }
    }
}

impl Slide {
    /// One with a title only.
    pub fn new(title: impl Into<String>) -> Slide {
        Slide {
            title: title.into(),
            ..Slide::default()
        }
    }

    /// Adds a point of plain words.
    pub fn point(&mut self, text: impl Into<String>) {
        self.points.push(vec![plain(text)]);
    }
}

impl Deck {
    /// One without slides.
    pub fn new(title: impl Into<String>, language: impl Into<String>) -> Deck {
        Deck {
            title: title.into(),
            language: language.into(),
            slides: Vec::new(),
        }
    }

    /// As slides for presentation programs. Charts are pictures with their words, and tables that can be read.
    pub fn pptx(&self) -> Result<Vec<u8>, Failed> {
        pptx::write(self)
    }

    /// As PDF, a page for each slide, tagged for screen readers (PDF/UA-1).
    pub fn pdf(&self) -> Result<Vec<u8>, Failed> {
        pdf::write(self)
    }
}

/// Width and height of a slide, in points.
const SIZE: (f64, f64) = (960.0, 540.0);
const LEFT: f64 = 54.0;
const WIDTH: f64 = SIZE.0 - 2.0 * LEFT;
/// Where the title begins, and what stands below it.
const TITLE: f64 = 46.0;
const BODY: f64 = 116.0;
const FOOT: f64 = 500.0;
const TITLE_SIZE: f64 = 32.0;
const LEADING: f64 = 1.25;

/// A paragraph of the slide's words.
struct Words {
    runs: Vec<Run>,
    size: f64,
    brand: bool,
    mark: bool,
    after: f64,
}

impl Slide {
    /// Where the words stand: across, and how wide.
    fn column(&self) -> f64 {
        if self.chart.is_some() { 370.0 } else { WIDTH }
    }

    /// How high the words may be.
    fn room(&self) -> f64 {
        let table = self
            .table()
            .map_or(0.0, |table| table_height(&table) + 14.0);
        FOOT - 10.0 - table - BODY
    }

    /// The chart's numbers, its rows as columns, so that weeks stand side by side.
    fn table(&self) -> Option<Table> {
        let own = Table::from(&self.chart.as_ref()?.table);
        let rows: Vec<Vec<&str>> = own.even_rows().collect();
        let turned = |at: usize| {
            let cells = rows.iter().map(|row| row[at].to_owned());
            std::iter::once(own.head[at].clone()).chain(cells).collect()
        };
        let mut lines: Vec<Vec<String>> = (0..own.head.len()).map(turned).collect();
        if lines.is_empty() {
            return None;
        }
        let head = lines.remove(0);
        let mut widths = vec![4; head.len()];
        widths[0] = 7;
        Some(Table {
            caption: own.caption.clone(),
            head,
            rows: lines,
            widths,
        })
    }

    /// The words in the largest size in which they fit.
    fn words(&self) -> Vec<Words> {
        let mut factor = 1.0;
        loop {
            let words = self.words_at(factor);
            if factor < 0.4 || height(&words, self.column()) <= self.room() {
                return words;
            }
            factor *= 0.92;
        }
    }

    fn words_at(&self, factor: f64) -> Vec<Words> {
        let mut out = Vec::new();
        for Number { number, sentence } in &self.numbers {
            let words = |runs, size: f64, brand, after: f64| Words {
                runs,
                size: size * factor,
                brand,
                mark: false,
                after: after * factor,
            };
            out.push(words(vec![bold(number.as_str())], 40.0, true, 0.0));
            out.push(words(vec![plain(sentence.as_str())], 16.0, false, 14.0));
        }
        for point in &self.points {
            out.push(Words {
                runs: point.clone(),
                size: 18.0 * factor,
                brand: false,
                mark: true,
                after: 8.0 * factor,
            });
        }
        out
    }
}

fn height(words: &[Words], width: f64) -> f64 {
    let one = |words: &Words| {
        let width = if words.mark { width - 20.0 } else { width };
        let lines = text::lines(&words.runs, width / words.size).len();
        lines as f64 * words.size * LEADING + words.after
    };
    words.iter().map(one).sum()
}

const CELL: f64 = 10.0;
const ROW: f64 = 20.0;

fn table_height(table: &Table) -> f64 {
    ROW * (table.rows.len() + 1) as f64
}

/// Width and height of a slide's chart.
fn chart_size(slide: &Slide, drawing: &Drawing) -> (f64, f64) {
    let own = (
        f64::from(drawing.picture.width.max(1)),
        f64::from(drawing.picture.height.max(1)),
    );
    let scale = (450.0 / own.0).min(slide.room() / own.1);
    (own.0 * scale, own.1 * scale)
}
