//! What the four pages of a draft share: which there are, how one is kept, and what happens when two windows change
//! the same page. What was typed is kept whether it is right or not; only going on wants it right.

use firstmove_domain::draft::{Draft, Fault, GroupInput};
use firstmove_domain::rights::Role;
use firstmove_kit::secrets::Secrets;
use serde::Deserialize;
use serde_json::Value;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other};
use crate::dashboard::{capital, theme};
use crate::frame::{Errors, Frame, Person};
use crate::problem::Problem;
use crate::sprints::{acts, check, pages, people, time};

/// The pages, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Skills and roles.
    Skills,
    /// Groups and their people.
    People,
    /// When.
    Time,
    /// Everything once more, and the button.
    Check,
}

impl Step {
    /// All, in order.
    pub const ALL: [Step; 4] = [Step::Skills, Step::People, Step::Time, Step::Check];

    /// What the page is called.
    pub fn name(self) -> &'static str {
        match self {
            Step::Skills => "Skills",
            Step::People => "People",
            Step::Time => "Time",
            Step::Check => "Check",
        }
    }

    /// Where it is.
    pub fn path(self) -> &'static str {
        match self {
            Step::Skills => "/sprints/new/skills",
            Step::People => "/sprints/new/people",
            Step::Time => "/sprints/new/time",
            Step::Check => "/sprints/new/check",
        }
    }

    fn next(self) -> Step {
        match self {
            Step::Skills => Step::People,
            Step::People => Step::Time,
            Step::Time | Step::Check => Step::Check,
        }
    }

    /// The part of a draft that the page changes.
    fn part(self, draft: &Draft) -> Value {
        let part = match self {
            Step::Skills => serde_json::to_value(&draft.skills),
            Step::People => serde_json::to_value(&draft.groups),
            Step::Time => serde_json::to_value(&draft.time),
            Step::Check => Ok(Value::Null),
        };
        part.unwrap_or_default()
    }

    /// What tells whether the kept part is still the one that a form was shown with.
    pub fn base(self, draft: &Draft) -> String {
        let mut hash = Secrets::hash(&self.part(draft).to_string());
        hash.truncate(16);
        hash
    }

    /// The faults of the page, given who sets up.
    fn faults(
        self,
        scene: &Scene<'_, '_>,
        actor: &Actor,
        draft: &Draft,
    ) -> Result<Vec<Fault>, Problem> {
        let maker = acts::as_person(actor)?;
        let read = draft.read(&maker, acts::today(scene, &draft.time.zone));
        let pages = read.err().unwrap_or_default();
        let number = Step::ALL.iter().position(|step| *step == self);
        let mine = pages.into_iter().find(|(page, _)| Some(*page) == number);
        Ok(mine.map(|(_, faults)| faults).unwrap_or_default())
    }
}

/// One of the four in the line at the top.
pub struct Mark {
    /// "People".
    pub name: &'static str,
    /// Where it is.
    pub path: &'static str,
    /// `done`, `now` or nothing.
    pub state: &'static str,
}

/// The line at the top of a page.
pub fn marks(now: Step) -> Vec<Mark> {
    let place = |step: &Step| Step::ALL.iter().position(|one| one == step);
    let mark = |step: Step| Mark {
        name: step.name(),
        path: step.path(),
        state: match place(&step).cmp(&place(&now)) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "",
        },
    };
    Step::ALL.into_iter().map(mark).collect()
}

/// The frame of a page.
pub fn frame(actor: &Actor, title: &str) -> Frame {
    let mut frame =
        Frame::plain(title).read_by(Person::new(actor.name.as_str()), Role::Coordinator.name());
    frame.theme = theme(actor);
    frame
}

/// What every form of a draft carries beside its fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// The part that the form was shown with.
    pub base: String,
    /// Which button was pressed: `next`, `later`, `look`, `group`, `drop-2`, `file-2`, `link-2`.
    pub go: String,
}

/// A page with what was typed, what is wrong with it, and what another window has kept meanwhile.
pub struct Typed<'d> {
    /// What was typed.
    pub draft: &'d Draft,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What was kept by another window: a name and a text for each difference.
    pub meanwhile: Vec<(String, String)>,
    /// The part that is kept now.
    pub base: String,
}

impl Typed<'_> {
    /// The sentences beside the fields.
    pub fn errors(&self) -> Errors {
        let mut errors = Errors::none();
        for fault in &self.faults {
            errors.add(fault.field.clone(), fault.sentence.clone());
        }
        errors
    }
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    step: Step,
    typed: Typed<'_>,
) -> Result<String, Problem> {
    match step {
        Step::Skills => pages::skills(actor, typed),
        Step::People => people::page(scene, actor, typed),
        Step::Time => time::page(scene, actor, typed),
        Step::Check => check::page(scene, actor, typed.draft),
    }
}

