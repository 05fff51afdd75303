//! What can be done about signing in.

use firstmove_domain::event::Event;
use firstmove_domain::id::PersonId;
use firstmove_domain::person::{Mail, NewPerson};
use firstmove_kit::secrets::Secrets;
use jiff::{SignedDuration, Timestamp};

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::notices;
use crate::people::store::{self, Person};
use crate::problem::Problem;
use crate::reactions::happened;

/// How long a link from a mail can be used.
pub const LINK_LASTS: SignedDuration = SignedDuration::from_mins(15);
/// How long somebody stays signed in on a device.
pub const SIGN_IN_LASTS: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Tries are counted in windows of this length.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Links that one address may ask for in a window.
const LINKS_PER_MAIL: i64 = 5;
/// Requests for links, and uses of links, that one sender may make in a window.
const TRIES_PER_SENDER: i64 = 60;

/// Counts a try by a sender; too many in one window are refused.
pub fn count_sender(scene: &mut Scene<'_, '_>, sender: &str) -> Result<(), Problem> {
    let window = window(scene.now);
    if store::count_try(scene.conn, &format!("sender {sender}"), window)? > TRIES_PER_SENDER {
        return Err(Problem::TooOften);
    }
    Ok(())
}

/// Counts a try under `key` in the window that began at `window`; how many there were with this one.
pub fn count_try(scene: &mut Scene<'_, '_>, key: &str, window: Timestamp) -> Result<i64, Problem> {
    Ok(store::count_try(scene.conn, key, window)?)
}

/// Somebody asks for a link. What they are told is the same whether the address is known or not, and so is
/// what happens when they ask too often: nothing more is sent.
pub fn ask_for_link(scene: &mut Scene<'_, '_>, mail: &str, token: &str) -> Result<(), Problem> {
    let window = window(scene.now);
    let key = try_key(mail);
    let tries = store::count_try(scene.conn, &key, window)?;
    let Some(person) = store::by_mail(scene.conn, mail)? else {
        return Ok(());
    };
    if tries > LINKS_PER_MAIL {
        return Ok(());
    }
    let link = give_link(scene, &person.id, token, LINK_LASTS)?;
    notices::acts::sign_in_link(scene, (person.id, &person.name), link)
}

/// Makes a link for somebody, good for `lasts`; its path. Only its hash is kept.
pub fn give_link(
    scene: &mut Scene<'_, '_>,
    person: &PersonId,
    token: &str,
    lasts: SignedDuration,
) -> Result<String, Problem> {
    let hash = Secrets::hash(token);
    store::insert_link(scene.conn, &hash, person, scene.now, scene.now + lasts)?;
    Ok(format!("/sign-in/{token}"))
}

/// Uses a link: from now on the device that holds `session_token` is signed in.
/// None when the link was used, has ended or never was.
pub fn sign_in(
    scene: &mut Scene<'_, '_>,
    link_token: &str,
    sign_in_token: &str,
) -> Result<Option<()>, Problem> {
    let hash = Secrets::hash(link_token);
    let Some(link) = store::link(scene.conn, &hash)? else {
        return Ok(None);
    };
    if !store::use_link(scene.conn, &hash, scene.now)? {
        return Ok(None);
    }
    start_sign_in(scene, &link.person, sign_in_token)?;
    Ok(Some(()))
}

/// Signs somebody in on the device that holds the token.
pub fn start_sign_in(
    scene: &mut Scene<'_, '_>,
    person: &Person,
    token: &str,
) -> Result<(), Problem> {
    let hash = Secrets::hash(token);
    let ends = scene.now + SIGN_IN_LASTS;
    store::insert_sign_in(scene.conn, &hash, &person.id, scene.now, ends)?;
    let event = Event::SignedIn { person: person.id };
    happened(scene, None, None, event)
}

/// Sets somebody's name right; whoever calls has looked up that it is theirs to do, and records it.
pub fn rename(scene: &mut Scene<'_, '_>, person: &PersonId, name: &str) -> Result<(), Problem> {
    Ok(store::rename(scene.conn, person, name)?)
}

/// Whether a coordinator may set somebody's mail address right: nobody has come in by it yet, or the last mail to it came
/// back; and they hold no role beside their seat. Everybody else changes their own, so that nobody is signed in as
/// somebody else.
pub fn may_correct_mail(scene: &mut Scene<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    if holds_a_role(scene, person)? {
        return Ok(false);
    }
    Ok(!store::has_come_in(scene.conn, person)? || notices::acts::last_came_back(scene, person)?)
}

/// Sets somebody's mail address right; whoever calls has looked up that it is theirs to do. Who is signed in as them is
/// no longer. The sentence says why it stays as it is.
pub fn correct_mail(
    scene: &mut Scene<'_, '_>,
    (actor, cohort): (&Actor, &Cohort),
    person: &PersonId,
    mail: &Mail,
) -> Result<Result<(), String>, Problem> {
    let known = store::by_id(scene.conn, person)?.ok_or(Problem::NotFound)?;
    if !may_correct_mail(scene, person)? {
        return Ok(Err(format!(
            "{} has come in by this address or has a role, so nobody else changes it: they do it under Settings.",
            known.name
        )));
    }
    if store::by_mail(scene.conn, mail.as_str())?.is_some_and(|other| other.id != *person) {
        return Ok(Err(
            "Somebody else has this address. Check it, or write to whoever runs the installation."
                .into(),
        ));
    }
    let had_come_in = store::has_come_in(scene.conn, person)?;
    store::set_mail(scene.conn, person, mail.as_str())?;
    store::delete_sign_ins(scene.conn, person)?;
    if had_come_in {
        notices::acts::address_changed(scene, &known, mail)?;
    }
    happened(
        scene,
        Some(actor),
        Some(cohort),
        Event::AddressChanged { person: *person },
    )?;
    Ok(Ok(()))
}

