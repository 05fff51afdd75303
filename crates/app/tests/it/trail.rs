//! What happened can be read back: by those who may, as far as they may, and no further.

use crate::moves::{plans, reports, week_one};
use crate::sponsor::after_week_one;
use crate::world::World;

#[test]
fn a_coordinator_reads_names_and_a_data_owner_pseudonyms() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let coordinator = world.sign_in(&sprint.coordinator).get("/trail").shown();
    coordinator.must_say("Hannah Weiss reported a move tried on Tuesday 24 March: met.");
    coordinator.must_say("Week 1 closed, and its numbers stay.");
    let owner = world.sign_in(&sprint.data_owner);
    for path in ["/trail", "/trail.csv"] {
        let page = owner.get(path).shown();
        assert!(
            page.text()
                .contains("reported a move tried on Tuesday 24 March: met.")
        );
        for leader in &cohort.leaders {
            assert!(!page.html.contains(&leader.person.name), "{path}");
        }
        assert!(!page.html.contains("faster order"), "no free text");
        assert!(
            !page.html.contains("alert_opened"),
            "alerts are the coordinator's"
        );
    }
}

#[test]
fn the_trail_is_looked_through_by_kind_person_and_day_and_taken_as_it_is_filtered() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let coordinator = world.sign_in(&sprint.coordinator);
    let hannah = &cohort.leaders[0].person;
    let path = format!("kind=move_reported&person={}", hannah.id);
    let page = coordinator.get(&format!("/trail?{path}")).shown();
    page.must_say("Hannah Weiss reported a move");
    assert!(!page.says("Maya Okafor reported"));
    assert!(!page.says("planned a move for week 1."));
    let file = coordinator.get(&page.link("/trail.csv").unwrap()).shown();
    assert_eq!(file.html.lines().count(), 2, "{}", file.html);
    assert!(
        file.html
            .contains("2026-03-24T18:00:00+01:00,move_reported,Hannah Weiss")
    );
    let days = coordinator
        .get("/trail?from=2026-03-24&to=2026-03-24")
        .shown();
    days.must_say("reported a move");
    assert!(!days.says("Week 1 ended"));
    let none = coordinator.get("/trail?from=2027-01-01").shown();
    none.must_say("Nothing like that happened.");
}

#[test]
fn a_long_trail_is_read_page_by_page_without_a_gap() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let browser = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&browser, "2026-03-25");
    world.at("2026-03-25 12:00");
    for turn in 0..70 {
        let outcome = ["succeeded", "failed"][turn % 2];
        assert_eq!(reports(&browser, &one, outcome).status, 303);
    }
    let coordinator = world.sign_in(&sprint.coordinator);
    let (mut path, mut reported) = ("/trail?kind=move_reported".to_owned(), 0);
    loop {
        let page = coordinator.get(&path).shown();
        reported += page.html.matches("<li><time>").count();
        let older = page.link("/trail?as=coordinator&#38;kind=move_reported&#38;before=");
        match older {
            Some(older) if page.says("Show older") => path = older,
            _ => break,
        }
    }
    assert_eq!(reported, 70);
}

#[test]
fn who_sits_in_a_group_does_not_read_its_trail_in_another_role() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    for person in [&sprint.coordinator, &sprint.data_owner] {
        world.seat(&cohort.id, person.clone());
        let browser = world.sign_in(person);
        assert_eq!(browser.get("/trail").status, 404);
        assert_eq!(browser.get("/trail.csv").status, 404);
        let path = format!("/trail?cohort={}", cohort.id);
        assert_eq!(browser.get(&path).status, 404);
    }
}

#[test]
fn an_administrator_reads_of_accounts_and_nothing_of_a_group() {
    let world = World::new();
    after_week_one(&world);
    let ingrid = world.administrator("Ingrid Halvorsen");
    let page = world.sign_in(&ingrid).get("/trail").shown();
    assert!(!page.says("reported a move"));
    assert!(!page.says("Week 1 closed"));
}

#[test]
fn leaders_and_sponsors_find_no_trail_and_nobody_reads_another_sprints() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let other = world.sprint("Sales");
    world.cohort(&other, "Sales A", "2026-03-23", &["Eva Lang"]);
    for person in [&sprint.sponsor, &cohort.leaders[0].person] {
        assert_eq!(world.sign_in(person).get("/trail").status, 404);
    }
    for person in [&other.coordinator, &other.data_owner] {
        let path = format!("/trail?cohort={}", cohort.id);
        assert_eq!(world.sign_in(person).get(&path).status, 404);
    }
}

#[test]
fn groups_of_two_zones_are_told_in_the_time_of_one_and_the_page_says_which() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let other = world.cohort(&sprint, "Operations B", "2026-03-23", &["Ana Reis"]);
    let priya = world.sign_in(&sprint.coordinator);
    let which = "Times at the side: Europe/Berlin.";
    assert!(!priya.get("/trail").shown().says(which), "there is one");
    let id = other.id.clone();
    world.write(move |conn| {
        conn.execute(
            "update cohorts set zone = 'Europe/Lisbon' where cohort_id = $1",
            &firstmove_kit::params![&id],
        )
    });
    priya.get("/trail").shown().must_say(which);
    for one in [&cohort, &other] {
        let alone = priya.get(&format!("/trail?cohort={}", one.id)).shown();
        assert!(!alone.says("Times at the side"));
    }
}

#[test]
fn only_what_a_trail_lists_can_be_looked_for_and_a_filter_that_is_not_understood_is_told() {
    let world = World::new();
    let (sprint, _) = after_week_one(&world);
    let ingrid = world.administrator("Ingrid Halvorsen");
    let admin = world.sign_in(&ingrid);
    let coordinator = world.sign_in(&sprint.coordinator);
    let owner = world.sign_in(&sprint.data_owner);
    let offers = |browser: &crate::browser::Browser, kind: &str| {
        let page = browser.get("/trail").shown();
        page.html.contains(&format!("<option value=\"{kind}\""))
    };
    for blind in ["move_judged", "feedback_rated", "help_used", "safety_said"] {
        for browser in [&admin, &coordinator, &owner] {
            assert!(!offers(browser, blind), "{blind}");
            browser
                .get(&format!("/trail?kind={blind}"))
                .came_back()
                .must_say("Blind answers are not listed one by one.");
        }
    }
    for (kind, who) in [
        ("move_reported", [false, true, true]),
        ("alert_opened", [false, true, false]),
        ("role_given", [true, true, true]),
        ("person_erased", [true, true, true]),
        ("signed_in", [true, false, false]),
        ("keeping_changed", [true, false, false]),
    ] {
        let found = [&admin, &coordinator, &owner].map(|browser| offers(browser, kind));
        assert_eq!(found, who, "{kind}");
    }
    for (filter, sentence) in [
        ("from=2026-02-30", "is not a date."),
        ("to=garbage", "is not a date."),
        ("kind=nonsense", "That is not listed here."),
        ("person=nobody", "Choose somebody from the list."),
        (
            "from=2026-04-02&to=2026-04-01",
            "The last day lies before the first.",
        ),
    ] {
        for path in ["/trail", "/trail.csv"] {
            let page = coordinator.get(&format!("{path}?{filter}")).came_back();
            page.must_say(sentence);
            assert!(!page.says("reported a move tried"), "{path}?{filter}");
            assert!(!page.says("Nothing like that happened."), "{path}?{filter}");
        }
    }
}
