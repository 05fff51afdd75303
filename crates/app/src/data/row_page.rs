//! One person's row under a pseudonym, for the data owner: both readings side by side, and the form that sets a
//! fact right.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::correction::CorrectionInput;
use firstmove_domain::history::{ExitKind, Outcome, SeatHistory};
use firstmove_domain::id::ExperimentId;
use firstmove_domain::rights::Role;
use firstmove_domain::standing;
use firstmove_domain::status::{Status, View, statuses};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::form::errors as beside;
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort, Seated, cohort_of};
use crate::data::pages::frame;
use crate::data::{acts, store};
use crate::frame::{Choice, Errors, Frame};
use crate::problem::Problem;

/// What can be wrong with a row, and what is asked about it.
const WRONG: [(&str, &str); 7] = [
    ("tried", "A move was tried"),
    ("not_tried", "A move was not tried"),
    ("excused", "A week should be excused"),
    ("not_excused", "A week should not be excused"),
    ("joined", "They joined on another day"),
    ("left", "They left the company"),
    ("stayed", "They did not leave"),
];

/// One week in both readings.
pub struct WeekRow {
    week: u8,
    closed: &'static str,
    last: &'static str,
    differs: bool,
}

/// The form for what was chosen.
pub struct Wrong {
    what: &'static str,
    title: &'static str,
    weeks: Vec<Choice>,
    moves: Vec<Choice>,
    outcomes: Vec<Choice>,
    kinds: Vec<Choice>,
    asks_day: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "data/row.html")]
pub struct RowPage {
    frame: Frame,
    cohort: String,
    seat: String,
    who: String,
    weeks: Vec<WeekRow>,
    corrections: Vec<(String, String)>,
    /// Whether the numbers can still change.
    open: bool,
    wrong: Option<Wrong>,
    choices: Vec<(&'static str, &'static str)>,
    input: CorrectionInput,
    errors: Errors,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    what: String,
    done: String,
}

struct Found {
    cohort: Cohort,
    seen: Vec<Cohort>,
    seat: Seated,
    history: SeatHistory,
}

/// A row of a group that the actor guards. Who sits in a group finds no row of it.
fn found(scene: &mut Scene<'_, '_>, actor: &Actor, seat: &str) -> Result<Found, Problem> {
    let cohort = cohort_of(scene.conn, seat)?.ok_or(Problem::NotFound)?;
    let (cohort, seen) = cohorts::chosen(scene.conn, actor, Role::DataOwner, Some(&cohort))?;
    let mut roster = cohorts::roster(scene.conn, &cohort.id)?.into_iter();
    let seated = roster.find(|one| one.seat.to_string() == seat);
    let seat = seated.ok_or(Problem::NotFound)?;
    let mut all = histories::load(scene.conn, &cohort.id)?.into_iter();
    let history = all.find(|one| one.seat == seat.seat);
    Ok(Found {
        history: history.ok_or(Problem::NotFound)?,
        cohort,
        seen,
        seat,
    })
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Found,
    typed: (CorrectionInput, &str, Errors),
) -> Result<RowPage, Problem> {
    let (input, week, errors) = typed;
    let (cohort, now) = (&found.cohort, scene.now);
    let calendar = &cohort.calendar;
    let read = |view| statuses(calendar, &found.history, view, now);
    let (closed, last) = (read(View::Closed), read(View::Final));
    let practice = Week::practice().map(Week::number);
    let weeks = practice.filter_map(|week| {
        let (one, other) = (closed.week(week), last.week(week));
        one.or(other)?;
        Some(WeekRow {
            week,
            closed: one.map_or("not closed yet", words),
            last: other.map_or("not closed yet", words),
            differs: one != other,
        })
    });
    let wrong = WRONG.iter().find(|(what, _)| *what == input.what);
    let wrong = wrong.map(|wrong| form(scene, found, *wrong, (&input, week)));
    Ok(RowPage {
        frame: frame(actor, (cohort, &found.seen), scene.now),
        cohort: cohort.id.to_string(),
        seat: found.seat.seat.to_string(),
        who: found.seat.pseudonym.clone(),
        weeks: weeks.collect(),
        corrections: acts::corrections(scene, cohort, &found.seat)?,
        open: now < calendar.final_close(),
        wrong: wrong.transpose()?,
        choices: WRONG.to_vec(),
        input,
        errors,
    })
}

fn words(status: Status) -> &'static str {
    match status {
        Status::Attempted => "tried",
        Status::Late => "tried, told late",
        Status::Skipped => "not tried",
        Status::Withdrawn => "left the sprint, counts as not tried",
        Status::Excused => "excused",
        Status::NotEnrolled => "not in the group",
    }
}

