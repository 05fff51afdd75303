//! The calendar of a group while its sprint runs: weeks that it pauses, and another weekly time from a week on.

pub mod acts;
pub mod form;
pub mod pages;
pub mod previews;
mod singly;
pub mod store;
mod telling;
