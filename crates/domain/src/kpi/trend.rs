//! Whether a number rises or falls. MEASUREMENT.md 1.6: tested once, on the final data of the
//! week-12 review; before that a chart shows points and no adjective.

use super::feedback::Feedback;
use crate::display::points_text;
use crate::line::numbered;
use crate::status::{Class, Line};
use firstmove_stats::rounding::fixed;
use firstmove_stats::{Ratio, Stratum, mann_kendall, mantel_trend, theil_sen};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Closed weeks it takes to speak of a trend.
const WEEKS: usize = 6;
/// Person-weeks, or resolved attempts, it takes.
const OBSERVATIONS: usize = 30;
/// Valid sessions it takes.
const SESSIONS: u64 = 6;

/// How far the sprint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before the week-12 review: nothing is tested.
    Running,
    /// At the week-12 review and after.
    Review12,
}

/// The word for a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TrendWord {
    /// The review is not there yet.
    NotYet,
    /// Too little for any word.
    TooFew,
    /// p below 0.05, upwards.
    Rising,
    /// p below 0.05, downwards.
    Falling,
    /// Neither.
    NoClear,
}

/// A trend with its word.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// The word.
    pub word: TrendWord,
    /// Per week: percentage points of a rate, scale points of the feedback score.
    pub slope: Option<f64>,
    /// Two-sided; for the method panel only.
    pub p: Option<f64>,
    /// What is written, slope included.
    pub text: String,
}

/// The trend of the move rate over the eligible weeks of these final lines.
pub fn moves_trend(lines: &[Line], stage: Stage) -> Trend {
    let points = lines.iter().flat_map(|line| {
        let weeks = numbered(&line.weeks).filter_map(|(week, status)| Some((week, status?)));
        weeks
            .filter(|(_, status)| status.is_eligible())
            .map(|(week, status)| (line.person.as_str(), i32::from(week), status.is_attempt()))
    });
    stratified(points, stage)
}

/// The trend of the success rate over the resolved attempts of these final lines.
pub fn success_trend(lines: &[Line], stage: Stage) -> Trend {
    let points = lines.iter().flat_map(|line| {
        let resolved = line
            .attempts
            .iter()
            .filter(|attempt| attempt.class.is_resolved());
        resolved.filter_map(|attempt| {
            let week = i32::from(attempt.week?);
            Some((
                line.person.as_str(),
                week,
                attempt.class == Class::Succeeded,
            ))
        })
    });
    stratified(points, stage)
}

/// The trend of the feedback score over the weekly means of the valid sessions.
pub fn feedback_trend(feedback: &Feedback, stage: Stage) -> Trend {
    let mut weeks: BTreeMap<u8, (Ratio, u64)> = BTreeMap::new();
    for session in &feedback.by_session {
        let sum = weeks.entry(session.week).or_insert((Ratio::ZERO, 0));
        *sum = (sum.0.plus(session.mean), sum.1 + 1);
    }
    let series: Vec<(f64, f64)> = weeks
        .into_iter()
        .filter_map(|(week, (sum, count))| Some((f64::from(week), sum.over(count)?.to_f64())))
        .collect();
    let test = mann_kendall(&series.iter().map(|(_, mean)| *mean).collect::<Vec<f64>>());
    let slope = theil_sen(&series);
    let points = |slope: f64| {
        let text = fixed(slope, 2).unwrap_or_default();
        format!("{}{text} points", if slope > 0.0 { "+" } else { "" })
    };
    let enough = feedback.sessions >= SESSIONS;
    // The direction is the test's own: the median slope can be nought where S is not.
    worded(
        stage,
        enough,
        test.p_exact.or(test.p),
        slope,
        test.s.cmp(&0).is_gt(),
        points,
    )
}

/// Least-squares slope of the self-rated stretch, in points per week; none where it has no slope.
pub fn stretch_slope(lines: &[Line]) -> Option<f64> {
    let attempts = lines.iter().flat_map(|line| &line.attempts);
    let points: Vec<(f64, f64)> = attempts
        .filter_map(|one| Some((f64::from(one.week?), f64::from(one.stretch?))))
        .collect();
    let n = points.len() as f64;
    let (sum_x, sum_y) = points
        .iter()
        .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let (mean_x, mean_y) = (sum_x / n, sum_y / n);
    let sxx: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let sxy: f64 = points
        .iter()
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .sum();
    (sxx > 0.0).then(|| sxy / sxx)
}

fn stratified<'a>(points: impl Iterator<Item = (&'a str, i32, bool)>, stage: Stage) -> Trend {
    let mut strata: BTreeMap<&str, Stratum> = BTreeMap::new();
    let (mut weeks, mut count) = (BTreeSet::new(), 0);
    for (person, week, yes) in points {
        strata.entry(person).or_default().points.push((week, yes));
        weeks.insert(week);
        count += 1;
    }
    let test = mantel_trend(&strata.into_values().collect::<Vec<Stratum>>());
    let enough = weeks.len() >= WEEKS && count >= OBSERVATIONS;
    worded(
        stage,
        enough,
        test.p_exact.or(test.p),
        test.slope_pp_per_week,
        test.t > test.e,
        points_text,
    )
}

fn worded(
    stage: Stage,
    enough: bool,
    p: Option<f64>,
    slope: Option<f64>,
    upwards: bool,
    slope_text: impl Fn(f64) -> String,
) -> Trend {
    let word = match (stage, enough, p) {
        (Stage::Running, _, _) => TrendWord::NotYet,
        (Stage::Review12, false, _) => TrendWord::TooFew,
        (Stage::Review12, true, Some(p)) if p < 0.05 && upwards => TrendWord::Rising,
        (Stage::Review12, true, Some(p)) if p < 0.05 => TrendWord::Falling,
        (Stage::Review12, true, _) => TrendWord::NoClear,
    };
    let slope_text = slope.map(|slope| format!("{} per week", slope_text(slope)));
    let with_slope = |word: &str| match &slope_text {
        Some(slope) => format!("{word}, {slope}"),
        None => word.to_owned(),
    };
    let text = match word {
        TrendWord::NotYet => "The trend is tested at the week-12 review.".to_owned(),
        TrendWord::TooFew => "Too little to speak of a trend.".to_owned(),
        TrendWord::Rising => with_slope("rising"),
        TrendWord::Falling => with_slope("falling"),
        TrendWord::NoClear => with_slope("no clear trend"),
    };
    Trend {
        word,
        slope,
        p,
        text,
    }
}
