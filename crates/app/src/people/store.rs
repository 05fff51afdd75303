//! How people, their links and their sign-ins are kept. Of a token only its hash is kept.

use firstmove_domain::id::PersonId;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::rows::{id, instant};

/// Somebody who can be written to.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who it is.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Where mails to them go.
    pub mail: String,
}

/// A sign-in link as it is kept.
#[derive(Debug, Clone)]
pub struct Link {
    /// Whom it signs in.
    pub person: Person,
    /// The instant at which it ends.
    pub expires_at: Timestamp,
    /// Whether it was used.
    pub used: bool,
}

/// The form in which a mail address is compared.
pub fn folded(mail: &str) -> String {
    mail.trim().to_lowercase()
}

/// The person with this mail address.
pub fn by_mail(conn: &mut Conn<'_>, mail: &str) -> Result<Option<Person>, DbError> {
    let row = conn.one(
        "select id, name, mail from people where mail_folded = $1",
        &params![folded(mail)],
    )?;
    row.map(|row| {
        Ok(Person {
            id: id(&row, "id")?,
            name: row.get("name")?,
            mail: row.get("mail")?,
        })
    })
    .transpose()
}

/// Whether anybody has an account yet.
pub fn anybody(conn: &mut Conn<'_>) -> Result<bool, DbError> {
    Ok(conn.one("select id from people limit 1", &[])?.is_some())
}

/// Keeps another name.
pub fn rename(conn: &mut Conn<'_>, person: &PersonId, name: &str) -> Result<(), DbError> {
    let key = params![person.to_string(), name];
    conn.execute("update people set name = $2 where id = $1", &key)?;
    Ok(())
}

/// Somebody by who they are.
pub fn by_id(conn: &mut Conn<'_>, person: &PersonId) -> Result<Option<Person>, DbError> {
    let row = conn.one(
        "select name, mail from people where id = $1",
        &params![person.to_string()],
    )?;
    row.map(|row| {
        Ok(Person {
            id: *person,
            name: row.get("name")?,
            mail: row.get("mail")?,
        })
    })
    .transpose()
}

/// Whether somebody has come in by their address: signed in once, answered their invitation, or done anything in a group.
pub fn has_come_in(conn: &mut Conn<'_>, person: &PersonId) -> Result<bool, DbError> {
    let row = conn.one(
        "select id from events where about = $1 and kind = 'signed_in'
         union all
         select token_hash from sign_ins where person_id = $1
         union all
         select i.id from seats s join invitations i on i.cohort_id = s.cohort_id and i.seat_id = s.id
         where s.person_id = $1 and i.answered_by = 'link'
         union all
         select e.id from seats s join events e on e.cohort_id = s.cohort_id and e.actor_id = s.person_id
         where s.person_id = $1 limit 1",
        &params![person.to_string()],
    )?;
    Ok(row.is_some())
}

/// Keeps another mail address. Links to sign in that went to the one before open nothing any more.
pub fn set_mail(conn: &mut Conn<'_>, person: &PersonId, mail: &str) -> Result<(), DbError> {
    conn.execute(
        "update people set mail = $2, mail_folded = $3 where id = $1",
        &params![person.to_string(), mail, folded(mail)],
    )?;
    conn.execute(
        "delete from sign_in_links where person_id = $1",
        &params![person.to_string()],
    )?;
    Ok(())
}

/// Ends every sign-in of somebody.
pub fn delete_sign_ins(conn: &mut Conn<'_>, person: &PersonId) -> Result<(), DbError> {
    let key = params![person.to_string()];
    conn.execute("delete from sign_ins where person_id = $1", &key)?;
    Ok(())
}

