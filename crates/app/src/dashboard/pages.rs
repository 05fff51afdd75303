//! The front page: each role finds its own.

use axum::extract::State;

use crate::actor::Visitor;
use crate::app::{Answer, App};
use crate::problem::Problem;

/// `GET /`
pub async fn front(State(app): State<App>, visitor: Visitor) -> Answer {
    app.page(visitor, |_, _| Err::<(), _>(Problem::NotFound))
        .await?;
    Err(Problem::NotFound)
}
