//! One line of thanks, by name: from a leader to another of the same group, and from a sponsor for what they read. The
//! group reads both; whoever is thanked says whether it goes further.

pub mod acts;
pub mod form;
pub mod list;
pub mod pages;
pub mod store;
mod telling;
