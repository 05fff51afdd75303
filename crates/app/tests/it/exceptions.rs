//! The year's exceptions on screen: pauses, another weekly time, and how each is taken back.

use crate::people::operations;
use crate::world::World;

/// The address of a form's button on a page.
fn back(browser: &crate::browser::Browser, group: &str, kind: &str) -> String {
    let page = browser.get(group).shown();
    page.link(&format!("{group}/{kind}/"))
        .expect("a way to take it back")
}

#[test]
fn a_week_is_paused_before_it_begins_and_the_calendar_is_shown_before_and_after() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let group = format!("/groups/{}", cohort.id);
    coordinator.get("/people").shown().must_say("Calendar");
    coordinator
        .get(&group)
        .shown()
        .must_say("20 April to 26 April")
        .must_say("Monday 20 April, 10:00");
    let preview = coordinator.get(&format!("{group}/pause?before=5")).shown();
    preview
        .must_say("Week 5 begins on Monday 27 April instead of Monday 20 April.")
        .must_say("The sprint ends on Sunday 21 June.");
    assert_eq!(world.number("select count(*) as n from pauses"), 0);
    let wish = [("before", "5"), ("begins", "2026-04-20")];
    let place = coordinator
        .post(&format!("{group}/pause"), &wish)
        .location();
    coordinator
        .get(&place)
        .shown()
        .must_say("The pause is in the calendar")
        .must_say("20 April to 26 April, before week 5")
        .must_say("Monday 27 April, 10:00");
    // the same form once more pauses nothing: the dates that it was shown with are gone
    coordinator
        .post(&format!("{group}/pause"), &wish)
        .came_back()
        .must_say("The calendar has changed since");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'week_paused'"),
        1
    );
    world.at("2026-04-22 09:00");
    coordinator.get("/").shown().must_say("Paused this week");
}

#[test]
fn before_a_pause_it_is_said_which_results_are_told_only_when_their_week_has_closed() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let pause = format!("/groups/{}/pause", cohort.id);
    let preview = coordinator.get(&format!("{pause}?before=4")).shown();
    preview
        .must_say(
            "Week 3 closes on Wednesday 15 April at midnight, and that stays so. The next session, on Monday 20 April, \
             comes after it.",
        )
        .must_say("Results told there for the first time count as late: each needs a peer and you.");
    // after week 10 no move is expected, so nothing can come late
    let preview = coordinator.get(&format!("{pause}?before=12")).shown();
    assert!(!preview.says("count as late"));
}

#[test]
fn a_pause_is_taken_back_once_and_only_before_it_begins() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let group = format!("/groups/{}", cohort.id);
    let wish = [("before", "3"), ("begins", "2026-04-06")];
    coordinator
        .post(&format!("{group}/pause"), &wish)
        .location();
    let pause = back(&coordinator, &group, "pauses");
    coordinator.post(&pause, &[]).location();
    coordinator.post(&pause, &[]).location();
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'pause_taken_back'"),
        1
    );
    coordinator
        .get(&group)
        .shown()
        .must_say("Monday 6 April, 10:00");
    // it may be entered again, and once it runs it stays
    coordinator
        .post(&format!("{group}/pause"), &wish)
        .location();
    let pause = back(&coordinator, &group, "pauses");
    world.at("2026-04-06 00:00");
    let refused = coordinator.post(&pause, &[]);
    refused.must_say("This pause has begun");
    assert_eq!(
        world.number("select count(*) as n from pauses where revoked_at is null"),
        1
    );
}

#[test]
fn two_weeks_off_are_two_pauses_and_the_last_is_taken_back_first() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let group = format!("/groups/{}", cohort.id);
    let mut buttons = Vec::new();
    for begins in ["2026-04-06", "2026-04-13"] {
        let wish = [("before", "3"), ("begins", begins)];
        coordinator
            .post(&format!("{group}/pause"), &wish)
            .location();
        buttons.push(back(&coordinator, &group, "pauses"));
        world.later(jiff::SignedDuration::from_secs(60));
    }
    coordinator
        .get(&group)
        .shown()
        .must_say("13 April to 19 April, before week 3")
        .must_say("Monday 20 April, 10:00");
    coordinator
        .post(&buttons[0], &[])
        .must_say("Take the last pause back first");
    // the first of the two weeks runs, the second can still go
    world.at("2026-04-08 09:00");
    coordinator.post(&buttons[1], &[]).location();
    coordinator
        .get(&group)
        .shown()
        .must_say("Monday 13 April, 10:00");
}

