//! What leaders are told around a session: an hour before it, after it, and on the day by which something is to be done.

use firstmove_kit::params;

use crate::browser::Browser;
use crate::moves::{plans, week_one};
use crate::moving::scene;
use crate::room::Room;
use crate::world::World;

/// How many mails of a kind there are.
fn mails(world: &World, kind: &'static str) -> i64 {
    world.write(move |conn| {
        let sql = "select count(*) as n from notices where kind = $1";
        conn.one(sql, &params![kind])?.unwrap().get("n")
    })
}

/// The newest mail of a kind to somebody.
fn mail(world: &World, kind: &'static str, to: &str) -> String {
    let to = to.to_owned();
    world.write(move |conn| {
        let sql = "select n.subject || '\n' || n.body as mail from notices n join people p on p.id = n.person_id
                   where n.kind = $1 and p.name = $2 order by n.day desc, n.created_at desc limit 1";
        let row = conn.one(sql, &params![kind, &to])?;
        row.map_or(Ok(String::new()), |row| row.get("mail"))
    })
}

/// The room up to its commitments, with one of Tom's in it; then it ends.
fn tom_commits(room: &Room, due: &str) {
    room.until("Who does what by when?");
    let commit = [("what", "post the script"), ("due", due)];
    let address = format!("{}/commitment", room.base);
    room.tom.post(&address, &commit).location();
    for step in 0..14 {
        if room
            .world
            .number("select count(*) as n from meetings where stage = 'over'")
            > 0
        {
            return;
        }
        room.next(&room.maya, step).location();
    }
    panic!("it never ended");
}

#[test]
fn a_form_of_before_with_other_words_is_another_commitment_and_the_same_one_is_not() {
    let room = Room::begun();
    room.until("Who does what by when?");
    let address = format!("{}/commitment", room.base);
    let id = room.world.id();
    let sends = |who: &Browser, what: &str| {
        let fields = [("what", what), ("due", "2026-03-27"), ("id", id.as_str())];
        who.post(&address, &fields).location();
    };
    for what in ["post the script", "post the script", "ask Karim"] {
        sends(&room.tom, what);
    }
    sends(&room.maya, "post the script");
    assert_eq!(
        room.world.number("select count(*) as n from commitments"),
        3
    );
}

#[test]
fn an_hour_before_a_session_its_leaders_hear_whose_turn_it_is() {
    let it = scene();
    it.world.at("2026-03-30 08:59");
    assert_eq!(
        mails(&it.world, "session_soon"),
        0,
        "by the clocks after the change"
    );
    it.world.at("2026-03-30 09:00");
    it.world.at("2026-03-30 09:20");
    assert_eq!(mails(&it.world, "session_soon"), 6);
    let of = |name: &str| mail(&it.world, "session_soon", name);
    let all: Vec<String> = it
        .cohort
        .leaders
        .iter()
        .map(|one| of(&one.person.name))
        .collect();
    let presents = all
        .iter()
        .filter(|mail| mail.contains("You present."))
        .count();
    assert_eq!(presents, 1);
    for mail in &all {
        assert!(mail.starts_with("Session 2 begins at 10:00\n"), "{mail}");
        assert!(mail.contains("presents.") || mail.contains("You present."));
        assert!(mail.contains("Stop these mails"));
    }
}

#[test]
fn nothing_is_sent_for_a_session_that_is_called_off_moved_away_or_begun_or_to_who_is_away() {
    let it = scene();
    it.calls_off("week-2").location();
    it.world.at("2026-03-30 09:30");
    assert_eq!(mails(&it.world, "session_soon"), 0);
    it.moves("week-3", "2026-04-07", "09:00").location();
    let luis = &it.cohort.leaders[3].seat;
    let away = [("week", "3"), ("category", "annual_leave"), ("days", "5")];
    it.priya
        .post(&format!("/people/{luis}/excuse"), &away)
        .location();
    it.world.at("2026-04-06 09:30");
    assert_eq!(
        mails(&it.world, "session_soon"),
        0,
        "it was moved to Tuesday"
    );
    it.world.at("2026-04-07 08:10");
    assert_eq!(mails(&it.world, "session_soon"), 5);
    it.world.at("2026-04-13 08:45");
    let press = |what| {
        let address = format!("{}/press", it.page("week-4"));
        it.maya.post(&address, &[("press", what)]).location();
    };
    ["here", "run", "begin"].into_iter().for_each(press);
    it.world.at("2026-04-13 09:10");
    assert_eq!(
        mails(&it.world, "session_soon"),
        5,
        "they are in the room already"
    );
}

