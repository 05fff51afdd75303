//! Who is there: somebody is, as long as one of their pages holds a stream, and a moment longer, because a line may
//! break for a second. Kept in memory; after a restart everybody is away until they come back, which takes a second.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::clock::Clock;
use crate::live::Live;

/// So long a broken line is no absence.
pub const GRACE: SignedDuration = SignedDuration::from_secs(5);
/// What nobody has asked about for so long is forgotten.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(2);

/// Who is where. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Presence(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    stays: Mutex<HashMap<Key, Stay>>,
    clock: Clock,
    live: Live,
    /// Before this nobody was seen.
    since: Timestamp,
}

/// The place and the person.
type Key = (String, String);

#[derive(Clone, Copy, Debug)]
struct Stay {
    /// Pages that hold a stream.
    open: usize,
    last: Timestamp,
}

impl Presence {
    /// Nobody is anywhere yet. `live` wakes those who watch a place when somebody comes or goes.
    pub fn new(clock: Clock, live: Live) -> Presence {
        let since = clock.now();
        Presence(Arc::new(Shared {
            stays: Mutex::default(),
            clock,
            live,
            since,
        }))
    }

    fn stays(&self) -> MutexGuard<'_, HashMap<Key, Stay>> {
        self.0.stays.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `who` comes to `place` and stays until the visit is dropped.
    pub fn enter(&self, place: &str, who: &str) -> Visit {
        let key = (place.to_owned(), who.to_owned());
        let now = self.0.clock.now();
        let was_there = self.away_for(place, who, now).is_none();
        {
            let mut stays = self.stays();
            stays.retain(|_, stay| stay.open > 0 || now.duration_since(stay.last) < FORGOTTEN);
            let stay = stays
                .entry(key.clone())
                .or_insert(Stay { open: 0, last: now });
            stay.open += 1;
        }
        if !was_there {
            self.0.live.publish(place);
        }
        Visit {
            presence: self.clone(),
            key,
        }
    }

    /// `who` did something at `place` without holding a stream: a page without a script.
    pub fn seen(&self, place: &str, who: &str) {
        let key = (place.to_owned(), who.to_owned());
        let now = self.0.clock.now();
        let mut stays = self.stays();
        let stay = stays.entry(key).or_insert(Stay { open: 0, last: now });
        stay.last = now;
    }

    /// For how long `who` has been away from `place`; none while they are there. Whoever was never seen has been
    /// away since this process began.
    pub fn away_for(&self, place: &str, who: &str, now: Timestamp) -> Option<SignedDuration> {
        let key = (place.to_owned(), who.to_owned());
        let last = match self.stays().get(&key) {
            Some(stay) if stay.open > 0 => return None,
            Some(stay) => stay.last,
            None => return Some(now.duration_since(self.0.since)),
        };
        let away = now.duration_since(last);
        (away >= GRACE).then_some(away)
    }

    fn leave(&self, key: &Key) {
        let now = self.0.clock.now();
        let mut stays = self.stays();
        let Some(stay) = stays.get_mut(key) else {
            return;
        };
        stay.open = stay.open.saturating_sub(1);
        stay.last = now;
        let gone = stay.open == 0;
        drop(stays);
        if gone {
            self.tell_later(&key.0);
        }
    }

    /// Those who watch look again once the absence counts, and once more when it has lasted.
    fn tell_later(&self, place: &str) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let (presence, place) = (self.clone(), place.to_owned());
        runtime.spawn(async move {
            for seconds in [5, 16] {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                presence.0.live.publish(&place);
            }
        });
    }
}

/// Somebody's stay at a place; it ends with it.
#[derive(Debug)]
pub struct Visit {
    presence: Presence,
    key: Key,
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.presence.leave(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap_or_default()
    }

    #[test]
    fn somebody_is_there_while_one_of_their_pages_is_open_and_a_moment_longer() {
        let clock = Clock::fixed(at(100));
        let presence = Presence::new(clock.clone(), Live::new());
        let (phone, laptop) = (
            presence.enter("room", "maya"),
            presence.enter("room", "maya"),
        );
        drop(phone);
        clock.set(at(200));
        assert_eq!(presence.away_for("room", "maya", at(200)), None);
        drop(laptop);
        assert_eq!(presence.away_for("room", "maya", at(204)), None);
        let away = presence.away_for("room", "maya", at(220));
        assert_eq!(away, Some(SignedDuration::from_secs(20)));
        assert!(presence.away_for("other", "maya", at(220)).is_some());
    }

    #[test]
    fn whoever_was_never_seen_is_away_since_the_process_began() {
        let presence = Presence::new(Clock::fixed(at(100)), Live::new());
        let away = presence.away_for("room", "tom", at(130));
        assert_eq!(away, Some(SignedDuration::from_secs(30)));
        presence.seen("room", "tom");
        assert_eq!(presence.away_for("room", "tom", at(101)), None);
    }
}
