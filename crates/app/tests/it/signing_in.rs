//! People sign in by a link from a mail, and by nothing else.

use axum::extract::FromRequestParts;
use axum::http::Request;
use firstmove::actor::Visitor;
use firstmove::app::{App, Parts};
use firstmove_kit::live::Live;
use firstmove_kit::mail::Mailer;
use firstmove_kit::params;
use firstmove_kit::presence::Presence;
use firstmove_kit::secrets::Secrets;
use jiff::SignedDuration;

use crate::world::{Person, World};

/// Gives somebody a link as the mail would bring it.
pub fn link_for(world: &World, person: &Person) -> String {
    let token = world.app.secrets.token();
    let (hash, id, now) = (Secrets::hash(&token), person.id.clone(), world.app.now());
    let ends = now + SignedDuration::from_mins(15);
    world.write(move |conn| {
        conn.execute(
            "insert into sign_in_links (token_hash, person_id, created_at, expires_at, used_at)
             values ($1, $2, $3, $4, null)",
            &params![&hash, &id, now.as_millisecond(), ends.as_millisecond()],
        )
    });
    format!("/sign-in/{token}")
}

#[test]
fn a_link_signs_maya_in_once() {
    let world = World::new();
    let maya = world.person("Maya Okafor");
    let link = link_for(&world, &maya);
    let phone = world.nobody();
    phone.get(&link).shown().must_say("Maya Okafor");
    assert_eq!(
        world.number("select count(*) as n from sign_ins"),
        0,
        "opening the page signs nobody in"
    );
    let done = phone.post(&link, &[]);
    assert_eq!(done.location(), "/");
    let cookie = done.header("set-cookie");
    for part in ["firstmove=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} is not in {cookie}");
    }
    assert_eq!(world.number("select count(*) as n from sign_ins"), 1);
    assert_eq!(
        phone.post(&link, &[]).status,
        200,
        "the second use shows the sign-in page"
    );
    assert_eq!(world.number("select count(*) as n from sign_ins"), 1);
}

#[test]
fn a_link_ends_after_a_quarter_of_an_hour() {
    let world = World::new();
    let maya = world.person("Maya Okafor");
    let link = link_for(&world, &maya);
    world.app.clock.advance(SignedDuration::from_mins(15));
    assert!(!world.nobody().get(&link).says("Maya"));
    world.nobody().post(&link, &[]);
    assert_eq!(world.number("select count(*) as n from sign_ins"), 0);
}

#[test]
fn nobody_learns_whether_an_address_exists() {
    let world = World::new();
    let maya = world.person("Maya Okafor");
    let known = world
        .nobody()
        .post("/sign-in", &[("mail", &maya.mail)])
        .shown();
    let unknown = world
        .nobody()
        .post("/sign-in", &[("mail", "mayaokafof@example.org")])
        .shown();
    assert_eq!(
        known.html.replace(&maya.mail, "MAIL"),
        unknown.html.replace("mayaokafof@example.org", "MAIL")
    );
    assert_eq!(world.number("select count(*) as n from sign_in_links"), 1);
}

#[test]
fn asking_again_and_again_sends_no_more_links() {
    let world = World::new();
    let maya = world.person("Maya Okafor");
    for _ in 0..8 {
        world
            .nobody()
            .post("/sign-in", &[("mail", &maya.mail)])
            .shown();
    }
    assert_eq!(world.number("select count(*) as n from sign_in_links"), 5);
    world.later(SignedDuration::from_mins(15));
    world
        .nobody()
        .post("/sign-in", &[("mail", &maya.mail)])
        .shown();
    let fresh = world.number("select count(*) as n from sign_in_links where used_at is null");
    assert!(fresh >= 1, "after a while there are links again");
}

#[test]
fn one_sender_cannot_try_for_ever() {
    let world = World::new();
    let last = (0..70)
        .map(|_| {
            world
                .nobody()
                .post("/sign-in", &[("mail", "a@example.org")])
        })
        .last();
    assert_eq!(last.unwrap().status, 429);
}

#[test]
fn a_wrong_address_comes_back_with_what_was_typed() {
    let world = World::new();
    let page = world
        .nobody()
        .post("/sign-in", &[("mail", "maya at example.org")])
        .came_back();
    assert!(
        page.html.contains("maya at example.org"),
        "what was typed is still there"
    );
    page.must_say("Enter a whole address");
}

#[test]
fn only_hashes_of_tokens_are_kept() {
    let world = World::new();
    let maya = world.person("Maya Okafor");
    let browser = world.sign_in(&maya);
    let token = browser.token().unwrap().to_owned();
    let found = world.write(move |conn| {
        Ok(conn
            .query("select token_hash from sign_ins", &[])?
            .iter()
            .any(|row| {
                row.get::<String>("token_hash")
                    .is_ok_and(|hash| hash == token)
            }))
    });
    assert!(!found);
}

#[test]
fn signing_out_ends_the_sign_in_on_the_server() {
    let world = World::new();
    let maya = world.person("Maya Okafor");
    let browser = world.sign_in(&maya);
    assert_eq!(browser.post("/sign-out", &[]).location(), "/sign-in");
    assert_eq!(world.number("select count(*) as n from sign_ins"), 0);
}

/// Who is counted for a request that came with this header, at an installation with this address.
fn sender(world: &World, url: &str, passed_on_for: &str) -> String {
    let app = App::new(Parts {
        db: world.app.db.clone(),
        clock: world.app.clock.clone(),
        secrets: Secrets::seeded(7),
        live: Live::new(),
        mailer: Mailer::kept(),
        url: url.to_owned(),
        presence: Presence::new(world.app.clock.clone(), Live::new()),
        kept: Default::default(),
        signing_key: Vec::new(),
        demo: None,
    });
    let request = Request::builder().header("x-forwarded-for", passed_on_for);
    let (mut parts, ()) = request.body(()).unwrap().into_parts();
    let visitor = world.wait(Visitor::from_request_parts(&mut parts, &()));
    visitor.unwrap().sender(&app).to_owned()
}

#[test]
fn behind_a_server_that_speaks_tls_each_visitor_is_a_sender() {
    let world = World::new();
    let https = "https://firstmove.example.org";
    assert_eq!(
        sender(&world, https, "10.9.9.9, 203.0.113.7"),
        "203.0.113.7"
    );
    assert_eq!(sender(&world, https, "somebody"), "", "no address");
    let http = "http://127.0.0.1:8080";
    assert_eq!(
        sender(&world, http, "203.0.113.7"),
        "",
        "anybody can say so"
    );
}

#[test]
fn no_form_leads_back_to_another_site() {
    let world = World::new();
    let maya = world.sign_in(&world.person("Maya Okafor"));
    for (back, place) in [
        ("/settings", "/settings"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
    ] {
        let done = maya.post("/theme", &[("theme", "dark"), ("back", back)]);
        assert_eq!(done.location(), place, "{back}");
    }
}
