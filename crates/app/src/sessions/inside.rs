//! Who comes into which room. A room is found by those who sit in its group and take part; for everybody else there
//! is none.

use firstmove_domain::id::{CohortId, SeatId};
use firstmove_domain::session::Meeting;
use firstmove_domain::session::room::AWAY_AFTER;
use firstmove_domain::week::Week;
use jiff::{SignedDuration, Timestamp};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{Cohort, Seated};
use crate::experiments::Place;
use crate::problem::Problem;
use crate::sessions::store::{self, Held};

/// A leader in a room of their group.
pub struct Inside {
    /// The group, and who asks.
    pub place: Place,
    /// What is met for.
    pub meeting: Meeting,
    /// Where it stands.
    pub held: Held,
}

/// The address of a meeting, as its two parts.
pub type Where = (String, String);

/// The meeting at an address, for somebody who sits in the group.
pub fn find(scene: &mut Scene<'_, '_>, actor: &Actor, at: &Where) -> Result<Inside, Problem> {
    let cohort: CohortId = at.0.parse().map_err(|_| Problem::NotFound)?;
    let meeting = Meeting::from_key(&at.1).filter(|one| one.is_session());
    let meeting = meeting.ok_or(Problem::NotFound)?;
    let place = Place::within(scene, actor, &cohort)?;
    if place.me.exit_at.is_some_and(|exit| exit <= scene.now) {
        return Err(Problem::NotFound);
    }
    let held = store::held(scene.conn, &cohort, meeting)?;
    Ok(Inside {
        place,
        meeting,
        held,
    })
}

/// The same for somebody who does something there.
pub fn enter(scene: &mut Scene<'_, '_>, actor: &Actor, at: &Where) -> Result<Inside, Problem> {
    let inside = find(scene, actor, at)?;
    inside.place.must_take_part(scene.now)?;
    if inside.held.called_off_at.is_some() {
        return Err(refused(
            "This meeting was called off. Ask your coordinator for another time.",
        ));
    }
    Ok(inside)
}

/// A sentence for whoever may not do it now.
pub fn refused(sentence: impl Into<String>) -> Problem {
    Problem::Refused(sentence.into())
}

/// What the pages of a room listen to.
pub fn topic(cohort: &CohortId, meeting: Meeting) -> String {
    format!("room:{cohort}:{}", meeting.key())
}

/// From when until when a meeting is held and its note can be written: from the first instant of its week to the
/// close of the week; before week 1, until that week closes.
pub fn open(cohort: &Cohort, meeting: Meeting) -> (Timestamp, Timestamp) {
    let calendar = &cohort.calendar;
    match meeting.week() {
        None => (Timestamp::MIN, calendar.close(Week::FIRST)),
        Some(week) => (calendar.span(week).0, calendar.close(week)),
    }
}

impl Inside {
    /// The group.
    pub fn cohort(&self) -> &Cohort {
        &self.place.cohort
    }

    /// What its pages listen to.
    pub fn topic(&self) -> String {
        topic(&self.place.cohort.id, self.meeting)
    }

    /// Everybody who takes part now, by name.
    pub fn everybody(&self, now: Timestamp) -> Vec<&Seated> {
        let mut all: Vec<&Seated> = std::iter::once(&self.place.me)
            .chain(&self.place.peers)
            .filter(|one| one.takes_part(now))
            .collect();
        all.sort_by_cached_key(|one| (one.name.to_lowercase(), one.seat));
        all
    }

    /// For how long somebody has not been in the room; none while they are.
    pub fn away_for(&self, scene: &Scene<'_, '_>, seat: &SeatId) -> Option<SignedDuration> {
        let presence = &scene.app.presence;
        presence.away_for(&self.topic(), &seat.to_string(), scene.now)
    }

    /// Whether nobody holds this turn, or whoever does has been away for so long that anybody may take it.
    pub fn is_free(&self, scene: &Scene<'_, '_>, holder: Option<&SeatId>) -> bool {
        let Some(holder) = holder else { return true };
        let here = |one: &&Seated| one.seat == *holder;
        let takes_part = self.everybody(scene.now).iter().any(here);
        let away = self.away_for(scene, holder);
        !takes_part || away.is_some_and(|away| away >= AWAY_AFTER)
    }

    /// Whether the actor runs the room.
    pub fn i_run(&self) -> bool {
        self.held.facilitator == Some(self.place.me.seat)
    }

    /// Whether the actor writes.
    pub fn i_write(&self) -> bool {
        self.held.note_taker == Some(self.place.me.seat)
    }

    /// For whom something is said: oneself; on the one device of a room, whoever is named.
    pub fn speaker(&self, named: &str, now: Timestamp) -> Result<SeatId, Problem> {
        let me = self.place.me.seat;
        if named.is_empty() || named == me.to_string() {
            return Ok(me);
        }
        if !self.held.one_device {
            return Err(Problem::NotFound);
        }
        let named: SeatId = named.parse().map_err(|_| Problem::NotFound)?;
        let is_one = |one: &&Seated| one.seat == named;
        let found = self.everybody(now).into_iter().any(|one| is_one(&one));
        if found {
            Ok(named)
        } else {
            Err(Problem::NotFound)
        }
    }
}
