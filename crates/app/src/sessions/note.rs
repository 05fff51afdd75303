//! The note of a session: it writes itself from what was said in the room. Date and participants, whose experiment it
//! was, last week's results, what the prompts brought, which feedback helped most, the next experiments with owner,
//! action and criteria, and who posts what by when.

use firstmove_domain::check_in::CheckIn;
use firstmove_domain::id::SeatId;
use firstmove_domain::rights::Role;
use firstmove_domain::session::cards::{CardKind, Pile, by_votes, due_day};
use firstmove_domain::session::{Meeting, Part};
use jiff::Timestamp;

use crate::app::Scene;
use crate::check_ins::form::first_line;
use crate::check_ins::peers::outcome_words;
use crate::cohorts::store::{Cohort, Seated};
use crate::experiments::acts::of_cohort;
use crate::experiments::kept::Kept;
use crate::problem::Problem;
use crate::retrospectives;
use crate::retrospectives::board::voted;
use crate::sessions::acts::begins;
use crate::sessions::promises;
use crate::sessions::showcase;
use crate::sessions::spoken::{self, Noted, PeerAnswer};
use crate::sessions::store::Held;
use crate::sessions::view::tells_of;
use crate::verdicts::acts::Veil;

/// Somebody and what they did or will do.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Whose.
    pub owner: String,
    /// What: the move, the commitment.
    pub what: String,
    /// How it went, how it will be known, or by when.
    pub how: String,
}

/// A line of the coaching.
#[derive(Debug, Clone)]
pub struct Coached {
    /// Whose slot.
    pub slot: u8,
    /// At which prompt.
    pub part: Part,
    /// "Intent".
    pub label: &'static str,
    /// What was said.
    pub words: String,
    /// Its revision.
    pub revision: i64,
}

/// A question or another move.
#[derive(Debug, Clone)]
pub struct Offered {
    /// By whom.
    pub by: String,
    /// To whom.
    pub to: String,
    /// As it is told: another move begins so.
    pub words: String,
    /// Whether it helped most.
    pub helped: bool,
}

/// How another move is told, in the room and in a file.
const MOVE_BEGINS: &str = "Another move would be to ";

impl Offered {
    /// Without how another move begins, for a place under a heading that says it.
    pub fn bare(&self) -> String {
        let bare = self.words.strip_prefix(MOVE_BEGINS);
        bare.map_or_else(|| self.words.clone(), crate::dashboard::capital)
    }

    fn is_move(&self) -> bool {
        self.words.starts_with(MOVE_BEGINS)
    }
}

impl Note {
    /// The questions, what helped most first.
    pub fn questions(&self) -> Vec<&Offered> {
        self.offered.iter().filter(|one| !one.is_move()).collect()
    }

    /// The other moves, what helped most first.
    pub fn moves(&self) -> Vec<&Offered> {
        self.offered.iter().filter(|one| one.is_move()).collect()
    }
}

