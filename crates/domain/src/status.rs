//! One status for each person and practice week, derived from the history, never typed in; and
//! what each attempt counts for. MEASUREMENT.md 0.3, 0.4 and 1.2.
//!
//! Principle behind every rule here: who is eligible is decided only by facts that do not depend on
//! whether an attempt happened.

use crate::correction::{Change, Correction};
use crate::excuse::Category;
use crate::history::{AttemptHistory, Excuse, Outcome, Said, SeatHistory, Withdrawal};
use crate::imported::Told;
pub use crate::line::{Class, Counted, Line};
use crate::standing::{self, Credit};
use crate::week::{Calendar, Moment, Week};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What one practice week of one person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// At least one attempt, reported before the week closed.
    #[serde(rename = "A")]
    Attempted,
    /// An attempt reported later, confirmed and accepted.
    #[serde(rename = "L")]
    Late,
    /// Enrolled, not excused, no attempt.
    #[serde(rename = "S")]
    Skipped,
    /// Left the sprint, not the company: stays in the denominator.
    #[serde(rename = "W")]
    Withdrawn,
    /// Excused.
    #[serde(rename = "X")]
    Excused,
    /// Not yet or no longer there for the whole week.
    #[serde(rename = ".")]
    NotEnrolled,
}

impl Status {
    /// The one-character code of the measurement's tables.
    pub fn code(self) -> char {
        match self {
            Status::Attempted => 'A',
            Status::Late => 'L',
            Status::Skipped => 'S',
            Status::Withdrawn => 'W',
            Status::Excused => 'X',
            Status::NotEnrolled => '.',
        }
    }

    /// In the move rate's denominator.
    pub fn is_eligible(self) -> bool {
        !matches!(self, Status::Excused | Status::NotEnrolled)
    }

    /// In its numerator. A closed line has no late ones.
    pub fn is_attempt(self) -> bool {
        matches!(self, Status::Attempted | Status::Late)
    }
}

/// Which of the two labelled readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// As the week closed: never changes.
    Closed,
    /// With what became known later, until `final_close`.
    Final,
}

/// How far an open week has come for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SoFar {
    /// Not there for the whole week.
    NotEnrolled,
    /// Left the sprint.
    Withdrawn,
    /// Excused.
    Excused,
    /// An attempt is reported.
    Attempted,
    /// Said that it will not be this week.
    NotThisWeek,
    /// Nothing said yet.
    Silent,
}

/// The line of one seat, of what was recorded until `as_of`. A week has a status once it has
/// closed. The closed reading holds the attempts of closed weeks; the final one all that is known.
pub fn statuses(calendar: &Calendar, seat: &SeatHistory, view: View, as_of: Timestamp) -> Line {
    let credits: Vec<(&AttemptHistory, Credit)> = seat
        .attempts
        .iter()
        .filter_map(|one| Some((one, credit(calendar, one, view, as_of)?)))
        .collect();
    let weeks = Week::practice()
        .map(|week| {
            let closed = calendar.close(week) <= as_of;
            closed.then(|| status(calendar, seat, view, as_of, week, &credits))
        })
        .collect();
    let mut line = Line {
        person: seat.person.to_string(),
        weeks,
        attempts: Vec::new(),
        embed: 0,
    };
    for (attempt, credit) in &credits {
        match calendar.moment_of_date(credit.performed_on) {
            Moment::Week(week) if !week.is_practice() => line.embed += 1,
            moment => line.attempts.push(counted(
                calendar, seat, view, as_of, attempt, credit, moment,
            )),
        }
    }
    let eligible = |week: Week| footing(calendar, seat, view, as_of, week) == Footing::Eligible;
    let closed_only = view == View::Closed;
    let imported = seat.imported_attempts(calendar, as_of, closed_only, eligible);
    line.attempts.extend(imported);
    line.attempts
        .sort_by_key(|attempt| (attempt.week, attempt.experiment));
    line
}

