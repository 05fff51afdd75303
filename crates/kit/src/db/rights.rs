//! What a role may do on a PostgreSQL server, asked before it is tried: whoever runs the program hears which right is
//! missing and the SQL that gives it, and not at which statement it failed.

use postgres::{Client, Config};

use super::schema::HISTORY;
use super::{DbError, Migrations, Schema};

/// What a connection is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// All rows are read.
    Read,
    /// Rows are read and changed.
    Write,
    /// Tables are made and brought up to date, and their rows read and changed.
    Serve,
}

/// The schema in which the tables are, else the one in which they would be made. One that the role may not use is not
/// on its path; it is looked for by the names that a path has unless somebody changed it.
const PLACE: &str = "
    select n.oid, quote_ident(n.nspname) as name,
           has_schema_privilege(n.oid, 'usage') as enters, has_schema_privilege(n.oid, 'create') as makes,
           exists (select 1 from pg_class c where c.relnamespace = n.oid and cast(c.relname as text) = $1) as lived_in
    from pg_namespace n
    where n.nspname = any (current_schemas(false))
       or (n.nspname in ('public', current_user) and not has_schema_privilege(n.oid, 'usage'))
    order by lived_in desc, (n.nspname = current_schema()) desc nulls last, n.nspname desc
    limit 1";

const TABLES: &str = "
    select cast(c.relname as text) as name, has_table_privilege(c.oid, 'select') as reads,
           has_table_privilege(c.oid, 'insert') and has_table_privilege(c.oid, 'update')
             and has_table_privilege(c.oid, 'delete') as writes,
           pg_has_role(c.relowner, 'usage') as owns, quote_ident(pg_get_userbyid(c.relowner)) as owner
    from pg_class c
    where c.relnamespace = $1 and c.relkind in ('r', 'p') and cast(c.relname as text) = any ($2)
    order by c.relname";

/// Where tables are.
struct Place {
    oid: u32,
    name: String,
    enters: bool,
    makes: bool,
    lived_in: bool,
}

/// One table, as the role stands to it.
struct Held {
    name: String,
    reads: bool,
    writes: bool,
    owns: bool,
    owner: String,
}

/// What is missing, in words and in SQL.
#[derive(Default)]
struct Lacks {
    what: Vec<String>,
    grants: Vec<String>,
}

/// Whether the role of this connection may do what is needed with the tables that `migrations` make.
pub(super) fn check(
    client: &mut Client,
    migrations: Migrations,
    need: Need,
) -> Result<(), DbError> {
    let who = "select quote_ident(current_user) as role, current_setting('is_superuser') = 'on' as may_all";
    let who = client.query_one(who, &[])?;
    if who.try_get("may_all")? {
        return Ok(());
    }
    let role: String = who.try_get("role")?;
    let Some(place) = place(client)? else {
        return Err(DbError::Denied {
            what: format!("the role {role} has no schema in which tables could be"),
            grant: format!("CREATE SCHEMA AUTHORIZATION {role};"),
        });
    };
    let mut lacks = Lacks::default();
    lacks.of_schema(&place, &role, need);
    if place.lived_in {
        let tables = tables(client, &place, migrations)?;
        lacks.of_rows(&place, &role, &tables, need);
        if need == Need::Serve && is_older(client, &place, &tables, migrations)? {
            lacks.of_owners(&role, &tables);
        }
    }
    if lacks.what.is_empty() {
        return Ok(());
    }
    Err(DbError::Denied {
        what: format!("the role {role} may not {}", lacks.what.join(", and not ")),
        grant: lacks.grants.join(" "),
    })
}

/// Why a server does not let somebody in, where it says so.
pub(super) fn refused(error: postgres::Error, config: &Config) -> DbError {
    let role = config.get_user().unwrap_or_default();
    let base = config.get_dbname().unwrap_or(role);
    let Some(told) = error.as_db_error() else {
        return error.into();
    };
    match told.code().code() {
        "3D000" => DbError::NoDatabase(quoted(base)),
        "28000" | "28P01" => DbError::NotLetIn(told.message().to_owned()),
        "42501" => DbError::Denied {
            what: format!("the role {role} may not connect to the database {base}"),
            grant: format!(
                "GRANT CONNECT ON DATABASE {} TO {};",
                quoted(base),
                quoted(role)
            ),
        },
        _ => error.into(),
    }
}

