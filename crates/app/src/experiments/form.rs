//! The one-page plan: asked, checked, saved. Its fields stand in the order of MEASUREMENT.md 6.2.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::form::{FieldProblem, long_day};
use firstmove_domain::id::ExperimentId;
use firstmove_domain::plan::{self, Plan, PlanInput, Warning};
use firstmove_domain::skill;
use firstmove_domain::week::{Moment, Week};
use jiff::civil::Date;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::form::{audience, errors};
use crate::check_ins::pages::own_move;
use crate::experiments::acts::{self, NewPlan};
use crate::experiments::library::{here, skills_of};
use crate::experiments::pages::leader_frame;
use crate::experiments::store;
use crate::experiments::{Place, weekly_time};
use crate::frame::{Choice, Errors, Frame, Place as Nav};
use crate::problem::Problem;

/// What a new plan starts from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct From {
    /// A move of the library.
    from: String,
    /// The week it is for, if not the next free one.
    week: String,
    /// An own move that is to be tried once more.
    repeat_of: String,
    /// An own move that was too large.
    smaller_of: String,
    /// Anything: the ten-minute version.
    smaller: String,
}

/// The form, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PlanSent {
    /// The fields.
    #[serde(flatten)]
    pub input: PlanInput,
    /// The id that the move is to have, drawn when the form was shown: sent twice is once.
    pub id: String,
    /// The own move of which this is another try.
    pub repeat_of: String,
    /// The button "Use the smaller one".
    pub smaller: String,
    /// The button "Look it over first".
    pub check: String,
}

/// The page.
#[derive(Template)]
#[template(path = "experiments/plan.html")]
pub struct PlanPage {
    frame: Frame,
    heading: &'static str,
    week: String,
    action: String,
    draft: String,
    fresh: bool,
    sent: PlanSent,
    errors: Errors,
    lib: Option<Taken>,
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

impl PlanPage {
    fn warning(&self, field: &str) -> Option<&Warning> {
        self.warnings.iter().find(|warning| warning.field == field)
    }
}

/// `GET /moves/new`
pub async fn new(State(app): State<App>, visitor: Visitor, Query(from): Query<From>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let place = Place::of(scene, &actor)?;
        let sent = start(scene, &place, &from)?;
        let mut page = page(scene, &actor, &place, sent, Errors::none())?;
        page.draft = format!(
            "plan-{}-{}-{}-{}",
            from.from, from.repeat_of, from.smaller_of, from.smaller
        );
        show(&page)
    })
    .await
}

/// `POST /moves/new`
pub async fn save(State(app): State<App>, visitor: Visitor, Form(sent): Form<PlanSent>) -> Answer {
    let place = app
        .act(visitor, move |scene, actor| take(scene, actor, &sent))
        .await?;
    Ok(see_other(&place))
}

fn take(scene: &mut Scene<'_, '_>, actor: &Actor, sent: &PlanSent) -> Result<String, Problem> {
    let place = Place::of(scene, actor)?;
    if !sent.smaller.is_empty() {
        return Err(smaller_again(scene, actor, &place, sent, None));
    }
    let (week, plan) = match read(scene, &place, &sent.input)? {
        Ok(read) => read,
        Err(problems) => return Err(again(scene, actor, &place, sent, errors(problems))),
    };
    if !sent.check.is_empty() {
        return Err(again(scene, actor, &place, sent, Errors::none()));
    }
    let drawn = scene.app.secrets.uuid7(scene.now);
    let new = NewPlan {
        id: sent.id.parse().unwrap_or(ExperimentId::new(drawn)),
        week,
        plan,
        repeat_of: sent.repeat_of.parse().ok(),
    };
    let id = acts::plan(scene, actor, &place, &new)?;
    let waits = acts::mine(scene, &place, &id)?.experiment.state.key() == "queued";
    Ok(format!(
        "/moves/{id}?done={}",
        if waits { "queued" } else { "planned" }
    ))
}

/// `GET /moves/{id}/edit`
pub async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(from): Query<From>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.page(visitor, move |scene, actor| {
        let (place, kept) = own_move(scene, &actor, &id)?;
        let mut input = PlanInput::of(&kept.experiment.plan);
        if !from.smaller.is_empty() {
            input = skill::make_smaller(&input);
        }
        let sent = PlanSent {
            input,
            ..PlanSent::default()
        };
        let mut page = edit_page(scene, &actor, &place, &id, sent, Errors::none())?;
        page.draft = format!("edit-{id}-{}", from.smaller);
        show(&page)
    })
    .await
}

