//! The stories that the reader may see: a leader those of the group and of the organisation, a coordinator those of
//! their groups, a sponsor those that were shared with them.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::form::long_day;
use firstmove_domain::id::SeatId;
use firstmove_domain::rights::Role;
use firstmove_domain::story::{Consent, Story};
use jiff::Timestamp;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show_kept};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::experiments::Place;
use crate::experiments::frames::{frame, leader_frame};
use crate::frame::{Frame, Kind, Person, Place as Nav};
use crate::problem::Problem;
use crate::sponsor;
use crate::stories::acts::{self, Told};
use crate::stories::cards::{Asked, asked};
use crate::thanks;
use crate::thanks::list::Line;

/// One story as it is shown.
#[derive(Debug, Clone)]
pub struct Card {
    /// Which.
    pub id: String,
    /// Who tells it; outside of the group the first name stands.
    pub who: Person,
    /// What is told.
    pub story: Story,
    /// "Operations A, 14 April".
    pub when: String,
    /// Whether it is the reader's own.
    pub mine: bool,
    /// What a sponsor said to it, where others may read that.
    pub thanks: Vec<String>,
    /// When it was written.
    pub at: Timestamp,
}

/// Stories under one heading.
pub struct Part {
    heading: String,
    cards: Vec<Card>,
    /// What is said where there are none.
    empty: &'static str,
}

/// The page.
#[derive(Template)]
#[template(path = "stories/list.html")]
pub struct ListPage {
    frame: Frame,
    parts: Vec<Part>,
    others: Vec<(String, String)>,
    /// Thanks in the group, for who coordinates it; a leader has them under Peers.
    thanks: Option<Vec<Line>>,
    asked: Vec<Asked>,
    tells: bool,
}

/// Which group, and what was just done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    cohort: String,
    done: String,
}

/// `GET /stories`
pub async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let page = if actor.is(Role::Leader) && wanted.cohort.is_empty() {
            of_leader(scene, &actor)?
        } else if actor.is(Role::Coordinator) {
            of_coordinator(scene, &actor, &wanted.cohort)?
        } else {
            of_sponsor(scene, &actor)?
        };
        show_kept(&ListPage {
            frame: page.frame.with_notice(notice(&wanted.done)),
            ..page
        })
    })
    .await
}

/// The frame of a leader's page about stories.
pub fn leader_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    title: &str,
) -> Result<Frame, Problem> {
    let place = Place::in_cohort(scene, actor, cohort.clone())?;
    Ok(leader_frame(scene, actor, &place, title).at(Nav::Peers))
}

fn of_leader(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<ListPage, Problem> {
    let place = Place::of(scene, actor)?;
    let (cohort, me) = (&place.cohort, Some(&place.me.seat));
    let own = acts::of_group(scene, &place)?;
    let others = acts::of_others(scene, cohort)?;
    let mut parts = vec![Part {
        heading: "Your group".into(),
        cards: cards(&own, cohort, me),
        empty: "Nobody has told a story yet. You could be first.",
    }];
    if !others.is_empty() {
        let mut cards = outside(&others, cohort);
        for (card, one) in cards.iter_mut().zip(&others) {
            card.thanks = thanked(scene, one)?;
        }
        parts.push(Part {
            heading: "From other groups".into(),
            cards,
            empty: "",
        });
    }
    let tells = place.takes_part(scene.now);
    Ok(ListPage {
        frame: leader_page(scene, actor, cohort, "Stories")?,
        parts,
        others: Vec::new(),
        thanks: None,
        asked: asked(scene, &place)?,
        tells,
    })
}

/// What sponsors said to a story, as far as who told it lets others read that.
fn thanked(scene: &mut Scene<'_, '_>, told: &Told) -> Result<Vec<String>, Problem> {
    let id = told.id.to_string();
    let mut thanks = thanks::acts::of_sponsors(scene, &told.cohort)?;
    thanks.retain(|one| one.about == id && one.shared_at.is_some());
    let said = |one: &thanks::acts::Thanks| {
        let giver = Person::new(one.giver.as_str());
        format!("{}, sponsor: \u{201c}{}\u{201d}", giver.first(), one.words)
    };
    Ok(thanks.iter().map(said).collect())
}

fn of_coordinator(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    wanted: &str,
) -> Result<ListPage, Problem> {
    let (cohort, seen) = cohorts::chosen(scene.conn, actor, Role::Coordinator, Some(wanted))?;
    let told = acts::of_cohort(scene, &cohort)?;
    let others = seen.iter().filter(|one| one.id != cohort.id);
    Ok(ListPage {
        frame: frame(
            actor,
            "Stories",
            Kind::Coordinator,
            Role::Coordinator.name(),
        )
        .at(Nav::Sessions),
        parts: vec![Part {
            heading: cohort.name.clone(),
            cards: cards(&told, &cohort, None),
            empty: "Nobody has told a story yet. Two wins and a lesson are asked for before each showcase.",
        }],
        others: others
            .map(|one| (one.name.clone(), format!("/stories?cohort={}", one.id)))
            .collect(),
        thanks: Some(thanks::list::of_cohort(scene, &cohort, None)?),
        asked: Vec::new(),
        tells: false,
    })
}

/// Groups of which a sponsor reads no numbers tell them no stories either.
fn of_sponsor(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<ListPage, Problem> {
    crate::app::only(actor, Role::Sponsor)?;
    let mut parts = Vec::new();
    for group in sponsor::groups::load(scene, actor)? {
        if let ([cohort], None) = (group.cohorts.as_slice(), group.hidden) {
            let told = acts::shared(scene, cohort, Consent::Sponsor)?;
            parts.push(Part {
                heading: cohort.name.clone(),
                cards: outside(&told, cohort),
                empty: "Nobody has shared a story with you yet.",
            });
        }
    }
    Ok(ListPage {
        frame: frame(actor, "Stories", Kind::Sponsor, Role::Sponsor.name()),
        parts,
        others: Vec::new(),
        thanks: None,
        asked: Vec::new(),
        tells: false,
    })
}

/// Stories as the group and its coordinator read them.
pub fn cards(told: &[Told], cohort: &Cohort, me: Option<&SeatId>) -> Vec<Card> {
    let card = |one: &Told| Card {
        id: one.id.to_string(),
        who: Person::new(one.owner.as_str()),
        story: one.story.clone(),
        when: long_day(cohort.calendar.local_date(one.written_at)),
        mine: me == Some(&one.seat),
        thanks: Vec::new(),
        at: one.written_at,
    };
    told.iter().map(card).collect()
}

/// Stories as others read them: with the group, and with the first name only.
pub fn outside(told: &[Told], cohort: &Cohort) -> Vec<Card> {
    let mut cards = cards(told, cohort, None);
    for (card, one) in cards.iter_mut().zip(told) {
        card.who = Person::new(card.who.first());
        card.when = format!("{}, {}", one.group, card.when);
    }
    cards
}

fn notice(done: &str) -> Option<String> {
    let words = match done {
        "told" => "Your story is told. You can change it, or who may read it, at any time.",
        "changed" => "Changed. It reads like this from now on.",
        "consent" => "Done. It is read by nobody else from now on.",
        "deleted" => "Deleted. It stands nowhere any more.",
        _ => return None,
    };
    Some(words.into())
}
