//! Mails leave once, whatever happens to the mail server, and whoever should know learns what did not leave.

use std::time::Duration;

use firstmove::app::{App, Parts};
use firstmove::{clockwork, starting};
use firstmove_kit::live::Live;
use firstmove_kit::mail::Mailer;
use firstmove_kit::presence::Presence;
use firstmove_kit::secrets::Secrets;
use jiff::SignedDuration;

use crate::browser::Browser;
use crate::kickoff::invited;
use crate::moves::{plans, week_one};
use crate::post_office::{Does, PostOffice};
use crate::world::{World, moment};

const FROM: &str = "Firstmove <firstmove@riverbank.example>";

fn mailer(office: &PostOffice) -> Mailer {
    mailer_at(&office.url())
}

/// A mailer that waits three seconds for the server at that address.
pub fn mailer_at(url: &str) -> Mailer {
    Mailer::smtp_within(url, FROM, Duration::from_secs(3)).unwrap()
}

/// A world whose mails go to that server.
pub fn world_with(office: &PostOffice) -> World {
    World::build(mailer(office))
}

/// The same installation started again with that server, and the browser of somebody who had signed in before.
fn started_again(world: &World, office: &PostOffice, who: &Browser) -> (App, Browser) {
    let listener = world.wait(tokio::net::TcpListener::bind("127.0.0.1:0"));
    let listener = listener.unwrap();
    let live = Live::new();
    let app = App::new(Parts {
        db: world.app.db.clone(),
        clock: world.app.clock.clone(),
        secrets: Secrets::seeded(8),
        live: live.clone(),
        mailer: mailer(office),
        url: format!("http://{}", listener.local_addr().unwrap()),
        presence: Presence::new(world.app.clock.clone(), live),
        kept: Default::default(),
        signing_key: world.app.signing_key.clone(),
        demo: None,
    });
    let answers = starting::answer(app.clone(), listener, std::future::pending());
    world.wait(async { drop(tokio::spawn(answers)) });
    let browser = Browser::new(&app.url, who.token().map(str::to_owned));
    (app, browser)
}

fn asks_for_link(world: &World, mail: &str) {
    world.nobody().post("/sign-in", &[("mail", mail)]).shown();
}

#[test]
fn the_link_to_sign_in_is_sent_once_and_is_then_nowhere_but_in_the_mail() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let maya = world.person("Maya Okafor");
    asks_for_link(&world, &maya.mail);
    world.tick();
    world.tick();
    let arrived = office.arrived();
    assert_eq!(arrived.len(), 1);
    let mail = &arrived[0];
    assert_eq!(mail.to, maya.mail);
    assert_eq!(
        mail.header("to"),
        "\"Maya Okafor\" <mayaokafor@example.org>"
    );
    assert_eq!(
        mail.header("from"),
        "Firstmove <firstmove@riverbank.example>"
    );
    assert_eq!(mail.header("auto-submitted"), "auto-generated");
    assert!(mail.header("message-id").ends_with("@riverbank.example>"));
    assert!(mail.header("date").contains("23 Mar 2026"));
    assert!(
        mail.header("content-type")
            .starts_with("multipart/alternative")
    );
    let link = mail.link("/sign-in/");
    world.nobody().get(&link).shown().must_say("Maya Okafor");
    let kept = "select count(*) as n from notices where body || link || envelope <> ''";
    assert_eq!(world.number(kept), 0, "the key to an account stays nowhere");
    assert_eq!(
        world.number("select count(*) as n from notices where state = 'sent'"),
        1
    );
}

#[test]
fn what_the_page_says_is_the_same_whether_the_server_is_there_or_not() {
    let office = PostOffice::open();
    office.gone(true);
    let world = world_with(&office);
    let maya = world.person("Maya Okafor");
    let known = world
        .nobody()
        .post("/sign-in", &[("mail", &maya.mail)])
        .shown();
    let unknown = world
        .nobody()
        .post("/sign-in", &[("mail", "nobody@example.org")])
        .shown();
    assert_eq!(
        known.html.replace(&maya.mail, "MAIL"),
        unknown.html.replace("nobody@example.org", "MAIL")
    );
}

