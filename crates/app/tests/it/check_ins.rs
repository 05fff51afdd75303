//! Leaders report: three taps and a line, by page and by link, in time and late.

use firstmove::link::{self, Link, Purpose};
use firstmove::problem::Problem;
use firstmove_domain::id::ExperimentId;
use jiff::{SignedDuration, Timestamp};

use crate::moves::{plans, reports, reports_for, week_one};
use crate::sprint::Cohort;
use crate::world::World;

/// The link that a message would bring for a move, good for seven days.
fn link_to(world: &World, cohort: &Cohort, one: &str) -> String {
    link_until(
        world,
        cohort,
        one,
        world.app.now() + SignedDuration::from_hours(7 * 24),
    )
}

fn link_until(world: &World, cohort: &Cohort, one: &str, expires: Timestamp) -> String {
    let experiment: ExperimentId = one.rsplit('/').next().unwrap().parse().unwrap();
    let link = Link {
        cohort: cohort.id.parse().unwrap(),
        about: experiment,
        expires,
    };
    let token = link::make(&world.app.signing_key, Purpose::Report, &link);
    format!("/m/{token}")
}

#[test]
fn hannah_reports_with_three_taps_and_a_line() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    world.at("2026-03-25 12:00");
    let sent = reports(&hannah, &one, "succeeded");
    assert!(sent.location().starts_with("/home?sent="));
    let home = hannah.get(&sent.location()).shown();
    home.must_say("Thanks, Hannah");
    home.must_say("Next is the session on Monday 30 March, 10:00");
    home.must_say("You can change this until Wednesday 1 April, midnight");
    let maya = world.sign_in(&cohort.leaders[1].person);
    maya.get("/peers")
        .shown()
        .must_say("She found a faster order");
}

#[test]
fn a_report_without_an_answer_comes_back_with_the_line_that_was_typed() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    let line = [("line", "It went better than I feared, really")];
    let answer = hannah.post(&format!("{one}/report"), &line);
    assert_eq!(answer.status, 422);
    assert!(answer.says("Say whether you tried it"));
    assert!(answer.says("better than I feared"));
    assert_eq!(world.number("select count(*) as n from reports"), 0);
}

#[test]
fn a_short_line_is_asked_about_once_and_then_taken() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    let path = format!("{one}/report");
    let short = [("tried", "yes"), ("outcome", "failed"), ("line", "No luck")];
    let asked = hannah.post(&path, &short);
    assert_eq!(asked.status, 422);
    assert!(
        asked
            .html
            .contains(r#"name="short_line_asked" value="yes""#),
        "{}",
        asked.html
    );
    let again = [short.as_slice(), &[("short_line_asked", "yes")]].concat();
    assert_eq!(hannah.post(&path, &again).status, 303);
}

#[test]
fn the_same_form_sent_twice_is_one_report_and_another_form_is_a_change() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    let path = format!("{one}/report");
    let form = [
        ("tried", "yes"),
        ("outcome", "partially"),
        ("line", "Two of three agreed to it."),
        ("sent_key", "abc"),
    ];
    assert_eq!(hannah.post(&path, &form).status, 303);
    assert_eq!(hannah.post(&path, &form).status, 303);
    assert_eq!(world.number("select count(*) as n from reports"), 1);
    // another form, or the same one to which somebody went back and changed it
    for (sent_key, line, revision) in [
        ("abd", "All three agreed in the end.", 2),
        ("abd", "All four agreed in the end.", 3),
        ("abd", "All four agreed in the end.", 3),
        ("abc", "Five of them agreed in the end.", 4),
    ] {
        let form = [
            ("tried", "yes"),
            ("outcome", "succeeded"),
            ("line", line),
            ("sent_key", sent_key),
        ];
        assert_eq!(hannah.post(&path, &form).status, 303);
        let newest = world.number("select max(revision) as n from reports");
        assert_eq!(newest, revision, "{line}");
        hannah.get(&one).shown().must_say(line);
    }
    // what is on its way a second time does not come back over what was said since
    assert_eq!(hannah.post(&path, &form).status, 303);
    assert_eq!(world.number("select max(revision) as n from reports"), 4);
}

