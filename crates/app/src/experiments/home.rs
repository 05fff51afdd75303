//! The leader's home: this week's move as a form, and what else wants a tap.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::check_in::{CheckIn, due_on};
use firstmove_domain::experiment::State as Stands;
use firstmove_domain::form::long_day;
use firstmove_domain::history::Outcome;
use firstmove_domain::sprint::SESSION_MINUTES;
use firstmove_domain::week::{Moment, Week};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, show};
use crate::check_ins::acts::{note, waiting};
use crate::check_ins::form::{ReportForm, Said, first_line};
use crate::check_ins::peers::{Post, posts};
use crate::cohorts::histories;
use crate::cohorts::store::Cohort;
use crate::experiments::pages::leader_frame;
use crate::experiments::store::{self, Kept};
use crate::experiments::{Place, weekly_time, weeks};
use crate::feedback::pages::{Rate, question};
use crate::frame::{Cell, Errors, Frame, Mark, Person, Place as Nav};
use crate::problem::Problem;

/// How many posts of the group the home page shows.
const POSTS: usize = 3;

/// What the address asks for, and what came back from a form on this page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The move that was just reported.
    pub sent: String,
    /// What was just done: a word that is looked up, never shown.
    pub done: String,
    /// A sentence beside the rating.
    #[serde(skip)]
    pub rate_errors: Errors,
}

/// The page.
#[derive(Template)]
#[template(path = "experiments/home.html")]
pub struct Home {
    frame: Frame,
    thanks: Option<Thanks>,
    form: Option<ReportForm>,
    said: Option<Said>,
    open: Vec<Open>,
    calm: Option<Calm>,
    queued: Vec<Open>,
    plan_next: bool,
    session: Option<Session>,
    rate: Option<Rate>,
    confirm: Vec<Confirm>,
    posts: Vec<Post>,
    nobody: bool,
    weeks: Vec<Cell>,
    tried: usize,
    away: bool,
}

/// After sending.
struct Thanks {
    name: String,
    next: String,
    note: String,
}

/// A move that wants something, as one line.
struct Open {
    what: String,
    why: String,
    href: String,
    label: &'static str,
    /// Whether the button acts (a form) or leads somewhere (a link).
    acts: bool,
}

/// Nothing to report: what comes next.
struct Calm {
    icon: &'static str,
    what: String,
    next: String,
    href: &'static str,
    label: &'static str,
}

/// The next session.
pub struct Session {
    /// "Thu".
    pub weekday: String,
    /// "15".
    pub day: String,
    /// "Thursday 15 October, 10:00".
    pub words: String,
    /// Week and group.
    pub hint: String,
}

/// A peer's late report that one tap confirms.
struct Confirm {
    report: String,
    who: Person,
    week: u8,
    action: String,
    line: String,
}

/// `GET /home`
pub async fn home(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| page(scene, &actor, &asked))
        .await
}

/// The home page as an answer, for the front page of somebody who is a leader and nothing more.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Answer {
    show(&build(scene, actor, asked)?)
}

