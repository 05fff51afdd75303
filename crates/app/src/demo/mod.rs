//! The example: a made-up sprint in week 7, and a control to travel in time.

mod afterwards;
pub mod bar;
pub mod cast;
pub mod chance;
pub mod deeds;
pub mod fate;
mod filled_in;
mod gatherings;
mod held;
mod letter;
mod meetings;
pub mod moments;
pub mod moves;
pub mod pages;
pub mod plans;
pub mod play;
mod quotes;
pub mod reports;
mod retrospective;
pub mod roles;
mod said;
mod scenes;
pub mod script;
pub mod start;
pub mod telling;
mod training;
pub mod travel;
mod turns;
pub mod weeks;
pub mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use firstmove_domain::id::PersonId;
use firstmove_kit::secrets::Secrets;
use jiff::Timestamp;
use tokio::sync::Mutex;

use crate::demo::script::{Player, Script};

/// What only the demo has. Cheap to clone.
#[derive(Clone)]
pub struct Demo(Arc<Inner>);

struct Inner {
    script: Script,
    /// Makes this process's sign-in links; another process has others.
    nonce: String,
    /// Until when the script has been played. Held while the example travels, so that journeys follow one another.
    played: Mutex<Timestamp>,
}

impl Demo {
    /// The example of this script, played until `played`.
    pub fn new(script: Script, secrets: &Secrets, played: Timestamp) -> Demo {
        Demo(Arc::new(Inner {
            script,
            nonce: secrets.token(),
            played: Mutex::new(played),
        }))
    }

    /// What happens in it.
    pub fn script(&self) -> &Script {
        &self.0.script
    }

    /// What a sign-in link of this person ends in. It works for as long as the process runs.
    pub fn token(&self, person: PersonId) -> String {
        let mut token = Secrets::hash(&format!("{} {person}", self.0.nonce));
        token.truncate(40);
        token
    }

    /// Whom a sign-in link is for.
    pub fn by_token(&self, token: &str) -> Option<&Player> {
        let script = self.script();
        let leaders = script.parts.iter().map(|part| &part.player);
        script
            .staff
            .iter()
            .chain(leaders)
            .find(|player| self.token(player.id) == token)
    }
}
