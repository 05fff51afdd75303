//! Leaders plan: what a plan needs, what is locked, what waits, what is carried over.

use crate::moves::{plan, plans, reports, reports_for, send, skips, week_one};
use crate::world::World;

#[test]
fn hannah_plans_a_move_and_it_is_on_her_home_page() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    hannah
        .get("/")
        .shown()
        .must_say("No move yet for this week");
    let one = plans(&hannah, "2026-03-25");
    hannah.get("/").shown().must_say("Then I stand at the back");
    hannah.get(&one).shown().must_say("Three briefs in a row");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'move_planned'"),
        1
    );
}

#[test]
fn a_plan_without_a_measure_comes_back_with_everything_that_was_typed() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let fields: Vec<_> = plan("2026-03-25")
        .into_iter()
        .filter(|(name, _)| *name != "criteria")
        .collect();
    let answer = send(&hannah, "/moves/new", &fields);
    assert_eq!(answer.status, 422);
    assert!(
        answer.says("somebody else could see or count"),
        "{}",
        answer.html
    );
    assert!(answer.says("Then I stand at the back"));
    assert_eq!(world.number("select count(*) as n from experiments"), 0);
}

#[test]
fn an_empty_plan_shows_an_example_beside_each_field_and_a_filled_field_none() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let examples = |path: &str| hannah.get(path).shown().html.matches("Such as: ").count();
    assert_eq!(examples("/moves/new"), 5);
    let taken = examples("/moves/new?from=delegation-list");
    assert_eq!(taken, 1, "with whom is the leader's own to say");
}

#[test]
fn the_same_plan_sent_twice_is_one_move() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let mut fields = plan("2026-03-25");
    fields.push(("id", world.id()));
    let first = send(&hannah, "/moves/new", &fields);
    let second = send(&hannah, "/moves/new", &fields);
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(world.number("select count(*) as n from experiments"), 1);
    // who goes back and changes it learns that it was not changed, and where to do so
    let fallback = fields.iter_mut().find(|(name, _)| *name == "fallback");
    fallback.unwrap().1 = "say so at once".to_owned();
    let changed = send(&hannah, "/moves/new", &fields);
    assert_eq!(changed.status, 409);
    changed.must_say("This plan was saved before");
}

#[test]
fn somebody_elses_id_makes_no_move_and_shows_none() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    let maya = world.sign_in(&cohort.leaders[1].person);
    let mut fields = plan("2026-03-25");
    fields.push(("id", one.rsplit('/').next().unwrap().to_owned()));
    assert_eq!(send(&maya, "/moves/new", &fields).status, 404);
    assert_eq!(maya.get(&one).status, 200, "a peer reads it");
    assert_eq!(
        maya.get(&format!("{one}/edit")).status,
        404,
        "and does not change it"
    );
    assert_eq!(reports(&maya, &one, "succeeded").status, 404);
}

#[test]
fn who_is_not_of_the_cohort_finds_no_move_whatever_they_are() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let other = world.cohort(&sprint, "Operations B", "2026-03-23", &["Ana Costa"]);
    let one = plans(&world.sign_in(&cohort.leaders[0].person), "2026-03-25");
    for person in [
        &other.leaders[0].person,
        &sprint.sponsor,
        &sprint.data_owner,
    ] {
        let answer = world.sign_in(person).get(&one);
        assert_eq!(answer.status, 404, "{}", person.name);
        assert!(!answer.says("stand at the back"));
    }
    assert_eq!(world.sign_in(&sprint.coordinator).get(&one).status, 200);
    assert_eq!(world.nobody().get(&one).status, 303);
    let elsewhere = world.sprint("Another");
    assert_eq!(world.sign_in(&elsewhere.coordinator).get(&one).status, 404);
}

