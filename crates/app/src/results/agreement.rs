//! The leaders' verdicts beside their peers' blind ones. MEASUREMENT.md 1.7.

use firstmove_domain::display::Shown;
use firstmove_domain::kpi::{self, Agreement};
use firstmove_stats::rounding::fixed;

use crate::results::cards::{Fact, fact};
use crate::results::reading::Reading;

/// The section.
pub struct Both {
    /// The figures; empty where there are too few pairs.
    pub facts: Vec<Fact>,
    /// What stands where there are too few.
    pub too_few: String,
    /// How often each pair of verdicts came up: the leader's, then three counts; empty where there are too few.
    pub table: Vec<(&'static str, [u64; 3])>,
    /// What needs a second look; may be empty.
    pub look: &'static str,
}

impl Both {
    /// The section of a page of results.
    pub fn of(reading: &Reading) -> Both {
        let agreement = kpi::agreement(&reading.pairs);
        let same = agreement.shown(agreement.same);
        let may = matches!(same, Shown::Fraction { .. } | Shown::Percent { .. });
        let in_full = agreement.is_told_in_full();
        Both {
            facts: match may {
                true => facts(&agreement),
                false => Vec::new(),
            },
            too_few: same.text().to_owned(),
            table: match in_full {
                true => ["Met it", "Partly", "Not met"]
                    .into_iter()
                    .zip(agreement.table)
                    .collect(),
                false => Vec::new(),
            },
            look: match agreement.prefers_peers() {
                true => {
                    "Peers find so many fewer marks met that their rate is the one to build on."
                }
                false => "",
            },
        }
    }
}

/// What peers say of success, beside the leaders' own rate; none where there are too few.
pub fn by_peers(reading: &Reading) -> Option<Fact> {
    let agreement = kpi::agreement(&reading.pairs);
    match agreement.shown(agreement.peer_success) {
        Shown::NoData { .. } | Shown::TooFew { .. } => None,
        shown => Some(fact(
            shown.text(),
            "met the mark by a peer\u{2019}s blind verdict, of the moves that one judged",
        )),
    }
}

fn facts(agreement: &Agreement) -> Vec<Fact> {
    let text = |share| agreement.shown(share).text().to_owned();
    let mut facts = vec![
        fact(text(agreement.same), "same verdict by leader and peer"),
        fact(
            text(agreement.self_success),
            "met, by the leaders themselves",
        ),
        fact(text(agreement.peer_success), "met, by their peers"),
    ];
    if agreement.is_told_in_full() {
        let kappa = [
            (agreement.kappa.kappa, "agreement beyond chance (kappa)"),
            (
                agreement.kappa.weighted_linear,
                "the same, where a near miss counts half (weighted kappa)",
            ),
        ];
        let known = kappa
            .into_iter()
            .filter_map(|(value, words)| Some((fixed(value?, 2).ok()?, words)));
        facts.extend(known.map(|(figure, words)| fact(figure, words)));
    }
    facts
}
