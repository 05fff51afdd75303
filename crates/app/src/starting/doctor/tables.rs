//! Whether the tables are there as the migrations make them, and the key without which they are of little use.

use firstmove_kit::db::{Conn, DbError, Gap, Schema};

use super::{well, wrong};
use crate::cli::Finding;
use crate::keeping::up_to;
use crate::people;
use crate::starting::home::Home;
use crate::starting::newest_version;

/// Of more than this many things that are missing only the number is told.
const MOST: usize = 8;

/// What there is to do with the tables of a program that is to come.
const NEWER: &str = "Its tables are of a newer version than this program. Use the program that made them, or a newer one.";

/// Why a start must leave a database as it is; none where it may bring the tables up to date.
pub fn hindrance(conn: &mut Conn<'_>, home: &Home) -> Result<Option<String>, DbError> {
    Ok(match conn.newest_migration()? {
        Some(kept) if kept > newest_version() => Some(NEWER.to_owned()),
        Some(_) => None,
        None => {
            let finding = without_a_list(conn, "", restore(home))?;
            (!finding.ok).then_some(finding.sentence)
        }
    })
}

/// Looks at a database that has seen the migrations up to `version`; none where it has no list of them.
pub fn examine(
    conn: &mut Conn<'_>,
    (about, home): (&'static str, &Home),
    version: Option<i64>,
) -> Result<Finding, DbError> {
    let (ours, restore) = (newest_version(), restore(home));
    let Some(kept) = version else {
        return without_a_list(conn, about, restore);
    };
    if kept > ours {
        return Ok(wrong(about, NEWER));
    }
    let gaps = Schema::of(&up_to(kept))?.missing(conn)?;
    if !gaps.is_empty() {
        let sentence = format!(
            "It opens, but a part of it is missing: {}. {restore}",
            named(&gaps)
        );
        return Ok(wrong(about, sentence));
    }
    if without_its_key(conn)? {
        let sentence = format!(
            "It opens, but the key that signs links is missing, and other settings may be: there are accounts, and no \
             start has left one. {restore} A start without it makes another key, and links in mails no longer work."
        );
        return Ok(wrong(about, sentence));
    }
    Ok(match kept < ours {
        true => well(
            about,
            "It opens and is sound. Its tables are of an older version: the next `firstmove serve` brings them \
             up to date.",
        ),
        false => well(
            about,
            "It opens, its tables are up to date, and it is sound.",
        ),
    })
}

/// What there is to do where a part is gone. A server's tables are filled again as they are, so they must be whole.
fn restore(home: &Home) -> &'static str {
    match home {
        Home::Folder(_) => {
            "Stop the server and restore the newest backup: `firstmove restore BACKUP --force`."
        }
        Home::Server(_) => {
            "Stop the server, make an empty database and restore the newest backup into it: `firstmove restore BACKUP`."
        }
    }
}

/// A database that is new, or one whose list of migrations was lost.
fn without_a_list(
    conn: &mut Conn<'_>,
    about: &'static str,
    restore: &str,
) -> Result<Finding, DbError> {
    let schema = Schema::of(&up_to(newest_version()))?;
    let gaps = schema.missing(conn)?;
    let gone = |gap: &Gap, name: &str| matches!(gap, Gap::Table(table) if table == name);
    let there = schema
        .tables
        .iter()
        .find(|table| !gaps.iter().any(|gap| gone(gap, &table.name)));
    Ok(match there {
        None => well(
            about,
            "It opens and is empty. `firstmove serve` makes its tables.",
        ),
        Some(table) => wrong(
            about,
            format!(
                "It holds tables such as {}, but not the list of what made them. If they are Firstmove's: {restore} \
                 Else name an empty database.",
                table.name
            ),
        ),
    })
}

/// Each start leaves its key, so accounts without one have lost it.
fn without_its_key(conn: &mut Conn<'_>) -> Result<bool, DbError> {
    let key = "select key from settings where key = 'signing_key'";
    Ok(conn.one(key, &[])?.is_none() && people::store::anybody(conn)?)
}

fn named(gaps: &[Gap]) -> String {
    let one = |gap: &Gap| match gap {
        Gap::Table(table) => format!("the table {table}"),
        Gap::Column(table, column) => format!("the column {column} of {table}"),
    };
    let mut names: Vec<String> = gaps.iter().take(MOST).map(one).collect();
    if gaps.len() > MOST {
        names.push(format!("{} more", gaps.len() - MOST));
    }
    names.join(", ")
}
