//! A story goes as far as its owner says and no further, and it is asked for before a showcase.

use firstmove_kit::params;

use crate::browser::{Answer, Browser};
use crate::moves::{plans, reports, week_one};
use crate::sponsor::after_week_one;
use crate::sprint::{Cohort, Leader};
use crate::verdicts;
use crate::world::World;

/// What a story is known by on any page.
pub const HEADING: &str = "I stayed out of the room.";

/// The fields of a story.
pub fn story(consent: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("kind", "win"),
        ("heading", HEADING),
        ("situation", "The Monday count waited for me every week."),
        (
            "action",
            "I handed it to Ines with a script, and did not come.",
        ),
        ("impact", "Done by 10:40 instead of noon."),
        ("consent", consent),
    ]
}

/// Tells a story that may go so far; gives its id.
pub fn tells(world: &World, leader: &Browser, consent: &'static str) -> String {
    let mut form = story(consent);
    let id = world.id();
    form.push(("id", &id));
    assert_eq!(
        leader.post("/stories/new", &form).location(),
        "/stories?done=told"
    );
    id
}

fn consents(leader: &Browser, id: &str, consent: &str) -> Answer {
    leader.post(&format!("/stories/{id}/consent"), &[("consent", consent)])
}

/// Another group of the same organisation, and its first leader.
fn elsewhere(world: &World, names: &[&str]) -> Leader {
    let finance = world.sprint("Finance");
    let cohort = world.cohort(&finance, "Finance A", "2026-03-23", names);
    cohort.leaders[0].clone()
}

const FIVE: [&str; 5] = ["Ana Reis", "Bo Lund", "Cem Kaya", "Dag Moe", "Eva Pohl"];

#[test]
fn a_story_is_read_as_far_as_its_owner_says_and_by_nobody_else_once_they_say_less() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let ana = elsewhere(&world, &FIVE);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let maya = world.sign_in(&cohort.leaders[1].person);
    let coordinator = world.sign_in(&sprint.coordinator);
    let sponsor = world.sign_in(&sprint.sponsor);
    let other = world.sign_in(&ana.person);
    let id = tells(&world, &hannah, "group");
    let readers = |consent: &str| {
        assert_eq!(consents(&hannah, &id, consent).status, 303);
        [&maya, &coordinator, &sponsor, &other].map(|one| one.get("/stories").shown().says(HEADING))
    };
    for (consent, who) in [
        ("group", [true, true, false, false]),
        ("organisation", [true, true, true, true]),
        ("sponsor", [true, true, true, false]),
        ("group", [true, true, false, false]),
        ("organisation", [true, true, true, true]),
        ("everybody", [true, true, false, false]),
    ] {
        assert_eq!(readers(consent), who, "{consent}");
    }
    consents(&hannah, &id, "organisation");
    let outside = other.get("/stories").shown();
    outside.must_say("Hannah").must_say("Operations A");
    assert!(!outside.says("Hannah Weiss"), "the first name only");
    let owner = world.sign_in(&sprint.data_owner);
    let administrator = world.sign_in(&world.administrator("Ingrid Halvorsen"));
    for nobody in [&owner, &administrator] {
        assert_eq!(nobody.get("/stories").status, 404);
    }
    hannah
        .post(&format!("/stories/{id}/delete"), &[])
        .location();
    for reader in [&hannah, &maya, &coordinator, &sponsor, &other] {
        assert!(!reader.get("/stories").shown().says(HEADING));
    }
    assert_eq!(world.number("select count(*) as n from stories"), 0);
}

#[test]
fn a_story_of_a_group_of_four_leaves_it_for_nobody() {
    let world = World::new();
    world.at("2026-03-20 09:00");
    let (sprint, cohort) = week_one(&world);
    let names = ["Nora Jensen", "Ravi Rao", "Peter Kovacs", "Lena Hoffmann"];
    let small = world.cohort(&sprint, "Operations B", "2026-03-23", &names);
    world.at("2026-04-06 09:00");
    let nora = world.sign_in(&small.leaders[0].person);
    tells(&world, &nora, "organisation");
    assert!(nora.get("/stories").shown().says(HEADING));
    for reader in [&cohort.leaders[0].person, &sprint.sponsor] {
        let page = world.sign_in(reader).get("/stories").shown();
        assert!(!page.says(HEADING), "{}", reader.name);
    }
}

