//! Peer mentors: who is trained, alone or at the workshop, and who is told that somebody is not.

use firstmove_kit::params;

use crate::browser::{Answer, Browser};
use crate::moves::week_one;
use crate::sprint::Cohort;
use crate::world::World;

fn notes(browser: &Browser, cohort: &Cohort, seat: &str, was: &str) -> Answer {
    let form = [("seat", seat), ("was", was)];
    browser.post(&format!("/groups/{}/training", cohort.id), &form)
}

/// What the trail holds of one kind.
fn told(world: &World, kind: &str) -> i64 {
    let kind = kind.to_owned();
    world.write(move |conn| {
        let sql = "select count(*) as n from events where kind = $1";
        conn.one(sql, &params![&kind])?.expect("a row").get("n")
    })
}

#[test]
fn a_coordinator_notes_who_was_at_the_workshop_and_takes_it_back() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let coordinator = world.sign_in(&sprint.coordinator);
    let page = format!("/groups/{}/training", cohort.id);
    let people = cohort.leaders.len();
    let none = format!("0 of {people} are trained.");
    coordinator.get(&page).shown().must_say(&none);
    let seat = &cohort.leaders[0].seat;
    for _ in 0..2 {
        notes(&coordinator, &cohort, seat, "yes").location();
    }
    let shown = coordinator.get(&page).shown();
    shown.must_say(&format!("1 of {people} are trained."));
    shown.must_say("Take back");
    assert_eq!(told(&world, "workshop_noted"), 1, "twice is one deed");
    notes(&coordinator, &cohort, seat, "no").location();
    notes(&coordinator, &cohort, seat, "no").location();
    coordinator.get(&page).shown().must_say(&none);
    assert_eq!(told(&world, "workshop_taken_back"), 1);
    notes(&coordinator, &cohort, "all", "yes").location();
    let all = format!("{people} of {people} are trained.");
    coordinator.get(&page).shown().must_say(&all);
    let trail = coordinator.get("/trail?as=coordinator").shown();
    trail.must_say("as having been at the workshop");
}

#[test]
fn only_who_coordinates_a_group_notes_its_workshop_and_only_of_its_leaders() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let far = world.sprint("Finance");
    let other = world.cohort(&far, "Finance A", "2026-03-23", &["Ana Reis", "Bo Lund"]);
    let coordinator = world.sign_in(&sprint.coordinator);
    let stranger = &other.leaders[0].seat;
    for wrong in [stranger.as_str(), "nothing", "' or 1=1"] {
        assert_eq!(
            notes(&coordinator, &cohort, wrong, "yes").status,
            404,
            "{wrong}"
        );
    }
    assert_eq!(notes(&coordinator, &other, stranger, "yes").status, 404);
    let leader = world.sign_in(&cohort.leaders[0].person);
    assert_eq!(notes(&leader, &cohort, "all", "yes").status, 404);
    let own = &cohort.leaders[0].seat;
    for wrong in ["", "maybe"] {
        let answer = notes(&coordinator, &cohort, own, wrong);
        assert_eq!(answer.status, 409);
        answer.must_say("tap a name");
    }
    assert_eq!(notes(&coordinator, &cohort, "", "no").status, 409);
    assert_eq!(told(&world, "workshop_noted"), 0);
}
