//! Intervals of a proportion: Wilson's score interval, and the same with an effective sample size
//! when the observations come in clusters (the same people again and again).

use serde::{Deserialize, Serialize};

use crate::quantile::{Z_95, student_t};

/// A 95% interval; serialises as `[low, high]`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "[f64; 2]", from = "[f64; 2]")]
pub struct Interval {
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl From<Interval> for [f64; 2] {
    fn from(interval: Interval) -> [f64; 2] {
        [interval.low, interval.high]
    }
}

impl From<[f64; 2]> for Interval {
    fn from([low, high]: [f64; 2]) -> Interval {
        Interval { low, high }
    }
}

/// `hits` of `of` observations in one cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// How many counted.
    pub hits: u64,
    /// How many could have; a cluster of none is left out.
    pub of: u64,
}

/// A proportion over clusters; `p` is null without observations, the rest below two clusters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ClusterWilson {
    /// Sum of hits by sum of observations, 0 to 1.
    pub p: Option<f64>,
    /// Design effect, at least 1: how much less an observation tells than an independent one.
    pub deff: Option<f64>,
    /// Effective sample size, need not be whole.
    pub n_eff: Option<f64>,
    /// Wilson's interval at `n_eff`.
    pub ci: Option<Interval>,
}

/// Wilson's 95% score interval of a proportion `p` (0 to 1) from `n` observations, `n` a real
/// number. `None` unless 0 <= p <= 1 and n is positive and finite.
pub fn wilson(p: f64, n: f64) -> Option<Interval> {
    if !(0.0..=1.0).contains(&p) || n <= 0.0 || !n.is_finite() {
        return None;
    }
    let z2 = Z_95 * Z_95;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    // At the ends the limit is the end itself; the subtraction would leave dust.
    Some(Interval {
        low: if p == 0.0 {
            0.0
        } else {
            (centre - half).clamp(0.0, p)
        },
        high: if p == 1.0 {
            1.0
        } else {
            (centre + half).clamp(p, 1.0)
        },
    })
}

/// Wilson's 95% interval of `x` in `n`; `None` for n = 0 or x above n.
pub fn wilson_count(x: u64, n: u64) -> Option<Interval> {
    wilson(x as f64 / n as f64, n as f64)
}

/// Proportion over clusters with a cluster-adjusted Wilson interval: the design effect shrinks
/// the sample size (never below one observation per one), and the ratio of the normal to the t
/// quantile with one degree of freedom less than clusters shrinks it again, in the spirit of Korn
/// and Graubard. With all hits or none the design effect is the mean cluster size.
///
/// Clusters with more hits than observations make every field null.
pub fn cluster_wilson(clusters: &[Cluster]) -> ClusterWilson {
    let mut kept: Vec<Cluster> = clusters
        .iter()
        .copied()
        .filter(|c| c.of > 0 || c.hits > 0)
        .collect();
    // sums of floats depend on their order in the last digit, and people come in any order
    kept.sort_by_key(|cluster| (cluster.of, cluster.hits));
    let hits: u64 = kept.iter().map(|c| c.hits).sum();
    let total: u64 = kept.iter().map(|c| c.of).sum();
    if total == 0 || kept.iter().any(|c| c.hits > c.of) {
        return ClusterWilson::default();
    }
    let (k, n) = (kept.len() as f64, total as f64);
    let p = hits as f64 / n;
    let Some(t) = student_t(0.975, k - 1.0) else {
        return ClusterWilson {
            p: Some(p),
            ..ClusterWilson::default()
        };
    };
    let deff = if hits == 0 || hits == total {
        n / k
    } else {
        // Residuals times the total are whole numbers: y - p m = (y N - Y m) / N.
        let squares: f64 = kept.iter().map(|c| residual(c, hits, total).powi(2)).sum();
        let variance = k / (k - 1.0) * squares / (n * n);
        (variance / (p * (1.0 - p) / n)).max(1.0)
    };
    let n_eff = n / deff * (Z_95 / t).powi(2);
    ClusterWilson {
        p: Some(p),
        deff: Some(deff),
        n_eff: Some(n_eff),
        ci: wilson(p, n_eff),
    }
}

fn residual(cluster: &Cluster, hits: u64, total: u64) -> f64 {
    let (y, m) = (i128::from(cluster.hits), i128::from(cluster.of));
    (y * i128::from(total) - i128::from(hits) * m) as f64 / total as f64
}
