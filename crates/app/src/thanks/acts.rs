//! What can be done about thanks: thank a peer, take that back, thank a leader as sponsor, say how far a line may go.

use firstmove_domain::event::Event;
use firstmove_domain::form::FieldProblem;
use firstmove_domain::id::{CohortId, RecognitionId, SeatId, ThanksId};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::experiments::Place;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::thanks::form::Typed;
use crate::thanks::store;
pub use crate::thanks::store::{Recognition, Thanks};
use crate::thanks::telling::tell_who_is_thanked;

/// The thanks between the leaders of a group, the newest first, for whoever sits in it or coordinates it: the caller
/// has looked up that they do.
pub fn recognitions(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
) -> Result<Vec<Recognition>, Problem> {
    Ok(store::recognitions(scene.conn, &cohort.id)?)
}

/// Those of them that the sponsor may read.
pub fn shared_recognitions(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
) -> Result<Vec<Recognition>, Problem> {
    let mut all = store::recognitions(scene.conn, &cohort.id)?;
    all.retain(|one| one.shared_at.is_some());
    Ok(all)
}

/// The sponsors' thanks in a group, the newest first.
pub fn of_sponsors(scene: &mut Scene<'_, '_>, cohort: &CohortId) -> Result<Vec<Thanks>, Problem> {
    Ok(store::of_sponsors(scene.conn, cohort)?)
}

/// Thanks a peer who takes part, as the form was typed; what is not right with it comes back. The id that the form
/// brought along makes sending it twice the same as once.
pub fn recognise(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    typed: &Typed,
) -> Result<Result<(), Vec<FieldProblem>>, Problem> {
    place.must_take_part(scene.now)?;
    let (to, words) = match typed.read() {
        Ok(read) => read,
        Err(problems) => return Ok(Err(problems)),
    };
    let is_peer = |one: &Seated| one.seat == to && one.takes_part(scene.now);
    if !place.peers.iter().any(is_peer) {
        return Err(Problem::NotFound);
    }
    let drawn = RecognitionId::new(scene.app.secrets.uuid7(scene.now));
    let id = typed.id().parse().unwrap_or(drawn);
    let (cohort, whose) = (&place.cohort, (&to, &place.me.seat));
    if store::recognise(scene.conn, &cohort.id, &id, whose, &words, scene.now)? {
        let event = Event::Recognised {
            recognition: id,
            seat: to,
        };
        happened(scene, Some(actor), Some(cohort), event)?;
    }
    Ok(Ok(()))
}

/// A recognition that the actor gave or got, with its cohort; any other is not found.
fn own(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    recognition: &str,
) -> Result<(Cohort, Recognition), Problem> {
    let id: RecognitionId = recognition.parse().map_err(|_| Problem::NotFound)?;
    let found = store::recognition_of(scene.conn, &id, &actor.person)?;
    let found = found.ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &found.cohort)?.ok_or(Problem::NotFound)?;
    Ok((cohort, found))
}

/// Takes a recognition back: who gave it may, and who got it.
pub fn take_back(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    recognition: &str,
) -> Result<(), Problem> {
    let (cohort, found) = own(scene, actor, recognition)?;
    store::delete(scene.conn, &cohort.id, &found.id)?;
    let event = Event::RecognitionTakenBack {
        recognition: found.id,
        seat: found.seat,
    };
    happened(scene, Some(actor), Some(&cohort), event)
}

/// Who is thanked says whether the sponsor may read it; for who gave it there is no such question.
pub fn share_recognition(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    recognition: &str,
    shared: bool,
) -> Result<(), Problem> {
    let (cohort, found) = own(scene, actor, recognition)?;
    if actor.seat_in(&cohort.id) != Some(&found.seat) {
        return Err(Problem::NotFound);
    }
    if found.shared_at.is_some() == shared {
        return Ok(());
    }
    let since = shared.then_some(scene.now);
    store::share_recognition(scene.conn, &cohort.id, &found.id, since)?;
    let event = Event::RecognitionShared {
        recognition: found.id,
        seat: found.seat,
        shared,
    };
    happened(scene, Some(actor), Some(&cohort), event)
}

/// A sponsor thanks who told a story or was thanked: the caller has looked up that the sponsor reads it. Once for each;
/// the same line sent twice is one, and another one is refused.
pub fn thank(
    scene: &mut Scene<'_, '_>,
    sponsor: &Actor,
    cohort: &Cohort,
    (seat, about): (&SeatId, &str),
    words: &str,
) -> Result<(), Problem> {
    let id = ThanksId::new(scene.app.secrets.uuid7(scene.now));
    let (whose, said) = ((seat, &sponsor.person), (about, words));
    if store::thank(scene.conn, &cohort.id, &id, whose, said, scene.now)? {
        let event = Event::SponsorThanked {
            thanks: id,
            seat: *seat,
        };
        happened(scene, Some(sponsor), Some(cohort), event)?;
        return tell_who_is_thanked(scene, sponsor, cohort, (seat, &id), words);
    }
    let given = store::of_sponsors(scene.conn, &cohort.id)?;
    let is_same = |one: &Thanks| {
        (one.about.as_str(), one.person, one.words.as_str()) == (about, sponsor.person, words)
    };
    match given.iter().any(is_same) {
        true => Ok(()),
        false => Err(Problem::Refused(
            "You have thanked for this already. The line that you wrote first stands.".into(),
        )),
    }
}

/// Who is thanked says whether others than the group may read it.
pub fn share_thanks(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    thanks: &str,
    shared: bool,
) -> Result<(), Problem> {
    let id: ThanksId = thanks.parse().map_err(|_| Problem::NotFound)?;
    let found = store::of_sponsor_to(scene.conn, &id, &actor.person)?.ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &found.cohort)?.ok_or(Problem::NotFound)?;
    if found.shared_at.is_some() == shared {
        return Ok(());
    }
    let since = shared.then_some(scene.now);
    store::share_thanks(scene.conn, &cohort.id, &found.id, since)?;
    let event = Event::ThanksShared {
        thanks: found.id,
        seat: found.seat,
        shared,
    };
    happened(scene, Some(actor), Some(&cohort), event)
}
