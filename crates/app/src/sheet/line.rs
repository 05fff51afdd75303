//! One row of the sheet as it was understood, and what is said about a row that was not.

use std::fmt;

use firstmove_domain::status::Class;
use firstmove_stats::Ratio;
use serde::Serialize;

/// The columns a remark can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The number of the week.
    Week,
    /// Who the row is about.
    Participant,
    /// Y, N, EXC or NA.
    Attempted,
    /// What came of the attempt.
    Outcome,
    /// A rating from 1 to 5.
    FeedbackQuality,
    /// The group; optional.
    Cohort,
}

impl Column {
    /// Every column a sheet must have, in the order in which remarks about one row are given.
    pub const REQUIRED: [Column; 5] = [
        Column::Week,
        Column::Participant,
        Column::Attempted,
        Column::Outcome,
        Column::FeedbackQuality,
    ];

    /// The heading as people read it.
    pub fn heading(self) -> &'static str {
        match self {
            Column::Week => "Week",
            Column::Participant => "Participant",
            Column::Attempted => "Attempted",
            Column::Outcome => "Outcome",
            Column::FeedbackQuality => "Feedback quality",
            Column::Cohort => "Cohort",
        }
    }
}

/// A sentence about one cell: a reason to refuse the sheet, or a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The spreadsheet's row; the heading is row 1.
    pub row: u64,
    /// The column it is about.
    pub column: Column,
    /// What is wrong and what to do.
    pub message: String,
    /// Whether it is about the file as a whole; then row and column stand for nothing.
    #[serde(skip)]
    pub whole_file: bool,
}

impl Remark {
    /// A remark about one cell.
    pub fn new(row: u64, column: Column, message: impl Into<String>) -> Remark {
        Remark {
            row,
            column,
            message: message.into(),
            whole_file: false,
        }
    }

    /// A remark about the file as a whole, which by convention stands in row 1.
    pub fn whole_file(message: impl Into<String>) -> Remark {
        Remark {
            row: 1,
            column: Column::Week,
            message: message.into(),
            whole_file: true,
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.whole_file {
            write!(f, "row {}, {}: ", self.row, self.column.heading())?;
        }
        f.write_str(&self.message)
    }
}

/// All that is said about a sheet.
#[derive(Debug, Default)]
pub struct Remarks {
    /// Reasons to refuse it; with one of them there are no results.
    pub bad: Vec<Remark>,
    /// What a reader of the results should know.
    pub warnings: Vec<Remark>,
}

/// What is done with each row that holds anything.
pub type Each<'a> = &'a mut dyn FnMut(&Cells<'_>, &mut Remarks);

/// What the attempted cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempted {
    /// Y: a move was made.
    Yes,
    /// N: no move was made.
    No,
    /// EXC: nothing was expected of the person that week.
    Excused,
    /// NA: the person did not belong to the group that week.
    NotEnrolled,
}

impl Attempted {
    /// The word as sheets write it.
    pub fn word(self) -> &'static str {
        match self {
            Attempted::Yes => "Y",
            Attempted::No => "N",
            Attempted::Excused => "EXC",
            Attempted::NotEnrolled => "NA",
        }
    }
}

/// The cells of one row, trimmed, as text. The metric delta is not judged: it may say anything.
#[derive(Debug, Clone, Copy)]
pub struct Cells<'a> {
    /// The spreadsheet's row.
    pub row: u64,
    /// The worksheet's name, where the file has worksheets.
    pub tab: Option<&'a str>,
    /// Week.
    pub week: &'a str,
    /// Participant.
    pub participant: &'a str,
    /// Attempted.
    pub attempted: &'a str,
    /// Outcome.
    pub outcome: &'a str,
    /// Feedback quality.
    pub feedback_quality: &'a str,
    /// Metric delta.
    pub metric_delta: &'a str,
    /// Cohort; the worksheet's name where it has no such column or a blank one, `None` where neither exists.
    pub cohort: Option<&'a str>,
}

/// One row, understood.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The spreadsheet's row.
    pub row: u64,
    /// Cohort as spelled in this row.
    pub cohort: Option<&'a str>,
    /// Participant as spelled in this row.
    pub participant: &'a str,
    /// Any whole number; only practice weeks count.
    pub week: i64,
    /// `None`: the cell is blank, as in rows that were filled in ahead.
    pub attempted: Option<Attempted>,
    /// `None`: the cell is blank.
    pub outcome: Option<Class>,
    /// From 1 to 5.
    pub rating: Option<Ratio>,
}
