//! What the cards of a page of results are made of.

use firstmove_domain::display::Shown;
use firstmove_paper::chart::{Drawing, Table};

use crate::frame::Mark;
use crate::results::reading::Reading;

/// A number with its picture, its words and its method.
pub struct Card {
    /// Its place on the page: `moves`, `success`, `feedback`.
    pub id: &'static str,
    /// "Move rate".
    pub name: &'static str,
    /// What it rests on: "10 weeks, 45 people".
    pub hint: String,
    /// The number in words; empty where too few stand behind it.
    pub headline: String,
    /// What the range says, and what else belongs to the number.
    pub rest: String,
    /// The picture; none where too few stand behind it.
    pub chart: Option<Picture>,
    /// Why there is none: the sentence, and what it means.
    pub too_few: (String, &'static str),
    /// Further figures; what must stand beside the number comes first.
    pub facts: Vec<Fact>,
    /// What needs a second look.
    pub looks: Vec<String>,
    /// How it is computed, a paragraph each.
    pub method: Vec<String>,
    /// Where its rows are.
    pub rows: String,
}

impl Card {
    /// So many further figures stand under the picture; the others unfold.
    const BESIDE: usize = 2;

    /// The further figures that stand beside the number.
    pub fn beside(&self) -> &[Fact] {
        &self.facts[..self.facts.len().min(Card::BESIDE)]
    }

    /// Those that unfold.
    pub fn further(&self) -> &[Fact] {
        &self.facts[self.beside().len()..]
    }
}

/// A drawing with its table.
pub struct Picture {
    /// The drawing.
    pub svg: String,
    /// Its caption.
    pub caption: String,
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Week, where its rows are, and the other cells.
    pub rows: Vec<(String, String, Vec<String>)>,
    /// What its colours mean; empty where there is nothing to explain.
    pub legend: &'static [Mark],
    /// Whether some of its numbers stand in the table only.
    pub in_table: bool,
}

/// A figure with its name.
pub struct Fact {
    /// "241 of 382 (63.1%)".
    pub figure: String,
    /// "confirmed by others".
    pub words: String,
}

/// A figure with its name.
pub fn fact(figure: impl Into<String>, words: impl Into<String>) -> Fact {
    Fact {
        figure: figure.into(),
        words: words.into(),
    }
}

impl Picture {
    /// The drawing of a figure whose rows are kept by week.
    pub fn new(drawing: Drawing, of: &str, reading: &Reading) -> Picture {
        let Table {
            caption,
            head,
            rows,
        } = drawing.table;
        let rows = rows
            .into_iter()
            .map(|mut row| {
                let cells = row.split_off(row.len().min(1));
                let week = row.pop().unwrap_or_default();
                let href = reading.href("/results/rows", &[("of", of), ("week", &week)]);
                (week, href, cells)
            })
            .collect();
        Picture {
            svg: drawing.svg,
            caption,
            head,
            rows,
            legend: &[],
            in_table: false,
        }
    }
}

/// "Rates from 79% to 89% fit these numbers. ", where a range may be shown.
pub fn range(shown: &Shown) -> String {
    match shown {
        Shown::Percent {
            range: Some(range), ..
        } => format!("Rates from {range} fit these numbers. "),
        Shown::Fraction { .. } => "Too few for a percentage. ".to_owned(),
        _ => String::new(),
    }
}

/// "382 of 450 chances were taken (85%)." with `did` between; empty where it may not be shown.
pub fn headline(shown: &Shown, did: &str) -> String {
    match shown {
        Shown::Percent { share, percent, .. } => {
            format!("{} {did} ({percent}%).", share.fraction())
        }
        Shown::Fraction { share, .. } => format!("{} {did}.", share.fraction()),
        Shown::NoData { .. } | Shown::TooFew { .. } => String::new(),
    }
}

/// "1 person", "45 people".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
