//! Numbers as text, rounded half away from zero in integers.
//!
//! A float formatter must never do it: `format!("{:.1}", 6.25)` prints 6.2. Decisions against a
//! threshold are taken on the exact counts, and the text beside a decision never contradicts it.

use crate::ratio::{NotExact, Ratio};

/// More decimals than any two different counts below 10^12 need to be told apart.
const MOST_DECIMALS: u32 = 20;

/// A share that something is held against: `num / den`, such as 4/5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Upper part of the share.
    pub num: u64,
    /// Lower part, not zero.
    pub den: u64,
    /// Only more than the share reaches it, not the share itself.
    pub exclusive: bool,
}

impl Threshold {
    /// The share `num / den` and more.
    pub const fn new(num: u64, den: u64) -> Threshold {
        Threshold {
            num,
            den,
            exclusive: false,
        }
    }

    /// More than the share `num / den`.
    pub const fn above(num: u64, den: u64) -> Threshold {
        Threshold {
            exclusive: true,
            ..Threshold::new(num, den)
        }
    }

    /// Whether `x` of `n` reaches the share, in whole numbers: `den * x >= num * n` (`>` above it).
    /// `None` when `n` is zero: nothing was asked, so nothing is met or missed.
    pub fn met(self, x: u64, n: u64) -> Option<bool> {
        (n > 0).then(|| self.reached(u128::from(x), u128::from(n)))
    }

    fn reached(self, x: u128, n: u128) -> bool {
        let (share, asked) = (u128::from(self.den) * x, u128::from(self.num) * n);
        if self.exclusive {
            share > asked
        } else {
            share >= asked
        }
    }
}

/// Whether `x` of `n` is at least `num / den`: `meets(x, n, 4, 5)` is 5x >= 4n. False for n = 0;
/// use [`Threshold::met`] where "no data" must differ from "not met".
pub fn meets(x: u64, n: u64, num: u64, den: u64) -> bool {
    Threshold::new(num, den).met(x, n).unwrap_or(false)
}

/// `x` of `n` in percent with one decimal and no sign: `56, 71` gives `78.9`; `None` for n = 0.
pub fn pct1(x: u64, n: u64) -> Option<String> {
    percent_display(x, n, 1)
}

/// `x` of `n` in percent with this many decimals, half away from zero; `None` for n = 0.
pub fn percent_display(x: u64, n: u64, decimals: u32) -> Option<String> {
    (n > 0).then(|| units_text(percent_units(x, n, decimals), decimals))
}

/// [`pct1`], with as many more decimals as it takes for the text to lie on the same side of every
/// threshold as the counts do: 1999 of 2500 against 4/5 is `79.96`, not `80.0`.
pub fn pct1_against(x: u64, n: u64, thresholds: &[Threshold]) -> Option<String> {
    percent_against(x, n, 1, thresholds)
}

/// [`percent_display`] from this many decimals upwards, as [`pct1_against`] does from one.
pub fn percent_against(x: u64, n: u64, decimals: u32, thresholds: &[Threshold]) -> Option<String> {
    if n == 0 {
        return None;
    }
    let agrees = |decimals: &u32| {
        let units = percent_units(x, n, *decimals);
        let hundred = 100 * 10_u128.pow(*decimals);
        thresholds
            .iter()
            .all(|t| t.met(x, n) == Some(t.reached(units, hundred)))
    };
    let decimals = (decimals..=MOST_DECIMALS)
        .find(agrees)
        .unwrap_or(MOST_DECIMALS);
    percent_display(x, n, decimals)
}

/// A float with this many decimals, rounded half away from zero as its shortest decimal text
/// reads (2.675 to two decimals is 2.68); negative zero prints as zero.
/// Error: not finite, or beyond 18 digits.
pub fn fixed(value: f64, decimals: u32) -> Result<String, NotExact> {
    Ok(Ratio::from_f64(value)?.display(decimals))
}

/// A p value: three decimals, `<0.001` below that.
pub fn p_display(p: f64) -> String {
    if p < 0.001 {
        return "<0.001".to_owned();
    }
    fixed(p, 3).unwrap_or_default()
}

fn percent_units(x: u64, n: u64, decimals: u32) -> u128 {
    rounded_units(100 * u128::from(x), u128::from(n), decimals)
}

/// `num / den * 10^decimals` to the nearest integer, halves upwards, by long division: no
/// intermediate product grows past ten times `den`.
pub(crate) fn rounded_units(num: u128, den: u128, decimals: u32) -> u128 {
    let (mut units, mut rest) = (num / den, num % den);
    for _ in 0..decimals {
        rest *= 10;
        units = units.saturating_mul(10).saturating_add(rest / den);
        rest %= den;
    }
    units.saturating_add(u128::from(rest >= den - rest))
}

/// Writes `units / 10^decimals`.
pub(crate) fn units_text(units: u128, decimals: u32) -> String {
    if decimals == 0 {
        return units.to_string();
    }
    let width = decimals as usize + 1;
    let mut text = format!("{units:0width$}");
    text.insert(text.len() - decimals as usize, '.');
    text
}
