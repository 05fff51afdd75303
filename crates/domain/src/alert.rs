//! When the coordinator should step in: two skips, a cohort under target, no report.
//! MEASUREMENT.md 1.5 and the alerts of the dashboard. Plain counted rules; nobody is scored.

use crate::display::TARGET;
use crate::history::{AttemptHistory, SeatHistory};
use crate::id::SeatId;
use crate::kpi::move_rate;
use crate::line::numbered;
use crate::status::{Line, SoFar, Status, View, so_far, statuses};
use crate::week::{Calendar, Week};
use firstmove_stats::rounding::meets;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Skips that raise an alert.
const SKIPS: usize = 2;
/// Attempts in a row that start the count of skips again, unless an organisation says "never".
pub const RESTART_AFTER: Option<u32> = Some(3);
/// People and person-weeks a cohort needs for "under target".
const TARGET_PEOPLE: u64 = 5;
const TARGET_WEEKS: u64 = 20;

/// How urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipLevel {
    /// Two skipped since the count began.
    Amber,
    /// Two in a row.
    Red,
}

/// The skips that stand against one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SkipState {
    /// All skipped weeks since the last restart, if there are two or more.
    pub amber: Option<Vec<u8>>,
    /// The skipped weeks of the current run, if there are two or more.
    pub red: Option<Vec<u8>>,
    /// Left the sprint: on the withdrawal list instead of any alert.
    pub withdrawn: bool,
}

/// The state after the last of these weeks, week 1 first. Excused, not enrolled and missing weeks
/// are transparent: S X S is two in a row. `restart_after` attempts in a row start the count anew.
pub fn skips(weeks: &[Option<Status>], restart_after: Option<u32>) -> SkipState {
    let (mut since, mut run, mut attempts) = (Vec::new(), Vec::new(), 0u32);
    for (week, status) in numbered(weeks) {
        match status {
            Some(Status::Withdrawn) => {
                return SkipState {
                    withdrawn: true,
                    ..Default::default()
                };
            }
            Some(Status::Skipped) => {
                since.push(week);
                run.push(week);
                attempts = 0;
            }
            Some(Status::Attempted | Status::Late) => {
                run.clear();
                attempts += 1;
                if restart_after.is_some_and(|enough| attempts >= enough) {
                    since.clear();
                }
            }
            Some(Status::Excused | Status::NotEnrolled) | None => {}
        }
    }
    let two = |weeks: Vec<u8>| (weeks.len() >= SKIPS).then_some(weeks);
    SkipState {
        amber: two(since),
        red: two(run),
        withdrawn: false,
    }
}

/// Why an alert closed itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cleared {
    /// Moves were made.
    Attempted,
    /// A late report made a skipped week an attempted one.
    LateReport,
    /// The person withdrew: moved to the withdrawal list.
    Withdrawn,
    /// The person is no longer there.
    Left,
    /// The sprint is over.
    Expired,
}

/// One alert about one seat, from opening to clearing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkipAlert {
    /// How urgent.
    pub level: SkipLevel,
    /// The close at which it opened.
    pub opened_at: Timestamp,
    /// The weeks it is about, as last known while it was open.
    pub weeks: Vec<u8>,
    /// When and why it closed; none while open.
    pub cleared: Option<(Timestamp, Cleared)>,
}

impl SkipAlert {
    /// Still open.
    pub fn is_open(&self) -> bool {
        self.cleared.is_none()
    }
}

