//! What peers can answer to a report: "useful to me", and one question.

use firstmove_domain::event::Event;
use firstmove_domain::feedback;

use crate::actor::Actor;
use crate::app::Scene;
use crate::check_ins::store;
use crate::experiments::Place;
use crate::experiments::kept::Kept;
use crate::problem::Problem;
use crate::reactions::happened;

impl From<feedback::Refusal> for Problem {
    fn from(refusal: feedback::Refusal) -> Self {
        Problem::Refused(refusal.to_string())
    }
}

/// A peer says "useful to me", or takes it back. `wanted` is what the button was for, so that two taps on one
/// button are one; without it the one becomes the other.
pub fn useful(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    kept: &Kept,
    wanted: Option<bool>,
) -> Result<(), Problem> {
    let experiment = kept.experiment.id;
    place.must_take_part(scene.now)?;
    feedback::may_react(kept.seat == place.me.seat, is_told(kept))?;
    let said = store::reactions(scene.conn, &place.cohort.id)?
        .iter()
        .any(|one| one.experiment == experiment && one.person == actor.person && one.useful);
    if wanted == Some(said) {
        return Ok(());
    }
    let at = (!said).then_some(scene.now);
    store::set_useful(scene.conn, &place.cohort.id, &experiment, &actor.person, at)?;
    let event = match said {
        false => Event::FoundUseful { experiment },
        true => Event::UsefulTakenBack { experiment },
    };
    happened(scene, Some(actor), Some(&place.cohort), event)
}

/// A peer asks one question about a move; asking again changes it.
pub fn ask(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    kept: &Kept,
    question: &str,
) -> Result<(), Problem> {
    let experiment = kept.experiment.id;
    place.must_take_part(scene.now)?;
    feedback::may_ask(kept.seat == place.me.seat, is_told(kept), false)?;
    store::set_question(
        scene.conn,
        &place.cohort.id,
        &experiment,
        &actor.person,
        question,
        scene.now,
    )?;
    happened(
        scene,
        Some(actor),
        Some(&place.cohort),
        Event::QuestionAsked { experiment },
    )
}

/// Whether a move has a report that peers can answer.
pub fn is_told(kept: &Kept) -> bool {
    kept.report.is_some()
}
