//! The move rate in all its readings, from one letter for each person and week.

use firstmove_domain::kpi::{MoveRate, by_week, move_rate, move_rates as readings};
use firstmove_domain::status::{Class, Counted, Line, Status};
use firstmove_domain::week::PRACTICE_WEEKS;
use firstmove_stats::cluster_wilson;
use serde_json::{Map, Value, json};

use super::case::{Case, Field, Refusal};
use super::figures::{Results, fields};

/// Fills every reading.
pub fn move_rates(case: Case<'_>) -> Result<Results, Refusal> {
    let codes = case.field("codes")?;
    let people = codes.parts()?;
    let (mut closed, mut last) = (Vec::new(), Vec::new());
    for (name, field) in &people {
        let (as_closed, with_late) = lines(name, field)?;
        if last
            .first()
            .is_some_and(|first: &Line| first.weeks.len() != with_late.weeks.len())
        {
            return Err(field.refuse("it must have as many letters as the first person's"));
        }
        closed.push(as_closed);
        last.push(with_late);
    }
    let rates = readings(&closed, &last);
    let per_person: Map<String, Value> = last
        .iter()
        .map(|line| {
            let rate = move_rate(std::slice::from_ref(line));
            (line.person.clone(), pair(&rate))
        })
        .collect();
    Ok(vec![
        ("closed_weekly", weekly(&closed)),
        ("final_weekly", weekly(&last)),
        ("closed", pair(&rates.closed)),
        ("final", pair(&rates.final_)),
        ("active", pair(&rates.active)),
        ("excused_as_skipped", pair(&rates.excused_as_skipped)),
        ("per_person", Value::Object(per_person)),
        ("cluster_final", cluster(&rates.final_)?),
        ("cluster_closed", cluster(&rates.closed)?),
    ])
}

/// One person's line as the weeks closed, and with late reports.
fn lines(person: &str, field: &Field<'_>) -> Result<(Line, Line), Refusal> {
    let codes = field.text()?;
    if codes.chars().count() > usize::from(PRACTICE_WEEKS) {
        return Err(field.refuse("it must have at most 10 letters, one for each practice week"));
    }
    let empty = || Line {
        person: person.to_owned(),
        ..Line::default()
    };
    let (mut closed, mut last) = (empty(), empty());
    for (week, code) in (1_u8..).zip(codes.chars()) {
        let (status, attempts) = meaning(code).ok_or_else(|| {
            field.refuse(&format!(
                "\"{code}\" is none of the letters A 2 S X x L W . e"
            ))
        })?;
        let late = status == Status::Late;
        closed
            .weeks
            .push(Some(if late { Status::Skipped } else { status }));
        last.weeks.push(Some(status));
        for _ in 0..attempts {
            let attempt = Counted::plain(week, Class::Pending, !status.is_eligible());
            if !late {
                closed.attempts.push(attempt.clone());
            }
            last.attempts.push(attempt);
        }
    }
    Ok((closed, last))
}

/// The status a letter stands for, and how many attempts were made in the week.
fn meaning(code: char) -> Option<(Status, usize)> {
    Some(match code {
        'A' => (Status::Attempted, 1),
        '2' => (Status::Attempted, 2),
        'S' => (Status::Skipped, 0),
        'X' => (Status::Excused, 0),
        'x' => (Status::Excused, 1),
        'L' => (Status::Late, 1),
        'W' => (Status::Withdrawn, 0),
        '.' => (Status::NotEnrolled, 0),
        'e' => (Status::NotEnrolled, 1),
        _ => return None,
    })
}

fn weekly(lines: &[Line]) -> Value {
    let rows = by_week(lines);
    rows.iter()
        .map(|row| json!([row.attempted, row.eligible]))
        .collect()
}

fn pair(rate: &MoveRate) -> Value {
    json!([rate.attempted, rate.eligible])
}

fn cluster(rate: &MoveRate) -> Result<Value, Refusal> {
    let found = fields(
        &cluster_wilson(&rate.clusters),
        &["p", "deff", "n_eff", "ci"],
    )?;
    Ok(found
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect::<Map<String, Value>>()
        .into())
}
