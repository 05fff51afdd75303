//! What one reader sees of a room at one instant. Page and stream are drawn from it, so both always say the same.

use firstmove_domain::form::long_day;
use firstmove_domain::id::SeatId;
use firstmove_domain::rights::Role;
use firstmove_domain::session::{Meeting, Stage, Step};
use firstmove_domain::session::{Part, Segment, agenda};
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::Seated;
use crate::frame::{Errors, Person};
use crate::problem::Problem;
use crate::retrospectives::acts::takes_cards;
use crate::retrospectives::board;
use crate::sessions::acts::begins;
use crate::sessions::dials::{
    Bar, ClockFace, PromptMark, bars, clock, minutes, prompt_number, prompts,
};
use crate::sessions::floor;
use crate::sessions::inside::{Inside, open};
use crate::sessions::lobby;
use crate::sessions::own::{self, Own};
use crate::sessions::said::{self, NoteBox, Quote, Told};
use crate::sessions::spoken::{self, Attendant, Noted, PeerAnswer};

/// Somebody in the row of people.
pub struct Chip {
    /// Who.
    pub who: Person,
    /// Whether they are here.
    pub here: bool,
}

/// Everything about a room for one reader.
pub struct RoomView {
    /// Its address.
    pub base: String,
    /// The group.
    pub group: String,
    /// "Session 6".
    pub name: String,
    /// `lobby`, `at` or `over`.
    pub stage: &'static str,
    /// When it begins or began, in words.
    pub begins: String,
    /// Who takes part.
    pub people: Vec<Chip>,
    /// How many of them are here.
    pub here: usize,
    /// The agenda.
    pub bars: Vec<Bar>,
    /// Who speaks.
    pub who: Option<Person>,
    /// Whether that is the reader.
    pub i_present: bool,
    /// What follows the first name.
    pub who_words: &'static str,
    /// The press with which the reader takes the floor that nobody has; empty where somebody has it.
    pub open_floor: &'static str,
    /// What is asked.
    pub title: String,
    /// A sentence below it.
    pub hint: &'static str,
    /// "38 seconds each".
    pub share: String,
    /// The clock, at a step.
    pub clock: Option<ClockFace>,
    /// The five prompts, while the coaching runs.
    pub prompts: Vec<PromptMark>,
    /// Which of them it is, from 1; 0 for none.
    pub prompt: usize,
    /// What the reader may write here.
    pub own: Own,
    /// The turns, in the lobby.
    pub turns: Vec<lobby::Turn>,
    /// That not everybody is trained, in the lobby of a session; empty otherwise.
    pub untrained: String,
    /// The lines of the note so far.
    pub quotes: Vec<Quote>,
    /// The note-taker's field.
    pub note: Option<NoteBox>,
    /// Words of the day, results or commitments, where the step is about them.
    pub told: Vec<Told>,
    /// The heading above them.
    pub told_heading: &'static str,
    /// Questions and other moves that can be read by now.
    pub answers: Vec<said::Answer>,
    /// "5 of 6 questions are in"; empty where none are asked.
    pub answers_in: String,
    /// Whether nothing more is waited for.
    pub all_in: bool,
    /// Whether the note-taker writes at this step.
    pub written: bool,
    /// "Guests: Eleanor and Priya."; empty for none.
    pub guests: String,
    /// Who writes, by first name; empty for nobody.
    pub writer: String,
    /// Whether the reader may take over the notes.
    pub can_write: bool,
    /// Who runs it, by first name; empty for nobody.
    pub runner: String,
    /// Whether the reader runs it.
    pub i_run: bool,
    /// Whether the reader may take it over.
    pub can_run: bool,
    /// The step, from 0.
    pub step: usize,
    /// The turn.
    pub turn: u32,
    /// Whether the time stands.
    pub stands: bool,
    /// Whether one can go back.
    pub can_back: bool,
    /// The segment of the step; outside of one it is not shown.
    pub segment: Segment,
    /// What the button says that goes on.
    pub next_label: &'static str,
    /// What people call the meeting.
    pub noun: &'static str,
    /// Whether it is the weekly session.
    pub session: bool,
    /// Whether the reader is a guest of the group.
    pub guest: bool,
    /// Where to look something up, and what the link says.
    pub link: Option<(String, &'static str)>,
    /// Whether one device writes for the whole room.
    pub one_device: bool,
    /// The day from which it can be begun, where that is still to come; empty otherwise.
    pub opens: String,
    /// Whether its week has closed: nothing is begun any more, and no turn changes hands.
    pub closed: bool,
    /// What a region's content hangs on: it is drawn anew, whoever types, when this changes.
    pub key: String,
}

impl RoomView {
    /// Whether the reader has nothing to write: only then may a page without a script load itself again.
    pub fn only_watched(&self) -> bool {
        matches!(self.own, Own::Nothing) && self.note.is_none() && self.stage != "over"
    }
}

/// What was looked up for it.
pub struct Found {
    /// Who is there, and their words.
    pub came: Vec<Attendant>,
    /// The note.
    pub notes: Vec<Noted>,
    /// Questions and other moves.
    pub answers: Vec<PeerAnswer>,
}

impl Found {
    fn of(scene: &mut Scene<'_, '_>, inside: &Inside) -> Result<Found, Problem> {
        let (cohort, meeting) = (inside.cohort().id, inside.meeting);
        Ok(Found {
            came: spoken::attendants(scene.conn, &cohort, meeting)?,
            notes: spoken::notes(scene.conn, &cohort, meeting)?,
            answers: spoken::answers(scene.conn, &cohort, meeting)?,
        })
    }

