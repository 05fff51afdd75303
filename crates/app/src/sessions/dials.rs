//! What a room shows of its time: the bars of the agenda, the clock of the step, the row of prompts.

use firstmove_domain::session::{Part, Segment, agenda};
use firstmove_domain::session::{Room, Step};
use jiff::{SignedDuration, Timestamp};

/// A segment in the bar of the agenda.
pub struct Bar {
    /// Its name.
    pub name: &'static str,
    /// Its minutes.
    pub minutes: u32,
    /// `done`, `now` or nothing.
    pub state: &'static str,
    /// How much of it is done, of a hundred.
    pub filled: u32,
}

/// A prompt in the row below.
pub struct PromptMark {
    /// Its name.
    pub label: &'static str,
    /// "30 s".
    pub time: String,
    /// `done`, `now` or nothing.
    pub state: &'static str,
}

/// The clock of a step.
pub struct ClockFace {
    /// Milliseconds left; below nought once it is up.
    pub left: i64,
    /// Milliseconds in all.
    pub of: i64,
    /// Whether it runs.
    pub runs: bool,
    /// Minutes and seconds of it.
    pub left_words: (String, String),
    /// The same of the whole.
    pub of_words: (String, String),
    /// Milliseconds of the segment's steps after this one, for the line below.
    pub later: i64,
    /// Minutes and seconds of the whole segment.
    pub segment_words: (String, String),
    /// The whole ring is 100.
    pub ring: i64,
}

/// The agenda as bars.
pub fn bars(room: &Room, steps: &[Step], over: bool, now: Timestamp) -> Vec<Bar> {
    let current = room.step().map(|(_, step)| step.part.segment());
    let segments = agenda::segments(steps);
    let at = segments.iter().position(|(one, _)| Some(*one) == current);
    let bar = |(place, (segment, seconds)): (usize, &(Segment, u32))| {
        let state = match at {
            Some(at) if place == at => "now",
            Some(at) if place < at => "done",
            _ if over => "done",
            _ => "",
        };
        let left = room.left(now).map_or(0, |left| left.segment.as_secs());
        let filled = match state {
            "done" => 100,
            "now" => {
                let gone = i64::from(*seconds) - left;
                u32::try_from(100 * gone / i64::from(*seconds).max(1))
                    .unwrap_or(0)
                    .min(100)
            }
            _ => 0,
        };
        Bar {
            name: segment.name(),
            minutes: seconds / 60,
            state,
            filled,
        }
    };
    segments.iter().enumerate().map(bar).collect()
}

/// "30 s", "1 min", "1:45 min".
pub fn minutes(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, rest) => format!("{rest} s"),
        (whole, 0) => format!("{whole} min"),
        (whole, rest) => format!("{whole}:{rest:02} min"),
    }
}

/// Minutes and seconds: "0" and "21"; nought once it is up. A second that has begun counts.
pub fn digits(left: SignedDuration) -> (String, String) {
    let seconds = u64::try_from(left.as_millis().max(0))
        .unwrap_or(0)
        .div_ceil(1000);
    ((seconds / 60).to_string(), format!("{:02}", seconds % 60))
}

/// The clock of the step that runs.
pub fn clock(room: &Room, now: Timestamp) -> Option<ClockFace> {
    let left = room.left(now)?;
    let milliseconds = |span: SignedDuration| i64::try_from(span.as_millis()).unwrap_or(0);
    let (own, of) = (milliseconds(left.step), milliseconds(left.of));
    Some(ClockFace {
        left: own,
        of,
        runs: left.runs,
        left_words: digits(left.step),
        of_words: digits(left.of),
        later: milliseconds(left.later),
        segment_words: digits(left.segment),
        ring: (100 * own.max(0) / of.max(1)).min(100),
    })
}

/// The number of a prompt, from 1.
pub fn prompt_number(part: Part) -> Option<usize> {
    Part::PROMPTS
        .iter()
        .position(|one| *one == part)
        .map(|at| at + 1)
}

/// The five prompts, while the coaching runs.
pub fn prompts(steps: &[Step], at: Option<(usize, Step)>) -> Vec<PromptMark> {
    let Some((at, now)) = at.filter(|(_, step)| step.part.segment() == Segment::Coaching) else {
        return Vec::new();
    };
    let own =
        |(_, step): &(usize, &Step)| step.slot == now.slot && prompt_number(step.part).is_some();
    let mark = |(place, step): (usize, &Step)| PromptMark {
        label: step.part.label(),
        time: minutes(step.seconds.into()),
        state: match place.cmp(&at) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "",
        },
    };
    steps.iter().enumerate().filter(own).map(mark).collect()
}
