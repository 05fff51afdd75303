//! A meeting before and after it: what to bring, and the note.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::id::{CohortId, CommitmentId, SeatId};
use firstmove_domain::rights::Role;
use firstmove_domain::session::{Meeting, Part};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other, show};
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::experiments::Place;
use crate::experiments::pages::frame;
use crate::frame::{Frame, Kind, Place as Nav};
use crate::kickoff::dates;
use crate::problem::Problem;
use crate::sessions::inside::{Where, open};
use crate::sessions::note::{self, Note};
use crate::sessions::own::Opening;
use crate::sessions::spoken::{self};
use crate::sessions::store::{self, Held};
use crate::sessions::turns::{self, Turns};
use crate::sessions::{acts, afterwards, moving, promises};
use crate::verdicts::acts::Veil;

/// A line of the note that can be written.
pub struct Line {
    /// Its part's key.
    pub part: &'static str,
    /// "Intent".
    pub label: &'static str,
    /// What stands.
    pub words: String,
    /// Its revision.
    pub revision: i64,
}

/// The meeting's page.
#[derive(Template)]
#[template(path = "sessions/meeting.html")]
struct MeetingPage {
    frame: Frame,
    base: String,
    note: Note,
    /// Whether there is a note: it was held.
    held: bool,
    /// Whether it runs now.
    runs: bool,
    called_off: bool,
    /// "Thursday 15 October 2026, 10:00".
    begins: String,
    /// Whether the reader sits in the group and may write.
    can_write: bool,
    /// Whether it can be held or filled in now.
    is_open: bool,
    /// Whether its time has passed.
    passed: bool,
    turns: Vec<(&'static str, String)>,
    opening: Option<Opening>,
    own: Vec<promises::Own>,
    plan: bool,
    lines: Vec<Line>,
    form: afterwards::Form,
    moving: Option<moving::Panel>,
}

/// What was done before, and whether the note is to be written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    done: String,
}

/// A meeting as one of its readers finds it.
pub struct Found {
    /// The group.
    pub cohort: Cohort,
    /// Its seats.
    pub roster: Vec<Seated>,
    /// What is met for.
    pub meeting: Meeting,
    /// Where it stands.
    pub held: Held,
    /// The reader's own place, if they sit in the group.
    pub place: Option<Place>,
}

impl Found {
    /// What the reader must not learn yet.
    pub fn veil(&self, scene: &mut Scene<'_, '_>) -> Result<Veil, Problem> {
        Ok(match &self.place {
            Some(place) => Veil::of(scene.conn, &self.cohort, &place.me.seat, scene.now)?,
            None => Veil::default(),
        })
    }
}

/// The meeting at an address, for whoever sits in the group and for who coordinates its sprint.
pub fn find(scene: &mut Scene<'_, '_>, actor: &Actor, at: &Where) -> Result<Found, Problem> {
    let cohort: CohortId = at.0.parse().map_err(|_| Problem::NotFound)?;
    let meeting = Meeting::from_key(&at.1).filter(|one| one.is_session());
    let meeting = meeting.ok_or(Problem::NotFound)?;
    let place = match actor.seat_in(&cohort) {
        Some(_) => Some(Place::within(scene, actor, &cohort)?),
        None => None,
    };
    let gone = |place: &Place| place.me.exit_at.is_some_and(|exit| exit <= scene.now);
    if place.as_ref().is_some_and(gone) {
        return Err(Problem::NotFound);
    }
    let cohort = match &place {
        Some(place) => place.cohort.clone(),
        None => {
            let seen = cohorts::seen_as(scene.conn, actor, Role::Coordinator)?;
            let found = seen.into_iter().find(|one| one.id == cohort);
            found.ok_or(Problem::NotFound)?
        }
    };
    Ok(Found {
        roster: cohorts::roster(scene.conn, &cohort.id)?,
        held: store::held(scene.conn, &cohort.id, meeting)?,
        cohort,
        meeting,
        place,
    })
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
        "back" => "It takes place as it stands here.",
        _ => return None,
    };
    Some(words.into())
}

