//! What leaders can do with a move before it is reported: plan it, change it, carry it over, drop it.

use firstmove_domain::event::Event;
use firstmove_domain::experiment::{Experiment, Refusal, State};
use firstmove_domain::form::long_day;
use firstmove_domain::id::{CohortId, ExperimentId};
use firstmove_domain::plan::{Criteria, Plan};
use firstmove_domain::week::{Calendar, Moment, Week};
use jiff::civil::Date;
use jiff::{Span, Timestamp};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::experiments::Place;
use crate::experiments::kept::Kept;
use crate::experiments::store;
use crate::problem::Problem;
use crate::reactions::happened;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::Refused(refusal.to_string())
    }
}

/// A plan to be saved: the id that the form brought along makes sending it twice the same as once.
#[derive(Debug, Clone)]
pub struct NewPlan {
    /// The id it is to have.
    pub id: ExperimentId,
    /// Its week.
    pub week: Week,
    /// The plan.
    pub plan: Plan,
    /// The move of which it is another try.
    pub repeat_of: Option<ExperimentId>,
}

/// One of the leader's own moves; somebody else's is not found.
pub fn mine(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    experiment: &ExperimentId,
) -> Result<Kept, Problem> {
    store::get(scene.conn, &place.cohort.id, experiment)?
        .filter(|kept| kept.seat == place.me.seat)
        .ok_or(Problem::NotFound)
}

/// A move of a seat that the actor holds, with its cohort; anybody else's is not found.
pub fn own(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    experiment: &ExperimentId,
) -> Result<(CohortId, Kept), Problem> {
    store::own(scene.conn, experiment, &actor.person)?.ok_or(Problem::NotFound)
}

/// Saves a plan: from now on its criteria are locked and the group sees it. When the week has its move, the
/// new one waits in line.
pub fn plan(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    new: &NewPlan,
) -> Result<ExperimentId, Problem> {
    place.must_take_part(scene.now)?;
    if let Some(kept) = store::get(scene.conn, &place.cohort.id, &new.id)? {
        return sent_again(place, &kept, new);
    }
    let taken = is_taken(scene, place, new.week, None)?;
    let (id, week, plan, now) = (new.id, new.week, new.plan.clone(), scene.now);
    let whose = (id, place.me.seat);
    let (experiment, event) = match &new.repeat_of {
        Some(first) => mine(scene, place, first)?
            .experiment
            .repeat(whose, week, plan, taken, now),
        None => Experiment::save(whose, week, plan, taken, now),
    };
    store::insert(
        scene.conn,
        &place.cohort.id,
        &place.me.seat,
        &experiment,
        now,
    )?;
    happened(scene, Some(actor), Some(&place.cohort), event)?;
    Ok(id)
}

/// The form of a plan that is there already: sent twice it is once. What was changed in it meanwhile must not
/// look as if it were kept.
fn sent_again(place: &Place, kept: &Kept, new: &NewPlan) -> Result<ExperimentId, Problem> {
    if kept.seat != place.me.seat {
        return Err(Problem::NotFound);
    }
    if kept.experiment.plan != new.plan {
        return Err(Problem::Refused(
            "This plan was saved before, and what you changed in the form since was not. \
             Open the move under My moves and change it there."
                .into(),
        ));
    }
    Ok(new.id)
}

/// Changes a plan. Its criteria stay as they are: [`change_criteria`] is for them.
pub fn change(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    experiment: &ExperimentId,
    (week, plan): (Week, Plan),
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let kept = mine(scene, place, experiment)?;
    let criteria = kept.experiment.plan.criteria.clone();
    let (mut changed, event) = kept
        .experiment
        .change(Plan { criteria, ..plan }, scene.now)?;
    if changed.state.holds_the_week() && week != changed.week {
        if is_taken(scene, place, week, Some(experiment))? {
            return Err(Refusal::WeekIsTaken.into());
        }
        changed.week = week;
    }
    if matches!(changed.state, State::Queued) {
        changed.week = week;
    }
    keep(scene, &place.cohort, &changed)?;
    happened(scene, Some(actor), Some(&place.cohort), event)
}

/// Changes locked criteria: possible, counted, and seen by the group with both texts.
pub fn change_criteria(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    experiment: &ExperimentId,
    criteria: Criteria,
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let kept = mine(scene, place, experiment)?;
    if kept.experiment.plan.criteria == criteria {
        return Ok(());
    }
    let plan = Plan {
        criteria,
        ..kept.experiment.plan.clone()
    };
    let (changed, event) = kept.experiment.change(plan, scene.now)?;
    keep_changes(scene, actor, place, &changed, 1)?;
    happened(scene, Some(actor), Some(&place.cohort), event)
}

/// Makes a move that waits in line, or one of an earlier week, the move of the week that runs (or of its
/// planned day, if that is still to come). It keeps its identity.
pub fn take_up(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    experiment: &ExperimentId,
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let kept = mine(scene, place, experiment)?;
    let calendar = &place.cohort.calendar;
    let today = calendar.local_date(scene.now);
    let planned = kept.experiment.plan.when.day;
    let day = planned.max(today);
    let week = week_of(calendar, day, scene.now).map_err(Problem::Refused)?;
    let taken = is_taken(scene, place, week, Some(experiment))?;
    let waits = matches!(kept.experiment.state, State::Queued);
    let known = kept.experiment.changes.len();
    let (now_kept, event) = if waits && planned >= today {
        kept.experiment.take_up(week, taken)?
    } else if waits && kept.experiment.week >= week {
        let (mut taken_up, event) = kept.experiment.take_up(week, taken)?;
        taken_up.plan.when.day = day;
        (taken_up, event)
    } else {
        kept.experiment.carry_over(week, day, taken, scene.now)?
    };
    let added = now_kept.changes.len() - known;
    keep_changes(scene, actor, place, &now_kept, added)?;
    happened(scene, Some(actor), Some(&place.cohort), event)
}

