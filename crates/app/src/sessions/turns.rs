//! Whose turn it is: planned for the whole sprint by [`firstmove_domain::turns`], told, and planned again whenever
//! somebody comes, goes, is away or exchanges a turn, and when a session is called off.

use firstmove_domain::id::{CohortId, SeatId};
use firstmove_domain::session::Meeting;
use firstmove_domain::turns::{Plan, Seat, Situation, Slot, Turn, plan};
use firstmove_domain::week::{Calendar, Moment, Week};
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort, Seated, week};
use crate::problem::Problem;
use crate::rows::{id, maybe_id, maybe_instant};
use crate::sessions::spoken::{self};
use crate::sessions::stalled;
use crate::sessions::store::{self, Held};

/// The turns of one meeting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turns {
    /// Who presents.
    pub presenter: Option<SeatId>,
    /// Who has the second short slot.
    pub second: Option<SeatId>,
    /// Who runs it.
    pub facilitator: Option<SeatId>,
    /// Who writes.
    pub note_taker: Option<SeatId>,
}

impl Turns {
    /// The turns of a meeting in a plan; none where none are planned.
    pub fn of(plan: &Plan, meeting: Meeting) -> Turns {
        match meeting {
            Meeting::Session(week) => Turns {
                presenter: plan.who(week, Slot::Presenter),
                second: plan.who(week, Slot::ShortPresenter),
                facilitator: plan.who(week, Slot::Facilitator),
                note_taker: plan.who(week, Slot::NoteTaker),
            },
            Meeting::Showcase(week) => Turns {
                presenter: plan.who(week, Slot::Spotlight),
                second: plan.who(week, Slot::OtherSpotlight),
                ..Turns::default()
            },
            _ => Turns::default(),
        }
    }
}

/// The turns of a meeting as it stands: what people took or got as it began, else what is planned. Whoever got a turn as
/// it began has it, and a slot that was given to nobody then is none.
pub fn standing(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    meeting: Meeting,
    held: &Held,
) -> Result<Turns, Problem> {
    let planned = match held.began_at {
        Some(_) => Turns::default(),
        None => Turns::of(&planned(scene, cohort)?, meeting),
    };
    Ok(Turns {
        presenter: held.presenters[0].or(planned.presenter),
        second: held.presenters[1].or(planned.second),
        facilitator: held.facilitator.or(planned.facilitator),
        note_taker: held.note_taker.or(planned.note_taker),
    })
}

/// A turn as it was told.
#[derive(Debug, Clone, Copy)]
struct Told {
    turn: Turn,
    decided: bool,
    handed_by: Option<SeatId>,
}

/// A plan with what it was made from.
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// Everybody who sits or sat in the group.
    pub seats: Vec<Seat>,
    /// The meetings whose turns stay as they were told: they are over or called off.
    settled: Vec<Meeting>,
    told: Vec<Told>,
}

impl Planned {
    /// Whether somebody is there in a week, as far as is known.
    pub fn is_there(&self, seat: SeatId, week: Week) -> bool {
        let found = self.seats.iter().find(|one| one.id == seat);
        found.is_some_and(|one| one.is_there(week))
    }

    fn decided(&self, week: Week, slot: Slot) -> Option<&Told> {
        let holder = self.plan.who(week, slot);
        let theirs = |one: &&Told| (one.turn.week, one.turn.slot) == (week, slot) && one.decided;
        let found = self.told.iter().find(theirs);
        found.filter(|one| Some(one.turn.seat) == holder)
    }

    /// Whether people decided among themselves whose turn it is.
    pub fn is_decided(&self, week: Week, slot: Slot) -> bool {
        self.decided(week, slot).is_some()
    }

    /// Who handed it to whoever has it.
    pub fn handed_by(&self, week: Week, slot: Slot) -> Option<SeatId> {
        self.decided(week, slot)?.handed_by
    }
}

