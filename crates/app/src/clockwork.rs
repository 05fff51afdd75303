//! Everything that happens by itself, on one page: weeks end and close, alerts open and close, links and
//! sign-ins that have ended are forgotten. Each step asks the database what is due, so it may run late, twice,
//! or in several processes at once, and the result is the same.

use std::time::Duration;

use jiff::SignedDuration;

use crate::app::App;
use crate::problem::Problem;
use crate::{demo, notices, people};

/// How often the clockwork looks for what is due.
const EVERY: Duration = Duration::from_secs(20);

/// Looks for what is due for as long as the process runs.
pub async fn run(app: App) {
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
    tick(app).await
}

/// Does everything that is due now.
pub async fn tick(app: &App) -> Result<(), Problem> {
    notices::due::tell_what_is_due(app).await?;
    notices::delivery::deliver(app).await?;
    sweep(app).await
}

/// Forgets links, sign-ins and counted tries that have ended.
async fn sweep(app: &App) -> Result<(), Problem> {
    app.open_act(|scene| {
        let day_ago = scene.now - SignedDuration::from_hours(24);
        Ok(people::store::sweep(scene.conn, scene.now, day_ago)?)
    })
    .await
}
