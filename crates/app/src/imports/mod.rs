//! A group that kept its weeks on a sheet moves in: the sheet is sent, looked at, matched to people, and becomes
//! facts all at once; or is taken back, as long as nothing hangs on it.
//!
//! [`draft`] is what was read and what was chosen for it, [`plan`] what it would do to which group ([`weeks`]: week by week), [`acts`] does
//! it. docs/decisions/0006-weeks-that-move-in.md

pub mod acts;
pub mod draft;
pub mod pages;
pub mod plan;
pub mod preview;
pub mod store;
pub mod weeks;