/// How far `week` has come at `now`, closed or not.
pub fn so_far(calendar: &Calendar, seat: &SeatHistory, week: Week, now: Timestamp) -> SoFar {
    match footing(calendar, seat, View::Final, now, week) {
        Footing::NotEnrolled => return SoFar::NotEnrolled,
        Footing::Withdrawn => return SoFar::Withdrawn,
        Footing::Excused => return SoFar::Excused,
        Footing::Eligible => {}
    }
    let tried = |attempt: &AttemptHistory| {
        standing::last(calendar, attempt, now).is_some_and(|credit| {
            calendar.moment_of_date(credit.performed_on) == Moment::Week(week)
        })
    };
    let imported = seat.imported_week(week);
    let told_of = imported.is_some_and(|one| !one.attempts.is_empty());
    if told_of || seat.attempts.iter().any(tried) {
        return SoFar::Attempted;
    }
    // "Not this week" accounts for the week of which it was said, even when the plan has moved on
    // since; that a move planned for this week was tried in another one accounts for it too.
    let told = |attempt: &AttemptHistory| {
        let mut known = attempt.reports.iter().filter(|report| report.at <= now);
        known.any(|report| match report.said {
            Said::NotThisWeek { week: of, .. } | Said::Tried { week: of, .. } => of == week,
        })
    };
    let not_tried = imported.is_some_and(|one| one.told == Told::NotTried);
    if not_tried || seat.attempts.iter().any(told) {
        SoFar::NotThisWeek
    } else {
        SoFar::Silent
    }
}

/// The weeks of `one` in which the same person holds their place there and, on some of the days, in `other` too: at
/// most one of the two may count. MEASUREMENT.md 0.3.
pub fn both_hold(
    one: (&Calendar, &SeatHistory),
    other: (&Calendar, &SeatHistory),
    now: Timestamp,
) -> Vec<Week> {
    let holds = |(calendar, seat): (&Calendar, &SeatHistory), week: Week| {
        so_far(calendar, seat, week, now) != SoFar::NotEnrolled
    };
    let meets = |week: Week| {
        let (start, end) = one.0.span(week);
        let mut weeks = Week::practice();
        weeks.any(|there| {
            let (begins, ends) = other.0.span(there);
            begins < end && start < ends && holds(other, there)
        })
    };
    let weeks = Week::practice();
    weeks
        .filter(|week| holds(one, *week) && meets(*week))
        .collect()
}

/// The instant before which an excuse must be recorded: the start of its week; for sickness, which
/// nobody plans, its close.
pub fn excuse_deadline(calendar: &Calendar, week: Week, category: Category) -> Timestamp {
    match category {
        Category::Sickness => calendar.close(week),
        Category::AnnualLeave | Category::ParentalOrBereavement | Category::SiteHoliday => {
            calendar.span(week).0
        }
    }
}

/// Where a person stands in a week before any attempt is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Footing {
    NotEnrolled,
    Withdrawn,
    Excused,
    Eligible,
}

fn footing(
    calendar: &Calendar,
    seat: &SeatHistory,
    view: View,
    as_of: Timestamp,
    week: Week,
) -> Footing {
    // of a week that moved in the sheet decides, where it says anything; a correction comes before both
    let told = seat.imported_week(week).map(|one| one.told);
    let told = told.filter(|told| *told != Told::Open);
    let known = |at: Timestamp| known(calendar, view, as_of, week, at);
    let (start, end) = calendar.span(week);
    // what was set right afterwards enters the final reading alone
    let corrected = |about: &dyn Fn(&Change) -> bool| -> Option<Change> {
        let mut known = seat.corrections.iter().filter(|one| known(one.at)).rev();
        (view == View::Final)
            .then(|| known.find(|one| about(&one.change)))
            .flatten()
            .map(|one: &Correction| one.change)
    };
    let came = known(seat.joined_recorded_at);
    let joined = match corrected(&|change| matches!(change, Change::Joined { .. })) {
        Some(Change::Joined { at }) => at <= start,
        _ => match told {
            Some(told) => told != Told::Outside,
            None => came && seat.joined_at <= start || seat.came_with_sheet(week),
        },
    };
    let leaving = |change: &Change| matches!(change, Change::Left { .. } | Change::Stayed);
    let left = match corrected(&leaving) {
        Some(Change::Left { at, .. }) => at < end,
        Some(_) => false,
        None => {
            let mut exit = seat.exit.iter();
            told.is_none() && exit.any(|exit| known(exit.recorded_at) && exit.at < end)
        }
    };
    let before = seat.earlier.iter().filter(|_| told.is_none());
    let before = before.rev().find(|stay| stay.holds((start, end), known));
    let withdrawal = match (joined && !left, before) {
        (true, _) => seat.withdrawal.as_ref(),
        (false, Some(stay)) => stay.withdrawal.as_ref(),
        (false, None) => return Footing::NotEnrolled,
    };
    let withdrew = |out: &Withdrawal| known(out.recorded_at) && out.at <= start;
    if told.is_none() && withdrawal.is_some_and(withdrew) {
        return Footing::Withdrawn;
    }
    let excused = |excuse: &Excuse| {
        excuse.week == week
            && known(excuse.recorded_at)
            && excuse.recorded_at < excuse_deadline(calendar, week, excuse.category)
            && !excuse.revoked_at.is_some_and(known)
    };
    let absence = |change: &Change| match change {
        Change::Excused { week: of } | Change::NotExcused { week: of } => *of == week,
        _ => false,
    };
    let is_excused = match corrected(&absence) {
        Some(change) => matches!(change, Change::Excused { .. }),
        None => match told {
            Some(told) => told == Told::Excused,
            None => seat.excuses.iter().any(excused),
        },
    };
    if is_excused {
        Footing::Excused
    } else {
        Footing::Eligible
    }
}

