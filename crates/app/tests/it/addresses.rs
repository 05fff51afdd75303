//! Mails go to another address: set right by who coordinates the group while nobody has come in by it, later by oneself.

use firstmove_kit::params;

use crate::browser::{Answer, Browser};
use crate::kickoff::invited;
use crate::post::world_with;
use crate::post_office::{Does, PostOffice};
use crate::signing_in::link_for;
use crate::world::{Person, World};

/// Sends the form beside a leader's name with another address.
fn corrects(priya: &Browser, page: &str, (name, was, mail): (&str, &str, &str)) -> Answer {
    let fields = [
        ("name", name),
        ("mail", mail),
        ("squad", "Planning"),
        ("was_name", name),
        ("was_mail", was),
        ("was_squad", "Planning"),
    ];
    priya.post(&format!("{page}/details"), &fields)
}

/// The page of somebody in the group.
fn page_of(world: &World, name: &'static str) -> String {
    world.write(move |conn| {
        let sql = "select s.id as seat from seats s join people p on p.id = s.person_id where p.name = $1";
        let row = conn.one(sql, &params![name])?.expect("the leader");
        Ok(format!("/people/{}", row.get::<String>("seat")?))
    })
}

fn dev(world: &World) -> Person {
    world.write(|conn| {
        let row = conn.one("select id, mail from people where name = 'Dev Patel'", &[])?;
        let row = row.expect("Dev");
        Ok(Person {
            id: row.get("id")?,
            name: "Dev Patel".into(),
            mail: row.get("mail")?,
        })
    })
}

fn address_of(world: &World, name: &'static str) -> String {
    world.write(move |conn| {
        let row = conn.one("select mail from people where name = $1", &params![name])?;
        row.expect("the person").get("mail")
    })
}

#[test]
fn a_mistyped_address_is_set_right_and_the_invitation_goes_there_by_itself() {
    let office = PostOffice::open();
    office.with(
        "dev@riverbank.example",
        Does::Says("550 5.1.1 No such user here"),
    );
    let world = world_with(&office);
    let (priya, _) = invited(&world);
    let page = page_of(&world, "Dev Patel");
    let was = "dev@riverbank.example";
    for (typed, sentence) in [
        ("dev.patel", "The address has no @."),
        ("", "The mail address is missing."),
        ("maya@riverbank.example", "Somebody else has this address."),
    ] {
        let came = corrects(&priya, &page, ("Dev Patel", was, typed)).came_back();
        came.must_say(sentence);
        assert!(
            came.html.contains(&format!("value=\"{typed}\"")),
            "what was typed"
        );
        assert_eq!(address_of(&world, "Dev Patel"), was);
    }
    let done = corrects(
        &priya,
        &page,
        ("Dev Patel", was, "Dev.Patel@riverbank.example"),
    );
    priya
        .get(&done.location())
        .shown()
        .must_say("The invitation is on its way to the new address.");
    world.tick();
    let arrived = office.arrived_for("dev.patel@riverbank.example");
    assert_eq!(arrived.len(), 1);
    // by its link Dev says yes; from then on the address is theirs
    let phone = world.nobody();
    phone
        .post(&arrived[0].link("/k/"), &[("answer", "yes")])
        .location();
    let was = "dev.patel@riverbank.example";
    let late = corrects(
        &priya,
        &page,
        ("Dev Patel", was, "priya2@riverbank.example"),
    );
    late.came_back()
        .must_say("Dev Patel has come in by this address or has a role, so nobody else changes it");
    assert_eq!(address_of(&world, "Dev Patel"), was);
    priya
        .get(&page)
        .shown()
        .must_say("Dev changes it under Settings");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'address_changed'"),
        1
    );
}

#[test]
fn a_coordinator_gets_no_key_to_an_account_with_a_role_by_its_address() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (priya, _) = invited(&world);
    let person = dev(&world).id;
    world.write(move |conn| {
        conn.execute(
            "insert into sprint_roles (sprint_id, person_id, role, since)
             select sprint_id, $1, 'data_owner', 0 from cohorts",
            &params![&person],
        )
    });
    let page = page_of(&world, "Dev Patel");
    let was = "dev@riverbank.example";
    priya
        .get(&page)
        .shown()
        .must_say("Dev changes it under Settings");
    corrects(
        &priya,
        &page,
        ("Dev Patel", was, "priya2@riverbank.example"),
    )
    .came_back()
    .must_say("or has a role, so nobody else changes it");
    assert_eq!(address_of(&world, "Dev Patel"), was);
}

