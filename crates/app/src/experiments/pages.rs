//! The leader's own moves, and the page of one move, which the group and its coordinator can open.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use firstmove_domain::check_in::CheckInInput;
use firstmove_domain::experiment::State as Stands;
use firstmove_domain::form::{FieldProblem, long_day};
use firstmove_domain::id::ExperimentId;
use firstmove_domain::skill;
use firstmove_domain::week::{Moment, Week};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::acts::note;
use crate::check_ins::form::{Card, ReportForm, Said, first_line, mark_of};
use crate::check_ins::pages::{QUESTION, own_move};
use crate::check_ins::peers::answers;
use crate::check_ins::store::{reactions, revisions};
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::experiments::store::{self, Kept};
use crate::experiments::{Place, acts, weeks};
use crate::frame::{Cell, Errors, Frame, Kind, Mark, Person, Place as Nav, Theme};
use crate::problem::Problem;

/// The frame of a leader's page.
pub fn leader_frame(
    scene: &Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    title: impl Into<String>,
) -> Frame {
    let mut frame = frame(actor, title, Kind::Leader, "Leader");
    frame.week = match place.cohort.calendar.moment(scene.now) {
        Moment::Week(week) => Some(format!("Week {week} of 12")),
        Moment::Before | Moment::Pause | Moment::After => None,
    };
    frame
}

fn frame(actor: &Actor, title: impl Into<String>, kind: Kind, role: &'static str) -> Frame {
    let mut frame = Frame::new(title, kind).read_by(Person::new(actor.name.as_str()), role);
    frame.theme = match actor.theme.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    };
    frame
}

/// A leader's twelve weeks as a list.
#[derive(Template)]
#[template(path = "experiments/mine.html")]
pub struct Mine {
    frame: Frame,
    cells: Vec<Cell>,
    tried: usize,
    lines: Vec<Line>,
    takes_part: bool,
}

/// One move in a list.
struct Line {
    href: String,
    week: String,
    action: String,
    skill: &'static str,
    mark: Mark,
    words: String,
}

/// The leader's own moves, for `GET /moves`.
pub fn mine(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Response, Problem> {
    let place = Place::of(scene, actor)?;
    let kept = store::of_seat(scene.conn, &place.cohort.id, &place.me.seat)?;
    let histories = histories::load(scene.conn, &place.cohort.id)?;
    let history = histories.iter().find(|one| one.seat == place.me.seat);
    let (calendar, now) = (&place.cohort.calendar, scene.now);
    let cells = history.map_or_else(Vec::new, |one| weeks::cells(calendar, one, now, |_| None));
    let lines = kept
        .iter()
        .rev()
        .map(|one| line(&place.cohort, one, now))
        .collect();
    show(&Mine {
        frame: leader_frame(scene, actor, &place, "My moves").at(Nav::Moves),
        tried: weeks::tried(&cells),
        cells,
        lines,
        takes_part: place.takes_part(now),
    })
}

fn line(cohort: &Cohort, kept: &Kept, now: jiff::Timestamp) -> Line {
    let experiment = &kept.experiment;
    let closed = cohort.calendar.close(experiment.week) <= now;
    let (mark, words) = match &experiment.state {
        Stands::Reported(tried) => (mark_of(tried.outcome), tried.outcome.label().to_owned()),
        Stands::NotThisWeek(_) => (Mark::NotThisWeek, "Not this week".to_owned()),
        Stands::Queued => (Mark::Later, "Waits in line".to_owned()),
        Stands::Abandoned => (Mark::Outside, "Dropped".to_owned()),
        Stands::Planned if closed => (Mark::Later, "Not reported".to_owned()),
        Stands::Planned => (
            Mark::Open,
            format!("Planned for {}", long_day(experiment.plan.when.day)),
        ),
    };
    Line {
        href: format!("/moves/{}", experiment.id),
        week: format!("Week {}", experiment.week),
        action: first_line(&experiment.plan.action).to_owned(),
        skill: skill_name(&experiment.plan.skill),
        mark,
        words,
    }
}

/// A skill's name on pages; nothing for a key that the library does not know.
pub fn skill_name(key: &str) -> &'static str {
    skill::skill(key).map_or("", |skill| skill.name)
}

