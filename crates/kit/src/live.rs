//! Tells open pages that something they show has changed. A topic is a text; nothing but "changed" is
//! sent, so each page asks afresh for what its reader may see, and a slow reader misses nothing.
//! Works within one process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// The topics that are watched now. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Live(Arc<Mutex<Topics>>);

#[derive(Debug, Default)]
struct Topics {
    watched: HashMap<String, watch::Sender<()>>,
    closed: bool,
}

impl Live {
    /// Nobody watches anything yet.
    pub fn new() -> Live {
        Live::default()
    }

    fn topics(&self) -> MutexGuard<'_, Topics> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes everyone who watches `topic`.
    pub fn publish(&self, topic: &str) {
        if let Some(sender) = self.topics().watched.get(topic) {
            sender.send_replace(());
        }
    }

    /// Watches `topic` from now on, until the subscription is dropped.
    pub fn subscribe(&self, topic: &str) -> Subscription {
        let mut topics = self.topics();
        let receiver = if topics.closed {
            // Its sender is gone at once: the subscription ends where it begins.
            watch::channel(()).1
        } else {
            topics
                .watched
                .entry(topic.to_owned())
                .or_insert_with(|| watch::channel(()).0)
                .subscribe()
        };
        Subscription {
            live: self.clone(),
            topic: topic.to_owned(),
            receiver: Some(receiver),
        }
    }

    /// Ends all subscriptions, also later ones: a server that stops closes its streams first.
    pub fn close(&self) {
        let mut topics = self.topics();
        topics.closed = true;
        topics.watched.clear();
    }

    /// How many topics are watched now.
    pub fn watched(&self) -> usize {
        self.topics().watched.len()
    }
}

/// One watcher of one topic.
#[derive(Debug)]
pub struct Subscription {
    live: Live,
    topic: String,
    receiver: Option<watch::Receiver<()>>,
}

impl Subscription {
    /// Waits for the next change; several that happened meanwhile are one. `false` when the server stops.
    pub async fn changed(&mut self) -> bool {
        match &mut self.receiver {
            Some(receiver) => receiver.changed().await.is_ok(),
            None => false,
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut topics = self.live.topics();
        self.receiver = None;
        if topics
            .watched
            .get(&self.topic)
            .is_some_and(|sender| sender.receiver_count() == 0)
        {
            topics.watched.remove(&self.topic);
        }
    }
}
