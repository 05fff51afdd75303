//! What can be read while a showcase runs: the wins and the lesson that were told beforehand, and the numbers.

use firstmove_domain::rights::Role;
use firstmove_domain::session::{Meeting, Part, Step, agenda};
use firstmove_domain::story::{Consent, Kind};

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::frame::Person;
use crate::problem::Problem;
use crate::sessions::inside::Inside;
use crate::sessions::note::Entry;
use crate::sessions::said::Told;
use crate::sessions::store::Held;
use crate::sponsor::groups;
use crate::sponsor::sheet::Sheet;
use crate::stories;
use crate::thanks;
use crate::verdicts::acts::Veil;

/// What is told at a step of a showcase or of the look back, with its heading.
pub fn told(
    scene: &mut Scene<'_, '_>,
    inside: &Inside,
    step: Step,
) -> Result<(&'static str, Vec<Told>), Problem> {
    match step.part {
        Part::Win => Ok(("The win, as it was told", told_for(scene, inside, step)?)),
        Part::Lesson => Ok(("Lessons, as they were told", told_for(scene, inside, step)?)),
        Part::Recognition => Ok(("Thanks today", thanked(scene, inside)?)),
        Part::Numbers => Ok(("The numbers", numbers(scene, inside)?)),
        _ => Ok(("", Vec::new())),
    }
}

/// The stories for this showcase that the reader may read: of a win, that of whoever has the floor.
fn told_for(scene: &mut Scene<'_, '_>, inside: &Inside, step: Step) -> Result<Vec<Told>, Problem> {
    let Some(week) = inside.meeting.week() else {
        return Ok(Vec::new());
    };
    let veil = inside.veil(scene)?;
    let mut told = stories::acts::beforehand(scene, inside.cohort(), week)?;
    told.retain(|one| one.experiment.is_none_or(|about| !veil.covers(&about)));
    told.retain(|one| inside.role != Role::Sponsor || one.story.consent >= Consent::Sponsor);
    let kind = match step.part {
        Part::Win => Kind::Win,
        _ => Kind::Lesson,
    };
    told.retain(|one| one.story.kind == kind);
    let floor = inside.held.presenter(step.slot);
    if kind == Kind::Win && floor.is_some() {
        told.retain(|one| Some(&one.seat) == floor);
    }
    let lines = told.into_iter().map(|one| Told {
        who: Some(Person::new(one.owner)),
        bold: one.story.heading,
        line: format!(
            "{} {} {}",
            one.story.situation, one.story.action, one.story.impact
        ),
    });
    Ok(lines.collect())
}

/// Whether the room has a form of thanks: a showcase has, where everybody has a device of their own.
pub fn thanks_by_name(inside: &Inside) -> bool {
    let steps = agenda::steps(inside.meeting, false);
    let asked = steps.iter().any(|step| step.part == Part::Recognition);
    asked && inside.place.is_some() && !inside.held.one_device
}

/// The thanks by name since this showcase began; a sponsor reads those that whoever is thanked lets them read.
pub fn thanked(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Vec<Told>, Problem> {
    let mut lines = match inside.role {
        Role::Sponsor => thanks::acts::shared_recognitions(scene, inside.cohort())?,
        _ => thanks::acts::recognitions(scene, inside.cohort())?,
    };
    lines.retain(|one| inside.held.began_at.is_some_and(|at| at <= one.given_at));
    let told = lines.into_iter().map(|one| Told {
        who: Some(Person::new(one.giver)),
        bold: format!("thanks {}", Person::new(one.name).first()),
        line: one.words,
    });
    Ok(told.collect())
}

/// What the note of a showcase has beside what was written down: the wins and lessons told for it, and the thanks by name
/// that were given in it; a sponsor reads what was shared with them. None of any other meeting.
pub fn noted(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    (meeting, held): (Meeting, &Held),
    (veil, role): (&Veil, Role),
) -> Result<Vec<(&'static str, Vec<Entry>)>, Problem> {
    let Meeting::Showcase(week) = meeting else {
        return Ok(Vec::new());
    };
    let mut told = stories::acts::beforehand(scene, cohort, week)?;
    told.retain(|one| one.experiment.is_none_or(|about| !veil.covers(&about)));
    told.retain(|one| role != Role::Sponsor || one.story.consent >= Consent::Sponsor);
    let of_kind = |kind: Kind| -> Vec<Entry> {
        let own = told.iter().filter(|one| one.story.kind == kind);
        own.map(|one| Entry {
            owner: one.owner.clone(),
            what: one.story.heading.clone(),
            how: one.story.impact.clone(),
        })
        .collect()
    };
    let mut given = match role {
        Role::Sponsor => thanks::acts::shared_recognitions(scene, cohort)?,
        _ => thanks::acts::recognitions(scene, cohort)?,
    };
    given.retain(|one| {
        let ends = held.ended_at.unwrap_or(scene.now);
        held.began_at
            .is_some_and(|begins| (begins..=ends).contains(&one.given_at))
    });
    given.reverse();
    let thanked = given.into_iter().map(|one| Entry {
        owner: one.giver,
        what: format!("thanks {}", one.name),
        how: one.words,
    });
    Ok(vec![
        ("Wins", of_kind(Kind::Win)),
        ("Lessons", of_kind(Kind::Lesson)),
        ("Thanks", thanked.collect()),
    ])
}

/// The group's figures, the same before all eyes and on the slides. Whoever is still to judge a move reads no success
/// rate: from one that leaves that move out and the one that is read aloud they could work out how it went.
fn numbers(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Vec<Told>, Problem> {
    let group = match inside.role {
        Role::Sponsor => groups::as_sponsors_see(scene, inside.cohort())?,
        _ => groups::of_one(scene, None, inside.cohort())?,
    };
    let sheet = Sheet::of(scene, Some(&group))?;
    let line = |bold: String, line: &str| Told {
        who: None,
        bold,
        line: line.to_owned(),
    };
    if let Some(why) = sheet.hidden() {
        return Ok(vec![line("Not shown.".into(), why)]);
    }
    let judges = !inside.veil(scene)?.is_empty();
    let tiles = sheet.figures().map_or(&[][..], |figures| &figures.tiles);
    let told = tiles.iter().map(|tile| match judges && tile.legend {
        true => line(
            "Later.".into(),
            "Success rate: it is here once you have judged the move that waits for you under Peers",
        ),
        false => line(format!("{}{}", tile.big, tile.small), tile.name),
    });
    Ok(told.collect())
}
