//! Success Rate: of the attempts with criteria set beforehand, how many met them all?
//! MEASUREMENT.md 1.2. The unit is the attempt. There is no target.

use super::Clusters;
use super::trend::{Trend, TrendWord};
use crate::display::{Minimum, Share, Shown, TARGET, shown};
use crate::status::{Class, Counted, Line};
use firstmove_stats::{Cluster, Interval, cluster_wilson, pct1_against};
use serde::Serialize;

/// Attempts by what they count for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Success {
    /// All criteria met.
    pub succeeded: u64,
    /// Partly met; never called success, no half credit.
    pub partially: u64,
    /// Not met.
    pub failed: u64,
    /// Outcome still open.
    pub pending: u64,
    /// Overdue: counts as not successful.
    pub unresolved: u64,
    /// Without criteria beforehand: in no rate.
    pub no_criterion: u64,
    /// Succeeded, partially, failed and unresolved: the denominator.
    pub resolved: u64,
    /// Percent without sign of `succeeded` in `resolved`; none of nothing.
    pub display: Option<String>,
    /// 95%, persons as clusters, 0 to 1; none for fewer than two people.
    pub interval: Option<Interval>,
    /// By person: successes of resolved attempts.
    #[serde(skip)]
    pub clusters: Vec<Cluster>,
}

/// Something about the rate that needs a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessFlag {
    /// 95% and more of at least 20.
    TooEasy,
    /// 25% and less of at least 20.
    TooHard,
    /// More success, smaller moves.
    EasierMoves,
}

impl SuccessFlag {
    /// What is written.
    pub fn sentence(self) -> &'static str {
        match self {
            SuccessFlag::TooEasy => "Criteria may be too easy.",
            SuccessFlag::TooHard => "Do the criteria fit, is there enough support?",
            SuccessFlag::EasierMoves => "Success rises while stretch falls: easier moves?",
        }
    }
}

impl Success {
    /// Every attempt, whatever it counts for.
    pub fn attempts(&self) -> u64 {
        self.resolved + self.pending + self.no_criterion
    }

    /// The rate: successes of all resolved attempts, the overdue ones among them.
    pub fn rate(&self) -> Share {
        Share::new(self.succeeded, self.resolved)
    }

    /// The running rate: successes of attempts with an outcome.
    pub fn running(&self) -> Share {
        Share::new(
            self.succeeded,
            self.succeeded + self.partially + self.failed,
        )
    }

    /// Success or part of it, of all resolved attempts.
    pub fn progress(&self) -> Share {
        Share::new(self.succeeded + self.partially, self.resolved)
    }

    /// Success or part of it, of attempts with an outcome.
    pub fn running_progress(&self) -> Share {
        Share::new(self.succeeded + self.partially, self.running().n)
    }

    /// The lowest and highest rate that the pending attempts can still lead to; none if none is
    /// pending.
    pub fn bounds(&self) -> Option<(Share, Share)> {
        let all = self.resolved + self.pending;
        let bounds = (
            Share::new(self.succeeded, all),
            Share::new(self.succeeded + self.pending, all),
        );
        (self.pending > 0).then_some(bounds)
    }

    /// Attempts without criteria beforehand, of all.
    pub fn no_criterion_share(&self) -> Share {
        Share::new(self.no_criterion, self.attempts())
    }

    /// How the rate may be shown.
    pub fn shown(&self) -> Shown {
        shown(
            self.rate(),
            self.clusters.len() as u64,
            self.interval,
            Minimum::SUCCESS,
            &[],
        )
    }

    /// What needs a second look; `trend` and the slope of the stretch as in [`super::trend`].
    pub fn flags(&self, trend: &Trend, stretch_slope: Option<f64>) -> Vec<SuccessFlag> {
        let mut flags = Vec::new();
        if self.resolved >= 20 && 20 * self.succeeded >= 19 * self.resolved {
            flags.push(SuccessFlag::TooEasy);
        }
        if self.resolved >= 20 && 4 * self.succeeded <= self.resolved {
            flags.push(SuccessFlag::TooHard);
        }
        if trend.word == TrendWord::Rising && stretch_slope.is_some_and(|slope| slope < -0.05) {
            flags.push(SuccessFlag::EasierMoves);
        }
        flags
    }
}

/// The success of all attempts of these lines.
pub fn success(lines: &[Line]) -> Success {
    success_of(lines, |_| true)
}

/// The success of the attempts that `keep` keeps: one skill's, one week's.
pub fn success_of(lines: &[Line], keep: impl Fn(&Counted) -> bool) -> Success {
    let mut clusters = Clusters::default();
    let mut counts = [0u64; 6];
    for line in lines {
        for attempt in line.attempts.iter().filter(|attempt| keep(attempt)) {
            counts[attempt.class as usize] += 1;
            if attempt.class.is_resolved() {
                clusters.add(
                    &line.person,
                    u64::from(attempt.class == Class::Succeeded),
                    1,
                );
            }
        }
    }
    let count = |class: Class| counts[class as usize];
    let clusters = clusters.list();
    let resolved = clusters.iter().map(|one| one.of).sum();
    Success {
        succeeded: count(Class::Succeeded),
        partially: count(Class::Partially),
        failed: count(Class::Failed),
        pending: count(Class::Pending),
        unresolved: count(Class::Unresolved),
        no_criterion: count(Class::NoCriterion),
        resolved,
        display: pct1_against(count(Class::Succeeded), resolved, &[TARGET]),
        interval: cluster_wilson(&clusters).ci,
        clusters,
    }
}
