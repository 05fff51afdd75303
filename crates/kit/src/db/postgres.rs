//! PostgreSQL: acts run side by side, SERIALIZABLE, and are repeated when they collide. The synchronous
//! client may not be touched on an async thread: it is made, used and dropped on the pool's own threads.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, IsolationLevel, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::queue::{Pool, Queue, Task};
use super::rights::{self, Need};
use super::{Conn, DbError, Inner, Migrations, Row, Value};

const READERS: u64 = 8;
const WRITERS: u64 = 8;
/// An act that collides this often gives up with [`DbError::Busy`].
const ATTEMPTS: u64 = 20;
/// An act that finds a row like its own this often was not merely too late: then its own answer counts.
const DOUBLES: u64 = 8;
/// The advisory lock that migrations hold; any number, but always the same.
const MIGRATING: i64 = 0x6d69_6772_6174_6500;
/// What our connections are called on the server.
const NAME: &str = env!("CARGO_PKG_NAME");

pub(super) fn open(url: &str, migrations: Migrations) -> Result<(Pool, Pool), DbError> {
    let config = Arc::new(config(url)?);
    if !migrations.is_empty() {
        let migrated = std::thread::scope(|scope| {
            let work = || migrate(&mut connect(&config)?, migrations);
            scope.spawn(work).join()
        });
        migrated.unwrap_or_else(|_| Err(DbError::Other("the migrations panicked".to_owned())))?;
    }
    let worker = |place, writes| {
        let config = Arc::clone(&config);
        move |queue: &Queue| work(&config, queue, place, writes)
    };
    let reads = Pool::new("postgres-read", (0..READERS).map(|n| worker(n, false)))?;
    let writes = Pool::new("postgres-write", (0..WRITERS).map(|n| worker(n, true)))?;
    Ok((reads, writes))
}

/// The address as settings of a connection. All of ours bear one name, by which they know each other.
pub(super) fn config(url: &str) -> Result<Config, DbError> {
    // The server's certificate and name are always checked, so both mean the same here.
    let url = url.replace("sslmode=verify-full", "sslmode=require");
    if let Some((scheme, _)) = url.split_once("://")
        && !matches!(scheme, "postgres" | "postgresql")
        && scheme.chars().all(char::is_alphanumeric)
    {
        return Err(DbError::Address(format!("{scheme}:// is no PostgreSQL")));
    }
    let parsed: Result<Config, postgres::Error> = url.parse();
    let mut config = parsed.map_err(|error| DbError::Address(crate::sentence(&error)))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    config.application_name(NAME);
    Ok(config)
}

pub(super) fn migrate(link: &mut Link, migrations: Migrations) -> Result<(), DbError> {
    let runner = super::runner(migrations)?;
    let client = &mut link.client;
    rights::check(client, migrations, Need::Serve)?;
    client.query("select pg_advisory_lock($1)", &[&MIGRATING])?;
    let done = runner.run(client);
    // Closing the connection frees the lock too, whatever happens.
    client.query("select pg_advisory_unlock($1)", &[&MIGRATING])?;
    done?;
    Ok(())
}

/// How many other connections of ours the database has. A program that has just ended is seen for a moment yet,
/// so they are given time to go.
pub(super) fn others(link: &mut Link) -> Result<i64, DbError> {
    let sql = "select count(*) from pg_stat_activity
        where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()";
    let mut there = 0;
    for _ in 0..20 {
        there = link.client.query_one(sql, &[&NAME])?.get(0);
        if there == 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(there)
}

pub(super) struct Link {
    pub(super) client: Client,
    pub(super) statements: HashMap<String, Prepared>,
}

#[derive(Clone)]
pub(super) struct Prepared {
    statement: Statement,
    columns: Arc<[String]>,
}

pub(super) fn connect(config: &Config) -> Result<Link, DbError> {
    let near = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        Host::Unix(_) => true,
    });
    let client = match config.get_ssl_mode() {
        SslMode::Disable => config.connect(NoTls),
        SslMode::Prefer if near => config.connect(NoTls),
        _ => config.connect(encrypted()?),
    };
    Ok(Link {
        client: client.map_err(|error| rights::refused(error, config))?,
        statements: HashMap::new(),
    })
}

