//! Moves as a list, each with its week and how it went: for their leader, and for who coordinates the group.

use firstmove_domain::experiment::State as Stands;
use firstmove_domain::form::long_day;
use jiff::Timestamp;

use crate::check_ins::form::{first_line, mark_of};
use crate::cohorts::store::Cohort;
use crate::experiments::kept::Kept;
use crate::experiments::pages::skill_name;
use crate::frame::Mark;

/// One move in a list.
pub struct Line {
    /// Its page.
    pub href: String,
    /// "Week 6".
    pub week: String,
    /// What is done, in its first line.
    pub action: String,
    /// The skill's name; empty if the library does not know it.
    pub skill: &'static str,
    /// How it went, as a shape.
    pub mark: Mark,
    /// The same in words.
    pub words: String,
}

/// The list, the newest first. `kept` goes from the oldest to the newest.
pub fn lines<'k>(
    cohort: &Cohort,
    kept: impl DoubleEndedIterator<Item = &'k Kept>,
    now: Timestamp,
) -> Vec<Line> {
    kept.rev().map(|one| line(cohort, one, now)).collect()
}

/// The same of a group in which their leader sat before: its name stands beside the week.
pub fn lines_of_another<'k>(
    cohort: &Cohort,
    kept: impl DoubleEndedIterator<Item = &'k Kept>,
    now: Timestamp,
) -> Vec<Line> {
    let mut all = lines(cohort, kept, now);
    for one in &mut all {
        one.week = format!("{}, {}", one.week, cohort.name);
    }
    all
}

fn line(cohort: &Cohort, kept: &Kept, now: Timestamp) -> Line {
    let experiment = &kept.experiment;
    let closed = cohort.calendar.close(experiment.week) <= now;
    let (mark, words) = match &experiment.state {
        Stands::Reported(tried) => (mark_of(tried.outcome), tried.outcome.label().to_owned()),
        Stands::NotThisWeek(_) => (Mark::NotThisWeek, "Not this week".to_owned()),
        Stands::Queued => (Mark::Later, "Waits in line".to_owned()),
        Stands::Abandoned => (Mark::Outside, "Dropped".to_owned()),
        Stands::Planned if closed => (Mark::NoReport, "Not reported".to_owned()),
        Stands::Planned => (
            Mark::Open,
            format!("Planned for {}", long_day(experiment.plan.when.day)),
        ),
    };
    Line {
        href: format!("/moves/{}", experiment.id),
        week: format!("Week {}", experiment.week),
        action: first_line(&experiment.plan.action).to_owned(),
        skill: skill_name(&experiment.plan.skill),
        mark,
        words,
    }
}
