//! What can be done about how safe it feels to speak: say it, once, between a session and the next; and read the mean
//! when nothing is added to it any more.

use firstmove_domain::event::Event;
use firstmove_domain::feedback::window;
use firstmove_domain::safety::{FEWEST, WEEKS};
use firstmove_domain::week::Week;
use firstmove_stats::Ratio;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::experiments::Place;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::safety::store;

/// The weeks in which it is asked, each with from when until when.
fn weeks(cohort: &Cohort) -> impl Iterator<Item = (Week, (Timestamp, Timestamp))> {
    WEEKS.into_iter().filter_map(Week::new).map(|week| {
        let asked = window(cohort.session(week), cohort.next_session(week));
        (week, asked)
    })
}

/// The weeks whose answers are all in at `now`, each with since when.
pub fn closed(cohort: &Cohort, now: Timestamp) -> impl Iterator<Item = (Week, Timestamp)> {
    let all = weeks(cohort).map(|(week, (_, closes))| (week, closes));
    all.filter(move |(_, closes)| *closes <= now)
}

/// The week of which this leader is asked now, if they are: in a group of five or more, once.
pub fn to_say(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Option<Week>, Problem> {
    let now = scene.now;
    let open = weeks(&place.cohort).find(|(_, (opens, closes))| *opens <= now && now < *closes);
    let Some((week, _)) = open.filter(|_| is_asked(place, now)) else {
        return Ok(None);
    };
    let (cohort, seat) = (&place.cohort.id, &place.me.seat);
    let done = store::has_answered(scene.conn, cohort, week, seat)?;
    Ok((!done).then_some(week))
}

fn is_asked(place: &Place, now: Timestamp) -> bool {
    place.takes_part(now) && place.peers_now(now) as u64 + 1 >= FEWEST
}

/// Says how safe it feels. The event names the week and not the person; an answer cannot be changed, since nobody knows
/// which it is.
pub fn say(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    week: Week,
    scores: &[u8; 4],
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let closed = "This is not asked now, or you have answered it. Go back to Home.";
    if to_say(scene, place)? != Some(week) {
        return Err(Problem::Refused(closed.into()));
    }
    let cohort = place.cohort.id;
    if store::count(scene.conn, &cohort, week, &place.me.seat, scores)? {
        let event = Event::SafetySaid { cohort, week };
        happened(scene, None, Some(&place.cohort), event)?;
    }
    Ok(())
}

/// What a group said after one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// After which week's.
    pub week: Week,
    /// Since when nothing is added to it.
    pub closed_at: Timestamp,
    /// How many answered.
    pub answers: u64,
    /// Their mean; none of fewer than five.
    pub mean: Option<Ratio>,
}

impl Said {
    /// "Week 6: 4.1 of 5, seven answers", or why there is no number.
    pub fn words(&self) -> String {
        match self.mean {
            Some(mean) => format!(
                "Week {}: {} of 5, {} answers",
                self.week,
                mean.display(1),
                self.answers
            ),
            None => format!("Week {}: not shown, fewer than 5 answers", self.week),
        }
    }
}

/// What a group said, of the weeks whose answers are all in: of a mean that still grows somebody could tell the last one.
pub fn said(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Vec<Said>, Problem> {
    let counts = store::counts(scene.conn, &cohort.id)?;
    let all = closed(cohort, scene.now).map(|(week, closed_at)| {
        let counts = counts.get(&week).copied().unwrap_or_default();
        Said {
            week,
            closed_at,
            answers: counts.answers(),
            mean: counts.mean(),
        }
    });
    Ok(all.collect())
}
