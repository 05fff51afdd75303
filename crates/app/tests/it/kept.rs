//! A page that was drawn is given again, and nobody is ever given one that no longer holds.

use firstmove_kit::params;

use crate::moves::{plans, reports, week_one};
use crate::world::World;

#[test]
fn a_kept_page_ends_with_the_next_commit_the_next_minute_and_the_sign_in() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let coordinator = world.sign_in(&sprint.coordinator);
    let first = coordinator.get("/").shown();
    assert_eq!(first.html, coordinator.get("/").shown().html);
    // a commit past the application, as another process would make it
    let id = cohort.id.clone();
    world.write(move |conn| {
        let sql = "update cohorts set name = 'Operations Z' where cohort_id = $1";
        conn.execute(sql, &params![&id])
    });
    coordinator.get("/").shown().must_say("Operations Z");
    let leader = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&leader, "2026-03-23");
    coordinator.get("/moves").shown();
    reports(&leader, &one, "succeeded");
    coordinator.get("/moves").shown().must_say("met");
    world
        .app
        .clock
        .advance(jiff::SignedDuration::from_hours(24));
    coordinator.get("/").shown().must_say("Tuesday 24 March");
    coordinator.post("/sign-out", &[]).location();
    assert_eq!(coordinator.get("/").status, 303);
}

#[test]
fn nobody_is_given_the_page_of_somebody_else() {
    let world = World::new();
    let (sprint, _) = week_one(&world);
    let mine = world.sign_in(&sprint.coordinator);
    let page = mine.get("/").shown();
    page.must_say(&sprint.coordinator.name);
    assert_eq!(world.nobody().get("/").status, 303);
    let sponsor = world.sign_in(&sprint.sponsor).get("/").shown();
    sponsor.must_say(&sprint.sponsor.name);
    assert!(page.html.contains("href=\"/people\""));
    assert!(!sponsor.html.contains("href=\"/people\""));
}
