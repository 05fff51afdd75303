//! Puts the script into the tables: first the sprint as it was set up, then entry by entry what happens. An entry
//! is passed over when somebody who looks at the example has done that deed, or one that excludes it, themselves.

use firstmove_domain::event::Event;
use firstmove_domain::id::PersonId;
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::app::App;
use crate::demo::deeds::Stage;
use crate::demo::script::{Group, Part, Player, Script, days, instant};
use crate::demo::weeks::Writer;
use crate::demo::{cast, meetings, training};
use crate::people::store::folded;

/// Sets the sprint up: people, roles, cohorts with their calendars, and the seats of all who are there from the
/// start. People who are there already stay as they are.
pub fn found(conn: &mut Conn<'_>, script: &Script) -> Result<(), DbError> {
    let at = script.founded.as_millisecond();
    let sprint = script.sprint.to_string();
    for part in &script.parts {
        person(conn, &part.player, at)?;
    }
    for player in &script.staff {
        person(conn, player, at)?;
    }
    conn.execute(
        "insert into sprints (id, name, organisation, restart_after, created_at) values ($1, $2, $3, 3, $4)",
        &params![&sprint, cast::SPRINT, cast::ORGANISATION, at],
    )?;
    for (position, (skill, priority, metric)) in (0_i64..).zip(cast::SKILLS) {
        conn.execute(
            "insert into sprint_skills (sprint_id, skill, position, priority, metric) values ($1, $2, $3, $4, $5)",
            &params![&sprint, skill, position, priority, metric],
        )?;
    }
    for (player, role) in script
        .staff
        .iter()
        .zip(["coordinator", "sponsor", "data_owner"])
    {
        conn.execute(
            "insert into sprint_roles (sprint_id, person_id, role, since) values ($1, $2, $3, $4)",
            &params![&sprint, player.id.to_string(), role, at],
        )?;
    }
    conn.execute(
        "insert into administrators (person_id, since) values ($1, $2) on conflict (person_id) do nothing",
        &params![script.staff[3].id.to_string(), at],
    )?;
    for group in &script.groups {
        cohort(conn, script, group, at)?;
    }
    meetings::move_it(conn, script)?;
    let first = |part: &&Part| part.joined_at <= script.founded;
    for part in script.parts.iter().filter(first) {
        seat(conn, script, part)?;
    }
    remember(conn, script)?;
    training::first(conn, script)
}

/// What was done to set the sprint's groups up, in the trail.
fn remember(conn: &mut Conn<'_>, script: &Script) -> Result<(), DbError> {
    let by = script.coordinator().id;
    let mut key = 0_u8;
    let mut write = |place: usize, at: Timestamp, event: &Event| {
        key += 1;
        let bytes = [1, key, 0, 0, 0, 0, 0, 0, 0, 0];
        write_down(conn, script, place, (at, by), bytes, event)
    };
    for (place, group) in script.groups.iter().enumerate() {
        let first = script.parts.iter().filter(|part| part.cohort == place);
        let first = first.filter(|part| part.joined_at <= script.founded);
        let formed = Event::CohortFormed {
            cohort: group.id,
            people: first.clone().count(),
            start: group.calendar.start(),
            zone: group.zone.to_owned(),
            grace_days: group.calendar.grace_days(),
        };
        write(
            place,
            script.founded.min(group.calendar.span(Week::FIRST).0),
            &formed,
        )?;
        for (id, pause) in group.pause.iter().zip(group.calendar.pauses()) {
            let (pause, before) = (*id, pause.before);
            write(place, script.founded, &Event::WeekPaused { pause, before })?;
        }
        let moved = meetings::moved(script).filter(|_| group.id == script.anchor().id);
        if let Some(moved) = moved {
            write(place, script.founded, &moved)?;
        }
        for part in first {
            let joined = Event::Joined {
                seat: part.seat,
                person: part.player.id,
                at: part.joined_at,
            };
            write(place, part.joined_at, &joined)?;
        }
    }
    Ok(())
}

/// A row of the trail, with an id that `key` decides.
pub(super) fn write_down(
    conn: &mut Conn<'_>,
    script: &Script,
    cohort: usize,
    (at, actor): (Timestamp, PersonId),
    key: [u8; 10],
    event: &Event,
) -> Result<(), DbError> {
    let at = at.as_millisecond();
    let millis = u64::try_from(at).unwrap_or(0);
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &key).into_uuid();
    let payload =
        serde_json::to_string(event).map_err(|error| DbError::Other(error.to_string()))?;
    conn.execute(
        "insert into events (id, at, actor_id, sprint_id, cohort_id, kind, about, payload)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
        &params![
            id.to_string(),
            at,
            (!is_blind(event)).then(|| actor.to_string()),
            script.sprint.to_string(),
            script.groups[cohort].id.to_string(),
            event.key(),
            event.about(),
            payload
        ],
    )?;
    Ok(())
}

