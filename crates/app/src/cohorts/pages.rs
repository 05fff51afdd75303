//! The people of a group, for its coordinator: who takes part, and the late reports that wait for them.

use askama::Template;
use axum::extract::{Path, Query, State};
use firstmove_domain::form::long_day;
use firstmove_domain::kpi;

use crate::actor::Visitor;
use crate::app::{Answer, App, see_other, show};
use crate::check_ins::acts::accept;
use crate::cohorts::store::cohort_of;
use crate::dashboard::pages::Asked;
use crate::dashboard::{coordinator_frame, facts, grid, rail_week};
use crate::frame::{Cell, Frame, Person, Place};
use crate::problem::Problem;

/// One leader in the list.
struct Leader {
    seat: String,
    person: Person,
    squad: String,
    standing: String,
    tried: String,
}

/// A late report that a peer confirmed.
struct Late {
    report: String,
    person: Person,
    week: u8,
    action: String,
    line: String,
}

/// The list.
#[derive(Template)]
#[template(path = "cohorts/people.html")]
pub struct People {
    frame: Frame,
    leaders: Vec<Leader>,
    late: Vec<Late>,
}

/// One leader's weeks.
#[derive(Template)]
#[template(path = "cohorts/leader.html")]
pub struct LeaderPage {
    frame: Frame,
    leader: Leader,
    cells: Vec<Cell>,
}

fn leader(facts: &facts::Facts, seated: &crate::cohorts::store::Seated) -> Leader {
    let calendar = &facts.cohort.calendar;
    let day = |at| long_day(calendar.local_date(at));
    let standing = match (seated.exit_at, seated.withdrawn_at) {
        (Some(at), _) if at <= facts.now => format!("Left on {}", day(at)),
        (_, Some(at)) if at <= facts.now => format!("Withdrew on {}", day(at)),
        _ if seated.joined_at > calendar.span(firstmove_domain::week::Week::FIRST).0 => {
            format!("Takes part since {}", day(seated.joined_at))
        }
        _ => "Takes part".into(),
    };
    let rate = facts
        .line(seated)
        .map(|line| kpi::move_rate(std::slice::from_ref(line)));
    Leader {
        seat: seated.seat.to_string(),
        person: Person::new(seated.name.as_str()),
        squad: seated.squad.clone(),
        standing,
        tried: rate.map_or_else(String::new, |rate| {
            format!("{} of {}", rate.attempted, rate.eligible)
        }),
    }
}

/// `GET /people`
pub async fn people(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let facts = facts::load(scene, &actor, Some(&asked.cohort))?;
        show(&People {
            frame: coordinator_frame(
                &actor,
                &facts.cohort,
                &facts.seen,
                facts.now,
                ("People", Place::People, "/people"),
            ),
            leaders: facts.roster.iter().map(|one| leader(&facts, one)).collect(),
            late: facts
                .waiting
                .iter()
                .map(|one| Late {
                    report: one.report.to_string(),
                    person: Person::new(one.leader.name.as_str()),
                    week: one.week,
                    action: one.action.clone(),
                    line: one.line.clone(),
                })
                .collect(),
        })
    })
    .await
}

/// `GET /people/{seat}`
pub async fn one(State(app): State<App>, visitor: Visitor, Path(seat): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let cohort = cohort_of(scene.conn, &seat)?.ok_or(Problem::NotFound)?;
        let facts = facts::load(scene, &actor, Some(&cohort))?;
        let seated = facts.roster.iter().find(|one| one.seat.to_string() == seat);
        let seated = seated.ok_or(Problem::NotFound)?;
        let table = grid::grid(&facts, rail_week(&facts.cohort, facts.now));
        let cells = table.rows.into_iter().find(|row| row.seat == seat);
        show(&LeaderPage {
            frame: coordinator_frame(
                &actor,
                &facts.cohort,
                &facts.seen,
                facts.now,
                (&seated.name, Place::People, "/people"),
            ),
            leader: leader(&facts, seated),
            cells: cells.map_or_else(Vec::new, |row| row.cells),
        })
    })
    .await
}

/// `POST /reports/{id}/accept`
pub async fn accept_report(
    State(app): State<App>,
    visitor: Visitor,
    Path(report): Path<String>,
) -> Answer {
    let report = report.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| accept(scene, actor, &report))
        .await?;
    Ok(see_other("/people"))
}
