//! How the sponsor's page is asked for and drawn.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::form::long_day;
use firstmove_domain::rights::Role;
use firstmove_domain::week::Week;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, only, show};
use crate::cohorts::store::Cohort;
use crate::dashboard::pages::Asked;
use crate::dashboard::{rail_week, theme, week_words};
use crate::frame::{Frame, Kind, Mark, Person, Week as RailWeek, rail};
use crate::problem::Problem;
use crate::sponsor::figures::{Figures, figures};
use crate::sponsor::groups::{Group, load};

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
    state: Shows,
    legend: Vec<Mark>,
    span: String,
    day: String,
}

/// What there is to show.
pub enum Shows {
    /// Nothing has closed yet: what comes next.
    Nothing(String),
    /// Too few people: why.
    TooFew(&'static str),
    /// The numbers.
    Numbers(Box<Figures>),
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
    show(&draw(scene, actor, &groups, chosen))
}

fn draw(
    scene: &Scene<'_, '_>,
    actor: &Actor,
    groups: &[Group],
    chosen: Option<&Group>,
) -> SponsorPage {
    let name = chosen.map_or("Your sprint", |group| group.name.as_str());
    let mut frame = Frame::new(name, Kind::Sponsor)
        .read_by(Person::new(actor.name.as_str()), Role::Sponsor.name());
    frame.theme = theme(actor);
    let lead = chosen.and_then(|group| furthest(group, scene));
    let closed = lead.map_or(0, |cohort| closed_weeks(cohort, scene));
    SponsorPage {
        frame,
        heading: match chosen.and_then(|group| same_week(group, scene)) {
            Some(when) => format!("{name}: {}", lower(&when)),
            None => name.to_owned(),
        },
        rail: lead.map_or_else(Vec::new, |cohort| rail(rail_week(cohort, scene.now), 12)),
        choices: choices(groups, chosen),
        state: state(chosen, lead, closed),
        legend: vec![Mark::Met, Mark::Partly, Mark::NotMet],
        span: match closed {
            1 => "week 1".into(),
            last => format!("weeks 1 to {last}"),
        },
        day: lead.map_or_else(String::new, |cohort| {
            long_day(cohort.calendar.local_date(scene.now))
        }),
    }
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

fn state(chosen: Option<&Group>, lead: Option<&Cohort>, closed: u8) -> Shows {
    let (Some(group), Some(lead)) = (chosen, lead) else {
        return Shows::Nothing("No group has been set up yet. Ask the coordinator.".into());
    };
    if closed == 0 {
        let first = Week::practice().next().map(|week| {
            let close = lead.calendar.close(week) - jiff::SignedDuration::from_secs(1);
            long_day(lead.calendar.local_date(close))
        });
        return Shows::Nothing(format!(
            "The first numbers stand here when week 1 closes, at the end of {}.",
            first.unwrap_or_default()
        ));
    }
    match group.hidden {
        Some(why) => Shows::TooFew(why),
        None => Shows::Numbers(Box::new(figures(group, closed))),
    }
}

/// The cohort that is furthest, before the start the one that starts first: its weeks stand on the rail.
fn furthest<'g>(group: &'g Group, scene: &Scene<'_, '_>) -> Option<&'g Cohort> {
    group.cohorts.iter().max_by_key(|cohort| {
        let stands = (closed_weeks(cohort, scene), rail_week(cohort, scene.now));
        (stands, std::cmp::Reverse(cohort.calendar.start()))
    })
}

/// Where the group's cohorts stand, if all stand at the same week.
fn same_week(group: &Group, scene: &Scene<'_, '_>) -> Option<String> {
    let first = week_words(group.cohorts.first()?, scene.now);
    let mut others = group.cohorts.iter();
    others
        .all(|cohort| week_words(cohort, scene.now) == first)
        .then_some(first)
}

fn closed_weeks(cohort: &Cohort, scene: &Scene<'_, '_>) -> u8 {
    cohort.calendar.closed_through(scene.now).min(10)
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
