//! When a cohort meets over its weeks. The weekly time may change from a week on; weeks that have
//! begun keep the time they had, and the grace never changes.

use crate::form::long_day;
use crate::sprint::WeeklyTime;
use crate::week::{Calendar, Week};
use jiff::Timestamp;
use jiff::civil::Date;

/// Another weekly time from a week on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeChange {
    /// The first week that has it.
    pub from: Week,
    /// The time.
    pub time: WeeklyTime,
    /// When it was written down; it counts only if that was before its week began.
    pub recorded_at: Timestamp,
}

/// The weekly time of a cohort over all its weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    first: WeeklyTime,
    changes: Vec<TimeChange>,
}

/// Why the weekly time cannot change so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The week has begun.
    #[error("Week {0} has begun and keeps its time. Choose a later week.")]
    WeekHasBegun(Week),
    /// Nothing would change.
    #[error("The group meets then already in week {0}. Choose another day or time.")]
    SameTime(Week),
}

impl Schedule {
    /// `first` holds until the first change. A change that was written down once its week had begun
    /// is left out.
    #[must_use]
    pub fn new(calendar: &Calendar, first: WeeklyTime, changes: Vec<TimeChange>) -> Schedule {
        let mut changes = changes;
        changes.retain(|change| change.recorded_at < calendar.span(change.from).0);
        changes.sort_by_key(|change| (change.from, change.recorded_at));
        Schedule { first, changes }
    }

    /// The time of a week: that of the nearest change, and of two from the same week the later said.
    #[must_use]
    pub fn of(&self, week: Week) -> WeeklyTime {
        let nearest = self.changes.iter().rfind(|change| change.from <= week);
        nearest.map_or(self.first, |change| change.time)
    }

    /// The weeks from `from` on that a change there would give another time: up to the next change.
    pub fn reach(&self, from: Week) -> impl Iterator<Item = Week> + use<> {
        let next = self.changes.iter().find(|change| change.from > from);
        let end = next.map(|change| change.from);
        Week::all().filter(move |week| *week >= from && end.is_none_or(|end| *week < end))
    }

    /// The day of a week's session.
    #[must_use]
    pub fn day(&self, calendar: &Calendar, week: Week) -> Date {
        self.of(week).day(calendar, week)
    }

    /// When a week's session begins.
    #[must_use]
    pub fn session(&self, calendar: &Calendar, week: Week) -> Timestamp {
        self.of(week).session(calendar, week)
    }

    /// The session before which a week's rating is given: that of the next week, `None` after 12.
    #[must_use]
    pub fn next_session(&self, calendar: &Calendar, week: Week) -> Option<Timestamp> {
        week.next().map(|next| self.session(calendar, next))
    }

    /// The same schedule with another time from a week on.
    ///
    /// # Errors
    /// The refusal, ready to be shown.
    pub fn changed(
        &self,
        calendar: &Calendar,
        (from, time): (Week, WeeklyTime),
        now: Timestamp,
    ) -> Result<Schedule, Refusal> {
        if !may_take_back(calendar, from, now) {
            return Err(Refusal::WeekHasBegun(from));
        }
        if self.of(from) == time {
            return Err(Refusal::SameTime(from));
        }
        let mut changes = self.changes.clone();
        changes.push(TimeChange {
            from,
            time,
            recorded_at: now,
        });
        Ok(Schedule::new(calendar, self.first, changes))
    }

    /// The weeks whose results are told only after they have closed: their next session is too late.
    #[must_use]
    pub fn told_too_late(&self, calendar: &Calendar) -> Vec<Week> {
        let late = |week: &Week| {
            self.next_session(calendar, *week)
                .is_some_and(|session| session >= calendar.close(*week))
        };
        Week::practice().filter(late).collect()
    }
}

/// Whether a change from that week on may still be entered, and taken back.
#[must_use]
pub fn may_take_back(calendar: &Calendar, from: Week, now: Timestamp) -> bool {
    now < calendar.span(from).0
}

