//! Joining, leaving and stopping taken back, and going on in another group: until a week closes that counts otherwise.

use firstmove_kit::params;

use crate::browser::Browser;
use crate::moves::{plans, reports};
use crate::people::operations;
use crate::sprint::{Cohort, Leader};
use crate::world::{Person, World};

pub fn called<'a>(cohort: &'a Cohort, name: &str) -> &'a Leader {
    let mut leaders = cohort.leaders.iter();
    leaders.find(|one| one.person.name == name).unwrap()
}

pub fn page(cohort: &Cohort, name: &str) -> String {
    format!("/people/{}", called(cohort, name).seat)
}

/// Presses the button that takes back what a leader's page shows.
pub fn press(browser: &Browser, page: &str, what: &str) -> crate::browser::Answer {
    let html = browser.get(page).html;
    let rest = html.split("name=\"noted\" value=\"").nth(1);
    let noted = rest.and_then(|rest| rest.split('"').next());
    let noted = noted.expect("a button that takes it back").to_owned();
    browser.post(
        &format!("{page}/back"),
        &[("what", what), ("noted", &noted)],
    )
}

pub fn events(world: &World, kind: &str) -> i64 {
    let kind = kind.to_owned();
    world.write(move |conn| {
        let sql = "select count(*) as n from events where kind = $1";
        conn.one(sql, &params![&kind])?.unwrap().get("n")
    })
}

#[test]
fn that_somebody_left_is_taken_back_until_their_week_closes_and_everything_counts_as_before() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let luis = page(&cohort, "Luis Ortega");
    let before = coordinator.get("/results").shown().text();
    world.at("2026-03-26 09:00");
    let left = [("kind", "company"), ("left_on", "2026-03-25")];
    coordinator.post(&format!("{luis}/leave"), &left).location();
    coordinator
        .get(&luis)
        .shown()
        .must_say("Left on Wednesday 25 March.")
        .must_say("It can be taken back until Wednesday 1 April, midnight.");
    let place = press(&coordinator, &luis, "leaving").location();
    coordinator
        .get(&place)
        .shown()
        .must_say("Taken back")
        .must_say("Takes part");
    assert_eq!(coordinator.get("/results").shown().text(), before);
    assert_eq!(events(&world, "leaving_taken_back"), 1);
    coordinator
        .get("/trail")
        .shown()
        .must_say("did not leave after all");
    // once more there is nothing to take back; the week closes, and it stays
    let back = format!("{luis}/back");
    let again = coordinator.post(&back, &[("what", "leaving")]);
    again.must_say("Somebody has taken this back before.");
    coordinator.post(&format!("{luis}/leave"), &left).location();
    world.at("2026-04-02 00:00");
    assert!(!coordinator.get(&luis).shown().says("Take back"));
    let late = coordinator.post(&back, &[("what", "leaving")]);
    late.must_say("A week has closed since");
    assert_eq!(events(&world, "leaving_taken_back"), 1);
}

#[test]
fn an_alert_that_ended_by_mistake_is_there_again_when_the_mistake_is_taken_back() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let luis = page(&cohort, "Luis Ortega");
    // two weeks have closed in which nobody tried anything
    world.at("2026-04-10 09:00");
    let needs = || {
        coordinator
            .get("/")
            .shown()
            .says("Luis Ortega has not tried")
    };
    assert!(needs(), "{}", coordinator.get("/").shown().text());
    let left = [("kind", "company"), ("left_on", "2026-04-09")];
    coordinator.post(&format!("{luis}/leave"), &left).location();
    assert!(!needs());
    press(&coordinator, &luis, "leaving").location();
    assert!(needs(), "{}", coordinator.get("/").shown().text());
    world.at("2026-04-17 09:00");
    assert!(needs());
}

#[test]
fn a_leader_who_stops_comes_back_by_themselves_until_the_week_closes() {
    let world = World::new();
    let (_, cohort, _) = operations(&world);
    let hannah = world.sign_in(&called(&cohort, "Hannah Weiss").person);
    hannah.post("/withdraw", &[("reason", "time")]).location();
    let home = hannah.get("/home").shown();
    home.must_say("You no longer take part")
        .must_say("Come back");
    hannah
        .get("/withdraw")
        .shown()
        .must_say("You can take that back until Wednesday 8 April, midnight.");
    let place = hannah.post("/withdraw/back", &[]).location();
    hannah.get(&place).shown().must_say("You are back.");
    plans(&hannah, "2026-03-26");
    assert_eq!(events(&world, "stopping_taken_back"), 1);
    let kept = world.number("select count(*) as n from seats where withdrawal_reason is not null");
    assert_eq!(kept, 0, "the reason goes with it");
    hannah.post("/withdraw", &[("reason", "time")]).location();
    world.at("2026-04-09 00:00");
    assert!(!hannah.get("/home").shown().says("Come back"));
    assert_eq!(hannah.post("/withdraw/back", &[]).status, 409);
}