/// Every alert about this seat that opened until `now`, in order of opening, amber before red.
///
/// Evaluated at each close on what was known then. Between closes nothing opens, but an alert
/// clears at once when a late report is accepted, a withdrawal is recorded or somebody leaves; after
/// the latter two nothing opens again.
pub fn skip_alerts(
    calendar: &Calendar,
    seat: &SeatHistory,
    restart_after: Option<u32>,
    now: Timestamp,
) -> Vec<SkipAlert> {
    let mut alerts: Vec<SkipAlert> = Vec::new();
    let mut gone = false;
    for (at, is_close) in instants(calendar, seat, now) {
        let line = statuses(calendar, seat, View::Final, at);
        let state = skips(&line.weeks, restart_after);
        for alert in alerts.iter_mut().filter(|alert| alert.is_open()) {
            let weeks = match alert.level {
                SkipLevel::Amber => &state.amber,
                SkipLevel::Red => &state.red,
            };
            let departed = departed(seat, alert.opened_at, at);
            gone |= departed.is_some();
            match (departed, weeks) {
                (Some(reason), _) => alert.cleared = Some((at, reason)),
                (None, Some(weeks)) => alert.weeks.clone_from(weeks),
                (None, None) => alert.cleared = Some((at, reason_for(alert, &line, &state))),
            }
        }
        let opens = is_close && !gone && !has_left(seat, at);
        let levels = [(SkipLevel::Amber, state.amber), (SkipLevel::Red, state.red)];
        for (level, weeks) in levels.into_iter().filter(|_| opens) {
            let is_new = !alerts
                .iter()
                .any(|alert| alert.level == level && alert.is_open());
            if let Some(weeks) = weeks.filter(|_| is_new) {
                alerts.push(SkipAlert {
                    level,
                    opened_at: at,
                    weeks,
                    cleared: None,
                });
            }
        }
    }
    let end = calendar.final_close();
    if end <= now {
        for alert in alerts.iter_mut().filter(|alert| alert.is_open()) {
            alert.cleared = Some((end, Cleared::Expired));
        }
    }
    alerts
}

/// The instants at which something can change, in order; true for the close of a practice week.
fn instants(calendar: &Calendar, seat: &SeatHistory, now: Timestamp) -> Vec<(Timestamp, bool)> {
    let reports = seat
        .attempts
        .iter()
        .flat_map(|attempt: &AttemptHistory| &attempt.reports);
    let settled = reports
        .filter_map(|report| Some(report.accepted_at?.max(report.confirmed_at?).max(report.at)));
    let gone = [
        seat.withdrawal.as_ref().map(|out| out.recorded_at),
        seat.exit.as_ref().map(|exit| exit.recorded_at.max(exit.at)),
    ];
    let mut instants: Vec<(Timestamp, bool)> = settled
        .chain(gone.into_iter().flatten())
        .map(|at| (at, false))
        .chain(Week::practice().map(|week| (calendar.close(week), true)))
        .filter(|(at, _)| *at <= now && *at < calendar.final_close())
        .collect();
    // A close and another fact at the same instant are one evaluation, as a close.
    instants.sort_by_key(|(at, is_close)| (*at, !*is_close));
    instants.dedup_by_key(|(at, _)| *at);
    instants
}

/// Whether the person left, or a withdrawal was recorded since the alert opened. A withdrawal
/// recorded before that clears it by the status of the first withdrawn week.
fn departed(seat: &SeatHistory, opened: Timestamp, at: Timestamp) -> Option<Cleared> {
    let since = |recorded: Timestamp| recorded > opened && recorded <= at;
    if seat
        .withdrawal
        .as_ref()
        .is_some_and(|out| since(out.recorded_at))
    {
        Some(Cleared::Withdrawn)
    } else {
        has_left(seat, at).then_some(Cleared::Left)
    }
}

fn has_left(seat: &SeatHistory, at: Timestamp) -> bool {
    seat.exit
        .as_ref()
        .is_some_and(|exit| exit.recorded_at <= at && exit.at <= at)
}

fn reason_for(alert: &SkipAlert, line: &Line, state: &SkipState) -> Cleared {
    let any = |is: fn(Status) -> bool| {
        alert
            .weeks
            .iter()
            .any(|week| line.week(*week).is_some_and(is))
    };
    if state.withdrawn {
        Cleared::Withdrawn
    } else if any(|status| status == Status::NotEnrolled) {
        Cleared::Left
    } else if any(Status::is_attempt) {
        Cleared::LateReport
    } else {
        Cleared::Attempted
    }
}

