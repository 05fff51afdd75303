//! Who sees what: the list that decides it, and for each role what really stands on its pages, drawn by the same
//! functions from the same rows. Nobody learns more by it than they may see themselves: of a page that shows other
//! people too, a leader is shown their own part.

pub mod lens;
pub mod pages;
