//! Results: the numbers of one group and of all, who may open them, and the rows that they are the sum of.

use firstmove::cohorts::histories;
use firstmove_domain::kpi;
use firstmove_domain::status::{Line, View, statuses};

use crate::moves::{plans, rate, reports, week_one};
use crate::sprint::Cohort;
use crate::world::World;

/// Five of six try a move in week 1: three meet their mark, one partly, one does not.
fn week_of_five(world: &World, cohort: &Cohort) {
    let outcomes = ["succeeded", "succeeded", "succeeded", "partially", "failed"];
    let planned: Vec<_> = cohort
        .leaders
        .iter()
        .zip(outcomes)
        .map(|(leader, outcome)| {
            let browser = world.sign_in(&leader.person);
            let one = plans(&browser, "2026-03-24");
            (browser, one, outcome)
        })
        .collect();
    world.at("2026-03-25 09:00");
    for (browser, one, outcome) in planned {
        assert_eq!(reports(&browser, &one, outcome).status, 303);
    }
}

fn lines(world: &World, cohort: &Cohort, view: View) -> Vec<Line> {
    let (id, now) = (cohort.id.clone(), world.app.now());
    let read = move |conn: &mut firstmove_kit::db::Conn<'_>| {
        let id = id.parse().unwrap();
        let calendar = firstmove::cohorts::store::get(conn, &id)?.unwrap().calendar;
        Ok(histories::load(conn, &id)?
            .iter()
            .map(|seat| statuses(&calendar, seat, view, now))
            .collect())
    };
    world
        .app
        .db
        .read_now::<Vec<Line>, firstmove_kit::db::DbError>(read)
        .unwrap()
}

#[test]
fn before_week_1_closes_there_are_no_numbers() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    week_of_five(&world, &cohort);
    let page = world.sign_in(&sprint.coordinator).get("/results").shown();
    page.must_say("Numbers start after week 1.");
    assert!(!page.says("5 of 6"));
}

#[test]
fn the_numbers_on_the_page_are_those_of_the_practice() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    week_of_five(&world, &cohort);
    world.at("2026-04-02 09:00");
    let page = world
        .sign_in(&sprint.coordinator)
        .get(&format!("/results?cohort={}", cohort.id))
        .shown();
    let rate = kpi::move_rate(&lines(&world, &cohort, View::Final));
    assert_eq!((rate.attempted, rate.eligible), (5, 6));
    // 6 chances are too few for a percentage
    page.must_say("5 of 6 chances were taken.");
    assert!(!page.says("83%"));
    let success = kpi::success(&lines(&world, &cohort, View::Final));
    assert_eq!((success.succeeded, success.resolved), (3, 5));
    page.must_say("3 of 5 met the mark set beforehand.");
    page.must_say("excludes people who withdrew");
    page.must_say("The trend is tested at the week-12 review.");
    // nobody has rated a session
    page.must_say("No data yet");
}

#[test]
fn what_was_checked_stands_beside_the_headline_and_is_flagged_where_it_is_little() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    week_of_five(&world, &cohort);
    world.at("2026-04-02 09:00");
    let rates = |world: &World| {
        let read = |view| lines(world, &cohort, view);
        kpi::move_rates(&read(View::Closed), &read(View::Final))
    };
    let pages = || {
        let results = world.sign_in(&sprint.coordinator).get("/results").shown();
        let sponsor = world.sign_in(&sprint.sponsor).get("/sponsor").shown();
        let slides = world.sign_in(&sprint.sponsor).get("/slides").shown();
        (results, sponsor, slides)
    };
    let before = rates(&world);
    assert!(before.little_verified());
    let (results, sponsor, slides) = pages();
    let share = before.verified_share.fraction();
    results.must_say(&format!("{share} of the moves have more behind them"));
    results.must_say("Fewer than half of the moves were confirmed by others");
    assert_eq!(share, "0 of 5");
    for page in [&sponsor, &slides] {
        page.must_say("Leaders made 5 moves in these 5 weeks. None was confirmed by somebody else");
        page.must_say("That is fewer than half of the moves");
    }
    // somebody who was there says so of three of the five
    world.write(|conn| {
        conn.execute(
            "insert into witnesses (cohort_id, experiment_id, name, mail, named_at, asked_at, answer, answered_at)
             select cohort_id, id, 'Karim', 'karim@warehouse.example', 0, 0, 'yes', cast($1 as bigint) from experiments
             where id in (select experiment_id from reports order by experiment_id limit 3)",
            &firstmove_kit::params![crate::world::moment("2026-03-26 09:00").as_millisecond()],
        )
    });
    world.later(jiff::SignedDuration::from_mins(2));
    let after = rates(&world);
    assert_eq!(after.verified_share.x, before.verified_share.x + 3);
    assert_eq!(after.closed, before.closed);
    let (results, sponsor, slides) = pages();
    sponsor.must_say("3 were confirmed by somebody else or have something to show");
    results.must_say(&format!(
        "{} chances were taken, counting those alone",
        after.verified.shown().text()
    ));
    assert!(!results.says("Fewer than half of the moves"));
    slides.must_say(&format!(
        "Only with a move that was confirmed or can be shown: {}.",
        after.verified.share().fraction()
    ));
    assert!(!slides.says("fewer than half of the moves"));
}

