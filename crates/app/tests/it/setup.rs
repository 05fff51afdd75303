//! The first hour: Priya opens the link from the terminal, has an account, and sets up a sprint on four pages.

use firstmove::starting;

use crate::browser::{Answer, Browser};
use crate::world::World;

pub const PEOPLE: &str = "Maya Okafor, maya@riverbank.example, Fulfilment\nTom Brandt, tom@riverbank.example, Returns\n\
    Aisha Rahman\taisha@riverbank.example\nLuis Ortega; luis@riverbank.example; Transport\n\
    Hannah Weiss <hannah@riverbank.example>\nDev Patel, dev@riverbank.example, Planning";

pub const SKILLS: &str = "/sprints/new/skills";
pub const GROUPS: &str = "/sprints/new/people";
pub const TIME: &str = "/sprints/new/time";
pub const CHECK: &str = "/sprints/new/check";

fn link(world: &World) -> String {
    let link = world.wait(starting::set_up_link(&world.app)).unwrap();
    link.unwrap().replace(&world.app.url, "")
}

fn with<'a>(
    mut fields: Vec<(&'a str, &'a str)>,
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    for (field, value) in changed {
        fields.retain(|(name, _)| name != field);
        fields.push((field, value));
    }
    fields
}

fn account<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let fields = vec![
        ("name", "Priya Nair"),
        ("mail", "Priya@riverbank.example"),
        ("organisation", "Riverbank"),
        ("zone", "America/New_York"),
    ];
    with(fields, changed)
}

pub fn skills<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let fields = vec![
        ("go", "next"),
        ("sprint_name", "Operations, spring"),
        ("organisation", "Riverbank"),
        ("skill", "delegation"),
        ("priority", "Decisions where the work is"),
        ("metric", "Cycle time of an order"),
        ("second_skill", ""),
        ("sponsor_name", "Elena Duarte"),
        ("sponsor_mail", "elena@riverbank.example"),
    ];
    with(fields, changed)
}

pub fn time<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let fields = vec![
        ("go", "next"),
        ("zone", "America/New_York"),
        ("start", "2026-03-30"),
        ("weekday", "1"),
        ("time", "10:30"),
    ];
    with(fields, changed)
}

/// The first account, and the browser in which it was made.
pub fn priya(world: &World) -> Browser {
    let done = world.nobody().post(&link(world), &account(&[]));
    assert_eq!(done.location(), SKILLS);
    let cookie = done.header("set-cookie").to_owned();
    let token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    Browser::new(&world.app.url, Some(token))
}

/// Sends a page of the draft as somebody would who has it open now.
pub fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    let base = base(browser, path);
    let mut fields = fields.to_vec();
    fields.push(("base", &base));
    browser.post(path, &fields)
}

