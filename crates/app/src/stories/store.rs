//! How stories are kept, and how far each may be read.

use firstmove_domain::id::{CohortId, ExperimentId, PersonId, SeatId, StoryId};
use firstmove_domain::story::{Consent, Kind, Story};
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::cohorts::store::week;
use crate::rows::{id, instant, maybe_id, maybe_small};

/// A story as it is kept, with whose it is.
#[derive(Debug, Clone)]
pub struct Told {
    /// Which.
    pub id: StoryId,
    /// The cohort.
    pub cohort: CohortId,
    /// What the cohort is called.
    pub group: String,
    /// Whose.
    pub seat: SeatId,
    /// The name of who told it.
    pub owner: String,
    /// What is told.
    pub story: Story,
    /// The own move that it is about, if it is about one.
    pub experiment: Option<ExperimentId>,
    /// When it was written.
    pub written_at: Timestamp,
}

const TOLD: &str =
    "select t.cohort_id, t.id, t.seat_id, t.kind, t.heading, t.situation, t.action, t.impact, t.consent,
        t.experiment_id, t.showcase, t.written_at, c.name as group_name, p.name as owner
     from stories t
     join seats s on s.cohort_id = t.cohort_id and s.id = t.seat_id
     join people p on p.id = s.person_id
     join cohorts c on c.cohort_id = t.cohort_id
     where ";

fn told(row: &Row) -> Result<Told, DbError> {
    let (kind, consent): (String, String) = (row.get("kind")?, row.get("consent")?);
    let unread = |column| DbError::Conversion(format!("column {column} holds no known word"));
    Ok(Told {
        id: id(row, "id")?,
        cohort: id(row, "cohort_id")?,
        group: row.get("group_name")?,
        seat: id(row, "seat_id")?,
        owner: row.get("owner")?,
        story: Story {
            kind: Kind::from_key(&kind).ok_or_else(|| unread("kind"))?,
            heading: row.get("heading")?,
            situation: row.get("situation")?,
            action: row.get("action")?,
            impact: row.get("impact")?,
            consent: Consent::from_key(&consent).ok_or_else(|| unread("consent"))?,
            showcase: match maybe_small(row, "showcase")? {
                Some(_) => Some(week(row, "showcase")?),
                None => None,
            },
        },
        experiment: maybe_id(row, "experiment_id")?,
        written_at: instant(row, "written_at")?,
    })
}

/// The stories of a cohort, the newest first.
pub fn of_cohort(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Told>, DbError> {
    let rows = conn.query(
        &format!("{TOLD} t.cohort_id = $1 order by t.written_at desc, t.id desc"),
        &params![cohort.to_string()],
    )?;
    rows.iter().map(told).collect()
}

/// So many stories of other groups are read.
const MOST: i64 = 50;

/// The stories that go to the whole organisation, of groups in which `fewest` people or more take part now; the newest
/// first.
pub fn of_organisation(
    conn: &mut Conn<'_>,
    organisation: &str,
    fewest: u64,
    now: Timestamp,
) -> Result<Vec<Told>, DbError> {
    let rows = conn.query(
        &format!(
            "{TOLD} t.consent = 'organisation'
               and exists (select 1 from sprints r where r.id = c.sprint_id and r.organisation = $1)
               and (select count(*) from seats x where x.cohort_id = t.cohort_id
                      and (x.exit_at is null or x.exit_at > $2)
                      and (x.withdrawn_at is null or x.withdrawn_at > $2)) >= $3
             order by t.written_at desc, t.id desc limit $4"
        ),
        &params![
            organisation,
            now.as_millisecond(),
            i64::try_from(fewest).unwrap_or(i64::MAX),
            MOST
        ],
    )?;
    rows.iter().map(told).collect()
}

/// A story of the person who holds its seat; for all others it is not there.
pub fn own(
    conn: &mut Conn<'_>,
    story: &StoryId,
    person: &PersonId,
) -> Result<Option<Told>, DbError> {
    let row = conn.one(
        &format!("{TOLD} t.id = $1 and s.person_id = $2"),
        &params![story.to_string(), person.to_string()],
    )?;
    row.as_ref().map(told).transpose()
}

/// Keeps a new story; false where its id is taken.
pub fn insert(
    conn: &mut Conn<'_>,
    (cohort, seat): (&CohortId, &SeatId),
    story: &StoryId,
    (told, experiment): (&Story, Option<ExperimentId>),
    now: Timestamp,
) -> Result<bool, DbError> {
    let added = conn.execute(
        "insert into stories (cohort_id, id, seat_id, kind, heading, situation, action, impact, consent,
            experiment_id, showcase, written_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
         on conflict (cohort_id, id) do nothing",
        &params![
            cohort.to_string(),
            story.to_string(),
            seat.to_string(),
            told.kind.key(),
            &told.heading,
            &told.situation,
            &told.action,
            &told.impact,
            told.consent.key(),
            experiment.map(|one| one.to_string()),
            told.showcase.map(|week| i64::from(week.number())),
            now.as_millisecond()
        ],
    )?;
    Ok(added == 1)
}

/// Keeps what a story says now.
pub fn update(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    story: &StoryId,
    told: &Story,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "update stories set kind = $3, heading = $4, situation = $5, action = $6, impact = $7, consent = $8,
            showcase = $9, changed_at = $10
         where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            story.to_string(),
            told.kind.key(),
            &told.heading,
            &told.situation,
            &told.action,
            &told.impact,
            told.consent.key(),
            told.showcase.map(|week| i64::from(week.number())),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Deletes a story.
pub fn delete(conn: &mut Conn<'_>, cohort: &CohortId, story: &StoryId) -> Result<(), DbError> {
    conn.execute(
        "delete from stories where cohort_id = $1 and id = $2",
        &params![cohort.to_string(), story.to_string()],
    )?;
    Ok(())
}
