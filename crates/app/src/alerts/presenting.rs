//! When nobody presents in the session of the week: everybody is away, or whoever was to present gave it up. It is over when
//! somebody does, and when the session has begun or is called off.

use firstmove_domain::session::Meeting;

use crate::alerts::Kind;
use crate::alerts::acts::Cause;
use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::problem::Problem;
use crate::sessions;

/// A cause while the session of the week that runs is to come and has no presenter.
pub fn causes(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Option<Cause>, Problem> {
    let week = cohort.calendar.moment(scene.now).week();
    let to_come = week.filter(|week| {
        let meeting = Meeting::Session(*week);
        week.is_practice() && scene.now < cohort.session(*week) && !cohort.is_off(meeting)
    });
    let Some(week) = to_come else {
        return Ok(None);
    };
    let turns = sessions::acts::turns(scene, cohort, Meeting::Session(week))?;
    let nobody = turns.sits_anybody() && turns.turns().presenter.is_none();
    Ok(nobody.then(|| Cause {
        kind: Kind::NobodyPresents,
        seat: None,
        week: week.number(),
        weeks: vec![week.number()],
        opened_at: scene.now,
        resolved: None,
    }))
}
