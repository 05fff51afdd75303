//! Everything that Today and Moves show of one cohort, looked up once.

use std::collections::HashMap;

use firstmove_domain::history::SeatHistory;
use firstmove_domain::id::SeatId;
use firstmove_domain::kpi::SessionRatings;
use firstmove_domain::rights::Role;
use firstmove_domain::status::{Line, View, statuses};
use jiff::Timestamp;

use crate::actor::Actor;
use crate::alerts::store::Waits;
use crate::alerts::{self, Alert};
use crate::app::Scene;
use crate::check_ins::confirming::{Waiting, waiting_among};
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::problem::Problem;
use crate::sessions;
use crate::sessions::acts::Coming;

/// What is known of a cohort at one instant.
pub struct Facts {
    /// The cohort.
    pub cohort: Cohort,
    /// All cohorts that the reader coordinates.
    pub seen: Vec<Cohort>,
    /// Its seats, by name.
    pub roster: Vec<Seated>,
    /// What happened, by seat.
    pub histories: HashMap<SeatId, SeatHistory>,
    /// The closed reading.
    pub closed: Vec<Line>,
    /// The reading of all that is known.
    pub last: Vec<Line>,
    /// The blind ratings, by session.
    pub sessions: Vec<SessionRatings>,
    /// Alerts whose cause stands, the newest first.
    pub alerts: Vec<Alert>,
    /// Late reports that wait for the coordinator.
    pub waiting: Vec<Waiting>,
    /// Who takes part and is not trained as a peer mentor.
    pub untrained: Vec<String>,
    /// Invitations whose mail came back: whose, and why.
    pub refused: Vec<(SeatId, String)>,
    /// What waits for the reader in each cohort, this one too.
    pub waits: Vec<Waits>,
    /// The next meeting, and whose turns it has: "Tom presents. Aisha runs it."
    pub coming: Option<(Coming, String)>,
    /// The address under which people reach this server.
    pub url: String,
    /// The instant of all this.
    pub now: Timestamp,
}

/// Looks up the cohort that the coordinator asked for, or their first.
pub fn load(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    asked: Option<&str>,
) -> Result<Facts, Problem> {
    load_as(scene, actor, Role::Coordinator, asked)
}

/// The same for another role; what of it a page shows is the page's to decide.
pub fn load_as(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    role: Role,
    asked: Option<&str>,
) -> Result<Facts, Problem> {
    let (cohort, seen) = cohorts::chosen(scene.conn, actor, role, asked)?;
    let histories = histories::load(scene.conn, &cohort.id)?;
    let read = |view| {
        histories
            .iter()
            .map(|seat| statuses(&cohort.calendar, seat, view, scene.now))
            .collect::<Vec<Line>>()
    };
    let (closed, last) = (read(View::Closed), read(View::Final));
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let coming = sessions::acts::coming(scene, &cohort, &roster)?;
    let mut waiting = waiting_among(scene, &cohort, &histories)?;
    waiting.retain(|one| one.confirmed);
    Ok(Facts {
        closed,
        last,
        roster,
        coming,
        sessions: histories::ratings(scene.conn, &cohort, scene.now)?,
        alerts: alerts::store::of_cohort(scene.conn, &cohort.id, true)?,
        waits: alerts::store::waits(scene.conn, &actor.person, &seen, scene.now)?,
        histories: histories.into_iter().map(|one| (one.seat, one)).collect(),
        untrained: untrained(scene, &cohort)?,
        refused: crate::kickoff::acts::refused(scene, &cohort)?,
        waiting,
        seen,
        cohort,
        url: scene.app.url.clone(),
        now: scene.now,
    })
}

fn untrained(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<String>, Problem> {
    let open = crate::practice::acts::untrained(scene, cohort)?;
    Ok(open.into_iter().map(|one| one.name).collect())
}

impl Facts {
    /// The leader on a seat.
    pub fn seated(&self, seat: &SeatId) -> Option<&Seated> {
        self.roster.iter().find(|one| &one.seat == seat)
    }

    /// Whether the last reports are in: nothing changes any more.
    pub fn is_final(&self) -> bool {
        self.cohort.calendar.final_close() <= self.now
    }

    /// The final line of a seat.
    pub fn line(&self, seat: &Seated) -> Option<&Line> {
        let person = seat.person.to_string();
        self.last.iter().find(|line| line.person == person)
    }
}
