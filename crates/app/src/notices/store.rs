//! How notices are kept, taken for delivery, and shown where they are kept instead of sent.

use firstmove_domain::id::PersonId;
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::notices::Kind;
use crate::notices::acts::Trouble;
use crate::notices::letters::Written;
use crate::rows::instant;

/// A notice that somebody gets.
#[derive(Debug, Clone)]
pub struct Notice {
    /// What about.
    pub kind: Kind,
    /// The id of what it is about.
    pub about: String,
    /// To whom.
    pub person: PersonId,
    /// The local day on which it is told.
    pub day: Date,
    /// The mail: why it came, one purpose, one link.
    pub written: Written,
    /// The path of its one link.
    pub link: String,
    /// From when it may leave.
    pub due_at: Timestamp,
}

/// A notice as a page lists it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// One line.
    pub subject: String,
    /// The name of who gets it.
    pub to: String,
    /// "Wednesday 18 November, 09:00".
    pub when: String,
    /// The text.
    pub body: String,
    /// The path of its link.
    pub link: String,
}

/// A notice that was taken for delivery.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Which.
    pub id: String,
    /// What it is about.
    pub kind: String,
    /// To which address.
    pub mail: String,
    /// The name of who gets it.
    pub name: String,
    /// The mail.
    pub written: Written,
    /// How often it was tried, this time included.
    pub tries: i64,
    /// After this it is given up.
    pub give_up_at: Timestamp,
}

/// Keeps a notice; false when it was told before.
pub fn insert(
    conn: &mut Conn<'_>,
    id: &str,
    notice: &Notice,
    now: Timestamp,
) -> Result<bool, DbError> {
    let envelope = serde_json::to_string(&notice.written.envelope)
        .map_err(|error| DbError::Conversion(error.to_string()))?;
    let changed = conn.execute(
        "insert into notices (id, kind, about, person_id, day, subject, body, link, state, due_at, lease_until, tries,
                              created_at, envelope, give_up_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, 0, 0, $10, $11, $12)
         on conflict (kind, about, person_id, day) do nothing",
        &params![
            id,
            notice.kind.key(),
            &notice.about,
            notice.person.to_string(),
            notice.day.to_string(),
            &notice.written.subject,
            &notice.written.text,
            &notice.link,
            notice.due_at.as_millisecond(),
            now.as_millisecond(),
            envelope,
            (notice.due_at.max(now) + notice.kind.keeps()).as_millisecond()
        ],
    )?;
    Ok(changed == 1)
}

/// Whether a person was told the same on the same day.
pub fn has(conn: &mut Conn<'_>, notice: &Notice) -> Result<bool, DbError> {
    let sql =
        "select id from notices where kind = $1 and about = $2 and person_id = $3 and day = $4";
    let key = params![
        notice.kind.key(),
        &notice.about,
        notice.person.to_string(),
        notice.day.to_string()
    ];
    Ok(conn.one(sql, &key)?.is_some())
}

/// Sends a notice to somebody who has no account; the person it names is who it is sent for.
pub fn address(conn: &mut Conn<'_>, id: &str, (name, mail): (&str, &str)) -> Result<(), DbError> {
    let sql = "update notices set to_name = $2, to_mail = $3 where id = $1";
    conn.execute(sql, &params![id, name, mail])?;
    Ok(())
}

/// Whether a notice of this kind about this came back.
pub fn came_back(conn: &mut Conn<'_>, kind: Kind, about: &str) -> Result<bool, DbError> {
    let sql = "select id from notices where kind = $1 and about = $2 and state = 'failed' limit 1";
    Ok(conn.one(sql, &params![kind.key(), about])?.is_some())
}

/// Whether the newest mail to somebody that was tried came back; what went elsewhere for them does not count.
pub fn last_came_back(conn: &mut Conn<'_>, person: &PersonId) -> Result<bool, DbError> {
    let row = conn.one(
        "select state from notices where person_id = $1 and to_mail is null and state <> 'queued'
           and kind not in ('witness', 'address_asked', 'address_changed')
         order by created_at desc, id desc limit 1",
        &params![person.to_string()],
    )?;
    row.map_or(Ok(false), |row| Ok(row.get::<String>("state")? == "failed"))
}