/// The home page again, because a form on it was not right.
pub fn again(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Problem {
    match build(scene, actor, asked) {
        Ok(page) => ask_again(&page),
        Err(problem) => problem,
    }
}

fn build(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Result<Home, Problem> {
    let place = Place::of(scene, actor)?;
    let kept = store::of_seat(scene.conn, &place.cohort.id, &place.me.seat)?;
    let cells = cells(scene, &place, &kept)?;
    let sent = kept
        .iter()
        .find(|one| one.experiment.id.to_string() == asked.sent);
    let form = form(scene, &place, &kept);
    let said = said(scene, &place, &kept).filter(|_| form.is_none());
    let queued = queued(scene, &place, &kept, form.is_some());
    let takes_part = place.takes_part(scene.now);
    let posts = posts(scene, actor, &place)?;
    let calm = calm(scene.now, &place, &cells, form.is_some() || said.is_some());
    Ok(Home {
        frame: leader_frame(scene, actor, &place, "Home")
            .at(Nav::Today)
            .with_notice(notice(asked)),
        thanks: sent.map(|kept| thanks(scene, &place, kept)).transpose()?,
        open: open(scene.now, &place, &kept, form.as_ref()),
        plan_next: takes_part && said.is_some() && !plans_ahead(scene.now, &place, &kept),
        calm,
        form: form.filter(|_| takes_part),
        said,
        queued,
        session: takes_part
            .then(|| session(scene.now, &place.cohort))
            .flatten(),
        rate: question(scene, &place, asked.rate_errors.clone())?,
        confirm: confirm(scene, &place)?,
        nobody: posts.is_empty(),
        posts: posts
            .into_iter()
            .filter(|post| post.is_report)
            .take(POSTS)
            .collect(),
        tried: weeks::tried(&cells),
        weeks: cells,
        away: takes_part,
    })
}

fn cells(scene: &mut Scene<'_, '_>, place: &Place, kept: &[Kept]) -> Result<Vec<Cell>, Problem> {
    let histories = histories::load(scene.conn, &place.cohort.id)?;
    let mine = histories.iter().find(|one| one.seat == place.me.seat);
    let href = |week: Week| {
        let of_week = kept.iter().rev().find(|one| one.experiment.week == week);
        of_week.map(|one| format!("/moves/{}", one.experiment.id))
    };
    let now = scene.now;
    Ok(mine.map_or_else(Vec::new, |mine| {
        weeks::cells(&place.cohort.calendar, mine, now, href)
    }))
}

/// The form of the move that is asked about now: this week's, else an earlier one whose week is open, else
/// one that was too early to tell and is due.
fn form(scene: &Scene<'_, '_>, place: &Place, kept: &[Kept]) -> Option<ReportForm> {
    let calendar = &place.cohort.calendar;
    let current = calendar.moment(scene.now).week();
    let unreported = |week: Option<Week>| {
        kept.iter()
            .find(|one| week.is_some() && Some(one.experiment.week) == week && is_planned(one))
    };
    let earlier = || {
        let open = calendar.reporting_weeks(scene.now);
        open.into_iter()
            .rev()
            .find_map(|week| unreported(Some(week)))
    };
    let due = || {
        let told_this_week = said_of_week(scene.now, place, kept).is_some();
        kept.iter()
            .find(|one| !told_this_week && is_due(scene.now, place, one))
    };
    let chosen = unreported(current).or_else(earlier).or_else(due)?;
    let mut form = ReportForm::new(&place.cohort, chosen, place.peers_now(scene.now), scene.now);
    form.sent_key = scene.app.secrets.token();
    Some(form)
}

fn is_planned(kept: &Kept) -> bool {
    matches!(kept.experiment.state, Stands::Planned)
}

/// Whether an outcome was too early to tell and its day has come.
fn is_due(now: Timestamp, place: &Place, kept: &Kept) -> bool {
    let calendar = &place.cohort.calendar;
    match &kept.experiment.state {
        Stands::Reported(tried) if tried.outcome == Outcome::TooEarly => {
            let due = due_on(kept.experiment.plan.criteria.due, tried.performed_on);
            due <= calendar.local_date(now) && now < calendar.final_close()
        }
        _ => false,
    }
}

/// What else wants a word: moves of open weeks, outcomes that are due, beside the one in the form.
fn open(now: Timestamp, place: &Place, kept: &[Kept], form: Option<&ReportForm>) -> Vec<Open> {
    let calendar = &place.cohort.calendar;
    let open_weeks = calendar.reporting_weeks(now);
    let in_form =
        |one: &Kept| form.is_some_and(|form| form.draft.ends_with(&one.experiment.id.to_string()));
    kept.iter()
        .filter(|one| !in_form(one))
        .filter_map(|one| {
            let week = one.experiment.week;
            let href = format!("/moves/{}?change=1#report", one.experiment.id);
            if is_planned(one) && open_weeks.contains(&week) {
                let (first, last) = calendar.dates(week);
                let close = calendar
                    .local_date(calendar.close(week))
                    .yesterday()
                    .unwrap_or(last);
                let what = format!("Week {week} is open until {}, midnight", long_day(close));
                let dates = format!(
                    "{} to {}",
                    first.strftime("%-d %B"),
                    last.strftime("%-d %B")
                );
                let why = format!("{dates}: {}", first_line(&one.experiment.plan.action));
                Some(Open {
                    what,
                    why,
                    href,
                    label: "Report it",
                    acts: false,
                })
            } else if is_due(now, place, one) {
                let what = format!("How did your move of week {week} turn out?");
                Some(Open {
                    what,
                    why: one.experiment.plan.criteria.text.clone(),
                    href,
                    label: "Say how it went",
                    acts: false,
                })
            } else {
                None
            }
        })
        .collect()
}

/// Moves that wait for a week: queued ones, and the newest that its week passed by.
fn queued(scene: &Scene<'_, '_>, place: &Place, kept: &[Kept], has_form: bool) -> Vec<Open> {
    let calendar = &place.cohort.calendar;
    let Some(current) = calendar.moment(scene.now).week() else {
        return Vec::new();
    };
    let has_move = kept
        .iter()
        .any(|one| is_planned(one) && one.experiment.week == current);
    let waits = kept
        .iter()
        .filter(|one| matches!(one.experiment.state, Stands::Queued));
    let passed = kept
        .iter()
        .rev()
        .find(|one| is_planned(one) && calendar.close(one.experiment.week) <= scene.now);
    let line = |one: &Kept, what: String| Open {
        what,
        why: first_line(&one.experiment.plan.action).to_owned(),
        href: match has_move {
            true => format!("/moves/{}", one.experiment.id),
            false => format!("/moves/{}/take-up", one.experiment.id),
        },
        label: if has_move {
            "Look at it"
        } else {
            "Use it this week"
        },
        acts: !has_move,
    };
    let passed = passed.filter(|_| !has_form).map(|one| {
        line(
            one,
            format!(
                "Your move of week {} is still yours to try",
                one.experiment.week
            ),
        )
    });
    waits
        .map(|one| line(one, "Waits in line".into()))
        .chain(passed)
        .collect()
}

/// What was said about the week that runs.
fn said_of_week<'k>(now: Timestamp, place: &Place, kept: &'k [Kept]) -> Option<&'k Kept> {
    let calendar = &place.cohort.calendar;
    let current = calendar.moment(now).week()?;
    kept.iter().rev().find(|one| {
        match one
            .report
            .as_ref()
            .map(|newest| (&newest.check_in, newest.week))
        {
            Some((CheckIn::Tried(tried), _)) => {
                calendar.moment_of_date(tried.performed_on) == Moment::Week(current)
            }
            Some((CheckIn::NotThisWeek(_), week)) => week == current,
            None => false,
        }
    })
}

