//! How far the numbers can be trusted: late, raised and unchecked reports; agreement between a
//! leader's verdict and a peer's. MEASUREMENT.md 0.4 and 1.7.

use crate::display::Share;
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
