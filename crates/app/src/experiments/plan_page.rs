//! The plan's page: the fields as they were typed, with their sentences, warnings and checks.

use askama::Template;
use firstmove_domain::form::long_day;
use firstmove_domain::id::ExperimentId;
use firstmove_domain::plan::{self, PlanInput, Warning, WarningKind};
use firstmove_domain::skill;
use firstmove_domain::week::Moment;
use jiff::civil::Date;

use crate::actor::Actor;
use crate::app::{Scene, ask_again};
use crate::check_ins::form::audience;
use crate::experiments::form::{PlanSent, read};
use crate::experiments::library::{here, skills_of};
use crate::experiments::pages::leader_frame;
use crate::experiments::{Place, acts};
use crate::frame::{Choice, Errors, Frame, Place as Nav};
use crate::problem::Problem;

/// The page.
#[derive(Template)]
#[template(path = "experiments/plan.html")]
pub struct PlanPage {
    frame: Frame,
    form: PlanForm,
}

/// The form by itself: it also stands in the room of a session.
#[derive(Template)]
#[template(path = "experiments/part_plan.html")]
pub struct PlanForm {
    heading: &'static str,
    week: String,
    action: String,
    fresh: bool,
    sent: PlanSent,
    errors: Errors,
    lib: Option<Taken>,
    such_as: SuchAs,
    skills: Vec<Choice>,
    alone: Vec<Choice>,
    confidence: Vec<Choice>,
    stretch: Vec<Choice>,
    smaller: String,
    warnings: Vec<Warning>,
    checks: Option<(usize, [plan::Check; 4])>,
    if_then: Option<String>,
    obstacle_open: bool,
    sure_open: bool,
    locked: Option<Locked>,
    button: &'static str,
    audience: String,
}

/// An example beside each field that is still empty, so that nobody looks at bare boxes: all of them from one move
/// of the library, since they make sense together only.
#[derive(Default)]
struct SuchAs {
    hypothesis: String,
    action: String,
    with_whom: String,
    criteria: String,
    fallback: String,
}

impl SuchAs {
    /// From the easiest move of the skill that is chosen, or of the first that the sprint practises.
    fn of(input: &PlanInput, sprint: &[String]) -> SuchAs {
        let chosen = skill::skill(&input.skill);
        let found = chosen.or_else(|| sprint.iter().find_map(|key| skill::skill(key)));
        let Some(one) = found.and_then(|skill| skill.moves.first()) else {
            return SuchAs::default();
        };
        let beside = |typed: &str, words: &str| match typed.trim() {
            "" => format!("Such as: {words}"),
            _ => String::new(),
        };
        SuchAs {
            hypothesis: beside(&input.hypothesis, &format!("{}.", one.hypothesis)),
            action: beside(&input.action, one.action),
            with_whom: beside(&input.with_whom, "Karim, at the start of the early shift."),
            criteria: beside(&input.criteria, one.criterion),
            fallback: beside(&input.fallback, &format!("{}.", one.fallback)),
        }
    }
}

/// The library move that a plan was taken from.
struct Taken {
    title: &'static str,
    hint: String,
}

/// The criteria of a plan that is saved: they are changed elsewhere.
struct Locked {
    text: String,
    due: String,
    href: String,
}

impl PlanForm {
    /// Leaves out what would lead away from the room in which it stands.
    pub fn narrow(&mut self) {
        self.lib = None;
    }

    fn warning(&self, field: &str) -> Option<&Warning> {
        self.warnings.iter().find(|warning| warning.field == field)
    }
}

/// The page for a new plan.
pub fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    sent: PlanSent,
    errors: Errors,
) -> Result<PlanPage, Problem> {
    let form = form_of(scene, place, sent, errors)?;
    Ok(framed(scene, actor, place, form))
}

fn framed(scene: &Scene<'_, '_>, actor: &Actor, place: &Place, form: PlanForm) -> PlanPage {
    PlanPage {
        frame: leader_frame(scene, actor, place, "Plan your next move").at(Nav::Moves),
        form,
    }
}