fn said(scene: &Scene<'_, '_>, place: &Place, kept: &[Kept]) -> Option<Said> {
    let one = said_of_week(scene.now, place, kept)?;
    let change = format!("/moves/{}?change=1#report", one.experiment.id);
    Said::of(&place.cohort, one, change, scene.now)
}

fn plans_ahead(now: Timestamp, place: &Place, kept: &[Kept]) -> bool {
    let current = place.cohort.calendar.moment(now).week();
    let is_later = |one: &Kept| is_planned(one) && Some(one.experiment.week) > current;
    current.is_none_or(|week| week == Week::LAST) || kept.iter().any(is_later)
}

fn thanks(scene: &mut Scene<'_, '_>, place: &Place, kept: &Kept) -> Result<Thanks, Problem> {
    let next = session(scene.now, &place.cohort);
    let note = note(scene, &place.cohort, kept)?;
    Ok(Thanks {
        name: Person::new(place.me.name.as_str()).first().to_owned(),
        next: next
            .map(|next| format!("Next is the session on {}.", next.words))
            .unwrap_or_default(),
        note: note.unwrap_or_default().to_owned(),
    })
}

/// The next session: the one that runs, or the first to come.
pub fn session(now: Timestamp, cohort: &Cohort) -> Option<Session> {
    let calendar = &cohort.calendar;
    let time = weekly_time(cohort);
    let lasts = SignedDuration::from_mins(SESSION_MINUTES);
    let week = Week::all().find(|week| time.session(calendar, *week) + lasts > now)?;
    let day = time.day(calendar, week);
    let clock = time.time.strftime("%H:%M");
    Some(Session {
        weekday: day.strftime("%a").to_string(),
        day: day.strftime("%-d").to_string(),
        words: format!("{}, {clock}", long_day(day)),
        hint: format!("Week {week} of 12, {}", cohort.name),
    })
}

