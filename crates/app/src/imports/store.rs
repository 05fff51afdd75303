//! How drafts and imports are kept.

use std::collections::BTreeMap;

use firstmove_domain::id::{CohortId, ImportId, PersonId, SeatId};
use firstmove_domain::imported::Told;
use firstmove_domain::status::Class;
use firstmove_domain::week::{Calendar, Moment, Week};
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use firstmove_stats::Ratio;
use jiff::{SignedDuration, Timestamp};

use crate::cohorts::store::week;
use crate::imports::plan::PlannedRow;
use crate::practice;
use crate::rows::{id, instant, maybe_date, maybe_instant};
use crate::sessions::acts::OF_A_SEAT;
use crate::stories;

/// How long a draft waits.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Keeps a draft; older ones go.
pub fn insert_draft(
    conn: &mut Conn<'_>,
    draft: &str,
    person: &PersonId,
    (sheet, choices): (&str, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    let old = (now - KEPT_FOR).as_millisecond();
    conn.execute(
        "delete from import_drafts where made_at < $1",
        &params![old],
    )?;
    conn.execute(
        "insert into import_drafts (id, person_id, made_at, sheet, choices) values ($1, $2, $3, $4, $5)",
        &params![draft, person.to_string(), now.as_millisecond(), sheet, choices],
    )?;
    Ok(())
}

/// The sheet and the choices of somebody's own draft.
pub fn draft(
    conn: &mut Conn<'_>,
    draft: &str,
    person: &PersonId,
) -> Result<Option<(String, String)>, DbError> {
    let row = conn.one(
        "select sheet, choices from import_drafts where id = $1 and person_id = $2",
        &params![draft, person.to_string()],
    )?;
    row.map(|row| Ok((row.get("sheet")?, row.get("choices")?)))
        .transpose()
}

/// Keeps what was chosen.
pub fn choose(conn: &mut Conn<'_>, draft: &str, choices: &str) -> Result<(), DbError> {
    conn.execute(
        "update import_drafts set choices = $2 where id = $1",
        &params![draft, choices],
    )?;
    Ok(())
}

/// Throws a draft away.
pub fn delete_draft(conn: &mut Conn<'_>, draft: &str) -> Result<(), DbError> {
    conn.execute("delete from import_drafts where id = $1", &params![draft])?;
    Ok(())
}

/// When a group was made here.
pub fn made_at(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Timestamp, DbError> {
    let sql = "select created_at from cohorts where cohort_id = $1";
    let row = conn.one(sql, &params![cohort.to_string()])?;
    row.map_or(Ok(Timestamp::UNIX_EPOCH), |row| instant(&row, "created_at"))
}

/// The weeks of which something is kept here, and whether an import brought it.
pub fn kept_weeks(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    calendar: &Calendar,
) -> Result<BTreeMap<u8, bool>, DbError> {
    let mut kept = BTreeMap::new();
    let key = params![cohort.to_string()];
    let imported = "select distinct week from imported_rows where cohort_id = $1
                    union select distinct week from imported_ratings where cohort_id = $1";
    for row in conn.query(imported, &key)? {
        kept.insert(week(&row, "week")?.number(), true);
    }
    let own = "select distinct week from ratings where cohort_id = $1
               union select distinct week from excuses where cohort_id = $1 and revoked_at is null";
    for row in conn.query(own, &key)? {
        kept.insert(week(&row, "week")?.number(), false);
    }
    let reports = "select distinct week, performed_on from reports where cohort_id = $1";
    for row in conn.query(reports, &key)? {
        let done = maybe_date(&row, "performed_on")?.map(|day| calendar.moment_of_date(day));
        let of = match done {
            Some(Moment::Week(week)) => Some(week),
            Some(_) => None,
            None => Some(week(&row, "week")?),
        };
        kept.extend(of.map(|week| (week.number(), false)));
    }
    Ok(kept)
}

/// One import as it is kept.
#[derive(Debug, Clone)]
pub struct Import {
    /// Which.
    pub id: ImportId,
    /// Into which group.
    pub cohort: CohortId,
    /// When.
    pub at: Timestamp,
    /// Rows of the sheet.
    pub rows: i64,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

/// Keeps an import.
pub fn insert(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    import: &ImportId,
    by: &PersonId,
    rows: usize,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into imports (cohort_id, id, rows_read, imported_at, imported_by) values ($1, $2, $3, $4, $5)",
        &params![
            cohort.to_string(),
            import.to_string(),
            i64::try_from(rows).unwrap_or(i64::MAX),
            now.as_millisecond(),
            by.to_string()
        ],
    )?;
    Ok(())
}

/// Keeps a row; `position` among those of the same week and seat.
pub fn insert_row(
    conn: &mut Conn<'_>,
    (cohort, import, seat): (&CohortId, &ImportId, &SeatId),
    id: &str,
    position: usize,
    row: &PlannedRow,
) -> Result<(), DbError> {
    conn.execute(
        "insert into imported_rows (cohort_id, id, import_id, seat_id, week, position, told, outcome, metric_delta)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            cohort.to_string(),
            id,
            import.to_string(),
            seat.to_string(),
            i64::from(row.week.number()),
            i64::try_from(position).unwrap_or(i64::MAX),
            told_key(row.told),
            row.outcome.map(class_key),
            &row.delta
        ],
    )?;
    Ok(())
}

/// Keeps a rating, without whose it is.
pub fn insert_rating(
    conn: &mut Conn<'_>,
    (cohort, import): (&CohortId, &ImportId),
    id: &str,
    week: Week,
    rating: Ratio,
) -> Result<(), DbError> {
    conn.execute(
        "insert into imported_ratings (cohort_id, id, import_id, week, rating) values ($1, $2, $3, $4, $5)",
        &params![
            cohort.to_string(),
            id,
            import.to_string(),
            i64::from(week.number()),
            rating.to_f64().to_string()
        ],
    )?;
    Ok(())
}

/// Notes that an import gave this seat.
pub fn insert_seat(
    conn: &mut Conn<'_>,
    (cohort, import, seat): (&CohortId, &ImportId, &SeatId),
) -> Result<(), DbError> {
    conn.execute(
        "insert into imported_seats (cohort_id, seat_id, import_id) values ($1, $2, $3)",
        &params![cohort.to_string(), seat.to_string(), import.to_string()],
    )?;
    Ok(())
}

/// The imports into a group, the newest first.
pub fn of_cohort(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Import>, DbError> {
    let rows = conn.query(
        "select id, rows_read, imported_at, undone_at from imports where cohort_id = $1
         order by imported_at desc, id",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Import {
                id: id(row, "id")?,
                cohort: *cohort,
                at: instant(row, "imported_at")?,
                rows: row.get("rows_read")?,
                undone_at: maybe_instant(row, "undone_at")?,
            })
        })
        .collect()
}