    /// Who is noted as having been there.
    pub fn is_here(&self, seat: &SeatId) -> bool {
        let here = |one: &&Attendant| one.seat == *seat && one.here_at.is_some();
        self.came.iter().any(|one| here(&one))
    }
}

/// The room as the actor sees it now; `errors` stand beside the form that came back.
pub fn build(
    scene: &mut Scene<'_, '_>,
    inside: &Inside,
    errors: &Errors,
    typed: &crate::sessions::words::Said,
) -> Result<RoomView, Problem> {
    let found = Found::of(scene, inside)?;
    let now = scene.now;
    let room = &inside.held.room;
    let step = room.step().map(|(_, step)| step);
    let presenter = presenter(inside, step);
    let people = people(scene, inside, &found);
    let here = people.iter().filter(|one| one.here).count();
    let first = presenter
        .as_ref()
        .map_or("the presenter", |who| who.first());
    let (told_heading, told) = said::told(scene, inside, &found, step)?;
    let steps = match room.steps.is_empty() {
        true => agenda::steps(inside.meeting, inside.held.presenters[1].is_some()),
        false => room.steps.clone(),
    };
    Ok(RoomView {
        base: base(inside),
        group: inside.cohort().name.clone(),
        name: inside.meeting.to_string(),
        stage: stage(inside),
        begins: begins_words(inside),
        bars: bars(&inside.held.room, &steps, stage(inside) == "over", now),
        title: floor::title(inside, step, first),
        hint: step.map_or("", |step| step.part.hint()),
        share: share(step, people.len().max(1)),
        clock: clock(&inside.held.room, now),
        prompts: prompts(&steps, room.step()),
        prompt: step.and_then(|step| prompt_number(step.part)).unwrap_or(0),
        own: own::of(scene, inside, &found, errors, typed)?,
        turns: lobby::lobby_turns(scene, inside)?,
        untrained: lobby::untrained(scene, inside)?,
        quotes: said::quotes(inside, &found, step),
        note: said::note_box(inside, &found, step),
        told,
        told_heading,
        answers: said::answers(inside, &found, step, here),
        answers_in: match said::answers_in(&found, step, here) {
            none if none.is_empty() => board::cards_in(scene, inside)?,
            some => some,
        },
        all_in: step.is_some_and(|step| said::is_complete(&found, step, here)),
        written: step.is_some_and(|step| step.part.is_written()),
        guests: lobby::guests_words(scene, inside)?,
        open_floor: floor::open_floor(scene, inside, step),
        i_present: !inside.held.one_device
            && step.is_some_and(|step| inside.is_mine(inside.held.presenter(step.slot))),
        writer: first_name(inside, inside.held.note_taker.as_ref()),
        // who vanished is no question where one device writes for all
        can_write: step.is_some()
            && !inside.held.one_device
            && !inside.i_write()
            && inside.me().is_some()
            && may_take(scene, inside, inside.held.note_taker),
        runner: inside.runner(),
        i_run: inside.i_run() || (inside.held.one_device && step.is_some()),
        can_run: !inside.i_run()
            && inside.is_free_to_run(scene)
            && inside.must_be_under_way(now).is_ok(),
        step: room.step().map_or(0, |(at, _)| at),
        turn: room.turn,
        stands: matches!(room.stage, Stage::At { time, .. } if !time.runs()),
        can_back: room.can_go_back(),
        segment: step.map_or(Segment::Opening, |step| step.part.segment()),
        next_label: next_label(inside.meeting, &steps, room.step()),
        noun: inside.meeting.noun(),
        session: inside.meeting.is_session(),
        guest: inside.me().is_none(),
        link: link(inside, step),
        one_device: inside.held.one_device,
        opens: opens(inside, now),
        closed: inside.is_closed(now),
        key: key(inside, step),
        who_words: floor::who_words(inside, step),
        who: presenter.filter(|_| step.is_some_and(|step| step.part.is_presented())),
        people,
        here,
    })
}

/// The address of a room.
pub fn base(inside: &Inside) -> String {
    format!("/sessions/{}/{}", inside.cohort().id, inside.meeting.key())
}

/// `lobby`, `at` or `over`.
pub fn stage(inside: &Inside) -> &'static str {
    match inside.held.room.stage {
        _ if inside.held.told => "over",
        Stage::Lobby => "lobby",
        Stage::At { .. } => "at",
        Stage::Over { .. } => "over",
    }
}

