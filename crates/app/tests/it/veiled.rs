//! Where else somebody who is still to judge a move could read how it went: a raised outcome that waits for a peer, and a
//! screen that the whole room looks at.

use jiff::SignedDuration;

use crate::moves::{plans, reports, week_one};
use crate::verdicts::{asked, says};
use crate::world::World;

#[test]
fn a_raised_outcome_is_confirmed_as_such_and_tells_the_peer_who_judges_nothing() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    reports(&hannah, &one, "failed");
    let peer = asked(&world, &cohort, &one);
    world.at("2026-04-02 12:00");
    reports(&hannah, &one, "succeeded");
    let report: String = world.write(|conn| {
        let sql = "select id from reports order by revision desc";
        conn.one(sql, &[])?.unwrap().get("id")
    });
    let confirm = format!("/reports/{report}/confirm");
    let judge = world.sign_in(&peer.person);
    let page = judge.get("/home").shown();
    assert!(!page.says("Hannah changed"), "{}", page.text());
    assert!(!page.says("Hannah reported"), "{}", page.text());
    judge
        .post(&confirm, &[])
        .must_say("You judge this move yourself");
    let other = cohort.leaders[1..].iter().find(|one| one.seat != peer.seat);
    let other = world.sign_in(&other.unwrap().person);
    other
        .get("/home")
        .shown()
        .must_say(
            "Hannah changed week 1 after it had closed. It says now \u{201c}met the mark\u{201d}",
        )
        .must_say("If you know that it is so");
    assert_eq!(other.post(&confirm, &[]).status, 303);
    let coordinator = world.sign_in(&sprint.coordinator);
    coordinator
        .get("/people")
        .shown()
        .must_say("changed week 1 after it had closed");
    assert_eq!(says(&judge, &one, "failed").status, 303);
}

#[test]
fn the_one_laptop_of_a_room_shows_no_outcome_that_somebody_there_is_still_to_judge() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    reports(&hannah, &one, "succeeded");
    let peer = asked(&world, &cohort, &one);
    let other = cohort.leaders[1..].iter().find(|one| one.seat != peer.seat);
    let laptop = world.sign_in(&other.unwrap().person);
    let base = format!("/sessions/{}/week-2", cohort.id);
    let press = |fields: &[(&str, &str)]| {
        laptop.get(&format!("{base}/live")).shown();
        laptop.post(&format!("{base}/press"), fields).location();
    };
    world.at("2026-03-30 09:00");
    press(&[("press", "run")]);
    press(&[("press", "begin")]);
    world.later(SignedDuration::from_secs(2));
    press(&[("press", "next"), ("step", "0")]);
    let room = || laptop.get(&format!("{base}/live")).shown();
    room().must_say("met the mark");
    press(&[("press", "device")]);
    room().must_say("a peer judges it");
    assert!(!room().says("met the mark"), "{}", room().text());
    assert_eq!(
        says(&world.sign_in(&peer.person), &one, "succeeded").status,
        303
    );
    room().must_say("met the mark");
}
