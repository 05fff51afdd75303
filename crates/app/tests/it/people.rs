//! The people of a group, as who coordinates it sees and keeps them.

use firstmove_kit::params;

use crate::browser::Browser;
use crate::kickoff::invited;
use crate::sprint::{Cohort, Sprint};
use crate::world::{World, moment};

const NAMES: [&str; 6] = [
    "Maya Okafor",
    "Tom Brandt",
    "Aisha Rahman",
    "Luis Ortega",
    "Hannah Weiss",
    "Dev Patel",
];

/// Operations A on its first Monday, and the browser of its coordinator.
pub fn operations(world: &World) -> (Sprint, Cohort, Browser) {
    let sprint = world.sprint("Operations");
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &NAMES);
    let coordinator = world.sign_in(&sprint.coordinator);
    (sprint, cohort, coordinator)
}

fn page_of(cohort: &Cohort, number: usize) -> String {
    format!("/people/{}", cohort.leaders[number].seat)
}

#[test]
fn the_coordinator_reads_who_takes_part_and_where_they_stand() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let list = coordinator.get("/people").shown();
    list.must_say("6 people. Good size.");
    for name in NAMES {
        list.must_say(name);
    }
    let maya = coordinator.get(&page_of(&cohort, 0)).shown();
    maya.must_say("Maya Okafor").must_say("Fulfilment");
    assert!(maya.html.contains("id=\"away\""));
}

#[test]
fn nobody_takes_part_on_the_list_before_they_have_said_so() {
    let world = World::new();
    let (priya, kickoff) = invited(&world);
    let list = priya.get("/people").shown();
    list.must_say("6 people.")
        .must_say("No answer to the invitation yet.");
    assert!(!list.says("Tried in"), "no week has begun");
    assert!(!list.says("Takes part"));
    let page = priya.get(&kickoff).shown();
    for (name, answer) in [("Tom Brandt", "yes"), ("Luis Ortega", "no")] {
        let told = format!("{}/told", page.link_to(name));
        priya.post(&told, &[("answer", answer)]).location();
    }
    let list = priya.get("/people").shown();
    list.must_say("Takes part.")
        .must_say("Said that they cannot take part.");
    let tom = list.link_to("Tom Brandt");
    priya.get(&tom).shown().must_say("Takes part.");
}

#[test]
fn nobody_but_the_coordinator_finds_the_people_of_a_group() {
    let world = World::new();
    let (sprint, cohort, _) = operations(&world);
    let other = world.sprint("Elsewhere");
    world.cohort(&other, "Elsewhere A", "2026-03-23", &["Somebody Else"]);
    let seat = page_of(&cohort, 0);
    for person in [
        &sprint.sponsor,
        &sprint.data_owner,
        &cohort.leaders[0].person,
        &other.coordinator,
    ] {
        let browser = world.sign_in(person);
        assert_eq!(browser.get(&seat).status, 404, "{}", person.name);
        for (path, fields) in [
            (
                format!("{seat}/excuse"),
                [("week", "3"), ("category", "sickness")],
            ),
            (
                format!("{seat}/leave"),
                [("kind", "company"), ("left_on", "2026-03-23")],
            ),
            (
                format!("{seat}/withdraw"),
                [("from", "2"), ("reason", "time")],
            ),
        ] {
            assert_eq!(
                browser.post(&path, &fields).status,
                404,
                "{} {path}",
                person.name
            );
        }
        let fields = [
            ("cohort", cohort.id.as_str()),
            ("name", "Eve"),
            ("mail", "eve@example.org"),
            ("joined_on", "2026-03-24"),
        ];
        assert_eq!(
            browser.post("/people/new", &fields).status,
            404,
            "{}",
            person.name
        );
    }
    assert_eq!(world.number("select count(*) as n from events"), 0);
}

#[test]
fn luis_is_excused_and_it_is_taken_back_before_his_week_begins() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let luis = page_of(&cohort, 3);
    let leave = [
        ("week", "3"),
        ("category", "annual_leave"),
        ("days", "4"),
        ("note", "Two weeks by the sea"),
    ];
    let path = format!("{luis}/excuse");
    let place = coordinator.post(&path, &leave).location();
    coordinator
        .get(&place)
        .shown()
        .must_say("The week is excused")
        .must_say("Two weeks by the sea");
    assert_eq!(
        world.number(
            "select count(*) as n from excuses where recorded_by is not null and revoked_at is null"
        ),
        1
    );
    coordinator
        .post(&path, &leave)
        .came_back()
        .must_say("already excused");
    let back = coordinator
        .get(&luis)
        .shown()
        .link(&format!("{luis}/excuse/"))
        .unwrap();
    let place = coordinator.post(&back, &[]).location();
    coordinator
        .get(&place)
        .shown()
        .must_say("The week counts again");
    assert_eq!(coordinator.post(&back, &[]).status, 404, "once is enough");
    assert_eq!(
        world.number("select count(*) as n from excuses where revoked_at is not null"),
        1
    );
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'excuse_taken_back'"),
        1
    );
    coordinator.post(&path, &leave).location();
}

