//! A sprint's shape in time: the weekly session, the showcases, the grace of its weeks, its first day.

use crate::week::{Calendar, Week, later};
use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, Timestamp};

/// Days after a week's end for which it stays open, unless the cohort meets late in the week.
pub const GRACE_DAYS: u8 = 3;
/// The grace of a cohort that meets so late that results are told after three days.
pub const GRACE_DAYS_LATE: u8 = 7;
/// The weeks with a showcase: thirty minutes in which the group shows what it tried.
pub const SHOWCASE_WEEKS: [u8; 3] = [4, 8, 12];
/// Days of launch before week 1: the training lies in the first of its two weeks, the kickoff in the second.
pub const LAUNCH_DAYS: i64 = 14;
/// Length of a peer session in minutes.
pub const SESSION_MINUTES: i64 = 30;

/// When a cohort meets every week, in its own zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeeklyTime {
    /// The day.
    pub weekday: Weekday,
    /// The local time.
    pub time: Time,
}

impl WeeklyTime {
    /// The day of this weekly time in a week.
    #[must_use]
    pub fn day(&self, calendar: &Calendar, week: Week) -> Date {
        let (first, _) = calendar.dates(week);
        later(first, i64::from(first.weekday().until(self.weekday)))
    }

    /// When the session of a week starts. A local time that a clock change leaves out is taken
    /// after the change.
    #[must_use]
    pub fn session(&self, calendar: &Calendar, week: Week) -> Timestamp {
        let local = self.day(calendar, week).to_datetime(self.time);
        local
            .to_zoned(calendar.zone().clone())
            .map_or_else(|_| calendar.span(week).0, |zoned| zoned.timestamp())
    }

    /// Right after a session that begins then, for a showcase on the same day; right before it where it would run past
    /// midnight, which may be the end of its week.
    #[must_use]
    pub fn after_session(&self) -> WeeklyTime {
        let end = self.time.checked_add(Span::new().minutes(SESSION_MINUTES));
        WeeklyTime {
            weekday: self.weekday,
            time: end.unwrap_or_else(|_| {
                self.time
                    .saturating_sub(Span::new().minutes(SESSION_MINUTES))
            }),
        }
    }

    /// Whether meetings of half an hour that begin at these two times lie over each other.
    #[must_use]
    pub fn meets(&self, other: &WeeklyTime) -> bool {
        let minutes =
            |one: &WeeklyTime| i64::from(one.time.hour()) * 60 + i64::from(one.time.minute());
        self.weekday == other.weekday && (minutes(self) - minutes(other)).abs() < SESSION_MINUTES
    }

    /// The session before which a week's rating is given: that of the next week, `None` after 12.
    #[must_use]
    pub fn next_session(&self, calendar: &Calendar, week: Week) -> Option<Timestamp> {
        week.next().map(|next| self.session(calendar, next))
    }
}

/// The grace that suits a weekly time: the next session has to lie within it, so that results
/// told there are still in time.
#[must_use]
pub fn default_grace(start: Date, weekday: Weekday) -> u8 {
    let days = start.weekday().until(weekday);
    if days < 3 {
        GRACE_DAYS
    } else {
        GRACE_DAYS_LATE
    }
}

/// The day on which week 1 starts by default: the Monday of the week of the first session.
#[must_use]
pub fn default_start(first_session: Date) -> Date {
    later(
        first_session,
        -i64::from(first_session.weekday().to_monday_zero_offset()),
    )
}

/// The first day of week 1 that is offered where nobody has chosen: the first Monday whose whole launch still lies
/// ahead, so that the training, which opens it, is on a day after `today`.
#[must_use]
pub fn first_start(today: Date) -> Date {
    let next_monday = later(default_start(today), 7);
    later(next_monday, LAUNCH_DAYS)
}

#[cfg(test)]
#[path = "sprint_tests.rs"]
mod tests;
