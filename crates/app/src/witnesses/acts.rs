//! What can be done about a witness: name one, ask them once, answer, and forget who they were.

use firstmove_domain::check_in::CheckIn;
use firstmove_domain::event::Event;
use firstmove_domain::form::FieldProblem;
use firstmove_domain::id::{CohortId, ExperimentId};
use firstmove_domain::week::Week;
use firstmove_domain::witness::{self, Answer, KEPT_DAYS, Named, Refusal, may_answer};
use firstmove_kit::mail::Mailer;
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use crate::app::{App, Scene};
use crate::cohorts::store::Cohort;
use crate::experiments::kept::Kept;
use crate::link::{self, Purpose};
use crate::notices::Kind;
use crate::notices::acts::tell_outside;
use crate::notices::store::Notice;
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::witnesses::asking::Asking;
use crate::witnesses::store::{self, ToAsk, Witness};

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::Refused(refusal.to_string())
    }
}

/// How long a report and a name can be set right before the mail leaves.
const WAITS: SignedDuration = SignedDuration::from_mins(15);
/// How often one address is asked within a day; what is more waits for the next.
const A_DAY: i64 = 3;
/// How often an answer to one question is taken within an hour.
const ANSWERS_AN_HOUR: i64 = 20;

/// Who is named for a move.
pub fn of_move(
    scene: &mut Scene<'_, '_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<Option<Witness>, Problem> {
    Ok(store::of_move(scene.conn, cohort, experiment)?)
}

/// What stands in the two fields of a form, read for a move that may not be kept yet; none where no address is given.
/// `own` is the leader's address.
pub fn read(
    scene: &mut Scene<'_, '_>,
    about: (&CohortId, Option<&ExperimentId>),
    (name, mail): (&str, &str),
    own: &str,
) -> Result<Result<Option<Named>, Vec<FieldProblem>>, Problem> {
    let named = match witness::read(name, mail, own) {
        Ok(Some(named)) => named,
        other => return Ok(other),
    };
    let kept = match about {
        (cohort, Some(experiment)) => store::of_move(scene.conn, cohort, experiment)?,
        _ => None,
    };
    Ok(match kept.filter(Witness::is_asked) {
        None => Ok(Some(named)),
        Some(kept) if kept.mail == named.mail.as_str() => Ok(None),
        Some(_) => Err(vec![FieldProblem {
            field: "witness_mail",
            sentence: Refusal::Asked.to_string(),
        }]),
    })
}

/// Both readings of one form, or all its sentences.
pub fn both<T>(
    form: Result<T, Vec<FieldProblem>>,
    named: Result<Option<Named>, Vec<FieldProblem>>,
) -> Result<(T, Option<Named>), Vec<FieldProblem>> {
    match (form, named) {
        (Ok(form), Ok(named)) => Ok((form, named)),
        (form, named) => Err([form.err(), named.err()]
            .into_iter()
            .flatten()
            .flatten()
            .collect()),
    }
}

/// Keeps who is named for a move, if somebody is. It leaves no event: the name belongs to plan and report.
pub fn name(
    scene: &mut Scene<'_, '_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    named: Option<&Named>,
) -> Result<(), Problem> {
    let Some(named) = named else { return Ok(()) };
    let before = store::of_move(scene.conn, cohort, experiment)?;
    let is_same = |kept: &Witness| kept.name == named.name && kept.mail == named.mail.as_str();
    if before.as_ref().is_some_and(is_same) {
        return Ok(());
    }
    let now = scene.now;
    Ok(store::name(scene.conn, cohort, experiment, named, now)?)
}

/// Forgets who was named and not asked.
pub fn unname(
    scene: &mut Scene<'_, '_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<(), Problem> {
    Ok(store::unname(scene.conn, cohort, experiment)?)
}

/// Whether mails leave here, or are kept where the example lists them. Elsewhere the leader hands the question on.
pub fn mails_leave(app: &App) -> bool {
    app.demo.is_some() || !matches!(app.mailer, Mailer::Kept)
}

/// Asks everybody who was there and has not been asked: one mail for each move, a while after its report.
pub fn ask_who_was_there(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    local: DateTime,
) -> Result<(), Problem> {
    if !mails_leave(scene.app) || scene.now >= cohort.calendar.final_close() {
        return Ok(());
    }
    let day_ago = scene.now - SignedDuration::from_hours(24);
    for one in store::to_ask(scene.conn, &cohort.id, scene.now - WAITS)? {
        if store::asked_since(scene.conn, &one.mail, day_ago)? >= A_DAY {
            continue;
        }
        let (experiment, now) = (one.experiment, scene.now);
        if store::asked(scene.conn, &cohort.id, &experiment, now)? {
            ask(scene, cohort, &one, local)?;
        }
    }
    Ok(())
}

fn ask(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    one: &ToAsk,
    local: DateTime,
) -> Result<(), Problem> {
    let (url, link) = (
        scene.app.url.clone(),
        link(scene, cohort, &one.experiment, one.week),
    );
    let names = (one.leader_name.as_str(), one.name.as_str());
    let about = (one.action.as_str(), one.performed_on);
    let mut written = Asking::about(names, about, format!("{url}{link}")).write(&url, "")?;
    written.envelope.reply_to.clone_from(&one.leader_mail);
    let notice = Notice {
        kind: Kind::Witness,
        about: one.experiment.to_string(),
        person: one.leader,
        day: local.date(),
        written,
        link,
        due_at: scene.now,
    };
    tell_outside(scene, &notice, (&one.name, &one.mail))
}

/// The path of the signed link with which somebody answers about one move and does nothing else.
pub fn link(
    scene: &Scene<'_, '_>,
    cohort: &Cohort,
    experiment: &ExperimentId,
    week: Week,
) -> String {
    let token = link::about_move(scene, Purpose::Witness, (cohort, experiment), week);
    format!("/w/{token}")
}

/// The day on which a move was done that stands as tried.
pub fn performed_on(kept: &Kept) -> Option<Date> {
    match &kept.report.as_ref()?.check_in {
        CheckIn::Tried(tried) => Some(tried.performed_on),
        CheckIn::NotThisWeek(_) => None,
    }
}

/// Until when an answer about a move of that day can be changed.
pub fn closes(cohort: &Cohort, kept: &Kept, day: Date) -> Timestamp {
    let calendar = &cohort.calendar;
    let settles = calendar.settles(day);
    settles.unwrap_or_else(|| calendar.close(kept.experiment.week))
}

/// Whoever was there answers. An event is written only where what is counted changes, so that no trail tells of an
/// answer that supports nothing.
pub fn answer(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    (kept, day): (&Kept, Date),
    witness: &Witness,
    answer: Answer,
) -> Result<(), Problem> {
    let (experiment, now) = (kept.experiment.id, scene.now);
    let is_final = now >= cohort.calendar.final_close();
    let until = (closes(cohort, kept, day), is_final);
    if !may_answer((witness.answer, answer), until, now)? {
        return Ok(());
    }
    count(scene, &experiment)?;
    store::answer(scene.conn, &cohort.id, &experiment, answer, now)?;
    let saw = answer == Answer::Yes;
    if saw == (witness.answer == Some(Answer::Yes)) {
        return Ok(());
    }
    let event = Event::MoveWitnessed { experiment, saw };
    happened(scene, None, Some(cohort), event)
}

fn count(scene: &mut Scene<'_, '_>, experiment: &ExperimentId) -> Result<(), Problem> {
    const HOUR: i64 = 3_600_000;
    let start = scene.now.as_millisecond().div_euclid(HOUR) * HOUR;
    let window = Timestamp::from_millisecond(start).unwrap_or(scene.now);
    let key = format!("witness of {experiment}");
    match people::acts::count_try(scene, &key, window)? > ANSWERS_AN_HOUR {
        true => Err(Problem::TooOften),
        false => Ok(()),
    }
}

/// Empties the names and addresses that have been kept long enough.
pub fn forget(scene: &mut Scene<'_, '_>) -> Result<(), Problem> {
    let until = scene.now - SignedDuration::from_hours(24 * KEPT_DAYS);
    Ok(store::forget_before(scene.conn, until)?)
}
