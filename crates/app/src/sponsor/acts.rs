//! What a sponsor can do: say that they were at a showcase, where its room has not seen it, and thank somebody for what they read.

use firstmove_domain::event::Event;
use firstmove_domain::id::PersonId;
use firstmove_domain::rights::Role;
use firstmove_domain::story::showcases;
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::roles;
use crate::sessions;
use crate::sponsor::store;

/// A showcase of a group, and which sponsors were there.
#[derive(Debug, Clone)]
pub struct Showcase {
    /// Its week.
    pub week: Week,
    /// When it begins or began.
    pub begins: Timestamp,
    /// Who said that they were there, and when.
    pub there: Vec<(PersonId, Timestamp)>,
}

/// The showcases of a group that were not called off, in the order of their weeks.
pub fn showcases_of(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Showcase>, Problem> {
    let said = store::there(scene.conn, &cohort.id)?;
    let mut all = Vec::new();
    for week in showcases() {
        let Some(begins) = sessions::acts::showcase_begins(scene, cohort, week)? else {
            continue;
        };
        let of_week = said.iter().filter(|(one, ..)| *one == week);
        all.push(Showcase {
            week,
            begins,
            there: of_week.map(|(_, person, at)| (*person, *at)).collect(),
        });
    }
    Ok(all)
}

/// The sponsors among those who sat in the room of a showcase as it ended: nobody asks them whether they were there.
pub fn were_there(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    week: Week,
    guests: &[PersonId],
) -> Result<(), Problem> {
    let sponsors = roles::acts::who_is(scene, &cohort.sprint, Role::Sponsor)?;
    for one in sponsors.iter().filter(|one| guests.contains(&one.person)) {
        let said = (true, scene.now);
        if store::set_there(scene.conn, &cohort.id, week, &one.person, said)? {
            let event = Event::SponsorWasThere {
                cohort: cohort.id,
                week,
                there: true,
            };
            happened(scene, None, Some(cohort), event)?;
        }
    }
    Ok(())
}

/// A sponsor says that they were at a showcase that is under way or was held, or that they were not after all. The
/// caller has looked up that they are the sponsor of its sprint.
pub fn say_there(
    scene: &mut Scene<'_, '_>,
    sponsor: &Actor,
    cohort: &Cohort,
    (week, there): (Week, bool),
) -> Result<(), Problem> {
    let all = showcases_of(scene, cohort)?;
    let one = all.iter().find(|one| one.week == week);
    let one = one.ok_or(Problem::NotFound)?;
    if one.begins > scene.now {
        return Err(Problem::Refused(
            "This showcase has not begun. Say that you were there once it has.".into(),
        ));
    }
    let (said, person) = ((there, scene.now), sponsor.person);
    if store::set_there(scene.conn, &cohort.id, week, &person, said)? {
        let event = Event::SponsorWasThere {
            cohort: cohort.id,
            week,
            there,
        };
        happened(scene, Some(sponsor), Some(cohort), event)?;
    }
    Ok(())
}
