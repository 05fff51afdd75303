//! A sponsor reads numbers of groups of five people or more, and nothing of one leader.

use crate::moves;
use crate::sprint::{Cohort, Sprint};
use crate::world::World;

/// Six leaders are there from week 1 on and four of them report a move; then week 1 is closed.
pub fn after_week_one(world: &World) -> (Sprint, Cohort) {
    world.at("2026-03-20 09:00");
    let (sprint, cohort) = moves::week_one(world);
    world.at("2026-03-23 09:00");
    let phones: Vec<_> = cohort.leaders[..4]
        .iter()
        .map(|leader| world.sign_in(&leader.person))
        .collect();
    let plans: Vec<String> = phones
        .iter()
        .map(|phone| moves::plans(phone, "2026-03-24"))
        .collect();
    world.at("2026-03-24 18:00");
    for (phone, one) in phones.iter().zip(&plans) {
        assert_eq!(moves::reports(phone, one, "succeeded").status, 303);
    }
    world.at("2026-04-06 09:00");
    (sprint, cohort)
}

#[test]
fn the_sponsor_sees_when_the_first_numbers_come() {
    let world = World::new();
    let (sprint, _) = moves::week_one(&world);
    let sponsor = world.sign_in(&sprint.sponsor);
    let page = sponsor.get("/sponsor").shown();
    page.must_say("No numbers yet");
    page.must_say("when week 1 closes");
}

#[test]
fn the_sponsor_reads_one_sentence_and_no_name_of_a_leader() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let page = world.sign_in(&sprint.sponsor).get("/sponsor").shown();
    page.must_say("In one week, six leaders had 6 chances to try a move and took 4.");
    page.must_say("It is too early to compare that with the 80% target.");
    for leader in &cohort.leaders {
        assert!(!page.html.contains(&leader.person.name));
        assert!(!page.html.contains(&leader.person.id));
    }
}

#[test]
fn a_group_of_four_is_not_shown_and_cannot_be_worked_out() {
    let world = World::new();
    world.at("2026-03-20 09:00");
    let (sprint, cohort) = moves::week_one(&world);
    let names = ["Ana Ruiz", "Ben Kohl", "Cleo Marsh", "Dina Falk"];
    let small = world.cohort(&sprint, "Operations B", "2026-03-23", &names);
    world.at("2026-04-06 09:00");
    let sponsor = world.sign_in(&sprint.sponsor);
    let whole = sponsor.get("/sponsor").shown();
    whole.must_say("10 leaders had 10 chances to try a move and took 0.");
    for id in [&small.id, &cohort.id] {
        let page = sponsor.get(&format!("/sponsor?cohort={id}")).shown();
        page.must_say("Not shown: fewer than 5 people");
        assert!(!page.says("chances to try a move"));
    }
}

#[test]
fn nobody_but_the_sponsor_of_a_sprint_finds_its_page() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let other = world.sprint("Sales");
    world.cohort(&other, "Sales A", "2026-03-23", &["Eva Lang"]);
    let path = format!("/sponsor?cohort={}", cohort.id);
    for person in [
        &other.sponsor,
        &sprint.coordinator,
        &cohort.leaders[0].person,
    ] {
        assert_eq!(world.sign_in(person).get(&path).status, 404);
    }
    assert_eq!(world.nobody().get(&path).location(), "/sign-in");
}

/// The words of a slide: what stands between the tags.
fn words_of(deck: &[u8], slide: usize) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(deck)).unwrap();
    let mut part = archive
        .by_name(&format!("ppt/slides/slide{slide}.xml"))
        .unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut part, &mut xml).unwrap();
    xml.split('<')
        .filter_map(|tag| tag.split_once('>'))
        .map(|(_, words)| words)
        .collect()
}

#[test]
fn the_slides_of_a_showcase_say_what_the_sponsors_page_says_now_as_page_and_as_files() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let sentence = "In one week, six leaders had 6 chances to try a move and took 4.";
    for presenter in [&sprint.sponsor, &sprint.coordinator] {
        let desk = world.sign_in(presenter);
        let address = |ending: &str| format!("/slides{ending}?cohort={}", cohort.id);
        let page = desk.get(&address("")).shown();
        page.must_say(sentence).must_say("4 of 6");
        let deck = desk.bytes(&address(".pptx"));
        let first = words_of(&deck, 1);
        assert!(
            first.contains(sentence) && first.contains("4 of 6"),
            "{first}"
        );
        assert!(words_of(&deck, 3).contains("stays in the group"));
        assert!(desk.bytes(&address(".pdf")).starts_with(b"%PDF-"));
        for leader in &cohort.leaders {
            assert!(!page.html.contains(&leader.person.name));
            assert!((1..=3).all(|slide| !words_of(&deck, slide).contains(&leader.person.name)));
        }
    }
    let leader = world.sign_in(&cohort.leaders[0].person);
    assert_eq!(
        leader.get(&format!("/slides?cohort={}", cohort.id)).status,
        404
    );
}

#[test]
fn there_are_no_slides_before_there_are_numbers() {
    let world = World::new();
    let (sprint, _) = moves::week_one(&world);
    let sponsor = world.sign_in(&sprint.sponsor);
    sponsor.get("/slides").shown().must_say("No slides yet");
    assert_eq!(sponsor.get("/slides.pptx").status, 404);
}
