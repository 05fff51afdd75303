//! `firstmove doctor`: what is wrong with an installation, in sentences.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use firstmove_kit::clock::Clock;
use serde::Serialize;

use crate::settings::Settings;
use crate::starting::doctor;

/// Arguments of `doctor`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  firstmove doctor
  firstmove doctor --data /var/lib/firstmove --json

Give it the settings of `serve`. Exit codes: 0 all is well, 1 something is wrong.")]
pub struct DoctorArgs {
    #[command(flatten)]
    settings: Settings,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// What was looked at, such as "data folder".
    pub about: &'static str,
    /// Whether it is all right.
    pub ok: bool,
    /// Whether somebody should look at it all the same.
    pub look: bool,
    /// What was found, and what to do when it is not all right.
    pub sentence: String,
}

/// Looks, prints, and exits with 0 when all is well, 1 otherwise.
pub fn run(args: DoctorArgs, out: &mut impl Write) -> ExitCode {
    let findings = doctor::examine(&args.settings, Clock::system().now());
    let well = findings.iter().all(|finding| finding.ok);
    let written = if args.json {
        let report = serde_json::json!({ "ok": well, "findings": findings });
        writeln!(out, "{report:#}")
    } else {
        findings.iter().try_for_each(|finding| {
            let mark = match (finding.ok, finding.look) {
                (true, false) => "ok   ",
                (true, true) => "look ",
                (false, _) => "WRONG",
            };
            writeln!(out, "{mark}  {}: {}", finding.about, finding.sentence)
        })
    };
    match (written, well) {
        (Ok(()), true) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
