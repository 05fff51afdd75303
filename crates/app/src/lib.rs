//! Firstmove: twelve weeks in which small groups of leaders try one move a week, coach each other, and see in
//! honest numbers whether anything changed. This file only says what there is; ARCHITECTURE.md tells where.

pub mod actor;
pub mod alerts;
pub mod app;
pub mod assets;
pub mod check_ins;
pub mod cli;
pub mod clockwork;
pub mod cohorts;
pub mod dashboard;
pub mod data;
pub mod demo;
pub mod experiments;
pub mod feedback;
pub mod forgetting;
pub mod frame;
pub mod imports;
pub mod kickoff;
pub mod link;
pub mod notices;
pub mod people;
pub mod prints;
pub mod problem;
pub mod reactions;
pub mod results;
pub mod rhythm;
pub mod roles;
pub mod routes;
pub mod rows;
pub mod settings;
pub mod sheet;
pub mod sights;
pub mod sponsor;
pub mod sprints;
pub mod starting;
pub mod trail;
