//! The table of leaders and weeks: a shape for each, with its words.

use firstmove_domain::kpi::by_week;
use firstmove_domain::week::Week as Number;

use crate::dashboard::facts::Facts;
use crate::experiments::weeks;
use crate::frame::{Cell, Mark, Person, Week, rail};

/// The table.
pub struct Grid {
    /// The heads of the twelve columns.
    pub weeks: Vec<Week>,
    /// A row for each leader.
    pub rows: Vec<Row>,
    /// For each week how many tried, of how many; nothing where there is nothing to say yet.
    pub totals: Vec<Option<(u64, u64)>>,
    /// The marks that stand in it, for the legend.
    pub marks: Vec<Mark>,
    /// Whether nobody has told anything yet, and no week has closed.
    pub empty: bool,
}

/// One leader's row.
pub struct Row {
    /// The seat, for the leader's page.
    pub seat: String,
    /// Who.
    pub person: Person,
    /// The twelve weeks.
    pub cells: Vec<Cell>,
}

/// Draws the table. `keep` says which leaders and weeks are shown.
pub fn grid(facts: &Facts, now_week: u8) -> Grid {
    let rows: Vec<Row> = facts
        .roster
        .iter()
        .filter_map(|leader| {
            let history = facts.histories.get(&leader.seat)?;
            // twelve linked squares on a phone would be too small a target for a finger
            let href = |_: Number| None;
            Some(Row {
                seat: leader.seat.to_string(),
                person: Person::new(leader.name.as_str()),
                cells: weeks::cells(&facts.cohort.calendar, history, facts.now, href),
            })
        })
        .collect();
    let mut marks: Vec<Mark> = Vec::new();
    for mark in LEGEND {
        if rows
            .iter()
            .flat_map(|row| &row.cells)
            .any(|cell| cell.mark == mark)
        {
            marks.push(mark);
        }
    }
    let by_week = by_week(&facts.last);
    let totals = Number::all()
        .map(|week| {
            by_week
                .iter()
                .find(|row| row.week == week.number() && row.eligible > 0)
                .map(|row| (row.attempted, row.eligible))
        })
        .collect();
    Grid {
        empty: !rows.iter().flat_map(|row| &row.cells).any(tells),
        weeks: rail(now_week, 12).into_iter().skip(1).collect(),
        rows,
        totals,
        marks,
    }
}

/// The order of the legend; what explains itself has no place in it.
const LEGEND: [Mark; 10] = [
    Mark::Met,
    Mark::Partly,
    Mark::NotMet,
    Mark::Waiting,
    Mark::NotThisWeek,
    Mark::NoReport,
    Mark::Away,
    Mark::Withdrew,
    Mark::Outside,
    Mark::Open,
];

/// Whether a week of somebody says something of what they did.
fn tells(cell: &Cell) -> bool {
    !matches!(
        cell.mark,
        Mark::Away | Mark::Open | Mark::Later | Mark::Free | Mark::Withdrew | Mark::Outside
    )
}

/// Before there is anything to show: twelve weeks of nobody, so that the signs are known when they come.
pub const SAMPLE: [Mark; 12] = [
    Mark::Met,
    Mark::Partly,
    Mark::Met,
    Mark::NotThisWeek,
    Mark::NotMet,
    Mark::Met,
    Mark::NoReport,
    Mark::Met,
    Mark::Partly,
    Mark::Later,
    Mark::Later,
    Mark::Later,
];

/// What its legend explains.
pub const SAMPLE_MARKS: [Mark; 5] = [
    Mark::Met,
    Mark::Partly,
    Mark::NotMet,
    Mark::NotThisWeek,
    Mark::NoReport,
];
