//! What somebody typed or sent and did not make a sprint of: drafts, lists of people, sheets to move in. They name people
//! who have no account yet and people who are taken out, so they go after their time, and whoever is taken out goes from
//! those of others.

use firstmove_domain::draft::{Draft, TakenOut};
use firstmove_domain::id::PersonId;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// What has ended by when, as a query of it.
const ENDED: [(&str, &str, SignedDuration); 3] = [
    // a draft that nobody has touched
    ("sprint_drafts", "changed_at", days(90)),
    // a list of people that was looked at and not taken
    ("people_files", "made_at", days(1)),
    // a sheet that was looked at and not imported
    ("import_drafts", "made_at", days(7)),
];

const fn days(many: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * many)
}

/// Whether anything has waited for too long.
pub fn has_ended(conn: &mut Conn<'_>, now: Timestamp) -> Result<bool, DbError> {
    for (table, since, kept) in ENDED {
        let sql = format!("select {since} from {table} where {since} < $1 limit 1");
        let old = (now - kept).as_millisecond();
        if conn.one(&sql, &params![old])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Deletes what has waited for too long.
pub fn sweep(conn: &mut Conn<'_>, now: Timestamp) -> Result<(), DbError> {
    for (table, since, kept) in ENDED {
        let sql = format!("delete from {table} where {since} < $1");
        conn.execute(&sql, &params![(now - kept).as_millisecond()])?;
    }
    Ok(())
}

/// A list of people, as far as it matters who is in it.
#[derive(Deserialize)]
struct List {
    rows: Vec<(u64, Vec<String>)>,
}

/// Takes a person out of what others have typed or sent: their lines out of drafts; a list or a sheet that names them
/// goes as a whole, and can be sent again.
pub fn take_out(
    conn: &mut Conn<'_>,
    person: &PersonId,
    (name, mail): (&str, &str),
) -> Result<(), DbError> {
    let (gone, id) = (TakenOut::new(name, mail), person.to_string());
    let sql = "select maker_id, typed from sprint_drafts where maker_id <> $1";
    for row in conn.query(sql, &params![&id])? {
        let draft: Draft = serde_json::from_str(&row.get::<String>("typed")?).unwrap_or_default();
        if let Some(left) = draft.without(&gone) {
            let typed = serde_json::to_string(&left);
            let typed = typed.map_err(|error| DbError::Conversion(error.to_string()))?;
            conn.execute(
                "update sprint_drafts set typed = $2 where maker_id = $1",
                &params![row.get::<String>("maker_id")?, typed],
            )?;
        }
    }
    let sql = "select id, list from people_files where maker_id <> $1";
    for row in conn.query(sql, &params![&id])? {
        let list: Option<List> = serde_json::from_str(&row.get::<String>("list")?).ok();
        // what cannot be read any more is of use to nobody
        if list.is_none_or(|list| list.rows.iter().any(|(_, cells)| gone.is_in_row(cells))) {
            let sql = "delete from people_files where id = $1";
            conn.execute(sql, &params![row.get::<String>("id")?])?;
        }
    }
    let sql = "select id, sheet, choices from import_drafts where person_id <> $1";
    for row in conn.query(sql, &params![&id])? {
        let texts = [row.get::<String>("sheet")?, row.get::<String>("choices")?];
        if texts.iter().any(|text| gone.is_named_in(text)) {
            let sql = "delete from import_drafts where id = $1";
            conn.execute(sql, &params![row.get::<String>("id")?])?;
        }
    }
    // who was named as the one who leads somebody
    conn.execute(
        "update person_attributes set manager = null where manager = $1 or lower(manager) = $2",
        &params![name, mail.to_lowercase()],
    )?;
    Ok(())
}
