//! Sprints: how the first one is made, by the link that the first start prints.

pub mod acts;
pub mod pages;
pub mod store;
