//! The stream behind Today and Moves. It says nothing that its reader could not open as a page: who they are and
//! what they may see is looked up again for each message.

use std::convert::Infallible;
use std::time::Duration;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::sse::Event;
use firstmove_kit::live::Subscription;
use futures_util::stream;

use crate::actor::Visitor;
use crate::app::{Answer, App, stream_of};
use crate::dashboard::pages::Asked;
use crate::dashboard::today;
use crate::problem::Problem;

/// What a stream keeps between two messages.
struct Watch {
    app: App,
    visitor: Visitor,
    cohort: String,
    subscription: Subscription,
    first: bool,
}

/// `GET /live/today`
pub async fn live(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let fragments = draw(&app, &visitor, &asked.cohort).await;
    // before anything is streamed: may they watch this at all?
    fragments?;
    let watch = Watch {
        subscription: app.live.subscribe(&format!("cohort:{}", asked.cohort)),
        cohort: asked.cohort,
        app,
        visitor,
        first: true,
    };
    let messages = stream::unfold(watch, |mut watch| async move {
        if !watch.first && !watch.subscription.changed().await {
            return None;
        }
        watch.first = false;
        let fragments = draw(&watch.app, &watch.visitor, &watch.cohort).await.ok()?;
        let message = Event::default()
            .data(fragments)
            .retry(Duration::from_secs(1));
        Some((Ok::<_, Infallible>(message), watch))
    });
    Ok(stream_of(messages))
}

async fn draw(app: &App, visitor: &Visitor, cohort: &str) -> Result<String, Problem> {
    let cohort = cohort.to_owned();
    app.page(visitor.clone(), move |scene, actor| {
        Ok(today::fragments(scene, &actor, Some(&cohort))?.render()?)
    })
    .await
}
