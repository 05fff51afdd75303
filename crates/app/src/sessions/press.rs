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
    match pressed.press.as_str() {
        "here" => return Ok(()),
        "begin" => return begin(scene, actor, inside),
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
    let seat = inside.place.me.seat;
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
    let holder = inside.held.facilitator.as_ref();
    let name = holder.map_or("Nobody", |seat| inside.place.name_of(seat));
    let name = Person::new(name).first().to_owned();
    Err(refused(match inside.is_free(scene, holder) {
        true => format!("{name} is not here. Press Run it from here first."),
        false => format!("{name} runs this session. Ask {name} to go on."),
    }))
}

/// Begins: whoever is named for a turn and is not here is replaced by somebody who is.
fn begin(scene: &mut Scene<'_, '_>, actor: &Actor, mut inside: Inside) -> Result<(), Problem> {
    let (opens, closes) = open(inside.cohort(), inside.meeting);
    if scene.now >= closes {
        return Err(refused(
            "The week of this session has closed. Its note can be read and no longer changed.",
        ));
    }
    if scene.now < opens {
        return Err(refused(
            "This session begins in a later week. Come back then.",
        ));
    }
    if inside.held.is_over() || !inside.held.room.steps.is_empty() {
        return Ok(());
    }
    if !inside.i_run() && !inside.is_free(scene, inside.held.facilitator.as_ref()) {
        must_run(scene, &inside)?;
    }
    assign(scene, &mut inside)?;
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
fn assign(scene: &mut Scene<'_, '_>, inside: &mut Inside) -> Result<(), Problem> {
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
    let me = inside.place.me.seat;
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
    held.presenters[0] = give(held.presenters[0], &[planned.presenter]);
    held.facilitator = give(held.facilitator, &[planned.facilitator, Some(me)]).or(Some(me));
    held.note_taker = give(held.note_taker, &[planned.note_taker]);
    let second = held.presenters[1].or(planned.second);
    let second = second.filter(|seat| here.contains(seat) && Some(*seat) != held.presenters[0]);
    held.presenters[1] = second;
    Ok(())
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
    let (holder, what) = match pressed.press.as_str() {
        "run" => (held.facilitator, "runs this session"),
        "write" => (held.note_taker, "writes the notes"),
        "second" => (held.presenters[1], "has the second slot"),
        _ => (held.presenters[0], "presents"),
    };
    if holder == Some(seat) {
        return Ok(false);
    }
    if !in_lobby && !held.one_device && !inside.is_free(scene, holder.as_ref()) {
        let name = holder
            .map_or("Somebody", |seat| inside.place.name_of(&seat))
            .to_owned();
        let name = Person::new(name.as_str()).first().to_owned();
        return Err(refused(format!(
            "{name} {what} and is here. Ask {name} first."
        )));
    }
    let held = &mut inside.held;
    match pressed.press.as_str() {
        "run" => held.facilitator = Some(seat),
        "write" => held.note_taker = Some(seat),
        "second" => held.presenters[1] = Some(seat),
        _ => held.presenters[0] = Some(seat),
    }
    held.room.turn += 1;
    Ok(true)
}
