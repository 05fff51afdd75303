//! Exact fractions: a mean is kept as sum and count, so that 4.15 rounds to 4.2 and not to
//! whichever side the nearest binary number happens to lie on.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::rounding::{rounded_units, units_text};

/// Numerators and denominators stay below this, so that one more decimal digit fits 128 bits.
const LIMIT: i128 = 10_i128.pow(37);
/// From this many decimals on, a number may be a quotient that somebody wrote out.
const WRITTEN_OUT: usize = 13;
/// Up to so many decimals a quotient may have been cut or rounded by hand; with more it is the one that a program wrote.
const BY_HAND: usize = 14;
/// Further decimals of a written-out quotient are not looked at: an f64 between 1 and 8 holds no more.
const MOST_DECIMALS: usize = 15;
/// Further decimals are cut: the shortest text of an f64 from 1 on has no more.
const KEPT_DECIMALS: usize = 17;
/// How far in units of the last place a written-out quotient may be off: one for the cut, one for
/// the binary number it passed through.
const SLACK: i128 = 2;
/// Whole parts longer than this are no measurement.
const MOST_WHOLE_DIGITS: usize = 18;
/// The grid of [`Ratio::plus`] when denominators outgrow 128 bits.
const GRID: i128 = 10_i128.pow(15);

/// An exact fraction in lowest terms with a positive denominator.
///
/// Serialises as a plain number and reads from one by [`Ratio::from_f64`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "f64", try_from = "f64")]
pub struct Ratio {
    num: i128,
    den: i128,
}

/// A number that is not finite, not decimal, or too long to keep exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number that can be kept exactly; write a plain decimal such as 4.5")]
pub struct NotExact;

impl Ratio {
    /// Nought.
    pub const ZERO: Ratio = Ratio { num: 0, den: 1 };

    /// `num / den` in lowest terms; `None` for a zero denominator or parts of 10^37 and more.
    pub fn new(num: i128, den: i128) -> Option<Ratio> {
        if den == 0 || num == i128::MIN || den == i128::MIN {
            return None;
        }
        let divisor = gcd(num.unsigned_abs(), den.unsigned_abs()) as i128 * den.signum();
        let (num, den) = (num / divisor, den / divisor);
        (num.abs() < LIMIT && den < LIMIT).then_some(Ratio { num, den })
    }

    /// A whole number.
    pub fn whole(value: i64) -> Ratio {
        Ratio {
            num: i128::from(value),
            den: 1,
        }
    }

    /// Reads a plain decimal: `4`, `4.5`, `4,5`, `-0.25`; blanks around it are ignored.
    ///
    /// With 13 and more decimals (as when a mean is written out in full, 4.142857142857143) it is the simplest
    /// fraction within two units of the last place (29/7) where that is so simple that it is hardly there by chance:
    /// means survive being written to a sheet and read again, and so does every other number.
    pub fn from_decimal(text: &str) -> Result<Ratio, NotExact> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.len() + decimals.len() == 0 || !plain(whole) || !plain(decimals) {
            return Err(NotExact);
        }
        let whole = whole.trim_start_matches('0');
        if whole.len() > MOST_WHOLE_DIGITS {
            return Err(NotExact);
        }
        let (num, den) =
            quotient(whole, decimals).map_or_else(|| scaled(whole, decimals, KEPT_DECIMALS), Ok)?;
        Ratio::new(if negative { -num } else { num }, den).ok_or(NotExact)
    }

    /// The fraction that the shortest decimal text of `value` names (0.1 is 1/10), read as by
    /// [`Ratio::from_decimal`].
    pub fn from_f64(value: f64) -> Result<Ratio, NotExact> {
        if !value.is_finite() {
            return Err(NotExact);
        }
        Ratio::from_decimal(&format!("{value}"))
    }

    /// The nearest f64.
    pub fn to_f64(self) -> f64 {
        // both are held exactly, so that the quotient is rounded once
        const HELD: i128 = 1 << f64::MANTISSA_DIGITS;
        if self.num.abs() <= HELD && self.den <= HELD {
            return self.num as f64 / self.den as f64;
        }
        let sign = if self.num < 0 { "-" } else { "" };
        let (whole, mut rest) = (self.num.abs() / self.den, self.num.abs() % self.den);
        let mut text = format!("{sign}{whole}.");
        for _ in 0..40 {
            rest *= 10;
            text.push_str(&(rest / self.den).to_string());
            rest %= self.den;
        }
        text.parse().unwrap_or(f64::NAN)
    }

    /// Numerator in lowest terms; carries the sign.
    pub fn numerator(self) -> i128 {
        self.num
    }

    /// Denominator in lowest terms, at least 1.
    pub fn denominator(self) -> i128 {
        self.den
    }

    /// The sum: exact while numerator and denominator stay below 10^37 (any means of counted
    /// ratings do), beyond that to 15 decimals.
    pub fn plus(self, other: Ratio) -> Ratio {
        self.exact_sum(other).unwrap_or_else(|| {
            let num = self.on_grid().saturating_add(other.on_grid());
            Ratio::new(num, GRID).unwrap_or(Ratio {
                num: num.signum() * (LIMIT - 1),
                den: 1,
            })
        })
    }

    /// The quotient by a whole number; `None` for zero.
    pub fn over(self, count: u64) -> Option<Ratio> {
        let count = i128::from(count);
        if count == 0 {
            return None;
        }
        let den = self
            .den
            .checked_mul(count)
            .and_then(|den| Ratio::new(self.num, den));
        Some(den.unwrap_or(Ratio {
            num: self.on_grid() / count,
            den: GRID,
        }))
    }

    /// Text with this many decimals, half away from zero; negative zero prints without its sign.
    pub fn display(self, decimals: u32) -> String {
        let units = rounded_units(self.num.unsigned_abs(), self.den.unsigned_abs(), decimals);
        let sign = if self.num < 0 && units > 0 { "-" } else { "" };
        format!("{sign}{}", units_text(units, decimals))
    }

    fn exact_sum(self, other: Ratio) -> Option<Ratio> {
        let shared = gcd(self.den.unsigned_abs(), other.den.unsigned_abs()) as i128;
        let (left, right) = (other.den / shared, self.den / shared);
        let num = self
            .num
            .checked_mul(left)?
            .checked_add(other.num.checked_mul(right)?)?;
        Ratio::new(num, self.den.checked_mul(left)?)
    }

    fn on_grid(self) -> i128 {
        let fraction = (self.num % self.den) as f64 / self.den as f64;
        let whole = (self.num / self.den).saturating_mul(GRID);
        whole.saturating_add((fraction * GRID as f64).round() as i128)
    }
}

