//! What `firstmove doctor` looks at: each thing a sentence, with what to do where it is not all right.

mod outside;
mod place;
pub mod tables;
mod trails;
mod within;

use crate::cli::Finding;
use crate::settings::Settings;
use crate::starting::home::Home;
use jiff::Timestamp;

/// Looks at everything that can be wrong without starting the server; changes nothing that is there.
pub fn examine(settings: &Settings, now: Timestamp) -> Vec<Finding> {
    let mut findings = vec![outside::address(settings), outside::mail(settings)];
    let home = settings.home();
    match &home {
        Home::Folder(folder) => match place::empty(folder) {
            Some(finding) => findings.push(finding),
            None => {
                findings.extend([
                    place::writable(folder),
                    place::room(folder),
                    place::used(&home),
                ]);
                findings.extend(place::readable(folder));
                findings.extend(within::database(&home, now));
            }
        },
        Home::Server(_) => findings.extend(within::database(&home, now)),
    }
    findings
}

fn well(about: &'static str, sentence: impl Into<String>) -> Finding {
    Finding {
        about,
        ok: true,
        look: false,
        sentence: sentence.into(),
    }
}

fn remark(about: &'static str, sentence: impl Into<String>) -> Finding {
    Finding {
        look: true,
        ..well(about, sentence)
    }
}

fn wrong(about: &'static str, sentence: impl Into<String>) -> Finding {
    Finding {
        about,
        ok: false,
        look: false,
        sentence: sentence.into(),
    }
}

#[cfg(test)]
mod tests;