/// Queues a notice once more as it is written now; false when there is none of this kind about this.
pub fn renew(conn: &mut Conn<'_>, notice: &Notice, now: Timestamp) -> Result<bool, DbError> {
    let envelope = serde_json::to_string(&notice.written.envelope)
        .map_err(|error| DbError::Conversion(error.to_string()))?;
    let changed = conn.execute(
        "update notices set subject = $4, body = $5, link = $6, envelope = $7, due_at = $8, give_up_at = $9,
                state = 'queued', lease_until = 0, tries = 0, sent_at = null, last_error = null
         where kind = $1 and about = $2 and person_id = $3",
        &params![
            notice.kind.key(),
            &notice.about,
            notice.person.to_string(),
            &notice.written.subject,
            &notice.written.text,
            &notice.link,
            envelope,
            notice.due_at.as_millisecond(),
            (notice.due_at.max(now) + notice.kind.keeps()).as_millisecond()
        ],
    )?;
    Ok(changed > 0)
}

/// Whether this was told on any day.
pub fn told(conn: &mut Conn<'_>, kind: Kind, about: &str) -> Result<bool, DbError> {
    let sql = "select id from notices where kind = $1 and about = $2 limit 1";
    Ok(conn.one(sql, &params![kind.key(), about])?.is_some())
}

/// Deletes what is queued about this, was never tried and is on nobody's way out. `about` is how its key begins.
pub fn withdraw(
    conn: &mut Conn<'_>,
    kind: Kind,
    about: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "delete from notices where kind = $1 and about like $2 and state = 'queued' and tries = 0 and lease_until <= $3",
        &params![kind.key(), format!("{about}%"), now.as_millisecond()],
    )?;
    Ok(())
}

/// The key of what somebody was told last about this; `about` is how it begins.
pub fn last_told(
    conn: &mut Conn<'_>,
    kind: Kind,
    about: &str,
    person: &PersonId,
) -> Result<Option<String>, DbError> {
    let row = conn.one(
        "select about from notices where kind = $1 and about like $2 and person_id = $3
         order by created_at desc, id desc limit 1",
        &params![kind.key(), format!("{about}%"), person.to_string()],
    )?;
    row.map(|row| row.get("about")).transpose()
}

/// How many messages that count towards the caps a person has had on the days from `first` on, as ISO dates.
pub fn counted_since(conn: &mut Conn<'_>, person: &PersonId, first: Date) -> Result<i64, DbError> {
    let row = conn.one(
        "select count(*) as told from notices
         where person_id = $1 and day >= $2 and kind in
           ('report_link', 'late_report', 'story_asked', 'session_soon', 'commitments', 'commitments_due')",
        &params![person.to_string(), first.to_string()],
    )?;
    row.map_or(Ok(0), |row| row.get("told"))
}

/// Takes up to `n` notices that are due, those first that were tried least: one that never leaves holds up no other.
/// Nobody else gets them while the lease lasts.
pub fn take(
    conn: &mut Conn<'_>,
    now: Timestamp,
    lease: SignedDuration,
    n: u32,
) -> Result<Vec<Taken>, DbError> {
    let taken = conn.query(
        "update notices set lease_until = $2, tries = tries + 1
         where state = 'queued' and lease_until <= $1 and id in (
            select id from notices where state = 'queued' and due_at <= $1 and lease_until <= $1
            order by tries, due_at, id limit $3)
         returning id, kind, person_id, subject, body, envelope, tries, give_up_at, to_name, to_mail",
        &params![now.as_millisecond(), (now + lease).as_millisecond(), n],
    )?;
    let taken: Result<Vec<Taken>, DbError> = taken.iter().map(|row| of_row(conn, row)).collect();
    // a statement that changes rows gives them back in no order
    taken.map(|mut taken| {
        taken.sort_by_key(|mail| mail.tries);
        taken
    })
}

fn of_row(conn: &mut Conn<'_>, row: &Row) -> Result<Taken, DbError> {
    let person: String = row.get("person_id")?;
    let to = conn.one(
        "select name, mail from people where id = $1",
        &params![person],
    )?;
    let outside: Option<String> = row.get("to_mail")?;
    let (name, mail) = match (outside, to) {
        (Some(mail), _) => (
            row.get::<Option<String>>("to_name")?.unwrap_or_default(),
            mail,
        ),
        (None, Some(to)) => (to.get("name")?, to.get("mail")?),
        (None, None) => Default::default(),
    };
    let envelope: String = row.get("envelope")?;
    let text: String = row.get("body")?;
    Ok(Taken {
        id: row.get("id")?,
        kind: row.get("kind")?,
        mail,
        name,
        written: Written {
            subject: row.get("subject")?,
            text,
            envelope: serde_json::from_str(&envelope).unwrap_or_default(),
        },
        tries: row.get("tries")?,
        give_up_at: instant(row, "give_up_at")?,
    })
}

