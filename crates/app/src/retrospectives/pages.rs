//! The forms of the wall. Each goes back into the room; one that is not right comes back with what was typed.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::actor::Visitor;
use crate::app::{Answer, App};
use crate::retrospectives::acts;
use crate::sessions::wall::{at_the_wall, in_the_room};

/// What a form of the wall sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// The id that a card or a decision is to have, or that of a decision.
    pub id: String,
    /// Keep, drop or change.
    pub kind: String,
    /// The card's words.
    pub card: String,
    /// The ticked cards.
    pub cards: Vec<String>,
    /// What is to become of them: "together" or "apart".
    pub want: String,
    /// The card on top of a pile.
    pub pile: String,
    /// Anything: the vote is taken back.
    pub off: String,
    /// What will be done.
    pub what: String,
    /// Who sees to it.
    pub owner: String,
    /// By which day.
    pub due: String,
}

/// `POST /sessions/{cohort}/retrospective/card`
pub async fn card(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    at_the_wall(app, visitor, cohort, sent, |scene, _, inside, sent| {
        acts::put_up(scene, inside, sent)
    })
    .await
}

/// `POST /sessions/{cohort}/retrospective/together`
pub async fn together(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    at_the_wall(app, visitor, cohort, sent, |scene, _, inside, sent| {
        acts::put_together(scene, inside, sent)
    })
    .await
}

/// `POST /sessions/{cohort}/retrospective/vote`
pub async fn vote(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    in_the_room(app, visitor, cohort, move |scene, actor, inside| {
        acts::vote(scene, actor, inside, &sent)
    })
    .await
}

/// `POST /sessions/{cohort}/retrospective/decision`
pub async fn decision(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    at_the_wall(app, visitor, cohort, sent, acts::decide).await
}

/// `POST /sessions/{cohort}/retrospective/decision/back`
pub async fn decision_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(cohort): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    in_the_room(app, visitor, cohort, move |scene, actor, inside| {
        acts::drop_decision(scene, actor, inside, &sent)
    })
    .await
}
