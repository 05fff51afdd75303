//! `firstmove demo`: the example.

use std::process::ExitCode;

use clap::Args;

use crate::demo::start;
use crate::settings::Settings;
use crate::starting::{self, log};

/// Arguments of `demo`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firstmove demo
  firstmove demo --listen 127.0.0.1:0 --data ./example")]
pub struct DemoArgs {
    #[command(flatten)]
    settings: Settings,
}

/// Serves the example until it is told to stop.
pub fn run(args: DemoArgs) -> ExitCode {
    // the links on the terminal stay in sight
    log::start(
        args.settings.log,
        "warn,firstmove=info,firstmove::requests=warn",
    );
    starting::run(start::run(args.settings))
}
