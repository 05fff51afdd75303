//! The meetings of a cohort and the timed room in which they are held: what a cohort meets for and when, the agenda
//! with its seconds, whose step it is, and what may be written there.
//!
//! Source: the product page, SE-1 to SE-7, SH-1 and PL-6. A *session* is the weekly thirty minutes; a *meeting* is
//! anything that is held on the timed page, so a showcase or the kickoff as well.

pub mod agenda;
pub mod cards;
pub mod input;
pub mod meeting;
pub mod moving;
pub mod overlap;
pub mod part;
pub mod room;

pub use agenda::{Segment, Step};
pub use meeting::Meeting;
pub use part::Part;
pub use room::{Room, Stage, Time};
