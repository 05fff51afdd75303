//! What an attempt counts for.

use crate::world::*;
use firstmove_domain::history::Outcome::{Failed, Succeeded, TooEarly};
use firstmove_domain::history::{AttemptHistory, CriteriaChanged};
use firstmove_domain::kpi::{
    Stage, SuccessFlag, TrendWord, distinct_moves, moves_by_skill, moves_trend, stretch_slope,
    success, success_of, success_trend,
};
use firstmove_domain::status::{Class, Counted, Line, View, statuses};
use firstmove_domain::week::Calendar;
use jiff::Timestamp;

fn class(
    calendar: &Calendar,
    attempt: AttemptHistory,
    view: View,
    now: Timestamp,
) -> Option<Class> {
    let mut seat = seat(calendar, 1);
    seat.attempts.push(attempt);
    statuses(calendar, &seat, view, now)
        .attempts
        .first()
        .map(|one| one.class)
}

fn last(calendar: &Calendar, attempt: AttemptHistory) -> Option<Class> {
    class(calendar, attempt, View::Final, calendar.final_close())
}

#[test]
fn an_outcome_is_pending_through_the_seventh_day_after_its_due_date() {
    let calendar = berlin();
    let mut attempt = attempt(&calendar, 1, 2, TooEarly);
    attempt.due = Some(day(&calendar, 2, 7));
    let overdue = calendar.span(week(4)).0;
    let at = |now| class(&calendar, attempt.clone(), View::Final, now);
    assert_eq!(at(overdue - hours(1)), Some(Class::Pending));
    assert_eq!(at(overdue), Some(Class::Unresolved));
}

#[test]
fn what_is_still_pending_when_the_sprint_is_final_is_unresolved() {
    let calendar = berlin();
    let mut attempt = attempt(&calendar, 1, 10, TooEarly);
    attempt.due = Some(calendar.local_date(calendar.final_close() + hours(24 * 60)));
    let at = |now| class(&calendar, attempt.clone(), View::Final, now);
    assert_eq!(at(calendar.final_close() - hours(1)), Some(Class::Pending));
    assert_eq!(at(calendar.final_close()), Some(Class::Unresolved));
}

#[test]
fn criteria_made_or_changed_after_the_move_count_in_no_rate() {
    let calendar = berlin();
    let done = || attempt(&calendar, 1, 2, Succeeded);
    assert_eq!(last(&calendar, done()), Some(Class::Succeeded));
    let none = AttemptHistory {
        criteria_locked_at: None,
        ..done()
    };
    assert_eq!(last(&calendar, none), Some(Class::NoCriterion));
    // Done on day 3, told on day 4 at noon.
    for (at, expected) in [
        (noon(&calendar, 2, 2), Class::Succeeded),
        (noon(&calendar, 2, 3), Class::Succeeded),
        (
            calendar.midnight(day(&calendar, 2, 4)) - hours(1),
            Class::Succeeded,
        ),
        (calendar.midnight(day(&calendar, 2, 4)), Class::NoCriterion),
        (noon(&calendar, 2, 6), Class::NoCriterion),
    ] {
        let made = AttemptHistory {
            criteria_locked_at: Some(at),
            ..done()
        };
        assert_eq!(last(&calendar, made), Some(expected), "made {at}");
        let changed = AttemptHistory {
            criteria_changed: vec![changed(at)],
            ..done()
        };
        assert_eq!(last(&calendar, changed), Some(expected), "changed {at}");
    }
}

