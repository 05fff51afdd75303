//! Reports that came late, and outcomes that were raised after their week had closed: a peer confirms them, the coordinator
//! accepts them. MEASUREMENT.md 0.4.

use firstmove_domain::event::Event;
use firstmove_domain::experiment::State;
use firstmove_domain::history::{Outcome, SeatHistory};
use firstmove_domain::id::{ExperimentId, ReportId};
use firstmove_domain::late::{self, Standing};
use firstmove_domain::rights::Role;
use jiff::Timestamp;

use crate::actor::Actor;
use crate::app::Scene;
use crate::check_ins::acts::standing_of_newest;
use crate::check_ins::form::first_line;
use crate::check_ins::peers::outcome_words;
use crate::check_ins::store;
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::experiments::Place;
use crate::frame::Person;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::verdicts::acts::Veil;

/// A late or raised report that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The revision that waits.
    pub report: ReportId,
    /// The move.
    pub experiment: ExperimentId,
    /// Whose.
    pub leader: Seated,
    /// What was planned.
    pub action: String,
    /// What was said about it.
    pub line: String,
    /// The week it was planned for or done in.
    pub week: u8,
    /// How it went, as its leader says now.
    pub outcome: Outcome,
    /// Late or raised.
    pub standing: Standing,
    /// When it was said.
    pub at: Timestamp,
    /// Who confirmed it, if somebody did: then it waits for the coordinator.
    pub confirmed: bool,
}

impl Waiting {
    /// "reported week 3 late"; of one that was told in time and raised since, what it says now.
    pub fn what(&self) -> String {
        match self.standing {
            Standing::Raised => format!(
                "changed week {} after it had closed. It says now \u{201c}{}\u{201d}",
                self.week,
                outcome_words(self.outcome)
            ),
            _ => format!("reported week {} late", self.week),
        }
    }

    /// Whether it is about how the move went, and not about whether it happened.
    fn is_raised(&self) -> bool {
        self.standing == Standing::Raised
    }

    /// Whoever is still to judge a move learns nothing of how it went, nor that it goes better now.
    fn is_hidden(&self, veil: &Veil) -> bool {
        self.is_raised() && veil.covers(&self.experiment)
    }
}

