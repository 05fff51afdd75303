//! A meeting before and after it: what to bring, and the note.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::id::{CommitmentId, SeatId};
use firstmove_domain::rights::Role;
use firstmove_domain::session::agenda::{self, steps};
use firstmove_domain::session::{Meeting, Part, Step};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other, show};
use crate::cohorts::store as cohorts;
use crate::dashboard::coordinator_frame;
use crate::experiments::Place;
use crate::experiments::pages::{frame, leader_frame};
use crate::frame::{Frame, Kind, Place as Nav};
use crate::kickoff::dates;
use crate::practice;
use crate::problem::Problem;
use crate::sessions::exchange::{self, Exchange};
use crate::sessions::inside::{Inside, Where, find, open};
use crate::sessions::lines::{self, Line};
use crate::sessions::lobby::{RUNS, WRITES};
use crate::sessions::note::{self, Note};
use crate::sessions::own::Opening;
use crate::sessions::spoken::{self};
use crate::sessions::turns;
use crate::sessions::{acts, afterwards, moving, promises};

/// The meeting's page.
#[derive(Template)]
#[template(path = "sessions/meeting.html")]
struct MeetingPage {
    frame: Frame,
    base: String,
    /// The sheet of its note.
    paper: String,
    note: Note,
    /// Whether there is a note: it was held.
    held: bool,
    /// Whether it runs now.
    runs: bool,
    called_off: bool,
    /// "Thursday 15 October 2026, 10:00".
    begins: String,
    /// What people call it.
    noun: &'static str,
    /// Whether it is the weekly session.
    session: bool,
    /// Whether the reader may come into the room.
    comes_in: bool,
    /// Whether the reader comes for this meeting alone, and has no list of them.
    guest_only: bool,
    /// Its parts with their minutes.
    agenda: Vec<(&'static str, u32)>,
    /// Whether the reader sits in the group and may write.
    can_write: bool,
    /// Whether it can be held or filled in now.
    is_open: bool,
    /// Whether its time has passed.
    passed: bool,
    turns: Vec<(&'static str, String)>,
    /// That not everybody is trained, before the session, and where to see to it.
    untrained: Option<(String, String)>,
    opening: Option<Opening>,
    own: Vec<promises::Own>,
    plan: bool,
    lines: Vec<Line>,
    form: afterwards::Form,
    moving: Option<moving::Panel>,
    exchange: Exchange,
}

/// What was done before, and whether the note is to be written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    done: String,
}

/// `GET /sessions/{cohort}/{meeting}`
pub async fn meeting(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Query(asked): Query<Asked>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let found = find(scene, &actor, &at)?;
        let form = afterwards::Form::new(scene, &found)?;
        let page = page(scene, &actor, &found, form)?;
        show(&MeetingPage {
            frame: page.frame.with_notice(notice(&asked.done)),
            ..page
        })
    })
    .await
}

/// `GET /sessions/{cohort}/{meeting}/date.ics`
pub async fn date(State(app): State<App>, visitor: Visitor, Path(at): Path<Where>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let found = find(scene, &actor, &at)?;
        let file = dates::dates(scene, &found.cohort, &[found.meeting])?;
        dates::saved(file)
    })
    .await
}

fn notice(done: &str) -> Option<String> {
    let words = match done {
        "told" => "The note is saved. Anybody of the group can add to it until the week closes.",
        "line" => "The note is saved.",
        "word" => "Your word is saved. It is read at the beginning.",
        "kept" => "Ticked off.",
        "moved" => "The new time is in the calendar.",
        "off" => "It is called off.",
        "handed" => "Handed over. Your peer sees it on Home and can give it back.",
        "taken" => "It is yours. You can give it back until the session begins.",
        "given-back" => "Given back. The turns are planned again.",
        "back" => "It takes place as it stands here.",
        _ => return None,
    };
    Some(words.into())
}

/// The page again after a form of it that was not right.
pub fn again(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    form: afterwards::Form,
) -> Problem {
    match page(scene, actor, found, form) {
        Ok(page) => crate::app::ask_again(&page),
        Err(problem) => problem,
    }
}

/// The page again after the form of another time was not right.
pub fn again_moving(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    moving: Option<moving::Panel>,
) -> Problem {
    let form = afterwards::Form::new(scene, found);
    match form.and_then(|form| page(scene, actor, found, form)) {
        Ok(page) => crate::app::ask_again(&MeetingPage { moving, ..page }),
        Err(problem) => problem,
    }
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    form: afterwards::Form,
) -> Result<MeetingPage, Problem> {
    let (cohort, held, now) = (&found.cohort, &found.held, scene.now);
    let veil = found.veil(scene)?;
    let note = note::of(
        scene,
        (cohort, &found.roster),
        (found.meeting, held),
        (&veil, found.role),
    )?;
    let (opens, closes) = open(cohort, found.meeting);
    let mine = found.place.as_ref().filter(|place| place.takes_part(now));
    let begins = acts::begins(cohort, found.meeting, held);
    Ok(MeetingPage {
        frame: framed(scene, actor, found)?,
        base: format!("/sessions/{}/{}", cohort.id, found.meeting.key()),
        paper: format!(
            "/print/session-note?group={}&meeting={}",
            cohort.id,
            found.meeting.key()
        ),
        held: held.is_over(),
        runs: held.room.step().is_some(),
        called_off: held.called_off_at.is_some(),
        begins: note.date.clone(),
        can_write: mine.is_some() && now < closes,
        is_open: (opens..closes).contains(&now),
        passed: begins <= now,
        turns: turns(scene, found)?,
        untrained: match !found.meeting.is_session() || held.is_over() || now >= closes {
            true => None,
            false => untrained(scene, found, mine)?,
        },
        opening: match mine {
            Some(place) if !held.is_over() && now < begins && opens_with_a_word(found) => {
                Some(opening(scene, found, place)?)
            }
            _ => None,
        },
        own: match mine {
            Some(place) => promises::own(scene, place)?,
            None => Vec::new(),
        },
        plan: found.meeting.is_session()
            && (note.plans.iter()).all(|one| Some(&one.owner) != mine.map(|place| &place.me.name)),
        noun: found.meeting.noun(),
        session: found.meeting.is_session(),
        comes_in: mine.is_some() || found.meeting.has_guest(found.role),
        guest_only: found.role == Role::Sponsor,
        agenda: agenda(found.meeting),
        lines: match &form.standing {
            Some(lines) => lines.clone(),
            None => lines::standing(found, &note.coached, found.held.told),
        },
        moving: moving::panel(scene, found),
        exchange: exchange::exchange(scene, found)?,
        note,
        form,
    })
}

