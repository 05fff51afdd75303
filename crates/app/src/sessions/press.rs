//! The buttons of the room: begin, go on, go back, pause, thirty seconds more, and who runs, writes and presents. Every
//! press carries what its page showed; one from an older page changes nothing.

use firstmove_domain::event::Event;
use firstmove_domain::id::SeatId;
use firstmove_domain::session::agenda;
use firstmove_domain::session::{Room, Stage};
use serde::Deserialize;

use crate::actor::Actor;
use crate::app::Scene;
use crate::frame::Person;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::retrospectives;
use crate::sessions::inside::{Inside, open, refused};
use crate::sessions::spoken::{self};
use crate::sessions::store::{self};
use crate::sessions::turns::{self, Turns};

/// A press, with what its page showed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    /// Which button.
    pub press: String,
    /// The step that was seen, from 0.
    pub step: String,
    /// The turn that was seen.
    pub turn: String,
    /// For whom, on the one device of a room.
    pub seat: String,
}

/// Does what a button says. A press that comes twice, or from an older page, is no error.
pub fn press(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    mut inside: Inside,
    pressed: &Pressed,
) -> Result<(), Problem> {
    arrive(scene, &inside)?;
    let before = retrospectives::acts::part(&inside);
    match pressed.press.as_str() {
        "here" => return Ok(()),
        "begin" => return begin(scene, actor, inside),
        "run" if inside.me().is_none() => {
            if !lead(scene, actor, &mut inside)? {
                return Ok(());
            }
        }
        "run" | "write" | "present" | "second" => {
            if !take(scene, &mut inside, pressed)? {
                return Ok(());
            }
        }
        "device" | "devices" => {
            let one = pressed.press == "device";
            if inside.held.one_device == one {
                return Ok(());
            }
            inside.held.one_device = one;
            inside.held.room.turn += 1;
        }
        _ => {
            must_run(scene, &inside)?;
            match moved(&inside, pressed, scene) {
                Some(room) => inside.held.room = room,
                None => return Ok(()),
            }
        }
    }
    retrospectives::acts::left(scene, &inside, before)?;
    let ended = matches!(inside.held.room.stage, Stage::Over { .. });
    if ended {
        inside.held.ended_at = Some(scene.now);
    }
    keep(scene, &inside)?;
    if ended {
        let event = Event::MeetingEnded {
            cohort: inside.cohort().id,
            meeting: inside.meeting.key(),
        };
        happened(scene, Some(actor), Some(inside.cohort()), event)?;
    }
    Ok(())
}

