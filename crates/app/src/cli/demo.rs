//! `firstmove demo`: the example.

use std::process::ExitCode;

use clap::Args;

use crate::demo::start;
use crate::settings::Settings;
use crate::starting;

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
    starting::run(start::run(args.settings))
}
