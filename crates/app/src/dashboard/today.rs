//! Today: who needs the coordinator, the key numbers, and every leader's weeks.

use askama::Template;
use firstmove_domain::form::long_day;
use firstmove_domain::week::{Moment, Week as FirstWeek};
use jiff::SignedDuration;

use crate::actor::Actor;
use crate::alerts::store::Waits;
use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::dashboard::facts::{self, Facts};
use crate::dashboard::figures::{Figures, figures};
use crate::dashboard::grid::{Grid, grid};
use crate::dashboard::todo::{Date, Done, Todo, dates, todos};
use crate::dashboard::{capital, frame_of, number_word, rail_week};
use crate::frame::{Frame, Place, Week, rail};
use crate::problem::Problem;
use crate::sprints::acts::{has_draft, may_draft};
use crate::sprints::sprint::Item;
use crate::sprints::sprint::open as launch;

/// What a coordinator sees of one cohort, whole or as the parts that change while it is watched.
pub struct Shown {
    /// "Three things need you today".
    pub heading: String,
    /// "Tuesday 13 October. About 15 minutes."
    pub day: String,
    /// What asks for something.
    pub todos: Vec<Todo>,
    /// Other groups in which something waits.
    pub elsewhere: Vec<Elsewhere>,
    /// What was dealt with.
    pub done: Vec<Done>,
    /// What the launch still needs, until the first session.
    pub launch: Vec<Item>,
    /// The sprint of the launch.
    pub sprint: String,
    /// When nothing asks: what comes next.
    pub next: String,
    /// When nothing asks: that this page will say so. Before week 1: how the group gets in.
    pub until: String,
    /// When the twelve weeks are over: what there is to press.
    pub over: Option<Over>,
    /// The key numbers.
    pub figures: Figures,
    /// Signed sentences beside final numbers.
    pub errata: Vec<String>,
    /// The table.
    pub grid: Grid,
    /// This week's dates.
    pub dates: Vec<Date>,
    /// The cohort's id, for the stream.
    pub cohort: String,
}

/// Another group in which something waits for the reader.
pub struct Elsewhere {
    /// "Operations B".
    pub group: String,
    /// "two things".
    pub what: String,
    /// Its Today.
    pub href: String,
}

/// Once the twelve weeks are over: the results, and the next sprint.
pub struct Over {
    /// Whether the numbers change no more, and until when they can.
    pub state: String,
    /// Where they are.
    pub results: String,
    /// "See the final results".
    pub label: &'static str,
    /// Whether the reader may set up the next sprint and has not begun.
    pub may_set_up: bool,
}

/// The whole page.
#[derive(Template)]
#[template(path = "dashboard/today.html")]
pub struct Today {
    frame: Frame,
    weeks: Vec<Week>,
    has_draft: bool,
    it: Shown,
}

/// Only what changes, as fragments for a page that watches.
#[derive(Template)]
#[template(path = "dashboard/live.html")]
pub struct Fragments {
    it: Shown,
}

/// The moves of a group, every leader and week.
#[derive(Template)]
#[template(path = "dashboard/moves.html")]
pub struct Moves {
    frame: Frame,
    it: Shown,
}

fn shown(scene: &mut Scene<'_, '_>, actor: &Actor, facts: &Facts) -> Result<Shown, Problem> {
    let (todos, done) = todos(facts);
    let launch = match facts.now < facts.cohort.session(FirstWeek::FIRST) {
        true => launch(scene, actor, &facts.cohort.sprint)?,
        false => Vec::new(),
    };
    let next = next(facts);
    Ok(Shown {
        heading: heading(facts, todos.len(), launch.len()),
        day: day(facts, todos.len(), (!launch.is_empty()).then_some(&*next)),
        elsewhere: elsewhere(facts),
        next,
        until: until(facts),
        over: over(scene, actor, facts)?,
        launch,
        sprint: facts.cohort.sprint.to_string(),
        todos,
        done,
        figures: figures(facts),
        errata: errata(scene, facts)?,
        grid: grid(facts, rail_week(&facts.cohort, facts.now)),
        dates: dates(facts),
        cohort: facts.cohort.id.to_string(),
    })
}

/// There is none before the numbers are final.
fn errata(scene: &mut Scene<'_, '_>, facts: &Facts) -> Result<Vec<String>, Problem> {
    if !facts.is_final() {
        return Ok(Vec::new());
    }
    let signed = crate::data::acts::errata(scene, &facts.cohort)?;
    Ok(signed.into_iter().map(|(_, sentence)| sentence).collect())
}

