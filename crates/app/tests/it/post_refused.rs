//! A mail server that does not take a mail: one that concerns a single receiver holds up nobody else, and one that takes
//! nothing from us uses up nobody's mail.

use crate::kickoff::invited;
use crate::post::{mailer_at, world_with};
use crate::post_office::{Does, PostOffice};
use crate::world::World;
use jiff::SignedDuration;

fn invitations(world: &World, state: &str) -> i64 {
    world.number(match state {
        "sent" => "select count(*) as n from notices where kind = 'invitation' and state = 'sent'",
        "failed" => {
            "select count(*) as n from notices where kind = 'invitation' and state = 'failed'"
        }
        _ => "select count(*) as n from notices where kind = 'invitation' and state = 'queued'",
    })
}

#[test]
fn one_address_at_which_the_server_breaks_off_or_falls_silent_holds_up_no_other_invitation() {
    for does in [Does::Leaves, Does::NeverListens] {
        let office = PostOffice::open();
        let world = world_with(&office);
        office.with("tom@riverbank.example", does);
        let (_, _) = invited(&world);
        world.tick();
        assert_eq!(invitations(&world, "queued"), 1, "{does:?}");
        assert_eq!(invitations(&world, "sent"), 5, "{does:?}");
        let ingrid = world.sign_in(&world.administrator("Ingrid Halvorsen"));
        let page = ingrid.get("/installation").shown();
        assert!(!page.says("Mail has not left"), "{does:?}");
        office.with("tom@riverbank.example", Does::Takes);
        world.later(SignedDuration::from_mins(2));
        assert_eq!(invitations(&world, "sent"), 6, "{does:?}");
    }
}

#[test]
fn who_was_tried_most_comes_last() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (hannah, maya) = (world.person("Hannah Weiss"), world.person("Maya Okafor"));
    let asks = |mail: &str| world.nobody().post("/sign-in", &[("mail", mail)]).shown();
    office.with(&hannah.mail, Does::Leaves);
    asks(&hannah.mail);
    world.tick();
    world.later(SignedDuration::from_mins(1));
    office.with(&hannah.mail, Does::Takes);
    world.app.clock.advance(SignedDuration::from_mins(3));
    asks(&maya.mail);
    world.tick();
    let order: Vec<String> = office.arrived().into_iter().map(|mail| mail.to).collect();
    assert_eq!(order, [maya.mail, hannah.mail]);
}

#[test]
fn a_server_that_takes_nothing_from_us_uses_up_no_invitation_and_the_administrator_is_told() {
    for answer in [
        "530 Must issue a STARTTLS command first",
        "553 Sender address rejected",
        "451 try later",
    ] {
        let office = PostOffice::open();
        let world = world_with(&office);
        office.says_to_sender(Some(answer));
        let (priya, _) = invited(&world);
        world.tick();
        assert_eq!(invitations(&world, "failed"), 0, "{answer}");
        assert_eq!(invitations(&world, "queued"), 6, "{answer}");
        assert!(!priya.get("/").shown().says("came back"), "{answer}");
        let ingrid = world.sign_in(&world.administrator("Ingrid Halvorsen"));
        let page = ingrid.get("/installation").shown();
        page.must_say("Mail has not left").must_say(&answer[4..]);
        office.says_to_sender(None);
        world.later(SignedDuration::from_mins(5));
        assert_eq!(invitations(&world, "sent"), 6, "{answer}");
    }
}

#[test]
fn a_sender_that_is_refused_only_once_a_receiver_is_named_is_our_fault_too() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let maya = world.person("Maya Okafor");
    let answer = "553 5.7.1 <firstmove@riverbank.example>: Sender address rejected: not yours";
    office.with(&maya.mail, Does::Says(answer));
    world.nobody().post("/sign-in", &[("mail", &maya.mail)]);
    world.tick();
    let queued = "select count(*) as n from notices where state = 'queued'";
    assert_eq!(world.number(queued), 1);
    let ingrid = world.sign_in(&world.administrator("Ingrid Halvorsen"));
    let page = ingrid.get("/installation").shown();
    page.must_say("Sender address rejected");
}

#[test]
fn where_encryption_is_asked_for_and_the_server_has_none_mails_wait() {
    let office = PostOffice::open();
    let world = World::build(mailer_at(&format!("{}?tls=required", office.url())));
    let (_, _) = invited(&world);
    world.tick();
    assert_eq!(invitations(&world, "queued"), 6);
    let ingrid = world.sign_in(&world.administrator("Ingrid Halvorsen"));
    let page = ingrid.get("/installation").shown();
    page.must_say("Mail has not left")
        .must_say("STARTTLS is not supported");
    assert!(office.arrived().is_empty());
}
