//! The frames of a leader's pages.

use firstmove_domain::week::Moment;

use crate::actor::Actor;
use crate::app::Scene;
use crate::experiments::Place;
use crate::frame::{Frame, Kind, Person, Theme};

/// The frame of a leader's page.
pub fn leader_frame(
    scene: &Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    title: impl Into<String>,
) -> Frame {
    let mut frame = frame(actor, title, Kind::Leader, "Leader");
    frame.week = match place.cohort.calendar.moment(scene.now) {
        Moment::Week(week) => Some(format!("Week {week} of 12")),
        Moment::Before | Moment::Pause | Moment::After => None,
    };
    frame
}

/// A frame with who reads, in the theme that they chose.
pub fn frame(actor: &Actor, title: impl Into<String>, kind: Kind, role: &'static str) -> Frame {
    let mut frame = Frame::new(title, kind).read_by(Person::new(actor.name.as_str()), role);
    frame.theme = match actor.theme.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    };
    frame
}
