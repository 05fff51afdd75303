//! What the numbers allow to say, by fixed rules; and how far they can be trusted. No word here says that one
//! thing made another happen: nothing on this page could carry it.

use firstmove_domain::display::{MANY_EXCUSED, Minimum, Share, Shown, shown};
use firstmove_domain::kpi::{self, Evidence, ShownScore, TrendWord};
use firstmove_stats::Threshold;

use crate::results::cards::{Fact, fact};
use crate::results::reading::Reading;

/// One thing that can be said, or that cannot.
pub struct Claim {
    /// Whether the numbers carry it.
    pub yes: bool,
    /// The thing in a few words.
    pub what: &'static str,
    /// The figures and the limits.
    pub more: String,
}

/// All claims, in a fixed order.
pub fn claims(reading: &Reading) -> Vec<Claim> {
    let rates = kpi::move_rates(&reading.closed, &reading.last);
    let mut claims = Vec::new();
    let mut say = |yes, what, more: String| claims.push(Claim { yes, what, more });
    match rates.final_.shown() {
        Shown::Percent { share, .. } | Shown::Fraction { share, .. } if share.x > 0 => say(
            true,
            "Moves were tried.",
            format!(
                "In {} weeks that count. Of all {} moves, {} were confirmed by others or have something to show.",
                share.fraction(),
                rates.verified_share.n,
                rates.verified_share.x
            ),
        ),
        _ => say(false, "Moves:", "too few to speak of.".into()),
    }
    let counts = matches!(rates.closed.shown(), Shown::Percent { .. });
    match rates.closed.evidence().filter(|_| counts) {
        Some(Evidence::Above) => say(
            true,
            "The move rate is above the target of 80%.",
            "The whole range is.".into(),
        ),
        Some(Evidence::Below) => say(
            true,
            "The move rate is below the target of 80%.",
            "The whole range is.".into(),
        ),
        Some(Evidence::Either) => say(
            false,
            "Above or below the target of 80%:",
            "it could be either side.".into(),
        ),
        None => say(
            false,
            "Above or below the target of 80%:",
            "too few chances to tell.".into(),
        ),
    }
    let success = kpi::success(&reading.last);
    match success.shown() {
        Shown::Percent { share, .. } => say(
            true,
            "Marks set beforehand were met.",
            format!("{} by the leaders’ own verdict.", capital_times(share)),
        ),
        _ => say(
            false,
            "Success rate:",
            "too few moves with an outcome for a percentage.".into(),
        ),
    }
    if let ShownScore::Score { text, .. } = kpi::feedback(&reading.sessions).shown() {
        say(
            true,
            "Sessions were rated.",
            format!("The middle one {text}. That says how useful it felt."),
        );
    }
    let trend = kpi::moves_trend(&reading.last, reading.stage());
    let told = matches!(trend.word, TrendWord::Rising | TrendWord::Falling);
    say(told, "Move rate over time:", lower(&trend.text));
    say(
        false,
        "What others see, and what changed at work:",
        "these numbers do not tell.".into(),
    );
    claims
}

fn capital_times(share: Share) -> String {
    format!("{} moves,", share.fraction())
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let rest: String = letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default();
    format!("{}.", rest.trim_end_matches('.'))
}

/// The line on data quality: late, raised, unconfirmed, excused.
pub fn quality(reading: &Reading) -> Vec<Fact> {
    let quality = kpi::quality(&reading.last);
    let rates = kpi::move_rates(&reading.closed, &reading.last);
    let people = reading.people() as u64;
    let part = |share: Share, thresholds: &[Threshold]| {
        shown(share, people, None, Minimum::SPRINT_MOVES, thresholds)
            .text()
            .to_owned()
    };
    let flag = match rates.many_excused() {
        true => "weeks excused: more than 15%, worth a look",
        false => "weeks excused",
    };
    vec![
        fact(part(quality.late, &[]), "reported after the week closed"),
        fact(
            part(quality.upgraded, &[]),
            "outcome raised after the week closed",
        ),
        fact(
            part(quality.unconfirmed, &[]),
            "rest on the leader’s own word alone",
        ),
        fact(part(rates.excused, &[MANY_EXCUSED]), flag),
    ]
}
