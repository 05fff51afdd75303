//! The database: one thin face over SQLite and PostgreSQL.
//!
//! SQL is written once, in a portable subset, with `$1, $2 ...` for parameters. Closures are plain and
//! synchronous; they run on the database's own threads, so a page needs one hop for all its queries.
//! `read` sees one consistent snapshot; `write` is an act: all of it is kept or nothing, and its answer
//! comes only after the commit. A statement that fails ends its act on both engines: nothing of
//! the act is kept, even if the closure overlooks the error.
//!
//! The portable subset: ids, dates and JSON as text, instants and 0/1 as bigint, `on conflict ... do
//! update ... returning`, CTEs, windows, `filter (where ...)`, `cast(... as bigint)` around sums and
//! averages, casts around parameters that meet no column.

mod copy;
mod error;
mod log;
mod postgres;
mod queue;
mod rights;
mod schema;
mod single;
mod sqlite;
mod statements;
mod value;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

pub use self::copy::{Tally, copy, tally};
pub use self::error::DbError;
pub use self::rights::Need;
pub use self::schema::{Gap, Schema, Table};
pub use self::single::Single;
pub use self::value::{FromValue, Row, Value};
pub use crate::params;

use self::queue::{Pool, Task};

/// Which engine runs below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file beside the program.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database. Cheap to clone; when the last clone goes, waiting acts are finished and files closed.
#[derive(Clone)]
pub struct Db {
    reads: Arc<Pool>,
    writes: Arc<Pool>,
    /// On SQLite; a PostgreSQL server cannot be asked so cheaply.
    watch: Option<Arc<sqlite::Watch>>,
    engine: Engine,
}

/// One list of migrations for both engines: names like `V1__people`, and their SQL. An empty list leaves the
/// tables as they are.
pub type Migrations<'a> = &'a [(&'a str, &'a str)];

impl Db {
    /// Opens the file at `path`, made if it is not there, and brings its tables up to date.
    ///
    /// # Errors
    /// What the file system or a migration complains about.
    pub fn open_sqlite(path: &Path, migrations: Migrations) -> Result<Db, DbError> {
        let (reads, writes, watch) = sqlite::open(path, migrations)?;
        Ok(Db {
            reads: Arc::new(reads),
            writes: Arc::new(writes),
            watch: Some(Arc::new(watch)),
            engine: Engine::Sqlite,
        })
    }

    /// Connects to `postgres://user:password@host:port/database?sslmode=...` and brings its tables up to
    /// date. Processes that start at the same moment wait for one another. To another machine TLS is spoken
    /// where the server offers it; `sslmode=require` insists, `sslmode=disable` does without.
    ///
    /// # Errors
    /// What the address, the server or a migration complains about.
    pub fn open_postgres(url: &str, migrations: Migrations) -> Result<Db, DbError> {
        let (reads, writes) = postgres::open(url, migrations)?;
        Ok(Db {
            reads: Arc::new(reads),
            writes: Arc::new(writes),
            watch: None,
            engine: Engine::Postgres,
        })
    }

    /// Which engine runs below; for what people are told, never for other SQL.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// A number that changes with every commit, whoever made it: what was read under one number still stands while
    /// it is the same. It costs some millionths of a second, so it may be asked on an async thread. None where it
    /// cannot be told: on PostgreSQL, and when the file is gone.
    pub fn version(&self) -> Option<i64> {
        self.watch.as_ref()?.version()
    }

    /// How many commits this process has made; on SQLite fewer than acts, because waiting acts are joined.
    pub fn commits(&self) -> u64 {
        self.writes.commits()
    }

    /// Reads within one consistent snapshot. A statement that would change something fails.
    ///
    /// # Errors
    /// The closure's own, or the database's.
    pub async fn read<T, E>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        later(&self.reads, once(f), false).await
    }

    /// Does an act: all of it is kept, or nothing if it returns an error, and the answer comes after the
    /// commit. It may run more than once (PostgreSQL repeats acts that collided), so it changes nothing
    /// but the database. It runs to its end even if the caller no longer waits.
    ///
    /// # Errors
    /// The closure's own, or the database's.
    pub async fn write<T, E>(
        &self,
        f: impl Fn(&mut Conn) -> Result<T, E> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        later(&self.writes, f, false).await
    }

    /// Like [`Db::write`], never joined with other acts: for imports, whose size must not endanger others.
    ///
    /// # Errors
    /// The closure's own, or the database's.
    pub async fn write_alone<T, E>(
        &self,
        f: impl Fn(&mut Conn) -> Result<T, E> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        later(&self.writes, f, true).await
    }

    /// [`Db::read`] for the command line and for jobs: blocks, so never call it on an async thread or
    /// inside another read or act.
    ///
    /// # Errors
    /// The closure's own, or the database's.
    pub fn read_now<T, E>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        now(&self.reads, once(f), false)
    }

    /// [`Db::write`] for the command line and for jobs: blocks, so never call it on an async thread or
    /// inside another read or act.
    ///
    /// # Errors
    /// The closure's own, or the database's.
    pub fn write_now<T, E>(
        &self,
        f: impl Fn(&mut Conn) -> Result<T, E> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        now(&self.writes, f, false)
    }

    /// Whether the database answers: for the page that tells a supervisor we are ready.
    ///
    /// # Errors
    /// What hinders it.
    pub async fn check(&self) -> Result<(), DbError> {
        self.read(|conn| conn.one("select 1 as one", &[]).map(|_| ()))
            .await
    }
}

