//! The one-page plan: asked, checked, saved. Its fields stand in the order of MEASUREMENT.md 6.2.

use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::form::FieldProblem;
use firstmove_domain::id::ExperimentId;
use firstmove_domain::plan::{self, Plan, PlanInput};
use firstmove_domain::skill;
use firstmove_domain::week::Week;
use firstmove_domain::witness::Named;
use jiff::civil::Date;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, own_place, see_other, show};
use crate::check_ins::form::errors;
use crate::check_ins::pages::own_move;
use crate::experiments::acts::{self, NewPlan};
use crate::experiments::library::skills_of;
use crate::experiments::plan_page::{again, edit_again, edit_page, page, smaller_again};
use crate::experiments::{Place, store};
use crate::frame::Errors;
use crate::problem::Problem;
use crate::witnesses;

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
    /// Under which name the browser keeps a draft of it.
    pub draft: String,
    /// The button "Use the smaller one".
    pub smaller: String,
    /// The button "Look it over first".
    pub check: String,
    /// The room in which it is written: one goes back there.
    pub room: String,
}

/// `GET /moves/new`
pub async fn new(State(app): State<App>, visitor: Visitor, Query(from): Query<From>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let place = Place::of(scene, &actor)?;
        place.must_take_part(scene.now)?;
        let sent = start(scene, &place, &from)?;
        show(&page(scene, &actor, &place, sent, Errors::none())?)
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
    place.must_take_part(scene.now)?;
    if !sent.smaller.is_empty() {
        return Err(smaller_again(scene, actor, &place, sent, None));
    }
    let id = sent.id.parse().ok();
    let read = read_both(scene, &place, &sent.input, id.as_ref())?;
    let ((week, plan), named) = match read {
        Ok(read) => read,
        Err(problems) => return Err(again(scene, actor, &place, sent, errors(problems))),
    };
    if !sent.check.is_empty() {
        return Err(again(scene, actor, &place, sent, Errors::none()));
    }
    let drawn = scene.app.secrets.uuid7(scene.now);
    let new = NewPlan {
        id: id.unwrap_or(ExperimentId::new(drawn)),
        week,
        plan,
        repeat_of: sent.repeat_of.parse().ok(),
    };
    let id = acts::plan(scene, actor, &place, &new)?;
    witnesses::acts::name(scene, &place.cohort.id, &id, named.as_ref())?;
    if let Some(room) = own_place(&sent.room).filter(|room| room.starts_with("/sessions/")) {
        return Ok(room.to_owned());
    }
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
        place.must_take_part(scene.now)?;
        let mut input = PlanInput::of(&kept.experiment.plan);
        let named = witnesses::acts::of_move(scene, &place.cohort.id, &id)?;
        let named = named.filter(|one| !one.is_asked());
        input.witness_mail = named.map(|one| one.mail).unwrap_or_default();
        if !from.smaller.is_empty() {
            input = skill::make_smaller(&input);
        }
        let sent = PlanSent {
            input,
            draft: format!("edit-{id}-{}", from.smaller),
            ..PlanSent::default()
        };
        let page = edit_page(scene, &actor, &place, &id, sent, Errors::none())?;
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
    place.must_take_part(scene.now)?;
    if !sent.smaller.is_empty() {
        return Err(smaller_again(scene, actor, &place, &sent, Some(id)));
    }
    // the criteria are locked: whatever is sent for them, the saved ones stand
    let saved = PlanInput::of(&kept.experiment.plan);
    (sent.input.criteria, sent.input.due) = (saved.criteria, saved.due);
    sent.input.hours_freed = saved.hours_freed;
    sent.input.library_move = saved.library_move;
    match read_both(scene, &place, &sent.input, Some(id))? {
        Ok(_) if !sent.check.is_empty() => {
            Err(edit_again(scene, actor, &place, id, sent, Errors::none()))
        }
        Ok((plan, named)) => {
            acts::change(scene, actor, &place, id, plan)?;
            witnesses::acts::name(scene, &place.cohort.id, id, named.as_ref())
        }
        Err(problems) => Err(edit_again(scene, actor, &place, id, sent, errors(problems))),
    }
}

/// A plan with its week and who will be there, or a sentence beside each field that is not right.
type PlanRead = Result<((Week, Plan), Option<Named>), Vec<FieldProblem>>;

/// Reads the form with who is named in it: the move may not be kept yet.
fn read_both(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    input: &PlanInput,
    id: Option<&ExperimentId>,
) -> Result<PlanRead, Problem> {
    let fields = (input.witness.as_str(), input.witness_mail.as_str());
    let about = (&place.cohort.id, id);
    let named = witnesses::acts::read(scene, about, fields, &place.me.mail)?;
    let both = witnesses::acts::both(read(scene, place, input)?, named);
    Ok(both.map_err(|mut problems| {
        // who is named stands above what is to be got ready
        problems.sort_by_key(|one| one.field == "preparation");
        problems
    }))
}

/// Reads the form: the plan and the week of its day, or a sentence beside each field that is not right.
pub fn read(
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
pub fn start(scene: &mut Scene<'_, '_>, place: &Place, from: &From) -> Result<PlanSent, Problem> {
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
        draft: format!(
            "plan-{}-{}-{}-{}",
            from.from, from.repeat_of, from.smaller_of, from.smaller
        ),
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
    let session = place.cohort.session_day(week);
    let day = session.saturating_add(jiff::Span::new().days(2));
    let middle = first.saturating_add(jiff::Span::new().days(2));
    Ok(if day <= last { day } else { middle }.max(today).min(last))
}
