//! How the leaders of the example became peer mentors: most at the workshop, some alone, and whoever joined last not yet.

use firstmove_domain::event::Event;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::demo::play::write_down;
use crate::demo::script::{Part, Script};

/// What somebody asks in each scenario.
const QUESTIONS: [&str; 5] = [
    "What would Emil have to know, so that you need not look at all?",
    "What if the two of them have said what they think, only not there?",
    "When did you last see the check done on a day like that?",
    "What does purchasing know at nine that it does not know at eight?",
    "What would she lose if you said no to both?",
];

fn was_at_workshop(part: &Part) -> bool {
    part.fate.joined_in.is_none() && !part.seat.uuid().as_bytes()[14].is_multiple_of(6)
}

fn is_newest(script: &Script, part: &Part) -> bool {
    let joined = script
        .parts
        .iter()
        .filter(|one| one.fate.joined_in.is_some());
    let newest = joined.max_by_key(|one| one.joined_at);
    newest.is_some_and(|one| one.seat == part.seat)
}

/// Whoever is there from the beginning, with what the trail says of it.
pub(super) fn first(conn: &mut Conn<'_>, script: &Script) -> Result<(), DbError> {
    for (number, part) in (0_u8..).zip(&script.parts) {
        if part.joined_at > script.founded {
            continue;
        }
        if let Some(event) = train(conn, script, part, script.founded)? {
            let by = match event {
                Event::WorkshopNoted { .. } => script.coordinator().id,
                _ => part.player.id,
            };
            let key = [2, number, 0, 0, 0, 0, 0, 0, 0, 0];
            write_down(conn, script, part.cohort, (script.founded, by), key, &event)?;
        }
    }
    Ok(())
}

/// Keeps it, and gives the event; none for who is not trained.
pub(super) fn train(
    conn: &mut Conn<'_>,
    script: &Script,
    part: &Part,
    at: Timestamp,
) -> Result<Option<Event>, DbError> {
    let (cohort, seat) = (
        script.groups[part.cohort].id.to_string(),
        part.seat.to_string(),
    );
    if is_newest(script, part) {
        return Ok(None);
    }
    if was_at_workshop(part) {
        conn.execute(
            "insert into workshop_marks (cohort_id, seat_id, noted_at) values ($1, $2, $3)
             on conflict (cohort_id, seat_id) do nothing",
            &params![&cohort, &seat, at.as_millisecond()],
        )?;
        return Ok(Some(Event::WorkshopNoted { seat: part.seat }));
    }
    for (scenario, question) in (1_i64..).zip(QUESTIONS) {
        conn.execute(
            "insert into practice_answers (cohort_id, seat_id, scenario, question, written_at)
             values ($1, $2, $3, $4, $5) on conflict (cohort_id, seat_id, scenario) do nothing",
            &params![&cohort, &seat, scenario, question, at.as_millisecond()],
        )?;
    }
    Ok(Some(Event::MentorTrained { seat: part.seat }))
}
