//! The key numbers of one cohort as tiles, and the move rate by week as a chart.

use firstmove_domain::display::{Minimum, Shown, range_text};
use firstmove_domain::kpi::{self, MoveRate, ShownScore, WeekRow};
use firstmove_paper::chart::{Band, Rate, Spark, Trend, TrendPoint, Width};

use crate::dashboard::facts::Facts;

/// A tile.
pub struct Tile {
    /// "Move rate".
    pub name: &'static str,
    /// "34", or what stands for it.
    pub big: String,
    /// " of 39 (87%)".
    pub small: String,
    /// The small line, as SVG; empty for none.
    pub chart: String,
    /// What it rests on.
    pub hint: String,
    /// Where its rows are.
    pub href: String,
}

/// The tiles and the chart.
pub struct Figures {
    /// Move rate, success rate, feedback quality.
    pub tiles: Vec<Tile>,
    /// "weeks 1 to 6".
    pub span: String,
    /// The chart by week, as SVG; empty before there is anything.
    pub trend: String,
    /// Its table.
    pub table: String,
    /// What one person moves.
    pub caution: String,
}

/// The figures of a cohort.
pub fn figures(facts: &Facts) -> Figures {
    let closed_weeks = facts.cohort.calendar.closed_through(facts.now).min(10);
    let weekly = kpi::by_week(&facts.closed);
    let weekly = &weekly[..weekly.len().min(usize::from(closed_weeks))];
    let drawing = trend(weekly);
    let href = |card: &str| format!("/results?cohort={}#{card}", facts.cohort.id);
    Figures {
        tiles: vec![
            moves(facts, weekly, href("moves")),
            success(facts, weekly, href("success")),
            feedback(facts, href("feedback")),
        ],
        span: match closed_weeks {
            0 => "no week has closed yet".into(),
            1 => "week 1".into(),
            last => format!("weeks 1 to {last}"),
        },
        caution: caution(weekly),
        trend: drawing
            .as_ref()
            .map(|it| it.svg.clone())
            .unwrap_or_default(),
        table: drawing.map(|it| it.table.html()).unwrap_or_default(),
    }
}

/// "34" and " of 39 (87%)"; what may not be shown is said in words.
pub fn big_and_small(shown: &Shown) -> (String, String) {
    match shown {
        Shown::NoData { sentence } | Shown::TooFew { sentence } => {
            ("–".into(), format!(" {sentence}"))
        }
        Shown::Fraction { share, .. } => (share.x.to_string(), format!(" of {}", share.n)),
        Shown::Percent { share, percent, .. } => {
            (share.x.to_string(), format!(" of {} ({percent}%)", share.n))
        }
    }
}

fn moves(facts: &Facts, weekly: &[WeekRow], href: String) -> Tile {
    let rate = kpi::move_rate(&facts.closed);
    let shown = rate.shown();
    let (big, small) = big_and_small(&shown);
    Tile {
        name: "Move rate",
        big,
        small,
        chart: spark(weekly, true),
        hint: moves_hint(&rate, &shown),
        href,
    }
}

/// The target in words, and what the range says about it.
fn moves_hint(rate: &MoveRate, shown: &Shown) -> String {
    match (shown, rate.level(), rate.evidence()) {
        (Shown::Percent { .. }, Some(level), Some(evidence)) => format!(
            "Tried a move in a closed week. Target 80%: {}; {}.",
            level.word(),
            evidence.word()
        ),
        (Shown::NoData { .. }, ..) => "Numbers start when week 1 closes. Target 80%.".into(),
        _ => "Tried a move in a closed week. Target 80%.".into(),
    }
}

fn success(facts: &Facts, weekly: &[WeekRow], href: String) -> Tile {
    let success = kpi::success(&facts.last);
    let (big, small) = big_and_small(&success.shown());
    let open = match success.pending {
        0 => String::new(),
        1 => " One is too early to tell.".into(),
        many => format!(" {many} are too early to tell."),
    };
    Tile {
        name: "Success rate",
        big,
        small,
        chart: spark(weekly, false),
        hint: format!("Met the mark they set beforehand. No target.{open}"),
        href,
    }
}

