//! The events of meetings as sentences.

use firstmove_domain::event::Event;
use firstmove_domain::form::long_day;
use firstmove_domain::session::Meeting;
use firstmove_domain::turns::Slot;

use crate::trail::sentences::Teller;

/// What somebody does who has a turn.
fn deed(slot: Slot) -> &'static str {
    match slot {
        Slot::Presenter => "present",
        Slot::ShortPresenter => "present in short",
        Slot::Facilitator => "run the session",
        Slot::NoteTaker => "write the notes",
        Slot::Spotlight | Slot::OtherSpotlight => "have a spotlight",
    }
}

/// The sentence of an event of a meeting; nothing for any other.
pub fn sentence(teller: &Teller<'_>, event: &Event) -> String {
    let by = teller.by();
    let name = |key: &str| match Meeting::from_key(key) {
        Some(meeting) => meeting.to_string(),
        None => "A meeting".to_owned(),
    };
    match event {
        Event::MeetingBegan { meeting, .. } => format!("{} began{by}", name(meeting)),
        Event::MeetingEnded { meeting, .. } => format!("{} ended{by}", name(meeting)),
        Event::MeetingTold { meeting, .. } => {
            format!(
                "The note of {} was filled in afterwards{by}",
                name(meeting).to_lowercase()
            )
        }
        Event::MeetingMoved { meeting, to, .. } => {
            let to = teller.zone.to_datetime(*to);
            let (day, time) = (long_day(to.date()), to.strftime("%H:%M"));
            format!("{} was moved{by} to {day}, {time}", name(meeting))
        }
        Event::MeetingCalledOff { meeting, .. } => {
            format!("{} was called off{by}", name(meeting))
        }
        Event::MeetingBack { meeting, .. } => {
            format!(
                "{} takes place as planned after all; the change was taken back{by}",
                name(meeting)
            )
        }
        Event::TurnHandedOver {
            week,
            slot,
            from,
            to,
        } => {
            let (from, to) = (teller.names.seat(from), teller.names.seat(to));
            format!(
                "{from} handed {to} the turn to {} in week {week}",
                deed(*slot)
            )
        }
        Event::TurnTaken { week, slot, seat } => {
            let who = teller.names.seat(seat);
            format!("{who} took the open turn to {} in week {week}", deed(*slot))
        }
        Event::TurnGivenBack { week, slot, seat } => {
            let who = teller.names.seat(seat);
            format!("{who} gave back the turn to {} in week {week}", deed(*slot))
        }
        Event::CommitmentMade { seat, .. } => {
            let who = teller.names.seat(seat);
            format!("{who} said what they will do, and by when")
        }
        Event::CommitmentKept { .. } => format!("A commitment was ticked off{by}"),
        Event::CommitmentOpenAgain { .. } => format!("A commitment was opened again{by}"),
        Event::DecisionMade { .. } => {
            format!("A decision of the retrospective was written down{by}")
        }
        Event::DecisionDropped { .. } => {
            format!("A decision of the retrospective was taken back{by}")
        }
        _ => String::new(),
    }
}
