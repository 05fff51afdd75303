//! The sessions that the example's groups held on the page: who was there, what the note-taker wrote, and what peers asked
//! and offered. All of it is drawn as a lot of the group and the week, so that all else stays as it was. Whose turns they
//! were nobody draws: the plan says it.

use firstmove_domain::id::{PersonId, SeatId};
use firstmove_domain::lot::lot;
use firstmove_domain::session::{Meeting, Part, agenda};
use firstmove_domain::week::Week;
use firstmove_kit::db::DbError;
use firstmove_kit::params;
use jiff::{SignedDuration, Timestamp};

use crate::demo::deeds::Stage;
use crate::demo::scenes::Scene;
use crate::rows::id;

/// Of a hundred seats, so many come to a session.
const CAME: u64 = 92;

/// The session that every group held without the page: its note is filled in on the Monday after.
pub(super) const WITHOUT_THE_PAGE: u8 = 7;
/// So many peers ask and offer something to whoever presents in short.
const IN_SHORT: usize = 2;

/// The sessions of a sprint; a second, short turn comes to scenes behind theirs.
const SESSIONS: usize = 10;

/// Moods, and words of the day that go with each.
const MOODS: [&str; 6] = ["steady", "good", "tired", "good", "tired", "bright"];
const WORDS: [(&str, [&str; 8]); 4] = [
    (
        "steady",
        [
            "steady", "calm", "settled", "awake", "on track", "sorted", "here", "even",
        ],
    ),
    (
        "good",
        [
            "curious", "ready", "fresh", "hopeful", "rested", "keen", "warm", "light",
        ],
    ),
    (
        "tired",
        [
            "tired",
            "a bit late",
            "slow",
            "short of sleep",
            "full",
            "foggy",
            "behind",
            "worn",
        ],
    ),
    (
        "bright",
        [
            "glad", "sunny", "proud", "lively", "eager", "cheerful", "relieved", "in flow",
        ],
    ),
];

/// Somebody who was there.
pub(super) struct Came {
    pub(super) seat: SeatId,
    pub(super) person: PersonId,
}

