//! SQLite: one thread writes and joins waiting acts into one durable commit; some threads read; one brings what was
//! committed from the log into the file ([`super::log`]).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection};

use super::log::Log;
use super::queue::{Pool, Queue, Task};
use super::statements;
use super::{Conn, DbError, Inner, Migrations, Row, Value};

const READERS: usize = 4;
/// More acts than this wait for the next commit.
const JOINED: usize = 256;

/// The memory that one connection keeps of the file at most, in kilobytes: room for what every query passes through.
/// What is read often lies in the system's own cache.
const CACHE: i64 = 2048;

/// Knows whether anything was committed meanwhile, by whomever.
pub(super) struct Watch {
    connection: Mutex<Connection>,
    file: File,
}

impl Watch {
    /// A number that is another one after each commit that another connection has made, also one of another process
    /// (SQLite's `data_version`). None where the file cannot be asked.
    pub(super) fn version(&self) -> Option<i64> {
        self.file.is_there().ok()?;
        let connection = self.connection.lock().ok()?;
        let mut asked = connection.prepare_cached("pragma data_version").ok()?;
        asked.query_row([], |row| row.get(0)).ok()
    }
}

pub(super) fn open(path: &Path, migrations: Migrations) -> Result<(Pool, Pool, Watch), DbError> {
    for_owner_only(path);
    let mut connection = connect(path)?;
    migrate(&mut connection, migrations)?;
    let file = File::at(path)?;
    let watch = Watch {
        connection: Mutex::new(connect(path)?),
        file: file.clone(),
    };
    let log = Log::begin(connect(path)?)?;
    let connection = log.writes(connection)?;
    let write = Pool::new("sqlite-write", [writer(file.clone(), connection, log)])?;
    let mut readers = Vec::new();
    for _ in 0..READERS {
        let connection = connect(path)?;
        connection.pragma_update(None, "query_only", true)?;
        let file = file.clone();
        readers.push(move |queue: &Queue| {
            while let Some(task) = queue.next() {
                match file.is_there() {
                    Ok(()) => read(&connection, task),
                    gone => task.finish(gone),
                }
            }
        });
    }
    Ok((Pool::new("sqlite-read", readers)?, write, watch))
}

/// Makes the file if it is not there, readable for its owner only: SQLite would let everybody read it, and gives those
/// that it makes beside it the rights of the file itself. One that is there keeps the rights that somebody gave it.
fn for_owner_only(path: &Path) {
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // why it cannot be made says SQLite, a moment later
    drop(options.open(path));
}

/// Brings the tables up to date. Of two processes that start at the same moment one finds its migration half
/// done by the other: its own is rolled back, and at the second look nothing is left to do.
pub(super) fn migrate(connection: &mut Connection, migrations: Migrations) -> Result<(), DbError> {
    let runner = super::runner(migrations)?;
    if !migrations.is_empty() && runner.run(connection).is_err() {
        runner.run(connection)?;
    }
    Ok(())
}

/// The file that was opened. One that is removed or put somewhere else while it is open can still be written
/// to, and whatever is acknowledged then is lost with it.
#[derive(Clone)]
struct File {
    path: PathBuf,
    #[cfg(unix)]
    inode: (u64, u64),
}

impl File {
    fn at(path: &Path) -> Result<File, DbError> {
        Ok(File {
            path: path.to_owned(),
            #[cfg(unix)]
            inode: inode(path)?,
        })
    }

    /// Nothing else may stand in its place either: what belongs to one file is never written to another.
    fn is_there(&self) -> Result<(), DbError> {
        #[cfg(unix)]
        if inode(&self.path)? != self.inode {
            return Err(DbError::Gone(format!(
                "another file stands at {}; start again to use it",
                self.path.display()
            )));
        }
        Ok(())
    }
}

#[cfg(unix)]
fn inode(path: &Path) -> Result<(u64, u64), DbError> {
    use std::os::unix::fs::MetadataExt as _;
    let found = std::fs::metadata(path);
    found
        .map(|found| (found.dev(), found.ino()))
        .map_err(|error| DbError::Gone(format!("{}: {error}", path.display())))
}

