//! The coordinator's Today: who needs them, told by what really happened.

use crate::world::World;

const NAMES: [&str; 6] = [
    "Maya Okafor",
    "Tom Becker",
    "Luis Ortega",
    "Aisha Rahman",
    "Dev Patel",
    "Hannah Weiß",
];

#[test]
fn two_silent_weeks_bring_luis_to_today_and_not_now_puts_him_off_till_morning() {
    let world = World::new();
    let sprint = world.sprint("Operations");
    world.cohort(&sprint, "Operations A", "2026-03-23", &NAMES);
    let priya = world.sign_in(&sprint.coordinator);
    world.at("2026-03-23 10:00");
    let calm = priya.get("/").shown();
    calm.must_say("Nobody needs you today")
        .must_say("If somebody needs you, it shows up here");
    // week 2 closes on 8 April, after the clocks have changed
    world.at("2026-04-09 09:00");
    let today = priya.get("/").shown();
    today.must_say("Luis Ortega has not tried a move for two weeks");
    today.must_say("Weeks 1 and 2");
    let later = "select count(*) as n from alerts where snoozed_until is not null";
    assert_eq!(world.number(later), 0);
    let call = today.link("/alerts/").unwrap();
    assert_eq!(priya.post(&format!("{call}/later"), &[]).status, 303);
    assert_eq!(world.number(later), 1);
    priya
        .post(&format!("{call}/done"), &[])
        .came_back()
        .must_say("Choose what you did");
    assert_eq!(
        priya
            .post(&format!("{call}/done"), &[("done", "called")])
            .status,
        303
    );
    priya.get("/").shown().must_say("you talked");
}

#[test]
fn before_the_first_session_the_open_launch_counts_and_an_example_stands_for_the_numbers() {
    let world = World::new();
    let sprint = world.sprint("Operations");
    world.cohort(&sprint, "Operations A", "2026-03-23", &NAMES);
    let priya = world.sign_in(&sprint.coordinator);
    let first = priya.get("/").shown();
    first
        .must_say("to do before the first session")
        .must_say("What the launch still needs")
        .must_say("Kickoff message sent")
        .must_say("Next is the session on Monday 23 March, 10:00")
        .must_say("The first numbers come on Thursday 2 April")
        .must_say("Example, not your group");
    assert!(!first.says("Nobody needs you") && !first.says("No data yet"));
    assert!(!first.html.contains("class=\"heat\""));
    priya
        .get("/moves")
        .shown()
        .must_say("Example, not your group");
    // week 1 closes on the Thursday after it
    world.at("2026-04-02 09:00");
    let later = priya.get("/").shown();
    assert!(later.html.contains("class=\"heat\""));
    assert!(!later.says("Example, not your group"));
}

#[test]
fn weeks_that_ended_while_nobody_looked_are_closed_once() {
    let world = World::new();
    let sprint = world.sprint("Operations");
    world.cohort(&sprint, "Operations A", "2026-03-23", &NAMES);
    world.at("2026-04-09 09:00");
    let alerts = world.number("select count(*) as n from alerts");
    world.tick();
    assert_eq!(world.number("select count(*) as n from alerts"), alerts);
    assert_eq!(
        world.number("select count(*) as n from week_marks where mark = 'close'"),
        2
    );
}

#[test]
fn a_sprint_is_looked_after_until_a_month_after_its_last_week_has_closed() {
    let world = World::new();
    let sprint = world.sprint("Operations");
    world.cohort(&sprint, "Operations A", "2026-03-23", &NAMES);
    let loses_a_mark = || {
        world.write(|conn| {
            conn.execute(
                "delete from week_marks where week = 3 and mark = 'end'",
                &[],
            )
        });
        world.tick();
        world.number("select count(*) as n from week_marks where week = 3 and mark = 'end'")
    };
    // twelve weeks end on 14 June, and nobody looks until July
    world.at("2026-07-20 09:00");
    assert_eq!(loses_a_mark(), 1);
    world.at("2026-08-18 09:00");
    assert_eq!(loses_a_mark(), 1);
    world.at("2026-08-20 09:00");
    assert_eq!(loses_a_mark(), 0);
    // one further group that still runs, and all of its sprint is looked at again
    world.cohort(&sprint, "Operations B", "2026-08-17", &["Jo One", "Jo Two"]);
    world.tick();
    let again = "select count(*) as n from week_marks where week = 3 and mark = 'end'";
    assert_eq!(world.number(again), 1);
}

#[test]
fn nobody_else_opens_what_is_the_coordinators() {
    let world = World::new();
    let sprint = world.sprint("Operations");
    let other = world.sprint("Sales");
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &NAMES);
    world.cohort(&other, "Sales A", "2026-03-23", &["Jo One", "Jo Two"]);
    world.at("2026-04-16 09:00");
    let priya = world.sign_in(&sprint.coordinator);
    let call = priya.get("/").shown().link("/alerts/").unwrap();
    let pages = [
        call,
        "/people".to_owned(),
        format!("/people/{}", cohort.leaders[0].seat),
        format!("/live/today?cohort={}", cohort.id),
    ];
    let outsiders = [
        &sprint.sponsor,
        &sprint.data_owner,
        &cohort.leaders[0].person,
        &other.coordinator,
    ];
    for outsider in outsiders {
        let browser = world.sign_in(outsider);
        for page in pages.iter().filter(|page| *page != "/people") {
            assert_eq!(browser.get(page).status, 404, "{page}");
        }
    }
    world
        .sign_in(&sprint.sponsor)
        .get("/sponsor")
        .shown()
        .must_say("Operations A");
    assert_eq!(
        world
            .sign_in(&other.sponsor)
            .get(&format!("/sponsor?cohort={}", cohort.id))
            .status,
        404
    );
}
