//! Whether what is kept of a group is what its trail tells: the facts that every number rests on, read a second time
//! from the events alone.

use firstmove_domain::event::Event;
use firstmove_domain::replay::{Replayed, in_order, replay};
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::cohorts::histories;
use crate::cohorts::store::Cohort;
use crate::rows::instant;

/// How the two stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The same.
    Same,
    /// The trail does not reach back to the forming of the group: it cannot tell.
    Cut,
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
    let Some(calendar) = told.calendar.filter(|_| told.gaps == 0) else {
        return Ok(Agreement::Cut);
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