impl Stage<'_, '_, '_> {
    /// The session of a week, held on the page: once, however many speak of it afterwards.
    pub(super) fn hold(&mut self, week: Week) -> Result<(), DbError> {
        let meeting = Meeting::Session(week);
        let group = &self.script.groups[self.entry.cohort];
        if week.number() == WITHOUT_THE_PAGE || self.has_begun(meeting)? {
            return Ok(());
        }
        let begins = group.weekly.session(&group.calendar, week);
        let lot = self.lot_of(week);
        let came = self.came(begins, lot)?;
        let turns = self.whose_turns(week, begins, &came)?;
        let has = |turn: Option<SeatId>| came.iter().find(|one| Some(one.seat) == turn);
        let (Some(presenter), Some(host), Some(writer)) = (
            has(turns.presenter),
            has(turns.facilitator),
            has(turns.note_taker),
        ) else {
            return Ok(());
        };
        let second = has(turns.second).map(|one| &one.seat);
        let ends = begins + SignedDuration::from_mins(meeting.minutes());
        let hosts = [&host.seat, &writer.seat];
        let floor = [Some(&presenter.seat), second];
        if !self.over(meeting, (begins, ends), hosts, floor)? {
            return Ok(());
        }
        let mut moods = Vec::new();
        for (one, part) in came.iter().zip(0_u32..) {
            let drawn = usize::try_from(lot.rotate_left(part) % 6).unwrap_or(0);
            let word = word(MOODS[drawn], &moods, week);
            self.was_there(meeting, one, begins, (word, MOODS[drawn]))?;
            moods.push(MOODS[drawn]);
        }
        let scene = self.scene_of(week);
        let peers = came.iter().filter(|one| one.seat != presenter.seat);
        self.offered((meeting, 1), peers, (begins, scene, lot))?;
        self.written((meeting, 1), writer.person, (ends, scene))?;
        if second.is_some() {
            let scene = self.second_scene()?;
            let peers = came.iter().filter(|one| Some(&one.seat) != second);
            self.offered((meeting, 2), peers.take(IN_SHORT), (begins, scene, lot))?;
            self.written((meeting, 2), writer.person, (ends, scene))?;
        }
        self.plan_again(self.entry.at)
    }

    /// By what the session of a week is drawn.
    pub(super) fn lot_of(&self, week: Week) -> u64 {
        let group = &self.script.groups[self.entry.cohort];
        lot(&[group.id.uuid()]).rotate_left(3 * u32::from(week.number()))
    }

    /// What is presented in the session of a week: another moment each week, and in each group it begins elsewhere.
    pub(super) fn scene_of(&self, week: Week) -> &'static Scene {
        Scene::at(self.first_scene() + week.index())
    }

    /// What is presented second, in short, in the session that was held last.
    fn second_scene(&mut self) -> Result<&'static Scene, DbError> {
        let row = self.conn.one(
            "select count(*) as n from meetings where cohort_id = $1 and stage = 'over' and second_presenter is not null",
            &params![&self.cohort],
        )?;
        let before = row.map_or(Ok(1), |row| row.get::<i64>("n"))? - 1;
        let before = usize::try_from(before).unwrap_or(0);
        Ok(Scene::at(self.first_scene() + SESSIONS + before))
    }

    fn first_scene(&self) -> usize {
        self.entry.cohort * 5
    }

    fn has_begun(&mut self, meeting: Meeting) -> Result<bool, DbError> {
        self.there(
            "select 1 as one from meetings where cohort_id = $1 and id = $2 and stage <> 'lobby'",
            params![&self.cohort, meeting.key()],
        )
    }

    /// The row of a meeting that was held on the page, facilitated and noted by two of the group, with who had the floor
    /// first and second; false when somebody who looks at the example has begun it themselves.
    pub(super) fn over(
        &mut self,
        meeting: Meeting,
        (begins, ends): (Timestamp, Timestamp),
        [host, writer]: [&SeatId; 2],
        [first, second]: [Option<&SeatId>; 2],
    ) -> Result<bool, DbError> {
        let steps = serde_json::to_string(&agenda::steps(meeting, second.is_some()))
            .map_err(|error| DbError::Other(error.to_string()))?;
        let made = self.conn.execute(
            "insert into meetings (cohort_id, id, stage, steps, step, turn, facilitator, note_taker, presenter,
                                   second_presenter, one_device, began_at, ended_at)
             values ($1, $2, 'over', $3, 0, 20, $4, $5, $6, $7, 0, $8, $9)
             on conflict (cohort_id, id) do update set stage = excluded.stage, steps = excluded.steps,
                turn = excluded.turn, facilitator = excluded.facilitator, note_taker = excluded.note_taker,
                presenter = excluded.presenter, second_presenter = excluded.second_presenter,
                began_at = excluded.began_at, ended_at = excluded.ended_at
             where meetings.stage = 'lobby'",
            &params![
                &self.cohort,
                meeting.key(),
                steps,
                host.to_string(),
                writer.to_string(),
                first.map(ToString::to_string),
                second.map(ToString::to_string),
                begins.as_millisecond(),
                ends.as_millisecond()
            ],
        )?;
        Ok(made > 0)
    }

    /// Who sat in the group then and came, by seat.
    pub(super) fn came(&mut self, at: Timestamp, lot: u64) -> Result<Vec<Came>, DbError> {
        let rows = self.conn.query(
            "select id, person_id from seats where cohort_id = $1 and joined_at <= $2
               and (exit_at is null or exit_at > $2) and (withdrawn_at is null or withdrawn_at > $2) order by id",
            &params![&self.cohort, at.as_millisecond()],
        )?;
        let mut came = Vec::new();
        for (row, turn) in rows.iter().zip(0_u32..) {
            if lot.rotate_left(7 * turn) % 100 < CAME {
                came.push(Came {
                    seat: id(row, "id")?,
                    person: id(row, "person_id")?,
                });
            }
        }
        Ok(came)
    }

    /// Somebody is in the room; beside it their word of the day and their mood.
    pub(super) fn was_there(
        &mut self,
        meeting: Meeting,
        one: &Came,
        at: Timestamp,
        (word, mood): (&str, &str),
    ) -> Result<(), DbError> {
        self.conn.execute(
            "insert into meeting_people (cohort_id, meeting_id, seat_id, here_at, word, mood)
             values ($1, $2, $3, $4, $5, $6) on conflict (cohort_id, meeting_id, seat_id) do nothing",
            &params![
                &self.cohort,
                meeting.key(),
                one.seat.to_string(),
                at.as_millisecond(),
                word,
                mood
            ],
        )?;
        Ok(())
    }

    /// One question and one other move of each; nobody repeats what somebody else has said.
    fn offered<'a>(
        &mut self,
        (meeting, slot): (Meeting, u8),
        peers: impl Iterator<Item = &'a Came>,
        (at, scene, lot): (Timestamp, &Scene, u64),
    ) -> Result<(), DbError> {
        let first = usize::try_from(lot % 7).unwrap_or(0);
        for (one, turn) in peers.zip(0..scene.questions.len()) {
            let said = [
                (Part::Question, scene.questions[(first + turn) % 7]),
                (Part::Alternative, scene.moves[(first + turn) % 7]),
            ];
            for (part, words) in said {
                self.conn.execute(
                    "insert into meeting_answers (cohort_id, meeting_id, slot, part, seat_id, words, written_at)
                     values ($1, $2, $3, $4, $5, $6, $7)
                     on conflict (cohort_id, meeting_id, slot, part, seat_id) do nothing",
                    &params![
                        &self.cohort,
                        meeting.key(),
                        slot,
                        part.key(),
                        one.seat.to_string(),
                        words,
                        at.as_millisecond() + 600_000
                    ],
                )?;
            }
        }
        Ok(())
    }

    /// A line of the note, unless there is one already.
    pub(super) fn noted(
        &mut self,
        (meeting, slot): (Meeting, u8),
        (part, words): (Part, &str),
        (at, writer): (Timestamp, PersonId),
    ) -> Result<(), DbError> {
        self.conn.execute(
            "insert into meeting_notes (cohort_id, meeting_id, slot, part, words, revision, written_at, written_by)
             values ($1, $2, $3, $4, $5, 1, $6, $7) on conflict (cohort_id, meeting_id, slot, part) do nothing",
            &params![
                &self.cohort,
                meeting.key(),
                slot,
                part.key(),
                words,
                at.as_millisecond(),
                writer.to_string()
            ],
        )?;
        Ok(())
    }

    /// What was said at the prompts; of the second, short turn only what is asked there.
    pub(super) fn written(
        &mut self,
        (meeting, slot): (Meeting, u8),
        writer: PersonId,
        (at, scene): (Timestamp, &Scene),
    ) -> Result<(), DbError> {
        let steps = agenda::steps(meeting, slot == 2);
        for (part, words) in scene.noted() {
            if steps.iter().any(|one| (one.part, one.slot) == (part, slot)) {
                self.noted((meeting, slot), (part, words), (at, writer))?;
            }
        }
        // what helped most is marked by whoever presented
        self.conn.execute(
            "update meeting_answers set useful_at = $4 where cohort_id = $1 and meeting_id = $2 and part = 'question'
               and slot = $3
               and seat_id = (select min(a.seat_id) from meeting_answers a where a.cohort_id = $1
                              and a.meeting_id = $2 and a.part = 'question' and a.slot = $3)",
            &params![&self.cohort, meeting.key(), slot, at.as_millisecond()],
        )?;
        Ok(())
    }
}

/// A word of the day for a mood, another one for each who is in that mood.
fn word(mood: &str, moods: &[&str], week: Week) -> &'static str {
    let before = moods.iter().filter(|one| **one == mood).count();
    let words = WORDS.iter().find(|(key, _)| *key == mood);
    words.map_or("", |(_, words)| words[(before + 3 * week.index()) % 8])
}