/// Shows a page of the actor's draft.
pub async fn shown(app: App, visitor: Visitor, step: Step) -> Answer {
    app.page(visitor, move |scene, actor| {
        let draft = acts::draft(scene, &actor)?;
        let typed = Typed {
            draft: &draft,
            faults: Vec::new(),
            meanwhile: Vec::new(),
            base: step.base(&draft),
        };
        let html = page(scene, &actor, step, typed)?;
        Ok(crate::app::page_of(html))
    })
    .await
}

/// Where a form leads.
enum Outcome {
    /// To another page.
    Go(String),
    /// Back to itself.
    Again(String),
}

/// Keeps a page of the actor's draft, changed by what was sent, and goes where the button says.
pub async fn saved(
    app: App,
    visitor: Visitor,
    step: Step,
    sent: Sent,
    change: impl Fn(&mut Draft) + Send + Sync + 'static,
) -> Answer {
    let outcome = app
        .act(visitor, move |scene, actor| {
            let kept = acts::draft(scene, actor)?;
            let mut draft = kept.clone();
            change(&mut draft);
            draft.level();
            let there = meanwhile(step, &sent, &kept, &draft);
            if !there.is_empty() {
                let typed = Typed {
                    draft: &draft,
                    faults: vec![],
                    meanwhile: there,
                    base: step.base(&kept),
                };
                return Ok(Outcome::Again(page(scene, actor, step, typed)?));
            }
            pressed(scene, actor, (step, &sent.go), draft)
        })
        .await?;
    match outcome {
        Outcome::Go(place) => Ok(see_other(&place)),
        Outcome::Again(html) => Err(Problem::Invalid(html)),
    }
}

/// What another window has kept since the form was shown; nothing where the form may be kept.
pub fn meanwhile(step: Step, sent: &Sent, kept: &Draft, typed: &Draft) -> Vec<(String, String)> {
    let (kept_part, typed_part) = (step.part(kept), step.part(typed));
    if sent.base == step.base(kept) || kept_part == typed_part {
        return Vec::new();
    }
    let mut found = Vec::new();
    differences("", &kept_part, &typed_part, &mut found);
    found
}

fn differences(name: &str, kept: &Value, typed: &Value, found: &mut Vec<(String, String)>) {
    match kept {
        Value::Object(fields) => {
            for (field, value) in fields {
                let name = format!("{name} {}", field.replace('_', " "));
                differences(name.trim(), value, &typed[field.as_str()], found);
            }
        }
        Value::Array(list) => {
            for (place, value) in list.iter().enumerate() {
                let name = format!("{name} group {}", place + 1);
                differences(name.trim(), value, &typed[place], found);
            }
        }
        Value::String(text) if kept != typed => found.push((capital(name), text.clone())),
        _ => {}
    }
}

fn pressed(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (step, go): (Step, &str),
    mut draft: Draft,
) -> Result<Outcome, Problem> {
    let here = |draft: &Draft| format!("{}?groups={}", step.path(), draft.groups.len());
    if go == "group" {
        draft.groups.push(GroupInput::named(draft.groups.len()));
        draft.level();
    } else if let Some(place) = go.strip_prefix("drop-") {
        let place: usize = place.parse().map_err(|_| Problem::NotFound)?;
        if draft.groups.len() > 1 && place < draft.groups.len() {
            draft.groups.remove(place);
            draft.time.meetings.remove(place);
        }
    }
    acts::keep(scene, actor, &draft)?;
    if go == "group" || go.starts_with("drop-") || go == "look" {
        return Ok(Outcome::Go(here(&draft)));
    }
    for door in ["file", "link"] {
        let place = go
            .strip_prefix(door)
            .and_then(|rest| rest.strip_prefix('-'));
        if let Some(place) = place {
            let place: usize = place.parse().map_err(|_| Problem::NotFound)?;
            return Ok(Outcome::Go(format!("{}/{door}?group={place}", step.path())));
        }
    }
    if go == "later" {
        return Ok(Outcome::Go("/".into()));
    }
    let faults = step.faults(scene, actor, &draft)?;
    if faults.is_empty() {
        return Ok(Outcome::Go(step.next().path().to_owned()));
    }
    let typed = Typed {
        draft: &draft,
        faults,
        meanwhile: Vec::new(),
        base: step.base(&draft),
    };
    Ok(Outcome::Again(page(scene, actor, step, typed)?))
}