/// "Thursday 15 October, 10:00".
pub fn begins_words(inside: &Inside) -> String {
    let at = begins(inside.cohort(), inside.meeting, &inside.held);
    let local = inside.cohort().calendar.zone().to_datetime(at);
    format!("{}, {}", long_day(local.date()), local.strftime("%H:%M"))
}

/// "Monday 30 March", before a room can be begun.
fn opens(inside: &Inside, now: Timestamp) -> String {
    let at = open(inside.cohort(), inside.meeting).0;
    match now < at {
        true => long_day(inside.cohort().calendar.local_date(at)),
        false => String::new(),
    }
}

fn key(inside: &Inside, step: Option<Step>) -> String {
    if inside.meeting == Meeting::Retrospective && takes_cards(inside) {
        // one form of cards stands there from the lobby until they are read: nobody's half card goes up at a step of it
        return "cards".into();
    }
    let at = inside.held.room.step().map_or(0, |(at, _)| at);
    let slot = step.map_or(0, |step| step.slot);
    let presents = inside.is_mine(inside.held.presenter(slot.max(1)));
    let marks = (inside.i_write(), presents, inside.held.one_device);
    format!("{}-{at}-{slot}-{marks:?}", stage(inside))
}

fn presenter(inside: &Inside, step: Option<Step>) -> Option<Person> {
    let seat = inside.held.presenter(step.map_or(1, |step| step.slot))?;
    Some(Person::new(inside.name_of(seat)))
}

fn first_name(inside: &Inside, seat: Option<&SeatId>) -> String {
    seat.map_or_else(String::new, |seat| {
        Person::new(inside.name_of(seat)).first().to_owned()
    })
}

/// Whether the reader may take a turn that this seat has.
pub fn may_take(scene: &Scene<'_, '_>, inside: &Inside, holder: Option<SeatId>) -> bool {
    inside.is_free(scene, holder.as_ref()) && inside.must_be_under_way(scene.now).is_ok()
}

fn people(scene: &Scene<'_, '_>, inside: &Inside, found: &Found) -> Vec<Chip> {
    let is_over = inside.held.is_over();
    let chip = |one: &Seated| Chip {
        who: Person::new(one.name.as_str()),
        here: match is_over || inside.held.one_device {
            true => found.is_here(&one.seat),
            false => inside.away_for(scene, &one.seat).is_none(),
        },
    };
    inside.everybody(scene.now).into_iter().map(chip).collect()
}

fn share(step: Option<Step>, people: usize) -> String {
    let share = step.and_then(|step| step.share(people));
    share.map_or_else(String::new, |seconds| {
        format!("{} each", minutes(seconds.into()))
    })
}

/// Where to look something up that the step is about.
fn link(inside: &Inside, step: Option<Step>) -> Option<(String, &'static str)> {
    match step?.part {
        Part::Scenarios if inside.me().is_some() => Some(("/practice".into(), "Practise now")),
        Part::Sight => Some(("/who-sees-what".into(), "Show who sees what")),
        Part::Numbers if inside.role != Role::Leader => {
            let cohort = inside.cohort().id;
            Some((format!("/slides?cohort={cohort}"), "Show the slides"))
        }
        _ => None,
    }
}

fn next_label(meeting: Meeting, steps: &[Step], at: Option<(usize, Step)>) -> &'static str {
    let Some((at, now)) = at else { return "" };
    match steps.get(at + 1) {
        None if meeting.is_session() => "End the session",
        None => "End it here",
        Some(next) if next.part.segment() != now.part.segment() => "Next part",
        Some(next) if next.slot != now.slot && next.part == Part::Win => "Second spotlight",
        Some(next) if next.slot != now.slot => "Second slot",
        Some(_) if now.part.segment() == Segment::Coaching => "Next prompt",
        Some(_) => "Go on",
    }
}

/// Whether this is a session in which an experiment of the week before is told.
pub fn tells_of(meeting: Meeting) -> Option<firstmove_domain::week::Week> {
    if !meeting.is_session() {
        return None;
    }
    let week = meeting.week()?.number().checked_sub(1)?;
    firstmove_domain::week::Week::new(week)
}
