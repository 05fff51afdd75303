//! The pages of reporting and answering.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::check_in::{CheckIn, CheckInInput};
use firstmove_domain::feedback::{QUESTION_MAX, read_question};
use firstmove_domain::form::FieldProblem;
use firstmove_domain::id::{ExperimentId, ReportId};
use firstmove_domain::witness::Named;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other, show};
use crate::check_ins::acts::{self, Teller};
use crate::check_ins::answers;
use crate::check_ins::confirming;
use crate::check_ins::form::errors;
use crate::check_ins::peers::{Post, posts};
use crate::cohorts::store::{Cohort, Seated};
use crate::experiments::Place;
use crate::experiments::kept::Kept;
use crate::experiments::move_page::{MoveAsked, move_again, open_move};
use crate::experiments::pages::leader_frame;
use crate::feedback::acts::helped;
use crate::feedback::words::helped_words;
use crate::frame::{Frame, Place as Nav};
use crate::problem::Problem;
use crate::safety::{self, acts::Said};
use crate::thanks::form::{Thank, fresh};
use crate::thanks::list::{Line, lines};
use crate::verdicts::acts::{Turn, turns};
use crate::witnesses;

/// The report form, as it was typed, and what makes it one report when it is sent twice.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReportSent {
    /// The fields.
    #[serde(flatten)]
    pub input: CheckInInput,
    /// A random key, drawn when the form was shown.
    pub sent_key: String,
}

/// A report with who was there, or a sentence beside each field that is not right.
type ReportRead = Result<(CheckIn, Option<Named>), Vec<FieldProblem>>;

impl ReportSent {
    /// Reads the form with who is named in it.
    pub fn read(
        &self,
        scene: &mut Scene<'_, '_>,
        (cohort, me): (&Cohort, &Seated),
        kept: &Kept,
    ) -> Result<ReportRead, Problem> {
        let report = self.input.read(&acts::frame(cohort, kept, scene.now));
        let tried = matches!(report, Ok(CheckIn::Tried(_)) | Err(_));
        let mail = if tried { &self.input.witness_mail } else { "" };
        let about = (&cohort.id, Some(&kept.experiment.id));
        let fields = (self.input.witness.as_str(), mail);
        let named = witnesses::acts::read(scene, about, fields, &me.mail)?;
        Ok(witnesses::acts::both(report, named))
    }
}

/// `POST /moves/{id}/report`
pub async fn report(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<ReportSent>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    let place = app
        .act(visitor, move |scene, actor| take(scene, actor, &id, &sent))
        .await?;
    Ok(see_other(&place))
}

fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    sent: &ReportSent,
) -> Result<String, Problem> {
    let (cohort, me, kept) = acts::own(scene, actor, id)?;
    match sent.read(scene, (&cohort, &me), &kept)? {
        Ok((check_in, named)) => {
            witnesses::acts::name(scene, &cohort.id, id, named.as_ref())?;
            let teller = Teller {
                actor: Some(actor),
                cohort: &cohort,
                me: &me,
            };
            acts::report(scene, &teller, &kept, &check_in, Some(&sent.sent_key))?;
            Ok(match sent.input.next.trim() {
                "smaller" if sent.input.tried.trim() == "no" => {
                    format!("/moves/new?smaller_of={id}")
                }
                _ => format!("/home?sent={id}"),
            })
        }
        Err(problems) => {
            let asked = MoveAsked::report(sent.input.clone(), problems);
            Err(move_again(scene, actor, id, asked))
        }
    }
}

/// The leader's own move with their place in its cohort; not found for anybody else.
pub fn own_move(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
) -> Result<(Place, Kept), Problem> {
    let (place, kept) = peers_move(scene, actor, id)?;
    if kept.seat == place.me.seat {
        Ok((place, kept))
    } else {
        Err(Problem::NotFound)
    }
}

/// A move of a cohort that the actor sits in.
fn peers_move(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
) -> Result<(Place, Kept), Problem> {
    let (cohort, kept) = open_move(scene, actor, id)?;
    Ok((Place::in_cohort(scene, actor, cohort)?, kept))
}

