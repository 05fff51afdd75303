//! Help: whom somebody can ask, and the guides that travel with the program.

use crate::moves::week_one;
use crate::world::World;

#[test]
fn a_leader_reads_whom_to_ask_and_nobody_of_another_sprint() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let elsewhere = world.sprint("Finance");
    let page = world.sign_in(&cohort.leaders[0].person).get("/help");
    let page = page.shown();
    page.must_say(&sprint.coordinator.name);
    page.must_say("coordinates Operations");
    page.must_say("guards the data of Operations");
    assert!(
        page.html
            .contains(&format!("mailto:{}", sprint.coordinator.mail))
    );
    assert!(!page.says("Finance"));
    assert!(!page.html.contains(&elsewhere.coordinator.mail));
    let own = world.sign_in(&sprint.coordinator).get("/help");
    let own = own.shown();
    assert!(
        !own.html
            .contains(&format!("mailto:{}", sprint.coordinator.mail))
    );
}

#[test]
fn whose_role_a_guide_is_for_finds_it_first() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    for (person, guide) in [
        (&cohort.leaders[0].person, "leader"),
        (&sprint.coordinator, "coordinator"),
        (&sprint.sponsor, "sponsor"),
        (&sprint.data_owner, "data-owner"),
        (&world.administrator("Ingrid Halvorsen"), "running"),
    ] {
        let page = world.sign_in(person).get("/help");
        let page = page.shown();
        let first = page.html.split("href=\"/help/").nth(1).unwrap();
        assert!(first.starts_with(&format!("{guide}\"")), "{guide}: {first}");
    }
}

#[test]
fn whoever_cannot_get_in_reads_how_and_learns_no_name() {
    let world = World::new();
    let (sprint, _) = week_one(&world);
    let page = world.nobody().get("/help");
    let page = page.shown();
    page.must_say("You cannot get in?");
    assert!(!page.says(&sprint.coordinator.name));
    world
        .nobody()
        .get("/help/leader")
        .shown()
        .must_say("Guide for leaders");
    assert_eq!(world.nobody().get("/help/no-such-guide").status, 404);
}
