//! Threads that each own one connection and take tasks from one queue.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use super::{Conn, DbError};

/// Something to do with a connection.
pub(super) trait Task: Send {
    /// Runs it, possibly again; whether its changes are to be kept.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// Answers whoever waits, after the commit.
    fn finish(self: Box<Self>, commit: Result<(), DbError>);
    /// Whether it must not be joined with others.
    fn alone(&self) -> bool;
}

#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    ready: Condvar,
    pub(super) commits: AtomicU64,
}

#[derive(Default)]
struct State {
    tasks: VecDeque<Box<dyn Task>>,
    closed: bool,
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task; waits for it. `None` when the queue is closed and empty.
    pub(super) fn next(&self) -> Option<Box<dyn Task>> {
        let mut state = self.state();
        loop {
            if let Some(task) = state.tasks.pop_front() {
                return Some(task);
            } else if state.closed {
                return None;
            }
            state = self
                .ready
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next task if one waits that may be joined with others.
    pub(super) fn next_joinable(&self) -> Option<Box<dyn Task>> {
        let mut state = self.state();
        if state.tasks.front()?.alone() {
            None
        } else {
            state.tasks.pop_front()
        }
    }

    /// The next task if one waits.
    pub(super) fn next_waiting(&self) -> Option<Box<dyn Task>> {
        self.state().tasks.pop_front()
    }

    pub(super) fn committed(&self) {
        self.commits.fetch_add(1, Ordering::Relaxed);
    }
}

/// A queue and the threads that serve it. Dropping it finishes what waits.
pub(super) struct Pool {
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    /// One thread for each worker.
    pub(super) fn new<W: FnOnce(&Queue) + Send + 'static>(
        name: &str,
        workers: impl IntoIterator<Item = W>,
    ) -> Result<Pool, DbError> {
        let mut pool = Pool {
            queue: Arc::default(),
            threads: Vec::new(),
        };
        for worker in workers {
            let queue = Arc::clone(&pool.queue);
            let thread = std::thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || worker(&queue));
            pool.threads
                .push(thread.map_err(|error| DbError::Other(format!("no thread: {error}")))?);
        }
        Ok(pool)
    }

    pub(super) fn push(&self, task: Box<dyn Task>) {
        self.queue.state().tasks.push_back(task);
        self.queue.ready.notify_one();
    }

    pub(super) fn commits(&self) -> u64 {
        self.queue.commits.load(Ordering::Relaxed)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queue.state().closed = true;
        self.queue.ready.notify_all();
        for thread in self.threads.drain(..) {
            // A closure may hold the last clone of its own database; a thread cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() {
                drop(thread.join());
            }
        }
    }
}
