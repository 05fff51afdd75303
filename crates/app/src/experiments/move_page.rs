//! The page of one move, which its leader, the group and the coordinator can open, and nobody else.

use askama::Template;
use axum::extract::{Path, Query, State};
use firstmove_domain::check_in::CheckInInput;
use firstmove_domain::experiment::State as Stands;
use firstmove_domain::form::{FieldProblem, long_day};
use firstmove_domain::id::ExperimentId;
use firstmove_domain::plan::WarningKind;
use firstmove_domain::week::Moment;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, show};
use crate::check_ins::acts::note;
use crate::check_ins::form::{Card, ReportForm, Said};
use crate::check_ins::pages::QUESTION;
use crate::check_ins::peers::answers;
use crate::check_ins::store::{reactions, revisions};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::experiments::Place;
use crate::experiments::cards::can_take_up;
use crate::experiments::kept::Kept;
use crate::experiments::pages::{frame, leader_frame, skill_name};
use crate::experiments::store;
use crate::experiments::trail::{Change, Earlier, changes, earlier_revisions};
use crate::frame::{Errors, Frame, Kind, Person, Place as Nav};
use crate::problem::Problem;
use crate::verdicts::acts::{Turn, before_the_verdict};
use crate::witnesses;
use crate::witnesses::own::{Own, Typed, own};

/// One move that the actor may read: of a cohort they sit in, or whose sprint they coordinate.
pub fn open_move(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
) -> Result<(Cohort, Kept), Problem> {
    let cohort = store::cohort_seen_by(scene.conn, id, &actor.person, scene.now)?
        .ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &cohort)?.ok_or(Problem::NotFound)?;
    let kept = store::get(scene.conn, &cohort.id, id)?.ok_or(Problem::NotFound)?;
    Ok((cohort, kept))
}

/// What the address of a move's page asks for, and what came back from a form on it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MoveAsked {
    /// Anything: the report is to be changed.
    pub change: String,
    /// What was just done: a word that is looked up, never shown.
    pub done: String,
    /// A report that was not right.
    #[serde(skip)]
    report: Option<(CheckInInput, Vec<FieldProblem>)>,
    /// A question that was not right.
    #[serde(skip)]
    question: Option<(String, Errors)>,
    /// A verdict that was none.
    #[serde(skip)]
    verdict: Option<Errors>,
    /// A witness that was not right: what was typed, and the sentences.
    #[serde(skip)]
    witness: Option<(Typed, Errors)>,
}

impl MoveAsked {
    /// The page once more, with a report that was not right.
    pub fn report(input: CheckInInput, problems: Vec<FieldProblem>) -> Self {
        MoveAsked {
            report: Some((input, problems)),
            ..MoveAsked::default()
        }
    }

    /// The page once more, with a question that was not right.
    pub fn question(text: String, errors: Errors) -> Self {
        MoveAsked {
            question: Some((text, errors)),
            ..MoveAsked::default()
        }
    }

    /// The page once more, with a witness that was not right.
    pub fn witness(typed: Typed, errors: Errors) -> Self {
        MoveAsked {
            witness: Some((typed, errors)),
            ..MoveAsked::default()
        }
    }

    /// The page once more, with a verdict that was none.
    pub fn verdict(errors: Errors) -> Self {
        MoveAsked {
            verdict: Some(errors),
            ..MoveAsked::default()
        }
    }
}

/// The page of one move.
#[derive(Template)]
#[template(path = "experiments/move.html")]
pub struct MovePage {
    frame: Frame,
    id: String,
    heading: String,
    who: Person,
    mine: bool,
    may_react: bool,
    card: Card,
    facts: Vec<(&'static str, String)>,
    if_then: Option<String>,
    changes: Vec<Change>,
    form: Option<ReportForm>,
    said: Option<Said>,
    turn: Option<Turn>,
    judged: Option<&'static str>,
    note: Option<&'static str>,
    there: Option<Own>,
    revisions: Vec<Earlier>,
    checks: Option<Checks>,
    can_edit: bool,
    can_drop: bool,
    can_take_up: bool,
    can_repeat: bool,
    useful: bool,
    useful_to: Vec<String>,
    question: String,
    questions: Vec<(String, String)>,
    errors: Errors,
    question_max: usize,
}

/// The four checks and the warnings, for the author only.
struct Checks {
    met: usize,
    all: [firstmove_domain::plan::Check; 4],
    warnings: Vec<firstmove_domain::plan::Warning>,
}

/// The checks of a move whose week has not closed. That its day has passed is worth a word only where the
/// measure came after it.
fn checks(cohort: &Cohort, kept: &Kept, now: jiff::Timestamp) -> Option<Checks> {
    let (calendar, experiment) = (&cohort.calendar, &kept.experiment);
    let waits = matches!(experiment.state, Stands::Planned | Stands::Queued);
    let plan = &experiment.plan;
    let in_time = calendar.local_date(experiment.locked_at) <= plan.when.day;
    let mut warnings = plan.warnings(calendar.local_date(now));
    warnings.retain(|one| !(in_time && one.kind == WarningKind::DayHasPassed));
    (waits && now < calendar.close(experiment.week)).then(|| Checks {
        met: plan.quality(),
        all: plan.checks(),
        warnings,
    })
}

/// `GET /moves/{id}`
pub async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<MoveAsked>,
) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.page(visitor, move |scene, actor| {
        show(&build(scene, &actor, &id, asked)?)
    })
    .await
}

