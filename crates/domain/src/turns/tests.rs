use super::Slot::{Facilitator, NoteTaker, Presenter, ShortPresenter, Spotlight};
use super::*;
use uuid::Uuid;

fn week(number: u8) -> Week {
    Week::new(number).expect("a week")
}

fn id(number: u128) -> SeatId {
    SeatId::new(Uuid::from_u128(number))
}

fn people(count: u128) -> Vec<Seat> {
    let seat = |number| Seat {
        id: id(number),
        first: Week::FIRST,
        last: None,
        away: Vec::new(),
    };
    (1..=count).map(seat).collect()
}

/// The situation before the first session.
fn before(seats: &[Seat]) -> Situation<'_> {
    Situation {
        seed: 42,
        now: Week::FIRST,
        seats,
        held: &[],
        missed: &[],
        off: &[],
        decided: &[],
        stalled: &[],
        told: None,
    }
}

/// What of a plan was held before a week, were everybody there.
fn held(plan: &Plan, before: Week) -> Vec<Turn> {
    plan.turns().filter(|turn| turn.week < before).collect()
}

fn first_time(plan: &Plan, seat: SeatId) -> Option<u8> {
    let mut turns = plan.of(seat).filter(|turn| turn.slot.presents());
    turns.next().map(|turn| turn.week.number())
}

#[test]
fn of_ten_people_each_has_one_full_turn_and_all_have_presented_by_week_six() {
    let seats = people(10);
    let plan = plan(&before(&seats));
    for seat in &seats {
        let full = plan.of(seat.id).filter(|turn| turn.slot == Presenter);
        assert_eq!(full.count(), 1);
        assert!(first_time(&plan, seat.id).is_some_and(|week| week <= PRESENTED_BY));
    }
    assert_eq!(
        plan.who(week(1), ShortPresenter),
        None,
        "the method comes first"
    );
}

#[test]
fn six_people_need_no_short_slot() {
    let seats = people(6);
    let plan = plan(&before(&seats));
    assert!(plan.turns().all(|turn| turn.slot != ShortPresenter));
    assert_eq!(
        plan.turns().filter(|turn| turn.slot.is_spotlight()).count(),
        6
    );
}

#[test]
fn who_came_first_into_a_group_presents_no_more_often_than_who_came_last() {
    for count in 5..=10 {
        let seats = people(count);
        let mut told = Plan::default();
        for known in 1..=seats.len() {
            told = plan(&Situation {
                told: Some(&told),
                ..before(&seats[..known])
            });
        }
        for slot in [Presenter, Facilitator, NoteTaker] {
            let turns = |seat: &Seat| told.of(seat.id).filter(|turn| turn.slot == slot).count();
            let counts: Vec<usize> = seats.iter().map(turns).collect();
            let (least, most) = (counts.iter().min(), counts.iter().max());
            assert!(
                least.zip(most).is_some_and(|(few, many)| few + 1 >= *many),
                "{slot:?} {counts:?}"
            );
        }
    }
}

#[test]
fn all_in_a_session_are_different_people_as_long_as_enough_are_there() {
    for count in 1..=10 {
        let seats = people(count);
        let plan = plan(&before(&seats));
        for week in Week::practice() {
            let turns = plan.turns().filter(|turn| turn.week == week);
            let mut here: Vec<SeatId> = turns
                .filter(|turn| !turn.slot.is_spotlight())
                .map(|turn| turn.seat)
                .collect();
            let turns = here.len();
            here.sort();
            here.dedup();
            assert_eq!(
                here.len(),
                turns.min(seats.len()),
                "{count} people in week {week}"
            );
            assert!(turns >= 3, "nobody is missing");
        }
    }
}

#[test]
fn the_same_gives_the_same_and_another_seed_another_order() {
    let seats = people(8);
    let first = plan(&before(&seats));
    assert_eq!(plan(&before(&seats)), first);
    let told = Situation {
        told: Some(&first),
        ..before(&seats)
    };
    assert_eq!(plan(&told), first);
    let other = Situation {
        seed: 43,
        ..before(&seats)
    };
    assert_ne!(plan(&other), first);
}

#[test]
fn nobody_has_a_turn_in_a_week_in_which_they_are_away() {
    let mut seats = people(7);
    for (seat, away) in seats.iter_mut().zip(1..) {
        seat.away = vec![week(away), week(away + 1), week(12)];
    }
    let plan = plan(&before(&seats));
    for seat in &seats {
        assert!(plan.of(seat.id).all(|turn| seat.is_there(turn.week)));
    }
}

#[test]
fn who_missed_their_turn_has_a_short_one_in_the_next_session_and_nobody_else_moves() {
    let seats = people(7);
    let told = plan(&before(&seats));
    let absent = told.who(week(4), Presenter).expect("somebody");
    let theirs = |turn: &Turn| turn.week == week(4) && turn.slot == Presenter;
    let (missed, held): (Vec<Turn>, Vec<Turn>) = held(&told, week(5)).into_iter().partition(theirs);
    let again = plan(&Situation {
        now: week(5),
        held: &held,
        missed: &missed,
        told: Some(&told),
        ..before(&seats)
    });
    assert_eq!(again.who(week(5), ShortPresenter), Some(absent));
    let moved = told.changes(&again, week(5));
    let others = moved
        .iter()
        .filter(|change| change.slot == Presenter && change.before != Some(absent));
    let again_first = again.of(absent).filter(|turn| turn.slot == Presenter);
    assert_eq!(
        again_first.count(),
        1,
        "one of the second turns is theirs now"
    );
    assert_eq!(others.count(), 1, "and of the presenters nobody else moves");
}

