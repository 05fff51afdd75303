//! Somebody joins a group after it has begun.

use crate::people::operations;
use crate::world::World;

#[test]
fn jonas_joins_late_and_counts_from_the_next_whole_week() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    world.at("2026-04-08 12:00");
    let form = coordinator
        .get(&format!("/people/new?cohort={}", cohort.id))
        .shown();
    assert!(
        form.html.contains("value=\"2026-04-08\""),
        "today is offered"
    );
    let jonas = [
        ("cohort", cohort.id.as_str()),
        ("name", "Jonas Meyer"),
        ("mail", "jonas@example.org"),
        ("squad", "Quality"),
        ("joined_on", "2026-04-08"),
    ];
    let place = coordinator.post("/people/new", &jonas).location();
    coordinator
        .get(&place)
        .shown()
        .must_say("Jonas Meyer is in the group")
        .must_say("Quality");
    assert_eq!(world.number("select count(*) as n from seats"), 7);
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'joined'"),
        1
    );
    let again = coordinator.post("/people/new", &jonas).came_back();
    again.must_say("already sits in the group");
    world.at("2026-04-23 12:00");
    let page = place.split('?').next().unwrap().to_owned();
    coordinator.get(&page).shown().must_say("0 of 1 weeks");
}

#[test]
fn somebody_with_an_account_keeps_it_when_they_join() {
    let world = World::new();
    let (sprint, cohort, coordinator) = operations(&world);
    let sofia = world.person("Sofia Lindqvist");
    let before = world.number("select count(*) as n from people");
    let mut fields = vec![
        ("cohort", cohort.id.as_str()),
        ("name", "S. Lindqvist"),
        ("mail", "SofiaLindqvist@example.org"),
        ("joined_on", "2026-03-24"),
    ];
    let place = coordinator.post("/people/new", &fields).location();
    coordinator.get(&place).shown().must_say("Sofia Lindqvist");
    assert_eq!(world.number("select count(*) as n from people"), before);
    world.sign_in(&sofia).get("/").shown();
    fields[2] = ("mail", &sprint.sponsor.mail);
    let place = coordinator.post("/people/new", &fields).location();
    coordinator
        .get(&place)
        .shown()
        .must_say("is in the group and sees it as a leader");
}

#[test]
fn a_coordinator_who_takes_a_place_in_a_group_is_led_home_and_sees_it_as_a_leader() {
    let world = World::new();
    let (sprint, cohort, coordinator) = operations(&world);
    let fields = [
        ("cohort", cohort.id.as_str()),
        ("name", "Priya Nair"),
        (
            "mail",
            &format!(" {} ", sprint.coordinator.mail.to_uppercase()),
        ),
        ("joined_on", "2026-03-24"),
    ];
    let place = coordinator.post("/people/new", &fields).location();
    assert_eq!(place, "/home");
    coordinator.get(&place).shown();
    let list = format!("/people?cohort={}", cohort.id);
    assert_eq!(coordinator.get(&list).status, 404);
}

#[test]
fn nobody_sits_in_two_groups_of_a_sprint() {
    let world = World::new();
    let (sprint, cohort, coordinator) = operations(&world);
    let next_door = world.cohort(&sprint, "Operations B", "2026-03-23", &["Nora Jensen"]);
    world.at("2026-03-26 12:00");
    let nora = [
        ("cohort", cohort.id.as_str()),
        ("name", "Nora Jensen"),
        ("mail", next_door.leaders[0].person.mail.as_str()),
        ("joined_on", "2026-03-26"),
    ];
    let refused = coordinator.post("/people/new", &nora).came_back();
    refused.must_say("sits in Operations B");
    let transferred = [("kind", "transfer"), ("left_on", "2026-03-26")];
    let there = format!("/people/{}/leave", next_door.leaders[0].seat);
    coordinator.post(&there, &transferred).location();
    coordinator.post("/people/new", &nora).location();
}

#[test]
fn a_wrong_joining_comes_back_and_makes_nobody() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let before = world.number("select count(*) as n from people");
    let fields = [
        ("cohort", cohort.id.as_str()),
        ("name", ""),
        ("mail", "jonas at example"),
        ("joined_on", "2026-06-01"),
    ];
    let page = coordinator.post("/people/new", &fields).came_back();
    page.must_say("The name is missing")
        .must_say("The address has no @");
    page.must_say("practice weeks are over");
    assert!(page.html.contains("jonas at example"));
    assert_eq!(world.number("select count(*) as n from people"), before);
}
