//! How lists wait.

use firstmove_domain::id::PersonId;
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;

/// A list as it is kept.
pub struct Kept {
    /// The place of its group.
    pub place: i64,
    /// The group's name when the list was sent.
    pub group: String,
    /// The rows as JSON.
    pub list: String,
    /// What each column holds.
    pub holds: String,
}

/// Keeps a list; the same maker's earlier one goes. One that waits for a day goes by itself, see `forgetting`.
pub fn insert(
    conn: &mut Conn<'_>,
    id: &str,
    maker: &PersonId,
    kept: &Kept,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "delete from people_files where maker_id = $1",
        &params![maker.to_string()],
    )?;
    conn.execute(
        "insert into people_files (id, maker_id, made_at, group_place, group_name, list, holds)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &params![
            id,
            maker.to_string(),
            now.as_millisecond(),
            kept.place,
            &kept.group,
            &kept.list,
            &kept.holds
        ],
    )?;
    Ok(())
}

/// A list of this maker.
pub fn find(conn: &mut Conn<'_>, id: &str, maker: &PersonId) -> Result<Option<Kept>, DbError> {
    let row = conn.one(
        "select group_place, group_name, list, holds from people_files where id = $1 and maker_id = $2",
        &params![id, maker.to_string()],
    )?;
    row.as_ref().map(kept).transpose()
}

fn kept(row: &Row) -> Result<Kept, DbError> {
    Ok(Kept {
        place: row.get("group_place")?,
        group: row.get("group_name")?,
        list: row.get("list")?,
        holds: row.get("holds")?,
    })
}

/// Keeps what its columns hold.
pub fn choose(conn: &mut Conn<'_>, id: &str, holds: &str) -> Result<(), DbError> {
    conn.execute(
        "update people_files set holds = $2 where id = $1",
        &params![id, holds],
    )?;
    Ok(())
}

/// Throws a list away.
pub fn delete(conn: &mut Conn<'_>, id: &str) -> Result<(), DbError> {
    conn.execute("delete from people_files where id = $1", &params![id])?;
    Ok(())
}