#[test]
fn a_second_move_waits_in_line_until_the_first_is_reported() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let first = plans(&hannah, "2026-03-25");
    let second = plans(&hannah, "2026-03-26");
    assert_eq!(
        world.number("select count(*) as n from experiments where state = 'queued'"),
        1
    );
    assert_eq!(hannah.post(&format!("{second}/take-up"), &[]).status, 409);
    world.at("2026-03-25 12:00");
    assert_eq!(reports(&hannah, &first, "succeeded").status, 303);
    assert_eq!(hannah.post(&format!("{second}/take-up"), &[]).status, 303);
    assert_eq!(
        world.number("select count(*) as n from experiments where state = 'planned'"),
        1
    );
    assert_eq!(
        reports_for(&hannah, &second, "failed", "2026-03-25").status,
        303
    );
    assert_eq!(
        world.number("select count(*) as n from experiments where state = 'reported'"),
        2
    );
}

#[test]
fn a_locked_measure_changes_in_sight_of_everybody_and_is_counted() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    let mut fields = plan("2026-03-26");
    fields.push(("criteria", "anything at all".to_owned()));
    fields.retain(|(name, value)| *name != "criteria" || value == "anything at all");
    assert_eq!(send(&hannah, &format!("{one}/edit"), &fields).status, 303);
    assert_eq!(
        world.number("select count(*) as n from criteria_changes"),
        0
    );
    let change = [
        ("criteria", "Two briefs without a question"),
        ("due", "2026-03-27"),
    ];
    assert_eq!(hannah.post(&format!("{one}/criteria"), &change).status, 303);
    assert_eq!(
        hannah.post(&format!("{one}/criteria"), &change).status,
        303,
        "the same again is no change"
    );
    assert_eq!(
        world.number("select count(*) as n from criteria_changes"),
        1
    );
    let maya = world.sign_in(&cohort.leaders[1].person);
    let seen = maya.get(&one);
    assert!(seen.says("Three briefs in a row") && seen.says("Two briefs without a question"));
    assert!(seen.says("Changed 1 time"));
    assert_eq!(
        hannah
            .post(&format!("{one}/criteria"), &[("criteria", ""), ("due", "")])
            .status,
        422
    );
}

#[test]
fn not_this_week_brings_the_same_move_again_next_week_and_keeps_what_was_said() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    world.at("2026-03-26 12:00");
    assert_eq!(skips(&hannah, &one, "same").status, 303);
    assert_eq!(world.number("select week as n from experiments"), 2);
    assert_eq!(world.number("select carried_from as n from experiments"), 1);
    assert_eq!(world.number("select week as n from reports"), 1);
    hannah.get("/").shown().must_say("Not this week");
    world.at("2026-04-01 18:00");
    hannah.get("/").shown().must_say("Did you try it?");
    assert_eq!(reports(&hannah, &one, "succeeded").status, 303);
    assert_eq!(world.number("select count(*) as n from experiments"), 1);
}

#[test]
fn make_it_smaller_leads_to_a_plan_with_the_ten_minute_version() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    world.at("2026-03-26 12:00");
    let answer = skips(&hannah, &one, "smaller");
    assert!(answer.location().starts_with("/moves/new?smaller_of="));
    hannah
        .get(&answer.location())
        .shown()
        .must_say("For ten minutes, with one person");
}

#[test]
fn a_move_that_was_done_a_week_later_belongs_to_that_week_and_keeps_its_id() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    // the clocks went forward on Sunday; week 1 is open until Wednesday night
    world.at("2026-03-31 09:00");
    let home = hannah.get("/home").shown();
    home.must_say("Your move of week 1");
    home.must_say("Week 1 is open until Wednesday 1 April, midnight");
    assert_eq!(
        reports_for(&hannah, &one, "partially", "2026-03-30").status,
        303
    );
    assert_eq!(world.number("select week as n from experiments"), 2);
    assert_eq!(world.number("select carried_from as n from experiments"), 1);
}