/// "Thursday at 10:00".
#[must_use]
pub fn time_words(time: WeeklyTime) -> String {
    let monday = jiff::civil::date(2026, 3, 23);
    let day = crate::week::later(monday, i64::from(time.weekday.to_monday_zero_offset()));
    let day = long_day(day);
    let name = day.split(' ').next().unwrap_or_default();
    format!("{name} at {}", time.time.strftime("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Time, Weekday, date};
    use jiff::tz::TimeZone;

    /// Week 1 begins on Monday 23 March 2026; clocks go forward on its Sunday.
    fn berlin() -> Calendar {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        Calendar::new(zone, date(2026, 3, 23), 3, Vec::new()).expect("a calendar")
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn week(number: u8) -> Week {
        Week::new(number).expect("a week")
    }

    fn on(weekday: Weekday, hour: i8, minute: i8) -> WeeklyTime {
        WeeklyTime {
            weekday,
            time: Time::constant(hour, minute, 0, 0),
        }
    }

    fn mondays(calendar: &Calendar) -> Schedule {
        Schedule::new(calendar, on(Weekday::Monday, 10, 0), Vec::new())
    }

    #[test]
    fn weeks_before_the_change_keep_their_time() {
        let calendar = berlin();
        let thursdays = (week(5), on(Weekday::Thursday, 9, 30));
        let now = at("2026-04-01T08:00:00Z");
        let changed = mondays(&calendar).changed(&calendar, thursdays, now);
        let changed = changed.expect("a schedule");
        assert_eq!(changed.day(&calendar, week(4)), date(2026, 4, 13));
        assert_eq!(changed.day(&calendar, week(5)), date(2026, 4, 23));
        assert_eq!(
            changed.session(&calendar, week(5)),
            at("2026-04-23T07:30:00Z")
        );
        assert_eq!(
            changed.next_session(&calendar, week(4)),
            Some(at("2026-04-23T07:30:00Z"))
        );
        assert_eq!(changed.next_session(&calendar, Week::LAST), None);
    }

    #[test]
    fn a_week_that_has_begun_keeps_its_time() {
        let calendar = berlin();
        let begins = calendar.span(week(5)).0;
        let thursdays = (week(5), on(Weekday::Thursday, 10, 0));
        let refused = mondays(&calendar).changed(&calendar, thursdays, begins);
        assert_eq!(refused, Err(Refusal::WeekHasBegun(week(5))));
        let late = TimeChange {
            from: week(5),
            time: thursdays.1,
            recorded_at: begins,
        };
        let read = Schedule::new(&calendar, on(Weekday::Monday, 10, 0), vec![late]);
        assert_eq!(read.of(week(5)), on(Weekday::Monday, 10, 0));
    }

    #[test]
    fn the_same_time_is_no_change() {
        let calendar = berlin();
        let same = (week(5), on(Weekday::Monday, 10, 0));
        let refused = mondays(&calendar).changed(&calendar, same, at("2026-04-01T08:00:00Z"));
        assert_eq!(refused, Err(Refusal::SameTime(week(5))));
    }

    #[test]
    fn of_two_changes_from_one_week_the_later_holds_and_a_change_reaches_to_the_next() {
        let calendar = berlin();
        let now = at("2026-03-24T08:00:00Z");
        let steps = [
            (week(8), on(Weekday::Tuesday, 10, 0), now),
            (week(5), on(Weekday::Friday, 10, 0), now),
            (
                week(5),
                on(Weekday::Wednesday, 11, 0),
                at("2026-03-25T08:00:00Z"),
            ),
        ];
        let mut schedule = mondays(&calendar);
        for (from, time, now) in steps {
            schedule = schedule
                .changed(&calendar, (from, time), now)
                .expect("a schedule");
        }
        assert_eq!(schedule.of(week(4)).weekday, Weekday::Monday);
        assert_eq!(schedule.of(week(7)).weekday, Weekday::Wednesday);
        assert_eq!(schedule.of(week(12)).weekday, Weekday::Tuesday);
        let reach: Vec<Week> = schedule.reach(week(5)).collect();
        assert_eq!(reach, [week(5), week(6), week(7)]);
    }

    #[test]
    fn a_session_that_falls_into_the_lost_hour_begins_after_it() {
        let calendar = berlin();
        let lost = (week(1), on(Weekday::Sunday, 2, 30));
        let now = at("2026-03-20T08:00:00Z");
        let schedule = mondays(&calendar).changed(&calendar, lost, now);
        let schedule = schedule.expect("a schedule");
        // 02:30 does not exist on 29 March in Berlin: the clocks say 03:30
        assert_eq!(
            schedule.session(&calendar, week(1)),
            at("2026-03-29T01:30:00Z")
        );
        assert_eq!(
            schedule.session(&calendar, week(2)),
            at("2026-04-05T00:30:00Z")
        );
    }

    #[test]
    fn in_the_hour_that_comes_twice_a_session_is_held_once_and_at_its_first_coming() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let calendar = Calendar::new(zone, date(2026, 10, 19), 3, Vec::new()).expect("a calendar");
        let sundays = on(Weekday::Sunday, 2, 30);
        let schedule = Schedule::new(&calendar, sundays, Vec::new());
        assert_eq!(
            schedule.session(&calendar, week(1)),
            at("2026-10-25T00:30:00Z")
        );
    }

    #[test]
    fn a_day_after_the_grace_is_said_plainly() {
        let calendar = berlin();
        assert_eq!(mondays(&calendar).told_too_late(&calendar), []);
        let fridays = (week(5), on(Weekday::Friday, 10, 0));
        let schedule = mondays(&calendar)
            .changed(&calendar, fridays, at("2026-04-01T08:00:00Z"))
            .expect("a schedule");
        // the results of week 4 are told in week 5
        let late: Vec<Week> = (4..=10).map(week).collect();
        assert_eq!(schedule.told_too_late(&calendar), late);
    }

    #[test]
    fn the_time_in_words() {
        assert_eq!(time_words(on(Weekday::Thursday, 9, 5)), "Thursday at 09:05");
    }
}
