//! One leader's invitation, for the coordinator: what became of it, its text to copy, and what they said in person.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::event::Event;
use firstmove_domain::invitation::Answer as Said;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::dashboard::coordinator_frame;
use crate::frame::{Frame, Person, Place};
use crate::kickoff::pages::{find, moment};
use crate::kickoff::store::{Mail, Mails};
use crate::kickoff::{acts, store};
use crate::people;
use crate::problem::Problem;
use crate::reactions::happened;

/// How long a link that is handed over signs somebody in.
const HANDED_OVER: SignedDuration = SignedDuration::from_hours(48);

/// The page.
#[derive(Template)]
#[template(path = "kickoff/message.html")]
pub struct MessagePage {
    frame: Frame,
    cohort: String,
    seat: String,
    person: Person,
    first: String,
    mail: String,
    /// "Answered yes on ..."; what became of the mail.
    said: Vec<String>,
    takes_part: Option<bool>,
    may_nudge: bool,
    /// A mail came back.
    refused: bool,
    /// The invitation was not sent by mail.
    unsent: bool,
    may_send: bool,
    subject: String,
    text: String,
    may_hand_over: bool,
    /// The link that signs them in, right after it was made.
    link: String,
    error: String,
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    done: String,
    hand: String,
}

struct Found {
    cohort: Cohort,
    seen: Vec<Cohort>,
    one: Seated,
    kept: Option<store::Kept>,
}

fn found(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (id, seat): &(String, String),
) -> Result<Found, Problem> {
    let (cohort, seen) = find(scene, actor, id)?;
    let mut roster = cohorts::roster(scene.conn, &cohort.id)?.into_iter();
    let one = roster
        .find(|one| one.seat.to_string() == *seat)
        .ok_or(Problem::NotFound)?;
    let kept = store::all(scene.conn, &cohort.id)?.remove(&one.seat);
    Ok(Found {
        cohort,
        seen,
        one,
        kept,
    })
}

fn page(scene: &mut Scene<'_, '_>, actor: &Actor, found: &Found) -> Result<MessagePage, Problem> {
    let Found {
        cohort,
        seen,
        one,
        kept,
    } = found;
    let zone = cohort.calendar.zone();
    let group = acts::group(scene, cohort)?;
    let from = (actor.name.as_str(), actor.mail.as_str());
    let written = acts::written(scene, (cohort, &group), one, from)?;
    let without_mail = scene.app.mailer.is_terminal();
    let mails = match kept {
        Some(kept) => acts::mails(scene, cohort)?.remove(&kept.id),
        None => None,
    };
    let mails = mails.unwrap_or_default();
    let invited = kept.as_ref().map(|kept| kept.invitation);
    let answer = invited.and_then(|one| one.answer());
    let (refused, unsent) = (mails.came_back.is_some(), mails.is_unsent());
    let may_send = may_send(scene, one, kept.as_ref(), &mails);
    let person = Person::new(one.name.as_str());
    Ok(MessagePage {
        frame: coordinator_frame(
            scene,
            actor,
            cohort,
            seen,
            ("Invitation", Place::People, "/people"),
        )?,
        cohort: cohort.id.to_string(),
        seat: one.seat.to_string(),
        first: person.first().to_owned(),
        mail: one.mail.clone(),
        said: said(kept.as_ref(), &mails, zone),
        takes_part: answer.map(|said| said == Said::Yes),
        may_nudge: !without_mail
            && !refused
            && !may_send
            && invited.is_some_and(|one| one.may_be_nudged().is_ok()),
        refused,
        unsent,
        may_send,
        subject: written.subject,
        text: written.text,
        may_hand_over: without_mail
            && one.takes_part(scene.now)
            && !people::acts::holds_a_role(scene, &one.person)?,
        person,
        link: String::new(),
        error: String::new(),
    })
}