/// Whether something was kept here since, by whoever got a seat from the import or about one of its weeks.
pub fn is_built_upon(conn: &mut Conn<'_>, import: &Import) -> Result<bool, DbError> {
    let row = conn.one(
        "select (select count(*) from reports r join experiments e on e.cohort_id = r.cohort_id and e.id = r.experiment_id
                 where r.cohort_id = $1 and r.reported_at >= $3
                   and (r.week in (select week from imported_rows where cohort_id = $1 and import_id = $2)
                        or e.seat_id in (select seat_id from imported_seats where cohort_id = $1 and import_id = $2)))
              + (select count(*) from experiments where cohort_id = $1
                   and seat_id in (select seat_id from imported_seats where cohort_id = $1 and import_id = $2))
              + (select count(*) from excuses where cohort_id = $1
                   and seat_id in (select seat_id from imported_seats where cohort_id = $1 and import_id = $2))
              + (select count(*) from ratings where cohort_id = $1
                   and seat_id in (select seat_id from imported_seats where cohort_id = $1 and import_id = $2)) as n",
        &params![import.cohort.to_string(), import.id.to_string(), import.at.as_millisecond()],
    )?;
    row.map_or(Ok(false), |row| Ok(row.get::<i64>("n")? > 0))
}

/// The seats that an import gave.
pub fn seats_given(conn: &mut Conn<'_>, import: &Import) -> Result<Vec<SeatId>, DbError> {
    let rows = conn.query(
        "select seat_id from imported_seats where cohort_id = $1 and import_id = $2 order by seat_id",
        &params![import.cohort.to_string(), import.id.to_string()],
    )?;
    rows.iter().map(|row| id(row, "seat_id")).collect()
}

/// Takes an import back, with the seats that it gave.
pub fn undo(
    conn: &mut Conn<'_>,
    import: &Import,
    by: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    let key = params![import.cohort.to_string(), import.id.to_string()];
    let of_seats = OF_A_SEAT.iter().chain(&practice::acts::OF_A_SEAT);
    let of_seats = of_seats.map(|table| (*table, "seat_id"));
    for (table, column) in of_seats.chain(stories::acts::OF_A_SEAT) {
        let seats = "select seat_id from imported_seats where cohort_id = $1 and import_id = $2";
        conn.execute(
            &format!("delete from {table} where cohort_id = $1 and {column} in ({seats})"),
            &key,
        )?;
    }
    for sql in [
        "delete from imported_rows where cohort_id = $1 and import_id = $2",
        "delete from imported_ratings where cohort_id = $1 and import_id = $2",
        "delete from seats where cohort_id = $1
           and id in (select seat_id from imported_seats where cohort_id = $1 and import_id = $2)",
        "delete from imported_seats where cohort_id = $1 and import_id = $2",
    ] {
        conn.execute(sql, &key)?;
    }
    conn.execute(
        "update imports set undone_at = $3, undone_by = $4 where cohort_id = $1 and id = $2",
        &params![
            import.cohort.to_string(),
            import.id.to_string(),
            now.as_millisecond(),
            by.to_string()
        ],
    )?;
    Ok(())
}

fn told_key(told: Told) -> &'static str {
    match told {
        Told::Tried => "tried",
        Told::NotTried => "not_tried",
        Told::Excused => "excused",
        Told::Outside => "outside",
        Told::Open => "open",
    }
}

fn class_key(class: Class) -> &'static str {
    match class {
        Class::Succeeded => "succeeded",
        Class::Partially => "partially",
        Class::Failed => "failed",
        Class::Pending => "pending",
        Class::Unresolved => "unresolved",
        Class::NoCriterion => "no_criterion",
    }
}
