//! The command line: one binary, a few verbs. Exit codes: 0 done, 1 failed, 2 bad input.

mod calc;
mod demo;
mod doctor;
pub use doctor::Finding;
mod keeping;
mod kpi;
mod serve;

use std::io::BufWriter;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// One leadership move a week, in small groups, with honest numbers.
#[derive(Parser)]
#[command(
    name = "firstmove",
    version,
    about,
    after_help = "Examples:
  firstmove demo                      a made-up sprint in week 7, at http://127.0.0.1:8080
  firstmove serve --data ./our-data   start for real; prints the link for the first account
  firstmove backup backup.db          everything in one file, while the server runs
  firstmove kpi sheet.csv             the numbers of a six-column sheet, without any set-up
  echo '[{\"x\":57,\"n\":71}]' | firstmove calc pct1"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the example: a made-up sprint in week 7, with travel in time
    Demo(demo::DemoArgs),
    /// Start for real: pages, mails and clock, on a data folder or a PostgreSQL database
    Serve(serve::ServeArgs),
    /// Say what is wrong with an installation, in sentences
    Doctor(doctor::DoctorArgs),
    /// Write everything to one file while the server runs
    Backup(keeping::BackupArgs),
    /// Fill an empty installation from a backup
    Restore(keeping::RestoreArgs),
    /// Move everything between a data folder and a PostgreSQL database
    Move(keeping::MoveArgs),
    /// Read a six-column sheet and print its numbers, intervals, alerts and warnings
    Kpi(kpi::KpiArgs),
    /// Compute any figure by its name from cases on standard input
    Calc(calc::CalcArgs),
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    // not locked for as long as the program runs: mails that are shown in the terminal are written by other threads
    let out = &mut std::io::stdout();
    let err = &mut std::io::stderr();
    match Cli::parse().command {
        Command::Demo(args) => demo::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Doctor(args) => doctor::run(args, out),
        Command::Backup(args) => keeping::back_up(args, out, err),
        Command::Restore(args) => keeping::restore(args, out, err),
        Command::Move(args) => keeping::move_all(args, out, err),
        // A large sheet has as many lines to print as it has rows; each on its own would take longest of all.
        Command::Kpi(args) => kpi::run(args, &mut BufWriter::new(out), &mut BufWriter::new(err)),
        Command::Calc(args) => calc::run(args, &mut BufWriter::new(out), &mut BufWriter::new(err)),
    }
}
