//! What can be done about a report: send it, change it, confirm and accept it when it came late, answer it.

use firstmove_domain::check_in::{self, CheckIn, NextStep};
use firstmove_domain::event::Event;
use firstmove_domain::experiment::{CriteriaChange, State};
use firstmove_domain::history::{AttemptHistory, CriteriaChanged, Said, SeatHistory};
use firstmove_domain::id::{ExperimentId, ReportId};
use firstmove_domain::late::{self, Standing};
use firstmove_domain::rights::Role;
use jiff::Timestamp;

use crate::actor::Actor;
use crate::app::Scene;
use crate::check_ins::store::{self, NewReport};
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::experiments::acts as moves;
use crate::experiments::kept::Kept;
use crate::experiments::{Place, no_longer};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::verdicts;

impl From<late::Refusal> for Problem {
    fn from(refusal: late::Refusal) -> Self {
        Problem::Refused(refusal.to_string())
    }
}

/// New links that can be asked for in an hour, for one move.
const NEW_LINKS: i64 = 3;

/// Who reports: the leader who is signed in, or the one whose signed link was opened.
pub struct Teller<'a> {
    /// The one who is signed in; none for a signed link.
    pub actor: Option<&'a Actor>,
    /// The cohort.
    pub cohort: &'a Cohort,
    /// The leader's seat.
    pub me: &'a Seated,
}

/// What a report of the leader's own move is about; somebody else's is not found. It is sent by many on the same
/// evening, so nothing is read that it does not need: no peers, no other moves.
pub fn own(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
) -> Result<(Cohort, Seated, Kept), Problem> {
    let (cohort, kept) = moves::own(scene, actor, id)?;
    let me = cohorts::seat_of(scene.conn, &cohort, &actor.person)?.ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &cohort)?.ok_or(Problem::NotFound)?;
    Ok((cohort, me, kept))
}

/// What a form is read against.
pub fn frame(cohort: &Cohort, kept: &Kept, now: Timestamp) -> check_in::Frame {
    check_in::Frame {
        sprint_start: cohort.calendar.start(),
        today: cohort.calendar.local_date(now),
        planned_for: Some(kept.experiment.plan.when.day),
        due: kept.experiment.plan.criteria.due,
    }
}

/// Sends a report or a change of one. The same form sent twice (`sent_key`) is one report.
pub fn report(
    scene: &mut Scene<'_, '_>,
    teller: &Teller<'_>,
    kept: &Kept,
    check_in: &CheckIn,
    sent_key: Option<&str>,
) -> Result<Standing, Problem> {
    let cohort = teller.cohort;
    let mut sent_key = key_of(kept, sent_key);
    // a key is good for one move: where nothing was said of it, no form with this key was taken
    if let Some(key) = sent_key.as_ref().filter(|_| kept.report.is_some())
        && let Some(before) = store::sent_before(scene.conn, &cohort.id, key)?
    {
        let is_newest = kept.report.as_ref().map(|one| &one.check_in) == Some(check_in);
        if before == *check_in || is_newest {
            return Ok(Standing::InTime);
        }
        // somebody went back to the form and changed it: a report of its own
        sent_key = None;
    }
    if !teller.me.takes_part(scene.now) {
        return Err(no_longer());
    }
    let said = check_in.said(kept.experiment.week);
    let attempt = attempt(scene, cohort, kept)?;
    let standing = late::standing(&cohort.calendar, &attempt, &said, scene.now)?;
    let performed_in = match &said {
        Said::Tried { performed_on, .. } => cohort.calendar.moment_of_date(*performed_on).week(),
        Said::NotThisWeek { .. } => None,
    };
    let week = kept.experiment.week;
    let id = ReportId::new(scene.app.secrets.uuid7(scene.now));
    let (experiment, event) = kept
        .experiment
        .clone()
        .check_in((id, check_in.clone()), performed_in)?;
    let again = matches!(check_in, CheckIn::NotThisWeek(not) if not.next == Some(NextStep::Same));
    let (experiment, carried) = match again {
        true => moves::again_next_week(scene, cohort, kept, experiment)?,
        false => (experiment, None),
    };
    let revision = kept.report.as_ref().map_or(1, |newest| newest.revision + 1);
    ask_a_peer(scene, teller, kept, check_in)?;
    let (experiment_id, by) = (experiment.id, teller.me.person);
    let at = scene.now;
    let new = NewReport {
        id,
        experiment: experiment_id,
        revision,
        week,
        at,
        by,
        check_in,
        reason: "",
        sent_key,
    };
    store::insert(scene.conn, &cohort.id, &new)?;
    moves::keep_step(scene, cohort, &kept.experiment, &experiment)?;
    happened(scene, teller.actor, Some(cohort), event)?;
    if let Some(carried) = carried {
        happened(scene, teller.actor, Some(cohort), carried)?;
    }
    if standing.needs_confirmation() {
        let asked = Event::ConfirmationAsked {
            report: id,
            experiment: experiment_id,
            standing,
        };
        happened(scene, teller.actor, Some(cohort), asked)?;
    }
    Ok(standing)
}

