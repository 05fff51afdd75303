//! Commitments: who does what by when. They are made in a session, come back as a reminder, and open the next one.

use firstmove_domain::event::Event;
use firstmove_domain::form::{FieldProblem, long_day};
use firstmove_domain::id::{CohortId, CommitmentId, SeatId};
use firstmove_domain::session::input::Commitment;
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::experiments::Place;
use crate::frame::Person;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::rows::{date, id, instant, maybe_instant};
use crate::sessions::inside::Inside;
use crate::sessions::said::Told;
use crate::sessions::words;

/// The most commitments that one person makes in a session.
const MOST: usize = 5;

/// A commitment as it is kept.
#[derive(Debug, Clone)]
pub struct Promise {
    /// Which.
    pub id: CommitmentId,
    /// In which meeting it was made.
    pub meeting: String,
    /// Whose.
    pub seat: SeatId,
    /// What.
    pub what: String,
    /// By when.
    pub due: Date,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was ticked off.
    pub done_at: Option<Timestamp>,
}

fn promise(row: &Row) -> Result<Promise, DbError> {
    Ok(Promise {
        id: id(row, "id")?,
        meeting: row.get("meeting_id")?,
        seat: id(row, "seat_id")?,
        what: row.get("what")?,
        due: date(row, "due")?,
        made_at: instant(row, "made_at")?,
        done_at: maybe_instant(row, "done_at")?,
    })
}

/// All commitments of a cohort, the oldest first.
pub fn of_cohort(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Promise>, DbError> {
    let rows = conn.query(
        "select id, meeting_id, seat_id, what, due, made_at, done_at from commitments
         where cohort_id = $1 and what <> '' order by made_at, id",
        &params![cohort.to_string()],
    )?;
    rows.iter().map(promise).collect()
}

/// A commitment that is not ticked off.
#[derive(Debug, Clone)]
pub struct Open {
    /// Whose.
    pub seat: SeatId,
    /// In which meeting it was made.
    pub meeting: String,
    /// When that ended; none while it runs.
    pub session_ended: Option<Timestamp>,
    /// What.
    pub what: String,
    /// By when.
    pub due: Date,
}

/// The commitments of a cohort that are not ticked off, the oldest first.
pub fn open_of(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Open>, DbError> {
    let rows = conn.query(
        "select c.seat_id, c.meeting_id, c.what, c.due, m.ended_at from commitments c
         left join meetings m on m.cohort_id = c.cohort_id and m.id = c.meeting_id
         where c.cohort_id = $1 and c.done_at is null and c.what <> '' order by c.made_at, c.id",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Open {
                seat: id(row, "seat_id")?,
                meeting: row.get("meeting_id")?,
                session_ended: maybe_instant(row, "ended_at")?,
                what: row.get("what")?,
                due: date(row, "due")?,
            })
        })
        .collect()
}

/// Commits somebody to something. The id that the form brought along makes sending it twice once.
pub fn commit(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    inside: &Inside,
    (named, id): (&str, &str),
    (what, due): (&str, &str),
) -> Result<Result<(), Vec<FieldProblem>>, Problem> {
    let seat = inside.speaker(named, scene.now)?;
    let cohort = inside.cohort();
    let today = cohort.calendar.local_date(scene.now);
    let read = match Commitment::read(what, due, &cohort.calendar, today) {
        Ok(read) => read,
        Err(problems) => return Ok(Err(problems)),
    };
    let key = inside.meeting.key();
    let before = of_cohort(scene.conn, &cohort.id)?;
    // the same form sent twice is one; a form of before with other words, as after "Back", is another commitment
    let is_another = |id: &CommitmentId| {
        let kept = before.iter().find(|one| one.id == *id);
        kept.is_some_and(|one| one.seat != seat || one.what != read.what || one.due != read.due)
    };
    let id = match id.parse() {
        Ok(id) if !is_another(&id) => id,
        _ => CommitmentId::new(scene.app.secrets.uuid7(scene.now)),
    };
    let own = before
        .iter()
        .filter(|one| one.seat == seat && one.meeting == key);
    if own.count() >= MOST {
        return Ok(Err(vec![FieldProblem {
            field: "what",
            sentence: "Five are enough for one week. Tick one off first.".into(),
        }]));
    }
    let made = scene.conn.execute(
        "insert into commitments (cohort_id, id, meeting_id, seat_id, what, due, made_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (cohort_id, id) do nothing",
        &params![
            cohort.id.to_string(),
            id.to_string(),
            key,
            seat.to_string(),
            &read.what,
            read.due.to_string(),
            scene.now.as_millisecond()
        ],
    )?;
    words::heard(scene, inside, &seat)?;
    if made == 1 {
        let event = Event::CommitmentMade {
            commitment: id,
            seat,
        };
        happened(scene, Some(actor), Some(cohort), event)?;
        scene.touched.push(inside.topic());
    }
    Ok(Ok(()))
}

