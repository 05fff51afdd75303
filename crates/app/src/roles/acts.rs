//! What can be done about roles.

use firstmove_domain::event::Event;
use firstmove_domain::id::{PersonId, SprintId};
use firstmove_domain::person::NewPerson;
use firstmove_domain::rights::{Deed, Role, may};
use firstmove_domain::roles::{RoleRefusal, take as may_take};
use jiff::tz::TimeZone;

use crate::actor::Actor;
use crate::app::Scene;
use crate::notices::acts::{first_name, tell};
use crate::notices::letters::RoleGiven;
use crate::notices::{Kind, store::Notice};
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::roles::{Place, store};

/// The sprint whose roles the actor may give: one that they coordinate, or any for an administrator.
pub fn sprint(scene: &mut Scene<'_, '_>, actor: &Actor, id: &str) -> Result<Place, Problem> {
    let id: SprintId = id.parse().map_err(|_| Problem::NotFound)?;
    let roles = [Role::Coordinator, Role::Administrator];
    let held = |role: &Role| match role {
        Role::Administrator => actor.administrator,
        role => actor.holds(*role, &id),
    };
    if !roles
        .iter()
        .any(|role| held(role) && may(*role, Deed::GiveRoles))
    {
        return Err(Problem::NotFound);
    }
    let name = store::sprint_name(scene.conn, &id)?.ok_or(Problem::NotFound)?;
    Ok(Place::Sprint { id, name })
}

/// The installation, for those who run it.
pub fn installation(actor: &Actor) -> Result<Place, Problem> {
    crate::app::only(actor, Role::Administrator)?;
    Ok(Place::Installation)
}

/// The ids and names of all sprints, for an administrator.
pub fn sprints(scene: &mut Scene<'_, '_>) -> Result<Vec<(String, String)>, Problem> {
    Ok(store::sprints(scene.conn)?)
}

/// The names of those who hold a role there.
pub fn names(scene: &mut Scene<'_, '_>, place: &Place, role: Role) -> Result<Vec<String>, Problem> {
    let holders = store::holders(scene.conn, place, role)?;
    Ok(holders.into_iter().map(|one| one.name).collect())
}

/// Who coordinates a sprint.
pub fn who_coordinates(
    scene: &mut Scene<'_, '_>,
    sprint: &SprintId,
) -> Result<Vec<store::Holder>, Problem> {
    who_is(scene, sprint, Role::Coordinator)
}

/// The name of who coordinates a sprint beside this person, for who opened a page that is not theirs; empty where that is
/// nobody.
pub fn whom_to_tell(
    scene: &mut Scene<'_, '_>,
    sprint: &SprintId,
    person: &PersonId,
) -> Result<String, Problem> {
    let mut coordinators = who_coordinates(scene, sprint)?.into_iter();
    let other = coordinators.find(|one| one.person != *person);
    Ok(other.map(|one| one.name).unwrap_or_default())
}

/// Who has a role in a sprint.
pub fn who_is(
    scene: &mut Scene<'_, '_>,
    sprint: &SprintId,
    role: Role,
) -> Result<Vec<store::Holder>, Problem> {
    let place = Place::Sprint {
        id: *sprint,
        name: String::new(),
    };
    Ok(store::holders(scene.conn, &place, role)?)
}

/// The groups that nobody coordinates, in a sprint or everywhere.
pub fn unwatched(
    scene: &mut Scene<'_, '_>,
    sprint: Option<&SprintId>,
) -> Result<Vec<store::Unwatched>, Problem> {
    Ok(store::without_coordinator(scene.conn, sprint)?)
}

/// Who runs the installation.
pub fn who_administers(scene: &mut Scene<'_, '_>) -> Result<Vec<store::Holder>, Problem> {
    Ok(store::holders(
        scene.conn,
        &Place::Installation,
        Role::Administrator,
    )?)
}

/// Gives a role to whoever has this address; an account is made where there is none.
pub fn give(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    role: Role,
    wanted: &NewPerson,
) -> Result<Result<PersonId, RoleRefusal>, Problem> {
    let person = people::acts::account(scene, Some(actor), wanted)?.id;
    if !store::insert(scene.conn, place, role, &person, scene.now)? {
        return Ok(Err(RoleRefusal::HeldAlready));
    }
    let sprint = place.sprint();
    let event = Event::RoleGiven {
        person,
        role,
        sprint,
    };
    happened(scene, Some(actor), None, event)?;
    if person != actor.person {
        tell_holder(scene, actor, place, role, (person, &wanted.name))?;
    }
    Ok(Ok(person))
}

/// Takes a role back, unless the sprint or the installation would be left without.
pub fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    role: Role,
    person: PersonId,
) -> Result<Result<(), RoleRefusal>, Problem> {
    let holders = store::holders(scene.conn, place, role)?;
    if let Err(refusal) = may_take(role, holders.len()) {
        return Ok(Err(refusal));
    }
    if !store::delete(scene.conn, place, role, &person)? {
        return Ok(Err(RoleRefusal::NotHeld));
    }
    let sprint = place.sprint();
    let event = Event::RoleTaken {
        person,
        role,
        sprint,
    };
    happened(scene, Some(actor), None, event)?;
    Ok(Ok(()))
}

/// Gives the actor's own role to somebody else and takes it from the actor, both or neither.
pub fn hand_over(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    role: Role,
    wanted: &NewPerson,
) -> Result<Result<(), RoleRefusal>, Problem> {
    if people::acts::same_mail(wanted.mail.as_str(), &actor.mail) {
        return Ok(Err(RoleRefusal::ToOneself));
    }
    // whoever has it already may take over as well
    match give(scene, actor, place, role, wanted)? {
        Ok(_) | Err(RoleRefusal::HeldAlready) => take(scene, actor, place, role, actor.person),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Tells somebody that a new sprint has given them a part.
pub fn tell_of_sprint(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &SprintId,
    role: Role,
    holder: &NewPerson,
) -> Result<(), Problem> {
    let name = store::sprint_name(scene.conn, id)?.ok_or(Problem::NotFound)?;
    let place = Place::Sprint { id: *id, name };
    let person = people::acts::account(scene, Some(actor), holder)?;
    tell_holder(scene, actor, &place, role, (person.id, &person.name))
}

fn tell_holder(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    role: Role,
    (person, holder): (PersonId, &str),
) -> Result<(), Problem> {
    let name = role.name().to_lowercase();
    let (what, about) = match place {
        Place::Sprint { name: sprint, id } => (
            format!("{name} of \u{201c}{sprint}\u{201d}"),
            id.to_string(),
        ),
        Place::Installation => (
            format!("{name} of this installation"),
            "installation".into(),
        ),
    };
    let url = scene.app.url.clone();
    let letter = RoleGiven {
        first: first_name(holder).to_owned(),
        giver: actor.name.clone(),
        what,
        link: format!("{url}/"),
    };
    let notice = Notice {
        kind: Kind::RoleGiven,
        about: format!("{about} {}", role.key()),
        person,
        day: scene.now.to_zoned(TimeZone::UTC).date(),
        written: letter.write(&url, "")?,
        link: "/".into(),
        due_at: scene.now,
    };
    tell(scene, &notice)?;
    Ok(())
}
