//! Counts of three kinds on top of each other, per week or as one bar. The counts stand inside;
//! a part too small for its number leaves it to the table.

use super::picture::Anchor;
use super::svg::{Pen, spread};
use super::{Drawing, Table};

/// How many of the first, second and third kind.
pub type Parts = [u32; 3];

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartColumn {
    /// "1".
    pub label: String,
    /// `None` when too few are behind it.
    pub parts: Option<Parts>,
}

/// Columns over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stacked<'a> {
    /// Unique on its page.
    pub id: &'a str,
    /// "Moves by outcome and week".
    pub title: &'a str,
    /// What one column is called: "Week".
    pub unit: &'a str,
    /// The kinds, from the bottom: "Met", "Partly", "Not met". A legend beside the picture names their colours.
    pub kinds: [&'a str; 3],
    /// In the order of time.
    pub columns: Vec<PartColumn>,
}

/// One bar of the three kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar<'a> {
    /// Unique on its page.
    pub id: &'a str,
    /// "Moves by outcome".
    pub title: &'a str,
    /// The kinds, from the left.
    pub kinds: [&'a str; 3],
    /// Their counts.
    pub parts: Parts,
}

const CLASSES: [&str; 3] = ["ch-met", "ch-part", "ch-miss"];
const ON: [&str; 3] = [" on-met", " on-part", ""];
const BASE: f64 = 224.0;
const TOP: f64 = 14.0;
const COLUMN: f64 = 24.0;
const GAP: f64 = 1.5;
/// Under this height a number would not fit.
const READABLE: f64 = 16.0;

impl Stacked<'_> {
    /// Draws it.
    pub fn draw(&self) -> Drawing {
        let mut pen = Pen::picture(self.id, 430, 252, self.title, &self.description());
        pen.line("ch-axis", (10.0, BASE), (420.0, BASE));
        let unit = self.unit_height();
        let xs = spread(self.columns.len(), 28.0, 402.0);
        for (column, x) in self.columns.iter().zip(&xs) {
            match column.parts {
                Some(parts) => stack(&mut pen, *x, unit, parts),
                None => pen.text("ch-text", (*x, BASE - 8.0), Anchor::Middle, "–"),
            }
            pen.text("ch-text", (*x, BASE + 20.0), Anchor::Middle, &column.label);
        }
        pen.drawing(self.table())
    }

    /// How high one of a kind is.
    fn unit_height(&self) -> f64 {
        let totals = self.columns.iter().filter_map(|column| column.parts);
        let most = totals.map(total).max().unwrap_or(0);
        (BASE - TOP) / f64::from(most.max(4))
    }

    /// Whether a part is too small for its number, so that only the table has it.
    pub fn leaves_numbers_out(&self) -> bool {
        let unit = self.unit_height();
        let mut parts = self
            .columns
            .iter()
            .filter_map(|column| column.parts)
            .flatten();
        parts.any(|count| count > 0 && f64::from(count) * unit - GAP < READABLE)
    }

    fn description(&self) -> String {
        if self.columns.is_empty() {
            return "No numbers yet.".to_owned();
        }
        let said = self.columns.iter().map(|column| match column.parts {
            Some(parts) => format!(
                "{} {}: {}.",
                self.unit,
                column.label,
                in_words(parts, &self.kinds)
            ),
            None => format!("{} {}: not shown, too few.", self.unit, column.label),
        });
        said.collect::<Vec<_>>().join(" ")
    }

    fn table(&self) -> Table {
        let [first, second, third] = self.kinds;
        let mut table = Table::new(self.title, &[self.unit, first, second, third]);
        for column in &self.columns {
            let mut row = vec![column.label.clone()];
            match column.parts {
                Some(parts) => row.extend(parts.iter().map(u32::to_string)),
                None => row.extend(["too few to show".to_owned(), String::new(), String::new()]),
            }
            table.rows.push(row);
        }
        table
    }
}

