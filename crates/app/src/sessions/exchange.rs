//! Turns that people exchange: whoever has one hands it to a peer, whoever likes takes one that is open, and either is
//! given back, one press each. What would leave somebody who stays without ever presenting is refused, unless the plan
//! finds them another place.

use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::event::Event;
use firstmove_domain::id::SeatId;
use firstmove_domain::session::Meeting;
use firstmove_domain::turns::{Plan, Slot};
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, own_place, see_other};
use crate::experiments::Place;
use crate::frame::{Choice, Person};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sessions::inside::{self, Inside, Where, refused};
use crate::sessions::moving::has_begun;
use crate::sessions::turns::{self, Planned};

/// A turn of the reader's, with what they can do about it.
pub struct Own {
    /// The key of its slot.
    pub slot: &'static str,
    /// "You present".
    pub what: &'static str,
    /// Who could have it.
    pub peers: Vec<Choice>,
    /// "Tom handed it to you."; empty where nobody did.
    pub from: String,
    /// Whether it can be given back.
    pub back: bool,
}

/// What the reader can do about the turns of a meeting.
#[derive(Default)]
pub struct Exchange {
    /// Their own turns.
    pub own: Vec<Own>,
    /// The key of the slot that is open to them; empty for none.
    pub open: &'static str,
    /// "There is room for a second, shorter turn."
    pub open_words: &'static str,
}

/// A press, as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    /// `hand`, `take` or `back`.
    press: String,
    slot: String,
    /// To whom it is handed: a seat.
    to: String,
    /// Where the page is to go on.
    back: String,
}

/// The slots of a meeting.
fn slots(meeting: Meeting) -> &'static [Slot] {
    match meeting {
        Meeting::Session(_) => &[
            Slot::Presenter,
            Slot::ShortPresenter,
            Slot::Facilitator,
            Slot::NoteTaker,
        ],
        Meeting::Showcase(_) => &[Slot::Spotlight, Slot::OtherSpotlight],
        Meeting::Training | Meeting::Kickoff | Meeting::Retrospective => &[],
    }
}

fn yours(slot: Slot) -> &'static str {
    match slot {
        Slot::Presenter => "You present",
        Slot::ShortPresenter => "You present, in a second, shorter turn",
        Slot::Facilitator => "You run it",
        Slot::NoteTaker => "You write the notes",
        Slot::Spotlight | Slot::OtherSpotlight => "You have a spotlight",
    }
}

/// The other slot in which somebody presents in the same meeting.
fn other_half(slot: Slot) -> Option<Slot> {
    match slot {
        Slot::Presenter => Some(Slot::ShortPresenter),
        Slot::ShortPresenter => Some(Slot::Presenter),
        Slot::Spotlight => Some(Slot::OtherSpotlight),
        Slot::OtherSpotlight => Some(Slot::Spotlight),
        Slot::Facilitator | Slot::NoteTaker => None,
    }
}

/// Whether somebody can be given this slot: they are there, and have nothing in the meeting that excludes it.
fn can_have(planned: &Planned, meeting: Meeting, slot: Slot, seat: SeatId) -> bool {
    let Some(week) = meeting.week() else {
        return false;
    };
    let others = slots(meeting).iter().filter(|other| **other != slot);
    let mut theirs = others.filter(|other| planned.plan.who(week, **other) == Some(seat));
    let excluded = theirs.any(|other| match other_half(slot) {
        // who presents there too exchanges with whoever hands it over
        Some(half) => *other != half && planned.is_decided(week, *other),
        None => other.presents() || planned.is_decided(week, *other),
    });
    planned.is_there(seat, week) && !excluded
}

