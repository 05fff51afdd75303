//! A group's calendar for its coordinator: its weeks, and what changes them.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use firstmove_domain::week::Week;
use firstmove_domain::weekly::{may_take_back, time_words};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::cohorts::store::Cohort;
use crate::dashboard::{facts, frame_of};
use crate::experiments::acts::of_cohort;
use crate::frame::{Choice, Errors, Frame, Place};
use crate::problem::Problem;
use crate::rhythm::form::{PauseForm, TimeForm, times_from};
use crate::rhythm::previews::{self, Line};
use crate::rhythm::{acts, singly, store};

/// A pause or a change of the weekly time in a list.
struct Listed {
    id: String,
    words: String,
    /// Whether it may still be taken back.
    open: bool,
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// The group's calendar.
#[derive(Template)]
#[template(path = "rhythm/group.html")]
struct GroupPage {
    frame: Frame,
    group: String,
    cohort: String,
    zone: String,
    lines: Vec<Line>,
    pauses: Vec<Listed>,
    times: Vec<Listed>,
    before: Vec<Choice>,
    from: Vec<Choice>,
    days: Vec<Choice>,
    time: String,
    errors: Errors,
}

/// What one change does, before it is done.
#[derive(Template)]
#[template(path = "rhythm/preview.html")]
struct PreviewPage {
    frame: Frame,
    cohort: String,
    title: String,
    said: Vec<String>,
    lines: Vec<Line>,
    action: &'static str,
    fields: Vec<(&'static str, String)>,
    button: &'static str,
}

fn find(scene: &mut Scene<'_, '_>, actor: &Actor, cohort: &str) -> Result<facts::Facts, Problem> {
    if cohort.is_empty() {
        return Err(Problem::NotFound);
    }
    facts::load(scene, actor, Some(cohort))
}

fn group_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    facts: &facts::Facts,
    (pause, time): (PauseForm, TimeForm),
    errors: Errors,
) -> Result<GroupPage, Problem> {
    let (cohort, calendar) = (&facts.cohort, &facts.cohort.calendar);
    let offered = |given: &str| -> Vec<Choice> {
        let weeks = previews::to_come(calendar, facts.now).map(|week| {
            Choice::new(
                week.to_string(),
                previews::week_words(calendar, week),
                given.trim(),
            )
        });
        std::iter::once(Choice::new("", "Choose a week", ""))
            .chain(weeks)
            .collect()
    };
    Ok(GroupPage {
        frame: frame_of(facts, actor, ("Calendar", Place::People, "/people")),
        group: cohort.name.clone(),
        cohort: cohort.id.to_string(),
        zone: calendar
            .zone()
            .iana_name()
            .unwrap_or("UTC")
            .replace('_', " "),
        lines: previews::calendar(facts),
        pauses: listed_pauses(scene, facts)?,
        times: listed_times(scene, facts)?,
        before: offered(&pause.before),
        from: offered(&time.from),
        days: time.days(),
        time: time.time,
        errors,
    })
}

fn listed_pauses(scene: &mut Scene<'_, '_>, facts: &facts::Facts) -> Result<Vec<Listed>, Problem> {
    let calendar = &facts.cohort.calendar;
    let mut pauses = store::pauses(scene.conn, &facts.cohort.id)?;
    pauses.retain(|one| !one.revoked);
    let dates = Week::all().flat_map(|week| calendar.pause_dates(week));
    let line = |(one, (first, last)): (&store::Kept<_>, (jiff::civil::Date, jiff::civil::Date))| {
        let later = pauses.iter().rfind(|later| later.week == one.week);
        let last_one = later.is_some_and(|later| later.id == one.id);
        Listed {
            id: one.id.to_string(),
            words: format!(
                "{} to {}, before week {}",
                first.strftime("%-d %B"),
                last.strftime("%-d %B"),
                one.week
            ),
            open: last_one && facts.now < calendar.last_pause_begins(one.week),
        }
    };
    Ok(pauses.iter().zip(dates).map(line).collect())
}

fn listed_times(scene: &mut Scene<'_, '_>, facts: &facts::Facts) -> Result<Vec<Listed>, Problem> {
    let calendar = &facts.cohort.calendar;
    let times = crate::cohorts::weekly_times::of(scene.conn, &facts.cohort.id)?;
    let line = |(id, change): &(_, firstmove_domain::weekly::TimeChange)| Listed {
        id: format!("{id}"),
        words: format!("{} from week {} on", time_words(change.time), change.from),
        open: may_take_back(calendar, change.from, facts.now),
    };
    Ok(times
        .iter()
        .map(|(id, change): &(firstmove_domain::id::WeeklyTimeId, _)| line(&(*id, *change)))
        .collect())
}

/// The form of the weekly time, filled in with the time that holds now.
fn time_form(facts: &facts::Facts) -> TimeForm {
    let week = previews::to_come(&facts.cohort.calendar, facts.now).next();
    let time = facts.cohort.meets(week.unwrap_or(Week::LAST));
    TimeForm {
        from: String::new(),
        weekday: time.weekday.to_monday_one_offset().to_string(),
        time: time.time.strftime("%H:%M").to_string(),
        was: String::new(),
    }
}

/// `GET /groups/{id}`
pub async fn group(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Query(asked): Query<Done>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let facts = find(scene, &actor, &cohort)?;
        let forms = (PauseForm::default(), time_form(&facts));
        let mut page = group_page(scene, &actor, &facts, forms, Errors::none())?;
        page.frame.notice = match asked.done.as_str() {
            "paused" => Some("The pause is in the calendar.".into()),
            "pause-back" => Some("The pause is taken back. The weeks lie as before.".into()),
            "time" => Some("The new time is in the calendar.".into()),
            "time-back" => Some("The change is taken back.".into()),
            _ => None,
        };
        show(&page)
    })
    .await
}

