//! A data owner takes rows under pseudonyms; what is computed from them are the pages' numbers.

use firstmove::sheet;

use crate::moves::week_one;
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

#[test]
fn who_asks_to_be_taken_out_stands_at_the_top_also_before_the_first_week_and_in_another_group() {
    let world = World::new();
    world.at("2026-03-20 09:00");
    let (sprint, cohort) = week_one(&world);
    let other = world.cohort(&sprint, "Operations B", "2026-03-30", &["Eva Lang"]);
    let owner = world.sign_in(&sprint.data_owner);
    assert!(!owner.get("/data").shown().says("asked to be taken out"));
    for leader in [&cohort.leaders[0], &other.leaders[0]] {
        let phone = world.sign_in(&leader.person);
        phone.post("/settings/take-me-out", &[]).location();
    }
    let page = owner.get("/data").shown();
    page.must_say("No rows yet")
        .must_say("of Operations B asked to be taken out.");
    for leader in [&cohort.leaders[0], &other.leaders[0]] {
        let erase = format!("/data/rows/{}/erase", leader.seat);
        assert_eq!(page.link_to_text(&erase), "See what goes and what stays");
        owner.get(&erase).shown().must_say("They still take part.");
    }
}

#[test]
fn once_the_numbers_are_final_the_page_offers_an_erratum_and_no_correction() {
    let world = World::new();
    let (sprint, _) = after_week_one(&world);
    let owner = world.sign_in(&sprint.data_owner);
    let open = owner.get("/data").shown();
    open.must_say("Is a row wrong? Open it by its pseudonym");
    assert!(!open.says("Sign an erratum"));
    world.at("2026-06-29 12:00");
    let page = owner.get("/data").shown();
    page.must_say("The numbers are final")
        .must_say("No row is set right any more. Sign an erratum");
    assert!(!page.says("Is a row wrong?"));
}
