//! Roles given, taken back and handed over; nobody leaves a sprint or an installation without whoever runs it.

use crate::browser::Browser;
use crate::moves::{plans, week_one};
use crate::sprint::Sprint;
use crate::world::{Person, World};

fn roles(sprint: &Sprint) -> String {
    format!("/sprints/{}/roles", sprint.id)
}

/// The fields of somebody who is to have a role.
fn somebody<'a>(role: &'a str, name: &'a str, mail: &'a str) -> [(&'a str, &'a str); 3] {
    [("role", role), ("name", name), ("mail", mail)]
}

fn take(browser: &Browser, path: &str, role: &str, person: &Person) -> crate::browser::Answer {
    let fields = [("role", role), ("person", person.id.as_str())];
    browser.post(&format!("{path}/take"), &fields)
}

#[test]
fn a_second_sponsor_is_named_told_and_sees_the_sheet_until_the_role_is_taken_back() {
    let world = World::new();
    let (sprint, _) = week_one(&world);
    let priya = world.sign_in(&sprint.coordinator);
    let elena = world.person("Elena Duarte");
    let elenas = world.sign_in(&elena);
    assert_eq!(elenas.get("/sponsor").status, 404);
    let fields = somebody("sponsor", "Whoever", &elena.mail);
    let place = priya.post(&roles(&sprint), &fields).location();
    priya.get(&place).shown().must_say("The role is given");
    priya.get(&roles(&sprint)).shown().must_say("Elena Duarte");
    elenas.get("/sponsor").shown();
    assert_eq!(
        world.number("select count(*) as n from notices where kind = 'role_given'"),
        1
    );
    let again = priya.post(&roles(&sprint), &fields).came_back();
    again.must_say("holds the role already");
    take(&priya, &roles(&sprint), "sponsor", &elena).location();
    assert_eq!(elenas.get("/sponsor").status, 404);
    let twice = take(&priya, &roles(&sprint), "sponsor", &elena).came_back();
    twice.must_say("does not hold the role any more");
    for kind in ["role_given", "role_taken"] {
        let kept = kind.to_owned();
        let (sprint, n) = world.write(move |conn| {
            let sql = "select min(sprint_id) as sprint, count(*) as n from events where kind = $1";
            let row = conn.one(sql, &firstmove_kit::params![&kept])?.unwrap();
            Ok((row.get::<String>("sprint")?, row.get::<i64>("n")?))
        });
        assert_eq!((sprint.len(), n), (36, 1), "{kind}");
    }
}

#[test]
fn an_account_is_made_for_whoever_has_none() {
    let world = World::new();
    let (sprint, _) = week_one(&world);
    let priya = world.sign_in(&sprint.coordinator);
    let fields = somebody("data_owner", "Omar Haddad", "Omar@example.org");
    priya.post(&roles(&sprint), &fields).location();
    priya.get(&roles(&sprint)).shown().must_say("Omar Haddad");
    let sql = "select count(*) as n from people where mail_folded = 'omar@example.org'";
    assert_eq!(world.number(sql), 1);
}

#[test]
fn the_last_coordinator_hands_over_and_cannot_just_leave() {
    let world = World::new();
    let (sprint, _) = week_one(&world);
    let priya = world.sign_in(&sprint.coordinator);
    let left = take(&priya, &roles(&sprint), "coordinator", &sprint.coordinator).came_back();
    left.must_say("Nobody else coordinates this sprint. Give the role to somebody else first.");
    let path = format!("{}/hand-over", roles(&sprint));
    let own = somebody("", "Priya", &sprint.coordinator.mail);
    priya
        .post(&path, &own)
        .came_back()
        .must_say("Write somebody else");
    let omar = world.person("Omar Haddad");
    priya
        .post(&path, &somebody("", &omar.name, &omar.mail))
        .location();
    assert_eq!(priya.get(&roles(&sprint)).status, 404);
    world.sign_in(&omar).get(&roles(&sprint)).shown();
    let sql = "select count(*) as n from sprint_roles where role = 'coordinator'";
    assert_eq!(world.number(sql), 1);
}