/// `GET /groups/{id}/pause`
pub async fn pause_preview(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Query(form): Query<PauseForm>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let facts = find(scene, &actor, &cohort)?;
        let moves = of_cohort(scene, &facts.cohort)?;
        let calendar = &facts.cohort.calendar;
        let after = form.read().and_then(|before| {
            let after = calendar.paused(before, facts.now);
            after
                .map(|after| (before, after))
                .map_err(|refusal| Errors::one("before", refusal.to_string()))
        });
        match after {
            Ok((before, after)) => show(&PreviewPage {
                said: [
                    previews::pause_sentences(&facts, &moves, &after, before),
                    singly::sentences(
                        &facts.cohort,
                        &Cohort {
                            calendar: after.clone(),
                            ..facts.cohort.clone()
                        },
                        facts.now,
                    ),
                ]
                .concat(),
                frame: frame_of(&facts, &actor, ("Pause a week", Place::People, "/people")),
                cohort: facts.cohort.id.to_string(),
                title: format!("Pause before week {before}"),
                lines: previews::paused(calendar, &after),
                action: "pause",
                fields: vec![
                    ("before", before.to_string()),
                    ("begins", calendar.dates(before).0.to_string()),
                ],
                button: "Pause this week",
            }),
            Err(errors) => {
                let forms = (form.clone(), time_form(&facts));
                show(&group_page(scene, &actor, &facts, forms, errors)?)
            }
        }
    })
    .await
}

/// `POST /groups/{id}/pause`
pub async fn pause(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Form(form): Form<PauseForm>,
) -> Answer {
    let place = cohort.clone();
    app.act(visitor, move |scene, actor| {
        let facts = find(scene, actor, &cohort)?;
        let calendar = &facts.cohort.calendar;
        let errors = match form.read() {
            Err(errors) => errors,
            Ok(before) if form.begins.trim() != calendar.dates(before).0.to_string() => {
                Errors::one(
                    "before",
                    "The calendar has changed since. Look at its dates, then choose again.",
                )
            }
            Ok(before) => match acts::pause(scene, actor, &facts.cohort, before)? {
                Ok(()) => return Ok(()),
                Err(sentence) => Errors::one("before", sentence),
            },
        };
        let forms = (form.clone(), time_form(&facts));
        Err(ask_again(&group_page(scene, actor, &facts, forms, errors)?))
    })
    .await?;
    Ok(back_to(&place, "paused"))
}

