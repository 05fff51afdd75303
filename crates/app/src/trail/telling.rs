//! The events of stories, thanks and showcases as sentences. What was written stands in none of them.

use firstmove_domain::event::Event;
use firstmove_domain::story::Consent;

use crate::trail::sentences::Teller;

/// The sentence of such an event; nothing for any other.
pub fn sentence(teller: &Teller<'_>, event: &Event) -> String {
    let (who, by) = (|seat| teller.names.seat(seat), teller.by());
    match event {
        Event::StoryTold { seat, .. } => format!("{} told a story", who(seat)),
        Event::StoryChanged { seat, .. } => format!("{} changed a story", who(seat)),
        Event::StoryConsent { seat, consent, .. } => {
            format!(
                "{} said that a story may go to {}",
                who(seat),
                reach(*consent)
            )
        }
        Event::StoryDeleted { seat, .. } => format!("{} deleted a story", who(seat)),
        Event::Recognised { seat, .. } => format!("{} was thanked{by}", who(seat)),
        Event::RecognitionTakenBack { seat, .. } => {
            format!("Thanks to {} were taken back{by}", who(seat))
        }
        Event::RecognitionShared { seat, shared, .. } => {
            let may = if *shared { "may" } else { "may not" };
            format!(
                "{} said that the sponsor {may} read a line of thanks",
                who(seat)
            )
        }
        Event::SponsorWasThere { week, there, .. } => match there {
            true => format!("The sponsor was at the showcase of week {week}, said{by}"),
            false => {
                format!("The sponsor was not at the showcase of week {week} after all, said{by}")
            }
        },
        Event::SponsorThanked { seat, .. } => format!("{} was thanked{by}, as sponsor", who(seat)),
        Event::ThanksShared { seat, shared, .. } => {
            let may = if *shared { "may" } else { "may not" };
            format!(
                "{} said that others {may} read the sponsor\u{2019}s thanks",
                who(seat)
            )
        }
        _ => String::new(),
    }
}

fn reach(consent: Consent) -> &'static str {
    match consent {
        Consent::Group => "the group only",
        Consent::Sponsor => "the sponsor",
        Consent::Organisation => "the whole organisation",
    }
}
