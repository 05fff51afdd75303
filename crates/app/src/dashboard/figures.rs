//! The key numbers of one cohort as tiles, and the move rate by week as a chart.

use askama::filters::Safe;
use firstmove_domain::display::{Minimum, Shown, range_text};
use firstmove_domain::form::long_day;
use firstmove_domain::kpi::{self, MoveRate, ShownScore, WeekRow};
use firstmove_domain::week::{PRACTICE_WEEKS, Week};
use firstmove_paper::chart::{Band, Rate, Spark, Trend, TrendPoint, Width};
use jiff::Timestamp;

use crate::cohorts::store::Cohort;
use crate::dashboard::facts::Facts;
use crate::dashboard::{capital, weeks_words};

/// A tile.
pub struct Tile {
    /// "Move rate".
    pub name: &'static str,
    /// "34", or what stands for it.
    pub big: String,
    /// " of 39 (87%)", the percentage in a span of its own; or a sentence.
    pub small: Safe<String>,
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
    /// Before week 1 has closed: when the first numbers come.
    pub begin: Option<String>,
    /// "weeks 1 to 6".
    pub span: String,
    /// The chart by week, as SVG; empty before there is anything.
    pub trend: String,
    /// Its table.
    pub table: String,
    /// What one person moves.
    pub caution: String,
}

/// How far the weeks of several groups have closed; of one group both are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The last practice week that has closed in any of them; 0 before the first.
    pub anywhere: u8,
    /// The last that has closed in each of them.
    pub everywhere: u8,
}

impl Closed {
    /// Of these groups, at `now`.
    pub fn of<'a>(cohorts: impl Iterator<Item = &'a Cohort>, now: Timestamp) -> Self {
        let weeks = cohorts.map(|cohort| cohort.calendar.closed_through(now).min(PRACTICE_WEEKS));
        let weeks: Vec<u8> = weeks.collect();
        Self {
            anywhere: weeks.iter().copied().max().unwrap_or(0),
            everywhere: weeks.into_iter().min().unwrap_or(0),
        }
    }

    /// A week's rate as a point, open where some group's week is still to come.
    pub fn point(self, row: &WeekRow) -> TrendPoint {
        match point(row) {
            TrendPoint::Shown(rate) => TrendPoint::Shown(Rate {
                open: row.week > self.everywhere,
                ..rate
            }),
            other => other,
        }
    }

    /// "Weeks 7 and 8": those that have closed in some groups only.
    pub fn open_weeks(self) -> Option<String> {
        let from = self.everywhere + 1;
        match self.anywhere.checked_sub(from)? {
            0 | 1 => Some(capital(&weeks_words(
                &(from..=self.anywhere).collect::<Vec<u8>>(),
            ))),
            _ => Some(format!("Weeks {from} to {}", self.anywhere)),
        }
    }
}

/// The figures of a cohort.
pub fn figures(facts: &Facts) -> Figures {
    let closed_weeks = facts.cohort.calendar.closed_through(facts.now).min(10);
    let by_week = |lines| {
        let mut weekly = kpi::by_week(lines);
        weekly.truncate(usize::from(closed_weeks));
        weekly
    };
    let (weekly, last) = (by_week(&facts.closed), by_week(&facts.last));
    let drawing = trend(&weekly);
    let href = |card: &str| format!("/results?cohort={}#{card}", facts.cohort.id);
    Figures {
        tiles: vec![
            moves(facts, &last, href("moves")),
            success(facts, &last, href("success")),
            feedback(facts, href("feedback")),
        ],
        begin: (closed_weeks == 0).then(|| begin(facts)),
        span: match closed_weeks {
            0 => "no week has closed yet".into(),
            1 => "week 1".into(),
            last => format!("weeks 1 to {last}"),
        },
        caution: caution(&weekly),
        trend: drawing
            .as_ref()
            .map(|it| it.svg.clone())
            .unwrap_or_default(),
        table: drawing.map(|it| it.table.html()).unwrap_or_default(),
    }
}

/// When week 1 closes, in words.
fn begin(facts: &Facts) -> String {
    let calendar = &facts.cohort.calendar;
    let closes = calendar.local_date(calendar.close(Week::FIRST));
    format!(
        "The first numbers come on {}, when week 1 has closed.",
        long_day(closes)
    )
}

/// "34", " of 39" and "(87%)"; what may not be shown is said in words, without a percentage.
pub fn in_three(shown: &Shown) -> (String, String, String) {
    match shown {
        Shown::NoData { sentence } | Shown::TooFew { sentence } => {
            ("–".into(), format!(" {sentence}"), String::new())
        }
        Shown::Fraction { share, .. } => (
            share.x.to_string(),
            format!(" of {}", share.n),
            String::new(),
        ),
        Shown::Percent { share, percent, .. } => (
            share.x.to_string(),
            format!(" of {}", share.n),
            format!("({percent}%)"),
        ),
    }
}

/// What stands big, and what stands small beside it; on a phone the percentage has a line of its own.
fn big_and_small(shown: &Shown) -> (String, Safe<String>) {
    let (big, of, percent) = in_three(shown);
    let small = match percent.is_empty() {
        true => of,
        false => format!("{of} <span class=\"pct\">{percent}</span>"),
    };
    (big, Safe(small))
}

/// The headline has the late reports. What the target goes by are the weeks as they closed.
fn moves(facts: &Facts, weekly: &[WeekRow], href: String) -> Tile {
    let (closed, last) = (kpi::move_rate(&facts.closed), kpi::move_rate(&facts.last));
    let (big, small) = big_and_small(&last.shown());
    Tile {
        name: "Move rate",
        big,
        small,
        chart: spark(weekly, true),
        hint: moves_hint(&closed, &last, facts.is_final()),
        href,
    }
}

/// Which reading stands above, what the other one was, and what the range says about the target.
fn moves_hint(closed: &MoveRate, last: &MoveRate, is_final: bool) -> String {
    let shown = closed.shown();
    let reading = if is_final {
        "Final"
    } else {
        "With late reports"
    };
    let (first, target) = match (closed.share() == last.share(), &shown) {
        (_, Shown::NoData { .. }) => return "Numbers start when week 1 closes. Target 80%.".into(),
        (true, _) => ("Tried a move in a closed week.".into(), "Target 80%"),
        (false, shown) => (
            format!("{reading}. When the weeks closed: {}.", shown.text()),
            "The target of 80% goes by that",
        ),
    };
    match (&shown, closed.level(), closed.evidence()) {
        (Shown::Percent { .. }, Some(level), Some(evidence)) => {
            format!("{first} {target}: {}; {}.", level.word(), evidence.word())
        }
        _ => format!("{first} {target}."),
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
            Safe(format!(" {sentence}")),
            "How useful the sessions were, 1 to 5.".into(),
        ),
        ShownScore::Score { text, range, basis } => (
            text.split(' ').next().unwrap_or_default().to_owned(),
            Safe(" of 5".into()),
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
                open: false,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_that_closed_in_some_groups_only_are_named() {
        let words = |anywhere, everywhere| {
            let closed = Closed {
                anywhere,
                everywhere,
            };
            closed.open_weeks().unwrap_or_default()
        };
        assert_eq!(words(6, 6), "");
        assert_eq!(words(7, 6), "Week 7");
        assert_eq!(words(8, 6), "Weeks 7 and 8");
        assert_eq!(words(9, 6), "Weeks 7 to 9");
    }
}
