//! Whose turn it is: handed to a peer, taken of one's own will, given back; who is next is said wherever it matters.

use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::moves::{plans, reports, skips};
use crate::moving::{Scene, scene};

impl Scene {
    /// The leader, by number, who has a turn on the page of a meeting: "Presents", "Runs it".
    fn who(&self, meeting: &str, what: &str) -> usize {
        let page = self.priya.get(&self.page(meeting)).shown().text();
        let turns = page.split("Whose turn it is").nth(1).expect("turns");
        let rest = turns
            .split(&format!("{what} "))
            .nth(1)
            .expect("such a turn");
        let named = |number: &usize| rest.starts_with(&self.cohort.leaders[*number].person.name);
        (0..self.cohort.leaders.len()).find(named).expect("a name")
    }

    fn first_name(&self, number: usize) -> &str {
        let name = &self.cohort.leaders[number].person.name;
        name.split(' ').next().unwrap()
    }

    fn phone(&self, number: usize) -> Browser {
        self.world.sign_in(&self.cohort.leaders[number].person)
    }

    fn turn(&self, who: &Browser, meeting: &str, press: &str, slot: &str, to: &str) -> Answer {
        let fields = [("press", press), ("slot", slot), ("to", to)];
        who.post(&format!("{}/turn", self.page(meeting)), &fields)
    }

    /// Somebody who has nothing to do in a meeting.
    fn free(&self, meeting: &str) -> usize {
        let turns = ["Presents", "Runs it", "Writes the notes"];
        let taken = turns.map(|what| self.who(meeting, what));
        let mut all = 0..self.cohort.leaders.len();
        all.find(|number| !taken.contains(number))
            .expect("somebody")
    }
}

#[test]
fn a_turn_is_handed_to_a_peer_who_sees_it_on_home_and_gives_it_back() {
    let it = scene();
    let (has, gets) = (it.who("week-2", "Presents"), it.free("week-2"));
    let (from, to) = (it.phone(has), it.phone(gets));
    from.get("/home").shown().must_say("You present.");
    let page = from.get(&it.page("week-2")).shown();
    page.must_say("Hand it to somebody");
    let seat = it.cohort.leaders[gets].seat.as_str();
    let done = it
        .turn(&from, "week-2", "hand", "presenter", seat)
        .location();
    from.get(&done).shown().must_say("Handed over.");
    it.turn(&from, "week-2", "hand", "presenter", seat)
        .location();
    let handed = "select count(*) as n from events where kind = 'turn_handed_over'";
    assert_eq!(it.world.number(handed), 1, "twice is once");
    assert_eq!(it.who("week-2", "Presents"), gets);
    to.get("/sessions")
        .shown()
        .must_say("Mon 30 Mar Session 2 Next 10:00. You present");
    let home = to.get("/home").shown();
    home.must_say("You present.")
        .must_say(&format!("{} handed it to you.", it.first_name(has)))
        .must_say("Give it back");
    let later = (3..=10).any(|week| it.who(&format!("week-{week}"), "Presents") == has);
    assert!(later, "who handed it over presents in another week");
    let trail = it.priya.get("/trail").shown();
    trail.must_say("the turn to present in week 2");
    // somebody with an old page hands on what is theirs no more
    let third = (0..6).find(|number| ![has, gets].contains(number)).unwrap();
    let third = it.cohort.leaders[third].seat.as_str();
    let old = it.turn(&from, "week-2", "hand", "presenter", third);
    old.must_say("By now this turn is");
    let back = [("press", "back"), ("slot", "presenter"), ("back", "home")];
    let done = to
        .post(&format!("{}/turn", it.page("week-2")), &back)
        .location();
    assert_eq!(done, "/home?done=given-back");
    to.get(&done).shown().must_say("Given back.");
    assert_eq!(it.who("week-2", "Presents"), has);
    assert!(!to.get("/home").says("Give it back"));
}

#[test]
fn whoever_likes_takes_the_open_second_turn_and_the_next_one_is_told() {
    let it = scene();
    let presents = it.who("week-2", "Presents");
    let others: Vec<usize> = (0..6).filter(|number| *number != presents).collect();
    let (one, other) = (it.phone(others[0]), it.phone(others[1]));
    let home = one.get("/home").shown();
    home.must_say("There is room for a second, shorter turn.")
        .must_say("I will present")
        .must_say(&format!("{} presents.", it.first_name(presents)));
    assert!(!it.phone(presents).get("/home").says("I will present"));
    for _ in 0..2 {
        let done = it.turn(&one, "week-2", "take", "short_presenter", "");
        done.location();
    }
    let refused = it.turn(&other, "week-2", "take", "short_presenter", "");
    refused.must_say(&format!(
        "By now this turn is {}\u{2019}s.",
        it.first_name(others[0])
    ));
    assert_eq!(it.who("week-2", "Second, shorter"), others[0]);
    one.get("/home")
        .shown()
        .must_say("You present in a second, shorter turn.");
    it.turn(&one, "week-2", "back", "short_presenter", "")
        .location();
    it.turn(&one, "week-2", "back", "short_presenter", "")
        .location();
    other.get("/home").shown().must_say("I will present");
    let taken = "select count(*) as n from events where kind in ('turn_taken', 'turn_given_back')";
    assert_eq!(it.world.number(taken), 2);
}

