//! What can be done about invitations: ask, answer, remind, ask once more.

use std::collections::{HashMap, HashSet};

use firstmove_domain::event::Event;
use firstmove_domain::id::SeatId;
use firstmove_domain::invitation::{Answer, Refusal, Way};
use firstmove_domain::week::Week;
use jiff::civil::DateTime;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::kickoff::mail::{Group, Reminder};
pub use crate::kickoff::store::{CAME_BACK, OF_INVITATION};
use crate::kickoff::{dates, store};
use crate::link::{self, Link, Purpose};
use crate::notices::Kind;
use crate::notices::acts::{first_name, tell, tell_again};
use crate::notices::letters::Written;
use crate::notices::store::Notice;
use crate::problem::Problem;
use crate::reactions::happened;

/// What an invitation says about a group.
pub fn group(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Group, Problem> {
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let week = cohort.calendar.moment(scene.now).week();
    let there = roster.iter().filter(|one| one.takes_part(scene.now));
    Ok(Group {
        name: cohort.name.clone(),
        size: there.count(),
        skills: store::skills(scene.conn, &cohort.id)?,
        calendar: cohort.calendar.clone(),
        meets: cohort.meets(week.unwrap_or(Week::FIRST)),
    })
}

/// How often the dates of a group have changed.
pub fn changes(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<u32, Problem> {
    Ok(store::changes(scene.conn, &cohort.id)?)
}

/// The path of the signed link with which somebody answers.
pub fn answer_link(scene: &Scene<'_, '_>, cohort: &Cohort, seat: &SeatId) -> String {
    let link = Link {
        cohort: cohort.id,
        about: *seat,
        expires: link::good_until(&cohort.calendar, Week::FIRST, scene.now),
    };
    let token = link::make(&scene.app.signing_key, Purpose::Invitation, &link);
    format!("/k/{token}")
}

/// The invitation of somebody as it goes out in a person's name.
pub fn written(
    scene: &mut Scene<'_, '_>,
    (cohort, group): (&Cohort, &Group),
    one: &Seated,
    (sender, address): (&str, &str),
) -> Result<Written, Problem> {
    let url = scene.app.url.clone();
    let link = format!("{url}{}", answer_link(scene, cohort, &one.seat));
    let dates = format!("{link}/calendar.ics");
    let letter = group.invitation((&one.name, sender), (link, dates), scene.now);
    let mut written = letter.write(&url, "")?;
    written.envelope.from_name = sender.to_owned();
    written.envelope.reply_to = address.to_owned();
    written.envelope.calendar = dates::file(scene, cohort)?;
    Ok(written)
}

fn notice(
    scene: &Scene<'_, '_>,
    kind: Kind,
    about: String,
    one: &Seated,
    (cohort, written): (&Cohort, Written),
) -> Notice {
    Notice {
        kind,
        about,
        person: one.person,
        day: cohort.calendar.zone().to_datetime(scene.now).date(),
        written,
        link: answer_link(scene, cohort, &one.seat),
        due_at: scene.now,
    }
}

/// What became of the mails of a group's invitations, by the invitation.
pub fn mails(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
) -> Result<HashMap<String, store::Mails>, Problem> {
    let mut mails = store::mails(scene.conn, &cohort.id)?;
    if !scene.app.mailer.sends() {
        mails.values_mut().for_each(store::Mails::stay);
    }
    Ok(mails)
}

/// Who was asked while no mail server was set up and has not answered, where mails leave by now: theirs can be sent.
pub fn unsent(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<HashSet<SeatId>, Problem> {
    if !scene.app.mailer.sends() {
        return Ok(HashSet::new());
    }
    let mails = mails(scene, cohort)?;
    let mut asked = store::all(scene.conn, &cohort.id)?;
    asked.retain(|_, kept| {
        let is_unsent = mails.get(&kept.id).is_some_and(store::Mails::is_unsent);
        is_unsent && kept.invitation.answer().is_none()
    });
    Ok(asked.into_keys().collect())
}

/// Asks everybody of a group who has not been asked, or was while no mail left; how many.
pub fn send(scene: &mut Scene<'_, '_>, actor: &Actor, cohort: &Cohort) -> Result<usize, Problem> {
    let (group, asked) = (group(scene, cohort)?, store::all(scene.conn, &cohort.id)?);
    let mut roster = cohorts::roster(scene.conn, &cohort.id)?;
    let unsent = unsent(scene, cohort)?;
    roster.retain(|one| one.takes_part(scene.now));
    roster.retain(|one| !asked.contains_key(&one.seat) || unsent.contains(&one.seat));
    for one in &roster {
        let place = (&cohort.id, &one.seat);
        let id = match asked.get(&one.seat) {
            Some(kept) => {
                store::asked_again(scene.conn, place, &actor.person, scene.now)?;
                kept.id.clone()
            }
            None => {
                let id = scene.app.secrets.uuid7(scene.now).to_string();
                store::insert(scene.conn, place, &id, &actor.person, scene.now)?;
                id
            }
        };
        let from = (actor.name.as_str(), actor.mail.as_str());
        let written = written(scene, (cohort, &group), one, from)?;
        let notice = notice(scene, Kind::Invitation, id, one, (cohort, written));
        tell_again(scene, &notice)?;
    }
    if !roster.is_empty() {
        let event = Event::InvitationsSent {
            cohort: cohort.id,
            people: roster.len(),
        };
        happened(scene, Some(actor), Some(cohort), event)?;
    }
    Ok(roster.len())
}

/// Sends somebody's invitation once more: its mail did not leave, or was refused, or went astray.
pub fn again(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, one): (&Cohort, &Seated),
    kept: &store::Kept,
) -> Result<(), Problem> {
    let group = group(scene, cohort)?;
    let from = (actor.name.as_str(), actor.mail.as_str());
    let written = written(scene, (cohort, &group), one, from)?;
    let notice = notice(
        scene,
        Kind::Invitation,
        kept.id.clone(),
        one,
        (cohort, written),
    );
    tell_again(scene, &notice)?;
    let place = (&cohort.id, &one.seat);
    store::asked_again(scene.conn, place, &actor.person, scene.now)?;
    let event = Event::InvitationsSent {
        cohort: cohort.id,
        people: 1,
    };
    happened(scene, Some(actor), Some(cohort), event)
}

/// Sends the invitation of a seat to an address that was set right, where it was asked by mail and is not answered; whether
/// it was. Where no mail server is set up nothing is: the text on the page is the same as before.
pub fn again_to(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, seat): (&Cohort, &SeatId),
) -> Result<bool, Problem> {
    if scene.app.mailer.is_terminal() {
        return Ok(false);
    }
    let Some(kept) = store::all(scene.conn, &cohort.id)?.remove(seat) else {
        return Ok(false);
    };
    let was_mailed = store::mails(scene.conn, &cohort.id)?.contains_key(&kept.id);
    let mut roster = cohorts::roster(scene.conn, &cohort.id)?;
    roster.retain(|one| one.seat == *seat && one.takes_part(scene.now));
    match roster.first() {
        Some(one) if was_mailed && kept.invitation.answer().is_none() => {
            again(scene, actor, (cohort, one), &kept)?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Keeps what somebody says to their invitation. `actor` is the coordinator who was told it in person; none for the
/// link. The same answer once more changes nothing.
pub fn answer(
    scene: &mut Scene<'_, '_>,
    actor: Option<&Actor>,
    (cohort, seat): (&Cohort, &SeatId),
    kept: &store::Kept,
    said: Answer,
) -> Result<(), Problem> {
    if kept.invitation.answer() == Some(said) {
        return Ok(());
    }
    let way = if actor.is_some() {
        Way::Told
    } else {
        Way::Link
    };
    store::answer(scene.conn, (&cohort.id, seat), said, way, scene.now)?;
    let event = Event::InvitationAnswered {
        seat: *seat,
        takes_part: said == Answer::Yes,
        told: actor.is_some(),
    };
    happened(scene, actor, Some(cohort), event)
}

/// Keeps how committed somebody says they are; nothing takes it back.
pub fn commit(
    scene: &mut Scene<'_, '_>,
    (cohort, seat): (&Cohort, &SeatId),
    commitment: Option<u8>,
) -> Result<(), Problem> {
    store::commit(scene.conn, (&cohort.id, seat), commitment)?;
    happened(
        scene,
        None,
        Some(cohort),
        Event::CommitmentSaid { seat: *seat },
    )
}

/// The coordinator reminds somebody by hand, once.
pub fn nudge(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, one): (&Cohort, &Seated),
    kept: &store::Kept,
) -> Result<Result<(), Refusal>, Problem> {
    if let Err(refusal) = kept.invitation.may_be_nudged() {
        return Ok(Err(refusal));
    }
    let from = (actor.name.clone(), actor.mail.clone());
    remind(scene, Some(actor), (cohort, one), &kept.id, from)?;
    Ok(Ok(()))
}

fn remind(
    scene: &mut Scene<'_, '_>,
    actor: Option<&Actor>,
    (cohort, one): (&Cohort, &Seated),
    invitation: &str,
    (sender, address): (String, String),
) -> Result<(), Problem> {
    let url = scene.app.url.clone();
    let letter = Reminder {
        first: first_name(&one.name).to_owned(),
        sender: sender.clone(),
        group: cohort.name.clone(),
        starts: group(scene, cohort)?.starts(scene.now),
        link: format!("{url}{}", answer_link(scene, cohort, &one.seat)),
    };
    let mut written = letter.write(&url, "")?;
    written.envelope.from_name = sender;
    written.envelope.reply_to = address;
    let by_hand = actor.is_some();
    let about = store::reminder(invitation, by_hand);
    let notice = notice(scene, Kind::Reminder, about, one, (cohort, written));
    tell(scene, &notice)?;
    store::reminded(scene.conn, (&cohort.id, &one.seat), by_hand, scene.now)?;
    let event = Event::LeaderReminded {
        seat: one.seat,
        by_hand,
    };
    happened(scene, actor, Some(cohort), event)
}

/// Reminds everybody who has not answered for two working days, once. Without a mail server nobody would read it, and
/// whoever was asked without one gets the invitation first.
pub fn remind_who_is_silent(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    local: DateTime,
) -> Result<(), Problem> {
    if scene.app.mailer.is_terminal() || scene.now >= cohort.calendar.close(Week::FIRST) {
        return Ok(());
    }
    let zone = cohort.calendar.zone();
    let mut asked = store::all(scene.conn, &cohort.id)?;
    asked.retain(|_, kept| {
        let day = zone.to_datetime(kept.invitation.asked_at).date();
        kept.invitation.reminder_is_due(day, local.date())
    });
    if asked.is_empty() {
        return Ok(());
    }
    let unsent = unsent(scene, cohort)?;
    asked.retain(|seat, _| !unsent.contains(seat));
    for one in cohorts::roster(scene.conn, &cohort.id)? {
        if let Some(kept) = asked.get(&one.seat).filter(|_| one.takes_part(scene.now)) {
            let from = store::person(scene.conn, &kept.asked_by)?;
            remind(scene, None, (cohort, &one), &kept.id, from)?;
        }
    }
    Ok(())
}

/// Invitations of a group of which a mail came back and which have no answer: whose, and what the server said.
pub fn refused(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
) -> Result<Vec<(SeatId, String)>, Problem> {
    Ok(store::refused(scene.conn, &cohort.id)?)
}

/// How many of some groups were asked, and what came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// They were asked.
    pub asked: usize,
    /// They take part.
    pub yes: usize,
    /// Their invitation was not sent by mail, or came back.
    pub missing: usize,
    /// The same, and they have not answered either: nobody knows whether they have it.
    pub open: usize,
    /// Their mail leaves within a minute, or waits for a mail server that does not take it, and they have not answered.
    pub leaving: usize,
    /// The latter of these.
    pub held: usize,
}

/// How the invitations of a group stand.
pub fn counted(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Counted, Problem> {
    let mails = mails(scene, cohort)?;
    let mut counted = Counted::default();
    for kept in store::all(scene.conn, &cohort.id)?.values() {
        let missing = mails.get(&kept.id).is_some_and(store::Mails::is_missing);
        let answer = kept.invitation.answer();
        counted.asked += 1;
        counted.yes += usize::from(answer == Some(Answer::Yes));
        counted.missing += usize::from(missing);
        counted.open += usize::from(missing && answer.is_none());
        let mail = mails
            .get(&kept.id)
            .and_then(|mails| mails.invitation.as_ref())
            .filter(|_| answer.is_none());
        let held = matches!(mail, Some(store::Mail::Held(..)));
        counted.held += usize::from(held);
        counted.leaving += usize::from(held || mail == Some(&store::Mail::OnItsWay));
    }
    Ok(counted)
}

/// What each of a group who was asked has answered so far.
pub fn answers(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
) -> Result<HashMap<SeatId, Option<Answer>>, Problem> {
    let all = store::all(scene.conn, &cohort.id)?.into_iter();
    Ok(all
        .map(|(seat, kept)| (seat, kept.invitation.answer()))
        .collect())
}

/// Notes that somebody was asked in person, before any mail went out; nothing is sent.
pub fn asked_in_person(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, one): (&Cohort, &Seated),
) -> Result<store::Kept, Problem> {
    let id = scene.app.secrets.uuid7(scene.now).to_string();
    store::insert(
        scene.conn,
        (&cohort.id, &one.seat),
        &id,
        &actor.person,
        scene.now,
    )?;
    let kept = store::all(scene.conn, &cohort.id)?.remove(&one.seat);
    kept.ok_or_else(|| Problem::broken("the invitation was not kept"))
}
