//! The buttons of the room: begin, go on, go back, pause, thirty seconds more, and who runs, writes and presents. Every
//! press carries what its page showed; one from an older page changes nothing.

use firstmove_domain::event::Event;
use firstmove_domain::form::long_day;
use firstmove_domain::id::PersonId;
use firstmove_domain::session::agenda;
use firstmove_domain::session::{Meeting, Part, Room, Stage};
use serde::Deserialize;

use crate::actor::Actor;
use crate::app::Scene;
use crate::frame::Person;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::retrospectives::acts::{left, part};
use crate::sessions::assigning;
use crate::sessions::inside::{Inside, open, refused};
use crate::sessions::lobby;
use crate::sessions::spoken;
use crate::sessions::store;
use crate::sponsor;

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
    guest_arrives(scene, actor, &inside)?;
    let before = part(&inside);
    let changed = match pressed.press.as_str() {
        "here" => return Ok(()),
        "begin" => return begin(scene, actor, inside),
        "run" | "write" | "present" | "second" | "device" | "devices" => {
            inside.must_be_under_way(scene.now)?;
            turned(scene, actor, &mut inside, pressed)?
        }
        _ => {
            must_run(scene, &inside)?;
            let room = moved(&inside, pressed, scene);
            let changed = room.is_some();
            inside.held.room = room.unwrap_or(inside.held.room);
            changed
        }
    };
    if !changed {
        return Ok(());
    }
    let checked_in = before == Some(Part::Opening) && part(&inside) != before;
    if checked_in && inside.held.one_device {
        assigning::after_the_check_in(scene, &mut inside)?;
    }
    left(scene, &inside, before)?;
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
        if let Meeting::Showcase(week) = inside.meeting {
            let guests = lobby::guests(scene, &inside)?;
            let guests: Vec<PersonId> = guests.into_iter().map(|(person, _)| person).collect();
            sponsor::acts::were_there(scene, inside.cohort(), week, &guests)?;
        }
    }
    Ok(())
}

/// A press that says who runs, writes or presents, and on how many devices. False where it is so already.
fn turned(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    inside: &mut Inside,
    pressed: &Pressed,
) -> Result<bool, Problem> {
    match pressed.press.as_str() {
        "run" if inside.me().is_none() => lead(scene, actor, inside),
        "device" | "devices" => {
            let one = pressed.press == "device";
            if inside.held.one_device == one {
                return Ok(false);
            }
            inside.held.one_device = one;
            inside.held.room.turn += 1;
            Ok(true)
        }
        _ => take(scene, inside, pressed),
    }
}

/// Whoever does something in a room is there.
pub fn arrive(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<(), Problem> {
    let (cohort, meeting) = (inside.cohort().id, inside.meeting);
    let Some(seat) = inside.me().filter(|_| inside.is_held(scene.now)) else {
        return Ok(());
    };
    if spoken::arrive(scene.conn, (&cohort, meeting), &seat, scene.now)? {
        scene.touched.push(inside.topic());
    }
    Ok(())
}

/// The same of a guest, who has no seat.
fn guest_arrives(scene: &mut Scene<'_, '_>, actor: &Actor, inside: &Inside) -> Result<(), Problem> {
    if inside.me().is_some() || !inside.is_held(scene.now) {
        return Ok(());
    }
    // a meeting of which nothing was kept yet has no row that a guest could come to
    let at = (&inside.cohort().id, inside.meeting);
    store::keep(scene.conn, at.0, at.1, &inside.held)?;
    if spoken::guest_arrives(scene.conn, at, &actor.person, scene.now)? {
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
        let day = inside.cohort().calendar.local_date(opens);
        return Err(refused(format!(
            "This {noun} can be started from {} on. Come back then.",
            long_day(day)
        )));
    }
    if inside.held.is_over() || !inside.held.room.steps.is_empty() {
        return Ok(());
    }
    if !inside.i_run() && !inside.is_free_to_run(scene) {
        must_run(scene, &inside)?;
    }
    assigning::at_the_beginning(scene, actor, &mut inside)?;
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
        "second" => (held.presenters[1], "presents second"),
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
