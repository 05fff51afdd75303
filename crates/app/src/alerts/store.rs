//! How alerts and the marks of ended and closed weeks are kept.

use firstmove_domain::id::{AlertId, CohortId, PersonId, SprintId};
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::alerts::{Action, Alert, Kind};
use crate::cohorts::store::Cohort;
use crate::kickoff::acts::{CAME_BACK, OF_INVITATION};
use crate::rows::{id, instant, maybe_instant, small};

const COLUMNS: &str =
    "id, kind, seat_id, week, weeks, opened_at, acknowledged_at, action, snoozed_until,
       resolved_at, resolution";

/// The alerts of a cohort, the newest first; only those whose cause stands, or all there ever were.
pub fn of_cohort(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    only_open: bool,
) -> Result<Vec<Alert>, DbError> {
    let open = if only_open {
        "and resolved_at is null"
    } else {
        ""
    };
    let rows = conn.query(
        &format!(
            "select {COLUMNS} from alerts where cohort_id = $1 {open} order by opened_at desc, id"
        ),
        &params![cohort.to_string()],
    )?;
    rows.iter().map(alert).collect()
}

/// One alert with the cohort that it belongs to.
pub fn get(conn: &mut Conn<'_>, alert_id: &AlertId) -> Result<Option<(CohortId, Alert)>, DbError> {
    let row = conn.one(
        &format!("select cohort_id, {COLUMNS} from alerts where id = $1"),
        &params![alert_id.to_string()],
    )?;
    row.map(|row| Ok((id(&row, "cohort_id")?, alert(&row)?)))
        .transpose()
}

fn alert(row: &Row) -> Result<Alert, DbError> {
    let kind: String = row.get("kind")?;
    let seat: String = row.get("seat_id")?;
    let weeks: String = row.get("weeks")?;
    let action = row
        .get::<Option<String>>("action")?
        .and_then(|action| Action::from_key(&action));
    let resolution: Option<String> = row.get("resolution")?;
    Ok(Alert {
        id: id(row, "id")?,
        kind: Kind::from_key(&kind)
            .ok_or_else(|| DbError::Conversion(format!("there is no alert of kind {kind}")))?,
        seat: match seat.is_empty() {
            true => None,
            false => Some(id(row, "seat_id")?),
        },
        week: small(row, "week")?,
        weeks: serde_json::from_str(&weeks)
            .map_err(|_| DbError::Conversion("an alert's weeks cannot be read".into()))?,
        opened_at: instant(row, "opened_at")?,
        acknowledged: maybe_instant(row, "acknowledged_at")?.zip(action),
        snoozed_until: maybe_instant(row, "snoozed_until")?,
        resolved: maybe_instant(row, "resolved_at")?.zip(resolution),
    })
}

/// Keeps a new alert. One with the same cause that is there already stays as it is.
pub fn insert(conn: &mut Conn<'_>, cohort: &CohortId, alert: &Alert) -> Result<(), DbError> {
    let seat = alert.seat.map(|seat| seat.to_string()).unwrap_or_default();
    conn.execute(
        "insert into alerts (cohort_id, id, kind, seat_id, week, weeks, opened_at, resolved_at, resolution)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (cohort_id, kind, seat_id, week) do nothing",
        &params![
            cohort.to_string(),
            alert.id.to_string(),
            alert.kind.key(),
            seat,
            i64::from(alert.week),
            weeks_text(&alert.weeks),
            alert.opened_at.as_millisecond(),
            alert.resolved.as_ref().map(|(at, _)| at.as_millisecond()),
            alert.resolved.as_ref().map(|(_, why)| why.clone())
        ],
    )?;
    Ok(())
}

/// Keeps the weeks that an alert rests on now, and that it is over if it is.
pub fn update(conn: &mut Conn<'_>, cohort: &CohortId, alert: &Alert) -> Result<(), DbError> {
    conn.execute(
        "update alerts set weeks = $3, resolved_at = $4, resolution = $5 where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            alert.id.to_string(),
            weeks_text(&alert.weeks),
            alert.resolved.as_ref().map(|(at, _)| at.as_millisecond()),
            alert.resolved.as_ref().map(|(_, why)| why.clone())
        ],
    )?;
    Ok(())
}

/// Keeps what was done about an alert; none takes it back.
pub fn acknowledge(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    alert: &AlertId,
    done: Option<(Timestamp, Action)>,
) -> Result<(), DbError> {
    conn.execute(
        "update alerts set acknowledged_at = $3, action = $4 where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            alert.to_string(),
            done.map(|(at, _)| at.as_millisecond()),
            done.map(|(_, action)| action.key().to_owned())
        ],
    )?;
    Ok(())
}

