//! Whose turns the sessions of the example were: whoever had each in the plan of the group, as far as they came. For who did
//! not come somebody else steps in, and the plan goes on from there, as it does after a missed turn in any group.

use firstmove_domain::id::SeatId;
use firstmove_domain::session::Meeting;
use firstmove_domain::turns::{Plan, Slot};
use firstmove_domain::week::Week;
use firstmove_kit::db::DbError;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::demo::deeds::Stage;
use crate::demo::held::Came;
use crate::problem::Problem;
use crate::sessions::turns::{self, Turns};

impl Stage<'_, '_, '_> {
    /// Who presents, facilitates and writes in the session of a week that began at that instant; these came.
    pub(super) fn whose_turns(
        &mut self,
        week: Week,
        began: Timestamp,
        came: &[Came],
    ) -> Result<Turns, DbError> {
        self.plan_again(began)?;
        let plan = self.at_the_plan(began, turns::planned)?;
        let plan = plan.unwrap_or_default();
        let mut turns = Turns::of(&plan, Meeting::Session(week));
        let came: Vec<SeatId> = came.iter().map(|one| one.seat).collect();
        let own = [
            &mut turns.presenter,
            &mut turns.second,
            &mut turns.facilitator,
            &mut turns.note_taker,
        ];
        for turn in own {
            *turn = turn.filter(|seat| came.contains(seat));
        }
        if turns.presenter.is_none() {
            // who presents leaves what else they would have done to others
            let others = came
                .iter()
                .copied()
                .filter(|seat| Some(*seat) != turns.second);
            let has_had = |seat: &SeatId| {
                let busy = [turns.facilitator, turns.note_taker].contains(&Some(*seat));
                (has_had(&plan, *seat, (week, Slot::Presenter)), busy)
            };
            turns.presenter = others.min_by_key(has_had);
            for turn in [&mut turns.facilitator, &mut turns.note_taker] {
                *turn = turn.filter(|seat| Some(*seat) != turns.presenter);
            }
        }
        let mut taken = vec![
            turns.presenter,
            turns.second,
            turns.facilitator,
            turns.note_taker,
        ];
        let open = [
            (&mut turns.facilitator, Slot::Facilitator),
            (&mut turns.note_taker, Slot::NoteTaker),
        ];
        for (turn, slot) in open.into_iter().filter(|(turn, _)| turn.is_none()) {
            let free = came.iter().copied();
            let free = free.filter(|seat| !taken.contains(&Some(*seat)));
            *turn = free.min_by_key(|seat| has_had(&plan, *seat, (week, slot)));
            taken.push(*turn);
        }
        Ok(turns)
    }

    /// What people are told from then on.
    pub(super) fn plan_again(&mut self, at: Timestamp) -> Result<(), DbError> {
        self.at_the_plan(at, turns::plan_again).map(|_| ())
    }

    fn at_the_plan<T>(
        &mut self,
        at: Timestamp,
        deed: fn(&mut Scene<'_, '_>, &Cohort) -> Result<T, Problem>,
    ) -> Result<Option<T>, DbError> {
        let group = self.script.groups[self.entry.cohort].id;
        let Some(cohort) = cohorts::get(self.conn, &group)? else {
            return Ok(None);
        };
        let done = deed(&mut Scene::new(self.conn, self.app, at), &cohort);
        let failed = |problem| DbError::Other(format!("the turns of the example: {problem:?}"));
        done.map(Some).map_err(failed)
    }
}

/// How often somebody had a turn before this week; with those still to come; and whether the very next one is theirs,
/// which they were told already.
fn has_had(plan: &Plan, seat: SeatId, (week, slot): (Week, Slot)) -> (usize, usize, bool) {
    let of = |is_theirs: &dyn Fn(Week) -> bool| {
        let own = plan.of(seat).filter(|turn| turn.slot == slot);
        own.filter(|turn| is_theirs(turn.week)).count()
    };
    (
        of(&|one| one < week),
        of(&|one| one != week),
        of(&|one| Some(one) == week.next()) > 0,
    )
}
