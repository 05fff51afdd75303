//! The events of what comes after a session as sentences. Nobody is named who answered blindly, whoever reads.

use firstmove_domain::event::Event;

use crate::trail::sentences::Teller;

/// The sentence of such an event; nothing for any other.
pub fn sentence(teller: &Teller<'_>, event: &Event) -> String {
    let names = teller.names;
    match event {
        Event::MoveJudged {
            experiment,
            checked,
        } => {
            let what = match checked {
                true => "A peer judged",
                false => "A peer could not judge",
            };
            let (one, whose) = (names.the_move(experiment), names.mover(experiment));
            format!("{what} {one} of {whose}, not knowing the leader\u{2019}s own verdict")
        }
        Event::MoveWitnessed {
            experiment,
            saw: true,
        } => {
            let (one, whose) = (names.the_move(experiment), names.mover(experiment));
            format!("Somebody who was there confirmed {one} of {whose}")
        }
        Event::MoveWitnessed { saw: false, .. } => {
            "Somebody who was there changed what they had said".to_owned()
        }
        Event::HelpUsed { week, .. } => {
            format!("Somebody said whether they used what helped in the session of week {week}")
        }
        Event::SafetySaid { week, .. } => {
            format!("Somebody said how safe it feels to speak, after the session of week {week}")
        }
        _ => String::new(),
    }
}
