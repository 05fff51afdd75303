//! What the revisions of one experiment's report count for. MEASUREMENT.md 0.3 and 0.4.
//!
//! Two readings of the same revisions:
//! * **closed**: what stood when the week of the attempt closed, for ever. The latest revision
//!   before that instant counts; a revision that names a day whose week has closed already is late
//!   and credits nothing. Once an attempt stands credited in a closed week it is frozen there: one
//!   performed attempt credits exactly one week.
//! * **final**: later revisions enter too. Downward (taken back, a lesser outcome, a day outside
//!   the sprint) directly; upward or late only when confirmed and accepted; all before
//!   `final_close`.
//!
//! An outcome that was too early to tell is not "raised" when it is told in time, that is until
//! seven days after the due date; told later it is, because it had counted as not successful. Nor may
//! another day of the same week make criteria that were set too late, or in time, into the other.

use crate::check_in::due_on;
use crate::history::{AttemptHistory, Outcome, Report, Said};
use crate::week::{Calendar, Moment, later};
use jiff::Timestamp;
use jiff::civil::Date;

/// Days after the due date within which an outcome is still pending.
pub const PENDING_DAYS: i64 = 7;

/// An attempt that counts: when it was done and with what outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The local date it was done: the only thing that attributes it to a week.
    pub performed_on: Date,
    /// The outcome that counts.
    pub outcome: Outcome,
    /// First reported after its week had closed.
    pub late: bool,
    /// The outcome was raised after its week had closed.
    pub upgraded: bool,
}

/// The instant from which an outcome still missing is unresolved: the local midnight after
/// seven days from the due date, or the final close, whichever is first.
pub fn unresolved_from(calendar: &Calendar, due: Date) -> Timestamp {
    calendar
        .midnight(later(due, PENDING_DAYS + 1))
        .min(calendar.final_close())
}

/// The date by which the outcome of this credit is due, of the criteria that were `known`.
pub fn due(attempt: &AttemptHistory, credit: &Credit, known: impl Fn(Timestamp) -> bool) -> Date {
    let changes = attempt.criteria_changed.iter();
    let newest = changes.filter(|change| known(change.at)).max();
    due_on(
        newest.map_or(attempt.due, |change| change.due),
        credit.performed_on,
    )
}

/// The closed reading, of what was recorded until `as_of`. The credit is for ever once the week of
/// its day has closed, and provisional before.
pub fn closed(calendar: &Calendar, attempt: &AttemptHistory, as_of: Timestamp) -> Option<Credit> {
    let mut standing: Option<(Credit, Timestamp)> = None;
    for report in in_order(attempt).filter(|report| report.at <= as_of) {
        if standing.is_some_and(|(_, close)| report.at >= close) {
            break;
        }
        standing = match report.said {
            Said::NotThisWeek { .. } => None,
            Said::Tried {
                performed_on,
                outcome,
                ..
            } => calendar
                .settles(performed_on)
                .filter(|close| report.at < *close)
                .map(|close| (credit(performed_on, outcome, false), close)),
        };
    }
    standing.map(|(credit, _)| credit)
}

/// The final reading, of what is known at `as_of`; nothing from `final_close` on enters.
pub fn last(calendar: &Calendar, attempt: &AttemptHistory, as_of: Timestamp) -> Option<Credit> {
    let known = |at: Timestamp| at <= as_of && at < calendar.final_close();
    let mut standing: Option<Credit> = None;
    // Whether a definite outcome has ever stood in a closed week: "too early" then no longer
    // opens a way round confirmation.
    let mut settled = false;
    for report in in_order(attempt).filter(|report| known(report.at)) {
        let Said::Tried {
            performed_on,
            outcome,
            ..
        } = report.said
        else {
            standing = None;
            continue;
        };
        let Some(close) = calendar.settles(performed_on) else {
            standing = None;
            continue;
        };
        let in_time = report.at < close;
        let approved =
            report.confirmed_at.is_some_and(known) && report.accepted_at.is_some_and(known);
        let new = credit(performed_on, outcome, !in_time);
        let frozen = standing.filter(|old| {
            calendar
                .settles(old.performed_on)
                .is_some_and(|close| report.at >= close)
        });
        let Some(old) = frozen else {
            standing = (in_time || approved).then_some(new);
            continue;
        };
        settled |= old.outcome != Outcome::TooEarly;
        let due = due(attempt, &old, |at| at <= report.at);
        let overdue = report.at >= unresolved_from(calendar, due);
        let preset = |credit: &Credit| !without_criteria(calendar, attempt, credit, known);
        let raised = raises(old.outcome, outcome, settled || overdue)
            || dodges((old.outcome, preset(&old)), (outcome, preset(&new)));
        let same_week = same_week(calendar, old.performed_on, performed_on);
        if approved || (!raised && (same_week || in_time)) {
            standing = Some(Credit {
                late: if same_week { old.late } else { !in_time },
                upgraded: old.upgraded || raised,
                ..new
            });
        }
    }
    standing
}

