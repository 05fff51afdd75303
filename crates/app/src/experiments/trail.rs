//! What was changed about a move: its locked criteria, and every version of its report.

use firstmove_domain::check_in::CheckIn;
use firstmove_domain::form::long_day;
use firstmove_domain::plan::Criteria;

use crate::check_ins::store::Revision;
use crate::cohorts::store::Cohort;
use crate::experiments::kept::Kept;

/// One change of locked criteria.
pub struct Change {
    /// When, in the cohort's time.
    pub when: String,
    /// What they were.
    pub old: String,
    /// What they became.
    pub new: String,
}

/// An earlier revision of the report.
pub struct Earlier {
    /// When it was said.
    pub when: String,
    /// What was said.
    pub words: String,
}

/// Every change of a move's criteria, the first first.
pub fn changes(cohort: &Cohort, kept: &Kept) -> Vec<Change> {
    let words = |criteria: &Criteria| match criteria.due {
        Some(due) => format!("{} By {}.", criteria.text, long_day(due)),
        None => criteria.text.clone(),
    };
    kept.experiment
        .changes
        .iter()
        .map(|change| Change {
            when: local(cohort, change.at),
            old: words(&change.old),
            new: words(&change.new),
        })
        .collect()
}

/// Every version of a report, the newest first; nothing while there is only one.
pub fn earlier_revisions(cohort: &Cohort, revisions: &[Revision]) -> Vec<Earlier> {
    if revisions.len() < 2 {
        return Vec::new();
    }
    revisions
        .iter()
        .rev()
        .map(|one| Earlier {
            when: local(cohort, one.at),
            words: match &one.check_in {
                CheckIn::Tried(tried) => {
                    format!(
                        "{}, {}: {}",
                        tried.outcome.label(),
                        long_day(tried.performed_on),
                        tried.line
                    )
                }
                CheckIn::NotThisWeek(not) => format!("Not this week: {}", not.barrier.label()),
            },
        })
        .collect()
}

fn local(cohort: &Cohort, at: jiff::Timestamp) -> String {
    at.to_zoned(cohort.calendar.zone().clone())
        .strftime("%A %-d %B, %H:%M")
        .to_string()
}
