//! The coordinator's Today: who needs them, told by what really happened.

use crate::moves::{plans, reports_for, week_one};
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

#[test]
fn the_tile_of_the_move_rate_has_the_late_reports_and_names_the_count_the_target_goes_by() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let maya = world.sign_in(&cohort.leaders[1].person);
    let priya = world.sign_in(&sprint.coordinator);
    let one = plans(&hannah, "2026-03-25");
    world.at("2026-04-02 00:00");
    let before = priya.get("/").shown();
    before.must_say("Tried a move in a closed week. Target 80%.");
    reports_for(&hannah, &one, "succeeded", "2026-03-25");
    let report: String =
        world.write(|conn| conn.one("select id from reports", &[])?.unwrap().get("id"));
    for (who, deed) in [(&maya, "confirm"), (&priya, "accept")] {
        let said = who.post(&format!("/reports/{report}/{deed}"), &[]);
        assert_eq!(said.status, 303);
    }
    let today = priya.get("/").shown();
    today.must_say("1 of 6").must_say(
        "With late reports. When the weeks closed: 0 of 6. The target of 80% goes by that.",
    );
    world.at("2026-06-29 12:00");
    let over = priya.get("/").shown();
    over.must_say("Final. When the weeks closed: ");
    priya.get("/results").shown().must_say("1 of ");
}

#[test]
fn when_the_twelve_weeks_are_over_today_leads_to_the_results_and_to_the_next_sprint() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let priya = world.sign_in(&sprint.coordinator);
    assert!(!priya.get("/").shown().says("Set up the next sprint"));
    world.at("2026-06-16 12:00");
    let over = priya.get("/").shown();
    over.must_say("The twelve weeks are over.")
        .must_say("Late reports can still change the numbers until Sunday 28 June.")
        .must_say("Set up the next sprint");
    assert!(!over.says("See the final results"));
    world.at("2026-06-29 12:00");
    let over = priya.get("/").shown();
    over.must_say("See the final results");
    let results = over.link("/results?cohort=").unwrap();
    assert!(results.contains(&cohort.id));
    assert_eq!(priya.get("/sprints/new/skills").status, 200);
}
