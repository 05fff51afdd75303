//! How a leader leaves, as the coordinator notes it: the forms, and what is said when somebody else was faster.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::cohort::WithdrawReason;
use firstmove_domain::excuse::ExcuseInput;
use firstmove_domain::form::date;
use firstmove_domain::history::ExitKind;
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::Visitor;
use crate::app::{Answer, App, ask_again};
use crate::cohorts::acts;
use crate::cohorts::changes::GroupInput;
use crate::cohorts::details::DetailsInput;
use crate::cohorts::leader::{back_to, find, page};
use crate::cohorts::pages::Leader;
use crate::frame::Errors;

/// What was typed into the page's forms; only one of them is sent at a time.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) excuse: ExcuseInput,
    pub(super) leave: LeaveInput,
    pub(super) withdraw: WithdrawInput,
    pub(super) group: GroupInput,
    /// None as long as nothing was typed.
    pub(super) details: Option<DetailsInput>,
}

/// The form for somebody who left the company.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LeaveInput {
    pub(super) kind: String,
    pub(super) left_on: String,
}

/// The form for somebody who stops.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct WithdrawInput {
    pub(super) from: String,
    pub(super) reason: String,
}

impl Typed {
    /// Both states, when the form that was sent is gone because somebody else noted another end meanwhile.
    pub(super) fn lost(
        &self,
        leader: &Leader,
        sent_nothing: bool,
        (enrolled, may_leave): (bool, bool),
    ) -> String {
        let sent = match self {
            Typed { leave, .. } if !leave.left_on.is_empty() && !may_leave => {
                format!("left on {}", leave.left_on)
            }
            Typed { withdraw, .. } if !withdraw.from.is_empty() && !enrolled => {
                format!("stops from week {}", withdraw.from)
            }
            Typed { group, .. } if !group.begins.is_empty() && !enrolled => {
                format!("goes on elsewhere from week {}", group.begins)
            }
            _ => return String::new(),
        };
        match sent_nothing {
            true => String::new(),
            false => format!(
                "Somebody noted “{}” of {} before you. What you sent was not kept: “{sent}”.",
                leader.standing,
                leader.person.first()
            ),
        }
    }
}

/// `POST /people/{seat}/leave`
pub async fn leave(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Form(input): Form<LeaveInput>,
) -> Answer {
    let place = seat.clone();
    app.act(visitor, move |scene, actor| {
        let (facts, seated) = find(scene, actor, &seat)?;
        let mut errors = Errors::none();
        let kind = ExitKind::from_key(input.kind.trim());
        if kind.is_none() {
            errors.add("kind", "Choose one of the two.");
        }
        let day = match date(&input.left_on) {
            Ok(Some(day)) => Some(day),
            Ok(None) => {
                errors.add("left_on", "Say from which day on they were gone.");
                None
            }
            Err(sentence) => {
                errors.add("left_on", sentence);
                None
            }
        };
        if let (Some(kind), Some(day)) = (kind, day) {
            let at = acts::day_begins(&facts.cohort.calendar, day)
                .map_err(|sentence| errors.add("left_on", sentence));
            if let Ok(at) = at {
                match acts::leave(scene, actor, &facts.cohort, &seated.seat, (at, kind))? {
                    Ok(()) => return Ok(()),
                    Err(refusal) => errors.add("left_on", refusal.to_string()),
                }
            }
        }
        let typed = Typed {
            leave: input.clone(),
            ..Typed::default()
        };
        Err(ask_again(&page(
            scene,
            actor,
            (&facts, &seated),
            typed,
            errors,
        )?))
    })
    .await?;
    Ok(back_to(&place, "left"))
}

/// `POST /people/{seat}/withdraw`
pub async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Form(input): Form<WithdrawInput>,
) -> Answer {
    let place = seat.clone();
    app.act(visitor, move |scene, actor| {
        let (facts, seated) = find(scene, actor, &seat)?;
        let calendar = &facts.cohort.calendar;
        let mut errors = Errors::none();
        let from = input.from.trim().parse().ok().and_then(Week::new);
        let from = from.filter(|week| week.is_practice() && scene.now < calendar.close(*week));
        if from.is_none() {
            errors.add("from", "Choose a week from 1 to 10 that is still open.");
        }
        let reason = WithdrawReason::from_key(input.reason.trim());
        if reason.is_none() {
            errors.add("reason", "Choose what fits best. Ask, do not assume.");
        }
        if let (Some(from), Some(reason)) = (from, reason) {
            let at = calendar.span(from).0;
            match acts::withdraw_from(scene, actor, &facts.cohort, &seated, (reason, None), at)? {
                Ok(()) => return Ok(()),
                Err(refusal) => errors.add("from", refusal.to_string()),
            }
        }
        let typed = Typed {
            withdraw: input.clone(),
            ..Typed::default()
        };
        Err(ask_again(&page(
            scene,
            actor,
            (&facts, &seated),
            typed,
            errors,
        )?))
    })
    .await?;
    Ok(back_to(&place, "withdrawn"))
}
