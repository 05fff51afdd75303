//! The small line of a key number: no text of its own, one sentence that says its values.

use super::svg::{Pen, runs, spread};

/// A line with the area under it where it has no gap; it stretches to its tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Spark<'a> {
    /// Everything it shows, in a sentence: "Weeks 1 to 5: 6 of 8, 7 of 8, ...".
    pub label: &'a str,
    /// In the order of time; `None` is a gap, which a thin dashed line crosses.
    pub values: Vec<Option<f64>>,
    /// The values of the lower and the upper edge.
    pub scale: (f64, f64),
    /// A dashed line.
    pub target: Option<f64>,
}

const WIDTH: u32 = 200;
const HEIGHT: u32 = 44;

impl Spark<'_> {
    /// Draws it.
    pub fn draw(&self) -> String {
        let (low, high) = self.scale;
        let reach = if high > low { high - low } else { 1.0 };
        let y = |value: f64| 40.0 - (value.clamp(low, high.max(low)) - low) / reach * 36.0;
        let mut pen = Pen::stretched(WIDTH, HEIGHT, self.label);
        if let Some(target) = self.target {
            let ends = [(0.0, y(target)), (f64::from(WIDTH), y(target))];
            pen.steady("ch-target", &ends);
        }
        let xs = spread(self.values.len(), 4.0, 196.0);
        let places: Vec<Option<(f64, f64)>> = self
            .values
            .iter()
            .zip(&xs)
            .map(|(value, x)| value.map(|value| (*x, y(value))))
            .collect();
        let runs = runs(&places);
        // pieces of an area would look like columns
        let whole = runs.len() == 1;
        for pair in runs.windows(2) {
            if let [Some(from), Some(to)] = [pair[0].last(), pair[1].first()] {
                pen.steady("ch-line gap", &[*from, *to]);
            }
        }
        for run in runs {
            // A lone value would be a line without length: give it a few units.
            let line = if let [(x, y)] = run[..] {
                vec![(x - 3.0, y), (x + 3.0, y)]
            } else {
                run
            };
            if whole {
                let (first, last) = (line[0].0, line[line.len() - 1].0);
                let floor = f64::from(HEIGHT);
                let area = [&[(first, floor)], &line[..], &[(last, floor)]].concat();
                pen.polygon("ch-band", &area);
            }
            pen.steady("ch-line", &line);
        }
        pen.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spark_says_what_it_shows_and_is_dashed_over_a_gap() {
        let spark = Spark {
            label: "Weeks 1 to 4: 6 of 8, 7 of 8, not shown, 8 of 8",
            values: vec![Some(0.75), Some(0.875), None, Some(1.0)],
            scale: (0.0, 1.0),
            target: Some(0.8),
        };
        let svg = spark.draw();
        assert!(svg.contains(
            "role=\"img\" aria-label=\"Weeks 1 to 4: 6 of 8, 7 of 8, not shown, 8 of 8\""
        ));
        assert_eq!(svg.matches("\"ch-line\"").count(), 2);
        assert!(svg.contains(
            "\"ch-line gap\" vector-effect=\"non-scaling-stroke\" points=\"68.0,8.5 196.0,4.0\""
        ));
        assert_eq!(svg.matches("ch-target").count(), 1);
        assert!(svg.contains("points=\"4.0,13.0 68.0,8.5\""));
    }

    #[test]
    fn values_outside_the_scale_stay_inside_the_picture() {
        let spark = Spark {
            label: "x",
            values: vec![Some(-3.0), Some(9.0)],
            scale: (0.0, 1.0),
            target: None,
        };
        assert!(spark.draw().contains("points=\"4.0,40.0 196.0,4.0\""));
        let flat = Spark {
            label: "x",
            values: vec![Some(2.0)],
            scale: (2.0, 2.0),
            target: None,
        };
        assert!(!flat.draw().contains("NaN"));
    }
}