#[test]
fn a_link_that_cannot_leave_is_tried_again_until_it_would_be_worth_nothing() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let maya = world.person("Maya Okafor");
    office.gone(true);
    asks_for_link(&world, &maya.mail);
    world.tick();
    assert!(office.arrived().is_empty());
    office.gone(false);
    world.later(SignedDuration::from_mins(1));
    assert_eq!(office.arrived().len(), 1, "the second try brings it");

    office.gone(true);
    asks_for_link(&world, &maya.mail);
    for _ in 0..16 {
        world.later(SignedDuration::from_mins(1));
    }
    let failed = "select count(*) as n from notices where state = 'failed' and body = ''";
    assert_eq!(world.number(failed), 1);
    office.gone(false);
    world.later(SignedDuration::from_hours(1));
    assert_eq!(office.arrived().len(), 1, "an old link is not sent");
}

#[test]
fn a_mail_server_that_is_gone_is_told_to_whoever_runs_the_installation_until_it_is_back() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let administrator = world.sign_in(&world.administrator("Ingrid Halvorsen"));
    let maya = world.person("Maya Okafor");
    assert!(
        !administrator
            .get("/installation")
            .shown()
            .says("Mail has not left")
    );
    office.gone(true);
    world.at("2026-03-23 10:15");
    asks_for_link(&world, &maya.mail);
    world.tick();
    world.later(SignedDuration::from_mins(5));
    let page = administrator.get("/installation").shown();
    page.must_say("Mail has not left since Monday 23 March, 09:15 UTC");
    office.gone(false);
    world.later(SignedDuration::from_mins(5));
    assert!(
        !administrator
            .get("/installation")
            .shown()
            .says("Mail has not left")
    );
}

#[test]
fn an_invitation_that_only_the_terminal_saw_is_not_called_sent_and_leaves_once_there_is_mail() {
    let world = World::build(Mailer::terminal());
    let (priya, kickoff) = invited(&world);
    let sprint = world.write(|conn| {
        let row = conn.one("select id from sprints", &[])?;
        row.expect("the sprint").get::<String>("id")
    });
    let checklist = format!("/sprints/{sprint}");
    let kept = "select count(*) as n from notices where kind = 'invitation' and state = 'kept'";
    assert_eq!(world.number(kept), 6);
    let page = priya.get(&checklist).shown();
    page.must_say("6 people have not got it by mail. Copy each text, hand it over");
    assert!(!page.says("It went to"));
    let page = priya.get(&kickoff).shown();
    page.must_say("It was not sent by mail.");
    let (aisha, tom) = (page.link_to("Aisha Rahman"), page.link_to("Tom Brandt"));
    let page = priya.get(&tom).shown();
    page.must_say("Noted as asked on Monday 23 March")
        .must_say("Copy the text and hand it over.");
    assert!(!page.says("The mail left") && !page.says("Send by mail"));
    priya
        .post(&format!("{aisha}/told"), &[("answer", "yes")])
        .location();

    let office = PostOffice::open();
    let (app, priya) = started_again(&world, &office, &priya);
    let tick = || world.wait(clockwork::tick(&app)).unwrap();
    // two working days later, at nine in New York: nobody is reminded of a mail that they never got
    app.clock.set(moment("2026-03-25 14:00"));
    tick();
    assert!(office.arrived_for("tom@riverbank.example").is_empty());
    let page = priya.get(&tom).shown();
    page.must_say("Send by mail");
    assert!(!page.says("Remind Tom once"));
    assert!(!priya.get(&aisha).shown().says("Send by mail"));
    priya.post(&format!("{tom}/again"), &[]).location();
    tick();
    let arrived = office.arrived_for("tom@riverbank.example");
    assert_eq!(arrived.len(), 1);
    arrived[0].link("/k/");
    priya
        .get(&tom)
        .shown()
        .must_say("The mail left on Wednesday 25 March");
    let page = priya.get(&kickoff).shown();
    page.must_say("Send to 4 people");
    for _ in 0..2 {
        priya.post(&kickoff, &[]).location();
        tick();
    }
    let invitations = office.arrived();
    let invitations = invitations.iter().filter(|mail| {
        let subject = mail.header("subject");
        subject == "Twelve weeks, one small move a week"
    });
    assert_eq!(
        invitations.count(),
        5,
        "each once, and none to whoever said yes"
    );
    priya
        .get(&checklist)
        .shown()
        .must_say("It went to 5 people with both templates.")
        .must_say("1 take part so far.");
}

