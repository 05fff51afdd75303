//! A session that is called off: nobody is asked about it, and its turns go to later ones until it takes place after all.

use crate::browser::Answer;
use crate::moving::{has, scene};

#[test]
fn a_session_that_is_called_off_is_held_by_nobody_and_its_turns_go_to_later_ones() {
    let it = scene();
    let presents = |page: &Answer| {
        let text = page.text();
        let rest = text.split("Presents ").nth(1).map(str::to_owned);
        rest.map(|rest| {
            rest.split_whitespace()
                .take(2)
                .collect::<Vec<_>>()
                .join(" ")
        })
    };
    let before = presents(&it.maya.get(&it.page("week-2")).shown()).expect("somebody presents");
    it.calls_off("week-2").location();
    it.calls_off_again();
    let page = it.maya.get(&it.page("week-2")).shown();
    page.must_say("This session was called off");
    assert_eq!(presents(&page), None);
    let list = it.priya.get("/sessions").shown();
    list.must_say("Session 2 Called off")
        .must_say("Session 3 Next");
    assert!(
        list.says(&format!("{before} presents")),
        "in a later session"
    );
    it.maya
        .get("/home")
        .shown()
        .must_say("Monday 6 April, 10:00");
    assert!(has(&it.event(), "STATUS:CANCELLED"));
    it.world.at("2026-03-30 10:05");
    let room = it.maya.get(&format!("{}/live", it.page("week-2")));
    room.must_say("This meeting was called off.");
    it.world.at("2026-03-30 11:00");
    assert!(!it.maya.get("/home").says("The session of week 2"));
    let rated = it.maya.post("/feedback/2", &[("rating", "4")]);
    rated.must_say("This session was called off.");
    let late = it.takes_back("week-2", "off");
    late.must_say("This meeting has begun, or its time has passed.");
}

#[test]
fn who_waits_in_the_lobby_reads_at_once_that_it_is_called_off_and_that_it_takes_place_after_all() {
    let it = scene();
    let mut lines = it.maya.stream(&format!("{}/stream", it.page("week-2")));
    let mut hears = |words: &str| assert!(lines.any(|line| line.contains(words)), "{words}");
    hears("can be started from");
    it.calls_off("week-2").location();
    hears("This meeting was called off.");
    it.takes_back("week-2", "off").location();
    hears("can be started from");
}

#[test]
fn a_session_that_takes_place_after_all_has_the_turns_that_people_know() {
    let it = scene();
    let turns = || {
        let page = it.maya.get(&it.page("week-3")).shown().text();
        let rest = page.split("Whose turn it is").nth(1).unwrap().to_owned();
        rest.split("Before the session").next().unwrap().to_owned()
    };
    // somebody leaves, so that turns are told
    let tom = &it.cohort.leaders[1].seat;
    let leaves = [("kind", "transfer"), ("left_on", "2026-03-24")];
    it.priya
        .post(&format!("/people/{tom}/leave"), &leaves)
        .location();
    let before = turns();
    it.calls_off("week-3").location();
    it.takes_back("week-3", "off").location();
    assert_eq!(turns(), before);
}

#[test]
fn meetings_are_listed_by_their_day_and_who_has_left_reads_none_of_them() {
    let it = scene();
    it.moves("week-4", "2026-04-17", "10:00").location();
    let list = it.maya.get("/sessions").shown().text();
    let stands = |words: &str| {
        list.find(words)
            .unwrap_or_else(|| panic!("{words} in {list}"))
    };
    assert!(stands("Session 3") < stands("Showcase, week 4"));
    assert!(stands("Showcase, week 4") < stands("Session 4"));
    assert!(stands("Session 4") < stands("Session 5"));
    let dates = format!("/groups/{}/calendar.ics", it.cohort.id);
    it.maya.get(&dates).shown();
    let leaves = [("kind", "company"), ("left_on", "2026-03-24")];
    let maya = &it.cohort.leaders[0].seat;
    it.priya
        .post(&format!("/people/{maya}/leave"), &leaves)
        .location();
    it.world.at("2026-03-24 12:00");
    let page = it.maya.get("/sessions").shown();
    page.must_say("You no longer take part in Operations A");
    assert!(!page.says("Session 3"));
    assert_eq!(it.maya.get(&dates).status, 404);
    it.priya.get(&dates).shown();
}