fn confirm(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Vec<Confirm>, Problem> {
    let waiting = waiting(scene, &place.cohort)?;
    Ok(waiting
        .into_iter()
        .filter(|one| !one.confirmed && one.leader.seat != place.me.seat)
        .map(|one| Confirm {
            report: one.report.to_string(),
            who: Person::new(one.leader.name),
            week: one.week,
            action: first_line(&one.action).to_owned(),
            line: one.line,
        })
        .collect())
}

fn calm(now: Timestamp, place: &Place, cells: &[Cell], has_card: bool) -> Option<Calm> {
    let calendar = &place.cohort.calendar;
    let say = |icon, what: &str, next: String| {
        Some(Calm {
            icon,
            what: what.into(),
            next,
            href: "",
            label: "",
        })
    };
    if !place.takes_part(now) {
        let next = "Your moves stay here for you to read.".into();
        return say("log-out", "You no longer take part in this sprint", next);
    }
    match calendar.moment(now) {
        Moment::Before => {
            let first = long_day(weekly_time(&place.cohort).day(calendar, Week::FIRST));
            let next = "You will plan your first move with the group.".into();
            say("coffee", &format!("You start on {first}"), next)
        }
        Moment::Pause => {
            let next = Week::all().find(|week| calendar.span(*week).0 > now);
            let next = next.map(|week| {
                format!(
                    "Week {week} begins on {}.",
                    long_day(calendar.dates(week).0)
                )
            });
            say(
                "coffee",
                "Your group pauses this week",
                next.unwrap_or_default(),
            )
        }
        Moment::After => say(
            "circle-check",
            "The twelve weeks are over",
            "What you tried stays under My moves. Keep the one that worked.".into(),
        ),
        Moment::Week(week) => week_without_card(week, cells).filter(|_| !has_card),
    }
}

fn week_without_card(week: Week, cells: &[Cell]) -> Option<Calm> {
    let is_away = cells
        .get(week.index())
        .is_some_and(|cell| cell.mark == Mark::Away);
    let (icon, what, next) = if is_away {
        (
            "coffee",
            format!("You are away in week {week}"),
            "Nothing is expected of you. A move you try anyway still counts for you.",
        )
    } else if week.is_practice() {
        (
            "footprints",
            "No move yet for this week".to_owned(),
            "Pick a small one. It takes two minutes.",
        )
    } else {
        (
            "footprints",
            "No move is expected in weeks 11 and 12".to_owned(),
            "One that you try anyway is kept as an extra.",
        )
    };
    Some(Calm {
        icon,
        what,
        next: next.into(),
        href: "/moves/new",
        label: "Plan a move",
    })
}

fn notice(asked: &Asked) -> Option<String> {
    let words = match asked.done.as_str() {
        "rated" => "Your rating is in. Nobody sees who gave which.",
        "confirmed" => "Confirmed. Your coordinator accepts it next.",
        "taken-up" => "It is your move for this week.",
        "dropped" => "Dropped. Plan another when you like.",
        "away" => "Noted. Nothing is expected of you in that week.",
        "withdrawn" => "You have left the sprint. Thank you for the weeks you took part.",
        _ => return None,
    };
    Some(words.into())
}
