//! What comes after a session in the example: peers judge moves. What is drawn for it is drawn as a lot of the move,
//! so that everything else in the example stays as it was.

use firstmove_domain::event::Event;
use firstmove_domain::id::{ExperimentId, SeatId};
use firstmove_domain::lot::lot;
use firstmove_domain::prompt::{Prompt, Use};
use firstmove_domain::safety;
use firstmove_domain::verdict::Verdict;
use firstmove_domain::week::Week;
use firstmove_domain::witness::Answer;
use firstmove_kit::db::DbError;
use firstmove_kit::params;
use jiff::{SignedDuration, Timestamp};

use crate::cohorts::store as cohorts;
use crate::demo::cast;
use crate::demo::deeds::Stage;
use crate::demo::fate::{Attempt, Class};
use crate::demo::script::{Deed, Planned, days, instant};
use crate::demo::weeks::{Move, Writer};
use crate::rows::id;
use crate::verdicts;

/// Of a hundred moves, so many are judged by the peer who is asked.
const JUDGED: u64 = 88;
/// Of a hundred, so many peers say that they cannot tell.
const CANNOT_TELL: u64 = 4;

/// How long before an answer somebody was asked, where nothing else says so: in milliseconds.
const ASKED_BEFORE: i64 = 3_600_000;
/// Of a hundred people who were there, so many answer, in this order: no answer, no, not sure; the others yes.
const WITNESSES: [u64; 3] = [12, 5, 8];

/// The group and the week in which it is hard to speak.
const HARD: (usize, u8) = (5, 6);

/// Which prompt helped somebody in a week's session; two in ten name none.
pub(super) fn helped(seat: &SeatId, week: Week) -> Option<&'static str> {
    let lot = lot(&[seat.uuid()]).rotate_left(5 * u32::from(week.number()));
    // a question on an assumption and what success looks like are named most
    let prompt = match lot % 100 {
        0..12 => Prompt::Intent,
        12..24 => Prompt::Barriers,
        24..46 => Prompt::Success,
        46..66 => Prompt::Question,
        66..80 => Prompt::Alternative,
        _ => return None,
    };
    Some(prompt.key())
}

impl Writer<'_, '_, '_> {
    /// The peer who is asked judges a move in the session after it, mostly.
    pub(super) fn verdict(
        &mut self,
        week: Week,
        told: Timestamp,
        experiment: ExperimentId,
        attempt: &Attempt,
    ) {
        let lot = lot(&[experiment.uuid()]);
        if lot % 100 >= JUDGED {
            return;
        }
        let verdict = match attempt.peer_class {
            _ if lot % 100 < CANNOT_TELL => Verdict::CannotTell,
            Class::Succeeded => Verdict::Succeeded,
            Class::Partially => Verdict::Partially,
            Class::Failed => Verdict::Failed,
        };
        let session = self.group.weekly.next_session(&self.group.calendar, week);
        let wait = i64::try_from(lot / 100 % 400).unwrap_or(0);
        let at = session.unwrap_or(told).max(told) + SignedDuration::from_secs(180 + wait);
        self.say(at, self.me(), Deed::Judge(experiment, verdict));
    }
}

impl Writer<'_, '_, '_> {
    /// Whoever was there answers on the workday after the report, mostly.
    pub(super) fn witness(&mut self, told: Timestamp, plan: &Move, attempt: &Attempt) {
        if !plan.witness {
            return;
        }
        let lot = lot(&[plan.experiment.uuid()]).rotate_left(11);
        let [silent, no, unsure] = WITNESSES;
        let answer = match lot % 100 {
            _ if attempt.tier == 2 => Answer::Yes,
            drawn if drawn < silent => return,
            drawn if drawn < silent + no => Answer::No,
            drawn if drawn < silent + no + unsure => Answer::NotSure,
            _ => Answer::Yes,
        };
        let date = Self::workday(days(self.local(told), 1));
        let ten = instant(self.group.calendar.zone(), date, 10, 0);
        let wait = i64::try_from(lot / 100 % 20_000).unwrap_or(0);
        let at = ten + SignedDuration::from_secs(wait);
        self.say(at, self.me(), Deed::Witness(plan.experiment, answer));
    }
}