pub(super) fn connect(path: &Path) -> Result<Connection, DbError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(512);
    // WAL: readers do not wait for the writer. FULL: a commit is on the disk when it is acknowledged.
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    erase_for_good(&connection)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    Ok(connection)
}

/// What is deleted is overwritten: else its text stays in the file's free places for whoever opens that with another
/// program. What was in the log by then goes with the log, at the latest when the last one who has the file open ends.
pub(super) fn erase_for_good(connection: &Connection) -> Result<(), DbError> {
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

pub(super) fn command(connection: &Connection, sql: &str) -> Result<(), DbError> {
    connection.prepare_cached(sql)?.raw_execute()?;
    Ok(())
}

pub(super) fn conn(connection: &Connection) -> Conn<'_> {
    Conn {
        inner: Inner::Sqlite(connection),
        reads: false,
        failed: None,
    }
}

fn read(connection: &Connection, mut task: Box<dyn Task>) {
    let begun = command(connection, "begin");
    if begun.is_ok() {
        task.run(&mut Conn {
            reads: true,
            ..conn(connection)
        });
        let ended = command(connection, "rollback");
        debug_assert!(ended.is_ok() || connection.is_autocommit());
    }
    task.finish(begun);
}

fn writer(file: File, connection: Connection, log: Log) -> impl FnOnce(&Queue) + Send {
    move |queue| {
        let mut connection = Some(connection);
        while let Some(task) = queue.next() {
            let mut tasks = vec![task];
            if let gone @ Err(_) = file.is_there() {
                finish(tasks, &gone);
                continue;
            }
            // After a failed disk the connection's idea of the file is not to be trusted: open it anew.
            let opened = || log.writes(connect(&file.path)?);
            let committed = match connection.take().map_or_else(opened, Ok) {
                Ok(fresh) => {
                    let mut committed = joined(&fresh, &mut tasks, queue, true);
                    // A deferred reference shows only at the commit: let it fail whose it is.
                    if committed == Err(DbError::ForeignKey) && tasks.len() > 1 {
                        for task in tasks.drain(..) {
                            let mut one = vec![task];
                            committed = joined(&fresh, &mut one, queue, false);
                            finish(one, &committed);
                        }
                    }
                    let stays = !matches!(committed, Err(DbError::Gone(_) | DbError::Damaged(_)));
                    connection = stays.then_some(fresh);
                    committed
                }
                Err(error) => Err(error),
            };
            // Who has waited behind a lock for as long as we wait hears of it now, and not one after the other.
            while committed == Err(DbError::Busy)
                && let Some(waited) = queue.next_waiting()
            {
                tasks.push(waited);
            }
            finish(tasks, &committed);
            if let Some(connection) = &connection {
                log.grown(connection);
            }
        }
    }
}

/// Only here, after the commit, does anybody hear of it.
fn finish(tasks: Vec<Box<dyn Task>>, committed: &Result<(), DbError>) {
    for task in tasks {
        task.finish(committed.clone());
    }
}

/// Runs the first task and, if `more`, those that wait behind it, and commits them together. Most acts change nothing
/// or are kept, so at first none of them gets a savepoint. Where one is to be undone that has changed something, all
/// of them run once more, each in its own.
fn joined(
    connection: &Connection,
    tasks: &mut Vec<Box<dyn Task>>,
    queue: &Queue,
    more: bool,
) -> Result<(), DbError> {
    let committed = command(connection, "begin immediate").and_then(|()| {
        let mut kept = false;
        let mut next = 0;
        while next < tasks.len() {
            let before = connection.total_changes();
            let keep = act(connection, &mut tasks[next])?;
            if !keep && connection.total_changes() != before {
                kept = once_more(connection, tasks)?;
                break;
            }
            kept |= keep;
            next += 1;
            if more
                && next == tasks.len()
                && next < JOINED
                && !tasks[0].alone()
                && let Some(task) = queue.next_joinable()
            {
                tasks.push(task);
            }
        }
        if kept {
            command(connection, "commit")?;
            queue.committed();
        } else {
            command(connection, "rollback")?;
        }
        Ok(())
    });
    if committed.is_err() && !connection.is_autocommit() {
        // The error that matters is the first one.
        drop(command(connection, "rollback"));
    }
    committed
}

