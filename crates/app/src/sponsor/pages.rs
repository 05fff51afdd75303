//! How the sponsor's page is asked for and drawn.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::rights::Role;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, only, see_other, show_kept};
use crate::dashboard::{rail_week, theme, week_words};
use crate::frame::{Frame, Kind, Person, Week as RailWeek, rail};
use crate::problem::Problem;
use crate::sponsor::acts;
use crate::sponsor::groups::{Group, load};
use crate::sponsor::sheet::{Sheet, furthest};
use crate::sponsor::told::{self, Told, told};

/// One entry of the switch between the groups.
pub struct Choice {
    name: String,
    href: String,
    current: bool,
}

/// The page on one sheet.
#[derive(Template)]
#[template(path = "sponsor/sponsor.html")]
pub struct SponsorPage {
    frame: Frame,
    heading: String,
    rail: Vec<RailWeek>,
    choices: Vec<Choice>,
    slides: Option<String>,
    sheet: Sheet,
    told: Told,
    key: String,
}

/// Which group, and what was just done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    cohort: String,
    done: String,
}

/// `GET /sponsor`
pub async fn sponsor(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let page = build(scene, &actor, &asked.cohort)?;
        show_kept(&SponsorPage {
            frame: page.frame.with_notice(notice(&asked.done)),
            ..page
        })
    })
    .await
}

/// The sponsor's page about the group that is asked for by its id, or about their newest sprint.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor, asked: Option<&str>) -> Answer {
    show_kept(&build(scene, actor, asked.unwrap_or_default())?)
}

/// The page about the group that is asked for by its id, or about the first one.
fn build(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &str) -> Result<SponsorPage, Problem> {
    only(actor, Role::Sponsor)?;
    let groups = load(scene, actor)?;
    let chosen = match asked {
        "" => groups.first(),
        asked => {
            let found = groups.iter().find(|group| group.key == asked);
            Some(found.ok_or(Problem::NotFound)?)
        }
    };
    draw(scene, actor, &groups, chosen)
}

/// A line of thanks, and for what.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Thank {
    about: String,
    words: String,
    cohort: String,
}

/// `POST /sponsor/thanks`
pub async fn thank(State(app): State<App>, visitor: Visitor, Form(form): Form<Thank>) -> Answer {
    let place = back(&form.cohort, "thanked");
    app.act(visitor, move |scene, actor| {
        let said = (form.about.as_str(), form.words.as_str());
        match told::thank(scene, actor, said)? {
            Ok(()) => Ok(()),
            Err(errors) => {
                let mut page = build(scene, actor, &form.cohort)?;
                page.told.typed = (form.about.clone(), form.words.clone());
                page.told.errors = errors;
                Err(ask_again(&page))
            }
        }
    })
    .await?;
    Ok(see_other(&place))
}

/// Whether one was there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct There {
    there: String,
    cohort: String,
}

/// `POST /sponsor/showcases/{cohort}/{week}`
pub async fn there(
    State(app): State<App>,
    visitor: Visitor,
    Path((cohort, week)): Path<(String, String)>,
    Form(form): Form<There>,
) -> Answer {
    let was = form.there != "no";
    let place = back(&form.cohort, if was { "there" } else { "not" });
    app.act(visitor, move |scene, actor| {
        let (cohort, week) = told::showcase(scene, actor, (&cohort, &week))?;
        acts::say_there(scene, actor, &cohort, (week, was))
    })
    .await?;
    Ok(see_other(&place))
}

/// The page of the group from which a button was pressed; an id holds nothing that an address would need to escape.
fn back(cohort: &str, done: &str) -> String {
    let is_id = cohort.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let cohort = if is_id { cohort } else { "" };
    format!("/sponsor?cohort={cohort}&done={done}")
}

fn notice(done: &str) -> Option<String> {
    let words = match done {
        "thanked" => "Sent. The group reads it, with both names.",
        "there" => "Noted. The group\u{2019}s coordinator sees that you were there.",
        "not" => "Taken back.",
        _ => return None,
    };
    Some(words.into())
}

fn draw(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    groups: &[Group],
    chosen: Option<&Group>,
) -> Result<SponsorPage, Problem> {
    let name = chosen.map_or("Your sprint", |group| group.name.as_str());
    let mut frame = Frame::new(name, Kind::Sponsor)
        .read_by(Person::new(actor.name.as_str()), Role::Sponsor.name());
    frame.theme = theme(actor);
    let lead = chosen.and_then(|group| furthest(group, scene.now));
    let sheet = Sheet::of(scene, chosen)?;
    Ok(SponsorPage {
        frame,
        heading: match chosen.and_then(|group| same_week(group, scene)) {
            Some(when) => format!("{name}: {}", lower(&when)),
            None => name.to_owned(),
        },
        rail: lead.map_or_else(Vec::new, |cohort| rail(rail_week(cohort, scene.now), 12)),
        choices: choices(groups, chosen),
        slides: chosen
            .filter(|_| sheet.figures().is_some())
            .map(|group| format!("/slides?cohort={}", group.key)),
        told: told(scene, actor, groups, chosen)?,
        key: chosen.map_or_else(String::new, |group| group.key.clone()),
        sheet,
    })
}

fn choices(groups: &[Group], chosen: Option<&Group>) -> Vec<Choice> {
    if groups.len() < 2 {
        return Vec::new();
    }
    groups
        .iter()
        .map(|group| Choice {
            name: match group.cohorts.len() {
                1 => group.name.clone(),
                _ => all_groups(groups, &group.name),
            },
            href: format!("/sponsor?cohort={}", group.key),
            current: chosen.is_some_and(|chosen| chosen.key == group.key),
        })
        .collect()
}

/// "All groups", with the sprint's name only where there are several to tell apart.
fn all_groups(groups: &[Group], sprint: &str) -> String {
    let sprints = groups.iter().filter(|one| one.cohorts.len() > 1).count();
    match sprints {
        1 => "All groups".into(),
        _ => format!("{sprint}, all groups"),
    }
}

/// Where the group's cohorts stand, if all stand at the same week.
fn same_week(group: &Group, scene: &Scene<'_, '_>) -> Option<String> {
    let first = week_words(group.cohorts.first()?, scene.now);
    let mut others = group.cohorts.iter();
    others
        .all(|cohort| week_words(cohort, scene.now) == first)
        .then_some(first)
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
