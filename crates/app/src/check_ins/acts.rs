//! What can be done about a report: send it, change it, answer it.

use firstmove_domain::check_in::{self, CheckIn, NextStep};
use firstmove_domain::event::Event;
use firstmove_domain::experiment::{CriteriaChange, State};
use firstmove_domain::history::{AttemptHistory, CriteriaChanged, Said};
use firstmove_domain::id::{ExperimentId, ReportId};
use firstmove_domain::late::{self, Standing};
use jiff::Timestamp;

use crate::actor::Actor;
use crate::app::Scene;
use crate::check_ins::store::{self, NewReport};
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::experiments::acts as moves;
use crate::experiments::kept::Kept;
use crate::experiments::no_longer;
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
    let said = check_in.said(kept.experiment.week);
    theirs(scene.now, teller, kept, &said)?;
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
    let again = matches!(check_in, CheckIn::NotThisWeek(not) if not.next == Some(NextStep::Same))
        && teller.me.takes_part(scene.now);
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

/// Refuses a report of a week that is not the leader's here: who went on in another group, or stopped, tells of the
/// weeks that count for them here, and nothing is tried here after them.
fn theirs(now: Timestamp, teller: &Teller<'_>, kept: &Kept, said: &Said) -> Result<(), Problem> {
    let (me, calendar) = (teller.me, &teller.cohort.calendar);
    if me.takes_part(now) {
        return Ok(());
    }
    if !me.reports_of(calendar, kept.experiment.week, now) {
        return Err(no_longer());
    }
    let Said::Tried { performed_on, .. } = said else {
        return Ok(());
    };
    match calendar.moment_of_date(*performed_on).week() {
        Some(week) if !me.reports_of(calendar, week, now) => Err(Problem::Refused(format!(
            "You no longer took part in {} on that day. Choose a day of week {} or earlier.",
            teller.cohort.name, kept.experiment.week
        ))),
        _ => Ok(()),
    }
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
