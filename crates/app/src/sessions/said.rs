//! What can be read in a room: the note so far, questions and other moves once all are in, words, results and
//! commitments where the step is about them.

use firstmove_domain::check_in::CheckIn;
use firstmove_domain::session::input::{MOODS, NOTE_MAX};
use firstmove_domain::session::{Part, Segment, Step};

use crate::app::Scene;
use crate::check_ins::form::first_line;
use crate::check_ins::peers::outcome_words;
use crate::experiments::acts::of_cohort;
use crate::experiments::kept::Kept;
use crate::frame::Person;
use crate::problem::Problem;
use crate::sessions::inside::Inside;
use crate::sessions::promises;
use crate::sessions::showcase;
use crate::sessions::view::{Found, tells_of};

/// A line of the note.
pub struct Quote {
    /// "Intent"; with a second slot, whose it is.
    pub label: String,
    /// What was said.
    pub words: String,
}

/// The note-taker's field.
pub struct NoteBox {
    /// Whose slot.
    pub slot: u8,
    /// At which step.
    pub part: &'static str,
    /// "Barriers, in Hannah’s words".
    pub label: String,
    /// What stands.
    pub words: String,
    /// Its revision, and how it was taken, as a part of the form.
    pub state: String,
    /// The longest it may be.
    pub most: usize,
}

/// A question or another move.
pub struct Answer {
    /// Who wrote it.
    pub who: Person,
    /// Their seat.
    pub seat: String,
    /// The key of its prompt.
    pub part: &'static str,
    /// Whose slot.
    pub slot: u8,
    /// What.
    pub words: String,
    /// Whether the presenter found it the most useful.
    pub useful: bool,
    /// Whether the reader may say so.
    pub mine_to_mark: bool,
}

/// What somebody says in a round.
pub struct Told {
    /// Who; none for what carries no name.
    pub who: Option<Person>,
    /// Bold: the word, the outcome, what they commit to.
    pub bold: String,
    /// Below it.
    pub line: String,
}

/// The lines of the note before the step that runs, while the coaching does; all of them in the lobby and at the end.
pub fn quotes(inside: &Inside, found: &Found, step: Option<Step>) -> Vec<Quote> {
    if step.is_some_and(|now| now.part.segment() != Segment::Coaching) {
        return Vec::new();
    }
    let two = inside.held.presenters[1].is_some();
    let is_now =
        |slot: u8, part: Part| step.is_some_and(|now| (now.slot, now.part) == (slot, part));
    let lines = found.notes.iter();
    lines
        .filter(|one| !one.words.is_empty())
        .filter(|one| !is_now(one.slot, one.part) || !inside.i_write())
        .filter(|one| step.is_none_or(|now| now.slot == one.slot || !two))
        .map(|one| Quote {
            label: label(inside, one.slot, one.part, two),
            words: one.words.clone(),
        })
        .collect()
}

fn label(inside: &Inside, slot: u8, part: Part, two: bool) -> String {
    let presenter = inside.held.presenter(slot).filter(|_| two);
    match presenter {
        Some(seat) => {
            let who = Person::new(inside.name_of(seat));
            format!("{}, {}", part.label(), who.first())
        }
        None => part.label().to_owned(),
    }
}

/// The field of whoever writes, where something is written.
pub fn note_box(inside: &Inside, found: &Found, step: Option<Step>) -> Option<NoteBox> {
    let step = step.filter(|step| step.part.is_written())?;
    if !inside.i_write() && !inside.held.one_device {
        return None;
    }
    let presenter = inside.held.presenter(step.slot);
    // what all say together is in nobody's words
    let presenter = presenter.filter(|_| step.part.is_presented());
    let who = Person::new(presenter.map_or("", |seat| inside.name_of(seat)));
    let mut noted = found.notes.iter();
    let noted = noted.find(|one| one.slot == step.slot && one.part == step.part);
    Some(NoteBox {
        slot: step.slot,
        part: step.part.key(),
        label: match who.name.is_empty() {
            true => step.part.label().to_owned(),
            false => format!("{}, in {}\u{2019}s words", step.part.label(), who.first()),
        },
        words: noted.map(|one| one.words.clone()).unwrap_or_default(),
        state: format!(
            "<input type=\"hidden\" name=\"revision\" value=\"{}\">",
            noted.map_or(0, |one| one.revision)
        ),
        most: NOTE_MAX,
    })
}

/// The answers of a slot that may be read: all of a prompt once everybody here has written or the room has gone on.
/// Until then nobody reads any, so that nobody copies.
pub fn answers(inside: &Inside, found: &Found, step: Option<Step>, here: usize) -> Vec<Answer> {
    if step.is_some_and(|now| now.part.segment() != Segment::Coaching) {
        return Vec::new();
    }
    let mine = |slot: u8| inside.is_mine(inside.held.presenter(slot)) || inside.held.one_device;
    let readable = |slot: u8, part: Part| match step {
        None => true,
        Some(now) if now.slot != slot => false,
        Some(now) if now.part == part => is_complete(found, now, here),
        Some(now) => part < now.part,
    };
    let shown = found.answers.iter();
    shown
        .filter(|one| readable(one.slot, one.part))
        .map(|one| Answer {
            who: Person::new(inside.name_of(&one.seat)),
            seat: one.seat.to_string(),
            part: one.part.key(),
            slot: one.slot,
            words: one.words.clone(),
            useful: one.useful,
            mine_to_mark: mine(one.slot),
        })
        .collect()
}

