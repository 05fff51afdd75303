//! What can be done: share a link, close it, sign up by it, take over who waits.

use firstmove_domain::draft::Draft;
use firstmove_domain::person::NewPerson;
use firstmove_domain::roster;
use firstmove_kit::secrets::Secrets;

use crate::actor::Actor;
use crate::app::Scene;
use crate::problem::Problem;
use crate::sign_ups::store::{self, Link, SignUp};
use crate::sprints;

/// People who wait for one group at most.
const MOST_WAITING: usize = 200;

/// The token that stands in the link's address.
pub fn token(scene: &Scene<'_, '_>, link: &Link) -> String {
    Secrets::sign(&scene.app.signing_key, &format!("join|{}", link.id))
}

/// Where the group of a link stands in the draft by now: it may have moved, or have another name.
fn place(link: &Link, draft: &Draft) -> Option<usize> {
    let named = |place: &usize| {
        draft
            .groups
            .get(*place)
            .is_some_and(|one| one.name == link.group)
    };
    let same = Some(link.place).filter(named);
    let moved = || (0..draft.groups.len()).find(named);
    let renamed = || Some(link.place).filter(|place| *place < draft.groups.len());
    same.or_else(moved).or_else(renamed)
}

/// The draft of the actor and the link of its group at this place, if there is one.
pub fn of_group(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    at: usize,
) -> Result<(Draft, Option<Link>), Problem> {
    let draft = sprints::acts::draft(scene, actor)?;
    if at >= draft.groups.len() {
        return Err(Problem::NotFound);
    }
    let mut links = store::of_maker(scene.conn, &actor.person)?.into_iter();
    let link = links.find(|link| place(link, &draft) == Some(at));
    Ok((draft, link))
}

/// People who signed up for a group and are not taken into it yet.
pub struct Waiting {
    /// The place of the group in the draft.
    pub place: usize,
    /// The group's name.
    pub group: String,
    /// How many.
    pub many: usize,
}

impl Waiting {
    /// "14 people signed up by the link and wait for Group A."
    pub fn sentence(&self) -> String {
        match self.many {
            1 => format!(
                "1 person signed up by the link and waits for {}.",
                self.group
            ),
            many => format!(
                "{many} people signed up by the link and wait for {}.",
                self.group
            ),
        }
    }

    /// The page on which they are taken.
    pub fn path(&self) -> String {
        format!("/sprints/new/people/link?group={}", self.place)
    }
}

/// Who waits for the groups of the actor's draft; a group for which nobody waits is left out.
pub fn waiting(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    draft: &Draft,
) -> Result<Vec<Waiting>, Problem> {
    let links = store::of_maker(scene.conn, &actor.person)?;
    let mut found = Vec::new();
    for (at, group) in draft.groups.iter().enumerate() {
        let link = links.iter().find(|link| place(link, draft) == Some(at));
        let many = match link {
            Some(link) => store::waiting(scene.conn, &link.id)?.len(),
            None => 0,
        };
        if many > 0 {
            found.push(Waiting {
                place: at,
                group: group.name.clone(),
                many,
            });
        }
    }
    Ok(found)
}

/// Opens the link of a group, a new one where it has none.
pub fn share(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    at: usize,
    asks_more: bool,
) -> Result<(), Problem> {
    let (draft, link) = of_group(scene, actor, at)?;
    if let Some(link) = link {
        return Ok(store::change(scene.conn, &link.id, asks_more, None)?);
    }
    // a link needs a draft that is kept
    sprints::acts::keep(scene, actor, &draft)?;
    let link = Link {
        id: scene.app.secrets.uuid7(scene.now).to_string(),
        maker: actor.person,
        maker_name: String::new(),
        place: at,
        group: draft.groups[at].name.clone(),
        asks_more,
        is_open: true,
    };
    Ok(store::insert(scene.conn, &link, scene.now)?)
}

/// Closes the link of a group.
pub fn close(scene: &mut Scene<'_, '_>, actor: &Actor, at: usize) -> Result<(), Problem> {
    let link = of_group(scene, actor, at)?.1.ok_or(Problem::NotFound)?;
    Ok(store::change(
        scene.conn,
        &link.id,
        link.asks_more,
        Some(scene.now),
    )?)
}

/// Takes everybody who waits into the lines of the group; whose address is in the draft already stays as they are.
pub fn take_over(scene: &mut Scene<'_, '_>, actor: &Actor, at: usize) -> Result<(), Problem> {
    let (mut draft, link) = of_group(scene, actor, at)?;
    let link = link.ok_or(Problem::NotFound)?;
    let waiting = store::waiting(scene.conn, &link.id)?;
    let lines: Vec<String> = waiting.into_iter().map(|one| one.line).collect();
    let (joined, _) = roster::join(&draft.groups, at, &lines);
    draft.groups[at].people = joined;
    sprints::acts::keep(scene, actor, &draft)?;
    Ok(store::taken(scene.conn, &link.id, scene.now)?)
}

/// A link and the name of the sprint that it is for. Refused where it is closed or its draft is gone; not found for
/// anything that was not signed here.
pub fn opened(scene: &mut Scene<'_, '_>, token: &str) -> Result<(Link, String), Problem> {
    let payload = Secrets::verify(&scene.app.signing_key, token).ok_or(Problem::NotFound)?;
    let id = payload.strip_prefix("join|").ok_or(Problem::NotFound)?;
    let link = store::find(scene.conn, id)?.ok_or(Problem::NotFound)?;
    let draft = sprints::acts::drafted(scene, &link.maker)?;
    let draft = draft.filter(|draft| link.is_open && place(&link, draft).is_some());
    let Some(draft) = draft else {
        let closed = "This link is closed. Ask whoever sent it to you.";
        return Err(Problem::Refused(closed.to_owned()));
    };
    Ok((link, draft.skills.sprint_name.trim().to_owned()))
}

/// Puts somebody on the list of a link.
pub fn sign_up(scene: &mut Scene<'_, '_>, link: &Link, one: &NewPerson) -> Result<(), Problem> {
    if store::waiting(scene.conn, &link.id)?.len() >= MOST_WAITING {
        let full = "The list is full. Tell whoever sent you the link.";
        return Err(Problem::Refused(full.to_owned()));
    }
    let line = roster::line(one).map_err(Problem::Refused)?;
    let sign_up = SignUp {
        name: one.name.clone(),
        mail: one.mail.to_string(),
        line,
    };
    let id = scene.app.secrets.uuid7(scene.now).to_string();
    Ok(store::sign_up(
        scene.conn,
        (&id, &link.id),
        &sign_up,
        scene.now,
    )?)
}

/// Forgets the lists that have waited for 90 days or whose draft has become a sprint.
pub fn sweep(scene: &mut Scene<'_, '_>) -> Result<(), Problem> {
    Ok(store::sweep(scene.conn, scene.now)?)
}
