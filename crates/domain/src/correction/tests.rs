use super::*;
use crate::history::Outcome::{Failed, Succeeded};
use crate::id::{PersonId, SeatId};
use crate::kpi;
use crate::status::Status;
use jiff::civil::date;
use uuid::Uuid;

fn calendar() -> Calendar {
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
    Calendar::new(zone, date(2026, 3, 23), 3, Vec::new()).expect("a calendar")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

const ONE: ExperimentId = ExperimentId::new(Uuid::from_u128(1));

/// Somebody who tried on Wednesday of week 1 and said so at once.
fn maya() -> SeatHistory {
    let (monday, wednesday) = (at("2026-03-22T23:00:00Z"), at("2026-03-25T10:00:00Z"));
    SeatHistory {
        seat: SeatId::new(Uuid::from_u128(2)),
        person: PersonId::new(Uuid::from_u128(3)),
        joined_at: monday,
        joined_recorded_at: monday,
        exit: None,
        withdrawal: None,
        earlier: Vec::new(),
        excuses: Vec::new(),
        attempts: vec![AttemptHistory {
            experiment: ONE,
            repeat_of: None,
            skill: "delegation".into(),
            due: Some(date(2026, 3, 29)),
            criteria_locked_at: Some(monday),
            criteria_changed: Vec::new(),
            stretch: None,
            evidence: Vec::new(),
            reports: vec![Report {
                id: ReportId::new(Uuid::from_u128(4)),
                at: wednesday,
                said: Said::Tried {
                    week: Week::FIRST,
                    performed_on: date(2026, 3, 25),
                    outcome: Succeeded,
                },
                confirmed_at: None,
                accepted_at: None,
            }],
        }],
        corrections: Vec::new(),
        imported: vec![],
    }
}

fn tried(day: i8, outcome: Outcome) -> Change {
    Change::Tried {
        experiment: ONE,
        week: Week::FIRST,
        performed_on: date(2026, 3, day),
        outcome,
    }
}

const CLOSED: &str = "2026-04-03T10:00:00Z";

fn corrected(changes: &[Change]) -> SeatHistory {
    let mut seat = maya();
    for (n, change) in (9..).zip(changes) {
        let (id, at) = (CorrectionId::new(Uuid::from_u128(n)), at(CLOSED));
        seat.correct(Correction {
            id,
            at,
            change: *change,
        });
    }
    seat
}

/// The closed and the final status of week 1, and what the move counts for in the final reading.
fn read(seat: &SeatHistory) -> (Option<Status>, Option<Status>, Vec<crate::status::Class>) {
    let line = |view| statuses(&calendar(), seat, view, at("2026-04-03T11:00:00Z"));
    let last = line(View::Final);
    let classes = last.attempts.iter().map(|one| one.class).collect();
    (line(View::Closed).week(1), last.week(1), classes)
}

#[test]
fn a_correction_enters_the_final_number_and_the_closed_one_stays() {
    use crate::status::Class;
    let (a, s, x, n) = (
        Status::Attempted,
        Status::Skipped,
        Status::Excused,
        Status::NotEnrolled,
    );
    let week = Week::FIRST;
    let not = Change::NotTried {
        experiment: ONE,
        week,
    };
    let met = vec![Class::Succeeded];
    let left = Change::Left {
        at: at("2026-03-27T10:00:00Z"),
        kind: ExitKind::Company,
    };
    let later = Change::Joined {
        at: at("2026-03-24T10:00:00Z"),
    };
    assert_eq!(
        read(&corrected(&[tried(25, Failed)])),
        (Some(a), Some(a), vec![Class::Failed])
    );
    assert_eq!(read(&corrected(&[not])), (Some(a), Some(s), vec![]));
    assert_eq!(
        read(&corrected(&[Change::Excused { week }])),
        (Some(a), Some(x), met.clone())
    );
    assert_eq!(read(&corrected(&[left])), (Some(a), Some(n), met.clone()));
    assert_eq!(read(&corrected(&[later])), (Some(a), Some(n), met.clone()));
    // the latest word counts
    let undone = [Change::Excused { week }, Change::NotExcused { week }];
    assert_eq!(read(&corrected(&undone)), (Some(a), Some(a), met.clone()));
    assert_eq!(
        read(&corrected(&[left, Change::Stayed])),
        (Some(a), Some(a), met)
    );
}

#[test]
fn a_correction_comes_before_what_a_sheet_said_of_a_week_that_moved_in() {
    use crate::imported::{ImportedWeek, Told};
    use crate::status::Class;
    let week = Week::FIRST;
    let with_sheet = |told, changes: &[Change]| {
        let mut seat = corrected(changes);
        seat.attempts.clear();
        seat.imported = vec![ImportedWeek {
            week,
            told,
            attempts: match told {
                Told::Tried => vec![Class::Succeeded],
                _ => vec![],
            },
        }];
        let (closed, last, _) = read(&seat);
        (closed.expect("a status"), last.expect("a status"))
    };
    let (a, s, x, n) = (
        Status::Attempted,
        Status::Skipped,
        Status::Excused,
        Status::NotEnrolled,
    );
    let excused = Change::Excused { week };
    let not_excused = Change::NotExcused { week };
    let left = Change::Left {
        at: at("2026-03-27T10:00:00Z"),
        kind: ExitKind::Company,
    };
    let later = Change::Joined {
        at: at("2026-03-24T10:00:00Z"),
    };
    let sooner = Change::Joined {
        at: at("2026-03-22T23:00:00Z"),
    };
    assert_eq!(with_sheet(Told::Tried, &[]), (a, a));
    assert_eq!(with_sheet(Told::Tried, &[excused]), (a, x));
    assert_eq!(with_sheet(Told::Excused, &[not_excused]), (x, s));
    assert_eq!(with_sheet(Told::NotTried, &[left]), (s, n));
    assert_eq!(with_sheet(Told::NotTried, &[later]), (s, n));
    assert_eq!(with_sheet(Told::Outside, &[sooner]), (n, s));
}

#[test]
fn a_correction_is_nobodys_confirmation() {
    let seat = corrected(&[tried(25, Failed)]);
    let line = statuses(&calendar(), &seat, View::Final, at("2026-04-03T11:00:00Z"));
    assert_eq!(
        kpi::quality(&[line]).unconfirmed,
        crate::display::Share::new(1, 1)
    );
}

#[test]
fn what_is_open_final_or_so_already_is_refused() {
    let check = |change, now| may_correct(&calendar(), &maya(), change, at(now));
    assert_eq!(check(tried(25, Failed), CLOSED), Ok(()));
    assert_eq!(check(tried(24, Succeeded), CLOSED), Ok(()));
    assert_eq!(
        check(tried(25, Failed), "2026-04-01T21:59:59Z"),
        Err(Refusal::Open)
    );
    assert_eq!(check(tried(31, Failed), CLOSED), Err(Refusal::Open));
    assert_eq!(check(tried(2, Failed), CLOSED), Err(Refusal::NoSuchDay));
    assert_eq!(
        check(tried(25, Succeeded), CLOSED),
        Err(Refusal::NothingChanges)
    );
    assert_eq!(check(Change::Stayed, CLOSED), Err(Refusal::NothingChanges));
    let second = Week::new(2).expect("a week");
    assert_eq!(
        check(Change::Excused { week: second }, CLOSED),
        Err(Refusal::Open)
    );
    let end = calendar().final_close();
    let late = may_correct(&calendar(), &maya(), tried(25, Failed), end);
    assert_eq!(late, Err(Refusal::Final));
    let other = Change::NotTried {
        experiment: ExperimentId::new(Uuid::from_u128(8)),
        week: Week::FIRST,
    };
    assert_eq!(check(other, CLOSED), Err(Refusal::NoSuchMove));
}

#[test]
fn a_correction_without_a_reason_comes_back_with_all_that_is_missing() {
    let input = CorrectionInput {
        what: "tried".into(),
        day: "soon".into(),
        ..CorrectionInput::default()
    };
    let found = input
        .read(&calendar(), Week::FIRST, |_| None)
        .expect_err("refused");
    let fields: Vec<_> = found.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["reason", "experiment", "day", "outcome"]);
}

