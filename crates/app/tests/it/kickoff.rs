//! A group begins: everybody is asked by mail, says yes or no, and the coordinator sees it at a glance.

use firstmove_kit::mail::Mailer;
use jiff::SignedDuration;

use crate::browser::Browser;
use crate::post::world_with;
use crate::post_office::{Does, PostOffice};
use crate::setup::{CHECK, GROUPS, PEOPLE, SKILLS, TIME, priya, send, skills, time};
use crate::world::World;

/// Three pages filled in; the fourth is open.
fn up_to_check(priya: &Browser) {
    send(priya, SKILLS, &skills(&[])).location();
    let groups = [("go", "next"), ("name", "Operations A"), ("people", PEOPLE)];
    send(priya, GROUPS, &groups).location();
    assert_eq!(send(priya, TIME, &time(&[])).location(), CHECK);
}

/// The sprint is made and everybody is asked; the address of the group's kickoff page.
pub fn invited(world: &World) -> (Browser, String) {
    let priya = priya(world);
    up_to_check(&priya);
    let place = priya.post(CHECK, &[("go", "send")]).location();
    let page = priya.get(&place).shown();
    page.must_say(match world.app.mailer.sends() {
        true => "the invitations are on their way",
        false => "Nothing was sent by mail: copy each text and hand it over.",
    });
    let kickoff = page.link("/groups/").expect("the way to the answers");
    world.tick();
    (priya, kickoff)
}

#[test]
fn from_the_empty_page_to_six_invitations_at_a_mail_server_and_one_yes() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (priya, kickoff) = invited(&world);
    let arrived = office.arrived();
    let mut to: Vec<&str> = arrived.iter().map(|mail| mail.to.as_str()).collect();
    to.sort_unstable();
    let expected = ["aisha", "dev", "elena", "hannah", "luis", "maya", "tom"];
    let expected: Vec<String> = expected
        .map(|name| format!("{name}@riverbank.example"))
        .into();
    assert_eq!(
        to, expected,
        "the six leaders, and the sponsor about her part"
    );
    let maya = arrived
        .iter()
        .find(|mail| mail.to.starts_with("maya"))
        .unwrap();
    assert_eq!(
        maya.header("subject"),
        "Twelve weeks, one small move a week"
    );
    assert!(maya.header("from").contains("Priya Nair"));
    assert!(
        maya.header("reply-to")
            .to_lowercase()
            .contains("priya@riverbank.example")
    );
    assert!(maya.raw.contains("text/calendar"), "the dates are attached");
    let link = maya.link("/k/");
    let phone = world.nobody();
    phone
        .get(&link)
        .shown()
        .must_say("You are in a group of six who practise delegation on the job.")
        .must_say("The first session is on Monday 30 March at 10:30.");
    phone.post(&link, &[("answer", "yes")]).location();
    let page = phone.get(&link).shown();
    page.must_say("You take part, Maya");
    phone
        .post(&format!("{link}/commitment"), &[("commitment", "8")])
        .location();
    phone.get(&link).shown().must_say("Kept: 8 of 10.");
    priya
        .get(&kickoff)
        .shown()
        .must_say("1 of 6 take part. Five people have not answered.")
        .must_say("Committed: 8 of 10");
    // twice is once, and nobody is asked a second time
    phone.post(&link, &[("answer", "yes")]).location();
    priya.post(&kickoff, &[]).location();
    world.tick();
    assert_eq!(office.arrived().len(), 7);
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'invitation_answered'"),
        1
    );
}

