//! What can be done about forgetting: ask for it, take that back, do it; and what goes by itself, once a day.

use firstmove_domain::event::Event;
use firstmove_domain::id::PersonId;
use firstmove_kit::db::{Conn, DbError};
use jiff::{SignedDuration, Timestamp};

use crate::actor::Actor;
use crate::app::{App, Scene};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::forgetting::drafts;
use crate::forgetting::keeping::Times;
use crate::forgetting::store::{self, Erasure};
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;

/// Why somebody is not taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// They sit in a group.
    #[error(
        "They still take part. They leave the sprint first, or the coordinator notes that they left."
    )]
    TakesPart,
    /// Somebody has to take over first.
    #[error("They hold a role. It is handed over first.")]
    HoldsRole,
    /// It is done.
    #[error("They have been taken out already.")]
    Done,
}

/// What is known about taking this person out.
pub fn erasure(scene: &mut Scene<'_, '_>, person: &PersonId) -> Result<Erasure, Problem> {
    Ok(store::erasure(scene.conn, person)?)
}

/// Somebody asks to be taken out.
pub fn ask(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<(), Problem> {
    if store::ask(scene.conn, &actor.person, scene.now)? {
        let person = actor.person;
        happened(scene, Some(actor), None, Event::ErasureAsked { person })?;
    }
    Ok(())
}

/// Somebody who had asked stays.
pub fn take_back(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<(), Problem> {
    if store::take_back(scene.conn, &actor.person)? {
        let person = actor.person;
        happened(scene, Some(actor), None, Event::ErasureTakenBack { person })?;
    }
    Ok(())
}

/// Whether a person may be taken out now.
pub fn may_erase(
    scene: &mut Scene<'_, '_>,
    person: &PersonId,
) -> Result<Result<(), Refusal>, Problem> {
    if store::erasure(scene.conn, person)?.erased_at.is_some() {
        return Ok(Err(Refusal::Done));
    }
    if store::takes_part(scene.conn, person, scene.now)? {
        return Ok(Err(Refusal::TakesPart));
    }
    if people::acts::holds_a_role(scene, person)? {
        return Ok(Err(Refusal::HoldsRole));
    }
    Ok(Ok(()))
}

/// Takes a person out. What counts stays without them, so no number changes. It is recorded without their name.
pub fn erase(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: Option<&Cohort>,
    person: &PersonId,
) -> Result<Result<(), Refusal>, Problem> {
    if let Err(refusal) = may_erase(scene, person)? {
        return Ok(Err(refusal));
    }
    store::take_out(scene.conn, person, scene.now)?;
    happened(scene, Some(actor), cohort, Event::PersonErased {})?;
    Ok(Ok(()))
}

/// The seats of a group whose people asked to be taken out, with their pseudonyms.
pub fn asked_in(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
) -> Result<Vec<(String, String)>, Problem> {
    Ok(store::asked_in(scene.conn, &cohort.id)?)
}

/// Who asked to be taken out and has no seat in any group, with the day: for who runs the installation, as no data
/// owner has a row of theirs.
pub fn asked_without_seat(scene: &mut Scene<'_, '_>) -> Result<Vec<store::Asked>, Problem> {
    Ok(store::asked_without_seat(scene.conn)?)
}

/// The name of somebody who has no seat in any group; none for whoever has one.
pub fn without_seat(
    scene: &mut Scene<'_, '_>,
    person: &PersonId,
) -> Result<Option<String>, Problem> {
    Ok(store::without_seat(scene.conn, person)?)
}

/// How long things are kept.
pub fn times(scene: &mut Scene<'_, '_>) -> Result<Times, Problem> {
    let kept = store::setting(scene.conn, Times::KEY)?;
    Ok(kept
        .and_then(|kept| serde_json::from_str(&kept).ok())
        .unwrap_or_default())
}

/// Changes how long things are kept.
pub fn keep(scene: &mut Scene<'_, '_>, actor: &Actor, times: &Times) -> Result<(), Problem> {
    if self::times(scene)? == *times {
        return Ok(());
    }
    let text = serde_json::to_string(times).map_err(Problem::broken)?;
    store::set(scene.conn, Times::KEY, &text)?;
    // what its new time has ended for goes with the next turn
    store::set(scene.conn, FORGOT, "")?;
    happened(scene, Some(actor), None, Event::KeepingChanged {})
}

const FORGOT: &str = "forgot_on";

/// The day, in UTC, on which what had been kept long enough was last deleted; empty once the times have been changed
/// since, none where nothing ever was.
pub fn forgot_on(conn: &mut Conn<'_>) -> Result<Option<String>, DbError> {
    store::setting(conn, FORGOT)
}

/// Deletes what has been kept long enough; looks once a day. Drafts and lists go as soon as their time is over.
pub async fn forget(app: &App) -> Result<(), Problem> {
    let today = |now: Timestamp| now.strftime("%Y-%m-%d").to_string();
    let (done, drafts_ended) = app
        .open_page(|scene| {
            let done = forgot_on(scene.conn)?;
            Ok((done, drafts::has_ended(scene.conn, scene.now)?))
        })
        .await?;
    if drafts_ended {
        app.open_act(|scene| Ok(drafts::sweep(scene.conn, scene.now)?))
            .await?;
    }
    if done.as_deref() == Some(&*today(app.now())) {
        return Ok(());
    }
    app.open_act(move |scene| {
        store::set(scene.conn, FORGOT, &today(scene.now))?;
        forget_now(scene)
    })
    .await
}

fn forget_now(scene: &mut Scene<'_, '_>) -> Result<(), Problem> {
    let times = times(scene)?;
    let until = |days: Option<u16>, now: Timestamp| {
        let days = SignedDuration::from_hours(24 * i64::from(days?));
        now.checked_sub(days).ok()
    };
    let now = scene.now;
    let (mut texts, mut messages, mut sign_ins, mut events) = (0, 0, 0, 0);
    if let Some(until) = until(times.texts, now) {
        for sprint in cohorts::sprints(scene.conn)? {
            for cohort in cohorts::of_sprint(scene.conn, &sprint)? {
                let is_over = cohort.calendar.final_close() < until;
                if is_over && store::has_words(scene.conn, &cohort.id)? {
                    texts += store::empty_cohort(scene.conn, &cohort.id)?;
                }
            }
        }
    }
    if let Some(until) = until(times.messages, now) {
        messages = store::messages_before(scene.conn, until)?;
    }
    if let Some(until) = until(times.sign_ins, now) {
        sign_ins = store::sign_ins_before(scene.conn, until)?;
    }
    if let Some(until) = until(times.trail, now) {
        events = store::trail_before(scene.conn, until)?;
    }
    if texts + messages + sign_ins + events == 0 {
        return Ok(());
    }
    let event = Event::Forgotten {
        texts,
        messages,
        sign_ins,
        events,
    };
    happened(scene, None, None, event)
}
