//! Everything that happens by itself, on one page: weeks end and close, alerts open and close, links and
//! sign-ins that have ended are forgotten. Each step asks the database what is due, so it may run late, twice,
//! or in several processes at once, and the result is the same.

use std::collections::HashSet;
use std::time::Duration;

use firstmove_domain::event::Event;
use firstmove_domain::id::{CohortId, SprintId};
use firstmove_domain::week::Week;
use jiff::{SignedDuration, Timestamp};

use crate::app::{App, Scene};
use crate::cohorts::store::{Cohort, running_sprints};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::{
    alerts, cohorts, demo, forgetting, notices, people, retrospectives, safety, sessions, sign_ups,
    verdicts, witnesses,
};

/// How often the clockwork looks for what is due.
const EVERY: Duration = Duration::from_secs(20);

/// Looks for what is due for as long as the process runs; mails leave beside it.
pub async fn run(app: App) {
    tokio::join!(look(app.clone()), notices::delivery::run(app));
}

async fn look(app: App) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        if let Err(problem) = turn(&app).await {
            tracing::error!(?problem, "the clockwork was held up and tries again");
        }
    }
}

/// One turn. In the demo, what people do of themselves comes first.
async fn turn(app: &App) -> Result<(), Problem> {
    if let Some(demo) = &app.demo {
        demo::travel::catch_up(app, demo).await?;
    }
    step(app).await
}

/// Does everything that is due now, and waits for its mails.
pub async fn tick(app: &App) -> Result<(), Problem> {
    step(app).await?;
    notices::delivery::deliver(app).await
}

async fn step(app: &App) -> Result<(), Problem> {
    let running = app.open_page(|scene| Ok(running_sprints(scene.conn, scene.now)?));
    let running = running.await?;
    end_and_close_weeks(app, running.clone()).await?;
    verdicts::acts::hand_on(app).await?;
    notices::due::tell_what_is_due(app, running).await?;
    forgetting::acts::forget(app).await?;
    sweep(app).await
}

/// Forgets links, sign-ins, counted tries, witnesses and lists of who signed up that have ended; and ends meetings that
/// nobody led to their last step.
async fn sweep(app: &App) -> Result<(), Problem> {
    app.open_act(|scene| {
        let day_ago = scene.now - SignedDuration::from_hours(24);
        people::store::sweep(scene.conn, scene.now, day_ago)?;
        witnesses::acts::forget(scene)?;
        sign_ups::acts::sweep(scene)?;
        sessions::closing::end_what_was_left(scene)?;
        retrospectives::acts::count_what_was_left(scene)
    })
    .await
}

/// Weeks that have ended or closed since somebody last looked: each cohort in an act of its own, which brings its
/// alerts up to date. A cohort with nothing due is not touched.
async fn end_and_close_weeks(app: &App, sprints: Vec<SprintId>) -> Result<(), Problem> {
    let due = app.open_page(move |scene| {
        let mut due = Vec::new();
        for sprint in &sprints {
            due.extend(due_cohorts(scene, sprint)?);
        }
        Ok(due)
    });
    for cohort in due.await? {
        app.open_act(move |scene| {
            let found = cohorts::store::get(scene.conn, &cohort)?;
            let cohort = found.ok_or(Problem::NotFound)?;
            alerts::acts::review(scene, &cohort)?;
            for (week, mark) in due_marks(&cohort, scene.now) {
                if alerts::store::mark(scene.conn, &cohort.id, week.number(), mark, scene.now)? {
                    let id = cohort.id;
                    let event = match mark {
                        // what was said by then, and who is trained, is looked at above and told to nobody
                        SAID | MET => continue,
                        END => Event::WeekEnded { cohort: id, week },
                        _ => {
                            witnesses::audit::draw(scene, &cohort, week)?;
                            Event::WeekClosed { cohort: id, week }
                        }
                    };
                    happened(scene, None, Some(&cohort), event)?;
                }
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

const END: &str = "end";
const CLOSE: &str = "close";
const SAID: &str = "said";
const MET: &str = "met";

fn due_cohorts(scene: &mut Scene<'_, '_>, sprint: &SprintId) -> Result<Vec<CohortId>, Problem> {
    let marks = alerts::store::marks(scene.conn, sprint)?;
    let done: HashSet<_> = marks.into_iter().collect();
    let mut due = cohorts::store::of_sprint(scene.conn, sprint)?;
    due.retain(|cohort| {
        due_marks(cohort, scene.now)
            .any(|(week, mark)| !done.contains(&(cohort.id, week.number(), mark.to_owned())))
    });
    Ok(due.iter().map(|cohort| cohort.id).collect())
}

/// The ends and closes of weeks that have passed at `now`; after week 12, the final close is its close. When all has
/// been said about how safe it feels to speak; and when the first session begins, for which all should be trained.
fn due_marks(cohort: &Cohort, now: Timestamp) -> impl Iterator<Item = (Week, &'static str)> {
    let calendar = &cohort.calendar;
    let said = safety::acts::closed(cohort, now).map(|(week, _)| (week, SAID));
    let weeks = Week::all().flat_map(move |week| {
        let close = match week {
            Week::LAST => calendar.final_close(),
            week => calendar.close(week),
        };
        let ended = (calendar.span(week).1 <= now).then_some((week, END));
        let closed = (close <= now).then_some((week, CLOSE));
        ended.into_iter().chain(closed)
    });
    let met = (cohort.session(Week::FIRST) <= now).then_some((Week::FIRST, MET));
    weeks.chain(said).chain(met)
}
