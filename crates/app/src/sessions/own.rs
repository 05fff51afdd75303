//! What the reader may write at a step: a word, a question, another move, the next plan, a commitment. There is no box
//! for advice anywhere.

use firstmove_domain::id::SeatId;
use firstmove_domain::session::input::{ANSWER_MAX, MOODS, WORD_MAX};
use firstmove_domain::session::{Part, Stage, Step, agenda};
use firstmove_domain::week::Week;

use crate::app::Scene;
use crate::experiments::embedded;
use crate::frame::{Choice, Errors, Person};
use crate::problem::Problem;
use crate::retrospectives::board;
use crate::sessions::inside::Inside;
use crate::sessions::promises;
use crate::sessions::showcase;
use crate::sessions::spoken::{Attendant, PeerAnswer};
use crate::sessions::view::{Found, base};
use crate::sessions::words::Said;
use crate::thanks::form::{self, Thank};

/// The form of a step.
pub enum Own {
    /// Nothing to write.
    Nothing,
    /// One's word and mood.
    Opening(Opening),
    /// One question, or one other move.
    Ask(Ask),
    /// The plan, as the form or as the line that it is saved.
    Plan(String),
    /// What one commits to.
    Commit(Commit),
    /// Thanks to somebody by name, and how many such lines there are.
    Thank(Thank, usize),
    /// The wall of the retrospective, and what tells whether it changed.
    Board(String, String),
}

/// The word and the mood.
pub struct Opening {
    /// Who is meant, on the one device of a room.
    pub seats: Vec<Choice>,
    /// What was typed.
    pub word: String,
    /// The five moods.
    pub moods: Vec<Choice>,
    /// Whether it was said before.
    pub said: bool,
    /// The longest word.
    pub most: usize,
    /// Sentences beside the fields.
    pub errors: Errors,
}

impl Opening {
    /// The form with one's own word and mood in it.
    pub fn of(word: &str, mood: &str) -> Opening {
        Opening {
            seats: Vec::new(),
            word: word.to_owned(),
            moods: MOODS
                .iter()
                .map(|(key, words)| Choice::new(*key, *words, mood))
                .collect(),
            said: !word.is_empty() || !mood.is_empty(),
            most: WORD_MAX,
            errors: Errors::none(),
        }
    }
}

/// A question or another move.
pub struct Ask {
    /// Who is meant, on the one device of a room.
    pub seats: Vec<Choice>,
    /// Whose slot.
    pub slot: u8,
    /// The key of the prompt.
    pub part: &'static str,
    /// The label of the field.
    pub label: &'static str,
    /// What stands before it; may be empty.
    pub begins: &'static str,
    /// What was typed or sent.
    pub text: String,
    /// Whether it was sent before.
    pub sent: bool,
    /// The button.
    pub button: &'static str,
    /// A line below.
    pub hint: &'static str,
    /// The longest text.
    pub most: usize,
    /// Sentences beside the fields.
    pub errors: Errors,
}

/// A commitment.
pub struct Commit {
    /// Who is meant, on the one device of a room.
    pub seats: Vec<Choice>,
    /// The id that it is to have: sent twice is once.
    pub id: String,
    /// What was typed.
    pub what: String,
    /// By when.
    pub due: String,
    /// How many the reader made in this session.
    pub made: usize,
    /// Sentences beside the fields.
    pub errors: Errors,
}

/// The form that the reader has at the step that runs.
pub fn of(
    scene: &mut Scene<'_, '_>,
    inside: &Inside,
    found: &Found,
    errors: &Errors,
    typed: &Said,
) -> Result<Own, Problem> {
    if inside.held.is_over() {
        return Ok(Own::Nothing);
    }
    if let Some((html, identity)) = board::draw(scene, inside, errors, &typed.wall)? {
        return Ok(Own::Board(html, identity));
    }
    let lobby = inside.held.room.stage == Stage::Lobby;
    if lobby && !has_opening(inside) || inside.me().is_none() && !inside.held.one_device {
        return Ok(Own::Nothing);
    }
    let step = match inside.held.room.stage {
        Stage::Lobby => None,
        _ => inside.held.room.step().map(|(_, step)| step),
    };
    Ok(match step.map(|step| (step, step.part)) {
        None | Some((_, Part::Opening)) => {
            Own::Opening(opening(scene, inside, found, errors, typed))
        }
        Some((step, Part::Question | Part::Alternative)) => {
            match inside.is_mine(inside.held.presenter(step.slot)) && !inside.held.one_device {
                true => Own::Nothing,
                false => Own::Ask(ask(scene, inside, found, step, errors, typed)),
            }
        }
        Some((_, Part::Plan)) if inside.me().is_some() => {
            let week = inside.meeting.week().unwrap_or(Week::FIRST);
            Own::Plan(embedded::plan(scene, inside.mine()?, week, &base(inside))?)
        }
        Some((_, Part::Recognition)) if showcase::thanks_by_name(inside) => {
            let given = showcase::thanked(scene, inside)?.len();
            let thank = form::of(scene, inside.mine()?, typed.thank.clone(), errors.clone());
            Own::Thank(thank, given)
        }
        Some((_, Part::Commit)) => Own::Commit(commit(scene, inside, errors, typed)?),
        Some(_) => Own::Nothing,
    })
}

