//! Cohorts: the groups of 6 to 10 in which everything happens, their seats, and what is known about them.

pub mod acts;
pub mod calendars;
pub mod carrying;
pub mod changes;
pub mod dates;
pub mod details;
mod earlier;
pub mod ends;
mod exceptions;
pub mod histories;
pub mod imported;
pub mod joining;
pub mod leader;
pub mod pages;
mod reach;
pub mod seats;
pub mod store;
pub mod undo;
pub mod weekly_times;
