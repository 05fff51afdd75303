//! The database: whether it answers, is whole and up to date, and what it says of the clock and of backups.

use firstmove_kit::db::{Conn, DbError, Need, Single};
use jiff::{SignedDuration, Timestamp};

use super::{tables, trails, well, wrong};
use crate::cli::Finding;
use crate::keeping::backup::LAST_BACKUP;
use crate::starting::home::Home;
use crate::starting::{MIGRATIONS, advice, newest_version};

/// Clocks of machines may differ by so much.
const DIFFERENCE: SignedDuration = SignedDuration::from_mins(5);
/// An installation may go without a backup for so long.
const WITHOUT: SignedDuration = SignedDuration::from_hours(24 * 8);

/// All that is looked at once it opens.
pub fn database(home: &Home, now: Timestamp) -> Vec<Finding> {
    let about = match home {
        Home::Folder(_) => "data",
        Home::Server(_) => "database",
    };
    let failed = |error: &DbError| wrong(about, advice::told(error, home));
    let found = home.open().and_then(|mut single| {
        single.allows(Need::Serve, MIGRATIONS)?;
        Ok((look(&mut single, (about, home))?, single))
    });
    let (version, tables, mut single) = match found {
        Ok(((version, tables), single)) => (version, tables, single),
        Err(error) => return vec![failed(&error)],
    };
    let is_whole = tables.ok && version == Some(newest_version());
    let mut findings = vec![tables];
    if is_whole {
        let told = single.read(|conn| {
            let numbers = [trails::examine(conn)?, trails::doubles(conn, now)?];
            Ok((times(conn)?, numbers))
        });
        match told {
            Ok((times, numbers)) => {
                findings.extend(numbers.into_iter().flatten());
                findings.extend([clock(&times, now), backups(&times, home, now)]);
            }
            Err(error) => findings.push(failed(&error)),
        }
    }
    findings
}

/// The newest migration that it has seen, and how its tables stand.
fn look(
    single: &mut Single,
    place: (&'static str, &Home),
) -> Result<(Option<i64>, Finding), DbError> {
    single.read(|conn| {
        conn.sound()?;
        let version = conn.newest_migration()?;
        Ok((version, tables::examine(conn, place, version)?))
    })
}

/// What the rows say of time.
struct Times {
    first: Option<Timestamp>,
    newest: Option<Timestamp>,
    backup: Option<Timestamp>,
    is_example: bool,
}

fn times(conn: &mut Conn) -> Result<Times, DbError> {
    let instant = |at: Option<i64>| at.and_then(|at| Timestamp::from_millisecond(at).ok());
    let mut setting = |key: &str| -> Result<Option<i64>, DbError> {
        let sql = "select value from settings where key = $1";
        let value = conn.one(sql, &firstmove_kit::params![key])?;
        let value: Option<String> = value.map(|row| row.get("value")).transpose()?;
        Ok(value.and_then(|value| value.parse().ok()))
    };
    let backup = instant(setting(LAST_BACKUP)?);
    let is_example = setting(crate::demo::travel::PRESENT)?.is_some();
    let sql =
        "select cast(min(at) as bigint) as first, cast(max(at) as bigint) as newest from events";
    let (first, newest) = match conn.one(sql, &[])? {
        Some(row) => (row.get("first")?, row.get("newest")?),
        None => (None, None),
    };
    Ok(Times {
        first: instant(first),
        newest: instant(newest),
        backup,
        is_example,
    })
}

fn clock(times: &Times, now: Timestamp) -> Finding {
    let about = "clock";
    let ahead = times.newest.filter(|newest| *newest > now + DIFFERENCE);
    match ahead {
        // in the example, time is travelled in
        Some(newest) if !times.is_example => wrong(
            about,
            format!(
                "This machine says {}, but something happened at {} already. Set the clock, and let it follow a time server.",
                minute(now),
                minute(newest)
            ),
        ),
        _ => well(about, format!("This machine says {}.", minute(now))),
    }
}

fn backups(times: &Times, home: &Home, now: Timestamp) -> Finding {
    let about = "backup";
    let age = |since: Timestamp| now.duration_since(since);
    match (times.backup, times.first) {
        (Some(made), _) if age(made) > WITHOUT => wrong(
            about,
            format!(
                "The last backup is {} days old. Look at what should make one each night.",
                age(made).as_hours() / 24
            ),
        ),
        (Some(made), _) => well(about, format!("The last backup is of {}.", minute(made))),
        (None, Some(first))
            if age(first) > WITHOUT && matches!(home, Home::Folder(_)) && !times.is_example =>
        {
            wrong(
                about,
                "No backup was ever made with `firstmove backup`. Make one now, and one each night.",
            )
        }
        (None, _) => well(
            about,
            "No backup was made with `firstmove backup` yet. Make one each night.",
        ),
    }
}

fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
