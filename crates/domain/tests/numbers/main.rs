//! The numbers, from recorded facts through the calendar to what is shown: the published examples
//! (GOLDEN 1-6 of the measurement), every rule that settles a doubtful case, and properties over
//! random histories.

mod alerts;
mod calendar;
mod feedback;
mod golden;
mod late;
mod properties;
mod shown;
mod statuses;
mod success;
mod world;
