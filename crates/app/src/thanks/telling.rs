//! A sponsor's thanks are told to who is thanked: at once while mails leave, else when they next do.

use firstmove_domain::id::{SeatId, ThanksId};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::dates::days_off;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::notices::Kind;
use crate::notices::acts::{first_name, tell};
use crate::notices::hours::next_open;
use crate::notices::letters::Thanked;
use crate::notices::store::Notice;
use crate::problem::Problem;

/// Writes to the leader who is thanked, if they still take part.
pub(super) fn tell_who_is_thanked(
    scene: &mut Scene<'_, '_>,
    sponsor: &Actor,
    cohort: &Cohort,
    (seat, thanks): (&SeatId, &ThanksId),
    words: &str,
) -> Result<(), Problem> {
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let thanked = roster.iter().find(|one| one.seat == *seat);
    let Some(one) = thanked.filter(|one| one.takes_part(scene.now)) else {
        return Ok(());
    };
    let off = days_off(scene.conn, &cohort.sprint)?;
    let due_at = next_open(cohort.calendar.zone(), &off, scene.now);
    let (url, link) = (scene.app.url.clone(), "/home");
    let letter = Thanked {
        first: first_name(&one.name).to_owned(),
        giver: sponsor.name.clone(),
        group: cohort.name.clone(),
        words: words.to_owned(),
        link: format!("{url}{link}"),
    };
    let notice = Notice {
        kind: Kind::Thanked,
        about: thanks.to_string(),
        person: one.person,
        day: cohort.calendar.local_date(due_at),
        written: letter.write(&url, "")?,
        link: link.into(),
        due_at,
    };
    tell(scene, &notice).map(|_| ())
}