#[test]
fn a_group_of_five_that_somebody_leaves_or_stops_in_tells_nobody_outside_any_more() {
    let world = World::new();
    world.at("2026-03-20 09:00");
    let (sprint, cohort) = week_one(&world);
    let names = [
        "Nora Jensen",
        "Ravi Rao",
        "Peter Kovacs",
        "Lena Hoffmann",
        "Kai Winter",
    ];
    let five = world.cohort(&sprint, "Operations B", "2026-03-23", &names);
    world.at("2026-04-06 09:00");
    let [nora, ravi] = [0, 1].map(|at: usize| world.sign_in(&five.leaders[at].person));
    let coordinator = world.sign_in(&sprint.coordinator);
    let sponsor = world.sign_in(&sprint.sponsor);
    let other = world.sign_in(&cohort.leaders[0].person);
    tells(&world, &nora, "organisation");
    let sheet = format!("/sponsor?cohort={}", five.id);
    let outside = || {
        [
            sponsor.get("/stories").shown(),
            sponsor.get(&sheet).shown(),
            other.get("/stories").shown(),
        ]
        .map(|page| page.says(HEADING))
    };
    assert_eq!(outside(), [true; 3], "five take part");
    let kai = format!("/people/{}", five.leaders[4].seat);
    let leaves = [("kind", "company"), ("left_on", "2026-04-03")];
    coordinator
        .post(&format!("{kai}/leave"), &leaves)
        .location();
    assert_eq!(outside(), [false; 3], "four do");
    for inside in [&nora, &ravi] {
        inside.get("/stories").shown().must_say(HEADING);
    }
    // the sixth who comes makes them five again, until somebody stops
    let sixth = world.person("Sara Olsen");
    world.seat(&five.id, sixth);
    assert_eq!(outside(), [true; 3], "five again");
    ravi.post("/withdraw", &[("reason", "time")]).location();
    assert_eq!(outside(), [false; 3], "four again");
    let of_five = coordinator.get(&format!("/stories?cohort={}", five.id));
    of_five.shown().must_say(HEADING);
}

#[test]
fn a_story_begins_from_an_own_move_and_comes_back_with_what_was_typed() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-24");
    let about = one.trim_start_matches("/moves/").to_owned();
    let new = format!("/stories/new?about={about}");
    assert_eq!(hannah.get(&new).status, 404, "there is nothing to tell yet");
    world.at("2026-03-24 18:00");
    reports(&hannah, &one, "succeeded");
    let form = hannah.get(&hannah.get(&one).shown().link("/stories/new").unwrap());
    let form = form.shown();
    form.must_say("Done by 10:40. She found a faster order.");
    form.must_say("I believed that if Karim runs the brief");
    form.must_say("On Tuesday I say: the brief is yours.");
    let maya = world.sign_in(&cohort.leaders[1].person);
    assert_eq!(maya.get(&new).status, 404, "it is not hers");
    let long = "a".repeat(100_000);
    let typed = [
        ("kind", ""),
        ("heading", "\u{1f327} \u{645}\u{631}\u{62d}\u{628}\u{627}"),
        ("situation", long.as_str()),
        ("action", "Handed it over"),
        ("impact", " "),
        ("showcase", "5"),
        ("about", about.as_str()),
    ];
    let back = hannah.post("/stories/new", &typed).came_back();
    back.must_say("Say whether it is a win or a lesson.")
        .must_say("This has 100000 characters. Shorten it to 600 or fewer.")
        .must_say("Say what it did for the business, or what you know since.")
        .must_say("Choose one of the showcases, or none.")
        .must_say("Handed it over");
    assert!(back.html.contains("\u{645}\u{631}\u{62d}\u{628}\u{627}"));
    let stolen = [story("group"), vec![("about", about.as_str())]].concat();
    assert_eq!(maya.post("/stories/new", &stolen).status, 404);
    assert_eq!(hannah.post("/stories/new", &stolen).status, 303);
}

#[test]
fn a_form_sent_twice_is_one_story_and_a_changed_one_is_refused_in_words() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let maya = world.sign_in(&cohort.leaders[1].person);
    let id = world.id();
    let form = [story("group"), vec![("id", id.as_str())]].concat();
    for _ in 0..2 {
        assert_eq!(hannah.post("/stories/new", &form).status, 303);
    }
    assert_eq!(world.number("select count(*) as n from stories"), 1);
    let wider = [story("organisation"), vec![("id", id.as_str())]].concat();
    let refused = hannah.post("/stories/new", &wider);
    assert_eq!(refused.status, 409);
    assert!(refused.says("Open it under Stories and change it there."));
    assert_eq!(maya.post("/stories/new", &form).status, 404);
    for path in ["edit", "consent", "delete"] {
        let path = format!("/stories/{id}/{path}");
        assert_eq!(maya.post(&path, &wider).status, 404);
    }
    let edit = format!("/stories/{id}/edit");
    hannah.get(&edit).shown().must_say("Change your story");
    let lesson: Vec<_> = wider
        .iter()
        .map(|(field, value)| (*field, if *field == "kind" { "lesson" } else { *value }))
        .collect();
    for _ in 0..2 {
        hannah.post(&edit, &lesson).location();
    }
    hannah.get("/stories").shown().must_say("A lesson");
    let changes =
        "select count(*) as n from events where kind in ('story_changed', 'story_consent')";
    assert_eq!(world.number(changes), 2, "one of each");
}