fn form(
    scene: &mut Scene<'_, '_>,
    found: &Found,
    (what, title): (&'static str, &'static str),
    (input, week): (&CorrectionInput, &str),
) -> Result<Wrong, Problem> {
    let calendar = &found.cohort.calendar;
    let none = |label: &str| std::iter::once(Choice::new("", label, ""));
    let closed = Week::practice().filter(|week| calendar.close(*week) <= scene.now);
    let closed = closed.map(|one| Choice::new(one.to_string(), format!("Week {one}"), week));
    let (about_week, about_move) = (what.ends_with("excused"), what.ends_with("tried"));
    let moves = match about_move {
        true => store::moves(scene.conn, &found.cohort.id, &found.seat.seat)?,
        false => Vec::new(),
    };
    let moves = moves.into_iter().map(|(id, week)| {
        let stands = stands(scene, found, id);
        Choice::new(
            id.to_string(),
            format!("For week {week}: {stands}"),
            &input.experiment,
        )
    });
    let moves: Vec<Choice> = none("Choose the move").chain(moves).collect();
    let outcome = |one: Outcome| Choice::new(one.key(), one.label(), &input.outcome);
    let kind = |one: ExitKind| Choice::new(one.key(), one.label(), &input.kind);
    Ok(Wrong {
        what,
        title,
        weeks: match about_week {
            true => none("Choose a week").chain(closed).collect(),
            false => Vec::new(),
        },
        moves: if about_move { moves } else { Vec::new() },
        outcomes: match what {
            "tried" => Outcome::ALL.map(outcome).into(),
            _ => Vec::new(),
        },
        kinds: match what {
            "left" => ExitKind::ALL.map(kind).into(),
            _ => Vec::new(),
        },
        asks_day: ["tried", "joined", "left"].contains(&what),
    })
}

/// How a move stands, in a word.
fn stands(scene: &Scene<'_, '_>, found: &Found, id: ExperimentId) -> String {
    let mut attempts = found.history.attempts.iter();
    let attempt = attempts.find(|one| one.experiment == id);
    let credit =
        attempt.and_then(|attempt| standing::last(&found.cohort.calendar, attempt, scene.now));
    match (attempt, credit) {
        (_, Some(credit)) => format!(
            "tried on {}, {}",
            credit.performed_on.strftime("%-d %B"),
            credit.outcome.told()
        ),
        (Some(_), None) => "not tried".into(),
        (None, None) => "no report".into(),
    }
}

/// `GET /data/rows/{seat}`
pub async fn row(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let found = found(scene, &actor, &seat)?;
        let input = CorrectionInput {
            what: asked.what,
            ..CorrectionInput::default()
        };
        let mut page = page(scene, &actor, &found, (input, "", Errors::none()))?;
        page.frame.notice = (asked.done == "corrected")
            .then(|| "Set right. The final reading has it; what was closed stays.".to_owned());
        show(&page)
    })
    .await
}

/// A correction as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    #[serde(flatten)]
    input: CorrectionInput,
    week: String,
}

/// `POST /data/rows/{seat}`
pub async fn correct(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    let place = format!("/data/rows/{seat}?done=corrected");
    app.act(visitor, move |scene, actor| {
        let found = found(scene, actor, &seat)?;
        let errors = match take(scene, actor, &found, &sent)? {
            Ok(()) => return Ok(()),
            Err(errors) => errors,
        };
        let typed = (sent.input.clone(), sent.week.as_str(), errors);
        Err(ask_again(&page(scene, actor, &found, typed)?))
    })
    .await?;
    Ok(see_other(&place))
}

fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Found,
    sent: &Sent,
) -> Result<Result<(), Errors>, Problem> {
    let week = sent.week.trim().parse().ok().and_then(Week::new);
    if sent.input.what.ends_with("excused") && !week.is_some_and(Week::is_practice) {
        return Ok(Err(Errors::one("week", "Choose the week.")));
    }
    let moves = store::moves(scene.conn, &found.cohort.id, &found.seat.seat)?;
    let planned = |id: ExperimentId| {
        let mut moves = moves.iter();
        moves.find(|(one, _)| *one == id).map(|(_, week)| *week)
    };
    let row = week.unwrap_or(Week::FIRST);
    let read = sent.input.read(&found.cohort.calendar, row, planned);
    let (change, reason) = match read {
        Ok(read) => read,
        Err(problems) => return Ok(Err(beside(problems))),
    };
    let row = change.experiment().and_then(planned).unwrap_or(row);
    let place = (&found.cohort, &found.seat);
    let done = acts::correct(scene, actor, place, (row, change, &reason))?;
    Ok(done.map_err(|refusal| Errors::one("what", refusal.to_string())))
}
