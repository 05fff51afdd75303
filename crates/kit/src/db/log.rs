//! SQLite's log. What is committed lies there first; from time to time it is brought into the file, and the log begins
//! anew. That takes many writes and waits for the disk, so a thread of its own does most of it while others commit.
//! The writer does the rest, which is little, after its acts were answered: only who writes can find nothing left.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::DbError;

/// So many pages in the log that are not in the file yet are brought there.
const SOON: i64 = 1500;
/// A log of so many pages begins anew as soon as only few of them are not in the file.
const LONG: i64 = 2 * SOON;
/// The thread looks so often whether more has come in while it worked.
const ROUNDS: u32 = 3;

/// The memory that the writer keeps of the file at most, in kilobytes.
const CACHE: i64 = 16 * 1024;

/// The log of one file, and the thread that keeps it short.
pub(super) struct Log {
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the log holds, in pages.
struct Held {
    all: i64,
    in_file: i64,
}

impl Held {
    fn left(&self) -> i64 {
        self.all - self.in_file
    }
}

impl Log {
    /// Starts the thread, which works with a connection of its own.
    pub(super) fn begin(connection: Connection) -> Result<Log, DbError> {
        let (wake, woken) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("sqlite-log".to_owned())
            .spawn(move || serve(&connection, &woken));
        let thread = thread.map_err(|error| DbError::Other(format!("no thread: {error}")))?;
        Ok(Log {
            wake: Some(wake),
            thread: Some(thread),
        })
    }

    /// The writer's connection: it leaves the log alone unless it is told, and keeps more of the file in memory than
    /// those who read, as what it writes lies all over it.
    pub(super) fn writes(&self, connection: Connection) -> Result<Connection, DbError> {
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        connection.pragma_update(None, "cache_size", -CACHE)?;
        Ok(connection)
    }

    /// Something was committed by the writer, and those who waited for it have their answer. What cannot be done now
    /// is done after another commit.
    pub(super) fn grown(&self, connection: &Connection) {
        let Ok(held) = look(connection, "noop") else {
            return;
        };
        if held.left() >= SOON {
            // one who is awake already looks again by itself
            let _ = self.wake.as_ref().map(|wake| wake.try_send(()));
        } else if held.all >= LONG {
            drop(look(connection, "passive"));
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        drop(self.wake.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn serve(connection: &Connection, woken: &Receiver<()>) {
    while woken.recv().is_ok() {
        for _ in 0..ROUNDS {
            match look(connection, "passive") {
                Ok(held) if held.left() > 0 => {}
                _ => break,
            }
        }
    }
}

/// Brings into the file what can be without making anybody wait (`passive`), or nothing (`noop`).
fn look(connection: &Connection, way: &str) -> Result<Held, DbError> {
    let mut asked = connection.prepare_cached(&format!("pragma wal_checkpoint({way})"))?;
    let held = asked.query_row([], |row| {
        Ok(Held {
            all: row.get("log")?,
            in_file: row.get("checkpointed")?,
        })
    })?;
    Ok(held)
}
