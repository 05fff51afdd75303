//! The form of a story, and what its buttons do.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::check_in::CheckIn;
use firstmove_domain::form::long_day;
use firstmove_domain::history::Outcome;
use firstmove_domain::id::{ExperimentId, StoryId};
use firstmove_domain::story::{Consent, Kind, StoryInput, showcases};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::form::errors;
use crate::cohorts::store::Cohort;
use crate::experiments::Place;
use crate::experiments::acts as moves;
use crate::frame::{Choice, Errors, Frame};
use crate::problem::Problem;
use crate::sessions;
use crate::stories::acts;
use crate::stories::list::leader_page;

/// What a new story starts from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct From {
    /// An own move that was reported.
    about: String,
    /// The week of the showcase for which it is offered.
    showcase: String,
    /// `win` or `lesson`.
    kind: String,
}

/// The form, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct StorySent {
    /// The fields.
    #[serde(flatten)]
    pub input: StoryInput,
    /// The id that it is to have, drawn when the form was shown: sent twice is once.
    pub id: String,
    /// The own move that it is about; may be empty.
    pub about: String,
}

/// The page.
#[derive(Template)]
#[template(path = "stories/form.html")]
pub struct FormPage {
    frame: Frame,
    heading: &'static str,
    action: String,
    sent: StorySent,
    kinds: Vec<Choice>,
    consents: Vec<Choice>,
    showcases: Vec<Choice>,
    errors: Errors,
    /// Where it can be deleted, once it is there.
    delete: Option<String>,
}

/// `GET /stories/new`
pub async fn new(State(app): State<App>, visitor: Visitor, Query(from): Query<From>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let place = Place::of(scene, &actor)?;
        place.must_take_part(scene.now)?;
        let sent = start(scene, &actor, &place, &from)?;
        show(&page(
            scene,
            &actor,
            (&place.cohort, None),
            sent,
            Errors::none(),
        )?)
    })
    .await
}

/// `POST /stories/new`
pub async fn save(State(app): State<App>, visitor: Visitor, Form(sent): Form<StorySent>) -> Answer {
    app.act(visitor, move |scene, actor| take(scene, actor, &sent))
        .await?;
    Ok(see_other("/stories?done=told"))
}

fn take(scene: &mut Scene<'_, '_>, actor: &Actor, sent: &StorySent) -> Result<(), Problem> {
    let place = Place::of(scene, actor)?;
    place.must_take_part(scene.now)?;
    let about = match sent.about.as_str() {
        "" => None,
        about => Some(own_move(scene, actor, &place, about)?.0),
    };
    match sent.input.read() {
        Ok(story) => {
            let drawn = StoryId::new(scene.app.secrets.uuid7(scene.now));
            let id = sent.id.parse().unwrap_or(drawn);
            acts::tell(scene, actor, &place, id, (&story, about))
        }
        Err(problems) => {
            let whose = (&place.cohort, None);
            let page = page(scene, actor, whose, sent.clone(), errors(problems))?;
            Err(ask_again(&page))
        }
    }
}

/// `GET /stories/{id}/edit`
pub async fn edit(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (cohort, told) = acts::own(scene, &actor, &id)?;
        let sent = StorySent {
            input: StoryInput::of(&told.story),
            ..StorySent::default()
        };
        show(&page(
            scene,
            &actor,
            (&cohort, Some(&told.id)),
            sent,
            Errors::none(),
        )?)
    })
    .await
}

/// `POST /stories/{id}/edit`
pub async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<StorySent>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        let (cohort, told) = acts::own(scene, actor, &id)?;
        match sent.input.read() {
            Ok(story) => acts::change(scene, actor, (&cohort, &told), &story),
            Err(problems) => {
                let whose = (&cohort, Some(&told.id));
                let page = page(scene, actor, whose, sent.clone(), errors(problems))?;
                Err(ask_again(&page))
            }
        }
    })
    .await?;
    Ok(see_other("/stories?done=changed"))
}

/// How far a story may go.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    consent: String,
}

