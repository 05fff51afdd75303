//! What other rooms ask about meetings: when one begins, whose turns it has, what leaders said they would do, and what of
//! one hangs on a seat.

use firstmove_domain::id::SeatId;
use firstmove_domain::session::{Meeting, Stage};
use firstmove_domain::turns::Seat;
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::{Cohort, Seated};
use crate::problem::Problem;
use crate::sessions::turns::{self, Planned, Turns};
use crate::sessions::{commitment_pages, next, promises, spoken, store};

pub use crate::sessions::promises::Open;

/// What of a session hangs on a seat: tables with `cohort_id` and `seat_id`, which go with a seat that never was.
pub const OF_A_SEAT: [&str; 4] = ["turns", "meeting_people", "meeting_answers", "commitments"];

/// When a meeting begins: as it was moved, else by the calendar.
pub fn begins(cohort: &Cohort, meeting: Meeting, held: &store::Held) -> Timestamp {
    match held.moved_to {
        Some(_) => cohort.begins(meeting),
        None => cohort.by_calendar(meeting),
    }
}

/// When the showcase of a week begins; none where it was called off.
pub fn showcase_begins(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    week: Week,
) -> Result<Option<Timestamp>, Problem> {
    takes_place(scene, cohort, Meeting::Showcase(week))
}

/// When a meeting begins; none where it was called off.
pub fn takes_place(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    meeting: Meeting,
) -> Result<Option<Timestamp>, Problem> {
    let held = store::held(scene.conn, &cohort.id, meeting)?;
    Ok(held
        .called_off_at
        .is_none()
        .then(|| begins(cohort, meeting, &held)))
}

/// Whether a meeting runs or is over, on the page or without it.
pub fn has_begun(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    meeting: Meeting,
) -> Result<bool, Problem> {
    let held = store::held(scene.conn, &cohort.id, meeting)?;
    Ok(held.is_over() || held.room.stage != Stage::Lobby)
}

/// When a meeting was over, on the page or as it was filled in.
pub fn ended(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    meeting: Meeting,
) -> Result<Option<Timestamp>, Problem> {
    let held = store::held(scene.conn, &cohort.id, meeting)?;
    Ok(held.ended_at.filter(|_| held.is_over()))
}

/// Who was at a meeting, on the page or as it was told of afterwards.
pub fn who_was_there(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    meeting: Meeting,
) -> Result<Vec<SeatId>, Problem> {
    let came = spoken::attendants(scene.conn, &cohort.id, meeting)?;
    let there = came.into_iter().filter(|one| one.here_at.is_some());
    Ok(there.map(|one| one.seat).collect())
}

/// Whose turns a meeting has, and who is there.
pub struct Turned {
    meeting: Meeting,
    planned: Planned,
}

impl Turned {
    /// Whether somebody is there, as far as is known. Before week 1 nobody is away.
    pub fn is_there(&self, seat: SeatId) -> bool {
        let week = self.meeting.week();
        week.is_none_or(|week| self.planned.is_there(seat, week))
    }

    /// Whether anybody sits in the group in that week, there or away.
    pub fn sits_anybody(&self) -> bool {
        let week = self.meeting.week().unwrap_or(Week::FIRST);
        let sits = |seat: &Seat| seat.first <= week && seat.last.is_none_or(|last| week <= last);
        self.planned.seats.iter().any(sits)
    }

    /// Who does what.
    pub fn turns(&self) -> Turns {
        Turns::of(&self.planned.plan, self.meeting)
    }

    /// The same in words: the reader's own turns, and those of the others.
    pub fn words(&self, me: Option<SeatId>, roster: &[Seated]) -> (String, String) {
        next::words(self.meeting, &self.turns(), me, roster)
    }
}

/// The turns of a meeting as they stand.
pub fn turns(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    meeting: Meeting,
) -> Result<Turned, Problem> {
    let planned = turns::all_of(scene, cohort)?;
    Ok(Turned { meeting, planned })
}

pub use crate::sessions::next::Coming;

/// Which meeting comes next, and whose turns it has in words for somebody who is not in the group; none when all are over.
pub fn coming(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    roster: &[Seated],
) -> Result<Option<(Coming, String)>, Problem> {
    let Some(coming) = next::coming(scene, cohort)? else {
        return Ok(None);
    };
    let who = next::who_presents(scene, cohort, roster, &coming)?;
    Ok(Some((coming, who)))
}

/// What leaders of a group said they would do and have not ticked off, the oldest first.
pub fn open_commitments(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Open>, Problem> {
    Ok(promises::open_of(scene.conn, &cohort.id)?)
}

/// The path of the link with which a leader ticks off what they said.
pub fn commitments_link(scene: &Scene<'_, '_>, cohort: &Cohort, seat: &SeatId) -> String {
    commitment_pages::path(scene, cohort, seat)
}
