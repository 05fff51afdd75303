//! The events of a seat as sentences: who comes, goes, stops or goes on elsewhere, and what of it was taken back.

use firstmove_domain::event::Event;
use firstmove_domain::history::ExitKind;
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::trail::sentences::Teller;

/// The sentence of such an event; nothing for any other.
pub fn sentence(teller: &Teller<'_>, event: &Event) -> String {
    let (names, by) = (teller.names, teller.by());
    match event {
        Event::Joined { seat, at, .. } => format!(
            "{} was added{by} and takes part from {}",
            names.seat(seat),
            teller.day(*at)
        ),
        Event::Left { seat, at, kind } => {
            let (who, day) = (names.seat(seat), teller.day(*at));
            match kind {
                // nobody is noted as gone before they are; what lies ahead is the way to another group
                ExitKind::Transfer if *at > teller.when => {
                    format!("{who} goes on in another group from {day} on, noted{by}")
                }
                ExitKind::Company => format!("{who} was noted as leaving the company on {day}{by}"),
                ExitKind::Transfer => format!("{who} was noted as transferred on {day}{by}"),
            }
        }
        Event::Withdrew { seat, at, reason } => {
            let who = names.seat(seat);
            let from = from(teller, *at);
            let why = match teller.hidden {
                true => String::new(),
                false => format!(" ({})", reason.label().to_lowercase()),
            };
            // whoever stops by themselves is not told twice
            let noted = match &teller.by {
                Some(by) if *by != who => format!(", noted by {by}"),
                _ => String::new(),
            };
            format!("{who} stops{from}{why}{noted}")
        }
        Event::JoiningTakenBack { person, .. } => {
            let who = names.person(person);
            format!("{who} was taken out of the group again{by}, as if never added")
        }
        Event::LeavingTakenBack { seat } => {
            let who = names.seat(seat);
            format!("{who} did not leave after all: it was taken back{by}")
        }
        Event::StoppingTakenBack { seat } => {
            let who = names.seat(seat);
            format!("{who} did not stop after all: it was taken back{by}")
        }
        Event::DetailsCorrected { seat } => {
            format!("Name or team of {} was corrected{by}", names.seat(seat))
        }
        _ => String::new(),
    }
}

/// " from week 7 on": the first week that begins then or later; the day where no group or no further week is known.
fn from(teller: &Teller<'_>, at: Timestamp) -> String {
    let begins = |calendar: &firstmove_domain::week::Calendar| {
        Week::all().find(|week| calendar.span(*week).0 >= at)
    };
    match teller.calendar.and_then(begins) {
        Some(week) => format!(" from week {week} on"),
        None => format!(" from {} on", teller.day(at)),
    }
}
