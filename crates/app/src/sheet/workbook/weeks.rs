//! The weeks of each group: a row for each week, one below the other.

use firstmove_paper::xlsx::{Look, Page, Value};

use super::{Size, column, letters, people, steps};

const GROUP: u16 = 10;
const PLACE: u16 = 11;
/// The mean rating of a session.
pub const MEAN: u16 = 9;

/// The rows of a group, counted from one, first and last.
pub fn rows(size: Size, group: u32) -> (u32, u32) {
    let weeks = u32::from(size.weeks());
    (2 + (group - 1) * weeks, 1 + group * weeks)
}

/// The means of a group's sessions.
pub fn means(size: Size, group: u32) -> String {
    let (first, last) = rows(size, group);
    let column = letters(MEAN);
    format!("Weeks!${column}${first}:${column}${last}")
}

/// The means of all sessions.
pub fn all_means(size: Size) -> String {
    column("Weeks", MEAN, rows(size, size.groups).1)
}

/// The cell with a group's text for counting functions.
pub fn key(size: Size, group: u32) -> String {
    format!("Weeks!${}${}", letters(GROUP), rows(size, group).0)
}

/// The cell with a group's name.
pub fn name(size: Size, group: u32) -> String {
    format!("Weeks!$A${}", rows(size, group).0)
}

/// The page.
pub fn page(size: Size) -> Page {
    let mut page = Page::new("Weeks");
    let heads = [
        "Cohort",
        "Week",
        "Attempted",
        "Eligible",
        "Move rate",
        "Succeeded",
        "Resolved",
        "Success rate",
        "Ratings",
        "Feedback quality",
        "Group",
        "First row",
    ];
    for (column, head) in (0..).zip(heads) {
        page.put(0, column, head, Look::Head);
    }
    for group in 1..=size.groups {
        for week in 1..=u32::from(size.weeks()) {
            row(&mut page, size, group, week);
        }
    }
    page.widths = vec![24.0, 8.0, 11.0, 11.0, 11.0, 11.0, 11.0, 12.0, 10.0, 16.0];
    page.heading = Some(0);
    page.folded = Some((GROUP, PLACE));
    page
}

fn row(page: &mut Page, size: Size, group: u32, week: u32) {
    let row = rows(size, group).0 + week - 1;
    let at = row - 1;
    let (place, key) = (format!("$L{row}"), format!("$K{row}"));
    let numbers = size.steps(steps::GROUP_NUMBER);
    page.compute(
        at,
        PLACE,
        format!("IFERROR(MATCH({group},{numbers},0),0)"),
        Look::Step,
    );
    let found = |from: String| format!("IF({place}=0,\"\",INDEX({from},{place})&\"\")");
    page.compute(at, GROUP, found(size.steps(steps::GROUP)), Look::Step);
    page.compute(at, 0, found(size.data(6)), Look::Plain);
    page.cells
        .push((at, 1, Value::Number(f64::from(week)), Look::Plain));
    let of_week = |also: &str| {
        format!(
            "COUNTIFS({},{key},{},{week}{also})",
            size.steps(steps::GROUP),
            size.steps(steps::WEEK)
        )
    };
    let says = |word: &str| of_week(&format!(",{},\"{word}\"", size.steps(steps::WORD)));
    let known = ["Y", "N", "EXC", "NA"].map(says).join("+");
    let people = |letter: &str| {
        let column = people::WEEK_1 + u16::try_from(week - 1).unwrap_or(0);
        format!(
            "SUMPRODUCT(({}={key})*({}=\"{letter}\"))",
            size.people(people::GROUP),
            size.people(column)
        )
    };
    let came_to =
        |outcome: &str| of_week(&format!(",{},\"{outcome}\"", size.steps(steps::OUTCOME)));
    let resolved = ["Succeeded", "Partially", "Failed", "Unresolved"]
        .map(came_to)
        .join("+");
    let rated = of_week(&format!(",{},\">0\"", size.steps(steps::RATING)));
    let mean = format!(
        "ROUND(AVERAGEIFS({},{},{key},{},{week}),12)",
        size.steps(steps::RATING),
        size.steps(steps::GROUP),
        size.steps(steps::WEEK)
    );
    let there = |formula: String| format!("IF({place}=0,\"\",IF({known}=0,\"\",{formula}))");
    let cells = [
        (2, there(people("A")), Look::Plain),
        (
            3,
            there(format!("{}+{}", people("A"), people("S"))),
            Look::Plain,
        ),
        (
            4,
            format!("IF(N(D{row})=0,\"\",C{row}/D{row})"),
            Look::Percent,
        ),
        (5, there(came_to("Succeeded")), Look::Plain),
        (6, there(resolved), Look::Plain),
        (
            7,
            format!("IF(N(G{row})=0,\"\",F{row}/G{row})"),
            Look::Percent,
        ),
        (8, format!("IF({place}=0,\"\",{rated})"), Look::Plain),
        (
            MEAN,
            format!("IF(N(I{row})>=3,{mean},\"\")"),
            Look::OneDecimal,
        ),
    ];
    for (column, formula, look) in cells {
        page.compute(at, column, formula, look);
    }
}
