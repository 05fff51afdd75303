//! A database for one test: a folder with a file, or a database of its own on a server.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use firstmove::starting::MIGRATIONS;
use firstmove_kit::db::Db;

/// Names a superuser's address on the server that tests may use.
pub const SERVER: &str = "FIRSTMOVE_TEST_POSTGRES";

/// Where one test keeps everything; gone with it.
pub struct Place {
    /// A folder of its own, on both engines.
    pub folder: PathBuf,
    server: Option<(String, String)>,
}

static MADE: AtomicUsize = AtomicUsize::new(0);

impl Place {
    /// An empty one.
    pub fn new() -> Place {
        let place = Place::named();
        if let Some((admin, name)) = &place.server {
            tell(admin, &format!("drop database if exists {name}"));
            tell(admin, &format!("create database {name}"));
        }
        place
    }

    /// A folder and a name of its own.
    fn named() -> Place {
        let name = format!(
            "it_{}_{}",
            std::process::id(),
            MADE.fetch_add(1, Ordering::Relaxed)
        );
        let folder = std::env::temp_dir().join(format!("firstmove_{name}"));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).unwrap();
        let server = std::env::var(SERVER).ok().map(|admin| (admin, name));
        Place { folder, server }
    }

    /// One on which all migrations have run. On PostgreSQL it is a copy of one that the first test makes: some tables
    /// are copied in a fraction of the time in which they are made.
    pub fn migrated() -> Place {
        let place = Place::named();
        if let Some((admin, name)) = &place.server {
            let template = template(admin);
            tell(admin, &format!("drop database if exists {name}"));
            tell(
                admin,
                &format!("create database {name} template {template} strategy file_copy"),
            );
        }
        place
    }

    /// Opens it, as a starting process does.
    pub fn open(&self) -> Db {
        match self.url() {
            Some(url) => Db::open_postgres(&url, MIGRATIONS).unwrap(),
            None => Db::open_sqlite(&self.file(), MIGRATIONS).unwrap(),
        }
    }

    /// SQLite's file.
    pub fn file(&self) -> PathBuf {
        self.folder.join("firstmove.db")
    }

    /// PostgreSQL's address, when the test runs there.
    pub fn url(&self) -> Option<String> {
        let (admin, name) = self.server.as_ref()?;
        let (server, _) = admin.rsplit_once('/').unwrap();
        Some(format!("{server}/{name}"))
    }

    /// Runs SQL on the server beside the application, as its administrator would.
    pub fn as_administrator(&self, sql: &str) {
        let (admin, name) = self.server.as_ref().expect("a PostgreSQL server");
        tell(admin, &sql.replace("{database}", name));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((admin, name)) = &self.server {
            tell(
                admin,
                &format!("drop database if exists {name} with (force)"),
            );
        }
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// The database that others are copied from. Whoever comes first makes it, the others wait.
fn template(admin: &str) -> String {
    let mut hash = DefaultHasher::new();
    MIGRATIONS.hash(&mut hash);
    let name = format!("it_template_{:x}", hash.finish());
    let (server, _) = admin.rsplit_once('/').unwrap();
    with(admin, |client| {
        client.batch_execute("select pg_advisory_lock(7)").unwrap();
        let sql = "select 1 from pg_database where datname = $1";
        if client.query_opt(sql, &[&name]).unwrap().is_none() {
            let making = format!("{name}_making");
            for sql in ["drop database if exists", "create database"] {
                client.batch_execute(&format!("{sql} {making}")).unwrap();
            }
            drop(Db::open_postgres(&format!("{server}/{making}"), MIGRATIONS).unwrap());
            let sql = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1";
            client.query(sql, &[&making]).unwrap();
            client
                .batch_execute(&format!("alter database {making} rename to {name}"))
                .unwrap();
        }
    });
    name
}

fn tell(admin: &str, sql: &str) {
    with(admin, |client| client.batch_execute(sql).expect(sql));
}

fn with(admin: &str, act: impl FnOnce(&mut postgres::Client) + Send) {
    // the synchronous client brings its own runtime, which must not meet the test's
    std::thread::scope(|scope| {
        scope
            .spawn(|| {
                let mut client = postgres::Client::connect(admin, postgres::NoTls).unwrap();
                act(&mut client);
            })
            .join()
            .unwrap();
    });
}
