//! When somebody of a group is not trained as a peer mentor: from the first session on, until all who take part are.

use firstmove_domain::week::Week;

use crate::alerts::acts::Cause;
use crate::alerts::{Alert, Kind};
use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::practice;
use crate::problem::Problem;

/// The cause as it stands now. One alert for the group: it opens again when somebody joins who is not trained, or when a
/// mark is taken back. What was never open does not open to be over.
pub fn cause(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    kept: &[Alert],
) -> Result<Option<Cause>, Problem> {
    let (opened_at, now) = (cohort.session(Week::FIRST), scene.now);
    if now < opened_at {
        return Ok(None);
    }
    let end = cohort.calendar.final_close();
    let resolved = match practice::acts::untrained(scene, cohort)?.is_empty() {
        _ if end <= now => Some((end, "expired".to_owned())),
        true => Some((now, "trained".to_owned())),
        false => None,
    };
    let was_open = kept
        .iter()
        .any(|alert| alert.kind == Kind::Untrained && alert.is_open());
    let week = Week::FIRST.number();
    Ok((was_open || resolved.is_none()).then(|| Cause {
        kind: Kind::Untrained,
        seat: None,
        week,
        weeks: vec![week],
        opened_at,
        resolved,
    }))
}
