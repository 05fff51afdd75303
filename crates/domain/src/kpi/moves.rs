//! Leadership Move Rate: in what share of the weeks in which people could have practised did they
//! make a move? MEASUREMENT.md 1.1.

use super::Clusters;
use crate::display::{HALF, MANY_EXCUSED, Minimum, RED_BELOW, Share, Shown, TARGET, shown};
use crate::line::{Counted, numbered};
use crate::status::{Class, Line, Status};
use firstmove_stats::{Cluster, Interval, cluster_wilson, pct1_against, wilson_count};
use serde::Serialize;

/// A move rate over person-weeks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MoveRate {
    /// Person-weeks with an attempt.
    pub attempted: u64,
    /// Person-weeks in which one could have been made.
    pub eligible: u64,
    /// People with at least one such week.
    pub people: u64,
    /// By person: attempts of eligible weeks.
    #[serde(skip)]
    pub clusters: Vec<Cluster>,
    /// 95%, persons as clusters, 0 to 1; none for fewer than two people.
    pub interval: Option<Interval>,
    /// 5 x attempted >= 4 x eligible; none where nothing was eligible.
    pub target_met: Option<bool>,
    /// Percent without sign, with as many decimals as agree with the target; none of nothing.
    pub display: Option<String>,
}

/// Colour of the closed rate, always beside its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// At least 80%.
    Green,
    /// 70% to below 80%.
    Amber,
    /// Below 70%.
    Red,
}

impl Level {
    /// What is written beside the colour.
    pub fn word(self) -> &'static str {
        match self {
            Level::Green => "on target",
            Level::Amber => "just under target",
            Level::Red => "well under target",
        }
    }
}

/// What the interval says about the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The whole interval is at least 80%.
    Above,
    /// The whole interval is below 80%.
    Below,
    /// With 6-10 people almost always.
    Either,
}

impl Evidence {
    /// What is written.
    pub fn word(self) -> &'static str {
        match self {
            Evidence::Above => "above target",
            Evidence::Below => "below target",
            Evidence::Either => "could be either side",
        }
    }
}

impl MoveRate {
    fn of(clusters: Vec<Cluster>) -> MoveRate {
        let attempted = clusters.iter().map(|one| one.hits).sum();
        let eligible = clusters.iter().map(|one| one.of).sum();
        MoveRate {
            attempted,
            eligible,
            people: clusters.len() as u64,
            interval: cluster_wilson(&clusters).ci,
            target_met: TARGET.met(attempted, eligible),
            display: pct1_against(attempted, eligible, &[TARGET]),
            clusters,
        }
    }

    /// The counts.
    pub fn share(&self) -> Share {
        Share::new(self.attempted, self.eligible)
    }

    /// How it may be shown for a sprint or several cohorts.
    pub fn shown(&self) -> Shown {
        shown(
            self.share(),
            self.people,
            self.interval,
            Minimum::SPRINT_MOVES,
            &[TARGET, RED_BELOW],
        )
    }

    /// The colour; none of nothing. On the closed rate.
    pub fn level(&self) -> Option<Level> {
        Some(
            match (
                self.target_met?,
                RED_BELOW.met(self.attempted, self.eligible)?,
            ) {
                (true, _) => Level::Green,
                (false, true) => Level::Amber,
                (false, false) => Level::Red,
            },
        )
    }

    /// What the interval says about the target; none without one.
    pub fn evidence(&self) -> Option<Evidence> {
        let interval = self.interval?;
        Some(if interval.low >= 0.8 {
            Evidence::Above
        } else if interval.high < 0.8 {
            Evidence::Below
        } else {
            Evidence::Either
        })
    }
}

/// The move rate of these lines: of closed lines the closed one, of final lines the final one.
pub fn move_rate(lines: &[Line]) -> MoveRate {
    rate(
        lines,
        |_, _, status| status.is_eligible(),
        |_, _, status| status.is_attempt(),
    )
}

/// The labelled variants, always computed together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MoveRates {
    /// As closed: colour, alerts, weekly card.
    pub closed: MoveRate,
    /// With late reports: the headline.
    #[serde(rename = "final")]
    pub final_: MoveRate,
    /// Final without withdrawn weeks; labelled "excludes people who withdrew".
    pub active: MoveRate,
    /// Final if excused weeks counted as skipped.
    pub excused_as_skipped: MoveRate,
    /// Final, counting only weeks with an attempt that somebody else checked.
    pub verified: MoveRate,
    /// Attempts somebody else checked, of all.
    pub verified_share: Share,
    /// Excused weeks of enrolled ones.
    pub excused: Share,
    /// Attempts, further ones of a week included, by eligible person-weeks.
    pub moves_per_week: Share,
}

impl MoveRates {
    /// More than 15% of the enrolled person-weeks are excused.
    pub fn many_excused(&self) -> bool {
        self.excused.meets(MANY_EXCUSED) == Some(true)
    }

    /// Fewer than half of the attempts were checked by somebody else.
    pub fn little_verified(&self) -> bool {
        self.verified_share.meets(HALF) == Some(false)
    }
}

