//! One leader's weeks as marks: what each week holds, drawn from the same history as every number.

use firstmove_domain::history::{AttemptHistory, Outcome, Said, SeatHistory};
use firstmove_domain::imported::ImportedWeek;
use firstmove_domain::standing;
use firstmove_domain::status::{SoFar, so_far};
use firstmove_domain::week::{Calendar, Moment, Week};
use jiff::Timestamp;

use crate::check_ins::form::mark_of;
use crate::frame::{Cell, Mark};

/// The twelve weeks of one leader. `href` gives the page of the move behind a week, where the reader may open
/// one.
pub fn cells(
    calendar: &Calendar,
    seat: &SeatHistory,
    now: Timestamp,
    href: impl Fn(Week) -> Option<String>,
) -> Vec<Cell> {
    let current = calendar.moment(now).week();
    Week::all()
        .map(|week| Cell {
            week: week.number(),
            mark: mark(calendar, seat, week, now),
            now: current == Some(week),
            href: href(week),
        })
        .collect()
}

/// The weeks of a leader who sits elsewhere now, filled in where another group of the sprint had them.
pub fn with_others(mut cells: Vec<Cell>, others: Vec<Vec<Cell>>) -> Vec<Cell> {
    for other in others {
        for (mine, other) in cells.iter_mut().zip(other) {
            if mine.mark == Mark::Outside {
                (mine.mark, mine.href) = (other.mark, other.href);
            }
        }
    }
    cells
}

/// What one week of one leader holds at `now`.
pub fn mark(calendar: &Calendar, seat: &SeatHistory, week: Week, now: Timestamp) -> Mark {
    if now < calendar.span(week).0 {
        return Mark::Later;
    }
    // a move that was tried is shown, also in a week in which none was expected
    let tried = best(calendar, seat, week, now).map(mark_of);
    match so_far(calendar, seat, week, now) {
        SoFar::NotEnrolled => tried.unwrap_or(Mark::Outside),
        SoFar::Withdrawn => tried.unwrap_or(Mark::Withdrew),
        SoFar::Excused => tried.unwrap_or(Mark::Away),
        SoFar::Attempted => tried.unwrap_or(Mark::Waiting),
        // a late report that waits for a peer is neither "not this week" nor silence
        SoFar::NotThisWeek | SoFar::Silent if waits(calendar, seat, week) => Mark::Open,
        SoFar::NotThisWeek => Mark::NotThisWeek,
        SoFar::Silent if now < calendar.close(week) => Mark::Open,
        SoFar::Silent if !week.is_practice() => Mark::Free,
        SoFar::Silent => Mark::NoReport,
    }
}

/// In how many weeks a move was tried.
pub fn tried(cells: &[Cell]) -> usize {
    let is_tried = |cell: &&Cell| {
        matches!(
            cell.mark,
            Mark::Met | Mark::Partly | Mark::NotMet | Mark::Waiting
        )
    };
    cells.iter().filter(is_tried).count()
}

fn best(calendar: &Calendar, seat: &SeatHistory, week: Week, now: Timestamp) -> Option<Outcome> {
    let imported = seat.imported_week(week).and_then(ImportedWeek::best);
    let reported = seat
        .attempts
        .iter()
        .filter_map(|attempt| standing::last(calendar, attempt, now))
        .filter(|credit| calendar.moment_of_date(credit.performed_on) == Moment::Week(week))
        .map(|credit| credit.outcome);
    reported.chain(imported).min()
}

fn waits(calendar: &Calendar, seat: &SeatHistory, week: Week) -> bool {
    let is_of_week = |attempt: &AttemptHistory| {
        attempt
            .reports
            .last()
            .is_some_and(|newest| match newest.said {
                Said::Tried { performed_on, .. } => {
                    calendar.moment_of_date(performed_on) == Moment::Week(week)
                }
                Said::NotThisWeek { .. } => false,
            })
    };
    seat.attempts.iter().any(is_of_week)
}
