//! What can be done about a seat: take it, excuse a week of it, withdraw from the sprint, leave it.

use firstmove_domain::cohort::{Refusal, WithdrawReason};
use firstmove_domain::event::Event;
use firstmove_domain::excuse::{self, Wish};
use firstmove_domain::form::long_day;
use firstmove_domain::history::ExitKind;
use firstmove_domain::id::{ExcuseId, PersonId, SeatId};
use firstmove_domain::person::NewPerson;
use firstmove_domain::status::excuse_deadline;
use firstmove_domain::week::Calendar;
use jiff::civil::Date;
use jiff::{Span, Timestamp};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::seats::{self, Excused};
use crate::cohorts::store::{self, Cohort, Seated};
use crate::cohorts::{earlier, undo};
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;

impl From<excuse::Refusal> for Problem {
    fn from(refusal: excuse::Refusal) -> Self {
        Problem::Refused(refusal.to_string())
    }
}

/// Excuses a week, if its reason is still in time. The leader does it for themself, the coordinator for anybody
/// of the cohort; the caller has looked up that it is theirs to do.
pub fn excuse(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seat: &SeatId,
    wish: &Wish,
) -> Result<(), Problem> {
    let already = store::excused_weeks(scene.conn, &cohort.id, seat)?.contains(&wish.week);
    excuse::grant(wish, &cohort.calendar, already, scene.now)?;
    enter(scene, actor, cohort, seat, wish)
}

/// Keeps an excuse that is granted.
pub(super) fn enter(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seat: &SeatId,
    wish: &Wish,
) -> Result<(), Problem> {
    let id = ExcuseId::new(scene.app.secrets.uuid7(scene.now));
    store::insert_excuse(
        scene.conn,
        &cohort.id,
        seat,
        &id,
        wish,
        &actor.person,
        scene.now,
    )?;
    let event = Event::WeekExcused {
        excuse: id,
        seat: *seat,
        week: wish.week,
        category: wish.category,
    };
    happened(scene, Some(actor), Some(cohort), event)
}

/// Whether an excuse may still be taken back: as long as it could have been entered, so that no week is excused
/// or counted again once its outcome is known.
pub fn may_take_back(calendar: &Calendar, excuse: &Excused, now: Timestamp) -> bool {
    now < excuse_deadline(calendar, excuse.week, excuse.category)
}

/// Takes an excuse back: its week counts again.
pub fn take_back(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seat: &SeatId,
    id: &ExcuseId,
) -> Result<(), Problem> {
    let standing = seats::excuses(scene.conn, &cohort.id, seat)?;
    let excuse = standing.iter().find(|one| one.id == *id);
    let excuse = excuse.ok_or(Problem::NotFound)?;
    if !may_take_back(&cohort.calendar, excuse, scene.now) {
        return Err(Problem::Refused(
            "An excuse can be taken back as long as it could be entered: leave until its week begins, sickness \
             until the week closes. This week stays excused."
                .into(),
        ));
    }
    seats::take_back(scene.conn, &cohort.id, id, scene.now)?;
    let event = Event::ExcuseTakenBack {
        excuse: *id,
        seat: *seat,
        week: excuse.week,
    };
    happened(scene, Some(actor), Some(cohort), event)
}

/// Takes somebody out of the sprint at their own wish, from the next week on. They stay in the numbers.
pub fn withdraw(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seated: &Seated,
    said: (WithdrawReason, Option<String>),
) -> Result<(), Problem> {
    let from = scene.now;
    withdraw_from(scene, actor, cohort, seated, said, from)?
        .map_err(|refusal| Problem::Refused(refusal.to_string()))
}

/// The same from an instant on, as the coordinator notes it: the weeks that begin then or later. The inner
/// refusal stands beside the form's field.
pub fn withdraw_from(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seated: &Seated,
    (reason, note): (WithdrawReason, Option<String>),
    from: Timestamp,
) -> Result<Result<(), Refusal>, Problem> {
    let seat = &seated.seat;
    let membership = seats::membership(scene.conn, &cohort.id, seat)?.ok_or(Problem::NotFound)?;
    if let Err(refusal) = membership.withdraw(from, reason) {
        return Ok(Err(refusal));
    }
    let instants = (from, scene.now);
    store::withdraw(scene.conn, &cohort.id, seat, reason, note, instants)?;
    let event = Event::Withdrew {
        seat: *seat,
        at: from,
        reason,
    };
    happened(scene, Some(actor), Some(cohort), event).map(Ok)
}

