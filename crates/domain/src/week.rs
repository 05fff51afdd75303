//! The calendar of one cohort: which dates a week has, when it closes, what moment it is.
//! MEASUREMENT.md 0.2. All arithmetic is on local dates of the cohort's zone; an instant is the
//! first instant of a local date, so that weeks partition time through clock changes.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Days after week 12 until nothing changes any more.
pub const FINAL_DAYS: i64 = 14;
/// The grace a calendar may give at most: no week closes after `final_close`.
pub const LONGEST_GRACE: u8 = 14;
/// Practice weeks of a sprint.
pub const PRACTICE_WEEKS: u8 = 10;

/// A week of the sprint, 1 to 12: practice to 10, then embed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Week(u8);

impl Week {
    /// The first practice week.
    pub const FIRST: Week = Week(1);
    /// The last practice week, 10.
    pub const LAST_PRACTICE: Week = Week(PRACTICE_WEEKS);
    /// The last week, 12.
    pub const LAST: Week = Week(12);

    /// The week of this number; none outside 1 to 12.
    pub fn new(number: u8) -> Option<Week> {
        (1..=12).contains(&number).then_some(Week(number))
    }

    /// 1 to 12.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Whether an attempt is expected in it (weeks 1-10).
    pub fn is_practice(self) -> bool {
        self.0 <= PRACTICE_WEEKS
    }

    /// Position in a line of practice weeks, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0) - 1
    }

    /// The week after; none after 12.
    pub fn next(self) -> Option<Week> {
        Week::new(self.0 + 1)
    }

    /// All twelve.
    pub fn all() -> impl DoubleEndedIterator<Item = Week> {
        (1..=12).map(Week)
    }

    /// The ten practice weeks.
    pub fn practice() -> impl DoubleEndedIterator<Item = Week> {
        (1..=PRACTICE_WEEKS).map(Week)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<Week> for u8 {
    fn from(week: Week) -> u8 {
        week.0
    }
}

impl TryFrom<u8> for Week {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Week, Self::Error> {
        Week::new(number).ok_or("a week is a number from 1 to 12")
    }
}

/// A calendar week without a number, put before `before`; week numbers continue after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The week that is put off by it.
    pub before: Week,
    /// When the coordinator recorded it; it counts only if that was before it began.
    pub recorded_at: Timestamp,
}

/// Where a moment falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before week 1.
    Before,
    /// In this week.
    Week(Week),
    /// In a pause.
    Pause,
    /// After week 12.
    After,
}

impl Moment {
    /// The week, if it is one.
    pub fn week(self) -> Option<Week> {
        match self {
            Moment::Week(week) => Some(week),
            Moment::Before | Moment::Pause | Moment::After => None,
        }
    }
}

/// Why a calendar cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarRefusal {
    /// Grace over [`LONGEST_GRACE`].
    #[error("A week can stay open for at most 14 days after its end. Choose 14 or fewer.")]
    GraceTooLong,
    /// Years that no sprint has.
    #[error("The first day must lie between 1900 and 2200. Check the year.")]
    DateOutOfReach,
    /// The pause would lie in the past or present.
    #[error("A pause is entered before it begins. Week {0} has begun: choose a later week.")]
    PauseTooLate(Week),
}

/// The calendar of one cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    zone: TimeZone,
    /// The first day of week 1, were there no pause before it.
    start: Date,
    grace_days: u8,
    pauses: Vec<Pause>,
    /// The twelve weeks, worked out once: every number asks for them many times.
    weeks: Arc<[Bounds]>,
    final_close: Timestamp,
}

/// One week's dates and instants.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bounds {
    first: Date,
    last: Date,
    start: Timestamp,
    end: Timestamp,
    close: Timestamp,
}

impl Calendar {
    /// `start` is the first day of week 1. A pause recorded after it would have begun is left out.
    pub fn new(
        zone: TimeZone,
        start: Date,
        grace_days: u8,
        pauses: Vec<Pause>,
    ) -> Result<Calendar, CalendarRefusal> {
        if grace_days > LONGEST_GRACE {
            return Err(CalendarRefusal::GraceTooLong);
        }
        if !(1900..=2200).contains(&start.year()) {
            return Err(CalendarRefusal::DateOutOfReach);
        }
        let mut calendar = Calendar {
            zone,
            start,
            grace_days,
            pauses: Vec::new(),
            weeks: Arc::default(),
            final_close: Timestamp::MAX,
        };
        calendar.work_out();
        let mut wanted = pauses;
        wanted.sort_by_key(|pause| (pause.before, pause.recorded_at));
        for pause in wanted {
            if pause.recorded_at < calendar.span(pause.before).0 {
                calendar.pauses.push(pause);
                calendar.work_out();
            }
        }
        Ok(calendar)
    }

    /// The same calendar with one more pause before `week`; refused once that week has begun.
    pub fn paused(&self, before: Week, now: Timestamp) -> Result<Calendar, CalendarRefusal> {
        if now >= self.span(before).0 {
            return Err(CalendarRefusal::PauseTooLate(before));
        }
        let mut calendar = self.clone();
        calendar.pauses.push(Pause {
            before,
            recorded_at: now,
        });
        calendar
            .pauses
            .sort_by_key(|pause| (pause.before, pause.recorded_at));
        calendar.work_out();
        Ok(calendar)
    }

