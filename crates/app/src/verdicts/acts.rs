//! What can be done about a peer's verdict: ask a peer, hand the question on, answer it; and what that peer must not
//! see until then.

use std::collections::HashSet;

use firstmove_domain::check_in::CheckIn;
use firstmove_domain::event::Event;
use firstmove_domain::history::{Outcome, Said, SeatHistory};
use firstmove_domain::id::{CohortId, ExperimentId, SeatId};
use firstmove_domain::lot::Lots;
use firstmove_domain::verdict::{self, Candidate, Judged, Verdict, choose};
use firstmove_domain::week::Calendar;
use firstmove_kit::db::{Conn, DbError};
use jiff::Timestamp;

use crate::app::{App, Scene};
use crate::check_ins::form::first_line;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::experiments::Place;
use crate::experiments::acts::in_cohort;
use crate::experiments::kept::Kept;
use crate::frame::Person;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::verdicts::store;

impl From<verdict::Refusal> for Problem {
    fn from(refusal: verdict::Refusal) -> Self {
        Problem::Refused(refusal.to_string())
    }
}

/// The moves of which one reader must not learn how they went: those that they are asked to judge and have not.
#[derive(Debug, Clone, Default)]
pub struct Veil(HashSet<ExperimentId>);

impl Veil {
    /// The veil before a leader's eyes. Once the numbers are final there is none.
    pub fn of(
        conn: &mut Conn<'_>,
        cohort: &Cohort,
        seat: &SeatId,
        now: Timestamp,
    ) -> Result<Veil, DbError> {
        if now >= cohort.calendar.final_close() {
            return Ok(Veil::default());
        }
        let asked = store::of_seat(conn, &cohort.id, seat)?.into_iter();
        let open = asked.filter(|one| one.verdict.is_none());
        Ok(Veil(open.map(|one| one.experiment).collect()))
    }

    /// The veil before a screen that the whole group looks at: all that anybody is still to judge.
    pub fn of_all(conn: &mut Conn<'_>, cohort: &Cohort, now: Timestamp) -> Result<Veil, DbError> {
        if now >= cohort.calendar.final_close() {
            return Ok(Veil::default());
        }
        let open = store::open(conn, &cohort.id)?;
        Ok(Veil(open.into_iter().collect()))
    }

    /// Whether the reader is still to judge this move, whatever is known of it: what others said about it, and what
    /// its leader said before, stay hidden.
    pub fn covers(&self, experiment: &ExperimentId) -> bool {
        self.0.contains(experiment)
    }

    /// Whether it hides nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an outcome is hidden behind it now.
    pub fn hides(&self, kept: &Kept) -> bool {
        self.covers(&kept.experiment.id)
            && outcome(kept).is_some_and(|told| told != Outcome::TooEarly)
    }

    /// Lays it over what the numbers are computed from: a hidden outcome counts as one that is too early to tell.
    pub fn over(&self, histories: &mut [SeatHistory], calendar: &Calendar) {
        let end = Some(calendar.local_date(calendar.final_close()));
        let attempts = histories.iter_mut().flat_map(|one| &mut one.attempts);
        for attempt in attempts.filter(|one| self.covers(&one.experiment)) {
            attempt.due = end;
            for change in &mut attempt.criteria_changed {
                change.due = end;
            }
            for report in &mut attempt.reports {
                if let Said::Tried { outcome, .. } = &mut report.said {
                    *outcome = Outcome::TooEarly;
                }
            }
        }
    }
}

/// What its leader says about a move that was tried.
fn outcome(kept: &Kept) -> Option<Outcome> {
    match &kept.report.as_ref()?.check_in {
        CheckIn::Tried(tried) => Some(tried.outcome),
        CheckIn::NotThisWeek(_) => None,
    }
}

