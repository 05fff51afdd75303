//! What `firstmove doctor` looks at: each thing a sentence, with what to do where it is not all right.

mod outside;
mod place;
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
        Home::Folder(folder) if folder.exists() && !folder.is_dir() => findings.push(wrong(
            "data folder",
            format!(
                "{} is a file. Name the folder in which Firstmove keeps its data with --data.",
                folder.display()
            ),
        )),
        Home::Folder(folder) if !Home::file(folder).exists() => findings.push(well(
            "data folder",
            format!("{home} holds no data yet. `firstmove serve` makes it."),
        )),
        Home::Folder(folder) => {
            findings.extend([
                place::writable(folder),
                place::room(folder),
                place::used(&home),
            ]);
            findings.extend(within::database(&home, now));
        }
        Home::Server(_) => findings.extend(within::database(&home, now)),
    }
    findings
}

fn well(about: &'static str, sentence: impl Into<String>) -> Finding {
    Finding {
        about,
        ok: true,
        sentence: sentence.into(),
    }
}

fn wrong(about: &'static str, sentence: impl Into<String>) -> Finding {
    Finding {
        about,
        ok: false,
        sentence: sentence.into(),
    }
}

#[cfg(test)]
mod tests;
