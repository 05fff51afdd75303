//! The plan within the room of a session: the form, or the line that it is saved.

use askama::Template;
use firstmove_domain::week::Week;

use crate::app::Scene;
use crate::check_ins::form::first_line;
use crate::experiments::cards::is_planned;
use crate::experiments::form::{From, start};
use crate::experiments::plan_page::form_of;
use crate::experiments::{Place, store};
use crate::frame::Errors;
use crate::problem::Problem;

/// A plan that is saved.
#[derive(Template)]
#[template(path = "experiments/part_planned.html")]
struct Planned {
    action: String,
    href: String,
}

/// The form for a week's plan, which leads back to the room; the plan itself where it is saved.
pub fn plan(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    week: Week,
    room: &str,
) -> Result<String, Problem> {
    let kept = store::of_seat(scene.conn, &place.cohort.id, &place.me.seat)?;
    let saved = kept.iter().rev();
    let mut saved = saved.filter(|one| is_planned(one) && one.experiment.week >= week);
    if let Some(saved) = saved.next() {
        let planned = Planned {
            action: first_line(&saved.experiment.plan.action).to_owned(),
            href: format!("/moves/{}", saved.experiment.id),
        };
        return Ok(planned.render()?);
    }
    let mut sent = start(scene, place, &From::default())?;
    sent.room = format!("{room}/live");
    let mut form = form_of(scene, place, sent, Errors::none())?;
    form.narrow();
    Ok(form.render()?)
}
