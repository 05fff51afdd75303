//! Who is next: whose turns the next session has, in words for whoever reads them.

use firstmove_domain::id::SeatId;
use firstmove_domain::rights::Role;
use firstmove_domain::session::Meeting;
use firstmove_domain::week::Week;

use crate::app::Scene;
use crate::cohorts::store::{Cohort, Seated};
use crate::experiments::Place;
use crate::experiments::cards::{Session, next_session, session_of, sessions_to_come};
use crate::frame::Person;
use crate::problem::Problem;
use crate::sessions::exchange::{self, Exchange};
use crate::sessions::inside::Inside;
use crate::sessions::store::{Held, held};
use crate::sessions::turns::{self, Turns};

/// The next session on a leader's home.
pub struct Next {
    /// When it is.
    pub session: Session,
    /// Its address.
    pub base: String,
    /// "You present."; empty where the reader has no turn.
    pub mine: String,
    /// "Tom presents. Aisha runs it."
    pub others: String,
    /// What the reader can do about its turns.
    pub exchange: Exchange,
}

/// The turns of a meeting in words: the reader's own, and those of the others.
pub fn words(
    meeting: Meeting,
    turns: &Turns,
    me: Option<SeatId>,
    roster: &[Seated],
) -> (String, String) {
    let is_session = meeting.is_session();
    let (first, second) = match is_session {
        true => (
            ("present", "presents"),
            ("present in a second, shorter turn", "presents second"),
        ),
        false => (
            ("have the first spotlight", "has the first spotlight"),
            ("have the second spotlight", "has the second spotlight"),
        ),
    };
    let all = [
        (turns.presenter, first.0, first.1),
        (turns.second, second.0, second.1),
        (turns.facilitator, "run it", "runs it"),
        (turns.note_taker, "write the notes", "writes the notes"),
    ];
    let first = |seat: SeatId| {
        let one = roster.iter().find(|one| one.seat == seat);
        let name = one.map_or("", |one| one.name.as_str());
        Person::new(name).first().to_owned()
    };
    let (mut mine, mut others) = (Vec::new(), Vec::new());
    if is_session && turns.presenter.is_none() {
        others.push("Nobody presents yet.".to_owned());
    }
    for (seat, you, they) in all {
        match seat {
            Some(seat) if Some(seat) == me => mine.push(format!("You {you}.")),
            Some(seat) => others.push(format!("{} {they}.", first(seat))),
            None => {}
        }
    }
    (mine.join(" "), others.join(" "))
}

/// Whose turns the next session has, for somebody who is not in the group.
pub fn who_presents(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    roster: &[Seated],
) -> Result<String, Problem> {
    let week = next_session(scene.now, cohort).filter(|week| week.is_practice());
    let Some(week) = week else {
        return Ok("An hour with leaders and sponsors.".into());
    };
    let meeting = Meeting::Session(week);
    let held = held(scene.conn, &cohort.id, meeting)?;
    if held.is_over() {
        return Ok("It was held earlier.".into());
    }
    let turns = turns::standing(scene, cohort, meeting, &held)?;
    Ok(words(meeting, &turns, None, roster).1)
}

/// The next session that was not held before its time, and what is kept of it.
fn coming(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
) -> Result<Option<(Week, Meeting, Held)>, Problem> {
    for week in sessions_to_come(scene.now, cohort) {
        let meeting = match week.is_practice() {
            true => Meeting::Session(week),
            false => Meeting::Retrospective,
        };
        let held = held(scene.conn, &cohort.id, meeting)?;
        if !held.is_over() {
            return Ok(Some((week, meeting, held)));
        }
    }
    Ok(None)
}

/// The card of the next session; none when all are over.
pub fn card(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Option<Next>, Problem> {
    let cohort = &place.cohort;
    let Some((week, meeting, held)) = coming(scene, cohort)? else {
        return Ok(None);
    };
    let session = session_of(cohort, week);
    if !week.is_practice() {
        return Ok(Some(Next {
            session,
            base: "/sessions".into(),
            mine: String::new(),
            others: String::new(),
            exchange: Exchange::default(),
        }));
    }
    let mut roster = place.peers.clone();
    roster.push(place.me.clone());
    let turns = turns::standing(scene, cohort, meeting, &held)?;
    let (mine, others) = words(meeting, &turns, Some(place.me.seat), &roster);
    let found = Inside {
        cohort: cohort.clone(),
        roster,
        meeting,
        held,
        place: Some(place.clone()),
        person: place.me.person,
        role: Role::Leader,
    };
    Ok(Some(Next {
        session,
        base: format!("/sessions/{}/{}", cohort.id, meeting.key()),
        mine,
        others,
        exchange: exchange::exchange(scene, &found)?,
    }))
}