/// A connection for the pages: a lock that others hold is waited for a second at a time, [`ATTEMPTS`] times,
/// so that whoever asks hears of it before they give up.
fn join(config: &Config) -> Result<Link, DbError> {
    // whatever keeps a running installation from its server, the server is gone for now
    let mut link = connect(config).map_err(|error| match error {
        gone @ DbError::Gone(_) => gone,
        other => DbError::Gone(other.to_string()),
    })?;
    link.client.batch_execute("set lock_timeout = '1s'")?;
    Ok(link)
}

/// TLS that trusts what this machine trusts, or the certificates in the file that SSL_CERT_FILE names.
fn encrypted() -> Result<MakeRustlsConnect, DbError> {
    // An error says only that a provider is installed already.
    drop(rustls::crypto::ring::default_provider().install_default());
    let (connector, _) = MakeRustlsConnect::with_native_certs().map_err(|_| {
        DbError::Other(
            "no certificates to check the database server with; name a file in SSL_CERT_FILE"
                .to_owned(),
        )
    })?;
    Ok(connector)
}

fn work(config: &Config, queue: &Queue, place: u64, writes: bool) {
    let mut link = None;
    while let Some(mut task) = queue.next() {
        let done = attempts(config, &mut link, &mut task, queue, (place, writes));
        if matches!(done, Err(DbError::Gone(_))) {
            link = None;
        }
        task.finish(done);
    }
}

/// Runs the task until it no longer collides with others.
fn attempts(
    config: &Config,
    link: &mut Option<Link>,
    task: &mut Box<dyn Task>,
    queue: &Queue,
    (place, writes): (u64, bool),
) -> Result<(), DbError> {
    for attempt in 1..=ATTEMPTS {
        let known = link.take();
        let reused = known.is_some();
        let mut open = known.map_or_else(|| join(config), Ok)?;
        let mut done = try_once(&mut open, task, writes);
        // A connection may die while it idles; that shows at the first word, before the task has begun.
        if reused && matches!(done, Err(DbError::Gone(_))) {
            open = join(config)?;
            done = try_once(&mut open, task, writes);
        }
        let done = done?;
        if !matches!(done, Err(DbError::Gone(_))) {
            *link = Some(open);
        }
        match done {
            Err(DbError::Busy) if writes => std::thread::sleep(pause(attempt, place)),
            // Of two acts that make the same row at the same moment, one is often told of the row and not of
            // the collision: when it looks again, it sees what the other did.
            Err(DbError::Unique { .. }) if writes && attempt < DOUBLES => {
                std::thread::sleep(pause(attempt, place));
            }
            Err(DbError::Unique { .. }) => return Ok(()),
            Ok(true) => {
                queue.committed();
                return Ok(());
            }
            Ok(false) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    Err(DbError::Busy)
}

/// Those who collided step aside, each for another time and longer at each attempt, so that they do not meet again.
/// All attempts together wait two seconds at most.
fn pause(attempt: u64, place: u64) -> Duration {
    Duration::from_millis(attempt * (attempt + place) / 2)
}

/// One attempt. The outer error says that it did not begin, the inner one how it ended, or whether it was kept.
fn try_once(
    link: &mut Link,
    task: &mut Box<dyn Task>,
    writes: bool,
) -> Result<Result<bool, DbError>, DbError> {
    let level = if writes {
        IsolationLevel::Serializable
    } else {
        IsolationLevel::RepeatableRead
    };
    let start = link
        .client
        .build_transaction()
        .isolation_level(level)
        .read_only(!writes)
        .start();
    let transaction = Transaction {
        inner: start?,
        statements: &mut link.statements,
    };
    let mut conn = Conn {
        inner: Inner::Postgres(transaction),
        reads: !writes,
        failed: None,
    };
    let keep = task.run(&mut conn);
    if let Some(error) = conn.failed
        && matches!(
            error,
            DbError::Busy | DbError::Gone(_) | DbError::Full | DbError::Unique { .. }
        )
    {
        return Ok(Err(error));
    }
    let Inner::Postgres(transaction) = conn.inner else {
        return Ok(Ok(false));
    };
    let ended = if keep {
        transaction.inner.commit()
    } else {
        transaction.inner.rollback()
    };
    Ok(ended.map(|()| keep && writes).map_err(DbError::from))
}

pub(super) struct Transaction<'a> {
    pub(super) inner: postgres::Transaction<'a>,
    pub(super) statements: &'a mut HashMap<String, Prepared>,
}

impl Transaction<'_> {
    fn prepare(&mut self, sql: &str, params: &[Value]) -> Result<Prepared, DbError> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.inner.prepare(sql)?;
        let (wanted, given) = (statement.params().len(), params.len());
        if wanted != given {
            return Err(DbError::Other(format!(
                "the statement has {wanted} parameters and was given {given}"
            )));
        }
        let columns = statement
            .columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect();
        let prepared = Prepared { statement, columns };
        if self.statements.len() >= 512 {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), prepared.clone());
        Ok(prepared)
    }

    pub(super) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        let mut answer = Vec::new();
        self.each(sql, params, &mut |row| {
            answer.push(row);
            Ok(())
        })?;
        Ok(answer)
    }

    pub(super) fn each(
        &mut self,
        sql: &str,
        params: &[Value],
        f: &mut dyn FnMut(Row) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        let prepared = self.prepare(sql, params)?;
        let mut rows = self.inner.query_raw(&prepared.statement, refs(params))?;
        while let Some(row) = rows.next()? {
            let values: Result<Vec<Value>, DbError> = (0..prepared.columns.len())
                .map(|at| value(&row, at))
                .collect();
            f(Row {
                columns: Arc::clone(&prepared.columns),
                values: values?,
            })?;
        }
        Ok(())
    }

    pub(super) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        let prepared = self.prepare(sql, params)?;
        Ok(self.inner.execute(&prepared.statement, &refs(params))?)
    }
}