pub fn base(browser: &Browser, path: &str) -> String {
    let page = browser.get(path).shown();
    let rest = page.html.split("name=\"base\" value=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// All four pages with what `skills`, `groups` and `time` hold; the address of the sprint.
pub fn set_up(browser: &Browser, groups: &[(&str, &str)], changed: &[(&str, &str)]) -> String {
    assert_eq!(send(browser, SKILLS, &skills(&[])).location(), GROUPS);
    let mut fields = vec![("go", "next")];
    for (name, people) in groups {
        fields.extend([("name", *name), ("people", *people)]);
    }
    assert_eq!(send(browser, GROUPS, &fields).location(), TIME);
    let mut times = time(changed);
    for _ in 1..groups.len() {
        times.extend([("weekday", "4"), ("time", "15:00")]);
    }
    assert_eq!(send(browser, TIME, &times).location(), CHECK);
    let page = browser.get(CHECK).shown();
    page.must_say("Send to");
    let place = browser.post(CHECK, &[]).location();
    place.split('?').next().unwrap().to_owned()
}

#[test]
fn whom_a_mail_names_in_one_line_is_in_the_group_and_each_in_a_line_of_their_own() {
    let world = World::new();
    let priya = priya(&world);
    send(&priya, SKILLS, &skills(&[])).location();
    let people = "Name;Mail;Team\r\nMaya Lopez <maya@ex.org>; Jo Kim <jo@ex.org>, \"Smith, Ann\" <ann@ex.org>\r\n\
                  Kim Lee <kim@ex.org>, Sales, Engineer";
    let typed = [("go", "look"), ("name", "Group A"), ("people", people)];
    send(&priya, GROUPS, &typed).location();
    let page = priya.get(GROUPS).shown();
    page.must_say("4 people.");
    assert!(!page.says("Line 1:"), "no line is bad");
    let text = page.html.split("name=\"people\"").nth(1).unwrap();
    let lines = text.split("</textarea>").next().unwrap().lines().skip(1);
    let mails = ["maya@ex.org", "jo@ex.org", "ann@ex.org", "kim@ex.org"];
    assert!(lines.zip(mails).all(|(line, mail)| line.contains(mail)));
}

#[test]
fn priya_makes_her_account_and_sets_up_a_sprint_on_four_pages() {
    let world = World::new();
    let priya = priya(&world);
    let place = set_up(&priya, &[("Operations A", PEOPLE)], &[]);
    let page = priya.get(&format!("{place}?done=made")).shown();
    page.must_say("The sprint is made");
    page.must_say("Name who guards the data");
    priya.get("/").shown().must_say("Operations A");
    for (sql, expected) in [
        ("select count(*) as n from people", 8),
        ("select count(*) as n from seats", 6),
        ("select count(*) as n from administrators", 1),
        (
            "select count(*) as n from sprint_roles where role = 'coordinator'",
            1,
        ),
        (
            "select count(*) as n from sprint_roles where role = 'sponsor'",
            1,
        ),
        (
            "select count(*) as n from sprint_skills where metric = 'Cycle time of an order'",
            1,
        ),
        (
            "select count(*) as n from cohorts where zone = 'America/New_York' and grace_days = 3
             and showcase_weekday = 1 and showcase_time = '11:00'",
            1,
        ),
        ("select count(*) as n from events where kind = 'joined'", 6),
        ("select count(*) as n from sprint_drafts", 0),
        (
            "select count(*) as n from events where kind = 'sprint_set_up' and actor_id is not null",
            1,
        ),
    ] {
        assert_eq!(world.number(sql), expected, "{sql}");
    }
}

#[test]
fn a_sprint_of_two_groups_has_two_times_and_one_coordinator() {
    let world = World::new();
    let priya = priya(&world);
    let second = "Nora Jensen, nora@riverbank.example\nRavi Rao, ravi@riverbank.example, Dock, Logistics, L3";
    let place = set_up(&priya, &[("Group A", PEOPLE), ("Group B", second)], &[]);
    let page = priya.get(&place).shown();
    page.must_say("Group A");
    page.must_say("2 people");
    for (sql, expected) in [
        ("select count(*) as n from cohorts", 2),
        (
            "select count(*) as n from cohorts where session_weekday = 4 and grace_days = 7",
            1,
        ),
        (
            "select count(*) as n from person_attributes where level = 'L3'",
            1,
        ),
    ] {
        assert_eq!(world.number(sql), expected, "{sql}");
    }
}

#[test]
fn a_group_that_is_set_up_on_its_first_morning_has_its_first_week_whole() {
    let world = World::new();
    let priya = priya(&world);
    let today = [("start", "2026-03-23"), ("zone", "Europe/Berlin")];
    set_up(&priya, &[("Group A", PEOPLE)], &today);
    let midnight = crate::world::moment("2026-03-23 00:00").as_millisecond();
    assert_eq!(
        world.number("select min(joined_at) as n from seats"),
        midnight
    );
    assert_eq!(
        world.number("select min(join_recorded_at) as n from seats"),
        world.app.now().as_millisecond()
    );
}

#[test]
fn nobody_else_finds_the_first_page_and_it_is_gone_once_an_account_exists() {
    let world = World::new();
    let link = link(&world);
    let (nobody, wrong) = (world.nobody(), "/setup/abcdefgh");
    assert_eq!(nobody.get(wrong).status, 404);
    assert_eq!(nobody.post(wrong, &account(&[])).status, 404);
    assert_eq!(world.number("select count(*) as n from people"), 0);
    world.person("Somebody Else");
    assert_eq!(nobody.get(&link).status, 404, "an account exists");
    assert_eq!(nobody.post(&link, &account(&[])).status, 404);
    assert_eq!(world.number("select count(*) as n from people"), 1);
}

#[test]
fn the_link_of_an_earlier_start_is_worth_nothing() {
    let world = World::new();
    let (old, new) = (link(&world), link(&world));
    assert_eq!(world.nobody().get(&old).status, 404);
    world.nobody().get(&new).shown();
}

#[test]
fn two_who_send_the_first_form_at_once_make_one_account() {
    let world = World::new();
    let link = link(&world);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..4)
            .map(|number| {
                let (world, link) = (&world, &link);
                scope.spawn(move || {
                    let mail = format!("priya{number}@riverbank.example");
                    let form = account(&[("mail", &mail)]);
                    world.nobody().post(link, &form).status
                })
            })
            .collect();
        senders.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let count = |status: u16| statuses.iter().filter(|one| **one == status).count();
    assert_eq!((count(303), count(404)), (1, 3), "{statuses:?}");
    assert_eq!(world.number("select count(*) as n from administrators"), 1);
    assert_eq!(world.number("select count(*) as n from people"), 1);
}

#[test]
fn every_fault_of_a_page_comes_back_at_once_and_what_was_typed_is_kept() {
    let world = World::new();
    let link = link(&world);
    let wrong = account(&[
        ("name", ""),
        ("mail", "priya at riverbank"),
        ("zone", "Middle/Earth"),
    ]);
    let page = world.nobody().post(&link, &wrong).came_back();
    for sentence in [
        "The name is missing",
        "The address has no @",
        "Choose a time zone",
    ] {
        page.must_say(sentence);
    }
    let priya = priya(&world);
    let wrong = skills(&[
        ("skill", "juggling"),
        ("second_metric", "Team NPS"),
        ("sponsor_mail", ""),
    ]);
    let page = send(&priya, SKILLS, &wrong).came_back();
    for sentence in [
        "Choose a skill from the list",
        "Choose the second skill",
        "The mail address is missing",
    ] {
        page.must_say(sentence);
    }
    assert!(page.html.contains("Team NPS"));
    let kept = world.sign_in(&world.someone("priya@riverbank.example"));
    assert!(
        kept.get(SKILLS).shown().html.contains("Team NPS"),
        "in another browser too"
    );
    let lines = "Maya Okafor, maya@riverbank.example\nJonas Meyer, jonas.riverbank.example\nElena";
    let fields = [("go", "next"), ("name", "Group A"), ("people", lines)];
    let page = send(&priya, GROUPS, &fields).came_back();
    page.must_say("Two lines need a change. The live check says why.");
    page.must_say("Line 2: The address has no @");
    page.must_say("Line 3: The mail address is missing");
    assert!(page.html.contains("jonas.riverbank.example"));
    let page = send(&priya, TIME, &time(&[("start", "soon"), ("time", "ten")])).came_back();
    page.must_say("is not a date");
    page.must_say("Write the time like 10:00");
    priya.get(CHECK).shown().must_say("Not ready yet");
    assert_eq!(priya.post(CHECK, &[]).location(), CHECK);
    assert_eq!(world.number("select count(*) as n from sprints"), 0);
}

#[test]
fn saving_for_later_keeps_what_is_not_right_yet_and_today_leads_back_to_it() {
    let world = World::new();
    let priya = priya(&world);
    let fields = [
        ("go", "later"),
        ("name", "Group A"),
        ("people", "Maya, no address"),
    ];
    assert_eq!(send(&priya, GROUPS, &fields).location(), "/");
    priya.get("/").shown().must_say("Finish your draft");
    assert!(priya.get(GROUPS).shown().html.contains("Maya, no address"));
    priya.post("/sprints/new/discard", &[]).location();
    assert!(!priya.get(GROUPS).shown().html.contains("Maya, no address"));
}

#[test]
fn pressing_the_last_button_twice_makes_one_sprint() {
    let world = World::new();
    let priya = priya(&world);
    send(&priya, SKILLS, &skills(&[])).location();
    let fields = [("go", "next"), ("name", "Group A"), ("people", PEOPLE)];
    send(&priya, GROUPS, &fields).location();
    send(&priya, TIME, &time(&[])).location();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(priya.post(CHECK, &[]).status, 303));
        }
    });
    assert_eq!(world.number("select count(*) as n from sprints"), 1);
    assert_eq!(world.number("select count(*) as n from seats"), 6);
}

#[test]
fn a_coordinator_sets_up_the_next_sprint_and_a_leader_finds_no_such_page() {
    let world = World::new();
    let (sprint, cohort) = crate::moves::week_one(&world);
    let coordinator = world.sign_in(&sprint.coordinator);
    let page = coordinator.get(SKILLS).shown();
    assert!(
        page.html.contains("value=\"Riverbank\""),
        "the organisation is known"
    );
    coordinator.get(TIME).shown().must_say("The twelve weeks");
    let leader = world.sign_in(&cohort.leaders[0].person);
    for path in [SKILLS, GROUPS, TIME, CHECK] {
        assert_eq!(leader.get(path).status, 404, "{path}");
        assert_eq!(leader.post(path, &[]).status, 404, "{path}");
    }
    assert_eq!(leader.get(&format!("/sprints/{}", sprint.id)).status, 404);
    coordinator
        .get(&format!("/sprints/{}", sprint.id))
        .shown()
        .must_say("Launch checklist");
}
