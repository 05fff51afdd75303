//! Starting and stopping: opens what the settings name, listens, and closes streams first when told to stop.

pub mod advice;
pub mod doctor;
pub mod home;
mod limits;
pub mod lines;
pub mod log;

use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use firstmove_kit::clock::Clock;
use firstmove_kit::db::Db;
use firstmove_kit::live::Live;
use firstmove_kit::mail::Mailer;
use firstmove_kit::params;
use firstmove_kit::presence::Presence;
use firstmove_kit::secrets::Secrets;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::app::{Answer, App, Parts};
use crate::demo::Demo;
use crate::problem::Problem;
use crate::settings::Settings;
use crate::starting::home::Home;
use crate::starting::lines::{Caller, Lines};
use crate::{clockwork, people, routes};

/// How long open requests have when it is told to stop: a little longer than any of them may take.
const LAST: Duration = Duration::from_secs(35);
/// How long the database may take to say that it is there.
const READY: Duration = Duration::from_secs(2);

/// The migrations, in order: the same text for both engines.
pub const MIGRATIONS: &[(&str, &str)] = &[
    (
        "V1__people",
        include_str!("../../../../migrations/V1__people.sql"),
    ),
    (
        "V2__sprints",
        include_str!("../../../../migrations/V2__sprints.sql"),
    ),
    (
        "V3__experiments",
        include_str!("../../../../migrations/V3__experiments.sql"),
    ),
    (
        "V4__following_up",
        include_str!("../../../../migrations/V4__following_up.sql"),
    ),
    (
        "V5__setting_up",
        include_str!("../../../../migrations/V5__setting_up.sql"),
    ),
    (
        "V6__arrivals",
        include_str!("../../../../migrations/V6__arrivals.sql"),
    ),
    (
        "V7__kickoff",
        include_str!("../../../../migrations/V7__kickoff.sql"),
    ),
    (
        "V8__exceptions",
        include_str!("../../../../migrations/V8__exceptions.sql"),
    ),
    (
        "V9__imports",
        include_str!("../../../../migrations/V9__imports.sql"),
    ),
    (
        "V10__data_owner",
        include_str!("../../../../migrations/V10__data_owner.sql"),
    ),
    (
        "V13__sessions",
        include_str!("../../../../migrations/V13__sessions.sql"),
    ),
    (
        "V14__after_a_session",
        include_str!("../../../../migrations/V14__after_a_session.sql"),
    ),
    (
        "V15__trail_of_sprints",
        include_str!("../../../../migrations/V15__trail_of_sprints.sql"),
    ),
    (
        "V16__turns",
        include_str!("../../../../migrations/V16__turns.sql"),
    ),
    (
        "V17__stories",
        include_str!("../../../../migrations/V17__stories.sql"),
    ),
    (
        "V18__witnesses",
        include_str!("../../../../migrations/V18__witnesses.sql"),
    ),
    (
        "V19__practice",
        include_str!("../../../../migrations/V19__practice.sql"),
    ),
    (
        "V20__retrospectives",
        include_str!("../../../../migrations/V20__retrospectives.sql"),
    ),
    (
        "V21__guests_and_notes",
        include_str!("../../../../migrations/V21__guests_and_notes.sql"),
    ),
    (
        "V22__rooms_left_open",
        include_str!("../../../../migrations/V22__rooms_left_open.sql"),
    ),
    (
        "V23__earlier_stays",
        include_str!("../../../../migrations/V23__earlier_stays.sql"),
    ),
];

/// The number of a migration: 2 of `V2__sprints`.
pub fn version_of(name: &str) -> i64 {
    let number = name.trim_start_matches('V').split("__").next();
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The number of the newest migration of this program.
pub fn newest_version() -> i64 {
    let numbers = MIGRATIONS.iter().map(|(name, _)| version_of(name));
    numbers.max().unwrap_or(0)
}

/// Where `serve` keeps everything unless it is told otherwise.
pub const DATA: &str = "firstmove-data";

/// Why the program could not start or had to stop: one sentence for the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Broken(sentence)
            | Problem::Refused(sentence)
            | Problem::Unavailable(sentence) => sentence.into(),
            Problem::Full => advice::FULL.into(),
            other => format!("{other:?}").into(),
        }
    }
}