/// Asks a peer about a move that is reported as tried, unless one was asked. It belongs before the report is kept:
/// then nobody can have seen how it went.
pub fn ask_a_peer(
    conn: &mut Conn<'_>,
    cohort: &Cohort,
    (experiment, leader): (&ExperimentId, &SeatId),
    there: &str,
    (lot, now): (Lots<'_>, Timestamp),
) -> Result<(), DbError> {
    let week = cohort.calendar.moment(now).week();
    let who = (experiment, leader);
    let ground = store::ground(conn, &cohort.id, who, (there, week), now)?;
    if ground.asked {
        return Ok(());
    }
    ask(
        conn,
        &cohort.id,
        experiment,
        (&ground.candidates, lot),
        (!ground.told, now),
    )
}

fn ask(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    (candidates, lot): (&[Candidate], Lots<'_>),
    (blind, now): (bool, Timestamp),
) -> Result<(), DbError> {
    match choose(experiment, candidates, lot) {
        Some(seat) => store::ask(conn, cohort, experiment, (&seat, blind), now),
        None => Ok(()),
    }
}

/// Questions whose peer takes part no longer go on to another, who may have seen how it went.
pub async fn hand_on(app: &App) -> Result<(), Problem> {
    let left = app.open_page(|scene| Ok(store::left_behind(scene.conn, scene.now)?));
    for (cohort, experiment, seat) in left.await? {
        app.open_act(move |scene| {
            let cohort = cohorts::get(scene.conn, &cohort)?.ok_or(Problem::NotFound)?;
            hand_on_one(scene, &cohort, &experiment, &seat)
        })
        .await?;
    }
    Ok(())
}

/// What a seat was asked goes on to others, since the seat is taken away.
pub fn hand_on_from(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    seat: &SeatId,
) -> Result<(), Problem> {
    let asked = store::of_seat(scene.conn, &cohort.id, seat)?;
    for one in asked.iter().filter(|one| one.verdict.is_none()) {
        hand_on_one(scene, cohort, &one.experiment, seat)?;
    }
    Ok(())
}

/// The question about one move goes on from a seat to another; where there is none, it is taken back.
fn hand_on_one(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    experiment: &ExperimentId,
    from: &SeatId,
) -> Result<(), Problem> {
    let Some(kept) = in_cohort(scene, cohort, experiment)? else {
        return Ok(());
    };
    let week = cohort.calendar.moment(scene.now).week();
    let who = (experiment, &kept.seat);
    let there = kept.experiment.plan.witness.clone().unwrap_or_default();
    let mut ground = store::ground(scene.conn, &cohort.id, who, (&there, week), scene.now)?;
    ground.candidates.retain(|one| one.seat != *from);
    store::withdraw(scene.conn, &cohort.id, experiment)?;
    let when = (!ground.told, scene.now);
    let app = scene.app;
    Ok(ask(
        scene.conn,
        &cohort.id,
        experiment,
        (&ground.candidates, &|ids| app.lot(ids)),
        when,
    )?)
}

/// A move that waits for the reader's verdict.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The move.
    pub id: String,
    /// Whose.
    pub who: Person,
    /// The week.
    pub week: u8,
    /// What was planned.
    pub action: String,
    /// The mark, as it was locked.
    pub criteria: String,
    /// What the leader says happened.
    pub line: String,
}

/// The moves that wait for this leader's verdict, the oldest first.
pub fn turns(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Vec<Turn>, Problem> {
    if !place.takes_part(scene.now) {
        return Ok(Vec::new());
    }
    let veil = Veil::of(scene.conn, &place.cohort, &place.me.seat, scene.now)?;
    let mut turns = Vec::new();
    for experiment in store::of_seat(scene.conn, &place.cohort.id, &place.me.seat)? {
        if !veil.covers(&experiment.experiment) {
            continue;
        }
        let kept = in_cohort(scene, &place.cohort, &experiment.experiment)?;
        turns.extend(
            kept.filter(|kept| veil.hides(kept))
                .map(|kept| turn(place, &kept)),
        );
    }
    Ok(turns)
}

/// One move as the peer who judges it reads it.
pub fn turn(place: &Place, kept: &Kept) -> Turn {
    let line = match kept.report.as_ref().map(|newest| &newest.check_in) {
        Some(CheckIn::Tried(tried)) => tried.line.clone(),
        _ => String::new(),
    };
    Turn {
        id: kept.experiment.id.to_string(),
        who: Person::new(place.name_of(&kept.seat)),
        week: kept.experiment.week.number(),
        action: first_line(&kept.experiment.plan.action).to_owned(),
        criteria: kept.experiment.plan.criteria.text.clone(),
        line,
    }
}

/// How one move stands before its reader.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// Whether they are still to judge it: what others said of it and what its leader said before stays hidden.
    pub covers: bool,
    /// Whether an outcome is hidden from them now.
    pub hides: bool,
    /// The question, if it is theirs to answer now.
    pub turn: Option<Turn>,
    /// What they answered.
    pub judged: Option<&'static str>,
}

/// How one move stands before who opens its page; `place` is none for a reader without a seat in its group.
pub fn before_the_verdict(
    scene: &mut Scene<'_, '_>,
    place: Option<&Place>,
    kept: &Kept,
) -> Result<Before, Problem> {
    let Some(place) = place else {
        return Ok(Before::default());
    };
    let (cohort, seat) = (&place.cohort, &place.me.seat);
    let veil = Veil::of(scene.conn, cohort, seat, scene.now)?;
    let asked = store::of_seat(scene.conn, &cohort.id, seat)?;
    let one = asked
        .iter()
        .find(|one| one.experiment == kept.experiment.id);
    let hides = veil.hides(kept);
    Ok(Before {
        covers: veil.covers(&kept.experiment.id),
        hides,
        turn: (hides && place.takes_part(scene.now)).then(|| turn(place, kept)),
        judged: one.and_then(|one| one.verdict).map(Verdict::label),
    })
}

/// What peers said about the moves of a cohort until the last of its weeks began or ended. Pages show sums of it and no
/// single one, so the sums do not change with each.
pub fn told(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Judged>, Problem> {
    let last = cohort.last_turn(scene.now);
    let mut judged = store::judged(scene.conn, &cohort.id)?;
    judged.retain(|one| last.is_some_and(|last| one.at < last));
    Ok(judged)
}

/// The peer who is asked says how a move went; for all others it is not there. The event names the move and not the
/// peer, and not what they said.
pub fn judge(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    kept: &Kept,
    verdict: Verdict,
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let experiment = kept.experiment.id;
    let asked = store::of_seat(scene.conn, &place.cohort.id, &place.me.seat)?;
    let one = asked.iter().find(|one| one.experiment == experiment);
    let given = one.ok_or(Problem::NotFound)?.verdict.is_some();
    let is_final = scene.now >= place.cohort.calendar.final_close();
    verdict::may_judge(given, outcome(kept), is_final)?;
    let said = (&place.me.seat, verdict);
    if store::give(scene.conn, &place.cohort.id, &experiment, said, scene.now)? {
        let checked = verdict.outcome().is_some();
        let event = Event::MoveJudged {
            experiment,
            checked,
        };
        happened(scene, None, Some(&place.cohort), event)?;
    }
    Ok(())
}
