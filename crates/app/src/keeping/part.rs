//! A file that takes its name only when it is complete and on the disk.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use crate::keeping::Trouble;

/// A file under way, beside the one that it will be. It removes itself unless it is kept.
pub struct Part {
    /// Where it is written.
    pub path: PathBuf,
    file: File,
    kept: bool,
}

impl Part {
    /// Begins one, readable for its owner only.
    pub fn beside(target: &Path) -> Result<Part, Trouble> {
        let mut path = target.as_os_str().to_owned();
        path.push(".part");
        let path = PathBuf::from(path);
        let cannot = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::StorageFull => Trouble::from(error),
            _ => Trouble::Refused(format!("{} cannot be written: {error}.", path.display())),
        };
        let mut options = File::options();
        options.create(true).write(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(cannot)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(Trouble::Refused(format!(
                "{} is being written by another firstmove now.",
                path.display()
            )));
        }
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        // what an interrupted one left behind
        file.set_len(0)?;
        Ok(Part {
            path,
            file,
            kept: false,
        })
    }

    /// Gives it its name. Without `over`, a file that has come to stand there meanwhile stays.
    pub fn keep(mut self, target: &Path, over: bool) -> Result<(), Trouble> {
        self.file.sync_all()?;
        if over {
            std::fs::rename(&self.path, target)?;
            self.kept = true;
        } else {
            let linked = std::fs::hard_link(&self.path, target);
            match linked {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                    return Err(there_already(target));
                }
                // a file system without links
                Err(_) if !target.exists() => {
                    std::fs::rename(&self.path, target)?;
                    self.kept = true;
                }
                linked => linked?,
            }
        }
        sync_folder(target)?;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.kept {
            // nothing more can be done about one that stays
            drop(std::fs::remove_file(&self.path));
        }
    }
}

/// The sentence for a name that is taken.
pub fn there_already(target: &Path) -> Trouble {
    Trouble::Refused(format!(
        "{} is there already. Choose another name, or replace it with --force.",
        target.display()
    ))
}

/// A new name is on the disk when its folder is.
pub fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