/// The reports of a cohort that wait, the oldest first: without a confirmation for a peer, with one for the
/// coordinator. None once the numbers are final.
pub fn waiting(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Waiting>, Problem> {
    if scene.now >= cohort.calendar.final_close() {
        return Ok(Vec::new());
    }
    let histories = histories::load(scene.conn, &cohort.id)?;
    waiting_among(scene, cohort, &histories)
}

/// The same where the histories were read already.
pub fn waiting_among(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    histories: &[SeatHistory],
) -> Result<Vec<Waiting>, Problem> {
    if scene.now >= cohort.calendar.final_close() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for attempt in histories.iter().flat_map(|history| &history.attempts) {
        let Some(standing) = standing_of_newest(cohort, attempt) else {
            continue;
        };
        let Some(newest) = attempt.reports.last() else {
            continue;
        };
        if standing.needs_confirmation() {
            found.push((standing, newest.clone(), attempt.experiment));
        }
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let kept = crate::experiments::acts::of_cohort(scene, cohort)?;
    let mut waiting: Vec<Waiting> = found
        .into_iter()
        .filter_map(|(standing, newest, experiment)| {
            let kept = kept.iter().find(|kept| kept.experiment.id == experiment)?;
            let leader = roster.iter().find(|one| one.seat == kept.seat)?.clone();
            let State::Reported(tried) = &kept.experiment.state else {
                return None;
            };
            Some(Waiting {
                report: newest.id,
                experiment,
                leader,
                action: kept.experiment.plan.action.clone(),
                line: tried.line.clone(),
                week: kept.experiment.week.number(),
                outcome: tried.outcome,
                standing,
                at: newest.at,
                confirmed: newest.confirmed_at.is_some(),
            })
        })
        .collect();
    waiting.sort_by_key(|one| (one.at, one.report));
    Ok(waiting)
}

/// One report that waits.
fn waits(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    report: &ReportId,
) -> Result<Option<Waiting>, Problem> {
    Ok(waiting(scene, cohort)?
        .into_iter()
        .find(|one| &one.report == report))
}

/// A peer confirms a late or raised report with one tap.
pub fn confirm(scene: &mut Scene<'_, '_>, actor: &Actor, report: &ReportId) -> Result<(), Problem> {
    let (cohort, experiment, seat) =
        store::place_of(scene.conn, report)?.ok_or(Problem::NotFound)?;
    let place = Place::within(scene, actor, &cohort)?;
    place.must_take_part(scene.now)?;
    let waiting = waits(scene, &place.cohort, report)?.filter(|one| !one.confirmed);
    let veil = Veil::of(scene.conn, &place.cohort, &place.me.seat, scene.now)?;
    if waiting.as_ref().is_some_and(|one| one.is_hidden(&veil)) {
        return Err(Problem::Refused(
            "You judge this move yourself. Say first how it went as you saw it.".into(),
        ));
    }
    let own = seat == place.me.seat;
    late::may_confirm(own, waiting.is_some(), &place.cohort.calendar, scene.now)?;
    if store::confirm(scene.conn, &cohort, report, &actor.person, scene.now)? {
        let event = Event::ReportConfirmed {
            report: *report,
            experiment,
        };
        happened(scene, Some(actor), Some(&place.cohort), event)?;
    }
    Ok(())
}

/// The coordinator accepts a report that a peer has confirmed; from now on the final numbers hold it. Who sits
/// in the cohort sees it as a leader and cannot.
pub fn accept(scene: &mut Scene<'_, '_>, actor: &Actor, report: &ReportId) -> Result<(), Problem> {
    let (cohort, experiment, _) = store::place_of(scene.conn, report)?.ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &cohort)?.ok_or(Problem::NotFound)?;
    if !actor.holds(Role::Coordinator, &cohort.sprint) || actor.seat_in(&cohort.id).is_some() {
        return Err(Problem::NotFound);
    }
    let waiting = waits(scene, &cohort, report)?;
    let confirmed = waiting.as_ref().is_some_and(|one| one.confirmed);
    late::may_accept(
        false,
        waiting.is_some(),
        confirmed,
        &cohort.calendar,
        scene.now,
    )?;
    if store::accept(scene.conn, &cohort.id, report, &actor.person, scene.now)? {
        let event = Event::ReportAccepted {
            report: *report,
            experiment,
        };
        happened(scene, Some(actor), Some(&cohort), event)?;
    }
    Ok(())
}

/// A peer's late report that one tap confirms.
pub struct Confirm {
    /// The revision.
    pub report: String,
    /// Whose.
    pub who: Person,
    /// What they did: reported a week late, or raised one.
    pub what: String,
    /// Whether it is about how the move went, and not about whether it happened.
    pub raised: bool,
    /// Of which week.
    pub week: u8,
    /// The move.
    pub action: String,
    /// What was said.
    pub line: String,
    /// What a tap says, and on what condition.
    pub yes: (&'static str, &'static str),
}

/// The late reports of peers that wait for somebody's confirmation.
pub fn asked(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Vec<Confirm>, Problem> {
    if !place.takes_part(scene.now) {
        return Ok(Vec::new());
    }
    let waiting = waiting(scene, &place.cohort)?;
    let veil = Veil::of(scene.conn, &place.cohort, &place.me.seat, scene.now)?;
    Ok(waiting
        .into_iter()
        .filter(|one| !one.confirmed && one.leader.seat != place.me.seat)
        .filter(|one| !one.is_hidden(&veil))
        .map(|one| Confirm {
            report: one.report.to_string(),
            what: one.what(),
            raised: one.is_raised(),
            yes: match one.is_raised() {
                true => ("Yes, that is so", "If you know that it is so"),
                false => ("Yes, this happened", "If you know that it happened"),
            },
            who: Person::new(one.leader.name),
            week: one.week,
            action: first_line(&one.action).to_owned(),
            line: one.line,
        })
        .collect())
}