/// Whether this meeting begins with a word of each.
fn has_opening(inside: &Inside) -> bool {
    let steps = agenda::steps(inside.meeting, false);
    steps.iter().any(|step| step.part == Part::Opening)
}

/// Who is left out, and whose is in already.
type Marks<'m> = (Option<&'m str>, &'m dyn Fn(&SeatId) -> bool);

/// Everybody, on the one device of a room; nobody to choose elsewhere.
fn seats(
    scene: &Scene<'_, '_>,
    inside: &Inside,
    given: &str,
    (without, done): Marks<'_>,
) -> Vec<Choice> {
    if !inside.held.one_device {
        return Vec::new();
    }
    let everybody = inside.everybody(scene.now).into_iter();
    everybody
        .filter(|one| without != Some(one.seat.to_string().as_str()))
        .map(|one| {
            let who = Person::new(one.name.as_str());
            let label = match done(&one.seat) {
                true => format!("{} (done)", who.first()),
                false => who.first().to_owned(),
            };
            Choice::new(one.seat.to_string(), label, given)
        })
        .collect()
}

fn opening(
    scene: &Scene<'_, '_>,
    inside: &Inside,
    found: &Found,
    errors: &Errors,
    typed: &Said,
) -> Opening {
    let own = found
        .came
        .iter()
        .find(|one| inside.is_mine(Some(&one.seat)) && !inside.held.one_device);
    let before = own.map_or(("", ""), |one| (one.word.as_str(), one.mood.as_str()));
    let (word, mood) = match errors.is_empty() {
        true => before,
        false => (typed.word.as_str(), typed.mood.as_str()),
    };
    let has_said = |seat: &SeatId| {
        let said =
            |one: &&Attendant| one.seat == *seat && !(one.word.is_empty() && one.mood.is_empty());
        found.came.iter().any(|one| said(&one))
    };
    Opening {
        seats: seats(scene, inside, &typed.seat, (None, &has_said)),
        said: before != ("", ""),
        errors: errors.clone(),
        ..Opening::of(word, mood)
    }
}

fn ask(
    scene: &Scene<'_, '_>,
    inside: &Inside,
    found: &Found,
    step: Step,
    errors: &Errors,
    typed: &Said,
) -> Ask {
    let is_own = |one: &&PeerAnswer| {
        inside.is_mine(Some(&one.seat))
            && (one.slot, one.part) == (step.slot, step.part)
            && !inside.held.one_device
    };
    let sent = found.answers.iter().find(is_own);
    let is_question = step.part == Part::Question;
    let presenter = inside.held.presenter(step.slot).map(ToString::to_string);
    let has_sent = |seat: &SeatId| {
        let of = |one: &PeerAnswer| (one.slot, one.part, one.seat) == (step.slot, step.part, *seat);
        found.answers.iter().any(of)
    };
    Ask {
        seats: seats(
            scene,
            inside,
            &typed.seat,
            (presenter.as_deref(), &has_sent),
        ),
        slot: step.slot,
        part: step.part.key(),
        label: if is_question {
            "Your one question"
        } else {
            "Another move would be to"
        },
        begins: if is_question {
            ""
        } else {
            "Another move would be to"
        },
        text: match errors.is_empty() {
            true => sent.map(|one| one.words.clone()).unwrap_or_default(),
            false => typed.answer.clone(),
        },
        sent: sent.is_some(),
        button: match (is_question, sent.is_some()) {
            (true, false) => "Send my question",
            (true, true) => "Change my question",
            (false, false) => "Send my move",
            (false, true) => "Change my move",
        },
        hint: if is_question {
            "One question each, 140 characters."
        } else {
            "One move each, 140 characters."
        },
        most: ANSWER_MAX,
        errors: errors.clone(),
    }
}

fn commit(
    scene: &mut Scene<'_, '_>,
    inside: &Inside,
    errors: &Errors,
    typed: &Said,
) -> Result<Commit, Problem> {
    let key = inside.meeting.key();
    let all = promises::of_cohort(scene.conn, &inside.cohort().id)?;
    let again = !errors.is_empty();
    let has_committed = |seat: &SeatId| {
        let of = |one: &promises::Promise| one.seat == *seat && one.meeting == key;
        all.iter().any(of)
    };
    Ok(Commit {
        seats: seats(scene, inside, &typed.seat, (None, &has_committed)),
        id: scene.app.secrets.uuid7(scene.now).to_string(),
        what: if again {
            typed.what.clone()
        } else {
            String::new()
        },
        due: if again {
            typed.due.clone()
        } else {
            promises::default_due(inside).to_string()
        },
        made: all
            .iter()
            .filter(|one| inside.is_mine(Some(&one.seat)) && one.meeting == key)
            .count(),
        errors: errors.clone(),
    })
}
