//! A group whose coordinators all have a place in it: nobody watches over their own group, so what waits there is
//! told to those who run the installation. They do not read it either; they give the role to somebody else.

use jiff::civil::DateTime;

use crate::alerts;
use crate::app::Scene;
use crate::check_ins;
use crate::cohorts::store::Cohort;
use crate::notices::Kind;
use crate::notices::acts::{first_name, tell};
use crate::notices::letters::Unwatched;
use crate::notices::store::Notice;
use crate::problem::Problem;
use crate::roles;
use crate::roles::store::Holder;

/// Tells the administrators about a group that nobody coordinates, once a day while something waits in it.
pub fn tell_administrators(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    local: DateTime,
) -> Result<(), Problem> {
    if !anything_waits(scene, cohort)? {
        return Ok(());
    }
    for administrator in roles::acts::who_administers(scene)? {
        let notice = notice(scene, cohort, local, &administrator)?;
        tell(scene, &notice)?;
    }
    Ok(())
}

/// Whether an alert or a late report waits for whoever coordinates the group.
fn anything_waits(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<bool, Problem> {
    if alerts::acts::anything_waits(scene, cohort)? {
        return Ok(true);
    }
    let reports = check_ins::confirming::waiting(scene, cohort)?;
    Ok(reports.iter().any(|report| report.confirmed))
}

fn notice(
    scene: &Scene<'_, '_>,
    cohort: &Cohort,
    local: DateTime,
    administrator: &Holder,
) -> Result<Notice, Problem> {
    let url = scene.app.url.clone();
    let link = format!("/sprints/{}/roles", cohort.sprint);
    let letter = Unwatched {
        first: first_name(&administrator.name).to_owned(),
        group: cohort.name.clone(),
        link: format!("{url}{link}"),
    };
    Ok(Notice {
        kind: Kind::Unwatched,
        about: cohort.id.to_string(),
        person: administrator.person,
        day: local.date(),
        written: letter.write(&url, "")?,
        link,
        due_at: scene.now,
    })
}