/// Drops a move that was not tried.
pub fn drop_it(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    experiment: &ExperimentId,
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let (dropped, event) = mine(scene, place, experiment)?.experiment.drop_it()?;
    keep(scene, &place.cohort, &dropped)?;
    happened(scene, Some(actor), Some(&place.cohort), event)
}

/// The same move again in the next week, after "not this week": carried over if that week is free, on the
/// same weekday. None when there is no such week or it has its move.
pub fn again_next_week(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    kept: &Kept,
    experiment: Experiment,
) -> Result<(Experiment, Option<Event>), Problem> {
    let Some((week, day)) = next_time(&cohort.calendar, &experiment, scene.now) else {
        return Ok((experiment, None));
    };
    let others = store::of_seat(scene.conn, &cohort.id, &kept.seat)?;
    let taken = others.iter().any(|one| {
        one.experiment.id != experiment.id
            && one.experiment.week == week
            && one.experiment.state.holds_the_week()
    });
    if taken {
        return Ok((experiment, None));
    }
    let before = experiment.changes.len();
    let (carried, event) = experiment.carry_over(week, day, false, scene.now)?;
    // a due date that could not be met goes: its change is written down like any other
    for change in &carried.changes[before..] {
        let by = person_of(scene, cohort, kept)?;
        let id = scene.app.secrets.uuid7(scene.now).to_string();
        store::insert_change(scene.conn, &cohort.id, &carried.id, change, &by, &id)?;
    }
    Ok((carried, Some(event)))
}

/// The week and the day on which a move that did not happen would come again.
pub fn next_time(
    calendar: &Calendar,
    experiment: &Experiment,
    now: Timestamp,
) -> Option<(Week, Date)> {
    let today = calendar.local_date(now);
    let mut day = experiment.plan.when.day;
    // at most a year of weeks: pauses are skipped, the end of the sprint ends the search
    for _ in 0..54 {
        day = day.saturating_add(Span::new().days(7));
        match calendar.moment_of_date(day) {
            Moment::Week(week) if week > experiment.week && day >= today => {
                return Some((week, day));
            }
            Moment::After => return None,
            Moment::Week(_) | Moment::Before | Moment::Pause => {}
        }
    }
    None
}

const OVER: &str = "The twelve weeks are over. Look back at your moves instead.";

/// The week of a planned day, or a sentence on why a move cannot be planned for it.
pub fn week_of(calendar: &Calendar, day: Date, now: Timestamp) -> Result<Week, String> {
    match calendar.moment_of_date(day) {
        Moment::Week(week) if calendar.close(week) <= now => {
            let mut open = Week::all().filter(|week| calendar.close(*week) > now);
            Err(match open.next() {
                Some(open) => format!(
                    "Week {week} is closed. Choose a day from {} on.",
                    long_day(calendar.dates(open).0)
                ),
                None => OVER.into(),
            })
        }
        Moment::Week(week) => Ok(week),
        Moment::Pause => {
            Err("Your group pauses in that week. Choose a day before or after it.".into())
        }
        Moment::Before => {
            let first = long_day(calendar.start());
            Err(format!(
                "The sprint starts on {first}. Choose that day or a later one."
            ))
        }
        Moment::After => Err(OVER.into()),
    }
}

/// Keeps an experiment as it is now.
pub fn keep(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    experiment: &Experiment,
) -> Result<(), Problem> {
    Ok(store::update(
        scene.conn, &cohort.id, experiment, scene.now,
    )?)
}

/// Keeps an experiment as it is now, knowing how it was kept before.
pub fn keep_step(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    before: &Experiment,
    now: &Experiment,
) -> Result<(), Problem> {
    let only_state = Experiment {
        state: now.state.clone(),
        ..before.clone()
    };
    if only_state != *now {
        return keep(scene, cohort, now);
    }
    Ok(store::update_state(scene.conn, &cohort.id, now, scene.now)?)
}

fn keep_changes(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    experiment: &Experiment,
    newest: usize,
) -> Result<(), Problem> {
    let skip = experiment.changes.len().saturating_sub(newest);
    for change in &experiment.changes[skip..] {
        let id = scene.app.secrets.uuid7(scene.now).to_string();
        let (cohort, by) = (&place.cohort.id, &actor.person);
        store::insert_change(scene.conn, cohort, &experiment.id, change, by, &id)?;
    }
    keep(scene, &place.cohort, experiment)
}

fn person_of(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    kept: &Kept,
) -> Result<firstmove_domain::id::PersonId, Problem> {
    crate::cohorts::store::roster(scene.conn, &cohort.id)?
        .into_iter()
        .find(|one| one.seat == kept.seat)
        .map(|one| one.person)
        .ok_or(Problem::NotFound)
}

fn is_taken(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    week: Week,
    but: Option<&ExperimentId>,
) -> Result<bool, Problem> {
    let kept = store::of_seat(scene.conn, &place.cohort.id, &place.me.seat)?;
    Ok(kept.iter().any(|one| {
        Some(&one.experiment.id) != but
            && one.experiment.week == week
            && one.experiment.state.holds_the_week()
    }))
}

/// All moves of a cohort, for those who may read them.
pub fn of_cohort(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Kept>, Problem> {
    Ok(store::of_cohort(scene.conn, &cohort.id)?)
}

/// One move of a cohort, for those who may read it.
pub fn in_cohort(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    experiment: &ExperimentId,
) -> Result<Option<Kept>, Problem> {
    Ok(store::get(scene.conn, &cohort.id, experiment)?)
}