#[test]
fn a_turn_goes_to_nobody_who_is_away_and_to_no_other_group() {
    let it = scene();
    let seat = it.cohort.leaders[5].seat.clone();
    let away = [("week", "2"), ("category", "annual_leave"), ("days", "5")];
    it.priya
        .post(&format!("/people/{seat}/excuse"), &away)
        .location();
    let has = it.who("week-2", "Presents");
    let from = it.phone(has);
    let refused = it.turn(&from, "week-2", "hand", "presenter", &seat);
    refused.must_say("is away then, or has another turn.");
    let nobody = it.turn(&from, "week-2", "hand", "presenter", "");
    nobody.must_say("Choose to whom you hand your turn.");
    let other = it
        .world
        .cohort(&it.sprint, "B", "2026-03-23", &["Ana Reis"]);
    let far = it.turn(&from, "week-2", "hand", "presenter", &other.leaders[0].seat);
    assert_eq!(far.status, 404);
    let stranger = it.world.sign_in(&other.leaders[0].person);
    let taken = it.turn(&stranger, "week-2", "take", "short_presenter", "");
    assert_eq!(taken.status, 404);
    let coordinator = it.turn(&it.priya, "week-2", "take", "short_presenter", "");
    assert_eq!(coordinator.status, 404);
}

#[test]
fn what_would_leave_somebody_without_ever_presenting_is_refused() {
    let it = scene();
    // in the last session two present for the first time, and nobody later can
    it.world.at("2026-05-25 08:30");
    let (has, second) = (
        it.who("week-10", "Presents"),
        it.who("week-10", "Second, shorter"),
    );
    let gets = (0..6).find(|number| ![has, second].contains(number));
    let seat = &it.cohort.leaders[gets.expect("somebody")].seat;
    let refused = it.turn(&it.phone(has), "week-10", "hand", "presenter", seat);
    refused.must_say("would never present. Choose another peer or another week.");
    assert_eq!(it.who("week-10", "Presents"), has);
    // two who both present there exchange what they have
    let other = &it.cohort.leaders[second].seat;
    it.turn(&it.phone(has), "week-10", "hand", "presenter", other)
        .location();
    assert_eq!(it.who("week-10", "Presents"), second);
    assert_eq!(it.who("week-10", "Second, shorter"), has);
}

#[test]
fn turns_stay_once_the_session_has_begun_or_is_called_off() {
    let it = scene();
    let presents = it.who("week-2", "Presents");
    let other = it.phone((presents + 1) % 6);
    it.calls_off("week-2").location();
    let off = it.turn(&other, "week-2", "take", "short_presenter", "");
    off.must_say("This session was called off.");
    let presents = it.who("week-3", "Presents");
    it.world.at("2026-04-06 10:05");
    let late = it.turn(
        &it.phone((presents + 1) % 6),
        "week-3",
        "take",
        "short_presenter",
        "",
    );
    late.must_say("This session has begun. Take the turn in its room.");
}

#[test]
fn a_move_that_was_put_off_twice_presents_in_the_next_session_until_one_is_tried() {
    let it = scene();
    it.world.at("2026-03-25 12:00");
    let phones: Vec<Browser> = (0..6).map(|number| it.phone(number)).collect();
    for phone in &phones {
        let one = plans(phone, "2026-03-25");
        skips(phone, &one, "smaller").location();
    }
    // on the morning of the next session: once is no reason
    it.world.at("2026-03-30 08:30");
    let turns = || {
        let page = it.priya.get(&it.page("week-2")).shown().text();
        let turns = page.split("Whose turn it is").nth(1).unwrap();
        turns.split("Another time?").next().unwrap().to_owned()
    };
    let before = turns();
    let waits = |number: &usize| {
        let name = &it.cohort.leaders[*number].person.name;
        let runs = ["Runs it", "Writes the notes"].map(|what| format!("{what} {name}"));
        !before.contains(name.as_str()) || runs.iter().any(|runs| before.contains(runs))
    };
    let number = (0..6).find(waits).expect("somebody who does not present");
    let one = plans(&phones[number], "2026-03-30");
    skips(&phones[number], &one, "smaller").location();
    let name = &it.cohort.leaders[number].person.name;
    let first =
        ["Presents", "Second, shorter"].map(|what| turns().contains(&format!("{what} {name}")));
    assert!(first.contains(&true), "{name} in {}", turns());
    it.world.at("2026-03-30 09:30");
    let other = plans(&phones[number], "2026-03-30");
    reports(&phones[number], &other, "succeeded").location();
    assert_eq!(turns(), before);
}

