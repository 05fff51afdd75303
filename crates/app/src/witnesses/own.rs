//! What a leader reads on the page of their own move about whoever was there. Nobody else reads it.

use firstmove_domain::form::long_day;
use firstmove_domain::witness::Answer;
use serde::Deserialize;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::experiments::kept::Kept;
use crate::frame::Errors;
use crate::notices::Kind;
use crate::notices::acts::came_back;
use crate::problem::Problem;
use crate::witnesses::acts::{link, mails_leave, of_move, performed_on};
use crate::witnesses::asking::Asking;
use crate::witnesses::audit::is_drawn;
use crate::witnesses::store::Witness;

/// The two fields as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The name.
    pub witness: String,
    /// The address.
    pub witness_mail: String,
}

/// What stands there.
pub struct Own {
    /// How it stands, in a sentence.
    pub stands: String,
    /// What they answered; none while they have not.
    pub answer: Option<Answer>,
    /// The question, to be copied and handed on; empty where a mail does it.
    pub text: String,
    /// Why it has to be handed on.
    pub why: &'static str,
    /// Whether somebody can still be named.
    pub may_name: bool,
    /// Whether it was drawn for a check.
    pub is_drawn: bool,
    /// Whether somebody is named.
    pub is_named: bool,
    /// The fields.
    pub typed: Typed,
    /// Sentences beside them.
    pub errors: Errors,
}

/// What the leader of a move that was tried reads; none for any other. `again` is what came back from its form.
pub fn own(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    kept: &Kept,
    (leader, again): (&str, Option<(Typed, Errors)>),
) -> Result<Option<Own>, Problem> {
    let id = &kept.experiment.id;
    let witness = of_move(scene, &cohort.id, id)?;
    let is_final = scene.now >= cohort.calendar.final_close();
    let Some(day) = performed_on(kept).filter(|_| !is_final || witness.is_some()) else {
        return Ok(None);
    };
    let (leaves, back) = (
        mails_leave(scene.app),
        came_back(scene, Kind::Witness, &id.to_string())?,
    );
    let open = |one: &&Witness| one.answer.is_none() && !one.name.is_empty() && !is_final;
    let hands_on = witness.as_ref().filter(open).filter(|_| !leaves || back);
    let text = match hands_on {
        Some(one) => {
            let (names, about) = (
                (leader, one.name.as_str()),
                (kept.experiment.plan.action.as_str(), day),
            );
            let url = &scene.app.url;
            let link = link(scene, cohort, id, kept.experiment.week);
            Asking::about(names, about, format!("{url}{link}"))
                .write(url, "")?
                .text
        }
        None => String::new(),
    };
    let known = witness.as_ref().filter(|one| !one.is_asked());
    let typed = known.map(|one| Typed {
        witness: one.name.clone(),
        witness_mail: one.mail.clone(),
    });
    let (typed, errors) = again.unwrap_or((typed.unwrap_or_default(), Errors::none()));
    Ok(Some(Own {
        stands: witness
            .as_ref()
            .map_or_else(String::new, |one| stands(cohort, one, leaves)),
        answer: witness.as_ref().and_then(|one| one.answer),
        text,
        why: match back {
            true => "The mail to them came back.",
            false => "This installation sends no mail.",
        },
        may_name: !is_final && witness.as_ref().is_none_or(|one| !one.is_asked()),
        is_drawn: is_drawn(scene, &cohort.id, id)?,
        is_named: witness.is_some(),
        typed,
        errors,
    }))
}

fn stands(cohort: &Cohort, witness: &Witness, leaves: bool) -> String {
    let who = match witness.name.as_str() {
        "" => "Whoever was there",
        name => name,
    };
    let day = |at| long_day(cohort.calendar.local_date(at));
    match (witness.answer, witness.answered_at, witness.asked_at) {
        (Some(_), Some(at), _) => format!("{who} answered on {}:", day(at)),
        (_, _, Some(at)) => format!("{who} was asked on {}. There is no answer yet.", day(at)),
        _ if leaves => format!("{who} gets one mail: did this happen?"),
        _ => format!("{who} can say with one tap whether it happened."),
    }
}
