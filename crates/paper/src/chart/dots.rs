//! Readings as dots, column by column, with their middle, its range, and a line below which one
//! should look.

use super::picture::Anchor;
use super::svg::{Pen, spread};
use super::{Drawing, Table};

/// One reading: where it is drawn and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The value on the scale.
    pub value: f64,
    /// The value rounded for people: "3.4".
    pub text: String,
}

/// The readings of one week.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingColumn {
    /// "1".
    pub label: String,
    /// In any order; may be empty.
    pub readings: Vec<Reading>,
}

/// The drawing's words and numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots<'a> {
    /// Unique on its page.
    pub id: &'a str,
    /// "Mean rating of each meeting, by week".
    pub title: &'a str,
    /// What one column is called: "Week".
    pub unit: &'a str,
    /// What one dot is, in the plural: "meetings".
    pub things: &'a str,
    /// In the order of time.
    pub columns: Vec<ReadingColumn>,
    /// The line through the middle, with the ends of its range if there is one.
    pub middle: Option<(Reading, Option<(f64, f64)>)>,
    /// Readings under this get a ring: `(3.5, "Look")`.
    pub look: Option<(f64, &'a str)>,
    /// The scale's ends, whole numbers: `(1, 5)`.
    pub scale: (i32, i32),
}

const LEFT: f64 = 30.0;
const RIGHT: f64 = 376.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 204.0;

