//! The coordinator's sheet: shown and taken away with names, and giving the pages' numbers to whoever counts again.

use std::path::Path;

use firstmove::sheet;
use serde_json::Value;

use crate::moves::{plans, rate, reports, week_one};
use crate::sponsor::after_week_one;
use crate::world::World;

fn numbers(file: &Path) -> Value {
    let bar = indicatif::ProgressBar::hidden();
    sheet::measure(file, 1..=10, &bar).unwrap().json()
}

fn kept(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn the_coordinators_files_carry_names_and_the_numbers_of_the_pages() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let priya = world.sign_in(&sprint.coordinator);
    let page = priya.get("/sheet").shown();
    for leader in &cohort.leaders {
        page.must_say(&leader.person.name);
    }
    let folder = tempfile::tempdir().unwrap();
    for (beginning, name) in [("/sheet.csv", "sheet.csv"), ("/sheet.xlsx", "sheet.xlsx")] {
        let path = page.link(beginning).unwrap();
        let told = numbers(&kept(&folder, name, &priya.bytes(&path)));
        assert_eq!(told["leadership_move_rate"]["attempted"], 4, "{name}");
        assert_eq!(told["leadership_move_rate"]["eligible"], 6, "{name}");
        assert_eq!(told["success_rate"]["succeeded"], 4, "{name}");
    }
    let results = priya.get("/results").shown();
    results.must_say("4 of 6");
    assert_eq!(results.link("/sheet").unwrap(), "/sheet");
}

#[test]
fn one_week_and_one_person_can_be_chosen_and_the_file_holds_the_same() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let priya = world.sign_in(&sprint.coordinator);
    let hannah = &cohort.leaders[0];
    let page = priya
        .get(&format!("/sheet?who={}&week=1", hannah.seat))
        .shown();
    page.must_say("The six columns 1 row. The files hold them all.");
    let file = priya.get(&page.link("/sheet.csv").unwrap()).shown();
    assert_eq!(
        file.html.lines().nth(1),
        Some("1,Hannah Weiss,Y,Succeeded,,")
    );
    assert_eq!(file.html.lines().count(), 2);
}

#[test]
fn nobody_but_the_coordinator_finds_the_names_and_nobody_their_own_groups() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    for person in [
        &sprint.sponsor,
        &sprint.data_owner,
        &cohort.leaders[0].person,
    ] {
        let browser = world.sign_in(person);
        for path in ["/sheet", "/sheet.csv", "/sheet.xlsx"] {
            assert_eq!(browser.get(path).status, 404, "{path}");
        }
    }
    let priya = world.sign_in(&sprint.coordinator);
    world.cohort(
        &sprint,
        "Operations B",
        "2026-03-23",
        &["Ana Ruiz", "Bo Lund"],
    );
    world.seat(&cohort.id, sprint.coordinator.clone());
    assert_eq!(
        priya.get(&format!("/sheet?cohort={}", cohort.id)).status,
        404
    );
    let rest = priya.get("/sheet.csv").shown();
    assert!(rest.html.contains("Ana Ruiz") && !rest.html.contains("Hannah Weiss"));
}

#[test]
fn two_ratings_stand_nowhere_and_three_only_as_their_mean() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    rate(&world, &cohort, 1, &[Some(4), Some(4), Some(5)]);
    rate(&world, &cohort, 2, &[Some(1), Some(2)]);
    world.at("2026-04-06 09:00");
    let file = world
        .sign_in(&sprint.coordinator)
        .get("/sheet.csv")
        .shown()
        .html;
    let means: Vec<&str> = file
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(4).unwrap())
        .collect();
    assert_eq!(means.len(), 12 + 6, "week 3 has begun");
    assert!(
        means
            .iter()
            .all(|mean| ["4.333333333333333", ""].contains(mean))
    );
    assert_eq!(means.iter().filter(|mean| !mean.is_empty()).count(), 6);
}

#[test]
fn a_name_that_looks_like_a_formula_is_none_and_comes_back() {
    let world = World::new();
    let (sprint, _) = week_one(&world);
    let names = ["=1+1", "-Ana", "@x", "'quoted'", "'=a", "+49"];
    world.cohort(&sprint, "=B", "2026-03-23", &names);
    world.at("2026-04-03 09:00");
    let priya = world.sign_in(&sprint.coordinator);
    let file = priya.get("/sheet.csv").shown().html;
    let cells = file.lines().flat_map(|line| line.split(','));
    for cell in cells {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.csv", file.into_bytes()),
        ("a.xlsx", priya.bytes("/sheet.xlsx")),
    ] {
        let told = numbers(&kept(&folder, name, &bytes));
        assert_eq!(told["participants"], 12);
        let cohorts: Vec<&str> = told["by_week"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["cohort"].as_str().unwrap())
            .collect();
        assert!(cohorts.contains(&"=B"), "{cohorts:?}");
    }
}

#[test]
fn a_data_owner_takes_a_workbook_without_a_name() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let phone = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&phone, "2026-03-24");
    world.at("2026-03-24 18:00");
    assert_eq!(reports(&phone, &one, "succeeded").status, 303);
    world.at("2026-04-06 09:00");
    let owner = world.sign_in(&sprint.data_owner);
    let path = owner.get("/data").shown().link("/data.xlsx").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let told = numbers(&kept(&folder, "a.xlsx", &owner.bytes(&path)));
    assert_eq!(told["leadership_move_rate"]["attempted"], 1);
    let text = told.to_string();
    assert!(!text.contains(&cohort.leaders[0].person.name));
}