fn told(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Told>, DbError> {
    let rows = conn.query(
        "select week, slot, seat_id, decided_at, handed_by from turns where cohort_id = $1 order by week, slot",
        &params![cohort.to_string()],
    )?;
    let mut all = Vec::new();
    for row in &rows {
        if let Some(slot) = Slot::from_key(&row.get::<String>("slot")?) {
            let turn = Turn {
                week: week(row, "week")?,
                slot,
                seat: id(row, "seat_id")?,
            };
            let decided = maybe_instant(row, "decided_at")?.is_some();
            all.push(Told {
                turn,
                decided,
                handed_by: maybe_id(row, "handed_by")?,
            });
        }
    }
    Ok(all)
}

/// The weeks that are excused, by seat.
fn excused(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<(SeatId, Week)>, DbError> {
    let rows = conn.query(
        "select seat_id, week from excuses where cohort_id = $1 and revoked_at is null order by seat_id, week",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((id(row, "seat_id")?, week(row, "week")?)))
        .collect()
}

/// The plan of a cohort as it stands now.
pub fn planned(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Plan, Problem> {
    Ok(all_of(scene, cohort)?.plan)
}

/// Who has the two spotlights of a showcase: as they were told, or as they are planned where nobody was told yet.
pub fn spotlights(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    showcase: Week,
) -> Result<Vec<SeatId>, Problem> {
    let told = told(scene.conn, &cohort.id)?;
    let plan = match told.is_empty() {
        true => planned(scene, cohort)?,
        false => Plan::new(told.iter().map(|one| one.turn)),
    };
    let slots = [Slot::Spotlight, Slot::OtherSpotlight].into_iter();
    Ok(slots.filter_map(|slot| plan.who(showcase, slot)).collect())
}

/// Keeps what people decided among themselves: whose turn it is, and who handed it to them.
pub fn decide(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    (week, slot): (Week, Slot),
    (seat, from): (SeatId, Option<SeatId>),
) -> Result<(), Problem> {
    scene.conn.execute(
        "insert into turns (cohort_id, week, slot, seat_id, decided_at, handed_by) values ($1, $2, $3, $4, $5, $6)
         on conflict (cohort_id, week, slot) do update set seat_id = excluded.seat_id,
            decided_at = excluded.decided_at, handed_by = excluded.handed_by",
        &params![
            cohort.id.to_string(),
            i64::from(week.number()),
            slot.key(),
            seat.to_string(),
            scene.now.as_millisecond(),
            from.map(|from| from.to_string())
        ],
    )?;
    Ok(())
}

/// Takes such a decision back: the turn is again whose it was, or open to be planned.
pub fn give_back(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    (week, slot): (Week, Slot),
    to: Option<SeatId>,
) -> Result<(), Problem> {
    let key = params![cohort.id.to_string(), i64::from(week.number()), slot.key()];
    match to {
        None => scene.conn.execute(
            "delete from turns where cohort_id = $1 and week = $2 and slot = $3",
            &key,
        )?,
        Some(seat) => scene.conn.execute(
            "update turns set seat_id = $4, decided_at = null, handed_by = null
             where cohort_id = $1 and week = $2 and slot = $3",
            &[key.as_slice(), &params![seat.to_string()]].concat(),
        )?,
    };
    Ok(())
}

/// The plan as it stands now, with what it was made from.
pub fn all_of(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Planned, Problem> {
    let told = told(scene.conn, &cohort.id)?;
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let away = excused(scene.conn, &cohort.id)?;
    let meetings = store::all(scene.conn, &cohort.id)?;
    let came = spoken::here(scene.conn, &cohort.id)?;
    let (mut held, mut missed, mut settled) = (Vec::new(), Vec::new(), Vec::new());
    for (meeting, kept) in meetings.iter().filter(|(_, kept)| kept.is_over()) {
        let Meeting::Session(week) = *meeting else {
            continue;
        };
        let was_there = |seat: &SeatId| came.contains(&(*meeting, *seat));
        let was_planned = told
            .iter()
            .map(|one| one.turn)
            .filter(|turn| turn.week == week);
        missed
            .extend(was_planned.filter(|turn| !turn.slot.is_spotlight() && !was_there(&turn.seat)));
        held.extend(happened(week, kept));
        settled.push(*meeting);
    }
    let is_off = |(_, kept): &&(Meeting, Held)| kept.called_off_at.is_some() && !kept.is_over();
    let off: Vec<Meeting> = meetings
        .iter()
        .filter(is_off)
        .map(|(one, _)| *one)
        .collect();
    let mut seats: Vec<Seat> = roster
        .iter()
        .map(|one| seat(&cohort.calendar, one, &away))
        .collect();
    seats.sort_unstable_by_key(|one| one.id);
    let decided: Vec<Turn> = told
        .iter()
        .filter(|one| one.decided)
        .map(|one| one.turn)
        .collect();
    let earlier = Plan::new(told.iter().map(|one| one.turn));
    let stalled: Vec<SeatId> = stalled::seats(scene.conn, &cohort.id)?
        .into_iter()
        .filter(|(seat, since)| {
            !meetings
                .iter()
                .any(|(_, kept)| presented(kept, seat, *since))
        })
        .map(|(seat, _)| seat)
        .collect();
    let plan = plan(&Situation {
        seed: u64::from_be_bytes(cohort.id.uuid().as_u64_pair().1.to_be_bytes()),
        now: current(&cohort.calendar, scene.now),
        seats: &seats,
        held: &held,
        missed: &missed,
        off: &off,
        decided: &decided,
        stalled: &stalled,
        told: (!told.is_empty()).then_some(&earlier),
    });
    settled.extend(off);
    Ok(Planned {
        plan,
        seats,
        settled,
        told,
    })
}

/// Whether somebody has presented in a meeting since then: what has stalled was looked at.
fn presented(kept: &Held, seat: &SeatId, since: Timestamp) -> bool {
    let ended = kept.ended_at.is_some_and(|ended| ended >= since);
    ended && kept.is_over() && kept.presenters.contains(&Some(*seat))
}

fn happened(week: Week, kept: &Held) -> Vec<Turn> {
    let turn = |slot, seat: Option<SeatId>| {
        Some(Turn {
            week,
            slot,
            seat: seat?,
        })
    };
    let turns = [
        turn(Slot::Presenter, kept.presenters[0]),
        turn(Slot::ShortPresenter, kept.presenters[1]),
        turn(Slot::Facilitator, kept.facilitator),
        turn(Slot::NoteTaker, kept.note_taker),
    ];
    turns.into_iter().flatten().collect()
}

/// The week that is under way or comes next; the last one after the sprint.
fn current(calendar: &Calendar, now: Timestamp) -> Week {
    match calendar.moment(now) {
        Moment::Week(week) => week,
        Moment::Before | Moment::Pause => {
            let next = Week::all().find(|week| calendar.span(*week).0 > now);
            next.unwrap_or(Week::LAST)
        }
        Moment::After => Week::LAST,
    }
}

fn seat(calendar: &Calendar, one: &Seated, away: &[(SeatId, Week)]) -> Seat {
    let first = Week::all().find(|week| calendar.span(*week).1 > one.joined_at);
    let gone = [one.exit_at, one.withdrawn_at].into_iter().flatten().min();
    let last = gone.map(|gone| {
        let whole = Week::all()
            .rev()
            .find(|week| calendar.span(*week).1 <= gone);
        // who left within week 1 sits in no whole week: it stays the first and last, and away
        whole.unwrap_or(Week::FIRST)
    });
    let mut weeks: Vec<Week> = away
        .iter()
        .filter(|(seat, _)| *seat == one.seat)
        .map(|(_, week)| *week)
        .collect();
    if gone.is_some_and(|gone| gone < calendar.span(Week::FIRST).1) {
        weeks.extend(Week::all());
    }
    Seat {
        id: one.seat,
        first: first.unwrap_or(Week::LAST),
        last,
        away: weeks,
    }
}

/// Plans again after something happened, and keeps it as what people are told. What is past stays as it was told.
pub fn plan_again(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<(), Problem> {
    let Planned {
        plan,
        settled,
        told: before,
        ..
    } = all_of(scene, cohort)?;
    let from = current(&cohort.calendar, scene.now);
    let earlier = Plan::new(before.iter().map(|one| one.turn));
    for change in earlier.changes(&plan, from) {
        let meeting = match change.slot.is_spotlight() {
            true => Meeting::Showcase(change.week),
            false => Meeting::Session(change.week),
        };
        if settled.contains(&meeting) {
            continue;
        }
        let key = params![
            cohort.id.to_string(),
            i64::from(change.week.number()),
            change.slot.key()
        ];
        scene.conn.execute(
            "delete from turns where cohort_id = $1 and week = $2 and slot = $3",
            &key,
        )?;
        if let Some(seat) = plan.who(change.week, change.slot) {
            scene.conn.execute(
                "insert into turns (cohort_id, week, slot, seat_id) values ($1, $2, $3, $4)",
                &[key.as_slice(), &params![seat.to_string()]].concat(),
            )?;
        }
    }
    Ok(())
}
