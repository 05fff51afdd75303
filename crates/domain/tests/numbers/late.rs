//! Reports and changes after the close.

use crate::world::*;
use firstmove_domain::history::Outcome::{Failed, Partially, Succeeded, TooEarly};
use firstmove_domain::history::{AttemptHistory, Outcome, Report, SeatHistory};
use firstmove_domain::kpi::{move_rate, quality};
use firstmove_domain::status::{Class, Counted, View, statuses};
use firstmove_domain::week::Calendar;
use jiff::Timestamp;

/// One attempt, planned for week 1, with these reports.
fn one(calendar: &Calendar, reports: Vec<Report>) -> SeatHistory {
    let mut seat = seat(calendar, 1);
    seat.attempts.push(AttemptHistory {
        reports,
        ..plan(calendar, 1, 1)
    });
    seat
}

fn first(calendar: &Calendar, seat: &SeatHistory, view: View) -> Option<Counted> {
    statuses(calendar, seat, view, calendar.final_close())
        .attempts
        .first()
        .cloned()
}

fn class(calendar: &Calendar, seat: &SeatHistory, view: View) -> Option<Class> {
    first(calendar, seat, view).map(|one| one.class)
}

fn start(codes: &str) -> String {
    format!("{codes:S<10}")
}

/// A report in time: done on day 3 of week 1, told on day 4.
fn in_time(calendar: &Calendar, outcome: Outcome) -> Report {
    report(noon(calendar, 1, 4), tried(day(calendar, 1, 3), outcome))
}

/// A change of it after the close.
fn change(calendar: &Calendar, outcome: Outcome) -> Report {
    report(after(calendar), tried(day(calendar, 1, 3), outcome))
}

fn after(calendar: &Calendar) -> Timestamp {
    calendar.close(week(1)) + hours(24)
}

#[test]
fn a_report_one_instant_before_the_close_is_in_time_and_at_it_late() {
    let calendar = berlin();
    let close = calendar.close(week(1));
    let said = || tried(day(&calendar, 1, 3), Succeeded);
    let before = one(&calendar, vec![report(close - hours(1), said())]);
    assert_eq!(codes(&calendar, &before, View::Closed), start("A"));
    let at = one(&calendar, vec![report(close, said())]);
    assert_eq!(codes(&calendar, &at, View::Closed), start("S"));
    assert_eq!(codes(&calendar, &at, View::Final), start("S"));
}

#[test]
fn a_late_report_counts_once_a_peer_confirmed_and_the_coordinator_accepted() {
    let calendar = berlin();
    let late = change(&calendar, Succeeded);
    let mut confirmed = approved(late.clone());
    confirmed.accepted_at = None;
    let mut accepted = approved(late.clone());
    accepted.confirmed_at = None;
    for report in [late.clone(), confirmed, accepted] {
        let seat = one(&calendar, vec![report]);
        assert_eq!(codes(&calendar, &seat, View::Final), start("S"));
    }
    let seat = one(&calendar, vec![approved(late.clone())]);
    assert_eq!(codes(&calendar, &seat, View::Closed), start("S"));
    assert_eq!(codes(&calendar, &seat, View::Final), start("L"));
    // Known only from the acceptance on.
    let accepted = late.at + hours(2);
    let at = |now| statuses(&calendar, &seat, View::Final, now).codes();
    assert_eq!(at(accepted - hours(1)).trim(), "S");
    assert_eq!(at(accepted).trim(), "L");
}

#[test]
fn a_late_report_accepted_after_the_next_close_still_enters_until_the_final_close() {
    let calendar = berlin();
    let mut late = approved(change(&calendar, Succeeded));
    late.accepted_at = Some(calendar.final_close() - hours(1));
    let seat = one(&calendar, vec![late.clone()]);
    assert_eq!(codes(&calendar, &seat, View::Final), start("L"));
    late.accepted_at = Some(calendar.final_close());
    let seat = one(&calendar, vec![late]);
    assert_eq!(codes(&calendar, &seat, View::Final), start("S"));
}

#[test]
fn a_week_with_a_move_in_time_and_a_late_one_is_attempted() {
    let calendar = berlin();
    let mut seat = one(&calendar, vec![in_time(&calendar, Failed)]);
    seat.attempts.push(AttemptHistory {
        reports: vec![approved(change(&calendar, Succeeded))],
        ..plan(&calendar, 2, 1)
    });
    assert_eq!(codes(&calendar, &seat, View::Final), start("A"));
    let line = statuses(&calendar, &seat, View::Final, calendar.final_close());
    assert_eq!(quality(&[line]).late.fraction(), "1 of 2");
}