/// A peer is asked to judge a move when it is first reported as tried, before anybody can see how it went.
fn ask_a_peer(
    scene: &mut Scene<'_, '_>,
    teller: &Teller<'_>,
    kept: &Kept,
    check_in: &CheckIn,
) -> Result<(), Problem> {
    let CheckIn::Tried(tried) = check_in else {
        return Ok(());
    };
    if matches!(kept.experiment.state, State::Reported(_)) {
        return Ok(());
    }
    let plan = &kept.experiment.plan;
    let there = [&tried.witness, &plan.witness].into_iter().flatten();
    let there = there.map(String::as_str).collect::<Vec<_>>().join(" ");
    let about = (&kept.experiment.id, &teller.me.seat);
    let (app, now) = (scene.app, scene.now);
    Ok(verdicts::acts::ask_a_peer(
        scene.conn,
        teller.cohort,
        about,
        &there,
        (&|ids| app.lot(ids), now),
    )?)
}

/// A form's key as it is kept. It is good for one move: nobody's key can hide somebody else's report.
fn key_of(kept: &Kept, sent_key: Option<&str>) -> Option<String> {
    sent_key
        .filter(|key| {
            !key.is_empty() && key.len() <= 64 && key.bytes().all(|byte| byte.is_ascii_graphic())
        })
        .map(|key| format!("{} {key}", kept.experiment.id))
}

/// What is known of a move, reported or not, in the form that the rules about late reports read.
pub fn attempt(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    kept: &Kept,
) -> Result<AttemptHistory, Problem> {
    let experiment = &kept.experiment;
    let (reports, evidence) = match kept.report {
        Some(_) => histories::said_of_move(scene.conn, &cohort.id, &experiment.id)?,
        None => Default::default(),
    };
    let first = experiment.changes.first();
    let first = first.map_or(&experiment.plan.criteria, |change| &change.old);
    let changed = |change: &CriteriaChange| CriteriaChanged {
        at: change.at,
        due: change.new.due,
    };
    Ok(AttemptHistory {
        experiment: experiment.id,
        repeat_of: experiment.repeat_of,
        skill: experiment.plan.skill.clone(),
        due: first.due,
        criteria_locked_at: Some(experiment.locked_at),
        criteria_changed: experiment.changes.iter().map(changed).collect(),
        stretch: experiment.plan.stretch,
        evidence,
        reports,
    })
}

/// How the newest report of a move stands: whether it waits for a peer and the coordinator.
pub fn standing_of_newest(cohort: &Cohort, attempt: &AttemptHistory) -> Option<Standing> {
    let mut before = attempt.clone();
    let newest = before.reports.pop()?;
    if newest.accepted_at.is_some() {
        return None;
    }
    late::standing(&cohort.calendar, &before, &newest.said, newest.at).ok()
}

/// What there is to add about the newest report of a move: how one that came after the close goes on.
pub fn note(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    kept: &Kept,
) -> Result<Option<&'static str>, Problem> {
    if kept.report.is_none() {
        return Ok(None);
    }
    let attempt = attempt(scene, cohort, kept)?;
    Ok(standing_of_newest(cohort, &attempt).and_then(Standing::sentence))
}

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
    /// Late or raised.
    pub standing: Standing,
    /// When it was said.
    pub at: Timestamp,
    /// Who confirmed it, if somebody did: then it waits for the coordinator.
    pub confirmed: bool,
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

/// The leader whose move it is, and how many peers take part now: for those who come by a link.
pub fn seated(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    kept: &Kept,
) -> Result<(Seated, usize), Problem> {
    let now = scene.now;
    let (mine, peers): (Vec<Seated>, Vec<Seated>) = cohorts::roster(scene.conn, &cohort.id)?
        .into_iter()
        .partition(|one| one.seat == kept.seat);
    let me = mine.into_iter().next().ok_or(Problem::NotFound)?;
    Ok((me, peers.iter().filter(|peer| peer.takes_part(now)).count()))
}

/// Counts a wish for a new link; true while there are few within an hour, so that nobody's mail is flooded.
pub fn count_new_link(
    scene: &mut Scene<'_, '_>,
    about: &impl std::fmt::Display,
) -> Result<bool, Problem> {
    const HOUR: i64 = 3_600_000;
    let start = scene.now.as_millisecond().div_euclid(HOUR) * HOUR;
    let window = Timestamp::from_millisecond(start).unwrap_or(scene.now);
    let key = format!("new link {about}");
    Ok(crate::people::acts::count_try(scene, &key, window)? <= NEW_LINKS)
}