#[test]
fn a_week_that_has_begun_is_not_paused_and_nothing_is_lost_of_what_was_typed() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let group = format!("/groups/{}", cohort.id);
    let path = format!("{group}/pause");
    let begun = [("before", "1"), ("begins", "2026-03-23")];
    coordinator
        .post(&path, &begun)
        .came_back()
        .must_say("Week 1 has begun: choose a later week.");
    coordinator
        .post(&path, &[("before", "99")])
        .came_back()
        .must_say("Choose the week that is put off by the pause.");
    assert_eq!(world.number("select count(*) as n from pauses"), 0);
}

#[test]
fn the_group_meets_at_another_time_from_a_week_on_and_earlier_weeks_keep_theirs() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let group = format!("/groups/{}", cohort.id);
    let path = format!("{group}/time?from=3&weekday=5&time=09:30");
    coordinator
        .get(&path)
        .shown()
        .must_say("The group meets on Friday at 09:30 from week 3 on, first on Friday 10 April.")
        .must_say("A week closes 3 days after its end, and that stays so. From week 2 on");
    let wish = [("from", "3"), ("weekday", "5"), ("time", "09:30")];
    coordinator.post(&format!("{group}/time"), &wish).location();
    coordinator
        .get(&group)
        .shown()
        .must_say("Monday 30 March, 10:00")
        .must_say("Friday 10 April, 09:30")
        .must_say("Friday at 09:30 from week 3 on");
    // the same again changes nothing
    coordinator
        .post(&format!("{group}/time"), &wish)
        .came_back()
        .must_say("The group meets then already in week 3.");
    // the leader reads it on Home
    let leader = world.sign_in(&cohort.leaders[0].person);
    world.at("2026-04-07 09:00");
    leader.get("/").shown().must_say("Friday 10 April");
    let change = back_after(&coordinator, &group);
    assert_eq!(change, None, "week 3 has begun and keeps its time");
}

fn back_after(browser: &crate::browser::Browser, group: &str) -> Option<String> {
    browser.get(group).shown().link(&format!("{group}/times/"))
}

#[test]
fn another_time_is_taken_back_once_before_its_week() {
    let world = World::new();
    let (sprint, cohort, coordinator) = operations(&world);
    let group = format!("/groups/{}", cohort.id);
    let wish = [("from", "3"), ("weekday", "2"), ("time", "14:00")];
    coordinator.post(&format!("{group}/time"), &wish).location();
    let change = back(&coordinator, &group, "times");
    let other_browser = world.sign_in(&sprint.coordinator);
    coordinator.post(&change, &[]).location();
    other_browser.post(&change, &[]).location();
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'weekly_time_taken_back'"),
        1
    );
    coordinator
        .get(&group)
        .shown()
        .must_say("Monday 6 April, 10:00");
}

#[test]
fn the_group_hears_of_other_dates_once_and_what_was_taken_back_before_that_is_told_to_nobody() {
    let it = crate::moving::scene();
    let group = format!("/groups/{}", it.cohort.id);
    let told = || it.told();
    let pauses = || {
        let wish = [("before", "5"), ("begins", "2026-04-20")];
        let answer = it.priya.post(&format!("{group}/pause"), &wish);
        answer.location();
    };
    // in the evening nothing leaves, and by the morning it is as it was
    it.world.at("2026-03-24 21:00");
    pauses();
    assert_eq!(told(), 6);
    let pause = back(&it.priya, &group, "pauses");
    it.priya.post(&pause, &[]).location();
    assert_eq!(told(), 0);
    pauses();
    it.world.at("2026-03-25 09:00");
    assert_eq!(told(), 6);
    let mail = it.mail();
    assert!(
        mail.contains(
            "Session 5 is on Monday 27 April, 10:00 now. It was to be on Monday 20 April, 10:00."
        ),
        "{mail}"
    );
    // after that, what is taken back is told too
    let pause = back(&it.priya, &group, "pauses");
    it.priya.post(&pause, &[]).location();
    assert_eq!(told(), 12);
    let mail = it.mail();
    assert!(
        mail.contains("Session 5 is on Monday 20 April, 10:00 now."),
        "{mail}"
    );
}

#[test]
fn nobody_but_the_coordinator_changes_the_calendar() {
    let world = World::new();
    let (sprint, cohort, _) = operations(&world);
    let group = format!("/groups/{}", cohort.id);
    for person in [
        &sprint.sponsor,
        &sprint.data_owner,
        &cohort.leaders[0].person,
    ] {
        let browser = world.sign_in(person);
        assert_eq!(browser.get(&group).status, 404, "{}", person.name);
        let wish = [("before", "5"), ("begins", "2026-04-20")];
        let answer = browser.post(&format!("{group}/pause"), &wish);
        assert_eq!(answer.status, 404, "{}", person.name);
    }
    assert_eq!(world.number("select count(*) as n from pauses"), 0);
}
