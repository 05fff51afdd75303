//! A further group joins a sprint that runs: its own people, its own twelve weeks.

use crate::browser::{Answer, Browser};
use crate::people::operations;
use crate::sprint::Sprint;
use crate::world::World;

const PEOPLE: &str = "Ana Reis, ana@riverbank.example, Fulfilment\nBo Lund, bo@riverbank.example\n\
    Cem Kaya, cem@riverbank.example\nDag Moe, dag@riverbank.example\nEva Pohl, eva@riverbank.example\n\
    Fay Low, fay@riverbank.example";

fn page(sprint: &Sprint) -> String {
    format!("/sprints/{}/groups/new", sprint.id)
}

fn adds(priya: &Browser, sprint: &Sprint, changed: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("go", "add"),
        ("name-0", "Operations B"),
        ("people", PEOPLE),
        ("start", "2026-04-13"),
        ("weekday-0", "2"),
        ("time-0", "09:30"),
    ];
    for (field, value) in changed {
        fields.retain(|(name, _)| name != field);
        fields.push((field, value));
    }
    priya.post(&page(sprint), &fields)
}

fn groups(world: &World) -> i64 {
    world.number("select count(*) as n from cohorts")
}

#[test]
fn a_further_group_has_its_own_first_day_and_its_people_are_asked_when_the_coordinator_says_so() {
    let world = World::new();
    let (sprint, _, priya) = operations(&world);
    world.at("2026-04-08 10:00");
    priya
        .get(&format!("/sprints/{}", sprint.id))
        .shown()
        .must_say("Add a group");
    let form = priya.get(&page(&sprint)).shown();
    form.must_say("Operations. It has twelve weeks of its own");
    let looked = adds(&priya, &sprint, &[("go", "look")]).came_back();
    looked
        .must_say("6 people. Good size.")
        .must_say("13–19 Apr");
    assert_eq!(groups(&world), 1, "looking makes nothing");
    let kickoff = adds(&priya, &sprint, &[]).location();
    priya
        .get(&kickoff)
        .shown()
        .must_say("The group is there. Nothing has gone out yet.")
        .must_say("Operations B");
    let invited = "select count(*) as n from notices where kind = 'invitation'";
    assert_eq!(world.number(invited), 0);
    let place = kickoff.split('?').next().unwrap();
    priya.post(place, &[]).location();
    assert_eq!(world.number(invited), 6);
    let ana = world.someone("ana@riverbank.example");
    let ana = world.sign_in(&ana);
    ana.get("/sessions")
        .shown()
        .must_say("Tue 14 Apr Session 1 Next 09:30.");
    // the other group's weeks are as they were
    priya.get("/").shown().must_say("Operations A");
}

#[test]
fn what_is_not_right_with_a_further_group_comes_back_and_nothing_is_made() {
    let world = World::new();
    let (sprint, cohort, priya) = operations(&world);
    world.at("2026-04-08 10:00");
    let maya = &cohort.leaders[0].person;
    let twice = format!("{PEOPLE}\n{}, {}", maya.name, maya.mail.to_uppercase());
    for (field, value, sentence) in [
        ("name-0", "operations a", "Another group has this name."),
        ("name-0", "", "Give the group a name"),
        ("people", "Ana Reis, ana", "The address has no @"),
        (
            "people",
            twice.as_str(),
            "Maya Okafor takes part in Operations A already.",
        ),
        ("start", "2025-01-06", "is long gone"),
        ("start", "", "Choose the first day of week 1"),
        ("time-0", "25:00", "time"),
    ] {
        let came = adds(&priya, &sprint, &[(field, value)]).came_back();
        came.must_say(sentence);
        came.must_say("Not saved yet");
        if field == "people" {
            assert!(
                came.html.contains(value.lines().next().unwrap()),
                "what was typed"
            );
        }
    }
    assert_eq!(groups(&world), 1);
    adds(&priya, &sprint, &[]).location();
    adds(&priya, &sprint, &[])
        .came_back()
        .must_say("Another group has this name.");
    assert_eq!(groups(&world), 2, "sent twice is one group");
}

#[test]
fn nobody_but_who_coordinates_the_sprint_adds_a_group_to_it() {
    let world = World::new();
    let (sprint, cohort, _) = operations(&world);
    let other = world.sprint("Elsewhere");
    let admin = world.administrator("Ada Root");
    for person in [
        &sprint.sponsor,
        &sprint.data_owner,
        &cohort.leaders[0].person,
        &other.coordinator,
        &admin,
    ] {
        let browser = world.sign_in(person);
        assert_eq!(browser.get(&page(&sprint)).status, 404, "{}", person.name);
        assert_eq!(adds(&browser, &sprint, &[]).status, 404, "{}", person.name);
    }
    assert_eq!(groups(&world), 1);
}
