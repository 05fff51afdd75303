//! A meeting that nobody led to its last step ends by itself: what was written becomes its note, and it can be put right
//! there like every other.

use firstmove_domain::event::Event;
use firstmove_domain::session::{Meeting, Stage};
use jiff::{SignedDuration, Timestamp};

use crate::app::Scene;
use crate::cohorts::store as cohorts;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sessions::inside::topic;
use crate::sessions::store;

/// How long after the end of its agenda a room is left to those who go on talking.
const LEFT_OPEN: SignedDuration = SignedDuration::from_hours(2);
/// None takes less.
const SHORTEST: SignedDuration = SignedDuration::from_mins(30);

/// When a meeting that began then is over, whatever its pages show.
fn ends(meeting: Meeting, began: Timestamp) -> Timestamp {
    began + SignedDuration::from_mins(meeting.minutes()) + LEFT_OPEN
}

/// Ends the meetings whose agenda was over two hours ago and that stand at a step.
pub fn end_what_was_left(scene: &mut Scene<'_, '_>) -> Result<(), Problem> {
    let began = scene.now - LEFT_OPEN - SHORTEST;
    for (cohort, meeting) in store::under_way_since(scene.conn, began)? {
        let mut held = store::held(scene.conn, &cohort, meeting)?;
        let end = held.began_at.map(|began| ends(meeting, began));
        let Some(end) = end.filter(|end| *end <= scene.now) else {
            continue;
        };
        held.room.stage = Stage::Over { at: end };
        held.ended_at = Some(end);
        store::keep(scene.conn, &cohort, meeting, &held)?;
        scene.touched.push(topic(&cohort, meeting));
        let event = Event::MeetingEnded {
            cohort,
            meeting: meeting.key(),
        };
        let of = cohorts::get(scene.conn, &cohort)?.ok_or(Problem::NotFound)?;
        happened(scene, None, Some(&of), event)?;
    }
    Ok(())
}
