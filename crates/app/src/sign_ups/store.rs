//! How links and those who signed up by them are kept.

use firstmove_domain::id::PersonId;
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::{SignedDuration, Timestamp};

use crate::rows::id;

/// How long a link and who signed up by it are kept at most.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24 * 90);

/// A link.
pub struct Link {
    /// Its id.
    pub id: String,
    /// Who made it.
    pub maker: PersonId,
    /// As they are called.
    pub maker_name: String,
    /// The place of its group in the draft when it was made.
    pub place: usize,
    /// The group's name then.
    pub group: String,
    /// Whether more than name, address and team is asked.
    pub asks_more: bool,
    /// Whether somebody can sign up.
    pub is_open: bool,
}

const LINKS: &str =
    "select l.id, l.maker_id, p.name, l.group_place, l.group_name, l.asks_more, l.closed_at
     from sign_up_links l join people p on p.id = l.maker_id";

fn link(row: &Row) -> Result<Link, DbError> {
    Ok(Link {
        id: row.get("id")?,
        maker: id(row, "maker_id")?,
        maker_name: row.get("name")?,
        place: usize::try_from(row.get::<i64>("group_place")?).unwrap_or(0),
        group: row.get("group_name")?,
        asks_more: row.get::<i64>("asks_more")? != 0,
        is_open: row.get::<Option<i64>>("closed_at")?.is_none(),
    })
}

/// The link with this id.
pub fn find(conn: &mut Conn<'_>, id: &str) -> Result<Option<Link>, DbError> {
    let row = conn.one(&format!("{LINKS} where l.id = $1"), &params![id])?;
    row.as_ref().map(link).transpose()
}

/// The links of a maker, the newest first.
pub fn of_maker(conn: &mut Conn<'_>, maker: &PersonId) -> Result<Vec<Link>, DbError> {
    let sql = format!("{LINKS} where l.maker_id = $1 order by l.made_at desc, l.id desc");
    let rows = conn.query(&sql, &params![maker.to_string()])?;
    rows.iter().map(link).collect()
}

/// Deletes the links that are too old or whose draft is gone, because it became a sprint, and who signed up by them.
pub fn sweep(conn: &mut Conn<'_>, now: Timestamp) -> Result<(), DbError> {
    let old = (now - KEPT_FOR).as_millisecond();
    let ended = "select l.id from sign_up_links l where l.made_at < $1 or not exists
         (select 1 from sprint_drafts d where d.maker_id = l.maker_id and d.created_at <= l.made_at)";
    for sql in [
        format!("delete from sign_ups where link_id in ({ended})"),
        format!("delete from sign_up_links where id in ({ended})"),
    ] {
        conn.execute(&sql, &params![old])?;
    }
    Ok(())
}

/// Keeps a new link.
pub fn insert(conn: &mut Conn<'_>, link: &Link, now: Timestamp) -> Result<(), DbError> {
    conn.execute(
        "insert into sign_up_links (id, maker_id, group_place, group_name, asks_more, made_at)
         values ($1, $2, $3, $4, $5, $6)",
        &params![
            &link.id,
            link.maker.to_string(),
            i64::try_from(link.place).unwrap_or(0),
            &link.group,
            i64::from(link.asks_more),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Opens a link again, or closes it.
pub fn change(
    conn: &mut Conn<'_>,
    id: &str,
    asks_more: bool,
    closed_at: Option<Timestamp>,
) -> Result<(), DbError> {
    conn.execute(
        "update sign_up_links set asks_more = $2, closed_at = $3 where id = $1",
        &params![
            id,
            i64::from(asks_more),
            closed_at.map(Timestamp::as_millisecond)
        ],
    )?;
    Ok(())
}

/// Somebody who signed up.
pub struct SignUp {
    /// Their name.
    pub name: String,
    /// Their address.
    pub mail: String,
    /// The line.
    pub line: String,
}

/// Who waits.
pub fn waiting(conn: &mut Conn<'_>, link: &str) -> Result<Vec<SignUp>, DbError> {
    let rows = conn.query(
        "select name, mail, line from sign_ups where link_id = $1 and taken_at is null order by signed_at, id",
        &params![link],
    )?;
    rows.iter()
        .map(|row| {
            Ok(SignUp {
                name: row.get("name")?,
                mail: row.get("mail")?,
                line: row.get("line")?,
            })
        })
        .collect()
}

/// Puts somebody on the list; who is on it stays as they first wrote.
pub fn sign_up(
    conn: &mut Conn<'_>,
    (id, link): (&str, &str),
    one: &SignUp,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into sign_ups (id, link_id, name, mail, line, signed_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (link_id, mail) do nothing",
        &params![id, link, &one.name, &one.mail, &one.line, now.as_millisecond()],
    )?;
    Ok(())
}

/// Notes that all who wait came into the draft.
pub fn taken(conn: &mut Conn<'_>, link: &str, now: Timestamp) -> Result<(), DbError> {
    conn.execute(
        "update sign_ups set taken_at = $2 where link_id = $1 and taken_at is null",
        &params![link, now.as_millisecond()],
    )?;
    Ok(())
}
