//! Results, and the sponsor's page. Both show group numbers only.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::display::Share;
use firstmove_domain::kpi;
use firstmove_domain::rights::Role;
use firstmove_paper::chart::{Bar, Parts};

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::dashboard::facts::{self, Facts};
use crate::dashboard::figures::{Figures, figures};
use crate::dashboard::pages::Asked;
use crate::dashboard::{coordinator_frame, week_words};
use crate::frame::{Frame, Kind, Place};
use crate::problem::Problem;

/// A number with the words that belong to it.
struct Fact {
    what: &'static str,
    text: String,
    why: &'static str,
}

/// The numbers of one group.
#[derive(Template)]
#[template(path = "results/results.html")]
pub struct Results {
    frame: Frame,
    name: String,
    when: String,
    figures: Figures,
    facts: Vec<Fact>,
    bar: String,
    bar_table: String,
    groups: Vec<crate::frame::Group>,
}

/// `GET /results`
pub async fn results(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let role = match actor.is(Role::Coordinator) {
            true => Role::Coordinator,
            false => Role::DataOwner,
        };
        page(scene, &actor, role, Some(&asked.cohort))
    })
    .await
}

/// The page for a role that may see group numbers.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor, role: Role, asked: Option<&str>) -> Answer {
    let facts = facts::load_as(scene, actor, role, asked)?;
    show(&build(actor, role, &facts)?)
}

fn build(actor: &Actor, role: Role, facts: &Facts) -> Result<Results, Problem> {
    let path = if role == Role::Sponsor {
        "/sponsor"
    } else {
        "/results"
    };
    let mut frame = coordinator_frame(
        actor,
        &facts.cohort,
        &facts.seen,
        facts.now,
        ("Results", Place::Results, path),
    );
    (frame.kind, frame.role) = match role {
        Role::Sponsor => (Kind::Sponsor, "Sponsor"),
        Role::DataOwner => (Kind::DataOwner, "Data owner"),
        _ => (Kind::Coordinator, "Coordinator"),
    };
    let enough = facts.roster.len() >= 5 || role == Role::Coordinator;
    let success = kpi::success(&facts.last);
    let mut figures = figures(facts);
    figures.tiles.iter_mut().for_each(|tile| tile.href.clear());
    if !enough {
        figures.tiles.clear();
        figures.trend.clear();
    }
    let parts: Parts = [success.succeeded, success.partially, success.failed]
        .map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let drawn = (enough && success.resolved >= 5).then(|| {
        Bar {
            id: "bar",
            title: "Moves by their outcome",
            kinds: ["Met", "Partly", "Not met"],
            parts,
        }
        .draw()
    });
    Ok(Results {
        groups: std::mem::take(&mut frame.groups),
        frame,
        name: facts.cohort.name.clone(),
        when: week_words(&facts.cohort, facts.now),
        facts: if enough { lines(facts) } else { Vec::new() },
        bar: drawn.as_ref().map(|it| it.svg.clone()).unwrap_or_default(),
        bar_table: drawn.map(|it| it.table.html()).unwrap_or_default(),
        figures,
    })
}

fn lines(facts: &Facts) -> Vec<Fact> {
    let rates = kpi::move_rates(&facts.closed, &facts.last);
    let success = kpi::success(&facts.last);
    let fact = |what, text: &str, why| Fact {
        what,
        text: text.to_owned(),
        why,
    };
    let range = |rate: &kpi::MoveRate| match rate.shown() {
        firstmove_domain::display::Shown::Percent {
            text,
            range: Some(range),
            ..
        } => {
            format!("{text}. Rates from {range} fit these numbers.")
        }
        other => other.text().to_owned(),
    };
    vec![
        fact(
            "Move rate, as closed",
            &range(&rates.closed),
            "What stood when each week closed. It does not change.",
        ),
        fact(
            "Move rate, final so far",
            &range(&rates.final_),
            "With late reports that a peer confirmed and the coordinator accepted.",
        ),
        fact(
            "Among active",
            rates.active.shown().text(),
            "Excludes people who withdrew.",
        ),
        fact(
            "Excused counted as skipped",
            rates.excused_as_skipped.shown().text(),
            "How much excused weeks matter.",
        ),
        fact(
            "Success, running",
            &Share::text(success.running()),
            "Of the moves with an outcome. There is no target.",
        ),
        fact(
            "Met or partly met",
            &Share::text(success.progress()),
            "Never called success.",
        ),
    ]
}
