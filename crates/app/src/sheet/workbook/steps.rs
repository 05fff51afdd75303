//! What each row of `Data` counts as, row beside row.

use firstmove_paper::xlsx::{Look, Page};

use super::Size;

/// The person, as a text that means the same to every counting function.
pub const PERSON: u16 = 0;
/// The group, likewise.
pub const GROUP: u16 = 1;
/// The practice week; nought where there is none.
pub const WEEK: u16 = 2;
/// Y, N, EXC or NA.
pub const WORD: u16 = 3;
/// What an attempt came to.
pub const OUTCOME: u16 = 4;
/// Counts people up at the first row of each.
pub const PERSON_NUMBER: u16 = 5;
/// Counts groups up likewise.
pub const GROUP_NUMBER: u16 = 6;
/// The rating in a practice week.
pub const RATING: u16 = 7;
/// Which cell of the row is not what the rules allow; such a row counts as far as it was understood.
pub const FAULT: u16 = 8;

/// The page.
pub fn page(size: Size) -> Page {
    let mut page = Page::new("Steps");
    let heads = [
        "Person",
        "Group",
        "Counts in week",
        "Word",
        "Attempt",
        "New person",
        "New group",
        "Rating",
        "Not understood",
    ];
    for (column, head) in (0..).zip(heads) {
        page.put(0, column, head, Look::Head);
    }
    for row in 2..=size.last_row {
        for (column, formula) in (0..).zip(formulas(size, row)) {
            page.compute(row - 1, column, formula, Look::Step);
        }
    }
    page.widths = vec![30.0, 20.0, 10.0, 10.0, 14.0, 10.0, 10.0, 10.0, 18.0];
    page.heading = Some(0);
    page
}

fn formulas(size: Size, row: u32) -> [String; 9] {
    let person = clean(&format!("Data!B{row}"));
    let group = clean(&format!("Data!G{row}"));
    let above = row - 1;
    let first = |key: &str, number: &str| {
        format!(
            "IF(C{row}=0,\"\",IF(COUNTIFS({key}$2:{key}{row},{key}{row},C$2:C{row},\">0\")=1,\
             MAX({number}$1:{number}{above})+1,\"\"))"
        )
    };
    let week = number(&bare_week(row));
    let rating = number(&format!("Data!E{row}"));
    let (from, to) = size.practice;
    // the same row twice is one, so its rating counts once
    let again = format!(
        "IF(OR(D{row}=\"N\",AND(D{row}=\"EXC\",E{row}=\"\")),\
         COUNTIFS(A$1:A{above},A{row},C$1:C{above},C{row},D$1:D{above},D{row},E$1:E{above},\"\",H$1:H{above},{rating})>0,FALSE)"
    );
    [
        format!("IF(TRIM(Data!B{row}&\"\")=\"\",\"\",\"p|\"&{group}&\"|\"&{person})"),
        format!("IF(A{row}=\"\",\"\",\"g|\"&{group})"),
        format!(
            "IF(A{row}=\"\",0,IF(ISNUMBER({week}),IF(AND({week}>={from},{week}<={to},{week}=INT({week})),\
             {week},0),0))"
        ),
        word(row),
        outcome(row),
        first("A", "F"),
        first("B", "G"),
        format!("IF(C{row}=0,\"\",IF(ISNUMBER({rating}),IF({again},\"\",{rating}),\"\"))"),
        fault(row, &week, &rating),
    ]
}

/// The week without the word or letter that may stand before it.
fn bare_week(row: u32) -> String {
    format!("SUBSTITUTE(SUBSTITUTE(UPPER(Data!A{row}&\"\"),\"WEEK\",\"\"),\"W\",\"\")")
}

/// A number, also one that was written as text, with a point or a comma in any country; an error where it is none.
fn number(cell: &str) -> String {
    format!(
        "_xlfn.NUMBERVALUE(SUBSTITUTE(IF(TRIM({cell}&\"\")=\"\",\"-\",{cell}&\"\"),\",\",\".\"),\".\",\" \")"
    )
}

/// The first cell of a row that is not understood, by its heading.
fn fault(row: u32, week: &str, rating: &str) -> String {
    let filled = |column: &str| format!("TRIM(Data!{column}{row}&\"\")<>\"\"");
    let any = ["A", "B", "C", "D", "E"].map(filled).join(",");
    let in_week = format!("IF(ISNUMBER({week}),{week}<>INT({week}),TRUE)");
    let in_rating = format!("IF(ISNUMBER({rating}),OR({rating}<1,{rating}>5),TRUE)");
    let tests = [
        (in_week, "Week"),
        (format!("A{row}=\"\""), "Participant"),
        (
            format!("AND(C{row}>0,{},D{row}=\"\")", filled("C")),
            "Attempted",
        ),
        (
            format!(
                "AND(C{row}>0,{},OR(D{row}=\"N\",AND(D{row}<>\"\",E{row}=\"\")))",
                filled("D")
            ),
            "Outcome",
        ),
        (
            format!("IF({},{in_rating},FALSE)", filled("E")),
            "Feedback quality",
        ),
    ];
    let named = tests
        .iter()
        .rev()
        .fold("\"\"".to_owned(), |otherwise, (test, name)| {
            format!("IF({test},\"{name}\",{otherwise})")
        });
    format!("IF(OR({any}),{named},\"\")")
}

/// A text in which no letter has a meaning for counting functions.
fn clean(cell: &str) -> String {
    let signs = [("~", "<t>"), ("*", "<s>"), ("?", "<q>")];
    signs
        .iter()
        .fold(format!("TRIM({cell}&\"\")"), |text, (sign, instead)| {
            format!("SUBSTITUTE({text},\"{sign}\",\"{instead}\")")
        })
}

fn either(text: &str, words: &[&str]) -> String {
    let tests: Vec<String> = words
        .iter()
        .map(|word| format!("{text}=\"{word}\""))
        .collect();
    format!("OR({})", tests.join(","))
}

fn word(row: u32) -> String {
    let text = format!("UPPER(TRIM(Data!C{row}&\"\"))");
    let words: [(&str, &[&str]); 4] = [
        ("Y", &["Y", "YES"]),
        ("N", &["N", "NO"]),
        ("EXC", &["EXC", "EXCUSED"]),
        ("NA", &["NA", "N/A"]),
    ];
    let tests = words
        .iter()
        .rev()
        .fold("\"\"".to_owned(), |otherwise, (word, all)| {
            format!("IF({},\"{word}\",{otherwise})", either(&text, all))
        });
    format!("IF(C{row}=0,\"\",{tests})")
}

fn outcome(row: u32) -> String {
    let text = format!("UPPER(TRIM(Data!D{row}&\"\"))");
    let words: [(&str, &[&str]); 6] = [
        ("Succeeded", &["SUCCEEDED", "SUCCESS", "S"]),
        ("Partially", &["PARTIALLY", "PARTIAL", "P"]),
        ("Failed", &["FAILED", "F"]),
        ("Pending", &["PENDING"]),
        ("Unresolved", &["UNRESOLVED"]),
        ("NoCriterion", &["NOCRITERION", "NO CRITERION"]),
    ];
    let blank = format!("IF(AND({text}=\"\",D{row}=\"Y\"),\"Pending\",\"\")");
    let tests = words.iter().rev().fold(blank, |otherwise, (word, all)| {
        format!("IF({},\"{word}\",{otherwise})", either(&text, all))
    });
    format!("IF(OR(D{row}=\"\",D{row}=\"N\"),\"\",{tests})")
}
