//! The figures over everybody, by group and by week, each with what it rests on and its 95% range.
//!
//! The ranges are Wilson's with people as clusters; that of the feedback is by order statistics. Both are worked out
//! here from the same columns, so they follow every change. docs/numbers.md

use firstmove_paper::xlsx::{Block, Look, Page, Rule, Tone, Value};

use super::{Size, letters, people, steps, weeks};

/// The normal quantile of the ranges.
const Z: &str = "1.959963984540054";
const OUTCOMES: [&str; 6] = [
    "Succeeded",
    "Partially",
    "Failed",
    "Unresolved",
    "Pending",
    "NoCriterion",
];
/// So far below the last row that counts it is looked for more.
const MORE_ROWS: u32 = 5_000;
/// The columns of a rate in a row, from its count on, and where its steps stand.
#[derive(Clone, Copy)]
struct Place {
    count: u16,
    steps: u16,
}

/// The page.
pub fn page(size: Size) -> Page {
    let mut page = Page::new("Numbers");
    page.put(0, 0, "The numbers of this sheet", Look::Title);
    let note = format!(
        "Weeks {} to {} count. Every number is a formula over the rows of Data. Change a row there, or add one down to row {}, and it follows.",
        size.practice.0, size.practice.1, size.last_row
    );
    page.put(1, 0, note, Look::Note);
    page.compute(2, 0, left_out(size), Look::Part);
    whole(&mut page, size);
    outcomes(&mut page, size);
    by_week(&mut page, size);
    by_group(&mut page, size);
    page.widths = vec![
        26.0, 11.0, 11.0, 11.0, 11.0, 11.0, 13.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0,
    ];
    page.across = true;
    page.folded = Some((STEPS, STEPS + 7));
    let target = |top: u32, bottom: u32, column: u16| Rule {
        block: Block {
            top,
            left: column,
            bottom,
            right: column,
        },
        when: format!("={}{}=\"no\"", letters(column), top + 1),
        tone: Tone::Red,
    };
    // a rate that would read as the target and is below it has more decimals
    let exact = |top: u32, bottom: u32| {
        let line = top + 1;
        let reads =
            format!("AND(N($C{line})>0,5*N($B{line})<4*N($C{line}),ROUND(N($D{line}),3)>=0.8");
        let decimals = [(">=", Tone::FourDecimals), ("<", Tone::TwoDecimals)];
        decimals.map(|(than, tone)| Rule {
            block: Block {
                top,
                left: 3,
                bottom,
                right: 3,
            },
            when: format!("={reads},ROUND(N($D{line}),4){than}0.8)"),
            tone,
        })
    };
    page.rules = vec![
        target(4, 4, 6),
        target(groups(size), groups(size) + size.groups - 1, 6),
    ];
    let last = groups(size) + size.groups - 1;
    page.rules
        .extend(exact(4, 4).into_iter().chain(exact(groups(size), last)));
    page
}

/// What stands in `Data` and is in no number, in a sentence; nothing where all of it is counted.
fn left_out(size: Size) -> String {
    let more = |numbers: u16, places: u32, of: &str| {
        let all = size.steps(numbers);
        format!(
            "IF(MAX({all})>{places},\"Not counted: \"&(MAX({all})-{places})&\" {of} that came in below. \",\"\")"
        )
    };
    let (first, last) = (size.last_row + 1, size.last_row + MORE_ROWS);
    let rows = format!("COUNTA(Data!$A${first}:$G${last})");
    let faults = size.steps(steps::FAULT);
    let parts = [
        more(steps::PERSON_NUMBER, size.people, "people"),
        more(steps::GROUP_NUMBER, size.groups, "groups"),
        format!(
            "IF({rows}>0,\"Not counted: rows below row {}. \",\"\")",
            size.last_row
        ),
        format!(
            "IF(COUNTIF({faults},\"?*\")>0,\"Not understood: \"&COUNTIF({faults},\"?*\")&\" rows of Data; the last column of Steps names the cell. \",\"\")"
        ),
    ];
    let all = parts.join("&");
    format!(
        "IF({all}=\"\",\"\",{all}&\"Save this file and let firstmove kpi read it: it counts all.\")"
    )
}

/// The first of the columns in which ranges are worked out.
const STEPS: u16 = 17;

/// The first row of the table by group, counted from nought: below that of the weeks.
fn groups(size: Size) -> u32 {
    21 + u32::from(size.weeks())
}