#[test]
fn somebody_who_was_added_by_mistake_is_taken_out_again_unless_they_have_planned() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let mut seats = Vec::new();
    for name in ["Sofia Rossi", "Sofia Rosso"] {
        let mail = format!("{}@example.org", name.replace(' ', "").to_lowercase());
        let fields = [
            ("cohort", cohort.id.as_str()),
            ("name", name),
            ("mail", mail.as_str()),
            ("joined_on", "2026-03-30"),
        ];
        let place = coordinator.post("/people/new", &fields).location();
        seats.push(place.split('?').next().unwrap().to_owned());
        world.later(jiff::SignedDuration::from_secs(60));
    }
    let place = press(&coordinator, &seats[0], "joining").location();
    let list = coordinator.get(&place).shown();
    list.must_say("Taken out again").must_say("Sofia Rosso");
    assert!(!list.says("Sofia Rossi"));
    coordinator
        .get("/trail")
        .shown()
        .must_say("Sofia Rossi was taken out of the group again");
    let rosso = world.sign_in(&world.someone("sofiarosso@example.org"));
    world.at("2026-03-31 09:00");
    plans(&rosso, "2026-03-31");
    let refused = press(&coordinator, &seats[1], "joining");
    refused.must_say("Note that they left instead.");
    coordinator.get(&seats[1]).shown();
}

/// A second group of the sprint that the same coordinator looks after.
pub fn two_groups(world: &World) -> (Cohort, Cohort, Browser) {
    let (sprint, cohort, coordinator) = operations(world);
    let names = ["Nora Jensen", "Ravi Rao", "Lena Hoffmann", "Kwame Boateng"];
    let other = world.cohort(&sprint, "Operations B", "2026-03-23", &names);
    (cohort, other, coordinator)
}

#[test]
fn maya_goes_on_in_another_group_from_week_three_and_sits_in_the_old_one_until_then() {
    let world = World::new();
    let (cohort, other, coordinator) = two_groups(&world);
    let maya = page(&cohort, "Maya Okafor");
    let phone = world.sign_in(&called(&cohort, "Maya Okafor").person);
    let one = plans(&phone, "2026-03-24");
    world.at("2026-03-25 09:00");
    reports(&phone, &one, "succeeded");
    let path = format!("{maya}/group");
    let wish = [("to", other.id.as_str()), ("begins", "3")];
    for (fields, sentence) in [
        (
            [("to", ""), ("begins", "3")],
            "Choose a group of this sprint.",
        ),
        ([wish[0], ("begins", "1")], "Week 1 has begun."),
        ([wish[0], ("begins", "11")], "Choose a week from 1 to 10"),
        ([("to", "none"), ("begins", "")], "that has not begun"),
    ] {
        coordinator
            .post(&path, &fields)
            .came_back()
            .must_say(sentence);
    }
    let place = coordinator.post(&path, &wish).location();
    coordinator
        .get(&place)
        .shown()
        .must_say("Takes part until Monday 6 April, then goes on in Operations B.");
    phone.get("/home").shown().must_say("Operations A");
    // the first week counts here, the third there, and neither twice
    world.at("2026-04-07 09:00");
    phone.get("/home").shown().must_say("Operations B");
    let one = plans(&phone, "2026-04-07");
    reports(&phone, &one, "succeeded");
    world.at("2026-04-16 09:00");
    let row = |number: usize| {
        let group = [&cohort, &other][number];
        let path = format!("/results?cohort={}", group.id);
        coordinator.get(&path).shown()
    };
    row(0).must_say("Operations A");
    let weeks = |cohort: &Cohort| -> Vec<(u64, u64)> {
        let id = cohort.id.clone();
        let now = world.app.now();
        let read = move |conn: &mut firstmove_kit::db::Conn<'_>| {
            use firstmove::cohorts::{histories, store};
            use firstmove_domain::kpi::by_week;
            use firstmove_domain::status::{View, statuses};
            let kept = store::get(conn, &id.parse().unwrap())?.unwrap();
            let lines: Vec<_> = histories::load(conn, &kept.id)?
                .iter()
                .map(|seat| statuses(&kept.calendar, seat, View::Final, now))
                .collect();
            let all = by_week(&lines);
            Ok(all
                .iter()
                .map(|one| (one.attempted, one.eligible))
                .collect())
        };
        world
            .app
            .db
            .read_now::<_, firstmove_kit::db::DbError>(read)
            .unwrap()
    };
    assert_eq!(weeks(&cohort)[..3], [(1, 6), (0, 6), (0, 5)]);
    assert_eq!(weeks(&other)[..3], [(0, 4), (0, 4), (1, 5)]);
}

