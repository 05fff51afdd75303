//! The first of the four pages: skills, and who else has a part. And how a draft is thrown away.

use askama::Template;
use axum::extract::State;
use axum_extra::extract::Form;
use firstmove_domain::draft::SkillsInput;
use firstmove_domain::skill;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, see_other};
use crate::frame::{Choice, Errors, Frame};
use crate::problem::Problem;
use crate::sprints::acts;
use crate::sprints::drafts::{Mark, Sent, Step, Typed, frame, marks, saved, shown};

/// The page.
#[derive(Template)]
#[template(path = "sprints/skills.html")]
pub struct SkillsPage {
    frame: Frame,
    steps: Vec<Mark>,
    form: SkillsInput,
    base: String,
    meanwhile: Vec<(String, String)>,
    skills: Vec<Choice>,
    second_skills: Vec<Choice>,
    errors: Errors,
}

/// Draws the page.
pub fn skills(actor: &Actor, typed: Typed<'_>) -> Result<String, Problem> {
    let form = typed.draft.skills.clone();
    let library = |none: &str, given: &str| -> Vec<Choice> {
        let listed = skill::skills()
            .iter()
            .map(|skill| Choice::new(skill.key, skill.name, given.trim()));
        std::iter::once(Choice::new("", none, ""))
            .chain(listed)
            .collect()
    };
    let page = SkillsPage {
        frame: frame(actor, "Set up a sprint: skills"),
        steps: marks(Step::Skills),
        skills: library("Choose a skill", &form.skill),
        second_skills: library("No second skill", &form.second_skill),
        errors: typed.errors(),
        meanwhile: typed.meanwhile,
        base: typed.base,
        form,
    };
    Ok(page.render()?)
}

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SkillsForm {
    #[serde(flatten)]
    sent: Sent,
    #[serde(flatten)]
    skills: SkillsInput,
}

/// `GET /sprints/new/skills`
pub async fn show_skills(State(app): State<App>, visitor: Visitor) -> Answer {
    shown(app, visitor, Step::Skills).await
}

/// `POST /sprints/new/skills`
pub async fn save_skills(
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<SkillsForm>,
) -> Answer {
    let skills = form.skills;
    saved(app, visitor, Step::Skills, form.sent, move |draft| {
        draft.skills = skills.clone();
    })
    .await
}

/// `POST /sprints/new/discard`
pub async fn discard(State(app): State<App>, visitor: Visitor) -> Answer {
    app.act(visitor, acts::discard).await?;
    Ok(see_other("/"))
}
