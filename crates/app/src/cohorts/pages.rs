//! The people of a group, for its coordinator: who takes part, and the late reports that wait for them.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::excuse::{Category, ExcuseInput, grant};
use firstmove_domain::form::long_day;
use firstmove_domain::kpi;
use firstmove_domain::week::Week;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::acts::accept;
use crate::check_ins::form::errors as errors_of;
use crate::cohorts::acts;
use crate::cohorts::store::{Seated, cohort_of, excused_weeks};
use crate::dashboard::pages::Asked;
use crate::dashboard::{coordinator_frame, facts, grid, rail_week};
use crate::frame::{Cell, Choice, Errors, Frame, Person, Place};
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
    weeks: Vec<Choice>,
    categories: Vec<Choice>,
    takes_part: bool,
    input: ExcuseInput,
    errors: Errors,
}

fn leader(facts: &facts::Facts, seated: &Seated) -> Leader {
    let calendar = &facts.cohort.calendar;
    let day = |at| long_day(calendar.local_date(at));
    let standing = match (seated.exit_at, seated.withdrawn_at) {
        (Some(at), _) if at <= facts.now => format!("Left on {}", day(at)),
        (_, Some(at)) if at <= facts.now => format!("Withdrew on {}", day(at)),
        _ if seated.joined_at > calendar.span(Week::FIRST).0 => {
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
        let (facts, seated) = coordinated(scene, &actor, &seat)?;
        show(&leader_page(
            &actor,
            &facts,
            &seated,
            ExcuseInput::default(),
            Errors::none(),
        ))
    })
    .await
}

/// A leader of a group that the actor coordinates; for all others there is nobody.
fn coordinated(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    seat: &str,
) -> Result<(facts::Facts, Seated), Problem> {
    let cohort = cohort_of(scene.conn, seat)?.ok_or(Problem::NotFound)?;
    let facts = facts::load(scene, actor, Some(&cohort))?;
    let seated = facts
        .roster
        .iter()
        .find(|one| one.seat.to_string() == seat)
        .cloned();
    Ok((facts, seated.ok_or(Problem::NotFound)?))
}

fn leader_page(
    actor: &Actor,
    facts: &facts::Facts,
    seated: &Seated,
    input: ExcuseInput,
    errors: Errors,
) -> LeaderPage {
    let table = grid::grid(facts, rail_week(&facts.cohort, facts.now));
    let seat = seated.seat.to_string();
    let cells = table.rows.into_iter().find(|row| row.seat == seat);
    let calendar = &facts.cohort.calendar;
    LeaderPage {
        frame: coordinator_frame(
            actor,
            &facts.cohort,
            &facts.seen,
            facts.now,
            (&seated.name, Place::People, "/people"),
        ),
        leader: leader(facts, seated),
        cells: cells.map_or_else(Vec::new, |row| row.cells),
        weeks: Week::practice()
            .filter(|week| facts.now < calendar.close(*week))
            .map(|week| Choice::new(week.to_string(), format!("Week {week}"), &input.week))
            .collect(),
        categories: Category::ALL
            .into_iter()
            .map(|one| Choice::new(one.key(), one.label(), &input.category))
            .collect(),
        takes_part: seated.takes_part(facts.now),
        input,
        errors,
    }
}

/// `POST /people/{seat}/excuse`
pub async fn excuse(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Form(input): Form<ExcuseInput>,
) -> Answer {
    let back = format!("/people/{seat}");
    app.act(visitor, move |scene, actor| {
        let (facts, seated) = coordinated(scene, actor, &seat)?;
        let again = |errors| ask_again(&leader_page(actor, &facts, &seated, input.clone(), errors));
        let wish = input
            .read()
            .map_err(|problems| again(errors_of(problems)))?;
        let excused = excused_weeks(scene.conn, &facts.cohort.id, &seated.seat)?;
        grant(
            &wish,
            &facts.cohort.calendar,
            excused.contains(&wish.week),
            scene.now,
        )
        .map_err(|refusal| again(Errors::one("week", refusal.to_string())))?;
        acts::excuse(scene, actor, &facts.cohort, &seated.seat, &wish)
    })
    .await?;
    Ok(see_other(&back))
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