/// The page of a move again, because a form on it was not right.
pub fn move_again(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    asked: MoveAsked,
) -> Problem {
    match build(scene, actor, id, asked) {
        Ok(page) => ask_again(&page),
        Err(problem) => problem,
    }
}

fn build(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
    asked: MoveAsked,
) -> Result<MovePage, Problem> {
    let (cohort, kept) = open_move(scene, actor, id)?;
    let reader = Reader::of(scene, actor, &cohort, &kept)?;
    let said_now = asked.report.is_none() && asked.change.is_empty();
    let change = if reader.reports {
        format!("/moves/{id}?change=1#report")
    } else {
        String::new()
    };
    let before = before_the_verdict(scene, reader.place.as_ref(), &kept)?;
    let said = Said::of(&cohort, &kept, change, scene.now)
        .map(|said| if reader.mine { said } else { said.for_others() })
        .map(|said| if before.hides { said.veiled() } else { said });
    let form = reader
        .form(scene, &cohort, &kept, asked.report)?
        .filter(|_| said.is_none() || !said_now);
    let mut heard = answers(&reactions(scene.conn, &cohort.id)?, &kept, &actor.person);
    if before.covers {
        heard.forget_others();
    }
    let (question, mut errors) = asked.question.unwrap_or((heard.question, Errors::none()));
    errors = asked.verdict.unwrap_or(errors);
    let earlier = revisions(scene.conn, &cohort.id, id)?;
    let plan = &kept.experiment.plan;
    let state = &kept.experiment.state;
    let mine = reader.mine && reader.takes_part;
    let running = scene.now < cohort.calendar.final_close();
    let current = cohort.calendar.moment(scene.now).week();
    Ok(MovePage {
        frame: reader
            .frame(scene, actor, &cohort)
            .with_notice(notice(&asked.done)),
        id: id.to_string(),
        heading: format!("Week {}, {}", kept.experiment.week, skill_name(&plan.skill)),
        who: Person::new(reader.name.as_str()),
        mine: reader.mine,
        may_react: reader.is_peer && kept.report.is_some(),
        card: Card::of(&kept),
        facts: facts(&kept),
        if_then: plan.if_then(),
        changes: changes(&cohort, &kept),
        note: if reader.mine {
            note(scene, &cohort, &kept)?
        } else {
            None
        },
        said: said.filter(|_| form.is_none()),
        there: match mine && form.is_none() {
            true => own(scene, &cohort, &kept, (&reader.name, asked.witness))?,
            false => None,
        },
        form,
        turn: before.turn,
        judged: before.judged,
        revisions: match before.covers {
            true => Vec::new(),
            false => earlier_revisions(&cohort, &earlier),
        },
        checks: reader
            .mine
            .then(|| checks(&cohort, &kept, scene.now))
            .flatten(),
        can_edit: mine
            && running
            && matches!(
                state,
                Stands::Planned | Stands::Queued | Stands::NotThisWeek(_)
            ),
        can_drop: mine && running && matches!(state, Stands::Planned | Stands::Queued),
        can_take_up: mine && can_take_up(&kept, current, scene.now, &cohort),
        can_repeat: mine && current.is_some() && matches!(state, Stands::Reported(_)),
        useful: heard.useful,
        useful_to: heard.useful_to,
        question,
        questions: heard.questions,
        errors,
        question_max: QUESTION,
    })
}

/// Who reads the page of a move.
struct Reader {
    mine: bool,
    is_peer: bool,
    takes_part: bool,
    /// Whether they report of it.
    reports: bool,
    name: String,
    place: Option<Place>,
}