#[test]
fn the_last_administrator_cannot_leave_not_even_when_two_leave_at_once() {
    let world = World::new();
    let path = "/installation/administrators";
    let (ingrid, jonas) = (
        world.administrator("Ingrid Halvorsen"),
        world.administrator("Jonas Meyer"),
    );
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let senders: Vec<_> = [&ingrid, &jonas]
            .into_iter()
            .map(|person| {
                let world = &world;
                scope.spawn(move || {
                    take(&world.sign_in(person), path, "administrator", person).status
                })
            })
            .collect();
        senders.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut statuses = statuses;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert_eq!(world.number("select count(*) as n from administrators"), 1);
}

#[test]
fn a_role_of_the_installation_is_not_given_in_a_sprint_nor_the_other_way_round() {
    let world = World::new();
    let (sprint, _) = week_one(&world);
    let priya = world.sign_in(&sprint.coordinator);
    let asked = somebody("administrator", "Mallory", "mallory@example.org");
    priya
        .post(&roles(&sprint), &asked)
        .came_back()
        .must_say("Choose which role");
    let ingrid = world.administrator("Ingrid Halvorsen");
    let ingrid = world.sign_in(&ingrid);
    let asked = somebody("coordinator", "Mallory", "mallory@example.org");
    ingrid
        .post("/installation/administrators", &asked)
        .came_back();
    let sql = "select count(*) as n from people where mail_folded = 'mallory@example.org'";
    assert_eq!(world.number(sql), 0, "nothing is half applied");
}

#[test]
fn who_sits_in_a_group_sees_it_as_a_leader_whatever_other_role_they_hold() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let hannah = &cohort.leaders[0].person;
    let ingrid = world.administrator("Ingrid Halvorsen");
    let ingrid = world.sign_in(&ingrid);
    for role in ["coordinator", "data_owner"] {
        let fields = somebody(role, &hannah.name, &hannah.mail);
        ingrid.post(&roles(&sprint), &fields).location();
    }
    let hannahs = world.sign_in(hannah);
    for path in ["/people", "/data", "/data.csv"] {
        assert_eq!(hannahs.get(path).status, 404, "{path}");
    }
    hannahs.get("/").shown().must_say("Your move");
    let page = ingrid.get(&roles(&sprint)).shown();
    page.must_say("Sits in Operations A and sees it as a leader");
    assert!(!page.says("Nobody coordinates"));
    take(&ingrid, &roles(&sprint), "coordinator", &sprint.coordinator).location();
    let page = ingrid.get(&roles(&sprint)).shown();
    page.must_say("Nobody coordinates Operations A");
}

/// Hannah coordinates the sprint and sits in Operations A, where everybody is silent in week 1; beside it,
/// Operations B is hers to look after.
struct Both {
    world: World,
    sprint: Sprint,
    own: crate::sprint::Cohort,
    other: crate::sprint::Cohort,
    hannah: Browser,
}

fn hannah_coordinates_and_sits_in_a_group() -> Both {
    let world = World::new();
    let (sprint, own) = week_one(&world);
    let other = world.cohort(
        &sprint,
        "Operations B",
        "2026-03-23",
        &[
            "Nora Jensen",
            "Ravi Rao",
            "Lena Hoffmann",
            "Kwame Boateng",
            "Eva Pohl",
        ],
    );
    let priya = world.sign_in(&sprint.coordinator);
    let person = own.leaders[0].person.clone();
    for role in ["coordinator", "sponsor", "data_owner"] {
        let fields = somebody(role, &person.name, &person.mail);
        priya.post(&roles(&sprint), &fields).location();
    }
    let hannah = world.sign_in(&person);
    world.at("2026-03-31 12:00");
    Both {
        world,
        sprint,
        own,
        other,
        hannah,
    }
}

fn told(world: &World, kind: &str, person: &Person) -> i64 {
    let (kind, person) = (kind.to_owned(), person.id.clone());
    world.write(move |conn| {
        let sql = "select count(*) as n from notices where kind = $1 and person_id = $2";
        conn.one(sql, &firstmove_kit::params![&kind, &person])?
            .unwrap()
            .get("n")
    })
}

