//! What can be done: look at a sheet, choose, import it whole, take that back.

use std::collections::HashMap;

use firstmove_domain::event::Event;
use firstmove_domain::history::ExitKind;
use firstmove_domain::id::{ImportId, SeatId};
use firstmove_domain::person::NewPerson;
use firstmove_domain::rights::Role;
use firstmove_domain::status::{Line, View, statuses};
use firstmove_domain::week::Week;
use firstmove_kit::db::DbError;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::store::{Cohort, roster, seen_as};
use crate::cohorts::{self, histories};
use crate::imports::draft::{Choices, Draft, kept};
use crate::imports::plan::{GroupPlan, Here, Known, PersonPlan, Plan, Who};
use crate::imports::store::{self, Import};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sheet::groups::{Called, named};
use crate::sheet::rows::SheetRow;
use crate::verdicts;

/// The groups that the actor coordinates, with what is known of each. Nothing is found where there is none.
pub fn here(scene: &mut Scene<'_, '_>, actor: &Actor) -> Result<Vec<Here>, Problem> {
    let seen = seen_as(scene.conn, actor, Role::Coordinator)?;
    if seen.is_empty() {
        return Err(Problem::NotFound);
    }
    seen.into_iter()
        .map(|cohort| known(scene, cohort))
        .collect()
}

fn known(scene: &mut Scene<'_, '_>, cohort: Cohort) -> Result<Here, Problem> {
    let histories = histories::load(scene.conn, &cohort.id)?;
    let lines: Vec<Line> = histories
        .iter()
        .map(|seat| statuses(&cohort.calendar, seat, View::Final, scene.now))
        .collect();
    let mut beside: HashMap<String, String> = roster(scene.conn, &cohort.id)?
        .into_iter()
        .map(|one| {
            let known = [one.squad, one.mail];
            let told: Vec<String> = known.into_iter().filter(|text| !text.is_empty()).collect();
            (one.seat.to_string(), told.join(", "))
        })
        .collect();
    let people = named(scene, &cohort, &lines, Called::Name)?.into_iter();
    let people = people.map(|one| Known {
        beside: beside.remove(&one.seat).unwrap_or_default(),
        seat: one.seat,
        who: one.who,
    });
    Ok(Here {
        made_at: store::made_at(scene.conn, &cohort.id)?,
        kept: store::kept_weeks(scene.conn, &cohort.id, &cohort.calendar)?,
        people: people.collect(),
        histories,
        cohort,
    })
}

/// Keeps a sheet that was read, until its coordinator has looked at it.
pub fn keep(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    rows: &[SheetRow],
) -> Result<String, Problem> {
    let id = scene.app.secrets.uuid7(scene.now).to_string();
    let sheet = kept(rows)?;
    store::insert_draft(scene.conn, &id, &actor.person, (&sheet, "{}"), scene.now)?;
    Ok(id)
}

/// The actor's own draft.
pub fn draft(scene: &mut Scene<'_, '_>, actor: &Actor, id: &str) -> Result<Draft, Problem> {
    let id: ImportId = id.parse().map_err(|_| Problem::NotFound)?;
    let found = store::draft(scene.conn, &id.to_string(), &actor.person)?;
    let (sheet, choices) = found.ok_or(Problem::NotFound)?;
    Draft::read(id.to_string(), &sheet, &choices)
}

/// Notes what was chosen.
pub fn choose(scene: &mut Scene<'_, '_>, draft: &Draft, choices: &Choices) -> Result<(), Problem> {
    let choices = serde_json::to_string(choices).map_err(Problem::broken)?;
    Ok(store::choose(scene.conn, &draft.id, &choices)?)
}

/// Throws a draft away.
pub fn throw_away(scene: &mut Scene<'_, '_>, draft: &Draft) -> Result<(), Problem> {
    Ok(store::delete_draft(scene.conn, &draft.id)?)
}

/// Does what the plan says, all of it. The inner sentence says what stands against it after all; then nothing may
/// be kept of what was begun.
pub fn import(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    draft: &Draft,
    (plan, here): (&Plan, &[Here]),
) -> Result<Result<(), String>, Problem> {
    for group in &plan.groups {
        let Some(here) = group.here.and_then(|place| here.get(place)) else {
            continue;
        };
        if let Err(sentence) = import_group(scene, actor, draft, group, &here.cohort)? {
            return Ok(Err(sentence));
        }
    }
    store::delete_draft(scene.conn, &draft.id)?;
    Ok(Ok(()))
}

