//! Somebody joins a group after it has begun.

use crate::people::operations;
use crate::setup::{CHECK, GROUPS, PEOPLE, SKILLS, TIME, priya, send, skills, time};
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

#[test]
fn whoever_was_added_by_mistake_is_taken_out_again_also_when_a_week_of_theirs_was_excused() {
    for taken_back in [true, false] {
        let world = World::new();
        let (sprint, cohort, coordinator) = operations(&world);
        world.remember(&cohort);
        let jonas = [
            ("cohort", cohort.id.as_str()),
            ("name", "Jonas Meyer"),
            ("mail", "jonas@example.org"),
            ("joined_on", "2026-03-23"),
        ];
        let place = coordinator.post("/people/new", &jonas).location();
        let page = place.split('?').next().unwrap();
        world.later(jiff::SignedDuration::from_mins(1));
        let ill = [("week", "2"), ("category", "sickness")];
        coordinator.post(&format!("{page}/excuse"), &ill).location();
        world.later(jiff::SignedDuration::from_mins(1));
        if taken_back {
            let shown = coordinator.get(page).shown();
            let back = shown.link(&format!("{page}/excuse/")).unwrap();
            coordinator.post(&back, &[]).location();
            world.later(jiff::SignedDuration::from_mins(1));
        }
        let out = format!("{page}/back");
        let list = coordinator.post(&out, &[("what", "joining")]).location();
        let list = coordinator.get(&list).shown();
        list.must_say("Taken out again");
        assert!(!list.says("Jonas Meyer"));
        let owner = world.sign_in(&sprint.data_owner);
        owner
            .get("/data")
            .shown()
            .must_say("The audit trail gives the same numbers.");
    }
}

#[test]
fn a_day_in_a_closed_week_is_answered_with_what_becomes_of_both_numbers_of_that_week() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let new = format!("/people/new?cohort={}", cohort.id);
    let luis = format!("/people/{}", cohort.leaders[3].seat);
    let says_nothing = |path: &str| {
        let page = coordinator.get(path).shown();
        assert!(!page.says("closed with"), "{path}: {}", page.text());
    };
    says_nothing(&new);
    says_nothing(&luis);
    // week 1 has closed on Thursday, week 2 is open until the next
    world.at("2026-04-08 12:00");
    let before = "Week 1 has closed: it keeps the number it closed with, and its final number follows the day that \
                  you say.";
    coordinator.get(&new).shown().must_say(before);
    coordinator.get(&luis).shown().must_say(before);
    let jonas = [
        ("cohort", cohort.id.as_str()),
        ("name", "Jonas Meyer"),
        ("mail", "jonas@example.org"),
        ("joined_on", "2026-03-23"),
    ];
    let jonas = coordinator.post("/people/new", &jonas).location();
    coordinator.get(&jonas).shown().must_say(
        "Week 1 had closed when that was noted. It keeps the number it closed with; its final number counts Jonas too.",
    );
    let left = [("kind", "company"), ("left_on", "2026-03-25")];
    let place = coordinator.post(&format!("{luis}/leave"), &left).location();
    coordinator.get(&place).shown().must_say(
        "Week 1 had closed when that was noted. It keeps the number it closed with; its final number leaves Luis out.",
    );
    world.at("2026-04-16 12:00");
    coordinator
        .get(&new)
        .shown()
        .must_say("Weeks 1, 2 and 3 have closed: they keep the numbers they closed with");
    coordinator
        .get(&luis)
        .shown()
        .must_say("Week 1 had closed when that was noted.");
}

#[test]
fn who_was_added_today_and_asks_to_be_taken_out_can_leave_today_and_is_not_lost_to_the_data_owner()
{
    let world = World::new();
    let priya = priya(&world);
    let owner = [
        ("owner_name", "Tomasz Zielinski"),
        ("owner_mail", "tomasz@riverbank.example"),
    ];
    send(&priya, SKILLS, &skills(&owner)).location();
    let groups = [("go", "next"), ("name", "Group A"), ("people", PEOPLE)];
    send(&priya, GROUPS, &groups).location();
    send(&priya, TIME, &time(&[])).location();
    priya.post(CHECK, &[]).location();
    let maya = world.someone("maya@riverbank.example");
    world
        .sign_in(&maya)
        .post("/settings/take-me-out", &[])
        .location();
    let page = priya.get("/people").shown().link_to("Maya Okafor");
    let back = format!("{page}/back");
    priya
        .post(&back, &[("what", "joining")])
        .must_say("Note that they left instead.");
    let today = [("kind", "company"), ("left_on", "2026-03-23")];
    priya.post(&format!("{page}/leave"), &today).location();
    let owner = world.sign_in(&world.someone("tomasz@riverbank.example"));
    let erase = owner
        .get("/data")
        .shown()
        .link_to("See what goes and what stays");
    owner.get(&erase).shown().must_say("Type the pseudonym");
}
