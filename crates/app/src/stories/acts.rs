//! What can be done about a story: tell it, change it, say how far it may go, delete it; and what other rooms read of
//! stories. A story whose consent was narrowed is read by nobody beyond from the next page on.

use firstmove_domain::event::Event;
use firstmove_domain::id::{ExperimentId, SeatId, StoryId};
use firstmove_domain::story::{Consent, Kind, Story, asked_since, showcases};
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::experiments::Place;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sessions;
use crate::stories::store;
pub use crate::stories::store::Told;
use crate::verdicts::acts::Veil;

/// What of this room hangs on a seat: each table with its column, in an order in which it can go.
pub const OF_A_SEAT: [(&str, &str); 4] = [
    ("thanks", "seat_id"),
    ("recognitions", "seat_id"),
    ("recognitions", "given_by"),
    ("stories", "seat_id"),
];

/// The fewest people who take part in a group, at the time of looking, whose stories are read outside of it.
pub const FEWEST: u64 = 5;

/// What was told for the showcase of a week, for whoever sits in the group or coordinates it: the caller has looked up
/// that they do. Wins come first, and of each the one that was there first.
pub fn beforehand(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    showcase: Week,
) -> Result<Vec<Told>, Problem> {
    let mut told = store::of_cohort(scene.conn, &cohort.id)?;
    told.retain(|one| one.story.showcase == Some(showcase));
    told.sort_by_key(|one| (one.story.kind, one.written_at, one.id));
    Ok(told)
}

/// The stories of the reader's own group, the newest first. One about a move that the reader is still to judge would
/// tell them how it went, so it comes after their verdict.
pub fn of_group(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Vec<Told>, Problem> {
    let mut told = store::of_cohort(scene.conn, &place.cohort.id)?;
    // who has left the company or the team reads their own and no more
    if place.me.exit_at.is_some_and(|exit| exit <= scene.now) {
        told.retain(|one| one.seat == place.me.seat);
    }
    let veil = Veil::of(scene.conn, &place.cohort, &place.me.seat, scene.now)?;
    told.retain(|one| one.experiment.is_none_or(|about| !veil.covers(&about)));
    Ok(told)
}

/// The stories of a group, for who coordinates it: the caller has looked up that they do.
pub fn of_cohort(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Told>, Problem> {
    Ok(store::of_cohort(scene.conn, &cohort.id)?)
}

/// The stories of a group that may go as far as `reach`, the newest first: none while fewer than five take part in it.
pub fn shared(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    reach: Consent,
) -> Result<Vec<Told>, Problem> {
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let people = roster.iter().filter(|one| one.takes_part(scene.now));
    if (people.count() as u64) < FEWEST {
        return Ok(Vec::new());
    }
    let mut told = store::of_cohort(scene.conn, &cohort.id)?;
    told.retain(|one| one.story.consent >= reach);
    Ok(told)
}

/// What other groups of the organisation tell everybody in it.
pub fn of_others(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Told>, Problem> {
    let mut told = store::of_organisation(scene.conn, &cohort.organisation, FEWEST, scene.now)?;
    told.retain(|one| one.cohort != cohort.id);
    Ok(told)
}

/// A story of the actor's own with its cohort; any other is not found. It stays theirs when they have left.
pub fn own(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    story: &str,
) -> Result<(Cohort, Told), Problem> {
    let id: StoryId = story.parse().map_err(|_| Problem::NotFound)?;
    let told = store::own(scene.conn, &id, &actor.person)?.ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &told.cohort)?.ok_or(Problem::NotFound)?;
    Ok((cohort, told))
}

/// Tells a story. The id that the form brought along makes sending it twice the same as once; what was changed in it
/// meanwhile must not look as if it were kept.
pub fn tell(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    id: StoryId,
    (story, experiment): (&Story, Option<ExperimentId>),
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let (cohort, seat) = (&place.cohort.id, place.me.seat);
    let whose = (cohort, &seat);
    if store::insert(scene.conn, whose, &id, (story, experiment), scene.now)? {
        let event = Event::StoryTold { story: id, seat };
        return happened(scene, Some(actor), Some(&place.cohort), event);
    }
    let kept = store::own(scene.conn, &id, &actor.person)?.ok_or(Problem::NotFound)?;
    match kept.story == *story {
        true => Ok(()),
        false => Err(Problem::Refused(
            "This story was saved before, and what you changed in the form since was not. \
             Open it under Stories and change it there."
                .into(),
        )),
    }
}

/// Changes a story, and how far it may go.
pub fn change(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, told): (&Cohort, &Told),
    story: &Story,
) -> Result<(), Problem> {
    if told.story == *story {
        return Ok(());
    }
    store::update(scene.conn, &cohort.id, &told.id, story, scene.now)?;
    let (id, seat) = (told.id, told.seat);
    if story.consent != told.story.consent {
        let event = Event::StoryConsent {
            story: id,
            seat,
            consent: story.consent,
        };
        happened(scene, Some(actor), Some(cohort), event)?;
    }
    let same_consent = Story {
        consent: told.story.consent,
        ..story.clone()
    };
    if same_consent != told.story {
        let event = Event::StoryChanged { story: id, seat };
        happened(scene, Some(actor), Some(cohort), event)?;
    }
    Ok(())
}

/// Says how far a story may go from now on.
pub fn consent(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, told): (&Cohort, &Told),
    consent: Consent,
) -> Result<(), Problem> {
    let story = Story {
        consent,
        ..told.story.clone()
    };
    change(scene, actor, (cohort, told), &story)
}

/// Deletes a story.
pub fn delete(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, told): (&Cohort, &Told),
) -> Result<(), Problem> {
    store::delete(scene.conn, &cohort.id, &told.id)?;
    let event = Event::StoryDeleted {
        story: told.id,
        seat: told.seat,
    };
    happened(scene, Some(actor), Some(cohort), event)
}

/// A showcase for which stories are asked for now.
#[derive(Debug, Clone)]
pub struct Ahead {
    /// Its week.
    pub week: Week,
    /// When it begins.
    pub begins: Timestamp,
    /// Whose turn the two spotlights are, as far as they have told nothing for it.
    pub asked: Vec<SeatId>,
    /// Whether a lesson has been told for it.
    pub lesson: bool,
}

/// The showcase for which a cohort collects stories now: from the Monday of the week before until it begins.
pub fn ahead(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Option<Ahead>, Problem> {
    let now = scene.now;
    let mut open = showcases().filter(|week| asked_since(&cohort.calendar, *week) <= now);
    let Some(week) = open.next_back() else {
        return Ok(None);
    };
    let begins = sessions::acts::showcase_begins(scene, cohort, week)?;
    let Some(begins) = begins.filter(|begins| now < *begins) else {
        return Ok(None);
    };
    let told = beforehand(scene, cohort, week)?;
    let spotlights = sessions::turns::spotlights(scene, cohort, week)?;
    Ok(Some(Ahead {
        week,
        begins,
        asked: spotlights
            .into_iter()
            .filter(|seat| told.iter().all(|one| one.seat != *seat))
            .collect(),
        lesson: told.iter().any(|one| one.story.kind == Kind::Lesson),
    }))
}