#[test]
fn criteria_changed_on_the_same_day_but_after_telling_are_moved_goalposts() {
    let calendar = berlin();
    let mut same_day = plan(&calendar, 1, 2);
    let said = tried(day(&calendar, 2, 3), Failed);
    same_day.reports.push(report(noon(&calendar, 2, 3), said));
    same_day.criteria_changed = vec![changed(noon(&calendar, 2, 3) - hours(1))];
    assert_eq!(last(&calendar, same_day.clone()), Some(Class::Failed));
    same_day.criteria_changed = vec![changed(noon(&calendar, 2, 3) + hours(1))];
    assert_eq!(last(&calendar, same_day.clone()), Some(Class::NoCriterion));
    // Naming a later day for the move afterwards does not help.
    let said = tried(day(&calendar, 2, 5), Succeeded);
    same_day.reports.push(report(noon(&calendar, 2, 5), said));
    assert_eq!(last(&calendar, same_day), Some(Class::NoCriterion));
}

#[test]
fn a_report_taken_back_with_its_move_put_off_to_a_later_week_was_of_no_attempt() {
    let calendar = berlin();
    let mut carried = plan(&calendar, 1, 2);
    let said = |number, outcome| tried(day(&calendar, number, 3), outcome);
    carried.reports = vec![
        report(noon(&calendar, 2, 4), said(2, Succeeded)),
        report(noon(&calendar, 2, 5), not_this_week(2)),
        report(noon(&calendar, 3, 4), said(3, Succeeded)),
    ];
    // The due date of week 2 goes as the move is carried into week 3.
    carried.criteria_changed = vec![changed(noon(&calendar, 2, 5))];
    assert_eq!(last(&calendar, carried.clone()), Some(Class::Succeeded));
    // In the same week it is the same attempt, told of in another way.
    carried.reports[0] = report(noon(&calendar, 2, 2), tried(day(&calendar, 2, 1), Failed));
    carried.reports[1].at = noon(&calendar, 2, 3);
    carried.reports[2] = report(
        noon(&calendar, 2, 7),
        tried(day(&calendar, 2, 6), Succeeded),
    );
    carried.criteria_changed = vec![changed(noon(&calendar, 2, 4))];
    assert_eq!(last(&calendar, carried), Some(Class::NoCriterion));
}

#[test]
fn criteria_changed_after_the_close_leave_the_closed_week_as_it_was() {
    let calendar = berlin();
    let mut late = attempt(&calendar, 1, 2, Succeeded);
    late.criteria_changed = vec![changed(calendar.close(week(2)))];
    let end = calendar.final_close();
    assert_eq!(
        class(&calendar, late.clone(), View::Closed, end),
        Some(Class::Succeeded)
    );
    assert_eq!(last(&calendar, late), Some(Class::NoCriterion));
}

#[test]
fn a_due_date_moved_after_the_close_leaves_the_closed_week_as_it_was() {
    let calendar = berlin();
    let (end, close) = (calendar.final_close(), calendar.close(week(2)));
    // Made on Monday, due that day: overdue on the Tuesday of the week after, when week 2 is open.
    let mut early = plan(&calendar, 1, 2);
    early.due = Some(day(&calendar, 2, 1));
    let said = tried(day(&calendar, 2, 1), TooEarly);
    early.reports.push(report(noon(&calendar, 2, 4), said));
    let closed = |one: &AttemptHistory, now| class(&calendar, one.clone(), View::Closed, now);
    assert_eq!(closed(&early, close), Some(Class::Unresolved));
    early.criteria_changed = vec![CriteriaChanged {
        at: close + hours(5),
        due: Some(day(&calendar, 9, 1)),
    }];
    assert_eq!(closed(&early, close), Some(Class::Unresolved));
    assert_eq!(closed(&early, end), Some(Class::Unresolved));
    assert_eq!(last(&calendar, early), Some(Class::NoCriterion));
}

