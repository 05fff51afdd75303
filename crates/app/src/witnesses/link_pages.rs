//! What the link in the mail to a witness opens: one question, three buttons, without signing in, and nothing that
//! leads further.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::check_in::last_open_day;
use firstmove_domain::form::long_day;
use firstmove_domain::id::ExperimentId;
use firstmove_domain::witness::Answer as Said;
use jiff::civil::Date;
use serde::Deserialize;

use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::acts::seated;
use crate::check_ins::form::first_line;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::experiments::acts::in_cohort;
use crate::experiments::kept::Kept;
use crate::frame::{Errors, Frame, Kind, Person};
use crate::link::{self, Link, Purpose};
use crate::problem::Problem;
use crate::witnesses::acts;
use crate::witnesses::audit::stays_open;
use crate::witnesses::store::Witness;

/// The question, or what follows upon its answer.
#[derive(Template)]
#[template(path = "witnesses/link.html")]
pub struct LinkPage {
    frame: Frame,
    token: String,
    leader: Person,
    action: String,
    day: String,
    said: Option<Said>,
    /// Until when it can be changed; empty when it cannot.
    until: String,
    errors: Errors,
}

/// The page that a link opens which has run out. It names nobody.
#[derive(Template)]
#[template(path = "witnesses/expired.html")]
pub struct ExpiredPage {
    frame: Frame,
}

struct Opened {
    link: Link<ExperimentId>,
    cohort: Cohort,
    kept: Kept,
    day: Date,
    witness: Witness,
    leader: String,
    stays_open: bool,
}

/// The move behind a token; not found for anything that was not signed here, for a move that does not stand as tried,
/// and once its witness or its words are forgotten.
fn opened(scene: &mut Scene<'_, '_>, token: &str) -> Result<Opened, Problem> {
    let link = link::read::<ExperimentId>(&scene.app.signing_key, Purpose::Witness, token)
        .ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &link.cohort)?.ok_or(Problem::NotFound)?;
    let kept = in_cohort(scene, &cohort, &link.about)?.ok_or(Problem::NotFound)?;
    let witness = acts::of_move(scene, &cohort.id, &link.about)?;
    let witness = witness.filter(|one| !one.name.is_empty());
    let (day, witness) = acts::performed_on(&kept)
        .zip(witness)
        .filter(|_| !kept.experiment.plan.action.is_empty())
        .ok_or(Problem::NotFound)?;
    let (leader, _) = seated(scene, &cohort, &kept)?;
    Ok(Opened {
        link,
        cohort,
        kept,
        day,
        witness,
        leader: leader.name,
        stays_open: stays_open(scene, &link.cohort, &link.about)?,
    })
}

impl Opened {
    fn is_good(&self, scene: &Scene<'_, '_>) -> bool {
        let calendar = &self.cohort.calendar;
        let week = self.kept.experiment.week;
        let is_good = self.link.is_good(calendar, week, scene.now) || self.stays_open;
        is_good && scene.now < calendar.final_close()
    }

    fn page(&self, scene: &Scene<'_, '_>, token: &str, errors: Errors) -> LinkPage {
        let open = scene.now < acts::closes(&self.cohort, &self.kept, self.day);
        let last = last_open_day(&self.cohort.calendar, self.day).filter(|_| open);
        LinkPage {
            frame: Frame::new("Did this happen?", Kind::Link),
            token: token.to_owned(),
            leader: Person::new(self.leader.as_str()),
            action: first_line(&self.kept.experiment.plan.action).to_owned(),
            day: long_day(self.day),
            said: self.witness.answer,
            until: last.map(long_day).unwrap_or_default(),
            errors,
        }
    }
}

fn expired() -> ExpiredPage {
    ExpiredPage {
        frame: Frame::new("This link has run out", Kind::Link),
    }
}

/// `GET /w/{token}`
pub async fn open(State(app): State<App>, Path(token): Path<String>) -> Answer {
    app.open_page(move |scene| {
        let opened = opened(scene, &token)?;
        match opened.is_good(scene) {
            true => show(&opened.page(scene, &token, Errors::none())),
            false => show(&expired()),
        }
    })
    .await
}

/// Which button.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    answer: String,
}

/// `POST /w/{token}`
pub async fn answer(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let place = format!("/w/{token}");
    app.open_act(move |scene| {
        let opened = opened(scene, &token)?;
        if !opened.is_good(scene) {
            return Err(ask_again(&expired()));
        }
        let Some(said) = Said::from_key(pressed.answer.trim()) else {
            let errors = Errors::one("answer", "Tap one of the three: yes, no, or not sure.");
            return Err(ask_again(&opened.page(scene, &token, errors)));
        };
        let about = (&opened.kept, opened.day);
        acts::answer(scene, &opened.cohort, about, &opened.witness, said)
    })
    .await?;
    Ok(see_other(&place))
}