/// It has left, or is kept where no mails are sent: what only the mail needed is forgotten.
pub fn settle(conn: &mut Conn<'_>, id: &str, state: &str, now: Timestamp) -> Result<(), DbError> {
    conn.execute(
        "update notices set state = $2, sent_at = $3, last_error = null, lease_until = 0, envelope = ''
         where id = $1 and state = 'queued'",
        &params![id, state, now.as_millisecond()],
    )?;
    Ok(())
}

/// Forgets the text, the link and the address of a mail of which nothing is kept.
pub fn empty(conn: &mut Conn<'_>, id: &str) -> Result<(), DbError> {
    conn.execute(
        "update notices set body = '', link = '', envelope = '', to_name = null, to_mail = null where id = $1",
        &params![id],
    )?;
    Ok(())
}

/// It will not leave: `error` says why.
pub fn fail(conn: &mut Conn<'_>, id: &str, error: &str) -> Result<(), DbError> {
    conn.execute(
        "update notices set state = 'failed', last_error = $2, lease_until = 0 where id = $1 and state = 'queued'",
        &params![id, error.replace('\0', " ")],
    )?;
    Ok(())
}

/// Tries again at `due`.
pub fn again(conn: &mut Conn<'_>, id: &str, due: Timestamp, error: &str) -> Result<(), DbError> {
    conn.execute(
        "update notices set due_at = $2, last_error = $3, lease_until = 0 where id = $1 and state = 'queued'",
        &params![id, due.as_millisecond(), error.replace('\0', " ")],
    )?;
    Ok(())
}

/// Where it is kept since when no mail leaves, and why.
const GONE: &str = "mail_gone";

/// Remembers that no mail leaves; the first time stays.
pub fn note_gone(conn: &mut Conn<'_>, reason: &str, now: Timestamp) -> Result<(), DbError> {
    let value = format!("{} {}", now.as_millisecond(), reason.replace('\0', " "));
    conn.execute(
        "insert into settings (key, value) values ($1, $2) on conflict (key) do nothing",
        &params![GONE, value],
    )?;
    Ok(())
}

/// The mail server answers again.
pub fn note_back(conn: &mut Conn<'_>) -> Result<(), DbError> {
    conn.execute("delete from settings where key = $1", &params![GONE])?;
    Ok(())
}

/// Since when no mail leaves, and why.
pub fn trouble(conn: &mut Conn<'_>) -> Result<Option<Trouble>, DbError> {
    let row = conn.one("select value from settings where key = $1", &params![GONE])?;
    let value: Option<String> = row.map(|row| row.get("value")).transpose()?;
    Ok(value.and_then(|value| {
        let (since, reason) = value.split_once(' ')?;
        Some(Trouble {
            since: Timestamp::from_millisecond(since.parse().ok()?).ok()?,
            reason: reason.to_owned(),
        })
    }))
}

/// Whether somebody wants no more mails that come of themselves.
pub fn has_stopped(conn: &mut Conn<'_>, person: &PersonId) -> Result<bool, DbError> {
    let sql = "select person_id from mail_stops where person_id = $1";
    Ok(conn.one(sql, &params![person.to_string()])?.is_some())
}

/// Notes whether somebody wants no more of them.
pub fn set_stopped(
    conn: &mut Conn<'_>,
    person: &PersonId,
    stopped: bool,
    now: Timestamp,
) -> Result<(), DbError> {
    let person = person.to_string();
    match stopped {
        true => conn.execute(
            "insert into mail_stops (person_id, since) values ($1, $2) on conflict (person_id) do nothing",
            &params![person, now.as_millisecond()],
        )?,
        false => conn.execute("delete from mail_stops where person_id = $1", &params![person])?,
    };
    Ok(())
}

/// The newest first, `n` after the first `skip`.
pub fn newest(
    conn: &mut Conn<'_>,
    zone: &TimeZone,
    skip: usize,
    n: usize,
) -> Result<Vec<Kept>, DbError> {
    let rows = conn.query(
        "select n.subject, n.body, n.link, n.due_at, coalesce(n.to_name, p.name) as name from notices n join people p on p.id = n.person_id
         order by n.due_at desc, n.id desc limit $1 offset $2",
        &params![n as i64, skip as i64],
    )?;
    rows.iter()
        .map(|row| {
            let when = zone.to_datetime(instant(row, "due_at")?);
            Ok(Kept {
                subject: row.get("subject")?,
                to: row.get("name")?,
                when: when.strftime("%A %-d %B, %H:%M").to_string(),
                body: row.get("body")?,
                link: row.get("link")?,
            })
        })
        .collect()
}
