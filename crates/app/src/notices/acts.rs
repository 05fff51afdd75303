//! Telling somebody something, once.

use firstmove_domain::id::{ExperimentId, PersonId};
use firstmove_domain::week::Week;
use firstmove_kit::params;

use crate::app::Scene;
use crate::check_ins::link;
use crate::cohorts::store::Cohort;
use crate::notices::store::{self, Notice};
use crate::problem::Problem;
use crate::rows::id;

/// Messages that a leader gets at most on one day and in one week (DESIGN.md, notification policy).
const A_DAY: i64 = 1;
/// The same for a week, Monday to Sunday.
const A_WEEK: i64 = 3;
/// Tells somebody something, unless they were told, or have had their messages of the day or the week. A message
/// that is left out is left out: what waits stands on the person's page. False when nothing was added.
pub fn tell(scene: &mut Scene<'_, '_>, notice: &Notice) -> Result<bool, Problem> {
    if notice.kind.is_capped() {
        let monday = notice
            .day
            .saturating_sub(jiff::Span::new().days(notice.day.weekday().to_monday_zero_offset()));
        let today = store::counted_since(scene.conn, &notice.person, notice.day)?;
        if today >= A_DAY || store::counted_since(scene.conn, &notice.person, monday)? >= A_WEEK {
            return Ok(false);
        }
    }
    let key = scene.app.secrets.uuid7(scene.now).to_string();
    Ok(store::insert(scene.conn, &key, notice, scene.now)?)
}

/// The path of a signed link that reports on one move and does nothing else.
pub fn report_link(
    scene: &Scene<'_, '_>,
    cohort: &Cohort,
    experiment: &ExperimentId,
    week: Week,
) -> String {
    let good_until = link::good_until(&cohort.calendar, week, scene.now);
    let token = link::make(&scene.app.signing_key, &cohort.id, experiment, good_until);
    format!("/m/{token}")
}

/// The link for the move that this person has planned and not reported this week, if there is one.
pub fn report_link_of(
    scene: &mut Scene<'_, '_>,
    person: PersonId,
) -> Result<Option<String>, Problem> {
    let rows = scene.conn.query(
        "select e.cohort_id, e.id, e.week from experiments e
         join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         where s.person_id = $1 and e.state = 'planned' order by e.week desc, e.created_at desc",
        &params![person.to_string()],
    )?;
    for row in &rows {
        let cohort = crate::cohorts::store::get(scene.conn, &id(row, "cohort_id")?)?;
        let week = crate::cohorts::store::week(row, "week")?;
        if let Some(cohort) =
            cohort.filter(|cohort| cohort.calendar.reporting_weeks(scene.now).contains(&week))
        {
            return Ok(Some(report_link(scene, &cohort, &id(row, "id")?, week)));
        }
    }
    Ok(None)
}