/// The form for a new plan.
pub fn form_of(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    sent: PlanSent,
    errors: Errors,
) -> Result<PlanForm, Problem> {
    let keys = skills_of(scene, &place.cohort)?;
    let input = &sent.input;
    let lib = match skill::library_move(&input.library_move) {
        Some((_, one)) => Some(Taken {
            title: one.title,
            hint: here(scene, place, one.key)?,
        }),
        None => None,
    };
    let read = read(scene, place, input)?.ok();
    let today = place.cohort.calendar.local_date(scene.now);
    let day: Option<Date> = input.day.parse().ok();
    let scale = |from: u8, to: u8, given: &str| -> Vec<Choice> {
        (from..=to)
            .map(|n| Choice::new(n.to_string(), n.to_string(), given))
            .collect()
    };
    let full = |texts: &[&String]| texts.iter().any(|text| !text.is_empty());
    Ok(PlanForm {
        heading: "Plan your next move",
        week: day
            .and_then(|day| week_words(place, day))
            .unwrap_or_default(),
        action: "/moves/new".into(),
        fresh: false,
        lib,
        such_as: SuchAs::of(input, &keys),
        skills: keys
            .iter()
            .map(|key| {
                Choice::new(
                    key,
                    skill::skill(key).map_or(key.as_str(), |one| one.name),
                    &input.skill,
                )
            })
            .collect(),
        alone: vec![
            Choice::new("yes", "Yes", &input.alone),
            Choice::new("ask", "I would have to ask", &input.alone),
        ],
        confidence: scale(0, 10, &input.confidence),
        stretch: scale(1, 5, &input.stretch),
        smaller: skill::smaller(Some(input.library_move.as_str()).filter(|key| !key.is_empty()))
            .to_owned(),
        warnings: read
            .as_ref()
            .map(|(_, plan)| plan.warnings(today))
            .unwrap_or_default(),
        checks: read
            .as_ref()
            .map(|(_, plan)| (plan.quality(), plan.checks())),
        if_then: read.and_then(|(_, plan)| plan.if_then()),
        obstacle_open: full(&[&input.obstacle, &input.response]),
        sure_open: full(&[&input.confidence, &input.witness])
            || [
                "confidence",
                "stretch",
                "witness",
                "witness_mail",
                "preparation",
            ]
            .iter()
            .any(|f| errors.of(f).is_some()),
        locked: None,
        button: "Use this move",
        audience: audience(place.peers_now(scene.now))
            .replace("see this", "see the plan")
            .replace("sees this", "sees the plan"),
        sent,
        errors,
    })
}

/// The page for a plan that is saved; its criteria are locked.
pub fn edit_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    id: &ExperimentId,
    sent: PlanSent,
    errors: Errors,
) -> Result<PlanPage, Problem> {
    let kept = acts::mine(scene, place, id)?;
    let criteria = &kept.experiment.plan.criteria;
    let locked = Locked {
        text: criteria.text.clone(),
        due: criteria.due.map(long_day).unwrap_or_default(),
        href: format!("/moves/{id}/criteria"),
    };
    let mut form = form_of(scene, place, sent, errors)?;
    // the measure is older than this change: the day does not concern it
    form.warnings
        .retain(|one| one.kind != WarningKind::DayHasPassed);
    let form = PlanForm {
        heading: "Change your plan",
        action: format!("/moves/{id}/edit"),
        locked: Some(locked),
        button: "Save the plan",
        ..form
    };
    Ok(framed(scene, actor, place, form))
}

fn week_words(place: &Place, day: Date) -> Option<String> {
    match place.cohort.calendar.moment_of_date(day) {
        Moment::Week(week) => Some(format!("For week {week}.")),
        Moment::Before | Moment::Pause | Moment::After => None,
    }
}

/// The page again, because something on it was not right or was to be looked over.
pub fn again(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    sent: &PlanSent,
    errors: Errors,
) -> Problem {
    answer(page(scene, actor, place, sent.clone(), errors))
}

/// The same for a plan that is saved.
pub fn edit_again(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    id: &ExperimentId,
    sent: PlanSent,
    errors: Errors,
) -> Problem {
    answer(edit_page(scene, actor, place, id, sent, errors))
}

/// The form with the ten-minute version in place of the action, everything else as it was typed.
pub fn smaller_again(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    sent: &PlanSent,
    id: Option<&ExperimentId>,
) -> Problem {
    let input = skill::make_smaller(&sent.input);
    let sent = PlanSent {
        input,
        smaller: String::new(),
        ..sent.clone()
    };
    match id {
        None => again(scene, actor, place, &sent, Errors::none()),
        Some(id) => edit_again(scene, actor, place, id, sent, Errors::none()),
    }
}

/// What came back holds newer text than any draft of the browser.
fn answer(page: Result<PlanPage, Problem>) -> Problem {
    match page {
        Ok(mut page) => {
            page.form.fresh = true;
            ask_again(&page)
        }
        Err(problem) => problem,
    }
}