    fn work_out(&mut self) {
        let bounds = |week: Week| {
            let first = self.day(7 * self.blocks_before(week));
            Bounds {
                first,
                last: later(first, 6),
                start: self.midnight(first),
                end: self.midnight(later(first, 7)),
                close: self.midnight(later(first, 7 + i64::from(self.grace_days))),
            }
        };
        self.weeks = Week::all().map(bounds).collect();
        let last = self.bounds(Week::LAST).first;
        self.final_close = self.midnight(later(last, 7 + FINAL_DAYS));
    }

    fn bounds(&self, week: Week) -> Bounds {
        self.weeks[week.index()]
    }

    /// The cohort's zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first day of week 1, after any pause before it.
    pub fn start(&self) -> Date {
        self.bounds(Week::FIRST).first
    }

    /// Days for which a week stays open after its end.
    pub fn grace_days(&self) -> u8 {
        self.grace_days
    }

    /// The pauses that count, by week.
    pub fn pauses(&self) -> &[Pause] {
        &self.pauses
    }

    /// The week's first and last local date, both within it.
    pub fn dates(&self, week: Week) -> (Date, Date) {
        let bounds = self.bounds(week);
        (bounds.first, bounds.last)
    }

    /// The first and last date of each pause that lies before this week, the earliest first.
    pub fn pause_dates(&self, week: Week) -> Vec<(Date, Date)> {
        let first = self.bounds(week).first;
        let pauses = self.pauses.iter().filter(|pause| pause.before == week);
        let count = i64::try_from(pauses.count()).unwrap_or(0);
        let begins = (1..=count).rev().map(|back| later(first, -7 * back));
        begins.map(|begin| (begin, later(begin, 6))).collect()
    }

    /// When the last pause before this week begins: until then it can be taken back as if it had
    /// never been. Without a pause it is the start of the week.
    pub fn last_pause_begins(&self, week: Week) -> Timestamp {
        let last = self.pause_dates(week).pop();
        last.map_or(self.span(week).0, |(begin, _)| self.midnight(begin))
    }

    /// The week's instants, half open: from its first to just before its second.
    pub fn span(&self, week: Week) -> (Timestamp, Timestamp) {
        let bounds = self.bounds(week);
        (bounds.start, bounds.end)
    }

    /// The instant from which the week's closed number stands for ever.
    pub fn close(&self, week: Week) -> Timestamp {
        self.bounds(week).close
    }

    /// The instant from which nothing changes: 14 days after week 12.
    pub fn final_close(&self) -> Timestamp {
        self.final_close
    }

    /// The instant of the provisional week-12 review: the start of day 4 of week 12.
    pub fn provisional_review(&self) -> Timestamp {
        self.midnight(later(self.bounds(Week::LAST).first, 3))
    }

    /// When the calendar week of this date closes, pauses included; none outside weeks 1-12. A
    /// report about something done on `date` is in time before this instant.
    pub fn settles(&self, date: Date) -> Option<Timestamp> {
        match self.moment_of_date(date) {
            Moment::Before | Moment::After => None,
            Moment::Week(week) => Some(self.close(week)),
            Moment::Pause => {
                let block = days_between(self.start, date) / 7;
                let end = self.day(7 * (block + 1));
                Some(self.midnight(later(end, i64::from(self.grace_days))))
            }
        }
    }

    /// Where this instant falls.
    pub fn moment(&self, instant: Timestamp) -> Moment {
        // Where clocks go back over midnight, a date returns for a while after the next has begun.
        // Weeks partition instants: what has begun stays begun.
        let date = self.local_date(instant);
        let next = later(date, 1);
        let begun = if self.midnight(next) <= instant {
            next
        } else {
            date
        };
        self.moment_of_date(begun)
    }

    /// Where this local date falls.
    pub fn moment_of_date(&self, date: Date) -> Moment {
        if date < self.start() {
            return Moment::Before;
        }
        if date > self.dates(Week::LAST).1 {
            return Moment::After;
        }
        let mut weeks = Week::all().rev();
        // what lies behind the seven days of the last week that has begun is a pause
        match weeks.find(|week| self.bounds(*week).first <= date) {
            Some(week) if date <= self.bounds(week).last => Moment::Week(week),
            _ => Moment::Pause,
        }
    }

    /// The number of the last closed week, 0 to 12.
    pub fn closed_through(&self, now: Timestamp) -> u8 {
        let closed = Week::all().rev().find(|week| self.close(*week) <= now);
        closed.map_or(0, Week::number)
    }

    /// Weeks begun and not closed: those a leader may report about now.
    pub fn reporting_weeks(&self, now: Timestamp) -> Vec<Week> {
        let open = |week: &Week| self.span(*week).0 <= now && now < self.close(*week);
        Week::all().filter(open).collect()
    }

    /// The local date of an instant.
    pub fn local_date(&self, instant: Timestamp) -> Date {
        self.zone.to_datetime(instant).date()
    }

    /// The first instant of a local date.
    pub fn midnight(&self, date: Date) -> Timestamp {
        // The whole date is in reach (see `new`), so neither step fails; the far future stands in.
        date.to_zoned(self.zone.clone())
            .and_then(|zoned| zoned.start_of_day())
            .map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    }

    /// Calendar weeks between the start and this week: earlier weeks and pauses.
    fn blocks_before(&self, week: Week) -> i64 {
        let pauses = self
            .pauses
            .iter()
            .filter(|pause| pause.before <= week)
            .count();
        i64::from(week.number()) - 1 + i64::try_from(pauses).unwrap_or(0)
    }

    fn day(&self, offset: i64) -> Date {
        later(self.start, offset)
    }
}

/// The date `days` later; never out of range within a sprint.
#[must_use]
pub fn later(date: Date, days: i64) -> Date {
    date.saturating_add(Span::new().days(days))
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