/// What the signature of a link that changes an address is for.
const ADDRESS: &str = "address|";

/// A change of address that a link asks for.
#[derive(Debug)]
pub struct NewAddress {
    /// Whose.
    pub person: Person,
    /// The address to which the link went.
    pub mail: Mail,
    /// How it stands.
    pub stands: Stands,
}

/// How a change of address stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Its button can be pressed.
    Open,
    /// It is the address.
    Done,
    /// Too late: it has run out, the address has changed since, or somebody else has it now.
    Over,
}

/// Somebody wants mails at another address: a link goes there. Whether somebody else has the address is not told.
pub fn ask_for_address(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    mail: &Mail,
) -> Result<(), Problem> {
    let (person, window) = (actor.person, window(scene.now));
    if store::count_try(scene.conn, &format!("{ADDRESS}{person}"), window)? > LINKS_PER_MAIL {
        return Err(Problem::TooOften);
    }
    if store::by_mail(scene.conn, mail.as_str())?.is_some() {
        return Ok(());
    }
    let ends = (scene.now + LINK_LASTS).as_millisecond();
    // bound to the address before, so that it changes one address once
    let before = Secrets::hash(&store::folded(&actor.mail));
    let payload = format!("{ADDRESS}{person}|{ends}|{before}|{mail}");
    let token = Secrets::sign(&scene.app.signing_key, &payload);
    notices::acts::address_asked(
        scene,
        (person, &actor.name),
        mail,
        format!("/address/{token}"),
    )
}

/// What a link says that changes an address; not found unless it was made here.
pub fn new_address(scene: &mut Scene<'_, '_>, token: &str) -> Result<NewAddress, Problem> {
    let payload = Secrets::verify(&scene.app.signing_key, token).ok_or(Problem::NotFound)?;
    let rest = payload.strip_prefix(ADDRESS).ok_or(Problem::NotFound)?;
    let mut parts = rest.splitn(4, '|');
    let mut part = || parts.next().ok_or(Problem::NotFound);
    let (person, ends, before, mail) = (part()?, part()?, part()?, part()?);
    let person = person.parse().map_err(|_| Problem::NotFound)?;
    let person = store::by_id(scene.conn, &person)?.ok_or(Problem::NotFound)?;
    let mail = Mail::parse(mail).map_err(|_| Problem::NotFound)?;
    let ends: i64 = ends.parse().map_err(|_| Problem::NotFound)?;
    let (is, was) = (store::folded(&person.mail), store::folded(mail.as_str()));
    let stands = if is == was {
        Stands::Done
    } else if scene.now.as_millisecond() >= ends
        || Secrets::hash(&is) != before
        || store::by_mail(scene.conn, mail.as_str())?.is_some()
    {
        Stands::Over
    } else {
        Stands::Open
    };
    Ok(NewAddress {
        person,
        mail,
        stands,
    })
}

/// Uses a link that changes an address; a second press changes nothing. Who is signed in stays so.
pub fn change_address(scene: &mut Scene<'_, '_>, token: &str) -> Result<(), Problem> {
    let wanted = new_address(scene, token)?;
    if wanted.stands != Stands::Open {
        return Ok(());
    }
    let person = wanted.person.id;
    store::set_mail(scene.conn, &person, wanted.mail.as_str())?;
    notices::acts::address_changed(scene, &wanted.person, &wanted.mail)?;
    happened(scene, None, None, Event::AddressChanged { person })
}

/// Whether anybody has an account yet.
pub fn anybody(scene: &mut Scene<'_, '_>) -> Result<bool, Problem> {
    Ok(store::anybody(scene.conn)?)
}

/// The account with this mail address: the one that is there, whatever name was typed now, or a new one.
pub fn account(
    scene: &mut Scene<'_, '_>,
    actor: Option<&Actor>,
    wanted: &NewPerson,
) -> Result<Person, Problem> {
    if let Some(known) = store::by_mail(scene.conn, wanted.mail.as_str())? {
        return Ok(known);
    }
    let person = Person {
        id: PersonId::new(scene.app.secrets.uuid7(scene.now)),
        name: wanted.name.clone(),
        mail: wanted.mail.to_string(),
    };
    store::insert(scene.conn, &person, scene.now)?;
    let event = Event::AccountMade { person: person.id };
    happened(scene, actor, None, event)?;
    Ok(person)
}

/// Whether somebody holds a role beside their seats, anywhere.
pub fn holds_a_role(scene: &mut Scene<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    Ok(store::holds_a_role(scene.conn, person)?)
}

/// Under which key the tries of an address are counted.
pub fn try_key(mail: &str) -> String {
    format!("mail {}", store::folded(mail))
}

/// Whether two mail addresses are one.
pub fn same_mail(one: &str, other: &str) -> bool {
    store::folded(one) == store::folded(other)
}

/// Ends the sign-in of this device.
pub fn sign_out(scene: &mut Scene<'_, '_>, token: &str) -> Result<(), Problem> {
    store::delete_sign_in(scene.conn, &Secrets::hash(token))?;
    Ok(())
}

fn window(now: Timestamp) -> Timestamp {
    let length = WINDOW.as_millis() as i64;
    let start = now.as_millisecond().div_euclid(length) * length;
    Timestamp::from_millisecond(start).unwrap_or(now)
}