#[test]
fn a_slow_server_ends_in_another_try() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let maya = world.person("Maya Okafor");
    office.with(&maya.mail, Does::KeepsSilent);
    asks_for_link(&world, &maya.mail);
    world.tick();
    assert!(office.arrived().is_empty());
    office.with(&maya.mail, Does::Takes);
    world.later(SignedDuration::from_mins(2));
    assert_eq!(office.arrived_for(&maya.mail).len(), 1);
}

#[test]
fn a_mail_of_which_nobody_knows_whether_it_left_comes_again_under_the_same_name() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let maya = world.person("Maya Okafor");
    office.with(&maya.mail, Does::HangsUp);
    asks_for_link(&world, &maya.mail);
    world.tick();
    office.with(&maya.mail, Does::Takes);
    world.later(SignedDuration::from_mins(1));
    world.later(SignedDuration::from_mins(10));
    let arrived = office.arrived();
    assert_eq!(arrived.len(), 2, "better twice than never");
    assert_eq!(
        arrived[0].header("message-id"),
        arrived[1].header("message-id")
    );
}

#[test]
fn a_server_that_died_with_mails_in_its_hands_leaves_them_to_the_next() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let maya = world.person("Maya Okafor");
    asks_for_link(&world, &maya.mail);
    // it took the mail, and was gone before it could send it
    let lease = SignedDuration::from_mins(5);
    let taken = world.wait(world.app.open_act(move |scene| {
        Ok(firstmove::notices::store::take(
            scene.conn, scene.now, lease, 8,
        )?)
    }));
    assert_eq!(taken.unwrap().len(), 1);
    world.tick();
    assert!(
        office.arrived().is_empty(),
        "while the lease lasts it is nobody else's"
    );
    world.later(lease);
    assert_eq!(office.arrived().len(), 1);
}

#[test]
fn who_stops_reminders_gets_none_and_still_gets_what_they_ask_for() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (_, cohort) = week_one(&world);
    let (hannah, maya) = (&cohort.leaders[0].person, &cohort.leaders[1].person);
    for person in [hannah, maya] {
        plans(&world.sign_in(person), "2026-03-26");
    }
    world.at("2026-03-25 09:00");
    let mails = office.arrived_for(&hannah.mail);
    assert_eq!(mails.len(), 1);
    let stop = mails[0].header("list-unsubscribe");
    assert_eq!(
        mails[0].header("list-unsubscribe-post"),
        "List-Unsubscribe=One-Click"
    );
    let stop = stop.trim_matches(['<', '>']).replace(&world.app.url, "");
    let anybody = world.nobody();
    anybody.get(&stop).shown().must_say("Stop these mails?");
    assert_eq!(
        world.number("select count(*) as n from mail_stops"),
        0,
        "looking changes nothing"
    );
    // as a mail program does it by itself: no cookie, no origin
    let one_click = [("List-Unsubscribe", "One-Click")];
    assert_eq!(
        anybody.send("POST", &stop, &[], Some(&one_click)).status,
        303
    );
    anybody
        .get(&stop)
        .shown()
        .must_say("No more reminders come");

    world.at("2026-03-30 09:00");
    for person in [hannah, maya] {
        plans(&world.sign_in(person), "2026-04-02");
    }
    world.at("2026-04-01 09:00");
    assert_eq!(office.arrived_for(&hannah.mail).len(), 1);
    // two Wednesdays, and the hour before Monday's session
    assert_eq!(office.arrived_for(&maya.mail).len(), 3);
    asks_for_link(&world, &hannah.mail);
    world.tick();
    assert_eq!(office.arrived_for(&hannah.mail).len(), 2);

    anybody.post(&stop, &[("again", "1")]);
    anybody.get(&stop).shown().must_say("Stop these mails?");
    assert_eq!(anybody.get("/stop/guessed").status, 404);
}
