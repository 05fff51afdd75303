//! A data owner takes rows under pseudonyms; what is computed from them are the pages' numbers.

use firstmove::sheet;

use crate::sponsor::after_week_one;
use crate::world::World;

#[test]
fn the_file_gives_the_numbers_of_the_pages_and_no_name() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let owner = world.sign_in(&sprint.data_owner);
    let page = owner.get("/data").shown();
    page.must_say("Every person has a status in every closed week. People: 6, closed weeks: 1.");
    let path = page.link("/data.csv").unwrap();
    let file = owner.get(&path).shown();
    for leader in &cohort.leaders {
        for text in [&page.html, &file.html] {
            assert!(!text.contains(&leader.person.name));
            assert!(!text.contains("faster order"), "no free text");
        }
    }
    let directory = tempfile::tempdir().unwrap();
    let kept = directory.path().join("rows.csv");
    std::fs::write(&kept, &file.html).unwrap();
    let bar = indicatif::ProgressBar::hidden();
    let numbers = sheet::measure(&kept, 1..=10, &bar).unwrap().json();
    assert_eq!(numbers["leadership_move_rate"]["attempted"], 4);
    assert_eq!(numbers["leadership_move_rate"]["eligible"], 6);
    assert_eq!(numbers["success_rate"]["succeeded"], 4);
}

#[test]
fn a_coordinator_and_a_leader_find_no_rows() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    for person in [
        &sprint.coordinator,
        &sprint.sponsor,
        &cohort.leaders[0].person,
    ] {
        let browser = world.sign_in(person);
        assert_eq!(browser.get("/data").status, 404);
        assert_eq!(browser.get("/data.csv").status, 404);
    }
}

#[test]
fn an_administrator_starts_with_facts_and_a_data_owner_with_the_rows() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let ingrid = world.administrator("Ingrid Halvorsen");
    let page = world.sign_in(&ingrid).get("/").shown();
    page.must_say("This installation");
    assert!(!page.says(&cohort.leaders[0].person.name));
    assert_eq!(
        world.sign_in(&sprint.data_owner).get("/").location(),
        "/data"
    );
}