fn refs(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

fn value(row: &postgres::Row, at: usize) -> Result<Value, DbError> {
    let column = &row.columns()[at];
    Ok(match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(at)?.into(),
        Type::INT4 => row.try_get::<_, Option<i32>>(at)?.into(),
        Type::INT2 => row.try_get::<_, Option<i16>>(at)?.map(i32::from).into(),
        Type::BOOL => row.try_get::<_, Option<bool>>(at)?.into(),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(at)?.into(),
        Type::FLOAT4 => row.try_get::<_, Option<f32>>(at)?.map(f64::from).into(),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
            row.try_get::<_, Option<&str>>(at)?.into()
        }
        Type::VOID => Value::Null,
        ref other => {
            let name = column.name();
            return Err(DbError::Conversion(format!(
                "column {name} is {other}; cast it to bigint, double precision or text"
            )));
        }
    })
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(it), &Type::INT8) => it.to_sql(ty, out),
            (Value::Int(it), &Type::INT4) => i32::try_from(*it)?.to_sql(ty, out),
            (Value::Int(it), &Type::INT2) => i16::try_from(*it)?.to_sql(ty, out),
            (Value::Int(it), &Type::FLOAT8) => (*it as f64).to_sql(ty, out),
            (Value::Real(it), &Type::FLOAT8) => it.to_sql(ty, out),
            (Value::Real(it), &Type::FLOAT4) => (*it as f32).to_sql(ty, out),
            (Value::Text(it), ty) if <&str as ToSql>::accepts(ty) => it.as_str().to_sql(ty, out),
            (value, ty) => {
                Err(format!("{value:?} does not fit {ty}; write cast($n as ...) around it").into())
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
