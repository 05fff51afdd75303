//! The numbers of the practice, on lines of statuses: it does not matter whether a line was derived
//! from a history or read from a sheet. MEASUREMENT.md 1.
//!
//! Every roll-up is a ratio of sums: a cohort, a skill, a programme is the slice of lines (or of
//! their attempts) that the caller hands in. Lines of the same person are one cluster.

mod audit;
mod feedback;
mod moves;
mod quality;
mod success;
mod trend;

pub use audit::Audit;
pub use feedback::{
    Answered, Feedback, RATERS, SessionMean, SessionRatings, ShownScore, feedback, few_answers,
    response, session_text,
};
pub use moves::{
    Evidence, Level, MoveRate, MoveRates, WeekRow, by_week, cohorts_as_clusters, move_rate,
    move_rates,
};
pub use quality::{Agreement, Quality, agreement, distinct_moves, moves_by_skill, quality};
pub use success::{Success, SuccessFlag, success, success_of};
pub use trend::{
    Stage, Trend, TrendWord, feedback_trend, moves_trend, stretch_slope, success_trend,
};

use firstmove_stats::Cluster;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The three figures of a cohort, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The move rate.
    Moves,
    /// The success rate.
    Success,
    /// Feedback quality.
    Feedback,
}

impl Figure {
    /// All of them, in the order of the pages.
    pub const ALL: [Figure; 3] = [Figure::Moves, Figure::Success, Figure::Feedback];

    /// The key in the database, in forms and in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Figure::Moves => "moves",
            Figure::Success => "success",
            Figure::Feedback => "feedback",
        }
    }

    /// The figure of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Figure> {
        Figure::ALL.into_iter().find(|figure| figure.key() == key)
    }

    /// The figure as pages say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Figure::Moves => "Move rate",
            Figure::Success => "Success rate",
            Figure::Feedback => "Feedback quality",
        }
    }
}

/// Hits and observations by person; people without an observation are no cluster.
#[derive(Default)]
struct Clusters<'a>(BTreeMap<&'a str, (u64, u64)>);

impl<'a> Clusters<'a> {
    fn add(&mut self, person: &'a str, hits: u64, of: u64) {
        if of > 0 {
            let sum = self.0.entry(person).or_default();
            sum.0 += hits;
            sum.1 += of;
        }
    }

    fn list(self) -> Vec<Cluster> {
        self.0
            .into_values()
            .map(|(hits, of)| Cluster { hits, of })
            .collect()
    }
}
