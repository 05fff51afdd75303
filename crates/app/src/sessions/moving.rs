//! Another day and time for a meeting, or none at all; and either taken back, until it begins. Whoever coordinates the
//! sprint does it on the meeting's page.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::event::Event;
use firstmove_domain::form::long_day;
use firstmove_domain::rights::Role;
use firstmove_domain::session::moving::{self, Refusal};
use firstmove_domain::session::{Meeting, Stage};
use firstmove_domain::week::Week;
use jiff::Timestamp;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other};
use crate::check_ins::form::errors;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::frame::Errors;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sessions::inside::{self, Inside, Where, refused, topic};
use crate::sessions::reading;
use crate::sessions::store::{self, Held};
use crate::sessions::{acts, telling};

/// What a coordinator can change about when a meeting is.
pub struct Panel {
    /// The day in the form.
    pub day: String,
    /// The time in the form.
    pub time: String,
    /// The first day that it can have; may be empty.
    pub first: String,
    /// The last one.
    pub last: String,
    /// "Europe/Berlin".
    pub zone: String,
    /// How it stands on this page.
    pub stands: String,
    /// When it would be by the calendar; empty where it is then.
    pub was: String,
    /// Whether it is called off.
    pub off: bool,
    /// Whether its time has passed without anybody holding it: then there is nothing to call off.
    pub passed: bool,
    /// Whether somebody has a turn in it.
    pub has_turns: bool,
    /// Whether there is no mail server: then nobody is told by the program.
    pub without_mail: bool,
    /// Sentences beside the fields.
    pub errors: Errors,
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    day: String,
    time: String,
    /// How the meeting stood on the page.
    stands: String,
}

/// The button that takes something back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    /// `off` or `time`.
    what: String,
}

/// "Friday 27 March, 14:00".
pub fn words(cohort: &Cohort, at: Timestamp) -> String {
    let local = cohort.calendar.zone().to_datetime(at);
    format!("{}, {}", long_day(local.date()), local.strftime("%H:%M"))
}

/// How a meeting stands, so that a page that shows something else is known.
pub fn stands(cohort: &Cohort, meeting: Meeting, held: &Held) -> String {
    match held.called_off_at {
        Some(_) => "off".into(),
        None => acts::begins(cohort, meeting, held)
            .as_millisecond()
            .to_string(),
    }
}

/// A group is in one place at a time.
fn alone(cohort: &Cohort, meeting: Meeting, at: Timestamp) -> Result<Timestamp, Refusal> {
    match cohort.at_once(meeting, at) {
        None => Ok(at),
        Some((other, begins)) => {
            let local = cohort.calendar.zone().to_datetime(begins);
            Err(Refusal::AtOnce(other, local.time()))
        }
    }
}

/// Whether nothing can be changed any more: it runs, it is over, or its time has passed. A training or kickoff that nobody
/// held can be moved until the last day that it can have, since everything after it builds on it.
pub fn has_begun(found: &Inside, now: Timestamp) -> bool {
    let Inside {
        cohort,
        meeting,
        held,
        ..
    } = found;
    let began = held.is_over() || held.room.stage != Stage::Lobby;
    let until = match meeting.week() {
        None => cohort.calendar.span(Week::FIRST).1,
        Some(_) => Timestamp::MIN,
    };
    began || acts::begins(cohort, *meeting, held).max(until) <= now
}

/// What the reader can change, if they coordinate the sprint and it has not begun.
pub fn panel(scene: &Scene<'_, '_>, found: &Inside) -> Option<Panel> {
    let now = scene.now;
    let Inside {
        cohort,
        meeting,
        held,
        ..
    } = found;
    if found.role != Role::Coordinator || has_begun(found, now) {
        return None;
    }
    let begins = acts::begins(cohort, *meeting, held);
    let planned = cohort.by_calendar(*meeting);
    let local = cohort.calendar.zone().to_datetime(begins);
    let (first, last) = moving::days(*meeting, &cohort.calendar);
    let zone = cohort.calendar.zone();
    Some(Panel {
        day: local.date().to_string(),
        time: local.strftime("%H:%M").to_string(),
        first: first.map(|day| day.to_string()).unwrap_or_default(),
        last: last.to_string(),
        zone: zone.iana_name().unwrap_or("UTC").replace('_', " "),
        stands: stands(cohort, *meeting, held),
        was: match planned == begins {
            true => String::new(),
            false => words(cohort, planned),
        },
        off: held.called_off_at.is_some(),
        passed: begins <= now,
        has_turns: meeting.is_session(),
        without_mail: scene.app.mailer.is_terminal(),
        errors: Errors::none(),
    })
}

/// The page again with what was typed.
fn again(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    (sent, errors): (&Sent, Errors),
) -> Problem {
    let panel = panel(scene, found).map(|panel| Panel {
        day: sent.day.clone(),
        time: sent.time.clone(),
        errors,
        ..panel
    });
    reading::again_moving(scene, actor, found, panel)
}

/// The meeting for whoever coordinates its sprint; for everybody else there is nothing to change.
fn find(scene: &mut Scene<'_, '_>, actor: &Actor, at: &Where) -> Result<Inside, Problem> {
    let found = inside::find(scene, actor, at)?;
    match found.role {
        Role::Coordinator => Ok(found),
        _ => Err(Problem::NotFound),
    }
}

/// What stands by now, where somebody was faster.
fn meanwhile(found: &Inside) -> String {
    let Inside {
        cohort,
        meeting,
        held,
        ..
    } = found;
    match held.called_off_at {
        Some(_) => "Somebody called it off meanwhile. Let it take place first.".into(),
        None => format!(
            "Somebody changed this meanwhile: it is on {}. Look at it and choose again.",
            words(cohort, acts::begins(cohort, *meeting, held))
        ),
    }
}