/// Ticks an own commitment off, or takes the tick back; `actor` is none for the signed link. Twice is once.
pub fn tick(
    scene: &mut Scene<'_, '_>,
    actor: Option<&Actor>,
    (cohort, seat): (&Cohort, &SeatId),
    (id, done): (&CommitmentId, bool),
) -> Result<(), Problem> {
    let all = of_cohort(scene.conn, &cohort.id)?;
    let own = all.iter().find(|one| one.id == *id && one.seat == *seat);
    let own = own.ok_or(Problem::NotFound)?;
    if own.done_at.is_some() == done {
        return Ok(());
    }
    scene.conn.execute(
        "update commitments set done_at = $3 where cohort_id = $1 and id = $2",
        &params![
            cohort.id.to_string(),
            id.to_string(),
            done.then(|| scene.now.as_millisecond())
        ],
    )?;
    let event = match done {
        true => Event::CommitmentKept { commitment: *id },
        false => Event::CommitmentOpenAgain { commitment: *id },
    };
    happened(scene, actor, Some(cohort), event)
}

/// What was committed to in this session, and what is still open from earlier ones.
pub fn told(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Vec<Told>, Problem> {
    let key = inside.meeting.key();
    let all = of_cohort(scene.conn, &inside.cohort().id)?;
    let here = all.iter().filter(|one| one.meeting == key);
    Ok(here.map(|one| line(inside, one)).collect())
}

/// What was committed to in earlier sessions and is not ticked off.
pub fn open(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Vec<Told>, Problem> {
    let key = inside.meeting.key();
    let all = of_cohort(scene.conn, &inside.cohort().id)?;
    let earlier = all
        .iter()
        .filter(|one| one.meeting != key && one.done_at.is_none());
    Ok(earlier.map(|one| line(inside, one)).collect())
}

fn line(inside: &Inside, one: &Promise) -> Told {
    Told {
        who: Some(Person::new(inside.name_of(&one.seat))),
        bold: one.what.clone(),
        line: match one.done_at {
            Some(_) => "Done.".into(),
            None => format!("By {}.", long_day(one.due)),
        },
    }
}

/// A commitment with its button.
pub struct Own {
    /// Which.
    pub id: String,
    /// What.
    pub what: String,
    /// "By Thursday 2 April".
    pub due: String,
    /// Whether it is ticked off.
    pub done: bool,
}

/// The leader's own commitments that are open, or were ticked off since the last session.
pub fn own(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Vec<Own>, Problem> {
    let all = of_cohort(scene.conn, &place.cohort.id)?;
    let mine = all.iter().filter(|one| one.seat == place.me.seat);
    Ok(mine
        .filter(|one| one.done_at.is_none())
        .map(|one| Own {
            id: one.id.to_string(),
            what: one.what.clone(),
            due: format!("By {}", long_day(one.due)),
            done: one.done_at.is_some(),
        })
        .collect())
}

/// The day that is filled in: that of the next session, or the last of the sprint.
pub fn default_due(inside: &Inside) -> Date {
    let cohort = inside.cohort();
    let next = inside.meeting.week().and_then(|week| week.next());
    match next {
        Some(next) => cohort.session_day(next),
        None => cohort.calendar.dates(firstmove_domain::week::Week::LAST).1,
    }
}
