//! People and their histories, built as they would be recorded.

use firstmove_domain::excuse::Category;
use firstmove_domain::history::{
    AttemptHistory, CriteriaChanged, Evidence, Excuse, Exit, ExitKind, Outcome, Report, Said,
    SeatHistory, Withdrawal,
};
use firstmove_domain::id::{ExperimentId, PersonId, ReportId, SeatId};
use firstmove_domain::status::{Line, View, statuses};
use firstmove_domain::week::{Calendar, Week};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use uuid::Uuid;

/// Berlin, from Monday 23 March 2026, three days of grace.
pub fn berlin() -> Calendar {
    Calendar::new(
        TimeZone::get("Europe/Berlin").unwrap(),
        date(2026, 3, 23),
        3,
        vec![],
    )
    .unwrap()
}

pub fn week(number: u8) -> Week {
    Week::new(number).unwrap()
}

pub fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// The date of day 1-7 of a week.
pub fn day(calendar: &Calendar, number: u8, day: i64) -> Date {
    calendar
        .dates(week(number))
        .0
        .checked_add(Span::new().days(day - 1))
        .unwrap()
}

/// Noon of day 1-7 of a week.
pub fn noon(calendar: &Calendar, number: u8, of: i64) -> Timestamp {
    calendar.midnight(day(calendar, number, of)) + hours(12)
}

/// Somebody who has been there from before week 1.
pub fn seat(calendar: &Calendar, key: u64) -> SeatHistory {
    let joined = calendar.span(week(1)).0 - hours(72);
    SeatHistory {
        earlier: Vec::new(),
        seat: SeatId::new(Uuid::from_u64_pair(1, key)),
        person: PersonId::new(Uuid::from_u64_pair(2, key)),
        joined_at: joined,
        joined_recorded_at: joined,
        exit: None,
        withdrawal: None,
        excuses: vec![],
        attempts: vec![],
        corrections: vec![],
        imported: vec![],
    }
}

/// A plan for this week, criteria locked on its first day, due at its end.
pub fn plan(calendar: &Calendar, key: u64, number: u8) -> AttemptHistory {
    AttemptHistory {
        experiment: ExperimentId::new(Uuid::from_u64_pair(3, key)),
        repeat_of: None,
        skill: "delegation".to_owned(),
        due: Some(calendar.dates(week(number)).1),
        criteria_locked_at: Some(calendar.span(week(number)).0 + hours(1)),
        criteria_changed: vec![],
        stretch: Some(3),
        evidence: vec![],
        reports: vec![],
    }
}

pub fn report(at: Timestamp, said: Said) -> Report {
    let id = u64::try_from(at.as_millisecond()).unwrap();
    let id = ReportId::new(Uuid::from_u64_pair(4, id));
    Report {
        id,
        at,
        said,
        confirmed_at: None,
        accepted_at: None,
    }
}

pub fn tried(on: Date, outcome: Outcome) -> Said {
    Said::Tried {
        week: berlin().moment_of_date(on).week().unwrap_or(Week::FIRST),
        performed_on: on,
        outcome,
    }
}

pub fn not_this_week(number: u8) -> Said {
    Said::NotThisWeek {
        week: week(number),
        barrier: Some("no_time".to_owned()),
    }
}

/// A late report that a peer confirmed an hour, and the coordinator accepted two hours later.
pub fn approved(mut report: Report) -> Report {
    report.confirmed_at = Some(report.at + hours(1));
    report.accepted_at = Some(report.at + hours(2));
    report
}

/// Planned for, done on day 3 of and reported on day 4 of this week.
pub fn attempt(calendar: &Calendar, key: u64, number: u8, outcome: Outcome) -> AttemptHistory {
    let mut attempt = plan(calendar, key, number);
    let said = tried(day(calendar, number, 3), outcome);
    attempt
        .reports
        .push(report(noon(calendar, number, 4), said));
    attempt
}

pub fn excuse(calendar: &Calendar, number: u8) -> Excuse {
    Excuse {
        week: week(number),
        category: Category::AnnualLeave,
        recorded_at: calendar.span(week(number)).0 - hours(24),
        revoked_at: None,
    }
}

