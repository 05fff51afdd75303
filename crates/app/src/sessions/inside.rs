//! Who comes into which meeting. One is found by those who sit in its group, by who coordinates its sprint and, where
//! they are guests of it, by sponsors; for everybody else there is none.

use firstmove_domain::id::{CohortId, PersonId, SeatId};
use firstmove_domain::rights::Role;
use firstmove_domain::session::Meeting;
use firstmove_domain::session::room::AWAY_AFTER;
use firstmove_domain::week::Week;
use jiff::{SignedDuration, Timestamp};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::experiments::Place;
use crate::frame::Person;
use crate::problem::Problem;
use crate::sessions::store::{self, Guest, Held};
use crate::sponsor::groups::FEWEST;
use crate::verdicts::acts::Veil;

/// A meeting as one of its readers finds it.
pub struct Inside {
    /// The group.
    pub cohort: Cohort,
    /// Its seats.
    pub roster: Vec<Seated>,
    /// What is met for.
    pub meeting: Meeting,
    /// Where it stands.
    pub held: Held,
    /// The reader's own place, if they sit in the group.
    pub place: Option<Place>,
    /// Who reads.
    pub person: PersonId,
    /// As what.
    pub role: Role,
}

/// The address of a meeting, as its two parts.
pub type Where = (String, String);

/// The meeting at an address, for whoever may read of it.
pub fn find(scene: &mut Scene<'_, '_>, actor: &Actor, at: &Where) -> Result<Inside, Problem> {
    let cohort: CohortId = at.0.parse().map_err(|_| Problem::NotFound)?;
    let meeting = Meeting::from_key(&at.1).ok_or(Problem::NotFound)?;
    let place = match actor.seat_in(&cohort) {
        Some(_) => Some(Place::within(scene, actor, &cohort)?),
        None => None,
    };
    let gone = |place: &Place| place.me.exit_at.is_some_and(|exit| exit <= scene.now);
    if place.as_ref().is_some_and(gone) {
        return Err(Problem::NotFound);
    }
    let (cohort, role) = match &place {
        Some(place) => (place.cohort.clone(), Role::Leader),
        None => as_guest(scene, actor, (&cohort, meeting))?,
    };
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let people = roster.iter().filter(|one| one.takes_part(scene.now));
    if role == Role::Sponsor && (people.count() as u64) < FEWEST {
        return Err(Problem::NotFound);
    }
    Ok(Inside {
        held: store::held(scene.conn, &cohort.id, meeting)?,
        roster,
        cohort,
        meeting,
        place,
        person: actor.person,
        role,
    })
}

/// A group in which the actor does not sit: its coordinator reads of every meeting, a sponsor of those to which they come.
fn as_guest(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, meeting): (&CohortId, Meeting),
) -> Result<(Cohort, Role), Problem> {
    for role in [Role::Coordinator, Role::Sponsor] {
        if role == Role::Sponsor && !meeting.has_guest(role) {
            continue;
        }
        let seen = cohorts::seen_as(scene.conn, actor, role)?;
        if let Some(found) = seen.into_iter().find(|one| one.id == *cohort) {
            return Ok((found, role));
        }
    }
    Err(Problem::NotFound)
}

/// The same for somebody who comes into its room.
pub fn enter(scene: &mut Scene<'_, '_>, actor: &Actor, at: &Where) -> Result<Inside, Problem> {
    let inside = stay(scene, actor, at)?;
    match inside.held.called_off_at {
        Some(_) => Err(refused(CALLED_OFF)),
        None => Ok(inside),
    }
}

/// What is said in a room that nobody comes into.
pub const CALLED_OFF: &str = "This meeting was called off. Ask your coordinator for another time.";