/// `POST /moves/{id}/edit`
pub async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<PlanSent>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        take_change(scene, actor, &id, sent.clone())
    })
    .await?;
    Ok(see_other(&format!("/moves/{id}?done=changed")))
}

fn take_change(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    mut sent: PlanSent,
) -> Result<(), Problem> {
    let (place, kept) = own_move(scene, actor, id)?;
    if !sent.smaller.is_empty() {
        return Err(smaller_again(scene, actor, &place, &sent, Some(id)));
    }
    // the criteria are locked: whatever is sent for them, the saved ones stand
    let saved = PlanInput::of(&kept.experiment.plan);
    (sent.input.criteria, sent.input.due) = (saved.criteria, saved.due);
    sent.input.hours_freed = saved.hours_freed;
    sent.input.library_move = saved.library_move;
    match read(scene, &place, &sent.input)? {
        Ok(_) if !sent.check.is_empty() => {
            Err(edit_again(scene, actor, &place, id, sent, Errors::none()))
        }
        Ok(read) => acts::change(scene, actor, &place, id, read),
        Err(problems) => Err(edit_again(scene, actor, &place, id, sent, errors(problems))),
    }
}

/// Reads the form: the plan and the week of its day, or a sentence beside each field that is not right.
fn read(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    input: &PlanInput,
) -> Result<Result<(Week, Plan), Vec<FieldProblem>>, Problem> {
    let keys: Vec<String> = skills_of(scene, &place.cohort)?;
    let calendar = &place.cohort.calendar;
    let frame = plan::Frame {
        skills: &keys,
        first_day: calendar.start(),
        last_day: calendar.dates(Week::LAST).1,
        today: calendar.local_date(scene.now),
    };
    let plan = match input.read(&frame) {
        Ok(plan) => plan,
        Err(problems) => return Ok(Err(problems)),
    };
    Ok(match acts::week_of(calendar, plan.when.day, scene.now) {
        Ok(week) => Ok((week, plan)),
        Err(sentence) => Err(vec![FieldProblem {
            field: "day",
            sentence,
        }]),
    })
}

/// The form as it is first shown.
fn start(scene: &mut Scene<'_, '_>, place: &Place, from: &From) -> Result<PlanSent, Problem> {
    let skills = skills_of(scene, &place.cohort)?;
    let mut input = PlanInput::default();
    if let Some((found, one)) = skill::library_move(&from.from) {
        input = one.as_input(found.key);
    }
    let before = [&from.repeat_of, &from.smaller_of]
        .into_iter()
        .find_map(|id| id.parse().ok());
    if let Some(before) = before {
        input = PlanInput::of(&acts::mine(scene, place, &before)?.experiment.plan);
        (input.day, input.due) = (String::new(), String::new());
    }
    if !from.smaller.is_empty() || !from.smaller_of.is_empty() {
        input = skill::make_smaller(&input);
    }
    if input.skill.is_empty() && skills.len() == 1 {
        input.skill.clone_from(&skills[0]);
    }
    input.day = first_day(scene, place, from.week.parse().ok().and_then(Week::new))?.to_string();
    let id = scene.app.secrets.uuid7(scene.now).to_string();
    let repeat_of = from
        .repeat_of
        .parse::<ExperimentId>()
        .map(|id| id.to_string())
        .unwrap_or_default();
    Ok(PlanSent {
        input,
        id,
        repeat_of,
        ..PlanSent::default()
    })
}

