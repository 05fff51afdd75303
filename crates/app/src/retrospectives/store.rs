//! How cards, votes and decisions are kept. No row tells who wrote a card; who voted goes when votes are counted.

use firstmove_domain::id::{CardId, CohortId, DecisionId, PersonId};
use firstmove_domain::session::cards::{Card, CardKind, Decision};
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::rows::{date, id, maybe_id};

/// The cards of a cohort, in no order.
pub fn cards(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Card>, DbError> {
    let rows = conn.query(
        "select id, kind, words, joined_to, votes from cards where cohort_id = $1",
        &params![cohort.to_string()],
    )?;
    let mut cards = Vec::new();
    for row in &rows {
        if let Some(kind) = CardKind::from_key(&row.get::<String>("kind")?) {
            cards.push(Card {
                id: id(row, "id")?,
                kind,
                words: row.get("words")?,
                joined_to: maybe_id(row, "joined_to")?,
                votes: u32::try_from(row.get::<i64>("votes")?).unwrap_or(0),
            });
        }
    }
    Ok(cards)
}

/// Puts a card on the wall. The id that the form brought makes sending it twice once.
pub fn put_up(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    id: &CardId,
    (kind, words): (CardKind, &str),
) -> Result<(), DbError> {
    conn.execute(
        "insert into cards (cohort_id, id, kind, words, votes) values ($1, $2, $3, $4, 0)
         on conflict (cohort_id, id) do nothing",
        &params![cohort.to_string(), id.to_string(), kind.key(), words],
    )?;
    Ok(())
}

/// Puts a card behind another, with all that lie behind it; with none, each of its pile stands for itself again.
pub fn join(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    card: &CardId,
    top: Option<&CardId>,
) -> Result<(), DbError> {
    conn.execute(
        "update cards set joined_to = $3 where cohort_id = $1 and (joined_to = $2 or (id = $2 and $2 <> coalesce($3, $2)))",
        &params![cohort.to_string(), card.to_string(), top.map(CardId::to_string)],
    )?;
    Ok(())
}

/// Every vote that is not counted yet: for which card, by whom.
pub fn votes(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<(CardId, PersonId)>, DbError> {
    let rows = conn.query(
        "select card_id, person_id from card_votes where cohort_id = $1",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((id(row, "card_id")?, id(row, "person_id")?)))
        .collect()
}

/// Votes for a card, or takes the vote back.
pub fn vote(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    (card, person): (&CardId, &PersonId),
    on: bool,
    now: Timestamp,
) -> Result<(), DbError> {
    let key = params![cohort.to_string(), card.to_string(), person.to_string()];
    match on {
        true => conn.execute(
            "insert into card_votes (cohort_id, card_id, person_id, voted_at) values ($1, $2, $3, $4)
             on conflict (cohort_id, card_id, person_id) do nothing",
            &[key.as_slice(), &params![now.as_millisecond()]].concat(),
        )?,
        false => conn.execute(
            "delete from card_votes where cohort_id = $1 and card_id = $2 and person_id = $3",
            &key,
        )?,
    };
    Ok(())
}

/// Adds the votes to their cards and forgets whose they were.
pub fn count_votes(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<(), DbError> {
    let key = params![cohort.to_string()];
    conn.execute(
        "update cards set votes = votes + (select count(*) from card_votes v
            where v.cohort_id = cards.cohort_id and v.card_id = cards.id) where cohort_id = $1",
        &key,
    )?;
    conn.execute("delete from card_votes where cohort_id = $1", &key)?;
    Ok(())
}

/// Cohorts in which somebody voted before this instant and nobody counted.
pub fn uncounted(conn: &mut Conn<'_>, before: Timestamp) -> Result<Vec<CohortId>, DbError> {
    let rows = conn.query(
        "select distinct cohort_id from card_votes where voted_at < $1",
        &params![before.as_millisecond()],
    )?;
    rows.iter().map(|row| id(row, "cohort_id")).collect()
}

/// A decision as it is kept.
#[derive(Debug, Clone)]
pub struct Made {
    /// Which.
    pub id: DecisionId,
    /// The card that it is about.
    pub card: Option<CardId>,
    /// What will be done.
    pub what: String,
    /// The name of whoever sees to it.
    pub owner: String,
    /// By when.
    pub due: Date,
}

/// The decisions of a cohort, as they were made.
pub fn decisions(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Made>, DbError> {
    let rows = conn.query(
        "select d.id, d.card_id, d.what, d.due, p.name as owner_name from decisions d join people p on p.id = d.owner
         where d.cohort_id = $1 and d.dropped_at is null order by d.made_at, d.id",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Made {
                id: id(row, "id")?,
                card: maybe_id(row, "card_id")?,
                what: row.get("what")?,
                owner: row.get("owner_name")?,
                due: date(row, "due")?,
            })
        })
        .collect()
}

/// Keeps a decision. False where it is kept already.
pub fn decide(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    (decision, card, owner): (&DecisionId, Option<&CardId>, &PersonId),
    decided: &Decision,
    now: Timestamp,
) -> Result<bool, DbError> {
    let made = conn.execute(
        "insert into decisions (cohort_id, id, card_id, what, owner, due, made_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (cohort_id, id) do nothing",
        &params![
            cohort.to_string(),
            decision.to_string(),
            card.map(CardId::to_string),
            &decided.what,
            owner.to_string(),
            decided.due.to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(made == 1)
}

/// Takes a decision back. False where there is none.
pub fn drop_decision(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    decision: &DecisionId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let dropped = conn.execute(
        "update decisions set dropped_at = $3 where cohort_id = $1 and id = $2 and dropped_at is null",
        &params![
            cohort.to_string(),
            decision.to_string(),
            now.as_millisecond()
        ],
    )?;
    Ok(dropped == 1)
}

/// Who coordinates the sprint of a cohort or sponsors it, by name.
pub fn guests(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<(PersonId, String)>, DbError> {
    let rows = conn.query(
        "select distinct p.id, p.name from cohorts c
         join sprint_roles r on r.sprint_id = c.sprint_id and r.role in ('coordinator', 'sponsor')
         join people p on p.id = r.person_id where c.cohort_id = $1",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((id(row, "id")?, row.get("name")?)))
        .collect()
}