#[test]
fn a_due_date_moved_with_the_plan_before_the_move_is_the_one_that_counts() {
    let calendar = berlin();
    let mut carried = plan(&calendar, 1, 2);
    carried.criteria_changed = vec![
        CriteriaChanged {
            at: noon(&calendar, 3, 2),
            due: Some(day(&calendar, 6, 1)),
        },
        changed(noon(&calendar, 3, 1)),
    ];
    let said = tried(day(&calendar, 3, 3), TooEarly);
    carried.reports.push(report(noon(&calendar, 3, 4), said));
    let at = |now| class(&calendar, carried.clone(), View::Final, now);
    let overdue = calendar.midnight(day(&calendar, 7, 2));
    assert_eq!(at(overdue - hours(1)), Some(Class::Pending));
    assert_eq!(at(overdue), Some(Class::Unresolved));
    // Without a due date the outcome is due a week after the move.
    carried.criteria_changed.remove(0);
    let at = |now| class(&calendar, carried.clone(), View::Final, now);
    let overdue = calendar.midnight(day(&calendar, 5, 4));
    assert_eq!(at(overdue - hours(1)), Some(Class::Pending));
    assert_eq!(at(overdue), Some(Class::Unresolved));
}

#[test]
fn a_day_told_after_the_close_that_nobody_confirmed_moves_no_due_date() {
    let calendar = berlin();
    let end = calendar.final_close();
    // Made on the Friday of week 3 without a due date: pending as the week closes.
    let mut moved = plan(&calendar, 1, 1);
    moved.due = None;
    let said = tried(day(&calendar, 3, 5), TooEarly);
    moved.reports.push(report(noon(&calendar, 3, 6), said));
    let closed = |one: &AttemptHistory| class(&calendar, one.clone(), View::Closed, end);
    assert_eq!(closed(&moved), Some(Class::Pending));
    let said = tried(day(&calendar, 1, 1), TooEarly);
    let told = calendar.close(week(3)) + hours(1);
    moved.reports.push(report(told, said));
    assert_eq!(closed(&moved), Some(Class::Pending));
    assert_eq!(
        class(&calendar, moved, View::Final, told),
        Some(Class::Pending)
    );
}

#[test]
fn the_same_move_made_again_is_an_attempt_of_its_own_and_no_distinct_move() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "AAAASSSSSS");
    let first = seat.attempts[0].experiment;
    seat.attempts[1].repeat_of = Some(first);
    seat.attempts[2].repeat_of = Some(seat.attempts[1].experiment);
    // A try of a move that was planned and never made is the first of its kind.
    seat.attempts[3].repeat_of = Some(plan(&calendar, 999, 1).experiment);
    let lines = [statuses(
        &calendar,
        &seat,
        View::Final,
        calendar.final_close(),
    )];
    assert_eq!(success(&lines).rate().fraction(), "4 of 4");
    assert_eq!(distinct_moves(&lines), 2);
}

#[test]
fn a_move_without_criteria_still_counts_as_attempted() {
    let calendar = berlin();
    let mut seat = seat(&calendar, 1);
    let done = attempt(&calendar, 1, 2, Succeeded);
    seat.attempts.push(AttemptHistory {
        criteria_locked_at: None,
        ..done
    });
    assert_eq!(codes(&calendar, &seat, View::Closed), "SASSSSSSSS");
    let counts = success(&[statuses(
        &calendar,
        &seat,
        View::Final,
        calendar.final_close(),
    )]);
    assert_eq!((counts.no_criterion, counts.resolved), (1, 0));
    assert_eq!(counts.display, None);
}

#[test]
fn the_week_is_that_of_the_move_not_of_report_or_due_date() {
    let calendar = berlin();
    let mut seat = seat(&calendar, 1);
    let mut done = plan(&calendar, 1, 2);
    done.due = Some(day(&calendar, 5, 1));
    let said = tried(day(&calendar, 2, 7), Succeeded);
    done.reports.push(report(noon(&calendar, 3, 2), said));
    seat.attempts.push(done);
    let line = statuses(&calendar, &seat, View::Final, calendar.final_close());
    assert_eq!(line.attempts[0].week, Some(2));
    assert_eq!(line.codes(), "SASSSSSSSS");
}

