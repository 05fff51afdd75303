//! What can be done with a list of people: keep it, say what its columns hold, take it into the draft, throw it away.

use firstmove_domain::draft::Draft;
use firstmove_domain::roster::{Column, Mapping, Plan, Table, plan};
use uuid::Uuid;

use crate::actor::Actor;
use crate::app::Scene;
use crate::arrivals::list::List;
use crate::arrivals::store::{self, Kept};
use crate::problem::Problem;
use crate::sprints;

/// A list that waits, with the draft that it is for.
pub struct Waiting {
    /// Its id.
    pub id: String,
    /// The draft of the actor.
    pub draft: Draft,
    /// The place of the group in it.
    pub place: usize,
    /// What was read.
    pub list: List,
    /// The same as a table.
    pub table: Table,
    /// What its columns hold.
    pub mapping: Mapping,
}

impl Waiting {
    /// What would happen.
    pub fn plan(&self) -> Plan {
        plan(&self.table, &self.mapping, &self.draft.groups, self.place)
    }

    /// The group's name.
    pub fn group(&self) -> &str {
        let group = self.draft.groups.get(self.place);
        group.map_or("", |group| group.name.as_str())
    }
}

/// The name of the group at this place of the actor's draft.
pub fn group(scene: &mut Scene<'_, '_>, actor: &Actor, place: usize) -> Result<String, Problem> {
    let draft = sprints::acts::draft(scene, actor)?;
    let group = draft.groups.get(place).ok_or(Problem::NotFound)?;
    Ok(group.name.clone())
}

/// Keeps a list for a group until its maker has looked at it.
pub fn keep(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: usize,
    list: &List,
) -> Result<String, Problem> {
    let group = group(scene, actor, place)?;
    let table = list.table().map_err(Problem::broken)?;
    let id = scene.app.secrets.uuid7(scene.now).to_string();
    let kept = Kept {
        place: i64::try_from(place).map_err(Problem::broken)?,
        group,
        list: serde_json::to_string(list).map_err(Problem::broken)?,
        holds: written(&table.guess()),
    };
    store::insert(scene.conn, &id, &actor.person, &kept, scene.now)?;
    Ok(id)
}

/// The actor's own list. Its group may have moved in the draft meanwhile, or be gone.
pub fn waiting(scene: &mut Scene<'_, '_>, actor: &Actor, id: &str) -> Result<Waiting, Problem> {
    let draft = sprints::acts::draft(scene, actor)?;
    let id: Uuid = id.parse().map_err(|_| Problem::NotFound)?;
    let id = id.to_string();
    let kept = store::find(scene.conn, &id, &actor.person)?.ok_or(Problem::NotFound)?;
    let named = |place: &usize| {
        draft
            .groups
            .get(*place)
            .is_some_and(|one| one.name == kept.group)
    };
    let before = usize::try_from(kept.place).ok();
    let place = before
        .filter(named)
        .or_else(|| (0..draft.groups.len()).find(named));
    let place = place.ok_or_else(|| {
        let gone = "The group that the list was for is not in the draft any more. Bring the list again for another.";
        Problem::Refused(gone.to_owned())
    })?;
    let list: List = serde_json::from_str(&kept.list).map_err(Problem::broken)?;
    let table = list.table().map_err(Problem::broken)?;
    let mapping = read(&kept.holds, table.guess());
    Ok(Waiting {
        id,
        draft,
        place,
        list,
        table,
        mapping,
    })
}

/// What the columns hold, as it is kept.
fn written(mapping: &Mapping) -> String {
    let keys = mapping.columns.iter();
    let keys: Vec<&str> = keys.map(|column| column.map_or("", Column::key)).collect();
    keys.join(",")
}

fn read(holds: &str, guess: Mapping) -> Mapping {
    let columns: Vec<Option<Column>> = holds.split(',').map(Column::from_key).collect();
    match columns.len() == guess.columns.len() {
        true => Mapping { columns, ..guess },
        false => guess,
    }
}

/// Notes what the columns hold.
pub fn choose(scene: &mut Scene<'_, '_>, waiting: &Waiting) -> Result<(), Problem> {
    Ok(store::choose(
        scene.conn,
        &waiting.id,
        &written(&waiting.mapping),
    )?)
}

/// The group's lines with everybody of the list in them; the list is gone. Only for a plan that is ready.
pub fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    waiting: &Waiting,
    plan: &Plan,
) -> Result<(), Problem> {
    let mut draft = waiting.draft.clone();
    draft.groups[waiting.place].people.clone_from(&plan.lines);
    sprints::acts::keep(scene, actor, &draft)?;
    Ok(store::delete(scene.conn, &waiting.id)?)
}

/// Throws a list away.
pub fn throw_away(scene: &mut Scene<'_, '_>, waiting: &Waiting) -> Result<(), Problem> {
    Ok(store::delete(scene.conn, &waiting.id)?)
}
