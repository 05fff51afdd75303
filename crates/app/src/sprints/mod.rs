//! Sprints: how one comes to be. The first account is made on the page that the terminal names while nobody has one;
//! a sprint is set up on four pages, kept as a draft until the last of them makes it; then it has a page of its own.

pub mod acts;
pub mod aims;
pub mod check;
pub mod drafts;
pub mod first;
pub mod further;
pub mod launch;
pub mod make;
pub mod pages;
pub mod people;
pub mod sprint;
pub mod store;
pub mod time;