/// All variants, from the closed and the final lines of the same seats.
pub fn move_rates(closed: &[Line], last: &[Line]) -> MoveRates {
    let attempted = |_: &Line, _: u8, status: Status| status.is_attempt();
    let checked = |line: &Line, week: u8| {
        line.attempts
            .iter()
            .any(|one| one.week == Some(week) && !one.bonus && one.tier > 0)
    };
    let final_ = move_rate(last);
    let statuses = || last.iter().flat_map(|line| line.weeks.iter().flatten());
    let attempts = || last.iter().flat_map(|line| &line.attempts);
    let count = |n: usize| n as u64;
    MoveRates {
        closed: move_rate(closed),
        active: rate(
            last,
            |_, _, status| status.is_eligible() && status != Status::Withdrawn,
            attempted,
        ),
        excused_as_skipped: rate(
            last,
            |_, _, status| status != Status::NotEnrolled,
            attempted,
        ),
        verified: rate(
            last,
            |_, _, status| status.is_eligible(),
            |line, week, status| status.is_attempt() && checked(line, week),
        ),
        verified_share: Share::new(
            count(attempts().filter(|one| one.tier > 0).count()),
            count(attempts().count()),
        ),
        excused: Share::new(
            count(
                statuses()
                    .filter(|status| **status == Status::Excused)
                    .count(),
            ),
            count(
                statuses()
                    .filter(|status| **status != Status::NotEnrolled)
                    .count(),
            ),
        ),
        moves_per_week: Share::new(
            // the moves of a week that does not count yet join when it does
            last.iter().map(moves_of_weeks_that_count).sum(),
            final_.eligible,
        ),
        final_,
    }
}

fn moves_of_weeks_that_count(line: &Line) -> u64 {
    let counts = |one: &&Counted| {
        let status = one.week.and_then(|week| line.week(week));
        !one.bonus && status.is_some_and(Status::is_eligible)
    };
    line.attempts.iter().filter(counts).count() as u64
}

/// The interval of several cohorts with cohorts instead of people as clusters: shown beside the
/// other from 8 cohorts on, none below.
pub fn cohorts_as_clusters(cohorts: &[&[Line]]) -> Option<Interval> {
    let sums = cohorts.iter().map(|lines| {
        let rate = move_rate(lines);
        Cluster {
            hits: rate.attempted,
            of: rate.eligible,
        }
    });
    let clusters: Vec<Cluster> = sums.filter(|one| one.of > 0).collect();
    if clusters.len() < 8 {
        None
    } else {
        cluster_wilson(&clusters).ci
    }
}

/// One week of one cohort or several.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeekRow {
    /// Its number.
    pub week: u8,
    /// People who attempted.
    pub attempted: u64,
    /// People who could have.
    pub eligible: u64,
    /// Attempts of the week that succeeded.
    pub succeeded: u64,
    /// Attempts of the week with an outcome, or overdue.
    pub resolved: u64,
    /// Attempts of the week whose outcome is still open.
    pub pending: u64,
    /// Wilson, 0 to 1: everybody is in a week once. None of nothing.
    pub interval: Option<Interval>,
}

impl WeekRow {
    /// How the week's move rate may be shown.
    pub fn shown(&self) -> Shown {
        let share = Share::new(self.attempted, self.eligible);
        let thresholds = [TARGET, RED_BELOW];
        shown(
            share,
            self.eligible,
            self.interval,
            Minimum::WEEK_MOVES,
            &thresholds,
        )
    }
}

/// A row for each week that the lines have, from week 1, empty ones too.
pub fn by_week(lines: &[Line]) -> Vec<WeekRow> {
    let attempts = || lines.iter().flat_map(|line| &line.attempts);
    let last = lines.iter().map(|line| line.weeks.len()).max().unwrap_or(0);
    let latest = attempts().filter_map(|one| one.week).max().unwrap_or(0);
    let last = u8::try_from(last).unwrap_or(u8::MAX).max(latest);
    let blank = |week| WeekRow {
        week,
        attempted: 0,
        eligible: 0,
        succeeded: 0,
        resolved: 0,
        pending: 0,
        interval: None,
    };
    let mut rows: Vec<WeekRow> = (1..=last).map(blank).collect();
    for line in lines {
        for (row, status) in rows.iter_mut().zip(&line.weeks) {
            row.eligible += u64::from(status.is_some_and(Status::is_eligible));
            row.attempted += u64::from(status.is_some_and(Status::is_attempt));
        }
    }
    for attempt in attempts() {
        let index = attempt
            .week
            .and_then(|week| usize::from(week).checked_sub(1));
        if let Some(row) = index.and_then(|index| rows.get_mut(index)) {
            row.succeeded += u64::from(attempt.class == Class::Succeeded);
            row.pending += u64::from(attempt.class == Class::Pending);
            row.resolved += u64::from(attempt.class.is_resolved());
        }
    }
    for row in &mut rows {
        row.interval = wilson_count(row.attempted, row.eligible);
    }
    rows
}

fn rate(
    lines: &[Line],
    eligible: impl Fn(&Line, u8, Status) -> bool,
    attempted: impl Fn(&Line, u8, Status) -> bool,
) -> MoveRate {
    let mut clusters = Clusters::default();
    for line in lines {
        let (mut hits, mut of) = (0, 0);
        for (week, status) in numbered(&line.weeks) {
            let Some(status) = status else { continue };
            if eligible(line, week, status) {
                of += 1;
                hits += u64::from(attempted(line, week, status));
            }
        }
        clusters.add(&line.person, hits, of);
    }
    MoveRate::of(clusters.list())
}