#[test]
fn the_coordinator_reads_on_today_who_presents_and_when_nobody_does() {
    let it = scene();
    let presents = it.who("week-2", "Presents");
    let today = it.priya.get("/").shown();
    today.must_say(&format!("{} presents.", it.first_name(presents)));
    for leader in &it.cohort.leaders {
        let away = [("week", "2"), ("category", "annual_leave"), ("days", "5")];
        let address = format!("/people/{}/excuse", leader.seat);
        it.priya.post(&address, &away).location();
    }
    assert!(
        !it.priya.get("/").says("Nobody presents on Monday"),
        "it is a week away"
    );
    it.world.at("2026-03-30 00:30");
    let today = it.priya.get("/").shown();
    today.must_say("Nobody presents on Monday");
    it.maya
        .get("/sessions")
        .shown()
        .must_say("Nobody presents yet");
    it.calls_off("week-2").location();
    assert!(!it.priya.get("/").says("Nobody presents on Monday"));
}

const TURNS: [&str; 4] = ["Presents", "Second, shorter", "Runs it", "Writes the notes"];

/// Week 2 on one laptop, begun by somebody who has none of its four turns.
struct Laptop {
    it: Scene,
    planned: [usize; 4],
    holder: usize,
    screen: Browser,
}

impl Laptop {
    fn begun() -> Laptop {
        let it = scene();
        let second = it.phone(it.free("week-2"));
        it.turn(&second, "week-2", "take", "short_presenter", "")
            .location();
        let planned = TURNS.map(|what| it.who("week-2", what));
        let holder = (0..6).find(|number| !planned.contains(number));
        let holder = holder.expect("somebody without a turn");
        let screen = it.phone(holder);
        it.world.at("2026-03-30 09:58");
        let laptop = Laptop {
            it,
            planned,
            holder,
            screen,
        };
        laptop.press(&[("press", "device")]);
        laptop.press(&[("press", "begin")]);
        laptop
    }

    fn press(&self, fields: &[(&str, &str)]) {
        let address = format!("{}/press", self.it.page("week-2"));
        self.screen.post(&address, fields).location();
    }

    fn taps(&self, number: usize) {
        let seat = self.it.cohort.leaders[number].seat.as_str();
        let said = [("word", "calm"), ("seat", seat)];
        let address = format!("{}/opening", self.it.page("week-2"));
        self.screen.post(&address, &said).location();
    }

    fn goes_on(&self, step: usize) {
        self.it.world.later(SignedDuration::from_secs(1));
        self.press(&[("press", "next"), ("step", &step.to_string())]);
    }

    fn look(&self) -> Answer {
        let page = format!("{}/live", self.it.page("week-2"));
        self.screen.get(&page).shown()
    }

    fn turns(&self) -> [usize; 4] {
        TURNS.map(|what| self.it.who("week-2", what))
    }
}

#[test]
fn one_laptop_keeps_the_turns_that_were_planned_for_whoever_is_tapped_in() {
    let laptop = Laptop::begun();
    let [presents, second, runs, _] = laptop.planned;
    assert_eq!(laptop.turns(), laptop.planned, "nobody is known to be away");
    for number in laptop.planned {
        laptop.taps(number);
    }
    laptop.goes_on(0);
    laptop
        .look()
        .must_say(&format!("{} runs today", laptop.it.first_name(runs)));
    laptop.goes_on(1);
    let scene = laptop.look();
    assert!(scene.html.contains("left=\"45000\""), "two present");
    let ask = |number| format!("Ask {} one question", laptop.it.first_name(number));
    for step in 2..6 {
        laptop.goes_on(step);
    }
    laptop.look().must_say(&ask(presents));
    for step in 6..12 {
        laptop.goes_on(step);
    }
    laptop.look().must_say(&ask(second));
}

#[test]
fn who_was_not_tapped_in_by_the_end_of_the_check_in_is_replaced_by_somebody_who_was() {
    let laptop = Laptop::begun();
    let [_, _, runs, writes] = laptop.planned;
    laptop.taps(runs);
    laptop.taps(writes);
    laptop.goes_on(0);
    let presents = laptop.it.who("week-2", "Presents");
    assert_eq!(presents, laptop.holder, "the only other one who is there");
    assert_eq!(laptop.it.who("week-2", "Runs it"), runs);
    assert_eq!(laptop.it.who("week-2", "Writes the notes"), writes);
    let page = laptop.it.priya.get(&laptop.it.page("week-2")).shown();
    assert!(!page.says("Second, shorter"), "who had it is not there");
    laptop.goes_on(1);
    let scene = laptop.look();
    assert!(scene.html.contains("left=\"60000\""), "one presents");
}

#[test]
fn where_no_name_was_tapped_nobody_is_known_to_be_away_and_turns_stay() {
    let laptop = Laptop::begun();
    laptop.goes_on(0);
    assert_eq!(laptop.turns(), laptop.planned);
    laptop.goes_on(1);
    assert!(laptop.look().html.contains("left=\"45000\""));
}
