//! The cards of the leader's home: what is asked about now, what waits, what comes next.

use firstmove_domain::check_in::{CheckIn, due_on};
use firstmove_domain::experiment::State as Stands;
use firstmove_domain::form::long_day;
use firstmove_domain::history::Outcome;
use firstmove_domain::sprint::SESSION_MINUTES;
use firstmove_domain::week::{Moment, Week};
use jiff::{SignedDuration, Timestamp};

use crate::app::Scene;
use crate::check_ins::form::{ReportForm, Said, first_line};
use crate::cohorts::store::Cohort;
use crate::experiments::Place;
use crate::experiments::kept::Kept;
use crate::frame::{Cell, Mark};

/// A move that wants something, as one line.
#[derive(Clone)]
pub struct Open {
    /// What it is, bold.
    pub what: String,
    /// The move, or what it is about.
    pub why: String,
    /// Where its button leads.
    pub href: String,
    /// What its button says.
    pub label: &'static str,
    /// Whether the button acts (a form) or leads somewhere (a link).
    pub acts: bool,
}

/// Nothing to report: what comes next.
pub struct Calm {
    /// Its picture.
    pub icon: &'static str,
    /// How it is.
    pub what: String,
    /// What comes next.
    pub next: String,
    /// Where its button leads; empty for none.
    pub href: &'static str,
    /// What its button says.
    pub label: &'static str,
}

impl Calm {
    /// The same with a button.
    pub fn with_way(self, href: &'static str, label: &'static str) -> Calm {
        Calm {
            href,
            label,
            ..self
        }
    }
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

/// The form of the move that is asked about now: this week's, else an earlier one whose week is open, else
/// one that was too early to tell and is due.
pub fn form(scene: &Scene<'_, '_>, place: &Place, kept: &[Kept]) -> Option<ReportForm> {
    let calendar = &place.cohort.calendar;
    let current = calendar.moment(scene.now).week();
    let theirs = |one: &Kept| {
        let week = one.experiment.week;
        place.me.reports_of(calendar, week, scene.now)
    };
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
    let chosen = unreported(current).or_else(earlier).or_else(due);
    let chosen = chosen.filter(|one| theirs(one))?;
    let mut form = ReportForm::new(&place.cohort, chosen, place.peers_now(scene.now), scene.now);
    form.keep_within(&place.me, scene.now);
    form.sent_key = scene.app.secrets.token();
    Some(form)
}

/// Whether it waits for its day.
pub fn is_planned(kept: &Kept) -> bool {
    matches!(kept.experiment.state, Stands::Planned)
}

/// Whether the week that runs has its move, planned or told about.
pub fn has_move_now(now: Timestamp, place: &Place, kept: &[Kept]) -> bool {
    let current = place.cohort.calendar.moment(now).week();
    let planned = |one: &Kept| is_planned(one) && Some(one.experiment.week) == current;
    kept.iter().any(planned) || said_of_week(now, place, kept).is_some()
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
pub fn open(now: Timestamp, place: &Place, kept: &[Kept], form: Option<&ReportForm>) -> Vec<Open> {
    let calendar = &place.cohort.calendar;
    let open_weeks = calendar.reporting_weeks(now);
    let in_form = |one: &Kept| form.is_some_and(|form| form.is_about(&one.experiment.id));
    kept.iter()
        .filter(|one| !in_form(one))
        .filter(|one| place.me.reports_of(calendar, one.experiment.week, now))
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
pub fn queued(scene: &Scene<'_, '_>, place: &Place, kept: &[Kept], has_form: bool) -> Vec<Open> {
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
        .find(|one| is_planned(one) && calendar.close(one.experiment.week) <= scene.now)
        // what lies further back stays on the list of moves
        .filter(|one| one.experiment.week.number() + 2 >= current.number());
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

/// What was sent about the week that runs, to be read again.
pub fn said(scene: &Scene<'_, '_>, place: &Place, kept: &[Kept]) -> Option<Said> {
    let one = said_of_week(scene.now, place, kept)?;
    let change = format!("/moves/{}?change=1#report", one.experiment.id);
    Said::of(&place.cohort, one, change, scene.now)
}

/// Whether a move is planned for a later week, or there is none to plan for.
pub fn plans_ahead(now: Timestamp, place: &Place, kept: &[Kept]) -> bool {
    let current = place.cohort.calendar.moment(now).week();
    let is_later = |one: &Kept| is_planned(one) && Some(one.experiment.week) > current;
    current.is_none_or(|week| week == Week::LAST) || kept.iter().any(is_later)
}

/// The week of the next session: the one that runs, or the first to come; week 11 has the retrospective instead, and
/// there is none when that is over.
pub fn next_session(now: Timestamp, cohort: &Cohort) -> Option<Week> {
    sessions_to_come(now, cohort).next()
}

/// The weeks of the session that runs and of those to come.
pub fn sessions_to_come(now: Timestamp, cohort: &Cohort) -> impl Iterator<Item = Week> {
    let lasts = SignedDuration::from_mins(SESSION_MINUTES);
    let meets = Week::all().filter(|week| *week != Week::LAST);
    meets.filter(move |week| cohort.session(*week) + lasts > now && !cohort.has_no_session(*week))
}

/// The next session in words.
pub fn session(now: Timestamp, cohort: &Cohort) -> Option<Session> {
    next_session(now, cohort).map(|week| session_of(cohort, week))
}

/// The session of a week in words.
pub fn session_of(cohort: &Cohort, week: Week) -> Session {
    let at = cohort.local_session(week);
    Session {
        weekday: at.strftime("%a").to_string(),
        day: at.strftime("%-d").to_string(),
        words: format!("{}, {}", long_day(at.date()), at.strftime("%H:%M")),
        hint: match week.is_practice() {
            true => format!("Week {week} of 12, {}", cohort.name),
            false => format!("Retrospective in week {week} of 12, {}", cohort.name),
        },
    }
}

/// What to say where there is nothing to report.
pub fn calm(now: Timestamp, place: &Place, cells: &[Cell], has_card: bool) -> Option<Calm> {
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
            let first = long_day(place.cohort.session_day(Week::FIRST));
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

/// Whether a move can be made the one of the week that runs.
pub fn can_take_up(kept: &Kept, current: Option<Week>, now: Timestamp, cohort: &Cohort) -> bool {
    let passed = cohort.calendar.close(kept.experiment.week) <= now;
    current.is_some()
        && match kept.experiment.state {
            Stands::Queued | Stands::NotThisWeek(_) => true,
            Stands::Planned => passed,
            Stands::Reported(_) | Stands::Abandoned => false,
        }
}
