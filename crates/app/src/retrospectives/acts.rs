//! What can be done at the wall: put a card up, put cards together, vote, decide. Each belongs to its step of the room.

use firstmove_domain::event::Event;
use firstmove_domain::form::FieldProblem;
use firstmove_domain::id::{CardId, CohortId, DecisionId, PersonId};
use firstmove_domain::session::cards::{
    CARDS_MAX, DECISIONS_MAX, Decision, Pile, VOTES, card, wall,
};
use firstmove_domain::session::{Part, Stage};
use jiff::SignedDuration;
use uuid::Builder;

use crate::actor::Actor;
use crate::app::{App, Scene};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::retrospectives::pages::Sent;
use crate::retrospectives::store::{self, Made};
use crate::sessions::inside::{Inside, refused};

/// What was refused beside a field, or nothing.
type Taken = Result<Result<(), Vec<FieldProblem>>, Problem>;

/// What the form wants whose piles are to be taken apart.
const APART: &str = "apart";

/// Votes whose room stood still for so long are counted by themselves, and forgotten.
const COUNTED_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// An id that says nothing of who drew it, nor when.
pub fn blind_id(app: &App) -> CardId {
    CardId::new(Builder::from_random_bytes(app.secrets.bytes()).into_uuid())
}

/// The part that the room is at; none in its lobby and at its end.
pub fn part(inside: &Inside) -> Option<Part> {
    inside.held.room.step().map(|(_, step)| step.part)
}

fn must_be_at(inside: &Inside, parts: &[Part], sentence: &str) -> Result<(), Problem> {
    match part(inside) {
        Some(part) if parts.contains(&part) => Ok(()),
        _ => Err(refused(sentence)),
    }
}

/// Whether cards are still written: before the meeting and until they are read.
pub fn takes_cards(inside: &Inside) -> bool {
    match inside.held.room.stage {
        Stage::Lobby => !inside.held.told,
        _ => matches!(part(inside), Some(Part::Numbers | Part::Cards)),
    }
}

/// Whether a card is still taken: also one that was typed when the room went on, until the piles are voted on.
fn takes_late_cards(inside: &Inside) -> bool {
    takes_cards(inside) || part(inside) == Some(Part::Grouping)
}

/// Puts a card up. Nobody learns whose it is, the server neither.
pub fn put_up(scene: &mut Scene<'_, '_>, inside: &Inside, sent: &Sent) -> Taken {
    if !takes_late_cards(inside) {
        return Err(refused(
            "The cards are being voted on. Say it aloud instead.",
        ));
    }
    let (kind, words) = match card(&sent.kind, &sent.card) {
        Ok(read) => read,
        Err(problems) => return Ok(Err(problems)),
    };
    let cohort = inside.cohort().id;
    let up = store::cards(scene.conn, &cohort)?;
    if up.len() >= CARDS_MAX {
        return Ok(Err(vec![FieldProblem {
            field: "card",
            sentence: "Sixty cards are up, and more cannot be read. Say it aloud instead.".into(),
        }]));
    }
    // a form of before with other words, as after "Back", is another card
    let is_another = |id: &CardId| {
        let kept = up.iter().find(|one| one.id == *id);
        kept.is_some_and(|one| one.kind != kind || one.words != words)
    };
    let id = match sent.id.parse() {
        Ok(id) if !is_another(&id) => id,
        _ => blind_id(scene.app),
    };
    store::put_up(scene.conn, &cohort, &id, (kind, &words))?;
    scene.touched.push(inside.topic());
    Ok(Ok(()))
}

/// Puts the ticked cards together, behind the first of them, or takes their piles apart: the form says which. What stands
/// so already stays, so two who press from the same wall go one step.
pub fn put_together(scene: &mut Scene<'_, '_>, inside: &Inside, sent: &Sent) -> Taken {
    let late = "Cards are put together at the step Group.";
    must_be_at(inside, &[Part::Grouping], late)?;
    let cohort = inside.cohort().id;
    let piles = wall(store::cards(scene.conn, &cohort)?);
    let apart = sent.want == APART;
    let ticked = match ticked(&piles, &sent.cards, apart) {
        Ok(ticked) => ticked,
        Err(sentence) => {
            return Ok(Err(vec![FieldProblem {
                field: "cards",
                sentence: sentence.into(),
            }]));
        }
    };
    match ticked.as_slice() {
        piles if apart => {
            for pile in piles {
                store::join(scene.conn, &cohort, &pile.top.id, None)?;
            }
        }
        [first, others @ ..] => {
            for other in others {
                store::join(scene.conn, &cohort, &other.top.id, Some(&first.top.id))?;
            }
        }
        [] => {}
    }
    scene.touched.push(inside.topic());
    Ok(Ok(()))
}

/// The piles that are ticked, each once. A card that lies behind another by now stands for their pile where cards are put
/// together; where they are taken apart, it was no pile on the page that was sent.
fn ticked<'p>(
    piles: &'p [Pile],
    cards: &[String],
    apart: bool,
) -> Result<Vec<&'p Pile>, &'static str> {
    let holds = |pile: &Pile, card: &String| {
        let mut all = std::iter::once(&pile.top).chain(&pile.others);
        all.any(|one| one.id.to_string() == *card)
    };
    if cards
        .iter()
        .any(|card| !piles.iter().any(|pile| holds(pile, card)))
    {
        return Err("One of these cards is not on the wall. Tick them again.");
    }
    let is_ticked = |pile: &&Pile| match apart {
        true => cards.contains(&pile.top.id.to_string()),
        false => cards.iter().any(|card| holds(pile, card)),
    };
    match cards {
        [] if apart => Err("Tick the pile that you take apart."),
        [] => Err("Tick the cards that belong together."),
        [_] if !apart => Err("Tick a second card. One alone stands for itself."),
        _ => Ok(piles.iter().filter(is_ticked).collect()),
    }
}

