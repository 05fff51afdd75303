//! The six-column sheet of one cohort: numbers computed from it are the final ones.

use firstmove_domain::kpi::SessionRatings;
use firstmove_domain::status::{Class, Counted, Line, Status};
use firstmove_stats::Ratio;

use super::cells::guarded;

/// The headings of the sheet.
pub const HEADINGS: [&str; 6] = [
    "Week",
    "Participant",
    "Attempted",
    "Outcome",
    "Feedback quality",
    "Metric delta",
];

/// Somebody on the sheet.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// What they are called there: a name or a pseudonym, no two people of a sheet alike.
    pub who: String,
    /// Their seat, for choosing them alone.
    pub seat: String,
    /// Their final line.
    pub line: Line,
    /// The metric deltas of an imported sheet, by week, in the order of their rows.
    pub deltas: Vec<(u8, String)>,
}

/// One row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The group.
    pub cohort: String,
    /// The number of the week.
    pub week: i64,
    /// Who.
    pub who: String,
    /// `Y`, `N`, `EXC` or `NA`.
    pub attempted: &'static str,
    /// The outcome's word; blank without one.
    pub outcome: &'static str,
    /// The mean of the week's session; blank under three ratings.
    pub feedback: Option<Ratio>,
    /// How far the team's metric was from its start, as an imported sheet gave it; blank where none did.
    pub delta: String,
}

impl SheetRow {
    /// The session's mean as the page shows it, with two decimals.
    pub fn feedback_shown(&self) -> String {
        self.feedback
            .map(|mean| mean.display(2))
            .unwrap_or_default()
    }

    /// The session's mean in full precision, as a file holds it.
    pub fn feedback_in_full(&self) -> String {
        self.feedback
            .map(|mean| mean.to_f64().to_string())
            .unwrap_or_default()
    }

    /// The six cells as a CSV file holds them.
    pub fn cells(&self) -> [String; 6] {
        [
            self.week.to_string(),
            guarded(&self.who).into_owned(),
            self.attempted.to_owned(),
            self.outcome.to_owned(),
            self.feedback_in_full(),
            guarded(&self.delta).into_owned(),
        ]
    }
}

/// The rows of these people for the practice weeks up to `begun`.
/// A week that has not closed is NA: it counts in no move rate yet, a move already reported in it counts for
/// success.
pub fn rows(
    cohort: &str,
    people: &[Named],
    sessions: &[SessionRatings],
    begun: u8,
) -> Vec<SheetRow> {
    let mut rows = Vec::new();
    for person in people {
        for week in 1..=begun {
            let feedback = mean(sessions, week);
            let given = person.deltas.iter().filter(|(of, _)| *of == week);
            let mut deltas = given.map(|(_, delta)| delta.clone());
            let told = cells(&person.line, week).into_iter();
            rows.extend(told.map(|(attempted, outcome)| SheetRow {
                cohort: cohort.to_owned(),
                week: i64::from(week),
                who: person.who.clone(),
                attempted,
                outcome,
                feedback,
                delta: deltas.next().unwrap_or_default(),
            }));
        }
    }
    rows
}

/// How many moves count for success and have no row: those of a pause, and those after leaving the sprint.
pub fn without_row(people: &[Named], begun: u8) -> usize {
    let all: usize = people.iter().map(|one| one.line.attempts.len()).sum();
    let told = rows("", people, &[], begun)
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

/// The word of an outcome.
pub fn outcome(class: Class) -> &'static str {
    match class {
        Class::Succeeded => "Succeeded",
        Class::Partially => "Partially",
        Class::Failed => "Failed",
        Class::Pending => "Pending",
        Class::Unresolved => "Unresolved",
        Class::NoCriterion => "NoCriterion",
    }
}

/// The outcome of a word that [`outcome`] gives.
pub fn class(word: &str) -> Option<Class> {
    use Class::{Failed, NoCriterion, Partially, Pending, Succeeded, Unresolved};
    [
        Succeeded,
        Partially,
        Failed,
        Pending,
        Unresolved,
        NoCriterion,
    ]
    .into_iter()
    .find(|class| outcome(*class) == word)
}

fn mean(sessions: &[SessionRatings], week: u8) -> Option<Ratio> {
    sessions
        .iter()
        .find(|session| session.week == week)
        .and_then(SessionRatings::mean)
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
        let paul = Named {
            who: "P007".into(),
            line: paul,
            deltas: vec![(1, "-0.5".into()), (1, "=1+1".into())],
            ..Named::default()
        };
        let rows = rows("A", &[paul], &[], 3);
        let deltas: Vec<String> = rows.iter().map(|row| row.cells()[5].clone()).collect();
        assert_eq!(deltas, ["-0.5", "'=1+1", "", ""]);
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
            cohort: "A".into(),
            delta: String::new(),
            week: i64::from(week),
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
}
