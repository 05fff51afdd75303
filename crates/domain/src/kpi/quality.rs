//! How far the numbers can be trusted: late, raised and unchecked reports; agreement between a
//! leader's verdict and a peer's. MEASUREMENT.md 0.4 and 1.7.

use crate::display::{Minimum, Share, Shown, shown};
use crate::history::Outcome;
use crate::status::Line;
use firstmove_stats::{Kappa, kappa};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The data-quality line of a review, of the final lines' attempts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Quality {
    /// First reported after the week closed.
    pub late: Share,
    /// Outcome raised after the week closed.
    pub upgraded: Share,
    /// Nobody but the leader says so.
    pub unconfirmed: Share,
}

/// The data-quality line.
pub fn quality(lines: &[Line]) -> Quality {
    let mut quality = Quality::default();
    for attempt in lines.iter().flat_map(|line| &line.attempts) {
        let marks = [
            (&mut quality.late, attempt.late),
            (&mut quality.upgraded, attempt.upgraded),
            (&mut quality.unconfirmed, attempt.tier == 0),
        ];
        for (share, marked) in marks {
            share.n += 1;
            share.x += u64::from(marked);
        }
    }
    quality
}

/// How many different moves were made: another try of a move that counts already is none.
pub fn distinct_moves(lines: &[Line]) -> u64 {
    let attempts = || lines.iter().flat_map(|line| &line.attempts);
    let made: BTreeSet<_> = attempts().filter_map(|one| one.experiment).collect();
    let again = |original| made.contains(&original);
    attempts()
        .filter(|one| !one.repeat_of.is_some_and(again))
        .count() as u64
}

/// How many attempts each skill got. People choose the skill, so a move rate by skill would have
/// no denominator.
pub fn moves_by_skill(lines: &[Line]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for attempt in lines.iter().flat_map(|line| &line.attempts) {
        if let Some(skill) = &attempt.skill {
            *counts.entry(skill.clone()).or_default() += 1;
        }
    }
    counts
}

/// The leaders' own verdicts beside their peers' blind ones.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Rows the leader's, columns the peer's: succeeded, partially, failed.
    pub table: [[u64; 3]; 3],
    /// Same verdict.
    pub same: Share,
    /// Cohen's kappa, plain and linearly weighted.
    #[serde(flatten)]
    pub kappa: Kappa,
    /// Success by the leaders' verdict.
    pub self_success: Share,
    /// Success by the peers' verdict.
    pub peer_success: Share,
}

/// From this many pairs on the peers' success rate may stand in for the leaders' own.
const PAIRS_FOR_PEERS: u64 = 30;

impl Agreement {
    /// How many moves were judged twice.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.same.n
    }

    /// A share of the pairs as it may be shown.
    #[must_use]
    pub fn shown(&self, share: Share) -> Shown {
        shown(share, 0, None, Minimum::PAIRS, &[])
    }

    /// Whether there are enough pairs for more than fractions: kappa, and who said what.
    #[must_use]
    pub fn is_told_in_full(&self) -> bool {
        self.pairs() >= Minimum::PAIRS.percent_count
    }

    /// Whether peers find so many fewer marks met that their rate is the one to build on: more than ten points
    /// fewer, of thirty pairs or more.
    #[must_use]
    pub fn prefers_peers(&self) -> bool {
        let fewer = self.self_success.x.saturating_sub(self.peer_success.x);
        self.pairs() >= PAIRS_FOR_PEERS && 10 * fewer > self.pairs()
    }
}

/// Agreement over pairs of (leader's, peer's) verdict; a pair with one too early to tell is none.
pub fn agreement(pairs: &[(Outcome, Outcome)]) -> Agreement {
    let place = |outcome: Outcome| match outcome {
        Outcome::Succeeded => Some(0),
        Outcome::Partially => Some(1),
        Outcome::Failed => Some(2),
        Outcome::TooEarly => None,
    };
    let mut table = [[0u64; 3]; 3];
    for (own, peer) in pairs {
        if let (Some(row), Some(column)) = (place(*own), place(*peer)) {
            table[row][column] += 1;
        }
    }
    let n = table.iter().flatten().sum();
    Agreement {
        same: Share::new((0..3).map(|i| table[i][i]).sum(), n),
        kappa: kappa(&table).unwrap_or_default(),
        self_success: Share::new(table[0].iter().sum(), n),
        peer_success: Share::new(table.iter().map(|row| row[0]).sum(), n),
        table,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Outcome::{Failed, Partially, Succeeded};

    fn of(counts: &[(Outcome, Outcome, usize)]) -> Agreement {
        let each = |(own, peer, many): &(Outcome, Outcome, usize)| vec![(*own, *peer); *many];
        agreement(&counts.iter().flat_map(each).collect::<Vec<_>>())
    }

    #[test]
    fn four_pairs_are_too_few_five_are_a_fraction_and_ten_a_percentage() {
        let many = |n| of(&[(Succeeded, Succeeded, n)]);
        let text = |n| many(n).shown(many(n).same).text().to_owned();
        assert_eq!(text(4), "Not shown: fewer than 5 moves judged twice");
        assert_eq!(text(5), "5 of 5");
        assert!(!many(9).is_told_in_full());
        assert_eq!(text(10), "10 of 10 (100%)");
        assert!(many(10).is_told_in_full());
        assert_eq!(of(&[]).shown(of(&[]).same).text(), "No data yet");
    }

    #[test]
    fn peers_are_preferred_where_they_find_more_than_ten_points_fewer_marks_met() {
        let fewer = |n, met_by_peers| {
            of(&[
                (Succeeded, Succeeded, met_by_peers),
                (Succeeded, Partially, n - met_by_peers),
                (Failed, Failed, 10),
            ])
        };
        assert!(fewer(20, 16).prefers_peers(), "4 of 30");
        assert!(!fewer(20, 17).prefers_peers(), "3 of 30 are ten points");
        assert!(!fewer(19, 10).prefers_peers(), "29 pairs are too few");
    }
}
