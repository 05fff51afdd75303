//! Who has the floor at a step, and what is asked of whom.

use firstmove_domain::session::{Part, Step};

use crate::app::Scene;
use crate::sessions::inside::Inside;
use crate::sessions::view::{may_take, stage};

/// What the room is asked, in the reader's words.
pub fn title(inside: &Inside, step: Option<Step>, presenter: &str) -> String {
    match step {
        Some(step) if inside.is_mine(inside.held.presenter(step.slot)) => match step.part {
            Part::Question => "Your peers write a question each".into(),
            Part::Alternative => "Your peers write another move each".into(),
            part => part.title(presenter),
        },
        Some(step) => step.part.title(presenter),
        None if stage(inside) == "over" => format!("That was your {}", inside.meeting.noun()),
        None => format!(
            "{}, {} minutes",
            inside.meeting,
            number_word(inside.meeting.minutes())
        ),
    }
}

/// What whoever has the floor does now, after "You" or their first name.
pub fn who_words(inside: &Inside, step: Option<Step>) -> &'static str {
    let Some(step) = step else { return "" };
    let mine = inside.is_mine(inside.held.presenter(step.slot)) && !inside.held.one_device;
    match (step.part, mine) {
        (Part::Question | Part::Alternative, true) => "read them once all are in.",
        (Part::Question | Part::Alternative, false) => "reads them after. Everyone else writes.",
        (Part::Takeaway, true) => "say it. Everyone else listens.",
        (Part::Takeaway, false) => "says it. Everyone else listens.",
        (Part::Win | Part::Scene, true) => "tell it. Everyone else listens.",
        (Part::Win | Part::Scene, false) => "tells it. Everyone else listens.",
        (_, true) => "answer. Everyone else listens.",
        (_, false) => "answers. Everyone else listens.",
    }
}

/// With which press a leader takes the floor that nobody has. One laptop knows of nobody who presses.
pub fn open_floor(scene: &Scene<'_, '_>, inside: &Inside, step: Option<Step>) -> &'static str {
    let presented = step.filter(|step| step.part.is_presented());
    let empty = presented.filter(|step| inside.held.presenter(step.slot).is_none());
    let may = inside.me().is_some() && !inside.held.one_device && may_take(scene, inside, None);
    match empty.filter(|_| may).map(|step| step.slot) {
        Some(2) => "second",
        Some(_) => "present",
        None => "",
    }
}

fn number_word(minutes: i64) -> &'static str {
    if minutes == 60 { "sixty" } else { "thirty" }
}