fn import_group(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    draft: &Draft,
    group: &GroupPlan,
    cohort: &Cohort,
) -> Result<Result<(), String>, Problem> {
    let import = ImportId::new(scene.app.secrets.uuid7(scene.now));
    let people = &draft.groups[group.place].people;
    let rows = people.iter().map(|one| one.rows.len()).sum();
    store::insert(
        scene.conn,
        &cohort.id,
        &import,
        &actor.person,
        rows,
        scene.now,
    )?;
    let mut seats = Vec::new();
    for person in &group.people {
        let seat = match seat(scene, actor, cohort, person, &import)? {
            Ok(seat) => seat,
            Err(sentence) => return Ok(Err(format!("{}: {sentence}", person.name))),
        };
        keep_rows(scene, cohort, &import, &seat, person)?;
        seats.push(person.told(seat));
    }
    // by size, so that not even their order says whose they are
    let mut ratings = group.ratings.clone();
    ratings.sort();
    for (week, rating) in ratings {
        let id = scene.app.secrets.uuid7(scene.now).to_string();
        store::insert_rating(scene.conn, (&cohort.id, &import), &id, week, rating)?;
    }
    let event = Event::SheetImported {
        import,
        people: group.people.len(),
        weeks: group.weeks.clone(),
        seats,
    };
    happened(scene, Some(actor), Some(cohort), event).map(Ok)
}

/// The person's seat: the one they have, or a new one from their first week on.
fn seat(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    person: &PersonPlan,
    import: &ImportId,
) -> Result<Result<SeatId, String>, Problem> {
    let mail = match &person.who {
        Who::Seat(seat) => return Ok(Ok(seat.parse().map_err(Problem::broken)?)),
        Who::New(mail) => mail,
        Who::Open => return Ok(Err("nobody said who that is. Choose somebody.".into())),
    };
    let wanted = match NewPerson::from_form(&person.name, mail) {
        Ok(wanted) => wanted,
        Err(problems) => {
            let sentences = problems.into_iter().map(|problem| problem.sentence);
            return Ok(Err(sentences.collect::<Vec<_>>().join(" ")));
        }
    };
    let begins = |week: Week| cohort.calendar.span(week).0;
    let joined_at = person.first().map_or(scene.now, begins);
    let seat = match cohorts::acts::join(scene, actor, cohort, &wanted, joined_at)? {
        Ok(seat) => seat,
        Err(sentence) => return Ok(Err(sentence)),
    };
    store::insert_seat(scene.conn, (&cohort.id, import, &seat))?;
    if let Some(last) = person.left_after() {
        let left = (cohort.calendar.span(last).1, ExitKind::Transfer);
        let gone = cohorts::acts::leave(scene, actor, cohort, &seat, left)?;
        return Ok(gone.map(|()| seat).map_err(|refusal| refusal.to_string()));
    }
    Ok(Ok(seat))
}

fn keep_rows(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    import: &ImportId,
    seat: &SeatId,
    person: &PersonPlan,
) -> Result<(), Problem> {
    let mut position = 0;
    for (at, row) in person.rows.iter().enumerate() {
        let same = at > 0 && person.rows[at - 1].week == row.week;
        position = if same { position + 1 } else { 0 };
        let id = scene.app.secrets.uuid7(scene.now).to_string();
        store::insert_row(scene.conn, (&cohort.id, import, seat), &id, position, row)?;
    }
    Ok(())
}

/// Why an import cannot be taken back any more; none while it can.
pub fn stands(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    import: &Import,
) -> Result<Option<String>, Problem> {
    let closed = |week: &Week| {
        let close = cohort.calendar.close(*week);
        import.at < close && close <= scene.now
    };
    if let Some(week) = Week::all().find(closed) {
        let sentence = format!("Week {week} has closed since, and its numbers stand.");
        return Ok(Some(sentence));
    }
    let built = store::is_built_upon(scene.conn, import)?;
    Ok(built.then(|| "Somebody has planned or reported since.".into()))
}

/// Takes an import back: its weeks are as if it had never been, and the seats that it gave are gone.
pub fn take_back(scene: &mut Scene<'_, '_>, actor: &Actor, id: &str) -> Result<(), Problem> {
    let id: ImportId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut found = None;
    for cohort in seen_as(scene.conn, actor, Role::Coordinator)? {
        let imports = store::of_cohort(scene.conn, &cohort.id)?;
        let import = imports.into_iter().find(|one| one.id == id);
        found = found.or(import.map(|import| (cohort, import)));
    }
    let (cohort, import) = found.ok_or(Problem::NotFound)?;
    if import.undone_at.is_some() {
        return Ok(());
    }
    if let Some(why) = stands(scene, &cohort, &import)? {
        return Err(Problem::Refused(format!("{why} The import stays.")));
    }
    for seat in store::seats_given(scene.conn, &import)? {
        verdicts::acts::hand_on_from(scene, &cohort, &seat)?;
    }
    match store::undo(scene.conn, &import, &actor.person, scene.now) {
        Err(DbError::ForeignKey) => {
            let why = "Something hangs on a seat that the import gave, so it stays. Note on the person’s page that they left.";
            return Err(Problem::Refused(why.into()));
        }
        undone => undone?,
    }
    let event = Event::ImportTakenBack { import: import.id };
    happened(scene, Some(actor), Some(&cohort), event)
}
