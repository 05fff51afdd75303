//! One line of thanks, by name: from a leader to a peer, and from a sponsor who was there.

use firstmove_kit::params;

use crate::browser::{Answer, Browser};
use crate::moves::week_one;
use crate::sponsor::after_week_one;
use crate::sprint::{Cohort, Sprint};
use crate::stories::{HEADING, tells};
use crate::world::World;

const LINE: &str = "You asked what I was afraid of.";

fn thanks(world: &World, giver: &Browser, to: &str, back: &str) -> Answer {
    let id = world.id();
    let form = [
        ("id", id.as_str()),
        ("to", to),
        ("words", LINE),
        ("back", back),
    ];
    giver.post("/recognitions", &form)
}

/// The id of the only row of a table.
fn only(world: &World, table: &'static str) -> String {
    world.write(move |conn| {
        let row = conn.one(&format!("select id from {table}"), &params![])?;
        row.expect("a row").get("id")
    })
}

#[test]
fn a_leader_thanks_a_peer_by_name_and_the_sponsor_reads_it_only_when_that_peer_agrees() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let [hannah, maya, dev] =
        [0, 1, 2].map(|one: usize| world.sign_in(&cohort.leaders[one].person));
    let sponsor = world.sign_in(&sprint.sponsor);
    assert_eq!(
        thanks(&world, &hannah, &cohort.leaders[1].seat, "").location(),
        "/peers#thanks"
    );
    for reader in [&hannah, &dev] {
        reader
            .get("/peers")
            .shown()
            .must_say("Hannah thanks")
            .must_say(LINE);
    }
    let coordinator = world.sign_in(&sprint.coordinator);
    let read = coordinator.get("/stories").shown();
    read.must_say("Hannah thanks Maya").must_say(LINE);
    assert!(!read.says("Take it back"), "the line is theirs");
    maya.get("/home")
        .shown()
        .must_say("Thanks to you")
        .must_say(LINE);
    assert!(!dev.get("/home").says(LINE));
    assert!(!sponsor.get("/sponsor").says(LINE));
    let line = format!("/recognitions/{}", only(&world, "recognitions"));
    let share = |who: &Browser, shared| who.post(&format!("{line}/share"), &[("shared", shared)]);
    for other in [&hannah, &dev, &sponsor] {
        assert_eq!(share(other, "yes").status, 404, "it is Maya's to say");
    }
    share(&maya, "yes").location();
    sponsor
        .get("/sponsor")
        .shown()
        .must_say("Hannah thanks Maya:")
        .must_say(LINE);
    share(&maya, "no").location();
    assert!(
        !sponsor.get("/sponsor").says(LINE),
        "not from a kept page either"
    );
    assert_eq!(dev.post(&format!("{line}/back"), &[]).status, 404);
    hannah.post(&format!("{line}/back"), &[]).location();
    assert_eq!(world.number("select count(*) as n from recognitions"), 0);
}

