//! How results are asked for and drawn.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::form::long_day;
use firstmove_domain::rights::Role;
use firstmove_domain::status::View;
use firstmove_domain::week::PRACTICE_WEEKS;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show_kept};
use crate::dashboard::{coordinator_frame, number_word, week_words};
use crate::frame::{Choice, Errors, Fifty, Frame, Group, Kind, Place};
use crate::problem::Problem;
use crate::results::agreement::Both;
use crate::results::audited::Audited;
use crate::results::cards::{Card, Fact, counted};
use crate::results::reading::{Asked, Reading, load};
use crate::results::rows::Rows;
use crate::results::say::{Claim, claims, quality};
use crate::results::success::{SkillRow, skills};
use crate::results::{feedback, moves, success};

/// A link to another part of the same.
pub struct Tab {
    name: String,
    href: String,
    current: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "results/results.html")]
pub struct ResultsPage {
    frame: Frame,
    errors: Errors,
    heading: String,
    basis: String,
    groups: Vec<Tab>,
    readings: Vec<Tab>,
    hidden: Vec<(&'static str, String)>,
    from: Vec<Choice>,
    to: Vec<Choice>,
    empty: bool,
    /// Where the slides are, for whoever shows them.
    slides: String,
    /// Whether the reader sees names, and so has a sheet with them.
    named: bool,
    cards: Vec<Card>,
    skills: Vec<SkillRow>,
    all_skills: Option<String>,
    claims: Vec<Claim>,
    quality: Vec<Fact>,
    both: Both,
    audited: Audited,
    safe: Vec<(String, Vec<String>)>,
}

/// The rows behind a figure.
#[derive(Template)]
#[template(path = "results/rows.html")]
struct RowsPage {
    frame: Frame,
    heading: String,
    basis: String,
    back: String,
    rows: Rows,
    fifty: Fifty,
}

/// `GET /results`
pub async fn results(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let reading = load(scene, &actor, &asked)?;
        show_kept(&page(scene, &actor, &reading)?)
    })
    .await
}

/// `GET /results/rows`
pub async fn rows(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| rows_of(scene, &actor, &asked))
        .await
}

fn rows_of(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Answer {
    let reading = load(scene, actor, asked)?;
    let week = asked.week.parse().ok();
    let mut rows = Rows::of(&reading, &asked.of, week).ok_or(Problem::NotFound)?;
    let fifty = Fifty::of(&mut rows.rows, &asked.after, |after| {
        let week = week.map(|week: u8| week.to_string()).unwrap_or_default();
        let same = [("of", rows.of), ("week", week.as_str()), ("after", after)];
        format!("{}#rows", reading.href("/results/rows", &same))
    });
    let weeks = match week {
        Some(week) => format!("Week {week}"),
        None => format!("Weeks {} to {}", reading.weeks.0, reading.weeks.1),
    };
    show_kept(&RowsPage {
        frame: frame(scene, actor, &reading, "Rows")?,
        heading: format!("{}: the rows", rows.name),
        basis: format!("{}. {weeks}. {}.", name(&reading), view_words(reading.view)),
        back: format!("{}#{}", reading.href("/results", &[]), rows.of),
        rows,
        fifty,
    })
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    reading: &Reading,
) -> Result<ResultsPage, Problem> {
    let empty = reading.closed_weeks == 0;
    let cards = match empty {
        true => Vec::new(),
        false => vec![
            moves::card(reading),
            success::card(reading),
            feedback::card(reading),
        ],
    };
    let mut cards = cards;
    for part in &reading.parts {
        for (figure, sentence) in crate::data::acts::errata(scene, &part.cohort)? {
            let beside = cards.iter_mut().find(|card| card.id == figure.key());
            beside
                .into_iter()
                .for_each(|card| card.looks.push(sentence.clone()));
        }
    }
    let (from, to) = week_choices(reading);
    Ok(ResultsPage {
        frame: frame(scene, actor, reading, "Results")?,
        errors: Errors::none(),
        heading: format!("Results of {}", name(reading)),
        basis: basis(reading),
        groups: groups(reading),
        readings: readings(reading),
        hidden: hidden(reading),
        from,
        to,
        empty,
        slides: slides(reading),
        named: reading.role == Role::Coordinator,
        cards,
        skills: skills(reading),
        all_skills: reading
            .skill
            .map(|_| format!("{}#success", reading.href("/results", &[("skill", "")]))),
        claims: claims(reading),
        quality: quality(reading),
        both: Both::of(reading),
        audited: Audited::of(&reading.audit),
        safe: reading.safe.clone(),
    })
}

/// The slides of the group, or of the newest sprint's groups together.
fn slides(reading: &Reading) -> String {
    let key = match reading.parts.as_slice() {
        [] => String::new(),
        [one] => one.cohort.id.to_string(),
        [.., last] => last.cohort.sprint.to_string(),
    };
    format!("/slides?cohort={key}")
}

/// The group's name, the sprint's for all groups of one, or "all groups".
fn name(reading: &Reading) -> String {
    match (reading.parts.as_slice(), reading.one) {
        ([part], _) => part.cohort.name.clone(),
        ([first, rest @ ..], None)
            if rest
                .iter()
                .all(|part| part.cohort.sprint == first.cohort.sprint) =>
        {
            first.cohort.sprint_name.clone()
        }
        _ => "all groups".into(),
    }
}

fn view_words(view: View) -> &'static str {
    match view {
        View::Closed => "As the weeks closed",
        View::Final => "With late reports",
    }
}

