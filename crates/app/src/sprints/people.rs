//! The second of the four pages: groups and their people, checked while they are typed.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse};
use axum_extra::extract::Form;
use firstmove_domain::draft::{Check, Draft, GROUPS_MAX, GroupInput, Sign, check};
use firstmove_domain::person::{NewPerson, arranged, in_place};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene};
use crate::frame::{Errors, Frame};
use crate::problem::Problem;
use crate::sign_ups::acts::{Waiting, waiting};
use crate::sprints::acts;
use crate::sprints::drafts::{Mark, Sent, Step, Typed, frame, marks, meanwhile, saved, shown};

/// A group as the page shows it.
pub struct Group {
    /// What was typed.
    pub(super) typed: GroupInput,
    /// What is to be said about it.
    pub(super) check: Check,
    /// For each line of the text whether it is bad; a few empty lines after them.
    pub(super) lines: Vec<bool>,
}

/// The page.
#[derive(Template)]
#[template(path = "sprints/people.html")]
pub struct PeoplePage {
    frame: Frame,
    steps: Vec<Mark>,
    base: String,
    meanwhile: Vec<(String, String)>,
    groups: Vec<Group>,
    /// Who signed up and is not taken yet.
    waiting: Vec<Waiting>,
    more: bool,
    errors: Errors,
}

/// What changes while somebody types.
#[derive(Template)]
#[template(path = "sprints/people_live.html")]
pub struct Live {
    base: String,
    groups: Vec<Group>,
}

fn groups(actor: &Actor, draft: &Draft) -> Result<Vec<Group>, Problem> {
    Ok(checked(draft, &draft.others(&acts::as_person(actor)?)))
}

/// The groups of a draft with what is to be said of each; `others` have a part beside the groups.
pub(super) fn checked(draft: &Draft, others: &[(NewPerson, &'static str)]) -> Vec<Group> {
    let checks = check(&draft.groups, others);
    let pairs = draft.groups.iter().cloned().zip(checks);
    pairs
        .map(|(typed, check)| Group {
            lines: lines(&typed.people, &check),
            typed,
            check,
        })
        .collect()
}

fn lines(text: &str, check: &Check) -> Vec<bool> {
    let many = text.split('\n').count();
    let bad = |line: usize| {
        let begins = format!("Line {line}:");
        let mut notes = check.notes.iter().filter(|note| note.sign == Sign::Bad);
        notes.any(|note| note.sentence.starts_with(&begins))
    };
    (1..=many.max(8) + 2).map(bad).collect()
}

/// Draws the page.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor, typed: Typed<'_>) -> Result<String, Problem> {
    let page = PeoplePage {
        frame: frame(actor, "Set up a sprint: people"),
        steps: marks(Step::People),
        groups: groups(actor, typed.draft)?,
        waiting: waiting(scene, actor, typed.draft)?,
        more: typed.draft.groups.len() < GROUPS_MAX,
        errors: typed.errors(),
        meanwhile: typed.meanwhile,
        base: typed.base,
    };
    Ok(page.render()?)
}

/// The form: a name and a text for each group.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PeopleForm {
    base: String,
    go: String,
    name: Vec<String>,
    people: Vec<String>,
}

impl PeopleForm {
    fn sent(&self) -> Sent {
        Sent {
            base: self.base.clone(),
            go: self.go.clone(),
        }
    }

    /// What was typed, with the lines of a group as `brought` brings them.
    fn change(&self, draft: &mut Draft, brought: fn(&str) -> String) {
        let groups = self.name.iter().zip(&self.people);
        draft.groups = groups
            .map(|(name, people)| GroupInput {
                name: name.clone(),
                people: brought(people),
            })
            .collect();
    }
}

/// `GET /sprints/new/people`
pub async fn show_people(State(app): State<App>, visitor: Visitor) -> Answer {
    shown(app, visitor, Step::People).await
}

/// `POST /sprints/new/people`
pub async fn save_people(
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<PeopleForm>,
) -> Answer {
    saved(app, visitor, Step::People, form.sent(), move |draft| {
        form.change(draft, arranged);
    })
    .await
}

/// `POST /sprints/new/people/draft`: keeps what is typed meanwhile and says what is wrong with it.
pub async fn keep_people(
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<PeopleForm>,
) -> Answer {
    let live = app
        .act(visitor, move |scene, actor| {
            let kept = acts::draft(scene, actor)?;
            let mut draft = kept.clone();
            // what is wrong stands beside the line in which it is typed
            form.change(&mut draft, in_place);
            draft.level();
            let sent = form.sent();
            // another window was there: the form itself will say so
            let mine = meanwhile(Step::People, &sent, &kept, &draft).is_empty();
            if mine {
                acts::keep(scene, actor, &draft)?;
            }
            Ok(Live {
                base: if mine {
                    Step::People.base(&draft)
                } else {
                    sent.base
                },
                groups: groups(actor, &draft)?,
            })
        })
        .await?;
    Ok(Html(live.render()?).into_response())
}
