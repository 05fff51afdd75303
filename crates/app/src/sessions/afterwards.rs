//! A session that was held without the page is filled in afterwards, in two minutes: who was there, who presented and
//! what was said.

use axum::extract::{Path, State};
use axum_extra::extract::Form as Fields;
use firstmove_domain::event::Event;
use firstmove_domain::id::SeatId;
use firstmove_domain::session::{Meeting, Part, Stage, input};
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other};
use crate::experiments::Place;
use crate::frame::{Choice, Errors};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sessions::inside::{Inside, Where, find, open, refused};
use crate::sessions::lines::{self, Line};
use crate::sessions::reading;
use crate::sessions::spoken::{self, Noted};
use crate::sessions::store::{self};
use crate::sessions::turns::{self, Turns};

/// The form as it is shown.
pub struct Form {
    /// Who was there.
    pub present: Vec<Choice>,
    /// Who presented.
    pub presenter: Vec<Choice>,
    /// How it is asked who had the floor; none where nobody has it.
    pub floor: Option<&'static str>,
    /// The lines, by part: key, label, words.
    pub lines: Vec<(&'static str, &'static str, String)>,
    /// The lines of a note that is there, where they came back.
    pub standing: Option<Vec<Line>>,
    /// Sentences beside the fields.
    pub errors: Errors,
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// Seats.
    present: Vec<String>,
    /// A seat.
    presenter: String,
    scene: String,
    intent: String,
    barriers: String,
    success: String,
    takeaway: String,
    first_questions: String,
    lesson: String,
    recognition: String,
    helped: String,
    promised: String,
}

impl Sent {
    /// What was said at each part of this meeting in which something is written.
    fn lines(&self, meeting: Meeting) -> Vec<(Part, &str)> {
        let words = |part: Part| match part {
            Part::Scene => self.scene.as_str(),
            Part::Intent => &self.intent,
            Part::Barriers => &self.barriers,
            Part::Success => &self.success,
            Part::Takeaway => &self.takeaway,
            Part::FirstQuestions => &self.first_questions,
            Part::Lesson => &self.lesson,
            Part::Recognition => &self.recognition,
            Part::Helped => &self.helped,
            Part::Promised => &self.promised,
            _ => "",
        };
        let parts = reading::told(meeting).into_iter();
        parts.map(|part| (part, words(part))).collect()
    }
}

impl Form {
    /// The empty form: everybody was there, and who was to present did.
    pub fn new(scene: &mut Scene<'_, '_>, found: &Inside) -> Result<Form, Problem> {
        let planned = Turns::of(&turns::planned(scene, &found.cohort)?, found.meeting);
        let presenter = found.held.presenters[0].or(planned.presenter);
        let sent = Sent {
            present: found
                .roster
                .iter()
                .map(|one| one.seat.to_string())
                .collect(),
            presenter: presenter.map(|seat| seat.to_string()).unwrap_or_default(),
            ..Sent::default()
        };
        Ok(Form::of(scene, found, &sent, Errors::none()))
    }

    fn of(scene: &Scene<'_, '_>, found: &Inside, sent: &Sent, errors: Errors) -> Form {
        let taking_part = || found.roster.iter().filter(|one| one.takes_part(scene.now));
        let mut present: Vec<Choice> = taking_part()
            .map(|one| Choice::new(one.seat.to_string(), one.name.as_str(), ""))
            .collect();
        for choice in &mut present {
            choice.on = sent.present.contains(&choice.value);
        }
        let nobody = Choice::new("", "Choose who", &sent.presenter);
        let names = taking_part()
            .map(|one| Choice::new(one.seat.to_string(), one.name.as_str(), &sent.presenter));
        Form {
            present,
            presenter: std::iter::once(nobody).chain(names).collect(),
            lines: (sent.lines(found.meeting).into_iter())
                .map(|(part, words)| (part.key(), part.label(), words.to_owned()))
                .collect(),
            floor: match found.meeting {
                Meeting::Session(_) => Some("Who presented?"),
                other => other.floors().first().map(|_| "Who had the floor first?"),
            },
            standing: None,
            errors,
        }
    }
}

