//! What can be done about sprints: the first account with the first sprint and its cohort, all or nothing.

use firstmove_domain::id::{CohortId, PersonId, SeatId, SprintId};
use firstmove_domain::person::NewPerson;
use firstmove_domain::sprint::NewSprint;
use firstmove_kit::secrets::Secrets;

use crate::app::Scene;
use crate::people::acts::start_sign_in;
use crate::people::store::{self as people, Person};
use crate::problem::Problem;
use crate::sprints::store;

/// Everything that the set-up page asks for, read and right.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// Who makes it: administrator and coordinator.
    pub maker: NewPerson,
    /// The sprint.
    pub sprint: NewSprint,
    /// What the group is called.
    pub cohort_name: String,
    /// Its leaders.
    pub leaders: Vec<NewPerson>,
    /// The sponsor, if one is named.
    pub sponsor: Option<NewPerson>,
    /// The data owner, if one is named.
    pub data_owner: Option<NewPerson>,
}

/// Whether this token still opens the set-up page; otherwise there is no such page.
pub fn may_set_up(scene: &mut Scene<'_, '_>, token: &str) -> Result<(), Problem> {
    let good = store::set_up_hash(scene.conn)? == Some(Secrets::hash(token));
    if good && !people::anybody(scene.conn)? {
        Ok(())
    } else {
        Err(Problem::NotFound)
    }
}

/// Makes everything at once, and signs its maker in.
pub fn set_up(
    scene: &mut Scene<'_, '_>,
    token: &str,
    sign_in_token: &str,
    set_up: &SetUp,
) -> Result<(), Problem> {
    may_set_up(scene, token)?;
    let now = scene.now;
    let sprint = SprintId::new(scene.app.secrets.uuid7(now));
    let cohort = CohortId::new(scene.app.secrets.uuid7(now));
    let maker = person(scene, &set_up.maker)?;
    store::make_administrator(scene.conn, &maker.id, now)?;
    store::insert(scene.conn, &sprint, &set_up.sprint, now)?;
    store::give_role(scene.conn, &sprint, &maker.id, "coordinator", now)?;
    let roles = [
        (&set_up.sponsor, "sponsor"),
        (&set_up.data_owner, "data_owner"),
    ];
    for (named, role) in roles {
        if let Some(named) = named {
            let named = person(scene, named)?;
            store::give_role(scene.conn, &sprint, &named.id, role, now)?;
        }
    }
    store::insert_cohort(
        scene.conn,
        (&cohort, &sprint),
        &set_up.cohort_name,
        &set_up.sprint,
        now,
    )?;
    // whoever is there from the beginning takes part from week 1, also when it began this morning
    let began = jiff::tz::TimeZone::get(&set_up.sprint.zone)
        .and_then(|zone| set_up.sprint.start.to_zoned(zone))
        .map_or(now, |start| start.timestamp().min(now));
    for leader in &set_up.leaders {
        let seated = person(scene, leader)?;
        let seat = SeatId::new(scene.app.secrets.uuid7(now));
        let squad = leader.squad.as_deref().unwrap_or_default();
        store::insert_seat(
            scene.conn,
            &cohort,
            (&seat, &seated.id),
            squad,
            (began, now),
        )?;
    }
    store::forget_set_up(scene.conn)?;
    start_sign_in(scene, &maker, sign_in_token)
}

/// The person with this address, made if there is none yet.
fn person(scene: &mut Scene<'_, '_>, new: &NewPerson) -> Result<Person, Problem> {
    if let Some(known) = people::by_mail(scene.conn, new.mail.as_str())? {
        return Ok(known);
    }
    let person = Person {
        id: PersonId::new(scene.app.secrets.uuid7(scene.now)),
        name: new.name.clone(),
        mail: new.mail.as_str().to_owned(),
    };
    people::insert(scene.conn, &person, scene.now)?;
    Ok(person)
}