/// `POST /stories/{id}/consent`
pub async fn consent(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(wish): Form<Wish>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        let (cohort, told) = acts::own(scene, actor, &id)?;
        // what cannot be read widens nothing
        let wanted = Consent::from_key(wish.consent.trim()).unwrap_or(Consent::Group);
        acts::consent(scene, actor, (&cohort, &told), wanted)
    })
    .await?;
    Ok(see_other("/stories?done=consent"))
}

/// `POST /stories/{id}/delete`
pub async fn delete(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.act(visitor, move |scene, actor| {
        let (cohort, told) = acts::own(scene, actor, &id)?;
        acts::delete(scene, actor, (&cohort, &told))
    })
    .await?;
    Ok(see_other("/stories?done=deleted"))
}

/// An own move of this group that was reported as tried, with the fields that can be taken from it.
fn own_move(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    about: &str,
) -> Result<(ExperimentId, StoryInput), Problem> {
    let id: ExperimentId = about.parse().map_err(|_| Problem::NotFound)?;
    let (cohort, kept) = moves::own(scene, actor, &id)?;
    let tried = kept.report.map(|newest| newest.check_in);
    let Some(CheckIn::Tried(tried)) = tried.filter(|_| cohort == place.cohort.id) else {
        return Err(Problem::NotFound);
    };
    let kind = match tried.outcome {
        Outcome::Succeeded | Outcome::Partially => Kind::Win.key(),
        Outcome::Failed => Kind::Lesson.key(),
        Outcome::TooEarly => "",
    };
    let plan = kept.experiment.plan;
    let input = StoryInput {
        kind: kind.to_owned(),
        situation: match plan.hypothesis.as_str() {
            "" => String::new(),
            believed => format!("I believed that {believed}"),
        },
        action: plan.action,
        impact: tried.line,
        ..StoryInput::default()
    };
    Ok((id, input))
}

/// The form as it is first shown.
fn start(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    from: &From,
) -> Result<StorySent, Problem> {
    let (about, mut input) = match from.about.as_str() {
        "" => (String::new(), StoryInput::default()),
        about => {
            let (id, input) = own_move(scene, actor, place, about)?;
            (id.to_string(), input)
        }
    };
    if let Some(kind) = Kind::from_key(&from.kind) {
        kind.key().clone_into(&mut input.kind);
    }
    Consent::Group.key().clone_into(&mut input.consent);
    input.showcase.clone_from(&from.showcase);
    let id = scene.app.secrets.uuid7(scene.now).to_string();
    Ok(StorySent { input, id, about })
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, story): (&Cohort, Option<&StoryId>),
    sent: StorySent,
    errors: Errors,
) -> Result<FormPage, Problem> {
    let heading = match story {
        Some(_) => "Change your story",
        None => "Tell a story",
    };
    let input = &sent.input;
    let consents = Consent::ALL
        .iter()
        .map(|one| Choice::new(one.key(), one.label(), &input.consent).hint(one.who()));
    Ok(FormPage {
        frame: leader_page(scene, actor, cohort, heading)?,
        heading,
        action: match story {
            Some(id) => format!("/stories/{id}/edit"),
            None => "/stories/new".into(),
        },
        kinds: vec![
            Choice::new("win", "A win", &input.kind).hint("What a move did for the business"),
            Choice::new("lesson", "A lesson", &input.kind).hint("What did not work, and why"),
        ],
        consents: consents.collect(),
        showcases: choices(scene, cohort, &input.showcase)?,
        errors,
        delete: story.map(|id| format!("/stories/{id}/delete")),
        sent,
    })
}

/// The showcases that are still to come, and the one that was chosen.
fn choices(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    given: &str,
) -> Result<Vec<Choice>, Problem> {
    let mut choices = vec![Choice::new("", "None", given)];
    for week in showcases() {
        let begins = sessions::acts::showcase_begins(scene, cohort, week)?;
        let is_given = week.to_string() == given;
        if let Some(begins) = begins.filter(|begins| *begins > scene.now || is_given) {
            let day = long_day(cohort.calendar.local_date(begins));
            let label = format!("Week {week}, {day}");
            choices.push(Choice::new(week.to_string(), label, given));
        }
    }
    Ok(choices)
}
