//! What can be done about a group's calendar: pause a week, meet at another time, and take either back.

use firstmove_domain::event::Event;
use firstmove_domain::id::{PauseId, WeeklyTimeId};
use firstmove_domain::sprint::WeeklyTime;
use firstmove_domain::week::Week;
use firstmove_domain::weekly::{self, may_take_back};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{Cohort, get};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::rhythm::store;
use crate::rhythm::telling::tell_of_dates;

/// Puts a pause before a week. The inner sentence stands beside the form's field.
pub fn pause(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    before: Week,
) -> Result<Result<(), String>, Problem> {
    if let Err(refusal) = cohort.calendar.paused(before, scene.now) {
        return Ok(Err(refusal.to_string()));
    }
    let pause = PauseId::new(scene.app.secrets.uuid7(scene.now));
    store::insert_pause(scene.conn, &cohort.id, (&pause, before), scene.now)?;
    let event = Event::WeekPaused { pause, before };
    record(scene, actor, cohort, event).map(Ok)
}

/// Takes a pause back as if it had never been, as long as it has not begun. Twice is once.
pub fn end_pause(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    id: &PauseId,
) -> Result<(), Problem> {
    let pauses = store::pauses(scene.conn, &cohort.id)?;
    let pause = pauses.iter().find(|one| one.id == *id);
    let pause = pause.ok_or(Problem::NotFound)?;
    if pause.revoked {
        return Ok(());
    }
    let later = pauses
        .iter()
        .rfind(|one| one.week == pause.week && !one.revoked);
    if later.is_some_and(|later| later.id != *id) {
        return refuse(
            "The group pauses for longer before this week. Take the last pause back first.",
        );
    }
    if scene.now >= cohort.calendar.last_pause_begins(pause.week) {
        return refuse("This pause has begun. The weeks after it keep their dates.");
    }
    if store::revoke_pause(scene.conn, &cohort.id, id, scene.now)? {
        let event = Event::PauseTakenBack {
            pause: *id,
            before: pause.week,
        };
        record(scene, actor, cohort, event)?;
    }
    Ok(())
}

/// Lets the group meet at another time from a week on. The inner refusal stands beside the form's field.
pub fn meet_at(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    (from, time): (Week, WeeklyTime),
) -> Result<Result<(), weekly::Refusal>, Problem> {
    let changed = cohort
        .weekly
        .changed(&cohort.calendar, (from, time), scene.now);
    if let Err(refusal) = changed {
        return Ok(Err(refusal));
    }
    let change = WeeklyTimeId::new(scene.app.secrets.uuid7(scene.now));
    store::insert_time(scene.conn, &cohort.id, &change, (from, time), scene.now)?;
    let weekday = time.weekday.to_monday_one_offset().unsigned_abs();
    let event = Event::WeeklyTimeChanged {
        change,
        from,
        weekday,
        time: time.time,
    };
    record(scene, actor, cohort, event).map(Ok)
}

/// Takes another weekly time back, as long as its week has not begun. Twice is once.
pub fn meet_as_before(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    id: &WeeklyTimeId,
) -> Result<(), Problem> {
    let times = store::times(scene.conn, &cohort.id)?;
    let change = times.iter().find(|one| one.id == *id);
    let change = change.ok_or(Problem::NotFound)?;
    if change.revoked {
        return Ok(());
    }
    if !may_take_back(&cohort.calendar, change.week, scene.now) {
        return refuse(
            "This week has begun and keeps its time. Change the time from a later week on.",
        );
    }
    if store::revoke_time(scene.conn, &cohort.id, id, scene.now)? {
        let event = Event::WeeklyTimeTakenBack {
            change: *id,
            from: change.week,
        };
        record(scene, actor, cohort, event)?;
    }
    Ok(())
}

/// Writes the event down; what follows from it goes by the calendar as it is now. The group hears of its dates.
fn record(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    event: Event,
) -> Result<(), Problem> {
    let was = cohort;
    let cohort = get(scene.conn, &was.id)?.ok_or(Problem::NotFound)?;
    happened(scene, Some(actor), Some(&cohort), event)?;
    tell_of_dates(scene, was, &cohort)
}

fn refuse(sentence: &str) -> Result<(), Problem> {
    Err(Problem::Refused(sentence.into()))
}
