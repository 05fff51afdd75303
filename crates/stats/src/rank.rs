//! Trend of a single series by ranks: Mann-Kendall's test and Theil-Sen's slope.

use std::cmp::Ordering;

use serde::Serialize;

use crate::quantile::normal_two_sided;

/// Up to this length, and without ties, the null distribution is counted out.
const EXACT: usize = 10;

/// Mann-Kendall's test of a series against its order in time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MannKendall {
    /// Rising pairs less falling pairs.
    #[serde(rename = "S")]
    pub s: i64,
    /// Kendall's tau-b; null when every value is the same or there are fewer than two.
    pub tau: Option<f64>,
    /// Two-sided exact p: 2 to 10 values without ties, else null.
    pub p_exact: Option<f64>,
    /// Two-sided normal p with tie and continuity correction, where there is no exact one; null
    /// when every value is the same.
    pub p: Option<f64>,
    /// Median of the pairwise slopes per step; null below two values.
    pub theil_sen: Option<f64>,
}

/// Tests whether `values`, one per step in time, tend upwards or downwards.
pub fn mann_kendall(values: &[f64]) -> MannKendall {
    let n = values.len();
    let s = rising_less_falling(values);
    let ties = tie_sizes(values);
    let points: Vec<(f64, f64)> = values
        .iter()
        .enumerate()
        .map(|(i, &y)| (i as f64, y))
        .collect();
    let exact = (2..=EXACT).contains(&n) && ties.is_empty();
    MannKendall {
        s,
        tau: tau_b(s, n, &ties),
        p_exact: exact.then(|| exact_p(s, n)),
        p: if exact { None } else { normal_p(s, n, &ties) },
        theil_sen: theil_sen(&points),
    }
}

/// Theil-Sen's slope: the median of the slopes of all pairs of `(x, y)` with different x; `None`
/// when there is no such pair.
pub fn theil_sen(points: &[(f64, f64)]) -> Option<f64> {
    let mut slopes = Vec::new();
    for (i, a) in points.iter().enumerate() {
        let others = points[i + 1..].iter().filter(|b| b.0 != a.0);
        slopes.extend(others.map(|b| (b.1 - a.1) / (b.0 - a.0)));
    }
    slopes.sort_unstable_by(f64::total_cmp);
    let upper = *slopes.get(slopes.len() / 2)?;
    if slopes.len() % 2 == 1 {
        return Some(upper);
    }
    Some((slopes[slopes.len() / 2 - 1] + upper) / 2.0)
}

fn rising_less_falling(values: &[f64]) -> i64 {
    let mut s = 0;
    for (i, a) in values.iter().enumerate() {
        for b in &values[i + 1..] {
            s += match b.partial_cmp(a) {
                Some(Ordering::Greater) => 1,
                Some(Ordering::Less) => -1,
                _ => 0,
            };
        }
    }
    s
}

/// Sizes of the groups of equal values, those of two and more.
fn tie_sizes(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.filter(|run| run.len() > 1)
        .map(|run| run.len() as f64)
        .collect()
}

fn tau_b(s: i64, n: usize, ties: &[f64]) -> Option<f64> {
    let pairs = |size: f64| size * (size - 1.0) / 2.0;
    let all = pairs(n as f64);
    let untied = all - ties.iter().map(|&size| pairs(size)).sum::<f64>();
    (untied > 0.0).then(|| s as f64 / (all * untied).sqrt())
}

/// Share of all orders of `n` values whose S is at least as far from zero.
fn exact_p(s: i64, n: usize) -> f64 {
    // counts[d]: orders with d falling pairs; each further value adds 0 to its index of them.
    let mut counts = vec![1_u64];
    for size in 2..=n {
        let mut next = vec![0; counts.len() + size - 1];
        for (falling, count) in counts.iter().enumerate() {
            next[falling..falling + size]
                .iter_mut()
                .for_each(|cell| *cell += count);
        }
        counts = next;
    }
    let pairs = counts.len() as i64 - 1;
    let as_far = |falling: usize| (pairs - 2 * falling as i64).abs() >= s.abs();
    let far: u64 = (0..counts.len())
        .filter(|&d| as_far(d))
        .map(|d| counts[d])
        .sum();
    far as f64 / counts.iter().sum::<u64>() as f64
}

fn normal_p(s: i64, n: usize, ties: &[f64]) -> Option<f64> {
    let term = |size: f64| size * (size - 1.0) * (2.0 * size + 5.0);
    let variance = (term(n as f64) - ties.iter().map(|&size| term(size)).sum::<f64>()) / 18.0;
    let distance = (s.abs() - 1).max(0) as f64;
    (variance > 0.0).then(|| normal_two_sided(distance / variance.sqrt()))
}
