//! What the link in an invitation opens: one question, without signing in, and nothing that leads further.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::id::SeatId;
use firstmove_domain::invitation::{self, Answer as Said, COMMITMENT, commitment};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::frame::{Choice, Errors, Frame, Kind, Person};
use crate::kickoff::mail::Invitation;
use crate::kickoff::{acts, dates, store};
use crate::link::{self, Purpose};
use crate::problem::Problem;
use crate::roles;

/// The question, or what follows upon its answer.
#[derive(Template)]
#[template(path = "kickoff/answer.html")]
pub struct AnswerPage {
    frame: Frame,
    token: String,
    it: Invitation,
    /// Whether they take part; none while there is no answer.
    takes_part: Option<bool>,
    numbers: Vec<Choice>,
    committed: Option<u8>,
    mail: String,
    url: String,
    errors: Errors,
}

/// The page that a link opens which has run out. It names nobody.
#[derive(Template)]
#[template(path = "kickoff/expired.html")]
pub struct ExpiredPage {
    frame: Frame,
}

struct Opened {
    cohort: Cohort,
    me: Seated,
    kept: store::Kept,
    /// Whether it was noted that they were asked.
    is_asked: bool,
    is_good: bool,
}

/// The invitation behind a token; not found for anything that was not signed here, and for who has left.
fn opened(scene: &mut Scene<'_, '_>, token: &str) -> Result<Opened, Problem> {
    let link = link::read::<SeatId>(&scene.app.signing_key, Purpose::Invitation, token)
        .ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &link.cohort)?.ok_or(Problem::NotFound)?;
    let mut roster = cohorts::roster(scene.conn, &cohort.id)?.into_iter();
    let me = roster
        .find(|one| one.seat == link.about && one.takes_part(scene.now))
        .ok_or(Problem::NotFound)?;
    let kept = store::all(scene.conn, &cohort.id)?.remove(&me.seat);
    let is_asked = kept.is_some();
    let kept = match kept {
        Some(kept) => kept,
        // their text was copied and handed over, and nobody has noted yet that they were asked
        None => handed_over(scene, &cohort)?,
    };
    let is_good = link.is_good(&cohort.calendar, Week::FIRST, scene.now);
    Ok(Opened {
        cohort,
        me,
        kept,
        is_asked,
        is_good,
    })
}

/// The invitation of somebody who has its text and was not noted as asked: as if a coordinator asked them now.
fn handed_over(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<store::Kept, Problem> {
    let coordinators = roles::acts::who_coordinates(scene, &cohort.sprint)?;
    let first = coordinators.first().ok_or(Problem::NotFound)?;
    Ok(store::Kept {
        id: scene.app.secrets.uuid7(scene.now).to_string(),
        asked_by: first.person,
        invitation: invitation::Invitation {
            asked_at: scene.now,
            reminded_at: None,
            nudged_at: None,
            said: None,
            commitment: None,
        },
    })
}

fn page(
    scene: &mut Scene<'_, '_>,
    opened: &Opened,
    token: &str,
    errors: Errors,
) -> Result<AnswerPage, Problem> {
    let (sender, _) = store::person(scene.conn, &opened.kept.asked_by)?;
    let group = acts::group(scene, &opened.cohort)?;
    let links = (String::new(), format!("/k/{token}/calendar.ics"));
    let name = Person::new(opened.me.name.as_str());
    let invitation = &opened.kept.invitation;
    let given = invitation
        .commitment
        .map(|number| number.to_string())
        .unwrap_or_default();
    Ok(AnswerPage {
        frame: Frame::new("Do you take part?", Kind::Link).read_by(name, ""),
        token: token.to_owned(),
        it: group.invitation((&opened.me.name, &sender), links, scene.now),
        takes_part: invitation.answer().map(|said| said == Said::Yes),
        numbers: COMMITMENT
            .map(|n| Choice::new(n.to_string(), n.to_string(), &given))
            .collect(),
        committed: invitation.commitment,
        mail: opened.me.mail.clone(),
        url: scene.app.url.clone(),
        errors,
    })
}

fn expired() -> ExpiredPage {
    ExpiredPage {
        frame: Frame::new("This link has run out", Kind::Link),
    }
}

/// `GET /k/{token}`
pub async fn open(State(app): State<App>, Path(token): Path<String>) -> Answer {
    app.open_page(move |scene| {
        let opened = opened(scene, &token)?;
        if !opened.is_good {
            return show(&expired());
        }
        show(&page(scene, &opened, &token, Errors::none())?)
    })
    .await
}

/// `GET /k/{token}/calendar.ics`
pub async fn calendar(State(app): State<App>, Path(token): Path<String>) -> Answer {
    app.open_page(move |scene| {
        let opened = opened(scene, &token)?;
        if !opened.is_good {
            return show(&expired());
        }
        dates::saved(dates::file(scene, &opened.cohort)?)
    })
    .await
}

/// The answer as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    answer: String,
    commitment: String,
}

/// `POST /k/{token}`
pub async fn answer(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    let place = format!("/k/{token}");
    app.open_act(move |scene| {
        let opened = good(scene, &token)?;
        let Some(said) = Said::from_key(&sent.answer) else {
            let errors = Errors::one("answer", "Choose yes or no.");
            return Err(ask_again(&page(scene, &opened, &token, errors)?));
        };
        acts::answer(
            scene,
            None,
            (&opened.cohort, &opened.me.seat),
            &opened.kept,
            said,
        )
    })
    .await?;
    Ok(see_other(&place))
}

/// `POST /k/{token}/commitment`
pub async fn commit(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(sent): Form<Sent>,
) -> Answer {
    let place = format!("/k/{token}");
    app.open_act(move |scene| {
        let opened = good(scene, &token)?;
        // a number belongs to a yes
        if opened.kept.invitation.answer() != Some(Said::Yes) {
            return Ok(());
        }
        match commitment(&sent.commitment) {
            Ok(number) => acts::commit(scene, (&opened.cohort, &opened.me.seat), number),
            Err(sentence) => {
                let errors = Errors::one("commitment", sentence);
                Err(ask_again(&page(scene, &opened, &token, errors)?))
            }
        }
    })
    .await?;
    Ok(see_other(&place))
}

fn good(scene: &mut Scene<'_, '_>, token: &str) -> Result<Opened, Problem> {
    let opened = opened(scene, token)?;
    if !opened.is_good {
        return Err(ask_again(&expired()));
    }
    if !opened.is_asked {
        let at = (&opened.cohort.id, &opened.me.seat);
        let kept = &opened.kept;
        store::insert(scene.conn, at, &kept.id, &kept.asked_by, scene.now)?;
    }
    Ok(opened)
}
