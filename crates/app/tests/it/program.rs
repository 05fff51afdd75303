//! The program itself as a process of its own, on a world's database.

use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::browser::Browser;
use crate::database::Place;

/// The lines that a program writes to its terminal.
pub type Terminal = Lines<BufReader<ChildStdout>>;

/// A running `firstmove serve`; killed when it is let go of.
pub struct Program {
    child: Child,
    url: String,
}

impl Program {
    /// Starts it and waits until it says where it is.
    pub fn start(place: &Place) -> Program {
        Program::run(Program::command(place).stderr(Stdio::null()))
    }

    /// What starts it.
    pub fn command(place: &Place) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_firstmove"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]);
        command.arg(&place.folder);
        if let Some(url) = place.url() {
            command.args(["--database", &url]);
        }
        command
    }

    /// Starts what is to be started, which ends in it, and waits until it says where it is.
    pub fn run(command: &mut Command) -> Program {
        Program::run_and_hear(command).0
    }

    /// The same, with what it says in the terminal after that. Whoever takes it reads it: it waits for that.
    pub fn run_and_hear(command: &mut Command) -> (Program, Terminal) {
        command.stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut terminal = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = terminal.next().expect("it says where it is").unwrap();
        let url = line
            .strip_prefix("Firstmove is at ")
            .expect(&line)
            .to_owned();
        (Program { child, url }, terminal)
    }

    /// A browser that shows this process what another one got from the same installation.
    pub fn browser(&self, signed_in: &Browser) -> Browser {
        Browser::new(&self.url, signed_in.token().map(str::to_owned))
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it without a warning: `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
