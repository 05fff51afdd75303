//! Quantiles and tails of the normal and of Student's t distribution.

use statrs::distribution::{Continuous, ContinuousCDF, StudentsT};
use statrs::function::erf::erfc;

/// The normal quantile of 0.975: half of a two-sided 95% interval, in standard errors.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Two-sided p of a standard normal deviate.
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Student's t quantile: the `t` with P(T <= t) = `p` at `df` degrees of freedom.
/// `None` unless 0 < p < 1 and df > 0.
pub fn student_t(p: f64, df: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let t = StudentsT::new(0.0, 1.0, df).ok()?;
    // The library stops at a coarse root; Newton on its distribution function sharpens it.
    let mut x = t.inverse_cdf(p);
    for _ in 0..4 {
        let density = t.pdf(x);
        if density <= 0.0 {
            break;
        }
        x -= (t.cdf(x) - p) / density;
    }
    x.is_finite().then_some(x)
}