/// Keeps a new person; their pseudonym is the next free one.
pub fn insert(conn: &mut Conn<'_>, person: &Person, now: Timestamp) -> Result<(), DbError> {
    let taken: i64 = conn
        .one("select cast(count(*) as bigint) as people from people", &[])?
        .map_or(Ok(0), |row| row.get("people"))?;
    conn.execute(
        "insert into people (id, name, mail, mail_folded, theme, pseudonym, created_at)
         values ($1, $2, $3, $4, null, $5, $6)",
        &params![
            person.id.to_string(),
            &person.name,
            &person.mail,
            folded(&person.mail),
            format!("P{:03}", taken + 1),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Keeps a link for signing in.
pub fn insert_link(
    conn: &mut Conn<'_>,
    hash: &str,
    person: &PersonId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into sign_in_links (token_hash, person_id, created_at, expires_at, used_at)
         values ($1, $2, $3, $4, null)",
        &params![
            hash,
            person.to_string(),
            now.as_millisecond(),
            expires_at.as_millisecond()
        ],
    )?;
    Ok(())
}

/// The link with this hash, whatever its state.
pub fn link(conn: &mut Conn<'_>, hash: &str) -> Result<Option<Link>, DbError> {
    let row = conn.one(
        "select p.id, p.name, p.mail, l.expires_at, l.used_at
         from sign_in_links l join people p on p.id = l.person_id where l.token_hash = $1",
        &params![hash],
    )?;
    row.map(|row| {
        Ok(Link {
            person: Person {
                id: id(&row, "id")?,
                name: row.get("name")?,
                mail: row.get("mail")?,
            },
            expires_at: instant(&row, "expires_at")?,
            used: row.get::<Option<i64>>("used_at")?.is_some(),
        })
    })
    .transpose()
}

/// Marks the link as used; false when somebody was quicker or it has ended.
pub fn use_link(conn: &mut Conn<'_>, hash: &str, now: Timestamp) -> Result<bool, DbError> {
    let changed = conn.execute(
        "update sign_in_links set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2",
        &params![hash, now.as_millisecond()],
    )?;
    Ok(changed == 1)
}

/// Keeps a sign-in.
pub fn insert_sign_in(
    conn: &mut Conn<'_>,
    hash: &str,
    person: &PersonId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into sign_ins (token_hash, person_id, created_at, expires_at) values ($1, $2, $3, $4)",
        &params![
            hash,
            person.to_string(),
            now.as_millisecond(),
            expires_at.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Ends a sign-in.
pub fn delete_sign_in(conn: &mut Conn<'_>, hash: &str) -> Result<(), DbError> {
    conn.execute("delete from sign_ins where token_hash = $1", &params![hash])?;
    Ok(())
}

/// Forgets links and sign-ins that have ended, and counted tries from before `windows_before`.
pub fn sweep(
    conn: &mut Conn<'_>,
    now: Timestamp,
    windows_before: Timestamp,
) -> Result<(), DbError> {
    for statement in [
        "delete from sign_in_links where expires_at < $1",
        "delete from sign_ins where expires_at < $1",
    ] {
        conn.execute(
            statement,
            &params![windows_before.as_millisecond().min(now.as_millisecond())],
        )?;
    }
    conn.execute(
        "delete from attempts_counted where window_start < $1",
        &params![windows_before.as_millisecond()],
    )?;
    Ok(())
}

/// Whether somebody holds a role anywhere.
pub fn holds_a_role(conn: &mut Conn<'_>, person: &PersonId) -> Result<bool, DbError> {
    let row = conn.one(
        "select person_id from sprint_roles where person_id = $1
         union all select person_id from administrators where person_id = $1",
        &params![person.to_string()],
    )?;
    Ok(row.is_some())
}

/// Counts one more try under `key` in the window that begins at `window`, and says how many there were.
pub fn count_try(conn: &mut Conn<'_>, key: &str, window: Timestamp) -> Result<i64, DbError> {
    let row = conn.one(
        "insert into attempts_counted (key, window_start, tries) values ($1, $2, 1)
         on conflict (key, window_start) do update set tries = attempts_counted.tries + 1
         returning tries",
        &params![key, window.as_millisecond()],
    )?;
    row.map_or(Ok(1), |row| row.get("tries"))
}

/// Keeps the theme that somebody chose; none means as the device says.
pub fn set_theme(
    conn: &mut Conn<'_>,
    person: &PersonId,
    theme: Option<&str>,
) -> Result<(), DbError> {
    conn.execute(
        "update people set theme = $2 where id = $1",
        &params![person.to_string(), theme.map(str::to_owned)],
    )?;
    Ok(())
}

/// How much there is, without what it says.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Sprints.
    pub sprints: i64,
    /// Groups in them.
    pub cohorts: i64,
    /// People with an account.
    pub people: i64,
    /// People with a place in a group.
    pub leaders: i64,
}

/// Counts what the installation holds.
pub fn counts(conn: &mut Conn<'_>) -> Result<Counts, DbError> {
    let row = conn
        .one(
            "select (select cast(count(*) as bigint) from sprints) as sprints,
                    (select cast(count(*) as bigint) from cohorts) as cohorts,
                    (select cast(count(*) as bigint) from people) as people,
                    (select cast(count(distinct person_id) as bigint) from seats) as leaders",
            &[],
        )?
        .ok_or(DbError::Conversion("a count has no row".into()))?;
    Ok(Counts {
        sprints: row.get("sprints")?,
        cohorts: row.get("cohorts")?,
        people: row.get("people")?,
        leaders: row.get("leaders")?,
    })
}