impl Dots<'_> {
    /// Draws it.
    pub fn draw(&self) -> Drawing {
        let mut pen = Pen::picture(self.id, 430, 232, self.title, &self.description());
        let (low, high) = self.reach();
        let y = |value: f64| {
            let share = (value - f64::from(low)) / f64::from((high - low).max(1));
            BOTTOM - share.clamp(0.0, 1.0) * (BOTTOM - TOP - 10.0) - 10.0
        };
        for whole in low..=high {
            pen.line(
                "ch-axis",
                (LEFT, y(f64::from(whole))),
                (RIGHT, y(f64::from(whole))),
            );
            pen.text(
                "ch-text",
                (LEFT - 8.0, y(f64::from(whole)) + 4.0),
                Anchor::End,
                &whole.to_string(),
            );
        }
        if let Some((_, Some((from, to)))) = &self.middle {
            pen.rect(
                "ch-band mid",
                (LEFT, y(*to)),
                (RIGHT - LEFT, (y(*from) - y(*to)).max(1.0)),
                0,
            );
        }
        if let Some((line, label)) = self.look {
            pen.line("ch-target", (LEFT, y(line)), (RIGHT, y(line)));
            pen.text(
                "ch-text",
                (RIGHT + 6.0, y(line) + 4.0),
                Anchor::Start,
                label,
            );
        }
        let xs = spread(self.columns.len(), LEFT + 18.0, RIGHT - 12.0);
        for (column, x) in self.columns.iter().zip(&xs) {
            self.column(&mut pen, column, *x, y);
            pen.text(
                "ch-text",
                (*x, BOTTOM + 20.0),
                Anchor::Middle,
                &column.label,
            );
        }
        if let Some((middle, _)) = &self.middle {
            pen.line("ch-line", (LEFT, y(middle.value)), (RIGHT, y(middle.value)));
            pen.text(
                "ch-label ch-halo",
                (RIGHT + 6.0, y(middle.value) + 4.0),
                Anchor::Start,
                &middle.text,
            );
        }
        pen.drawing(self.table())
    }

    /// Dots of one column stand side by side, so that equal readings do not hide each other.
    fn column(&self, pen: &mut Pen, column: &ReadingColumn, x: f64, y: impl Fn(f64) -> f64) {
        let half = column.readings.len().saturating_sub(1) as f64 / 2.0;
        for (at, reading) in column.readings.iter().enumerate() {
            let place = (x + (at as f64 - half) * 3.4, y(reading.value));
            if self.worth_a_look(reading) {
                pen.circle("ch-pt ring", place, 4.6);
            } else {
                pen.circle("ch-pt", place, 3.4);
            }
        }
    }

    fn worth_a_look(&self, reading: &Reading) -> bool {
        self.look.is_some_and(|(line, _)| reading.value < line)
    }

    fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.columns.iter().flat_map(|column| &column.readings)
    }

    /// The upper part of the scale is enough unless something lies below it.
    fn reach(&self) -> (i32, i32) {
        let (low, high) = self.scale;
        let lowest = self
            .readings()
            .map(|reading| reading.value.floor() as i32)
            .min()
            .unwrap_or(low);
        let half = high - (high - low) / 2;
        (lowest.min(half).max(low), high)
    }

    fn description(&self) -> String {
        let count = self.readings().count();
        if count == 0 {
            return "No numbers yet.".to_owned();
        }
        let mut words = format!("{count} {}, each dot one.", self.things);
        if let Some((middle, _)) = &self.middle {
            words += &format!(" The middle is at {}.", middle.text);
        }
        if let Some((line, _)) = self.look {
            let under = self
                .readings()
                .filter(|reading| self.worth_a_look(reading))
                .count();
            words += &format!(" {under} below {line} have a ring.");
        }
        words += &format!(" The axis starts at {}.", self.reach().0);
        words
    }

    fn table(&self) -> Table {
        let mut things = self.things.to_owned();
        if let Some(first) = things.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        let mut table = Table::new(self.title, &[self.unit, &things, "Lowest", "Highest"]);
        for column in self
            .columns
            .iter()
            .filter(|column| !column.readings.is_empty())
        {
            let by_value = |one: &&Reading, other: &&Reading| one.value.total_cmp(&other.value);
            let text = |reading: Option<&Reading>| {
                reading
                    .map(|reading| reading.text.clone())
                    .unwrap_or_default()
            };
            table.rows.push(vec![
                column.label.clone(),
                column.readings.len().to_string(),
                text(column.readings.iter().min_by(by_value)),
                text(column.readings.iter().max_by(by_value)),
            ]);
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(value: f64) -> Reading {
        Reading {
            value,
            text: format!("{value:.1}"),
        }
    }

    fn dots(columns: &[&[f64]]) -> Dots<'static> {
        let column = |(at, values): (usize, &&[f64])| ReadingColumn {
            label: (at + 1).to_string(),
            readings: values.iter().copied().map(reading).collect(),
        };
        Dots {
            id: "fq",
            title: "Mean rating, by week",
            unit: "Week",
            things: "meetings",
            columns: columns.iter().enumerate().map(column).collect(),
            middle: Some((reading(4.0), Some((3.9, 4.1)))),
            look: Some((3.5, "Look")),
            scale: (1, 5),
        }
    }

    #[test]
    fn a_reading_under_the_line_has_a_ring_and_on_the_line_has_none() {
        let svg = dots(&[&[4.0, 3.4], &[3.5]]).draw().svg;
        assert_eq!(svg.matches("ch-pt ring").count(), 1);
        assert_eq!(svg.matches("<circle").count(), 3);
        assert!(
            svg.contains(
                "3 meetings, each dot one. The middle is at 4.0. 1 below 3.5 have a ring."
            )
        );
        assert!(svg.contains(">4.0</text>"));
    }

    #[test]
    fn the_axis_reaches_down_to_the_lowest_reading() {
        assert_eq!(dots(&[&[3.2]]).reach(), (3, 5));
        assert_eq!(dots(&[&[2.9]]).reach(), (2, 5));
        assert_eq!(dots(&[&[1.0]]).reach(), (1, 5));
    }

    #[test]
    fn the_table_tells_the_lowest_and_the_highest() {
        let table = dots(&[&[4.2, 3.7], &[], &[4.0]]).draw().table;
        assert_eq!(table.head, ["Week", "Meetings", "Lowest", "Highest"]);
        assert_eq!(
            table.rows,
            [["1", "2", "3.7", "4.2"], ["3", "1", "4.0", "4.0"]]
        );
    }

    #[test]
    fn nothing_to_show_is_said() {
        let mut empty = dots(&[]);
        empty.middle = None;
        assert!(empty.draw().svg.contains("No numbers yet."));
    }
}
