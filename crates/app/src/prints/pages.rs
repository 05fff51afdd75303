//! The templates that an invitation brings.

use askama::Template;

use crate::app::{Answer, show};
use crate::frame::Frame;

/// The plan of one move.
#[derive(Template)]
#[template(path = "prints/plan.html")]
pub struct PlanPrint {
    frame: Frame,
}

/// The note of one session.
#[derive(Template)]
#[template(path = "prints/note.html")]
pub struct NotePrint {
    frame: Frame,
}

/// `GET /print/move`
pub async fn plan() -> Answer {
    show(&PlanPrint {
        frame: Frame::plain("Move template"),
    })
}

/// `GET /print/session-note`
pub async fn note() -> Answer {
    show(&NotePrint {
        frame: Frame::plain("Note template"),
    })
}
