//! The four statements on the leader's home.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::safety::{FIELDS, ITEMS, read};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other};
use crate::check_ins::form::errors;
use crate::experiments::Place;
use crate::experiments::home::{self, Asked};
use crate::frame::{Choice, Errors};
use crate::problem::Problem;
use crate::safety::acts;

/// What was chosen, as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SafeForm {
    item1: String,
    item2: String,
    item3: String,
    item4: String,
}

impl SafeForm {
    fn items(&self) -> [String; 4] {
        [&self.item1, &self.item2, &self.item3, &self.item4].map(Clone::clone)
    }
}

/// The question as the home page shows it.
#[derive(Debug, Clone)]
pub struct Safe {
    /// After which week's session.
    pub week: u8,
    /// Each statement with the name of its field and its five numbers.
    pub items: Vec<(&'static str, &'static str, Vec<Choice>)>,
    /// Sentences beside them.
    pub errors: Errors,
}

/// The question, if it is asked now; with what was sent and what is wrong with it.
pub fn question(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    (sent, errors): (SafeForm, Errors),
) -> Result<Option<Safe>, Problem> {
    let numbers = |given: &String| -> Vec<Choice> {
        (1..=5)
            .map(|n| Choice::new(n.to_string(), n.to_string(), given))
            .collect()
    };
    let given = sent.items();
    let items = FIELDS.into_iter().zip(ITEMS).zip(&given);
    let items = items.map(|((field, item), given)| (field, item, numbers(given)));
    Ok(acts::to_say(scene, place)?.map(|week| Safe {
        week: week.number(),
        items: items.collect(),
        errors,
    }))
}

/// `POST /safety/{week}`
pub async fn say(
    State(app): State<App>,
    visitor: Visitor,
    Path(week): Path<String>,
    Form(form): Form<SafeForm>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        take(scene, actor, &week, &form)
    })
    .await?;
    Ok(see_other("/home?done=said"))
}

fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    week: &str,
    form: &SafeForm,
) -> Result<(), Problem> {
    let place = Place::of(scene, actor)?;
    let week = week.parse().ok().and_then(Week::new);
    let week = week.ok_or(Problem::NotFound)?;
    match read(&form.items()) {
        Ok(scores) => acts::say(scene, &place, week, &scores),
        Err(problems) => {
            let asked = Asked {
                safe: (form.clone(), errors(problems)),
                ..Asked::default()
            };
            Err(home::again(scene, actor, &asked))
        }
    }
}
