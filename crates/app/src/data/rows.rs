//! The six-column sheet of one cohort under pseudonyms: numbers computed from it are the final ones.

use firstmove_domain::kpi::SessionRatings;
use firstmove_domain::status::{Class, Counted, Line, Status};
use firstmove_stats::Ratio;

/// The headings of the sheet.
pub const HEADINGS: [&str; 6] = [
    "Week",
    "Participant",
    "Attempted",
    "Outcome",
    "Feedback quality",
    "Metric delta",
];

/// One row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The number of the week.
    pub week: u8,
    /// Who, without a name.
    pub who: String,
    /// `Y`, `N`, `EXC` or `NA`.
    pub attempted: &'static str,
    /// The outcome's word; blank without one.
    pub outcome: &'static str,
    /// The mean of the week's session; blank under three ratings.
    pub feedback: Option<Ratio>,
}

impl SheetRow {
    /// The session's mean as the page shows it, with two decimals.
    pub fn feedback_shown(&self) -> String {
        self.feedback
            .map(|mean| mean.display(2))
            .unwrap_or_default()
    }

    /// The six cells as a file holds them, means in full precision.
    pub fn cells(&self) -> [String; 6] {
        [
            self.week.to_string(),
            self.who.clone(),
            self.attempted.to_owned(),
            self.outcome.to_owned(),
            self.feedback
                .map(|mean| mean.to_f64().to_string())
                .unwrap_or_default(),
            String::new(),
        ]
        .map(|cell| harmless(&cell))
    }
}

/// The rows of these people, each a pseudonym with its final line, for the practice weeks up to `begun`.
/// A week that has not closed is NA: it counts in no move rate yet, a move already reported in it counts for
/// success.
pub fn rows(people: &[(String, Line)], sessions: &[SessionRatings], begun: u8) -> Vec<SheetRow> {
    let mut rows = Vec::new();
    for (who, line) in people {
        for week in 1..=begun {
            let feedback = mean(sessions, week);
            rows.extend(
                cells(line, week)
                    .into_iter()
                    .map(|(attempted, outcome)| SheetRow {
                        week,
                        who: who.clone(),
                        attempted,
                        outcome,
                        feedback,
                    }),
            );
        }
    }
    rows
}

/// How many moves count for success and have no row: those of a pause, and those after leaving the sprint.
pub fn without_row(people: &[(String, Line)], begun: u8) -> usize {
    let all: usize = people.iter().map(|(_, line)| line.attempts.len()).sum();
    let told = rows(people, &[], begun)
        .iter()
        .filter(|row| !row.outcome.is_empty())
        .count();
    all.saturating_sub(told)
}

fn cells(line: &Line, week: u8) -> Vec<(&'static str, &'static str)> {
    let attempts: Vec<&Counted> = line
        .attempts
        .iter()
        .filter(|attempt| attempt.week == Some(week))
        .collect();
    let said = match line.week(week) {
        Some(Status::Attempted | Status::Late) => "Y",
        // beside N stands no outcome: a move tried after leaving has no row
        Some(Status::Skipped | Status::Withdrawn) => return vec![("N", "")],
        Some(Status::Excused) => "EXC",
        // one row that does not count holds one move; several need the other word that does not count
        Some(Status::NotEnrolled) | None if attempts.len() > 1 => "EXC",
        Some(Status::NotEnrolled) | None => "NA",
    };
    if attempts.is_empty() {
        return vec![(said, "")];
    }
    attempts
        .iter()
        .map(|attempt| (said, outcome(attempt.class)))
        .collect()
}

fn outcome(class: Class) -> &'static str {
    match class {
        Class::Succeeded => "Succeeded",
        Class::Partially => "Partially",
        Class::Failed => "Failed",
        Class::Pending => "Pending",
        Class::Unresolved => "Unresolved",
        Class::NoCriterion => "NoCriterion",
    }
}

fn mean(sessions: &[SessionRatings], week: u8) -> Option<Ratio> {
    sessions
        .iter()
        .find(|session| session.week == week)
        .and_then(SessionRatings::mean)
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(weeks: &[Option<Status>], attempts: Vec<Counted>) -> Line {
        Line {
            weeks: weeks.to_vec(),
            attempts,
            ..Line::default()
        }
    }

    #[test]
    fn each_try_has_a_row_and_an_open_week_counts_in_no_move_rate() {
        let tries = vec![
            Counted::plain(1, Class::Succeeded, false),
            Counted::plain(1, Class::Failed, false),
            Counted::plain(3, Class::Pending, false),
        ];
        let paul = line(
            &[Some(Status::Attempted), Some(Status::Skipped), None],
            tries,
        );
        let rows = rows(&[("P007".into(), paul)], &[], 3);
        let said: Vec<_> = rows
            .iter()
            .map(|row| (row.week, row.attempted, row.outcome))
            .collect();
        assert_eq!(
            said,
            [
                (1, "Y", "Succeeded"),
                (1, "Y", "Failed"),
                (2, "N", ""),
                (3, "NA", "Pending")
            ]
        );
    }

    #[test]
    fn a_mean_stands_in_full_in_the_file_and_two_ratings_stand_nowhere() {
        let sessions = [
            SessionRatings::of("a", 1, &[4, 4, 5]),
            SessionRatings::of("a", 2, &[4, 5]),
        ];
        let row = |week| SheetRow {
            week,
            who: "P001".into(),
            attempted: "Y",
            outcome: "",
            feedback: mean(&sessions, week),
        };
        assert_eq!(row(1).cells()[4], "4.333333333333333");
        assert_eq!(row(1).feedback_shown(), "4.33");
        assert_eq!(row(2).cells()[4], "");
        assert_eq!(row(2).feedback_shown(), "");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@x"] {
            assert!(harmless(cell).starts_with('\''));
        }
        assert_eq!(harmless("P001"), "P001");
    }
}