/// One move that the actor may read: of a cohort they sit in, or whose sprint they coordinate.
pub fn open_move(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &ExperimentId,
) -> Result<(Cohort, Kept), Problem> {
    let cohort = store::cohort_seen_by(scene.conn, id, &actor.person)?.ok_or(Problem::NotFound)?;
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
    note: Option<&'static str>,
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

/// One change of locked criteria.
struct Change {
    when: String,
    old: String,
    new: String,
}

/// An earlier revision of the report.
struct Earlier {
    when: String,
    words: String,
}

/// The four checks and the warnings, for the author only.
struct Checks {
    met: usize,
    all: [firstmove_domain::plan::Check; 4],
    warnings: Vec<firstmove_domain::plan::Warning>,
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
    let change = if reader.mine {
        format!("/moves/{id}?change=1#report")
    } else {
        String::new()
    };
    let said = Said::of(&cohort, &kept, change, scene.now);
    let form = reader
        .form(scene, &cohort, &kept, asked.report)?
        .filter(|_| said.is_none() || !said_now);
    let heard = answers(&reactions(scene.conn, &cohort.id)?, &kept, &actor.person);
    let (question, errors) = asked.question.unwrap_or((heard.question, Errors::none()));
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
        form,
        revisions: earlier_revisions(&cohort, &earlier),
        checks: (reader.mine && matches!(state, Stands::Planned | Stands::Queued)).then(|| {
            Checks {
                met: plan.quality(),
                all: plan.checks(),
                warnings: plan.warnings(cohort.calendar.local_date(scene.now)),
            }
        }),
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
        Ok(Reader {
            mine,
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
        let Some(place) = self.place.as_ref().filter(|_| self.mine && self.takes_part) else {
            return Ok(None);
        };
        let begun = cohort.calendar.moment(scene.now) != Moment::Before;
        let open = begun && scene.now < cohort.calendar.final_close();
        if !open || matches!(kept.experiment.state, Stands::Abandoned) {
            return Ok(None);
        }
        let mut form = ReportForm::new(cohort, kept, place.peers_now(scene.now), scene.now);
        if let Some((input, problems)) = again {
            form = form.again(input, problems);
        }
        form.sent_key = scene.app.secrets.token();
        Ok(Some(form))
    }
}

fn can_take_up(kept: &Kept, current: Option<Week>, now: jiff::Timestamp, cohort: &Cohort) -> bool {
    let passed = cohort.calendar.close(kept.experiment.week) <= now;
    current.is_some()
        && match kept.experiment.state {
            Stands::Queued | Stands::NotThisWeek(_) => true,
            Stands::Planned => passed,
            Stands::Reported(_) | Stands::Abandoned => false,
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

fn changes(cohort: &Cohort, kept: &Kept) -> Vec<Change> {
    let words = |criteria: &firstmove_domain::plan::Criteria| match criteria.due {
        Some(due) => format!("{} By {}.", criteria.text, long_day(due)),
        None => criteria.text.clone(),
    };
    kept.experiment
        .changes
        .iter()
        .map(|change| Change {
            when: local(cohort, change.at),
            old: words(&change.old),
            new: words(&change.new),
        })
        .collect()
}

fn earlier_revisions(
    cohort: &Cohort,
    revisions: &[crate::check_ins::store::Revision],
) -> Vec<Earlier> {
    use firstmove_domain::check_in::CheckIn;
    if revisions.len() < 2 {
        return Vec::new();
    }
    revisions
        .iter()
        .rev()
        .map(|one| Earlier {
            when: local(cohort, one.at),
            words: match &one.check_in {
                CheckIn::Tried(tried) => {
                    format!(
                        "{}, {}: {}",
                        tried.outcome.label(),
                        long_day(tried.performed_on),
                        tried.line
                    )
                }
                CheckIn::NotThisWeek(not) => format!("Not this week: {}", not.barrier.label()),
            },
        })
        .collect()
}

fn local(cohort: &Cohort, at: jiff::Timestamp) -> String {
    at.to_zoned(cohort.calendar.zone().clone())
        .strftime("%A %-d %B, %H:%M")
        .to_string()
}

fn notice(done: &str) -> Option<String> {
    let words = match done {
        "planned" => "Saved. Your group sees the plan, and the measure is locked.",
        "queued" => "Saved. It waits in line, because the week has its move.",
        "changed" => "The plan is changed.",
        "criteria" => "The measure is changed. Your group sees both versions.",
        "asked" => "Your question is on the move. The group reads it too.",
        _ => return None,
    };
    Some(words.into())
}

/// `POST /moves/{id}/take-up`
pub async fn take_up(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        let (place, _) = own_move(scene, actor, &id)?;
        acts::take_up(scene, actor, &place, &id)
    })
    .await?;
    Ok(see_other("/home?done=taken-up"))
}

/// `POST /moves/{id}/drop`
pub async fn drop_it(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        let (place, _) = own_move(scene, actor, &id)?;
        acts::drop_it(scene, actor, &place, &id)
    })
    .await?;
    Ok(see_other("/home?done=dropped"))
}
