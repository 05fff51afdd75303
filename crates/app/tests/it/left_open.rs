//! Rooms that nobody led to their end or that are looked at too early, and what is said blind and stays so.

use jiff::SignedDuration;

use crate::browser::Browser;
use crate::moves::{plans, reports, week_one};
use crate::room::{Room, room};
use crate::world::World;

#[test]
fn a_session_that_nobody_led_to_its_end_ends_by_itself_and_its_note_can_be_put_right() {
    let it = Room::begun();
    it.until("What was your intent?");
    let fields = [
        ("slot", "1"),
        ("part", "intent"),
        ("words", "That Karim decides."),
        ("revision", "0"),
    ];
    it.aisha
        .post(&format!("{}/note", it.base), &fields)
        .location();
    it.world.at("2026-03-23 12:20");
    it.world.tick();
    it.maya.get(&it.base).shown().must_say("It runs now");
    it.world.at("2026-03-23 13:00");
    it.world.tick();
    it.world.tick();
    let page = it.maya.get(&it.base).shown();
    page.must_say("That Karim decides.");
    assert!(!page.says("It runs now"));
    let note = it.maya.get(&format!("{}/note.md", it.base)).shown();
    assert!(note.html.contains("That Karim decides."));
    let ended = "select count(*) as n from events where kind = 'meeting_ended'";
    assert_eq!(it.world.number(ended), 1);
    let mended = [
        ("slot", "1"),
        ("part", "intent"),
        ("words", "That he decides."),
        ("revision", "1"),
    ];
    it.tom
        .post(&format!("{}/note", it.base), &mended)
        .location();
    it.world.later(SignedDuration::from_mins(1));
    it.press(&it.maya, &[("press", "run")])
        .must_say("This session is over.");
}

#[test]
fn a_session_held_before_its_time_is_rated_when_it_is_over() {
    let it = Room::begun();
    it.world.at("2026-03-29 09:00");
    it.world.tick();
    // the second session is on Monday at ten; they meet at nine
    it.world.at("2026-03-30 09:00");
    let base = format!("/sessions/{}/week-2", it.cohort.id);
    let press = |fields: &[(&str, &str)]| it.maya.post(&format!("{base}/press"), fields);
    press(&[("press", "here")]).location();
    it.maya
        .get("/home")
        .shown()
        .must_say("The session of week 1");
    press(&[("press", "begin")]).location();
    for step in 0..40 {
        it.world.later(SignedDuration::from_secs(2));
        press(&[("press", "next"), ("step", &step.to_string())]);
        if it.maya.get(&base).says("Rate the feedback") {
            break;
        }
    }
    it.maya
        .get("/home")
        .shown()
        .must_say("The session of week 2");
    it.maya.post("/feedback/2", &[("rating", "4")]).location();
}

#[test]
fn weeks_without_a_session_are_not_rated() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    world.at("2026-06-03 11:00");
    let phone = world.sign_in(&cohort.leaders[0].person);
    assert!(!phone.get("/home").says("The session of week 11"));
    assert_eq!(phone.post("/feedback/11", &[("rating", "4")]).status, 404);
}

#[test]
fn a_mean_is_read_once_nobody_can_change_it_and_the_trail_tells_of_no_single_answer() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    world.at("2026-03-23 11:00");
    for (leader, rating) in cohort.leaders.iter().zip(["5", "4", "3"]) {
        let phone = world.sign_in(&leader.person);
        phone.post("/feedback/1", &[("rating", rating)]).location();
    }
    let coordinator = world.sign_in(&sprint.coordinator);
    let sheet = || coordinator.get("/sheet").shown();
    assert!(!sheet().says("4.00"));
    let trail = coordinator.get("/trail").shown();
    assert!(!trail.says("rated the session"));
    world.at("2026-03-30 10:00");
    sheet().must_say("4.00");
}

#[test]
fn a_note_that_is_written_on_two_devices_of_one_person_loses_nothing() {
    let it = Room::begun();
    it.until("What was your intent?");
    let write = |words: &str, revision: &str| {
        let fields = [
            ("slot", "1"),
            ("part", "intent"),
            ("words", words),
            ("revision", revision),
        ];
        it.aisha.post(&format!("{}/note", it.base), &fields)
    };
    write("On the laptop", "0").location();
    write("On the laptop, and more", "1").location();
    // the answer to it was lost, and she goes on
    write("On the laptop, and more of it", "1").location();
    let phone = write("On the phone", "1").came_back();
    phone
        .must_say("You wrote here meanwhile.")
        .must_say("On the laptop, and more of it")
        .must_say("On the phone");
}

#[test]
fn a_room_says_from_which_day_it_can_be_begun() {
    let it = room();
    let later = it
        .maya
        .get(&format!("/sessions/{}/week-3/live", it.cohort.id))
        .shown();
    later.must_say("This session can be started from Monday 6 April on.");
    assert!(!later.says("Start the session"));
    it.look(&it.maya).must_say("Start the session");
}

#[test]
fn everybody_in_a_showcase_reads_the_numbers_of_the_slides_and_who_still_judges_reads_no_success_rate()
 {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let phones: Vec<_> = cohort
        .leaders
        .iter()
        .map(|one| world.sign_in(&one.person))
        .collect();
    for (week, days) in [
        ["2026-03-23", "2026-03-24"],
        ["2026-03-30", "2026-03-31"],
        ["2026-04-06", "2026-04-07"],
    ]
    .iter()
    .enumerate()
    {
        world.at(&format!("{} 11:00", days[0]));
        for (turn, phone) in phones.iter().enumerate() {
            let one = plans(phone, days[1]);
            world.at(&format!("{} 18:00", days[1]));
            let outcome = if (turn + week) % 3 == 0 {
                "failed"
            } else {
                "succeeded"
            };
            reports(phone, &one, outcome);
            world.at(&format!("{} 11:00", days[0]));
        }
    }
    world.at("2026-04-13 10:30");
    let priya = world.sign_in(&sprint.coordinator);
    let base = format!("/sessions/{}/showcase-4", cohort.id);
    let press = |fields: &[(&str, &str)]| priya.post(&format!("{base}/press"), fields);
    press(&[("press", "here")]).location();
    press(&[("press", "begin")]).location();
    let look = |who: &Browser| who.get(&format!("{base}/live")).shown();
    for step in 0..12 {
        if look(&priya).says("The numbers") {
            break;
        }
        world.later(SignedDuration::from_secs(2));
        press(&[("press", "next"), ("step", &step.to_string())]);
    }
    let slides = priya
        .get(&format!("/slides?cohort={}", cohort.id))
        .shown()
        .text();
    let read = look(&priya).text();
    let number = read.split(" Success rate: who met").next().unwrap();
    let number = number.rsplit(" tried ").next().unwrap().trim().to_owned();
    assert!(slides.contains(&number), "{number} is not in {slides}");
    let mut judges = 0;
    for phone in &phones {
        let room = look(phone);
        let hidden = room.says("once you have judged the move that waits for you");
        assert_eq!(room.says(&number), !hidden, "{}", room.text());
        judges += i64::from(hidden);
    }
    let open = "select count(distinct seat_id) as n from peer_verdicts where verdict is null";
    assert_eq!(judges, world.number(open));
    assert!(judges > 0);
}
