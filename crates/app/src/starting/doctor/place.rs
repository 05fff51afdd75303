//! The data folder: whether it is one, rights, room, and who uses it.

use std::io::ErrorKind;
use std::path::Path;

use super::{remark, well, wrong};
use crate::cli::Finding;
use crate::starting::home::Home;

/// Below so many megabytes the disk is as good as full: a backup beside the data needs room too.
#[cfg(unix)]
const LITTLE: u64 = 200;

/// What there is to say where no data are.
pub fn empty(folder: &Path) -> Option<Finding> {
    let about = "data folder";
    let name = folder.display();
    match folder.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Some(wrong(
                about,
                format!(
                    "There is no folder {name}, so there is no installation in it. Name the folder of yours with --data, or \
                     make one there with `firstmove serve`."
                ),
            ));
        }
        Ok(found) if !found.is_dir() => {
            return Some(wrong(
                about,
                format!(
                    "{name} is a file. Name the folder in which Firstmove keeps its data with --data."
                ),
            ));
        }
        _ => {}
    }
    match Home::file(folder).try_exists() {
        Ok(true) => None,
        Ok(false) => Some(well(
            about,
            format!("{name} holds no data yet. `firstmove serve` makes it."),
        )),
        Err(error) => Some(wrong(
            about,
            format!(
                "{name} cannot be looked into: {error}. Run the command as the user that runs `firstmove serve`."
            ),
        )),
    }
}

/// Whether others on this machine may read the data, which older versions let them.
#[cfg(unix)]
pub fn readable(folder: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let lets = |path: &Path, bit: u32| {
        let found = path.metadata();
        found.is_ok_and(|found| found.permissions().mode() & bit != 0)
    };
    let file = Home::file(folder);
    let whole = file.canonicalize().ok()?;
    // whoever may not pass through one of the folders above does not get to the file
    let may_come = whole.ancestors().skip(1).all(|above| lets(above, 0o001));
    let mut files = vec![file.clone()];
    files.extend(["-wal", "-shm"].map(|end| {
        let mut name = file.clone().into_os_string();
        name.push(end);
        name.into()
    }));
    let may_read = files.iter().any(|file| lets(file, 0o004));
    (may_come && may_read).then(|| {
        remark(
            "privacy",
            format!(
                "Everybody on this machine may read {}, which holds names, texts and the key that signs links. Run: \
                 chmod 600 {}*",
                file.display(),
                file.display()
            ),
        )
    })
}

/// Whether others on this machine may read the data.
#[cfg(not(unix))]
pub fn readable(_: &Path) -> Option<Finding> {
    None
}

/// Whether files can be made there.
pub fn writable(folder: &Path) -> Finding {
    let about = "data folder";
    let probe = folder.join(".doctor");
    let written = std::fs::write(&probe, "a doctor was here");
    // on a full disk the name is there, and nothing in it
    let removed = std::fs::remove_file(&probe);
    let tried = written.and(removed);
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