/// What the reader can do; nothing for whoever does not take part, and once it has begun or is called off.
pub fn exchange(scene: &mut Scene<'_, '_>, found: &Inside) -> Result<Exchange, Problem> {
    let (Some(place), Some(week)) = (&found.place, found.meeting.week()) else {
        return Ok(Exchange::default());
    };
    let closed = has_begun(found, scene.now) || found.held.called_off_at.is_some();
    if closed || !place.takes_part(scene.now) {
        return Ok(Exchange::default());
    }
    let planned = turns::all_of(scene, &found.cohort)?;
    let me = place.me.seat;
    let mine = slots(found.meeting).iter().copied();
    let mine = mine.filter(|slot| planned.plan.who(week, *slot) == Some(me));
    let nobody = || std::iter::once(Choice::new("", "Choose who", ""));
    let own = mine.map(|slot| Own {
        slot: slot.key(),
        what: yours(slot),
        peers: nobody()
            .chain(peers(scene, place, &planned, (found.meeting, slot)))
            .collect(),
        from: match planned
            .handed_by(week, slot)
            .map(|from| place.name_of(&from))
        {
            None | Some("") => String::new(),
            Some(name) => format!("{} handed it to you.", Person::new(name).first()),
        },
        back: planned.is_decided(week, slot),
    });
    let own: Vec<Own> = own.collect();
    let open = open_to(&planned, found.meeting, me);
    Ok(Exchange {
        own,
        open: open.map_or("", Slot::key),
        open_words: match open {
            Some(Slot::ShortPresenter) => "There is room for a second, shorter turn.",
            Some(Slot::Presenter) => "Nobody presents yet.",
            Some(_) => "A spotlight is open.",
            None => "",
        },
    })
}

fn peers<'p>(
    scene: &Scene<'_, '_>,
    place: &'p Place,
    planned: &'p Planned,
    (meeting, slot): (Meeting, Slot),
) -> impl Iterator<Item = Choice> + use<'p> {
    let now = scene.now;
    let peers = place.peers.iter().filter(move |one| one.takes_part(now));
    let able = peers.filter(move |one| can_have(planned, meeting, slot, one.seat));
    able.map(|one| Choice::new(one.seat.to_string(), one.name.as_str(), ""))
}

/// The slot of a meeting in which somebody could present: the open one, if they do not present there already.
pub fn open_to(planned: &Planned, meeting: Meeting, seat: SeatId) -> Option<Slot> {
    let week = meeting.week()?;
    let presenting = slots(meeting).iter().copied();
    let mut presenting = presenting.filter(|slot| slot.presents() || slot.is_spotlight());
    if presenting
        .clone()
        .any(|slot| planned.plan.who(week, slot) == Some(seat))
    {
        return None;
    }
    presenting.find(|slot| {
        // the first session introduces the method: nobody presents there in short
        let is_one = *slot != Slot::ShortPresenter || meeting != Meeting::Session(Week::FIRST);
        let is_open = planned.plan.who(week, *slot).is_none();
        is_one && is_open && can_have(planned, meeting, *slot, seat)
    })
}

/// Those who stay and would never present.
fn left_out(planned: &Planned) -> Vec<SeatId> {
    let presents = |plan: &Plan, seat: SeatId| plan.of(seat).any(|turn| turn.slot.presents());
    let stays = planned.seats.iter().filter(|seat| seat.last.is_none());
    let out = stays.filter(|seat| !presents(&planned.plan, seat.id));
    out.map(|seat| seat.id).collect()
}