/// Keeps what was decided, tells the group, and lets follow what follows.
fn decide(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    held: Held,
    event: Event,
) -> Result<(), Problem> {
    let (before, meeting) = (&found.cohort, found.meeting);
    store::keep(scene.conn, &before.id, meeting, &held)?;
    let cohort = cohorts::get(scene.conn, &before.id)?.ok_or(Problem::NotFound)?;
    happened(scene, Some(actor), Some(&cohort), event)?;
    scene.touched.push(topic(&cohort.id, meeting));
    let was = acts::begins(before, meeting, &found.held);
    // a kickoff that nobody held in time is told of until its new time
    let until = match was > scene.now {
        true => was,
        false => acts::begins(&cohort, meeting, &held),
    };
    telling::tell_of_change(scene, (&cohort, &found.roster), (meeting, &held), until)
}

fn move_to(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    sent: &Sent,
) -> Result<(), Problem> {
    let (cohort, meeting, mut held) = (&found.cohort, found.meeting, found.held.clone());
    if has_begun(found, scene.now) {
        return Err(refused(Refusal::HasBegun.to_string()));
    }
    let then = match moving::read(&sent.day, &sent.time) {
        Ok(then) => then,
        Err(problems) => return Err(again(scene, actor, found, (sent, errors(problems)))),
    };
    let begins = acts::begins(cohort, meeting, &held);
    let same = cohort.calendar.zone().to_datetime(begins) == then.0.to_datetime(then.1);
    let seen = stands(cohort, meeting, &held) == sent.stands;
    if held.called_off_at.is_none() && same && !seen {
        // the same form once more, or somebody else chose the same
        return Ok(());
    }
    let to = match seen && held.called_off_at.is_none() {
        true => moving::moved((meeting, begins), &cohort.calendar, then, scene.now)
            .and_then(|to| alone(cohort, meeting, to))
            .map_err(|refusal| (refusal.field(), refusal.to_string())),
        false => Err(("time", meanwhile(found))),
    };
    let to = match to {
        Ok(to) => to,
        Err((field, sentence)) => {
            let errors = Errors::one(field, sentence);
            return Err(again(scene, actor, found, (sent, errors)));
        }
    };
    held.moved_to = Some(to).filter(|to| *to != cohort.by_calendar(meeting));
    let event = Event::MeetingMoved {
        cohort: cohort.id,
        meeting: meeting.key(),
        to,
    };
    decide(scene, actor, found, held, event)
}

fn call_it_off(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    sent: &Sent,
) -> Result<(), Problem> {
    let (cohort, meeting, mut held) = (&found.cohort, found.meeting, found.held.clone());
    if held.called_off_at.is_some() {
        return Ok(());
    }
    let passed = acts::begins(cohort, meeting, &held) <= scene.now;
    if has_begun(found, scene.now) || passed {
        return Err(refused(Refusal::HasBegun.to_string()));
    }
    if stands(cohort, meeting, &held) != sent.stands {
        return Err(refused(meanwhile(found)));
    }
    held.called_off_at = Some(scene.now);
    let event = Event::MeetingCalledOff {
        cohort: cohort.id,
        meeting: meeting.key(),
    };
    decide(scene, actor, found, held, event)
}

fn go_back(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    back: &Back,
) -> Result<(), Problem> {
    let (cohort, meeting, mut held) = (&found.cohort, found.meeting, found.held.clone());
    let of_time = back.what == "time";
    let done = match of_time {
        true => held.moved_to.is_none(),
        false => held.called_off_at.is_none(),
    };
    if done {
        return Ok(());
    }
    if has_begun(found, scene.now) {
        return Err(refused(Refusal::HasBegun.to_string()));
    }
    match of_time {
        true if cohort.by_calendar(meeting) <= scene.now => {
            return Err(refused(Refusal::FirstTimePassed.to_string()));
        }
        true => held.moved_to = None,
        false => held.called_off_at = None,
    }
    let then = acts::begins(cohort, meeting, &held);
    alone(cohort, meeting, then).map_err(|refusal| refused(refusal.to_string()))?;
    let event = Event::MeetingBack {
        cohort: cohort.id,
        meeting: meeting.key(),
    };
    decide(scene, actor, found, held, event)
}

/// `POST /sessions/{cohort}/{meeting}/time`
pub async fn another_time(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(sent): Form<Sent>,
) -> Answer {
    change(app, visitor, (at, "moved"), move |scene, actor, found| {
        move_to(scene, actor, found, &sent)
    })
    .await
}

/// `POST /sessions/{cohort}/{meeting}/off`
pub async fn call_off(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(sent): Form<Sent>,
) -> Answer {
    change(app, visitor, (at, "off"), move |scene, actor, found| {
        call_it_off(scene, actor, found, &sent)
    })
    .await
}

/// `POST /sessions/{cohort}/{meeting}/back`
pub async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(back): Form<Back>,
) -> Answer {
    change(app, visitor, (at, "back"), move |scene, actor, found| {
        go_back(scene, actor, found, &back)
    })
    .await
}

/// Changes when a meeting is, and goes back to its page, which says what was done.
async fn change<F>(app: App, visitor: Visitor, (at, done): (Where, &str), change: F) -> Answer
where
    F: Fn(&mut Scene<'_, '_>, &Actor, &Inside) -> Result<(), Problem> + Send + Sync + 'static,
{
    let place = format!("/sessions/{}/{}?done={done}", at.0, at.1);
    app.act(visitor, move |scene, actor| {
        let found = find(scene, actor, &at)?;
        change(scene, actor, &found)
    })
    .await?;
    Ok(see_other(&place))
}
