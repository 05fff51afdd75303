//! What the example holds of its meetings: one session to come is moved, and leaders say in their sessions what they will do
//! by the next one. What is drawn for it is drawn as a lot of the seat, so that everything else stays as it was.

use firstmove_domain::event::Event;
use firstmove_domain::id::{CommitmentId, SeatId};
use firstmove_domain::lot::lot;
use firstmove_domain::session::Meeting;
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;

use crate::demo::deeds::Stage;
use crate::demo::script::{Script, days};
use crate::rows::id;

/// The week whose session is moved to the day after, in the group by which the example is told.
const MOVED: u8 = 8;
/// Of a hundred sessions, in so many somebody says what they will do.
const SAID: u64 = 45;
/// Of a hundred things that were said, so many are ticked off by the next session.
const KEPT: u64 = 82;

/// What people say they will do.
const SAYINGS: [&str; 32] = [
    "Post the script for the handover",
    "Ask my deputy what she would decide herself",
    "Write down what the team may decide without me",
    "Leave the first ten minutes of the meeting to somebody else",
    "Tell the two shift leads what I will not do any more",
    "Try the opening sentence on a friend",
    "Put the checklist where everybody finds it",
    "Say at the Monday meeting who owns the count",
    "Name the day on which we look at it again",
    "Ask Quality what they need before I ask for mine",
    "Send the half page the day before",
    "Hand over the list by Wednesday noon",
    "Count the questions that reach me",
    "Book the ten minutes with the site lead",
    "Say thank you to the night shift in person",
    "Stay out of the stand-up on Tuesday",
    "Draw the order of the lanes on one sheet",
    "Ask the newest one on the team first",
    "Write my first sentence down, and read it aloud",
    "Choose a quiet day for the handover",
    "Show the number before I show my wish",
    "Let one mistake stand for a day",
    "Sit with Dispatch for twenty minutes",
    "Agree what done means, before the work starts",
    "Tell my manager what moves when the audit comes",
    "Give the forecast to the planner, with the limits",
    "Take the phone off the wall in the brief",
    "Ask for one word from everybody at the end",
    "Find somebody who is good at what I avoid",
    "Write both names on the board",
    "Put the next check-in into the calendar, and no third one",
    "Tell the group how the talk with Sales went",
];

/// That a session was moved, when the sprint was set up: its day is a holiday.
pub(super) fn moved(script: &Script) -> Option<Event> {
    let group = script.anchor();
    let week = Week::new(MOVED)?;
    let day = group.weekly.day(&group.calendar, week);
    let then = days(day, 1).to_datetime(group.weekly.time);
    let to = then.to_zoned(group.calendar.zone().clone()).ok()?;
    Some(Event::MeetingMoved {
        cohort: group.id,
        meeting: Meeting::Session(week).key(),
        to: to.timestamp(),
    })
}

/// The row of that session.
pub(super) fn move_it(conn: &mut Conn<'_>, script: &Script) -> Result<(), DbError> {
    let Some(Event::MeetingMoved {
        cohort,
        meeting,
        to,
    }) = moved(script)
    else {
        return Ok(());
    };
    conn.execute(
        "insert into meetings (cohort_id, id, stage, steps, step, turn, one_device, moved_to)
         values ($1, $2, 'lobby', '', 0, 0, 0, $3)",
        &params![cohort.to_string(), meeting, to.as_millisecond()],
    )?;
    Ok(())
}

impl Stage<'_, '_, '_> {
    /// In the session of a week somebody ticks off what they had said, mostly, and says what they will do next, sometimes.
    pub(super) fn commit(&mut self, seat: &SeatId, week: Week) -> Result<(), DbError> {
        let lot = lot(&[seat.uuid()]).rotate_left(9 * u32::from(week.number()));
        if lot % 100 < KEPT {
            self.keep_what_was_said(seat)?;
        }
        let Some(next) = week.next().filter(|_| lot / 100 % 100 < SAID) else {
            return Ok(());
        };
        let mut key = [0; 10];
        key[..8].copy_from_slice(&lot.to_be_bytes());
        key[8] = week.number();
        let millis = u64::try_from(self.at).unwrap_or(0);
        let uuid = uuid::Builder::from_unix_timestamp_millis(millis, &key).into_uuid();
        let (commitment, group) = (
            CommitmentId::new(uuid),
            &self.script.groups[self.entry.cohort],
        );
        let drawn = usize::try_from(lot / 10_000 % 32).unwrap_or(0);
        let what = self.not_yet_said(drawn)?;
        let made = self.conn.execute(
            "insert into commitments (cohort_id, id, meeting_id, seat_id, what, due, made_at)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (cohort_id, id) do nothing",
            &params![
                &self.cohort,
                commitment.to_string(),
                Meeting::Session(week).key(),
                seat.to_string(),
                what,
                group.weekly.day(&group.calendar, next).to_string(),
                self.at
            ],
        )?;
        let event = Event::CommitmentMade {
            commitment,
            seat: *seat,
        };
        match made {
            1 => self.event(&event, 5),
            _ => Ok(()),
        }
    }

    /// What nobody of the group has said yet, from a drawn place on; when all was said, what was said the longest ago.
    fn not_yet_said(&mut self, drawn: usize) -> Result<&'static str, DbError> {
        let rows = self.conn.query(
            "select what from commitments where cohort_id = $1 order by made_at, id",
            &params![&self.cohort],
        )?;
        let said = rows.iter().map(|row| row.get::<String>("what"));
        let said = said.collect::<Result<Vec<_>, _>>()?;
        let last = |what: &str| said.iter().rposition(|one| one == what);
        let from = (0..SAYINGS.len()).map(|n| SAYINGS[(drawn + n) % SAYINGS.len()]);
        Ok(from.min_by_key(|what| last(what)).unwrap_or(SAYINGS[0]))
    }

    fn keep_what_was_said(&mut self, seat: &SeatId) -> Result<(), DbError> {
        let open = self.conn.query(
            "update commitments set done_at = $3
             where cohort_id = $1 and seat_id = $2 and done_at is null and made_at < $3 returning id",
            &params![&self.cohort, seat.to_string(), self.at],
        )?;
        for (row, part) in open.iter().zip(6..) {
            let event = Event::CommitmentKept {
                commitment: id(row, "id")?,
            };
            self.event(&event, part)?;
        }
        Ok(())
    }
}
