//! The numbers of a group, or of several, with what they rest on: for coordinator and data owner.
//! Every figure opens to its rows.

pub mod agreement;
pub mod audited;
pub mod cards;
pub mod feedback;
pub mod moves;
pub mod pages;
pub mod reading;
pub mod rows;
pub mod say;
pub mod success;
