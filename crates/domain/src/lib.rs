//! The practice itself, pure: no I/O, no clock, no SQL, no async. What a week is and when it
//! closes, what counts as an attempt, who may do what, and every number that is shown.
//!
//! * words and ids: [`id`], [`person`], [`rights`], [`cohort`]
//! * the loop: [`skill`] (library), [`sprint`], [`weekly`], [`plan`], [`wording`], [`experiment`],
//!   [`check_in`], [`practice`], [`session`], [`turns`], [`invitation`], [`late`], [`excuse`], [`feedback`], [`prompt`], [`verdict`],
//!   [`safety`], [`event`]; [`form`] is what all forms share
//! * the numbers: [`week`] (calendar), [`history`] (facts), [`standing`] (what a revised report
//!   counts for), [`status`] (one letter for each person and week), [`mod@line`] (a person's row),
//!   [`kpi`], [`display`], [`alert`]

pub mod alert;
pub mod audit;
pub mod check_in;
pub mod cohort;
pub mod correction;
pub mod display;
pub mod draft;
pub mod event;
pub mod excuse;
pub mod experiment;
pub mod feedback;
pub mod form;
pub mod history;
pub mod id;
pub mod imported;
pub mod invitation;
pub mod kpi;
pub mod late;
mod library;
pub mod line;
pub mod lot;
pub mod person;
pub mod plan;
pub mod practice;
pub mod prompt;
pub mod replay;
pub mod returning;
pub mod rights;
pub mod roles;
pub mod roster;
pub mod safety;
pub mod session;
pub mod sight;
pub mod skill;
pub mod sprint;
pub mod standing;
pub mod status;
pub mod story;
pub mod turns;
pub mod undoing;
pub mod verdict;
pub mod week;
pub mod weekly;
pub mod witness;
pub mod wording;
