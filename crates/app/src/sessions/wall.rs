//! How the forms of the retrospective's wall are taken in its room.

use firstmove_domain::session::Meeting;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again};
use crate::check_ins::form::errors;
use crate::problem::Problem;
use crate::retrospectives::pages::Sent;
use crate::sessions::inside::Inside;
use crate::sessions::pages::{act, page};
use crate::sessions::words::{self, Said};

/// A form of the wall: the room again where it is not right, with what was typed.
pub async fn at_the_wall<F>(
    app: App,
    visitor: Visitor,
    cohort: String,
    sent: Sent,
    take: F,
) -> Answer
where
    F: Fn(&mut Scene<'_, '_>, &Actor, &Inside, &Sent) -> words::Taken + Send + Sync + 'static,
{
    let at = (cohort, Meeting::Retrospective.key());
    act(app, visitor, at, move |scene, actor, inside| {
        match take(scene, actor, &inside, &sent)? {
            Ok(()) => Ok(Ok(())),
            Err(problems) => {
                let said = Said {
                    wall: sent.clone(),
                    ..Said::default()
                };
                let page = page(scene, actor, &inside, &errors(problems), &said)?;
                Err(ask_again(&page))
            }
        }
    })
    .await
}

/// A button of the wall.
pub async fn in_the_room<F>(app: App, visitor: Visitor, cohort: String, done: F) -> Answer
where
    F: Fn(&mut Scene<'_, '_>, &Actor, &Inside) -> Result<(), Problem> + Send + Sync + 'static,
{
    let at = (cohort, Meeting::Retrospective.key());
    act(app, visitor, at, move |scene, actor, inside| {
        done(scene, actor, &inside).map(|()| Ok(()))
    })
    .await
}
