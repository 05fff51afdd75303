//! `firstmove serve`: the installation itself.

use std::process::ExitCode;

use clap::Args;

use crate::settings::Settings;
use crate::starting::{self, log};

/// Arguments of `serve`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firstmove serve
  firstmove serve --listen 0.0.0.0:8080 --url https://firstmove.example.org --data /var/lib/firstmove
  firstmove serve --database postgres://firstmove@db.example.org/firstmove --smtp smtps://user:secret@mail.example.org")]
pub struct ServeArgs {
    #[command(flatten)]
    settings: Settings,
}

/// Serves until it is told to stop.
pub fn run(args: ServeArgs) -> ExitCode {
    log::start(args.settings.log, log::USUAL);
    starting::run(async move {
        let _held = args.settings.home().hold()?;
        let (app, listener) = starting::open(&args.settings, None).await?;
        println!("Firstmove is at {}", app.url);
        if let Some(link) = starting::set_up_link(&app).await? {
            println!("Nobody has an account yet. Make the first one here:\n  {link}");
        }
        starting::serve(app, listener).await
    })
}
