//! Who is expected to practise in a week, and who did.

use crate::world::*;
use firstmove_domain::display::Share;
use firstmove_domain::excuse::Category;
use firstmove_domain::history::Outcome::{Failed, Succeeded};
use firstmove_domain::history::{Exit, ExitKind, Said, SeatHistory, Withdrawal};
use firstmove_domain::kpi::{move_rate, move_rates, success};
use firstmove_domain::status::{SoFar, View, so_far, statuses};
use firstmove_domain::week::Calendar;

fn both(calendar: &Calendar, seat: &SeatHistory, expected: &str) {
    assert_eq!(codes(calendar, seat, View::Closed), expected);
    assert_eq!(codes(calendar, seat, View::Final), expected);
}

fn bonus(calendar: &Calendar, seat: &SeatHistory) -> Vec<(Option<u8>, bool)> {
    let line = statuses(calendar, seat, View::Final, calendar.final_close());
    line.attempts
        .iter()
        .map(|one| (one.week, one.bonus))
        .collect()
}

#[test]
fn a_joiner_in_the_middle_of_a_week_is_expected_from_the_next() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "..AASAAAAA");
    seat.attempts.push(attempt(&calendar, 50, 2, Succeeded));
    both(&calendar, &seat, "..AASAAAAA");
    assert_eq!(bonus(&calendar, &seat)[0], (Some(2), true));
    let line = statuses(&calendar, &seat, View::Final, calendar.final_close());
    assert_eq!(success(&[line]).succeeded, 8);
}

#[test]
fn a_joiner_at_a_weeks_first_instant_is_expected_in_it() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "SSSSSSSSSS");
    seat.joined_at = calendar.span(week(3)).0;
    both(&calendar, &seat, "..SSSSSSSS");
}

#[test]
fn a_leaver_is_expected_through_the_last_full_week() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "AAAAAAAAAA");
    seat.exit = Some(exit(noon(&calendar, 6, 5)));
    both(&calendar, &seat, "AAAAA.....");
    assert_eq!(bonus(&calendar, &seat)[5], (Some(6), true));
    seat.exit = Some(exit(calendar.span(week(6)).1));
    both(&calendar, &seat, "AAAAAA....");
    let transfer = Exit {
        kind: ExitKind::Transfer,
        ..exit(calendar.span(week(6)).1 - hours(1))
    };
    seat.exit = Some(transfer);
    both(&calendar, &seat, "AAAAA.....");
}

#[test]
fn who_is_hired_again_counts_before_and_after_and_in_no_week_between() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "AASSAAAAAA");
    let before = codes(&calendar, &seat, View::Final);
    seat.exit = Some(exit(noon(&calendar, 3, 2)));
    let gone = seat.clone();
    seat.come_back(noon(&calendar, 5, 3), noon(&calendar, 5, 3));
    both(&calendar, &seat, "AA...AAAAA");
    // both on and off the edge of a week
    let mut edges = gone.clone();
    edges.exit = Some(exit(calendar.span(week(3)).0));
    edges.come_back(calendar.span(week(5)).0, calendar.span(week(4)).0);
    both(&calendar, &edges, "AA..AAAAAA");
    // coming back a second time, and taking one after the other back
    let mut twice = seat.clone();
    twice.exit = Some(exit(noon(&calendar, 7, 1)));
    twice.come_back(calendar.span(week(9)).0, noon(&calendar, 8, 1));
    both(&calendar, &twice, "AA...A..AA");
    assert!(twice.go_again() && twice.go_again() && !twice.go_again());
    assert_eq!(twice, gone);
    assert_ne!(codes(&calendar, &gone, View::Final), before);
}

#[test]
fn a_return_that_is_written_down_late_changes_no_closed_week() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "AASSAAAAAA");
    seat.exit = Some(exit(noon(&calendar, 3, 2)));
    seat.come_back(calendar.span(week(5)).0, calendar.close(week(6)) + hours(1));
    assert_eq!(codes(&calendar, &seat, View::Closed), "AA....AAAA");
    assert_eq!(codes(&calendar, &seat, View::Final), "AA..AAAAAA");
}

