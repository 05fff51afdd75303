//! Templates on paper, blank and filled: each for whoever may see what stands on it.

use firstmove_domain::plan::ACTION_MAX;

use crate::moves::{plan, plans, send, week_one};
use crate::room::Room;
use crate::world::World;

#[test]
fn a_move_is_printed_as_its_plan_stands_for_whoever_may_open_it() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let far = world.sprint("Finance");
    let other = world.cohort(&far, "Finance A", "2026-03-23", &["Ana Reis", "Bo Lund"]);
    let leader = world.sign_in(&cohort.leaders[0].person);
    let place = plans(&leader, "2026-03-25");
    let id = place.rsplit('/').next().unwrap();
    let sheet = format!("/print/move?id={id}");
    leader.get(&place).shown().must_say("On paper");
    for reader in [
        &cohort.leaders[0].person,
        &cohort.leaders[1].person,
        &sprint.coordinator,
    ] {
        let page = world.sign_in(reader).get(&sheet).shown();
        page.must_say("Hannah Weiss").must_say("Wednesday 25 March");
        for (name, words) in plan("2026-03-25") {
            let is_text = matches!(name, "hypothesis" | "action" | "criteria" | "fallback");
            assert!(!is_text || page.says(&words), "{name}");
        }
        assert!(!page.says("Shortened"));
    }
    let unknown = "/print/move?id=00000000-0000-7000-8000-000000000000";
    for stranger in [
        &other.leaders[0].person,
        &far.coordinator,
        &sprint.sponsor,
        &sprint.data_owner,
    ] {
        let browser = world.sign_in(stranger);
        let page = browser.get(&sheet);
        assert_eq!(page.status, 404, "{}", stranger.name);
        assert_eq!(page.html, browser.get(unknown).html);
        assert_eq!(browser.get("/print/move?id=%27nothing").status, 404);
    }
    assert_eq!(world.nobody().get(&sheet).location(), "/sign-in");
    world
        .nobody()
        .get("/print/move")
        .shown()
        .must_say("My move this week");
}

#[test]
fn a_blank_sheet_leads_back_to_the_templates_of_whoever_has_some() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let back = "href=\"/templates\"";
    for sheet in ["agenda", "prompts", "move", "session-note", "showcase"] {
        let sheet = format!("/print/{sheet}");
        for reader in [&cohort.leaders[0].person, &sprint.coordinator] {
            let page = world.sign_in(reader).get(&sheet).shown();
            page.must_say("All templates");
            assert!(page.html.contains(back), "{sheet}");
        }
        let sponsor = world.sign_in(&sprint.sponsor);
        for page in [world.nobody().get(&sheet), sponsor.get(&sheet)] {
            assert!(!page.shown().html.contains(back), "{sheet}");
        }
    }
    let showcase = world.nobody().get("/print/showcase").shown();
    showcase
        .must_say("First win: What did you try, and what changed?")
        .must_say("Second win: What did you try, and what changed?");
}

#[test]
fn a_plan_that_is_too_long_for_a_sheet_says_where_the_rest_is() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let leader = world.sign_in(&cohort.leaders[0].person);
    let mut form = plan("2026-03-25");
    let tall = "I wait.\n".repeat(ACTION_MAX / 8);
    for (name, words) in &mut form {
        if *name == "action" {
            *words = tall.trim().to_owned();
        }
    }
    let place = crate::moves::planned(&send(&leader, "/moves/new", &form));
    let id = place.rsplit('/').next().unwrap();
    let page = leader.get(&format!("/print/move?id={id}")).shown();
    page.must_say(&format!(
        "Shortened to one sheet. The whole plan stands at {}{place}",
        world.app.url
    ));
    let shown = page.html.matches("I wait.").count();
    assert!(0 < shown && shown < tall.lines().count(), "{shown}");
}

#[test]
fn the_note_of_a_session_that_was_held_is_printed_for_its_group_and_its_coordinator() {
    let room = Room::begun();
    let key = format!(
        "/print/session-note?group={}&meeting=week-1",
        room.cohort.id
    );
    assert_eq!(room.tom.get(&key).status, 404, "it runs still");
    room.until("What was your intent?");
    let fields = [
        ("slot", "1"),
        ("part", "intent"),
        ("words", "That Karim decides, <not> me."),
        ("revision", "0"),
    ];
    room.aisha
        .post(&format!("{}/note", room.base), &fields)
        .location();
    room.until("Who does what by when?");
    let commit = [("what", "post the script"), ("due", "2026-03-27")];
    room.tom
        .post(&format!("{}/commitment", room.base), &commit)
        .location();
    let last = room.look(&room.maya);
    let step = last.html.split("name=\"step\" value=\"").nth(1).unwrap();
    let step: usize = step.split('"').next().unwrap().parse().unwrap();
    room.next(&room.maya, step).location();
    let page = room.tom.get(&key).shown();
    page.must_say("Maya Okafor, Tom Brandt")
        .must_say("That Karim decides, <not> me.");
    page.must_say("post the script");
    let templates = room.tom.get("/templates").shown();
    templates.must_say("Note, filled");
    let world = &room.world;
    let stranger = world.sign_in(&world.person("Luis Ortega"));
    for wrong in [
        key.as_str(),
        "/print/session-note?group=nothing&meeting=week-1",
        "/print/session-note?meeting=week-1",
    ] {
        assert_eq!(stranger.get(wrong).status, 404, "{wrong}");
    }
    assert_eq!(room.tom.get(&key.replace("week-1", "week-99")).status, 404);
    assert_eq!(
        room.tom.get(&key.replace("week-1", "week-2")).status,
        404,
        "not held"
    );
}

#[test]
fn the_templates_are_on_one_page_and_each_of_them_opens() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let leader = world.sign_in(&cohort.leaders[0].person);
    plans(&leader, "2026-03-25");
    let coordinator = world.sign_in(&sprint.coordinator);
    for (reader, words) in [
        (&leader, "Move, filled"),
        (&coordinator, "Six-column sheet"),
    ] {
        let page = reader.get("/templates").shown();
        page.must_say(words);
        let list = page.html.split("<ol class=\"todo\">").skip(1);
        let links: Vec<String> = list
            .flat_map(|part| part.split("<a href=\"").skip(1))
            .map(|link| link.split('"').next().unwrap().replace("&#38;", "&"))
            .filter(|link| !link.starts_with("/who") && !link.starts_with("/settings"))
            .collect();
        assert!(links.len() >= 8, "{links:?}");
        for link in links {
            assert_eq!(reader.get(&link).status, 200, "{link}");
        }
    }
    let kickoff = format!("/print/kickoff?cohort={}", cohort.id);
    leader.get(&kickoff).shown().must_say("Mondays at 10:00");
    let far = world.sprint("Finance");
    let stranger = world.sign_in(&far.coordinator);
    assert_eq!(stranger.get(&kickoff).status, 404);
    assert_eq!(
        stranger
            .get(&format!("/templates?cohort={}", cohort.id))
            .status,
        404
    );
    for other in [&sprint.sponsor, &sprint.data_owner] {
        assert_eq!(world.sign_in(other).get("/templates").status, 404);
    }
    let today = coordinator.get("/").shown();
    assert!(today.html.contains("href=\"/templates\""));
}
