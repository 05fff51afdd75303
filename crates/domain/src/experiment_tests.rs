use super::*;
use crate::check_in::Barrier;
use crate::history::Outcome;
use crate::plan::When;
use jiff::civil::date;
use uuid::Uuid;

fn week(number: u8) -> Week {
    Week::new(number).expect("a week")
}

fn id(n: u128) -> ExperimentId {
    ExperimentId::new(Uuid::from_u128(n))
}

fn seat() -> SeatId {
    SeatId::new(Uuid::from_u128(9))
}

fn revision() -> ReportId {
    ReportId::new(Uuid::from_u128(8))
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn monday() -> Timestamp {
    at("2026-10-12T08:00:00Z")
}

fn plan() -> Plan {
    Plan {
        skill: "delegation".into(),
        library_move: None,
        hypothesis: "Ines can run the count".into(),
        action: "I hand the stock count to Ines.".into(),
        needs_asking: false,
        when: When {
            day: date(2026, 10, 13),
            time: None,
            with_whom: "Ines".into(),
        },
        criteria: Criteria {
            text: "Done by 11:00".into(),
            due: Some(date(2026, 10, 14)),
        },
        hours_freed: None,
        obstacle: None,
        response: None,
        fallback: "join at 10:45".into(),
        confidence: None,
        stretch: None,
        witness: None,
        preparation: None,
    }
}

fn saved() -> Saved {
    Saved {
        seat: seat(),
        terms: plan().terms(),
    }
}

fn planned() -> Experiment {
    Experiment::save((id(1), seat()), week(2), plan(), false, monday()).0
}

fn tried(outcome: Outcome) -> CheckIn {
    CheckIn::Tried(Tried {
        performed_on: date(2026, 10, 13),
        outcome,
        line: "Done by 10:40. She found a faster order.".into(),
        number: None,
        evidence: None,
        witness: None,
    })
}

fn not_this_week() -> CheckIn {
    CheckIn::NotThisWeek(NotThisWeek {
        barrier: Barrier::NoTime,
        next: None,
        line: None,
    })
}

fn ok(step: Step) -> Experiment {
    step.expect("the step is taken").0
}

#[test]
fn a_second_plan_of_the_week_waits_until_the_first_is_reported() {
    let first = planned();
    assert!(first.state.holds_the_week());
    let (second, event) = Experiment::save((id(2), seat()), week(2), plan(), true, monday());
    assert_eq!(second.state, State::Queued);
    assert_eq!(
        event,
        Event::MoveQueued {
            experiment: id(2),
            week: week(2),
            repeat_of: None,
            saved: saved(),
        }
    );
    assert_eq!(
        second.clone().take_up(week(2), true),
        Err(Refusal::WeekIsTaken)
    );

    let first = ok(first.check_in((revision(), tried(Outcome::Succeeded)), Some(week(2))));
    assert!(
        !first.state.holds_the_week(),
        "a second move in the week may follow"
    );
    let second = ok(second.take_up(week(2), false));
    assert_eq!(second.state, State::Planned);
    let second = ok(second.check_in((revision(), tried(Outcome::Failed)), Some(week(2))));
    assert_eq!(second.state.key(), "reported");
}

#[test]
fn hannah_reports_her_move_and_the_event_says_so() {
    let (reported, event) = planned()
        .check_in((revision(), tried(Outcome::Succeeded)), Some(week(2)))
        .expect("taken");
    assert!(
        matches!(&reported.state, State::Reported(tried) if tried.outcome == Outcome::Succeeded)
    );
    assert_eq!((reported.week, reported.carried_from), (week(2), None));
    let expected = Event::MoveReported {
        experiment: id(1),
        performed_on: date(2026, 10, 13),
        outcome: Outcome::Succeeded,
        again: false,
        report: revision(),
        week: week(2),
        shown: false,
    };
    assert_eq!(event, expected);
    let (_, event) = reported
        .check_in((revision(), tried(Outcome::Partially)), Some(week(2)))
        .expect("taken");
    assert!(matches!(event, Event::MoveReported { again: true, .. }));
}

#[test]
fn a_move_done_a_week_later_keeps_its_identity_and_says_where_it_came_from() {
    let done = ok(planned().check_in((revision(), tried(Outcome::Succeeded)), Some(week(3))));
    assert_eq!(
        (done.id, done.week, done.carried_from),
        (id(1), week(3), Some(week(2)))
    );
    let corrected = ok(done.check_in((revision(), tried(Outcome::Succeeded)), Some(week(2))));
    assert_eq!((corrected.week, corrected.carried_from), (week(2), None));
}

#[test]
fn not_this_week_and_the_same_move_again_carries_it_over() {
    let (skipped, event) = planned()
        .check_in((revision(), not_this_week()), None)
        .expect("taken");
    let expected = Event::NotThisWeek {
        experiment: id(1),
        week: week(2),
        barrier: Barrier::NoTime,
        report: revision(),
    };
    assert_eq!(event, expected);
    let early = skipped
        .clone()
        .carry_over(week(2), date(2026, 10, 14), false, monday());
    assert_eq!(early, Err(Refusal::NotLater));
    let taken = skipped
        .clone()
        .carry_over(week(3), date(2026, 10, 20), true, monday());
    assert_eq!(taken, Err(Refusal::WeekIsTaken));
    let carried = ok(skipped.carry_over(week(3), date(2026, 10, 20), false, monday()));
    assert_eq!((carried.id, carried.state.key()), (id(1), "planned"));
    assert_eq!(carried.carried_from, Some(week(2)));
    assert_eq!(
        carried.plan.criteria.due, None,
        "a due date that has passed is asked anew"
    );
    assert_eq!(carried.changes.len(), 1);
    let again = ok(carried.carry_over(week(4), date(2026, 10, 27), false, monday()));
    assert_eq!(
        again.carried_from,
        Some(week(2)),
        "the first week is remembered"
    );
}

#[test]
fn trying_a_reported_move_again_is_a_new_one_that_points_back() {
    let first = ok(planned().check_in((revision(), tried(Outcome::Partially)), Some(week(2))));
    let (again, event) = first.repeat((id(2), seat()), week(2), plan(), false, monday());
    assert_eq!((again.id, again.repeat_of), (id(2), Some(id(1))));
    let expected = Event::MovePlanned {
        experiment: id(2),
        week: week(2),
        repeat_of: Some(id(1)),
        saved: Some(saved()),
    };
    assert_eq!(event, expected);
    assert!(again.changes.is_empty());
}

#[test]
fn changed_criteria_stay_visible_and_are_counted_and_other_words_are_not() {
    let mut softer = plan();
    softer.criteria.text = "Done by 12:00".into();
    let (changed, event) = planned()
        .change(softer.clone(), at("2026-10-12T09:00:00Z"))
        .expect("taken");
    assert_eq!(
        event,
        Event::CriteriaChanged {
            experiment: id(1),
            times: 1,
            terms: plan().terms(),
        }
    );
    assert_eq!(changed.changes[0].old.text, "Done by 11:00");
    assert_eq!(changed.changes[0].new.text, "Done by 12:00");
    assert_eq!(changed.locked_at, monday(), "the lock is the first one");
    softer.fallback = "take it over next time".into();
    let (changed, event) = changed
        .change(softer, at("2026-10-12T10:00:00Z"))
        .expect("taken");
    let terms = plan().terms();
    let experiment = id(1);
    assert_eq!(event, Event::PlanChanged { experiment, terms });
    assert_eq!(changed.changes.len(), 1);
}

#[test]
fn once_the_outcome_is_in_the_plan_stays() {
    let reported = ok(planned().check_in((revision(), tried(Outcome::Failed)), Some(week(2))));
    assert_eq!(reported.change(plan(), monday()), Err(Refusal::OutcomeIsIn));
    let open = ok(planned().check_in((revision(), tried(Outcome::TooEarly)), Some(week(2))));
    assert!(open.change(plan(), monday()).is_ok());
}

#[test]
fn a_tried_move_cannot_be_dropped_but_its_attempt_can_be_taken_back() {
    let reported = ok(planned().check_in((revision(), tried(Outcome::Failed)), Some(week(2))));
    assert_eq!(reported.clone().drop_it(), Err(Refusal::AlreadyTried));
    let (back, event) = reported
        .check_in((revision(), not_this_week()), None)
        .expect("taken");
    let expected = Event::AttemptTakenBack {
        experiment: id(1),
        week: week(2),
        barrier: Barrier::NoTime,
        report: revision(),
    };
    assert_eq!(event, expected);
    assert_eq!(back.state.key(), "not_this_week");
}

#[test]
fn a_dropped_move_takes_no_report_and_a_waiting_one_cannot_be_put_off() {
    let (dropped, event) = planned().drop_it().expect("taken");
    assert_eq!(event, Event::MoveDropped { experiment: id(1) });
    let refused = dropped
        .clone()
        .check_in((revision(), tried(Outcome::Succeeded)), Some(week(2)));
    assert_eq!(refused, Err(Refusal::Dropped));
    assert_eq!(dropped.drop_it(), Err(Refusal::Dropped));
    let (queued, _) = Experiment::save((id(2), seat()), week(2), plan(), true, monday());
    assert_eq!(
        queued.check_in((revision(), not_this_week()), None),
        Err(Refusal::OnlyQueued)
    );
}
