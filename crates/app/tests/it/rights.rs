//! Who reaches what: every route for every role, as a table that is read when it changes; and nobody learns what
//! exists but is not theirs.

use std::fmt::Write as _;

use firstmove::app::App;
use firstmove::routes::{CONTENT_SECURITY_POLICY, ROUTES};
use firstmove_kit::params;

use crate::browser::Browser;
use crate::moves::{plans, reports, week_one};
use crate::sprint::Leader;
use crate::world::World;

/// A world with a reported move, and the people whose rights differ.
struct Cast {
    world: World,
    /// What stands for `{id}` and the like in routes about this group.
    things: Things,
    others: Things,
    browsers: Vec<(&'static str, Browser)>,
}

#[derive(Default, Clone)]
struct Things {
    sprint: String,
    cohort: String,
    experiment: String,
    report: String,
    alert: String,
    seat: String,
    person: String,
}

impl Cast {
    fn new() -> Cast {
        let world = World::new();
        let (sprint, cohort) = week_one(&world);
        let names = [
            "Nora Jensen",
            "Ravi Rao",
            "Peter Kovacs",
            "Lena Hoffmann",
            "Kwame Boateng",
            "Zuzana Dvorak",
        ];
        let next_door = world.cohort(&sprint, "Operations B", "2026-03-23", &names);
        let elsewhere = world.sprint("Finance");
        let far = world.cohort(
            &elsewhere,
            "Finance A",
            "2026-03-23",
            &["Ana Reis", "Bo Lund", "Cem Kaya", "Dag Moe", "Eva Pohl"],
        );
        let administrator = world.administrator("Ingrid Halvorsen");
        let browsers = vec![
            ("nobody", world.nobody()),
            ("author", world.sign_in(&cohort.leaders[0].person)),
            ("peer", world.sign_in(&cohort.leaders[1].person)),
            (
                "other group's leader",
                world.sign_in(&next_door.leaders[0].person),
            ),
            ("coordinator", world.sign_in(&sprint.coordinator)),
            (
                "other sprint's coordinator",
                world.sign_in(&elsewhere.coordinator),
            ),
            ("sponsor", world.sign_in(&sprint.sponsor)),
            ("data owner", world.sign_in(&sprint.data_owner)),
            ("administrator", world.sign_in(&administrator)),
        ];
        let things = things(&world, &cohort.id, &cohort.leaders[0]);
        let others = things_of_others(&far.id, &far.leaders[0]);
        Cast {
            world,
            things,
            others,
            browsers,
        }
    }

