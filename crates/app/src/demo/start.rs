//! Starting the example: a fresh temporary folder unless told otherwise, the script told up to its present, and a
//! link for each role.

use std::path::{Path, PathBuf};

use firstmove_kit::clock::Clock;
use firstmove_kit::db::Db;
use firstmove_kit::params;
use firstmove_kit::secrets::Secrets;
use jiff::Timestamp;

use crate::app::App;
use crate::demo::fate::SEED;
use crate::demo::script::{self, Script};
use crate::demo::{Demo, play, roles, travel};
use crate::problem::Problem;
use crate::settings::Settings;
use crate::starting::{self, Failure};

/// Runs the example until it is told to stop. A temporary folder is removed then.
pub async fn run(mut settings: Settings) -> Result<(), Failure> {
    let secrets = Secrets::system();
    let mut temporary = None;
    if settings.data.is_none() && settings.database.is_none() {
        let folder = std::env::temp_dir().join(format!("firstmove-demo-{}", secrets.reference()));
        settings.data = Some(folder.clone());
        temporary = Some(folder);
    }
    let ended = open_and_serve(&settings, &secrets).await;
    if let Some(folder) = temporary {
        // what cannot be removed is left to the system's own cleaning
        let _ = std::fs::remove_dir_all(folder);
    }
    ended
}

async fn open_and_serve(settings: &Settings, secrets: &Secrets) -> Result<(), Failure> {
    let _held = settings.home().hold()?;
    let real = Clock::system().now();
    let found = look(settings).await?;
    let present = found.map_or(script::present(real), |(present, _)| present);
    let script = Script::write(SEED, present).map_err(|refusal| refusal.to_string())?;
    let played = found.map_or(script.founded, |(_, played)| played);
    let clock = Clock::shifted(played.duration_since(real));
    let demo = Demo::new(script, secrets, played);
    let (app, listener) = starting::open(settings, Some((demo.clone(), clock))).await?;
    if found.is_none() {
        first(&app, &demo).await?;
    }
    print(&app, &demo);
    starting::serve(app, listener).await
}

/// The present and the progress of an example that was here before; none where nothing was. An installation with
/// real people is refused.
pub async fn look(settings: &Settings) -> Result<Option<(Timestamp, Timestamp)>, Failure> {
    let data = settings
        .data
        .clone()
        .unwrap_or_else(|| PathBuf::from(starting::DATA));
    if settings.database.is_none() && !data.join("firstmove.db").exists() {
        return Ok(None);
    }
    let settings = settings.clone();
    let db =
        tokio::task::spawn_blocking(move || starting::open_database(&settings, Path::new(&data)))
            .await??;
    match kept(&db).await? {
        (Some(present), Some(played), _) => Ok(Some((present, played))),
        (_, _, false) => Ok(None),
        _ => Err("this is a real installation, which the example leaves alone. Choose another folder with --data, \
                  or another database."
            .into()),
    }
}

async fn kept(db: &Db) -> Result<(Option<Timestamp>, Option<Timestamp>, bool), Problem> {
    db.read(|conn| {
        let mut instant = |key: &str| -> Result<Option<Timestamp>, Problem> {
            let row = conn.one("select value from settings where key = $1", &params![key])?;
            let value: Option<String> = row.map(|row| row.get("value")).transpose()?;
            Ok(value
                .and_then(|value| value.parse().ok())
                .and_then(|at| Timestamp::from_millisecond(at).ok()))
        };
        let (present, played) = (instant(travel::PRESENT)?, instant(travel::PLAYED)?);
        Ok((present, played, crate::people::store::anybody(conn)?))
    })
    .await
}

/// Sets the example up and tells it up to its present.
pub async fn first(app: &App, demo: &Demo) -> Result<(), Problem> {
    let founding = demo.clone();
    app.db
        .write_alone(move |conn| {
            let script = founding.script();
            play::found(conn, script)?;
            travel::keep(conn, travel::PRESENT, script.present)
        })
        .await?;
    let mut played = demo.0.played.lock().await;
    travel::forward(app, demo, &mut played, demo.script().present).await
}

fn print(app: &App, demo: &Demo) {
    println!(
        "The example is at {}/demo (made-up people, week 7; Ctrl-C ends it)",
        app.url
    );
    println!("Look at it as:");
    for role in roles::roles(demo.script()) {
        println!(
            "  {:<14} {:<18} {}/demo/as/{}",
            role.name,
            role.player.name,
            app.url,
            demo.token(role.player.id)
        );
    }
}
