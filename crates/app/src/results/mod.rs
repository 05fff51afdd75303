//! The numbers of a group: for coordinator and data owner with what they rest on, for the sponsor on one page.

pub mod pages;
