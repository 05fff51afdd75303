//! How roles are kept.

use firstmove_domain::id::{CohortId, PersonId, SprintId};
use firstmove_domain::rights::Role;
use firstmove_kit::db::{Conn, DbError, Value};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::roles::Place;
use crate::rows::id;

/// Somebody who holds a role.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub mail: String,
    /// The group of the sprint in which they have a place; empty for none.
    pub sits_in: String,
}

/// The name of a sprint.
pub fn sprint_name(conn: &mut Conn<'_>, sprint: &SprintId) -> Result<Option<String>, DbError> {
    let row = conn.one(
        "select name from sprints where id = $1",
        &params![sprint.to_string()],
    )?;
    row.map(|row| row.get("name")).transpose()
}

/// The ids and names of all sprints, the newest first.
pub fn sprints(conn: &mut Conn<'_>) -> Result<Vec<(String, String)>, DbError> {
    let rows = conn.query(
        "select id, name from sprints order by created_at desc, id",
        &[],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("name")?)))
        .collect()
}

/// Who holds a role there, since when they do.
pub fn holders(conn: &mut Conn<'_>, place: &Place, role: Role) -> Result<Vec<Holder>, DbError> {
    let rows = match place.sprint() {
        Some(sprint) => conn.query(
            "select p.id, p.name, p.mail, coalesce((select min(c.name) from seats s
                    join cohorts c on c.cohort_id = s.cohort_id
                    where c.sprint_id = r.sprint_id and s.person_id = p.id), '') as sits_in
             from sprint_roles r join people p on p.id = r.person_id
             where r.sprint_id = $1 and r.role = $2 order by r.since, p.id",
            &params![sprint.to_string(), role.key()],
        )?,
        None => conn.query(
            "select p.id, p.name, p.mail, '' as sits_in
             from administrators a join people p on p.id = a.person_id order by a.since, p.id",
            &[],
        )?,
    };
    rows.iter()
        .map(|row| {
            Ok(Holder {
                person: id(row, "id")?,
                name: row.get("name")?,
                mail: row.get("mail")?,
                sits_in: row.get("sits_in")?,
            })
        })
        .collect()
}

/// Gives a role; false when they hold it already.
pub fn insert(
    conn: &mut Conn<'_>,
    place: &Place,
    role: Role,
    person: &PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let (person, now) = (person.to_string(), now.as_millisecond());
    let added = match place.sprint() {
        Some(sprint) => conn.execute(
            "insert into sprint_roles (sprint_id, person_id, role, since) values ($1, $2, $3, $4)
             on conflict (sprint_id, person_id, role) do nothing",
            &params![sprint.to_string(), person, role.key(), now],
        )?,
        None => conn.execute(
            "insert into administrators (person_id, since) values ($1, $2)
             on conflict (person_id) do nothing",
            &params![person, now],
        )?,
    };
    Ok(added == 1)
}

/// Takes a role; false when they do not hold it.
pub fn delete(
    conn: &mut Conn<'_>,
    place: &Place,
    role: Role,
    person: &PersonId,
) -> Result<bool, DbError> {
    let person = person.to_string();
    let gone = match place.sprint() {
        Some(sprint) => conn.execute(
            "delete from sprint_roles where sprint_id = $1 and person_id = $2 and role = $3",
            &params![sprint.to_string(), person, role.key()],
        )?,
        None => conn.execute(
            "delete from administrators where person_id = $1",
            &params![person],
        )?,
    };
    Ok(gone == 1)
}

/// A group that nobody coordinates.
#[derive(Debug, Clone)]
pub struct Unwatched {
    /// Its id.
    pub cohort: CohortId,
    /// What it is called.
    pub name: String,
    /// The sprint in which somebody is to be given the role.
    pub sprint: SprintId,
}

/// The groups of a sprint, or of all of them, that nobody coordinates: each coordinator of their sprint has a place in
/// them.
pub fn without_coordinator(
    conn: &mut Conn<'_>,
    sprint: Option<&SprintId>,
) -> Result<Vec<Unwatched>, DbError> {
    let sprint = sprint.map(|one| Value::from(one.to_string()));
    let among = sprint.as_ref().map_or("", |_| "c.sprint_id = $1 and");
    let rows = conn.query(
        &format!(
            "select c.cohort_id, c.name, c.sprint_id from cohorts c where {among} not exists (
            select 1 from sprint_roles r where r.sprint_id = c.sprint_id and r.role = 'coordinator'
            and not exists (select 1 from seats s where s.cohort_id = c.cohort_id and s.person_id = r.person_id))
         order by c.name, c.cohort_id"
        ),
        sprint.as_slice(),
    )?;
    rows.iter()
        .map(|row| {
            Ok(Unwatched {
                cohort: id(row, "cohort_id")?,
                name: row.get("name")?,
                sprint: id(row, "sprint_id")?,
            })
        })
        .collect()
}
