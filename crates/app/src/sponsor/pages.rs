//! How the sponsor's page is asked for and drawn.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::rights::Role;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, only, show_kept};
use crate::dashboard::pages::Asked;
use crate::dashboard::{rail_week, theme, week_words};
use crate::frame::{Frame, Kind, Person, Week as RailWeek, rail};
use crate::problem::Problem;
use crate::sponsor::groups::{Group, load};
use crate::sponsor::sheet::{Sheet, furthest};

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
}

/// `GET /sponsor`
pub async fn sponsor(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        page(scene, &actor, Some(&asked.cohort))
    })
    .await
}

/// The sponsor's page about the group that is asked for by its id, or about their newest sprint.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor, asked: Option<&str>) -> Answer {
    only(actor, Role::Sponsor)?;
    let groups = load(scene, actor)?;
    let asked = asked.filter(|asked| !asked.is_empty());
    let chosen = match asked {
        Some(asked) => Some(
            groups
                .iter()
                .find(|group| group.key == asked)
                .ok_or(Problem::NotFound)?,
        ),
        None => groups.first(),
    };
    show_kept(&draw(scene, actor, &groups, chosen)?)
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
