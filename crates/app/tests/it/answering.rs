//! Peers answer a report, and everybody says how useful the feedback was.

use crate::browser::{Answer, Browser};
use crate::moves::{plan, plans, reports, send, week_one};
use crate::world::World;

#[test]
fn useful_to_me_is_a_switch_and_a_question_is_one_question() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let maya = world.sign_in(&cohort.leaders[1].person);
    let one = plans(&hannah, "2026-03-23");
    assert_eq!(
        maya.post(&format!("{one}/useful"), &[]).status,
        409,
        "there is no report yet"
    );
    reports(&hannah, &one, "succeeded");
    assert_eq!(
        hannah.post(&format!("{one}/useful"), &[]).status,
        409,
        "not one's own"
    );
    let useful = "select count(*) as n from reactions where useful_at is not null";
    maya.post(&format!("{one}/useful"), &[]);
    assert_eq!(world.number(useful), 1);
    maya.post(&format!("{one}/useful"), &[]);
    assert_eq!(world.number(useful), 0);
    // two taps on one button are one
    for (wanted, there) in [("yes", 1), ("no", 0)] {
        for _ in 0..2 {
            maya.post(&format!("{one}/useful"), &[("useful", wanted)]);
            assert_eq!(world.number(useful), there, "{wanted}");
        }
    }
    let ask = format!("{one}/question");
    assert_eq!(maya.post(&ask, &[("question", "??")]).status, 422);
    assert_eq!(
        maya.post(&ask, &[("question", "You should start earlier.")])
            .status,
        422
    );
    assert_eq!(
        maya.post(&ask, &[("question", "What did she say?")]).status,
        303
    );
    assert_eq!(
        maya.post(&ask, &[("question", "What did she do first?")])
            .status,
        303
    );
    assert_eq!(world.number("select count(*) as n from reactions"), 1);
    hannah.get(&one).shown().must_say("What did she do first?");
}

#[test]
fn the_feedback_of_a_session_is_rated_once_until_the_next_one_and_blind() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    assert_eq!(
        hannah.post("/feedback/1", &[("rating", "4")]).status,
        409,
        "the session is at ten"
    );
    world.at("2026-03-23 10:31");
    assert_eq!(hannah.post("/feedback/1", &[("rating", "6")]).status, 422);
    assert_eq!(hannah.post("/feedback/1", &[("rating", "4")]).status, 303);
    assert_eq!(hannah.post("/feedback/1", &[("rating", "5")]).status, 303);
    assert_eq!(world.number("select count(*) as n from ratings"), 1);
    hannah
        .get("/home")
        .shown()
        .must_say("You said 5: extremely useful");
    for other in [&cohort.leaders[1].person, &sprint.coordinator] {
        assert!(!world.sign_in(other).get("/peers").says("extremely useful."));
    }
    let traces =
        "select count(*) as n from events where kind = 'feedback_rated' and actor_id is not null";
    assert_eq!(world.number(traces), 0);
    world.at("2026-03-30 10:00");
    assert_eq!(hannah.post("/feedback/1", &[("rating", "3")]).status, 409);
}

/// The same request eight times at once; all must be told that it was done.
fn at_once(what: impl Fn(usize) -> Answer + Sync) {
    std::thread::scope(|scope| {
        for number in 0..8 {
            let what = &what;
            scope.spawn(move || what(number).location());
        }
    });
}

#[test]
fn what_is_sent_several_times_at_once_is_one_deed() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let maya: Browser = world.sign_in(&cohort.leaders[1].person);
    let mut fields = plan("2026-03-23");
    fields.push(("id", world.id()));
    at_once(|_| send(&hannah, "/moves/new", &fields));
    assert_eq!(world.number("select count(*) as n from experiments"), 1);
    let one = hannah.get("/moves").shown().link("/moves/0").unwrap();
    let report = |line: &str, key: &str| {
        let fields = [
            ("tried", "yes"),
            ("outcome", "partially"),
            ("line", line),
            ("sent_key", key),
        ];
        hannah.post(&format!("{one}/report"), &fields)
    };
    at_once(|_| report("She ran the brief alone today.", "one"));
    assert_eq!(world.number("select count(*) as n from reports"), 1);
    // eight different forms are eight revisions, each told of once
    at_once(|number| {
        report(
            &format!("She ran the brief, {number}."),
            &format!("key {number}"),
        )
    });
    let told = "select count(*) as n from reports";
    assert_eq!(world.number(told), 9);
    assert_eq!(world.number("select max(revision) as n from reports"), 9);
    at_once(|_| maya.post(&format!("{one}/useful"), &[("useful", "yes")]));
    at_once(|_| {
        maya.post(
            &format!("{one}/question"),
            &[("question", "What did she say?")],
        )
    });
    let useful = "select count(*) as n from reactions where useful_at is not null";
    assert_eq!(world.number(useful), 1);
    assert_eq!(world.number("select count(*) as n from reactions"), 1);
    world.at("2026-03-23 10:31");
    at_once(|_| hannah.post("/feedback/1", &[("rating", "4")]));
    assert_eq!(world.number("select count(*) as n from ratings"), 1);
}
