//! Joining, leaving and stopping taken back until a week closes that counts otherwise for it; and going on in another
//! group of the sprint, which is both at once: leaving the one, joining the other. What was excused goes along.

use firstmove_domain::cohort::SIZE_MAX;
use firstmove_domain::event::Event;
use firstmove_domain::history::{ExitKind, SeatHistory};
use firstmove_domain::id::SeatId;
use firstmove_domain::undoing::{self, Refusal, What, may_take_back};
use firstmove_domain::week::Week;
use firstmove_kit::db::DbError;
use jiff::{Timestamp, Zoned};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::seats;
use crate::cohorts::store::{self, Cohort, Seated};
use crate::cohorts::{acts, carrying, earlier, histories};
use crate::forgetting;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::verdicts;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::Refused(refusal.to_string())
    }
}

/// What can be taken back about a seat now: what, when that was written down, and until when.
pub fn open(
    cohort: &Cohort,
    history: &SeatHistory,
    now: Timestamp,
) -> Option<(What, Timestamp, Timestamp)> {
    let (what, until) = undoing::newest(&cohort.calendar, history);
    (now < until).then(|| (what, noted(history, what), until))
}

/// Until when a leader who stopped may take that back; none where they did not, or no longer may.
pub fn stopped_until(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    seat: &SeatId,
) -> Result<Option<Timestamp>, Problem> {
    let known = history(scene, cohort, seat)?;
    let open = open(cohort, &known, scene.now);
    Ok(open
        .filter(|(what, ..)| *what == What::Stopping)
        .map(|(.., until)| until))
}

/// When something about a seat was written down.
fn noted(history: &SeatHistory, what: What) -> Timestamp {
    let exit = history.exit.as_ref().map(|one| one.recorded_at);
    let withdrawal = history.withdrawal.as_ref().map(|one| one.recorded_at);
    match what {
        What::Joining => history.joined_recorded_at,
        What::Leaving => exit.unwrap_or_default(),
        What::Stopping => withdrawal.unwrap_or_default(),
    }
}

/// Takes back what happened last about a seat. `seen` is when it was written down as the page showed it: somebody
/// else may have taken it back, and noted another thing, since.
pub fn take_back(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seated: &Seated,
    (what, seen): (What, Option<i64>),
) -> Result<(), Problem> {
    let history = history(scene, cohort, &seated.seat)?;
    may_take_back(&cohort.calendar, &history, what, scene.now)?;
    if seen.is_some_and(|seen| seen != noted(&history, what).as_millisecond()) {
        return Err(Problem::Refused(
            "Somebody has noted another thing since you opened the page. Open it again, then decide."
                .into(),
        ));
    }
    let other = seats::other_end(scene.conn, &cohort.sprint, &seated.seat, what)?;
    match (what, other) {
        (What::Joining, Some((old, seat))) => {
            let old = store::get(scene.conn, &old)?.ok_or(Problem::NotFound)?;
            unseat(scene, actor, cohort, seated)?;
            stay(scene, actor, &old, &seat)
        }
        (What::Joining, None) => {
            asked_for_nothing(scene, seated)?;
            unseat(scene, actor, cohort, seated)
        }
        (What::Leaving, Some((new, seat))) => {
            let new = store::get(scene.conn, &new)?.ok_or(Problem::NotFound)?;
            let there = in_roster(scene, &new, &seat)?;
            unseat(scene, actor, &new, &there)?;
            stay(scene, actor, cohort, &seated.seat)
        }
        (What::Leaving, None) => {
            alone(scene, cohort, seated)?;
            stay(scene, actor, cohort, &seated.seat)
        }
        (What::Stopping, _) => {
            alone(scene, cohort, seated)?;
            seats::go_on(scene.conn, &cohort.id, &seated.seat)?;
            let event = Event::StoppingTakenBack { seat: seated.seat };
            happened(scene, Some(actor), Some(cohort), event)
        }
    }
}

/// Who asked to be taken out of the program is found by the data owner through their seat, so it stays until then.
fn asked_for_nothing(scene: &mut Scene<'_, '_>, seated: &Seated) -> Result<(), Problem> {
    let erasure = forgetting::acts::erasure(scene, &seated.person)?;
    match erasure.asked_at.is_some() && erasure.erased_at.is_none() {
        false => Ok(()),
        true => Err(Problem::Refused(
            "This person asked the data owner to be taken out, who finds them in this group. Note that they left instead."
                .into(),
        )),
    }
}

/// Nobody sits in two groups of a sprint: who sits in another one by now stays there.
fn alone(scene: &mut Scene<'_, '_>, cohort: &Cohort, seated: &Seated) -> Result<(), Problem> {
    match store::sits_in(scene.conn, &cohort.sprint, &seated.person)? {
        Some(group) => Err(Problem::Refused(format!(
            "This person sits in {group} by now. Note there that they left, then take this back."
        ))),
        None => Ok(()),
    }
}

