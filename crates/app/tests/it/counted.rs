//! What people send, as it reaches the numbers.

use firstmove::cohorts::store::Cohort as Kept;
use firstmove::cohorts::{histories, store};
use firstmove_domain::alert::no_reports;
use firstmove_domain::history::SeatHistory;
use firstmove_domain::kpi::success;
use firstmove_domain::status::{Class, Line, View, statuses};
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;

use crate::moves::{plan, planned, plans, rate, reports, reports_for, send, week_one};
use crate::sprint::Cohort;
use crate::world::{World, moment};

fn read<T: Send + 'static>(
    world: &World,
    cohort: &Cohort,
    of: impl FnOnce(&mut Conn<'_>, &Kept) -> Result<T, DbError> + Send + 'static,
) -> T {
    let id = cohort.id.clone();
    let read = move |conn: &mut Conn<'_>| {
        let kept = store::get(conn, &id.parse().unwrap())?.unwrap();
        of(conn, &kept)
    };
    world.app.db.read_now::<T, DbError>(read).unwrap()
}

fn known(world: &World, cohort: &Cohort) -> (Kept, Vec<SeatHistory>) {
    read(world, cohort, |conn, kept| {
        Ok((kept.clone(), histories::load(conn, &kept.id)?))
    })
}

/// What the only move of the cohort counts for.
fn class(world: &World, cohort: &Cohort, view: View) -> Class {
    let (kept, histories) = known(world, cohort);
    let line = |seat| statuses(&kept.calendar, seat, view, world.app.now());
    let lines: Vec<Line> = histories.iter().map(line).collect();
    assert_eq!(success(&lines).attempts(), 1);
    let mut attempts = lines.iter().flat_map(|line| &line.attempts);
    attempts.next().unwrap().class
}

#[test]
fn a_due_date_that_hannah_moves_after_the_close_leaves_the_closed_week_as_it_was() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    world.at("2026-03-23 09:00");
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let mut fields = plan("2026-03-23");
    fields.push(("due", "2026-03-23".to_owned()));
    let one = planned(&send(&hannah, "/moves/new", &fields));
    assert_eq!(reports(&hannah, &one, "too_early").status, 303);
    // week 1 closes at the end of 1 April; from 31 March on the outcome is overdue
    world.at("2026-04-02 09:00");
    assert_eq!(class(&world, &cohort, View::Closed), Class::Unresolved);
    let later = [("criteria", "Three briefs in a row"), ("due", "2026-05-20")];
    assert_eq!(hannah.post(&format!("{one}/criteria"), &later).status, 303);
    world.at("2026-04-03 09:00");
    assert_eq!(class(&world, &cohort, View::Closed), Class::Unresolved);
    assert_eq!(class(&world, &cohort, View::Final), Class::NoCriterion);
}

#[test]
fn whoever_made_the_weeks_move_on_the_monday_after_is_not_named_as_silent() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    world.at("2026-03-23 09:00");
    let phone = world.sign_in(&cohort.leaders[0].person);
    let one = planned(&send(&phone, "/moves/new", &plan("2026-03-27")));
    world.at("2026-03-30 12:00");
    let silent = || {
        let (kept, histories) = known(&world, &cohort);
        let all = no_reports(&kept.calendar, &histories, world.app.now());
        all[0].seats.len()
    };
    assert_eq!(silent(), 6);
    assert_eq!(
        reports_for(&phone, &one, "succeeded", "2026-03-30").status,
        303
    );
    assert_eq!(silent(), 5);
}

#[test]
fn whoever_was_not_ill_after_all_owes_a_report_until_the_week_closes() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    world.at("2026-03-23 09:00");
    let phones: Vec<_> = cohort
        .leaders
        .iter()
        .map(|leader| world.sign_in(&leader.person))
        .collect();
    for phone in &phones {
        let one = plans(phone, "2026-03-23");
        assert_eq!(reports(phone, &one, "succeeded").status, 303);
    }
    let (nina, late) = (world.person("Nina Falk"), "2026-03-22 12:00");
    let nina = world.seat(&cohort.id, nina);
    joined_at(&world, &nina.seat, late);
    let phone = world.sign_in(&nina.person);
    let ill = [("week", "1"), ("category", "sickness")];
    assert_eq!(phone.post("/away", &ill).status, 303);
    let open = "select count(*) as n from alerts where kind = 'no_report' and resolved_at is null";
    world.at("2026-03-30 09:00");
    assert_eq!(world.number(open), 0);
    world.at("2026-03-31 09:00");
    let priya = world.sign_in(&sprint.coordinator);
    let page = format!("/people/{}", nina.seat);
    let html = priya.get(&page).shown().html;
    let back = html
        .split("action=\"")
        .find(|form| form.contains("/excuse/") && form.contains("/back\""));
    let back = back.unwrap().split('"').next().unwrap();
    assert_eq!(priya.post(back, &[]).status, 303);
    assert_eq!(world.number(open), 1);
    let at = world.number("select opened_at as n from alerts where kind = 'no_report'");
    assert_eq!(at, moment("2026-03-31 09:00").as_millisecond());
    world.at("2026-04-02 00:00");
    assert_eq!(world.number(open), 0);
}

fn joined_at(world: &World, seat: &str, time: &str) {
    let (seat, at) = (seat.to_owned(), moment(time).as_millisecond());
    world.write(move |conn| {
        conn.execute(
            "update seats set joined_at = $2, join_recorded_at = $2 where id = $1",
            &params![&seat, at],
        )
    });
}

#[test]
fn sessions_of_weeks_11_and_12_are_rated_and_in_no_score() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    for week in [1, 10, 11, 12] {
        rate(&world, &cohort, week, &[Some(4), Some(4), Some(5)]);
    }
    let weeks: Vec<u8> = read(&world, &cohort, |conn, kept| {
        histories::ratings(conn, kept, moment("2026-07-01 09:00"))
    })
    .iter()
    .map(|session| session.week)
    .collect();
    assert_eq!(weeks, [1, 10]);
}

#[test]
fn few_ratings_of_those_who_were_there_are_pointed_out() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    rate(&world, &cohort, 1, &[Some(4), Some(4), Some(5)]);
    rate(&world, &cohort, 2, &[Some(4), Some(4), Some(5), None]);
    rate(
        &world,
        &cohort,
        3,
        &[Some(4), Some(4), Some(5), None, None, None],
    );
    world.at("2026-04-16 09:00");
    let priya = world.sign_in(&sprint.coordinator);
    let page = priya.get("/results").shown();
    // 3 of 6, 3 of 5, and 3 of 3: the others were not there
    page.must_say("9 of 14");
    page.must_say("Fewer than 70% of those who were there rated: 9 of 14.");
    rate(
        &world,
        &cohort,
        4,
        &[Some(4), Some(4), Some(5), Some(5), Some(4), Some(4)],
    );
    world.at("2026-04-23 09:00");
    let page = priya.get("/results").shown();
    page.must_say("15 of 20 (75.0%)");
    assert!(!page.says("Fewer than 70%"));
}