#[test]
fn going_on_elsewhere_is_taken_back_as_a_whole_from_either_page() {
    let world = World::new();
    let (cohort, other, coordinator) = two_groups(&world);
    let maya = page(&cohort, "Maya Okafor");
    let wish = [("to", other.id.as_str()), ("begins", "2")];
    let (seats, gone) = (
        "select count(*) as n from seats",
        "select count(*) as n from seats where exit_at is not null",
    );
    let before = world.number(seats);
    for from_new in [false, true] {
        coordinator.post(&format!("{maya}/group"), &wish).location();
        assert_eq!((world.number(seats), world.number(gone)), (before + 1, 1));
        if from_new {
            let there: String = world.write(|conn| {
                let sql = "select id from seats where joined_at > join_recorded_at";
                conn.one(sql, &[])?.unwrap().get("id")
            });
            let there = format!("/people/{there}");
            coordinator
                .get(&there)
                .shown()
                .must_say("Came from Operations A.");
            press(&coordinator, &there, "joining").location();
        } else {
            press(&coordinator, &maya, "leaving").location();
        }
        assert_eq!((world.number(seats), world.number(gone)), (before, 0));
        world.later(jiff::SignedDuration::from_secs(60));
    }
    assert_eq!(events(&world, "joining_taken_back"), 2);
    assert_eq!(events(&world, "leaving_taken_back"), 2);
}

#[test]
fn of_two_coordinators_the_later_sees_a_sentence_and_both_states() {
    let world = World::new();
    let (sprint, cohort, priya) = operations(&world);
    let omar: Person = world.person("Omar Haddad");
    let role = [
        ("role", "coordinator"),
        ("name", omar.name.as_str()),
        ("mail", omar.mail.as_str()),
    ];
    priya
        .post(&format!("/sprints/{}/roles", sprint.id), &role)
        .location();
    let omar = world.sign_in(&omar);
    let luis = page(&cohort, "Luis Ortega");
    world.at("2026-03-27 09:00");
    let left = |day| [("kind", "transfer"), ("left_on", day)];
    priya
        .post(&format!("{luis}/leave"), &left("2026-03-25"))
        .location();
    let late = omar
        .post(&format!("{luis}/leave"), &left("2026-03-26"))
        .came_back();
    late.must_say("Somebody noted “Left on Wednesday 25 March” of ")
        .must_say("What you sent was not kept: “left on 2026-03-26”.");
    let late = omar.post(
        &format!("{luis}/withdraw"),
        &[("from", "3"), ("reason", "time")],
    );
    late.came_back()
        .must_say("What you sent was not kept: “stops from week 3”.");
    assert_eq!(events(&world, "left") + events(&world, "withdrew"), 1);
    // Omar's page is old by now: what it would take back is not what stands
    let html = omar.get(&luis).html;
    let noted = html.split("name=\"noted\" value=\"").nth(1).unwrap();
    let noted = noted.split('"').next().unwrap().to_owned();
    world.later(jiff::SignedDuration::from_secs(60));
    press(&priya, &luis, "leaving").location();
    priya
        .post(&format!("{luis}/leave"), &left("2026-03-24"))
        .location();
    let sent = [("what", "leaving"), ("noted", noted.as_str())];
    omar.post(&format!("{luis}/back"), &sent)
        .must_say("Somebody has noted another thing since you opened the page.");
    assert_eq!(events(&world, "leaving_taken_back"), 1);
}

#[test]
fn a_name_and_a_team_are_set_right_unless_the_person_belongs_elsewhere_too() {
    let world = World::new();
    let (_, cohort, coordinator) = operations(&world);
    let maya = page(&cohort, "Maya Okafor");
    let path = format!("{maya}/details");
    let sent = |name: &str, was: &str| {
        let fields = [
            ("name", name),
            ("squad", "Night shift"),
            ("was_name", was),
            ("was_squad", "Fulfilment"),
        ];
        coordinator.post(&path, &fields)
    };
    sent(" ", "Maya Okafor")
        .came_back()
        .must_say("The name is missing.");
    sent("Maya  Okafor-Lind", "Maya Okafor").location();
    coordinator
        .get(&maya)
        .shown()
        .must_say("Maya Okafor-Lind")
        .must_say("Night shift");
    coordinator
        .get("/trail")
        .shown()
        .must_say("Name or team of Maya Okafor-Lind was corrected");
    // from a page that is old by now: both states, and nothing is set
    let late = sent("Maja Okafor", "Maya Okafor").came_back();
    late.must_say("it stands as Maya Okafor-Lind, Night shift.");
    assert!(
        late.html.contains("Maja Okafor"),
        "what was typed is still there"
    );
    assert_eq!(events(&world, "details_corrected"), 1);
    let other = world.sprint("Elsewhere");
    let person = called(&cohort, "Maya Okafor").person.id.clone();
    let sprint = other.id.clone();
    world.write(move |conn| {
        conn.execute(
            "insert into sprint_roles (sprint_id, person_id, role, since) values ($1, $2, 'sponsor', 0)",
            &params![&sprint, &person],
        )
    });
    let fields = [("name", "Somebody Else"), ("squad", "")];
    let refused = coordinator.post(&path, &fields);
    refused.must_say("not yours to change");
    coordinator.get(&maya).shown().must_say("Maya Okafor-Lind");
}