#[test]
fn an_address_that_has_died_is_set_right_and_nobody_stays_signed_in_by_it() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (priya, _) = invited(&world);
    let page = page_of(&world, "Dev Patel");
    let dev = dev(&world);
    let phone = world.nobody();
    phone.post(&link_for(&world, &dev), &[]).location();
    let open = link_for(&world, &dev);
    let was = "dev@riverbank.example";
    let change = ("Dev Patel", was, "dev@elsewhere.example");
    corrects(&priya, &page, change).came_back();
    office.with(was, Does::Says("550 5.1.1 No such user here"));
    world.later(jiff::SignedDuration::from_mins(1));
    let ask = world.nobody();
    ask.post("/sign-in", &[("mail", was)]).shown();
    world.tick();
    corrects(&priya, &page, change).location();
    assert_eq!(address_of(&world, "Dev Patel"), "dev@elsewhere.example");
    let of_dev = "select count(*) as n from sign_ins s join people p on p.id = s.person_id where p.name = 'Dev Patel'";
    assert_eq!(world.number(of_dev), 0);
    world.nobody().post(&open, &[]).shown().must_say("Sign in");
    assert_eq!(world.number(of_dev), 0, "an old link opens nothing");
    priya
        .get("/trail")
        .shown()
        .must_say("Mails to Dev Patel go to another address");
}

#[test]
fn a_leader_takes_another_address_by_a_link_that_went_there() {
    let office = PostOffice::open();
    let world = world_with(&office);
    invited(&world);
    let dev = dev(&world);
    let phone = world.sign_in(&dev);
    for (typed, sentence) in [
        ("dev@", "The part after the @ is not right."),
        ("DEV@riverbank.example", "That is your address already."),
    ] {
        let came = phone
            .post("/settings/address", &[("mail", typed)])
            .came_back();
        came.must_say(sentence);
        assert!(
            came.html.contains(&format!("value=\"{typed}\"")),
            "what was typed"
        );
    }
    let before = office.arrived().len();
    // who asks for the address of somebody else reads the same, and nothing leaves
    let taken = phone.post("/settings/address", &[("mail", "maya@riverbank.example")]);
    let said = phone.get(&taken.location()).shown();
    said.must_say("unless somebody else has it");
    world.tick();
    assert_eq!(office.arrived().len(), before);
    phone
        .post("/settings/address", &[("mail", "dev@elsewhere.example")])
        .location();
    world.tick();
    let mails = office.arrived_for("dev@elsewhere.example");
    assert_eq!(mails.len(), 1);
    let link = mails[0].link("/address/");
    // a program that looks at links changes nothing
    let desk = world.nobody();
    desk.get(&link)
        .shown()
        .must_say("Use dev@elsewhere.example?");
    assert_eq!(address_of(&world, "Dev Patel"), "dev@riverbank.example");
    let done = desk.post(&link, &[]).location();
    desk.get(&done)
        .shown()
        .must_say("dev@elsewhere.example is your address now");
    desk.post(&link, &[]).location();
    world.tick();
    assert_eq!(address_of(&world, "Dev Patel"), "dev@elsewhere.example");
    let told = office.arrived_for("dev@riverbank.example");
    let last = told.last().expect("the address before is told");
    assert!(
        last.words().contains("d***@elsewhere.example"),
        "{}",
        last.words()
    );
    phone
        .get("/settings")
        .shown()
        .must_say("dev@elsewhere.example");
    assert_eq!(
        world.number("select count(*) as n from notices where kind like 'address%' and body <> ''"),
        0,
        "no address and no key is kept with the mails that have left"
    );
}

#[test]
fn a_link_to_another_address_ends_and_cannot_be_made_up() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let dev = world.person("Dev Patel");
    let phone = world.sign_in(&dev);
    for new in ["one@elsewhere.example", "two@elsewhere.example"] {
        phone.post("/settings/address", &[("mail", new)]).location();
    }
    world.tick();
    let link = |to: &str| office.arrived_for(to)[0].link("/address/");
    let (one, two) = (link("one@elsewhere.example"), link("two@elsewhere.example"));
    phone.post(&two, &[]).location();
    // the other was asked for from an address that is no more
    phone.get(&one).shown().must_say("This link is over");
    phone.post(&one, &[]).location();
    assert_eq!(address_of(&world, "Dev Patel"), "two@elsewhere.example");
    phone
        .post("/settings/address", &[("mail", "three@elsewhere.example")])
        .location();
    world.tick();
    let three = link("three@elsewhere.example");
    world.later(jiff::SignedDuration::from_mins(15));
    phone.get(&three).shown().must_say("This link is over");
    phone.post(&three, &[]).location();
    assert_eq!(address_of(&world, "Dev Patel"), "two@elsewhere.example");
    assert_eq!(phone.get("/address/guessed").status, 404);
    for _ in 0..3 {
        phone
            .post("/settings/address", &[("mail", "four@elsewhere.example")])
            .location();
    }
}
