//! When a cohort meets: by its calendar, unless one meeting was moved; and the meetings that were called off.

use firstmove_domain::id::SprintId;
use firstmove_domain::session::{Meeting, overlap};
use firstmove_domain::sprint::WeeklyTime;
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::cohorts::store::Cohort;

/// The days on which nobody in a sprint works, such as public holidays: no mail leaves of itself.
pub fn days_off(conn: &mut Conn<'_>, sprint: &SprintId) -> Result<Vec<Date>, DbError> {
    let rows = conn.query(
        "select day from days_off where sprint_id = $1 order by day",
        &params![sprint.to_string()],
    )?;
    let mut days = Vec::new();
    for row in &rows {
        days.extend(row.get::<String>("day")?.parse::<Date>().ok());
    }
    Ok(days)
}

/// What a cohort meets for at its weekly time: the session, or the retrospective; nothing in the last week.
fn weekly_meeting(week: Week) -> Option<Meeting> {
    let retrospective = Meeting::Retrospective;
    match week.is_practice() {
        true => Some(Meeting::Session(week)),
        false => Some(retrospective).filter(|one| one.week() == Some(week)),
    }
}

impl Cohort {
    /// The weekday and local time at which it meets in a week by its calendar.
    pub fn meets(&self, week: Week) -> WeeklyTime {
        self.weekly.of(week)
    }

    /// The time to which a meeting was moved.
    pub fn moved(&self, meeting: Meeting) -> Option<Timestamp> {
        self.changed.moved(meeting, &self.calendar)
    }

    /// When a meeting begins unless it is moved.
    pub fn by_calendar(&self, meeting: Meeting) -> Timestamp {
        meeting.begins(&self.calendar, &self.weekly, self.showcases)
    }

    /// When a meeting begins: as it was moved, else by the calendar.
    pub fn begins(&self, meeting: Meeting) -> Timestamp {
        let moved = self.moved(meeting);
        moved.unwrap_or_else(|| self.by_calendar(meeting))
    }

    /// The other meeting that takes place while this one would, if it began at `at`.
    pub fn at_once(&self, meeting: Meeting, at: Timestamp) -> Option<(Meeting, Timestamp)> {
        let held = Meeting::all().into_iter().filter(|one| !self.is_off(*one));
        overlap::at_once((meeting, at), held.map(|one| (one, self.begins(one))))
    }

    /// Whether a meeting was called off.
    pub fn is_off(&self, meeting: Meeting) -> bool {
        self.changed.is_off(meeting)
    }

    /// When a week's session begins.
    pub fn session(&self, week: Week) -> Timestamp {
        let moved = weekly_meeting(week).and_then(|one| self.moved(one));
        moved.unwrap_or_else(|| self.weekly.session(&self.calendar, week))
    }

    /// The same by the clocks of the cohort.
    pub fn local_session(&self, week: Week) -> DateTime {
        self.calendar.zone().to_datetime(self.session(week))
    }

    /// The day of a week's session.
    pub fn session_day(&self, week: Week) -> Date {
        self.local_session(week).date()
    }

    /// When a week last began or ended, or the numbers became final: what comes in sums joins them there, so that no
    /// single answer changes one. None before the first.
    pub fn last_turn(&self, now: Timestamp) -> Option<Timestamp> {
        let spans = Week::all().map(|week| self.calendar.span(week));
        let turns = spans.flat_map(|(begins, ends)| [begins, ends]);
        let turns = turns.chain([self.calendar.final_close()]);
        turns.filter(|turn| *turn <= now).max()
    }

    /// Whether the session of a week, or the retrospective, was called off.
    pub fn has_no_session(&self, week: Week) -> bool {
        weekly_meeting(week).is_some_and(|one| self.is_off(one))
    }

    /// The session in which a week's results are told: that of the next week, none after 12.
    pub fn next_session(&self, week: Week) -> Option<Timestamp> {
        week.next().map(|next| self.session(next))
    }
}