/// Nobody is said to need nothing while the launch is open: until the first session, its tasks count too.
fn heading(facts: &Facts, todos: usize, launch: usize) -> String {
    // with several groups, the heading says which of them it speaks of
    let place = match facts.seen.len() {
        0 | 1 => "today".to_owned(),
        _ => format!("in {}", facts.cohort.name),
    };
    match (todos, launch) {
        (0, 0) => format!("Nobody needs you {place}"),
        (1, 0) => format!("One thing needs you {place}"),
        (many, 0) => capital(&format!("{} things need you {place}", number_word(many))),
        (0, 1) => "One thing to do before the first session".to_owned(),
        (todos, launch) => capital(&format!(
            "{} things to do before the first session",
            number_word(todos + launch)
        )),
    }
}

/// The date and how long the list takes; what comes next where no card says it.
fn day(facts: &Facts, todos: usize, next: Option<&str>) -> String {
    let today = facts.cohort.calendar.local_date(facts.now);
    let rest = match (next, todos) {
        (Some(next), _) => format!(" {next}"),
        (None, 0) => String::new(),
        (None, many) => format!(" About {} minutes.", 5 * many),
    };
    format!("{}.{rest}", long_day(today))
}

fn next(facts: &Facts) -> String {
    let coming = facts.coming.as_ref();
    coming
        .map(|(one, _)| format!("Next is the {} on {}.", one.meeting.noun(), one.when()))
        .unwrap_or_else(|| "The twelve weeks are over.".into())
}

/// Before week 1: how the group gets in. Later: where the coordinator will hear of it.
fn until(facts: &Facts) -> String {
    match facts.cohort.calendar.moment(facts.now) {
        Moment::Before => format!(
            "Until then, tell your group where it is: they sign in at {} with their mail address.",
            facts.url
        ),
        Moment::After => String::new(),
        _ => "If somebody needs you, it shows up here.".to_owned(),
    }
}

fn over(scene: &mut Scene<'_, '_>, actor: &Actor, facts: &Facts) -> Result<Option<Over>, Problem> {
    let calendar = &facts.cohort.calendar;
    if calendar.moment(facts.now) != Moment::After {
        return Ok(None);
    }
    // a draft that waits is offered at the top of the page
    let may_set_up = may_draft(actor).is_ok() && !has_draft(scene, actor)?;
    let last = calendar.final_close() - SignedDuration::from_secs(1);
    Ok(Some(Over {
        state: match facts.is_final() {
            true => "The numbers are final.".into(),
            false => format!(
                "Late reports can still change the numbers until {}.",
                long_day(calendar.local_date(last))
            ),
        },
        results: format!("/results?cohort={}", facts.cohort.id),
        label: match facts.is_final() {
            true => "See the final results",
            false => "See the results",
        },
        may_set_up,
    }))
}

fn elsewhere(facts: &Facts) -> Vec<Elsewhere> {
    let waits = |cohort: &Cohort| {
        let here = facts.waits.iter().find(|one| one.cohort == cohort.id);
        here.map_or(0, Waits::count)
    };
    let others = facts.seen.iter().filter(|one| one.id != facts.cohort.id);
    others
        .filter(|cohort| waits(cohort) > 0)
        .map(|cohort| Elsewhere {
            group: cohort.name.clone(),
            what: match waits(cohort) {
                1 => "one thing".into(),
                many => format!("{} things", number_word(many)),
            },
            href: format!("/?cohort={}", cohort.id),
        })
        .collect()
}

/// Today, about the cohort that was asked for.
pub fn today(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    asked: Option<&str>,
) -> Result<Today, Problem> {
    let facts = facts::load(scene, actor, asked)?;
    let it = shown(scene, actor, &facts)?;
    let frame = frame_of(&facts, actor, ("Today", Place::Today, "/"));
    Ok(Today {
        has_draft: has_draft(scene, actor)?,
        weeks: rail(rail_week(&facts.cohort, facts.now), 12),
        frame,
        it,
    })
}

/// The moves of the cohort that was asked for.
pub fn moves(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    asked: Option<&str>,
) -> Result<Moves, Problem> {
    let facts = facts::load(scene, actor, asked)?;
    let it = shown(scene, actor, &facts)?;
    let frame = frame_of(&facts, actor, ("Moves", Place::Moves, "/moves"));
    Ok(Moves { frame, it })
}

/// What changes on these pages.
pub fn fragments(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    asked: Option<&str>,
) -> Result<Fragments, Problem> {
    let facts = facts::load(scene, actor, asked)?;
    let it = shown(scene, actor, &facts)?;
    Ok(Fragments { it })
}
