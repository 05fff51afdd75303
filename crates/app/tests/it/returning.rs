//! Leaders who change the group, stop or come back: every week that counts is reported, and counts once.

use crate::moves::plans;
use crate::people::operations;
use crate::sprint::Cohort;
use crate::undoing::{called, events, page, press, two_groups};
use crate::world::{Person, World};

#[test]
fn who_changed_the_group_or_stopped_reports_their_last_week_while_it_is_open() {
    let world = World::new();
    let (cohort, other, coordinator) = two_groups(&world);
    let (maya, luis) = (page(&cohort, "Maya Okafor"), page(&cohort, "Luis Ortega"));
    let phone = world.sign_in(&called(&cohort, "Maya Okafor").person);
    let his = world.sign_in(&called(&cohort, "Luis Ortega").person);
    let (one, two) = (plans(&phone, "2026-03-25"), plans(&his, "2026-03-25"));
    let wish = [("to", other.id.as_str()), ("begins", "2")];
    coordinator.post(&format!("{maya}/group"), &wish).location();
    let stops = [("from", "2"), ("reason", "time")];
    coordinator
        .post(&format!("{luis}/withdraw"), &stops)
        .location();
    world.at("2026-03-31 09:00");
    phone
        .get("/home")
        .shown()
        .must_say("Operations B")
        .must_say("Week 1 is open until");
    phone.get(&one).shown().must_say("Did you try it?");
    his.get("/home").shown().must_say("Did you try it?");
    // nothing is tried there after it
    let late = crate::moves::reports_for(&phone, &one, "succeeded", "2026-03-31");
    late.must_say("You no longer took part in Operations A on that day.");
    crate::moves::reports_for(&phone, &one, "succeeded", "2026-03-26").location();
    crate::moves::reports_for(&his, &two, "failed", "2026-03-26").location();
    // the weeks and the moves of both groups stand together
    phone
        .get("/moves")
        .shown()
        .must_say("Week 1, Operations A")
        .must_say("1 tried so far");
}

#[test]
fn maya_goes_back_to_her_first_group_and_sits_there_once() {
    let world = World::new();
    let (cohort, other, coordinator) = two_groups(&world);
    let maya = page(&cohort, "Maya Okafor");
    let to = |page: &str, group: &Cohort, week: &str| {
        let wish = [("to", group.id.as_str()), ("begins", week)];
        coordinator.post(&format!("{page}/group"), &wish)
    };
    to(&maya, &other, "2").location();
    world.at("2026-03-31 09:00");
    let there: String = world.write(|conn| {
        let sql = "select id from seats where joined_at > join_recorded_at";
        conn.one(sql, &[])?.unwrap().get("id")
    });
    let there = format!("/people/{there}");
    to(&there, &cohort, "4").location();
    let seats = "select count(*) as n from seats s join people p on p.id = s.person_id where p.name = 'Maya Okafor'";
    assert_eq!(world.number(seats), 2, "one in each group");
    // it is taken back whole, and done again
    press(&coordinator, &there, "leaving").location();
    assert_eq!(world.number("select count(*) as n from earlier_stays"), 0);
    to(&there, &cohort, "4").location();
    world.at("2026-04-14 09:00");
    let phone = world.sign_in(&called(&cohort, "Maya Okafor").person);
    phone.get("/home").shown().must_say("Operations A");
}

#[test]
fn who_left_the_company_is_added_again_under_the_same_address() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let luis = called(&cohort, "Luis Ortega").person.clone();
    let path = page(&cohort, "Luis Ortega");
    world.at("2026-03-26 09:00");
    let left = [("kind", "company"), ("left_on", "2026-03-25")];
    coordinator.post(&format!("{path}/leave"), &left).location();
    let back = |day| {
        let fields = [
            ("cohort", cohort.id.as_str()),
            ("name", luis.name.as_str()),
            ("mail", luis.mail.as_str()),
            ("joined_on", day),
        ];
        coordinator.post("/people/new", &fields)
    };
    back("2026-03-24").must_say("The person left on Wednesday 25 March.");
    back("2026-04-06").location();
    back("2026-04-06").must_say("This person already sits in the group.");
    assert_eq!(events(&world, "joined"), 1);
}

#[test]
fn who_stopped_in_one_group_counts_there_and_is_not_added_to_another_beside_it() {
    let world = World::new();
    let (cohort, other, coordinator) = two_groups(&world);
    let luis = called(&cohort, "Luis Ortega").person.clone();
    let path = page(&cohort, "Luis Ortega");
    let stops = [("from", "2"), ("reason", "time")];
    coordinator
        .post(&format!("{path}/withdraw"), &stops)
        .location();
    world.at("2026-04-08 09:00");
    let fields = [
        ("cohort", other.id.as_str()),
        ("name", luis.name.as_str()),
        ("mail", luis.mail.as_str()),
        ("joined_on", "2026-04-08"),
    ];
    let refused = coordinator.post("/people/new", &fields);
    refused.must_say("This person stopped in Operations A, where their weeks still count.");
    let moved = [("kind", "transfer"), ("left_on", "2026-04-07")];
    coordinator
        .post(&format!("{path}/leave"), &moved)
        .location();
    coordinator.post("/people/new", &fields).location();
}

#[test]
fn that_somebody_stayed_is_not_set_right_for_a_week_in_which_they_sit_in_another_group() {
    let world = World::new();
    let (cohort, other, coordinator) = two_groups(&world);
    let maya = page(&cohort, "Maya Okafor");
    let wish = [("to", other.id.as_str()), ("begins", "2")];
    coordinator.post(&format!("{maya}/group"), &wish).location();
    let owner: Person = world.person("Olga Novak");
    let role = [
        ("role", "data_owner"),
        ("name", owner.name.as_str()),
        ("mail", owner.mail.as_str()),
    ];
    let sprint: String =
        world.write(|conn| conn.one("select id from sprints", &[])?.unwrap().get("id"));
    coordinator
        .post(&format!("/sprints/{sprint}/roles"), &role)
        .location();
    world.at("2026-04-10 09:00");
    let row = format!("/data/rows/{}", called(&cohort, "Maya Okafor").seat);
    let sent = [
        ("what", "stayed"),
        ("reason", "She says that she stayed in the first group."),
    ];
    let owner = world.sign_in(&owner);
    owner
        .post(&row, &sent)
        .came_back()
        .must_say("They sit in another group in week 2, and a week counts once.");
}

#[test]
fn of_two_coordinators_who_set_another_time_the_later_is_told() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let path = format!("/groups/{}/time", cohort.id);
    let preview = |day: &str| {
        let html = coordinator
            .get(&format!("{path}?from=4&weekday={day}&time=09:00"))
            .html;
        let rest = html.split("name=\"was\" value=\"").nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (first, second) = (preview("3"), preview("4"));
    let send = |day: &str, was: &str| {
        let fields = [
            ("from", "4"),
            ("weekday", day),
            ("time", "09:00"),
            ("was", was),
        ];
        coordinator.post(&path, &fields)
    };
    send("3", &first).location();
    send("4", &second)
        .came_back()
        .must_say("Another time was set since.");
    send("4", &preview("4")).location();
}