impl Reader {
    fn of(
        scene: &mut Scene<'_, '_>,
        actor: &Actor,
        cohort: &Cohort,
        kept: &Kept,
    ) -> Result<Reader, Problem> {
        let place = match actor.seat_in(&cohort.id) {
            Some(_) => Some(Place::within(scene, actor, &cohort.id)?),
            None => None,
        };
        let roster = cohorts::roster(scene.conn, &cohort.id)?;
        let owner = roster.iter().find(|one| one.seat == kept.seat);
        let mine = place
            .as_ref()
            .is_some_and(|place| place.me.seat == kept.seat);
        let week = kept.experiment.week;
        let reports = |place: &Place| place.me.reports_of(&cohort.calendar, week, scene.now);
        Ok(Reader {
            mine,
            reports: mine && place.as_ref().is_some_and(reports),
            is_peer: place.is_some() && !mine,
            takes_part: place
                .as_ref()
                .is_some_and(|place| place.takes_part(scene.now)),
            name: owner.map(|one| one.name.clone()).unwrap_or_default(),
            place,
        })
    }

    fn frame(&self, scene: &Scene<'_, '_>, actor: &Actor, cohort: &Cohort) -> Frame {
        match &self.place {
            Some(place) => {
                let nav = if self.mine { Nav::Moves } else { Nav::Peers };
                leader_frame(scene, actor, place, "Move").at(nav)
            }
            None => {
                let mut frame = frame(actor, "Move", Kind::Coordinator, "Coordinator");
                frame.groups = vec![crate::frame::Group {
                    name: cohort.name.clone(),
                    hint: String::new(),
                    href: format!("/moves?cohort={}", cohort.id),
                    current: true,
                }];
                frame.at(Nav::Moves)
            }
        }
    }

    /// The report form, for the owner, from the first day of the sprint until the numbers are final.
    fn form(
        &self,
        scene: &mut Scene<'_, '_>,
        cohort: &Cohort,
        kept: &Kept,
        again: Option<(CheckInInput, Vec<FieldProblem>)>,
    ) -> Result<Option<ReportForm>, Problem> {
        let Some(place) = self.place.as_ref().filter(|_| self.reports) else {
            return Ok(None);
        };
        let begun = cohort.calendar.moment(scene.now) != Moment::Before;
        let open = begun && scene.now < cohort.calendar.final_close();
        if !open || matches!(kept.experiment.state, Stands::Abandoned) {
            return Ok(None);
        }
        let named = witnesses::acts::of_move(scene, &cohort.id, &kept.experiment.id)?;
        let peers = place.peers_now(scene.now);
        let mut form = ReportForm::new(cohort, kept, peers, scene.now).with_witness(named);
        if let Some((input, problems)) = again {
            form = form.again(input, problems);
        }
        form.keep_within(&place.me, scene.now);
        form.sent_key = scene.app.secrets.token();
        Ok(Some(form))
    }
}

fn facts(kept: &Kept) -> Vec<(&'static str, String)> {
    let plan = &kept.experiment.plan;
    let time = plan
        .when
        .time
        .map(|time| time.strftime(", %H:%M").to_string())
        .unwrap_or_default();
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut facts = vec![
        ("I believe that", plan.hypothesis.clone()),
        ("When", format!("{}{time}", long_day(plan.when.day))),
        ("With whom, at which moment", plan.when.with_whom.clone()),
        ("Ready beforehand", optional(&plan.preparation)),
        ("Who could confirm it", optional(&plan.witness)),
        (
            "Hours a week it should free",
            plan.hours_freed
                .map(|hours| hours.to_string())
                .unwrap_or_default(),
        ),
    ];
    if let Some(week) = kept.experiment.carried_from {
        facts.push(("Carried over", format!("From week {week}")));
    }
    facts.retain(|(_, text)| !text.is_empty());
    facts
}

fn notice(done: &str) -> Option<String> {
    let words = match done {
        "planned" => "Saved. Your group sees the plan, and the measure is locked.",
        "queued" => "Saved. It waits in line, because the week has its move.",
        "changed" => "The plan is changed.",
        "criteria" => "The measure is changed. Your group sees both versions.",
        "asked" => "Your question is on the move. The group reads it too.",
        "named" => "Noted. They get one mail and no other.",
        "nobody" => "Noted. Nobody is asked.",
        "judged" => "Your verdict is in. Both answers stand below.",
        _ => return None,
    };
    Some(words.into())
}
