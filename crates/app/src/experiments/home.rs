//! The leader's home: this week's move as a form, and what else wants a tap.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, show};
use crate::check_ins::acts::note;
use crate::check_ins::confirming;
use crate::check_ins::form::{ReportForm, Said};
use crate::check_ins::peers::{Post, posts};
use crate::cohorts::{histories, undo};
use crate::experiments::cards::{
    Calm, Open, calm, form, has_move_now, open, plans_ahead, queued, said, session,
};
use crate::experiments::kept::Kept;
use crate::experiments::pages::leader_frame;
use crate::experiments::{Place, store, weeks};
use crate::feedback::pages::{Rate, Told, question, told};
use crate::frame::{Cell, Errors, Frame, Person, Place as Nav};
use crate::practice;
use crate::problem::Problem;
use crate::safety;
use crate::safety::pages::Safe;
use crate::safety::pages::SafeForm;
use crate::sessions::next::{self, Next};
use crate::sessions::promises;
use crate::stories::cards::{Asked as Story, asked as stories};
use crate::thanks::list::{Line, to_me};
use crate::verdicts::acts::{Turn, turns};
use crate::witnesses;
use crate::witnesses::audit::{Unnamed, unnamed};

/// How many posts of the group the home page shows.
const POSTS: usize = 3;

/// What the address asks for, and what came back from a form on this page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The move that was just reported.
    pub sent: String,
    /// What was just done: a word that is looked up, never shown.
    pub done: String,
    /// A sentence beside the rating.
    #[serde(skip)]
    pub rate_errors: Errors,
    /// A sentence beside the question whether it was used.
    #[serde(skip)]
    pub use_errors: Errors,
    /// What was sent about how safe it feels, and what is wrong with it.
    #[serde(skip)]
    pub safe: (SafeForm, Errors),
}

/// The page.
#[derive(Template)]
#[template(path = "experiments/home.html")]
pub struct Home {
    frame: Frame,
    thanks: Option<Thanks>,
    form: Option<ReportForm>,
    said: Option<Said>,
    open: Vec<Open>,
    calm: Option<Calm>,
    queued: Vec<Open>,
    plan_next: bool,
    asked: Vec<Story>,
    next: Option<Next>,
    own: Vec<promises::Own>,
    thanked: Vec<Line>,
    back: &'static str,
    told: Option<Told>,
    safe: Option<Safe>,
    rate: Option<Rate>,
    confirm: Vec<confirming::Confirm>,
    turns: Vec<Turn>,
    drawn: Vec<Unnamed>,
    posts: Vec<Post>,
    nobody: bool,
    weeks: Vec<Cell>,
    tried: usize,
    away: bool,
    /// Whether the prompts are still to be practised.
    practise: bool,
}

impl Home {
    /// Whether anything waits that takes one tap and is neither the move nor the session: each stands folded, so
    /// that the session and the group stay on the first screens however much is asked.
    fn has_small(&self) -> bool {
        let questions = [
            self.rate.is_some(),
            self.safe.is_some(),
            self.told.is_some(),
        ];
        let lists = [
            self.turns.is_empty(),
            self.drawn.is_empty(),
            self.confirm.is_empty(),
            self.asked.is_empty(),
        ];
        questions.contains(&true) || lists.contains(&false)
    }
}

/// After sending.
struct Thanks {
    name: String,
    next: String,
    note: String,
}

/// `GET /home`
pub async fn home(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| page(scene, &actor, &asked))
        .await
}

/// The home page as an answer, for the front page of somebody who is a leader and nothing more.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Answer {
    show(&build(scene, actor, asked)?)
}