pub fn withdrawal(calendar: &Calendar, first: u8) -> Withdrawal {
    let at = calendar.span(week(first)).0;
    Withdrawal {
        at,
        recorded_at: at,
    }
}

pub fn exit(at: Timestamp) -> Exit {
    Exit {
        at,
        kind: ExitKind::Company,
        recorded_at: at,
    }
}

/// The criteria changed at this instant; their due date goes.
pub fn changed(at: Timestamp) -> CriteriaChanged {
    CriteriaChanged { at, due: None }
}

pub fn evidence(tier: u8, at: Timestamp) -> Evidence {
    Evidence { tier, at }
}

/// A history that the codes of GOLDEN 1 describe.
pub fn history(calendar: &Calendar, key: u64, codes: &str) -> SeatHistory {
    let mut seat = seat(calendar, key);
    let mut keys = key * 100..;
    let mut there = false;
    for (number, code) in (1u8..).zip(codes.chars()) {
        let done = |key: u64| attempt(calendar, key, number, Outcome::Succeeded);
        let key = keys.next().unwrap();
        match code {
            'A' | 'e' => seat.attempts.push(done(key)),
            '2' => seat
                .attempts
                .extend([done(key), done(keys.next().unwrap())]),
            'x' => {
                seat.excuses.push(excuse(calendar, number));
                seat.attempts.push(done(key));
            }
            'X' => seat.excuses.push(excuse(calendar, number)),
            'L' => {
                let mut late = plan(calendar, key, number);
                let said = tried(day(calendar, number, 3), Outcome::Succeeded);
                let told = calendar.close(week(number)) + hours(24);
                late.reports.push(approved(report(told, said)));
                seat.attempts.push(late);
            }
            'W' if seat.withdrawal.is_none() => {
                seat.withdrawal = Some(withdrawal(calendar, number));
            }
            '.' if !there => {
                // Joins in the middle of this week: eligible from the next.
                seat.joined_at = noon(calendar, number, 3);
                seat.joined_recorded_at = seat.joined_at;
            }
            '.' if seat.exit.is_none() => seat.exit = Some(exit(noon(calendar, number, 5))),
            'S' | 'W' | '.' => {}
            other => panic!("no such code: {other}"),
        }
        if code == 'e' {
            seat.exit = Some(exit(noon(calendar, number, 5)));
        }
        there |= code != '.';
    }
    seat
}

/// The eight people of GOLDEN 1, with P5's plan of week 3 done in week 4 and P1's embed move.
pub fn golden_people(calendar: &Calendar) -> Vec<SeatHistory> {
    let codes = [
        "AAAAAAAAAA",
        "AASAAA2AAA",
        "..AAASAAAA",
        "AAXxAAASAA",
        "ASSAAAAAAA",
        "AAAAAe....",
        "AAALAAASAA",
        "AASSWWWWWW",
    ];
    let mut people: Vec<SeatHistory> = (1u64..)
        .zip(codes)
        .map(|(key, codes)| history(calendar, key, codes))
        .collect();
    people[0]
        .attempts
        .push(attempt(calendar, 199, 11, Outcome::Succeeded));
    let carried = &mut people[4].attempts;
    let fourth = carried
        .iter_mut()
        .find(|one| one.due == Some(day(calendar, 4, 7)))
        .expect("P5 has an attempt in week 4");
    fourth.criteria_locked_at = Some(calendar.span(week(3)).0 + hours(1));
    fourth
        .reports
        .insert(0, report(noon(calendar, 3, 6), not_this_week(3)));
    people
}

pub fn lines(
    calendar: &Calendar,
    seats: &[SeatHistory],
    view: View,
    as_of: Timestamp,
) -> Vec<Line> {
    seats
        .iter()
        .map(|seat| statuses(calendar, seat, view, as_of))
        .collect()
}

/// The codes of one seat when all is over.
pub fn codes(calendar: &Calendar, seat: &SeatHistory, view: View) -> String {
    statuses(calendar, seat, view, calendar.final_close()).codes()
}

/// The published values.
pub fn golden() -> serde_json::Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../stats/tests/golden.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
