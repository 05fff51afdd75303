//! What a skill serves is named after the sprint was set up, by who coordinates it; the metric until week 1 begins.

use crate::moves::week_one;
use crate::world::World;

#[test]
fn priority_and_metric_are_named_after_the_set_up_and_the_metric_stands_from_week_1_on() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let priya = world.sign_in(&sprint.coordinator);
    let page = format!("/sprints/{}/skills", sprint.id);
    let own = format!("/sprints/{}", sprint.id);
    world.at("2026-03-16 09:00");
    priya.get(&own).shown().must_say("Change what they serve");
    let fields = [
        ("priority", "Orders wait less."),
        ("metric", "Cycle time of an order, in days"),
    ];
    let place = priya.post(&page, &fields).location();
    let shown = priya.get(&place).shown();
    shown.must_say("Orders wait less. Cycle time of an order, in days");
    let events = "select count(*) as n from events where kind = 'skill_aimed'";
    assert_eq!(world.number(events), 1);
    priya.post(&page, &fields).location();
    assert_eq!(world.number(events), 1, "nothing has changed");
    let long = "x".repeat(281);
    let again = priya
        .post(&page, &[("priority", long.as_str())])
        .came_back();
    again.must_say("Shorten it to 280 letters.");
    let trail = priya.get("/trail?as=coordinator").shown();
    trail.must_say("was changed by");

    world.at("2026-03-23 09:00");
    priya
        .get(&page)
        .shown()
        .must_say("The metrics stand since week 1 began");
    let late = [("priority", "Fewer errors."), ("metric", "Something else")];
    let place = priya.post(&page, &late).location();
    let shown = priya.get(&place).shown();
    shown.must_say("Fewer errors. Cycle time of an order, in days");
    let hannah = world.sign_in(&cohort.leaders[0].person);
    assert_eq!(hannah.get(&page).status, 404);
    assert_eq!(hannah.post(&page, &fields).status, 404);
}

#[test]
fn the_settings_keep_the_navigation_and_mark_that_the_device_decides() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    for person in [&sprint.coordinator, &cohort.leaders[0].person] {
        let page = world.sign_in(person).get("/settings").shown();
        assert!(page.html.contains("<nav class=\"nav\""));
        assert!(page.html.contains("value=\"\" checked"));
    }
    let priya = world.sign_in(&sprint.coordinator);
    let set_up = format!("href=\"/sprints/{}\"", sprint.id);
    assert!(priya.get("/people").shown().html.contains(&set_up));
}