#[test]
fn the_form_comes_back_with_its_sentences_and_leads_nowhere_else() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let typed = [("to", ""), ("words", " "), ("back", "/sessions")];
    let back = hannah.post("/recognitions", &typed).came_back();
    back.must_say("Choose who you thank.")
        .must_say("Write one line: what they did, and what it was good for.");
    assert!(back.html.contains(r#"name="back" value="/sessions""#));
    let long = "a".repeat(100_000);
    let typed = [
        ("to", cohort.leaders[1].seat.as_str()),
        ("words", long.as_str()),
    ];
    hannah
        .post("/recognitions", &typed)
        .came_back()
        .must_say("Shorten it to 200 or fewer.");
    let own = cohort.leaders[0].seat.as_str();
    assert_eq!(
        thanks(&world, &hannah, own, "").status,
        404,
        "nobody thanks themselves"
    );
    let maya = cohort.leaders[1].seat.as_str();
    assert_eq!(
        thanks(&world, &hannah, maya, "//elsewhere.example").location(),
        "/peers#thanks"
    );
    assert_eq!(
        thanks(&world, &hannah, maya, "/sessions").location(),
        "/sessions"
    );
    let id = world.id();
    let form = [("id", id.as_str()), ("to", maya), ("words", LINE)];
    for _ in 0..2 {
        hannah.post("/recognitions", &form).location();
    }
    assert_eq!(
        world.number("select count(*) as n from recognitions"),
        3,
        "twice is once"
    );
}

fn thanks_for(sponsor: &Browser, about: &str, words: &str) -> Answer {
    sponsor.post("/sponsor/thanks", &[("about", about), ("words", words)])
}

#[test]
fn a_sponsor_reads_a_story_and_thanks_for_it_once_before_the_group() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let finance = world.sprint("Finance");
    let names = ["Ana Reis", "Bo Lund", "Cem Kaya", "Dag Moe", "Eva Pohl"];
    let far = world.cohort(&finance, "Finance A", "2026-03-23", &names);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let maya = world.sign_in(&cohort.leaders[1].person);
    let ana = world.sign_in(&far.leaders[0].person);
    let sponsor = world.sign_in(&sprint.sponsor);
    let story = tells(&world, &hannah, "organisation");
    let page = sponsor.get("/sponsor").shown();
    page.must_say(HEADING).must_say("Shared with consent");
    assert!(!page.says("Hannah Weiss"), "the first name only");
    thanks_for(&sponsor, &story, " ")
        .came_back()
        .must_say("Write one line");
    let long = "a".repeat(201);
    thanks_for(&sponsor, &story, &long)
        .came_back()
        .must_say("201 characters");
    assert_eq!(
        thanks_for(&world.sign_in(&finance.sponsor), &story, LINE).status,
        404
    );
    assert_eq!(thanks_for(&maya, &story, LINE).status, 404);
    for _ in 0..2 {
        thanks_for(&sponsor, &story, LINE).location();
    }
    assert_eq!(thanks_for(&sponsor, &story, "Once more").status, 409);
    assert_eq!(world.number("select count(*) as n from thanks"), 1);
    let mail = world.write(|conn| {
        let sql = "select p.name || ': ' || n.subject || '\n' || n.body as mail from notices n
                   join people p on p.id = n.person_id where n.kind = 'thanked'";
        let rows = conn.query(sql, &params![])?;
        assert_eq!(rows.len(), 1, "one mail for one line");
        rows[0].get::<String>("mail")
    });
    let begins = format!("Hannah Weiss: {} thanks you\n", sprint.sponsor.name);
    assert!(mail.starts_with(&begins), "{mail}");
    assert!(mail.contains(&format!("“{LINE}”")), "{mail}");
    sponsor
        .get("/sponsor")
        .shown()
        .must_say("You thanked Hannah:");
    maya.get("/peers")
        .shown()
        .must_say("your sponsor, thanks Hannah:");
    hannah
        .get("/home")
        .shown()
        .must_say("your sponsor, thanks you:");
    assert!(!ana.get("/stories").shown().says(LINE));
    let line = format!("/thanks/{}/share", only(&world, "thanks"));
    assert_eq!(maya.post(&line, &[("shared", "yes")]).status, 404);
    hannah.post(&line, &[("shared", "yes")]).location();
    ana.get("/stories").shown().must_say(LINE);
    // a story that was narrowed is on no page of a sponsor, drawn anew or kept, and nobody can thank for it
    let narrow = format!("/stories/{story}/consent");
    hannah.post(&narrow, &[("consent", "group")]).location();
    for page in ["/sponsor", "/", "/stories"] {
        assert!(!sponsor.get(page).shown().says(HEADING), "{page}");
    }
    for file in ["/slides.pptx", "/slides.pdf"] {
        let bytes = sponsor.bytes(file);
        assert!(!String::from_utf8_lossy(&bytes).contains(HEADING));
    }
    assert_eq!(thanks_for(&sponsor, &story, LINE).status, 404);
    assert!(!ana.get("/stories").shown().says(LINE));
    maya.get("/peers").shown().must_say(LINE);
}

#[test]
fn a_group_of_four_tells_its_sponsor_nothing() {
    let world = World::new();
    world.at("2026-03-20 09:00");
    let (sprint, _) = week_one(&world);
    let names = ["Nora Jensen", "Ravi Rao", "Peter Kovacs", "Lena Hoffmann"];
    let small = world.cohort(&sprint, "Operations B", "2026-03-23", &names);
    world.at("2026-04-06 09:00");
    let nora = world.sign_in(&small.leaders[0].person);
    let story = tells(&world, &nora, "organisation");
    let sponsor = world.sign_in(&sprint.sponsor);
    for page in [
        "/sponsor".to_owned(),
        format!("/sponsor?cohort={}", small.id),
    ] {
        assert!(!sponsor.get(&page).shown().says(HEADING), "{page}");
    }
    assert_eq!(thanks_for(&sponsor, &story, LINE).status, 404);
}

