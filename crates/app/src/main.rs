//! The one program. Everything that it does is in the library of the same crate, so that tests can start it too.

fn main() -> std::process::ExitCode {
    firstmove::cli::run()
}
