//! How cohorts and seats are kept, and who finds which.

use firstmove_domain::cohort::WithdrawReason;
use firstmove_domain::excuse::Wish;
use firstmove_domain::history::ExitKind;
use firstmove_domain::id::{CohortId, ExcuseId, PersonId, SeatId, SprintId};
use firstmove_domain::rights::Role;
use firstmove_domain::session::Meeting;
use firstmove_domain::session::moving::{Change, Changes};
use firstmove_domain::sprint::WeeklyTime;
use firstmove_domain::week::{Calendar, Pause, Week};
use firstmove_domain::weekly::{Schedule, TimeChange};
use firstmove_kit::db::{Conn, DbError, Row, Value};
use firstmove_kit::params;
use jiff::{SignedDuration, Timestamp};

use crate::actor::Actor;
use crate::cohorts::{calendars, exceptions, weekly_times};
use crate::problem::Problem;
use crate::rows::{id, instant, maybe_instant, small};

/// A cohort with its calendar and the sprint that it belongs to.
#[derive(Debug, Clone)]
pub struct Cohort {
    /// Which one.
    pub id: CohortId,
    /// Its sprint.
    pub sprint: SprintId,
    /// The sprint's name.
    pub sprint_name: String,
    /// The organisation whose sprint it is.
    pub organisation: String,
    /// What it is called.
    pub name: String,
    /// Its weeks in its own zone, pauses included.
    pub calendar: Calendar,
    /// When it meets, over all its weeks.
    pub weekly: Schedule,
    /// The weekday and time that its showcases have of their own; none where they follow the session.
    pub showcases: Option<WeeklyTime>,
    /// Single meetings that were moved or called off.
    pub changed: Changes,
    /// Attempts in a row after which skips are counted from zero; none: never.
    pub restart_after: Option<u8>,
}

/// A leader's place, with the person who holds it.
#[derive(Debug, Clone)]
pub struct Seated {
    /// The place.
    pub seat: SeatId,
    /// Who holds it.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub mail: String,
    /// What they are called where names are not shown.
    pub pseudonym: String,
    /// Their team.
    pub squad: String,
    /// Since when they take part.
    pub joined_at: Timestamp,
    /// When they left the company or the team, if they did.
    pub exit_at: Option<Timestamp>,
    /// Whether it was the company that they left.
    pub left_company: bool,
    /// When they withdrew from the sprint, if they did.
    pub withdrawn_at: Option<Timestamp>,
}

impl Seated {
    /// Whether they take part at that instant.
    pub fn takes_part(&self, now: Timestamp) -> bool {
        self.exit_at.is_none_or(|exit| exit > now)
            && self.withdrawn_at.is_none_or(|withdrawn| withdrawn > now)
    }

    /// Whether they report of that week here: who takes part does, and so does who changed the group or stopped, of
    /// the weeks that still count for them here (measurement, 0.3). Who left the company reports no more.
    pub fn reports_of(&self, calendar: &Calendar, week: Week, now: Timestamp) -> bool {
        let (start, end) = calendar.span(week);
        let is_here = self.exit_at.is_none_or(|exit| end <= exit)
            && self.withdrawn_at.is_none_or(|withdrawn| start < withdrawn);
        self.takes_part(now) || is_here && !self.left_company
    }
}

const COHORT: &str = "select c.cohort_id, c.sprint_id, c.name, c.zone, c.start_date, c.grace_days,
       c.session_weekday, c.session_time, c.showcase_weekday, c.showcase_time, s.name as sprint_name, s.organisation, s.restart_after,
       (select count(*) from pauses p where p.cohort_id = c.cohort_id)
         + (select count(*) from weekly_times w where w.cohort_id = c.cohort_id)
         + (select count(*) from meetings m where m.cohort_id = c.cohort_id
              and (m.moved_to is not null or m.called_off_at is not null)) as exceptions
     from cohorts c join sprints s on s.id = c.sprint_id";

/// The cohorts that `actor` sees in that role, by name.
pub fn seen_as(conn: &mut Conn<'_>, actor: &Actor, role: Role) -> Result<Vec<Cohort>, DbError> {
    let (seen, values) = seen(actor, role);
    let rows = conn.query(
        &format!("{COHORT} {seen} order by c.name, c.cohort_id"),
        &values,
    )?;
    exceptions::attach(conn, rows)
}

/// Whether `actor` sees any cohort in that role.
pub fn sees_any(conn: &mut Conn<'_>, actor: &Actor, role: Role) -> Result<bool, DbError> {
    let (seen, values) = seen(actor, role);
    let sql = format!("select c.cohort_id from cohorts c {seen} limit 1");
    Ok(conn.one(&sql, &values)?.is_some())
}

