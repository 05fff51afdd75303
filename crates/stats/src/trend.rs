//! Mantel's trend test of yes/no outcomes over time, stratified: each stratum (one person, say) is
//! compared with itself only, so that a change in who takes part cannot look like a trend.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::quantile::normal_two_sided;

/// Up to this many observations the permutation distribution is counted out.
const EXACT: usize = 40;
/// Points in time so far apart that their sums hardly ever coincide would need more memory than
/// the answer is worth; whole weeks stay below a few thousand.
const MOST_SUMS: usize = 2_000_000;

/// One stratum: when it was observed, and whether the outcome was yes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stratum {
    /// `(time, outcome)`; times are whole weeks (or any other whole step).
    pub points: Vec<(i32, bool)>,
}

/// Result of [`mantel_trend`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MantelTrend {
    /// Sum of the times with a yes.
    #[serde(rename = "T")]
    pub t: f64,
    /// What it would be without trend.
    #[serde(rename = "E")]
    pub e: f64,
    /// Its variance without trend.
    #[serde(rename = "Var")]
    pub var: f64,
    /// Normal deviate; null when the variance is zero.
    pub z: Option<f64>,
    /// Two-sided normal p; null when the variance is zero.
    pub p: Option<f64>,
    /// Share of the arrangements within strata that lie at least as far from `E`; null above 40
    /// observations.
    pub p_exact: Option<f64>,
    /// Slope within strata in percentage points per week; null when the variance is zero.
    pub slope_pp_per_week: Option<f64>,
}

/// Tests for a trend within strata. Strata with one observation or a constant outcome add nothing
/// to the deviation and the variance, though a constant one still holds the slope down.
pub fn mantel_trend(strata: &[Stratum]) -> MantelTrend {
    let sums: Vec<Sums> = strata.iter().filter_map(Sums::of).collect();
    let t: i128 = sums.iter().map(|s| s.wy).sum();
    let e: f64 = sums.iter().map(|s| (s.w * s.y) as f64 / s.n as f64).sum();
    let var: f64 = sums.iter().map(Sums::variance).sum();
    let deviation: f64 = sums.iter().map(Sums::swy).sum();
    let sww: f64 = sums.iter().map(Sums::sww).sum();
    let z = (var > 0.0).then(|| deviation / var.sqrt());
    MantelTrend {
        t: t as f64,
        // the sum of nothing is minus nought
        e: e + 0.0,
        var: var + 0.0,
        z,
        p: z.map(normal_two_sided),
        p_exact: exact_p(strata, &sums),
        slope_pp_per_week: (var > 0.0).then(|| 100.0 * deviation / sww),
    }
}

/// Whole-number sums of one stratum: observations, times, squares, outcomes, times with a yes.
struct Sums {
    n: i128,
    w: i128,
    ww: i128,
    y: i128,
    wy: i128,
}

impl Sums {
    fn of(stratum: &Stratum) -> Option<Sums> {
        let mut sums = Sums {
            n: 0,
            w: 0,
            ww: 0,
            y: 0,
            wy: 0,
        };
        for &(time, outcome) in &stratum.points {
            let (w, y) = (i128::from(time), i128::from(outcome));
            sums.n += 1;
            sums.w += w;
            sums.ww += w * w;
            sums.y += y;
            sums.wy += w * y;
        }
        (sums.n > 0).then_some(sums)
    }

    // The numerators are exact, so that "no spread" is zero and not dust.
    fn sww(&self) -> f64 {
        (self.n * self.ww - self.w * self.w) as f64 / self.n as f64
    }

    fn syy(&self) -> f64 {
        (self.n * self.y - self.y * self.y) as f64 / self.n as f64
    }

    fn swy(&self) -> f64 {
        (self.n * self.wy - self.w * self.y) as f64 / self.n as f64
    }

    fn variance(&self) -> f64 {
        if self.n < 2 {
            0.0
        } else {
            self.sww() * self.syy() / (self.n - 1) as f64
        }
    }
}

/// How many arrangements give which sum of times with a yes.
type Ways = BTreeMap<i64, u64>;

/// The permutation distribution of T is the convolution of those of its strata; counts are exact
/// (at most 2^40 arrangements) and so is the comparison, over the common multiple of the sizes.
fn exact_p(strata: &[Stratum], sums: &[Sums]) -> Option<f64> {
    if strata.iter().map(|s| s.points.len()).sum::<usize>() > EXACT {
        return None;
    }
    let mut all = Ways::from([(0, 1)]);
    for stratum in strata {
        all = convolve(&all, &stratum_ways(stratum)?)?;
    }
    let multiple = sums.iter().map(|s| s.n).fold(1, lcm);
    let expected: i128 = sums.iter().map(|s| multiple / s.n * s.w * s.y).sum();
    let observed: i128 = sums.iter().map(|s| s.wy).sum();
    let distance = |t: i128| (multiple * t - expected).abs();
    let as_far = all
        .iter()
        .filter(|(t, _)| distance(i128::from(**t)) >= distance(observed));
    let far: u64 = as_far.map(|(_, ways)| ways).sum();
    Some(far as f64 / all.values().sum::<u64>() as f64)
}

/// Ways to place a stratum's yeses on its times, by the sum of the chosen times.
fn stratum_ways(stratum: &Stratum) -> Option<Ways> {
    let chosen = stratum.points.iter().filter(|point| point.1).count();
    let mut by_size = vec![Ways::new(); chosen + 1];
    by_size[0].insert(0, 1);
    for &(time, _) in &stratum.points {
        for size in (0..chosen).rev() {
            let smaller = by_size[size].clone();
            for (sum, ways) in smaller {
                *by_size[size + 1].entry(sum + i64::from(time)).or_default() += ways;
            }
        }
        if by_size.iter().map(Ways::len).sum::<usize>() > MOST_SUMS {
            return None;
        }
    }
    by_size.pop()
}

fn convolve(left: &Ways, right: &Ways) -> Option<Ways> {
    let mut product = Ways::new();
    for (a, ways_a) in left {
        for (b, ways_b) in right {
            *product.entry(a + b).or_default() += ways_a * ways_b;
        }
        if product.len() > MOST_SUMS {
            return None;
        }
    }
    Some(product)
}

fn lcm(a: i128, b: i128) -> i128 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a / x * b
}