/// The home page again, because a form on it was not right.
pub fn again(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Problem {
    match build(scene, actor, asked) {
        Ok(page) => ask_again(&page),
        Err(problem) => problem,
    }
}

fn build(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Result<Home, Problem> {
    let place = Place::of(scene, actor)?;
    let kept = store::of_seat(scene.conn, &place.cohort.id, &place.me.seat)?;
    let cells = cells(scene, &place, &kept)?;
    let (before, others) = elsewhere(scene, actor, &place)?;
    let cells = weeks::with_others(cells, others);
    let sent = kept
        .iter()
        .find(|one| one.experiment.id.to_string() == asked.sent);
    let form = with_witness(scene, &place, form(scene, &place, &kept))?;
    let said = said(scene, &place, &kept).filter(|_| form.is_none());
    let queued = queued(scene, &place, &kept, form.is_some());
    let takes_part = place.takes_part(scene.now);
    let posts = posts(scene, actor, &place)?;
    let is_answered = has_move_now(scene.now, &place, &kept);
    let mut calm = calm(scene.now, &place, &cells, is_answered);
    if !takes_part && undo::stopped_until(scene, &place.cohort, &place.me.seat)?.is_some() {
        calm = calm.map(|calm| calm.with_way("/withdraw", "Come back"));
    }
    Ok(Home {
        frame: leader_frame(scene, actor, &place, "Home")
            .at(Nav::Today)
            .with_notice(notice(asked)),
        thanks: sent.map(|kept| thanks(scene, &place, kept)).transpose()?,
        open: [open(scene.now, &place, &kept, form.as_ref()), before].concat(),
        asked: stories(scene, &place)?,
        thanked: to_me(scene, &place)?,
        back: "/home",
        plan_next: takes_part && said.is_some() && !plans_ahead(scene.now, &place, &kept),
        calm,
        form,
        said,
        queued: if takes_part { queued } else { Vec::new() },
        next: match takes_part {
            true => next::card(scene, &place)?,
            false => None,
        },
        own: match takes_part {
            true => promises::own(scene, &place)?,
            false => Vec::new(),
        },
        safe: safety::pages::question(scene, &place, asked.safe.clone())?,
        told: told(scene, &place, asked.use_errors.clone())?,
        rate: question(scene, &place, asked.rate_errors.clone())?,
        confirm: confirming::asked(scene, &place)?,
        turns: turns(scene, &place)?,
        drawn: unnamed(scene, &place)?,
        nobody: posts.is_empty(),
        posts: posts
            .into_iter()
            .filter(|post| post.is_report)
            .take(POSTS)
            .collect(),
        tried: weeks::tried(&cells),
        weeks: cells,
        away: takes_part,
        practise: practice::acts::is_asked(scene, &place)?,
    })
}

/// The form, knowing who is named as having been there.
fn with_witness(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    form: Option<ReportForm>,
) -> Result<Option<ReportForm>, Problem> {
    let Some(form) = form else { return Ok(None) };
    let about = form
        .draft
        .strip_prefix("report-")
        .and_then(|id| id.parse().ok());
    let named = match about {
        Some(id) => witnesses::acts::of_move(scene, &place.cohort.id, &id)?,
        None => None,
    };
    Ok(Some(form.with_witness(named)))
}

/// What is still open in the other groups of the sprint in which they sat, and their weeks there.
fn elsewhere(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
) -> Result<(Vec<Open>, Vec<Vec<Cell>>), Problem> {
    let (mut waits, mut weeks) = (Vec::new(), Vec::new());
    for other in place.others(scene, actor)? {
        let kept = store::of_seat(scene.conn, &other.cohort.id, &other.me.seat)?;
        waits.extend(open(scene.now, &other, &kept, None));
        weeks.push(cells(scene, &other, &kept)?);
    }
    Ok((waits, weeks))
}

fn cells(scene: &mut Scene<'_, '_>, place: &Place, kept: &[Kept]) -> Result<Vec<Cell>, Problem> {
    let histories = histories::load(scene.conn, &place.cohort.id)?;
    let mine = histories.iter().find(|one| one.seat == place.me.seat);
    let href = |week: Week| {
        let of_week = kept.iter().rev().find(|one| one.experiment.week == week);
        of_week.map(|one| format!("/moves/{}", one.experiment.id))
    };
    let now = scene.now;
    Ok(mine.map_or_else(Vec::new, |mine| {
        weeks::cells(&place.cohort.calendar, mine, now, href)
    }))
}

fn thanks(scene: &mut Scene<'_, '_>, place: &Place, kept: &Kept) -> Result<Thanks, Problem> {
    let next = session(scene.now, &place.cohort);
    let note = note(scene, &place.cohort, kept)?;
    Ok(Thanks {
        name: Person::new(place.me.name.as_str()).first().to_owned(),
        next: next
            .map(|next| format!("Next is the session on {}.", next.words))
            .unwrap_or_default(),
        note: note.unwrap_or_default().to_owned(),
    })
}

fn notice(asked: &Asked) -> Option<String> {
    let words = match asked.done.as_str() {
        "rated" => "Your rating is in. Nobody sees who gave which.",
        "said" => "Counted. Nobody can tell which answers are yours.",
        "used" => "Noted. Nobody sees who said what.",
        "kept" => "Ticked off.",
        "handed" => "Handed over. Your peer sees it on Home and can give it back.",
        "taken" => "It is yours. You can give it back until the session begins.",
        "given-back" => "Given back. The turns are planned again.",
        "confirmed" => "Confirmed. Your coordinator accepts it next.",
        "taken-up" => "It is your move for this week.",
        "dropped" => "Dropped. Plan another when you like.",
        "away" => "Noted. Nothing is expected of you in that week.",
        "withdrawn" => "You have left the sprint. Thank you for the weeks you took part.",
        "back" => "You are back. Your weeks count as before.",
        _ => return None,
    };
    Some(words.into())
}