/// What joins the cohorts `c` to who sees them in that role.
fn seen(actor: &Actor, role: Role) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![actor.person.to_string().into()];
    let join = match role {
        Role::Leader => "join seats mine on mine.cohort_id = c.cohort_id and mine.person_id = $1",
        role => {
            values.push(role.key().into());
            "join sprint_roles mine on mine.sprint_id = c.sprint_id and mine.person_id = $1 and mine.role = $2"
        }
    };
    // who sits in a cohort sees it as a leader, whatever else they are
    let not_mine = match role {
        Role::Coordinator | Role::DataOwner => {
            "where not exists (select 1 from seats own where own.cohort_id = c.cohort_id and own.person_id = $1)"
        }
        _ => "",
    };
    (format!("{join} {not_mine}"), values)
}

/// The sprints that have a cohort. What is about all cohorts is done sprint by sprint: it needs the same memory however
/// many there are, and nobody waits behind it.
pub fn sprints(conn: &mut Conn<'_>) -> Result<Vec<SprintId>, DbError> {
    let sql = "select distinct sprint_id from cohorts order by sprint_id";
    let rows = conn.query(sql, &[])?;
    rows.iter().map(|row| id(row, "sprint_id")).collect()
}

/// The sprints in which something may still happen by itself: those with a cohort whose last week has not closed, or
/// has closed less than a month ago.
pub fn running_sprints(conn: &mut Conn<'_>, now: Timestamp) -> Result<Vec<SprintId>, DbError> {
    let month_ago = now - SignedDuration::from_hours(30 * 24);
    let rows = conn.query(
        "select distinct c.sprint_id from cohorts c where not exists (
            select 1 from week_marks m where m.cohort_id = c.cohort_id and m.week = $1 and m.mark = 'close'
            and m.marked_at < $2) order by c.sprint_id",
        &params![Week::LAST.number(), month_ago.as_millisecond()],
    )?;
    rows.iter().map(|row| id(row, "sprint_id")).collect()
}

/// Every cohort of a sprint, by name, without asking who wants to know.
pub fn of_sprint(conn: &mut Conn<'_>, sprint: &SprintId) -> Result<Vec<Cohort>, DbError> {
    let rows = conn.query(
        &format!("{COHORT} where c.sprint_id = $1 order by c.name, c.cohort_id"),
        &params![sprint.to_string()],
    )?;
    exceptions::attach(conn, rows)
}

