//! How the trail is read: the newest first, a page at a time, by the index of its circle.

use firstmove_domain::event::Event;
use firstmove_domain::id::{CohortId, EventId, PersonId, SprintId};
use firstmove_kit::db::{Conn, DbError, Row, Value};
use jiff::Timestamp;

use crate::rows::{id, instant, maybe_id};

/// Whose trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circle {
    /// Of one group.
    Cohort(CohortId),
    /// Of a sprint, apart from its groups.
    Sprint(SprintId),
    /// Of the installation: everything that belongs to no group.
    Installation,
}

/// A place in the trail; events before it are older.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// When it happened.
    pub at: Timestamp,
    /// Which of that instant.
    pub id: EventId,
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only these kinds; empty for all.
    pub kind: Option<&'static str>,
    /// Not alerts: they are the coordinator's.
    pub without_alerts: bool,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// By or about this person.
    pub person: Option<PersonId>,
    /// Only what is older than this.
    pub before: Option<Place>,
    /// At most so many.
    pub limit: usize,
}

/// One event as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its place.
    pub place: Place,
    /// Who did it; none for what happens by itself.
    pub actor: Option<String>,
    /// The group that it concerns.
    pub cohort: Option<CohortId>,
    /// Its kind.
    pub kind: String,
    /// What happened; none if this program cannot read it.
    pub event: Option<Event>,
    payload: String,
}

impl Kept {
    /// Every id that stands in it.
    pub fn ids(&self) -> Vec<String> {
        let is_id = |text: &&str| text.len() == 36 && text.parse::<EventId>().is_ok();
        let inside = self.payload.split('"').filter(is_id).map(str::to_owned);
        inside.chain(self.actor.clone()).collect()
    }
}

/// What is said blind stands in no list: from its hour, and from what stands beside it, everybody could read whose it is.
pub const BLIND: [&str; 4] = ["feedback_rated", "help_used", "move_judged", "safety_said"];

/// Without what is blind. Nor is it listed that a witness takes back what they said: it would name the one who did.
fn without_blind() -> String {
    format!(
        "kind not in ('{}') and not (kind = 'move_witnessed' and payload like '%\"saw\":false%')",
        BLIND.join("', '")
    )
}

/// The events of a circle that are looked for, the newest first.
pub fn page(conn: &mut Conn<'_>, circle: Circle, wanted: &Wanted) -> Result<Vec<Kept>, DbError> {
    let mut asked = Asked::default();
    asked.that(&without_blind(), &[]);
    match circle {
        Circle::Cohort(cohort) => asked.that("cohort_id = ?", &[cohort.to_string().into()]),
        Circle::Sprint(sprint) => {
            asked.that(
                "cohort_id is null and sprint_id = ?",
                &[sprint.to_string().into()],
            );
        }
        Circle::Installation => asked.that("cohort_id is null", &[]),
    }
    if let Some(kind) = wanted.kind {
        asked.that("kind = ?", &[kind.into()]);
    }
    if wanted.without_alerts {
        asked.that("kind not like 'alert%'", &[]);
    }
    if let Some(from) = wanted.from {
        asked.that("at >= ?", &[from.as_millisecond().into()]);
    }
    if let Some(until) = wanted.until {
        asked.that("at < ?", &[until.as_millisecond().into()]);
    }
    if let Some(before) = wanted.before {
        let at = before.at.as_millisecond();
        let place = [at.into(), at.into(), before.id.to_string().into()];
        asked.that("(at < ? or (at = ? and id < ?))", &place);
    }
    if let Some(person) = wanted.person {
        asked.person(circle, &person.to_string());
    }
    let sql = format!(
        "select id, at, actor_id, cohort_id, kind, payload from events where {} order by at desc, id desc limit {}",
        asked.conditions.join(" and "),
        wanted.limit
    );
    conn.query(&sql, &asked.values)?.iter().map(kept).collect()
}

#[derive(Default)]
struct Asked {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Asked {
    /// One more condition; each `?` is the next of its values.
    fn that(&mut self, condition: &str, values: &[Value]) {
        let mut text = String::new();
        let mut next = self.values.len();
        for piece in condition.split_inclusive('?') {
            match piece.strip_suffix('?') {
                Some(words) => {
                    next += 1;
                    text.push_str(&format!("{words}${next}"));
                }
                None => text.push_str(piece),
            }
        }
        self.conditions.push(text);
        self.values.extend_from_slice(values);
    }

    /// Done by that person, or about them, their seat, a move, an excuse, a report, a correction or an alert of
    /// theirs.
    fn person(&mut self, circle: Circle, person: &str) {
        let Circle::Cohort(cohort) = circle else {
            let both = [person.into(), person.into()];
            return self.that("(actor_id = ? or about = ?)", &both);
        };
        let seat = format!("(select id from seats where cohort_id = '{cohort}' and person_id = ?)");
        let moves = format!(
            "(select id from experiments where cohort_id = '{cohort}' and seat_id in {seat})"
        );
        let of_seat = |table: &str| {
            format!(
                "about in (select id from {table} where cohort_id = '{cohort}' and seat_id in {seat})"
            )
        };
        let condition = [
            "actor_id = ?".to_owned(),
            "about = ?".to_owned(),
            format!("about in {seat}"),
            format!("about in {moves}"),
            of_seat("excuses"),
            of_seat("corrections"),
            of_seat("alerts"),
            format!(
                "about in (select id from reports where cohort_id = '{cohort}' and experiment_id in {moves})"
            ),
        ];
        let values = vec![Value::from(person); condition.len()];
        self.that(&format!("({})", condition.join(" or ")), &values);
    }
}

fn kept(row: &Row) -> Result<Kept, DbError> {
    let payload: String = row.get("payload")?;
    Ok(Kept {
        place: Place {
            at: instant(row, "at")?,
            id: id(row, "id")?,
        },
        actor: row.get("actor_id")?,
        cohort: maybe_id(row, "cohort_id")?,
        kind: row.get("kind")?,
        event: serde_json::from_str(&payload).ok(),
        payload,
    })
}
