//! Threads that each own one connection and take tasks from one queue. Of those that wait, the one that worked last is
//! woken first: its connection is open, its statements are prepared and its pages are in memory, and where little
//! happens the others need no connection at all.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{JoinHandle, Thread};

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
    pub(super) commits: AtomicU64,
}

#[derive(Default)]
struct State {
    tasks: VecDeque<Box<dyn Task>>,
    /// Who waits, the last to have worked at the end.
    idle: Vec<Thread>,
    closed: bool,
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task; waits for it. `None` when the queue is closed and empty.
    pub(super) fn next(&self) -> Option<Box<dyn Task>> {
        let me = std::thread::current();
        loop {
            let mut state = self.state();
            // whoever wakes without having been called still stands among those who wait
            state.idle.retain(|one| one.id() != me.id());
            if let Some(task) = state.tasks.pop_front() {
                return Some(task);
            } else if state.closed {
                return None;
            }
            state.idle.push(me.clone());
            drop(state);
            std::thread::park();
        }
    }

    fn push(&self, task: Box<dyn Task>) {
        let mut state = self.state();
        state.tasks.push_back(task);
        // where nobody waits, whoever is ready next looks again by themselves
        if let Some(last) = state.idle.pop() {
            last.unpark();
        }
    }

    fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.idle.drain(..).for_each(|one| one.unpark());
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
        self.queue.push(task);
    }

    pub(super) fn commits(&self) -> u64 {
        self.queue.commits.load(Ordering::Relaxed)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queue.close();
        for thread in self.threads.drain(..) {
            // A closure may hold the last clone of its own database; a thread cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() {
                drop(thread.join());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

    use super::*;
    use std::sync::mpsc::{Sender, channel};
    use std::thread::ThreadId;

    /// Says who runs it.
    struct Says(Sender<ThreadId>);

    impl Task for Says {
        fn run(&mut self, _: &mut Conn) -> bool {
            false
        }

        fn finish(self: Box<Self>, _: Result<(), DbError>) {
            self.0.send(std::thread::current().id()).unwrap();
        }

        fn alone(&self) -> bool {
            true
        }
    }

    /// Waits until all four have nothing to do.
    fn rest(pool: &Pool) {
        while pool.queue.state().idle.len() < 4 {
            std::thread::yield_now();
        }
    }

    #[test]
    fn whoever_worked_last_works_next_and_nobody_is_forgotten_when_much_comes() {
        let work = |queue: &Queue| {
            while let Some(task) = queue.next() {
                task.finish(Ok(()));
            }
        };
        let pool = Pool::new("worker", [work; 4]).unwrap();
        let (says, hears) = channel();
        rest(&pool);
        pool.push(Box::new(Says(says.clone())));
        let first = hears.recv().unwrap();
        for _ in 0..20 {
            rest(&pool);
            pool.push(Box::new(Says(says.clone())));
            assert_eq!(hears.recv().unwrap(), first);
        }
        for _ in 0..10_000 {
            pool.push(Box::new(Says(says.clone())));
        }
        drop(says);
        assert_eq!(hears.iter().count(), 10_000);
        rest(&pool);
        drop(pool);
    }
}
