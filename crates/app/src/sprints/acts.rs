//! What can be done about a draft: begin one, keep it, throw it away. And the first account.

use firstmove_domain::draft::Draft;
use firstmove_domain::event::Event;
use firstmove_domain::id::PersonId;
use firstmove_domain::person::{Further, Mail, NewPerson};
use firstmove_domain::rights::{Deed, Role, may};
use firstmove_kit::secrets::Secrets;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::actor::Actor;
use crate::app::Scene;
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sprints::store;

/// Whether the link with this token still makes the first account.
pub fn may_set_up(scene: &mut Scene<'_, '_>, token: &str) -> Result<bool, Problem> {
    Ok(store::is_set_up_hash(scene.conn, &Secrets::hash(token))? && !people::acts::anybody(scene)?)
}

/// Makes the first account, which runs the installation, and signs its maker in on the device that will hold
/// `sign_in_token`; a draft begins with what they told. The link is used up with it, so that of two that are sent
/// at once only one is done.
pub fn first_account(
    scene: &mut Scene<'_, '_>,
    token: &str,
    maker: &NewPerson,
    (organisation, zone): (&str, &str),
    sign_in_token: &str,
) -> Result<(), Problem> {
    if !may_set_up(scene, token)? || !store::claim_set_up(scene.conn, &Secrets::hash(token))? {
        return Err(Problem::NotFound);
    }
    let maker = people::acts::account(scene, None, maker)?;
    store::insert_administrator(scene.conn, &maker.id, scene.now)?;
    people::acts::start_sign_in(scene, &maker, sign_in_token)?;
    let actor = Actor::signed_in(Actor::find(scene.conn, sign_in_token, scene.now)?)?;
    let event = Event::RoleGiven {
        person: maker.id,
        role: Role::Administrator,
        sprint: None,
    };
    happened(scene, Some(&actor), None, event)?;
    let draft = Draft::fresh(organisation, zone, today(scene, zone));
    keep(scene, &actor, &draft)
}

/// Only who may set up a sprint gets further.
pub fn may_draft(actor: &Actor) -> Result<(), Problem> {
    let roles = Role::ALL.into_iter().filter(|role| actor.is(*role));
    if roles.into_iter().any(|role| may(role, Deed::SetUp)) {
        Ok(())
    } else {
        Err(Problem::NotFound)
    }
}

/// What the actor has typed so far; a fresh draft where that is nothing.
pub fn draft(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Draft, Problem> {
    may_draft(actor)?;
    if let Some(typed) = store::draft(scene.conn, &actor.person)? {
        let mut draft: Draft = serde_json::from_str(&typed).map_err(Problem::broken)?;
        draft.level();
        return Ok(draft);
    }
    let (organisation, zone) = store::habits(scene.conn, &actor.person)?.unwrap_or_default();
    Ok(Draft::fresh(&organisation, &zone, today(scene, &zone)))
}

/// What somebody has typed so far, for who holds a link of theirs; none where nothing is set up.
pub fn drafted(scene: &mut Scene<'_, '_>, maker: &PersonId) -> Result<Option<Draft>, Problem> {
    let typed = store::draft(scene.conn, maker)?;
    typed
        .map(|typed| serde_json::from_str(&typed).map_err(Problem::broken))
        .transpose()
}

/// Whether a draft of the actor waits.
pub fn has_draft(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<bool, Problem> {
    Ok(may_draft(actor).is_ok() && store::draft(scene.conn, &actor.person)?.is_some())
}

/// Keeps what the actor has typed.
pub fn keep(scene: &mut Scene<'_, '_>, actor: &Actor, draft: &Draft) -> Result<(), Problem> {
    may_draft(actor)?;
    let typed = serde_json::to_string(draft).map_err(Problem::broken)?;
    // the database takes no NUL, and nobody types one on purpose
    let typed = typed.replace("\\u0000", "");
    store::keep_draft(scene.conn, &actor.person, &typed, scene.now)?;
    Ok(())
}

/// Throws the actor's draft away; twice is once.
pub fn discard(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<(), Problem> {
    may_draft(actor)?;
    store::drop_draft(scene.conn, &actor.person)?;
    Ok(())
}

/// The local date in a zone that may still be unknown.
pub fn today(scene: &Scene<'_, '_>, zone: &str) -> Date {
    let zone = TimeZone::get(zone.trim()).unwrap_or(TimeZone::UTC);
    scene.now.to_zoned(zone).date()
}

/// The actor as somebody who is entered into a list.
pub fn as_person(actor: &Actor) -> Result<NewPerson, Problem> {
    Ok(NewPerson {
        name: actor.name.clone(),
        mail: Mail::parse(&actor.mail).map_err(Problem::broken)?,
        squad: None,
        further: Further::default(),
    })
}
