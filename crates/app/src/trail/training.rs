//! The events of learning to be a peer mentor as sentences.

use firstmove_domain::event::Event;

use crate::trail::sentences::Teller;

/// The sentence of such an event; nothing for any other.
pub fn sentence(teller: &Teller<'_>, event: &Event) -> String {
    let (by, names) = (teller.by(), teller.names);
    match event {
        Event::ScenarioPractised { seat, scenario } => {
            format!("{} practised with scenario {scenario}", names.seat(seat))
        }
        Event::MentorTrained { seat } => {
            format!(
                "{} has been through all practice scenarios",
                names.seat(seat)
            )
        }
        Event::WorkshopNoted { seat } => {
            format!(
                "{} was noted{by} as having been at the workshop",
                names.seat(seat)
            )
        }
        Event::WorkshopTakenBack { seat } => {
            format!(
                "That {} was at the workshop was taken back{by}",
                names.seat(seat)
            )
        }
        _ => String::new(),
    }
}