#[test]
fn when_somebody_leaves_only_their_turns_pass_on_and_what_was_held_comes_back() {
    let mut seats = people(8);
    let told = plan(&before(&seats));
    let leaver = told.who(week(7), Presenter).expect("somebody");
    for seat in seats.iter_mut().filter(|seat| seat.id == leaver) {
        seat.last = Some(week(3));
    }
    let held = held(&told, week(4));
    let again = plan(&Situation {
        now: week(4),
        held: &held,
        told: Some(&told),
        ..before(&seats)
    });
    assert!(again.of(leaver).all(|turn| turn.week <= week(3)));
    assert!(
        told.changes(&again, Week::FIRST)
            .iter()
            .all(|change| change.week > week(3))
    );
    let theirs = told.of(leaver).filter(|turn| turn.week > week(3)).count();
    let passed = told.changes(&again, week(4));
    let others = passed
        .iter()
        .filter(|change| change.before.is_some_and(|seat| seat != leaver));
    assert!(
        others.count() <= theirs,
        "at most one other moves for each turn of theirs"
    );
}

#[test]
fn who_exchange_their_turns_keep_what_they_decided_and_the_others_keep_theirs() {
    let seats = people(8);
    let told = plan(&before(&seats));
    let decided = told.exchange((week(2), Presenter), (week(5), Presenter));
    let decided = decided.expect("both are somebody's");
    let again = plan(&Situation {
        decided: &decided,
        told: Some(&told),
        ..before(&seats)
    });
    assert_eq!(again.who(week(2), Presenter), told.who(week(5), Presenter));
    assert_eq!(again.who(week(5), Presenter), told.who(week(2), Presenter));
    let moved = told.changes(&again, Week::FIRST);
    assert!(
        moved
            .iter()
            .filter(|change| change.slot == Presenter)
            .count()
            == 2
    );
}

#[test]
fn a_volunteer_has_the_turn_and_who_gave_it_up_presents_by_week_six() {
    let seats = people(6);
    let told = plan(&before(&seats));
    let (gave, took) = (told.who(week(3), Presenter), told.who(week(4), Presenter));
    let (gave, took) = (gave.expect("somebody"), took.expect("somebody"));
    let decided = [Turn {
        week: week(3),
        slot: Presenter,
        seat: took,
    }];
    let again = plan(&Situation {
        decided: &decided,
        told: Some(&told),
        ..before(&seats)
    });
    assert_eq!(again.who(week(3), Presenter), Some(took));
    assert!(first_time(&again, gave).is_some_and(|week| week <= PRESENTED_BY));
}

#[test]
fn a_stalled_move_goes_first_without_taking_the_presenters_turn() {
    let seats = people(7);
    let told = plan(&before(&seats));
    let (stalled, held) = (
        told.who(week(1), Presenter).expect("somebody"),
        held(&told, week(3)),
    );
    let again = plan(&Situation {
        now: week(3),
        held: &held,
        stalled: &[stalled],
        told: Some(&told),
        ..before(&seats)
    });
    assert_eq!(again.who(week(3), ShortPresenter), Some(stalled));
    assert_eq!(again.who(week(3), Presenter), told.who(week(3), Presenter));
}

#[test]
fn who_would_have_presented_in_a_session_that_is_called_off_presents_in_another() {
    for count in 6..=10 {
        let seats = people(count);
        let told = plan(&before(&seats));
        for off in Week::practice() {
            let meetings = [Meeting::Session(off)];
            let held = held(&told, off);
            let situation = Situation {
                now: off,
                held: &held,
                told: Some(&told),
                ..before(&seats)
            };
            let again = plan(&Situation {
                off: &meetings,
                ..situation
            });
            let nobody = again
                .turns()
                .all(|turn| turn.week != off || turn.slot.is_spotlight());
            assert!(nobody, "nobody has a turn in week {off}");
            for seat in &seats {
                assert!(
                    first_time(&again, seat.id).is_some(),
                    "{count} people, week {off}"
                );
            }
            // it takes place after all, before anybody was told otherwise: nothing has changed
            assert_eq!(plan(&situation), told);
        }
    }
}

#[test]
fn a_spotlight_of_a_showcase_that_is_called_off_comes_in_a_later_one() {
    let seats = people(6);
    let told = plan(&before(&seats));
    let again = plan(&Situation {
        off: &[Meeting::Showcase(week(4))],
        told: Some(&told),
        ..before(&seats)
    });
    let weeks = again.turns().filter(|turn| turn.slot.is_spotlight());
    let weeks: Vec<u8> = weeks.map(|turn| turn.week.number()).collect();
    assert_eq!(weeks, [8, 8, 12, 12]);
    assert!(
        again.who(week(4), Presenter).is_some(),
        "the session is held"
    );
}

#[test]
fn who_is_next_is_found_for_a_slot_and_for_a_person() {
    let seats = people(6);
    let plan = plan(&before(&seats));
    let next = plan.next(Spotlight, week(5)).expect("one");
    assert_eq!(next.week, week(8));
    let turn = plan.next_of(next.seat, week(8)).expect("one");
    assert!(turn.week == week(8));
    for slot in [Facilitator, NoteTaker] {
        assert_eq!(
            plan.next(slot, week(10)).map(|turn| turn.week),
            Some(week(10))
        );
        assert_eq!(plan.next(slot, week(11)), None);
    }
}

#[test]
fn a_plan_is_kept_as_its_turns() {
    let told = plan(&before(&people(9)));
    let text = serde_json::to_string(&told).expect("text");
    assert_eq!(serde_json::from_str::<Plan>(&text).expect("a plan"), told);
    for slot in Slot::ALL {
        assert_eq!(Slot::from_key(slot.key()), Some(slot));
    }
}
