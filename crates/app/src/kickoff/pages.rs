//! Who takes part, at a glance, for the coordinator; and what sends the invitations.

use askama::Template;
use axum::extract::{Path, Query, State};
use firstmove_domain::invitation::{Answer as Said, Way};
use firstmove_domain::rights::Role;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other, show};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::dashboard::{coordinator_frame, number_word};
use crate::frame::{Frame, Person, Place};
use crate::kickoff::message::{mail_words, mails_words};
use crate::kickoff::{acts, store};
use crate::notices::Kind;
use crate::notices::acts::tell;
use crate::notices::letters::Written;
use crate::notices::store::Notice;
use crate::people;
use crate::problem::Problem;

/// Trials that somebody may send to themselves in an hour.
const TRIALS: i64 = 10;

/// One leader of the list.
pub struct Row {
    person: Person,
    href: String,
    /// "Takes part".
    state: &'static str,
    tone: &'static str,
    /// What became of the mail, when it was answered; may be empty.
    detail: String,
    commitment: Option<u8>,
}

/// The page.
#[derive(Template)]
#[template(path = "kickoff/kickoff.html")]
pub struct KickoffPage {
    frame: Frame,
    cohort: String,
    group: String,
    summary: String,
    rows: Vec<Row>,
    /// Whom the button asks: nobody has, or no mail left when somebody did.
    waiting: usize,
    /// How many of them were asked while no mail left.
    unsent: usize,
    without_mail: bool,
    trial: String,
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    pub(super) done: String,
}

/// The group that the address names, if the actor coordinates it, with all that they coordinate.
pub fn find(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    id: &str,
) -> Result<(Cohort, Vec<Cohort>), Problem> {
    let asked = Some(id)
        .filter(|id| !id.is_empty())
        .ok_or(Problem::NotFound)?;
    cohorts::chosen(scene.conn, actor, Role::Coordinator, Some(asked))
}

/// `GET /groups/{id}/kickoff`
pub async fn kickoff(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Done>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (cohort, seen) = find(scene, &actor, &id)?;
        let mut page = page(scene, &actor, &cohort, &seen)?;
        page.frame.notice = match asked.done.as_str() {
            "formed" => Some("The group is there. Nothing has gone out yet.".into()),
            "sent" if scene.app.mailer.sends() => Some("The invitations are on their way.".into()),
            "sent" => Some("They are noted as asked. Nothing was sent by mail.".into()),
            "test" => Some(format!("The invitation is on its way to {}.", actor.mail)),
            "often" => Some("That were many tests. Try again in an hour.".into()),
            _ => None,
        };
        show(&page)
    })
    .await
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seen: &[Cohort],
) -> Result<KickoffPage, Problem> {
    let without_mail = scene.app.mailer.is_terminal();
    let zone = cohort.calendar.zone();
    let kept = store::all(scene.conn, &cohort.id)?;
    let mails = acts::mails(scene, cohort)?;
    let unsent = acts::unsent(scene, cohort)?;
    let mut roster = cohorts::roster(scene.conn, &cohort.id)?;
    roster.retain(|one| one.takes_part(scene.now) || kept.contains_key(&one.seat));
    let mut rows = Vec::new();
    let (mut yes, mut no, mut open, mut unasked) = (0, 0, 0, 0);
    for one in &roster {
        let asked = kept.get(&one.seat);
        let said = asked.and_then(|asked| asked.invitation.said);
        let count = match (asked, said.map(|said| said.answer)) {
            (None, _) => &mut unasked,
            (_, None) => &mut open,
            (_, Some(Said::Yes)) => &mut yes,
            (_, Some(Said::No)) => &mut no,
        };
        *count += 1;
        let mails = asked.and_then(|asked| mails.get(&asked.id));
        let mails = mails.map(|mails| mails_words(mails, zone));
        rows.push(row(cohort, one, asked, mails, zone));
    }
    let there = roster.iter().filter(|one| one.takes_part(scene.now));
    let unsent = there.filter(|one| unsent.contains(&one.seat)).count();
    Ok(KickoffPage {
        frame: coordinator_frame(
            scene,
            actor,
            cohort,
            seen,
            ("Invitations", Place::People, "/people"),
        )?,
        cohort: cohort.id.to_string(),
        group: cohort.name.clone(),
        summary: summary(yes, no, open),
        rows,
        waiting: unasked + unsent,
        unsent,
        without_mail,
        trial: trial_words(scene, actor, zone)?,
    })
}

