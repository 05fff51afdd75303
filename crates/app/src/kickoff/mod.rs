//! How a group begins: everybody is asked to take part, says yes or no, and has all dates in their calendar.

pub mod acts;
pub mod dates;
pub mod link_pages;
pub mod mail;
pub mod message;
pub mod pages;
mod store;