impl Ord for Ratio {
    /// By whole parts, then by the reciprocals of what is left: no product, so no overflow.
    fn cmp(&self, other: &Ratio) -> Ordering {
        let (mut a, mut b) = (*self, *other);
        let mut turned = false;
        let found = loop {
            let (left, right) = (a.num.div_euclid(a.den), b.num.div_euclid(b.den));
            let (rest_a, rest_b) = (a.num.rem_euclid(a.den), b.num.rem_euclid(b.den));
            if left != right {
                break left.cmp(&right);
            }
            if rest_a == 0 || rest_b == 0 {
                break rest_a.cmp(&rest_b);
            }
            (a, b) = (
                Ratio {
                    num: a.den,
                    den: rest_a,
                },
                Ratio {
                    num: b.den,
                    den: rest_b,
                },
            );
            turned = !turned;
        };
        if turned { found.reverse() } else { found }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Ratio> for f64 {
    fn from(value: Ratio) -> f64 {
        value.to_f64()
    }
}

impl From<i64> for Ratio {
    fn from(value: i64) -> Ratio {
        Ratio::whole(value)
    }
}

impl TryFrom<f64> for Ratio {
    type Error = NotExact;

    fn try_from(value: f64) -> Result<Ratio, NotExact> {
        Ratio::from_f64(value)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.num, self.den)
    }
}

/// A mean in the making: the exact sum and how many values it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    sum: Ratio,
    count: u64,
}

impl Default for Mean {
    fn default() -> Mean {
        Mean {
            sum: Ratio::ZERO,
            count: 0,
        }
    }
}

impl Mean {
    /// A mean whose sum and count are known already.
    pub fn of(sum: Ratio, count: u64) -> Mean {
        Mean { sum, count }
    }

    /// Takes one more value in.
    pub fn add(&mut self, value: Ratio) {
        self.sum = self.sum.plus(value);
        self.count += 1;
    }

    /// How many values were taken in.
    pub fn count(self) -> u64 {
        self.count
    }

    /// Their exact sum.
    pub fn sum(self) -> Ratio {
        self.sum
    }

    /// Sum by count; `None` when nothing was taken in.
    pub fn value(self) -> Option<Ratio> {
        self.sum.over(self.count)
    }
}

impl FromIterator<Ratio> for Mean {
    fn from_iter<I: IntoIterator<Item = Ratio>>(values: I) -> Mean {
        let mut mean = Mean::default();
        values.into_iter().for_each(|value| mean.add(value));
        mean
    }
}

/// The exact median; for an even number the mean of the middle two; `None` of nothing.
pub fn median(values: &[Ratio]) -> Option<Ratio> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    sorted[sorted.len() / 2 - 1].plus(upper).over(2)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// The number that whole part and at most so many decimals spell, as numerator and denominator.
fn scaled(whole: &str, decimals: &str, most: usize) -> Result<(i128, i128), NotExact> {
    let decimals = &decimals[..decimals.len().min(most)];
    let num = format!("0{whole}{decimals}")
        .parse()
        .map_err(|_| NotExact)?;
    Ok((num, 10_i128.pow(decimals.len() as u32)))
}

/// The simple quotient that was written out so; none where the number is rather just a number with many decimals.
fn quotient(whole: &str, decimals: &str) -> Option<(i128, i128)> {
    if decimals.len() < WRITTEN_OUT {
        return None;
    }
    let (near, unit) = scaled(whole, decimals, MOST_DECIMALS).ok()?;
    let (num, den) = simplest_between((near - SLACK).max(0), near + SLACK, unit);
    // among all numbers one in a hundred lies this near to a quotient of so small a denominator
    let is_simple = den.checked_mul(den)?.checked_mul(200 * SLACK)? <= unit;
    let written = || format!("{whole}.{decimals}").parse::<f64>().ok();
    let is_it = decimals.len() <= BY_HAND || written() == Ratio::new(num, den).map(Ratio::to_f64);
    (is_simple && is_it).then_some((num, den))
}

/// The fraction with the smallest denominator in `[low/unit, high/unit]`, by continued fractions.
fn simplest_between(low: i128, high: i128, unit: i128) -> (i128, i128) {
    fn step(low: (i128, i128), high: (i128, i128)) -> (i128, i128) {
        let whole = low.0 / low.1;
        if low.0 % low.1 == 0 {
            return (whole, 1);
        }
        if whole < high.0 / high.1 {
            return (whole + 1, 1);
        }
        let rest = step((high.1, high.0 % high.1), (low.1, low.0 % low.1));
        (whole * rest.0 + rest.1, rest.0)
    }
    step((low, unit), (high, unit))
}