/// Votes for a pile, or takes the vote back. Twice is once.
pub fn vote(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    inside: &Inside,
    sent: &Sent,
) -> Result<(), Problem> {
    must_be_at(inside, &[Part::Voting], "Votes are given at the step Vote.")?;
    let cohort = inside.cohort().id;
    let piles = wall(store::cards(scene.conn, &cohort)?);
    let known = piles
        .iter()
        .find(|pile| pile.top.id.to_string() == sent.pile);
    let pile = known.ok_or(Problem::NotFound)?.top.id;
    let on = sent.off.is_empty();
    let votes = store::votes(scene.conn, &cohort)?;
    let mine = votes.iter().filter(|(_, person)| *person == actor.person);
    let mut others = mine.filter(|(card, _)| *card != pile);
    if on && others.by_ref().count() >= VOTES {
        return Err(refused("You have three votes. Take one back first."));
    }
    let whose = (&pile, &actor.person);
    store::vote(scene.conn, &cohort, whose, on, scene.now)?;
    scene.touched.push(inside.topic());
    Ok(())
}

/// When the room leaves the vote: the votes are counted, and whose they were is forgotten.
pub fn left(
    scene: &mut Scene<'_, '_>,
    inside: &Inside,
    before: Option<Part>,
) -> Result<(), Problem> {
    if before == Some(Part::Voting) && part(inside) != before {
        store::count_votes(scene.conn, &inside.cohort().id)?;
    }
    Ok(())
}

/// Counts the votes of rooms that nobody led to their end.
pub fn count_what_was_left(scene: &mut Scene<'_, '_>) -> Result<(), Problem> {
    for cohort in store::uncounted(scene.conn, scene.now - COUNTED_AFTER)? {
        store::count_votes(scene.conn, &cohort)?;
    }
    Ok(())
}

/// Who may see to a decision: the leaders, whoever coordinates, and sponsors, by name.
pub fn owners(
    scene: &mut Scene<'_, '_>,
    inside: &Inside,
) -> Result<Vec<(PersonId, String)>, Problem> {
    let mut owners = store::guests(scene.conn, &inside.cohort().id)?;
    let leaders = inside.everybody(scene.now).into_iter();
    owners.extend(leaders.map(|one| (one.person, one.name.clone())));
    owners.sort_by_cached_key(|(person, name)| (name.to_lowercase(), *person));
    owners.dedup();
    Ok(owners)
}

/// Writes down what will be done, by whom and by when.
pub fn decide(scene: &mut Scene<'_, '_>, actor: &Actor, inside: &Inside, sent: &Sent) -> Taken {
    let late = "Decisions are written at the step Decide.";
    must_be_at(inside, &[Part::Deciding, Part::Closing], late)?;
    let cohort = inside.cohort();
    let today = cohort.calendar.local_date(scene.now);
    let read = Decision::read(&sent.what, &sent.due, &cohort.calendar, today);
    let owner = owners(scene, inside)?;
    let owner = owner
        .into_iter()
        .find(|(id, _)| id.to_string() == sent.owner);
    let mut problems = Vec::new();
    if owner.is_none() {
        problems.push(FieldProblem {
            field: "owner",
            sentence: "Choose who sees to it.".into(),
        });
    }
    let made = store::decisions(scene.conn, &cohort.id)?;
    if made.len() >= DECISIONS_MAX {
        problems.push(FieldProblem {
            field: "what",
            sentence: "Ten are enough to keep. Take one back first.".into(),
        });
    }
    let (decision, owner) = match (read, owner) {
        (Ok(decision), Some((owner, _))) if problems.is_empty() => (decision, owner),
        (read, _) => {
            problems.extend(read.err().unwrap_or_default());
            return Ok(Err(problems));
        }
    };
    let cards = store::cards(scene.conn, &cohort.id)?;
    let card = cards.iter().find(|one| one.id.to_string() == sent.pile);
    let is_another = |id: &DecisionId| {
        let kept = made.iter().find(|one| one.id == *id);
        kept.is_some_and(|one| one.what != decision.what || one.due != decision.due)
    };
    let id = match sent.id.parse() {
        Ok(id) if !is_another(&id) => id,
        _ => DecisionId::new(scene.app.secrets.uuid7(scene.now)),
    };
    let of = (&id, card.map(|one| &one.id), &owner);
    if store::decide(scene.conn, &cohort.id, of, &decision, scene.now)? {
        let event = Event::DecisionMade { cohort: cohort.id };
        happened(scene, Some(actor), Some(cohort), event)?;
        scene.touched.push(inside.topic());
    }
    Ok(Ok(()))
}

/// Takes a decision back. Twice is once.
pub fn drop_decision(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    inside: &Inside,
    sent: &Sent,
) -> Result<(), Problem> {
    let late = "The retrospective is over. What was decided stands.";
    must_be_at(inside, &[Part::Deciding, Part::Closing], late)?;
    let id: DecisionId = sent.id.parse().map_err(|_| Problem::NotFound)?;
    let cohort = inside.cohort();
    if store::drop_decision(scene.conn, &cohort.id, &id, scene.now)? {
        let event = Event::DecisionDropped { cohort: cohort.id };
        happened(scene, Some(actor), Some(cohort), event)?;
        scene.touched.push(inside.topic());
    }
    Ok(())
}

/// What stands on the wall, and what was decided: for the note.
pub fn outcome(
    scene: &mut Scene<'_, '_>,
    cohort: &CohortId,
) -> Result<(Vec<Pile>, Vec<Made>), Problem> {
    let piles = wall(store::cards(scene.conn, cohort)?);
    Ok((piles, store::decisions(scene.conn, cohort)?))
}