/// What stands on Today about sponsors.
fn todo(world: &World, sprint: &Sprint) -> (bool, bool) {
    let today = world.sign_in(&sprint.coordinator).get("/").shown();
    (
        today.says("No sponsor was at the showcase of week 4"),
        today.says("Invite the sponsor to the showcase of week 8"),
    )
}

fn there(sponsor: &Browser, cohort: &Cohort, week: &str, was: &str) -> Answer {
    let path = format!("/sponsor/showcases/{}/{week}", cohort.id);
    sponsor.post(&path, &[("there", was)])
}

#[test]
fn a_showcase_without_a_sponsor_is_a_to_do_until_one_says_i_was_there() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let sponsor = world.sign_in(&sprint.sponsor);
    world.at("2026-04-13 10:29");
    assert_eq!(there(&sponsor, &cohort, "4", "yes").status, 409, "not yet");
    for week in ["5", "0", "four"] {
        assert_eq!(there(&sponsor, &cohort, week, "yes").status, 404, "{week}");
    }
    world.at("2026-04-13 10:31");
    sponsor
        .get("/sponsor")
        .shown()
        .must_say("Were you at the showcase?");
    for other in [
        &sprint.coordinator,
        &cohort.leaders[0].person,
        &sprint.data_owner,
    ] {
        assert_eq!(
            there(&world.sign_in(other), &cohort, "4", "yes").status,
            404
        );
    }
    world.at("2026-04-19 23:59");
    assert_eq!(todo(&world, &sprint), (false, false));
    world.at("2026-04-20 00:01");
    assert_eq!(todo(&world, &sprint), (true, false));
    for _ in 0..2 {
        there(&sponsor, &cohort, "4", "yes").location();
    }
    assert_eq!(todo(&world, &sprint), (false, false));
    sponsor
        .get("/sponsor")
        .shown()
        .must_say("You were at the showcase");
    there(&sponsor, &cohort, "4", "no").location();
    assert_eq!(todo(&world, &sprint), (true, false), "taken back");
    // from the end of week 6 on it is the next one that counts
    world.at("2026-05-04 00:01");
    assert_eq!(todo(&world, &sprint), (false, true));
    world.at("2026-05-11 10:31");
    there(&sponsor, &cohort, "8", "yes").location();
    assert_eq!(todo(&world, &sprint), (false, false));
    world.at("2026-06-30 09:00");
    assert_eq!(todo(&world, &sprint), (false, false));
    let said = "select count(*) as n from events where kind = 'sponsor_was_there'";
    assert_eq!(world.number(said), 3, "each once");
}

#[test]
fn who_is_taken_out_takes_their_thanks_along() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let maya = world.sign_in(&cohort.leaders[1].person);
    let sponsor = world.sign_in(&sprint.sponsor);
    thanks(&world, &hannah, &cohort.leaders[1].seat, "").location();
    thanks(&world, &maya, &cohort.leaders[0].seat, "").location();
    let story = tells(&world, &hannah, "sponsor");
    thanks_for(&sponsor, &story, LINE).location();
    let link = hannah.post("/settings/my-data", &[]).location();
    let file = hannah.get(&link).shown().html;
    assert_eq!(
        file.matches(LINE).count(),
        4,
        "three lines, and the mail that brought one"
    );
    hannah
        .post("/withdraw", &[("reason", "personal")])
        .location();
    let owner = world.sign_in(&sprint.data_owner);
    let row = format!("/data/rows/{}", cohort.leaders[0].seat);
    let pseudonym = owner.get("/data").shown().link_to_text(&row);
    owner
        .post(&format!("{row}/erase"), &[("who", pseudonym.as_str())])
        .location();
    let left = "select (select count(*) from thanks) + (select count(*) from recognitions) as n";
    assert_eq!(world.number(left), 0);
    assert!(!maya.get("/peers").shown().says(LINE));
}
