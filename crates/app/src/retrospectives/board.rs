//! The wall as one reader has it: what they may write at this step.

use askama::Template;
use firstmove_domain::session::cards::{CARD_MAX, CardKind, Pile, VOTES, by_votes, due_day, wall};
use firstmove_domain::session::{Meeting, Part};

use crate::app::Scene;
use crate::frame::{Choice, Errors};
use crate::problem::Problem;
use crate::retrospectives::acts;
use crate::retrospectives::pages::Sent;
use crate::retrospectives::store;
use crate::sessions::inside::Inside;

/// Cards that belong together, as they are shown.
#[derive(Debug)]
pub struct Shown {
    id: String,
    kind: &'static str,
    words: String,
    others: Vec<String>,
    votes: u32,
    on: bool,
}

/// A decision that was made.
#[derive(Debug)]
struct Decided {
    id: String,
    what: String,
    who: String,
    due: String,
}

/// The forms of the wall.
#[derive(Template)]
#[template(path = "retrospectives/part_board.html")]
struct BoardPart<'b> {
    base: String,
    stage: &'static str,
    kinds: Vec<Choice>,
    card: String,
    id: String,
    most: usize,
    piles: &'b [Shown],
    /// Whether cards lie behind others, so that something can be taken apart.
    piled: bool,
    left: usize,
    what: String,
    due: String,
    pile: Vec<Choice>,
    owners: Vec<Choice>,
    decided: &'b [Decided],
    errors: &'b Errors,
}

/// The wall for a reader, as HTML, and what tells whether it changed. None where there is nothing to do at it.
pub fn draw(
    scene: &mut Scene<'_, '_>,
    inside: &Inside,
    errors: &Errors,
    sent: &Sent,
) -> Result<Option<(String, String)>, Problem> {
    let stage = match acts::part(inside) {
        _ if inside.meeting != Meeting::Retrospective => return Ok(None),
        _ if acts::takes_cards(inside) => "cards",
        Some(Part::Grouping) => "grouping",
        Some(Part::Voting) => "voting",
        Some(Part::Deciding) => "deciding",
        _ => return Ok(None),
    };
    let cohort = inside.cohort().id;
    let piles = match stage {
        "cards" => Vec::new(),
        _ => wall(store::cards(scene.conn, &cohort)?),
    };
    let votes = match stage {
        "voting" => store::votes(scene.conn, &cohort)?,
        _ => Vec::new(),
    };
    let mine: Vec<String> = votes
        .iter()
        .filter(|(_, person)| *person == inside.person)
        .map(|(card, _)| card.to_string())
        .collect();
    let ticked = if stage == "voting" {
        &mine
    } else {
        &sent.cards
    };
    let piles: Vec<Shown> = match stage {
        "deciding" => by_votes(piles),
        _ => piles,
    }
    .iter()
    .map(|pile| shown(pile, ticked))
    .collect();
    let decided = match stage {
        "deciding" => decided(scene, inside)?,
        _ => Vec::new(),
    };
    let identity = format!("{stage} {piles:?} {decided:?} {errors:?}");
    let typed = |text: &String| {
        if errors.is_empty() {
            String::new()
        } else {
            text.clone()
        }
    };
    let part = BoardPart {
        base: format!("/sessions/{cohort}/retrospective"),
        stage,
        kinds: CardKind::ALL
            .map(|kind| Choice::new(kind.key(), kind.name(), &typed(&sent.kind)))
            .to_vec(),
        card: typed(&sent.card),
        id: match stage {
            "cards" => acts::blind_id(scene.app).to_string(),
            _ => scene.app.secrets.uuid7(scene.now).to_string(),
        },
        most: CARD_MAX,
        left: VOTES.saturating_sub(mine.len()),
        what: typed(&sent.what),
        due: typed(&sent.due),
        pile: about(&piles, &typed(&sent.pile)),
        owners: owners(scene, inside, &typed(&sent.owner))?,
        piled: piles.iter().any(|pile| !pile.others.is_empty()),
        piles: &piles,
        decided: &decided,
        errors,
    };
    Ok(Some((part.render()?, identity)))
}

fn shown(pile: &Pile, ticked: &[String]) -> Shown {
    let id = pile.top.id.to_string();
    Shown {
        on: ticked.contains(&id),
        id,
        kind: pile.top.kind.name(),
        words: pile.top.words.clone(),
        others: pile.others.iter().map(|one| one.words.clone()).collect(),
        votes: pile.votes,
    }
}

fn about(piles: &[Shown], given: &str) -> Vec<Choice> {
    let none = Choice::new("", "No card of its own", given);
    let cards = piles.iter().map(|pile| {
        let label = format!("{}: {} ({})", pile.kind, pile.words, voted(pile.votes));
        Choice::new(pile.id.as_str(), label, given)
    });
    cards.chain([none]).collect()
}

/// "3 votes", "1 vote", "no vote".
pub fn voted(votes: u32) -> String {
    match votes {
        0 => "no vote".into(),
        1 => "1 vote".into(),
        many => format!("{many} votes"),
    }
}

fn owners(scene: &mut Scene<'_, '_>, inside: &Inside, given: &str) -> Result<Vec<Choice>, Problem> {
    let nobody = Choice::new("", "Choose who", given);
    let owners = acts::owners(scene, inside)?;
    let owners = owners
        .into_iter()
        .map(|(id, name)| Choice::new(id.to_string(), name, given));
    Ok(std::iter::once(nobody).chain(owners).collect())
}

fn decided(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Vec<Decided>, Problem> {
    let made = store::decisions(scene.conn, &inside.cohort().id)?;
    let today = inside.cohort().calendar.local_date(scene.now);
    let line = |one: store::Made| Decided {
        id: one.id.to_string(),
        what: one.what,
        who: one.owner,
        due: due_day(one.due, today),
    };
    Ok(made.into_iter().map(line).collect())
}

/// "12 cards are in.", while they are written.
pub fn cards_in(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<String, Problem> {
    if inside.meeting != Meeting::Retrospective || !acts::takes_cards(inside) {
        return Ok(String::new());
    }
    Ok(match store::cards(scene.conn, &inside.cohort().id)?.len() {
        0 => "No card is in yet.".into(),
        1 => "One card is in.".into(),
        many => format!("{many} cards are in."),
    })
}
