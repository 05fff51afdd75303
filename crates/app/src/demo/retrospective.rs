//! The look back of the example's groups: the cards on the wall, what was put together, how many voted, and two things that
//! were decided. All of it is fixed and goes round from group to group.

use firstmove_domain::event::Event;
use firstmove_domain::id::{CardId, DecisionId, PersonId};
use firstmove_domain::lot::lot;
use firstmove_domain::session::cards::{CardKind, Decision};
use firstmove_kit::db::DbError;
use firstmove_kit::params;
use uuid::Uuid;

use crate::demo::deeds::Stage;
use crate::demo::script::days;
use crate::retrospectives::store;

/// A card: its kind, its words, the one behind which it was put, how many voted for it.
type Written = (CardKind, &'static str, Option<usize>, i64);

const CARDS: [Written; 8] = [
    (CardKind::Keep, "The five prompts, in their order", None, 5),
    (CardKind::Keep, "Questions before advice", Some(0), 0),
    (
        CardKind::Keep,
        "Half an hour, and not a minute more",
        None,
        3,
    ),
    (
        CardKind::Drop,
        "Moves that only one person can see",
        None,
        2,
    ),
    (
        CardKind::Drop,
        "Sessions in the last week of a month",
        None,
        4,
    ),
    (
        CardKind::Change,
        "Plan the move in the session, not on the way out",
        None,
        4,
    ),
    (
        CardKind::Change,
        "Write the mark before the move",
        Some(5),
        0,
    ),
    (CardKind::Change, "Ask the team what they noticed", None, 1),
];

/// What was decided, and about which card.
const DECISIONS: [(&str, usize); 3] = [
    (
        "Keep the half hour every second week, with the same five prompts",
        0,
    ),
    ("Move the sessions of the last week of a month by a week", 4),
    ("Ask each team in January what has stayed", 7),
];

/// So many days after it each thing is to be done.
const DUE: [i64; 2] = [12, 26];

impl Stage<'_, '_, '_> {
    /// The wall as it stood at the end, and two decisions: one of a leader, one of the coordinator.
    pub(super) fn look_back(&mut self, leader: PersonId) -> Result<(), DbError> {
        let group = &self.script.groups[self.entry.cohort];
        let cards: Vec<CardId> = (1..=CARDS.len())
            .map(|n| CardId::new(self.drawn(n)))
            .collect();
        for (id, (kind, words, ..)) in cards.iter().zip(CARDS) {
            store::put_up(self.conn, &group.id, id, (kind, words))?;
        }
        for (id, (.., behind, votes)) in cards.iter().zip(CARDS) {
            if let Some(top) = behind {
                store::join(self.conn, &group.id, id, Some(&cards[top]))?;
            }
            self.conn.execute(
                "update cards set votes = $3 where cohort_id = $1 and id = $2",
                &params![&self.cohort, id.to_string(), votes],
            )?;
        }
        let owners = [leader, self.script.coordinator().id];
        let today = group.calendar.local_date(self.entry.at);
        for (turn, (owner, part)) in owners.into_iter().zip(1_u8..).enumerate() {
            let (what, about) = DECISIONS[(self.entry.cohort + turn) % DECISIONS.len()];
            let decided = Decision {
                what: what.to_owned(),
                due: days(today, DUE[turn]),
            };
            let id = DecisionId::new(self.drawn(100 + turn));
            let of = (&id, Some(&cards[about]), &owner);
            if store::decide(self.conn, &group.id, of, &decided, self.entry.at)? {
                self.event(&Event::DecisionMade { cohort: group.id }, part)?;
            }
        }
        Ok(())
    }

    /// An id by a lot of the group, which says nothing of who or when.
    fn drawn(&self, number: usize) -> Uuid {
        let group = self.script.groups[self.entry.cohort].id.uuid();
        let number = u128::try_from(number).unwrap_or(0);
        let halves =
            [1, 2].map(|half| lot(&[group, Uuid::from_u128(number), Uuid::from_u128(half)]));
        let [high, low] = halves.map(u64::to_be_bytes);
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&high);
        bytes[8..].copy_from_slice(&low);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}
