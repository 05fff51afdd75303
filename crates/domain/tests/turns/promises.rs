//! What is promised of turns, over ten thousand random cohorts.

use crate::sprint::Odds;
use crate::tally::Tally;

/// One week in ten is missed: half of that is known from the start, half turns out on the day. In every second of
/// those sessions the others step in; in the rest the turn is missed.
const USUAL: Odds = Odds {
    people: (6, 10),
    leavers: 2,
    joiners: 0,
    away: 5,
    suddenly: 5,
    steps_in: 50,
    off: 0,
};

#[test]
fn in_ten_thousand_cohorts_everyone_who_stays_presents_and_spotlights_differ_by_one_at_most() {
    let tally = Tally::of(0..10_000, USUAL);
    tally.print("6 to 10 people, up to two leave, one week in ten is missed");
    assert_eq!(tally.never_presented, 0);
    assert!(tally.spotlights.keys().all(|difference| *difference <= 1));
    assert!(tally.tens_who_stay > 500, "cohorts of ten without leavers");
    assert!(tally.facilitating.keys().all(|difference| *difference <= 3));
}

#[test]
fn ten_people_all_present_even_if_every_absence_is_a_surprise_and_nobody_steps_in() {
    let odds = Odds {
        people: (10, 10),
        leavers: 0,
        away: 0,
        suddenly: 10,
        steps_in: 0,
        ..USUAL
    };
    let tally = Tally::of(0..2_000, odds);
    tally.print("10 people who all stay, one week in ten is missed without a word");
    assert_eq!(tally.never_presented, 0);
    assert!(tally.spotlights.keys().all(|difference| *difference <= 1));
}

#[test]
fn without_absences_everyone_has_a_full_turn_and_everything_is_even() {
    let odds = Odds {
        leavers: 0,
        away: 0,
        suddenly: 0,
        ..USUAL
    };
    let tally = Tally::of(0..2_000, odds);
    tally.print("6 to 10 people who are always there");
    assert_eq!((tally.never_presented, tally.only_in_short), (0, 0));
    for spread in [
        &tally.spotlights_of_all,
        &tally.facilitating,
        &tally.note_taking,
    ] {
        assert!(spread.keys().all(|difference| *difference <= 1));
    }
    assert_eq!(tally.open_spotlights, 0);
}

#[test]
fn whoever_joins_by_week_seven_presents_too() {
    let tally = Tally::of(
        0..2_000,
        Odds {
            joiners: 2,
            ..USUAL
        },
    );
    tally.print("the same as the first, and up to two join in weeks 2 to 7");
    assert_eq!(tally.never_presented, 0);
}

#[test]
fn everyone_presents_although_one_session_in_twelve_is_called_off() {
    let tally = Tally::of(0..2_000, Odds { off: 8, ..USUAL });
    tally.print("the same as the first, and one session in twelve is called off");
    assert_eq!(tally.never_presented, 0);
    assert!(tally.spotlights.keys().all(|difference| *difference <= 1));
}

#[test]
fn where_four_weeks_in_ten_are_missed_whoever_comes_to_five_sessions_presents() {
    let odds = Odds {
        away: 20,
        suddenly: 20,
        steps_in: 100,
        ..USUAL
    };
    let tally = Tally::of(0..2_000, odds);
    tally.print("6 to 10 people, up to two leave, four weeks in ten are missed");
    assert!(tally.were_there.keys().all(|sessions| *sessions < 5));
}
