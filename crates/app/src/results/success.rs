//! The card of the success rate, and the moves by skill. MEASUREMENT.md 1.2.

use std::collections::BTreeMap;

use firstmove_domain::display::{Minimum, Share, Shown, shown};
use firstmove_domain::kpi::{self, Success};
use firstmove_domain::line::Counted;
use firstmove_domain::skill::skill;
use firstmove_domain::status::Class;
use firstmove_paper::chart::{PartColumn, Stacked};

use crate::dashboard::capital;
use crate::frame::Mark;
use crate::results::agreement::by_peers;
use crate::results::cards::{Card, Fact, Picture, counted, fact, headline, range};
use crate::results::reading::Reading;

/// One skill's row.
pub struct SkillRow {
    /// Its name.
    pub name: String,
    /// How many moves it got.
    pub moves: u64,
    /// How many of them met their mark, as far as it may be shown.
    pub met: String,
    /// The success card for this skill.
    pub href: String,
    /// Whether it is the chosen one.
    pub current: bool,
}

/// Whether an attempt is of the chosen skill.
pub fn chosen(reading: &Reading, attempt: &Counted) -> bool {
    reading
        .skill
        .is_none_or(|skill| attempt.skill.as_deref() == Some(skill.key))
}

/// The card.
pub fn card(reading: &Reading) -> Card {
    let success = kpi::success_of(reading.lines(), |one| chosen(reading, one));
    let figure = success.shown();
    let may = matches!(figure, Shown::Percent { .. } | Shown::Fraction { .. });
    let attempts = usize::try_from(success.attempts()).unwrap_or(usize::MAX);
    let moves = counted(attempts, "move", "moves");
    Card {
        id: "success",
        name: "Success rate",
        hint: match reading.skill {
            Some(skill) => format!("{moves}, {} only", skill.name),
            None => moves,
        },
        headline: headline(&figure, "met the mark set beforehand"),
        rest: rest(&figure, &success),
        chart: may.then(|| picture(reading)),
        too_few: (
            figure.text().to_owned(),
            "A share of so few says little. Each move is still in the rows.",
        ),
        facts: if may { facts(reading, &success) } else { Vec::new() },
        looks: if may { looks(reading, &success) } else { Vec::new() },
        method: vec![
            "Moves that met every criterion written before the first try, divided by all moves with an \
             outcome. A partly met move gets no half credit.".to_owned(),
            "A move without an outcome 7 days after it was due counts as not successful. The rate of those with an \
             outcome so far leaves it out.".to_owned(),
            "A move counts in the week it was done, not the week it was reported. Weeks with fewer than 5 \
             outcomes are not drawn.".to_owned(),
        ],
        rows: reading.rows("success"),
    }
}

/// What the range says, that there is no target, and how many are still to come: the rate is provisional until then.
fn rest(figure: &Shown, success: &Success) -> String {
    let pending = match success.pending {
        0 => String::new(),
        many => format!("; {many} too early to tell"),
    };
    let range = range(figure);
    let range = range.trim_end().trim_end_matches('.');
    let and = if range.is_empty() { "" } else { ". " };
    format!(
        "{range}{}{and}There is no target: easy marks would be the quickest way up.",
        if range.is_empty() { "" } else { &pending }
    )
}

fn picture(reading: &Reading) -> Picture {
    let attempts = || {
        reading
            .lines()
            .iter()
            .flat_map(|line| &line.attempts)
            .filter(|one| chosen(reading, one))
    };
    let latest = attempts().filter_map(|one| one.week).max().unwrap_or(0);
    let last = latest.max(reading.closed_weeks).min(reading.weeks.1);
    let mut columns: Vec<PartColumn> = (reading.weeks.0..=last)
        .map(|week| {
            let of_week = || attempts().filter(|one| one.week == Some(week));
            let count = |class: Class| {
                let count = of_week().filter(|one| one.class == class).count();
                u32::try_from(count).unwrap_or(u32::MAX)
            };
            let resolved = of_week().filter(|one| one.class.is_resolved()).count() as u64;
            let parts = [Class::Succeeded, Class::Partially, Class::Failed].map(count);
            PartColumn {
                label: week.to_string(),
                parts: (resolved == 0 || resolved >= Minimum::SUCCESS.count).then_some(parts),
            }
        })
        .collect();
    // a week that is still open stands there once it has something to show
    let closed = reading.shown_weeks().count().max(1);
    while columns.len() > closed && columns.last().is_some_and(|last| shows_nothing(last.parts)) {
        columns.pop();
    }
    let stacked = Stacked {
        id: "chart-success",
        title: "Moves by outcome and week",
        unit: "Week",
        kinds: ["Met", "Partly", "Not met"],
        columns,
    };
    Picture {
        legend: &[Mark::Met, Mark::Partly, Mark::NotMet],
        in_table: stacked.leaves_numbers_out(),
        ..Picture::new(stacked.draw(), "success", reading)
    }
}