impl Stage<'_, '_, '_> {
    /// The plan names who was there, with an address.
    pub(super) fn name_who_was_there(&mut self, plan: &Planned) -> Result<(), DbError> {
        let Some(name) = plan.witness else {
            return Ok(());
        };
        self.conn.execute(
            "insert into witnesses (cohort_id, experiment_id, name, mail, named_at) values ($1, $2, $3, $4, $5)
             on conflict (cohort_id, experiment_id) do nothing",
            &params![&self.cohort, plan.experiment.to_string(), name, cast::mail(name), self.at],
        )?;
        Ok(())
    }

    /// Whoever was there answers, where the move stands as tried.
    pub(super) fn witness(
        &mut self,
        experiment: ExperimentId,
        answer: Answer,
    ) -> Result<Option<Event>, DbError> {
        let changed = self.conn.execute(
            "update witnesses set answer = $3, answered_at = $4, asked_at = coalesce(asked_at, $5)
             where cohort_id = $1 and experiment_id = $2 and answer is null
               and exists (select 1 from experiments e where e.cohort_id = $1 and e.id = $2 and e.state = 'reported')",
            &params![
                &self.cohort,
                experiment.to_string(),
                answer.key(),
                self.at,
                self.at - ASKED_BEFORE
            ],
        )?;
        let saw = answer == Answer::Yes;
        Ok((changed > 0 && saw).then_some(Event::MoveWitnessed { experiment, saw }))
    }

    /// Asks a peer about a move that is about to be reported.
    pub(super) fn ask_a_peer(&mut self, experiment: &ExperimentId) -> Result<(), DbError> {
        let row = self.conn.one(
            "select seat_id, witness from experiments where cohort_id = $1 and id = $2",
            &params![&self.cohort, experiment.to_string()],
        )?;
        let group = self.script.groups[self.entry.cohort].id;
        let (Some(row), Some(cohort)) = (row, cohorts::get(self.conn, &group)?) else {
            return Ok(());
        };
        let (leader, there) = (id(&row, "seat_id")?, row.get::<String>("witness")?);
        let about = (experiment, &leader);
        verdicts::acts::ask_a_peer(self.conn, &cohort, about, &there, (&lot, self.entry.at))
    }

    /// Whoever rates a session says whether they used what had helped in the one before it.
    pub(super) fn tell_use(&mut self, seat: &SeatId, week: Week) -> Result<(), DbError> {
        let lot = lot(&[seat.uuid()]).rotate_right(3 * u32::from(week.number()));
        let used = match lot % 100 {
            0..52 => Use::Yes,
            52..80 => Use::Partly,
            80..92 => Use::No,
            _ => return Ok(()),
        };
        self.conn.execute(
            "update ratings set used = $4, used_at = $5
             where cohort_id = $1 and week = $2 and seat_id = $3 and prompt is not null and used is null",
            &params![
                &self.cohort,
                i64::from(week.number()) - 1,
                seat.to_string(),
                used.key(),
                self.at
            ],
        )?;
        Ok(())
    }

    /// Whoever rates the session of week 2, 6 or 10 also says how safe it feels to speak. One group finds it hard by week
    /// 6, so that the coordinator has something to talk about.
    pub(super) fn say_how_safe(&mut self, seat: &SeatId, week: Week) -> Result<(), DbError> {
        if !safety::WEEKS.contains(&week.number()) {
            return Ok(());
        }
        let lot = lot(&[seat.uuid()]).rotate_left(7 * u32::from(week.number()));
        let hard = self.entry.cohort == HARD.0 && week.number() == HARD.1;
        let scores: [u8; 4] = std::array::from_fn(|item| {
            let drawn = (lot >> (8 * item)) % 10;
            match drawn {
                _ if hard => 2 + u8::from(drawn > 2) + u8::from(drawn > 7),
                0..2 => 3,
                2..6 => 4,
                _ => 5,
            }
        });
        let cohort = self.script.groups[self.entry.cohort].id;
        crate::safety::store::count(self.conn, &cohort, week, seat, &scores)?;
        Ok(())
    }

    /// Whoever is asked answers.
    pub(super) fn judge(
        &mut self,
        experiment: ExperimentId,
        verdict: Verdict,
    ) -> Result<Option<Event>, DbError> {
        let changed = self.conn.execute(
            "update peer_verdicts set verdict = $3, verdict_at = $4
             where cohort_id = $1 and experiment_id = $2 and verdict is null
               and exists (select 1 from reports r where r.cohort_id = $1 and r.experiment_id = $2
                           and r.outcome is not null and r.outcome <> 'too_early')",
            &params![&self.cohort, experiment.to_string(), verdict.key(), self.at],
        )?;
        let checked = verdict.outcome().is_some();
        let event = Event::MoveJudged {
            experiment,
            checked,
        };
        Ok((changed > 0).then_some(event))
    }
}
