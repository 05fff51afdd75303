//! How a figure may be shown: never a percentage without its fraction, never a percentage of too
//! few. MEASUREMENT.md 0.5 and 0.6. "Too few to show" and "no data" are states of their own, not
//! a blank and not a nought.

use firstmove_stats::rounding::{fixed, percent_against};
use firstmove_stats::{Interval, Threshold};
use serde::Serialize;

/// The target of the move rate, 80%.
pub const TARGET: Threshold = Threshold::new(4, 5);
/// Below this the move rate is red, 70%.
pub const RED_BELOW: Threshold = Threshold::new(7, 10);
/// Above this excused weeks are worth a look, 15%.
pub const MANY_EXCUSED: Threshold = Threshold::above(15, 100);
/// Below this few moves are checked by somebody else, 50%.
pub const HALF: Threshold = Threshold::new(1, 2);
/// Below this few have rated a session, 70%.
pub const FEW_ANSWERS_BELOW: Threshold = Threshold::new(7, 10);
/// From this many on a percentage has a decimal.
pub const DECIMAL_FROM: u64 = 20;

/// A count and what it is a part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The part.
    pub x: u64,
    /// The whole.
    pub n: u64,
}

impl Share {
    /// `x` of `n`.
    pub fn new(x: u64, n: u64) -> Share {
        Share { x, n }
    }

    /// Whether it reaches `threshold`, exactly; none of nothing.
    pub fn meets(self, threshold: Threshold) -> Option<bool> {
        threshold.met(self.x, self.n)
    }

    /// "56 of 71".
    pub fn fraction(self) -> String {
        format!("{} of {}", self.x, self.n)
    }

    /// One decimal and no sign, "78.9"; none of nothing.
    pub fn display(self) -> Option<String> {
        firstmove_stats::pct1(self.x, self.n)
    }

    /// "56 of 71 (78.9%)" of five people and twenty observations or more, else the fraction alone;
    /// "no data" of nothing. Beside a decision against `thresholds` the percentage agrees with it.
    pub fn text(self, people: u64, thresholds: &[Threshold]) -> String {
        let least = Minimum {
            people: 0,
            ..Minimum::SPRINT_MOVES
        };
        let shown = shown(self, people, None, least, thresholds);
        shown.text().to_owned()
    }
}

/// What stands where nothing has been counted.
pub const NO_DATA: &str = "No data yet";

/// A proportion as it may be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shown {
    /// Nothing counted.
    NoData {
        /// "No data yet".
        sentence: String,
    },
    /// Less than may be shown.
    TooFew {
        /// "Not shown: fewer than 3 people".
        sentence: String,
    },
    /// Enough for the fraction only.
    Fraction {
        /// The counts.
        share: Share,
        /// "2 of 3".
        text: String,
    },
    /// Fraction, percentage and range.
    Percent {
        /// The counts.
        share: Share,
        /// Without sign: "78.9", below 20 observations "88".
        percent: String,
        /// "56 of 71 (78.9%)".
        text: String,
        /// 0 to 1.
        interval: Option<Interval>,
        /// "50.7% to 94.2%".
        range: Option<String>,
    },
}

impl Shown {
    /// The whole as one line of text, whatever state it is in.
    pub fn text(&self) -> &str {
        match self {
            Shown::NoData { sentence } | Shown::TooFew { sentence } => sentence,
            Shown::Fraction { text, .. } | Shown::Percent { text, .. } => text,
        }
    }

    /// The percentage with its sign, where one may be shown.
    pub fn percent(&self) -> Option<String> {
        match self {
            Shown::Percent { percent, .. } => Some(format!("{percent}%")),
            Shown::NoData { .. } | Shown::TooFew { .. } | Shown::Fraction { .. } => None,
        }
    }
}

/// The least that it takes to show something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minimum {
    /// People for the fraction.
    pub people: u64,
    /// Observations for the fraction.
    pub count: u64,
    /// People for percentage and range.
    pub percent_people: u64,
    /// Observations for percentage and range.
    pub percent_count: u64,
    /// What the observations are called: "people", "moves with an outcome".
    pub noun: &'static str,
}

impl Minimum {
    /// The move rate of one week of one cohort.
    pub const WEEK_MOVES: Minimum = Minimum {
        people: 3,
        count: 3,
        percent_people: 5,
        percent_count: 5,
        noun: "people",
    };
    /// The move rate of a sprint or several cohorts.
    pub const SPRINT_MOVES: Minimum = Minimum {
        people: 3,
        count: 0,
        percent_people: 5,
        percent_count: 20,
        noun: "people",
    };
    /// The success rate.
    pub const SUCCESS: Minimum = Minimum {
        people: 0,
        count: 5,
        percent_people: 0,
        percent_count: 10,
        noun: "moves with an outcome",
    };

    /// What two judged: the leader and one peer.
    pub const PAIRS: Minimum = Minimum {
        people: 0,
        count: 5,
        percent_people: 0,
        percent_count: 10,
        noun: "moves judged twice",
    };

    /// What whoever was there answered about moves that were drawn.
    pub const AUDIT: Minimum = Minimum {
        people: 0,
        count: 3,
        percent_people: 0,
        percent_count: 10,
        noun: "answers",
    };

    fn sentence(self) -> String {
        format!(
            "Not shown: fewer than {} {}",
            self.people.max(self.count),
            self.noun
        )
    }
}

/// Decides how `share` of `people` may be shown.
pub fn shown(
    share: Share,
    people: u64,
    interval: Option<Interval>,
    minimum: Minimum,
    thresholds: &[Threshold],
) -> Shown {
    let Some(percent) = percent(share.x, share.n, thresholds) else {
        return Shown::NoData {
            sentence: NO_DATA.to_owned(),
        };
    };
    if people < minimum.people || share.n < minimum.count {
        return Shown::TooFew {
            sentence: minimum.sentence(),
        };
    }
    if people < minimum.percent_people || share.n < minimum.percent_count {
        return Shown::Fraction {
            share,
            text: share.fraction(),
        };
    }
    let decimals = decimals(share.n);
    Shown::Percent {
        share,
        text: format!("{} ({percent}%)", share.fraction()),
        percent,
        interval,
        range: interval.map(|interval| range_text(interval, decimals)),
    }
}

/// "50.7% to 94.2%".
pub fn range_text(interval: Interval, decimals: u32) -> String {
    let end = |value: f64| fixed(value * 100.0, decimals).unwrap_or_default();
    format!("{}% to {}%", end(interval.low), end(interval.high))
}

/// Percentage points with sign: "+15.9 pp", "-0.4 pp", "0.0 pp".
pub fn points_text(points: f64) -> String {
    let text = fixed(points, 1).unwrap_or_default();
    let rises = points > 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    format!("{}{text} pp", if rises { "+" } else { "" })
}

/// Decimals of a percentage of `n`: none below 20.
pub fn decimals(n: u64) -> u32 {
    u32::from(n >= DECIMAL_FROM)
}

fn percent(x: u64, n: u64, thresholds: &[Threshold]) -> Option<String> {
    percent_against(x, n, decimals(n), thresholds)
}
