//! A pasted text brought into lines as they are read: each person in a line of their own, the parts in our order.

use super::pasted::{ORDER, cells, entries, headings};
use crate::roster::Column;

/// The text with a line for each person. Whoever stands in one line with others, as mail programs write those to whom
/// they wrote, comes into a line of their own; below a row of headings the parts come into our order, and the row
/// goes. Every other line stays as it is, right or not.
#[must_use]
pub fn arranged(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in rows(text).into_iter().flatten() {
        match line.trim().is_empty() {
            true => lines.push(line),
            false => lines.extend(entries(&line).into_iter().map(str::to_owned)),
        }
    }
    lines.join("\n")
}

/// The same with each line where it was, for who is still typing: several people stay in one, and headings leave an
/// empty one.
#[must_use]
pub fn in_place(text: &str) -> String {
    let rows = rows(text).into_iter().map(Option::unwrap_or_default);
    rows.collect::<Vec<_>>().join("\n")
}

/// The lines, those below headings in our order; none for the headings themselves.
fn rows(text: &str) -> Vec<Option<String>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut order: Option<Vec<Option<Column>>> = None;
    let mut rows = Vec::new();
    for raw in text.split('\n') {
        if let Some(columns) = headings(raw) {
            order = Some(columns);
            rows.push(None);
            continue;
        }
        let under = order
            .as_ref()
            .and_then(|columns| in_our_order(columns, raw));
        rows.push(Some(under.unwrap_or_else(|| raw.to_owned())));
    }
    rows
}

/// The line of a row below headings; none where no address stands below its heading, so that the row is none of theirs,
/// or where the headings are in our order already.
fn in_our_order(columns: &[Option<Column>], raw: &str) -> Option<String> {
    if { columns.iter() }
        .zip(ORDER)
        .all(|(it, ours)| *it == Some(ours))
    {
        return None;
    }
    let cells = cells(raw);
    let cell = |wanted: Column| {
        let at = columns.iter().position(|column| *column == Some(wanted));
        at.and_then(|at| cells.get(at)).map_or("", String::as_str)
    };
    if !cell(Column::Mail).contains('@') {
        return None;
    }
    // "Name" beside a first name is the last one
    let halves = [Column::FirstName, Column::LastName, Column::Name].map(cell);
    let halves: Vec<&str> = halves.into_iter().filter(|half| !half.is_empty()).collect();
    let name = halves.join(" ");
    let mut parts = vec![name.as_str()];
    parts.extend(ORDER.into_iter().skip(1).map(cell));
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    let plain = parts.iter().all(|part| !part.contains([';', '"']));
    Some(parts.join(if plain { "; " } else { "\t" }))
}
