//! The words people write into the cells of a sheet, and the sentence for a cell that holds none of them.

use firstmove_domain::status::Class;
use firstmove_stats::Ratio;

use super::line::{Attempted, Cells, Column, Line, Remark};

/// Characters of a cell that a sentence repeats.
const MOST_QUOTED: usize = 40;

/// Understands one row. Every cell that is not understood adds a remark. There is a line as long as it is clear
/// whose week it speaks of, so that what does not fit beside it is found in the same reading.
pub fn understand<'a>(cells: &Cells<'a>, bad: &mut Vec<Remark>) -> Option<Line<'a>> {
    if repeats_headings(cells) {
        let message = "this row repeats the headings; keep one row of headings, above all others";
        bad.push(remark(cells, Column::Week, message.to_owned()));
        return None;
    }
    let mut unclear = false;
    let mut refuse = |column, message: String| {
        unclear |= !matches!(column, Column::Outcome | Column::FeedbackQuality);
        bad.push(remark(cells, column, message));
    };
    let week = week(cells.week).unwrap_or_else(|message| {
        refuse(Column::Week, message);
        0
    });
    if cells.participant.is_empty() {
        let message = match cells.tab {
            Some(_) => {
                "nobody is named in this row; write who it is about (a merged cell names its first row only)"
            }
            None => "nobody is named in this row; write who it is about",
        };
        let message = message.to_owned();
        refuse(Column::Participant, message);
    }
    let attempted = attempted(cells.attempted).unwrap_or_else(|message| {
        refuse(Column::Attempted, message);
        None
    });
    let outcome = outcome(cells.outcome).unwrap_or_else(|message| {
        refuse(Column::Outcome, message);
        None
    });
    if attempted == Some(Attempted::No) && outcome.is_some() {
        let message = format!(
            "there is an outcome, {}, but attempted says N; write Y, or clear the outcome",
            quoted(cells.outcome)
        );
        refuse(Column::Outcome, message);
    }
    let rating = rating(cells.feedback_quality).unwrap_or_else(|message| {
        refuse(Column::FeedbackQuality, message);
        None
    });
    if cells.cohort == Some("") {
        unclear = true;
        bad.push(without_cohort(cells.row, cells.tab));
    }
    (!unclear).then_some(Line {
        row: cells.row,
        cohort: cells.cohort,
        participant: cells.participant,
        week,
        attempted,
        outcome,
        rating,
    })
}

fn repeats_headings(cells: &Cells<'_>) -> bool {
    let is = |cell: &str, column: Column| cell.eq_ignore_ascii_case(column.heading());
    is(cells.week, Column::Week) && is(cells.participant, Column::Participant)
}

/// A remark about a cell of this row; it names the worksheet where there is one.
pub fn remark(cells: &Cells<'_>, column: Column, message: String) -> Remark {
    Remark::new(cells.row, column, placed(cells.tab, message))
}

/// That a row names no cohort where others do.
pub fn without_cohort(row: u64, tab: Option<&str>) -> Remark {
    let message = "the cohort is missing in this row; name it as in the other rows".to_owned();
    Remark::new(row, Column::Cohort, placed(tab, message))
}

fn placed(tab: Option<&str>, message: String) -> String {
    match tab {
        Some(tab) => format!("in the worksheet \"{tab}\": {message}"),
        None => message,
    }
}

/// `7`, `7.0`, `W7`, `Week 7`: any whole number.
pub fn week(text: &str) -> Result<i64, String> {
    if text.is_empty() {
        return Err("the week is missing; write its number, such as 7".to_owned());
    }
    whole_number(without_week(text).trim()).ok_or_else(|| {
        format!(
            "{} is not the number of a week; write a whole number, such as 7",
            quoted(text)
        )
    })
}

fn without_week(text: &str) -> &str {
    ["week", "w"]
        .iter()
        .find_map(|word| {
            let (start, rest) = text.split_at_checked(word.len())?;
            start.eq_ignore_ascii_case(word).then_some(rest)
        })
        .unwrap_or(text)
}

/// Decimals are allowed when they are noughts; a number beyond any calendar is taken as the largest.
fn whole_number(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let plain = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    if !plain || decimals.bytes().any(|b| b != b'0') {
        return None;
    }
    let number = whole.parse::<i64>().unwrap_or(i64::MAX);
    Some(if negative { -number } else { number })
}

/// Blank is `None`.
fn attempted(text: &str) -> Result<Option<Attempted>, String> {
    Ok(Some(match text.to_ascii_lowercase().as_str() {
        "" => return Ok(None),
        "y" | "yes" => Attempted::Yes,
        "n" | "no" => Attempted::No,
        "exc" | "excused" => Attempted::Excused,
        "na" | "n/a" => Attempted::NotEnrolled,
        _ => {
            return Err(format!(
                "{} does not say whether there was a move; write Y, N, EXC or NA",
                quoted(text)
            ));
        }
    }))
}

/// Blank is `None`.
fn outcome(text: &str) -> Result<Option<Class>, String> {
    Ok(Some(match text.to_ascii_lowercase().as_str() {
        "" => return Ok(None),
        "succeeded" | "success" | "s" => Class::Succeeded,
        "partially" | "partial" | "p" => Class::Partially,
        "failed" | "f" => Class::Failed,
        "pending" => Class::Pending,
        "unresolved" => Class::Unresolved,
        "nocriterion" | "no criterion" => Class::NoCriterion,
        _ => {
            return Err(format!(
                "{} is not an outcome; write Succeeded, Partially, Failed, Pending, Unresolved or \
                 NoCriterion, or leave it blank",
                quoted(text)
            ));
        }
    }))
}

/// A number from 1 to 5 with a point or a comma; blank is `None`.
fn rating(text: &str) -> Result<Option<Ratio>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let rating = Ratio::from_decimal(text).map_err(|_| {
        format!(
            "{} is not a rating; write a number from 1 to 5, such as 4.5",
            quoted(text)
        )
    })?;
    if rating < Ratio::whole(1) || rating > Ratio::whole(5) {
        return Err(format!(
            "{text} is outside the scale; a rating is from 1 to 5"
        ));
    }
    Ok(Some(rating))
}

/// A cell's text as a sentence repeats it: not all of a long one.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("\"{}...\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}
