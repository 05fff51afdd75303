//! A note that is there is set right: all its lines on one form. Whoever else wrote meanwhile is shown beside what was
//! typed; then nothing is saved yet, and nothing that was typed is lost.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum_extra::extract::Form as Fields;
use firstmove_domain::session::{Part, input};

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other};
use crate::frame::{Errors, Person};
use crate::problem::Problem;
use crate::sessions::afterwards::{Form, mine};
use crate::sessions::inside::{Inside, Where, find, refused};
use crate::sessions::note::{Coached, coached};
use crate::sessions::reading;
use crate::sessions::spoken;
use crate::sessions::words::{self, Said, Written};

/// A line of the note as its form shows it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Whose slot.
    slot: u8,
    part: Part,
    /// "Intent", with the presenter's name where there are two.
    pub label: String,
    /// What stands, or what was typed.
    pub words: String,
    /// What stood when the page was drawn: a line that still says so was not touched.
    pub was: String,
    /// The revision that the page has seen.
    pub revision: i64,
    /// Who wrote meanwhile, and what.
    pub meanwhile: Option<(String, String)>,
}

impl Line {
    /// Its key in the names of the form's fields.
    pub fn key(&self) -> String {
        format!("{}-{}", self.part.key(), self.slot)
    }

    /// The form's field for its words.
    pub fn field(&self) -> String {
        format!("words-{}", self.key())
    }
}

/// The lines of a meeting's note: those of both who presented, where two did; with `told` also those that are written
/// only afterwards.
pub fn standing(found: &Inside, coached: &[Coached], told: bool) -> Vec<Line> {
    let second = found.held.presenters[1].is_some() || coached.iter().any(|one| one.slot == 2);
    let slots = if second { 1..=2 } else { 1..=1 };
    let line = |slot: u8, part: Part| {
        let stands = coached
            .iter()
            .find(|one| (one.slot, one.part) == (slot, part));
        let words = stands.map_or("", |one| one.words.as_str());
        let presenter = found.held.presenter(slot).filter(|_| second);
        Line {
            slot,
            part,
            label: match presenter {
                Some(seat) => {
                    let who = Person::new(found.name_of(seat));
                    format!("{}, {}", part.label(), who.first())
                }
                None => part.label().to_owned(),
            },
            words: words.to_owned(),
            was: words.to_owned(),
            revision: stands.map_or(0, |one| one.revision),
            meanwhile: None,
        }
    };
    let parts = match told {
        true => reading::told(found.meeting),
        false => reading::written(found.meeting),
    };
    let all = slots.flat_map(|slot| parts.iter().map(move |part| (slot, *part)));
    all.filter(|(slot, part)| *slot == 1 || is_of_a_slot(found, *part))
        .map(|(slot, part)| line(slot, part))
        .collect()
}

/// Whether the second who presented is asked this too.
fn is_of_a_slot(found: &Inside, part: Part) -> bool {
    let mut steps = found.held.room.steps.iter();
    steps.any(|step| step.slot == 2 && step.part == part)
}

/// `POST /sessions/{cohort}/{meeting}/lines`
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Fields(sent): Fields<HashMap<String, String>>,
) -> Answer {
    let place = format!("/sessions/{}/{}?done=line", at.0, at.1);
    app.act(visitor, move |scene, actor| {
        let found = find(scene, actor, &at)?;
        mine(scene, &found)?;
        if !found.held.is_over() {
            return Err(refused(
                "The note is written in the room while the session runs.",
            ));
        }
        take(scene, actor, &found, &sent)
    })
    .await?;
    Ok(see_other(&place))
}

/// Takes every line that was touched, or none.
fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    sent: &HashMap<String, String>,
) -> Result<(), Problem> {
    let text = |kind: &str, line: &Line| sent.get(&format!("{kind}-{}", line.key())).cloned();
    let notes = spoken::notes(scene.conn, &found.cohort.id, found.meeting)?;
    let mut lines = standing(found, &coached(&notes), true);
    lines.retain(|line| !Part::TOLD.contains(&line.part) || text("words", line).is_some());
    let mut errors = Errors::none();
    for line in &mut lines {
        let Some(typed) = text("words", line) else {
            continue;
        };
        let was = text("was", line).unwrap_or_default();
        if input::note(&typed).ok() == input::note(&was).ok() {
            continue;
        }
        line.words.clone_from(&typed);
        line.was = was;
        line.write(
            scene,
            actor,
            found,
            &text("revision", line).unwrap_or_default(),
            &mut errors,
        )?;
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(shown(scene, actor, found, lines, errors))
}

impl Line {
    /// Writes what was typed; where that cannot be, says why beside it.
    fn write(
        &mut self,
        scene: &mut Scene<'_, '_>,
        actor: &Actor,
        found: &Inside,
        revision: &str,
        errors: &mut Errors,
    ) -> Result<(), Problem> {
        let said = Said {
            slot: self.slot.to_string(),
            part: self.part.key().to_owned(),
            words: self.words.clone(),
            revision: revision.to_owned(),
            ..Said::default()
        };
        match words::write(scene, actor, found, &said)? {
            Ok(Written::Stands(_)) => {}
            Ok(Written::Meanwhile {
                words,
                by,
                revision,
            }) => {
                errors.add(
                    self.field(),
                    format!("{by} wrote here meanwhile. Take over what is missing and save again."),
                );
                self.revision = revision;
                self.meanwhile = Some((by, words));
            }
            Err(problems) => {
                self.revision = revision.parse().unwrap_or(0);
                for problem in problems {
                    errors.add(self.field(), problem.sentence);
                }
            }
        }
        Ok(())
    }
}

/// The lines of a note that somebody else filled in meanwhile, beside those that were typed into a form for a new one.
pub fn beside(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    typed: &[(Part, &str)],
) -> Result<(), Problem> {
    let notes = spoken::notes(scene.conn, &found.cohort.id, found.meeting)?;
    let mut lines = standing(found, &coached(&notes), true);
    let is_typed = |part: Part| {
        typed
            .iter()
            .any(|(one, typed)| *one == part && !typed.trim().is_empty())
    };
    lines.retain(|line| found.held.told || !Part::TOLD.contains(&line.part) || is_typed(line.part));
    let by = |part: Part| {
        let noted = notes.iter().find(|one| (one.slot, one.part) == (1, part));
        noted.map_or_else(String::new, |one| match one.written_by == actor.person {
            true => "You".to_owned(),
            false => words::name_of(found, &one.written_by),
        })
    };
    let mut errors = Errors::none();
    for (part, typed) in typed.iter().filter(|(_, typed)| !typed.trim().is_empty()) {
        let mut own = lines
            .iter_mut()
            .filter(|line| (line.slot, line.part) == (1, *part));
        let Some(line) = own.next().filter(|line| line.words.trim() != typed.trim()) else {
            continue;
        };
        let stands = std::mem::replace(&mut line.words, (*typed).to_owned());
        let sentence = match stands.is_empty() {
            true => "Your line is not in it yet. Save the note to add it.",
            false => "Something else stands here. Take over what is missing and save.",
        };
        errors.add(line.field(), sentence);
        if !stands.is_empty() {
            line.meanwhile = Some((by(*part), stands));
        }
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(shown(scene, actor, found, lines, errors))
}

fn shown(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    lines: Vec<Line>,
    errors: Errors,
) -> Problem {
    match Form::new(scene, found) {
        Ok(form) => reading::again(
            scene,
            actor,
            found,
            Form {
                standing: Some(lines),
                errors,
                ..form
            },
        ),
        Err(problem) => problem,
    }
}
