//! Work that is done later: put into the queue inside the act that causes it, so it exists exactly if
//! the act was kept; taken with a lease, so it is taken again if whoever took it dies. A job may run twice.

use jiff::{SignedDuration, Timestamp};

use crate::db::{Conn, DbError};
use crate::params;

/// The queue's table; it belongs into the list of migrations.
pub const MIGRATION: &str = "\
create table jobs (
  id          text primary key,
  kind        text not null,
  payload     text not null,
  due_at      bigint not null,
  lease_until bigint not null default 0,
  attempts    bigint not null default 0,
  done_at     bigint,
  last_error  text
);
create index jobs_due_at on jobs (due_at) where done_at is null;
";

/// A job that fails this often is given up.
pub const ATTEMPTS: i64 = 12;

/// A job that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// With what: ids, as JSON.
    pub payload: String,
    /// How often it was taken, this time included.
    pub attempts: i64,
}

/// What becomes of a job that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is taken again at this time.
    Again(Timestamp),
    /// It failed too often; it stays in the table with its error.
    GivenUp,
}

/// Puts a job into the queue, to be done from `due` on. An id that is there already is left as it is:
/// an id made of what the job is about makes it happen once. Whether it is new.
///
/// # Errors
/// The database's.
pub fn enqueue(
    conn: &mut Conn,
    id: &str,
    kind: &str,
    payload: &str,
    due: Timestamp,
) -> Result<bool, DbError> {
    let sql = "insert into jobs (id, kind, payload, due_at) values ($1, $2, $3, $4) on conflict (id) do nothing";
    Ok(conn.execute(sql, &params![id, kind, payload, due.as_millisecond()])? == 1)
}

/// Takes up to `n` jobs that are due, the oldest first; nobody else gets them for the time of `lease`.
///
/// # Errors
/// The database's.
pub fn take(
    conn: &mut Conn,
    now: Timestamp,
    n: u32,
    lease: SignedDuration,
) -> Result<Vec<Job>, DbError> {
    let sql = "update jobs set lease_until = $2, attempts = attempts + 1
        where done_at is null and lease_until <= $1 and id in (
          select id from jobs where done_at is null and due_at <= $1 and lease_until <= $1
          order by due_at, id limit $3)
        returning id, kind, payload, attempts, due_at";
    let until = later(now, lease).as_millisecond();
    let mut jobs = Vec::new();
    for row in conn.query(sql, &params![now.as_millisecond(), until, n])? {
        let job = Job {
            id: row.get("id")?,
            kind: row.get("kind")?,
            payload: row.get("payload")?,
            attempts: row.get("attempts")?,
        };
        jobs.push((row.get::<i64>("due_at")?, job));
    }
    // The rows of an update come in no order.
    jobs.sort_by(|(due, a), (other, b)| (due, &a.id).cmp(&(other, &b.id)));
    Ok(jobs.into_iter().map(|(_, job)| job).collect())
}

/// The job is done.
///
/// # Errors
/// The database's.
pub fn finish(conn: &mut Conn, id: &str, now: Timestamp) -> Result<(), DbError> {
    let sql = "update jobs set done_at = $2, last_error = null where id = $1 and done_at is null";
    conn.execute(sql, &params![id, now.as_millisecond()])
        .map(|_| ())
}

/// The job failed: it is tried again after half a minute, then after twice as long each time, at most six
/// hours; after [`ATTEMPTS`] it is given up.
///
/// # Errors
/// The database's.
pub fn fail(conn: &mut Conn, job: &Job, now: Timestamp, error: &str) -> Result<Fate, DbError> {
    let pause = 30_i64 << (job.attempts - 1).clamp(0, 20);
    let again = later(now, SignedDuration::from_secs(pause.min(6 * 3600)));
    let (fate, done) = if job.attempts < ATTEMPTS {
        (Fate::Again(again), None)
    } else {
        (Fate::GivenUp, Some(now.as_millisecond()))
    };
    // A lease that another has taken over meanwhile stays with them.
    let sql = "update jobs set due_at = $2, lease_until = 0, done_at = $3, last_error = $4
        where id = $1 and done_at is null and attempts = $5";
    let error = error.replace('\0', " ");
    conn.execute(
        sql,
        &params![&job.id, again.as_millisecond(), done, error, job.attempts],
    )?;
    Ok(fate)
}

/// When the next job can be taken, so that a worker knows how long to wait.
///
/// # Errors
/// The database's.
pub fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let sql = "select min(case when lease_until > due_at then lease_until else due_at end) as next
        from jobs where done_at is null";
    let next = conn
        .one(sql, &[])?
        .map(|row| row.get::<Option<i64>>("next"))
        .transpose()?
        .flatten();
    Ok(next.and_then(|at| Timestamp::from_millisecond(at).ok()))
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}
