//! The only place that reads the time. Whoever needs it is given a [`Clock`]: the real one, one that
//! stands still until it is moved (tests), or one that runs beside the real one (a demo).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// Tells the time in whole milliseconds, as the database keeps it. Clones share what was set.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    System,
    /// Milliseconds since 1970.
    Fixed(AtomicI64),
    /// Milliseconds ahead of the real time.
    Shifted(AtomicI64),
}

impl Clock {
    /// The real time; it cannot be moved.
    pub fn system() -> Clock {
        Clock(Arc::new(Kind::System))
    }

    /// Stands at `at` until [`Clock::set`] or [`Clock::advance`] moves it.
    pub fn fixed(at: Timestamp) -> Clock {
        Clock(Arc::new(Kind::Fixed(at.as_millisecond().into())))
    }

    /// Runs like the real time, `by` ahead of it (behind it if negative), and can be moved.
    pub fn shifted(by: SignedDuration) -> Clock {
        Clock(Arc::new(Kind::Shifted(milliseconds(by).into())))
    }

    /// The time it tells.
    pub fn now(&self) -> Timestamp {
        let at = match &*self.0 {
            Kind::System => real(),
            Kind::Fixed(at) => at.load(Ordering::SeqCst),
            Kind::Shifted(by) => real().saturating_add(by.load(Ordering::SeqCst)),
        };
        Timestamp::from_millisecond(at).unwrap_or(if at < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// Moves it to `at`; a shifted clock runs on from there. `false` for the real time, which stays.
    pub fn set(&self, at: Timestamp) -> bool {
        match &*self.0 {
            Kind::System => return false,
            Kind::Fixed(now) => now.store(at.as_millisecond(), Ordering::SeqCst),
            Kind::Shifted(by) => by.store(at.as_millisecond() - real(), Ordering::SeqCst),
        }
        true
    }

    /// Moves it on by `by`. `false` for the real time, which stays.
    pub fn advance(&self, by: SignedDuration) -> bool {
        match &*self.0 {
            Kind::System => return false,
            Kind::Fixed(at) | Kind::Shifted(at) => at.fetch_add(milliseconds(by), Ordering::SeqCst),
        };
        true
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the time comes from"
)]
fn real() -> i64 {
    Timestamp::now().as_millisecond()
}

fn milliseconds(span: SignedDuration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(if span.is_negative() {
        i64::MIN
    } else {
        i64::MAX
    })
}

/// Measures how long something takes; setting the clock does not disturb it.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads it")]
    pub fn start() -> Stopwatch {
        Stopwatch(std::time::Instant::now())
    }

    /// How long it has been running.
    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }

    /// Whole milliseconds since the start.
    pub fn milliseconds(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
