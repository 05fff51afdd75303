//! The tables as the migrations make them, read from an empty database in memory: what is copied is never a
//! list that somebody has to keep.

use std::collections::HashSet;

use rusqlite::Connection;

use super::{Conn, DbError, Inner, Migrations, Row, sqlite};

/// Where the migrations that were run are written down.
pub(super) const HISTORY: &str = "refinery_schema_history";

/// All tables, each after those that it refers to.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The tables in that order.
    pub tables: Vec<Table>,
}

/// Something that the migrations made and that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// A table.
    Table(String),
    /// A column of this table.
    Column(String, String),
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<String>,
    /// The columns of its primary key.
    pub key: Vec<String>,
    /// How many rows the migrations themselves put into it.
    pub given: i64,
    refers_to: Vec<String>,
}

impl Schema {
    /// What `migrations` make of an empty database.
    ///
    /// # Errors
    /// A migration that fails, or tables that refer to each other in a circle.
    pub fn of(migrations: Migrations) -> Result<Schema, DbError> {
        let mut connection = Connection::open_in_memory()?;
        sqlite::migrate(&mut connection, migrations)?;
        let mut conn = sqlite::conn(&connection);
        let names: Result<Vec<String>, DbError> = conn
            .query(
                "select name from sqlite_master where type = 'table'
                 and name not like 'sqlite_%' and name <> $1 order by name",
                &crate::params![HISTORY],
            )?
            .iter()
            .map(|row| row.get("name"))
            .collect();
        let tables: Result<Vec<Table>, DbError> = names?
            .into_iter()
            .map(|name| Table::read(&mut conn, name))
            .collect();
        Ok(Schema {
            tables: in_order(tables?)?,
        })
    }

    /// The tables and columns that a database lacks. Of a table that is not there the columns are not told.
    ///
    /// # Errors
    /// The database's.
    pub fn missing(&self, conn: &mut Conn) -> Result<Vec<Gap>, DbError> {
        let there = conn.columns()?;
        let tables: HashSet<&str> = there.iter().map(|(table, _)| table.as_str()).collect();
        let mut gaps = Vec::new();
        for table in &self.tables {
            let name = &table.name;
            if !tables.contains(name.as_str()) {
                gaps.push(Gap::Table(name.clone()));
                continue;
            }
            let gone = |column: &&String| !there.contains(&(name.clone(), (*column).clone()));
            let gone = table.columns.iter().filter(gone).cloned();
            gaps.extend(gone.map(|column| Gap::Column(name.clone(), column)));
        }
        Ok(gaps)
    }

    /// The tables that hold more rows than the migrations put there, apart from those in `besides`, with how many.
    ///
    /// # Errors
    /// The database's.
    pub fn filled(&self, conn: &mut Conn, besides: &[&str]) -> Result<Vec<(String, i64)>, DbError> {
        let mut found = Vec::new();
        for table in &self.tables {
            let more = table.rows(conn)? - table.given;
            if more > 0 && !besides.contains(&table.name.as_str()) {
                found.push((table.name.clone(), more));
            }
        }
        Ok(found)
    }
}

impl Table {
    fn read(conn: &mut Conn, name: String) -> Result<Table, DbError> {
        let mut table = Table {
            columns: Vec::new(),
            key: Vec::new(),
            given: 0,
            refers_to: Vec::new(),
            name,
        };
        let mut key = Vec::new();
        let columns = "select name, pk from pragma_table_info($1) order by cid";
        for row in conn.query(columns, &crate::params![&table.name])? {
            let column: String = row.get("name")?;
            match row.get::<i64>("pk")? {
                0 => {}
                place => key.push((place, column.clone())),
            }
            table.columns.push(column);
        }
        key.sort();
        table.key = key.into_iter().map(|(_, column)| column).collect();
        let references = "select distinct \"table\" as name from pragma_foreign_key_list($1)";
        for row in conn.query(references, &crate::params![&table.name])? {
            table.refers_to.push(row.get("name")?);
        }
        table.given = table.rows(conn)?;
        Ok(table)
    }

    /// How many rows it has.
    ///
    /// # Errors
    /// The database's.
    pub fn rows(&self, conn: &mut Conn) -> Result<i64, DbError> {
        let sql = format!("select count(*) as n from {}", self.name);
        conn.one(&sql, &[])?.map_or(Ok(0), |row| row.get("n"))
    }

    /// Whether its rows refer to others of its own.
    pub(super) fn refers_to_itself(&self) -> bool {
        self.refers_to.contains(&self.name)
    }
}

/// Each table after those that it refers to; among equals by name.
fn in_order(mut waiting: Vec<Table>) -> Result<Vec<Table>, DbError> {
    let mut done: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|table| {
            let mut others = table.refers_to.iter().filter(|name| **name != table.name);
            others.all(|name| done.iter().any(|table| table.name == *name))
        });
        let Some(ready) = ready else {
            let names: Vec<&str> = waiting.iter().map(|table| table.name.as_str()).collect();
            return Err(DbError::Other(format!(
                "these tables refer to each other in a circle: {}",
                names.join(", ")
            )));
        };
        done.push(waiting.remove(ready));
    }
    Ok(done)
}

impl Conn<'_> {
    /// The number of the newest migration that this database has seen; none where it has no tables of ours.
    ///
    /// # Errors
    /// The database's.
    pub fn newest_migration(&mut self) -> Result<Option<i64>, DbError> {
        let tables = match self.inner {
            Inner::Sqlite(_) => "select count(*) as n from sqlite_master where name = $1",
            Inner::Postgres(_) => {
                // the catalogue, because information_schema is silent about what the role may not read
                "select count(*) as n from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where cast(c.relname as text) = $1 and c.relkind in ('r', 'p')
                   and n.nspname = any (current_schemas(false))"
            }
        };
        let row = self.one(tables, &crate::params![HISTORY])?;
        if row.map_or(Ok(0), |row| row.get::<i64>("n"))? == 0 {
            return Ok(None);
        }
        let newest = format!("select cast(max(version) as bigint) as version from {HISTORY}");
        let row = self.one(&newest, &[])?;
        row.map_or(Ok(None), |row| row.get("version"))
    }

    /// Every table with each of its columns.
    fn columns(&mut self) -> Result<HashSet<(String, String)>, DbError> {
        let sql = match self.inner {
            Inner::Sqlite(_) => {
                "select m.name as held_in, p.name as name from sqlite_master m
                 join pragma_table_info(m.name) p where m.type = 'table'"
            }
            Inner::Postgres(_) => {
                "select cast(c.relname as text) as held_in, cast(a.attname as text) as name
                 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                 where c.relkind in ('r', 'p') and n.nspname = any (current_schemas(false))"
            }
        };
        let rows = self.query(sql, &[])?;
        let one = |row: &Row| Ok((row.get("held_in")?, row.get("name")?));
        rows.iter().map(one).collect()
    }

    /// Looks at every page and every reference of a file; a server does so by itself.
    ///
    /// # Errors
    /// What is damaged, or what the database says.
    pub fn sound(&mut self) -> Result<(), DbError> {
        if matches!(self.inner, Inner::Postgres(_)) {
            return Ok(());
        }
        let rows = self.query("pragma integrity_check", &[])?;
        let first: String = match rows.first() {
            Some(row) => row.get("integrity_check")?,
            None => "no answer".into(),
        };
        if first != "ok" {
            return Err(DbError::Damaged(first));
        }
        match self.query("pragma foreign_key_check", &[])?.len() {
            0 => Ok(()),
            broken => Err(DbError::Other(format!(
                "{broken} rows point to rows that are not there"
            ))),
        }
    }
}