fn status(
    calendar: &Calendar,
    seat: &SeatHistory,
    view: View,
    as_of: Timestamp,
    week: Week,
    credits: &[(&AttemptHistory, Credit)],
) -> Status {
    match footing(calendar, seat, view, as_of, week) {
        Footing::NotEnrolled => return Status::NotEnrolled,
        Footing::Withdrawn => return Status::Withdrawn,
        Footing::Excused => return Status::Excused,
        Footing::Eligible => {}
    }
    if seat
        .imported_week(week)
        .is_some_and(|one| !one.attempts.is_empty())
    {
        return Status::Attempted;
    }
    let mut here = credits
        .iter()
        .filter(|(_, credit)| calendar.moment_of_date(credit.performed_on) == Moment::Week(week))
        .peekable();
    if here.peek().is_none() {
        Status::Skipped
    } else if here.all(|(_, credit)| credit.late) {
        Status::Late
    } else {
        Status::Attempted
    }
}

/// Whether a fact recorded `at` belongs into the reading of `week`.
fn known(calendar: &Calendar, view: View, as_of: Timestamp, week: Week, at: Timestamp) -> bool {
    let end = match view {
        View::Closed => calendar.close(week),
        View::Final => calendar.final_close(),
    };
    at <= as_of && at < end
}

fn credit(
    calendar: &Calendar,
    attempt: &AttemptHistory,
    view: View,
    as_of: Timestamp,
) -> Option<Credit> {
    match view {
        View::Closed => standing::closed(calendar, attempt, as_of).filter(|one| {
            calendar
                .settles(one.performed_on)
                .is_some_and(|close| close <= as_of)
        }),
        View::Final => standing::last(calendar, attempt, as_of),
    }
}

fn counted(
    calendar: &Calendar,
    seat: &SeatHistory,
    view: View,
    as_of: Timestamp,
    attempt: &AttemptHistory,
    credit: &Credit,
    moment: Moment,
) -> Counted {
    // The closed reading judges at the close, so that it is the same whenever it is computed.
    let judged_at = match view {
        View::Closed => calendar.settles(credit.performed_on).unwrap_or(as_of),
        View::Final => as_of,
    };
    let known = |at: Timestamp| match view {
        View::Closed => at < judged_at,
        View::Final => at <= as_of && at < calendar.final_close(),
    };
    let class = if standing::without_criteria(calendar, attempt, credit, known) {
        Class::NoCriterion
    } else {
        match credit.outcome {
            Outcome::Succeeded => Class::Succeeded,
            Outcome::Partially => Class::Partially,
            Outcome::Failed => Class::Failed,
            Outcome::TooEarly => {
                let due = standing::due(attempt, credit, known);
                if judged_at < standing::unresolved_from(calendar, due) {
                    Class::Pending
                } else {
                    Class::Unresolved
                }
            }
        }
    };
    let eligible = |week: Week| footing(calendar, seat, view, as_of, week) == Footing::Eligible;
    Counted {
        experiment: Some(attempt.experiment),
        repeat_of: attempt.repeat_of,
        skill: Some(attempt.skill.clone()),
        week: moment.week().map(Week::number),
        class,
        bonus: !moment.week().is_some_and(eligible),
        tier: standing::tier(attempt, known),
        late: credit.late,
        upgraded: credit.upgraded,
        stretch: attempt.stretch,
    }
}