/// Whether the invitation can be sent: a mail came back, or none was sent and nobody has answered.
fn may_send(
    scene: &Scene<'_, '_>,
    one: &Seated,
    kept: Option<&store::Kept>,
    mails: &Mails,
) -> bool {
    let answered = kept.is_some_and(|kept| kept.invitation.answer().is_some());
    scene.app.mailer.sends()
        && one.takes_part(scene.now)
        && (mails.came_back.is_some() || mails.is_unsent() && !answered)
}

/// What is so, in sentences.
fn said(kept: Option<&store::Kept>, mails: &Mails, zone: &TimeZone) -> Vec<String> {
    let Some(kept) = kept else {
        return vec!["Nobody has asked them yet.".into()];
    };
    let one = &kept.invitation;
    let asked = moment(one.asked_at, zone);
    let mut said = vec![match &mails.invitation {
        Some(Mail::NotSent) => format!("Noted as asked on {asked}. It was not sent by mail."),
        Some(mail) => mail_words(mail, zone),
        None => format!("Asked on {asked}."),
    }];
    let reminders = [
        ("by itself", one.reminded_at, &mails.by_itself),
        ("by hand", one.nudged_at, &mails.by_hand),
    ];
    for (way, at, mail) in reminders {
        said.extend(at.map(|at| reminder_words(way, &moment(at, zone), mail.as_ref(), zone)));
    }
    if let Some(answer) = one.said {
        let yes = if answer.answer == Said::Yes {
            "Said yes"
        } else {
            "Said no"
        };
        said.push(format!("{yes} on {}.", moment(answer.at, zone)));
    }
    if let Some(number) = one.commitment {
        said.push(format!(
            "Says how committed: {number} of 10. Only you see it."
        ));
    }
    said
}

fn reminder_words(way: &str, when: &str, mail: Option<&Mail>, zone: &TimeZone) -> String {
    match mail {
        Some(Mail::Refused(why)) => {
            let why = why.trim_end_matches('.');
            format!("The reminder of {when} came back: {why}.")
        }
        Some(Mail::NotSent) => format!("The reminder of {when} was not sent by mail."),
        Some(mail @ Mail::Held(..)) => {
            format!("A reminder {way} on {when}. {}", mail_words(mail, zone))
        }
        _ => format!("Reminded {way} on {when}."),
    }
}

/// What a list says about the mails to somebody who has not answered; may be empty.
pub fn mails_words(mails: &Mails, zone: &TimeZone) -> String {
    match (&mails.came_back, &mails.invitation) {
        (Some(_), Some(mail @ Mail::Refused(_))) | (None, Some(mail)) => mail_words(mail, zone),
        (Some(why), _) => format!("The reminder came back: {}.", why.trim_end_matches('.')),
        (None, None) => String::new(),
    }
}

/// What became of a mail, in a sentence.
pub fn mail_words(mail: &Mail, zone: &TimeZone) -> String {
    match mail {
        Mail::OnItsWay => "The mail is on its way.".into(),
        Mail::Held(why, again) => {
            let again = zone.to_datetime(*again).strftime("%H:%M").to_string();
            format!(
                "The mail has not left yet: {}. It is tried again at {again}.",
                why.trim_end_matches('.')
            )
        }
        Mail::Refused(why) => format!("The mail came back: {}.", why.trim_end_matches('.')),
        Mail::NotSent => "It was not sent by mail.".into(),
        Mail::Left(Some(at)) => format!("The mail left on {}.", moment(*at, zone)),
        Mail::Left(None) => "The mail has left.".into(),
    }
}

/// `GET /groups/{id}/kickoff/{seat}`
pub async fn message(
    State(app): State<App>,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let found = found(scene, &actor, &place)?;
        let mut page = page(scene, &actor, &found)?;
        page.frame.notice = match asked.done.as_str() {
            "told" => Some("The answer is noted.".into()),
            "reminded" if scene.app.mailer.sends() => Some("The reminder is on its way.".into()),
            "reminded" => Some("The reminder is noted. It was not sent by mail.".into()),
            "again" => Some("The invitation is on its way.".into()),
            _ => None,
        };
        let is_token = asked
            .hand
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if page.may_hand_over && is_token && !asked.hand.is_empty() {
            page.link = format!("{}/sign-in/{}", scene.app.url, asked.hand);
        }
        show(&page)
    })
    .await
}