/// `POST /groups/{id}/pauses/{pause}/back`
pub async fn end_pause(
    State(app): State<App>,
    visitor: Visitor,
    Path((cohort, pause)): Path<(String, String)>,
) -> Answer {
    let place = cohort.clone();
    let pause = pause.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        let facts = find(scene, actor, &cohort)?;
        acts::end_pause(scene, actor, &facts.cohort, &pause)
    })
    .await?;
    Ok(back_to(&place, "pause-back"))
}

/// `GET /groups/{id}/time`
pub async fn time_preview(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Query(form): Query<TimeForm>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let facts = find(scene, &actor, &cohort)?;
        let calendar = &facts.cohort.calendar;
        let after = form.read().and_then(|wish| {
            let after = facts.cohort.weekly.changed(calendar, wish, facts.now);
            after
                .map(|after| (wish.0, after))
                .map_err(|refusal| Errors::one("from", refusal.to_string()))
        });
        match after {
            Ok((from, after)) => show(&PreviewPage {
                frame: frame_of(&facts, &actor, ("Another time", Place::People, "/people")),
                cohort: facts.cohort.id.to_string(),
                title: format!("Another weekly time from week {from} on"),
                said: [
                    previews::time_sentences(&facts, &after, from),
                    singly::sentences(
                        &facts.cohort,
                        &Cohort {
                            weekly: after.clone(),
                            ..facts.cohort.clone()
                        },
                        facts.now,
                    ),
                ]
                .concat(),
                lines: Vec::new(),
                action: "time",
                fields: vec![
                    ("from", from.to_string()),
                    ("weekday", form.weekday.trim().to_owned()),
                    ("time", form.time.trim().to_owned()),
                    ("was", times_from(&facts.cohort.weekly, from)),
                ],
                button: "Change the time",
            }),
            Err(errors) => {
                let forms = (PauseForm::default(), form.clone());
                show(&group_page(scene, &actor, &facts, forms, errors)?)
            }
        }
    })
    .await
}

/// `POST /groups/{id}/time`
pub async fn time(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Form(form): Form<TimeForm>,
) -> Answer {
    let place = cohort.clone();
    app.act(visitor, move |scene, actor| {
        let facts = find(scene, actor, &cohort)?;
        let errors = match form.read() {
            Err(errors) => errors,
            Ok((from, _)) if form.is_old(&facts.cohort.weekly, from) => Errors::one(
                "from",
                "Another time was set since. Look at the calendar, then choose again.",
            ),
            Ok(wish) => match acts::meet_at(scene, actor, &facts.cohort, wish)? {
                Ok(()) => return Ok(()),
                Err(refusal) => Errors::one("from", refusal.to_string()),
            },
        };
        let forms = (PauseForm::default(), form.clone());
        Err(ask_again(&group_page(scene, actor, &facts, forms, errors)?))
    })
    .await?;
    Ok(back_to(&place, "time"))
}

/// `POST /groups/{id}/times/{change}/back`
pub async fn time_back(
    State(app): State<App>,
    visitor: Visitor,
    Path((cohort, change)): Path<(String, String)>,
) -> Answer {
    let place = cohort.clone();
    let change = change.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        let facts = find(scene, actor, &cohort)?;
        acts::meet_as_before(scene, actor, &facts.cohort, &change)
    })
    .await?;
    Ok(back_to(&place, "time-back"))
}

fn back_to(cohort: &str, done: &str) -> Response {
    see_other(&format!("/groups/{cohort}?done={done}"))
}