fn row(
    cohort: &Cohort,
    one: &cohorts::Seated,
    asked: Option<&store::Kept>,
    mail: Option<String>,
    zone: &TimeZone,
) -> Row {
    let said = asked.and_then(|asked| asked.invitation.said);
    let (state, tone) = match (asked, said.map(|said| said.answer)) {
        (None, _) => ("Not asked yet", ""),
        (_, None) => ("No answer yet", ""),
        (_, Some(Said::Yes)) => ("Takes part", "brand"),
        (_, Some(Said::No)) => ("Cannot take part", "alert"),
    };
    let detail = match said {
        Some(said) => {
            let when = moment(said.at, zone);
            match said.way {
                Way::Link => format!("Answered on {when}"),
                Way::Told => format!("You ticked it on {when}"),
            }
        }
        None => mail.unwrap_or_default(),
    };
    Row {
        person: Person::new(one.name.as_str()),
        href: format!("/groups/{}/kickoff/{}", cohort.id, one.seat),
        state,
        tone,
        detail,
        commitment: asked.and_then(|asked| asked.invitation.commitment),
    }
}

/// "Monday 23 March, 10:15".
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at)
        .strftime("%A %-d %B, %H:%M")
        .to_string()
}

fn summary(yes: usize, no: usize, open: usize) -> String {
    if yes + no + open == 0 {
        return "Nobody has been asked yet.".into();
    }
    let people = |n: usize| match n {
        1 => "one person".to_owned(),
        n => format!("{} people", number_word(n)),
    };
    let mut said = format!("{} of {} take part.", yes, yes + no + open);
    if open > 0 {
        let verb = if open == 1 { "has" } else { "have" };
        said += &format!(
            " {} {verb} not answered.",
            crate::dashboard::capital(&people(open))
        );
    }
    if no > 0 {
        said += &format!(" {} cannot.", crate::dashboard::capital(&people(no)));
    }
    said
}

/// "A test left at 09:12 on Monday 23 March."; empty where none was sent.
pub fn trial_words(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    zone: &TimeZone,
) -> Result<String, Problem> {
    if scene.app.mailer.is_terminal() {
        return Ok(String::new());
    }
    let trial = store::trial(scene.conn, &actor.person)?;
    Ok(trial
        .map(|mail| format!("The test: {}", mail_words(&mail, zone)))
        .unwrap_or_default())
}

/// `POST /groups/{id}/kickoff`: asks everybody who has not been asked, or was while no mail left.
pub async fn send(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let place = format!("/groups/{id}/kickoff?done=sent");
    app.act(visitor, move |scene, actor| {
        let (cohort, _) = find(scene, actor, &id)?;
        acts::send(scene, actor, &cohort)
    })
    .await?;
    Ok(see_other(&place))
}

/// `POST /groups/{id}/kickoff/test`: the invitation as it goes out, to who asks for it.
pub async fn test(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let sent = app
        .act(visitor, move |scene, actor| {
            let (cohort, _) = find(scene, actor, &id)?;
            let group = acts::group(scene, &cohort)?;
            let path = format!("/groups/{}/kickoff", cohort.id);
            try_out(scene, actor, &group, path.clone()).map(|sent| (path, sent))
        })
        .await?;
    let (path, sent) = sent;
    Ok(see_other(&format!(
        "{path}?done={}",
        if sent { "test" } else { "often" }
    )))
}

/// Sends somebody the invitation as others get it; its button leads to `path`, so that it answers nothing.
/// False where they had too many.
pub fn try_out(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    group: &crate::kickoff::mail::Group,
    path: String,
) -> Result<bool, Problem> {
    let hour = 3_600_000;
    let window = scene.now.as_millisecond().div_euclid(hour) * hour;
    let window = Timestamp::from_millisecond(window).unwrap_or(scene.now);
    let key = format!("trial {}", actor.person);
    if people::acts::count_try(scene, &key, window)? > TRIALS {
        return Ok(false);
    }
    let url = scene.app.url.clone();
    let names = (actor.name.as_str(), actor.name.as_str());
    let letter = group.invitation(names, (format!("{url}{path}"), String::new()), scene.now);
    let mut written: Written = letter.write(&url, "")?;
    written.envelope.from_name = actor.name.clone();
    written.envelope.reply_to = actor.mail.clone();
    let notice = Notice {
        kind: Kind::Trial,
        about: scene.app.secrets.uuid7(scene.now).to_string(),
        person: actor.person,
        day: group.calendar.zone().to_datetime(scene.now).date(),
        written,
        link: path,
        due_at: scene.now,
    };
    tell(scene, &notice)
}
