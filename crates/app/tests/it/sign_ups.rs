//! People sign up by a link for a group that is being set up, and its coordinator takes them over.

use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::setup::{CHECK, GROUPS, PEOPLE, SKILLS, priya, send, set_up, skills};
use crate::world::World;

const LINK: &str = "/sprints/new/people/link?group=0";

fn presses(browser: &Browser, what: &str) -> Answer {
    browser.post(LINK, &[("do", what)])
}

/// The path of the link that the page shows.
fn shared(world: &World, browser: &Browser) -> String {
    assert_eq!(presses(browser, "share").location(), LINK);
    let page = browser.get(LINK).shown();
    assert!(page.html.contains("<svg class=\"qr\""));
    let rest = page.html.split("id=\"address\">").nth(1).unwrap();
    let address = rest.split('<').next().unwrap();
    address.replace(&world.app.url, "")
}

fn lines(browser: &Browser) -> String {
    let page = browser.get(GROUPS).shown();
    let rest = page.html.split("name=\"people\"").nth(1).unwrap();
    let text = rest.split_once('>').unwrap().1.split("</textarea>").next();
    text.unwrap().trim().to_owned()
}

#[test]
fn who_signs_up_waits_until_they_are_taken_over() {
    let world = World::new();
    let priya = priya(&world);
    send(&priya, SKILLS, &skills(&[])).location();
    let typed = [
        ("go", "link-0"),
        ("name", "Group A"),
        ("people", "Tom, tom@riverbank.example"),
    ];
    assert_eq!(
        send(&priya, GROUPS, &typed).location(),
        LINK,
        "what was typed is kept"
    );
    let link = shared(&world, &priya);
    let phone = world.nobody();
    let page = phone.get(&link).shown();
    page.must_say("Take part in Operations, spring");
    page.must_say("Priya Nair is looking for people");
    assert!(!page.says("Level"), "only what is asked");
    let bad = [("name", ""), ("mail", "noor.example"), ("team", "Returns")];
    let again = phone.post(&link, &bad).came_back();
    again.must_say("The name is missing.");
    again.must_say("The address has no @.");
    assert!(
        again.html.contains("value=\"Returns\""),
        "what was typed stays"
    );
    let people = [
        ("نور الهدى", "Noor@riverbank.example", "Returns"),
        ("Weiß, Hannah", "hannah@riverbank.example", ""),
        ("Somebody else", "noor@riverbank.example", ""),
        ("Tom Brandt", "tom@riverbank.example", ""),
    ];
    for (name, mail, team) in people {
        let fields = [
            ("name", name),
            ("mail", mail),
            ("team", team),
            ("level", "9"),
        ];
        let done = phone.post(&link, &fields).location();
        phone.get(&done).shown().must_say("You are on the list");
        world.later(jiff::SignedDuration::from_secs(1));
    }
    assert!(
        !phone.get(&link).shown().says("Hannah"),
        "nobody sees another"
    );
    assert_eq!(lines(&priya), "Tom, tom@riverbank.example", "they wait");
    let page = priya.get(LINK).shown();
    page.must_say("نور الهدى");
    assert!(!page.says("Somebody else"), "an address counts once");
    presses(&priya, "take").location();
    let taken = "Tom, tom@riverbank.example\nنور الهدى, noor@riverbank.example, Returns\n\
                 Weiß, Hannah; hannah@riverbank.example";
    assert_eq!(lines(&priya), taken);
    priya.get(LINK).shown().must_say("Nobody waits.");
    presses(&priya, "take").location();
    assert_eq!(lines(&priya), taken, "twice is once");
}

#[test]
fn the_set_up_says_that_people_wait_until_they_are_taken_over() {
    let world = World::new();
    let priya = priya(&world);
    send(&priya, SKILLS, &skills(&[])).location();
    let groups = [
        ("go", "next"),
        ("name", "Group A"),
        ("people", PEOPLE),
        ("name", "Group B"),
        ("people", "Ben, ben@riverbank.example"),
    ];
    send(&priya, GROUPS, &groups).location();
    for path in [GROUPS, CHECK] {
        assert!(
            !priya.get(path).shown().says("signed up by the link"),
            "{path}"
        );
    }
    let link = shared(&world, &priya);
    let signs_up = |name: &str, mail: &str| {
        let one = [("name", name), ("mail", mail)];
        world.nobody().post(&link, &one).location();
    };
    signs_up("Noor", "noor@riverbank.example");
    let one = "1 person signed up by the link and waits for Group A.";
    priya.get(GROUPS).shown().must_say(one);
    signs_up("Ana", "ana@riverbank.example");
    let two = "2 people signed up by the link and wait for Group A.";
    let page = priya.get(GROUPS).shown();
    page.must_say(two);
    page.must_say("Take them");
    let page = priya.get(CHECK).shown();
    page.must_say(two);
    page.must_say("The sprint is made without them.");
    assert!(page.html.contains(&format!("href=\"{LINK}\"")));
    presses(&priya, "take").location();
    for path in [GROUPS, CHECK] {
        assert!(
            !priya.get(path).shown().says("signed up by the link"),
            "{path}"
        );
    }
}

