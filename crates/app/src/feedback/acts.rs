//! What can be done about the feedback of a session: rate it and say which prompt helped, until the next one begins;
//! a week later say whether it was used.

use firstmove_domain::event::Event;
use firstmove_domain::feedback::{Answer, may_rate};
use firstmove_domain::prompt::{self, Helped, Prompt, Use, may_tell};
use firstmove_domain::session::Meeting;
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::experiments::Place;
use crate::feedback::store;
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sessions;

/// The week whose session can be rated now, if there is one.
pub fn open_week(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Option<Week>, Problem> {
    let now = scene.now;
    let (past, to_come): (Vec<Week>, Vec<Week>) = Week::practice()
        .filter(|week| !cohort.has_no_session(*week))
        .partition(|week| cohort.session(*week) <= now);
    // one can be held before its time
    if let Some(next) = to_come.first().copied()
        && begins(scene, cohort, next)? <= now
    {
        return Ok(Some(next));
    }
    let is_open =
        |week: &Week| may_rate(cohort.session(*week), cohort.next_session(*week), now).is_ok();
    Ok(past.into_iter().rev().find(is_open))
}

/// When a session can be rated first: at its time, or when it was over where that was before.
fn begins(scene: &mut Scene<'_, '_>, cohort: &Cohort, week: Week) -> Result<Timestamp, Problem> {
    let planned = cohort.session(week);
    if planned <= scene.now {
        return Ok(planned);
    }
    let ended = sessions::acts::ended(scene, cohort, Meeting::Session(week))?;
    Ok(ended.map_or(planned, |ended| ended.min(planned)))
}

impl From<prompt::Refusal> for Problem {
    fn from(refusal: prompt::Refusal) -> Self {
        Problem::Refused(refusal.to_string())
    }
}

/// From when until when it is asked whether what helped in a week's session was used.
fn asked(cohort: &Cohort, week: Week) -> (Timestamp, Timestamp) {
    let next = cohort.next_session(week);
    let after = Week::new(week.number() + 1).and_then(|next| cohort.next_session(next));
    prompt::asked(cohort.session(week), next, after)
}

/// The session of which this leader is asked now whether they used what helped, and what that was.
pub fn to_tell(
    scene: &mut Scene<'_, '_>,
    place: &Place,
) -> Result<Option<(Week, Prompt)>, Problem> {
    let (cohort, seat) = (&place.cohort, &place.me.seat);
    let is_open = |week: &Week| may_tell(asked(cohort, *week), true, scene.now).is_ok();
    let weeks: Vec<Week> = Week::practice().collect();
    let Some(week) = weeks.into_iter().rev().find(is_open) else {
        return Ok(None);
    };
    let said = store::own(scene.conn, &cohort.id, seat, week)?;
    let open = said.filter(|said| said.used.is_none());
    Ok(open.and_then(|said| Some((week, said.prompt?))))
}

/// Says whether one used what had helped. The event names the week and not the person.
pub fn tell_use(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    week: Week,
    used: Use,
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let (cohort, seat) = (place.cohort.id, &place.me.seat);
    let said = store::own(scene.conn, &cohort, seat, week)?;
    let named = said.is_some_and(|said| said.prompt.is_some());
    may_tell(asked(&place.cohort, week), named, scene.now)?;
    store::keep_use(scene.conn, &cohort, seat, (week, used), scene.now)?;
    let event = Event::HelpUsed { cohort, week };
    happened(scene, None, Some(&place.cohort), event)
}

/// What helped a group, of the sessions that can be rated no more: what still changes would tell who said what.
pub fn helped(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Helped, Problem> {
    let mut words = store::words(scene.conn, &cohort.id)?;
    let now = scene.now;
    words.retain_mut(|word| {
        let Some(week) = Week::new(word.week) else {
            return false;
        };
        let (opens, closes) = asked(cohort, week);
        word.used = word.used.filter(|_| closes <= now);
        opens <= now
    });
    Ok(Helped::of(&words))
}

/// Rates the feedback of a week's session, or changes one's rating. The event names the week and not the
/// person: a rating is blind.
pub fn rate(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    week: Week,
    answer: (Answer, Option<Prompt>),
) -> Result<(), Problem> {
    place.must_take_part(scene.now)?;
    let cohort = &place.cohort;
    if !week.is_practice() {
        return Err(Problem::NotFound);
    }
    let opens = begins(scene, cohort, week)?;
    may_rate(opens, cohort.next_session(week), scene.now)?;
    if cohort.has_no_session(week) {
        let sentence = "This session was called off. Rate the next one when it is over.";
        return Err(Problem::Refused(sentence.into()));
    }
    store::keep(
        scene.conn,
        &place.cohort.id,
        &place.me.seat,
        week,
        answer,
        scene.now,
    )?;
    let event = Event::FeedbackRated {
        cohort: place.cohort.id,
        week,
    };
    happened(scene, None, Some(&place.cohort), event)
}