#[test]
fn an_exit_recorded_late_leaves_closed_weeks_as_they_were() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "AAAASS");
    let told = calendar.close(week(6)) + hours(1);
    seat.exit = Some(Exit {
        recorded_at: told,
        ..exit(noon(&calendar, 5, 2))
    });
    assert_eq!(codes(&calendar, &seat, View::Closed), "AAAASS....");
    assert_eq!(codes(&calendar, &seat, View::Final), "AAAA......");
}

#[test]
fn a_drop_out_stays_in_the_denominator_until_week_10() {
    let calendar = berlin();
    let seat = history(&calendar, 1, "AASSWWWWWW");
    both(&calendar, &seat, "AASSWWWWWW");
    let line = |view| vec![statuses(&calendar, &seat, view, calendar.final_close())];
    let rates = move_rates(&line(View::Closed), &line(View::Final));
    assert_eq!(rates.final_.share(), Share::new(2, 10));
    assert_eq!(rates.active.share(), Share::new(2, 4));
}

#[test]
fn the_week_begun_before_a_withdrawal_counts_and_an_excuse_does_not_hide_the_rest() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "AAAAASXXSS");
    let at = noon(&calendar, 6, 2);
    seat.withdrawal = Some(Withdrawal {
        at,
        recorded_at: at,
    });
    both(&calendar, &seat, "AAAAASWWWW");
    // A move after withdrawing counts for success only.
    seat.attempts.push(attempt(&calendar, 60, 8, Succeeded));
    both(&calendar, &seat, "AAAAASWWWW");
    assert_eq!(bonus(&calendar, &seat)[5], (Some(8), true));
    // Leaving the company ends it.
    seat.exit = Some(exit(noon(&calendar, 9, 1)));
    both(&calendar, &seat, "AAAAASWW..");
}

#[test]
fn an_attempt_in_an_excused_week_does_not_void_the_excuse() {
    let calendar = berlin();
    let seat = history(&calendar, 1, "AxAAAAAAAA");
    both(&calendar, &seat, "AXAAAAAAAA");
    assert_eq!(bonus(&calendar, &seat)[1], (Some(2), true));
}

#[test]
fn an_excuse_counts_only_if_recorded_in_time() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "SSXSSSSSSS");
    seat.excuses[0].recorded_at = calendar.span(week(3)).0;
    both(&calendar, &seat, "SSSSSSSSSS");
    seat.excuses[0].category = Category::Sickness;
    both(&calendar, &seat, "SSXSSSSSSS");
    seat.excuses[0].recorded_at = calendar.close(week(3)) - hours(1);
    both(&calendar, &seat, "SSXSSSSSSS");
    seat.excuses[0].recorded_at = calendar.close(week(3));
    both(&calendar, &seat, "SSSSSSSSSS");
}

#[test]
fn an_excuse_taken_back_after_the_close_changes_the_final_number_only() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "SSXSSSSSSS");
    seat.excuses[0].revoked_at = Some(calendar.close(week(3)));
    assert_eq!(codes(&calendar, &seat, View::Closed), "SSXSSSSSSS");
    assert_eq!(codes(&calendar, &seat, View::Final), "SSSSSSSSSS");
    seat.excuses[0].revoked_at = Some(calendar.close(week(3)) - hours(1));
    both(&calendar, &seat, "SSSSSSSSSS");
}

#[test]
fn two_moves_in_a_week_are_one_attempted_week_and_two_attempts() {
    let calendar = berlin();
    let seat = history(&calendar, 1, "2SSSSSSSSS");
    both(&calendar, &seat, "ASSSSSSSSS");
    let line = [statuses(
        &calendar,
        &seat,
        View::Final,
        calendar.final_close(),
    )];
    assert_eq!(move_rate(&line).share(), Share::new(1, 10));
    assert_eq!(success(&line).rate(), Share::new(2, 2));
}