#[test]
fn a_link_answers_one_invitation_and_nothing_else() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (_, kickoff) = invited(&world);
    let arrived = office.arrived();
    let tom = arrived
        .iter()
        .find(|mail| mail.to.starts_with("tom"))
        .unwrap();
    let (link, phone) = (tom.link("/k/"), world.nobody());
    for wrong in ["", "perhaps"] {
        phone
            .post(&link, &[("answer", wrong)])
            .came_back()
            .must_say("Choose yes or no.");
    }
    // without a yes there is no commitment
    phone
        .post(&format!("{link}/commitment"), &[("commitment", "9")])
        .location();
    assert_eq!(
        world.number("select count(commitment) as n from invitations"),
        0
    );
    phone.post(&link, &[("answer", "yes")]).location();
    phone
        .post(&format!("{link}/commitment"), &[("commitment", "11")])
        .came_back()
        .must_say("Choose a number from 1 to 10.");
    phone
        .post(&format!("{link}/commitment"), &[("commitment", "10")])
        .location();
    phone.post(&link, &[("answer", "no")]).location();
    phone
        .get(&link)
        .shown()
        .must_say("Noted. Thank you for saying so");
    assert_eq!(
        world.number("select count(commitment) as n from invitations"),
        0
    );
    assert_eq!(phone.get(&kickoff).status, 303, "nobody is signed in by it");
    assert_eq!(phone.get(&format!("{link}x")).status, 404);
    let dates = phone.get(&format!("{link}/calendar.ics"));
    assert!(dates.header("content-type").starts_with("text/calendar"));
    assert_eq!(
        dates.html.matches("BEGIN:VEVENT").count(),
        15,
        "the training would have been a week ago"
    );
    // America/New_York has its summer time already: 10:30 there is 14:30 in UTC, and 15:30 from November on
    assert!(dates.html.contains("DTSTART:20260330T143000Z"));
    world.at("2026-04-20 12:00");
    phone.get(&link).shown().must_say("This invitation is over");
    phone
        .post(&link, &[("answer", "yes")])
        .came_back()
        .must_say("This invitation is over");
}

#[test]
fn who_stays_silent_is_reminded_once_by_itself_and_once_by_hand() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (priya, kickoff) = invited(&world);
    let reminders = |office: &PostOffice| {
        let all = office.arrived();
        all.iter()
            .filter(|mail| mail.header("subject").starts_with("Do you take part?"))
            .count()
    };
    let maya = office
        .arrived()
        .iter()
        .find(|mail| mail.to.starts_with("maya"))
        .unwrap()
        .link("/k/");
    world.nobody().post(&maya, &[("answer", "yes")]).location();
    let page = priya.get(&kickoff).shown();
    let tom = page.link_to("Tom Brandt");
    priya.post(&format!("{tom}/remind"), &[]).location();
    world.tick();
    assert_eq!(reminders(&office), 1);
    priya
        .post(&format!("{tom}/remind"), &[])
        .came_back()
        .must_say("You have reminded them once.");
    // asked on Monday in New York; two working days later at nine there
    world.at("2026-03-25 13:59");
    assert_eq!(reminders(&office), 1);
    for moment in ["2026-03-25 14:00", "2026-03-25 15:00", "2026-03-26 15:00"] {
        world.at(moment);
    }
    assert_eq!(
        reminders(&office),
        5,
        "four who are silent and were not reminded by hand, once each"
    );
}

#[test]
fn a_mail_that_came_back_is_seen_and_sent_again() {
    let office = PostOffice::open();
    office.with(
        "dev@riverbank.example",
        Does::Says("550 5.1.1 No such user here"),
    );
    let world = world_with(&office);
    let (priya, kickoff) = invited(&world);
    let page = priya.get(&kickoff).shown();
    page.must_say("The mail came back:");
    page.must_say("No such user here");
    let dev = page.link_to("Dev Patel");
    priya
        .get("/")
        .shown()
        .must_say("The invitation of Dev Patel came back");
    priya.get(&dev).shown().must_say("Send it again");
    office.with("dev@riverbank.example", Does::Takes);
    priya.post(&format!("{dev}/again"), &[]).location();
    world.tick();
    assert!(
        office
            .arrived()
            .iter()
            .any(|mail| mail.to.starts_with("dev@"))
    );
    priya.get(&dev).shown().must_say("The mail left on");
    let sent = office.arrived().len();
    priya.post(&format!("{dev}/again"), &[]).location();
    world.tick();
    assert_eq!(
        office.arrived().len(),
        sent,
        "what has arrived is not sent again"
    );
}

#[test]
fn a_reminder_that_came_back_is_seen_and_the_invitation_sent_again() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (priya, kickoff) = invited(&world);
    let dev = priya.get(&kickoff).shown().link_to("Dev Patel");
    office.with(
        "dev@riverbank.example",
        Does::Says("550 5.2.1 Mailbox disabled"),
    );
    world.later(SignedDuration::from_mins(1));
    priya.post(&format!("{dev}/remind"), &[]).location();
    world.tick();
    let page = priya.get(&dev).shown();
    page.must_say("The reminder of Monday 23 March, 04:01 came back:")
        .must_say("Mailbox disabled")
        .must_say("Send it again");
    assert!(!page.says("Reminded by hand"));
    priya
        .get(&kickoff)
        .shown()
        .must_say("The reminder came back:");
    priya
        .get("/")
        .shown()
        .must_say("The invitation of Dev Patel came back")
        .must_say("Mailbox disabled");
    office.with("dev@riverbank.example", Does::Takes);
    world.later(SignedDuration::from_mins(1));
    priya.post(&format!("{dev}/again"), &[]).location();
    world.tick();
    assert_eq!(office.arrived_for("dev@riverbank.example").len(), 2);
    assert!(!priya.get(&kickoff).shown().says("came back"));
    assert!(!priya.get("/").shown().says("came back"));
    assert!(!priya.get(&dev).shown().says("Send it again"));
}