#[test]
fn before_the_close_the_latest_revision_counts() {
    let calendar = berlin();
    let again = report(
        noon(&calendar, 1, 6),
        tried(day(&calendar, 1, 3), Succeeded),
    );
    let seat = one(&calendar, vec![again, in_time(&calendar, Failed)]);
    assert_eq!(
        class(&calendar, &seat, View::Closed),
        Some(Class::Succeeded)
    );
    let back = report(noon(&calendar, 1, 6), not_this_week(1));
    let seat = one(&calendar, vec![in_time(&calendar, Succeeded), back]);
    assert_eq!(codes(&calendar, &seat, View::Closed), start("S"));
    assert_eq!(class(&calendar, &seat, View::Closed), None);
}

#[test]
fn after_the_close_a_lower_outcome_enters_the_final_number_directly() {
    let calendar = berlin();
    for (from, to, counted) in [
        (Succeeded, Partially, Class::Partially),
        (Succeeded, Failed, Class::Failed),
        (Partially, Failed, Class::Failed),
        (Succeeded, TooEarly, Class::Unresolved),
    ] {
        let seat = one(
            &calendar,
            vec![in_time(&calendar, from), change(&calendar, to)],
        );
        let closed = one(&calendar, vec![in_time(&calendar, from)]);
        let before = class(&calendar, &closed, View::Closed);
        assert_eq!(class(&calendar, &seat, View::Closed), before);
        assert_eq!(class(&calendar, &seat, View::Final), Some(counted));
        assert_eq!(codes(&calendar, &seat, View::Final), start("A"));
    }
}

#[test]
fn after_the_close_a_higher_outcome_needs_a_peer_and_the_coordinator() {
    let calendar = berlin();
    for (from, to) in [
        (Failed, Partially),
        (Partially, Succeeded),
        (Failed, Succeeded),
    ] {
        let raised = change(&calendar, to);
        let seat = one(&calendar, vec![in_time(&calendar, from), raised.clone()]);
        let before = class(&calendar, &seat, View::Closed);
        assert_eq!(class(&calendar, &seat, View::Final), before);
        let seat = one(&calendar, vec![in_time(&calendar, from), approved(raised)]);
        assert_eq!(class(&calendar, &seat, View::Closed), before);
        let last = first(&calendar, &seat, View::Final).unwrap();
        assert!(last.class < before.unwrap() && last.upgraded && !last.late);
        assert_eq!(codes(&calendar, &seat, View::Final), start("A"));
    }
}

#[test]
fn taking_an_attempt_back_after_the_close_lets_closed_exceed_final() {
    let calendar = berlin();
    let back = report(after(&calendar), not_this_week(1));
    let seat = one(&calendar, vec![in_time(&calendar, Succeeded), back]);
    assert_eq!(codes(&calendar, &seat, View::Closed), start("A"));
    assert_eq!(codes(&calendar, &seat, View::Final), start("S"));
    let rate =
        |view| move_rate(&[statuses(&calendar, &seat, view, calendar.final_close())]).attempted;
    assert!(rate(View::Closed) > rate(View::Final));
    // Coming back to it afterwards is a late report.
    let mut seat = seat;
    let mut again = change(&calendar, Succeeded);
    again.at += hours(48);
    seat.attempts[0].reports.push(again.clone());
    assert_eq!(codes(&calendar, &seat, View::Final), start("S"));
    *seat.attempts[0].reports.last_mut().unwrap() = approved(again);
    assert_eq!(codes(&calendar, &seat, View::Final), start("L"));
}

#[test]
fn an_outcome_too_early_to_tell_is_told_until_seven_days_after_the_due_date() {
    let calendar = berlin();
    let due = day(&calendar, 3, 5);
    let told = |at, wrap: fn(Report) -> Report| {
        let said = tried(day(&calendar, 1, 3), Succeeded);
        let mut seat = one(
            &calendar,
            vec![in_time(&calendar, TooEarly), wrap(report(at, said))],
        );
        seat.attempts[0].due = Some(due);
        class(&calendar, &seat, View::Final)
    };
    let overdue = calendar.midnight(day(&calendar, 4, 6));
    assert_eq!(told(overdue - hours(1), |one| one), Some(Class::Succeeded));
    assert_eq!(told(overdue, |one| one), Some(Class::Unresolved));
    assert_eq!(told(overdue, approved), Some(Class::Succeeded));
    // The closed week 1 keeps it pending for ever.
    let mut seat = one(&calendar, vec![in_time(&calendar, TooEarly)]);
    seat.attempts[0].due = Some(due);
    assert_eq!(class(&calendar, &seat, View::Closed), Some(Class::Pending));
}