/// The note.
#[derive(Debug, Clone)]
pub struct Note {
    /// Whether it is that of a weekly session.
    pub session: bool,
    /// "Session 6".
    pub name: String,
    /// The group.
    pub group: String,
    /// The sprint.
    pub sprint: String,
    /// "Thursday 15 October 2026, 10:00".
    pub date: String,
    /// Who was there.
    pub present: Vec<String>,
    /// Whose experiments were coached, by slot.
    pub presenters: Vec<String>,
    /// Last week's results.
    pub results: Vec<Entry>,
    /// What the note-taker wrote.
    pub coached: Vec<Coached>,
    /// Questions and other moves, what helped most first.
    pub offered: Vec<Offered>,
    /// The next experiments.
    pub plans: Vec<Entry>,
    /// Who posts what by when.
    pub commitments: Vec<Entry>,
    /// What was told under headings of its own: the cards of a retrospective, each with what lies behind it and how many
    /// voted; the wins, lessons and thanks of a showcase.
    pub wall: Vec<(&'static str, Vec<Entry>)>,
    /// What was decided, by whom it is seen to and by when.
    pub decisions: Vec<Entry>,
}

/// The note of a meeting as it stands, for a reader in this role before whose eyes this veil hangs.
pub fn of(
    scene: &mut Scene<'_, '_>,
    (cohort, roster): (&Cohort, &[Seated]),
    (meeting, held): (Meeting, &Held),
    (veil, role): (&Veil, Role),
) -> Result<Note, Problem> {
    let name = |seat: &SeatId| {
        let one = roster.iter().find(|one| one.seat == *seat);
        one.map_or_else(String::new, |one| one.name.clone())
    };
    let came = spoken::attendants(scene.conn, &cohort.id, meeting)?;
    let here = |one: &&Seated| {
        came.iter()
            .any(|came| came.seat == one.seat && came.here_at.is_some())
    };
    let moves = of_cohort(scene, cohort)?;
    let notes = spoken::notes(scene.conn, &cohort.id, meeting)?;
    let answers = spoken::answers(scene.conn, &cohort.id, meeting)?;
    let promises = promises::of_cohort(scene.conn, &cohort.id)?;
    let key = meeting.key();
    let (wall, decisions) = match meeting {
        Meeting::Retrospective => retrospectives::acts::outcome(scene, &cohort.id)?,
        _ => Default::default(),
    };
    let began = held.began_at.unwrap_or(begins(cohort, meeting, held));
    let met = cohort.calendar.local_date(began);
    let leaders = roster.iter().filter(here).map(|one| one.name.clone());
    Ok(Note {
        session: meeting.is_session(),
        wall: CardKind::ALL
            .into_iter()
            .map(|kind| (kind.name(), cards(&wall, kind)))
            .chain(showcase::noted(
                scene,
                cohort,
                (meeting, held),
                (veil, role),
            )?)
            .filter(|(_, entries)| !entries.is_empty())
            .collect(),
        decisions: decisions
            .into_iter()
            .map(|one| Entry {
                owner: one.owner,
                what: one.what,
                how: format!("by {}", due_day(one.due, met)),
            })
            .collect(),
        name: meeting.to_string(),
        group: cohort.name.clone(),
        sprint: cohort.sprint_name.clone(),
        date: date(cohort, began),
        present: leaders
            .chain(guests(scene, (cohort, meeting), held)?)
            .collect(),
        presenters: held.presenters.iter().flatten().map(name).collect(),
        results: results(meeting, &moves, veil, &name),
        coached: coached(&notes),
        offered: offered(&answers, held, &name),
        plans: plans(meeting, &moves, &name),
        commitments: promises
            .iter()
            .filter(|one| one.meeting == key)
            .map(|one| Entry {
                owner: name(&one.seat),
                what: one.what.clone(),
                how: match one.done_at {
                    Some(_) => "done".into(),
                    None => format!("by {}", due_day(one.due, met)),
                },
            })
            .collect(),
    })
}

/// The guests who were there: those who came, and whoever ran it.
fn guests(
    scene: &mut Scene<'_, '_>,
    (cohort, meeting): (&Cohort, Meeting),
    held: &Held,
) -> Result<Vec<String>, Problem> {
    let mut came = spoken::guests(scene.conn, &cohort.id, meeting)?;
    if let Some(guest) = &held.led_by
        && came.iter().all(|(person, _)| *person != guest.person)
    {
        came.push((guest.person, guest.name.clone()));
    }
    Ok(came.into_iter().map(|(_, name)| name).collect())
}

/// "Thursday 15 October 2026, 10:00".
fn date(cohort: &Cohort, at: Timestamp) -> String {
    let local = cohort.calendar.zone().to_datetime(at);
    local.strftime("%A %-d %B %Y, %H:%M").to_string()
}

fn results(
    meeting: Meeting,
    moves: &[Kept],
    veil: &Veil,
    name: &impl Fn(&SeatId) -> String,
) -> Vec<Entry> {
    let Some(week) = tells_of(meeting) else {
        return Vec::new();
    };
    let told = moves.iter().filter(|one| one.experiment.week == week);
    told.filter_map(|one| {
        let how = match &one.report.as_ref()?.check_in {
            CheckIn::Tried(_) if veil.hides(one) => "tried".to_owned(),
            CheckIn::Tried(tried) => outcome_words(tried.outcome).to_owned(),
            CheckIn::NotThisWeek(_) => "not this week".to_owned(),
        };
        Some(Entry {
            owner: name(&one.seat),
            what: first_line(&one.experiment.plan.action).to_owned(),
            how,
        })
    })
    .collect()
}

/// The cards of a kind, the most votes first; what was put together stands with the card on top.
fn cards(wall: &[Pile], kind: CardKind) -> Vec<Entry> {
    let own = wall.iter().filter(|pile| pile.top.kind == kind).cloned();
    let own = by_votes(own.collect());
    own.iter()
        .map(|pile| {
            let behind = pile.others.iter().map(|one| one.words.clone());
            let parts: Vec<String> = behind.chain([voted(pile.votes)]).collect();
            Entry {
                owner: String::new(),
                what: pile.top.words.clone(),
                how: parts.join("; "),
            }
        })
        .collect()
}

/// The lines that are not empty.
pub fn coached(notes: &[Noted]) -> Vec<Coached> {
    let written = notes.iter().filter(|one| !one.words.is_empty());
    written
        .map(|one| Coached {
            slot: one.slot,
            part: one.part,
            label: one.part.label(),
            words: one.words.clone(),
            revision: one.revision,
        })
        .collect()
}

fn offered(answers: &[PeerAnswer], held: &Held, name: &impl Fn(&SeatId) -> String) -> Vec<Offered> {
    let mut offered: Vec<Offered> = answers
        .iter()
        .map(|one| Offered {
            by: name(&one.seat),
            to: held.presenter(one.slot).map(name).unwrap_or_default(),
            words: match one.part {
                Part::Alternative => format!("{MOVE_BEGINS}{}", one.words),
                _ => one.words.clone(),
            },
            helped: one.useful,
        })
        .collect();
    offered.sort_by_key(|one| !one.helped);
    offered
}

fn plans(meeting: Meeting, moves: &[Kept], name: &impl Fn(&SeatId) -> String) -> Vec<Entry> {
    let Some(week) = meeting.week().filter(|_| meeting.is_session()) else {
        return Vec::new();
    };
    let next = moves.iter().filter(|one| one.experiment.week == week);
    next.filter(|one| !matches!(one.experiment.state.key(), "abandoned" | "queued"))
        .map(|one| Entry {
            owner: name(&one.seat),
            what: one.experiment.plan.action.clone(),
            how: one.experiment.plan.criteria.text.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn under_its_heading_another_move_is_told_without_how_it_begins() {
        let offered = |words: &str| Offered {
            by: "Maya Okafor".into(),
            to: "Tom Brandt".into(),
            words: words.into(),
            helped: false,
        };
        let other = offered("Another move would be to ask Karim first");
        assert_eq!(
            (other.bare().as_str(), other.is_move()),
            ("Ask Karim first", true)
        );
        let question = offered("Who decides?");
        assert_eq!(
            (question.bare().as_str(), question.is_move()),
            ("Who decides?", false)
        );
    }
}
