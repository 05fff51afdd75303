//! Sprints: how one comes to be. The first is made together with the first account, on the page that the
//! terminal names while nobody has one.

pub mod acts;
pub mod form;
pub mod pages;
pub mod store;