fn shows_nothing(parts: Option<[u32; 3]>) -> bool {
    parts.is_none_or(|parts| parts == [0; 3])
}

fn facts(reading: &Reading, success: &Success) -> Vec<Fact> {
    let people = success.clusters.len() as u64;
    let part = |share: Share| {
        shown(share, people, None, Minimum::SUCCESS, &[])
            .text()
            .to_owned()
    };
    // beside the leaders' own rate stand their peers' and how much people dared
    let mut facts: Vec<Fact> = by_peers(reading)
        .filter(|_| reading.skill.is_none())
        .into_iter()
        .collect();
    facts.extend(
        stretch(reading).map(|mean| fact(mean, "mean stretch, as called beforehand, 1 to 5")),
    );
    facts.extend([
        fact(
            part(success.running()),
            "met their mark, of those with an outcome so far",
        ),
        fact(
            part(success.rate()),
            "the same, where no outcome in time counts as not met",
        ),
        fact(part(success.progress()), "met or partly met"),
        fact(success.unresolved.to_string(), "without an outcome in time"),
    ]);
    if let Some((low, high)) = success.bounds() {
        facts.push(fact(
            format!("{} too early to tell{}", success.pending, pending(reading)),
            format!(
                "once they are told, the rate lies between {} and {}",
                part(low),
                part(high)
            ),
        ));
    }
    // distinct moves are counted over all skills
    let again = match reading.skill {
        None => success
            .attempts()
            .saturating_sub(kpi::distinct_moves(reading.lines())),
        Some(_) => 0,
    };
    if again > 0 {
        facts.push(fact(
            again.to_string(),
            "were another try of a move that counts already; each try counts",
        ));
    }
    if success.no_criterion > 0 {
        facts.push(fact(
            success.no_criterion_share().fraction(),
            "had no mark set beforehand and count in no rate",
        ));
    }
    let trend = kpi::success_trend(&reading.last, reading.stage());
    if reading.skill.is_none() {
        facts.push(fact(capital(&trend.text), ""));
    }
    facts
}

/// " (week 5: 2, week 6: 1)": the weeks whose shares are not settled yet.
fn pending(reading: &Reading) -> String {
    let mut weeks: BTreeMap<u8, u32> = BTreeMap::new();
    for one in reading.lines().iter().flat_map(|line| &line.attempts) {
        if one.class == Class::Pending && chosen(reading, one) {
            *weeks.entry(one.week.unwrap_or_default()).or_default() += 1;
        }
    }
    let said: Vec<String> = weeks
        .iter()
        .map(|(week, count)| match week {
            0 => format!("in a pause: {count}"),
            week => format!("week {week}: {count}"),
        })
        .collect();
    format!(" ({})", said.join(", "))
}

/// The mean stretch with one decimal, of five moves or more.
fn stretch(reading: &Reading) -> Option<String> {
    let called: Vec<u64> = reading
        .lines()
        .iter()
        .flat_map(|line| &line.attempts)
        .filter(|one| chosen(reading, one))
        .filter_map(|one| one.stretch.map(u64::from))
        .collect();
    let count = called.len() as u64;
    if count < Minimum::SUCCESS.count {
        return None;
    }
    // halves are rounded up, in whole tenths
    let tenths = (20 * called.iter().sum::<u64>() + count) / (2 * count);
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

fn looks(reading: &Reading, success: &Success) -> Vec<String> {
    let trend = kpi::success_trend(&reading.last, reading.stage());
    success
        .flags(&trend, kpi::stretch_slope(&reading.last))
        .into_iter()
        .map(|flag| flag.sentence().to_owned())
        .collect()
}

/// How many moves each skill got, the most first. There is no move rate by skill: people choose it.
pub fn skills(reading: &Reading) -> Vec<SkillRow> {
    let mut counts: Vec<(String, u64)> = kpi::moves_by_skill(reading.lines()).into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts
        .into_iter()
        .map(|(key, moves)| {
            let of_it = |one: &Counted| one.skill.as_deref() == Some(key.as_str());
            SkillRow {
                name: skill(&key).map_or_else(|| key.clone(), |skill| skill.name.to_owned()),
                moves,
                met: kpi::success_of(reading.lines(), of_it)
                    .shown()
                    .text()
                    .to_owned(),
                href: format!("{}#success", reading.href("/results", &[("skill", &key)])),
                current: reading.skill.is_some_and(|skill| skill.key == key),
            }
        })
        .collect()
}