/// Gives the two spotlights of week 4 to the first two leaders.
fn spotlights(world: &World, cohort: &Cohort) {
    for (slot, leader) in ["spotlight", "other_spotlight"]
        .into_iter()
        .zip(&cohort.leaders)
    {
        let key = (cohort.id.clone(), leader.seat.clone());
        world.write(move |conn| {
            conn.execute(
                "insert into turns (cohort_id, week, slot, seat_id) values ($1, 4, $2, $3)",
                &params![&key.0, slot, &key.1],
            )
        });
    }
}

#[test]
fn two_wins_and_a_lesson_are_asked_for_from_the_monday_of_the_week_before() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    spotlights(&world, &cohort);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let tom = world.sign_in(&cohort.leaders[3].person);
    let (spotlight, lesson) = (
        "Your spotlight: Monday 13 April, 10:30",
        "One lesson for the showcase",
    );
    let mails = "select count(*) as n from notices where kind = 'story_asked'";
    world.at("2026-04-05 23:59");
    assert!(!hannah.get("/home").says(spotlight));
    world.at("2026-04-06 09:00");
    world.tick();
    assert_eq!(
        world.number(mails),
        0,
        "the session's is the mail of this day"
    );
    world.at("2026-04-07 09:00");
    world.tick();
    assert_eq!(world.number(mails), 2);
    let home = hannah.get("/home").shown();
    home.must_say(spotlight).must_say(lesson);
    let others = tom.get("/home").shown();
    others.must_say(lesson);
    assert!(!others.says(spotlight));
    let form = tom
        .get(&others.link("/stories/new?kind=lesson").unwrap())
        .shown();
    form.must_say("Week 4, Monday 13 April");
    let offered = |kind: &'static str| -> Vec<(&str, &str)> {
        let given = story("group")
            .into_iter()
            .map(move |(field, value)| match field {
                "kind" => ("kind", kind),
                _ => (field, value),
            });
        given.chain([("showcase", "4")]).collect()
    };
    tom.post("/stories/new", &offered("lesson")).location();
    hannah.post("/stories/new", &offered("win")).location();
    let home = hannah.get("/home").shown();
    assert!(!home.says(spotlight) && !home.says(lesson));
    world.at("2026-04-07 09:00");
    assert_eq!(world.number(mails), 2, "once");
    world.at("2026-04-13 10:31");
    let maya = world.sign_in(&cohort.leaders[1].person);
    assert!(!maya.get("/home").says(spotlight), "it has begun");
}

#[test]
fn a_story_about_a_move_comes_to_its_judge_after_their_verdict() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-24");
    world.at("2026-03-24 18:00");
    reports(&hannah, &one, "succeeded");
    let about = one.trim_start_matches("/moves/");
    let form = [story("organisation"), vec![("about", about)]].concat();
    hannah.post("/stories/new", &form).location();
    let judge = verdicts::asked(&world, &cohort, &one);
    for leader in &cohort.leaders {
        let page = world.sign_in(&leader.person).get("/stories").shown();
        assert_eq!(page.says(HEADING), leader.seat != judge.seat);
    }
    let peer = world.sign_in(&judge.person);
    verdicts::says(&peer, &one, "succeeded");
    peer.get("/stories").shown().must_say(HEADING);
}

#[test]
fn who_left_can_still_take_a_story_back_and_who_is_taken_out_leaves_none() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let id = tells(&world, &hannah, "organisation");
    hannah
        .post("/withdraw", &[("reason", "personal")])
        .location();
    let sponsor = world.sign_in(&sprint.sponsor);
    sponsor.get("/stories").shown().must_say(HEADING);
    assert_eq!(hannah.post("/stories/new", &story("group")).status, 409);
    consents(&hannah, &id, "group").location();
    assert!(!sponsor.get("/stories").says(HEADING));
    let link = hannah.post("/settings/my-data", &[]).location();
    assert!(hannah.get(&link).shown().html.contains(HEADING));
    let owner = world.sign_in(&sprint.data_owner);
    let row = format!("/data/rows/{}", cohort.leaders[0].seat);
    let pseudonym = owner.get("/data").shown().link_to_text(&row);
    owner
        .post(&format!("{row}/erase"), &[("who", pseudonym.as_str())])
        .location();
    assert_eq!(world.number("select count(*) as n from stories"), 0);
    let maya = world.sign_in(&cohort.leaders[1].person);
    assert!(!maya.get("/stories").shown().says(HEADING));
}
