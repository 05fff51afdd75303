//! The leaders' verdicts beside their peers' blind ones. MEASUREMENT.md 1.7.

use firstmove_domain::display::Shown;
use firstmove_domain::kpi::{self, Agreement};
use firstmove_stats::rounding::fixed;

use crate::results::cards::{Fact, fact};
use crate::results::reading::Reading;

/// How the agreement beyond chance is computed.
pub const METHOD: [&str; 2] = [
    "Two people who judge by the toss of a coin agree now and then as well. Cohen\u{2019}s kappa takes that out: 0 is what \
     chance alone would give, 1 is always the same verdict.",
    "Where a near miss counts half, it is the linear-weighted kappa: met and partly are half as far apart as met and not met.",
];

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
        fact(text(agreement.same), "Same verdict by leader and peer"),
        fact(
            text(agreement.self_success),
            "Met their mark, as the leaders judged",
        ),
        fact(
            text(agreement.peer_success),
            "Met their mark, as their peers judged",
        ),
    ];
    if agreement.is_told_in_full() {
        let kappa = &agreement.kappa;
        let near = ", where a near miss counts half";
        for (value, only) in [(kappa.kappa, ""), (kappa.weighted_linear, near)] {
            let text = value.and_then(|value| fixed(value, 2).ok());
            facts.extend(text.map(|text| beyond_chance(&text, only)));
        }
    }
    facts
}

/// "0.75", "Agreement beyond chance (1 is full)".
fn beyond_chance(kappa: &str, only: &str) -> Fact {
    let (kappa, scale) = match kappa {
        "0.00" | "-0.00" => ("0.00", "0 is what chance gives, 1 is full"),
        below if below.starts_with('-') => (below, "below 0 is less than chance gives"),
        above => (above, "1 is full"),
    };
    fact(kappa, format!("Agreement beyond chance{only} ({scale})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_two_agree_is_told_against_chance_in_plain_words() {
        let told = |kappa, only| {
            let fact = beyond_chance(kappa, only);
            format!("{}: {}", fact.figure, fact.words)
        };
        let name = "Agreement beyond chance";
        assert_eq!(told("0.75", ""), format!("0.75: {name} (1 is full)"));
        assert_eq!(
            told("1.00", ", too"),
            format!("1.00: {name}, too (1 is full)")
        );
        assert_eq!(
            told("-0.20", ""),
            format!("-0.20: {name} (below 0 is less than chance gives)")
        );
        assert_eq!(
            told("-0.00", ""),
            format!("0.00: {name} (0 is what chance gives, 1 is full)")
        );
    }
}
