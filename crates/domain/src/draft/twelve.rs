//! The twelve weeks of a group as dates: what happens when, and what is unusual about a week.

use crate::sprint::{SHOWCASE_WEEKS, WeeklyTime};
use crate::week::{Calendar, Week};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// One week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekRow {
    /// Which.
    pub week: Week,
    /// Its first local date.
    pub first: Date,
    /// Its last local date.
    pub last: Date,
    /// The local date and time at which its session begins, in week 11 the retrospective; none in week 12, which has
    /// its showcase only.
    pub session: Option<DateTime>,
    /// The same for its showcase; none in most weeks.
    pub showcase: Option<DateTime>,
    /// Days on which nobody works.
    pub days_off: Vec<Date>,
    /// The change of the clocks in it.
    pub clocks: Option<Clocks>,
}

impl WeekRow {
    /// Whether the session or the showcase falls on a day on which nobody works.
    #[must_use]
    pub fn meets_on_day_off(&self) -> bool {
        let meets = |at: &DateTime| self.days_off.contains(&at.date());
        self.session.iter().chain(&self.showcase).any(meets)
    }
}

/// A change of the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// The local date on which they change.
    pub on: Date,
    /// By how many minutes they go forward; below nought, back.
    pub minutes: i32,
}

/// The twelve weeks of a group that meets so.
#[must_use]
pub fn twelve_weeks(
    calendar: &Calendar,
    session: WeeklyTime,
    showcase: WeeklyTime,
    days_off: &[Date],
) -> Vec<WeekRow> {
    let local = |at: Timestamp| calendar.zone().to_datetime(at);
    Week::all()
        .map(|week| {
            let (first, last) = calendar.dates(week);
            let shows = SHOWCASE_WEEKS.contains(&week.number());
            WeekRow {
                week,
                first,
                last,
                session: (week != Week::LAST).then(|| local(session.session(calendar, week))),
                showcase: shows.then(|| local(showcase.session(calendar, week))),
                days_off: days_off
                    .iter()
                    .copied()
                    .filter(|day| (first..=last).contains(day))
                    .collect(),
                clocks: clocks(calendar, week),
            }
        })
        .collect()
}

/// The first change of the zone's offset within a week.
fn clocks(calendar: &Calendar, week: Week) -> Option<Clocks> {
    let (start, end) = calendar.span(week);
    let zone = calendar.zone();
    let mut before = zone.to_offset(start);
    for change in zone
        .following(start)
        .take_while(|one| one.timestamp() < end)
    {
        let after = change.offset();
        if after != before {
            // the date on which they change, read on the clock as it was
            let on = before.to_datetime(change.timestamp()).date();
            let minutes = (after.seconds() - before.seconds()) / 60;
            return Some(Clocks { on, minutes });
        }
        before = after;
    }
    None
}
