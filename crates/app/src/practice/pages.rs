//! The practice, for a leader alone: five moments, each in three steps. The first two are chosen in the address and
//! explained, so that nothing of them is kept; only the question of the third is. A coordinator may read along.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::practice::{
    KEYS, Other, Reply, ReplyKind, SCENARIOS, Scenario, chosen, scenario,
};
use firstmove_domain::rights::Role;
use firstmove_domain::session::Part;
use firstmove_domain::session::input::{ANSWER_MAX, answer};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, only, see_other, show};
use crate::check_ins::form::errors;
use crate::dashboard::{capital, theme};
use crate::experiments::Place;
use crate::frame::{Choice, Errors, Frame, Kind, Person};
use crate::practice::{acts, store};
use crate::problem::Problem;

/// One scenario in the list.
struct Line {
    number: usize,
    it: &'static Scenario,
    done: bool,
}

/// The list.
#[derive(Template)]
#[template(path = "practice/list.html")]
struct ListPage {
    frame: Frame,
    lines: Vec<Line>,
    /// The first that is not done; 0 where there is none for the reader.
    next: usize,
    /// Whether all are done.
    trained: bool,
    /// Whether the reader is a leader, who can do them.
    practises: bool,
}

/// Something that was said, explained.
struct Told {
    words: String,
    /// What it is.
    name: &'static str,
    why: &'static str,
    /// Whether it is the one that was looked for.
    right: bool,
    /// Whether the reader chose it.
    mine: bool,
}

/// One step in which something is chosen: the choices, then what they are.
struct Step {
    choices: Vec<Choice>,
    told: Vec<Told>,
    /// What is said about the reader's choice; empty before one.
    verdict: &'static str,
}

impl Step {
    /// Whether the reader has still to choose.
    fn waits(&self) -> bool {
        self.told.is_empty()
    }
}

/// One scenario.
#[derive(Template)]
#[template(path = "practice/scenario.html")]
struct ScenarioPage {
    frame: Frame,
    number: u8,
    count: usize,
    it: &'static Scenario,
    prompts: [(String, &'static str); 3],
    reply: Step,
    other: Step,
    sent: Sent,
    max: usize,
    practises: bool,
    done: bool,
    errors: Errors,
}

/// What was chosen and typed, as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// Which reply was taken for the question.
    reply: String,
    /// Which was taken for another move.
    other: String,
    /// In which step something was sent.
    step: String,
    /// The question of one's own.
    answer: String,
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// The reader's place; none for a coordinator, who reads along. For all others there is no practice.
fn reader(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Option<Place>, Problem> {
    match Place::of(scene, actor) {
        Ok(place) => Ok(Some(place)),
        Err(Problem::NotFound) => only(actor, Role::Coordinator).map(|()| None),
        Err(problem) => Err(problem),
    }
}

fn frame(scene: &Scene<'_, '_>, actor: &Actor, place: Option<&Place>, title: &str) -> Frame {
    match place {
        Some(place) => place.frame(scene, actor, title),
        None => {
            let person = Person::new(actor.name.as_str());
            let mut frame = Frame::new(title, Kind::Coordinator).read_by(person, "Coordinator");
            frame.theme = theme(actor);
            frame
        }
    }
}

/// `GET /practice`
pub async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Done>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let place = reader(scene, &actor)?;
        let own = store::questions(scene.conn, &actor.person)?;
        let line = |(number, it): (usize, &'static Scenario)| Line {
            number,
            it,
            done: u8::try_from(number).is_ok_and(|number| own.contains_key(&number)),
        };
        let lines: Vec<Line> = (1..).zip(&SCENARIOS).map(line).collect();
        let next = lines.iter().find(|one| !one.done).map(|one| one.number);
        let notice = (asked.done == "kept").then(|| "Your question is kept, for you alone.".into());
        show(&ListPage {
            frame: frame(scene, &actor, place.as_ref(), "Practice").with_notice(notice),
            trained: next.is_none(),
            next: next.filter(|_| place.is_some()).unwrap_or(0),
            lines,
            practises: place.is_some(),
        })
    })
    .await
}

/// `GET /practice/{number}`
pub async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(sent): Query<Sent>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let errors = not_chosen(&sent);
        show(&page(scene, &actor, &number, sent, errors)?)
    })
    .await
}