#[test]
fn calling_it_too_early_again_is_no_way_round_confirmation() {
    let calendar = berlin();
    let mut again = change(&calendar, TooEarly);
    let mut up = change(&calendar, Succeeded);
    again.at += hours(1);
    up.at += hours(2);
    for from in [Failed, Partially] {
        let mut seat = one(
            &calendar,
            vec![in_time(&calendar, from), again.clone(), up.clone()],
        );
        seat.attempts[0].due = Some(day(&calendar, 9, 1));
        let before = class(&calendar, &seat, View::Closed);
        assert_eq!(class(&calendar, &seat, View::Final), before);
    }
    // Nor through a success called too early: it had been settled once.
    let mut seat = one(&calendar, vec![in_time(&calendar, Succeeded), again, up]);
    seat.attempts[0].due = Some(day(&calendar, 9, 1));
    assert_eq!(
        class(&calendar, &seat, View::Final),
        Some(Class::Unresolved)
    );
}

#[test]
fn an_attempt_moved_to_another_day_credits_one_week_in_each_reading() {
    let calendar = berlin();
    // While week 2 is open, a move told for week 2 turns out to have been made in closed week 1.
    let two = report(
        noon(&calendar, 2, 2),
        tried(day(&calendar, 2, 1), Succeeded),
    );
    let really = report(
        noon(&calendar, 2, 5),
        tried(day(&calendar, 1, 7), Succeeded),
    );
    let seat = one(&calendar, vec![two.clone(), really.clone()]);
    assert_eq!(codes(&calendar, &seat, View::Closed), start("S"));
    assert_eq!(codes(&calendar, &seat, View::Final), start("S"));
    let seat = one(&calendar, vec![two, approved(really)]);
    assert_eq!(codes(&calendar, &seat, View::Closed), start("S"));
    assert_eq!(codes(&calendar, &seat, View::Final), start("L"));
    // Week 1 closed with it; then it is moved into open week 2: the closed number stays.
    let moved = report(
        noon(&calendar, 2, 5),
        tried(day(&calendar, 2, 2), Succeeded),
    );
    let seat = one(&calendar, vec![in_time(&calendar, Succeeded), moved]);
    assert_eq!(codes(&calendar, &seat, View::Closed), start("A"));
    assert_eq!(codes(&calendar, &seat, View::Final), start("SA"));
    // Moved into another closed week it waits for a peer and the coordinator.
    let at = calendar.close(week(3));
    let moved = report(at, tried(day(&calendar, 2, 2), Succeeded));
    let seat = one(
        &calendar,
        vec![in_time(&calendar, Succeeded), moved.clone()],
    );
    assert_eq!(codes(&calendar, &seat, View::Final), start("A"));
    let seat = one(
        &calendar,
        vec![in_time(&calendar, Succeeded), approved(moved)],
    );
    assert_eq!(codes(&calendar, &seat, View::Final), start("SL"));
}

#[test]
fn another_day_told_after_the_close_is_no_way_round_the_criteria() {
    let calendar = berlin();
    let told = |on, from, day_after, to| {
        let mut seat = one(
            &calendar,
            vec![report(
                noon(&calendar, 1, 6),
                tried(day(&calendar, 1, on), from),
            )],
        );
        // Criteria changed on day 4, before anything was told.
        seat.attempts[0].criteria_changed = vec![changed(noon(&calendar, 1, 4))];
        let said = tried(day(&calendar, 1, day_after), to);
        let bare = report(after(&calendar), said);
        let with = |report| {
            let mut seat = seat.clone();
            seat.attempts[0].reports.push(report);
            class(&calendar, &seat, View::Final)
        };
        (with(bare.clone()), with(approved(bare)))
    };
    let of = |class| Some(class);
    let none = of(Class::NoCriterion);
    // A move without criteria beforehand becomes a success only with a peer and the coordinator...
    let met = of(Class::Succeeded);
    assert_eq!(told(3, Succeeded, 5, Succeeded), (none, met));
    // ... and so does a miss a move without criteria.
    let missed = of(Class::Failed);
    assert_eq!(told(5, Failed, 3, Failed), (missed, none));
    // What makes the numbers no better is taken at once.
    assert_eq!(told(3, Succeeded, 5, Failed), (missed, missed));
    assert_eq!(told(5, Succeeded, 3, Succeeded), (none, none));
    assert_eq!(told(5, Succeeded, 6, Succeeded), (met, met));
}

#[test]
fn nothing_from_the_final_close_on_changes_a_number() {
    let calendar = berlin();
    let mut back = report(calendar.final_close(), not_this_week(1));
    let seat = one(&calendar, vec![in_time(&calendar, Succeeded), back.clone()]);
    let years = calendar.final_close() + hours(24 * 700);
    assert_eq!(
        statuses(&calendar, &seat, View::Final, years).codes(),
        start("A")
    );
    back.at = calendar.final_close() - hours(1);
    let seat = one(&calendar, vec![in_time(&calendar, Succeeded), back]);
    assert_eq!(
        statuses(&calendar, &seat, View::Final, years).codes(),
        start("S")
    );
}