/// The same for somebody whose page of the room is open: they stay while it is called off, and are told.
pub fn stay(scene: &mut Scene<'_, '_>, actor: &Actor, at: &Where) -> Result<Inside, Problem> {
    let inside = find(scene, actor, at)?;
    match &inside.place {
        Some(place) => place.must_take_part(scene.now)?,
        None if inside.meeting.has_guest(inside.role) => {}
        None => return Err(Problem::NotFound),
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
        &self.cohort
    }

    /// What its pages listen to.
    pub fn topic(&self) -> String {
        topic(&self.cohort.id, self.meeting)
    }

    /// The reader's own seat; none for a guest.
    pub fn me(&self) -> Option<SeatId> {
        self.place.as_ref().map(|place| place.me.seat)
    }

    /// Whether this turn is the reader's.
    pub fn is_mine(&self, seat: Option<&SeatId>) -> bool {
        seat.is_some() && self.me().as_ref() == seat
    }

    /// The reader's place; whoever has none is told that it is the leaders'.
    pub fn mine(&self) -> Result<&Place, Problem> {
        let place = self.place.as_ref();
        place.ok_or_else(|| refused("This is for the leaders of the group. You are its guest."))
    }

    /// As what the reader is known to be here: their seat, or who they are.
    pub fn presence(&self) -> String {
        match self.me() {
            Some(seat) => seat.to_string(),
            None => self.person.to_string(),
        }
    }

    /// The actor as a guest who may run the room; none for a leader of the group.
    pub fn guest(&self, actor: &Actor) -> Option<Guest> {
        self.place.is_none().then(|| Guest {
            person: actor.person,
            name: actor.name.clone(),
        })
    }

    /// Whether the whole room looks at one screen.
    pub fn is_shared(&self) -> bool {
        self.held.one_device && !self.held.is_over()
    }

    /// What the reader must not learn yet; before the one device of a room that is everybody.
    pub fn veil(&self, scene: &mut Scene<'_, '_>) -> Result<Veil, Problem> {
        if self.is_shared() {
            return Ok(Veil::of_all(scene.conn, &self.cohort, scene.now)?);
        }
        Ok(match self.me() {
            Some(seat) => Veil::of(scene.conn, &self.cohort, &seat, scene.now)?,
            None => Veil::default(),
        })
    }

    /// The name of whoever holds a seat of this group.
    pub fn name_of(&self, seat: &SeatId) -> &str {
        let found = self.roster.iter().find(|one| one.seat == *seat);
        found.map_or("", |one| one.name.as_str())
    }

    /// Everybody who takes part now, by name.
    pub fn everybody(&self, now: Timestamp) -> Vec<&Seated> {
        let mut all: Vec<&Seated> = self
            .roster
            .iter()
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

    /// The same of running the room, which a guest may do as well.
    pub fn is_free_to_run(&self, scene: &Scene<'_, '_>) -> bool {
        let (Some(guest), None) = (&self.held.led_by, &self.held.facilitator) else {
            return self.is_free(scene, self.held.facilitator.as_ref());
        };
        let presence = &scene.app.presence;
        let away = presence.away_for(&self.topic(), &guest.person.to_string(), scene.now);
        away.is_some_and(|away| away >= AWAY_AFTER)
    }

    /// The first name of whoever runs the room; empty for nobody.
    pub fn runner(&self) -> String {
        let name = match (&self.held.facilitator, &self.held.led_by) {
            (Some(seat), _) => self.name_of(seat),
            (None, Some(guest)) => guest.name.as_str(),
            (None, None) => "",
        };
        Person::new(name).first().to_owned()
    }

    /// Whether the actor runs the room.
    pub fn i_run(&self) -> bool {
        let as_guest = self.held.led_by.as_ref().is_some_and(|guest| {
            self.held.facilitator.is_none() && self.me().is_none() && guest.person == self.person
        });
        as_guest || self.is_mine(self.held.facilitator.as_ref())
    }

    /// Whether the actor writes.
    pub fn i_write(&self) -> bool {
        self.is_mine(self.held.note_taker.as_ref())
    }

    /// Whether who does something here now is there: in its week, before it is over.
    pub fn is_held(&self, now: Timestamp) -> bool {
        let (opens, closes) = open(&self.cohort, self.meeting);
        !self.held.is_over() && (opens..closes).contains(&now)
    }

    /// Whether its week has closed.
    pub fn is_closed(&self, now: Timestamp) -> bool {
        now >= open(&self.cohort, self.meeting).1
    }

    /// Turns change hands until the meeting is over or its week has closed: then they are what its note tells.
    pub fn must_be_under_way(&self, now: Timestamp) -> Result<(), Problem> {
        let noun = self.meeting.noun();
        if self.held.is_over() {
            return Err(refused(format!(
                "This {noun} is over. Its turns stay as they were. Open its note and read it."
            )));
        }
        if self.is_closed(now) {
            return Err(refused(format!(
                "The week of this {noun} has closed. Its turns stay as they were."
            )));
        }
        Ok(())
    }

    /// For whom something is said: oneself; on the one device of a room, whoever is named.
    pub fn speaker(&self, named: &str, now: Timestamp) -> Result<SeatId, Problem> {
        let me = self.me();
        if named.is_empty() || me.is_some_and(|me| named == me.to_string()) {
            return Ok(self.mine()?.me.seat);
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
