//! A group's numbers as a sponsor reads them: fraction first, range in words, never more than the few allow.

use firstmove_domain::display::Shown;
use firstmove_domain::kpi::{self, Feedback, MoveRate, MoveRates, ShownScore, Success};
use firstmove_paper::chart::{Bar, Drawing, Trend, TrendPoint, Width};

use crate::dashboard::figures::{Closed, in_three};
use crate::dashboard::{capital, number_word};
use crate::results::cards::counted;
use crate::results::feedback::dots;
use crate::sponsor::groups::{FEWEST, Group};

/// One number with its picture and its words.
pub struct Tile {
    /// "Move rate: who tried".
    pub name: &'static str,
    /// "34", or a dash.
    pub big: String,
    /// " of 39".
    pub small: String,
    /// "(87%)"; empty for none.
    pub percent: String,
    /// SVG; empty for none.
    pub chart: String,
    /// Whether the three outcomes are explained under the picture.
    pub legend: bool,
    /// The icon of the word.
    pub icon: &'static str,
    /// "Could be either side of 80%".
    pub word: String,
    /// The range in words, and what else belongs to the number.
    pub hints: Vec<String>,
}

/// Everything on the sheet.
pub struct Figures {
    /// "In six weeks, eight leaders had 39 chances to try a move and took 34."
    pub sentence: String,
    /// "That could be either side of the 80% target."
    pub verdict: String,
    /// Move rate, success rate, feedback quality.
    pub tiles: Vec<Tile>,
    /// The move rate by week.
    pub weeks: Drawing,
    /// What stands behind the numbers, a sentence each.
    pub basis: Vec<String>,
    /// The weeks in which somebody tried, counted in each way: "As the weeks closed", "234 of 296".
    pub ways: Vec<(&'static str, String)>,
}

/// The numbers of a group that may be shown, up to the last closed week.
pub fn figures(group: &Group, closed: Closed) -> Figures {
    let closed_weeks = closed.anywhere;
    let rates = kpi::move_rates(&group.closed, &group.last);
    let rate = &rates.final_;
    let (moves, weeks) = moves(group, &rates, closed);
    let mut basis = vec![made(&rates)];
    if rates.little_verified() {
        basis.push(
            "That is fewer than half of the moves: most rest on the leader\u{2019}s own word."
                .into(),
        );
    }
    if !group.hidden_weeks.is_empty() {
        basis.push(
            "Weeks with fewer than five people, and what would give them away, are in the totals only.".into(),
        );
    }
    if rates.many_excused() {
        basis.push(format!(
            "Many weeks are excused: {}.",
            rates.excused.fraction()
        ));
    }
    Figures {
        sentence: sentence(rate, closed_weeks),
        verdict: against_target(&rates).1,
        tiles: vec![
            moves,
            success(&kpi::success(&group.last)),
            feedback(group, closed_weeks),
        ],
        weeks,
        basis,
        ways: ways(&rates),
    }
}

/// "Leaders made 281 moves in these 249 weeks. 260 were confirmed by somebody else or have something to show." Moves of
/// weeks that do not count are moves too.
fn made(rates: &MoveRates) -> String {
    let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let (made, inside) = (rates.verified_share.n, rates.moves_per_week.x);
    let moves = counted(number(made), "move", "moves");
    let these = match rates.final_.attempted {
        1 => "this one week".to_owned(),
        weeks => format!("these {weeks} weeks"),
    };
    let these = match made == inside {
        true => format!("in {these}"),
        false => format!("{inside} of them in {these}"),
    };
    let confirmed = match rates.verified_share.x {
        0 => "None was confirmed by somebody else or has something to show.".to_owned(),
        1 => "One was confirmed by somebody else or has something to show.".to_owned(),
        many => format!("{many} were confirmed by somebody else or have something to show."),
    };
    match made {
        0 => "Leaders have not tried a move yet.".to_owned(),
        _ if made == inside => format!("Leaders made {moves} {these}. {confirmed}"),
        _ => format!("Leaders made {moves}, {these}. {confirmed}"),
    }
}

/// The number above, and what it would be counted otherwise. The target goes by the weeks as they closed.
fn ways(rates: &MoveRates) -> Vec<(&'static str, String)> {
    let late = rates.closed.share() != rates.final_.share();
    let ways = [
        (true, "The number above", &rates.final_),
        (
            late,
            "As the weeks closed (the target goes by this)",
            &rates.closed,
        ),
        (
            true,
            "Only with a move that was confirmed or can be shown",
            &rates.verified,
        ),
    ];
    let ways = ways.into_iter().filter(|(said, ..)| *said);
    ways.map(|(_, way, rate)| (way, rate.share().fraction()))
        .collect()
}

fn sentence(rate: &MoveRate, weeks: u8) -> String {
    let people = usize::try_from(rate.people).unwrap_or(usize::MAX);
    let weeks = match weeks {
        1 => "one week".to_owned(),
        many => format!("{} weeks", number_word(usize::from(many))),
    };
    format!(
        "In {weeks}, {} leaders had {} chances to try a move and took {}.",
        number_word(people),
        rate.eligible,
        rate.attempted
    )
}

fn moves(group: &Group, rates: &MoveRates, closed: Closed) -> (Tile, Drawing) {
    let shown = rates.final_.shown();
    let (big, small, percent) = in_three(&shown);
    let weekly = kpi::by_week(&group.last);
    let points = (1..=10u8)
        .map(|week| {
            let row = weekly
                .iter()
                .find(|row| row.week == week && week <= closed.anywhere);
            let point = match row {
                Some(_) if group.hidden_weeks.contains(&week) => TrendPoint::Hidden,
                Some(row) => closed.point(row),
                None => TrendPoint::Ahead,
            };
            (week.to_string(), point)
        })
        .collect();
    let drawing = Trend {
        id: "moves",
        title: "Share of leaders who tried a move, by week",
        unit: "Week",
        deed: "Tried",
        points,
        target: Some((0.8, "80%")),
        width: Width::Wide,
    }
    .draw();
    let open = closed.open_weeks();
    let open = open.map(|weeks| format!("{weeks}: not all groups yet."));
    let tile = Tile {
        name: "Move rate: who tried",
        big,
        small,
        percent,
        chart: drawing.svg.clone(),
        legend: false,
        icon: "arrow-left-right",
        word: against_target(rates).0,
        hints: range(&shown).into_iter().chain(open).collect(),
    };
    (tile, drawing)
}

/// How the range stands against the target: as a word beside the number, and as a sentence at the top. The target goes
/// by the weeks as they closed, which is said where late reports would make it another word.
fn against_target(rates: &MoveRates) -> (String, String) {
    let told = |rate: &MoveRate| match rate.shown() {
        Shown::Percent { .. } => rate.evidence(),
        _ => None,
    };
    let (word, sentence) = match told(&rates.closed) {
        Some(kpi::Evidence::Above) => ("above the target of 80%", "that is above the 80% target."),
        Some(kpi::Evidence::Below) => ("below the target of 80%", "that is below the 80% target."),
        Some(kpi::Evidence::Either) => (
            "could be either side of 80%",
            "that could be either side of the 80% target.",
        ),
        None => (
            "too early to compare with the target of 80%",
            "it is too early to compare that with the 80% target.",
        ),
    };
    match told(&rates.closed) == told(&rates.final_) {
        true => (capital(word), capital(sentence)),
        false => (
            format!("As the weeks closed: {word}"),
            format!("As the weeks closed, {sentence}"),
        ),
    }
}

fn range(shown: &Shown) -> Option<String> {
    match shown {
        Shown::Percent {
            range: Some(range), ..
        } => Some(format!("Rates from {range} fit these numbers.")),
        _ => None,
    }
}

fn success(success: &Success) -> Tile {
    let few = (success.clusters.len() as u64) < FEWEST;
    let shown = match (few, success.shown()) {
        (true, Shown::Fraction { .. } | Shown::Percent { .. }) => Shown::TooFew {
            sentence: format!("Not shown: fewer than {FEWEST} people"),
        },
        (_, shown) => shown,
    };
    let (big, small, percent) = in_three(&shown);
    let may = matches!(shown, Shown::Fraction { .. } | Shown::Percent { .. });
    let mut hints: Vec<String> = range(&shown).into_iter().collect();
    if may && success.unresolved > 0 {
        hints.push(match success.unresolved {
            1 => "One had no outcome in time and counts as not met.".into(),
            many => format!("{many} had no outcome in time and count as not met."),
        });
    }
    if may && success.pending > 0 {
        hints.push(format!("Too early to tell: {}.", success.pending));
    }
    Tile {
        name: "Success rate: who met their own mark",
        big,
        small,
        percent,
        chart: if may { bar(success) } else { String::new() },
        legend: may,
        icon: "minus",
        word: "No target. A miss is practice too".into(),
        hints,
    }
}

fn bar(success: &Success) -> String {
    let small = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    Bar {
        id: "outcomes",
        title: "Moves by outcome",
        kinds: ["met", "partly met", "not met"],
        parts: [
            small(success.succeeded),
            small(success.partially),
            small(success.failed + success.unresolved),
        ],
    }
    .draw()
    .svg
}

/// "of weeks 1 to 7": a session is rated until the next one, so those that count may reach beyond the closed weeks.
fn of_weeks(feedback: &Feedback) -> String {
    let weeks = feedback.by_session.iter().map(|session| session.week);
    let (first, last) = (weeks.clone().min(), weeks.max());
    match first.unwrap_or_default() == last.unwrap_or_default() {
        true => format!("of week {}", first.unwrap_or_default()),
        false => format!(
            "of weeks {} to {}",
            first.unwrap_or_default(),
            last.unwrap_or_default()
        ),
    }
}

fn feedback(group: &Group, closed_weeks: u8) -> Tile {
    let feedback = kpi::feedback(&group.sessions);
    let (big, small, hints, chart) = match feedback.shown() {
        ShownScore::NoData { sentence } | ShownScore::TooFew { sentence } => (
            "–".to_owned(),
            format!(" {sentence}"),
            Vec::new(),
            String::new(),
        ),
        ShownScore::Score { text, range, basis } => {
            let mut hints = vec![format!(
                "Median of {basis} {}, {} ratings.",
                of_weeks(&feedback),
                feedback.ratings
            )];
            hints.extend(range.map(|range| format!("Scores from {range} fit these numbers.")));
            let big = text.split(' ').next().unwrap_or_default().to_owned();
            let chart = dots(&feedback, 1, closed_weeks, None).svg;
            (big, " of 5".to_owned(), hints, chart)
        }
    };
    Tile {
        name: "Feedback quality",
        big,
        small,
        percent: String::new(),
        chart,
        legend: false,
        icon: "messages-square",
        word: "How useful sessions felt".into(),
        hints,
    }
}