/// `POST /sessions/{cohort}/{meeting}/told`
pub async fn tell(
    State(app): State<App>,
    visitor: Visitor,
    Path(at): Path<Where>,
    Fields(sent): Fields<Sent>,
) -> Answer {
    let place = format!("/sessions/{}/{}?done=told", at.0, at.1);
    app.act(visitor, move |scene, actor| {
        let found = find(scene, actor, &at)?;
        take(scene, actor, &found, &sent)
    })
    .await?;
    Ok(see_other(&place))
}

/// The reader's place, where the note can still be written.
pub fn mine<'f>(scene: &Scene<'_, '_>, found: &'f Inside) -> Result<&'f Place, Problem> {
    let place = found.place.as_ref().ok_or(Problem::NotFound)?;
    place.must_take_part(scene.now)?;
    if scene.now >= open(&found.cohort, found.meeting).1 {
        let noun = found.meeting.noun();
        return Err(refused(format!(
            "The week of this {noun} has closed. Its note stays as it is."
        )));
    }
    Ok(place)
}

fn take(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    sent: &Sent,
) -> Result<(), Problem> {
    mine(scene, found)?;
    if found.held.is_over() {
        return lines::beside(scene, actor, found, &sent.lines(found.meeting));
    }
    if found.held.room.stage != Stage::Lobby {
        let noun = found.meeting.noun();
        return Err(refused(format!(
            "Somebody has begun this {noun}. What you wrote can go into its note once it is over."
        )));
    }
    if scene.now < open(&found.cohort, found.meeting).0 {
        let noun = found.meeting.noun();
        return Err(refused(format!(
            "This {noun} is in a later week. Come back then."
        )));
    }
    let seats: Vec<SeatId> = found.roster.iter().map(|one| one.seat).collect();
    let known = |text: &String| {
        text.parse()
            .ok()
            .filter(|seat: &SeatId| seats.contains(seat))
    };
    let present: Vec<SeatId> = sent.present.iter().filter_map(known).collect();
    let presenter = known(&sent.presenter);
    let mut errors = Errors::none();
    if present.len() < 2 {
        errors.add("present", "Tick at least two who were there.");
    }
    match presenter {
        None if found.meeting.floors().is_empty() => {}
        None => errors.add("presenter", "Choose who presented."),
        Some(seat) if !present.contains(&seat) => {
            errors.add("presenter", "Whoever presented was there. Tick them above.");
        }
        Some(_) => {}
    }
    let mut lines = Vec::new();
    for (part, raw) in sent.lines(found.meeting) {
        match input::note(raw) {
            Ok(words) => lines.push((part, words)),
            Err(problems) => problems
                .into_iter()
                .for_each(|one| errors.add(part.key(), one.sentence)),
        }
    }
    if let Some((first, _)) = lines.first()
        && lines.iter().all(|(_, words)| words.is_empty())
    {
        errors.add(first.key(), "Write at least one line of what was said.");
    }
    if !errors.is_empty() {
        let form = Form::of(scene, found, sent, errors);
        return Err(reading::again(scene, actor, found, form));
    }
    keep(scene, actor, found, (&present, presenter), lines)
}

fn keep(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: &Inside,
    (present, presenter): (&[SeatId], Option<SeatId>),
    lines: Vec<(Part, String)>,
) -> Result<(), Problem> {
    let at = (&found.cohort.id, found.meeting);
    for seat in present {
        spoken::arrive(scene.conn, at, seat, scene.now)?;
    }
    let mut held = found.held.clone();
    held.told = true;
    held.presenters = [presenter, None];
    held.ended_at = Some(scene.now);
    store::keep(scene.conn, at.0, at.1, &held)?;
    for (part, words) in lines.into_iter().filter(|(_, words)| !words.is_empty()) {
        let noted = Noted {
            slot: 1,
            part,
            words,
            revision: 1,
            since: 1,
            written_by: actor.person,
        };
        spoken::keep_note(scene.conn, at, &noted, scene.now)?;
    }
    let event = Event::MeetingTold {
        cohort: found.cohort.id,
        meeting: found.meeting.key(),
    };
    happened(scene, Some(actor), Some(&found.cohort), event)
}
