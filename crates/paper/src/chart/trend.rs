//! A rate over time with its range: a line of dots inside a band, a dashed target, the last dot
//! labelled with its fraction.

use super::picture::Anchor;
use super::svg::{Pen, runs, spread};
use super::{Drawing, Table};

/// The room the drawing is made for; text is 11 px in each at its own width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// 430 units: a card of half a page. Wrap it in `class="chart"`.
    #[default]
    Wide,
    /// 252 units: a side column. Wrap it in `class="chart narrow"`.
    Narrow,
}

/// One shown rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// How many did.
    pub part: u32,
    /// How many could have; never 0.
    pub whole: u32,
    /// The range of rates that fits; none where too few are behind it for more than the fraction.
    pub band: Option<Band>,
    /// Whether more is still to come to this place: an open dot, and a dashed line to it.
    pub open: bool,
}

/// A range of rates.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Lower end, 0 to 1.
    pub low: f64,
    /// Upper end, 0 to 1.
    pub high: f64,
    /// Both in words: "53 to 98%".
    pub words: String,
}

/// One place on the time axis.
#[derive(Clone, Debug, PartialEq)]
pub enum TrendPoint {
    /// A rate that may be shown.
    Shown(Rate),
    /// There is one, but too few are behind it.
    Hidden,
    /// Not yet.
    Ahead,
}

/// The drawing's words and numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend<'a> {
    /// Unique on its page.
    pub id: &'a str,
    /// "Share who tried, by week".
    pub title: &'a str,
    /// What one place is called: "Week".
    pub unit: &'a str,
    /// The head of the fraction's column: "Tried".
    pub deed: &'a str,
    /// The label of each place ("1", "2") with what stands there.
    pub points: Vec<(String, TrendPoint)>,
    /// A dashed line, 0 to 1, with its label: `(0.8, "80%")`.
    pub target: Option<(f64, &'a str)>,
    /// How wide.
    pub width: Width,
}

struct Frame {
    width: u32,
    height: u32,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

const WIDE: Frame = Frame {
    width: 430,
    height: 232,
    left: 46.0,
    right: 416.0,
    top: 18.0,
    bottom: 204.0,
};
const NARROW: Frame = Frame {
    width: 252,
    height: 176,
    left: 34.0,
    right: 246.0,
    top: 16.0,
    bottom: 152.0,
};

/// The room right of the last place, for a fraction such as "34/44".
const LABEL: f64 = 32.0;

impl Trend<'_> {
    /// Draws it.
    pub fn draw(&self) -> Drawing {
        let frame = match self.width {
            Width::Wide => WIDE,
            Width::Narrow => NARROW,
        };
        let mut pen = Pen::picture(
            self.id,
            frame.width,
            frame.height,
            self.title,
            &self.description(),
        );
        self.axis(&mut pen, &frame);
        let inset = if self.width == Width::Wide { 14.0 } else { 8.0 };
        let xs = spread(self.points.len(), frame.left + inset, frame.right - LABEL);
        let y = |rate: f64| frame.bottom - rate.clamp(0.0, 1.0) * (frame.bottom - frame.top);
        let shown: Vec<Option<(f64, &Rate)>> = self
            .points
            .iter()
            .zip(&xs)
            .map(|((_, point), x)| match point {
                TrendPoint::Shown(rate) if rate.whole > 0 => Some((*x, rate)),
                _ => None,
            })
            .collect();
        let bands: Vec<Option<(f64, &Band)>> = shown
            .iter()
            .map(|one| one.and_then(|(x, rate)| Some((x, rate.band.as_ref()?))))
            .collect();
        for run in runs(&bands) {
            pen.polygon("ch-band", &outline(&run, y));
        }
        if let Some((target, label)) = self.target {
            pen.line(
                "ch-target",
                (frame.left, y(target)),
                (frame.right, y(target)),
            );
            pen.text(
                "ch-text",
                (frame.left - 8.0, y(target) + 4.0),
                Anchor::End,
                label,
            );
        }
        for run in runs(&shown).iter().filter(|run| run.len() > 1) {
            for (class, part) in lines(run) {
                let line: Vec<(f64, f64)> =
                    part.iter().map(|(x, rate)| (*x, y(share(rate)))).collect();
                pen.polyline(class, &line);
            }
        }
        let dots: Vec<(f64, &Rate)> = shown.into_iter().flatten().collect();
        for (at, (x, rate)) in dots.iter().enumerate() {
            let class = match (rate.open, at + 1 == dots.len()) {
                (true, _) => "ch-dot open",
                (false, true) => "ch-dot last",
                (false, false) => "ch-dot",
            };
            pen.circle(class, (*x, y(share(rate))), 4.0);
        }
        if let Some((x, rate)) = dots.last() {
            // right of its dot, where neither line nor band goes
            pen.text(
                "ch-label ch-halo",
                (x + 9.0, y(share(rate)) + 4.0),
                Anchor::Start,
                &format!("{}/{}", rate.part, rate.whole),
            );
        }
        for ((label, _), x) in self.points.iter().zip(&xs) {
            pen.text("ch-text", (*x, frame.bottom + 20.0), Anchor::Middle, label);
        }
        pen.drawing(self.table())
    }

