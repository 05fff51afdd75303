//! Away, ill, or out: a leader excuses a week of their own, or leaves the sprint.

use askama::Template;
use axum::extract::State;
use axum_extra::extract::Form;
use firstmove_domain::cohort::{WithdrawInput, WithdrawReason};
use firstmove_domain::excuse::{Category, ExcuseInput, grant};
use firstmove_domain::form::long_day;
use firstmove_domain::undoing::What;
use firstmove_domain::week::Week;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::form::errors;
use crate::cohorts::{acts, store, undo};
use crate::experiments::Place;
use crate::experiments::pages::leader_frame;
use crate::frame::{Choice, Errors, Frame, Place as Nav};
use crate::problem::Problem;

/// The page for excusing a week.
#[derive(Template)]
#[template(path = "check_ins/away.html")]
pub struct AwayPage {
    frame: Frame,
    weeks: Vec<Choice>,
    categories: Vec<Choice>,
    input: ExcuseInput,
    excused: String,
    errors: Errors,
}

/// The page for leaving the sprint.
#[derive(Template)]
#[template(path = "check_ins/withdraw.html")]
pub struct WithdrawPage {
    frame: Frame,
    reasons: Vec<Choice>,
    note: String,
    errors: Errors,
}

/// `GET /away`
pub async fn away(State(app): State<App>, visitor: Visitor) -> Answer {
    app.page(visitor, |scene, actor| {
        show(&away_page(
            scene,
            &actor,
            ExcuseInput::default(),
            Errors::none(),
        )?)
    })
    .await
}

/// `POST /away`
pub async fn excuse(
    State(app): State<App>,
    visitor: Visitor,
    Form(input): Form<ExcuseInput>,
) -> Answer {
    app.act(visitor, move |scene, actor| take(scene, actor, &input))
        .await?;
    Ok(see_other("/home?done=away"))
}

fn take(scene: &mut Scene<'_, '_>, actor: &Actor, input: &ExcuseInput) -> Result<(), Problem> {
    let place = taking_part(scene, actor)?;
    let wish = match input.read() {
        Ok(wish) => wish,
        Err(problems) => return Err(again(scene, actor, input, errors(problems))),
    };
    let excused = store::excused_weeks(scene.conn, &place.cohort.id, &place.me.seat)?;
    let already = excused.contains(&wish.week);
    // what the rules refuse stands beside the week, with everything that was typed
    if let Err(refusal) = grant(&wish, &place.cohort.calendar, already, scene.now) {
        return Err(again(
            scene,
            actor,
            input,
            Errors::one("week", refusal.to_string()),
        ));
    }
    acts::excuse(scene, actor, &place.cohort, &place.me.seat, &wish)
}

fn again(scene: &mut Scene<'_, '_>, actor: &Actor, input: &ExcuseInput, errors: Errors) -> Problem {
    match away_page(scene, actor, input.clone(), errors) {
        Ok(page) => ask_again(&page),
        Err(problem) => problem,
    }
}

fn away_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    input: ExcuseInput,
    errors: Errors,
) -> Result<AwayPage, Problem> {
    let place = taking_part(scene, actor)?;
    let calendar = &place.cohort.calendar;
    let excused = store::excused_weeks(scene.conn, &place.cohort.id, &place.me.seat)?;
    let open = |week: &Week| scene.now < calendar.close(*week) && !excused.contains(week);
    let weeks = Week::practice()
        .filter(open)
        .map(|week| {
            let (first, last) = calendar.dates(week);
            let words = format!(
                "Week {week}: {} to {}",
                first.strftime("%-d %B"),
                last.strftime("%-d %B")
            );
            Choice::new(week.to_string(), words, &input.week)
        })
        .collect();
    let categories = Category::ALL
        .into_iter()
        .map(|one| Choice::new(one.key(), one.label(), &input.category))
        .collect();
    let excused: Vec<String> = excused
        .iter()
        .map(|week| format!("week {week}, from {}", long_day(calendar.dates(*week).0)))
        .collect();
    Ok(AwayPage {
        frame: leader_frame(scene, actor, &place, "Away").at(Nav::Elsewhere),
        weeks,
        categories,
        input,
        excused: excused.join("; "),
        errors,
    })
}

/// The page for somebody who has left the sprint and may still come back.
#[derive(Template)]
#[template(path = "check_ins/come_back.html")]
pub struct ComeBackPage {
    frame: Frame,
    until: String,
}

/// `POST /withdraw/back`
pub async fn come_back(State(app): State<App>, visitor: Visitor) -> Answer {
    app.act(visitor, |scene, actor| {
        let place = Place::of(scene, actor)?;
        undo::take_back(
            scene,
            actor,
            &place.cohort,
            &place.me,
            (What::Stopping, None),
        )
    })
    .await?;
    Ok(see_other("/home?done=back"))
}

/// `GET /withdraw`
pub async fn leaving(State(app): State<App>, visitor: Visitor) -> Answer {
    app.page(visitor, |scene, actor| {
        let place = Place::of(scene, &actor)?;
        if let Some(until) = undo::stopped_until(scene, &place.cohort, &place.me.seat)? {
            let last = place.cohort.calendar.local_date(until);
            return show(&ComeBackPage {
                frame: leader_frame(scene, &actor, &place, "Come back").at(Nav::Elsewhere),
                until: long_day(last.yesterday().unwrap_or(last)),
            });
        }
        show(&withdraw_page(
            scene,
            &actor,
            &WithdrawInput::default(),
            Errors::none(),
        )?)
    })
    .await
}

/// `POST /withdraw`
pub async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Form(input): Form<WithdrawInput>,
) -> Answer {
    app.act(visitor, move |scene, actor| match input.read() {
        Ok(said) => {
            let place = taking_part(scene, actor)?;
            acts::withdraw(scene, actor, &place.cohort, &place.me, said)
        }
        Err(problems) => Err(ask_again(&withdraw_page(
            scene,
            actor,
            &input,
            errors(problems),
        )?)),
    })
    .await?;
    Ok(see_other("/home?done=withdrawn"))
}

fn withdraw_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    input: &WithdrawInput,
    errors: Errors,
) -> Result<WithdrawPage, Problem> {
    let place = taking_part(scene, actor)?;
    Ok(WithdrawPage {
        frame: leader_frame(scene, actor, &place, "Leave the sprint").at(Nav::Elsewhere),
        reasons: WithdrawReason::ALL
            .into_iter()
            .map(|one| Choice::new(one.key(), one.label(), &input.reason))
            .collect(),
        note: input.note.clone(),
        errors,
    })
}

fn taking_part(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Place, Problem> {
    let place = Place::of(scene, actor)?;
    place.must_take_part(scene.now)?;
    Ok(place)
}
