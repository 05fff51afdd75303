//! How sprints and the installation's first hours are kept.

use firstmove_domain::id::{CohortId, PersonId, SprintId};
use firstmove_domain::rights::Role;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::sprints::form::{FirstSprint, SkillOfSprint};

/// Whether this is the hash of the link that makes the first account.
pub fn is_set_up_hash(conn: &mut Conn<'_>, hash: &str) -> Result<bool, DbError> {
    let row = conn.one(
        "select key from settings where key = 'set_up_hash' and value = $1",
        &params![hash],
    )?;
    Ok(row.is_some())
}

/// Uses that link up; false when somebody was quicker.
pub fn claim_set_up(conn: &mut Conn<'_>, hash: &str) -> Result<bool, DbError> {
    let gone = conn.execute(
        "delete from settings where key = 'set_up_hash' and value = $1",
        &params![hash],
    )?;
    Ok(gone == 1)
}

/// Makes somebody run the installation.
pub fn insert_administrator(
    conn: &mut Conn<'_>,
    person: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into administrators (person_id, since) values ($1, $2)",
        &params![person.to_string(), now.as_millisecond()],
    )?;
    Ok(())
}

/// Keeps a sprint with its skills. Skips are counted from zero again after three attempts in a row.
pub fn insert_sprint(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    wanted: &FirstSprint,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into sprints (id, name, organisation, restart_after, created_at) values ($1, $2, $3, $4, $5)",
        &params![
            sprint.to_string(),
            &wanted.sprint.name,
            &wanted.sprint.organisation,
            firstmove_domain::alert::RESTART_AFTER.map(i64::from),
            now.as_millisecond()
        ],
    )?;
    for (position, skill) in (0_i64..).zip(&wanted.skills) {
        let SkillOfSprint {
            key,
            priority,
            metric,
        } = skill;
        conn.execute(
            "insert into sprint_skills (sprint_id, skill, position, priority, metric)
             values ($1, $2, $3, $4, $5)",
            &params![sprint.to_string(), key, position, priority, metric],
        )?;
    }
    Ok(())
}

/// Gives somebody a role in a sprint; once is enough.
pub fn insert_role(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    person: &PersonId,
    role: Role,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into sprint_roles (sprint_id, person_id, role, since) values ($1, $2, $3, $4)",
        &params![
            sprint.to_string(),
            person.to_string(),
            role.key(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Keeps the group of a new sprint.
pub fn insert_cohort(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    sprint: &SprintId,
    wanted: &FirstSprint,
    now: Timestamp,
) -> Result<(), DbError> {
    let (new, time) = (&wanted.sprint, wanted.sprint.weekly_time);
    conn.execute(
        "insert into cohorts (cohort_id, sprint_id, name, zone, start_date, grace_days,
                              session_weekday, session_time, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            cohort.to_string(),
            sprint.to_string(),
            &wanted.group,
            &new.zone,
            new.start.to_string(),
            i64::from(new.grace_days),
            i64::from(time.weekday.to_monday_one_offset()),
            time.time.strftime("%H:%M").to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}