#[test]
fn a_test_goes_to_who_asks_and_answers_nothing() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let priya = priya(&world);
    up_to_check(&priya);
    priya.post("/sprints/new/check/test", &[]).location();
    world.tick();
    let arrived = office.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].to.to_lowercase(), "priya@riverbank.example");
    assert_eq!(arrived[0].link(CHECK), CHECK, "its button leads back");
    let page = priya.get(CHECK).shown();
    page.must_say("The test: The mail left on");
    page.must_say("Maya Okafor and five more, each on their own");
    assert_eq!(
        world.number("select count(*) as n from seats"),
        0,
        "nothing was made"
    );
    for _ in 0..12 {
        priya.post("/sprints/new/check/test", &[]).location();
    }
    world.tick();
    assert_eq!(office.arrived().len(), 10, "ten in an hour are enough");
}

#[test]
fn without_a_mail_server_texts_are_copied_answers_ticked_and_links_handed_over() {
    let world = World::build(Mailer::terminal());
    let (priya, kickoff) = invited(&world);
    let page = priya.get(&kickoff).shown();
    page.must_say("No mail server is set up.");
    let aisha = page.link_to("Aisha Rahman");
    let page = priya.get(&aisha).shown();
    page.must_say("you are in a group of six").must_say("/k/");
    priya
        .post(&format!("{aisha}/told"), &[("answer", "yes")])
        .location();
    priya
        .get(&kickoff)
        .shown()
        .must_say("1 of 6 take part.")
        .must_say("You ticked it on");
    let made = priya.post(&format!("{aisha}/link"), &[]).location();
    let page = priya.get(made.split('#').next().unwrap()).shown();
    let link = page.text();
    let at = link.find("/sign-in/").expect("the link");
    let link = link[at..].split_whitespace().next().unwrap().to_owned();
    world.nobody().get(&link).shown().must_say("Aisha Rahman");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'sign_in_link_made'"),
        1
    );
}

#[test]
fn a_text_that_was_copied_before_anybody_was_noted_as_asked_leads_to_its_question() {
    let world = World::build(Mailer::terminal());
    let sprint = world.sprint("Operations");
    let names = ["Maya Okafor", "Tom Brandt"];
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &names);
    let coordinator = world.sign_in(&sprint.coordinator);
    let page = format!("/groups/{}/kickoff", cohort.id);
    let text = coordinator.get(&format!("{page}/{}", cohort.leaders[0].seat));
    let text = text.shown().text();
    let link = &text[text.find("/k/").expect("the link")..];
    let link = link.split_whitespace().next().unwrap().to_owned();
    let phone = world.nobody();
    phone.get(&link).shown().must_say("Operations A");
    assert_eq!(world.number("select count(*) as n from invitations"), 0);
    phone.post(&link, &[("answer", "yes")]).location();
    phone.get(&link).shown().must_say("You take part, Maya");
    coordinator.get(&page).shown().must_say("1 of 1 take part");
}

#[test]
fn a_coordinator_hands_over_no_key_to_an_account_with_a_role() {
    let world = World::build(Mailer::terminal());
    let (priya, kickoff) = invited(&world);
    let maya = world.someone("maya@riverbank.example").id;
    world.write(move |conn| {
        let sql = "insert into administrators (person_id, since) values ($1, 0)";
        conn.execute(sql, &firstmove_kit::params![&maya])
    });
    let page = priya.get(&kickoff).shown();
    let maya = page.link_to("Maya Okafor");
    assert!(!priya.get(&maya).shown().says("Make a link"));
    assert_eq!(priya.post(&format!("{maya}/link"), &[]).status, 404);
    assert_eq!(world.number("select count(*) as n from sign_in_links"), 0);
}
