//! The retrospective: cards without names, what belongs together, three votes each, and what is decided.
//!
//! Source: the product page, SH-5.

use super::input::{COMMITMENT_MAX, due};
use crate::form::{FieldProblem, Problems, long_day, one_line};
use crate::id::CardId;
use crate::week::Calendar;
use jiff::civil::Date;

/// How often each person may vote.
pub const VOTES: usize = 3;
/// The longest card, in characters.
pub const CARD_MAX: usize = 140;
/// So many cards are read in a quarter of an hour.
pub const CARDS_MAX: usize = 60;
/// So many decisions are kept by people who have work to do.
pub const DECISIONS_MAX: usize = 10;

/// What a card asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardKind {
    /// Go on with it.
    Keep,
    /// Stop it.
    Drop,
    /// Do it otherwise.
    Change,
}

impl CardKind {
    /// All kinds, as they stand on the wall.
    pub const ALL: [CardKind; 3] = [CardKind::Keep, CardKind::Drop, CardKind::Change];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            CardKind::Keep => "keep",
            CardKind::Drop => "drop",
            CardKind::Change => "change",
        }
    }

    /// The word on the card.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CardKind::Keep => "Keep",
            CardKind::Drop => "Drop",
            CardKind::Change => "Change",
        }
    }

    /// The kind of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<CardKind> {
        CardKind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Reads the fields `kind` and `card`.
///
/// # Errors
/// A sentence beside each field that is not right.
pub fn card(kind: &str, words: &str) -> Result<(CardKind, String), Vec<FieldProblem>> {
    let mut problems = Problems::new();
    let kind = CardKind::from_key(kind);
    if kind.is_none() {
        problems.add("kind", "Choose keep, drop or change.");
    }
    let missing = "Write one thought on the card.";
    let words = problems.required("card", &one_line(words), 1, CARD_MAX, missing);
    problems.done(|| kind.map(|kind| (kind, words)))
}

/// A card on the wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Which. It says nothing of who or when.
    pub id: CardId,
    /// What it asks for.
    pub kind: CardKind,
    /// What is written on it.
    pub words: String,
    /// The card with which it was put together.
    pub joined_to: Option<CardId>,
    /// How many voted for it.
    pub votes: u32,
}

/// Cards that belong together: the one on top, and those behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pile {
    /// The card on top.
    pub top: Card,
    /// The others, by their words.
    pub others: Vec<Card>,
    /// The votes of all of them.
    pub votes: u32,
}

/// The wall: what belongs together as one pile, by kind and then by words, so that nothing tells who wrote first.
#[must_use]
pub fn wall(cards: Vec<Card>) -> Vec<Pile> {
    let tops: Vec<CardId> = cards
        .iter()
        .filter(|one| one.joined_to.is_none())
        .map(|one| one.id)
        .collect();
    let (mut piles, mut behind) = (Vec::new(), Vec::new());
    for card in cards {
        match card.joined_to {
            Some(top) if tops.contains(&top) => behind.push((top, card)),
            _ => piles.push(Pile {
                votes: card.votes,
                top: card,
                others: Vec::new(),
            }),
        }
    }
    for (top, card) in behind {
        if let Some(pile) = piles.iter_mut().find(|pile| pile.top.id == top) {
            pile.votes += card.votes;
            pile.others.push(card);
        }
    }
    for pile in &mut piles {
        pile.others.sort_by(by_words);
    }
    piles.sort_by(|a, b| (a.top.kind.cmp(&b.top.kind)).then_with(|| by_words(&a.top, &b.top)));
    piles
}

/// The piles as they are talked about: the most votes first.
#[must_use]
pub fn by_votes(mut piles: Vec<Pile>) -> Vec<Pile> {
    piles.sort_by_key(|pile| std::cmp::Reverse(pile.votes));
    piles
}

fn by_words(a: &Card, b: &Card) -> std::cmp::Ordering {
    let folded = |card: &Card| card.words.to_lowercase();
    folded(a).cmp(&folded(b)).then(a.id.cmp(&b.id))
}

