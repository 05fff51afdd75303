//! The room: which step it is and how much of its time is left. The server's instants decide, never a device's.
//!
//! Every press carries what the presser saw, the step or the turn. A press that was made on an older page changes
//! nothing, so two people who press at once move the room once.

use super::agenda::Step;
use jiff::{SignedDuration, Timestamp};

/// What "30 seconds" adds, and what a step that is gone back to has at least.
pub const MORE: SignedDuration = SignedDuration::from_secs(30);
/// After so long without whoever runs the room, anybody else may.
pub const AWAY_AFTER: SignedDuration = SignedDuration::from_secs(20);

/// A step that has run for less is not left: the second click of a double click, or of two people, meant the first.
pub const SETTLES: SignedDuration = SignedDuration::from_millis(800);

/// A meeting that is held on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// The steps that it was begun with; empty before.
    pub steps: Vec<Step>,
    /// Where it stands.
    pub stage: Stage,
    /// Grows with each change, so that an older page is told from the newest.
    pub turn: u32,
}

/// Where a room stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// People come in.
    Lobby,
    /// At a step, from 0.
    At {
        /// Which.
        step: usize,
        /// How its time stands.
        time: Time,
    },
    /// All steps are done.
    Over {
        /// Since when.
        at: Timestamp,
    },
}

/// How the time of a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// It runs out then; afterwards the room waits, and nothing jumps.
    Runs {
        /// When it is up.
        ends: Timestamp,
    },
    /// It stands still.
    Stands {
        /// What is left; below nought when it was paused after its end.
        left: SignedDuration,
    },
}

impl Time {
    /// What is left; below nought once it is up.
    #[must_use]
    pub fn left(self, now: Timestamp) -> SignedDuration {
        match self {
            Time::Runs { ends } => ends.duration_since(now),
            Time::Stands { left } => left,
        }
    }

    /// Whether it runs.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Time::Runs { .. })
    }
}

impl Room {
    /// A room into which people come.
    #[must_use]
    pub fn lobby() -> Room {
        Room {
            steps: Vec::new(),
            stage: Stage::Lobby,
            turn: 0,
        }
    }

    /// The step that it is at, with its number.
    #[must_use]
    pub fn step(&self) -> Option<(usize, Step)> {
        match self.stage {
            Stage::At { step, .. } => Some((step, *self.steps.get(step)?)),
            Stage::Lobby | Stage::Over { .. } => None,
        }
    }

    /// Begins. None where it has begun already: the second press is the same as the first.
    #[must_use]
    pub fn begin(self, steps: Vec<Step>, now: Timestamp) -> Option<Room> {
        match (&self.stage, steps.is_empty()) {
            (Stage::Lobby, false) => Some(Room { steps, ..self }.go(0, None, now)),
            _ => None,
        }
    }

    /// Goes on from the step that was seen, or ends after the last. None where the room is elsewhere by now.
    #[must_use]
    pub fn next(self, seen: usize, now: Timestamp) -> Option<Room> {
        if self.has_just_begun(now) {
            return None;
        }
        match self.stage {
            Stage::At { step, .. } if step == seen && step + 1 < self.steps.len() => {
                Some(self.go(step + 1, None, now))
            }
            Stage::At { step, .. } if step == seen => Some(Room {
                stage: Stage::Over { at: now },
                turn: self.turn + 1,
                ..self
            }),
            _ => None,
        }
    }

    fn has_just_begun(&self, now: Timestamp) -> bool {
        match (&self.stage, self.step()) {
            (Stage::At { time, .. }, Some((_, step))) if time.runs() => {
                let gone = SignedDuration::from_secs(step.seconds.into()) - time.left(now);
                (SignedDuration::ZERO..SETTLES).contains(&gone)
            }
            _ => false,
        }
    }

    /// The same room with other steps ahead. As it was where they differ up to the step that it is at: what was done
    /// stays done.
    #[must_use]
    pub fn go_on_with(self, steps: Vec<Step>) -> Room {
        let Stage::At { step, .. } = self.stage else {
            return self;
        };
        let same = steps.get(..=step) == self.steps.get(..=step);
        if same { Room { steps, ..self } } else { self }
    }