/// `POST /practice/{number}`
pub async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        let place = Place::of(scene, actor)?;
        let asked = number.parse().map_err(|_| Problem::NotFound)?;
        scenario(asked).ok_or(Problem::NotFound)?;
        match answer(Part::Question, &sent.answer) {
            Ok(question) => acts::practise(scene, actor, &place, asked, &question),
            Err(problems) => Err(page(scene, actor, &number, sent.clone(), errors(problems))
                .map_or_else(|problem| problem, |page| ask_again(&page))),
        }
    })
    .await?;
    Ok(see_other("/practice?done=kept"))
}

/// A sentence where the button was pressed with nothing chosen, or with what is no choice.
fn not_chosen(sent: &Sent) -> Errors {
    let sentence = "Choose one of them. A wrong one costs nothing: it is explained.";
    match sent.step.as_str() {
        "reply" if chosen(&sent.reply, 3).is_none() => Errors::one("reply", sentence),
        "other" if chosen(&sent.other, 2).is_none() => Errors::one("other", sentence),
        _ => Errors::none(),
    }
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    number: &str,
    mut sent: Sent,
    errors: Errors,
) -> Result<ScenarioPage, Problem> {
    let number: u8 = number.parse().map_err(|_| Problem::NotFound)?;
    let it = scenario(number).ok_or(Problem::NotFound)?;
    let place = reader(scene, actor)?;
    let own = store::questions(scene.conn, &actor.person)?.remove(&number);
    let done = own.is_some();
    // who has written already reads all of it; what was typed stays as it came
    let read = done || !sent.answer.is_empty() || errors.of("answer").is_some();
    if sent.answer.is_empty() && errors.is_empty() {
        sent.answer = own.unwrap_or_default();
    }
    let [intent, barriers, success] = [Part::Intent, Part::Barriers, Part::Success];
    let asked = |part: Part| part.title(it.presenter);
    Ok(ScenarioPage {
        frame: frame(scene, actor, place.as_ref(), it.title),
        number,
        count: SCENARIOS.len(),
        prompts: [
            (asked(intent), it.intent),
            (asked(barriers), it.barriers),
            (asked(success), it.success),
        ],
        reply: replies(it, &sent.reply, read),
        other: others(it, &sent.other, read),
        it,
        sent,
        max: ANSWER_MAX,
        practises: place.is_some(),
        done,
        errors,
    })
}

fn replies(it: &'static Scenario, key: &str, read: bool) -> Step {
    let mine = chosen(key, it.replies.len());
    let told = |(at, one): (usize, &'static Reply)| Told {
        words: capital(one.words),
        name: one.kind.name(),
        why: one.why,
        right: one.kind == ReplyKind::Question,
        mine: mine == Some(at),
    };
    Step {
        choices: choices(it.replies.iter().map(|one| one.words), key),
        told: match mine.is_some() || read {
            true => it.replies.iter().enumerate().map(told).collect(),
            false => Vec::new(),
        },
        verdict: match mine.and_then(|at| it.replies.get(at)).map(|one| one.kind) {
            Some(ReplyKind::Question) => "Yes. This one asks and does not tell.",
            Some(ReplyKind::Advice) => {
                "This one is advice. Read what sets the question apart, then go on."
            }
            Some(ReplyKind::Instruction) => {
                "This one tells what to do, in the form of a question. Read the difference, then go on."
            }
            None => "",
        },
    }
}

fn others(it: &'static Scenario, key: &str, read: bool) -> Step {
    let mine = chosen(key, it.others.len());
    let told = |(at, one): (usize, &'static Other)| Told {
        words: capital(one.words),
        name: one.name(),
        why: one.why,
        right: one.is_move,
        mine: mine == Some(at),
    };
    Step {
        choices: choices(it.others.iter().map(|one| one.words), key),
        told: match mine.is_some() || read {
            true => it.others.iter().enumerate().map(told).collect(),
            false => Vec::new(),
        },
        verdict: match mine.and_then(|at| it.others.get(at)).map(|one| one.is_move) {
            Some(true) => "Yes. It is a thing to do, and it leaves the choice.",
            Some(false) => {
                "This one is advice. It brings its reasons along, so it wants to convince."
            }
            None => "",
        },
    }
}

fn choices(words: impl Iterator<Item = &'static str>, key: &str) -> Vec<Choice> {
    let choice = |(value, words): (&&str, &str)| Choice::new(*value, capital(words), key);
    KEYS.iter().zip(words).map(choice).collect()
}