/// What will be done, and by when; who sees to it stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub what: String,
    /// By which day.
    pub due: Date,
}

impl Decision {
    /// Reads the fields `what` and `due`. The day lies from today on; a decision may reach beyond the sprint, by a year
    /// at most.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(
        what: &str,
        by: &str,
        calendar: &Calendar,
        today: Date,
    ) -> Result<Decision, Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let missing = "Say what will be done, so that others can see it.";
        let what = problems.required("what", &one_line(what), 1, COMMITMENT_MAX, missing);
        let end = crate::week::later(calendar.dates(crate::week::Week::LAST).1, 366);
        let late = "This is more than a year after the sprint. Choose an earlier day.";
        let day = due(&mut problems, by, (today, end), late);
        problems.done(|| day.map(|due| Decision { what, due }))
    }
}

/// The day by which something is done, for whoever met on `met`: with its year where that is another one, because a
/// decision may reach beyond the sprint.
#[must_use]
pub fn due_day(due: Date, met: Date) -> String {
    match due.year() == met.year() {
        true => long_day(due),
        false => format!("{} {}", long_day(due), due.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use uuid::Uuid;

    fn id(number: u128) -> CardId {
        CardId::new(Uuid::from_u128(number))
    }

    fn card_of(number: u128, kind: CardKind, words: &str, top: Option<u128>, votes: u32) -> Card {
        Card {
            id: id(number),
            kind,
            words: words.into(),
            joined_to: top.map(id),
            votes,
        }
    }

    #[test]
    fn the_wall_tells_nothing_of_who_wrote_first() {
        let cards = vec![
            card_of(9, CardKind::Change, "later in the day", None, 0),
            card_of(1, CardKind::Keep, "the prompts", None, 0),
            card_of(5, CardKind::Keep, "Half an hour", None, 0),
        ];
        let mut turned = cards.clone();
        turned.reverse();
        let wall = wall(cards);
        assert_eq!(wall, super::wall(turned));
        let words: Vec<&str> = wall.iter().map(|pile| pile.top.words.as_str()).collect();
        assert_eq!(words, ["Half an hour", "the prompts", "later in the day"]);
    }

    #[test]
    fn what_was_put_together_counts_its_votes_together_and_comes_first() {
        let cards = vec![
            card_of(1, CardKind::Keep, "prompts", None, 2),
            card_of(2, CardKind::Drop, "long notes", None, 3),
            card_of(3, CardKind::Change, "the five questions", Some(1), 2),
        ];
        let piles = by_votes(wall(cards));
        assert_eq!(piles[0].top.words, "prompts");
        assert_eq!((piles[0].votes, piles[0].others.len()), (4, 1));
        assert_eq!(piles[1].votes, 3);
    }

    #[test]
    fn a_card_whose_top_went_away_stands_for_itself() {
        let alone = vec![card_of(3, CardKind::Change, "alone", Some(1), 1)];
        assert_eq!(wall(alone).len(), 1);
    }

    #[test]
    fn a_card_has_a_kind_and_a_thought() {
        assert!(card("keep", " the prompts ").is_ok());
        assert_eq!(card("", "").expect_err("both").len(), 2);
        assert!(card("drop", &"a".repeat(CARD_MAX + 1)).is_err());
    }

    #[test]
    fn a_decision_may_reach_beyond_the_sprint_but_not_into_the_past() {
        let calendar = Calendar::new(TimeZone::UTC, date(2026, 3, 23), 3, Vec::new());
        let calendar = calendar.expect("a calendar");
        let read = |due| Decision::read("Half an hour less", due, &calendar, date(2026, 6, 4));
        assert!(read("2026-09-01").is_ok());
        assert!(read("2026-06-03").is_err());
        assert!(read("2028-09-01").is_err());
        assert!(read("").is_err());
    }

    #[test]
    fn a_day_of_another_year_is_told_with_its_year() {
        let met = date(2026, 6, 4);
        assert_eq!(due_day(date(2026, 9, 1), met), "Tuesday 1 September");
        assert_eq!(due_day(date(2027, 6, 1), met), "Tuesday 1 June 2027");
    }
}