    /// Goes back to the step before, within its segment; it gets thirty seconds. None at the first step of a segment
    /// and on an older page.
    #[must_use]
    pub fn back(self, seen: usize, now: Timestamp) -> Option<Room> {
        match self.stage {
            Stage::At { step, .. } if step == seen && self.can_go_back() => {
                Some(self.go(step - 1, Some(MORE), now))
            }
            _ => None,
        }
    }

    /// Whether there is a step before in the same segment.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        let Some((at, step)) = self.step() else {
            return false;
        };
        let before = at.checked_sub(1).and_then(|before| self.steps.get(before));
        before.is_some_and(|before| before.part.segment() == step.part.segment())
    }

    fn go(self, step: usize, time: Option<SignedDuration>, now: Timestamp) -> Room {
        let whole = self.steps.get(step).map_or(0, |step| step.seconds);
        let time = time.unwrap_or(SignedDuration::from_secs(whole.into()));
        let time = match self.stage {
            // whoever paused the room goes through its steps without the time running
            Stage::At {
                time: Time::Stands { .. },
                ..
            } => Time::Stands { left: time },
            _ => Time::Runs {
                ends: after(now, time),
            },
        };
        Room {
            stage: Stage::At { step, time },
            turn: self.turn + 1,
            ..self
        }
    }

    /// Lets the time of a step stand, or run on. None where it does so already, and on an older page.
    #[must_use]
    pub fn pause(self, seen: usize, stand: bool, now: Timestamp) -> Option<Room> {
        self.timed(seen, |time| match (time, stand) {
            (Time::Runs { .. }, true) => Some(Time::Stands {
                left: time.left(now),
            }),
            (Time::Stands { left }, false) => Some(Time::Runs {
                ends: after(now, left),
            }),
            _ => None,
        })
    }

    /// Thirty seconds more, from now on where the time is up. None on an older page: two who press at once give
    /// thirty seconds.
    #[must_use]
    pub fn extend(self, seen: u32, now: Timestamp) -> Option<Room> {
        if seen != self.turn {
            return None;
        }
        let (step, _) = self.step()?;
        self.timed(step, |time| {
            let left = time.left(now).max(SignedDuration::ZERO) + MORE;
            Some(match time {
                Time::Runs { .. } => Time::Runs {
                    ends: after(now, left),
                },
                Time::Stands { .. } => Time::Stands { left },
            })
        })
    }

    fn timed(self, seen: usize, change: impl FnOnce(Time) -> Option<Time>) -> Option<Room> {
        match self.stage {
            Stage::At { step, time } if step == seen => Some(Room {
                stage: Stage::At {
                    step,
                    time: change(time)?,
                },
                turn: self.turn + 1,
                ..self
            }),
            _ => None,
        }
    }

    /// What is left of the step's time and of its segment; none outside of a step.
    #[must_use]
    pub fn left(&self, now: Timestamp) -> Option<Left> {
        let Stage::At { step, time } = self.stage else {
            return None;
        };
        let own = time.left(now);
        let this = self.steps.get(step)?;
        let after = |whole: bool| -> SignedDuration {
            let later = self.steps.iter().skip(step + 1);
            let later = later.take_while(|one| whole || one.part.segment() == this.part.segment());
            SignedDuration::from_secs(later.map(|one| i64::from(one.seconds)).sum())
        };
        // a step that is over its time takes none of what comes after it
        let held = own.max(SignedDuration::ZERO);
        Some(Left {
            step: own,
            of: SignedDuration::from_secs(this.seconds.into()),
            segment: held + after(false),
            later: after(false),
            all: held + after(true),
            runs: time.runs(),
        })
    }
}

/// What is left of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Of the step; below nought once it is up.
    pub step: SignedDuration,
    /// How long the step takes in all.
    pub of: SignedDuration,
    /// Of the segment. It stands still while the step is over its time.
    pub segment: SignedDuration,
    /// The steps of the segment after this one.
    pub later: SignedDuration,
    /// Until the end.
    pub all: SignedDuration,
    /// Whether the time runs.
    pub runs: bool,
}

fn after(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
#[path = "room_tests.rs"]
mod tests;