#[test]
fn nobody_plans_for_a_closed_week_or_a_pause_or_after_the_end() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    world.at("2026-04-06 09:00");
    for (day, sentence) in [
        (
            "2026-03-25",
            "Week 1 is closed. Choose a day from Monday 30 March on.",
        ),
        ("2026-03-01", "The sprint starts on"),
        ("2026-07-01", "The sprint ends on"),
        ("2026-02-30", "is not a date"),
    ] {
        let answer = send(&hannah, "/moves/new", &plan(day));
        assert_eq!(answer.status, 422, "{day}");
        assert!(answer.says(sentence), "{day}: {}", answer.html);
    }
    // the day that the sentence names is taken, though it has passed: its week is open
    plans(&hannah, "2026-03-30");
}

#[test]
fn a_dropped_move_is_gone_from_home_and_cannot_be_reported() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    assert_eq!(hannah.post(&format!("{one}/drop"), &[]).status, 303);
    hannah
        .get("/")
        .shown()
        .must_say("No move yet for this week");
    world.at("2026-03-25 19:00");
    assert_eq!(reports(&hannah, &one, "succeeded").status, 409);
}

#[test]
fn the_library_says_how_often_a_move_was_tried_once_somebody_tried_it() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let first = firstmove_domain::skill::skill("delegation").unwrap().moves[0];
    let library = hannah.get("/library?skill=delegation").shown();
    library.must_say(first.title);
    assert!(!library.says("Tried once"));
    hannah
        .get(&format!("/moves/new?from={}", first.key))
        .shown()
        .must_say("From the library");
    let mut fields = plan("2026-03-23");
    fields.push(("library_move", first.key.to_owned()));
    let place = send(&hannah, "/moves/new", &fields);
    let one = place.location().split('?').next().unwrap().to_owned();
    assert_eq!(reports(&hannah, &one, "succeeded").status, 303);
    hannah
        .get("/library?skill=delegation")
        .shown()
        .must_say("Tried once here, met once");
}

#[test]
fn who_has_left_the_company_reads_their_own_moves_and_no_more() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let maya = world.sign_in(&cohort.leaders[1].person);
    let own = plans(&hannah, "2026-03-25");
    let other = plans(&maya, "2026-03-25");
    let seat = cohort.leaders[0].seat.clone();
    let now = world.app.now().as_millisecond();
    world.write(move |conn| {
        conn.execute(
            "update seats set exit_at = $2, exit_kind = 'company', exit_recorded_at = $2 where id = $1",
            &firstmove_kit::params![&seat, now],
        )
    });
    assert_eq!(hannah.get(&own).status, 200);
    assert_eq!(hannah.get(&other).status, 404);
    assert!(!hannah.get("/peers").shown().says("stand at the back"));
    assert_eq!(send(&hannah, "/moves/new", &plan("2026-03-26")).status, 409);
}

#[test]
fn a_plan_is_looked_over_before_it_is_locked_and_what_is_warned_about_never_blocks() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let mut fields = plan("2026-03-25");
    fields.push(("check", "1".to_owned()));
    let looked = send(&hannah, "/moves/new", &fields).came_back();
    looked.must_say("No date yet");
    looked.must_say("of 4 checks. Only you see them.");
    assert_eq!(world.number("select count(*) as n from experiments"), 0);
    let one = plans(&hannah, "2026-03-25");
    hannah.get(&one).shown().must_say("No date yet");
    let maya = world.sign_in(&cohort.leaders[1].person).get(&one).shown();
    assert!(!maya.says("of 4 checks"), "the checks are the author's own");
}

#[test]
fn the_smaller_version_takes_the_place_of_the_action_and_keeps_the_rest() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let mut fields = plan("2026-03-25");
    fields.retain(|(name, _)| *name != "alone");
    fields.extend([("alone", "ask".to_owned()), ("smaller", "1".to_owned())]);
    let smaller = send(&hannah, "/moves/new", &fields).came_back();
    smaller.must_say("For ten minutes, with one person");
    assert!(
        smaller
            .html
            .contains("Karim, at the start of the early shift")
    );
}