/// The day that is filled in: the middle of the wanted week, or of the next one without a move.
fn first_day(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    wanted: Option<Week>,
) -> Result<Date, Problem> {
    let calendar = &place.cohort.calendar;
    let today = calendar.local_date(scene.now);
    let kept = store::of_seat(scene.conn, &place.cohort.id, &place.me.seat)?;
    let is_free = |week: &Week| {
        calendar.span(*week).1 > scene.now
            && !kept.iter().any(|one| {
                one.experiment.week == *week
                    && matches!(
                        one.experiment.state.key(),
                        "planned" | "reported" | "not_this_week"
                    )
            })
    };
    let week = wanted
        .filter(|week| calendar.span(*week).1 > scene.now)
        .or_else(|| Week::all().find(is_free))
        .or_else(|| calendar.moment(scene.now).week())
        .unwrap_or(Week::FIRST);
    // two days after the session there has been time to prepare, and there is time to tell
    let (first, last) = calendar.dates(week);
    let session = weekly_time(&place.cohort).day(calendar, week);
    let day = session.saturating_add(jiff::Span::new().days(2));
    let middle = first.saturating_add(jiff::Span::new().days(2));
    Ok(if day <= last { day } else { middle }.max(today).min(last))
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    sent: PlanSent,
    errors: Errors,
) -> Result<PlanPage, Problem> {
    let keys = skills_of(scene, &place.cohort)?;
    let input = &sent.input;
    let lib = match skill::library_move(&input.library_move) {
        Some((_, one)) => Some(Taken {
            title: one.title,
            hint: here(scene, &place.cohort, one.key)?,
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
    Ok(PlanPage {
        frame: leader_frame(scene, actor, place, "Plan your next move").at(Nav::Moves),
        heading: "Plan your next move",
        week: day
            .and_then(|day| week_words(place, day))
            .unwrap_or_default(),
        action: "/moves/new".into(),
        draft: "plan".into(),
        fresh: false,
        lib,
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
            || ["confidence", "stretch", "witness", "preparation"]
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

fn edit_page(
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
    Ok(PlanPage {
        heading: "Change your plan",
        action: format!("/moves/{id}/edit"),
        draft: format!("edit-{id}"),
        locked: Some(locked),
        button: "Save the plan",
        ..page(scene, actor, place, sent, errors)?
    })
}

fn week_words(place: &Place, day: Date) -> Option<String> {
    match place.cohort.calendar.moment_of_date(day) {
        Moment::Week(week) => Some(format!("For week {week}.")),
        Moment::Before | Moment::Pause | Moment::After => None,
    }
}

fn again(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    sent: &PlanSent,
    errors: Errors,
) -> Problem {
    answer(page(scene, actor, place, sent.clone(), errors))
}

fn edit_again(
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
fn smaller_again(
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
        Ok(page) => ask_again(&PlanPage {
            fresh: true,
            ..page
        }),
        Err(problem) => problem,
    }
}

/// The page on which locked criteria are changed.
#[derive(Template)]
#[template(path = "experiments/criteria.html")]
pub struct CriteriaPage {
    frame: Frame,
    id: String,
    action: String,
    tried: bool,
    criteria: String,
    due: String,
    errors: Errors,
}

/// The criteria, as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CriteriaSent {
    criteria: String,
    due: String,
}

/// `GET /moves/{id}/criteria`
pub async fn criteria(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.page(visitor, move |scene, actor| {
        show(&criteria_page(scene, &actor, &id, None, Errors::none())?)
    })
    .await
}

fn criteria_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    sent: Option<&CriteriaSent>,
    errors: Errors,
) -> Result<CriteriaPage, Problem> {
    let (place, kept) = own_move(scene, actor, id)?;
    let saved = PlanInput::of(&kept.experiment.plan);
    Ok(CriteriaPage {
        frame: leader_frame(scene, actor, &place, "Change the measure").at(Nav::Moves),
        id: id.to_string(),
        action: kept.experiment.plan.action.clone(),
        tried: kept.report.is_some(),
        criteria: sent.map_or(saved.criteria, |sent| sent.criteria.clone()),
        due: sent.map_or(saved.due, |sent| sent.due.clone()),
        errors,
    })
}

/// `POST /moves/{id}/criteria`
pub async fn change_criteria(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<CriteriaSent>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        take_criteria(scene, actor, &id, &sent)
    })
    .await?;
    Ok(see_other(&format!("/moves/{id}?done=criteria")))
}

fn take_criteria(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    sent: &CriteriaSent,
) -> Result<(), Problem> {
    let (place, kept) = own_move(scene, actor, id)?;
    let calendar = &place.cohort.calendar;
    let keys = [kept.experiment.plan.skill.clone()];
    let frame = plan::Frame {
        skills: &keys,
        first_day: calendar.start(),
        last_day: calendar.dates(Week::LAST).1,
        today: calendar.local_date(scene.now),
    };
    let input = PlanInput {
        criteria: sent.criteria.clone(),
        due: sent.due.clone(),
        ..PlanInput::of(&kept.experiment.plan)
    };
    match input.read(&frame) {
        Ok(plan) => acts::change_criteria(scene, actor, &place, id, plan.criteria),
        Err(problems) => {
            let page = criteria_page(scene, actor, id, Some(sent), errors(problems))?;
            Err(ask_again(&page))
        }
    }
}
