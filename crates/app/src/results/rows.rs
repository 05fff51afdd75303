//! The rows that a figure is the sum of: one per person and week, per move, or per session. Names for the
//! coordinator; for the data owner pseudonyms and no way into what people wrote.

use std::collections::HashMap;

use firstmove_domain::kpi::{RATERS, session_text};
use firstmove_domain::line::{Counted, Line};
use firstmove_domain::rights::Role;
use firstmove_domain::skill::skill;
use firstmove_domain::status::{Class, Status};

use crate::cohorts::store::Seated;
use crate::results::reading::{Part, Reading};
use crate::results::success::chosen;

/// One cell, perhaps a link.
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
}

/// A table of rows and what they sum up to.
pub struct Rows {
    /// The key of the figure.
    pub of: &'static str,
    /// The figure's name.
    pub name: &'static str,
    /// "34 of 39": what the rows sum up to.
    pub sum: String,
    /// How they do.
    pub rule: &'static str,
    /// The heads of the columns.
    pub head: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Rows {
    /// The rows of a figure, of one week or all chosen ones; none where there is no such figure.
    pub fn of(reading: &Reading, of: &str, week: Option<u8>) -> Option<Rows> {
        match of {
            "" | "moves" => Some(person_weeks(reading, week)),
            "success" => Some(attempts(reading, week)),
            "feedback" => Some(sessions(reading, week)),
            _ => None,
        }
    }
}

fn cell(text: impl Into<String>) -> Cell {
    Cell {
        text: text.into(),
        href: String::new(),
    }
}

/// Each line with who it is, people in the order in which they are shown.
fn people<'a>(reading: &'a Reading, part: &'a Part) -> Vec<(Cell, &'a Line)> {
    let seats: HashMap<String, &Seated> = part
        .roster
        .iter()
        .map(|seat| (seat.person.to_string(), seat))
        .collect();
    let mut people: Vec<(Cell, &Line)> = part
        .lines
        .iter()
        .filter_map(|line| {
            let seat = seats.get(&line.person)?;
            let who = match reading.role {
                Role::Coordinator => Cell {
                    text: seat.name.clone(),
                    href: format!("/people/{}", seat.seat),
                },
                _ => cell(seat.pseudonym.clone()),
            };
            Some((who, line))
        })
        .collect();
    people.sort_by_cached_key(|(who, _)| who.text.to_lowercase());
    people
}

/// The page of a move, for those who may read it.
fn move_href(reading: &Reading, attempt: Option<&Counted>) -> String {
    attempt
        .and_then(|attempt| attempt.experiment)
        .filter(|_| reading.role == Role::Coordinator)
        .map(|experiment| format!("/moves/{experiment}"))
        .unwrap_or_default()
}

fn person_weeks(reading: &Reading, week: Option<u8>) -> Rows {
    let mut rows = Vec::new();
    let (mut tried, mut could) = (0, 0);
    for part in &reading.parts {
        for (who, line) in people(reading, part) {
            for (number, status) in (1u8..).zip(&line.weeks) {
                let Some(status) = status.filter(|status| *status != Status::NotEnrolled) else {
                    continue;
                };
                if week.is_some_and(|week| week != number) {
                    continue;
                }
                tried += u64::from(status.is_attempt());
                could += u64::from(status.is_eligible());
                let attempt = line
                    .attempts
                    .iter()
                    .find(|one| one.week == Some(number) && !one.bonus);
                rows.push(vec![
                    Cell {
                        text: who.text.clone(),
                        href: who.href.clone(),
                    },
                    cell(&part.cohort.name),
                    cell(number.to_string()),
                    Cell {
                        text: status_words(status).to_owned(),
                        href: move_href(reading, attempt),
                    },
                    cell(attempt.map_or("", |one| tier(one.tier))),
                    cell(if status.is_eligible() { "Yes" } else { "No" }),
                ]);
            }
        }
    }
    Rows {
        of: "moves",
        name: "Move rate",
        sum: format!("{tried} of {could}"),
        rule: "Weeks with a try, of the weeks that count. Weeks before somebody joined have no row.",
        head: vec!["Leader", "Group", "Week", "What", "Evidence", "Counts"],
        rows,
    }
}

