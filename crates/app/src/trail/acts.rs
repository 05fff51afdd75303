//! What can be asked of the trail: a page of it, or all that is filtered, told in sentences.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::problem::Problem;
use crate::trail::names::Names;
use crate::trail::scope::Scope;
use crate::trail::sentences::Teller;
use crate::trail::store::{self, Kept, Place, Wanted};

/// An event as it is read.
pub struct Told {
    /// Its place in the trail.
    pub place: Place,
    /// When, in the trail's zone.
    pub when: jiff::Zoned,
    /// Its kind.
    pub kind: String,
    /// Who did it; empty for what happens by itself.
    pub who: String,
    /// What happened, as a sentence.
    pub what: String,
    /// The group; empty for none.
    pub group: String,
}

/// The events that are wanted, told for the reader, the newest first.
pub fn tell(
    scene: &mut Scene<'_, '_>,
    scope: &Scope,
    wanted: &Wanted,
) -> Result<Vec<Told>, Problem> {
    let mut found = Vec::new();
    for circle in scope.circles() {
        found.extend(store::page(scene.conn, circle, wanted)?);
    }
    found.sort_by_key(|event| std::cmp::Reverse(event.place));
    found.truncate(wanted.limit);
    let names = Names::of(scene.conn, &found, scope.hidden())?;
    let groups: HashMap<_, &Cohort> = scope.cohorts.iter().map(|one| (one.id, one)).collect();
    let told = |event: &Kept| {
        let group = event.cohort.and_then(|id| groups.get(&id).copied());
        tell_one(event, group, scope, &names)
    };
    Ok(found.iter().map(told).collect())
}

fn tell_one(event: &Kept, group: Option<&Cohort>, scope: &Scope, names: &Names) -> Told {
    let zone = scope.zone();
    // the day of a meeting or of an absence is one of the group's calendar
    let own = group.map_or_else(|| zone.clone(), |group| group.calendar.zone().clone());
    let by = event.actor.as_deref().and_then(|id| names.person_of(id));
    let teller = Teller {
        names,
        by: by.clone(),
        when: event.place.at,
        zone: &own,
        calendar: group.map(|group| &group.calendar),
        hidden: scope.hidden(),
    };
    let unreadable = || format!("{}.", kind_words(&event.kind));
    let what = event
        .event
        .as_ref()
        .map_or_else(unreadable, |one| teller.sentence(one));
    Told {
        place: event.place,
        when: in_zone(event.place.at, &zone),
        kind: event.kind.clone(),
        who: by.unwrap_or_default(),
        what: crate::dashboard::capital(&what),
        group: group.map(|group| group.name.clone()).unwrap_or_default(),
    }
}

fn in_zone(at: Timestamp, zone: &jiff::tz::TimeZone) -> jiff::Zoned {
    at.to_zoned(zone.clone())
}

/// A kind as a list says it: "Move reported".
pub fn kind_words(key: &str) -> String {
    crate::dashboard::capital(&key.replace('_', " ").replace("cohort", "group"))
}