/// Puts an alert off; none takes that back.
pub fn snooze(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    alert: &AlertId,
    until: Option<Timestamp>,
) -> Result<(), DbError> {
    conn.execute(
        "update alerts set snoozed_until = $3 where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            alert.to_string(),
            until.map(Timestamp::as_millisecond)
        ],
    )?;
    Ok(())
}

/// Whether an alert of this kind stands open in the cohort.
pub fn is_open(conn: &mut Conn<'_>, cohort: &CohortId, kind: Kind) -> Result<bool, DbError> {
    let row = conn.one(
        "select id from alerts where cohort_id = $1 and kind = $2 and resolved_at is null limit 1",
        &params![cohort.to_string(), kind.key()],
    )?;
    Ok(row.is_some())
}

/// How many things wait for the coordinators of a sprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// The cohort in which they wait.
    pub cohort: CohortId,
    /// Alerts that ask for something, each leader's two in a row and two skipped counted once.
    pub alerts: usize,
    /// Late reports that a peer has confirmed.
    pub reports: usize,
    /// Invitations of which a mail came back, and to which there is no answer.
    pub invitations: usize,
}

impl Waits {
    /// All of it.
    pub fn count(&self) -> usize {
        self.alerts + self.reports + self.invitations
    }
}

/// What waits in each of `cohorts` that this person coordinates and does not sit in: the same that Today lists,
/// counted in one query.
pub fn waits(
    conn: &mut Conn<'_>,
    coordinator: &PersonId,
    cohorts: &[Cohort],
    now: Timestamp,
) -> Result<Vec<Waits>, DbError> {
    let rows = conn.query(
        &format!("select c.cohort_id,
           (select count(*) from alerts a where a.cohort_id = c.cohort_id and a.resolved_at is null
              and a.acknowledged_at is null and (a.snoozed_until is null or a.snoozed_until <= $2)
              and not (a.kind = 'two_skipped' and exists (
                select 1 from alerts o where o.cohort_id = a.cohort_id and o.seat_id = a.seat_id
                   and o.kind = 'two_in_a_row' and o.resolved_at is null))) as alerts,
           (select count(*) from reports r where r.cohort_id = c.cohort_id
              and r.confirmed_at is not null and r.accepted_at is null
              and exists (select 1 from events v where v.cohort_id = r.cohort_id and v.about = r.id
                            and v.kind = 'confirmation_asked')
              and not exists (select 1 from reports n where n.cohort_id = r.cohort_id
                                and n.experiment_id = r.experiment_id and n.revision > r.revision)) as reports,
           (select count(*) from invitations i where i.cohort_id = c.cohort_id and i.answer is null
              and exists (select 1 from notices n where {OF_INVITATION} and {CAME_BACK})) as invitations
         from cohorts c
         join sprint_roles s on s.sprint_id = c.sprint_id
         where s.person_id = $1 and s.role = 'coordinator'
           and not exists (select 1 from seats x where x.cohort_id = c.cohort_id and x.person_id = $1)"),
        &params![coordinator.to_string(), now.as_millisecond()],
    )?;
    let count = |row: &Row, name: &str| -> Result<usize, DbError> {
        Ok(usize::try_from(row.get::<i64>(name)?).unwrap_or(0))
    };
    let mut waits = Vec::new();
    for row in &rows {
        let cohort_id: CohortId = id(row, "cohort_id")?;
        let Some(cohort) = cohorts.iter().find(|one| one.id == cohort_id) else {
            continue;
        };
        // after the final close nothing is accepted any more
        let reports = match now < cohort.calendar.final_close() {
            true => count(row, "reports")?,
            false => 0,
        };
        waits.push(Waits {
            cohort: cohort_id,
            alerts: count(row, "alerts")?,
            reports,
            invitations: count(row, "invitations")?,
        });
    }
    Ok(waits)
}

/// What has been done about the weeks of a sprint's cohorts: cohort, week, and `end` or `close`.
pub fn marks(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
) -> Result<Vec<(CohortId, u8, String)>, DbError> {
    let rows = conn.query(
        "select m.cohort_id, m.week, m.mark from cohorts c join week_marks m on m.cohort_id = c.cohort_id
         where c.sprint_id = $1",
        &params![sprint.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((id(row, "cohort_id")?, small(row, "week")?, row.get("mark")?)))
        .collect()
}

/// Marks a week as ended or closed; false when that was done before.
pub fn mark(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    week: u8,
    mark: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "insert into week_marks (cohort_id, week, mark, marked_at) values ($1, $2, $3, $4)
         on conflict (cohort_id, week, mark) do nothing",
        &params![
            cohort.to_string(),
            i64::from(week),
            mark,
            now.as_millisecond()
        ],
    )?;
    Ok(changed == 1)
}

fn weeks_text(weeks: &[u8]) -> String {
    let weeks: Vec<String> = weeks.iter().map(u8::to_string).collect();
    format!("[{}]", weeks.join(","))
}