#[test]
fn a_day_to_come_is_refused_and_so_is_one_before_the_sprint() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    assert_eq!(
        reports_for(&hannah, &one, "succeeded", "2026-03-24").status,
        422
    );
    assert_eq!(
        reports_for(&hannah, &one, "succeeded", "2026-03-22").status,
        422
    );
    assert_eq!(
        reports_for(&hannah, &one, "succeeded", "2026-03-23").status,
        303
    );
}

#[test]
fn too_early_to_tell_is_asked_again_on_its_day() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    hannah.post(
        &format!("{one}/criteria"),
        &[("criteria", "Three briefs in a row"), ("due", "2026-04-08")],
    );
    world.at("2026-03-25 12:00");
    assert_eq!(reports(&hannah, &one, "too_early").status, 303);
    world.at("2026-04-07 12:00");
    assert!(!hannah.get("/home").shown().says("Did you try it?"));
    world.at("2026-04-08 12:00");
    hannah.get("/home").shown().must_say("Did you try it?");
    assert_eq!(
        reports_for(&hannah, &one, "succeeded", "2026-03-25").status,
        303
    );
}

#[test]
fn a_late_report_counts_once_a_peer_and_the_coordinator_say_so() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    // clocks went forward: week 1 closes when Wednesday 1 April ends in Berlin
    world.at("2026-04-02 00:00");
    hannah.get(&one).shown().must_say("Week 1 has closed");
    let late = reports_for(&hannah, &one, "succeeded", "2026-03-25");
    hannah
        .get(&late.location())
        .shown()
        .must_say("One peer confirms this with a tap");
    let report: String =
        world.write(|conn| conn.one("select id from reports", &[])?.unwrap().get("id"));
    let confirm = format!("/reports/{report}/confirm");
    assert_eq!(
        hannah.post(&confirm, &[]).status,
        409,
        "nobody confirms their own"
    );
    assert_eq!(
        world
            .sign_in(&sprint.coordinator)
            .post(&confirm, &[])
            .status,
        404
    );
    let maya = world.sign_in(&cohort.leaders[1].person);
    maya.get("/home").shown().must_say("Yes, this happened");
    assert_eq!(maya.post(&confirm, &[]).status, 303);
    assert!(!maya.get("/home").shown().says("Yes, this happened"));
    assert_eq!(maya.post(&confirm, &[]).status, 409, "once is enough");
    let waiting =
        "select count(*) as n from reports where confirmed_at is not null and accepted_at is null";
    assert_eq!(world.number(waiting), 1);
}

#[test]
fn up_to_the_last_second_of_wednesday_a_report_is_in_time() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    world.at("2026-04-01 23:59:59");
    reports_for(&hannah, &one, "succeeded", "2026-03-25");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'confirmation_asked'"),
        0
    );
    world.at("2026-04-02 00:00");
    reports_for(&hannah, &one, "partially", "2026-03-25");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'confirmation_asked'"),
        0,
        "downward is taken at once"
    );
    reports_for(&hannah, &one, "succeeded", "2026-03-25");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'confirmation_asked'"),
        1,
        "upward is not"
    );
}

