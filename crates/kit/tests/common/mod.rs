//! A fresh database for each test: a file, and a database of its own on the PostgreSQL server of
//! FIRSTMOVE_TEST_POSTGRES (the address of a superuser) if that is set.

#![allow(dead_code, reason = "each test binary uses its part")]

pub mod garden;

use std::path::PathBuf;

use firstmove_kit::db::{Db, DbError, Migrations};

pub struct World {
    pub db: Option<Db>,
    pub place: Place,
}

pub enum Place {
    Folder(PathBuf),
    Server { admin: String, name: String },
}

impl World {
    pub fn db(&self) -> &Db {
        self.db.as_ref().expect("open")
    }

    /// Opens the same database again, as another process would.
    pub fn again(&self, migrations: Migrations) -> Result<Db, DbError> {
        self.place.open(migrations)
    }
}

impl Place {
    pub fn open(&self, migrations: Migrations) -> Result<Db, DbError> {
        match self {
            Place::Folder(folder) => Db::open_sqlite(&folder.join("test.db"), migrations),
            Place::Server { admin, name } => {
                let (server, _) = admin.rsplit_once('/').expect("a url with a database");
                Db::open_postgres(&format!("{server}/{name}"), migrations)
            }
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.db = None;
        match &self.place {
            Place::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Place::Server { admin, name } => {
                server(admin, &format!("drop database {name} with (force)"));
            }
        }
    }
}

pub fn server(admin: &str, sql: &str) {
    std::thread::scope(|scope| {
        scope
            .spawn(|| {
                let mut client =
                    postgres::Client::connect(admin, postgres::NoTls).expect("the test server");
                client.batch_execute(sql).expect(sql);
            })
            .join()
            .expect("the test server");
    });
}

/// The worlds of one test: SQLite always, PostgreSQL where there is a server.
pub fn worlds(test: &str, migrations: Migrations) -> Vec<World> {
    let name = format!("kit_{test}_{}", std::process::id());
    let folder = std::env::temp_dir().join(&name);
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut places = vec![Place::Folder(folder)];
    if let Ok(admin) = std::env::var("FIRSTMOVE_TEST_POSTGRES") {
        server(&admin, &format!("drop database if exists {name}"));
        server(&admin, &format!("create database {name}"));
        places.push(Place::Server { admin, name });
    }
    let open = |place: Place| World {
        db: Some(place.open(migrations).expect("opens")),
        place,
    };
    places.into_iter().map(open).collect()
}