/// Whether this closed rate to date calls for an alert: under 80% with at least 5 people and 20
/// person-weeks.
pub fn is_under_target(closed: &[Line]) -> bool {
    let rate = move_rate(closed);
    let enough = rate.people >= TARGET_PEOPLE && rate.eligible >= TARGET_WEEKS;
    enough && !meets(rate.attempted, rate.eligible, TARGET.num, TARGET.den)
}

/// A stretch of closes at which a cohort was under target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UnderTarget {
    /// The week whose close opened it.
    pub opened: u8,
    /// The week whose close found the target met; none while open.
    pub closed: Option<u8>,
    /// Attempts to date at its last close.
    pub attempted: u64,
    /// Eligible person-weeks to date at its last close.
    pub eligible: u64,
}

/// The stretches under target of one cohort's closed lines, through the last of their weeks that
/// has closed.
pub fn under_target(closed: &[Line]) -> Vec<UnderTarget> {
    let known = closed
        .iter()
        .filter_map(|line| line.weeks.iter().rposition(Option::is_some))
        .max();
    let last = known.map_or(0, |index| u8::try_from(index + 1).unwrap_or(u8::MAX));
    let mut stretches: Vec<UnderTarget> = Vec::new();
    for week in 1..=last {
        let lines: Vec<Line> = closed.iter().map(|line| line.through(week)).collect();
        let rate = move_rate(&lines);
        let open = stretches
            .last_mut()
            .filter(|stretch| stretch.closed.is_none());
        let under = is_under_target(&lines);
        match open {
            Some(stretch) => {
                stretch.closed = (!under).then_some(week);
                stretch.attempted = rate.attempted;
                stretch.eligible = rate.eligible;
            }
            None if under => stretches.push(UnderTarget {
                opened: week,
                closed: None,
                attempted: rate.attempted,
                eligible: rate.eligible,
            }),
            None => {}
        }
    }
    stretches
}

/// One week of one cohort that is over and not closed, with those who have said nothing about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoReport {
    /// The week.
    pub week: Week,
    /// Its local end: the alert is open from here ...
    pub from: Timestamp,
    /// ... to its close.
    pub until: Timestamp,
    /// Eligible leaders without an attempt and without "not this week"; never empty.
    pub seats: Vec<SeatId>,
}

/// The weeks about which somebody still has to report at `now`. Nothing is expected in weeks 11-12.
pub fn no_reports(calendar: &Calendar, seats: &[SeatHistory], now: Timestamp) -> Vec<NoReport> {
    let silent = |week: Week| {
        let (from, until) = (calendar.span(week).1, calendar.close(week));
        let silent = |seat: &&SeatHistory| so_far(calendar, seat, week, now) == SoFar::Silent;
        let seats: Vec<SeatId> = if from <= now && now < until {
            seats.iter().filter(silent).map(|seat| seat.seat).collect()
        } else {
            Vec::new()
        };
        (!seats.is_empty()).then_some(NoReport {
            week,
            from,
            until,
            seats,
        })
    };
    Week::practice().filter_map(silent).collect()
}

/// The chance of at least two skips in `weeks` independent weeks with chance `q` of a skip.
pub fn chance_of_two(q: f64, weeks: u32) -> f64 {
    let p = 1.0 - q;
    let none = p.powf(f64::from(weeks));
    let one = if weeks == 0 {
        0.0
    } else {
        f64::from(weeks) * q * p.powf(f64::from(weeks - 1))
    };
    1.0 - none - one
}

/// The chance of at least one run of two skips.
pub fn chance_of_run(q: f64, weeks: u32) -> f64 {
    // Chances of no run so far, after an attempt (or nothing) and after one skip.
    let (mut after_attempt, mut after_skip) = (1.0, 0.0);
    for _ in 0..weeks {
        (after_attempt, after_skip) = ((after_attempt + after_skip) * (1.0 - q), after_attempt * q);
    }
    1.0 - after_attempt - after_skip
}