    fn browser(&self, role: &str) -> &Browser {
        &self
            .browsers
            .iter()
            .find(|(name, _)| *name == role)
            .unwrap()
            .1
    }
}

/// One move of somebody, reported, and an alert about the group: after two weeks in which most were silent.
fn things(world: &World, cohort: &str, leader: &Leader) -> Things {
    let browser = world.sign_in(&leader.person);
    let one = plans(&browser, "2026-03-25");
    world.at("2026-03-25 12:00");
    reports(&browser, &one, "succeeded");
    world.at("2026-03-31 12:00");
    let about = cohort.to_owned();
    let alert = world.write(move |conn| {
        let sql = "select id from alerts where cohort_id = $1 and kind = 'no_report'";
        conn.one(sql, &params![&about])?
            .expect("an alert")
            .get("id")
    });
    Things {
        sprint: text(
            world,
            "select sprint_id as x from cohorts where name = 'Operations A'",
        ),
        cohort: cohort.to_owned(),
        experiment: one.rsplit('/').next().unwrap().to_owned(),
        report: text(world, "select id as x from reports order by id limit 1"),
        alert,
        seat: leader.seat.clone(),
        // somebody without a seat
        person: text(
            world,
            "select person_id as x from sprint_roles r join sprints s on s.id = r.sprint_id
             where r.role = 'sponsor' and s.name = 'Operations'",
        ),
    }
}

fn things_of_others(cohort: &str, leader: &Leader) -> Things {
    Things {
        cohort: cohort.to_owned(),
        seat: leader.seat.clone(),
        ..Things::default()
    }
}

fn text(world: &World, sql: &'static str) -> String {
    world.write(move |conn| {
        conn.one(sql, &[])?
            .map_or(Ok(String::new()), |row| row.get("x"))
    })
}

/// A route's address with the things put in; the first `{id}` is what the first word is about.
fn address(route: &str, things: &Things) -> String {
    let id = match route.split('/').nth(1).unwrap_or_default() {
        "reports" | "late" => &things.report,
        "alerts" => &things.alert,
        "people" => &things.seat,
        "groups" => &things.cohort,
        "sprints" => &things.sprint,
        _ => &things.experiment,
    };
    route
        .replace("{id}", id)
        .replace("{report}", &things.report)
        .replace("{seat}", &things.seat)
        .replace("{person}", &things.person)
        .replace("{pause}", "00000000-0000-7000-8000-000000000000")
        .replace("{change}", "00000000-0000-7000-8000-000000000000")
        .replace("{week}", "1")
        .replace("{token}", "guessed-by-somebody")
        .replace("{number}", "1")
        .replace("{name}", "no-such-file.css")
        .replace("{role}", "coordinator")
        .replace("{guide}", "leader")
        .replace("{cohort}", &things.cohort)
        .replace("{meeting}", "week-1")
}

/// Streams never end, so only their beginning is asked for elsewhere.
fn is_stream(route: &str) -> bool {
    route.starts_with("/live/") || route.ends_with("/stream")
}

#[test]
fn every_route_for_every_role() {
    let mut table = String::new();
    let mut cast = Cast::new();
    for (method, route) in ROUTES.iter().filter(|(_, route)| !is_stream(route)) {
        let mut answers = Vec::new();
        let mut taken = false;
        for (role, browser) in &cast.browsers {
            let path = address(route, &cast.things);
            let answer = match *method {
                "get" => browser.get(&path),
                _ => browser.post(&path, &[]),
            };
            let place = answer.header("location").replace(&cast.world.app.url, "");
            taken |= *method != "get" && answer.status < 400 && *role != "nobody";
            let place = if place.is_empty() {
                place
            } else {
                format!(" to {}", kind(&place))
            };
            answers.push((*role, format!("{}{place}", answer.status)));
            assert_eq!(
                answer.header("content-security-policy"),
                CONTENT_SECURITY_POLICY,
                "{role} {route}"
            );
            assert_eq!(
                answer.header("x-content-type-options"),
                "nosniff",
                "{role} {route}"
            );
        }
        // rows do not depend on one another: whatever took somebody's form has another world after it
        if taken {
            cast = Cast::new();
        }
        writeln!(table, "{} {route}", method.to_uppercase()).unwrap();
        let mut rest = answers.as_slice();
        while let Some((_, answer)) = rest.first() {
            let same = rest.iter().take_while(|(_, other)| other == answer).count();
            let roles: Vec<_> = rest[..same].iter().map(|(role, _)| *role).collect();
            writeln!(table, "    {answer}: {}", roles.join(", ")).unwrap();
            rest = &rest[same..];
        }
    }
    insta::assert_snapshot!(table);
}

/// An address without what differs from run to run.
fn kind(place: &str) -> String {
    let path = place.split('?').next().unwrap_or_default();
    let part = |part: &str| {
        if part.len() > 30 {
            "{id}".to_owned()
        } else {
            part.to_owned()
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[test]
fn what_is_unknown_guessed_or_somebody_elses_gives_the_same_page() {
    let cast = Cast::new();
    let guessed = [
        "00000000-0000-7000-8000-000000000000".to_owned(),
        "nothing".to_owned(),
        "%27%20or%201%3D1".to_owned(),
        "%FF".to_owned(),
        "a%00b".to_owned(),
    ];
    let reading = ROUTES.iter().filter(|(method, route)| {
        *method == "get" && (route.contains("{id}") || route.contains("{seat}"))
    });
    for (_, route) in reading {
        for role in ["other sprint's coordinator", "other group's leader"] {
            let browser = cast.browser(role);
            let theirs = browser.get(&address(route, &cast.things));
            for id in &guessed {
                let path = route.replace("{id}", id).replace("{seat}", id);
                let unknown = browser.get(&path);
                assert_eq!(unknown.status, 404, "{role} {path}");
                assert_eq!(theirs.status, 404, "{role} {route}");
                assert_eq!(theirs.html, unknown.html, "{role} {route}");
            }
        }
    }
}

#[test]
fn nobody_reads_another_group_by_naming_it() {
    let cast = Cast::new();
    let (known, unknown) = (&cast.others.cohort, "00000000-0000-7000-8000-000000000000");
    for path in [
        "/",
        "/moves",
        "/results",
        "/people",
        "/sponsor",
        "/slides",
        "/data",
        "/sheet",
        "/live/today",
    ] {
        for (role, browser) in &cast.browsers {
            if *role == "other sprint's coordinator" {
                continue;
            }
            let theirs = browser.get(&format!("{path}?cohort={known}"));
            let none = browser.get(&format!("{path}?cohort={unknown}"));
            assert_eq!(theirs.status, none.status, "{role} {path}");
            for name in ["Finance A", "Ana Reis"] {
                assert!(
                    !theirs.says(name),
                    "{role} reads \u{201c}{name}\u{201d} at {path}"
                );
            }
        }
    }
}

#[test]
fn a_form_on_another_site_does_nothing_here() {
    let cast = Cast::new();
    let writing = ROUTES.iter().filter(|(method, _)| *method == "post");
    for (_, route) in writing {
        let browser = cast.browser("author");
        let path = address(route, &cast.things);
        for headers in [
            [("sec-fetch-site", "cross-site"), ("accept", "*/*")],
            [("sec-fetch-site", "same-site"), ("accept", "*/*")],
            [("origin", "https://elsewhere.example"), ("accept", "*/*")],
        ] {
            let answer = browser.send("POST", &path, &headers, Some(&[("x", "y")]));
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            answer.must_say("Another site sent this form");
        }
    }
    assert_eq!(
        cast.world.number("select count(*) as n from sign_ins"),
        9,
        "nobody was signed out"
    );
}

#[test]
fn pages_of_people_are_kept_by_no_cache() {
    let cast = Cast::new();
    for (role, browser) in &cast.browsers {
        for path in ["/", "/moves", "/peers", "/results", "/people", "/settings"] {
            let answer = browser.get(path);
            if answer.status == 200 {
                assert_eq!(answer.header("cache-control"), "no-store", "{role} {path}");
            }
        }
    }
}

#[test]
fn what_is_there_no_more_opens_for_nobody() {
    let cast = Cast::new();
    let app: &App = &cast.world.app;
    let author = cast.browser("author");
    author.get("/moves").shown();
    app.clock
        .advance(jiff::SignedDuration::from_hours(24 * 367));
    assert_eq!(author.get("/moves").status, 303, "a sign-in ends");
}
