//! The log tells what happened and nothing about whom.

use std::fs::File;
use std::process::Stdio;

use firstmove_kit::clock::Clock;
use serde_json::Value;

use crate::moves::{plans, reports};
use crate::program::Program;
use crate::signing_in::link_for;
use crate::world::{World, ZONE};

/// What somebody writes on the way.
const WORDS: &str = "Karim was pale when I told him";

#[test]
fn a_journey_leaves_lines_without_a_name_an_address_or_a_token() {
    let world = World::new();
    let now = Clock::system().now();
    world.app.clock.set(now);
    let today = now.in_tz(ZONE).unwrap().date().to_string();
    let sprint = world.sprint("Operations");
    let names = ["Hannah Weiss", "Dev Patel", "Tom Brandt"];
    let cohort = world.cohort(&sprint, "Operations A", &today, &names);
    let hannah = cohort.leaders[0].person.clone();
    let file = world.place.folder.join("log");
    let mut command = Program::command(&world.place);
    command
        .args(["--log", "json"])
        .stderr(File::create(&file).unwrap());
    let program = Program::run(&mut command);
    let link = link_for(&world, &hannah);
    let phone = program.browser(&world.nobody());
    phone.post("/sign-in", &[("mail", &hannah.mail)]);
    phone.get(&link).shown();
    phone.post(&link, &[]).location();
    let leader = program.browser(&world.sign_in(&hannah));
    leader.get("/").shown();
    let one = plans(&leader, &today);
    leader.get(&one).shown();
    reports(&leader, &one, "succeeded").location();
    leader.post(&format!("{one}/report"), &[("line", WORDS)]);
    leader.get("/nowhere?who=Hannah+Weiss");
    leader.get("/m/a-link-that-somebody-guessed");
    leader.get(&format!("/groups/{}/people", cohort.id));
    let log = std::fs::read_to_string(&file).unwrap();
    drop(program);
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    let seen = |method: &str, route: &str, status: u64| {
        let found = lines.iter().any(|line| {
            line["method"] == method && line["route"] == route && line["status"] == status
        });
        assert!(found, "{method} {route} {status} is not in\n{log}");
    };
    seen("POST", "/sign-in/{token}", 303);
    seen("GET", "/moves/{id}", 200);
    seen("POST", "/moves/{id}/report", 422);
    seen("GET", "no such page", 404);
    for line in &lines {
        assert!(line["milliseconds"].is_u64(), "{line}");
    }
    let mut private: Vec<&str> = vec!["@", WORDS, "Operations", "guessed", &cohort.id, &hannah.id];
    private.extend(names.iter().flat_map(|name| name.split(' ')));
    private.extend(link.rsplit('/').next());
    private.extend(one.rsplit('/').next());
    private.extend(leader.token());
    for word in private {
        assert!(!log.contains(word), "{word} is in\n{log}");
    }
}

#[test]
fn without_a_mail_server_the_terminal_has_the_mail_and_its_link_signs_in() {
    let world = World::new();
    world.app.clock.set(Clock::system().now());
    let maya = world.person("Maya Okafor");
    let mut command = Program::command(&world.place);
    let (program, terminal) = Program::run_and_hear(command.stderr(Stdio::null()));
    let phone = program.browser(&world.nobody());
    phone
        .post("/sign-in", &[("mail", &maya.mail)])
        .shown()
        .must_say("terminal");
    let mut lines = terminal.map(Result::unwrap);
    lines
        .find(|line| line.starts_with("Mail to ") && line.contains(&maya.mail))
        .expect("the mail is for Maya");
    let link = lines
        .find(|line| line.contains("/sign-in/"))
        .expect("a link");
    let (_, token) = link.rsplit_once('/').unwrap();
    let link = format!("/sign-in/{token}");
    phone.get(&link).shown().must_say("Maya Okafor");
    assert_eq!(phone.post(&link, &[]).location(), "/");
}

#[test]
fn what_a_page_shows_as_its_reference_is_found_in_the_log() {
    let world = World::new();
    world.app.clock.set(Clock::system().now());
    let maya = world.person("Maya Okafor");
    let file = world.place.folder.join("log");
    let mut command = Program::command(&world.place);
    command
        .args(["--log", "json"])
        .stderr(File::create(&file).unwrap());
    let program = Program::run(&mut command);
    let maya = program.browser(&world.sign_in(&maya));
    // it listens before it answers; what it needs for starting it has once it does
    assert_eq!(maya.get("/health").status, 200);
    world.unreachable();
    let page = maya.get("/");
    assert_eq!(page.status, 503);
    let log = std::fs::read_to_string(&file).unwrap();
    let lines = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let references: Vec<Value> = lines
        .map(|line| line["reference"].clone())
        .filter(Value::is_string)
        .collect();
    assert_eq!(references.len(), 2, "what failed, and the request: {log}");
    assert_eq!(references[0], references[1]);
    page.must_say(references[0].as_str().unwrap());
    world.reachable();
    maya.get("/").shown();
}

#[test]
fn a_second_server_on_a_folder_is_refused_in_a_sentence() {
    let world = World::new();
    if world.place.url().is_some() {
        return; // any number of them may share a database on a server
    }
    let _first = Program::start(&world.place);
    let second = Program::command(&world.place).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("another firstmove uses"), "{said}");
    assert!(said.contains("Stop it first"), "{said}");
}
