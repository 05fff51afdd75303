//! The page that says who sees what, and one for each role that shows it.

use askama::Template;
use axum::extract::{Path, State};
use firstmove_domain::rights::{Deed, Kind, Role, may};
use firstmove_domain::sight::{Sight, WHO_SEES_WHAT};

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::dashboard::{capital, theme};
use crate::frame::{Frame, Person};
use crate::problem::Problem;
use crate::sheet::rows::HEADINGS;
use crate::sights::lens::{Reader, Seen, seen};

/// Rights to things that no page shows yet, and what the example alone has: they stand in the table and not here.
const LEFT_OUT: [Deed; 2] = [Deed::TravelInTime, Deed::SeeNamedSheet];

/// Who sees what, in short.
#[derive(Template)]
#[template(path = "sights/sights.html")]
pub struct Sights {
    frame: Frame,
    sights: &'static [Sight],
}

/// `GET /who-sees-what`
pub async fn sights() -> Answer {
    show(&Sights {
        frame: Frame::plain("Who sees what"),
        sights: WHO_SEES_WHAT,
    })
}

/// What one role sees.
#[derive(Template)]
#[template(path = "sights/one.html")]
pub struct OneSight {
    frame: Frame,
    sights: &'static [Sight],
    sight: &'static Sight,
    group: String,
    seen: Seen,
    sees: Vec<String>,
    does: Vec<String>,
}

/// `GET /who-sees-what/{role}`
pub async fn one(State(app): State<App>, visitor: Visitor, Path(role): Path<String>) -> Answer {
    let found = WHO_SEES_WHAT.iter().find(|sight| sight.key == role);
    let sight = found.filter(|sight| !sight.key.is_empty());
    let sight = sight.ok_or(Problem::NotFound)?;
    app.page(visitor, move |scene, actor| {
        show(&page(scene, &actor, sight)?)
    })
    .await
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    sight: &'static Sight,
) -> Result<OneSight, Problem> {
    let reader = Reader::of(scene, actor)?;
    let mut frame = Frame::plain(format!("What {} sees", sight.spoken()))
        .read_by(Person::new(actor.name.as_str()), "");
    frame.theme = theme(actor);
    Ok(OneSight {
        frame,
        sights: WHO_SEES_WHAT,
        sight,
        group: reader
            .cohort()
            .map_or_else(String::new, |cohort| cohort.name.clone()),
        seen: seen(scene, actor, &reader, sight.role)?,
        sees: deeds(sight.role, Kind::Sees),
        does: deeds(sight.role, Kind::Does),
    })
}

/// What a role may, from the table that decides it.
fn deeds(role: Option<Role>, kind: Kind) -> Vec<String> {
    let all = Deed::ALL.iter().filter(|deed| deed.kind() == kind);
    all.filter(|deed| role.is_some_and(|role| may(role, **deed)))
        .filter(|deed| !LEFT_OUT.contains(deed))
        .map(|deed| capital(&deed.description().replace("cohort", "group")))
        .collect()
}
