//! A world of its own for one test: the real server on a free port of this machine, a clock that stands still
//! until it is moved, secrets that repeat, an empty database.

use firstmove::app::{App, Parts};
use firstmove::{clockwork, starting};
use firstmove_kit::clock::Clock;
use firstmove_kit::db::{Conn, DbError, Engine};
use firstmove_kit::live::Live;
use firstmove_kit::mail::Mailer;
use firstmove_kit::params;
use firstmove_kit::presence::Presence;
use firstmove_kit::secrets::Secrets;
use jiff::{SignedDuration, Timestamp, civil};

use crate::browser::Browser;
use crate::database::Place;

/// The zone of every cohort here, unless a test says otherwise.
pub const ZONE: &str = "Europe/Berlin";

/// The running application and everything around it.
pub struct World {
    /// The application, to reach past its pages.
    pub app: App,
    /// Where it keeps things.
    pub place: Place,
    running: Running,
}

/// What serves the pages; stops with it.
struct Running {
    runtime: Option<tokio::runtime::Runtime>,
    live: Live,
}

/// Somebody with an account.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub mail: String,
}

impl World {
    /// An empty installation on Monday 23 March 2026, 09:00 in Berlin: the week in which clocks go forward.
    pub fn new() -> World {
        World::build(Mailer::kept())
    }

    /// The same, with mails that leave as `mailer` says.
    pub fn build(mailer: Mailer) -> World {
        let place = Place::migrated();
        let db = place.open();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let (clock, live) = (Clock::fixed(moment("2026-03-23 09:00")), Live::new());
        let app = App::new(Parts {
            db,
            clock: clock.clone(),
            secrets: Secrets::seeded(7),
            live: live.clone(),
            mailer,
            url: format!("http://{}", listener.local_addr().unwrap()),
            presence: Presence::new(clock.clone(), live.clone()),
            kept: Default::default(),
            signing_key: b"a key for tests".to_vec(),
            demo: None,
        });
        let answers = starting::answer(app.clone(), listener, std::future::pending());
        runtime.spawn(async move { answers.await.unwrap() });
        let running = Running {
            runtime: Some(runtime),
            live: app.live.clone(),
        };
        World {
            app,
            place,
            running,
        }
    }

    /// Stops it; what it kept stays as long as its place.
    pub fn closed(self) -> Place {
        let World {
            app,
            place,
            mut running,
        } = self;
        running.live.close();
        if let Some(runtime) = running.runtime.take() {
            runtime.shutdown_timeout(std::time::Duration::from_secs(10));
        }
        drop(app);
        place
    }

    /// Which engine the world runs on.
    pub fn engine(&self) -> Engine {
        self.app.db.engine()
    }

    /// Moves the clock to a local time such as `2026-03-26 18:30` and lets happen what is due.
    pub fn at(&self, time: &str) {
        self.app.clock.set(moment(time));
        self.tick();
    }

    /// Lets time pass and happen what is due.
    pub fn later(&self, by: SignedDuration) {
        self.app.clock.advance(by);
        self.tick();
    }

    /// Lets happen what is due.
    pub fn tick(&self) {
        self.wait(clockwork::tick(&self.app)).unwrap();
    }

    /// Takes the database away from whoever uses it.
    pub fn unreachable(&self) {
        if self.engine() == Engine::Sqlite {
            std::fs::rename(self.place.file(), self.place.folder.join("put-away")).unwrap();
            return;
        }
        let end =
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'";
        for order in [
            "alter database {database} with allow_connections false",
            end,
        ] {
            self.place.as_administrator(order);
        }
    }

    /// Brings it back.
    pub fn reachable(&self) {
        match self.engine() {
            Engine::Sqlite => {
                let put_away = self.place.folder.join("put-away");
                std::fs::rename(put_away, self.place.file()).unwrap();
            }
            Engine::Postgres => self
                .place
                .as_administrator("alter database {database} with allow_connections true"),
        }
    }

    /// Waits for work of the application.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.running.runtime.as_ref().unwrap().block_on(work)
    }

    /// Writes to the database past the pages.
    pub fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Conn<'_>) -> Result<T, DbError> + Send + Sync + 'static,
    ) -> T {
        self.app.db.write_now(act).unwrap()
    }

    /// The single number that a query gives under the name `n`.
    pub fn number(&self, sql: &'static str) -> i64 {
        let one = move |conn: &mut Conn<'_>| conn.one(sql, &[])?.unwrap().get("n");
        self.app.db.read_now::<i64, DbError>(one).unwrap()
    }

    /// Somebody who has an account already, by their address.
    pub fn someone(&self, mail: &str) -> Person {
        let kept = mail.to_owned();
        self.write(move |conn| {
            let sql = "select id, name, mail from people where mail_folded = $1";
            let row = conn.one(sql, &params![&kept])?.expect("an account");
            Ok(Person {
                id: row.get("id")?,
                name: row.get("name")?,
                mail: row.get("mail")?,
            })
        })
    }

    /// A fresh id.
    pub fn id(&self) -> String {
        self.app.secrets.uuid7(self.app.now()).to_string()
    }

    /// Makes an account; the address follows from the name.
    pub fn person(&self, name: &str) -> Person {
        let handle: String = name
            .to_lowercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let person = Person {
            id: self.id(),
            name: name.to_owned(),
            mail: format!("{handle}@example.org"),
        };
        let (kept, now) = (person.clone(), self.app.now().as_millisecond());
        self.write(move |conn| {
            conn.execute(
                "insert into people (id, name, mail, mail_folded, theme, pseudonym, created_at)
                 select $1, $2, $3, $3, null, $4 || cast(count(*) + 1 as text), $5 from people",
                &params![&kept.id, &kept.name, &kept.mail, "P00", now],
            )
        });
        person
    }

    /// Makes somebody an administrator.
    pub fn administrator(&self, name: &str) -> Person {
        let person = self.person(name);
        let (id, now) = (person.id.clone(), self.app.now().as_millisecond());
        self.write(move |conn| {
            conn.execute(
                "insert into administrators (person_id, since) values ($1, $2)",
                &params![&id, now],
            )
        });
        person
    }

    /// The browser of somebody who is signed in for a year, so that tests may move the clock.
    pub fn sign_in(&self, person: &Person) -> Browser {
        let token = self.app.secrets.token();
        let (hash, id, now) = (Secrets::hash(&token), person.id.clone(), self.app.now());
        let ends = now + SignedDuration::from_hours(24 * 366);
        self.write(move |conn| {
            conn.execute(
                "insert into sign_ins (token_hash, person_id, created_at, expires_at) values ($1, $2, $3, $4)",
                &params![&hash, &id, now.as_millisecond(), ends.as_millisecond()],
            )
        });
        Browser::new(&self.app.url, Some(token))
    }

    /// The browser of somebody who is not signed in.
    pub fn nobody(&self) -> Browser {
        Browser::new(&self.app.url, None)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.live.close();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A local time in Berlin as an instant.
pub fn moment(time: &str) -> Timestamp {
    let time: civil::DateTime = time.replace(' ', "T").parse().unwrap();
    time.in_tz(ZONE).unwrap().timestamp()
}
