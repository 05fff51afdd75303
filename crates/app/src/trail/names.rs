//! Who and what the ids of events are, as the reader may call them: by name, or by pseudonym.

use std::collections::{BTreeMap, HashMap};

use firstmove_domain::id::{AlertId, CohortId, ExperimentId, PersonId, SeatId, SprintId};
use firstmove_kit::db::{Conn, DbError, Row, Value};

use crate::trail::store::Kept;

/// What stands where somebody is not found.
const SOMEBODY: &str = "somebody";

/// The names behind ids.
#[derive(Debug, Default)]
pub struct Names {
    people: HashMap<String, String>,
    seats: HashMap<String, String>,
    moves: HashMap<String, (String, i64)>,
    alerts: HashMap<String, String>,
    sprints: HashMap<String, String>,
}

impl Names {
    /// Somebody with an account.
    pub fn person(&self, id: &PersonId) -> String {
        named(&self.people, &id.to_string())
    }

    /// Somebody by their account's id as text.
    pub fn person_of(&self, id: &str) -> Option<String> {
        self.people.get(id).cloned()
    }

    /// Who holds a seat.
    pub fn seat(&self, id: &SeatId) -> String {
        named(&self.seats, &id.to_string())
    }

    /// Whose move it is.
    pub fn mover(&self, id: &ExperimentId) -> String {
        let found = self.moves.get(&id.to_string());
        found.map_or_else(|| SOMEBODY.to_owned(), |(who, _)| who.clone())
    }

    /// "the move for week 3".
    pub fn the_move(&self, id: &ExperimentId) -> String {
        let found = self.moves.get(&id.to_string());
        found.map_or_else(
            || "a move".to_owned(),
            |(_, week)| format!("the move for week {week}"),
        )
    }

    /// ": Luis Ortega, two weeks in a row"; nothing where it is not known any more.
    pub fn alert(&self, id: &AlertId) -> String {
        let found = self.alerts.get(&id.to_string());
        found.map_or_else(String::new, |words| format!(": {words}"))
    }

    /// The sprint's name.
    pub fn sprint(&self, id: &SprintId) -> String {
        let found = self.sprints.get(&id.to_string());
        found.map_or_else(
            || "A sprint".to_owned(),
            |name| format!("The sprint {name}"),
        )
    }

    /// " of the sprint Autumn"; nothing for the whole installation.
    pub fn in_sprint(&self, id: Option<SprintId>) -> String {
        let name = id.and_then(|id| self.sprints.get(&id.to_string()));
        name.map_or_else(String::new, |name| format!(" of the sprint {name}"))
    }

    /// Looks up everybody and everything that these events name. `hidden`: by pseudonym.
    pub fn of(conn: &mut Conn<'_>, events: &[Kept], hidden: bool) -> Result<Names, DbError> {
        let mut names = Names::default();
        let mut by_cohort: BTreeMap<Option<CohortId>, Vec<String>> = BTreeMap::new();
        for event in events {
            let ids = by_cohort.entry(event.cohort).or_default();
            ids.extend(event.ids());
        }
        let mut all: Vec<String> = by_cohort.values().flatten().cloned().collect();
        tidy(&mut all);
        names.look_up_people(conn, &all, hidden)?;
        for (cohort, mut ids) in by_cohort {
            if let Some(cohort) = cohort {
                tidy(&mut ids);
                names.look_up_group(conn, &cohort, &ids, hidden)?;
            }
        }
        Ok(names)
    }

    fn look_up_people(
        &mut self,
        conn: &mut Conn<'_>,
        ids: &[String],
        hidden: bool,
    ) -> Result<(), DbError> {
        let called = called(hidden);
        for row in among(
            conn,
            &format!("select p.id, {called} as name from people p where p.id"),
            ids,
        )? {
            self.people.insert(row.get("id")?, row.get("name")?);
        }
        for row in among(conn, "select id, name from sprints where id", ids)? {
            self.sprints.insert(row.get("id")?, row.get("name")?);
        }
        Ok(())
    }

    fn look_up_group(
        &mut self,
        conn: &mut Conn<'_>,
        cohort: &CohortId,
        ids: &[String],
        hidden: bool,
    ) -> Result<(), DbError> {
        // the id of a cohort is ours and no text that came from outside
        let (called, group) = (called(hidden), format!("'{cohort}'"));
        let seats = format!(
            "select s.id, {called} as name from seats s join people p on p.id = s.person_id
             where s.cohort_id = {group} and s.id"
        );
        for row in among(conn, &seats, ids)? {
            self.seats.insert(row.get("id")?, row.get("name")?);
        }
        let moves = format!(
            "select e.id, e.week, {called} as name from experiments e
             join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
             join people p on p.id = s.person_id
             where e.cohort_id = {group} and e.id"
        );
        for row in among(conn, &moves, ids)? {
            let told = (row.get("name")?, row.get("week")?);
            self.moves.insert(row.get("id")?, told);
        }
        let alerts = format!(
            "select a.id, a.kind, {called} as name from alerts a
             left join seats s on s.cohort_id = a.cohort_id and s.id = a.seat_id
             left join people p on p.id = s.person_id
             where a.cohort_id = {group} and a.id"
        );
        for row in among(conn, &alerts, ids)? {
            self.alerts.insert(row.get("id")?, alert(&row)?);
        }
        Ok(())
    }
}

fn named(names: &HashMap<String, String>, id: &str) -> String {
    names
        .get(id)
        .cloned()
        .unwrap_or_else(|| SOMEBODY.to_owned())
}

fn called(hidden: bool) -> &'static str {
    if hidden { "p.pseudonym" } else { "p.name" }
}

fn alert(row: &Row) -> Result<String, DbError> {
    let kind: String = row.get("kind")?;
    let who: Option<String> = row.get("name")?;
    let what = match kind.as_str() {
        "two_in_a_row" => "two weeks in a row without a move",
        "two_skipped" => "two weeks without a move",
        "no_report" => "no report",
        "under_target" => "under the target",
        "safety" => "how safe it feels to speak",
        "untrained" => "not all peer mentors are trained",
        "nobody_presents" => "nobody who presents",
        "no_sponsor" | "sponsor_again" => "a showcase without a sponsor",
        _ => "a new kind",
    };
    Ok(match who {
        Some(who) => format!("{who}, {what}"),
        None => format!("the group, {what}"),
    })
}

fn tidy(ids: &mut Vec<String>) {
    ids.sort_unstable();
    ids.dedup();
}

/// The rows of these ids.
fn among(conn: &mut Conn<'_>, start: &str, ids: &[String]) -> Result<Vec<Row>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let values: Vec<Value> = ids.iter().map(|id| id.clone().into()).collect();
    conn.query(&format!("{start} in ({})", places.join(", ")), &values)
}
