//! Which column holds what: headings are matched whatever their capitals, order, spaces and bracketed remarks.

use firstmove_domain::roster::bare;

use super::cells::bare as unmarked;
use super::line::{Cells, Column, Remark};

/// Where the columns of one table stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headings {
    /// Cells of the row of headings, named or not.
    width: usize,
    required: [usize; 5],
    metric_delta: Option<usize>,
    cohort: Option<usize>,
}

/// A heading that was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Column(Column),
    MetricDelta,
}

impl Headings {
    /// So many rows are looked at for headings that stand below the first.
    pub const DEEPEST: usize = 20;

    /// Reads a row of headings. Error: one remark in row 1 for each column that is missing or there twice.
    pub fn read<'a>(row: impl IntoIterator<Item = &'a str>) -> Result<Headings, Vec<Remark>> {
        let known: Vec<Option<Known>> = row.into_iter().map(recognise).collect();
        let places = |wanted: Known| {
            known
                .iter()
                .enumerate()
                .filter(move |(_, found)| **found == Some(wanted))
                .map(|(index, _)| index)
        };
        let mut bad = Vec::new();
        let mut required = [0; 5];
        for (place, column) in required.iter_mut().zip(Column::REQUIRED) {
            match places(Known::Column(column)).next() {
                Some(index) => *place = index,
                None => bad.push(missing(column)),
            }
        }
        for column in Column::REQUIRED.into_iter().chain([Column::Cohort]) {
            if places(Known::Column(column)).count() > 1 {
                bad.push(twice(column));
            }
        }
        if !bad.is_empty() {
            return Err(bad);
        }
        Ok(Headings {
            width: known.len(),
            required,
            metric_delta: places(Known::MetricDelta).next(),
            cohort: places(Known::Column(Column::Cohort)).next(),
        })
    }

    /// What is said where the headings stand below the first row: `None` where this row is none of headings.
    pub fn below<'a>(number: u64, row: impl IntoIterator<Item = &'a str>) -> Option<Remark> {
        (Headings::recognised(row) + 1 >= Column::REQUIRED.len()).then(|| {
            Remark::whole_file(format!(
                "the headings stand in row {number} and are looked for in the first row that holds anything; delete \
                 what stands above them"
            ))
        })
    }

    /// How many of the required columns a row of headings names.
    pub fn recognised<'a>(row: impl IntoIterator<Item = &'a str>) -> usize {
        let known: Vec<Known> = row.into_iter().filter_map(recognise).collect();
        Column::REQUIRED
            .iter()
            .filter(|column| known.contains(&Known::Column(**column)))
            .count()
    }

    /// Picks the cells of a data row; `None` when all of them are blank. A table without a cohort
    /// column belongs to its worksheet, `tab`.
    pub fn pick<'a>(
        &self,
        row: u64,
        tab: Option<&'a str>,
        cell: impl Fn(usize) -> &'a str,
    ) -> Option<Cells<'a>> {
        let text = |index| unmarked(cell(index).trim());
        let [week, participant, attempted, outcome, feedback_quality] = self.required.map(text);
        let metric_delta = self.metric_delta.map_or("", text);
        let cohort = self.cohort.map(text);
        let blank = [week, participant, attempted, outcome, feedback_quality]
            .into_iter()
            .chain([metric_delta, cohort.unwrap_or("")])
            .all(str::is_empty);
        (!blank).then_some(Cells {
            row,
            tab,
            week,
            participant,
            attempted,
            outcome,
            feedback_quality,
            metric_delta,
            cohort: cohort.or(tab),
        })
    }

    /// The column beside which a row is remarked on that has something behind the last heading.
    pub fn overrun<'a>(&self, row: impl IntoIterator<Item = &'a str>) -> Option<Column> {
        let behind = row.into_iter().skip(self.width);
        let named = (0..self.width).rev().find_map(|at| self.column_at(at));
        let any = behind.map(str::trim).any(|cell| !cell.is_empty());
        any.then(|| named.unwrap_or(Column::Week))
    }

    /// What stands in the column with this index, where it is one that a remark can name.
    pub fn column_at(&self, index: usize) -> Option<Column> {
        let place = self.required.iter().position(|at| *at == index);
        place
            .map(|place| Column::REQUIRED[place])
            .or((self.cohort == Some(index)).then_some(Column::Cohort))
    }
}

fn missing(column: Column) -> Remark {
    let message = format!(
        "the column \"{}\" is missing; the first row needs the headings Week, Participant, Attempted, \
             Outcome, Feedback quality and Metric delta",
        column.heading()
    );
    Remark::new(1, column, message)
}

fn twice(column: Column) -> Remark {
    let message = format!(
        "there are two columns \"{}\"; keep the one that counts",
        column.heading()
    );
    Remark::new(1, column, message)
}

fn recognise(heading: &str) -> Option<Known> {
    Some(match bare(heading).as_str() {
        "week" => Known::Column(Column::Week),
        "participant" => Known::Column(Column::Participant),
        "attempted" | "experimentattempted" | "microexperimentattempted" => {
            Known::Column(Column::Attempted)
        }
        "outcome" => Known::Column(Column::Outcome),
        "feedbackquality" => Known::Column(Column::FeedbackQuality),
        "metricdelta" | "businessmetricdelta" => Known::MetricDelta,
        "cohort" => Known::Column(Column::Cohort),
        _ => return None,
    })
}