#[test]
fn nobody_left_before_they_joined_or_joined_after_they_left() {
    let left = |day: &str| Change::Left {
        at: at(day),
        kind: ExitKind::Company,
    };
    let joined = |day: &str| Change::Joined { at: at(day) };
    let check = |seat: &SeatHistory, change| may_correct(&calendar(), seat, change, at(CLOSED));
    let maya = maya();
    for day in ["1998-12-31T23:00:00Z", "2026-03-21T23:00:00Z"] {
        assert_eq!(check(&maya, left(day)), Err(Refusal::BeforeJoining));
        assert_eq!(check(&maya, joined(day)), Err(Refusal::NoSuchDay));
    }
    assert_eq!(check(&maya, left("2026-03-22T23:00:00Z")), Ok(()));
    let gone = corrected(&[left("2026-03-26T23:00:00Z")]);
    let monday = joined("2026-03-29T22:00:00Z");
    assert_eq!(check(&gone, monday), Err(Refusal::AfterLeaving));
    assert_eq!(check(&corrected(&[Change::Stayed]), monday), Ok(()));
    // whose weeks moved in with a sheet was there before the day on which they were added here
    let mut moved_in = maya;
    moved_in.joined_at = at("2026-04-02T10:00:00Z");
    let friday = left("2026-03-26T23:00:00Z");
    assert_eq!(check(&moved_in, friday), Err(Refusal::BeforeJoining));
    moved_in.imported = vec![crate::imported::ImportedWeek {
        week: Week::FIRST,
        told: crate::imported::Told::NotTried,
        attempts: vec![],
    }];
    assert_eq!(check(&moved_in, friday), Ok(()));
}
