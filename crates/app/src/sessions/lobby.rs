//! The lobby of a room: whose turns there are, and which of them the reader may take.

use firstmove_domain::id::{PersonId, SeatId};
use firstmove_domain::session::Stage;

use crate::app::Scene;
use crate::dashboard::list;
use crate::frame::Person;
use crate::practice;
use crate::problem::Problem;
use crate::sessions::inside::Inside;
use crate::sessions::spoken;
use crate::sessions::turns::{self, Turns};

/// What the two turns are called that every meeting has.
pub const RUNS: &str = "Runs it";
/// The other one.
pub const WRITES: &str = "Writes the notes";

/// A turn in the lobby.
pub struct Turn {
    /// What it is.
    pub what: &'static str,
    /// Who has it.
    pub who: Option<Person>,
    /// The button's name.
    pub press: &'static str,
    /// What the button says; empty where the reader has it.
    pub label: &'static str,
    /// Whether the reader may have it.
    pub mine: bool,
}

/// The turns of a meeting before it begins.
pub fn lobby_turns(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Vec<Turn>, Problem> {
    if inside.held.room.stage != Stage::Lobby || inside.held.is_over() {
        return Ok(Vec::new());
    }
    let planned = Turns::of(&turns::planned(scene, inside.cohort())?, inside.meeting);
    let turn = |what: &'static str, seat: Option<SeatId>, press, label| Turn {
        what,
        who: seat.map(|seat| Person::new(inside.name_of(&seat))),
        press,
        mine: true,
        label: if inside.is_mine(seat.as_ref()) {
            ""
        } else {
            label
        },
    };
    let held = &inside.held;
    let floors = [
        (held.presenters[0].or(planned.presenter), "present"),
        (held.presenters[1].or(planned.second), "second"),
    ];
    let floors = inside.meeting.floors().iter().zip(floors);
    let mut turns: Vec<Turn> = floors
        // a second slot is there in a session only when a turn was missed
        .filter(|(_, (seat, press))| {
            seat.is_some() || *press == "present" || !inside.meeting.is_session()
        })
        .map(|(what, (seat, press))| {
            let presents = press == "present" && inside.meeting.is_session();
            let label = if presents { "I present" } else { "I take it" };
            turn(what, seat, press, label)
        })
        .collect();
    let run = held.facilitator.or(planned.facilitator);
    let mut run = turn(RUNS, run, "run", "I run it");
    if let (None, Some(guest)) = (held.facilitator, &held.led_by) {
        run.who = Some(Person::new(guest.name.as_str()));
        if inside.i_run() {
            run.label = "";
        }
    }
    turns.push(run);
    let write = held.note_taker.or(planned.note_taker);
    turns.push(turn(WRITES, write, "write", "I write"));
    if inside.me().is_none() {
        // a guest may run it, and has no other turn
        turns
            .iter_mut()
            .filter(|turn| turn.press != "run")
            .for_each(|turn| turn.mine = false);
    }
    if inside.is_closed(scene.now) {
        turns.iter_mut().for_each(|turn| turn.mine = false);
    }
    Ok(turns)
}

/// The guests who are in the room, with their names.
pub fn guests(
    scene: &mut Scene<'_, '_>,
    inside: &Inside,
) -> Result<Vec<(PersonId, String)>, Problem> {
    let (topic, now) = (inside.topic(), scene.now);
    let mut here = spoken::guests(scene.conn, &inside.cohort().id, inside.meeting)?;
    here.retain(|(person, _)| {
        let away = scene
            .app
            .presence
            .away_for(&topic, &person.to_string(), now);
        away.is_none() || inside.me().is_none() && inside.person == *person
    });
    Ok(here)
}

/// The same in words, while people meet: "Guests: Eleanor Whitfield and Priya Nair."; empty for none.
pub fn guests_words(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<String, Problem> {
    if inside.held.is_over() {
        return Ok(String::new());
    }
    let names: Vec<String> = guests(scene, inside)?
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    Ok(match names.len() {
        0 => String::new(),
        1 => format!("Guest: {}.", list(&names)),
        _ => format!("Guests: {}.", list(&names)),
    })
}

/// That not everybody of a group is trained, before a session; empty otherwise.
pub fn untrained(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<String, Problem> {
    let is_before = inside.held.room.stage == Stage::Lobby && !inside.held.is_over();
    if !is_before || !inside.meeting.is_session() {
        return Ok(String::new());
    }
    let told = practice::acts::told(scene, inside.cohort(), inside.me().as_ref())?;
    Ok(told.map_or_else(String::new, |one| one.words()))
}
