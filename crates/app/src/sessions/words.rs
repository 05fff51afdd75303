//! What people say in a session: a word before it, the note-taker's lines, questions and other moves, what helped.

use firstmove_domain::form::FieldProblem;
use firstmove_domain::id::SeatId;
use firstmove_domain::session::input::{self, Opening};
use firstmove_domain::session::{Part, Stage};
use serde::Deserialize;

use crate::actor::Actor;
use crate::app::Scene;
use crate::frame::Person;
use crate::problem::Problem;
use crate::retrospectives::pages::Sent;
use crate::sessions::inside::{Inside, open, refused};
use crate::sessions::press::arrive;
use crate::sessions::showcase;
use crate::sessions::spoken::{self, Noted, PeerAnswer};
use crate::thanks;
use crate::thanks::form::Typed;

/// What a form of the room sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// For whom, on the one device of a room.
    pub seat: String,
    /// The word of the day.
    pub word: String,
    /// The mood's key.
    pub mood: String,
    /// 1 or 2.
    pub slot: String,
    /// The step's key.
    pub part: String,
    /// A question or another move.
    pub answer: String,
    /// A line of the note.
    pub words: String,
    /// The revision of it that was seen.
    pub revision: String,
    /// "page": one goes back to the meeting's page and not into the room.
    pub back: String,
    /// What one commits to.
    pub what: String,
    /// By which day.
    pub due: String,
    /// The id that the commitment is to have.
    pub id: String,
    /// What a form of the retrospective's wall sent.
    #[serde(skip)]
    pub wall: Sent,
    /// What the form of thanks sent.
    #[serde(skip)]
    pub thank: Typed,
}

/// What was refused beside a field, or nothing.
pub type Taken<T = ()> = Result<Result<T, Vec<FieldProblem>>, Problem>;

impl Said {
    fn slot_and_part(&self, inside: &Inside) -> Result<(u8, Part), Problem> {
        let slot: u8 = self.slot.parse().map_err(|_| Problem::NotFound)?;
        let part = Part::from_key(&self.part).ok_or(Problem::NotFound)?;
        let steps = &inside.held.room.steps;
        let known = steps.iter().any(|one| one.slot == slot && one.part == part);
        let told = slot == 1 && (inside.held.told || Part::TOLD.contains(&part));
        if known || told {
            Ok((slot, part))
        } else {
            Err(Problem::NotFound)
        }
    }
}

/// Says one's word and mood, before the session or at its beginning.
pub fn say_opening(scene: &mut Scene<'_, '_>, inside: &Inside, said: &Said) -> Taken {
    let seat = inside.speaker(&said.seat, scene.now)?;
    must_be_open(scene, inside)?;
    let opening = match Opening::read(&said.word, &said.mood) {
        Ok(opening) => opening,
        Err(problems) => return Ok(Err(problems)),
    };
    let at = (&inside.cohort().id, inside.meeting);
    let words = (opening.word.as_str(), opening.mood.as_str());
    spoken::keep_opening(scene.conn, at, &seat, words)?;
    heard(scene, inside, &seat)?;
    scene.touched.push(inside.topic());
    Ok(Ok(()))
}

/// Somebody says something: whoever is named on the one device of a room is there.
pub fn heard(scene: &mut Scene<'_, '_>, inside: &Inside, seat: &SeatId) -> Result<(), Problem> {
    if inside.held.one_device && inside.is_held(scene.now) {
        let at = (&inside.cohort().id, inside.meeting);
        spoken::arrive(scene.conn, at, seat, scene.now)?;
    }
    arrive_if_running(scene, inside)
}