/// "45 leaders in six groups. Final numbers, frozen on 7 June 2026."
fn basis(reading: &Reading) -> String {
    let people = counted(reading.people(), "leader", "leaders");
    let groups = match reading.parts.len() {
        1 => people,
        many => format!("{people} in {} groups", number_word(many)),
    };
    let frozen = reading
        .parts
        .iter()
        .max_by_key(|part| part.cohort.calendar.final_close())
        .filter(|_| reading.is_final())
        .map(|part| {
            let calendar = &part.cohort.calendar;
            long_day(calendar.local_date(calendar.final_close()))
        });
    let state = match (reading.view, frozen, reading.parts.as_slice()) {
        (View::Final, Some(day), _) => format!("Final numbers, frozen on {day}."),
        (View::Closed, ..) => "Numbers as each week closed. They do not change.".into(),
        (View::Final, None, [part]) => format!(
            "{}. Late reports that are confirmed can still change these numbers.",
            week_words(&part.cohort, reading.now)
        ),
        (View::Final, None, _) => {
            "Late reports that are confirmed can still change these numbers.".into()
        }
    };
    format!("{groups}. {state}")
}

fn groups(reading: &Reading) -> Vec<Tab> {
    if reading.seen.len() < 2 {
        return Vec::new();
    }
    let all = Tab {
        name: format!("All {} groups", number_word(reading.seen.len())),
        href: reading.href("/results", &[("cohort", "")]),
        current: reading.one.is_none(),
    };
    let each = reading.seen.iter().map(|cohort| Tab {
        name: cohort.name.clone(),
        href: reading.href("/results", &[("cohort", &cohort.id.to_string())]),
        current: reading.one == Some(cohort.id),
    });
    std::iter::once(all).chain(each).collect()
}

fn readings(reading: &Reading) -> Vec<Tab> {
    [(View::Final, ""), (View::Closed, "closed")]
        .into_iter()
        .map(|(view, key)| Tab {
            name: view_words(view).to_owned(),
            href: reading.href("/results", &[("view", key)]),
            current: reading.view == view,
        })
        .collect()
}

/// What a form keeps while only the weeks are chosen anew.
fn hidden(reading: &Reading) -> Vec<(&'static str, String)> {
    let fields = [
        (
            "cohort",
            reading.one.map(|id| id.to_string()).unwrap_or_default(),
        ),
        (
            "skill",
            reading.skill.map_or("", |skill| skill.key).to_owned(),
        ),
        ("view", reading.view_key().to_owned()),
    ];
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

fn week_choices(reading: &Reading) -> (Vec<Choice>, Vec<Choice>) {
    let choices = |given: u8| {
        let given = given.to_string();
        (1..=PRACTICE_WEEKS)
            .map(|week| Choice::new(week.to_string(), format!("Week {week}"), &given))
            .collect()
    };
    (choices(reading.weeks.0), choices(reading.weeks.1))
}

fn frame(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    reading: &Reading,
    title: &str,
) -> Result<Frame, Problem> {
    let first = reading.parts.first().ok_or(Problem::NotFound)?;
    let mut frame = coordinator_frame(
        scene,
        actor,
        &first.cohort,
        &reading.seen,
        (title, Place::Results, "/results"),
    )?;
    if reading.role == Role::DataOwner {
        (frame.kind, frame.role) = (Kind::DataOwner, Role::DataOwner.name());
    }
    if reading.one.is_none() && reading.seen.len() > 1 {
        for group in &mut frame.groups {
            group.current = false;
        }
        let all = Group {
            name: "All groups".into(),
            hint: counted(reading.seen.len(), "group", "groups"),
            href: "/results".into(),
            current: true,
        };
        frame.groups.insert(0, all);
    }
    Ok(frame)
}
