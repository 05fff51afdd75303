//! A leader goes on in another group, and what was noted about a leader is taken back: for the coordinator.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::form::long_day;
use firstmove_domain::history::SeatHistory;
use firstmove_domain::rights::Role;
use firstmove_domain::undoing::{Refusal, What};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other};
use crate::cohorts::ends::Typed;
use crate::cohorts::leader::{back_to, find, page};
use crate::cohorts::store::{Cohort, Seated, seen_as};
use crate::cohorts::undo;
use crate::dashboard::facts::Facts;
use crate::frame::{Choice, Errors};
use crate::problem::Problem;

/// The form for somebody who goes on in another group.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GroupInput {
    /// The group's id.
    pub to: String,
    /// The number of the week.
    pub begins: String,
}

/// The button that takes something back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BackInput {
    what: String,
    noted: String,
}

/// What can be taken back, in words.
pub struct Back {
    /// Its key.
    pub what: &'static str,
    /// When it was noted, in milliseconds: what the page shows.
    pub noted: i64,
    /// "Left on Monday 4 May."
    pub words: String,
    /// "Until week 5 closes, on Wednesday 6 May."
    pub until: String,
    /// What the button says.
    pub label: &'static str,
}

/// What can be taken back about a leader now, if anything can.
pub fn back(
    scene: &mut Scene<'_, '_>,
    (cohort, seated): (&Cohort, &Seated),
    history: &SeatHistory,
    standing: &str,
) -> Result<Option<Back>, Problem> {
    let Some((what, noted, until)) = undo::open(cohort, history, scene.now) else {
        return Ok(None);
    };
    let other = undo::other_group(scene, cohort, &seated.seat, what)?;
    let words = match (what, other) {
        (What::Leaving, Some(group)) => format!("{standing}, then goes on in {}.", group.name),
        (What::Joining, Some(group)) => format!("{standing}. Came from {}.", group.name),
        (What::Joining, None) => {
            let day = long_day(cohort.calendar.local_date(noted));
            format!("Added to the group on {day}.")
        }
        _ => format!("{standing}."),
    };
    let last = cohort.calendar.local_date(until);
    let last = last.yesterday().unwrap_or(last);
    Ok(Some(Back {
        what: what.key(),
        noted: noted.as_millisecond(),
        words,
        until: format!("It can be taken back until {}, midnight.", long_day(last)),
        label: match what {
            What::Joining => "Take out again",
            What::Leaving | What::Stopping => "Take back",
        },
    }))
}

/// The groups of the same sprint in which somebody could go on, for who coordinates both.
pub fn groups(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
) -> Result<Vec<Cohort>, Problem> {
    let mut seen = seen_as(scene.conn, actor, Role::Coordinator)?;
    seen.retain(|one| one.sprint == cohort.sprint && one.id != cohort.id);
    Ok(seen)
}

/// The groups as choices.
pub fn choices(groups: &[Cohort], typed: &str) -> Vec<Choice> {
    let group = |one: &Cohort| Choice::new(one.id.to_string(), one.name.clone(), typed);
    std::iter::once(Choice::new("", "Choose a group", ""))
        .chain(groups.iter().map(group))
        .collect()
}

/// `POST /people/{seat}/back`
pub async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Form(input): Form<BackInput>,
) -> Answer {
    let place = app
        .act(visitor, move |scene, actor| {
            let (facts, seated) = find(scene, actor, &seat)?;
            let what = What::from_key(&input.what).ok_or(Refusal::NotThere)?;
            let seen = input.noted.parse().ok();
            undo::take_back(scene, actor, &facts.cohort, &seated, (what, seen))?;
            Ok(match what {
                What::Joining => format!("/people?cohort={}&done=out", facts.cohort.id),
                What::Leaving | What::Stopping => format!("/people/{seat}?done=stays"),
            })
        })
        .await?;
    Ok(see_other(&place))
}

/// `POST /people/{seat}/group`
pub async fn other_group(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Form(input): Form<GroupInput>,
) -> Answer {
    let place = seat.clone();
    app.act(visitor, move |scene, actor| {
        let (facts, seated) = find(scene, actor, &seat)?;
        let Err(errors) = go_on(scene, actor, (&facts, &seated), &input)? else {
            return Ok(());
        };
        let typed = Typed {
            group: input.clone(),
            ..Typed::default()
        };
        let found = (&facts, &seated);
        Err(ask_again(&page(scene, actor, found, typed, errors)?))
    })
    .await?;
    Ok(back_to(&place, "group"))
}

fn go_on(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (facts, seated): (&Facts, &Seated),
    input: &GroupInput,
) -> Result<Result<(), Errors>, Problem> {
    let groups = groups(scene, actor, &facts.cohort)?;
    let new = groups
        .iter()
        .find(|one| one.id.to_string() == input.to.trim());
    let from = input.begins.trim().parse().ok().and_then(Week::new);
    let from = from.filter(|week| week.is_practice());
    let mut errors = Errors::none();
    if new.is_none() {
        errors.add("to", "Choose a group of this sprint.");
    }
    if from.is_none() {
        errors.add("begins", "Choose a week from 1 to 10 that has not begun.");
    }
    let (Some(new), Some(from)) = (new, from) else {
        return Ok(Err(errors));
    };
    let done = undo::go_on_in(scene, actor, (&facts.cohort, seated), new, from)?;
    Ok(match done {
        Ok(_) => Ok(()),
        Err(("to", sentence)) => Err(Errors::one("to", sentence)),
        Err((_, sentence)) => Err(Errors::one("begins", sentence)),
    })
}
