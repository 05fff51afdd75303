//! Check-ins: the short report in the middle of the week, on the page and by a signed link, and what peers
//! answer to it.

pub mod acts;
pub mod answers;
pub mod away;
pub mod confirming;
pub mod form;
pub mod link_pages;
pub mod pages;
pub mod peers;
pub mod store;
