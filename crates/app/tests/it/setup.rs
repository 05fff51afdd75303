//! The first hour: Priya opens the link from the terminal and has a sprint.

use firstmove::starting;

use crate::browser::Browser;
use crate::world::World;

const PEOPLE: &str = "Maya Okafor, maya@riverbank.example, Fulfilment\nTom Brandt, tom@riverbank.example, Returns\n\
    Aisha Rahman\taisha@riverbank.example\nLuis Ortega; luis@riverbank.example; Transport\n\
    Hannah Weiss <hannah@riverbank.example>\nDev Patel, dev@riverbank.example, Planning";

fn link(world: &World) -> String {
    let link = world.wait(starting::set_up_link(&world.app)).unwrap();
    link.unwrap().replace(&world.app.url, "")
}

fn form<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "Priya Nair"),
        ("mail", "Priya@riverbank.example"),
        ("organisation", "Riverbank"),
        ("zone", "America/New_York"),
        ("sprint_name", "Operations, spring"),
        ("cohort_name", "Operations A"),
        ("people", PEOPLE),
        ("start", "2026-03-30"),
        ("session_weekday", "1"),
        ("session_time", "10:30"),
        ("grace_days", ""),
        ("skill", "delegation"),
        ("priority", "Decisions where the work is"),
        ("metric", "Cycle time of an order"),
        ("second_skill", ""),
        ("sponsor_name", "Elena Duarte"),
        ("sponsor_mail", "elena@riverbank.example"),
    ];
    for (field, value) in changed {
        fields.retain(|(name, _)| name != field);
        fields.push((field, value));
    }
    fields
}

#[test]
fn priya_sets_up_a_sprint_and_is_signed_in() {
    let world = World::new();
    let link = link(&world);
    let page = world.nobody().get(&link).shown();
    page.must_say("Set up your first sprint");
    assert!(
        page.html.contains("value=\"2026-03-30\""),
        "next Monday is offered"
    );
    let done = world.nobody().post(&link, &form(&[]));
    assert_eq!(done.location(), "/");
    let cookie = done.header("set-cookie").to_owned();
    let token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let priya = Browser::new(&world.app.url, Some(token));
    let today = priya.get("/").shown();
    today.must_say("Operations A");
    for (sql, expected) in [
        ("select count(*) as n from people", 8),
        ("select count(*) as n from seats", 6),
        ("select count(*) as n from administrators", 1),
        (
            "select count(*) as n from sprint_roles where role = 'coordinator'",
            1,
        ),
        (
            "select count(*) as n from sprint_roles where role = 'sponsor'",
            1,
        ),
        (
            "select count(*) as n from sprint_skills where metric = 'Cycle time of an order'",
            1,
        ),
        (
            "select count(*) as n from cohorts where zone = 'America/New_York' and grace_days = 3",
            1,
        ),
        ("select count(*) as n from events where kind = 'joined'", 6),
        (
            "select count(*) as n from events where kind = 'sprint_set_up' and actor_id is not null",
            1,
        ),
    ] {
        assert_eq!(world.number(sql), expected, "{sql}");
    }
}

#[test]
fn a_group_that_meets_on_fridays_has_seven_days_of_grace() {
    let world = World::new();
    let link = link(&world);
    world
        .nobody()
        .post(&link, &form(&[("session_weekday", "5")]))
        .location();
    assert_eq!(world.number("select grace_days as n from cohorts"), 7);
}

#[test]
fn a_group_that_is_set_up_on_its_first_morning_has_its_first_week_whole() {
    let world = World::new();
    let link = link(&world);
    let today = [("start", "2026-03-23"), ("zone", "Europe/Berlin")];
    world.nobody().post(&link, &form(&today)).location();
    let midnight = crate::world::moment("2026-03-23 00:00").as_millisecond();
    assert_eq!(
        world.number("select min(joined_at) as n from seats"),
        midnight
    );
    assert_eq!(
        world.number("select min(join_recorded_at) as n from seats"),
        world.app.now().as_millisecond()
    );
}

#[test]
fn nobody_else_finds_the_page() {
    let world = World::new();
    let link = link(&world);
    let (nobody, wrong) = (world.nobody(), "/setup/abcdefgh");
    assert_eq!(nobody.get(wrong).status, 404);
    assert_eq!(nobody.post(wrong, &form(&[])).status, 404);
    assert_eq!(world.number("select count(*) as n from people"), 0);
    world.person("Somebody Else");
    assert_eq!(nobody.get(&link).status, 404, "an account exists");
    assert_eq!(nobody.post(&link, &form(&[])).status, 404);
    assert_eq!(world.number("select count(*) as n from people"), 1);
}

#[test]
fn the_link_of_an_earlier_start_is_worth_nothing() {
    let world = World::new();
    let (old, new) = (link(&world), link(&world));
    assert_eq!(world.nobody().get(&old).status, 404);
    world.nobody().get(&new).shown();
}

#[test]
fn every_fault_comes_back_at_once_with_what_was_typed() {
    let world = World::new();
    let link = link(&world);
    let wrong = [
        ("name", ""),
        ("mail", "priya at riverbank"),
        ("zone", "Middle/Earth"),
        ("start", "soon"),
        ("session_time", "ten"),
        ("skill", "juggling"),
        ("second_metric", "Team NPS"),
        ("sponsor_mail", ""),
        (
            "people",
            "Maya Okafor, maya@riverbank.example\nJonas Meyer, jonas.riverbank.example\nElena",
        ),
    ];
    let page = world.nobody().post(&link, &form(&wrong)).came_back();
    for sentence in [
        "The name is missing",
        "The address has no @",
        "Choose a time zone such as Europe/Berlin",
        "is not a date",
        "Write the time like 10:00",
        "Choose a skill from the list",
        "Choose the second skill",
        "The mail address is missing",
        "2 lines cannot be used",
        "Line 2: The address has no @",
        "Line 3: The mail address is missing",
    ] {
        page.must_say(sentence);
    }
    for typed in [
        "priya at riverbank",
        "Middle/Earth",
        "Team NPS",
        "jonas.riverbank.example",
    ] {
        assert!(page.html.contains(typed), "{typed} is still there");
    }
    assert_eq!(
        world.number("select count(*) as n from people"),
        0,
        "all or nothing"
    );
    world.nobody().post(&link, &form(&[])).location();
}

#[test]
fn whoever_runs_the_sprint_or_reads_its_numbers_sits_in_no_group() {
    let world = World::new();
    let link = link(&world);
    let lines = format!("{PEOPLE}\nPriya, priya@riverbank.example\nElena, ELENA@riverbank.example");
    let page = world
        .nobody()
        .post(&link, &form(&[("people", &lines)]))
        .came_back();
    page.must_say("Line 7: Whoever runs the sprint or reads its numbers sits in no group");
    page.must_say("Line 8: Whoever runs the sprint or reads its numbers sits in no group");
}

#[test]
fn two_who_send_the_form_at_once_make_one_account() {
    let world = World::new();
    let link = link(&world);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..4)
            .map(|number| {
                let (world, link) = (&world, &link);
                scope.spawn(move || {
                    let mail = format!("priya{number}@riverbank.example");
                    world.nobody().post(link, &form(&[("mail", &mail)])).status
                })
            })
            .collect();
        senders
            .into_iter()
            .map(|sender| sender.join().unwrap())
            .collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 303).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 404).count(),
        3,
        "{statuses:?}"
    );
    assert_eq!(world.number("select count(*) as n from administrators"), 1);
    assert_eq!(world.number("select count(*) as n from sprints"), 1);
    assert_eq!(world.number("select count(*) as n from people"), 8);
}