/// One person's attempts, one a week, with these classes.
fn line(person: &str, classes: &[Class]) -> Line {
    let attempts = (1u8..)
        .zip(classes)
        .map(|(week, class)| Counted::plain(week, *class, false));
    Line {
        person: person.to_owned(),
        attempts: attempts.collect(),
        ..Line::default()
    }
}

#[test]
fn rates_too_good_or_too_low_are_flagged_from_twenty_on() {
    let flags = |succeeded: usize, failed: usize| {
        let mut classes = vec![Class::Succeeded; succeeded];
        classes.extend(vec![Class::Failed; failed]);
        let lines = [line("P1", &classes)];
        success(&lines).flags(&success_trend(&lines, Stage::Running), None)
    };
    assert_eq!(flags(19, 1), [SuccessFlag::TooEasy]);
    assert_eq!(flags(19, 0), []);
    assert_eq!(flags(18, 2), []);
    assert_eq!(flags(5, 15), [SuccessFlag::TooHard]);
    assert_eq!(flags(6, 14), []);
}

#[test]
fn rising_success_with_falling_stretch_asks_about_easier_moves() {
    use Class::{Failed as F, Succeeded as S};
    let mut lines: Vec<Line> = ["P1", "P2", "P3", "P4"]
        .map(|person| line(person, &[F, F, F, F, S, S, S, S]))
        .into();
    for attempt in lines.iter_mut().flat_map(|line| &mut line.attempts) {
        attempt.stretch = Some(6 - attempt.week.unwrap().div_ceil(2));
    }
    let slope = stretch_slope(&lines);
    assert!(slope.unwrap() < -0.4);
    let trend = success_trend(&lines, Stage::Review12);
    assert_eq!(trend.word, TrendWord::Rising);
    assert!(trend.text.starts_with("rising, +") && trend.text.ends_with(" pp per week"));
    assert_eq!(
        success(&lines).flags(&trend, slope),
        [SuccessFlag::EasierMoves]
    );
    assert_eq!(
        success_trend(&lines, Stage::Running).word,
        TrendWord::NotYet
    );
    assert_eq!(
        success_trend(&lines[..3], Stage::Review12).word,
        TrendWord::TooFew
    );
    assert_eq!(stretch_slope(&[]), None);
}

#[test]
fn the_move_rates_trend_is_tested_at_the_end_only_and_named_only_if_clear() {
    let calendar = berlin();
    let of = |codes: &str| {
        let people: Vec<_> = (1..=5).map(|key| history(&calendar, key, codes)).collect();
        lines(&calendar, &people, View::Final, calendar.final_close())
    };
    let word = |codes, stage| moves_trend(&of(codes), stage).word;
    assert_eq!(word("AAAAASSSSS", Stage::Review12), TrendWord::Falling);
    assert_eq!(word("SSSSSAAAAA", Stage::Review12), TrendWord::Rising);
    assert_eq!(word("SSSSSAAAAA", Stage::Running), TrendWord::NotYet);
    assert_eq!(word("ASASASASAS", Stage::Review12), TrendWord::NoClear);
    assert_eq!(word("AAAAAAAAAA", Stage::Review12), TrendWord::NoClear);
    assert_eq!(word("SAAAAXXXXX", Stage::Review12), TrendWord::TooFew);
}

#[test]
fn a_skill_has_its_own_success_and_its_share_of_moves() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "AAASSSSSSS");
    seat.attempts[2].skill = "giving_feedback".to_owned();
    let lines = [statuses(
        &calendar,
        &seat,
        View::Final,
        calendar.final_close(),
    )];
    let of = success_of(&lines, |one| one.skill.as_deref() == Some("delegation"));
    assert_eq!(of.rate().fraction(), "2 of 2");
    let counts: Vec<(String, u64)> = moves_by_skill(&lines).into_iter().collect();
    assert_eq!(
        counts,
        [
            ("delegation".to_owned(), 2),
            ("giving_feedback".to_owned(), 1)
        ]
    );
}