    fn axis(&self, pen: &mut Pen, frame: &Frame) {
        for (share, label) in [(0.0, "0%"), (0.5, "50%"), (1.0, "100%")] {
            let y = frame.bottom - share * (frame.bottom - frame.top);
            pen.line("ch-axis", (frame.left, y), (frame.right, y));
            // The target's own label is worth more than a number beside it.
            let free = self
                .target
                .is_none_or(|(target, _)| (target - share).abs() > 0.08);
            if free {
                pen.text("ch-text", (frame.left - 8.0, y + 4.0), Anchor::End, label);
            }
        }
    }

    fn description(&self) -> String {
        let said: Vec<String> = self
            .points
            .iter()
            .filter_map(|(label, point)| match point {
                TrendPoint::Shown(rate) => {
                    Some(format!("{} {label}: {}", self.unit, in_words(rate)))
                }
                TrendPoint::Hidden => Some(format!("{} {label}: not shown, too few", self.unit)),
                TrendPoint::Ahead => None,
            })
            .collect();
        let mut words = if said.is_empty() {
            "No numbers yet.".to_owned()
        } else {
            format!("{}.", said.join(", "))
        };
        if let Some((_, label)) = self.target {
            words += &format!(" The dashed line is the target of {label}.");
        }
        words += " The shaded band is the range of rates that fits.";
        words
    }

    fn table(&self) -> Table {
        let mut table = Table::new(self.title, &[self.unit, self.deed, "Likely range"]);
        for (label, point) in &self.points {
            match point {
                TrendPoint::Shown(rate) => table.rows.push(vec![
                    label.clone(),
                    in_words(rate),
                    rate.band
                        .as_ref()
                        .map_or_else(String::new, |band| band.words.clone()),
                ]),
                TrendPoint::Hidden => {
                    table
                        .rows
                        .push(vec![label.clone(), "too few to show".into(), String::new()]);
                }
                TrendPoint::Ahead => {}
            }
        }
        table
    }
}

/// "6 of 8", "3 of 4, not complete yet".
fn in_words(rate: &Rate) -> String {
    let rest = if rate.open { ", not complete yet" } else { "" };
    format!("{} of {}{rest}", rate.part, rate.whole)
}

