//! How drafts and sprints are kept, and the installation's first hour.

use firstmove_domain::draft::{GroupTimes, NewSprint, Times};
use firstmove_domain::id::{CohortId, PersonId, SprintId};
use firstmove_domain::person::Further;
use firstmove_domain::rights::Role;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;
use jiff::civil::Date;

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

/// What somebody has typed so far, as JSON.
pub fn draft(conn: &mut Conn<'_>, maker: &PersonId) -> Result<Option<String>, DbError> {
    let row = conn.one(
        "select typed from sprint_drafts where maker_id = $1",
        &params![maker.to_string()],
    )?;
    row.map(|row| row.get("typed")).transpose()
}

/// Keeps what somebody has typed.
pub fn keep_draft(
    conn: &mut Conn<'_>,
    maker: &PersonId,
    typed: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into sprint_drafts (maker_id, typed, created_at, changed_at) values ($1, $2, $3, $3)
         on conflict (maker_id) do update set typed = excluded.typed, changed_at = excluded.changed_at",
        &params![maker.to_string(), typed, now.as_millisecond()],
    )?;
    Ok(())
}

/// Throws a draft away; false when there is none.
pub fn drop_draft(conn: &mut Conn<'_>, maker: &PersonId) -> Result<bool, DbError> {
    let gone = conn.execute(
        "delete from sprint_drafts where maker_id = $1",
        &params![maker.to_string()],
    )?;
    Ok(gone == 1)
}

/// Organisation and zone of the newest group that this person coordinates: the next one will likely share them.
pub fn habits(conn: &mut Conn<'_>, person: &PersonId) -> Result<Option<(String, String)>, DbError> {
    let row = conn.one(
        "select s.organisation, c.zone from sprint_roles r join sprints s on s.id = r.sprint_id
         join cohorts c on c.sprint_id = s.id where r.person_id = $1 and r.role = 'coordinator'
         order by c.created_at desc, c.cohort_id limit 1",
        &params![person.to_string()],
    )?;
    row.map(|row| Ok((row.get("organisation")?, row.get("zone")?)))
        .transpose()
}

/// Keeps a sprint with its skills and days off. Skips are counted from zero again after three attempts in a row.
pub fn insert_sprint(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    wanted: &NewSprint,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into sprints (id, name, organisation, restart_after, created_at) values ($1, $2, $3, $4, $5)",
        &params![
            sprint.to_string(),
            &wanted.outline.name,
            &wanted.outline.organisation,
            firstmove_domain::alert::RESTART_AFTER.map(i64::from),
            now.as_millisecond()
        ],
    )?;
    for (position, skill) in (0_i64..).zip(&wanted.outline.skills) {
        conn.execute(
            "insert into sprint_skills (sprint_id, skill, position, priority, metric)
             values ($1, $2, $3, $4, $5)",
            &params![
                sprint.to_string(),
                &skill.key,
                position,
                &skill.priority,
                &skill.metric
            ],
        )?;
    }
    for day in &wanted.times.days_off {
        insert_day_off(conn, sprint, *day)?;
    }
    Ok(())
}

fn insert_day_off(conn: &mut Conn<'_>, sprint: &SprintId, day: Date) -> Result<(), DbError> {
    conn.execute(
        "insert into days_off (sprint_id, day) values ($1, $2)",
        &params![sprint.to_string(), day.to_string()],
    )?;
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
        "insert into sprint_roles (sprint_id, person_id, role, since) values ($1, $2, $3, $4)
         on conflict (sprint_id, person_id, role) do nothing",
        &params![
            sprint.to_string(),
            person.to_string(),
            role.key(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Keeps a group of a sprint.
pub fn insert_cohort(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    sprint: &SprintId,
    (name, all): (&str, &Times),
    times: &GroupTimes,
    now: Timestamp,
) -> Result<(), DbError> {
    let day = |weekday: jiff::civil::Weekday| i64::from(weekday.to_monday_one_offset());
    let clock = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    conn.execute(
        "insert into cohorts (cohort_id, sprint_id, name, zone, start_date, grace_days, session_weekday,
                              session_time, showcase_weekday, showcase_time, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &params![
            cohort.to_string(),
            sprint.to_string(),
            name,
            &all.zone,
            all.start.to_string(),
            i64::from(times.grace_days),
            day(times.session.weekday),
            clock(times.session.time),
            day(times.showcase.weekday),
            clock(times.showcase.time),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Keeps what was told of a person so that groups can be formed; what was told later replaces it.
pub fn keep_attributes(
    conn: &mut Conn<'_>,
    person: &PersonId,
    told: &Further,
) -> Result<(), DbError> {
    conn.execute(
        "insert into person_attributes (person_id, function, level, location, manager, zone)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (person_id) do update set function = coalesce(excluded.function, person_attributes.function),
            level = coalesce(excluded.level, person_attributes.level),
            location = coalesce(excluded.location, person_attributes.location),
            manager = coalesce(excluded.manager, person_attributes.manager),
            zone = coalesce(excluded.zone, person_attributes.zone)",
        &params![
            person.to_string(),
            told.function.clone(),
            told.level.clone(),
            told.location.clone(),
            told.manager.clone(),
            told.zone.clone()
        ],
    )?;
    Ok(())
}

/// Sets what a skill of a sprint serves.
pub fn set_aim(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    (skill, priority, metric): (&str, &str, &str),
) -> Result<(), DbError> {
    conn.execute(
        "update sprint_skills set priority = $3, metric = $4 where sprint_id = $1 and skill = $2",
        &params![sprint.to_string(), skill, priority, metric],
    )?;
    Ok(())
}

/// The skills of a sprint in their order: key, priority, metric.
pub fn skills(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
) -> Result<Vec<(String, String, String)>, DbError> {
    let rows = conn.query(
        "select skill, priority, metric from sprint_skills where sprint_id = $1 order by position",
        &params![sprint.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("skill")?, row.get("priority")?, row.get("metric")?)))
        .collect()
}