#[test]
fn the_link_reports_without_signing_in_and_does_nothing_else() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    let link = link_to(&world, &cohort, &one);
    world.at("2026-03-25 12:00");
    let phone = world.nobody();
    phone.get(&link).shown().must_say("Did you try it?");
    phone.send("HEAD", &link, &[], None);
    assert_eq!(
        world.number("select count(*) as n from reports"),
        0,
        "looking writes nothing"
    );
    let form = [
        ("tried", "yes"),
        ("outcome", "succeeded"),
        ("line", "Done by 10:40 without a call."),
    ];
    let sent = phone.post(&link, &form);
    assert_eq!(sent.location(), format!("{link}?sent=1"));
    assert_eq!(sent.header("set-cookie"), "", "a link signs nobody in");
    phone
        .get(&sent.location())
        .shown()
        .must_say("Thanks, Hannah");
    let seen = phone.get(&link).shown();
    seen.must_say("What you sent");
    let stop = seen.link_to("Stop these messages");
    let stop = &stop[stop.find("/stop/").expect("a path")..];
    phone.get(stop).shown().must_say("Stop these mails?");
    assert_eq!(phone.get("/home").status, 303);
    let again = [
        ("tried", "yes"),
        ("outcome", "partially"),
        ("line", "Nearly: one call at 10:50."),
    ];
    assert_eq!(phone.post(&link, &again).status, 303);
    assert_eq!(world.number("select max(revision) as n from reports"), 2);
}

#[test]
fn a_link_is_good_for_seven_days_or_until_its_week_closes_whichever_is_later() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    let early = link_until(&world, &cohort, &one, world.app.now());
    let week = link_to(&world, &cohort, &one);
    let phone = world.nobody();
    world.at("2026-04-01 23:59");
    phone.get(&early).shown().must_say("Did you try it?");
    world.at("2026-04-02 00:00");
    for run_out in [&early, &week] {
        let page = phone.get(run_out).shown();
        page.must_say("This link has run out");
        page.must_say("It worked until Wednesday 1 April");
        page.must_say("h***@example.org");
        assert!(!page.says("Hannah") && !page.says("stand at the back"));
        assert_eq!(phone.post(run_out, &[("tried", "no")]).status, 422);
    }
    let long = link_until(
        &world,
        &cohort,
        &one,
        world.app.now() + SignedDuration::from_hours(1),
    );
    phone.get(&long).shown().must_say("Week 1 has closed");
}

#[test]
fn a_link_that_was_not_made_here_opens_nothing() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let one = plans(&world.sign_in(&cohort.leaders[0].person), "2026-03-25");
    let link = link_to(&world, &cohort, &one);
    let mut forged = link.clone();
    forged.pop();
    for nothing in [forged.as_str(), "/m/x", "/m/a.b"] {
        assert_eq!(world.nobody().get(nothing).status, 404, "{nothing}");
        assert_eq!(world.nobody().post(nothing, &[("tried", "no")]).status, 404);
    }
    let unknown = link_to(&world, &cohort, &world.id());
    assert_eq!(world.nobody().get(&unknown).status, 404);
}

#[test]
fn the_coordinator_accepts_after_a_peer_and_then_the_final_number_holds_the_report() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    world.at("2026-04-02 00:00");
    reports_for(&hannah, &one, "succeeded", "2026-03-25");
    let report: String =
        world.write(|conn| conn.one("select id from reports", &[])?.unwrap().get("id"));
    let id = report.parse().unwrap();
    let accepts = |browser: &crate::browser::Browser| {
        let visitor = firstmove::actor::Visitor {
            token: browser.token().map(str::to_owned),
            ..Default::default()
        };
        world.wait(world.app.act(visitor, move |scene, actor| {
            firstmove::check_ins::confirming::accept(scene, actor, &id)
        }))
    };
    let priya = world.sign_in(&sprint.coordinator);
    let maya = world.sign_in(&cohort.leaders[1].person);
    assert!(
        matches!(accepts(&priya), Err(Problem::Refused(_))),
        "no peer has confirmed it"
    );
    assert!(
        matches!(accepts(&maya), Err(Problem::NotFound)),
        "a leader accepts nothing"
    );
    maya.post(&format!("/reports/{report}/confirm"), &[]);
    accepts(&priya).unwrap();
    assert!(matches!(accepts(&priya), Err(Problem::Refused(_))), "once");
    assert_eq!(
        world.number("select count(*) as n from events where kind = 'report_accepted'"),
        1
    );
    hannah.get("/home").shown().must_say("1 tried so far");
}