fn heads(page: &mut Page, row: u32, heads: &[&str]) {
    for (column, head) in (0..).zip(heads) {
        page.put(row, column, *head, Look::Head);
    }
}

/// Move rate, success rate and feedback quality over everybody.
fn whole(page: &mut Page, size: Size) {
    heads(
        page,
        3,
        &[
            "Over everybody",
            "Count",
            "Of",
            "Rate",
            "95% from",
            "95% to",
            "Target of 80% met",
        ],
    );
    let place = Place {
        count: 1,
        steps: STEPS,
    };
    for (row, name, of) in [(4, "Move rate", 0), (5, "Success rate", 2)] {
        page.put(row, 0, name, Look::Plain);
        let (hits, all) = (
            size.people(size.behind(people::SUMS[of])),
            size.people(size.behind(people::SUMS[of + 1])),
        );
        page.compute(row, 1, format!("SUM({hits})"), Look::Plain);
        page.compute(row, 2, format!("SUM({all})"), Look::Plain);
        rate(page, row, place, &hits, &all, None);
    }
    page.compute(
        4,
        6,
        "IF(C5=0,\"\",IF(5*B5>=4*C5,\"yes\",\"no\"))".into(),
        Look::Plain,
    );
    page.put(6, 0, "Feedback quality", Look::Plain);
    page.put(6, 2, "sessions", Look::Note);
    score(page, 6, [1, 3, 4, 5], &weeks::all_means(size));
    page.put(7, 0, "People", Look::Plain);
    page.compute(
        7,
        1,
        format!("MAX({})", size.steps(steps::PERSON_NUMBER)),
        Look::Plain,
    );
    for (row, name, column) in [(8, "Amber alerts", 0), (9, "Red alerts", 1)] {
        page.put(row, 0, name, Look::Plain);
        let all = size.people(size.behind(people::ALERTS[column]));
        page.compute(row, 1, format!("SUMPRODUCT(--({all}<>\"\"))"), Look::Plain);
        page.put(row, 2, "see People", Look::Note);
    }
}

fn outcomes(page: &mut Page, size: Size) {
    heads(page, 11, &["Outcomes", "Attempts"]);
    for (row, outcome) in (12..).zip(OUTCOMES) {
        page.put(row, 0, outcome, Look::Plain);
        page.compute(
            row,
            1,
            format!("COUNTIF({},\"{outcome}\")", size.steps(steps::OUTCOME)),
            Look::Plain,
        );
    }
}

/// The weeks over all groups stand beside the outcomes.
fn by_week(page: &mut Page, size: Size) {
    let left = 7;
    let names = [
        "Week",
        "Attempted",
        "Eligible",
        "Move rate",
        "Succeeded",
        "Resolved",
        "Success rate",
    ];
    for (column, head) in (left..).zip(names) {
        page.put(11, column, head, Look::Head);
    }
    let last = weeks::rows(size, size.groups).1;
    for week in 1..=u32::from(size.weeks()) {
        let row = 11 + week;
        let sum = |column: &str| {
            format!("SUMIFS(Weeks!${column}$2:${column}${last},Weeks!$B$2:$B${last},{week})")
        };
        let here = |column: u16| format!("{}{}", letters(left + column), row + 1);
        let share = |x: u16, n: u16| format!("IF({}=0,\"\",{}/{})", here(n), here(x), here(n));
        page.cells
            .push((row, left, Value::Number(f64::from(week)), Look::Plain));
        page.compute(row, left + 1, sum("C"), Look::Plain);
        page.compute(row, left + 2, sum("D"), Look::Plain);
        page.compute(row, left + 3, share(1, 2), Look::Percent);
        page.compute(row, left + 4, sum("F"), Look::Plain);
        page.compute(row, left + 5, sum("G"), Look::Plain);
        page.compute(row, left + 6, share(4, 5), Look::Percent);
    }
}

