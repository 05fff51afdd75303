//! Taking a person out, for the data owner: what goes, what stays, said before it is done.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::form::long_day;
use firstmove_domain::rights::Role;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::cohorts::store::{self as cohorts, Cohort, Seated, cohort_of};
use crate::data;
use crate::forgetting::acts;
use crate::frame::{Errors, Frame};
use crate::problem::Problem;

/// The page.
#[derive(Template)]
#[template(path = "forgetting/erase.html")]
pub struct ErasePage {
    pub(super) frame: Frame,
    /// Where it is done.
    pub(super) action: String,
    /// What they are called here.
    pub(super) who: String,
    /// "Type the pseudonym".
    pub(super) label: &'static str,
    /// "They asked for it on Monday 6 April."
    pub(super) asked: String,
    pub(super) goes: &'static [&'static str],
    pub(super) stays: &'static [&'static str],
    /// Why it cannot be done now.
    pub(super) refused: Option<String>,
    pub(super) errors: Errors,
    /// Where one came from, and what that is called.
    pub(super) back: (String, &'static str),
}

/// What goes of a leader.
const GOES: [&str; 4] = [
    "Name, mail address, team and everything entered for forming groups. They can no longer sign in.",
    "Every word of plans, reports, questions, excuses and leaving.",
    "Mails to them, mails that name them, and how committed they said they are.",
    "Their lines in drafts of further sprints, and lists of people that name them and wait to be taken.",
];
/// What stays of them.
const STAYS: [&str; 4] = [
    "Weeks, days and outcomes under the pseudonym, so that no number changes.",
    "Ratings, which are blind, and excused weeks without their word.",
    "Reasons of corrections, which you wrote, and the trail, which holds no words of theirs.",
    "What others wrote about them, and copies outside of this program: files, mails, backups. Those are yours to look after.",
];

/// When somebody asked for it, in a sentence.
pub(super) fn asked_on(at: Timestamp, zone: &TimeZone) -> String {
    format!(
        "They asked for it on {}.",
        long_day(zone.to_datetime(at).date())
    )
}

fn found(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    seat: &str,
) -> Result<(Cohort, Vec<Cohort>, Seated), Problem> {
    let cohort = cohort_of(scene.conn, seat)?.ok_or(Problem::NotFound)?;
    let (cohort, seen) = cohorts::chosen(scene.conn, actor, Role::DataOwner, Some(&cohort))?;
    let mut roster = cohorts::roster(scene.conn, &cohort.id)?.into_iter();
    let seated = roster.find(|one| one.seat.to_string() == seat);
    Ok((cohort, seen, seated.ok_or(Problem::NotFound)?))
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, seen, seated): (&Cohort, &[Cohort], &Seated),
    errors: Errors,
) -> Result<ErasePage, Problem> {
    let zone = cohort.calendar.zone();
    let asked = acts::erasure(scene, &seated.person)?;
    Ok(ErasePage {
        frame: data::pages::frame(actor, (cohort, seen), scene.now),
        action: format!("/data/rows/{}/erase", seated.seat),
        who: seated.pseudonym.clone(),
        label: "Type the pseudonym",
        asked: asked
            .asked_at
            .map(|at| asked_on(at, zone))
            .unwrap_or_default(),
        goes: &GOES,
        stays: &STAYS,
        refused: acts::may_erase(scene, &seated.person)?
            .err()
            .map(|why| why.to_string()),
        errors,
        back: (format!("/data?cohort={}", cohort.id), "All rows"),
    })
}

/// `GET /data/rows/{seat}/erase`
pub async fn ask(State(app): State<App>, visitor: Visitor, Path(seat): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (cohort, seen, seated) = found(scene, &actor, &seat)?;
        show(&page(
            scene,
            &actor,
            (&cohort, &seen, &seated),
            Errors::none(),
        )?)
    })
    .await
}

/// What they are called, typed once more.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sure {
    who: String,
}

impl Sure {
    /// Whether it is what they are called, in capitals or not.
    pub(super) fn says(&self, called: &str) -> bool {
        self.who.trim().to_lowercase() == called.trim().to_lowercase()
    }
}

/// `POST /data/rows/{seat}/erase`
pub async fn erase(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Form(sure): Form<Sure>,
) -> Answer {
    let cohort = app
        .act(visitor, move |scene, actor| {
            let (cohort, seen, seated) = found(scene, actor, &seat)?;
            let sentence = match sure.says(&seated.pseudonym) {
                false => format!("Type {} to say that you mean it.", seated.pseudonym),
                true => match acts::erase(scene, actor, Some(&cohort), &seated.person)? {
                    Ok(()) => return Ok(cohort.id),
                    Err(refusal) => refusal.to_string(),
                },
            };
            let errors = Errors::one("who", sentence);
            Err(ask_again(&page(
                scene,
                actor,
                (&cohort, &seen, &seated),
                errors,
            )?))
        })
        .await?;
    Ok(see_other(&format!("/data?cohort={cohort}&done=erased")))
}