#[test]
fn no_page_shows_a_coordinator_more_of_their_own_group_than_its_leaders_see() {
    let both = hannah_coordinates_and_sits_in_a_group();
    let pages = [
        "/people",
        "/people/new",
        "/results",
        "/results/rows",
        "/data",
        "/data.csv",
        "/data.xlsx",
        "/sheet",
        "/sheet.csv",
        "/sheet.xlsx",
    ];
    for path in pages {
        let own = both.hannah.get(&format!("{path}?cohort={}", both.own.id));
        assert_eq!(own.status, 404, "{path} of the own group");
        let other = both.hannah.get(&format!("{path}?cohort={}", both.other.id));
        assert_eq!(other.status, 200, "{path} of the other group");
    }
    // where no group is named, the own one is not among those that are shown
    for path in [
        "/",
        "/moves",
        "/people",
        "/results",
        "/results/rows",
        "/data",
        "/data.csv",
    ] {
        let page = both.hannah.get(path).shown();
        for name in ["Maya Okafor", "Dev Patel", "Luis Ortega"] {
            assert!(!page.says(name), "{name} at {path}");
        }
    }
    for peer in &both.own.leaders {
        let page = format!("/people/{}", peer.seat);
        assert_eq!(both.hannah.get(&page).status, 404, "{}", peer.person.name);
    }
    for peer in &both.other.leaders {
        both.hannah.get(&format!("/people/{}", peer.seat)).shown();
    }
}

#[test]
fn whoever_has_left_a_group_reads_its_moves_no_more_though_they_coordinate_the_sprint() {
    let both = hannah_coordinates_and_sits_in_a_group();
    let maya = both.world.sign_in(&both.own.leaders[1].person);
    let one = plans(&maya, "2026-04-02");
    both.hannah.get(&one).shown();
    let priya = both.world.sign_in(&both.sprint.coordinator);
    let left = [("kind", "transfer"), ("left_on", "2026-03-31")];
    let path = format!("/people/{}/leave", both.own.leaders[0].seat);
    priya.post(&path, &left).location();
    both.world.at("2026-04-01 12:00");
    assert_eq!(both.hannah.get(&one).status, 404);
    priya.get(&one).shown();
}

#[test]
fn what_waits_in_a_coordinators_own_group_goes_to_the_other_coordinator() {
    let both = hannah_coordinates_and_sits_in_a_group();
    let cohort = both.own.id.clone();
    let alert: String = both.world.write(move |conn| {
        let sql = "select id from alerts where cohort_id = $1 order by id";
        conn.one(sql, &firstmove_kit::params![&cohort])?
            .expect("an alert of the silent week")
            .get("id")
    });
    let page = format!("/alerts/{alert}");
    assert_eq!(both.hannah.get(&page).status, 404);
    assert_eq!(both.hannah.post(&format!("{page}/done"), &[]).status, 404);
    both.world
        .sign_in(&both.sprint.coordinator)
        .get(&page)
        .shown();
    let ingrid = both.world.administrator("Ingrid Halvorsen");
    both.world.at("2026-04-01 09:00");
    assert!(told(&both.world, "needs_you", &both.sprint.coordinator) > 0);
    assert_eq!(told(&both.world, "unwatched", &ingrid), 0);
}

#[test]
fn what_waits_where_nobody_coordinates_is_told_to_the_administrator_once_a_day() {
    let both = hannah_coordinates_and_sits_in_a_group();
    let (world, sprint) = (&both.world, &both.sprint);
    let ingrid = world.administrator("Ingrid Halvorsen");
    let ingrids = world.sign_in(&ingrid);
    assert!(
        !ingrids
            .get("/installation")
            .shown()
            .says("Nobody coordinates")
    );
    take(&ingrids, &roles(sprint), "coordinator", &sprint.coordinator).location();
    let page = ingrids.get("/installation").shown();
    page.must_say("Nobody coordinates Operations A");
    assert!(!page.says("Nobody coordinates Operations B"), "Hannah does");
    world.at("2026-03-31 13:00");
    world.at("2026-03-31 14:00");
    assert_eq!(told(world, "unwatched", &ingrid), 1);
    // with somebody else in the role there is nothing to tell
    let omar = world.person("Omar Haddad");
    let fields = somebody("coordinator", &omar.name, &omar.mail);
    ingrids.post(&roles(sprint), &fields).location();
    world.at("2026-04-01 09:00");
    assert_eq!(told(world, "unwatched", &ingrid), 1);
    assert_eq!(told(world, "needs_you", &omar), 1);
}
