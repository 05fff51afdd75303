//! The numbers, from recorded facts through the calendar to what is shown: the published examples
//! (GOLDEN 1-6 of the measurement), every rule that settles a doubtful case, and properties over
//! random histories.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod alerts;
mod calendar;
mod feedback;
mod golden;
mod late;
mod lived;
mod lived_moves;
mod model;
mod properties;
mod random;
mod replay;
mod shown;
mod statuses;
mod success;
mod undoing;
mod world;
