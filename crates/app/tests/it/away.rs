//! Leaders say when they are away, and when they leave.

use crate::moves::{plans, reports, week_one};
use crate::world::World;

#[test]
fn leave_is_said_before_its_week_sickness_until_the_week_closes() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    hannah
        .get("/away")
        .shown()
        .must_say("Week 1: 23 March to 29 March");
    let leave = [
        ("week", "1"),
        ("category", "annual_leave"),
        ("days", "5"),
        ("note", "Lisbon"),
    ];
    let refused = hannah.post("/away", &leave).came_back();
    refused.must_say("Leave is recorded before its week starts");
    assert!(
        refused.html.contains("Lisbon"),
        "what was typed is still there"
    );
    let next = [("week", "2"), ("category", "annual_leave"), ("days", "3")];
    assert_eq!(hannah.post("/away", &next).location(), "/home?done=away");
    hannah
        .post("/away", &next)
        .came_back()
        .must_say("already excused");
    world.at("2026-04-01 23:59");
    let ill = [("week", "1"), ("category", "sickness")];
    assert_eq!(hannah.post("/away", &ill).status, 303);
    assert_eq!(world.number("select count(*) as n from excuses"), 2);
    hannah
        .get("/home")
        .shown()
        .must_say("You are away in week 2");
}

#[test]
fn who_leaves_the_sprint_says_why_keeps_reading_and_reports_no_more() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    hannah
        .post("/withdraw", &[("reason", "")])
        .came_back()
        .must_say("Choose what fits best");
    assert_eq!(
        hannah.post("/withdraw", &[("reason", "time")]).location(),
        "/home?done=withdrawn"
    );
    hannah
        .get("/home")
        .shown()
        .must_say("You no longer take part");
    hannah.get(&one).shown().must_say("Three briefs in a row");
    assert_eq!(reports(&hannah, &one, "succeeded").status, 409);
    assert_eq!(hannah.post("/withdraw", &[("reason", "time")]).status, 409);
}

#[test]
fn who_has_left_is_asked_for_no_more_moves() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    hannah.post("/withdraw", &[("reason", "time")]).location();
    for form in [
        "/moves/new".to_owned(),
        format!("{one}/edit"),
        format!("{one}/criteria"),
    ] {
        let answer = hannah.get(&form);
        assert_eq!(answer.status, 409, "{form}");
        answer.must_say("no longer take part");
    }
    hannah.get(&one).shown().must_say("stand at the back");
}
