//! The weeks of each person, what they add to the figures, and where two of them were skipped.
//!
//! The rule of alerts: an attempt ends a run of skips, three in a row start the count of skips anew, excused and
//! missing weeks are passed over. Its three counters go from week to week in columns that are folded away.

use firstmove_domain::alert::RESTART_AFTER;
use firstmove_paper::xlsx::{Block, Look, Page, Rule, Tone, Value};

use super::{Size, letters, steps};

/// The first row with a person, counted from one.
pub const FIRST: u32 = 4;
/// The group, as a text that means the same to every counting function.
pub const GROUP: u16 = 3;
/// Week 1.
pub const WEEK_1: u16 = 5;
/// What each person adds: attempted and eligible weeks, succeeded and resolved attempts; nought where there is
/// nobody. These columns, and all that come behind the weeks, are those of ten weeks: [`Size::behind`].
pub const SUMS: [u16; 4] = [21, 22, 23, 24];
/// The weeks of an amber and a red alert.
pub const ALERTS: [u16; 2] = [19, 20];

const NAME: u16 = 0;
const GROUP_NAME: u16 = 1;
const PERSON: u16 = 2;
const PLACE: u16 = 4;
const SHOWN: u16 = 15;
const COUNTERS: u16 = 25;
const RESOLVED: [&str; 4] = ["Succeeded", "Partially", "Failed", "Unresolved"];

/// The page.
pub fn page(size: Size) -> Page {
    let mut page = Page::new("People");
    page.put(0, 0, "People", Look::Title);
    let note = "A: tried. S: not tried. X: excused. A point: not in the group. Two weeks not tried are coloured.";
    page.put(1, 0, note, Look::Note);
    heads(&mut page, size);
    for number in 1..=size.people {
        person(&mut page, size, number);
    }
    page.heading = Some(FIRST - 2);
    page.still_columns = 1;
    page.across = true;
    page.widths = widths(size);
    page.folded = Some((size.behind(SUMS[0]), counter(size, 3, 0) - 1));
    page.rules = rules(size);
    page
}

/// Where a counter of a week stands, which is counted from nought; there are three blocks of them.
fn counter(size: Size, block: u16, week: u16) -> u16 {
    size.behind(COUNTERS) + block * size.weeks() + week
}

fn heads(page: &mut Page, size: Size) {
    let row = FIRST - 2;
    let mut head = |column, text: &str| page.put(row, column, text, Look::Head);
    head(NAME, "Participant");
    head(GROUP_NAME, "Cohort");
    for (column, text) in [(PERSON, "Person"), (GROUP, "Group"), (PLACE, "First row")] {
        head(column, text);
    }
    for week in 0..size.weeks() {
        head(WEEK_1 + week, &format!("W{}", week + 1));
        for (block, what) in (0..).zip(["in a row", "since restart", "run"]) {
            let column = counter(size, block, week);
            head(column, &format!("W{} {what}", week + 1));
        }
    }
    for (at, text) in (SHOWN..).zip(["Attempted", "Eligible", "Succeeded", "Resolved"]) {
        head(size.behind(at), text);
    }
    head(size.behind(ALERTS[0]), "Amber: weeks not tried");
    head(size.behind(ALERTS[1]), "Red: not tried in a row");
    for (column, text) in SUMS
        .into_iter()
        .zip(["Attempted", "Eligible", "Succeeded", "Resolved"])
    {
        head(size.behind(column), text);
    }
}

fn person(page: &mut Page, size: Size, number: u32) {
    let row = FIRST + number - 1;
    let at = row - 1;
    let cell = |column: u16| format!("{}{row}", letters(column));
    let (place, person) = (cell(PLACE), cell(PERSON));
    let numbers = size.steps(steps::PERSON_NUMBER);
    page.compute(
        at,
        PLACE,
        format!("IFERROR(MATCH({number},{numbers},0),0)"),
        Look::Step,
    );
    let found = [
        (NAME, size.data(1), Look::Plain),
        (GROUP_NAME, size.data(6), Look::Plain),
        (PERSON, size.steps(steps::PERSON), Look::Step),
        (GROUP, size.steps(steps::GROUP), Look::Step),
    ];
    for (column, from, look) in found {
        page.compute(
            at,
            column,
            format!("IF({place}=0,\"\",INDEX({from},{place})&\"\")"),
            look,
        );
    }
    for week in 1..=size.weeks() {
        let formula = status(size, &place, &person, week);
        page.compute(at, WEEK_1 + week - 1, formula, Look::Middle);
        counters(page, size, row, week);
    }
    let weeks = format!("{}:{}", cell(WEEK_1), cell(WEEK_1 + size.weeks() - 1));
    let succeeded = |outcome: &str| {
        format!(
            "COUNTIFS({},{person},{},\"{outcome}\")",
            size.steps(steps::PERSON),
            size.steps(steps::OUTCOME)
        )
    };
    let shown = [
        format!("COUNTIF({weeks},\"A\")"),
        format!("COUNTIF({weeks},\"A\")+COUNTIF({weeks},\"S\")"),
        succeeded("Succeeded"),
        RESOLVED.map(succeeded).join("+"),
    ];
    let columns = (SHOWN..)
        .zip(SUMS)
        .map(|(one, sum)| (size.behind(one), size.behind(sum)));
    for ((column, sum), formula) in columns.zip(shown) {
        page.compute(
            at,
            column,
            format!("IF({place}=0,\"\",{formula})"),
            Look::Plain,
        );
        page.compute(at, sum, format!("N({})", cell(column)), Look::Step);
    }
    for (block, column) in [1, 2].into_iter().zip(ALERTS) {
        let last = cell(counter(size, block + 1, 0) - 1);
        let two = format!("IF(ISNUMBER(FIND(\",\",{last})),{last},\"\")");
        page.compute(at, size.behind(column), two, Look::Plain);
    }
}

