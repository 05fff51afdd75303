//! Experiments, which pages call moves: the plan to try one thing this week, the library it may come from, and
//! the leader's own pages around it.

pub mod acts;
pub mod cards;
pub mod criteria;
pub mod embedded;
pub mod form;
pub mod frames;
pub mod home;
pub mod kept;
pub mod library;
pub mod list;
pub mod move_page;
pub mod pages;
pub mod plan_page;
pub mod store;
pub mod trail;
pub mod weeks;

use firstmove_domain::id::CohortId;
use jiff::Timestamp;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::frame::Frame;
use crate::problem::Problem;

/// A leader among their peers: the cohort, their own seat, and everybody else's.
#[derive(Debug, Clone)]
pub struct Place {
    /// The cohort.
    pub cohort: Cohort,
    /// The leader's own seat.
    pub me: Seated,
    /// The others, by name.
    pub peers: Vec<Seated>,
}

impl Place {
    /// The place that the leader's pages are about: the newest in a sprint that still runs and in which they
    /// take part, else the newest.
    pub fn of(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Place, Problem> {
        let (mut next, mut newest) = (None, None);
        for seat in &actor.seats {
            let place = Place::within(scene, actor, &seat.cohort)?;
            if place.takes_part(scene.now) && scene.now < place.cohort.calendar.final_close() {
                // who goes on in another group sits in the old one until then
                if place.me.joined_at <= scene.now {
                    return Ok(place);
                }
                next = next.or(Some(place));
            } else {
                newest = newest.or(Some(place));
            }
        }
        next.or(newest).ok_or(Problem::NotFound)
    }

    /// The leader's place in that cohort; not found where they have none.
    pub fn within(
        scene: &mut Scene<'_, '_>,
        actor: &Actor,
        cohort: &CohortId,
    ) -> Result<Place, Problem> {
        let cohort = cohorts::get(scene.conn, cohort)?.ok_or(Problem::NotFound)?;
        Place::in_cohort(scene, actor, cohort)
    }

    /// The actor's place in a cohort that was looked up already.
    pub fn in_cohort(
        scene: &mut Scene<'_, '_>,
        actor: &Actor,
        cohort: Cohort,
    ) -> Result<Place, Problem> {
        let seat = actor.seat_in(&cohort.id).ok_or(Problem::NotFound)?;
        let (mine, peers): (Vec<Seated>, Vec<Seated>) = cohorts::roster(scene.conn, &cohort.id)?
            .into_iter()
            .partition(|one| &one.seat == seat);
        let me = mine.into_iter().next().ok_or(Problem::NotFound)?;
        Ok(Place { cohort, me, peers })
    }

    /// The leader's places in the other groups of the sprint, the newest first.
    pub fn others(&self, scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Vec<Place>, Problem> {
        let mut others = Vec::new();
        for seat in actor
            .seats
            .iter()
            .filter(|seat| seat.cohort != self.cohort.id)
        {
            let place = Place::within(scene, actor, &seat.cohort)?;
            if place.cohort.sprint == self.cohort.sprint {
                others.push(place);
            }
        }
        Ok(others)
    }

    /// Whether the leader takes part at that instant.
    pub fn takes_part(&self, now: Timestamp) -> bool {
        self.me.takes_part(now)
    }

    /// Refuses what only those do who take part.
    pub fn must_take_part(&self, now: Timestamp) -> Result<(), Problem> {
        if self.takes_part(now) {
            Ok(())
        } else {
            Err(no_longer())
        }
    }

    /// The name of whoever holds a seat of this cohort.
    pub fn name_of(&self, seat: &firstmove_domain::id::SeatId) -> &str {
        std::iter::once(&self.me)
            .chain(&self.peers)
            .find(|one| &one.seat == seat)
            .map_or("", |one| one.name.as_str())
    }

    /// The frame of a page that the leader reads from here.
    pub fn frame(&self, scene: &Scene<'_, '_>, actor: &Actor, title: impl Into<String>) -> Frame {
        pages::leader_frame(scene, actor, self, title)
    }

    /// Peers who take part now.
    pub fn peers_now(&self, now: Timestamp) -> usize {
        self.peers
            .iter()
            .filter(|peer| peer.takes_part(now))
            .count()
    }
}

/// What somebody is told who has left the sprint.
pub fn no_longer() -> Problem {
    Problem::Refused(
        "You no longer take part in this sprint. Your moves stay here for you to read.".into(),
    )
}