/// The frame of whoever reads: a leader's with their week, a coordinator's with their groups and who needs them.
fn framed(scene: &mut Scene<'_, '_>, actor: &Actor, found: &Inside) -> Result<Frame, Problem> {
    let cohort = &found.cohort;
    let title = format!("{}, {}", found.meeting, cohort.name);
    match (&found.place, found.role) {
        (Some(place), _) => Ok(leader_frame(scene, actor, place, title).at(Nav::Sessions)),
        (None, Role::Coordinator) => {
            let seen = cohorts::seen_as(scene.conn, actor, Role::Coordinator)?;
            let place = (title.as_str(), Nav::Sessions, "/sessions");
            coordinator_frame(scene, actor, cohort, &seen, place)
        }
        (None, role) => Ok(frame(actor, title, Kind::Sponsor, role.name()).at(Nav::Sessions)),
    }
}

fn untrained(
    scene: &mut Scene<'_, '_>,
    found: &Inside,
    mine: Option<&Place>,
) -> Result<Option<(String, String)>, Problem> {
    let cohort = &found.cohort;
    let told = practice::acts::told(scene, cohort, mine.map(|place| &place.me.seat))?;
    let href = match found.place {
        Some(_) => "/practice".to_owned(),
        None => format!("/groups/{}/training", cohort.id),
    };
    Ok(told.map(|one| (one.words(), href)))
}

fn turns(
    scene: &mut Scene<'_, '_>,
    found: &Inside,
) -> Result<Vec<(&'static str, String)>, Problem> {
    let turns = turns::standing(scene, &found.cohort, found.meeting, &found.held)?;
    let floors = [turns.presenter, turns.second];
    let floors = found.meeting.floors().iter().copied().zip(floors);
    let named = floors.chain([(RUNS, turns.facilitator), (WRITES, turns.note_taker)]);
    let name = |seat: SeatId| found.name_of(&seat).to_owned();
    let named = named.filter_map(|(what, seat)| Some((what, name(seat?))));
    Ok(named.collect())
}

fn opening(scene: &mut Scene<'_, '_>, found: &Inside, place: &Place) -> Result<Opening, Problem> {
    let came = spoken::attendants(scene.conn, &found.cohort.id, found.meeting)?;
    let own = came.iter().find(|one| one.seat == place.me.seat);
    let (word, mood) = own.map_or(("", ""), |one| (one.word.as_str(), one.mood.as_str()));
    Ok(Opening::of(word, mood))
}

/// The segments of a meeting with their minutes.
fn agenda(meeting: Meeting) -> Vec<(&'static str, u32)> {
    let segments = agenda::segments(&steps(meeting, false)).into_iter();
    segments
        .map(|(segment, seconds)| (segment.name(), seconds / 60))
        .collect()
}

fn opens_with_a_word(found: &Inside) -> bool {
    let steps = steps(found.meeting, false);
    steps.iter().any(|step| step.part == Part::Opening)
}

/// The parts of a meeting in which the note-taker writes.
pub fn written(meeting: Meeting) -> Vec<Part> {
    let steps = steps(meeting, false);
    let written = |part: &Part| steps.iter().any(|step: &Step| step.part == *part);
    Part::WRITTEN.into_iter().filter(written).collect()
}

/// The same of one that is filled in afterwards: in a session also what its room would have asked of each.
pub fn told(meeting: Meeting) -> Vec<Part> {
    let mut parts = written(meeting);
    if meeting.is_session() {
        parts.extend(Part::TOLD);
    }
    parts
}

/// The button beside a commitment.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Tick {
    done: String,
    back: String,
}

/// `POST /commitments/{id}`
pub async fn tick(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(tick): Form<Tick>,
) -> Answer {
    let id: CommitmentId = id.parse().map_err(|_| Problem::NotFound)?;
    let (done, back) = (tick.done != "no", tick.back);
    app.act(visitor, move |scene, actor| {
        let place = Place::of(scene, actor)?;
        let whose = (&place.cohort, &place.me.seat);
        promises::tick(scene, Some(actor), whose, (&id, done))
    })
    .await?;
    let back = crate::app::own_place(&back).unwrap_or("/home?done=kept");
    Ok(see_other(back))
}
