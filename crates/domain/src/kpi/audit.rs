//! What the weekly samples of checked moves gave: of so many audited, how many were confirmed, contradicted, and without
//! an answer. MEASUREMENT.md 1.7.

use crate::display::{Minimum, Share, Shown, shown};
use firstmove_stats::wilson_count;
use serde::Serialize;

/// The counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// Moves that were drawn.
    pub audited: u64,
    /// Somebody who was there said yes.
    pub confirmed: u64,
    /// They said no.
    pub contradicted: u64,
}

impl Audit {
    /// Nobody answered, or they were not sure, or nobody was there.
    #[must_use]
    pub fn no_answer(&self) -> u64 {
        self.audited
            .saturating_sub(self.confirmed + self.contradicted)
    }

    /// The contradicted ones of those with an answer.
    #[must_use]
    pub fn contradictions(&self) -> Share {
        Share::new(self.contradicted, self.confirmed + self.contradicted)
    }

    /// The same as it may be shown: from three answers on, so that no single one can be known.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let share = self.contradictions();
        shown(
            share,
            0,
            wilson_count(share.x, share.n),
            Minimum::AUDIT,
            &[],
        )
    }

    /// Whether sums may be shown to those who may not know a single answer.
    #[must_use]
    pub fn is_told(&self) -> bool {
        matches!(self.shown(), Shown::Fraction { .. } | Shown::Percent { .. })
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Audit) -> Audit {
        Audit {
            audited: self.audited + other.audited,
            confirmed: self.confirmed + other.confirmed,
            contradicted: self.contradicted + other.contradicted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(audited: u64, confirmed: u64, contradicted: u64) -> Audit {
        Audit {
            audited,
            confirmed,
            contradicted,
        }
    }

    #[test]
    fn two_answers_are_shown_to_nobody_three_as_a_fraction_and_ten_with_their_range() {
        assert!(matches!(of(4, 0, 0).shown(), Shown::NoData { .. }));
        assert!(matches!(of(4, 1, 1).shown(), Shown::TooFew { .. }));
        assert!(!of(4, 1, 1).is_told());
        assert_eq!(of(5, 2, 1).shown().text(), "1 of 3");
        assert_eq!(of(5, 2, 1).no_answer(), 2);
        let Shown::Percent { text, interval, .. } = of(14, 9, 1).shown() else {
            panic!("ten answers are enough")
        };
        assert_eq!(text, "1 of 10 (10%)");
        assert_eq!(interval, wilson_count(1, 10));
    }

    #[test]
    fn groups_together_are_the_sums_of_their_counts() {
        assert_eq!(of(3, 1, 1).plus(of(4, 2, 0)), of(7, 3, 1));
    }
}
