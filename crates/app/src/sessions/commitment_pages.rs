//! What the link in a mail about commitments opens: one's own, each with a button that ticks it off, without signing in.
//! It leads nowhere further.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::form::long_day;
use firstmove_domain::id::{CommitmentId, SeatId};
use firstmove_domain::week::Week;
use jiff::SignedDuration;
use serde::Deserialize;

use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::frame::{Frame, Kind, Person};
use crate::link::{self, Link, Purpose};
use crate::problem::Problem;
use crate::sessions::promises::{self, Own};

/// The page.
#[derive(Template)]
#[template(path = "sessions/commitments.html")]
pub struct CommitmentsPage {
    frame: Frame,
    first: String,
    group: String,
    token: String,
    own: Vec<Own>,
    /// Whether the link has run out: then the page names nobody and nothing.
    expired: bool,
}

/// What a link leads to.
struct Opened {
    cohort: Cohort,
    me: Seated,
    is_good: bool,
}

/// The path of the link with which somebody ticks off what they said.
pub fn path(scene: &Scene<'_, '_>, cohort: &Cohort, seat: &SeatId) -> String {
    let week = cohort.calendar.moment(scene.now).week();
    let link = Link {
        cohort: cohort.id,
        about: *seat,
        expires: link::good_until(&cohort.calendar, week.unwrap_or(Week::FIRST), scene.now),
    };
    let token = link::make(&scene.app.signing_key, Purpose::Commitments, &link);
    format!("/c/{token}")
}

/// The leader behind a token; not found for anything that was not signed here, and for who has left.
fn opened(scene: &mut Scene<'_, '_>, token: &str) -> Result<Opened, Problem> {
    let link = link::read::<SeatId>(&scene.app.signing_key, Purpose::Commitments, token);
    let link = link.ok_or(Problem::NotFound)?;
    let cohort = cohorts::get(scene.conn, &link.cohort)?.ok_or(Problem::NotFound)?;
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let me = roster
        .into_iter()
        .find(|one| one.seat == link.about && one.takes_part(scene.now));
    Ok(Opened {
        cohort,
        me: me.ok_or(Problem::NotFound)?,
        is_good: scene.now < link.expires,
    })
}

fn page(
    scene: &mut Scene<'_, '_>,
    opened: &Opened,
    token: &str,
) -> Result<CommitmentsPage, Problem> {
    if !opened.is_good {
        return Ok(CommitmentsPage {
            frame: Frame::new("This link has run out", Kind::Link),
            first: String::new(),
            group: String::new(),
            token: String::new(),
            own: Vec::new(),
            expired: true,
        });
    }
    let name = Person::new(opened.me.name.as_str());
    // what was ticked off within the last days stays, so that a tap by mistake can be taken back
    let since = scene.now - SignedDuration::from_hours(7 * 24);
    let all = promises::of_cohort(scene.conn, &opened.cohort.id)?;
    let mine = all.iter().filter(|one| one.seat == opened.me.seat);
    let shown = mine.filter(|one| one.done_at.is_none_or(|done| done > since));
    let own = shown.map(|one| Own {
        id: one.id.to_string(),
        what: one.what.clone(),
        due: format!("By {}", long_day(one.due)),
        done: one.done_at.is_some(),
    });
    Ok(CommitmentsPage {
        own: own.collect(),
        first: name.first().to_owned(),
        frame: Frame::new("What you said you would do", Kind::Link).read_by(name, ""),
        group: opened.cohort.name.clone(),
        token: token.to_owned(),
        expired: false,
    })
}

/// `GET /c/{token}`
pub async fn open(State(app): State<App>, Path(token): Path<String>) -> Answer {
    app.open_page(move |scene| {
        let opened = opened(scene, &token)?;
        show(&page(scene, &opened, &token)?)
    })
    .await
}

/// The button beside one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tick {
    id: String,
    done: String,
}

/// `POST /c/{token}`
pub async fn tick(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(tick): Form<Tick>,
) -> Answer {
    let place = format!("/c/{token}");
    let id: CommitmentId = tick.id.parse().map_err(|_| Problem::NotFound)?;
    app.open_act(move |scene| {
        let opened = opened(scene, &token)?;
        if !opened.is_good {
            return Err(ask_again(&page(scene, &opened, &token)?));
        }
        let whose = (&opened.cohort, &opened.me.seat);
        promises::tick(scene, None, whose, (&id, tick.done != "no"))
    })
    .await?;
    Ok(see_other(&place))
}
