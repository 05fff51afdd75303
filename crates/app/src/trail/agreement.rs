//! Whether what is kept of a group is what its trail tells: the facts that every number rests on, read a second time
//! from the events alone.

use firstmove_domain::event::Event;
use firstmove_domain::replay::{Replayed, in_order, replay};
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::cohorts::histories;
use crate::cohorts::store::Cohort;
use crate::forgetting;
use crate::rows::{instant, maybe_instant};

/// How the two stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The same.
    Same,
    /// The trail does not reach back to the forming of the group, which its retention time may have ended: it cannot tell.
    Cut,
    /// A part of the trail is lost: nothing that goes by itself has taken it.
    Lost,
    /// Another calendar.
    OtherCalendar,
    /// Other facts about so many seats.
    OtherFacts(usize),
}

impl Agreement {
    /// Whether nothing is odd.
    pub fn is_fine(self) -> bool {
        matches!(self, Agreement::Same | Agreement::Cut)
    }

    /// In a sentence.
    pub fn sentence(self) -> String {
        match self {
            Agreement::Same => "The audit trail gives the same numbers.".into(),
            Agreement::Cut => {
                "The audit trail does not reach back to the group’s beginning, so its numbers are not compared.".into()
            }
            Agreement::Lost => {
                "A part of the audit trail is lost, so its numbers cannot be compared. Tell the administrator.".into()
            }
            Agreement::OtherCalendar => {
                "The audit trail gives another calendar. Tell the administrator.".into()
            }
            Agreement::OtherFacts(1) => {
                "The audit trail gives other numbers for one person. Tell the administrator.".into()
            }
            Agreement::OtherFacts(many) => format!(
                "The audit trail gives other numbers for {many} people. Tell the administrator."
            ),
        }
    }
}

/// A trail is kept for so long at least, whatever its retention time is.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Reads a group's trail again, from its first event to its last.
pub fn replayed(conn: &mut Conn<'_>, cohort: &Cohort) -> Result<Replayed, DbError> {
    let rows = conn.query(
        "select at, payload from events where cohort_id = $1 order by at, id",
        &params![cohort.id.to_string()],
    )?;
    let events = rows
        .iter()
        .map(|row| {
            let event = serde_json::from_str::<Event>(&row.get::<String>("payload")?);
            let event = event.map_err(|error| DbError::Conversion(error.to_string()))?;
            Ok((instant(row, "at")?, event))
        })
        .collect::<Result<Vec<(Timestamp, Event)>, DbError>>()?;
    Ok(replay(events.iter().map(|(at, event)| (*at, event))))
}

/// Holds what is kept against the trail.
pub fn of(conn: &mut Conn<'_>, cohort: &Cohort) -> Result<Agreement, DbError> {
    let told = replayed(conn, cohort)?;
    let calendar = match told.calendar {
        Some(calendar) if told.gaps == 0 => calendar,
        // what goes by itself goes from the beginning on: the beginning is there, so something else took a part
        Some(_) => return Ok(Agreement::Lost),
        None if may_have_been_shortened(conn, cohort)? => return Ok(Agreement::Cut),
        None => return Ok(Agreement::Lost),
    };
    if calendar != cohort.calendar {
        return Ok(Agreement::OtherCalendar);
    }
    let kept = in_order(histories::load(conn, &cohort.id)?);
    let missing = kept.iter().filter(|seat| !told.seats.contains(seat));
    let more = told
        .seats
        .iter()
        .filter(|seat| !kept.iter().any(|one| one.seat == seat.seat));
    Ok(match missing.count() + more.count() {
        0 => Agreement::Same,
        many => Agreement::OtherFacts(many),
    })
}

/// Whether the beginning of a group's trail may have gone by itself: it had been there for as long as a trail is kept at
/// least when old things were last deleted.
fn may_have_been_shortened(conn: &mut Conn<'_>, cohort: &Cohort) -> Result<bool, DbError> {
    let formed = conn.one(
        "select created_at from cohorts where cohort_id = $1",
        &params![cohort.id.to_string()],
    )?;
    let formed = formed.map(|row| instant(&row, "created_at")).transpose()?;
    let deleted = last_deletion(conn)?;
    Ok(match (formed, deleted) {
        (Some(formed), Some(deleted)) => deleted.duration_since(formed) >= KEPT,
        (_, None) => false,
        (None, Some(_)) => true,
    })
}

/// The last instant at which old things can have been deleted; none where they never were.
fn last_deletion(conn: &mut Conn<'_>) -> Result<Option<Timestamp>, DbError> {
    let Some(day) = forgetting::acts::forgot_on(conn)? else {
        return Ok(None);
    };
    // of the day only its date is kept
    let end = day.parse::<Date>().ok().and_then(|day| day.tomorrow().ok());
    let end = end.and_then(|day| day.to_zoned(TimeZone::UTC).ok());
    if let Some(end) = end {
        return Ok(Some(end.timestamp()));
    }
    // the times were changed since, which is itself an event
    match conn.one("select max(at) as at from events", &[])? {
        Some(row) => maybe_instant(&row, "at"),
        None => Ok(None),
    }
}