fn feedback(facts: &Facts, href: String) -> Tile {
    let feedback = kpi::feedback(&facts.sessions);
    let values: Vec<Option<f64>> = feedback
        .by_session
        .iter()
        .map(|session| Some(session.mean.to_f64()))
        .collect();
    let label = format!(
        "{} sessions rated by three people or more",
        feedback.sessions
    );
    let (big, small, hint) = match feedback.shown() {
        ShownScore::NoData { sentence } | ShownScore::TooFew { sentence } => (
            "–".into(),
            format!(" {sentence}"),
            "How useful the sessions were, 1 to 5.".into(),
        ),
        ShownScore::Score { text, range, basis } => (
            text.split(' ').next().unwrap_or_default().to_owned(),
            " of 5".into(),
            format!(
                "Median of {basis}, {} ratings.{}",
                feedback.ratings,
                range
                    .map(|range| format!(" Likely {range}."))
                    .unwrap_or_default()
            ),
        ),
    };
    let chart = match values.is_empty() {
        true => String::new(),
        false => Spark {
            label: &label,
            values,
            scale: (1.0, 5.0),
            target: None,
        }
        .draw(),
    };
    Tile {
        name: "Feedback quality",
        big,
        small,
        chart,
        hint,
        href,
    }
}

fn spark(weekly: &[WeekRow], moves: bool) -> String {
    if weekly.is_empty() {
        return String::new();
    }
    let of = |row: &WeekRow| match moves {
        true => (row.attempted, row.eligible),
        false => (row.succeeded, row.resolved),
    };
    let fewest = match moves {
        true => Minimum::WEEK_MOVES.count,
        false => Minimum::SUCCESS.count,
    };
    let said: Vec<String> = weekly
        .iter()
        .map(|row| match of(row) {
            (x, n) if n >= fewest => format!("week {}: {x} of {n}", row.week),
            _ => format!("week {}: too few to show", row.week),
        })
        .collect();
    let values = weekly
        .iter()
        .map(|row| {
            let (x, n) = of(row);
            (n >= fewest).then(|| x as f64 / n as f64)
        })
        .collect();
    Spark {
        label: &said.join(", "),
        values,
        scale: (0.0, 1.0),
        target: moves.then_some(0.8),
    }
    .draw()
}

/// The move rate by closed week with its band; none before a week has closed.
fn trend(weekly: &[WeekRow]) -> Option<firstmove_paper::chart::Drawing> {
    if weekly.is_empty() {
        return None;
    }
    let points = (1..=10u8)
        .map(|week| {
            let row = weekly.iter().find(|row| row.week == week);
            (week.to_string(), row.map_or(TrendPoint::Ahead, point))
        })
        .collect();
    let chart = Trend {
        id: "trend",
        title: "Share of leaders who tried a move, by week",
        unit: "Week",
        deed: "Tried",
        points,
        target: Some((0.8, "80%")),
        width: Width::Narrow,
    };
    Some(chart.draw())
}

/// A week's rate as a point, if its numbers may be shown.
pub fn point(row: &WeekRow) -> TrendPoint {
    let counts = u32::try_from(row.attempted)
        .ok()
        .zip(u32::try_from(row.eligible).ok());
    let shown = row.shown();
    let band = row.interval.map(|interval| Band {
        low: interval.low,
        high: interval.high,
        words: range_text(interval, 0),
    });
    match (&shown, counts) {
        (Shown::Percent { .. } | Shown::Fraction { .. }, Some((part, whole))) => {
            TrendPoint::Shown(Rate {
                part,
                whole,
                // a fraction of few people stands without a range
                band: band.filter(|_| matches!(shown, Shown::Percent { .. })),
            })
        }
        (Shown::NoData { .. }, _) => TrendPoint::Ahead,
        _ => TrendPoint::Hidden,
    }
}

fn caution(weekly: &[WeekRow]) -> String {
    match weekly.iter().map(|row| row.eligible).max() {
        Some(people) if people > 0 => format!(
            "With {people} people, one person moves this by {} points. Read the band, not the dot.",
            (100 + people / 2) / people
        ),
        _ => String::new(),
    }
}