/// `POST /reports/{id}/confirm`
pub async fn confirm(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id: ReportId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        confirming::confirm(scene, actor, &id)
    })
    .await?;
    Ok(see_other("/home?done=confirmed"))
}

/// What a short form is for, and where it leads back to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    back: String,
    /// `yes`, or `no` to take it back.
    useful: String,
}

/// `POST /moves/{id}/useful`
pub async fn useful(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(back): Form<Back>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    let wanted = match back.useful.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    app.act(visitor, move |scene, actor| {
        let (place, kept) = peers_move(scene, actor, &id)?;
        answers::useful(scene, actor, &place, &kept, wanted)
    })
    .await?;
    Ok(see_other(
        match back.back.as_str() {
            "move" => format!("/moves/{id}"),
            "home" => "/home".into(),
            _ => "/peers".into(),
        }
        .as_str(),
    ))
}

/// The one question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Question {
    question: String,
}

/// `POST /moves/{id}/question`
pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form): Form<Question>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        let (place, kept) = peers_move(scene, actor, &id)?;
        match read_question(&form.question) {
            Ok(question) => answers::ask(scene, actor, &place, &kept, &question),
            Err(problems) => {
                let asked = MoveAsked::question(form.question.clone(), errors(problems));
                Err(move_again(scene, actor, &id, asked))
            }
        }
    })
    .await?;
    Ok(see_other(&format!("/moves/{id}?done=asked")))
}

/// The longest question, for the form.
pub const QUESTION: usize = QUESTION_MAX;

/// The page of the group's posts.
#[derive(Template)]
#[template(path = "check_ins/peers.html")]
pub struct PeersPage {
    frame: Frame,
    this_week: String,
    /// Whether the reader has a week to report in.
    may_report: bool,
    turns: Vec<Turn>,
    reports: Vec<Post>,
    plans: Vec<Post>,
    earlier: Vec<Earlier>,
    helped: Vec<String>,
    safe: Vec<String>,
    names: Vec<String>,
    thanks: Vec<Line>,
    thank: Option<Thank>,
    back: &'static str,
}

/// The posts of an earlier week.
struct Earlier {
    week: u8,
    posts: Vec<Post>,
}

/// `GET /peers`
pub async fn peers(State(app): State<App>, visitor: Visitor, Query(_): Query<Back>) -> Answer {
    app.page(visitor, |scene, actor| show(&peers_page(scene, &actor)?))
        .await
}

fn peers_page(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<PeersPage, Problem> {
    let place = Place::of(scene, actor)?;
    let posts = posts(scene, actor, &place)?;
    let calendar = &place.cohort.calendar;
    let current = calendar
        .moment(scene.now)
        .week()
        .map_or(0, |week| week.number());
    let (now, before): (Vec<Post>, Vec<Post>) = posts
        .into_iter()
        .partition(|post| post.week >= current && current > 0);
    let (reports, plans) = now.into_iter().partition(|post: &Post| post.is_report);
    let mut earlier: Vec<Earlier> = Vec::new();
    for week in (1..=12).rev() {
        let posts: Vec<Post> = before
            .iter()
            .filter(|post| post.week == week && post.is_report)
            .cloned()
            .collect();
        if !posts.is_empty() {
            earlier.push(Earlier { week, posts });
        }
    }
    Ok(PeersPage {
        frame: leader_frame(scene, actor, &place, "Peers").at(Nav::Peers),
        turns: turns(scene, &place)?,
        this_week: if current == 0 {
            String::new()
        } else {
            format!("Week {current}")
        },
        may_report: current > 0 && place.takes_part(scene.now),
        reports,
        plans,
        earlier,
        safe: safety::acts::said(scene, &place.cohort)?
            .iter()
            .map(Said::words)
            .collect(),
        thanks: lines(scene, &place)?,
        thank: fresh(scene, &place),
        back: "/peers#thanks",
        helped: helped_words(&helped(scene, &place.cohort)?),
        names: place
            .peers
            .iter()
            .filter(|peer| peer.takes_part(scene.now))
            .map(|peer| peer.name.clone())
            .collect(),
    })
}
