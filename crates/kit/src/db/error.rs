//! What can go wrong between an act and its database, told the same on both engines.

/// An error of the database. Cloneable, because one failed commit fails every act that was joined in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// A row like this one is there already. `name` is the table and the columns of the violated
    /// unique index or primary key, joined by `_` (`people_mail`, `seats_room_id_number`);
    /// for an index over an expression it is the index's own name.
    #[error("there is already a row with this {name}")]
    Unique {
        /// `table_column[_column2]`, the same on both engines.
        name: String,
    },
    /// A row refers to one that is not there, or one that others refer to would go.
    #[error("a row refers to another one that is not there")]
    ForeignKey,
    /// The database stayed locked, or kept colliding with other acts, for longer than we wait.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// The disk takes no more: it is full, at the limit of a file or a user, or broken. Nothing of the act is kept.
    #[error("the disk of the database is full")]
    Full,
    /// A statement in `read` tried to change something.
    #[error("a read may not change the database")]
    ReadOnly,
    /// The connection, the file or the disk under it failed; the next act opens a new connection.
    #[error("the database cannot be reached: {0}")]
    Gone(String),
    /// A file is no database, or pages of it do not hold together.
    #[error("the file of the database is damaged: {0}")]
    Damaged(String),
    /// The address of a server cannot be read, or names another kind of server.
    #[error("the address of the database is not understood: {0}")]
    Address(String),
    /// The server has no database of this name, written as in SQL.
    #[error("the server has no database {0}")]
    NoDatabase(String),
    /// The server does not know the role, or by another password.
    #[error("the server does not let this role in: {0}")]
    NotLetIn(String),
    /// The role lacks rights.
    #[error("{what}. Whoever owns the database can give it that right: {grant}")]
    Denied {
        /// What it may not do.
        what: String,
        /// The SQL that lets it.
        grant: String,
    },
    /// A value does not fit: NUL in a text, not a number, a column of another type or an unknown column.
    #[error("a value does not fit: {0}")]
    Conversion(String),
    /// Anything else, in the engine's words.
    #[error("{0}")]
    Other(String),
}

impl DbError {
    /// The name of the violated unique index, if this is such a violation.
    pub fn unique(&self) -> Option<&str> {
        match self {
            DbError::Unique { name } => Some(name),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        use rusqlite::ffi;
        let (failure, text) = match &error {
            rusqlite::Error::SqliteFailure(failure, text) => (failure, text.clone()),
            rusqlite::Error::SqlInputError { error, msg, .. } => (error, Some(msg.clone())),
            other => return DbError::Other(other.to_string()),
        };
        let text = text.unwrap_or_else(|| error.to_string());
        match (failure.code, failure.extended_code) {
            (_, ffi::SQLITE_CONSTRAINT_UNIQUE)
            | (_, ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
            | (_, ffi::SQLITE_CONSTRAINT_ROWID) => DbError::Unique {
                name: unique_name(&text),
            },
            (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => DbError::ForeignKey,
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => DbError::Busy,
            (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_WRITE) => DbError::Full,
            (ErrorCode::ReadOnly, _) => DbError::ReadOnly,
            (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => DbError::Damaged(text),
            (ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::OutOfMemory, _) => {
                DbError::Gone(text)
            }
            _ => DbError::Other(text),
        }
    }
}

impl From<refinery::Error> for DbError {
    fn from(error: refinery::Error) -> Self {
        let refinery::error::Kind::Connection(doing, cause) = error.kind() else {
            return DbError::Other(crate::sentence(&error));
        };
        let told = match cause.downcast_ref() {
            Some(rusqlite::Error::SqliteFailure(failure, text)) => {
                DbError::from(rusqlite::Error::SqliteFailure(*failure, text.clone()))
            }
            // all it says but the statement, which is as long as a migration
            Some(rusqlite::Error::SqlInputError { msg, .. }) => DbError::Other(msg.clone()),
            _ => DbError::Other(crate::sentence(cause.as_ref())),
        };
        match told {
            known @ (DbError::Full | DbError::ReadOnly | DbError::Damaged(_)) => known,
            other => DbError::Other(format!("{doing}: {other}")),
        }
    }
}

/// From SQLite's `UNIQUE constraint failed: seats.room_id, seats.number` (or `... index 'name'`
/// for an expression) to `seats_room_id_number`.
fn unique_name(message: &str) -> String {
    let named = message.split_once(": ").map_or(message, |(_, named)| named);
    if let Some(index) = named.strip_prefix("index ") {
        return index.trim_matches('\'').to_owned();
    }
    let mut name = String::new();
    for part in named.split(", ") {
        let (table, column) = part.split_once('.').unwrap_or(("", part));
        if name.is_empty() {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name
}

impl From<postgres::Error> for DbError {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let Some(told) = error.as_db_error() else {
            let text = crate::sentence(&error);
            // The client's own complaints about a parameter or a column have no other mark than their text.
            return if text.contains("serializing parameter") || text.contains("deserializing") {
                DbError::Conversion(text)
            } else if text.starts_with("expected ") {
                DbError::Other(text)
            } else {
                DbError::Gone(text)
            };
        };
        let code = told.code();
        if *code == SqlState::UNIQUE_VIOLATION {
            return DbError::Unique {
                name: constraint_name(told),
            };
        } else if *code == SqlState::FOREIGN_KEY_VIOLATION || code.code() == "23001" {
            return DbError::ForeignKey;
        } else if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
            return DbError::ReadOnly;
        } else if *code == SqlState::DISK_FULL {
            return DbError::Full;
        }
        match code.code() {
            "40001" | "40P01" | "55P03" => DbError::Busy,
            "57P01" | "57P02" | "57P03" | "57P05" | "53300" | "58030" => {
                DbError::Gone(told.message().to_owned())
            }
            // A prepared statement outlived a change of its tables: the connection is opened anew.
            "0A000" if told.message().contains("cached plan") => {
                DbError::Gone(told.message().to_owned())
            }
            code if code.starts_with("08") => DbError::Gone(told.message().to_owned()),
            code if code.starts_with("22") => DbError::Conversion(told.message().to_owned()),
            _ => DbError::Other(format!("{} ({})", told.message(), code.code())),
        }
    }
}

/// The table and columns of a violated constraint. The detail reads `Key (a, b)=(1, 2) already exists.` in
/// the server's language, but the brackets stand in all of them; so the name is SQLite's whatever the
/// index is called. An expression has brackets of its own: then the index's name is the answer, as there.
fn constraint_name(told: &postgres::error::DbError) -> String {
    let columns = told
        .detail()
        .and_then(|detail| detail.split_once(")=("))
        .and_then(|(before, _)| before.split_once('('))
        .map(|(_, columns)| columns);
    match (told.table(), columns) {
        (Some(table), Some(columns)) if !columns.contains('(') => {
            format!("{table}_{}", columns.replace(", ", "_").replace('"', ""))
        }
        _ => told.constraint().unwrap_or_default().to_owned(),
    }
}
