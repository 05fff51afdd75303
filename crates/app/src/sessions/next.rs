//! What is next: which meeting comes, and whose turns it has, in words for whoever reads them.

use firstmove_domain::form::long_day;
use firstmove_domain::id::SeatId;
use firstmove_domain::rights::Role;
use firstmove_domain::session::Meeting;
use jiff::SignedDuration;
use jiff::civil::DateTime;

use crate::app::Scene;
use crate::cohorts::store::{Cohort, Seated};
use crate::experiments::Place;
use crate::experiments::cards::Session;
use crate::frame::Person;
use crate::problem::Problem;
use crate::sessions::acts::begins;
use crate::sessions::exchange::{self, Exchange};
use crate::sessions::inside::Inside;
use crate::sessions::store::{self, Held};
use crate::sessions::turns::{self, Turns};

/// The next meeting on a leader's home.
pub struct Next {
    /// When it is.
    pub session: Session,
    /// "Peer session", "Kickoff".
    pub name: String,
    /// Its address.
    pub base: String,
    /// "You present."; empty where the reader has no turn.
    pub mine: String,
    /// "Tom presents. Aisha runs it."
    pub others: String,
    /// What the reader can do about its turns.
    pub exchange: Exchange,
}

/// The turns of a meeting in words: the reader's own, and those of the others.
pub fn words(
    meeting: Meeting,
    turns: &Turns,
    me: Option<SeatId>,
    roster: &[Seated],
) -> (String, String) {
    let is_session = meeting.is_session();
    let (first, second) = match meeting {
        Meeting::Session(_) => (
            ("present", "presents"),
            ("present in a second, shorter turn", "presents second"),
        ),
        Meeting::Training | Meeting::Kickoff => (
            ("are coached", "is coached"),
            ("are coached second", "is coached second"),
        ),
        _ => (
            ("have the first spotlight", "has the first spotlight"),
            ("have the second spotlight", "has the second spotlight"),
        ),
    };
    let all = [
        (turns.presenter, first.0, first.1),
        (turns.second, second.0, second.1),
        (turns.facilitator, "run it", "runs it"),
        (turns.note_taker, "write the notes", "writes the notes"),
    ];
    let first = |seat: SeatId| {
        let one = roster.iter().find(|one| one.seat == seat);
        let name = one.map_or("", |one| one.name.as_str());
        Person::new(name).first().to_owned()
    };
    let (mut mine, mut others) = (Vec::new(), Vec::new());
    if is_session && turns.presenter.is_none() {
        others.push("Nobody presents yet.".to_owned());
    }
    for (seat, you, they) in all {
        match seat {
            Some(seat) if Some(seat) == me => mine.push(format!("You {you}.")),
            Some(seat) => others.push(format!("{} {they}.", first(seat))),
            None => {}
        }
    }
    (mine.join(" "), others.join(" "))
}

/// The next meeting of a group, whatever it is: neither over nor called off.
pub struct Coming {
    /// What it is met for.
    pub meeting: Meeting,
    /// When it begins or began, by the clocks of the group.
    pub at: DateTime,
    held: Held,
}

impl Coming {
    /// "Peer session", "Kickoff".
    pub fn name(&self) -> String {
        match self.meeting {
            Meeting::Session(_) => "Peer session".into(),
            Meeting::Showcase(_) => "Showcase".into(),
            other => other.to_string(),
        }
    }

    /// "Thursday 15 October, 10:00".
    pub fn when(&self) -> String {
        let time = self.at.strftime("%H:%M");
        format!("{}, {time}", long_day(self.at.date()))
    }
}

/// Which meeting comes next; none when all are over.
pub fn coming(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Option<Coming>, Problem> {
    let kept = store::all(scene.conn, &cohort.id)?;
    let now = scene.now;
    let all = Meeting::all().into_iter().filter_map(|meeting| {
        let found = kept.iter().find(|(one, _)| *one == meeting);
        let held = found.map_or_else(Held::nothing_yet, |(_, held)| held.clone());
        let at = begins(cohort, meeting, &held);
        let ends = at + SignedDuration::from_mins(meeting.minutes());
        let comes = ends > now && !held.is_over() && held.called_off_at.is_none();
        comes.then_some((at, meeting, held))
    });
    let next = all.min_by_key(|(at, ..)| *at);
    Ok(next.map(|(at, meeting, held)| Coming {
        meeting,
        at: cohort.calendar.zone().to_datetime(at),
        held,
    }))
}

/// What somebody who is not in the group reads of its next meeting: whose turns it has.
pub fn who_presents(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    roster: &[Seated],
    coming: &Coming,
) -> Result<String, Problem> {
    if coming.meeting == Meeting::Retrospective {
        return Ok("An hour with leaders and sponsors.".into());
    }
    let turns = turns::standing(scene, cohort, coming.meeting, &coming.held)?;
    Ok(words(coming.meeting, &turns, None, roster).1)
}

/// The card of the next meeting; none when all are over.
pub fn card(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Option<Next>, Problem> {
    let cohort = &place.cohort;
    let Some(coming) = coming(scene, cohort)? else {
        return Ok(None);
    };
    let (meeting, name) = (coming.meeting, coming.name());
    let session = Session {
        weekday: coming.at.strftime("%a").to_string(),
        day: coming.at.strftime("%-d").to_string(),
        words: coming.when(),
        hint: match meeting.week() {
            Some(week) => format!("Week {week} of 12, {}", cohort.name),
            None => cohort.name.clone(),
        },
    };
    let mut roster = place.peers.clone();
    roster.push(place.me.clone());
    let turns = turns::standing(scene, cohort, meeting, &coming.held)?;
    let (mine, others) = words(meeting, &turns, Some(place.me.seat), &roster);
    let found = Inside {
        cohort: cohort.clone(),
        roster,
        meeting,
        held: coming.held,
        place: Some(place.clone()),
        person: place.me.person,
        role: Role::Leader,
    };
    Ok(Some(Next {
        session,
        name,
        base: format!("/sessions/{}/{}", cohort.id, meeting.key()),
        mine,
        others,
        exchange: exchange::exchange(scene, &found)?,
    }))
}