/// What somebody said in person.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Told {
    answer: String,
}

/// `POST /groups/{id}/kickoff/{seat}/told`
pub async fn told(
    State(app): State<App>,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
    Form(told): Form<Told>,
) -> Answer {
    let back = format!("/groups/{}/kickoff/{}?done=told", place.0, place.1);
    app.act(visitor, move |scene, actor| {
        let found = found(scene, actor, &place)?;
        let Some(said) = Said::from_key(&told.answer) else {
            let mut page = page(scene, actor, &found)?;
            page.error = "Choose yes or no.".into();
            return Err(ask_again(&page));
        };
        let kept = match found.kept {
            Some(kept) => kept,
            // who says it before any mail went out is asked by the one who was told
            None => acts::asked_in_person(scene, actor, (&found.cohort, &found.one))?,
        };
        acts::answer(
            scene,
            Some(actor),
            (&found.cohort, &found.one.seat),
            &kept,
            said,
        )
    })
    .await?;
    Ok(see_other(&back))
}

/// `POST /groups/{id}/kickoff/{seat}/remind`
pub async fn remind(
    State(app): State<App>,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
) -> Answer {
    let back = format!("/groups/{}/kickoff/{}?done=reminded", place.0, place.1);
    app.act(visitor, move |scene, actor| {
        let found = found(scene, actor, &place)?;
        let kept = found.kept.clone().ok_or(Problem::NotFound)?;
        match acts::nudge(scene, actor, (&found.cohort, &found.one), &kept)? {
            Ok(()) => Ok(()),
            Err(refusal) => {
                let mut page = page(scene, actor, &found)?;
                page.error = refusal.to_string();
                Err(ask_again(&page))
            }
        }
    })
    .await?;
    Ok(see_other(&back))
}

/// `POST /groups/{id}/kickoff/{seat}/again`: only where a mail came back, or none was sent.
pub async fn again(
    State(app): State<App>,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
) -> Answer {
    let back = format!("/groups/{}/kickoff/{}", place.0, place.1);
    let sent = app.act(visitor, move |scene, actor| {
        let found = found(scene, actor, &place)?;
        let kept = found.kept.clone().ok_or(Problem::NotFound)?;
        let mails = acts::mails(scene, &found.cohort)?.remove(&kept.id);
        let may_send = may_send(scene, &found.one, Some(&kept), &mails.unwrap_or_default());
        if may_send {
            acts::again(scene, actor, (&found.cohort, &found.one), &kept)?;
        }
        Ok(may_send)
    });
    Ok(see_other(&match sent.await? {
        true => format!("{back}?done=again"),
        false => back,
    }))
}

/// `POST /groups/{id}/kickoff/{seat}/link`: a link that signs them in, to hand over where no mail leaves.
pub async fn hand_over(
    State(app): State<App>,
    visitor: Visitor,
    Path(place): Path<(String, String)>,
) -> Answer {
    let back = format!("/groups/{}/kickoff/{}", place.0, place.1);
    let token = app.secrets.token();
    let kept = token.clone();
    app.act(visitor, move |scene, actor| {
        let found = found(scene, actor, &place)?;
        let (one, page) = (&found.one, page(scene, actor, &found)?);
        if !page.may_hand_over {
            return Err(Problem::NotFound);
        }
        people::acts::give_link(scene, &one.person, &kept, HANDED_OVER)?;
        let event = Event::SignInLinkMade { person: one.person };
        happened(scene, Some(actor), Some(&found.cohort), event)
    })
    .await?;
    Ok(see_other(&format!("{back}?hand={token}#link")))
}
