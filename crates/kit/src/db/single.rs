//! One connection on the thread of whoever asks, for commands: a closure may borrow what stands around it, and
//! two databases can be open side by side. It blocks, so it is no thing for an async thread.

use std::collections::HashMap;
use std::path::Path;

use postgres::IsolationLevel;

use super::postgres::{Link, Transaction};
use super::rights::{self, Need};
use super::{Conn, DbError, Engine, Inner, Migrations, Schema, sqlite};

/// A connection of one's own.
pub struct Single(Kind);

enum Kind {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Link>),
}

/// How a transaction of a [`Single`] stands to what others do meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Read,
    /// Nobody else writes until it has ended.
    Still,
    Write,
}

impl Single {
    /// Opens a file that is there.
    ///
    /// # Errors
    /// What the file system or SQLite complains about.
    pub fn sqlite(path: &Path) -> Result<Single, DbError> {
        if !path.exists() {
            return Err(DbError::Gone(format!("there is no {}", path.display())));
        }
        Ok(Single(Kind::Sqlite(sqlite::connect(path)?)))
    }

    /// Opens a file to look at, without touching it or the folder around it.
    ///
    /// # Errors
    /// What the file system or SQLite complains about.
    pub fn look_at_sqlite(path: &Path) -> Result<Single, DbError> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = rusqlite::Connection::open_with_flags(path, flags)?;
        Ok(Single(Kind::Sqlite(connection)))
    }

    /// Makes a file that nobody knows of yet: it stands alone, without one beside it, and is only on the disk for
    /// sure when its owner has seen to that.
    ///
    /// # Errors
    /// What the file system or SQLite complains about.
    pub fn new_sqlite(path: &Path) -> Result<Single, DbError> {
        let connection = rusqlite::Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "memory")?;
        connection.pragma_update(None, "synchronous", "off")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        sqlite::erase_for_good(&connection)?;
        Ok(Single(Kind::Sqlite(connection)))
    }

    /// Puts what stands in files beside it into the file itself, and closes it: then it may be moved.
    ///
    /// # Errors
    /// What SQLite complains about; that somebody else has it open, too.
    pub fn fold(self) -> Result<(), DbError> {
        if let Kind::Sqlite(connection) = &self.0 {
            connection.pragma_update(None, "journal_mode", "delete")?;
        }
        Ok(())
    }

    /// Connects to a server, as [`super::Db::open_postgres`] does.
    ///
    /// # Errors
    /// What the address or the server complains about.
    pub fn postgres(url: &str) -> Result<Single, DbError> {
        let link = super::postgres::connect(&super::postgres::config(url)?)?;
        Ok(Single(Kind::Postgres(Box::new(link))))
    }

    /// Which engine runs below; for what people are told.
    pub fn engine(&self) -> Engine {
        match self.0 {
            Kind::Sqlite(_) => Engine::Sqlite,
            Kind::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether the role may do what is needed with the tables that `migrations` make. A file has no roles.
    ///
    /// # Errors
    /// [`DbError::Denied`] with what is missing, or the database's.
    pub fn allows(&mut self, need: Need, migrations: Migrations) -> Result<(), DbError> {
        match &mut self.0 {
            Kind::Sqlite(_) => Ok(()),
            Kind::Postgres(link) => rights::check(&mut link.client, migrations, need),
        }
    }

    /// Brings the tables up to date.
    ///
    /// # Errors
    /// What a migration complains about.
    pub fn migrate(&mut self, migrations: Migrations) -> Result<(), DbError> {
        match &mut self.0 {
            Kind::Sqlite(connection) => sqlite::migrate(connection, migrations),
            Kind::Postgres(link) => super::postgres::migrate(link, migrations),
        }
    }

    /// How many other connections of ours the server has; none that a file would know of.
    ///
    /// # Errors
    /// The database's.
    pub fn others(&mut self) -> Result<i64, DbError> {
        match &mut self.0 {
            Kind::Sqlite(_) => Ok(0),
            Kind::Postgres(link) => super::postgres::others(link),
        }
    }

    /// Reads within one consistent snapshot, while others go on writing.
    ///
    /// # Errors
    /// The closure's own, or the database's.
    pub fn read<T, E: From<DbError>>(
        &mut self,
        f: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction(Way::Read, &[], f)
    }

    /// Reads while nobody else can write to the tables of `schema`.
    ///
    /// # Errors
    /// The closure's own, or the database's.
    pub fn read_still<T, E: From<DbError>>(
        &mut self,
        schema: &Schema,
        f: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction(Way::Still, &names(schema), f)
    }

    /// One act: all of it is kept, or nothing. Nobody else writes to the tables of `schema` meanwhile.
    ///
    /// # Errors
    /// The closure's own, or the database's.
    pub fn write<T, E: From<DbError>>(
        &mut self,
        schema: &Schema,
        f: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction(Way::Write, &names(schema), f)
    }

    fn transaction<T, E: From<DbError>>(
        &mut self,
        way: Way,
        tables: &[&str],
        f: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        match &mut self.0 {
            Kind::Sqlite(connection) => in_file(connection, way, f),
            Kind::Postgres(link) => on_server(link, way, tables, f),
        }
    }
}

fn names(schema: &Schema) -> Vec<&str> {
    schema
        .tables
        .iter()
        .map(|table| table.name.as_str())
        .collect()
}

fn in_file<T, E: From<DbError>>(
    connection: &rusqlite::Connection,
    way: Way,
    f: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    let begin = if way == Way::Read {
        "begin"
    } else {
        "begin immediate"
    };
    sqlite::command(connection, begin)?;
    let mut conn = Conn {
        reads: way != Way::Write,
        ..sqlite::conn(connection)
    };
    let mut done = f(&mut conn);
    if let (Ok(_), Some(error)) = (&done, conn.failed) {
        done = Err(error.into());
    }
    if done.is_ok() && way == Way::Write {
        let kept = sqlite::command(connection, "commit");
        done = kept.map_err(E::from).and(done);
    }
    if !connection.is_autocommit() {
        // the error that matters is the first one
        drop(sqlite::command(connection, "rollback"));
    }
    done
}

fn on_server<T, E: From<DbError>>(
    link: &mut Link,
    way: Way,
    tables: &[&str],
    f: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    let begun = link
        .client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(way != Way::Write)
        .start();
    let mut inner = begun.map_err(DbError::from)?;
    // before the first look, so that the snapshot holds all that was committed until now
    if way != Way::Read && !tables.is_empty() {
        let mode = if way == Way::Still {
            "share"
        } else {
            "exclusive"
        };
        let lock = format!("lock table {} in {mode} mode", tables.join(", "));
        inner.batch_execute(&lock).map_err(DbError::from)?;
    }
    let statements: &mut HashMap<_, _> = &mut link.statements;
    let mut conn = Conn {
        inner: Inner::Postgres(Transaction { inner, statements }),
        reads: way != Way::Write,
        failed: None,
    };
    let done = f(&mut conn)?;
    if let Some(error) = conn.failed {
        return Err(error.into());
    }
    if let Inner::Postgres(transaction) = conn.inner
        && way == Way::Write
    {
        transaction.inner.commit().map_err(DbError::from)?;
    }
    Ok(done)
}
