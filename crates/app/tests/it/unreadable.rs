//! What is sent and cannot be read: an address, a question behind it, a form.

use firstmove::routes::ROUTES;

use crate::moves::{plans, week_one};
use crate::world::World;

#[test]
fn an_address_that_makes_no_sense_is_not_there() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let nothing = hannah.get("/no-such-page").html;
    for path in [
        "/moves/%FF",
        "/people/%00",
        "/m/%FF",
        "/assets/%FF",
        "/assets/no-such-file.css",
        "/moves?cohort=a&cohort=b",
        "/peers?back=1&back=2",
        "/feedback/x/y",
    ] {
        let answer = hannah.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.html, nothing, "{path}");
    }
}

#[test]
fn what_cannot_be_sent_to_an_address_is_told_from_an_address_that_is_not_there() {
    let world = World::new();
    let same_site = [("sec-fetch-site", "same-origin")];
    let answer = world.nobody().send("PUT", "/sign-in", &same_site, None);
    assert_eq!(answer.status, 405);
    assert!(answer.header("allow").contains("POST"));
    answer.must_say("This page cannot be opened that way");
}

#[test]
fn whoever_changes_the_theme_stays_on_this_site() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    for back in [
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "//elsewhere.example",
    ] {
        let answer = hannah.post("/theme", &[("theme", "dark"), ("back", back)]);
        assert_eq!(answer.location(), "/", "{back:?}");
    }
}

#[test]
fn what_is_no_form_is_refused_in_a_sentence() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    let path = format!("{one}/report");
    let twice = hannah.post(&path, &[("tried", "yes"), ("tried", "no")]);
    assert_eq!(twice.status, 422);
    twice.must_say("The form did not arrive whole");
    let json = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/json"),
    ];
    let other = hannah.send("POST", &path, &json, None);
    assert_eq!(other.status, 415);
    other.must_say("Nothing was changed");
    let endless = "a".repeat(600 * 1024);
    let long = hannah.post(&path, &[("tried", "yes"), ("line", &endless)]);
    assert_eq!(long.status, 413);
    long.must_say("shorten it");
    assert_eq!(world.number("select count(*) as n from reports"), 0);
}

#[test]
fn no_form_breaks_on_what_people_and_machines_put_into_it() {
    const FIELDS: [&str; 14] = [
        "name",
        "mail",
        "skill",
        "day",
        "performed_on",
        "joined_on",
        "left_on",
        "week",
        "from",
        "line",
        "question",
        "rating",
        "theme",
        "category",
    ];
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let coordinator = world.sign_in(&sprint.coordinator);
    let one = plans(&hannah, "2026-03-23");
    let experiment = one.rsplit('/').next().unwrap();
    for value in ["\0", "\u{202e}\u{1f600}", "2026-02-30", "9999-12-31", "-1"] {
        for (_, route) in ROUTES.iter().filter(|(method, _)| *method == "post") {
            let id = match *route {
                people if people.starts_with("/people/") => &cohort.leaders[0].seat,
                _ => experiment,
            };
            let path = route
                .replace("{seat}", id)
                .replace("{id}", id)
                .replace("{week}", "1")
                .replace("{token}", "guessed");
            for browser in [&hannah, &coordinator] {
                let answer = browser.post(&path, &FIELDS.map(|field| (field, value)));
                assert!(answer.status < 500, "{path} {value:?}: {}", answer.text());
            }
        }
    }
}