/// Whether the criteria in force were made or changed after the move was tried: on a later local
/// date than the attempt, or (the hour of the attempt being unknown) after it was first reported.
/// A report that was taken back, with its move put off to a later week, was of no attempt: what
/// changed between the weeks was there beforehand. Only what was recorded by `known` counts; an
/// attempt without criteria has none.
pub fn without_criteria(
    calendar: &Calendar,
    attempt: &AttemptHistory,
    credit: &Credit,
    known: impl Fn(Timestamp) -> bool,
) -> bool {
    let Some(locked) = attempt.criteria_locked_at.filter(|at| known(*at)) else {
        return true;
    };
    let credited = calendar.moment_of_date(credit.performed_on).week();
    let mut told = None;
    for report in in_order(attempt).filter(|report| known(report.at)) {
        match report.said {
            Said::Tried { .. } => told = told.or(Some(report.at)),
            Said::NotThisWeek { week, .. } if credited.is_some_and(|later| week < later) => {
                told = None;
            }
            Said::NotThisWeek { .. } => {}
        }
    }
    let after = |at: Timestamp| {
        calendar.local_date(at) > credit.performed_on || told.is_some_and(|told| at > told)
    };
    let changed = attempt.criteria_changed.iter().map(|change| change.at);
    let changed = changed.filter(|at| known(*at));
    std::iter::once(locked).chain(changed).any(after)
}

/// The strongest evidence that is `known`.
pub fn tier(attempt: &AttemptHistory, known: impl Fn(Timestamp) -> bool) -> u8 {
    let tiers = attempt
        .evidence
        .iter()
        .filter(|evidence| known(evidence.at));
    tiers.map(|evidence| evidence.tier).max().unwrap_or(0)
}

/// The revisions from the first to the last.
pub fn in_order(attempt: &AttemptHistory) -> impl Iterator<Item = &Report> {
    let mut reports: Vec<&Report> = attempt.reports.iter().collect();
    reports.sort_by_key(|report| (report.at, report.id));
    reports.into_iter()
}

fn credit(performed_on: Date, outcome: Outcome, late: bool) -> Credit {
    Credit {
        performed_on,
        outcome,
        late,
        upgraded: false,
    }
}

fn same_week(calendar: &Calendar, one: Date, other: Date) -> bool {
    match (calendar.moment_of_date(one), calendar.moment_of_date(other)) {
        (Moment::Pause, Moment::Pause) => calendar.settles(one) == calendar.settles(other),
        (one, other) => one == other,
    }
}

/// Whether another day makes an attempt that missed its criteria count in no rate, or one that
/// counted in none a success: each with whether its criteria were there beforehand.
fn dodges(old: (Outcome, bool), new: (Outcome, bool)) -> bool {
    match (old, new) {
        ((outcome, true), (_, false)) => outcome != Outcome::Succeeded,
        ((_, false), (outcome, true)) => outcome != Outcome::Failed,
        _ => false,
    }
}

/// Whether `new` makes the numbers look better than `old` did. A success called "too early" again
/// only loses; anything else so called would leave the denominator.
fn raises(old: Outcome, new: Outcome, too_early_counted: bool) -> bool {
    use Outcome::{Failed, Partially, Succeeded, TooEarly};
    match (old, new) {
        (TooEarly, Succeeded | Partially) => too_early_counted,
        (Failed, Partially | Succeeded | TooEarly) | (Partially, Succeeded | TooEarly) => true,
        (Succeeded, _) | (_, Failed) | (TooEarly, TooEarly) | (Partially, Partially) => false,
    }
}
