//! What any web service needs: a database, a clock, secrets, live updates, mail, a queue. It knows
//! nothing of what the service is for.

pub mod calendar;
pub mod clock;
pub mod db;
pub mod live;
pub mod mail;
pub mod presence;
pub mod queue;
pub mod secrets;

/// An error with its causes: its own text alone often says only that something went wrong.
pub(crate) fn sentence(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = inner.source();
    }
    text
}