/// Whether nobody is to be named beside it.
fn is_blind(event: &Event) -> bool {
    matches!(
        event,
        Event::FeedbackRated { .. } | Event::MoveJudged { .. } | Event::MoveWitnessed { .. }
    )
}

fn person(conn: &mut Conn<'_>, player: &Player, at: i64) -> Result<(), DbError> {
    conn.execute(
        "insert into people (id, name, mail, mail_folded, theme, pseudonym, created_at)
         values ($1, $2, $3, $4, null, $5, $6) on conflict (id) do nothing",
        &params![
            player.id.to_string(),
            player.name,
            &player.mail,
            folded(&player.mail),
            &player.pseudonym,
            at
        ],
    )?;
    Ok(())
}

fn cohort(conn: &mut Conn<'_>, script: &Script, group: &Group, at: i64) -> Result<(), DbError> {
    conn.execute(
        "insert into cohorts (cohort_id, sprint_id, name, zone, start_date, grace_days, session_weekday,
                              session_time, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            group.id.to_string(),
            script.sprint.to_string(),
            group.name,
            group.zone,
            group.calendar.start().to_string(),
            group.calendar.grace_days(),
            i32::from(group.weekly.weekday.to_monday_one_offset()),
            group.weekly.time.strftime("%H:%M").to_string(),
            at
        ],
    )?;
    for (id, pause) in group.pause.iter().zip(group.calendar.pauses()) {
        conn.execute(
            "insert into pauses (cohort_id, id, before_week, recorded_at) values ($1, $2, $3, $4)",
            &params![
                group.id.to_string(),
                id.to_string(),
                pause.before.number(),
                at
            ],
        )?;
    }
    Ok(())
}

pub(super) fn seat(conn: &mut Conn<'_>, script: &Script, part: &Part) -> Result<u64, DbError> {
    let joined = part.joined_at.as_millisecond();
    let seated = conn.execute(
        "insert into seats (cohort_id, id, person_id, squad, joined_at, join_recorded_at)
         values ($1, $2, $3, $4, $5, $5) on conflict (cohort_id, person_id) do nothing",
        &params![
            script.groups[part.cohort].id.to_string(),
            part.seat.to_string(),
            part.player.id.to_string(),
            part.squad,
            joined
        ],
    )?;
    // whoever is there from the beginning was asked when the sprint was set up, and said yes within two days
    let group = &script.groups[part.cohort];
    let asked = match part.joined_at == group.calendar.span(Week::FIRST).0 {
        true => script.founded,
        false => part.joined_at,
    };
    let answered = answered(group, part, asked);
    conn.execute(
        "insert into invitations (cohort_id, id, seat_id, asked_at, asked_by, answer, answered_at, answered_by)
         values ($1, $2, $2, $3, $4, 'yes', $5, 'link') on conflict (cohort_id, seat_id) do nothing",
        &params![
            group.id.to_string(),
            part.seat.to_string(),
            asked.as_millisecond(),
            script.coordinator().id.to_string(),
            answered.as_millisecond()
        ],
    )?;
    Ok(seated)
}

/// When somebody says yes: between nine and six on the day on which they are asked or on the workday after it.
fn answered(group: &Group, part: &Part, asked: Timestamp) -> Timestamp {
    let (drawn, zone) = (part.seat.uuid().into_bytes(), group.calendar.zone());
    let day = zone.to_datetime(asked).date();
    let (hour, minute) = (drawn[15] % 8, drawn[14] % 60);
    let on = |day, first: u8| {
        let (hour, minute) = (first + hour, minute);
        instant(zone, day, hour.cast_signed(), minute.cast_signed())
    };
    match drawn[13] % 3 {
        0 => on(day, 10),
        _ => on(Writer::workday(days(day, 1)), 9),
    }
}

/// Plays everything that happens after `from`, up to and with `to`.
pub fn play(
    conn: &mut Conn<'_>,
    app: &App,
    script: &Script,
    from: Timestamp,
    to: Timestamp,
) -> Result<(), DbError> {
    for entry in script.between(from, to) {
        let mut stage = Stage {
            cohort: script.groups[entry.cohort].id.to_string(),
            at: entry.at.as_millisecond(),
            conn,
            app,
            script,
            entry,
        };
        if let Some(event) = stage.deed()? {
            stage.event(&event, 0)?;
        }
    }
    Ok(())
}
