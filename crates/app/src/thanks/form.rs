//! The form in which a leader thanks a peer; it stands under Peers, on a page of its own, and in the room of a showcase.

use firstmove_domain::form::FieldProblem;
use firstmove_domain::id::{RecognitionId, SeatId};
use firstmove_domain::story::{THANKS_MAX, read_thanks};
use serde::Deserialize;

use crate::app::{Scene, own_place};
use crate::experiments::Place;
use crate::frame::{Choice, Errors};

/// The form, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The id that it is to have, drawn when the form was shown: sent twice is once.
    pub(super) id: String,
    /// The seat of who is thanked.
    pub(super) to: String,
    /// The line.
    pub(super) words: String,
    /// The own place to which it leads back.
    pub(super) back: String,
}

/// The form by itself: it also stands under Peers.
#[derive(Debug, Clone)]
pub struct Thank {
    /// What was typed.
    pub typed: Typed,
    /// The peers who take part.
    pub peers: Vec<Choice>,
    /// The longest line.
    pub most: usize,
    /// Sentences beside the fields.
    pub errors: Errors,
}

impl Typed {
    /// The id that it is to have.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The line.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Who is thanked and for what, or what is not right.
    pub fn read(&self) -> Result<(SeatId, String), Vec<FieldProblem>> {
        match (self.to.parse(), read_thanks(&self.words)) {
            (Ok(to), Ok(words)) => Ok((to, words)),
            (Ok(_), Err(problems)) => Err(problems),
            (Err(_), words) => {
                let sentence = "Choose who you thank.".to_owned();
                let mut problems = vec![FieldProblem {
                    field: "to",
                    sentence,
                }];
                problems.extend(words.err().into_iter().flatten());
                Err(problems)
            }
        }
    }

    /// The own place to which it leads back.
    pub fn back(&self) -> &str {
        own_place(&self.back).unwrap_or(PEERS)
    }
}

/// Where it leads back to unless it says otherwise.
pub const PEERS: &str = "/peers#thanks";

/// The form as it is first shown; none where there is nobody to thank.
pub fn fresh(scene: &Scene<'_, '_>, place: &Place) -> Option<Thank> {
    let form = of(scene, place, Typed::default(), Errors::none());
    (place.takes_part(scene.now) && form.peers.len() > 1).then_some(form)
}

/// The form with what was typed.
pub fn of(scene: &Scene<'_, '_>, place: &Place, mut typed: Typed, errors: Errors) -> Thank {
    if typed.id.parse::<RecognitionId>().is_err() {
        typed.id = scene.app.secrets.uuid7(scene.now).to_string();
    }
    let there = place.peers.iter().filter(|one| one.takes_part(scene.now));
    let mut peers = vec![Choice::new("", "Choose", "")];
    peers.extend(there.map(|one| Choice::new(one.seat.to_string(), &one.name, &typed.to)));
    Thank {
        typed,
        peers,
        most: THANKS_MAX,
        errors,
    }
}