fn stay(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seat: &SeatId,
) -> Result<(), Problem> {
    let known = history(scene, cohort, seat)?;
    may_take_back(&cohort.calendar, &known, What::Leaving, scene.now)?;
    seats::stay(scene.conn, &cohort.id, seat)?;
    let event = Event::LeavingTakenBack { seat: *seat };
    happened(scene, Some(actor), Some(cohort), event)
}

/// Takes a seat away on which nothing hangs but excuses: it is as if it had never been there. Who had come back is
/// gone as before.
fn unseat(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seated: &Seated,
) -> Result<(), Problem> {
    let known = history(scene, cohort, &seated.seat)?;
    may_take_back(&cohort.calendar, &known, What::Joining, scene.now)?;
    let came = other_group(scene, cohort, &seated.seat, What::Joining)?.is_some();
    verdicts::acts::hand_on_from(scene, cohort, &seated.seat)?;
    match known.earlier.last() {
        Some(stay) => earlier::go_again(scene.conn, &cohort.id, &seated.seat, stay)?,
        None => {
            seats::delete_excuses(scene.conn, &cohort.id, &seated.seat)?;
            match seats::remove(scene.conn, &cohort.id, &seated.seat) {
                Err(DbError::ForeignKey) if came => {
                    return Err(Refusal::BuiltUponElsewhere.into());
                }
                Err(DbError::ForeignKey) => return Err(Refusal::BuiltUpon.into()),
                removed => removed?,
            }
        }
    }
    let event = Event::JoiningTakenBack {
        seat: seated.seat,
        person: seated.person,
    };
    happened(scene, Some(actor), Some(cohort), event)
}

/// Lets somebody go on in another group of the sprint from a week on that has not begun. The inner sentence stands
/// beside the form's field, whose name comes with it.
pub fn go_on_in(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, seated): (&Cohort, &Seated),
    new: &Cohort,
    from: Week,
) -> Result<Result<SeatId, (&'static str, String)>, Problem> {
    let at = cohort.calendar.span(from).0;
    if at <= scene.now {
        let sentence = format!("Week {from} has begun. Choose a later one.");
        return Ok(Err(("from", sentence)));
    }
    let starts = |week: &Week| new.calendar.span(*week).0 >= at;
    if !Week::practice().any(|week| starts(&week)) {
        let sentence = "Their ten practice weeks are over by then. Choose another group.";
        return Ok(Err(("to", sentence.into())));
    }
    let roster = store::roster(scene.conn, &new.id)?;
    if let Err(refusal) = acts::may_sit(scene, new, &seated.person, at)? {
        return Ok(Err(("to", refusal.to_string())));
    }
    if roster.iter().filter(|one| one.takes_part(at)).count() >= SIZE_MAX {
        let sentence = format!("{} has {SIZE_MAX} people. Choose another group.", new.name);
        return Ok(Err(("to", sentence)));
    }
    let membership = seats::membership(scene.conn, &cohort.id, &seated.seat)?;
    let since = here_since(scene, cohort, &seated.seat)?;
    if let Err(refusal) = membership.ok_or(Problem::NotFound)?.go_on(&since, at) {
        return Ok(Err(("from", refusal.to_string())));
    }
    let left = (at, ExitKind::Transfer);
    seats::leave(scene.conn, &cohort.id, &seated.seat, left, scene.now)?;
    let event = Event::Left {
        seat: seated.seat,
        at,
        kind: ExitKind::Transfer,
    };
    happened(scene, Some(actor), Some(cohort), event)?;
    let since = (seated.squad.as_str(), at);
    let seat = acts::seat(scene, actor, new, &seated.person, since)?;
    carrying::carry_over(scene, actor, (cohort, &seated.seat), (new, &seat), at)?;
    Ok(Ok(seat))
}

/// The group in which somebody goes on, or from which they came.
pub fn other_group(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    seat: &SeatId,
    what: What,
) -> Result<Option<Cohort>, Problem> {
    match seats::other_end(scene.conn, &cohort.sprint, seat, what)? {
        Some((other, _)) => Ok(store::get(scene.conn, &other)?),
        None => Ok(None),
    }
}

/// Since when somebody is in the group, weeks that moved in with a sheet included.
pub fn here_since(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    seat: &SeatId,
) -> Result<Zoned, Problem> {
    let (known, calendar) = (history(scene, cohort, seat)?, &cohort.calendar);
    Ok(known.here_since(calendar).to_zoned(calendar.zone().clone()))
}

fn history(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    seat: &SeatId,
) -> Result<SeatHistory, Problem> {
    let mut all = histories::load(scene.conn, &cohort.id)?.into_iter();
    all.find(|one| one.seat == *seat).ok_or(Problem::NotFound)
}

fn in_roster(scene: &mut Scene<'_, '_>, cohort: &Cohort, seat: &SeatId) -> Result<Seated, Problem> {
    let mut roster = store::roster(scene.conn, &cohort.id)?.into_iter();
    roster
        .find(|one| one.seat == *seat)
        .ok_or(Problem::NotFound)
}
