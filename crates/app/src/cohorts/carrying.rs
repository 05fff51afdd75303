//! Excused weeks go along with whoever goes on in another group, and leave that group with them when the change is
//! taken back. A person is away on dates, and not in a group: they entered it in time, so nobody asks them again.

use firstmove_domain::excuse::Wish;
use firstmove_domain::id::SeatId;
use firstmove_domain::status::excuse_deadline;
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::acts;
use crate::cohorts::seats;
use crate::cohorts::store::{self, Cohort};
use crate::problem::Problem;

/// A seat with its group.
pub type Place<'a> = (&'a Cohort, &'a SeatId);

/// Excuses in the new group the weeks that were excused in the old one and begin at `at`, when somebody changes, or
/// later. Each has an event of its own in the new group's trail.
pub fn carry_over(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (old, left): Place<'_>,
    (new, joined): Place<'_>,
    at: Timestamp,
) -> Result<(), Problem> {
    for one in seats::excuses(scene.conn, &old.id, left)? {
        let week = of_same_dates(old, new, one.week).filter(|_| begins_from(old, one.week, at));
        // where the clocks differ the same day may have begun there
        let in_time = |week: &Week| scene.now < excuse_deadline(&new.calendar, *week, one.category);
        let kept = store::excused_weeks(scene.conn, &new.id, joined)?;
        let week = week.filter(in_time);
        let Some(week) = week.filter(|week| !kept.contains(week)) else {
            continue;
        };
        let wish = Wish {
            week,
            category: one.category,
            days: one.days,
            note: one.note,
        };
        acts::enter(scene, actor, new, joined, &wish)?;
    }
    Ok(())
}

/// The weeks, as the old group counts them, that were excused from `at` on and did not go along: the new group's weeks
/// begin on other days, so that somebody has to say which of them is excused.
pub fn left_behind(
    scene: &mut Scene<'_, '_>,
    (old, left): Place<'_>,
    new: &Cohort,
    at: Timestamp,
) -> Result<Vec<Week>, Problem> {
    let excuses = seats::excuses(scene.conn, &old.id, left)?.into_iter();
    let later = excuses
        .map(|one| one.week)
        .filter(|week| begins_from(old, *week, at));
    Ok(later.filter(|week| lies_across(old, new, *week)).collect())
}

fn begins_from(old: &Cohort, week: Week, at: Timestamp) -> bool {
    old.calendar.span(week).0 >= at
}

/// The practice week of the new group that has the dates of this week of the old one.
fn of_same_dates(old: &Cohort, new: &Cohort, week: Week) -> Option<Week> {
    let dates = old.calendar.dates(week);
    Week::practice().find(|other| new.calendar.dates(*other) == dates)
}

/// Whether this week of the old group is a part of two practice weeks of the new one, or of one and something else.
fn lies_across(old: &Cohort, new: &Cohort, week: Week) -> bool {
    let (first, last) = old.calendar.dates(week);
    let meets = |other: Week| {
        let (begins, ends) = new.calendar.dates(other);
        begins <= last && first <= ends
    };
    of_same_dates(old, new, week).is_none() && Week::practice().any(meets)
}
