//! The numbers of a sheet as text of 80 columns. Here, unlike in JSON, too few to show is too few to show.

use std::io::{self, Write};
use std::ops::RangeInclusive;

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use firstmove_domain::alert::SkipLevel;
use firstmove_domain::display::{MANY_EXCUSED, Minimum, Share, Shown, shown};
use firstmove_domain::kpi::{Feedback, MoveRate, ShownScore, Success};

use super::line::Remark;
use super::results::{Alert, Cohort, Figures, Results};

const WIDTH: u16 = 80;
/// One line under the headings is enough.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
/// More different warnings than this are not read; `--json` has them all.
const MOST_WARNINGS: usize = 20;
/// Rows that one warning names.
const MOST_ROWS: usize = 8;

/// Prints everything.
pub fn print(
    results: &Results,
    practice: &RangeInclusive<u8>,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{} from {}, practice weeks {} to {}\n",
        counted(results.participants, "person", "people"),
        counted(results.rows as usize, "row", "rows"),
        practice.start(),
        practice.end()
    )?;
    writeln!(out, "{}\n", figures(&results.whole).trim_fmt())?;
    excused(results, out)?;
    if results.cohorts.len() > 1 {
        writeln!(
            out,
            "By cohort\n{}\n",
            by_cohort(&results.cohorts).trim_fmt()
        )?;
    }
    writeln!(out, "By week\n{}\n", by_week(&results.cohorts).trim_fmt())?;
    alerts(&results.alerts, out)?;
    warnings(&results.warnings, out)
}

