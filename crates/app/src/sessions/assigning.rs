//! Who has which turn once a meeting begins: whoever took it or is planned for it, if they may be there, else somebody
//! who is. One laptop knows of nobody before names are tapped, so there the end of the check-in tells who did not come.

use firstmove_domain::id::SeatId;
use firstmove_domain::session::agenda;

use crate::actor::Actor;
use crate::app::Scene;
use crate::problem::Problem;
use crate::sessions::inside::Inside;
use crate::sessions::spoken::{self, Attendant};
use crate::sessions::store::Guest;
use crate::sessions::turns::{self, Turns};

/// Who can have a turn.
struct Group {
    /// Those who keep what they took, and get what is planned for them.
    able: Vec<SeatId>,
    /// Those who step in where nobody does, by name.
    here: Vec<SeatId>,
}

/// Gives each turn of a meeting that begins.
pub fn at_the_beginning(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    inside: &mut Inside,
) -> Result<(), Problem> {
    turns::plan_again(scene, inside.cohort())?;
    let planned = Turns::of(&turns::planned(scene, inside.cohort())?, inside.meeting);
    let everybody = everybody(scene, inside);
    let group = match inside.held.one_device {
        // nobody can be known to be absent before names are tapped
        true => Group {
            here: noted(&came(scene, inside)?, &everybody),
            able: everybody,
        },
        false => {
            let is_here = |seat: &SeatId| inside.away_for(scene, seat).is_none();
            let here: Vec<SeatId> = everybody.into_iter().filter(is_here).collect();
            Group {
                able: here.clone(),
                here,
            }
        }
    };
    give(inside, inside.guest(actor), &planned, &group);
    Ok(())
}

/// The check-in on one laptop is over: whoever has a turn and was not tapped in is replaced, as anybody is who does not
/// come. Where no name was tapped nobody is known to be absent, and the turns stay.
pub fn after_the_check_in(scene: &mut Scene<'_, '_>, inside: &mut Inside) -> Result<(), Problem> {
    let came = came(scene, inside)?;
    let me = inside.me();
    let tapped = |one: &Attendant| {
        let said = !one.word.is_empty() || !one.mood.is_empty();
        said && one.here_at.is_some() && Some(one.seat) != me
    };
    if !came.iter().any(tapped) {
        return Ok(());
    }
    let here = noted(&came, &everybody(scene, inside));
    let group = Group {
        able: here.clone(),
        here,
    };
    let had_second = inside.held.presenters[1].is_some();
    give(inside, None, &Turns::default(), &group);
    if had_second && inside.held.presenters[1].is_none() {
        // the one who presents has the whole ten minutes
        let steps = agenda::steps(inside.meeting, false);
        inside.held.room = inside.held.room.clone().go_on_with(steps);
    }
    Ok(())
}

fn everybody(scene: &Scene<'_, '_>, inside: &Inside) -> Vec<SeatId> {
    let everybody = inside.everybody(scene.now).into_iter();
    everybody.map(|one| one.seat).collect()
}

fn came(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Vec<Attendant>, Problem> {
    let cohort = inside.cohort().id;
    Ok(spoken::attendants(scene.conn, &cohort, inside.meeting)?)
}

/// Those of them who are noted as being there.
fn noted(came: &[Attendant], everybody: &[SeatId]) -> Vec<SeatId> {
    let is_noted = |seat: &&SeatId| {
        came.iter()
            .any(|one| one.seat == **seat && one.here_at.is_some())
    };
    everybody.iter().filter(is_noted).copied().collect()
}

fn give(inside: &mut Inside, guest: Option<Guest>, planned: &Turns, group: &Group) {
    let me = inside.me();
    let presented = agenda::steps(inside.meeting, false);
    let presented = presented.iter().any(|step| step.part.is_presented());
    let held = &mut inside.held;
    let is_able = |seat: &SeatId| group.able.contains(seat);
    // what people took themselves comes before what was planned
    let mut taken: Vec<SeatId> = [held.presenters[0], held.facilitator, held.note_taker]
        .into_iter()
        .flatten()
        .filter(is_able)
        .collect();
    let mut give = |own: Option<SeatId>, wishes: &[Option<SeatId>]| {
        if own.is_some_and(|seat| is_able(&seat)) {
            return own;
        }
        let wishes = wishes.iter().flatten().copied().filter(is_able);
        let one = wishes
            .chain(group.here.iter().copied())
            .find(|seat| !taken.contains(seat));
        taken.extend(one);
        one
    };
    if presented {
        held.presenters[0] = give(held.presenters[0], &[planned.presenter]);
    }
    match (guest, held.facilitator, &held.led_by) {
        // a guest who begins runs it, where no leader took that
        (Some(guest), None, _) => held.led_by = Some(guest),
        // and goes on running it, whoever is tapped in
        (None, None, Some(_)) if held.began_at.is_some() => {}
        _ => held.facilitator = give(held.facilitator, &[planned.facilitator, me]).or(me),
    }
    held.note_taker = give(held.note_taker, &[planned.note_taker]);
    let second = held.presenters[1].or(planned.second);
    let second = second.filter(|seat| is_able(seat) && Some(*seat) != held.presenters[0]);
    held.presenters[1] = second;
}