/// Begins again and runs all of them, each in a savepoint, so that those are kept that can be.
fn once_more(connection: &Connection, tasks: &mut [Box<dyn Task>]) -> Result<bool, DbError> {
    command(connection, "rollback")?;
    command(connection, "begin immediate")?;
    let mut kept = false;
    for task in tasks {
        command(connection, "savepoint act")?;
        let keep = act(connection, task)?;
        if !keep {
            command(connection, "rollback to act")?;
        }
        command(connection, "release act")?;
        kept |= keep;
    }
    Ok(kept)
}

/// One act; whether it is kept. An error means that the whole commit is lost.
fn act(connection: &Connection, task: &mut Box<dyn Task>) -> Result<bool, DbError> {
    let mut conn = conn(connection);
    let keep = task.run(&mut conn);
    match conn.failed {
        Some(error @ (DbError::Full | DbError::Gone(_) | DbError::Damaged(_) | DbError::Busy)) => {
            Err(error)
        }
        Some(error) if connection.is_autocommit() => Err(error),
        _ => Ok(keep),
    }
}

fn prepare<'a>(
    connection: &'a Connection,
    sql: &str,
    params: &[Value],
) -> Result<CachedStatement<'a>, DbError> {
    let mut statement = connection.prepare_cached(&statements::numbered(sql))?;
    let wanted = statement.parameter_count();
    if wanted != params.len() {
        let given = params.len();
        return Err(DbError::Other(format!(
            "the statement has {wanted} parameters and was given {given}"
        )));
    }
    for (at, value) in params.iter().enumerate() {
        match value {
            Value::Null => statement.raw_bind_parameter(at + 1, rusqlite::types::Null),
            Value::Int(it) => statement.raw_bind_parameter(at + 1, it),
            Value::Real(it) => statement.raw_bind_parameter(at + 1, it),
            Value::Text(it) => statement.raw_bind_parameter(at + 1, it.as_str()),
        }?;
    }
    Ok(statement)
}

pub(super) fn query(
    connection: &Connection,
    sql: &str,
    params: &[Value],
) -> Result<Vec<Row>, DbError> {
    let mut answer = Vec::new();
    each(connection, sql, params, &mut |row| {
        answer.push(row);
        Ok(())
    })?;
    Ok(answer)
}

pub(super) fn each(
    connection: &Connection,
    sql: &str,
    params: &[Value],
    f: &mut dyn FnMut(Row) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let mut statement = prepare(connection, sql, params)?;
    let columns = statements::columns(sql, &statement);
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(columns.len());
        for (at, column) in columns.iter().enumerate() {
            values.push(match row.get_ref(at)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(it) => Value::Int(it),
                ValueRef::Real(it) => Value::Real(it),
                ValueRef::Text(it) => Value::Text(text(it, column)?),
                ValueRef::Blob(_) => {
                    return Err(DbError::Conversion(format!("column {column} holds bytes")));
                }
            });
        }
        f(Row {
            columns: Arc::clone(&columns),
            values,
        })?;
    }
    Ok(())
}

fn text(bytes: &[u8], column: &str) -> Result<String, DbError> {
    let text = std::str::from_utf8(bytes);
    text.map(str::to_owned)
        .map_err(|_| DbError::Conversion(format!("column {column} is not UTF-8")))
}

pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    params: &[Value],
) -> Result<u64, DbError> {
    let mut statement = prepare(connection, sql, params)?;
    if statement.column_count() == 0 {
        return Ok(statement.raw_execute()? as u64);
    }
    let mut rows = statement.raw_query();
    let mut count = 0;
    while rows.next()?.is_some() {
        count += 1;
    }
    Ok(count)
}