#[test]
fn an_excuse_stays_once_its_week_has_begun() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let luis = page_of(&cohort, 3);
    let leave = [("week", "2"), ("category", "annual_leave"), ("days", "5")];
    coordinator
        .post(&format!("{luis}/excuse"), &leave)
        .location();
    let back = coordinator
        .get(&luis)
        .shown()
        .link(&format!("{luis}/excuse/"))
        .unwrap();
    world.at("2026-03-30 00:00");
    assert!(
        coordinator
            .get(&luis)
            .shown()
            .link(&format!("{luis}/excuse/"))
            .is_none()
    );
    assert_eq!(coordinator.post(&back, &[]).status, 409);
    let late = [("week", "2"), ("category", "site_holiday")];
    coordinator
        .post(&format!("{}/excuse", page_of(&cohort, 4)), &late)
        .came_back()
        .must_say("this one has begun");
    let ill = [("week", "2"), ("category", "sickness")];
    coordinator
        .post(&format!("{}/excuse", page_of(&cohort, 4)), &ill)
        .location();
    assert_eq!(
        world.number("select count(*) as n from excuses where revoked_at is null"),
        2
    );
}

#[test]
fn a_wrong_excuse_comes_back_with_what_was_typed() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let wrong = [
        ("week", "11"),
        ("category", "too_busy"),
        ("note", "Quarter end"),
    ];
    let page = coordinator
        .post(&format!("{}/excuse", page_of(&cohort, 3)), &wrong)
        .came_back();
    page.must_say("Choose a week from 1 to 10")
        .must_say("Being busy is not among them");
    assert!(page.html.contains("Quarter end"));
    assert_eq!(world.number("select count(*) as n from excuses"), 0);
}

#[test]
fn an_excuse_of_somebody_else_is_not_found_under_a_leader() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let (luis, maya) = (page_of(&cohort, 3), page_of(&cohort, 0));
    let ill = [("week", "1"), ("category", "sickness")];
    coordinator.post(&format!("{luis}/excuse"), &ill).location();
    let back = coordinator
        .get(&luis)
        .shown()
        .link(&format!("{luis}/excuse/"))
        .unwrap();
    assert_eq!(
        coordinator.post(&back.replace(&luis, &maya), &[]).status,
        404
    );
    assert_eq!(
        world.number("select count(*) as n from excuses where revoked_at is not null"),
        0
    );
}

#[test]
fn hannah_leaves_the_company_and_later_weeks_leave_the_count() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let hannah = page_of(&cohort, 4);
    world.at("2026-04-08 12:00");
    let path = format!("{hannah}/leave");
    for (fields, sentence) in [
        (
            [("kind", ""), ("left_on", "2026-04-06")],
            "Choose one of the two",
        ),
        (
            [("kind", "company"), ("left_on", "")],
            "Say from which day on",
        ),
        (
            [("kind", "company"), ("left_on", "2026-04-09")],
            "still to come",
        ),
        (
            [("kind", "company"), ("left_on", "2026-03-01")],
            "The person takes part from",
        ),
        (
            [("kind", "company"), ("left_on", "1926-04-06")],
            "Check the year",
        ),
    ] {
        coordinator
            .post(&path, &fields)
            .came_back()
            .must_say(sentence);
    }
    let left = [("kind", "transfer"), ("left_on", "2026-04-06")];
    coordinator.post(&path, &left).location();
    coordinator
        .get(&hannah)
        .shown()
        .must_say("Left on Monday 6 April")
        .must_say("no longer takes part");
    coordinator.get("/people").shown().must_say("5 people");
    coordinator
        .post(&path, &left)
        .came_back()
        .must_say("no longer takes part");
    let (at, recorded) = (
        moment("2026-04-06 00:00").as_millisecond(),
        world.app.now().as_millisecond(),
    );
    let seat = cohort.leaders[4].seat.clone();
    let kept = world.write(move |conn| {
        let row = conn
            .one(
                "select exit_at, exit_recorded_at from seats where id = $1",
                &params![&seat],
            )?
            .unwrap();
        Ok((
            row.get::<i64>("exit_at")?,
            row.get::<i64>("exit_recorded_at")?,
        ))
    });
    assert_eq!(kept, (at, recorded));
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'left'"),
        1
    );
}

#[test]
fn dev_stops_from_week_four_and_stays_in_the_numbers() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let dev = page_of(&cohort, 5);
    let path = format!("{dev}/withdraw");
    coordinator
        .post(&path, &[("from", "12"), ("reason", "")])
        .came_back()
        .must_say("still open")
        .must_say("do not assume");
    coordinator
        .post(&path, &[("from", "4"), ("reason", "manager")])
        .location();
    coordinator
        .get(&dev)
        .shown()
        .must_say("Takes part until Monday 13 April");
    coordinator
        .post(&path, &[("from", "5"), ("reason", "time")])
        .came_back()
        .must_say("before you. What you sent was not kept");
    assert_eq!(
        world.number("select count(*) as n from seats where withdrawal_reason = 'manager'"),
        1
    );
    world.at("2026-05-06 12:00");
    // weeks 1 to 5 have closed, with and without him
    let page = coordinator.get(&dev).shown();
    page.must_say("Withdrew on Monday 13 April")
        .must_say("0 of 5 weeks");
    let left = [("kind", "company"), ("left_on", "2026-05-04")];
    coordinator.post(&format!("{dev}/leave"), &left).location();
}
