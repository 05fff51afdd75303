//! The card of the move rate. MEASUREMENT.md 1.1.

use firstmove_domain::display::{HALF, MANY_EXCUSED, Minimum, Share, Shown, range_text, shown};
use firstmove_domain::kpi::{self, MoveRates};
use firstmove_domain::status::{Line, View};
use firstmove_paper::chart::{Trend, TrendPoint, Width};
use firstmove_stats::Threshold;

use crate::dashboard::capital;
use crate::dashboard::figures::Closed;
use crate::results::cards::{Card, Fact, Picture, counted, fact, headline, range};
use crate::results::reading::Reading;

/// The card.
pub fn card(reading: &Reading) -> Card {
    let rates = kpi::move_rates(&reading.closed, &reading.last);
    let rate = match reading.view {
        View::Closed => &rates.closed,
        View::Final => &rates.final_,
    };
    let figure = rate.shown();
    let may = matches!(figure, Shown::Percent { .. } | Shown::Fraction { .. });
    let weeks = reading.shown_weeks().count();
    Card {
        id: "moves",
        name: "Move rate",
        hint: format!(
            "{}, {}",
            counted(weeks, "week", "weeks"),
            counted(reading.people(), "person", "people")
        ),
        headline: headline(&figure, "chances were taken"),
        rest: format!("{}{}", range(&figure), target(&rates)),
        chart: may.then(|| picture(reading)),
        too_few: (
            figure.text().to_owned(),
            "A rate of so few could be traced back to one person.",
        ),
        facts: if may {
            facts(reading, &rates)
        } else {
            Vec::new()
        },
        looks: if may {
            looks(reading, &rates)
        } else {
            Vec::new()
        },
        method: method(reading),
        rows: reading.rows("moves"),
    }
}

/// What the closed rate says about the target, in words.
fn target(rates: &MoveRates) -> String {
    match (
        rates.closed.shown(),
        rates.closed.level(),
        rates.closed.evidence(),
    ) {
        (Shown::Percent { .. }, Some(level), Some(evidence)) => format!(
            "Target 80%, as the weeks closed: {}, and {} by its range.",
            level.word(),
            evidence.word()
        ),
        _ => "Target 80%.".to_owned(),
    }
}

/// How much of it rests on more than the leaders' own word: the verified share, and the verified rate.
fn verified(rates: &MoveRates) -> [Fact; 2] {
    [
        fact(
            part(rates, rates.verified_share, HALF),
            "of the moves have more behind them than the leader\u{2019}s own word",
        ),
        fact(
            rates.verified.shown().text(),
            "chances were taken, counting those alone",
        ),
    ]
}

/// A share of moves or weeks, as the few people allow.
fn part(rates: &MoveRates, share: Share, threshold: Threshold) -> String {
    let (people, minimum) = (rates.final_.people, Minimum::SPRINT_MOVES);
    shown(share, people, None, minimum, &[threshold])
        .text()
        .to_owned()
}

fn picture(reading: &Reading) -> Picture {
    let weekly = kpi::by_week(reading.lines());
    let closed = closed(reading);
    let points = (reading.weeks.0..=reading.weeks.1)
        .map(|week| {
            let row = weekly
                .iter()
                .find(|row| row.week == week && week <= reading.closed_weeks);
            (
                week.to_string(),
                row.map_or(TrendPoint::Ahead, |row| closed.point(row)),
            )
        })
        .collect();
    let drawing = Trend {
        id: "chart-moves",
        title: "Share of leaders who tried a move, by week",
        unit: "Week",
        deed: "Tried",
        points,
        target: Some((0.8, "80%")),
        width: Width::Wide,
    }
    .draw();
    Picture::new(drawing, "moves", reading)
}

fn closed(reading: &Reading) -> Closed {
    Closed::of(reading.parts.iter().map(|part| &part.cohort), reading.now)
}

fn facts(reading: &Reading, rates: &MoveRates) -> Vec<Fact> {
    let trend = kpi::moves_trend(&reading.last, reading.stage());
    let mut facts = Vec::from(verified(rates));
    facts.extend([
        fact(rates.closed.shown().text(), "as the weeks closed"),
        fact(rates.final_.shown().text(), "with late reports"),
        fact(
            rates.active.shown().text(),
            "among active, excludes people who withdrew",
        ),
        fact(
            rates.excused_as_skipped.shown().text(),
            "if excused weeks counted as skipped",
        ),
        fact(
            rates.moves_per_week.fraction(),
            "moves to weeks that count, with further moves of a week",
        ),
        fact(part(rates, rates.excused, MANY_EXCUSED), "weeks excused"),
        fact(capital(&trend.text), ""),
    ]);
    let embed: u32 = reading.last.iter().map(|line| line.embed).sum();
    if embed > 0 {
        facts.push(fact(
            embed.to_string(),
            "moves in weeks 11 and 12, where none is expected: in no rate",
        ));
    }
    let cohorts: Vec<&[Line]> = reading.parts.iter().map(|part| &part.lines[..]).collect();
    if let Some(interval) = kpi::cohorts_as_clusters(&cohorts) {
        facts.push(fact(
            range_text(interval, 1),
            "range if groups instead of people are counted as one each",
        ));
    }
    facts
}

fn looks(reading: &Reading, rates: &MoveRates) -> Vec<String> {
    let mut looks = Vec::new();
    if let Some(weeks) = closed(reading).open_weeks() {
        looks.push(format!("{weeks}: not all groups yet."));
    }
    if rates.many_excused() {
        looks.push(format!(
            "Many weeks are excused: {}. More than 15% is worth a look.",
            rates.excused.fraction()
        ));
    }
    if rates.little_verified() {
        looks.push(format!(
            "Fewer than half of the moves were confirmed by others or have something to show: {}. Most rest on the leader\u{2019}s own word.",
            rates.verified_share.fraction()
        ));
    }
    looks
}

fn method(reading: &Reading) -> Vec<String> {
    let people = kpi::by_week(reading.lines())
        .iter()
        .map(|row| row.eligible)
        .max()
        .unwrap_or(0);
    let mut method = vec![
        "Weeks in which somebody tried a move, divided by weeks in which somebody could have. Excused \
         weeks are left out. People who withdrew stay in.".to_owned(),
        "More than the leader\u{2019}s own word: a peer judged or confirmed the move, somebody who was there said that it \
         happened, or something is named that shows it.".to_owned(),
        "The band of each week is a Wilson 95% interval. The range for all weeks allows for one person \
         being counted several times.".to_owned(),
        "The trend is tested once, at the week-12 review, inside each person.".to_owned(),
    ];
    let rounded = (100 + people / 2).checked_div(people);
    if let Some(points) = rounded {
        method.push(format!(
            "With {people} people, one person moves a week by {points} points. Read the band, not the dot."
        ));
    }
    if reading.parts.len() > 1 {
        method.push(
            "Of several groups: all tries of all groups, divided by all chances of all groups."
                .to_owned(),
        );
    }
    method
}
