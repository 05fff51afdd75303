//! The data folder: rights, room, and who uses it.

use std::path::Path;

use super::{well, wrong};
use crate::cli::Finding;
use crate::starting::home::Home;

/// Below so many megabytes the disk is as good as full: a backup beside the data needs room too.
#[cfg(unix)]
const LITTLE: u64 = 200;

/// Whether files can be made there.
pub fn writable(folder: &Path) -> Finding {
    let about = "data folder";
    let probe = folder.join(".doctor");
    let tried =
        std::fs::write(&probe, "a doctor was here").and_then(|()| std::fs::remove_file(&probe));
    match tried {
        Ok(()) => well(about, format!("{} can be written.", folder.display())),
        Err(error) => wrong(
            about,
            format!(
                "{} cannot be written: {error}. Make room, or give the user that runs firstmove the right to write there.",
                folder.display()
            ),
        ),
    }
}

/// How much room there is.
#[cfg(unix)]
pub fn room(folder: &Path) -> Finding {
    let about = "disk";
    let free = match rustix::fs::statvfs(folder) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize) / 1_000_000,
        Err(error) => {
            return wrong(
                about,
                format!("How much room there is cannot be told: {error}. Look at the disk."),
            );
        }
    };
    let size = std::fs::metadata(Home::file(folder)).map_or(0, |file| file.len() / 1_000_000);
    if free < LITTLE.max(size) {
        wrong(
            about,
            format!(
                "{free} MB are free, and the data take {size} MB. Make room before nothing can be saved."
            ),
        )
    } else {
        well(
            about,
            format!("{free} MB are free; the data take {size} MB."),
        )
    }
}

/// How much room there is.
#[cfg(not(unix))]
pub fn room(_: &Path) -> Finding {
    well(
        "disk",
        "Look at the free room of the disk from time to time.",
    )
}

/// Whether a server runs on it.
pub fn used(home: &Home) -> Finding {
    let about = "server";
    match home.is_used() {
        Ok(true) => well(
            about,
            "A firstmove program runs on this folder. A second one would be refused.",
        ),
        Ok(false) => well(about, "No firstmove program runs on this folder now."),
        Err(error) => wrong(about, format!("{error}. Look at the folder's rights.")),
    }
}
