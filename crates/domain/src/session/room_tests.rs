use super::*;
use crate::session::Meeting;
use crate::session::Part;
use crate::session::agenda::steps;
use crate::week::Week;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).expect("an instant")
}

fn begun() -> Room {
    let sixth = Meeting::Session(Week::new(6).expect("a week"));
    let room = Room::lobby().begin(steps(sixth, false), at(0));
    room.expect("it begins")
}

fn left(room: &Room, seconds: i64) -> i64 {
    let left = room.left(at(seconds)).expect("a step");
    left.step.as_secs()
}

#[test]
fn two_people_who_press_next_at_once_move_the_room_by_one_step() {
    let room = begun().next(0, at(100)).expect("a step");
    assert_eq!(room.clone().next(0, at(100)), None);
    assert_eq!(room.step().map(|(at, _)| at), Some(1));
    // the second click of a double click sees the new step already
    assert_eq!(room.clone().next(1, at(100)), None);
    assert!(room.clone().next(1, at(101)).is_some());
    assert_eq!(
        room.begin(
            vec![Step {
                part: Part::Scene,
                slot: 1,
                seconds: 1
            }],
            at(101)
        ),
        None
    );
}

#[test]
fn nothing_jumps_when_time_is_up_and_the_room_says_by_how_much() {
    let room = begun();
    assert_eq!(left(&room, 119), 1);
    assert_eq!(left(&room, 150), -30);
    assert_eq!(room.step().map(|(at, _)| at), Some(0));
}

#[test]
fn thirty_seconds_are_added_once_even_if_two_ask_and_from_now_on_if_time_is_up() {
    let room = begun();
    let seen = room.turn;
    let room = room.extend(seen, at(60)).expect("more");
    assert_eq!(left(&room, 60), 90);
    assert_eq!(room.clone().extend(seen, at(60)), None);
    let late = room.clone().extend(room.turn, at(400)).expect("more");
    assert_eq!(left(&late, 400), 30);
}

#[test]
fn a_pause_keeps_what_is_left_and_pressing_it_twice_is_once() {
    let room = begun().pause(0, true, at(40)).expect("a pause");
    assert_eq!(left(&room, 500), 80);
    assert_eq!(room.clone().pause(0, true, at(41)), None);
    let room = room.pause(0, false, at(500)).expect("on");
    assert_eq!(left(&room, 510), 70);
    assert_eq!(room.pause(0, false, at(511)), None);
}

#[test]
fn one_goes_back_within_a_segment_and_not_into_the_one_before() {
    let room = begun()
        .next(0, at(100))
        .and_then(|room| room.next(1, at(400)));
    let room = room.expect("coaching");
    assert!(!room.can_go_back());
    assert_eq!(room.clone().back(2, at(401)), None);
    let room = room.next(2, at(460)).expect("intent");
    let room = room.back(3, at(461)).expect("the moment again");
    assert_eq!(
        room.step().map(|(at, step)| (at, step.part)),
        Some((2, Part::Scene))
    );
    assert_eq!(left(&room, 461), 30);
}

#[test]
fn after_the_last_step_it_is_over_and_stays_so() {
    let mut room = begun();
    let mut pressed = 0;
    while let Some((step, _)) = room.step() {
        room = room.next(step, at(10 * step as i64 + 10)).expect("on");
        pressed += 1;
    }
    assert_eq!(pressed, room.steps.len());
    assert!(matches!(room.stage, Stage::Over { .. }));
    assert_eq!(room.clone().next(pressed - 1, at(9999)), None);
    assert_eq!(room.left(at(0)), None);
}

#[test]
fn a_whole_session_at_its_own_pace_ends_after_thirty_minutes() {
    let mut room = begun();
    let mut clock = 0;
    while let Some((step, one)) = room.step() {
        assert_eq!(
            room.left(at(clock)).expect("time").all.as_secs(),
            1800 - clock
        );
        clock += i64::from(one.seconds);
        room = room.next(step, at(clock)).expect("on");
    }
    assert_eq!(clock, 1800);
}

#[test]
fn the_time_of_the_segment_is_its_own_rest_and_the_steps_after() {
    let room = begun().next(0, at(5)).and_then(|room| room.next(1, at(10)));
    let room = room.expect("coaching");
    let left = room.left(at(30)).expect("time");
    assert_eq!((left.step.as_secs(), left.segment.as_secs()), (40, 580));
    assert_eq!(left.later.as_secs(), 540);
}

#[test]
fn the_time_of_the_segment_stands_while_a_step_is_over_its_own() {
    let room = begun().next(0, at(5)).and_then(|room| room.next(1, at(10)));
    let room = room.expect("coaching");
    // what a page counts down by itself: the step's time while there is some, and the steps after
    for now in [10, 69, 70, 71, 300] {
        let left = room.left(at(now)).expect("time");
        let counted = left.step.max(SignedDuration::ZERO) + left.later;
        assert_eq!(left.segment, counted);
        assert!(left.segment.as_secs() >= 540, "nothing of the next steps");
    }
}

#[test]
fn the_steps_ahead_change_and_those_behind_do_not() {
    let sixth = Meeting::Session(Week::new(6).expect("a week"));
    let two = Room::lobby().begin(steps(sixth, true), at(0));
    let room = two.expect("it begins").next(0, at(100)).expect("a step");
    let one = room.clone().go_on_with(steps(sixth, false));
    assert_eq!(one.steps, steps(sixth, false));
    assert_eq!((&one.stage, one.turn), (&room.stage, room.turn));
    let coached = room.next(1, at(200)).expect("the first prompt");
    assert_eq!(coached.clone().go_on_with(steps(sixth, false)), coached);
}