/// A cell's text on one line of a terminal: what would steer the terminal is only marked.
pub fn plain(text: &str) -> String {
    let shown = |c: char| match c {
        c if c.is_whitespace() => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

fn table(heading: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(heading.iter().copied());
    table
}

fn figures(figures: &Figures) -> Table {
    let mut table = table(&["", "Figure", "95% range", "Note"]);
    let (moves, success) = (figures.moves.shown(), figures.success.shown());
    let (score, range, basis) = score(&figures.feedback);
    table.add_row([
        "Move rate".to_owned(),
        moves.text().to_owned(),
        range_of(&moves),
        target(&figures.moves, &moves),
    ]);
    table.add_row([
        "Success rate".to_owned(),
        success.text().to_owned(),
        range_of(&success),
        outcomes(&figures.success),
    ]);
    table.add_row(["Feedback quality".to_owned(), score, range, basis]);
    table
}

/// How many weeks are excused, and what the move rate were without excuses; nothing where nobody is excused.
fn excused(results: &Results, out: &mut impl Write) -> io::Result<()> {
    let rates = &results.rates;
    if rates.excused.x == 0 {
        return Ok(());
    }
    let people = results.participants as u64;
    let excused = shown(
        rates.excused,
        people,
        None,
        Minimum::SPRINT_MOVES,
        &[MANY_EXCUSED],
    );
    let look = match rates.many_excused() {
        true => ", more than 15%, which is worth a look",
        false => "",
    };
    writeln!(
        out,
        "Weeks excused: {}{look}.\nMove rate if they counted as skipped: {}.\n",
        short(&excused),
        short(&rates.excused_as_skipped.shown())
    )
}

fn by_cohort(cohorts: &[Cohort]) -> Table {
    let mut table = table(&["Cohort", "People", "Move rate", "Success rate", "Feedback"]);
    for cohort in cohorts {
        let figures = &cohort.figures;
        table.add_row([
            plain(cohort.name.as_deref().unwrap_or_default()),
            cohort.participants.to_string(),
            with_range(&figures.moves.shown()),
            with_range(&figures.success.shown()),
            score(&figures.feedback).0,
        ]);
    }
    table
}

fn by_week(cohorts: &[Cohort]) -> Table {
    let named = cohorts.iter().any(|cohort| cohort.name.is_some());
    let mut heading = vec!["Week", "Move rate", "95% range", "Success rate"];
    if named {
        heading.insert(0, "Cohort");
    }
    let mut table = table(&heading);
    for cohort in cohorts {
        for (place, week) in cohort.weeks.iter().enumerate() {
            let moves = week.shown();
            let share = Share::new(week.succeeded, week.resolved);
            let success = shown(share, 0, None, Minimum::SUCCESS, &[]);
            let mut row = vec![
                week.week.to_string(),
                short(&moves),
                range_of(&moves),
                short(&success),
            ];
            if named {
                let name = cohort.name.as_deref().filter(|_| place == 0);
                row.insert(0, plain(name.unwrap_or_default()));
            }
            table.add_row(row);
        }
    }
    table
}

fn short(figure: &Shown) -> String {
    match figure {
        Shown::NoData { .. } => "no data".to_owned(),
        Shown::TooFew { .. } => "too few to show".to_owned(),
        Shown::Fraction { text, .. } | Shown::Percent { text, .. } => text.clone(),
    }
}

fn with_range(figure: &Shown) -> String {
    let range = range_of(figure);
    let text = short(figure);
    if range.is_empty() {
        text
    } else {
        format!("{text}\n{range}")
    }
}

fn range_of(figure: &Shown) -> String {
    match figure {
        Shown::Percent { range, .. } => range.clone().unwrap_or_default(),
        Shown::NoData { .. } | Shown::TooFew { .. } | Shown::Fraction { .. } => String::new(),
    }
}

fn target(moves: &MoveRate, figure: &Shown) -> String {
    // What is too little for a percentage is too little for a verdict.
    if !matches!(figure, Shown::Percent { .. }) {
        return String::new();
    }
    match moves.target_met {
        Some(true) => "target of 80% met".to_owned(),
        Some(false) => "target of 80% not met".to_owned(),
        None => String::new(),
    }
}

fn outcomes(success: &Success) -> String {
    let parts = [
        (success.partially, "partly met"),
        (success.failed, "not met"),
        (success.unresolved, "unresolved"),
        (success.pending, "pending"),
        (success.no_criterion, "without criterion"),
    ];
    // The same threshold as the figure: below it no outcome is told apart.
    if matches!(success.shown(), Shown::TooFew { .. }) {
        return String::new();
    }
    let told = parts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = told
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    told.join(", ")
}

fn score(feedback: &Feedback) -> (String, String, String) {
    match feedback.shown() {
        ShownScore::NoData { sentence } | ShownScore::TooFew { sentence } => {
            (sentence, String::new(), String::new())
        }
        ShownScore::Score { text, range, basis } => (text, range.unwrap_or_default(), basis),
    }
}

fn alerts(alerts: &[Alert], out: &mut impl Write) -> io::Result<()> {
    if alerts.is_empty() {
        return writeln!(out, "No alerts.");
    }
    let mut table = table(&["Who", "Cohort", "Alert", "Skipped weeks"]);
    let order = [SkipLevel::Red, SkipLevel::Amber];
    let sorted = order
        .iter()
        .flat_map(|level| alerts.iter().filter(move |alert| alert.level == *level));
    for alert in sorted {
        let what = match alert.level {
            SkipLevel::Red => "red: two in a row",
            SkipLevel::Amber => "amber: two skipped",
        };
        let weeks: Vec<String> = alert.weeks.iter().map(u8::to_string).collect();
        table.add_row([
            plain(&alert.participant),
            plain(alert.cohort.as_deref().unwrap_or("-")),
            what.to_owned(),
            weeks.join(", "),
        ]);
    }
    writeln!(out, "Alerts\n{}", table.trim_fmt())
}

fn warnings(warnings: &[Remark], out: &mut impl Write) -> io::Result<()> {
    if warnings.is_empty() {
        return Ok(());
    }
    // The same sentence about many rows is said once.
    let mut told: Vec<(&str, Vec<u64>)> = Vec::new();
    for remark in warnings {
        let known = told
            .iter()
            .position(|(message, _)| *message == remark.message);
        match known {
            Some(place) => told[place].1.push(remark.row),
            None if told.len() < MOST_WARNINGS => told.push((&remark.message, vec![remark.row])),
            None => {}
        }
    }
    let shown: usize = told.iter().map(|(_, rows)| rows.len()).sum();
    let mut table = table(&["Rows", "Warning"]);
    for (message, rows) in &told {
        let first: Vec<String> = rows.iter().take(MOST_ROWS).map(u64::to_string).collect();
        let more = rows.len().saturating_sub(MOST_ROWS);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        table.add_row([format!("{}{more}", first.join(", ")), plain(message)]);
    }
    writeln!(out, "\nWarnings\n{}", table.trim_fmt())?;
    if shown < warnings.len() {
        let more = warnings.len() - shown;
        writeln!(out, "and {more} more; --json lists them all")?;
    }
    Ok(())
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