/// The letter of a week: an excuse stands whatever was tried, an attempt makes up for a skip.
fn status(size: Size, place: &str, person: &str, week: u16) -> String {
    let says = |word: &str| {
        format!(
            "COUNTIFS({},{person},{},{week},{},\"{word}\")>0",
            size.steps(steps::PERSON),
            size.steps(steps::WEEK),
            size.steps(steps::WORD)
        )
    };
    let letters = [("EXC", "X"), ("Y", "A"), ("N", "S"), ("NA", ".")];
    let tests = letters
        .iter()
        .rev()
        .fold("\"\"".to_owned(), |otherwise, (word, letter)| {
            format!("IF({},\"{letter}\",{otherwise})", says(word))
        });
    format!("IF({place}=0,\"\",{tests})")
}

/// Attempts in a row, weeks skipped since the last restart, weeks of the current run.
fn counters(page: &mut Page, size: Size, row: u32, week: u16) {
    let at = |block: u16, week: u16| format!("{}{row}", letters(counter(size, block, week - 1)));
    let status = format!("{}{row}", letters(WEEK_1 + week - 1));
    let before = |block: u16, start: &str| match week {
        1 => start.to_owned(),
        week => at(block, week - 1),
    };
    let (tried, since, run) = (before(0, "0"), before(1, "\"\""), before(2, "\"\""));
    let and = |list: &str| format!("IF({list}=\"\",\"\",{list}&\", \")&\"{week}\"");
    let restart = match RESTART_AFTER {
        Some(enough) => format!("{}>={enough}", at(0, week)),
        None => "FALSE".to_owned(),
    };
    let formulas = [
        format!("IF({status}=\"S\",0,IF({status}=\"A\",{tried}+1,{tried}))"),
        format!(
            "IF({status}=\"S\",{},IF(AND({status}=\"A\",{restart}),\"\",{since}))",
            and(&since)
        ),
        format!(
            "IF({status}=\"S\",{},IF({status}=\"A\",\"\",{run}))",
            and(&run)
        ),
    ];
    for (block, formula) in (0..).zip(formulas) {
        let column = counter(size, block, week - 1);
        page.cells.push((
            row - 1,
            column,
            Value::Formula(format!("={formula}")),
            Look::Step,
        ));
    }
}

fn widths(size: Size) -> Vec<f64> {
    let mut widths = vec![28.0, 20.0, 3.0, 3.0, 3.0];
    widths.extend(vec![5.0; usize::from(size.weeks())]);
    widths.extend([10.0, 10.0, 10.0, 10.0, 16.0, 16.0]);
    widths
}

fn rules(size: Size) -> Vec<Rule> {
    let (first, last) = (FIRST, FIRST + size.people - 1);
    let block = |left, right| Block {
        top: first - 1,
        left,
        bottom: last - 1,
        right,
    };
    let named = |column: u16| format!("=${}{first}<>\"\"", letters(column));
    let week = |letter: &str| format!("={}{first}=\"{letter}\"", letters(WEEK_1));
    let weeks = block(WEEK_1, WEEK_1 + size.weeks() - 1);
    let [amber, red] = ALERTS.map(|column| size.behind(column));
    let rule = |block, when, tone| Rule { block, when, tone };
    vec![
        rule(block(NAME, NAME), named(red), Tone::Red),
        rule(block(red, red), named(red), Tone::Red),
        rule(block(NAME, NAME), named(amber), Tone::Amber),
        rule(block(amber, amber), named(amber), Tone::Amber),
        rule(weeks, week("A"), Tone::Strong),
        rule(weeks, week("X"), Tone::Faint),
        rule(weeks, week("."), Tone::Faint),
    ]
}
