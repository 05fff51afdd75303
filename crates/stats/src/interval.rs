//! The median of means, and its interval by order statistics: no assumption on the distribution.

use serde::Serialize;

use crate::ratio::{Mean, Ratio, median};

/// Below this many values no pair of order statistics covers a median with 95%.
const LEAST: usize = 6;
/// What may be missed on each side.
const TAIL: f64 = 0.025;

/// An interval between the `k`-th smallest and the `k`-th largest value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MedianInterval {
    /// Rank of the limits, counted from each end, from 1.
    pub k: u64,
    /// The `k`-th smallest value.
    pub low: Ratio,
    /// The `k`-th largest value.
    pub high: Ratio,
}

/// The median of group means; null where there is no group or no interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GroupedMedian {
    /// Groups with enough values.
    pub groups: u64,
    /// The exact median of their means; serialises as a number.
    pub median: Option<Ratio>,
    /// `[low, high]`, at least 95%; null under six groups.
    pub ci: Option<[Ratio; 2]>,
    /// Rank of the limits from each end.
    pub k: Option<u64>,
}

/// The largest `k` with P(Bin(n, 1/2) <= k - 1) <= 0.025; `None` when even k = 1 covers too little
/// (n below six).
pub fn median_rank(n: usize) -> Option<u64> {
    if n < LEAST {
        return None;
    }
    // By logarithms, so that 2^-n does not vanish for long series.
    let n = n as f64;
    let (mut log_mass, mut below, mut k) = (-n * std::f64::consts::LN_2, 0.0, 0_u64);
    loop {
        below += log_mass.exp();
        if below > TAIL {
            return Some(k);
        }
        log_mass += ((n - k as f64) / (k as f64 + 1.0)).ln();
        k += 1;
    }
}

/// Distribution-free interval of the median, at least 95%; `None` under six values.
pub fn median_interval(values: &[Ratio]) -> Option<MedianInterval> {
    let k = median_rank(values.len())?;
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = k as usize;
    Some(MedianInterval {
        k,
        low: sorted[rank - 1],
        high: sorted[sorted.len() - rank],
    })
}

/// Median over the means of all groups that hold at least `least` values, with its interval.
pub fn grouped_median(groups: &[Mean], least: u64) -> GroupedMedian {
    let enough = groups.iter().filter(|group| group.count() >= least);
    let means: Vec<Ratio> = enough.filter_map(|group| group.value()).collect();
    let interval = median_interval(&means);
    GroupedMedian {
        groups: means.len() as u64,
        median: median(&means),
        ci: interval.map(|found| [found.low, found.high]),
        k: interval.map(|found| found.k),
    }
}