fn by_group(page: &mut Page, size: Size) {
    heads(
        page,
        groups(size) - 1,
        &[
            "Cohort",
            "Attempted",
            "Eligible",
            "Move rate",
            "95% from",
            "95% to",
            "Target of 80% met",
            "Succeeded",
            "Resolved",
            "Success rate",
            "95% from",
            "95% to",
            "Sessions",
            "Feedback quality",
            "95% from",
            "95% to",
            "People",
        ],
    );
    for group in 1..=size.groups {
        let row = groups(size) + group - 1;
        let line = row + 1;
        let (key, name) = (weeks::key(size, group), weeks::name(size, group));
        page.compute(row, 0, format!("IF({key}=\"\",\"\",{name})"), Look::Plain);
        let mine = format!("({}={key})", size.people(people::GROUP));
        let rates = [
            Place {
                count: 1,
                steps: STEPS,
            },
            Place {
                count: 7,
                steps: STEPS + 4,
            },
        ];
        for (place, of) in rates.into_iter().zip([0, 2]) {
            let (hits, all) = (
                size.people(size.behind(people::SUMS[of])),
                size.people(size.behind(people::SUMS[of + 1])),
            );
            for (column, values) in [(place.count, &hits), (place.count + 1, &all)] {
                let sum = format!("IF({key}=\"\",\"\",SUMPRODUCT({mine}*{values}))");
                page.compute(row, column, sum, Look::Plain);
            }
            rate(page, row, place, &hits, &all, Some(&mine));
        }
        let met = format!("IF(N(C{line})=0,\"\",IF(5*B{line}>=4*C{line},\"yes\",\"no\"))");
        page.compute(row, 6, met, Look::Plain);
        score(page, row, [12, 13, 14, 15], &weeks::means(size, group));
        page.compute(
            row,
            16,
            format!("IF({key}=\"\",\"\",SUMPRODUCT(--{mine}))"),
            Look::Plain,
        );
    }
}

/// Rate and range of a count and what it is of, which stand in the first two cells of `place`: people with
/// something to count, the design effect, the effective number, then the limits.
fn rate(page: &mut Page, row: u32, place: Place, hits: &str, all: &str, mine: Option<&str>) {
    let cell = |column: u16| format!("{}{}", letters(column), row + 1);
    let (x, n, p) = (
        cell(place.count),
        cell(place.count + 1),
        cell(place.count + 2),
    );
    let [k, squares, deff, n_eff] = [0, 1, 2, 3].map(|step| cell(place.steps + step));
    let whose = mine.map_or(String::new(), |mine| format!("{mine}*"));
    let enough = format!("N({k})<2");
    page.compute(
        row,
        place.count + 2,
        format!("IF(N({n})=0,\"\",{x}/{n})"),
        Look::Percent,
    );
    page.compute(
        row,
        place.steps,
        format!("SUMPRODUCT({whose}({all}>0))"),
        Look::Step,
    );
    let residuals = format!("IF({enough},0,SUMPRODUCT({whose}({hits}-{x}/{n}*{all})^2))");
    page.compute(row, place.steps + 1, residuals, Look::Step);
    let effect = format!(
        "IF({enough},\"\",IF(OR({x}=0,{x}={n}),{n}/{k},MAX(1,{k}/({k}-1)*{squares}/{n}^2/({p}*(1-{p})/{n}))))"
    );
    page.compute(row, place.steps + 2, effect, Look::Step);
    let effective = format!("IF({enough},\"\",{n}/{deff}*({Z}/TINV(0.05,{k}-1))^2)");
    page.compute(row, place.steps + 3, effective, Look::Step);
    let centre = format!("({p}+{Z}^2/(2*{n_eff}))");
    let half = format!("{Z}*SQRT({p}*(1-{p})/{n_eff}+{Z}^2/(4*{n_eff}^2))");
    let scale = format!("(1+{Z}^2/{n_eff})");
    let low = format!("IF({enough},\"\",IF({x}=0,0,MAX(0,({centre}-{half})/{scale})))");
    let high = format!("IF({enough},\"\",IF({x}={n},1,MIN(1,({centre}+{half})/{scale})))");
    page.compute(row, place.count + 3, low, Look::Percent);
    page.compute(row, place.count + 4, high, Look::Percent);
}

/// Sessions, their median, and the range by order statistics from six sessions on.
fn score(page: &mut Page, row: u32, [sessions, score, low, high]: [u16; 4], means: &str) {
    let count = format!("{}{}", letters(sessions), row + 1);
    let rank = format!("CRITBINOM({count},0.5,0.025)");
    page.compute(row, sessions, format!("COUNT({means})"), Look::Plain);
    page.compute(
        row,
        score,
        format!("IF({count}<3,\"\",ROUND(MEDIAN({means}),9))"),
        Look::OneDecimal,
    );
    page.compute(
        row,
        low,
        format!("IF({count}<6,\"\",SMALL({means},{rank}))"),
        Look::OneDecimal,
    );
    page.compute(
        row,
        high,
        format!("IF({count}<6,\"\",LARGE({means},{rank}))"),
        Look::OneDecimal,
    );
}