impl Lacks {
    fn of_schema(&mut self, place: &Place, role: &str, need: Need) {
        let schema = &place.name;
        let mut rights = Vec::new();
        if !place.enters {
            self.what.push(format!("use the schema {schema}"));
            rights.push("USAGE");
        }
        // the list of migrations is made if it is not there, at each start, and a server asks for the right first
        if need == Need::Serve && !place.makes {
            self.what
                .push(format!("make tables in the schema {schema}"));
            rights.push("CREATE");
        }
        if !rights.is_empty() {
            let rights = rights.join(", ");
            self.grants
                .push(format!("GRANT {rights} ON SCHEMA {schema} TO {role};"));
        }
    }

    fn of_rows(&mut self, place: &Place, role: &str, tables: &[Held], need: Need) {
        let unread: Vec<&Held> = tables.iter().filter(|table| !table.reads).collect();
        let unwritten = tables.iter().filter(|table| !table.writes);
        let unwritten: Vec<&Held> = unwritten.filter(|_| need != Need::Read).collect();
        let (verb, lacking) = match unread.is_empty() {
            true => ("change", unwritten),
            false => ("read", unread),
        };
        self.what.push(match lacking.as_slice() {
            [] => return,
            [one] => format!("{verb} the table {}", one.name),
            [first, ..] => {
                let many = lacking.len();
                format!("{verb} {many} of the tables, such as {}", first.name)
            }
        });
        let rights = match need {
            Need::Read => "SELECT",
            Need::Write | Need::Serve => "SELECT, INSERT, UPDATE, DELETE",
        };
        let schema = &place.name;
        self.grants.push(format!(
            "GRANT {rights} ON ALL TABLES IN SCHEMA {schema} TO {role};"
        ));
    }

    /// A table is altered by who owns it, and by nobody else.
    fn of_owners(&mut self, role: &str, tables: &[Held]) {
        let mut owners: Vec<&str> = tables
            .iter()
            .filter(|table| !table.owns)
            .map(|table| table.owner.as_str())
            .collect();
        owners.sort_unstable();
        owners.dedup();
        for owner in owners {
            self.what.push(format!(
                "bring tables up to date that belong to the role {owner}"
            ));
            self.grants.push(format!("GRANT {owner} TO {role};"));
        }
    }
}

fn place(client: &mut Client) -> Result<Option<Place>, DbError> {
    let Some(row) = client.query_opt(PLACE, &[&HISTORY])? else {
        return Ok(None);
    };
    Ok(Some(Place {
        oid: row.try_get("oid")?,
        name: row.try_get("name")?,
        enters: row.try_get("enters")?,
        makes: row.try_get("makes")?,
        lived_in: row.try_get("lived_in")?,
    }))
}

fn tables(
    client: &mut Client,
    place: &Place,
    migrations: Migrations,
) -> Result<Vec<Held>, DbError> {
    let schema = Schema::of(migrations)?;
    let names = schema.tables.iter().map(|table| table.name.as_str());
    let names: Vec<&str> = names.chain([HISTORY]).collect();
    let one = |row: &postgres::Row| {
        Ok(Held {
            name: row.try_get("name")?,
            reads: row.try_get("reads")?,
            writes: row.try_get("writes")?,
            owns: row.try_get("owns")?,
            owner: row.try_get("owner")?,
        })
    };
    let rows = client.query(TABLES, &[&place.oid, &names])?;
    rows.iter().map(one).collect()
}

/// Whether migrations are to be run yet, as far as the role may know.
fn is_older(
    client: &mut Client,
    place: &Place,
    tables: &[Held],
    migrations: Migrations,
) -> Result<bool, DbError> {
    let history = tables.iter().find(|table| table.name == HISTORY);
    if !place.enters || !history.is_some_and(|history| history.reads) {
        return Ok(false);
    }
    let newest = format!(
        "select coalesce(max(cast(version as bigint)), 0) as newest from {}.{HISTORY}",
        place.name
    );
    let newest: i64 = client.query_one(&newest, &[])?.try_get("newest")?;
    let runner = super::runner(migrations)?;
    let ours = runner.get_migrations().iter();
    Ok(ours
        .map(|one| i64::from(one.version()))
        .any(|one| one > newest))
}

/// A name as SQL writes it.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    match name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_') && name.chars().all(plain)
    {
        true => name.to_owned(),
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}
