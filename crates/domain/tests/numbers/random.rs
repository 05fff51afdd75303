//! Random histories, and what can be done to them.

use crate::world::*;
use firstmove_domain::excuse::Category;
use firstmove_domain::history::{
    AttemptHistory, CriteriaChanged, Excuse, Exit, Outcome, Report, SeatHistory, Withdrawal,
};
use firstmove_domain::id::{ExperimentId, PersonId, ReportId, SeatId};
use jiff::{Span, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

/// Hours from the start to a while after the final close.
pub const HOURS: i64 = 15 * 7 * 24;

pub fn instant(hour: i64) -> Timestamp {
    berlin().span(week(1)).0 + hours(hour)
}

pub fn outcomes() -> impl Strategy<Value = Outcome> {
    use Outcome::{Failed, Partially, Succeeded, TooEarly};
    prop_oneof![
        Just(Succeeded),
        Just(Partially),
        Just(Failed),
        Just(TooEarly)
    ]
}

/// A report of a day between just before the sprint and just after it, told up to three weeks
/// later, perhaps confirmed and accepted.
fn reports() -> impl Strategy<Value = Report> {
    let said = prop_oneof![
        1 => Just(None),
        5 => outcomes().prop_map(Some),
    ];
    let delay = || option::weighted(0.6, 0i64..500);
    (any::<u64>(), -2i64..90, 0i64..500, said, delay(), delay()).prop_map(
        |(key, day, delay, said, confirmed, accepted)| {
            let at = instant(day * 24 + delay);
            let said = said.map_or_else(
                || not_this_week((day.clamp(0, 69) / 7 + 1) as u8),
                |outcome| tried(berlin().start() + Span::new().days(day), outcome),
            );
            Report {
                id: ReportId::new(Uuid::from_u64_pair(4, key)),
                at,
                said,
                confirmed_at: confirmed.map(|delay| at + hours(delay)),
                accepted_at: accepted.map(|delay| at + hours(delay)),
            }
        },
    )
}

pub fn attempts() -> impl Strategy<Value = AttemptHistory> {
    let head = (
        any::<u64>(),
        1u8..=12,
        option::weighted(0.8, 0i64..30),
        option::weighted(0.9, 0..HOURS),
    );
    let tail = (
        vec((0..HOURS, option::of(0i64..90)), 0..3),
        option::of(1u8..=5),
        vec((0u8..=3, 0..HOURS), 0..2),
    );
    (head, tail, vec(reports(), 0..4)).prop_map(|((key, number, due, locked), tail, reports)| {
        let (changed, stretch, tiers) = tail;
        let calendar = berlin();
        AttemptHistory {
            experiment: ExperimentId::new(Uuid::from_u64_pair(3, key)),
            repeat_of: None,
            skill: "delegation".to_owned(),
            due: due.map(|days| calendar.dates(week(number)).0 + Span::new().days(days)),
            criteria_locked_at: locked.map(|hour| instant(hour / 4)),
            criteria_changed: changed
                .into_iter()
                .map(|(hour, due)| CriteriaChanged {
                    at: instant(hour),
                    due: due.map(|days| calendar.start() + Span::new().days(days)),
                })
                .collect(),
            stretch,
            evidence: tiers
                .into_iter()
                .map(|(tier, hour)| evidence(tier, instant(hour)))
                .collect(),
            reports,
        }
    })
}

fn excuses() -> impl Strategy<Value = Excuse> {
    let category = prop_oneof![Just(Category::AnnualLeave), Just(Category::Sickness)];
    (1u8..=10, category, -200i64..400, option::of(0..HOURS)).prop_map(
        |(number, category, delay, revoked)| Excuse {
            week: week(number),
            category,
            recorded_at: berlin().span(week(number)).0 + hours(delay),
            revoked_at: revoked.map(instant),
        },
    )
}

pub fn seats() -> impl Strategy<Value = SeatHistory> {
    let gone = || option::weighted(0.2, (0..HOURS, 0i64..400));
    let joined = (-200i64..400, 0i64..300);
    let facts = (any::<u64>(), joined, gone(), gone());
    (facts, vec(excuses(), 0..4), vec(attempts(), 0..12)).prop_map(
        |((key, joined, left, out), excuses, attempts)| SeatHistory {
            earlier: Vec::new(),
            corrections: vec![],
            seat: SeatId::new(Uuid::from_u64_pair(1, key)),
            person: PersonId::new(Uuid::from_u64_pair(2, key)),
            joined_at: instant(joined.0),
            joined_recorded_at: instant(joined.0 + joined.1),
            exit: left.map(|(hour, delay)| Exit {
                recorded_at: instant(hour + delay),
                ..exit(instant(hour))
            }),
            withdrawal: out.map(|(hour, delay)| Withdrawal {
                at: instant(hour),
                recorded_at: instant(hour + delay),
            }),
            excuses,
            attempts,
            imported: vec![],
        },
    )
}

/// What was recorded before `now`, and nothing else.
pub fn recorded_before(seat: &SeatHistory, now: Timestamp) -> SeatHistory {
    let mut seat = seat.clone();
    let was = |at: &Timestamp| *at < now;
    seat.exit = seat.exit.filter(|exit| was(&exit.recorded_at));
    seat.withdrawal = seat.withdrawal.filter(|out| was(&out.recorded_at));
    seat.excuses.retain(|excuse| was(&excuse.recorded_at));
    for excuse in &mut seat.excuses {
        excuse.revoked_at = excuse.revoked_at.filter(was);
    }
    for attempt in &mut seat.attempts {
        attempt.criteria_locked_at = attempt.criteria_locked_at.filter(was);
        attempt.criteria_changed.retain(|change| was(&change.at));
        attempt.evidence.retain(|evidence| was(&evidence.at));
        attempt.reports.retain(|report| was(&report.at));
        for report in &mut attempt.reports {
            report.confirmed_at = report.confirmed_at.filter(was);
            report.accepted_at = report.accepted_at.filter(was);
        }
    }
    seat
}

pub fn reversed(seat: &SeatHistory) -> SeatHistory {
    let mut seat = seat.clone();
    seat.attempts.reverse();
    seat.excuses.reverse();
    for attempt in &mut seat.attempts {
        attempt.reports.reverse();
        attempt.criteria_changed.reverse();
        attempt.evidence.reverse();
    }
    seat
}

/// Histories without anything that lowers a number after a close: facts of place recorded when
/// they happen, one report for each attempt.
pub fn never_lowered(mut seat: SeatHistory) -> SeatHistory {
    seat.joined_recorded_at = seat.joined_at;
    seat.exit = seat.exit.map(|one| exit(one.at));
    seat.withdrawal = seat.withdrawal.map(|out| Withdrawal {
        recorded_at: out.at,
        ..out
    });
    for excuse in &mut seat.excuses {
        excuse.revoked_at = None;
    }
    for attempt in &mut seat.attempts {
        attempt.reports.truncate(1);
    }
    seat
}
