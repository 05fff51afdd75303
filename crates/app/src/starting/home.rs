//! Where an installation keeps everything: a folder with a file, or a database on a server; and the lock that
//! keeps a second program out of a folder.

use std::fs::{DirBuilder, File, TryLockError};
use std::path::{Path, PathBuf};

use firstmove_kit::db::{DbError, Single};

use crate::starting::{DATA, Failure};

/// The file in a folder by which a second program is kept out.
pub const LOCK: &str = "firstmove.lock";

/// The place of one installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// A folder with an SQLite file.
    Folder(PathBuf),
    /// A PostgreSQL database by its address.
    Server(String),
}

/// A folder that no other program uses as long as this lives.
#[derive(Debug)]
pub struct Held(Option<File>);

impl Home {
    /// What `--data` and `--database` name.
    pub fn of(data: Option<&Path>, database: Option<&str>) -> Home {
        match (database, data) {
            (Some(url), _) => Home::Server(url.to_owned()),
            (None, Some(folder)) => Home::Folder(folder.to_owned()),
            (None, None) => Home::Folder(PathBuf::from(DATA)),
        }
    }

    /// Reads `postgres://...` or `sqlite:FOLDER`.
    ///
    /// # Errors
    /// A sentence for anything else.
    pub fn read(text: &str) -> Result<Home, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Home::Server(text.to_owned()));
        }
        match text.strip_prefix("sqlite:") {
            Some(folder) if !folder.is_empty() => Ok(Home::Folder(PathBuf::from(folder))),
            _ => Err(
                "name a place such as sqlite:./firstmove-data or postgres://user@host/firstmove"
                    .into(),
            ),
        }
    }

    /// The file in the folder.
    pub fn file(folder: &Path) -> PathBuf {
        folder.join("firstmove.db")
    }

    /// One connection to what is there.
    ///
    /// # Errors
    /// The database's.
    pub fn open(&self) -> Result<Single, DbError> {
        match self {
            Home::Folder(folder) => Single::sqlite(&Home::file(folder)),
            Home::Server(url) => Single::postgres(url),
        }
    }

    /// Keeps other programs out of a folder. A database on a server may be shared, so it is not held.
    ///
    /// # Errors
    /// A sentence where another program holds it.
    pub fn hold(&self) -> Result<Held, Failure> {
        let Home::Folder(folder) = self else {
            return Ok(Held(None));
        };
        make(folder)?;
        let path = folder.join(LOCK);
        let cannot = |error| format!("cannot write {}: {error}", path.display());
        let mut options = File::options();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path);
        let file = file.map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Held(Some(file))),
            Err(TryLockError::WouldBlock) => Err(format!(
                "another firstmove uses {} already. Stop it first, or name another folder with --data.",
                folder.display()
            )
            .into()),
            Err(TryLockError::Error(error)) => Err(cannot(error).into()),
        }
    }

    /// Whether another program uses it now, as far as can be told.
    ///
    /// # Errors
    /// In a sentence.
    pub fn is_used(&self) -> Result<bool, Failure> {
        match self {
            Home::Folder(folder) => match File::open(folder.join(LOCK)) {
                Ok(file) => Ok(matches!(file.try_lock(), Err(TryLockError::WouldBlock))),
                Err(_) => Ok(false),
            },
            Home::Server(_) => Ok(self.open()?.others()? > 0),
        }
    }
}

/// Makes the data folder, for its owner alone. One that is there keeps the rights that somebody gave it.
///
/// # Errors
/// A sentence where it cannot be made.
pub fn make(folder: &Path) -> Result<(), Failure> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = builder.create(folder);
    made.map_err(|error| {
        format!("cannot make the data folder {}: {error}", folder.display()).into()
    })
}

impl std::fmt::Display for Home {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Home::Folder(folder) => write!(f, "{}", folder.display()),
            Home::Server(url) => {
                let address = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
                let address = address.rsplit_once('@').map_or(address, |(_, rest)| rest);
                let address = address.split('?').next().unwrap_or(address);
                write!(f, "the database {address}")
            }
        }
    }
}

impl Held {
    /// Whether there is something to hold at all.
    pub fn is_lock(&self) -> bool {
        self.0.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_program_is_kept_out_of_a_folder_until_the_first_has_ended() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::Folder(folder.path().to_owned());
        let held = home.hold().expect("the first");
        let refused = home.hold().expect_err("the second").to_string();
        assert!(refused.contains("another firstmove uses"), "{refused}");
        assert!(home.is_used().expect("told"));
        drop(held);
        assert!(!home.is_used().expect("told"));
        assert!(home.hold().expect("the third").is_lock());
    }

    #[test]
    fn no_password_is_shown() {
        let home = Home::read("postgres://ann:se@cret@db.example.org/firstmove?sslmode=require");
        assert_eq!(
            home.expect("an address").to_string(),
            "the database db.example.org/firstmove"
        );
        assert!(Home::read("mysql://host/firstmove").is_err());
        assert!(Home::read("sqlite:").is_err());
    }
}
