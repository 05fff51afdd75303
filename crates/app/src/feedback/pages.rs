//! The five buttons on the leader's home.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::feedback::{Answer as Rating, ITEM, SCALE};
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
    let Some(week) = acts::open_week(&place.cohort, scene.now) else {
        return Ok(None);
    };
    if !place.takes_part(scene.now) {
        return Ok(None);
    }
    let own = store::own(scene.conn, &place.cohort.id, &place.me.seat, week)?;
    let key = own.map(Rating::key).unwrap_or_default();
    let mut choices: Vec<Choice> = SCALE
        .iter()
        .zip(1u8..)
        .map(|(words, score)| Choice::new(score.to_string(), score.to_string(), &key).hint(*words))
        .collect();
    choices.push(Choice::new("not_there", "I was not there", &key));
    let given = match own {
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
        given,
        errors,
    }))
}

/// The form.
#[derive(Debug, Default, Deserialize)]
pub struct RateForm {
    #[serde(default)]
    rating: String,
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
    let week = week
        .parse()
        .ok()
        .and_then(Week::new)
        .ok_or(Problem::NotFound)?;
    match Rating::read(&form.rating) {
        Ok(answer) => acts::rate(scene, &place, week, answer),
        Err(problems) => {
            let asked = Asked {
                rate_errors: errors(problems),
                ..Asked::default()
            };
            Err(home::again(scene, actor, &asked))
        }
    }
}