/// A run of dots as lines: whole up to the first open one, dashed to it and from there on.
fn lines<'a>(
    run: &'a [(f64, &'a Rate)],
) -> impl Iterator<Item = (&'static str, &'a [(f64, &'a Rate)])> {
    let whole = run.iter().take_while(|(_, rate)| !rate.open).count();
    let parts = [
        ("ch-line", &run[..whole]),
        ("ch-line open", &run[whole.saturating_sub(1)..]),
    ];
    parts.into_iter().filter(|(_, part)| part.len() > 1)
}

fn share(rate: &Rate) -> f64 {
    f64::from(rate.part) / f64::from(rate.whole)
}

/// Upper ends there, lower ends back; a lone dot gets a narrow bar.
fn outline(run: &[(f64, &Band)], y: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    if let [(x, band)] = run {
        let (top, bottom) = (y(band.high), y(band.low));
        return vec![
            (x - 5.0, top),
            (x + 5.0, top),
            (x + 5.0, bottom),
            (x - 5.0, bottom),
        ];
    }
    let there = run.iter().map(|(x, band)| (*x, y(band.high)));
    let back = run.iter().rev().map(|(x, band)| (*x, y(band.low)));
    there.chain(back).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(part: u32, whole: u32) -> TrendPoint {
        TrendPoint::Shown(Rate {
            part,
            whole,
            band: Some(Band {
                low: 0.4,
                high: 0.95,
                words: "40 to 95%".into(),
            }),
            open: false,
        })
    }

    #[test]
    fn few_have_a_dot_with_its_fraction_and_no_band() {
        let few = TrendPoint::Shown(Rate {
            part: 2,
            whole: 3,
            band: None,
            open: false,
        });
        let drawing = trend(vec![rate(6, 8), few, rate(5, 8)]).draw();
        assert_eq!(drawing.svg.matches("<circle").count(), 3);
        assert_eq!(drawing.svg.matches("<polyline").count(), 1);
        assert_eq!(drawing.svg.matches("ch-band").count(), 2);
        assert_eq!(drawing.table.rows[1], ["2", "2 of 3", ""]);
    }

    fn trend(points: Vec<TrendPoint>) -> Trend<'static> {
        let points = points
            .into_iter()
            .enumerate()
            .map(|(at, point)| ((at + 1).to_string(), point));
        Trend {
            id: "mr",
            title: "Share who tried, by week",
            unit: "Week",
            deed: "Tried",
            points: points.collect(),
            target: Some((0.8, "80%")),
            width: Width::Wide,
        }
    }

    #[test]
    fn the_last_dot_carries_its_fraction_and_the_picture_its_numbers() {
        let svg = trend(vec![rate(6, 8), rate(7, 8), TrendPoint::Ahead])
            .draw()
            .svg;
        assert!(svg.contains("role=\"img\" aria-labelledby=\"mr-t mr-d\""));
        assert!(
            svg.contains("Week 1: 6 of 8, Week 2: 7 of 8. The dashed line is the target of 80%.")
        );
        assert!(svg.contains(">7/8</text>"));
        assert!(!svg.contains(">6/8</text>"));
        assert_eq!(svg.matches("ch-dot last").count(), 1);
        assert_eq!(svg.matches("<circle").count(), 2);
    }

    #[test]
    fn a_week_that_is_not_shown_breaks_line_and_band() {
        let drawing = trend(vec![rate(6, 8), rate(7, 8), TrendPoint::Hidden, rate(5, 8)]).draw();
        assert_eq!(drawing.svg.matches("<polyline").count(), 1);
        assert_eq!(drawing.svg.matches("ch-band").count(), 2);
        assert!(drawing.svg.contains("Week 3: not shown, too few"));
        assert_eq!(drawing.table.rows[2][1], "too few to show");
        assert_eq!(drawing.table.rows.len(), 4);
    }

    #[test]
    fn a_place_to_which_more_comes_is_open_dashed_and_says_so() {
        let open = TrendPoint::Shown(Rate {
            part: 2,
            whole: 4,
            band: None,
            open: true,
        });
        let drawing = trend(vec![rate(6, 8), rate(7, 8), open]).draw();
        assert_eq!(drawing.svg.matches("\"ch-line\"").count(), 1);
        assert_eq!(drawing.svg.matches("\"ch-line open\"").count(), 1);
        assert_eq!(drawing.svg.matches("ch-dot open").count(), 1);
        assert!(!drawing.svg.contains("ch-dot last"));
        assert!(drawing.svg.contains("Week 3: 2 of 4, not complete yet."));
        assert_eq!(drawing.table.rows[2][1], "2 of 4, not complete yet");
    }

    #[test]
    fn the_rate_stands_at_its_height() {
        // 204 is 0 %, 18 is 100 %: one half is in the middle.
        let svg = trend(vec![rate(4, 8)]).draw().svg;
        assert!(svg.contains("<circle class=\"ch-dot last\" cx=\"60.0\" cy=\"111.0\" r=\"4\"/>"));
    }

    #[test]
    fn an_empty_picture_says_so() {
        let svg = trend(vec![TrendPoint::Ahead, TrendPoint::Ahead]).draw().svg;
        assert!(svg.contains("No numbers yet."));
        assert!(!svg.contains("<circle"));
    }

    #[test]
    fn the_label_stands_right_of_the_last_dot_and_inside_wherever_the_line_comes_from() {
        for parts in [[8, 8], [8, 2], [2, 8], [0, 0]] {
            let points = parts.map(|part| rate(part, 8));
            let svg = trend(points.to_vec()).draw().svg;
            let y = 204.0 - 186.0 * f64::from(parts[1]) / 8.0;
            let dot = format!("ch-dot last\" cx=\"384.0\" cy=\"{y:.1}\"");
            assert!(svg.contains(&dot), "{svg}");
            let label = format!("x=\"393.0\" y=\"{:.1}\"", y + 4.0);
            assert!(svg.contains(&label), "{svg}");
        }
    }
}