#[test]
fn more_is_asked_where_the_coordinator_wants_it() {
    let world = World::new();
    let priya = priya(&world);
    priya
        .post(LINK, &[("do", "share"), ("more", "1")])
        .location();
    presses(&priya, "close").location();
    priya
        .post(LINK, &[("do", "share"), ("more", "1")])
        .location();
    let page = priya.get(LINK).shown();
    let rest = page.html.split("id=\"address\">").nth(1).unwrap();
    let link = rest.split('<').next().unwrap().replace(&world.app.url, "");
    let phone = world.nobody();
    phone.get(&link).shown().must_say("Time zone, if you like");
    let one = [
        ("name", "Ana"),
        ("mail", "ana@riverbank.example"),
        ("level", "L3"),
        ("zone", "Europe/Atlantis"),
    ];
    phone
        .post(&link, &one)
        .came_back()
        .must_say("There is no time zone");
    let one = [&one[..3], &[("zone", "Europe/Berlin")]].concat();
    phone.post(&link, &one).location();
    presses(&priya, "take").location();
    assert_eq!(
        lines(&priya),
        "Ana, ana@riverbank.example, , , L3, , , Europe/Berlin"
    );
}

#[test]
fn a_closed_link_opens_nothing_and_a_guessed_one_is_not_found() {
    let world = World::new();
    let priya = priya(&world);
    let link = shared(&world, &priya);
    let phone = world.nobody();
    let one = [("name", "Ana"), ("mail", "ana@riverbank.example")];
    presses(&priya, "close").location();
    priya
        .get(LINK)
        .shown()
        .must_say("Nobody can sign up at present.");
    phone.get(&link).must_say("This link is closed.");
    phone.post(&link, &one).must_say("This link is closed.");
    assert_eq!(shared(&world, &priya), link, "opened again it is the same");
    phone.post(&link, &one).location();
    let mut forged = link.clone();
    forged.pop();
    assert_eq!(phone.get(&forged).status, 404);
    priya.post("/sprints/new/discard", &[]).location();
    phone.get(&link).must_say("This link is closed.");
}

#[test]
fn one_sender_does_not_flood_a_list_and_a_list_has_an_end() {
    let world = World::new();
    let priya = priya(&world);
    let link = shared(&world, &priya);
    let phone = world.nobody();
    let signs_up = |at: usize| {
        let mail = format!("p{at}@riverbank.example");
        phone.post(&link, &[("name", "P"), ("mail", &mail)])
    };
    let refused = (0..100).find(|at| signs_up(*at).status == 429);
    assert!(refused.is_some());
    let mut at = 100;
    let full = loop {
        let answer = signs_up(at);
        at += 1;
        match answer.status {
            429 => world.later(jiff::SignedDuration::from_mins(16)),
            303 => assert!(at < 500),
            _ => break answer,
        }
    };
    full.must_say("The list is full.");
    assert_eq!(world.number("select count(*) as n from sign_ups"), 200);
}

/// How many wait by any link, taken over or not.
fn kept(world: &World) -> (i64, i64) {
    let links = world.number("select count(*) as n from sign_up_links");
    (links, world.number("select count(*) as n from sign_ups"))
}

fn signs_up(world: &World, browser: &Browser) {
    let link = shared(world, browser);
    let tom = [
        ("name", "Tom"),
        ("mail", "tom@riverbank.example"),
        ("team", "Returns"),
    ];
    world.nobody().post(&link, &tom).location();
    world.tick();
    assert_eq!(kept(world), (1, 1));
}

#[test]
fn a_list_is_forgotten_when_its_draft_has_become_a_sprint() {
    let world = World::new();
    let priya = priya(&world);
    signs_up(&world, &priya);
    set_up(&priya, &[("Group A", PEOPLE)], &[]);
    world.tick();
    assert_eq!(kept(&world), (0, 0));
}

#[test]
fn a_list_that_waits_is_forgotten_after_ninety_days() {
    let world = World::new();
    let priya = priya(&world);
    signs_up(&world, &priya);
    world.later(SignedDuration::from_hours(24 * 90));
    assert_eq!(kept(&world), (1, 1));
    world.later(SignedDuration::from_hours(1));
    assert_eq!(kept(&world), (0, 0));
}