/// Whoever does something while the meeting runs is there; before it and afterwards one may be anywhere.
fn arrive_if_running(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<(), Problem> {
    match inside.held.room.stage {
        Stage::At { .. } => arrive(scene, inside),
        _ => Ok(()),
    }
}

fn must_be_open(scene: &Scene<'_, '_>, inside: &Inside) -> Result<(), Problem> {
    let closes = open(inside.cohort(), inside.meeting).1;
    if scene.now < closes {
        return Ok(());
    }
    Err(refused(
        "The week of this session has closed. What was said stays as it is.",
    ))
}

/// Asks one question or offers one other move. It is taken as long as the session runs, also when the room has gone on.
pub fn answer(scene: &mut Scene<'_, '_>, inside: &Inside, said: &Said) -> Taken {
    let (slot, part) = said.slot_and_part(inside)?;
    if !part.is_asked_of_peers() {
        return Err(Problem::NotFound);
    }
    let seat = inside.speaker(&said.seat, scene.now)?;
    let Stage::At { .. } = inside.held.room.stage else {
        return Err(refused(
            "This session does not run. Put it into the note instead.",
        ));
    };
    if inside.held.presenter(slot) == Some(&seat) {
        return Err(refused("You present. The others ask you."));
    }
    let words = match input::answer(part, &said.answer) {
        Ok(words) => words,
        Err(problems) => return Ok(Err(problems)),
    };
    heard(scene, inside, &seat)?;
    let at = (&inside.cohort().id, inside.meeting);
    let answer = PeerAnswer {
        slot,
        part,
        seat,
        words,
        useful: false,
    };
    spoken::keep_answer(scene.conn, at, &answer, scene.now)?;
    scene.touched.push(inside.topic());
    Ok(Ok(()))
}

/// Thanks a peer by name while a showcase asks for it, or shortly after.
pub fn thank(scene: &mut Scene<'_, '_>, actor: &Actor, inside: &Inside, typed: &Typed) -> Taken {
    if !showcase::thanks_by_name(inside) {
        return Err(Problem::NotFound);
    }
    let taken = thanks::acts::recognise(scene, actor, inside.mine()?, typed)?;
    arrive_if_running(scene, inside)?;
    scene.touched.push(inside.topic());
    Ok(taken)
}

/// The presenter marks the one that helped most. Twice is once.
pub fn useful(scene: &mut Scene<'_, '_>, inside: &Inside, said: &Said) -> Result<(), Problem> {
    let (slot, part) = said.slot_and_part(inside)?;
    if !inside.is_mine(inside.held.presenter(slot)) && !inside.held.one_device {
        return Err(refused("Only the one who presents says what helped."));
    }
    must_be_open(scene, inside)?;
    let (cohort, seat) = (inside.cohort().id, said.seat.parse());
    let seat = seat.map_err(|_| Problem::NotFound)?;
    let answers = spoken::answers(scene.conn, &cohort, inside.meeting)?;
    let of = |one: &PeerAnswer| one.slot == slot && one.part == part && one.seat == seat;
    if !answers.iter().any(of) {
        return Err(Problem::NotFound);
    }
    let at = (&cohort, inside.meeting);
    spoken::mark_useful(scene.conn, at, (slot, part), &seat, scene.now)?;
    arrive_if_running(scene, inside)?;
    scene.touched.push(inside.topic());
    Ok(())
}

/// How a line of the note was taken.
#[derive(Debug, Clone)]
pub enum Written {
    /// It stands, with this revision.
    Stands(i64),
    /// Words that the form had not seen stand there: which, whose by first name ("You" for one's own, from another page),
    /// and their revision. Nothing was changed.
    Meanwhile {
        /// What stands now.
        words: String,
        /// Who wrote it.
        by: String,
        /// Its revision.
        revision: i64,
    },
}

/// Writes a line of the note. Words of somebody else that the form had not seen are never lost: the writer is shown both.
pub fn write(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    inside: &Inside,
    said: &Said,
) -> Taken<Written> {
    let (slot, part) = said.slot_and_part(inside)?;
    if !part.is_written() {
        return Err(Problem::NotFound);
    }
    must_be_open(scene, inside)?;
    let runs = matches!(inside.held.room.stage, Stage::At { .. });
    if runs && !inside.i_write() && !inside.held.one_device {
        let writer = inside
            .held
            .note_taker
            .map(|seat| inside.name_of(&seat).to_owned());
        let writer = Person::new(writer.unwrap_or_else(|| "Somebody else".into()));
        let name = writer.first();
        return Err(refused(format!(
            "{name} writes the notes. Tell {name} what to add."
        )));
    }
    let words = match input::note(&said.words) {
        Ok(words) => words,
        Err(problems) => return Ok(Err(problems)),
    };
    let notes = spoken::notes(scene.conn, &inside.cohort().id, inside.meeting)?;
    let before = notes
        .iter()
        .find(|one| one.slot == slot && one.part == part);
    if before.map_or("", |one| one.words.as_str()) == words {
        return Ok(Ok(Written::Stands(before.map_or(0, |one| one.revision))));
    }
    let seen = said.revision.parse().ok();
    if let Some(one) = before.filter(|one| !one.is_known_to(&actor.person, (seen, &words))) {
        return Ok(Ok(Written::Meanwhile {
            words: one.words.clone(),
            by: match one.written_by == actor.person {
                true => "You".into(),
                false => name_of(inside, &one.written_by),
            },
            revision: one.revision,
        }));
    }
    let (revision, since) = Noted::follows(before, &actor.person);
    let noted = Noted {
        slot,
        part,
        words,
        revision,
        since,
        written_by: actor.person,
    };
    let at = (&inside.cohort().id, inside.meeting);
    spoken::keep_note(scene.conn, at, &noted, scene.now)?;
    arrive_if_running(scene, inside)?;
    scene.touched.push(inside.topic());
    Ok(Ok(Written::Stands(noted.revision)))
}

/// The first name of a person of the group; "Somebody" for whoever is none of it.
pub fn name_of(inside: &Inside, person: &firstmove_domain::id::PersonId) -> String {
    let found = inside.roster.iter().find(|one| one.person == *person);
    found.map_or_else(
        || "Somebody".into(),
        |one| Person::new(one.name.as_str()).first().to_owned(),
    )
}