/// The page again after a form of it that was not right.
pub fn again(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Found,
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
    found: &Found,
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
    found: &Found,
    form: afterwards::Form,
) -> Result<MeetingPage, Problem> {
    let (cohort, held, now) = (&found.cohort, &found.held, scene.now);
    let veil = found.veil(scene)?;
    let note = note::of(scene, (cohort, &found.roster), (found.meeting, held), &veil)?;
    let (opens, closes) = open(cohort, found.meeting);
    let mine = found.place.as_ref().filter(|place| place.takes_part(now));
    let begins = acts::begins(cohort, found.meeting, held);
    let (kind, role) = match found.place {
        Some(_) => (Kind::Leader, "Leader"),
        None => (Kind::Coordinator, "Coordinator"),
    };
    let title = format!("{}, {}", found.meeting, cohort.name);
    Ok(MeetingPage {
        frame: frame(actor, title, kind, role).at(Nav::Sessions),
        base: format!("/sessions/{}/{}", cohort.id, found.meeting.key()),
        held: held.is_over(),
        runs: held.room.step().is_some(),
        called_off: held.called_off_at.is_some(),
        begins: note.date.clone(),
        can_write: mine.is_some() && now < closes,
        is_open: (opens..closes).contains(&now),
        passed: begins <= now,
        turns: turns(scene, found)?,
        opening: match mine {
            Some(place) if !held.is_over() && now < closes => Some(opening(scene, found, place)?),
            _ => None,
        },
        own: match mine {
            Some(place) => promises::own(scene, place)?,
            None => Vec::new(),
        },
        plan: note
            .plans
            .iter()
            .all(|one| Some(&one.owner) != mine.map(|place| &place.me.name)),
        lines: lines(&note),
        moving: moving::panel(found, now),
        note,
        form,
    })
}

fn turns(scene: &mut Scene<'_, '_>, found: &Found) -> Result<Vec<(&'static str, String)>, Problem> {
    let planned = Turns::of(&turns::planned(scene, &found.cohort)?, found.meeting);
    let held = &found.held;
    let named = [
        ("Presents", held.presenters[0].or(planned.presenter)),
        ("Second, shorter", held.presenters[1].or(planned.second)),
        ("Runs the session", held.facilitator.or(planned.facilitator)),
        ("Writes the notes", held.note_taker.or(planned.note_taker)),
    ];
    let name = |seat: SeatId| {
        let one = found.roster.iter().find(|one| one.seat == seat);
        one.map_or_else(String::new, |one| one.name.clone())
    };
    let named = named
        .into_iter()
        .filter_map(|(what, seat)| Some((what, name(seat?))));
    Ok(named.collect())
}

fn opening(scene: &mut Scene<'_, '_>, found: &Found, place: &Place) -> Result<Opening, Problem> {
    let came = spoken::attendants(scene.conn, &found.cohort.id, found.meeting)?;
    let own = came.iter().find(|one| one.seat == place.me.seat);
    let (word, mood) = own.map_or(("", ""), |one| (one.word.as_str(), one.mood.as_str()));
    Ok(Opening::of(word, mood))
}

fn lines(note: &Note) -> Vec<Line> {
    let line = |part: &Part| {
        let found = note
            .coached
            .iter()
            .find(|one| one.slot == 1 && one.part == *part);
        Line {
            part: part.key(),
            label: part.label(),
            words: found.map(|one| one.words.clone()).unwrap_or_default(),
            revision: found.map_or(0, |one| one.revision),
        }
    };
    Part::WRITTEN.iter().map(line).collect()
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
        promises::tick(scene, actor, &place, &id, done)
    })
    .await?;
    let back = crate::app::own_place(&back).unwrap_or("/home?done=kept");
    Ok(see_other(back))
}