/// Whoever does something in a room is there.
pub fn arrive(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<(), Problem> {
    let (cohort, meeting) = (inside.cohort().id, inside.meeting);
    let Some(seat) = inside.me() else {
        return Ok(());
    };
    let (opens, closes) = open(inside.cohort(), meeting);
    let is_held = !inside.held.is_over() && (opens..closes).contains(&scene.now);
    if is_held && spoken::arrive(scene.conn, (&cohort, meeting), &seat, scene.now)? {
        scene.touched.push(inside.topic());
    }
    Ok(())
}

fn keep(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<(), Problem> {
    let cohort = inside.cohort().id;
    store::keep(scene.conn, &cohort, inside.meeting, &inside.held)?;
    scene.touched.push(inside.topic());
    Ok(())
}

fn moved(inside: &Inside, pressed: &Pressed, scene: &Scene<'_, '_>) -> Option<Room> {
    let (room, now) = (inside.held.room.clone(), scene.now);
    let step: usize = pressed.step.parse().ok()?;
    match pressed.press.as_str() {
        "next" => room.next(step, now),
        "back" => room.back(step, now),
        "pause" => room.pause(step, true, now),
        "go" => room.pause(step, false, now),
        "more" => room.extend(pressed.turn.parse().ok()?, now),
        _ => None,
    }
}

/// Only one runs the room. Where they have been away for a while, anybody may take it over first.
fn must_run(scene: &Scene<'_, '_>, inside: &Inside) -> Result<(), Problem> {
    if inside.i_run() || inside.held.one_device {
        return Ok(());
    }
    let (name, noun) = (inside.runner(), inside.meeting.noun());
    Err(refused(match inside.is_free_to_run(scene) {
        true if name.is_empty() => "Nobody runs it yet. Press Run it from here first.".to_owned(),
        true => format!("{name} is not here. Press Run it from here first."),
        false => format!("{name} runs this {noun}. Ask {name} to go on."),
    }))
}

/// Begins: whoever is named for a turn and is not here is replaced by somebody who is.
fn begin(scene: &mut Scene<'_, '_>, actor: &Actor, mut inside: Inside) -> Result<(), Problem> {
    let (opens, closes) = open(inside.cohort(), inside.meeting);
    let noun = inside.meeting.noun();
    if scene.now >= closes {
        return Err(refused(format!(
            "The week of this {noun} has closed. Its note can be read and no longer changed."
        )));
    }
    if scene.now < opens {
        return Err(refused(format!(
            "This {noun} begins in a later week. Come back then."
        )));
    }
    if inside.held.is_over() || !inside.held.room.steps.is_empty() {
        return Ok(());
    }
    if !inside.i_run() && !inside.is_free_to_run(scene) {
        must_run(scene, &inside)?;
    }
    assign(scene, actor, &mut inside)?;
    let second = inside.held.presenters[1].is_some();
    let steps = agenda::steps(inside.meeting, second);
    let Some(room) = inside.held.room.clone().begin(steps, scene.now) else {
        return Ok(());
    };
    inside.held.room = room;
    inside.held.began_at = Some(scene.now);
    keep(scene, &inside)?;
    let event = Event::MeetingBegan {
        cohort: inside.cohort().id,
        meeting: inside.meeting.key(),
    };
    happened(scene, Some(actor), Some(inside.cohort()), event)
}

/// Gives each turn to whoever took it or is planned for it, if they are here, else to somebody who is.
fn assign(scene: &mut Scene<'_, '_>, actor: &Actor, inside: &mut Inside) -> Result<(), Problem> {
    turns::plan_again(scene, inside.cohort())?;
    let planned = Turns::of(&turns::planned(scene, inside.cohort())?, inside.meeting);
    let cohort = inside.cohort().id;
    let came = spoken::attendants(scene.conn, &cohort, inside.meeting)?;
    let here: Vec<_> = inside
        .everybody(scene.now)
        .into_iter()
        .map(|one| one.seat)
        .filter(|seat| match inside.held.one_device {
            true => came
                .iter()
                .any(|one| one.seat == *seat && one.here_at.is_some()),
            false => inside.away_for(scene, seat).is_none(),
        })
        .collect();
    let (me, guest) = (inside.me(), inside.guest(actor));
    let presented = agenda::steps(inside.meeting, false);
    let presented = presented.iter().any(|step| step.part.is_presented());
    let held = &mut inside.held;
    let is_here = |seat: &SeatId| here.contains(seat);
    // what people took themselves comes before what was planned
    let mut taken: Vec<SeatId> = [held.presenters[0], held.facilitator, held.note_taker]
        .into_iter()
        .flatten()
        .filter(is_here)
        .collect();
    let mut give = |own: Option<SeatId>, wishes: &[Option<SeatId>]| {
        if own.is_some_and(|seat| is_here(&seat)) {
            return own;
        }
        let wishes = wishes.iter().flatten().copied().filter(is_here);
        let one = wishes
            .chain(here.iter().copied())
            .find(|seat| !taken.contains(seat));
        taken.extend(one);
        one
    };
    if presented {
        held.presenters[0] = give(held.presenters[0], &[planned.presenter]);
    }
    match (guest, held.facilitator) {
        // a guest who begins runs it, where no leader took that
        (Some(guest), None) => held.led_by = Some(guest),
        _ => held.facilitator = give(held.facilitator, &[planned.facilitator, me]).or(me),
    }
    held.note_taker = give(held.note_taker, &[planned.note_taker]);
    let second = held.presenters[1].or(planned.second);
    let second = second.filter(|seat| here.contains(seat) && Some(*seat) != held.presenters[0]);
    held.presenters[1] = second;
    Ok(())
}

/// A guest runs the room from here on: in the lobby, or where nobody runs it or whoever does is away.
fn lead(scene: &Scene<'_, '_>, actor: &Actor, inside: &mut Inside) -> Result<bool, Problem> {
    if inside.i_run() {
        return Ok(false);
    }
    if inside.held.room.stage != Stage::Lobby {
        not_away(scene, inside)?;
    }
    inside.held.facilitator = None;
    inside.held.led_by = inside.guest(actor);
    inside.held.room.turn += 1;
    Ok(true)
}

/// Whoever runs the room keeps it while they are there.
fn not_away(scene: &Scene<'_, '_>, inside: &Inside) -> Result<(), Problem> {
    if inside.is_free_to_run(scene) {
        return Ok(());
    }
    let name = inside.runner();
    Err(refused(format!(
        "{name} runs it and is here. Ask {name} first."
    )))
}

/// Takes a turn: in the lobby anybody may, later only where nobody holds it or whoever does is away.
fn take(
    scene: &mut Scene<'_, '_>,
    inside: &mut Inside,
    pressed: &Pressed,
) -> Result<bool, Problem> {
    let seat = inside.speaker(&pressed.seat, scene.now)?;
    let in_lobby = inside.held.room.stage == Stage::Lobby;
    let held = &inside.held;
    if pressed.press == "run" && held.facilitator.is_none() && !in_lobby {
        not_away(scene, inside)?;
    }
    let (holder, what) = match pressed.press.as_str() {
        "run" => (held.facilitator, "runs it"),
        "write" => (held.note_taker, "writes the notes"),
        "second" => (held.presenters[1], "has the second slot"),
        _ => (held.presenters[0], "presents"),
    };
    if holder == Some(seat) {
        return Ok(false);
    }
    if !in_lobby && !held.one_device && !inside.is_free(scene, holder.as_ref()) {
        let name = holder
            .map_or("Somebody", |seat| inside.name_of(&seat))
            .to_owned();
        let name = Person::new(name.as_str()).first().to_owned();
        return Err(refused(format!(
            "{name} {what} and is here. Ask {name} first."
        )));
    }
    let held = &mut inside.held;
    match pressed.press.as_str() {
        "run" => (held.facilitator, held.led_by) = (Some(seat), None),
        "write" => held.note_taker = Some(seat),
        "second" => held.presenters[1] = Some(seat),
        _ => held.presenters[0] = Some(seat),
    }
    held.room.turn += 1;
    Ok(true)
}