fn press(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    pressed: &Pressed,
) -> Result<(), Problem> {
    let place = found.place.as_ref().ok_or(Problem::NotFound)?;
    place.must_take_part(scene.now)?;
    let slot = Slot::from_key(&pressed.slot).filter(|slot| slots(found.meeting).contains(slot));
    let (slot, week) = slot.zip(found.meeting.week()).ok_or(Problem::NotFound)?;
    // what stands on the pages is what people go by
    turns::plan_again(scene, &found.cohort)?;
    let before = turns::all_of(scene, &found.cohort)?;
    let (me, cohort) = (place.me.seat, &found.cohort);
    let holder = before.plan.who(week, slot);
    let event = match pressed.press.as_str() {
        "hand" => {
            let to: Option<SeatId> = pressed.to.parse().ok();
            if to.is_some() && holder == to && before.handed_by(week, slot) == Some(me) {
                return Ok(());
            }
            may_change(scene, found)?;
            let to = to.ok_or_else(|| {
                refused("Choose to whom you hand your turn. Nothing has changed.")
            })?;
            must_be(holder == Some(me), place, holder)?;
            let peer = place.peers.iter().find(|one| one.seat == to);
            let peer = peer.filter(|one| one.takes_part(scene.now));
            let peer = peer.ok_or(Problem::NotFound)?;
            if !can_have(&before, found.meeting, slot, to) {
                let name = Person::new(peer.name.as_str()).first().to_owned();
                return Err(refused(format!(
                    "{name} is away then, or has another turn. Choose somebody else."
                )));
            }
            turns::decide(scene, cohort, (week, slot), (to, Some(me)))?;
            if let Some(other) =
                other_half(slot).filter(|other| before.plan.who(week, *other) == Some(to))
            {
                // both present there: they exchange what they have
                turns::decide(scene, cohort, (week, other), (me, Some(to)))?;
            }
            Event::TurnHandedOver {
                week,
                slot,
                from: me,
                to,
            }
        }
        "take" => {
            if holder == Some(me) {
                return Ok(());
            }
            may_change(scene, found)?;
            must_be(holder.is_none(), place, holder)?;
            if open_to(&before, found.meeting, me).is_none() {
                return Err(refused(
                    "You are away then, or have a turn there already. Open the session and look.",
                ));
            }
            turns::decide(scene, cohort, (week, slot), (me, None))?;
            Event::TurnTaken {
                week,
                slot,
                seat: me,
            }
        }
        "back" => {
            if holder != Some(me) || !before.is_decided(week, slot) {
                return Ok(());
            }
            may_change(scene, found)?;
            let from = before.handed_by(week, slot);
            let from = from.filter(|from| before.is_there(*from, week));
            let theirs = |other: &Slot| from.is_some() && before.plan.who(week, *other) == from;
            let other = other_half(slot).filter(theirs);
            let exchanged = other.filter(|other| before.handed_by(week, *other) == Some(me));
            if let Some(other) = exchanged {
                turns::give_back(scene, cohort, (week, other), Some(me))?;
            }
            // who has another turn there by now cannot have this one as well
            let to = from.filter(|_| other.is_none() || exchanged.is_some());
            turns::give_back(scene, cohort, (week, slot), to)?;
            Event::TurnGivenBack {
                week,
                slot,
                seat: me,
            }
        }
        _ => return Err(Problem::NotFound),
    };
    let after = turns::all_of(scene, cohort)?;
    let known = left_out(&before);
    if let Some(out) = left_out(&after).iter().find(|seat| !known.contains(seat)) {
        let who = match *out == me {
            true => "you".to_owned(),
            false => Person::new(place.name_of(out)).first().to_owned(),
        };
        return Err(refused(format!(
            "Then {who} would never present. Choose another peer or another week."
        )));
    }
    happened(scene, Some(actor), Some(cohort), event)
}

/// Turns change until the meeting begins.
fn may_change(scene: &Scene<'_, '_>, found: &Inside) -> Result<(), Problem> {
    if has_begun(found, scene.now) {
        return Err(refused(
            "This session has begun. Take the turn in its room.",
        ));
    }
    match found.held.called_off_at {
        Some(_) => Err(refused(
            "This session was called off. Its turns go to later ones.",
        )),
        None => Ok(()),
    }
}

fn must_be(right: bool, place: &Place, holder: Option<SeatId>) -> Result<(), Problem> {
    if right {
        return Ok(());
    }
    Err(refused(match holder {
        Some(holder) => {
            let who = Person::new(place.name_of(&holder)).first().to_owned();
            format!("By now this turn is {who}\u{2019}s. Open the session and look.")
        }
        None => "By now nobody has this turn. Open the session and look.".to_owned(),
    }))
}

/// `POST /sessions/{cohort}/{meeting}/turn`
pub async fn turn(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let done = match pressed.press.as_str() {
        "hand" => "handed",
        "take" => "taken",
        _ => "given-back",
    };
    let page = format!("/sessions/{}/{}?done={done}", at.0, at.1);
    let home = (pressed.back == "home").then(|| format!("/home?done={done}"));
    app.act(visitor, move |scene, actor| {
        let found = inside::find(scene, actor, &at)?;
        press(scene, actor, &found, &pressed)
    })
    .await?;
    let place = home.unwrap_or(page);
    Ok(see_other(own_place(&place).unwrap_or("/sessions")))
}