#[test]
fn commitments_come_the_next_morning_where_a_reminder_went_that_day() {
    let room = Room::begun();
    assert_eq!(mails(&room.world, "session_soon"), 3);
    tom_commits(&room, "2026-03-27");
    room.world.tick();
    assert_eq!(mails(&room.world, "commitments"), 0, "one mail a day");
    room.world.at("2026-03-24 07:59");
    assert_eq!(mails(&room.world, "commitments"), 0, "in quiet hours");
    room.world.at("2026-03-24 08:00");
    room.world.at("2026-03-24 09:00");
    assert_eq!(
        mails(&room.world, "commitments"),
        1,
        "only who said something"
    );
    let told = mail(&room.world, "commitments", "Tom Brandt");
    assert!(told.starts_with("What you said you would do\n"), "{told}");
    assert!(
        told.contains("- post the script, by Friday 27 March"),
        "{told}"
    );
    room.world.at("2026-03-25 09:00");
    assert_eq!(mails(&room.world, "commitments"), 1, "once");
}

#[test]
fn commitments_come_within_the_hour_where_nothing_went_that_day_and_on_the_day_they_are_due() {
    let world = World::new();
    let sprint = world.sprint("Spring");
    let names = ["Maya Okafor", "Tom Brandt", "Aisha Rahman"];
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &names);
    world.at("2026-03-23 08:10");
    let base = format!("/sessions/{}/week-1", cohort.id);
    let [maya, tom, aisha] = [0, 1, 2].map(|at: usize| world.sign_in(&cohort.leaders[at].person));
    let room = Room {
        world,
        cohort,
        base,
        maya,
        tom,
        aisha,
    };
    for one in [&room.maya, &room.tom, &room.aisha] {
        room.press(one, &[("press", "here")]).location();
    }
    room.press(&room.maya, &[("press", "run")]);
    room.press(&room.maya, &[("press", "begin")]);
    tom_commits(&room, "2026-03-26");
    room.world.tick();
    room.world.tick();
    assert_eq!(mails(&room.world, "commitments"), 1);
    room.tom.get("/home").shown().must_say("post the script");
    room.world.at("2026-03-26 07:30");
    assert_eq!(mails(&room.world, "commitments_due"), 0);
    room.world.at("2026-03-26 08:00");
    room.world.at("2026-03-26 10:00");
    assert_eq!(mails(&room.world, "commitments_due"), 1);
    let told = mail(&room.world, "commitments_due", "Tom Brandt");
    assert!(told.starts_with("You said you would, by today\n"), "{told}");
    // the link ticks it off without signing in, twice is once, and it can be taken back
    let link = told.lines().find_map(|line| line.split_once("/c/"));
    let link = format!("/c/{}", link.expect("a link").1.trim());
    let page = room.world.nobody().get(&link).shown();
    page.must_say("post the script").must_say("Not Tom?");
    let id = page.html.split("name=\"id\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    let ticks = |done: &str| {
        let fields = [("id", id.as_str()), ("done", done)];
        assert_eq!(room.world.nobody().post(&link, &fields).location(), link);
    };
    ticks("yes");
    ticks("yes");
    let kept = "select count(*) as n from events where kind = 'commitment_kept'";
    assert_eq!(room.world.number(kept), 1);
    assert!(!room.tom.get("/home").says("post the script"));
    ticks("no");
    room.tom.get("/home").shown().must_say("post the script");
    room.world.at("2026-04-20 09:00");
    let late = room.world.nobody().get(&link).shown();
    late.must_say("This link has run out");
    assert!(!late.says("Tom") && !late.says("post the script"));
    assert_eq!(room.world.nobody().get("/c/nothing").status, 404);
}

#[test]
fn what_is_due_at_the_weekend_stands_in_the_reminder_of_the_session_on_monday() {
    let room = Room::begun();
    tom_commits(&room, "2026-03-29");
    room.world.at("2026-03-30 08:05");
    assert_eq!(mails(&room.world, "commitments_due"), 0);
    room.world.at("2026-03-30 09:00");
    let told = mail(&room.world, "session_soon", "Tom Brandt");
    assert!(
        told.contains("You said you would: post the script, by Sunday 29 March."),
        "{told}"
    );
    assert_eq!(mails(&room.world, "commitments_due"), 0);
}

#[test]
fn who_ticked_it_off_hears_nothing_on_the_day() {
    let room = Room::begun();
    tom_commits(&room, "2026-03-27");
    let page = room.tom.get("/home").shown();
    let tick = page.link("/commitments/").expect("a button");
    assert_eq!(room.maya.post(&tick, &[]).status, 404);
    let done = room.tom.post(&tick, &[]).location();
    room.tom.get(&done).shown().must_say("Ticked off.");
    room.world.at("2026-03-24 08:10");
    room.world.at("2026-03-27 08:10");
    assert_eq!(mails(&room.world, "commitments"), 0);
    assert_eq!(mails(&room.world, "commitments_due"), 0);
}

#[test]
fn on_a_holiday_no_mail_leaves_and_the_reminder_comes_the_day_after() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let id = sprint.id.clone();
    world.write(move |conn| {
        let sql = "insert into days_off (sprint_id, day) values ($1, '2026-03-25')";
        conn.execute(sql, &params![&id])
    });
    plans(&world.sign_in(&cohort.leaders[0].person), "2026-03-24");
    world.at("2026-03-25 09:00");
    assert_eq!(mails(&world, "report_link"), 0, "nobody works today");
    world.at("2026-03-26 09:00");
    assert_eq!(mails(&world, "report_link"), 1);
}
