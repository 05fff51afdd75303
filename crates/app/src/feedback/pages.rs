//! The five buttons on the leader's home.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::feedback::{Answer as Rating, ITEM, SCALE};
use firstmove_domain::prompt::{Prompt, Use};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other};
use crate::check_ins::form::errors;
use crate::experiments::Place;
use crate::experiments::home::{self, Asked};
use crate::feedback::{acts, store};
use crate::frame::{Choice, Errors};
use crate::problem::Problem;

/// The question as the home page shows it.
#[derive(Debug, Clone)]
pub struct Rate {
    /// The week whose session it is about.
    pub week: u8,
    /// The question, word for word.
    pub item: &'static str,
    /// 1 to 5, and "I was not there".
    pub choices: Vec<Choice>,
    /// The five prompts, and none of them.
    pub prompts: Vec<Choice>,
    /// What was answered before, in words; empty if nothing was.
    pub given: String,
    /// A sentence beside it.
    pub errors: Errors,
}

/// The question, if a session can be rated now.
pub fn question(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    errors: Errors,
) -> Result<Option<Rate>, Problem> {
    let Some(week) = acts::open_week(scene, &place.cohort)? else {
        return Ok(None);
    };
    if !place.takes_part(scene.now) {
        return Ok(None);
    }
    let own = store::own(scene.conn, &place.cohort.id, &place.me.seat, week)?;
    let key = own.map(|said| said.answer.key()).unwrap_or_default();
    let mut choices: Vec<Choice> = SCALE
        .iter()
        .zip(1u8..)
        .map(|(words, score)| Choice::new(score.to_string(), score.to_string(), &key).hint(*words))
        .collect();
    choices.push(Choice::new("not_there", "I was not there", &key));
    let given = match own.map(|said| said.answer) {
        None => String::new(),
        Some(Rating::NotThere) => "You said that you were not there.".into(),
        Some(Rating::Rated(score)) => {
            let words = SCALE
                .get(usize::from(score).saturating_sub(1))
                .copied()
                .unwrap_or_default();
            format!("You said {score}: {}.", words.to_lowercase())
        }
    };
    Ok(Some(Rate {
        week: week.number(),
        item: ITEM,
        choices,
        prompts: prompts(own.and_then(|said| said.prompt)),
        given,
        errors,
    }))
}

fn prompts(given: Option<Prompt>) -> Vec<Choice> {
    let key = given.map(Prompt::key).unwrap_or_default();
    let none = Choice::new("", "None of them", key);
    let each = Prompt::ALL.map(|one| Choice::new(one.key(), one.label(), key));
    each.into_iter().chain([none]).collect()
}

/// The question whether what helped was used.
#[derive(Debug, Clone)]
pub struct Told {
    /// The week whose session it is about.
    pub week: u8,
    /// What helped most then.
    pub prompt: &'static str,
    /// A sentence beside it.
    pub errors: Errors,
}

/// That question, if it is asked now.
pub fn told(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    errors: Errors,
) -> Result<Option<Told>, Problem> {
    if !place.takes_part(scene.now) {
        return Ok(None);
    }
    let asked = acts::to_tell(scene, place)?;
    Ok(asked.map(|(week, prompt)| Told {
        week: week.number(),
        prompt: prompt.label(),
        errors,
    }))
}

/// Which button.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct UseForm {
    used: String,
}

/// `POST /feedback/{week}/used`
pub async fn used(
    State(app): State<App>,
    visitor: Visitor,
    Path(week): Path<String>,
    Form(form): Form<UseForm>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        let place = Place::of(scene, actor)?;
        let week = read_week(&week)?;
        match Use::read(&form.used) {
            Ok(used) => acts::tell_use(scene, &place, week, used),
            Err(problems) => {
                let asked = Asked {
                    use_errors: errors(problems),
                    ..Asked::default()
                };
                Err(home::again(scene, actor, &asked))
            }
        }
    })
    .await?;
    Ok(see_other("/home?done=used"))
}

fn read_week(week: &str) -> Result<Week, Problem> {
    let week = week.parse().ok().and_then(Week::new);
    week.ok_or(Problem::NotFound)
}

/// The form.
#[derive(Debug, Default, Deserialize)]
pub struct RateForm {
    #[serde(default)]
    rating: String,
    #[serde(default)]
    prompt: String,
}

/// `POST /feedback/{week}`
pub async fn rate(
    State(app): State<App>,
    visitor: Visitor,
    Path(week): Path<String>,
    Form(form): Form<RateForm>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        take(scene, actor, &week, &form)
    })
    .await?;
    Ok(see_other("/home?done=rated"))
}

fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    week: &str,
    form: &RateForm,
) -> Result<(), Problem> {
    let place = Place::of(scene, actor)?;
    let week = read_week(week)?;
    let mut problems = Vec::new();
    let answer = Rating::read(&form.rating).map_err(|more| problems.extend(more));
    let prompt = Prompt::read(&form.prompt).map_err(|more| problems.extend(more));
    match (answer, prompt) {
        (Ok(answer), Ok(prompt)) => {
            let prompt = prompt.filter(|_| answer.rating().is_some());
            acts::rate(scene, &place, week, (answer, prompt))
        }
        _ => {
            let asked = Asked {
                rate_errors: errors(problems),
                ..Asked::default()
            };
            Err(home::again(scene, actor, &asked))
        }
    }
}