#[test]
fn a_move_planned_for_one_week_and_made_in_the_next_credits_the_next() {
    let calendar = berlin();
    let mut seat = seat(&calendar, 1);
    let mut carried = plan(&calendar, 1, 3);
    let said = tried(day(&calendar, 4, 3), Failed);
    carried.reports.push(report(noon(&calendar, 4, 4), said));
    seat.attempts.push(carried);
    both(&calendar, &seat, "SSSASSSSSS");
    seat.excuses.push(excuse(&calendar, 3));
    both(&calendar, &seat, "SSXASSSSSS");
}

#[test]
fn a_move_in_a_pause_counts_for_success_only() {
    let calendar = berlin();
    let paused = calendar.paused(week(5), noon(&calendar, 3, 1)).unwrap();
    let mut seat = seat(&paused, 1);
    let mut during = plan(&paused, 1, 4);
    let said = tried(day(&calendar, 5, 3), Succeeded);
    during.reports.push(report(noon(&calendar, 5, 4), said));
    seat.attempts.push(during);
    both(&paused, &seat, "SSSSSSSSSS");
    assert_eq!(bonus(&paused, &seat), [(None, true)]);
    // Ten practice weeks, whatever the pause.
    assert_eq!(
        statuses(&paused, &seat, View::Final, paused.final_close())
            .weeks
            .len(),
        10
    );
}

#[test]
fn moves_of_weeks_11_and_12_are_a_count() {
    let calendar = berlin();
    let mut seat = history(&calendar, 1, "AAAAAAAAAA");
    seat.attempts.push(attempt(&calendar, 90, 11, Succeeded));
    seat.attempts.push(attempt(&calendar, 91, 12, Failed));
    let line = statuses(&calendar, &seat, View::Final, calendar.final_close());
    assert_eq!((line.embed, line.attempts.len()), (2, 10));
}

#[test]
fn an_open_week_has_no_status_yet_but_says_how_far_it_is() {
    let calendar = berlin();
    let mut seat = seat(&calendar, 1);
    seat.attempts.push(attempt(&calendar, 1, 2, Succeeded));
    let now = noon(&calendar, 2, 6);
    let line = statuses(&calendar, &seat, View::Final, now);
    assert_eq!(line.codes(), "S         ");
    assert_eq!(success(&[line]).succeeded, 1);
    assert!(
        statuses(&calendar, &seat, View::Closed, now)
            .attempts
            .is_empty()
    );
    let so_far = |number, at| so_far(&calendar, &seat, week(number), at);
    assert_eq!(so_far(2, noon(&calendar, 2, 3)), SoFar::Silent);
    assert_eq!(so_far(2, now), SoFar::Attempted);
    assert_eq!(so_far(1, now), SoFar::Silent);
}

#[test]
fn a_move_planned_for_one_week_and_made_on_the_monday_after_leaves_nobody_silent() {
    let calendar = berlin();
    let mut seat = seat(&calendar, 1);
    let mut carried = plan(&calendar, 1, 2);
    let told = noon(&calendar, 3, 1) + hours(1);
    carried.reports.push(report(
        told,
        Said::Tried {
            week: week(2),
            performed_on: day(&calendar, 3, 1),
            outcome: Succeeded,
        },
    ));
    seat.attempts.push(carried);
    let so_far = |number, at| so_far(&calendar, &seat, week(number), at);
    assert_eq!(so_far(2, told - hours(1)), SoFar::Silent);
    assert_eq!(so_far(2, told), SoFar::NotThisWeek);
    assert_eq!(so_far(3, told), SoFar::Attempted);
    both(&calendar, &seat, "SSASSSSSSS");
}

#[test]
fn a_closed_week_is_the_same_one_instant_after_its_close() {
    let calendar = berlin();
    let seat = history(&calendar, 1, "ASASASASAS");
    let close = calendar.close(week(3));
    assert_eq!(
        statuses(&calendar, &seat, View::Closed, close).codes(),
        "ASA       "
    );
    let before = close - hours(1);
    assert_eq!(
        statuses(&calendar, &seat, View::Closed, before).codes(),
        "AS        "
    );
}