/// Runs a command that serves, and says in one sentence why it ended when it did not end well.
pub fn run(work: impl Future<Output = Result<(), Failure>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("firstmove: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("firstmove: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Opens the database that the settings name. Blocking: not for use inside the runtime's own threads.
pub fn open_database(settings: &Settings, data: &Path) -> Result<Db, Failure> {
    let home = Home::of(Some(data), settings.database.as_deref());
    if let Home::Folder(folder) = &home {
        home::make(folder)?;
    }
    if let Some(sentence) = hindrance(&home) {
        return Err(format!("{home} is left as it is. {sentence}").into());
    }
    let opened = match &home {
        Home::Server(url) => Db::open_postgres(url, MIGRATIONS),
        Home::Folder(folder) => Db::open_sqlite(&Home::file(folder), MIGRATIONS),
    };
    opened.map_err(|error| advice::told(&error, &home).into())
}

/// Why a start must not touch what is there. What cannot even be looked at says opening it in better words.
fn hindrance(home: &Home) -> Option<String> {
    if matches!(home, Home::Folder(folder) if !Home::file(folder).exists()) {
        return None;
    }
    let found = home
        .open()
        .and_then(|mut single| single.read(|conn| doctor::tables::hindrance(conn, home)));
    found.ok().flatten()
}

/// Opens everything. With `demo`, the clock can be moved and no mail leaves.
pub async fn open(
    settings: &Settings,
    demo: Option<(Demo, Clock)>,
) -> Result<(App, TcpListener), Failure> {
    let listener = TcpListener::bind(settings.listen).await.map_err(|error| {
        format!(
            "cannot listen on {}: {error}. Choose another with --listen.",
            settings.listen
        )
    })?;
    let address = listener.local_addr()?;
    let data = settings.data.clone().unwrap_or_else(|| PathBuf::from(DATA));
    let (opened, secrets) = (settings.clone(), Secrets::system());
    let db = tokio::task::spawn_blocking(move || open_database(&opened, &data)).await??;
    let signing_key = signing_key(&db, &secrets).await?;
    let mailer = match (&demo, &settings.smtp) {
        (Some(_), _) => Mailer::kept(),
        (None, Some(url)) => Mailer::smtp(url, &settings.mail_from)?,
        (None, None) => Mailer::terminal(),
    };
    let (demo, clock) = match demo {
        Some((demo, clock)) => (Some(demo), clock),
        None => (None, Clock::system()),
    };
    let live = Live::new();
    let app = App::new(Parts {
        db,
        presence: Presence::new(clock.clone(), live.clone()),
        clock,
        secrets,
        live,
        mailer,
        url: public_url(settings, address),
        kept: Default::default(),
        signing_key,
        demo,
    });
    Ok((app, listener))
}

fn public_url(settings: &Settings, address: SocketAddr) -> String {
    match &settings.url {
        Some(url) => url.clone(),
        None => format!("http://{address}"),
    }
}

/// The key that signs links, made on the first start and kept in the database.
async fn signing_key(db: &Db, secrets: &Secrets) -> Result<Vec<u8>, Failure> {
    let fresh = secrets.token();
    let key: String = db
        .write(move |conn| {
            conn.execute(
                "insert into settings (key, value) values ('signing_key', $1) on conflict (key) do nothing",
                &params![&fresh],
            )?;
            let row = conn.one("select value from settings where key = 'signing_key'", &[])?;
            row.ok_or_else(|| Problem::broken("the signing key could not be kept"))?
                .get("value")
                .map_err(Problem::from)
        })
        .await?;
    Ok(key.into_bytes())
}

/// The link whose page makes the first account, while there is none. Each start makes a new one, so that an
/// old terminal's link is worth nothing.
pub async fn set_up_link(app: &App) -> Result<Option<String>, Failure> {
    let token = app.secrets.token();
    let hash = Secrets::hash(&token);
    let needed = app
        .open_act(move |scene| {
            if people::store::anybody(scene.conn)? {
                return Ok(false);
            }
            scene.conn.execute(
                "insert into settings (key, value) values ('set_up_hash', $1)
                 on conflict (key) do update set value = excluded.value",
                &params![&hash],
            )?;
            Ok(true)
        })
        .await?;
    Ok(needed.then(|| format!("{}/setup/{token}", app.url)))
}

/// Serves until Ctrl-C or a polite kill: then streams close, open requests finish, and the database is closed. What has
/// not ended after 35 seconds is cut off: nobody may hold up a stop.
pub async fn serve(app: App, listener: TcpListener) -> Result<(), Failure> {
    limits::raise();
    let clockwork = tokio::spawn(clockwork::run(app.clone()));
    let live = app.live.clone();
    let (stopping, stopped) = oneshot::channel::<()>();
    let stop = async move {
        told_to_stop().await;
        live.close();
        drop(stopping);
    };
    let last = async move {
        // ends when the other side is dropped: it was told to stop
        drop(stopped.await);
        tokio::time::sleep(LAST).await;
    };
    tokio::select! {
        answered = answer(app, listener, stop) => answered?,
        () = last => tracing::warn!("requests that had not ended were cut off"),
    }
    clockwork.abort();
    Ok(())
}

/// Answers everybody who calls until `stop`; requests that are open then are finished.
pub async fn answer(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = routes::router(app).into_make_service_with_connect_info::<Caller>();
    axum::serve(Lines::of(listener), service)
        .with_graceful_shutdown(stop)
        .await
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}

/// `GET /health`: the process answers.
pub async fn health() -> Response {
    now("ok".into_response())
}

/// `GET /ready`: the database answers too, and at once.
pub async fn ready(State(app): State<App>) -> Answer {
    Ok(now(
        match tokio::time::timeout(READY, app.db.check()).await {
            Ok(Ok(())) => "ready".into_response(),
            _ => (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer",
            )
                .into_response(),
        },
    ))
}

/// An answer that nobody on the way may keep.
fn now(answer: Response) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}