/// One cohort, without asking who wants to know.
pub fn get(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Option<Cohort>, DbError> {
    let rows = conn.query(
        &format!("{COHORT} where c.cohort_id = $1"),
        &params![cohort.to_string()],
    )?;
    Ok(exceptions::attach(conn, rows)?.pop())
}

/// The cohort that a page is about: the one asked for if the actor sees it in that role, else their first.
/// Nothing is found where the actor sees none, or asks for one that they do not see.
pub fn chosen(
    conn: &mut Conn<'_>,
    actor: &Actor,
    role: Role,
    asked: Option<&str>,
) -> Result<(Cohort, Vec<Cohort>), Problem> {
    let seen = seen_as(conn, actor, role)?;
    let chosen = match asked.filter(|asked| !asked.is_empty()) {
        Some(asked) => seen.iter().find(|cohort| cohort.id.to_string() == asked),
        None => seen.first(),
    };
    match chosen.cloned() {
        Some(cohort) => Ok((cohort, seen)),
        None => Err(Problem::NotFound),
    }
}

/// A cohort as its row and what differs from its rule make it.
pub(super) fn cohort(
    row: &Row,
    pauses: Vec<Pause>,
    times: Vec<TimeChange>,
    changed: Vec<(Meeting, Change)>,
) -> Result<Cohort, DbError> {
    let calendar = calendars::calendar(row, pauses)?;
    Ok(Cohort {
        id: id(row, "cohort_id")?,
        sprint: id(row, "sprint_id")?,
        sprint_name: row.get("sprint_name")?,
        organisation: row.get("organisation")?,
        name: row.get("name")?,
        weekly: Schedule::new(&calendar, weekly_times::first(row)?, times),
        showcases: weekly_times::of_showcases(row)?,
        calendar,
        changed: Changes::new(changed),
        restart_after: crate::rows::maybe_small(row, "restart_after")?,
    })
}

/// A week's number.
pub fn week(row: &Row, column: &str) -> Result<Week, DbError> {
    Week::new(small(row, column)?)
        .ok_or_else(|| DbError::Conversion(format!("column {column} holds no week")))
}

const SEATED: &str =
    "select s.id, s.person_id, s.squad, s.joined_at, s.exit_at, s.exit_kind, s.withdrawn_at, p.name, p.mail,
       p.pseudonym from seats s join people p on p.id = s.person_id where s.cohort_id = $1";

/// The seats of a cohort, by name, folded, so that both engines sort alike.
pub fn roster(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Seated>, DbError> {
    let rows = conn.query(SEATED, &params![cohort.to_string()])?;
    let mut seats = rows.iter().map(seated).collect::<Result<Vec<_>, _>>()?;
    seats.sort_by_cached_key(|seat| (seat.name.to_lowercase(), seat.seat.to_string()));
    Ok(seats)
}

/// The seat that a person holds in a cohort, without reading the others.
pub fn seat_of(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    person: &PersonId,
) -> Result<Option<Seated>, DbError> {
    let row = conn.one(
        &format!("{SEATED} and s.person_id = $2"),
        &params![cohort.to_string(), person.to_string()],
    )?;
    row.as_ref().map(seated).transpose()
}

fn seated(row: &Row) -> Result<Seated, DbError> {
    Ok(Seated {
        seat: id(row, "id")?,
        person: id(row, "person_id")?,
        name: row.get("name")?,
        mail: row.get("mail")?,
        pseudonym: row.get("pseudonym")?,
        squad: row.get("squad")?,
        joined_at: instant(row, "joined_at")?,
        exit_at: maybe_instant(row, "exit_at")?,
        left_company: row.get::<Option<String>>("exit_kind")?.as_deref()
            == Some(ExitKind::Company.key()),
        withdrawn_at: maybe_instant(row, "withdrawn_at")?,
    })
}

/// Keeps a seat: its team, since when it is held, and that it was written down now.
pub fn insert_seat(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    person: &PersonId,
    (squad, joined_at): (&str, Timestamp),
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into seats (cohort_id, id, person_id, squad, joined_at, join_recorded_at)
         values ($1, $2, $3, $4, $5, $6)",
        &params![
            cohort.to_string(),
            seat.to_string(),
            person.to_string(),
            squad,
            joined_at.as_millisecond(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// The weeks of a seat that are excused, without those that were taken back.
pub fn excused_weeks(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<Vec<Week>, DbError> {
    let rows = conn.query(
        "select week from excuses where cohort_id = $1 and seat_id = $2 and revoked_at is null order by week",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    rows.iter().map(|row| week(row, "week")).collect()
}

/// Keeps an excuse.
pub fn insert_excuse(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    excuse: &ExcuseId,
    wish: &Wish,
    by: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into excuses (cohort_id, id, seat_id, week, category, days, note, recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            cohort.to_string(),
            excuse.to_string(),
            seat.to_string(),
            i64::from(wish.week.number()),
            wish.category.key(),
            wish.days.map(i64::from),
            wish.note.clone(),
            now.as_millisecond(),
            by.to_string()
        ],
    )?;
    Ok(())
}

/// Notes that somebody withdraws from `from` on, written down now.
pub fn withdraw(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
    reason: WithdrawReason,
    note: Option<String>,
    (from, now): (Timestamp, Timestamp),
) -> Result<(), DbError> {
    conn.execute(
        "update seats set withdrawn_at = $3, withdrawal_reason = $4, withdrawal_note = $5,
                withdrawal_recorded_at = $6
         where cohort_id = $1 and id = $2",
        &params![
            cohort.to_string(),
            seat.to_string(),
            from.as_millisecond(),
            reason.key(),
            note,
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// The name of the sprint's cohort in which that person takes part, if there is one.
pub fn sits_in(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    person: &PersonId,
) -> Result<Option<String>, DbError> {
    seat_in(conn, (sprint, person), "null")
}

/// The name of the sprint's cohort in which that person stopped and still counts, if there is one.
pub fn stopped_in(
    conn: &mut Conn<'_>,
    sprint: &SprintId,
    person: &PersonId,
) -> Result<Option<String>, DbError> {
    seat_in(conn, (sprint, person), "not null")
}

fn seat_in(
    conn: &mut Conn<'_>,
    (sprint, person): (&SprintId, &PersonId),
    withdrawn: &str,
) -> Result<Option<String>, DbError> {
    let row = conn.one(
        &format!(
            "select c.name from seats s join cohorts c on c.cohort_id = s.cohort_id
             where c.sprint_id = $1 and s.person_id = $2 and s.exit_at is null and s.withdrawn_at is {withdrawn}"
        ),
        &params![sprint.to_string(), person.to_string()],
    )?;
    row.map(|row| row.get("name")).transpose()
}

/// The cohort of a seat, without asking who wants to know: what is found is looked up again as the reader.
pub fn cohort_of(conn: &mut Conn<'_>, seat: &str) -> Result<Option<String>, DbError> {
    // what is no id never reaches the database: some of it could not even be asked for
    let Ok(seat) = seat.parse::<SeatId>() else {
        return Ok(None);
    };
    let row = conn.one(
        "select cohort_id from seats where id = $1",
        &params![seat.to_string()],
    )?;
    row.map(|row| row.get("cohort_id")).transpose()
}