fn status_words(status: Status) -> &'static str {
    match status {
        Status::Attempted => "Tried",
        Status::Late => "Tried, reported late",
        Status::Skipped => "Not tried",
        Status::Withdrawn => "Not tried, withdrew",
        Status::Excused => "Excused",
        Status::NotEnrolled => "Not enrolled",
    }
}

fn tier(tier: u8) -> &'static str {
    match tier {
        0 => "Own word",
        1 => "Confirmed by a peer",
        2 => "Witnessed",
        _ => "Something to show",
    }
}

fn attempts(reading: &Reading, week: Option<u8>) -> Rows {
    let mut rows = Vec::new();
    let (mut met, mut told) = (0, 0);
    for part in &reading.parts {
        for (who, line) in people(reading, part) {
            let mut attempts: Vec<&Counted> = line
                .attempts
                .iter()
                .filter(|one| chosen(reading, one) && (week.is_none() || one.week == week))
                .collect();
            attempts.sort_by_key(|one| one.week);
            for one in attempts {
                met += u64::from(one.class == Class::Succeeded);
                told += u64::from(one.class.is_resolved());
                let key = one.skill.as_deref().unwrap_or_default();
                rows.push(vec![
                    Cell {
                        text: who.text.clone(),
                        href: who.href.clone(),
                    },
                    cell(&part.cohort.name),
                    cell(one.week.map_or("Pause".into(), |week| week.to_string())),
                    Cell {
                        text: class_words(one.class).to_owned(),
                        href: move_href(reading, Some(one)),
                    },
                    cell(skill(key).map_or(key, |skill| skill.name)),
                    cell(told_words(one)),
                    cell(if one.class.is_resolved() { "Yes" } else { "No" }),
                ]);
            }
        }
    }
    Rows {
        of: "success",
        name: "Success rate",
        sum: format!("{met} of {told}"),
        rule: "Moves that met their mark, of the moves that count. Moves too early to tell do not count yet.",
        head: vec![
            "Leader", "Group", "Week", "Outcome", "Skill", "Reported", "Counts",
        ],
        rows,
    }
}

fn class_words(class: Class) -> &'static str {
    match class {
        Class::Succeeded => "Met",
        Class::Partially => "Partly",
        Class::Failed => "Not met",
        Class::Pending => "Too early to tell",
        Class::Unresolved => "No outcome in time",
        Class::NoCriterion => "No mark set beforehand",
    }
}

fn told_words(one: &Counted) -> &'static str {
    if one.experiment.is_none() {
        return "Imported, criteria not recorded";
    }
    match (one.late, one.upgraded) {
        (true, _) => "Late",
        (false, true) => "In time, raised later",
        (false, false) => "In time",
    }
}

fn sessions(reading: &Reading, week: Option<u8>) -> Rows {
    let mut sessions: Vec<_> = reading
        .sessions
        .iter()
        .filter(|session| week.is_none_or(|week| session.week == week))
        .collect();
    sessions.sort_by_key(|session| (session.week, reading.group(&session.group)));
    let valid = sessions
        .iter()
        .filter(|session| session.raters() >= RATERS)
        .count();
    let rows = sessions
        .iter()
        .map(|session| {
            let (raters, mean) = match session.mean() {
                Some(mean) => (session.raters().to_string(), session_text(mean)),
                None => (
                    "Fewer than 3".to_owned(),
                    "Not shown: fewer than 3 ratings".to_owned(),
                ),
            };
            vec![
                cell(reading.group(&session.group)),
                cell(session.week.to_string()),
                cell(mean),
                cell(raters),
            ]
        })
        .collect();
    Rows {
        of: "feedback",
        name: "Feedback quality",
        sum: format!("{valid} sessions"),
        rule: "Sessions that three people or more have rated. The score is the middle one of their means.",
        head: vec!["Group", "Week", "Mean", "Ratings"],
        rows,
    }
}