fn count(found: &Found, step: Step) -> usize {
    let of =
        |one: &&crate::sessions::spoken::PeerAnswer| (one.slot, one.part) == (step.slot, step.part);
    found.answers.iter().filter(of).count()
}

/// Whether everybody here but the presenter has written what the step asks of peers.
pub fn is_complete(found: &Found, step: Step, here: usize) -> bool {
    let expected = here.saturating_sub(1);
    step.part.is_asked_of_peers() && expected > 0 && count(found, step) >= expected
}

/// How many of those who are here have written.
pub fn answers_in(found: &Found, step: Option<Step>, here: usize) -> String {
    let Some(step) = step.filter(|step| step.part.is_asked_of_peers()) else {
        return String::new();
    };
    let what = if step.part == Part::Question {
        "questions"
    } else {
        "moves"
    };
    let (written, expected) = (count(found, step), here.saturating_sub(1));
    format!("{written} of {} {what} are in.", expected.max(written))
}

/// What is told at a step, with its heading.
pub fn told(
    scene: &mut Scene<'_, '_>,
    inside: &Inside,
    found: &Found,
    step: Option<Step>,
) -> Result<(&'static str, Vec<Told>), Problem> {
    match step.map(|step| step.part) {
        None | Some(Part::Opening) => Ok(("Words of the day", words(inside, found))),
        Some(Part::Results) => {
            // what was promised and is not ticked off comes first
            let mut told = promises::open(scene, inside)?;
            told.extend(results(scene, inside)?);
            Ok(("Last week", told))
        }
        Some(Part::Plan) => Ok(("Planned so far", plans(scene, inside)?)),
        Some(Part::Commit) => Ok(("Commitments", promises::told(scene, inside)?)),
        Some(_) => match step {
            Some(step) => showcase::told(scene, inside, step),
            None => Ok(("", Vec::new())),
        },
    }
}

fn words(inside: &Inside, found: &Found) -> Vec<Told> {
    let said = found.came.iter();
    said.filter(|one| !one.word.is_empty() || !one.mood.is_empty())
        .map(|one| Told {
            who: Some(Person::new(inside.name_of(&one.seat))),
            bold: one.word.clone(),
            line: mood(&one.mood).to_owned(),
        })
        .collect()
}

/// The mood as pages say it.
pub fn mood(key: &str) -> &'static str {
    let found = MOODS.iter().find(|(one, _)| *one == key);
    found.map_or("", |(_, words)| words)
}

/// The move of each person in the week before, with what they reported. Who reported nothing is named with the move
/// and no word more.
pub fn results(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Vec<Told>, Problem> {
    let Some(week) = tells_of(inside.meeting) else {
        return Ok(Vec::new());
    };
    let moves = of_cohort(scene, inside.cohort())?;
    let veil = inside.veil(scene)?;
    let everybody = inside.everybody(scene.now);
    let of = |seat| {
        let mut own = moves.iter().rev();
        own.find(|one: &&Kept| one.seat == seat && one.experiment.week == week)
    };
    let told = |one: &&crate::cohorts::store::Seated| {
        let kept = of(one.seat)?;
        Some(Told {
            who: Some(Person::new(one.name.as_str())),
            bold: match veil.hides(kept) {
                true if inside.is_shared() => "tells it now, and a peer judges it".to_owned(),
                true => "tells it now, and you judge it".to_owned(),
                false => outcome(kept),
            },
            line: first_line(&kept.experiment.plan.action).to_owned(),
        })
    };
    Ok(everybody.iter().filter_map(told).collect())
}

fn outcome(kept: &Kept) -> String {
    match kept.report.as_ref().map(|report| &report.check_in) {
        Some(CheckIn::Tried(tried)) => outcome_words(tried.outcome).to_owned(),
        Some(CheckIn::NotThisWeek(_)) => "not this week".to_owned(),
        None => "tells it now".to_owned(),
    }
}

/// Who has a plan for the week of the session or a later one.
pub fn plans(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Vec<Told>, Problem> {
    let Some(week) = inside.meeting.week() else {
        return Ok(Vec::new());
    };
    let moves = of_cohort(scene, inside.cohort())?;
    let told = |one: &Kept| Told {
        who: Some(Person::new(inside.name_of(&one.seat))),
        bold: first_line(&one.experiment.plan.action).to_owned(),
        line: one.experiment.plan.criteria.text.clone(),
    };
    let next = moves
        .iter()
        .filter(|one| one.experiment.week >= week && one.report.is_none())
        .filter(|one| one.experiment.state.key() == "planned");
    Ok(next.map(told).collect())
}