#[test]
fn slides_name_the_weeks_whose_sessions_are_in_the_median() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    for week in 1..=3 {
        rate(&world, &cohort, week, &[Some(4); 6]);
    }
    // session 3 can be rated no more, and its week is still open
    world.at("2026-04-13 12:00");
    let sponsor = world.sign_in(&sprint.sponsor);
    let words = "Median of 3 sessions of weeks 1 to 3, 18 ratings.";
    for page in ["/slides", "/sponsor"] {
        let page = sponsor.get(page).shown();
        page.must_say("weeks 1 to 2").must_say(words);
    }
}

#[test]
fn two_groups_together_are_the_sum_of_their_chances_and_tries() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let names = ["Ana Reis", "Bo Lund", "Cem Kaya", "Eva Pohl"];
    let other = world.cohort(&sprint, "Operations B", "2026-03-23", &names);
    week_of_five(&world, &cohort);
    world.at("2026-04-02 09:00");
    let priya = world.sign_in(&sprint.coordinator);
    let all = priya.get("/results").shown();
    all.must_say("10 leaders in two groups");
    all.must_say("5 of 10 chances were taken.");
    let empty = priya.get(&format!("/results?cohort={}", other.id)).shown();
    empty.must_say("0 of 4 chances were taken.");
    empty.must_say("No data yet");
}

#[test]
fn the_rows_sum_to_the_figure_and_name_people_only_to_the_coordinator() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    week_of_five(&world, &cohort);
    world.at("2026-04-02 09:00");
    let path = |of: &str| format!("/results/rows?cohort={}&of={of}&week=1", cohort.id);
    let priya = world.sign_in(&sprint.coordinator);
    let rows = priya.get(&path("moves")).shown();
    rows.must_say("5 of 6");
    rows.must_say("Hannah Weiss");
    assert_eq!(rows.html.matches(">Tried<").count(), 5);
    assert_eq!(rows.html.matches(">Not tried<").count(), 1);
    let rows = priya.get(&path("success")).shown();
    rows.must_say("3 of 5");
    assert_eq!(rows.html.matches(">Met<").count(), 3);
    let olga = world.sign_in(&sprint.data_owner);
    for of in ["moves", "success"] {
        let rows = olga.get(&path(of)).shown();
        rows.must_say("P00");
        for leader in &cohort.leaders {
            assert!(!rows.says(&leader.person.name), "{of}");
        }
        // no way into what they wrote
        assert_eq!(rows.link("/moves/"), None, "{of}");
        assert_eq!(rows.link("/people/"), None, "{of}");
    }
    assert_eq!(olga.get(&path("salaries")).status, 404);
}

#[test]
fn two_ratings_are_nobodys_business_and_three_are_a_mean() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    rate(&world, &cohort, 1, &[Some(1), Some(2)]);
    rate(&world, &cohort, 2, &[Some(4), Some(4), Some(5)]);
    world.at("2026-04-09 09:00");
    let path = format!("/results/rows?cohort={}&of=feedback", cohort.id);
    for reader in [&sprint.coordinator, &sprint.data_owner] {
        let rows = world.sign_in(reader).get(&path).shown();
        rows.must_say("Not shown: fewer than 3 ratings");
        rows.must_say("4.3");
        assert!(!rows.says("1.5"));
        assert!(!rows.says("Hannah Weiss"));
    }
}

#[test]
fn weeks_can_be_chosen_and_a_group_that_is_not_theirs_is_not_there() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let finance = world.sprint("Finance");
    let far = world.cohort(
        &finance,
        "Finance A",
        "2026-03-23",
        &["Ana Reis", "Bo Lund"],
    );
    week_of_five(&world, &cohort);
    world.at("2026-04-09 09:00");
    let priya = world.sign_in(&sprint.coordinator);
    priya.get("/results").shown().must_say("5 of 12 chances");
    let week_1 = priya.get("/results?from=1&to=1").shown();
    week_1.must_say("5 of 6 chances");
    let week_2 = priya.get("/results?from=2&to=2&view=closed").shown();
    week_2.must_say("0 of 6 chances");
    for path in ["/results", "/results/rows"] {
        let theirs = format!("{path}?cohort={}", far.id);
        assert_eq!(priya.get(&theirs).status, 404);
        let own = format!("{path}?cohort={}", cohort.id);
        for outsider in [&sprint.sponsor, &cohort.leaders[0].person] {
            assert_eq!(world.sign_in(outsider).get(&own).status, 404);
        }
        assert_eq!(world.sign_in(&sprint.data_owner).get(&own).status, 200);
    }
}

#[test]
fn one_skill_opens_with_each_reading_and_its_rows() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    week_of_five(&world, &cohort);
    world.at("2026-04-09 09:00");
    let priya = world.sign_in(&sprint.coordinator);
    // all five moves are delegation, so the other skill has none
    let other = priya.get("/results?skill=influence").shown();
    other.must_say("Stakeholder influence only");
    for view in ["", "closed"] {
        let page = priya.get(&format!("/results?skill=delegation&view={view}"));
        page.shown().must_say("3 of 5");
    }
    let rows = priya.get("/results/rows?of=success&skill=influence");
    rows.shown().must_say("No rows yet");
}
