//! Whose move has stalled, read from what was said of each week: reports, and moves that were carried over without one.

use std::collections::BTreeMap;

use firstmove_domain::event::Event;
use firstmove_domain::id::{CohortId, SeatId};
use firstmove_domain::turns::stalled::{Word, since};
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::cohorts::store::week;
use crate::rows::{id, instant};

/// What was said last of a move and a week, by seat, move and week.
type Said = BTreeMap<(SeatId, String, Week), Word>;

/// The seats whose move has stalled, each with since when.
pub fn seats(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<(SeatId, Timestamp)>, DbError> {
    let mut by_seat: BTreeMap<SeatId, Vec<Word>> = BTreeMap::new();
    let said = reports(conn, cohort)?.into_iter();
    for ((seat, ..), word) in said.chain(carried_over(conn, cohort)?) {
        by_seat.entry(seat).or_default().push(word);
    }
    let stalled = by_seat.into_iter();
    let stalled = stalled.filter_map(|(seat, words)| Some((seat, since(&words)?)));
    Ok(stalled.collect())
}

fn reports(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Said, DbError> {
    let rows = conn.query(
        "select e.seat_id, r.experiment_id, r.week, r.reported_at, r.performed_on from reports r
         join experiments e on e.cohort_id = r.cohort_id and e.id = r.experiment_id
         where r.cohort_id = $1 order by r.reported_at, r.id",
        &params![cohort.to_string()],
    )?;
    let mut said = Said::new();
    for row in &rows {
        let of = (
            id(row, "seat_id")?,
            row.get("experiment_id")?,
            week(row, "week")?,
        );
        let word = Word {
            week: of.2,
            at: instant(row, "reported_at")?,
            tried: row.get::<Option<String>>("performed_on")?.is_some(),
        };
        said.insert(of, word);
    }
    Ok(said)
}

fn carried_over(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Said, DbError> {
    let rows = conn.query(
        "select e.seat_id, e.id, v.at, v.payload from events v
         join experiments e on e.cohort_id = v.cohort_id and e.id = v.about
         where v.cohort_id = $1 and v.kind = 'move_carried_over' order by v.at, v.id",
        &params![cohort.to_string()],
    )?;
    let mut said = Said::new();
    for row in &rows {
        let payload: String = row.get("payload")?;
        let Ok(Event::MoveCarriedOver { from, .. }) = serde_json::from_str(&payload) else {
            continue;
        };
        let of = (id(row, "seat_id")?, row.get("id")?, from);
        let word = Word {
            week: from,
            at: instant(row, "at")?,
            tried: false,
        };
        said.insert(of, word);
    }
    Ok(said)
}
