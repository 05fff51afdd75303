//! A data owner sets a row right with a reason, and signs a sentence beside a number that is final.

use crate::sponsor::after_week_one;
use crate::world::World;

const REASON: &str = "The shift plan shows that he was on leave that week.";

/// The row of somebody who has not reported, as the data owner finds it.
fn silent(
    world: &World,
    owner: &crate::browser::Browser,
    cohort: &crate::sprint::Cohort,
) -> String {
    let seat = &cohort.leaders[5].seat;
    let path = format!("/data/rows/{seat}");
    assert!(owner.get("/data").shown().html.contains(&path));
    assert!(
        !owner
            .get(&path)
            .shown()
            .says(&cohort.leaders[5].person.name)
    );
    let _ = world;
    path
}

#[test]
fn a_week_is_excused_afterwards_and_the_closed_number_stays() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let owner = world.sign_in(&sprint.data_owner);
    let row = silent(&world, &owner, &cohort);
    let page = owner.get("/data").shown();
    page.must_say("Move rate 4 of 6 4 of 6");
    let form = owner.get(&format!("{row}?what=excused")).shown();
    form.must_say("A week should be excused");
    let sent = [("what", "excused"), ("week", "1"), ("reason", REASON)];
    assert_eq!(
        owner.post(&row, &sent).location(),
        format!("{row}?done=corrected")
    );
    owner
        .get("/data")
        .shown()
        .must_say("Move rate 4 of 6 4 of 5");
    let page = owner.get(&row).shown();
    page.must_say("1 not tried excused");
    page.must_say("set right: week 1 is excused.")
        .must_say(REASON);
    // the leader and the coordinator read the reason, the peers do not
    let leader = world.sign_in(&cohort.leaders[5].person);
    leader.get("/moves").shown().must_say(REASON);
    let coordinator = world.sign_in(&sprint.coordinator);
    let about = format!("/people/{}", cohort.leaders[5].seat);
    coordinator.get(&about).shown().must_say(REASON);
    let peer = world.sign_in(&cohort.leaders[0].person);
    assert!(!peer.get("/moves").shown().says(REASON));
    // the same once more changes nothing and says so
    owner
        .post(&row, &sent)
        .came_back()
        .must_say("It stands so already");
    assert_eq!(world.number("select count(*) as n from corrections"), 1);
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'corrected'"),
        1
    );
}

#[test]
fn a_report_is_set_right_by_its_week_and_never_by_its_words() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let owner = world.sign_in(&sprint.data_owner);
    let row = format!("/data/rows/{}", cohort.leaders[0].seat);
    let form = owner.get(&format!("{row}?what=tried")).shown();
    form.must_say("For week 1: tried on 24 March, met");
    let at = form.html.find("For week 1").unwrap();
    let id = form.html[..at].rsplit("value=\"").next().unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    for (field, value, sentence) in [
        ("reason", "", "Say why this is corrected."),
        (
            "day",
            "2025-01-01",
            "That day lies outside the sprint or is still to come.",
        ),
        (
            "day",
            "yesterday",
            "is not a date. Write it like 2026-10-15.",
        ),
        ("outcome", "", "Choose how it went."),
        ("experiment", "", "Choose the move."),
        (
            "experiment",
            "00000000-0000-7000-8000-000000000000",
            "Choose the move.",
        ),
    ] {
        let sent = [
            ("what", "tried"),
            ("experiment", &id),
            ("day", "2026-03-25"),
            ("outcome", "failed"),
            ("reason", REASON),
        ];
        let sent: Vec<_> = sent
            .iter()
            .map(|(name, kept)| (*name, if *name == field { value } else { *kept }))
            .collect();
        let back = owner.post(&row, &sent).came_back();
        back.must_say(sentence);
        assert!(
            field == "reason" || back.says(REASON),
            "what was typed is still there"
        );
    }
    let sent = [
        ("what", "tried"),
        ("experiment", id.as_str()),
        ("day", "2026-03-25"),
        ("outcome", "failed"),
        ("reason", REASON),
    ];
    owner.post(&row, &sent).location();
    let page = owner.get("/data").shown();
    page.must_say("Success rate 4 of 4 3 of 4");
    assert!(!page.says("faster order"));
}

#[test]
fn after_the_final_close_nothing_is_set_right_and_an_erratum_stands_beside_the_number() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let owner = world.sign_in(&sprint.data_owner);
    let erratum = [
        ("cohort", cohort.id.as_str()),
        ("figure", "moves"),
        ("should_be", "5 of 6"),
        ("said", "One report came on paper and was never typed in."),
    ];
    owner
        .post("/data/errata", &erratum)
        .came_back()
        .must_say("These numbers are not final yet.");
    world.at("2026-07-06 09:00");
    let row = format!("/data/rows/{}", cohort.leaders[5].seat);
    owner
        .get(&row)
        .shown()
        .must_say("The numbers of this sprint are final.");
    let sent = [("what", "excused"), ("week", "1"), ("reason", REASON)];
    owner
        .post(&row, &sent)
        .came_back()
        .must_say("The numbers of this sprint are final.");
    for wrong in [("said", ""), ("should_be", ""), ("figure", "luck")] {
        let mut sent = erratum.to_vec();
        sent.retain(|(name, _)| *name != wrong.0);
        sent.push(wrong);
        owner.post("/data/errata", &sent).came_back();
    }
    for _ in 0..2 {
        owner.post("/data/errata", &erratum).location();
    }
    assert_eq!(world.number("select count(*) as n from errata"), 1);
    for person in [&sprint.data_owner, &sprint.coordinator] {
        let page = world.sign_in(person).get("/results").shown();
        page.must_say("it should be 5 of 6. One report came on paper and was never typed in.");
    }
    world
        .sign_in(&sprint.coordinator)
        .get("/")
        .shown()
        .must_say("it should be 5 of 6.");
    let sponsor = world.sign_in(&sprint.sponsor);
    sponsor
        .get("/sponsor")
        .shown()
        .must_say("it should be 5 of 6.");
    // over several groups it is said where it stands
    let names = ["Nora Jensen", "Ravi Rao", "Ines Costa", "Ada Li", "Bo Berg"];
    world.cohort(&sprint, "Operations B", "2026-03-23", &names);
    sponsor.get("/sponsor").shown().must_say(
        "A number of Operations A has an erratum, which stands beside that group\u{2019}s own numbers.",
    );
}

#[test]
fn nobody_sets_a_row_of_their_own_group_right() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let row = format!("/data/rows/{}", cohort.leaders[5].seat);
    let sent = [("what", "excused"), ("week", "1"), ("reason", REASON)];
    for person in [
        &sprint.coordinator,
        &sprint.sponsor,
        &cohort.leaders[5].person,
    ] {
        assert_eq!(world.sign_in(person).post(&row, &sent).status, 404);
    }
    let elsewhere = world.sprint("Finance");
    assert_eq!(
        world
            .sign_in(&elsewhere.data_owner)
            .post(&row, &sent)
            .status,
        404
    );
    assert_eq!(world.number("select count(*) as n from corrections"), 0);
}