/// Notes that somebody left the company or was transferred. Weeks from then on leave the numbers.
pub fn leave(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seat: &SeatId,
    (at, kind): (Timestamp, ExitKind),
) -> Result<Result<(), Refusal>, Problem> {
    let membership = seats::membership(scene.conn, &cohort.id, seat)?.ok_or(Problem::NotFound)?;
    let since = undo::here_since(scene, cohort, seat)?;
    // a day begins before whoever was added on it came: they leave as they come
    let at = match since.date() == cohort.calendar.local_date(at) {
        true => at.max(since.timestamp()),
        false => at,
    };
    if let Err(refusal) = membership.leave(&since, (at, kind), scene.now) {
        return Ok(Err(refusal));
    }
    seats::leave(scene.conn, &cohort.id, seat, (at, kind), scene.now)?;
    let event = Event::Left {
        seat: *seat,
        at,
        kind,
    };
    happened(scene, Some(actor), Some(cohort), event).map(Ok)
}

/// Gives somebody a seat from `joined_at` on; who has an account keeps it. The inner sentence stands beside the
/// mail address: nobody sits twice in a group, or in two groups of a sprint. Whoever runs the sprint or reads its
/// numbers may sit in one; from then on they see it as a leader.
pub fn join(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    wanted: &NewPerson,
    joined_at: Timestamp,
) -> Result<Result<SeatId, String>, Problem> {
    let person = people::acts::account(scene, Some(actor), wanted)?;
    if let Err(refusal) = may_sit(scene, cohort, &person.id, joined_at)? {
        return Ok(Err(refusal.to_string()));
    }
    if let Some(group) = store::sits_in(scene.conn, &cohort.sprint, &person.id)? {
        return Ok(Err(format!(
            "This person sits in {group}. Note there that they were transferred, then add them here."
        )));
    }
    if let Some(group) = store::stopped_in(scene.conn, &cohort.sprint, &person.id)? {
        return Ok(Err(format!(
            "This person stopped in {group}, where their weeks still count. Note there that they were transferred, then \
             add them here."
        )));
    }
    let squad = wanted.squad.clone().unwrap_or_default();
    seat(
        scene,
        actor,
        cohort,
        &person.id,
        (squad.as_str(), joined_at),
    )
    .map(Ok)
}

/// Whether somebody can sit in a group from `at` on: who never did, or who left it before.
pub fn may_sit(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    person: &PersonId,
    at: Timestamp,
) -> Result<Result<(), Refusal>, Problem> {
    let Some(there) = store::seat_of(scene.conn, &cohort.id, person)? else {
        return Ok(Ok(()));
    };
    let membership = seats::membership(scene.conn, &cohort.id, &there.seat)?;
    let membership = membership.ok_or(Problem::NotFound)?;
    Ok(membership.may_come_back(at, cohort.calendar.zone()))
}

/// Gives a seat to somebody with an account: their team, and since when. Who left the group takes their seat again.
pub fn seat(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    person: &PersonId,
    since: (&str, Timestamp),
) -> Result<SeatId, Problem> {
    let seat = match store::seat_of(scene.conn, &cohort.id, person)? {
        Some(left) => {
            earlier::come_back(scene.conn, &cohort.id, &left.seat, since, scene.now)?;
            left.seat
        }
        None => {
            let seat = SeatId::new(scene.app.secrets.uuid7(scene.now));
            store::insert_seat(scene.conn, &cohort.id, &seat, person, since, scene.now)?;
            seat
        }
    };
    let event = Event::Joined {
        seat,
        person: *person,
        at: since.1,
    };
    happened(scene, Some(actor), Some(cohort), event)?;
    Ok(seat)
}

/// The beginning of a day that somebody named, which lies within a year of the sprint.
pub fn day_begins(calendar: &Calendar, day: Date) -> Result<Timestamp, String> {
    let start = calendar.start();
    let span = Span::new().days(366);
    let year = start.saturating_sub(span)..=start.saturating_add(span);
    if year.contains(&day) {
        Ok(calendar.midnight(day))
    } else {
        Err(format!(
            "{} {} is not near the sprint. Check the year.",
            long_day(day),
            day.year()
        ))
    }
}
