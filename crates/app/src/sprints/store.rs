//! How sprints, their skills and roles, and new cohorts are kept.

use firstmove_domain::id::{CohortId, PersonId, SeatId, SprintId};
use firstmove_domain::sprint::NewSprint;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

/// The hash of the link that makes the first account, while it is good.
pub fn set_up_hash(conn: &mut Conn<'_>) -> Result<Option<String>, DbError> {
    let row = conn.one("select value from settings where key = 'set_up_hash'", &[])?;
    row.map(|row| row.get("value")).transpose()
}

/// The link has done its work.
pub fn forget_set_up(conn: &mut Conn<'_>) -> Result<(), DbError> {
    conn.execute("delete from settings where key = 'set_up_hash'", &[])?;
    Ok(())
}

/// Keeps a sprint with its skills.
pub fn insert(
    conn: &mut Conn<'_>,
    id: &SprintId,
    new: &NewSprint,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into sprints (id, name, organisation, restart_after, created_at) values ($1, $2, $3, 3, $4)",
        &params![id.to_string(), &new.name, &new.organisation, now.as_millisecond()],
    )?;
    for (position, skill) in (0i64..).zip(&new.skills) {
        conn.execute(
            "insert into sprint_skills (sprint_id, skill, position, priority, metric) values ($1, $2, $3, $4, '')",
            &params![id.to_string(), &skill.key, position, &skill.priority],
        )?;
    }
    Ok(())
}

/// Gives a role in a sprint.
pub fn give_role(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    person: &PersonId,
    role: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into sprint_roles (sprint_id, person_id, role, since) values ($1, $2, $3, $4)
         on conflict (sprint_id, person_id, role) do nothing",
        &params![
            sprint.to_string(),
            person.to_string(),
            role,
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Makes somebody an administrator of the installation.
pub fn make_administrator(
    conn: &mut Conn<'_>,
    person: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into administrators (person_id, since) values ($1, $2) on conflict (person_id) do nothing",
        &params![person.to_string(), now.as_millisecond()],
    )?;
    Ok(())
}

/// Keeps a cohort of a sprint.
pub fn insert_cohort(
    conn: &mut Conn<'_>,
    (cohort, sprint): (&CohortId, &SprintId),
    name: &str,
    new: &NewSprint,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into cohorts (cohort_id, sprint_id, name, zone, start_date, grace_days, session_weekday,
                              session_time, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            cohort.to_string(),
            sprint.to_string(),
            name,
            &new.zone,
            new.start.to_string(),
            i64::from(new.grace_days),
            i64::from(new.weekly_time.weekday.to_monday_one_offset()),
            new.weekly_time.time.strftime("%H:%M").to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Keeps a leader's seat.
pub fn insert_seat(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    (seat, person): (&SeatId, &PersonId),
    squad: &str,
    (joined_at, now): (Timestamp, Timestamp),
) -> Result<(), DbError> {
    conn.execute(
        "insert into seats (cohort_id, id, person_id, squad, joined_at, join_recorded_at)
         values ($1, $2, $3, $4, $5, $6)",
        &params![
            cohort.to_string(),
            seat.to_string(),
            person.to_string(),
            squad,
            joined_at.as_millisecond(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}
