//! The weekly sample of moves that are checked: drawn when a week closes, known to their leaders alone, and told to
//! everybody else in sums. MEASUREMENT.md 1.7.

use firstmove_domain::audit;
use firstmove_domain::id::{CohortId, ExperimentId, SeatId};
use firstmove_domain::kpi::Audit;
use firstmove_domain::status::{Line, View, statuses};
use firstmove_domain::week::Week;
use jiff::{SignedDuration, Timestamp};

use crate::app::Scene;
use crate::check_ins::form::first_line;
use crate::cohorts::histories;
use crate::cohorts::store::Cohort;
use crate::experiments::Place;
use crate::problem::Problem;
use crate::witnesses::{acts, store};

/// How long a leader is asked who was there.
const ASKS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Draws the sample of a week that has closed. It rests on what had been told by then, so that late or twice gives the
/// same. It leaves no event: which moves were drawn is for their leaders alone.
pub fn draw(scene: &mut Scene<'_, '_>, cohort: &Cohort, week: Week) -> Result<(), Problem> {
    if !week.is_practice() {
        return Ok(());
    }
    let histories = histories::load(scene.conn, &cohort.id)?;
    let closed: Vec<Line> = histories
        .iter()
        .map(|seat| statuses(&cohort.calendar, seat, View::Closed, scene.now))
        .collect();
    let closed_at = cohort.calendar.close(week);
    let attempts = audit::attempts(&closed, week);
    let app = scene.app;
    for experiment in audit::draw(cohort.id, week, &attempts, &|ids| app.lot(ids)) {
        store::drawn(scene.conn, &cohort.id, &experiment, week, closed_at)?;
    }
    Ok(())
}

/// A move that was drawn and has nobody who could be asked.
#[derive(Debug, Clone)]
pub struct Unnamed {
    /// The move.
    pub id: String,
    /// Its week.
    pub week: u8,
    /// What was planned, in its first line.
    pub action: String,
}

/// The leader's own moves that were drawn and have nobody who could be asked, for two weeks.
pub fn unnamed(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Vec<Unnamed>, Problem> {
    if !place.takes_part(scene.now) || scene.now >= place.cohort.calendar.final_close() {
        return Ok(Vec::new());
    }
    of_seat(scene, &place.cohort.id, &place.me.seat)
}

fn of_seat(
    scene: &mut Scene<'_, '_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<Vec<Unnamed>, Problem> {
    let found = store::unnamed(scene.conn, cohort, seat, scene.now - ASKS)?;
    let one = |(id, week, action): (ExperimentId, Week, String)| Unnamed {
        id: id.to_string(),
        week: week.number(),
        action: first_line(&action).to_owned(),
    };
    Ok(found.into_iter().map(one).collect())
}

/// The line about them in the mail of the week; empty where there is none.
pub fn line(
    scene: &mut Scene<'_, '_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<&'static str, Problem> {
    Ok(match of_seat(scene, cohort, seat)?.is_empty() {
        true => "",
        false => "A move of yours was drawn for a check. Your home page asks who was there.",
    })
}

/// Whether who was there can still answer because a move was drawn: its sample is not to end with its week.
pub fn stays_open(
    scene: &mut Scene<'_, '_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<bool, Problem> {
    let drawn_at = store::drawn_at(scene.conn, cohort, experiment)?;
    Ok(drawn_at.is_some_and(|at| scene.now < at + ASKS))
}

/// Whether a move was drawn, for its leader.
pub fn is_drawn(
    scene: &mut Scene<'_, '_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<bool, Problem> {
    Ok(store::drawn_at(scene.conn, cohort, experiment)?.is_some())
}

/// The leader says that nobody was there.
pub fn nobody(
    scene: &mut Scene<'_, '_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<(), Problem> {
    acts::unname(scene, cohort, experiment)?;
    Ok(store::nobody(scene.conn, cohort, experiment, scene.now)?)
}

/// What the samples of a cohort gave, of all weeks, as it stood when one last began or ended. Who may not know a single answer asks [`Audit::is_told`].
pub fn sums(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Audit, Problem> {
    let until = cohort.last_turn(scene.now).unwrap_or(Timestamp::MIN);
    Ok(store::audit(scene.conn, &cohort.id, until)?)
}