/// What a closure is given: its statements run within the read or the act it belongs to.
pub struct Conn<'a> {
    inner: Inner<'a>,
    /// Whether nothing may be changed: then a statement that would is not even sent, and no server complains of it.
    reads: bool,
    /// The first error of a statement; it ends the act.
    failed: Option<DbError>,
}

enum Inner<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(postgres::Transaction<'a>),
}

impl Conn<'_> {
    /// The error of a statement that ended this read or act; [`DbError::ReadOnly`] where a read would have changed
    /// something.
    pub fn failed(&self) -> Option<&DbError> {
        self.failed.as_ref()
    }

    /// All rows of the answer.
    ///
    /// # Errors
    /// The statement's; also an earlier one of the same act, which is over then.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        self.run(params, |inner| match inner {
            Inner::Sqlite(connection) => sqlite::query(connection, sql, params),
            Inner::Postgres(transaction) => transaction.query(sql, params),
        })
    }

    /// The first row of the answer, if there is one.
    ///
    /// # Errors
    /// As [`Conn::query`].
    pub fn one(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// Gives each row of the answer to `f`, so that a long one need not be held whole. An error of `f` ends
    /// the act like one of the statement.
    ///
    /// # Errors
    /// As [`Conn::query`], and those of `f`.
    pub fn each(
        &mut self,
        sql: &str,
        params: &[Value],
        f: &mut dyn FnMut(Row) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.run(params, |inner| match inner {
            Inner::Sqlite(connection) => sqlite::each(connection, sql, params, f),
            Inner::Postgres(transaction) => transaction.each(sql, params, f),
        })
    }

    /// Runs a statement; the number of rows it changed.
    ///
    /// # Errors
    /// As [`Conn::query`].
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        let reads = self.reads;
        self.run(params, |inner| match inner {
            _ if reads => Err(DbError::ReadOnly),
            Inner::Sqlite(connection) => sqlite::execute(connection, sql, params),
            Inner::Postgres(transaction) => transaction.execute(sql, params),
        })
    }

    fn run<T>(
        &mut self,
        params: &[Value],
        f: impl FnOnce(&mut Inner) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let answer = value::check(params).and_then(|()| f(&mut self.inner));
        if let Err(error) = &answer {
            self.failed = Some(error.clone());
        }
        answer
    }
}

/// A closure on its way to a thread of the database and its answer on the way back.
struct Errand<T, E, F, R> {
    f: F,
    answer: Option<Result<T, E>>,
    reply: R,
    alone: bool,
}

impl<T, E, F, R> Task for Errand<T, E, F, R>
where
    T: Send,
    E: From<DbError> + Send,
    F: FnMut(&mut Conn) -> Result<T, E> + Send,
    R: FnOnce(Result<T, E>) + Send,
{
    fn run(&mut self, conn: &mut Conn) -> bool {
        let answer = match catch_unwind(AssertUnwindSafe(|| (self.f)(conn))) {
            Ok(Ok(_)) if conn.failed.is_some() => {
                Err(conn.failed.clone().map_or_else(stopped, E::from))
            }
            Ok(answer) => answer,
            Err(_) => Err(E::from(DbError::Other(
                "an act panicked; nothing of it is kept".to_owned(),
            ))),
        };
        self.answer.insert(answer).is_ok()
    }

    fn finish(self: Box<Self>, commit: Result<(), DbError>) {
        (self.reply)(match (self.answer, commit) {
            (Some(Ok(_)) | None, Err(error)) => Err(E::from(error)),
            (Some(answer), _) => answer,
            (None, Ok(())) => Err(stopped()),
        });
    }

    fn alone(&self) -> bool {
        self.alone
    }
}

fn runner(migrations: Migrations) -> Result<refinery::Runner, DbError> {
    let list: Result<Vec<_>, _> = migrations
        .iter()
        .map(|(name, sql)| refinery::Migration::unapplied(name, sql))
        .collect();
    let list =
        list.map_err(|error| DbError::Other(format!("a migration is badly named: {error}")))?;
    // Grouped: a database is brought up to date completely or left as it was.
    Ok(refinery::Runner::new(&list).set_grouped(true))
}

fn stopped<E: From<DbError>>() -> E {
    E::from(DbError::Gone("it was closed meanwhile".to_owned()))
}

/// A read runs once; its closure may give away what it holds.
fn once<T, E: From<DbError>>(
    f: impl FnOnce(&mut Conn) -> Result<T, E> + Send,
) -> impl FnMut(&mut Conn) -> Result<T, E> + Send {
    let mut f = Some(f);
    move |conn| f.take().map_or_else(|| Err(stopped()), |f| f(conn))
}

async fn later<T, E>(
    pool: &Pool,
    f: impl FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    alone: bool,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let (send, receive) = tokio::sync::oneshot::channel();
    // A caller who went away meanwhile needs no answer.
    let reply = move |answer| drop(send.send(answer));
    pool.push(Box::new(Errand {
        f,
        answer: None,
        reply,
        alone,
    }));
    receive.await.unwrap_or_else(|_| Err(stopped()))
}

fn now<T, E>(
    pool: &Pool,
    f: impl FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    alone: bool,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let (send, receive) = std::sync::mpsc::sync_channel(1);
    let reply = move |answer| drop(send.send(answer));
    pool.push(Box::new(Errand {
        f,
        answer: None,
        reply,
        alone,
    }));
    receive.recv().unwrap_or_else(|_| Err(stopped()))
}
