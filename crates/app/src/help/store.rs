//! Whom somebody can ask.

use firstmove_domain::id::PersonId;
use firstmove_domain::rights::Role;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;

/// Somebody to ask.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    /// Their name.
    pub name: String,
    /// Where mails to them go.
    pub mail: String,
    /// What they are to the reader; an administrator has no sprint.
    pub role: Role,
    /// The sprint that they coordinate or whose data they guard.
    pub sprint: String,
}

impl Asked {
    /// What they are to the reader, in words that follow their name.
    pub fn about(&self) -> String {
        match self.role {
            Role::Coordinator => format!("coordinates {}", self.sprint),
            Role::DataOwner => format!("guards the data of {}", self.sprint),
            _ => "runs this installation".to_owned(),
        }
    }
}

/// Who coordinates the sprints of a person, who guards their data, and who runs the installation; the newest sprint
/// first, and never the person themselves.
pub fn asked(conn: &mut Conn<'_>, person: &PersonId) -> Result<Vec<Asked>, DbError> {
    let rows = conn.query(
        "select p.name, p.mail, r.role, s.name as sprint, s.created_at as since
           from sprint_roles r join people p on p.id = r.person_id join sprints s on s.id = r.sprint_id
          where r.role in ('coordinator', 'data_owner') and p.id <> $1
            and (exists (select 1 from sprint_roles o where o.sprint_id = s.id and o.person_id = $1)
              or exists (select 1 from seats t join cohorts c on c.cohort_id = t.cohort_id
                          where c.sprint_id = s.id and t.person_id = $1))
         union all
         select p.name, p.mail, 'administrator', '', 0
           from administrators a join people p on p.id = a.person_id where p.id <> $1
         order by since desc, role, name",
        &params![person.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            let role: String = row.get("role")?;
            Ok(Asked {
                name: row.get("name")?,
                mail: row.get("mail")?,
                role: Role::from_key(&role).unwrap_or(Role::Administrator),
                sprint: row.get("sprint")?,
            })
        })
        .collect()
}