impl Bar<'_> {
    /// Draws it.
    pub fn draw(&self) -> Drawing {
        let all = total(self.parts);
        let words = if all == 0 {
            "None yet.".to_owned()
        } else {
            format!("{}.", in_words(self.parts, &self.kinds))
        };
        let mut pen = Pen::picture(self.id, 430, 44, self.title, &words);
        let there = self.parts.iter().filter(|count| **count > 0).count();
        let room = 430.0 - 2.0 * there.saturating_sub(1) as f64;
        let mut x = 0.0;
        for (kind, count) in self
            .parts
            .into_iter()
            .enumerate()
            .filter(|(_, count)| *count > 0)
        {
            let width = room * f64::from(count) / f64::from(all);
            pen.rect(CLASSES[kind], (x, 0.0), (width, 44.0), 4);
            let number = count.to_string();
            if width >= 12.0 + 10.0 * number.len() as f64 {
                let class = format!("ch-label{}", ON[kind]);
                pen.text(&class, (x + width / 2.0, 28.0), Anchor::Middle, &number);
            }
            x += width + 2.0;
        }
        let mut table = Table::new(self.title, &["Outcome", "Count"]);
        for (kind, count) in self.kinds.iter().zip(self.parts) {
            table.rows.push(vec![(*kind).to_owned(), count.to_string()]);
        }
        pen.drawing(table)
    }
}

fn stack(pen: &mut Pen, x: f64, unit: f64, parts: Parts) {
    let mut floor = BASE;
    for (kind, count) in parts
        .into_iter()
        .enumerate()
        .filter(|(_, count)| *count > 0)
    {
        let room = f64::from(count) * unit;
        let height = (room - GAP).max(1.0);
        let top = floor - GAP - height;
        pen.rect(CLASSES[kind], (x - COLUMN / 2.0, top), (COLUMN, height), 2);
        if height >= READABLE {
            let class = format!("ch-text{}", ON[kind]);
            pen.text(
                &class,
                (x, top + height / 2.0 + 4.0),
                Anchor::Middle,
                &count.to_string(),
            );
        }
        floor -= room;
    }
}

fn total(parts: Parts) -> u32 {
    parts.iter().sum()
}

fn in_words(parts: Parts, kinds: &[&str; 3]) -> String {
    let said = parts
        .iter()
        .zip(kinds)
        .map(|(count, kind)| format!("{count} {}", kind.to_lowercase()));
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [&str; 3] = ["Met", "Partly", "Not met"];

    fn stacked(columns: &[Option<Parts>]) -> Stacked<'static> {
        let column = |(at, parts): (usize, &Option<Parts>)| PartColumn {
            label: (at + 1).to_string(),
            parts: *parts,
        };
        let columns = columns.iter().enumerate().map(column).collect();
        Stacked {
            id: "sr",
            title: "Moves by outcome and week",
            unit: "Week",
            kinds: KINDS,
            columns,
        }
    }

    #[test]
    fn counts_stand_inside_and_what_is_too_thin_is_said_to_be_left_out() {
        let small = stacked(&[Some([20, 13, 3]), Some([30, 7, 2])]);
        assert!(small.leaves_numbers_out());
        let drawing = small.draw();
        assert!(drawing.svg.contains(">20</text>"));
        assert!(
            !drawing.svg.contains(">2</text><rect"),
            "two of 39 is too thin for its number"
        );
        assert!(
            drawing
                .svg
                .contains("Week 1: 20 met, 13 partly, 3 not met.")
        );
        assert_eq!(drawing.table.rows[1], ["2", "30", "7", "2"]);
        assert!(!stacked(&[Some([5, 4, 0]), None]).leaves_numbers_out());
    }

    #[test]
    fn a_hidden_week_shows_no_bar_and_no_number() {
        let drawing = stacked(&[Some([5, 2, 1]), None]).draw();
        assert_eq!(drawing.svg.matches("<rect").count(), 3);
        assert!(drawing.svg.contains("Week 2: not shown, too few."));
        assert_eq!(drawing.table.rows[1][1], "too few to show");
    }

    #[test]
    fn one_bar_fills_its_width() {
        let drawing = Bar {
            id: "b",
            title: "Moves by outcome",
            kinds: KINDS,
            parts: [23, 8, 3],
        }
        .draw();
        assert!(drawing.svg.contains("23 met, 8 partly, 3 not met."));
        assert_eq!(drawing.svg.matches("<rect").count(), 3);
        let none = Bar {
            id: "b",
            title: "Moves by outcome",
            kinds: KINDS,
            parts: [0, 0, 0],
        }
        .draw();
        assert!(none.svg.contains("None yet."));
        assert!(!none.svg.contains("NaN"));
    }
}
