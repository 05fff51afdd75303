//! What is no session is held on the same timed page: the group's guests come in, and a guest may lead.

use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::sprint::{Cohort, Sprint};
use crate::world::World;

const SIX: [&str; 6] = [
    "Maya Okafor",
    "Tom Brandt",
    "Aisha Rahman",
    "Dev Patel",
    "Luis Ortega",
    "Hannah Weiss",
];

/// A group of six with a coordinator and a sponsor, and the room of one of its meetings.
pub struct Hall {
    pub world: World,
    pub sprint: Sprint,
    pub cohort: Cohort,
    pub base: String,
    pub priya: Browser,
    pub elena: Browser,
    pub maya: Browser,
    pub tom: Browser,
}

impl Hall {
    /// The room of `meeting` at that time, with nobody in it.
    pub fn at(meeting: &str, time: &str) -> Hall {
        Hall::of(meeting, time, &SIX)
    }

    pub fn of(meeting: &str, time: &str, names: &[&str]) -> Hall {
        let world = World::new();
        world.at("2026-03-09 08:00");
        let sprint = world.sprint("Spring");
        let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", names);
        world.at(time);
        Hall {
            base: format!("/sessions/{}/{meeting}", cohort.id),
            priya: world.sign_in(&sprint.coordinator),
            elena: world.sign_in(&sprint.sponsor),
            maya: world.sign_in(&cohort.leaders[0].person),
            tom: world.sign_in(&cohort.leaders[1].person),
            world,
            sprint,
            cohort,
        }
    }

    /// The room as somebody sees it, who is there from then on.
    pub fn look(&self, who: &Browser) -> Answer {
        who.get(&format!("{}/live", self.base)).shown()
    }

    pub fn press(&self, who: &Browser, fields: &[(&str, &str)]) -> Answer {
        who.post(&format!("{}/press", self.base), fields)
    }

    /// Everybody is there, and the coordinator begins.
    pub fn begin(&self) {
        for one in [&self.priya, &self.maya, &self.tom] {
            self.look(one);
            self.press(one, &[("press", "here")]).location();
        }
        self.press(&self.priya, &[("press", "begin")]).location();
    }

    /// The coordinator goes on until this is asked.
    pub fn until(&self, title: &str) {
        for step in 0..40 {
            if self.look(&self.priya).says(title) {
                return;
            }
            self.next(step).location();
        }
        panic!("the room never asked {title}");
    }

    /// A second later, with everybody still there.
    pub fn next(&self, step: usize) -> Answer {
        self.world.later(SignedDuration::from_secs(1));
        for one in [&self.priya, &self.maya, &self.tom] {
            self.look(one);
        }
        let step = step.to_string();
        self.press(&self.priya, &[("press", "next"), ("step", &step)])
    }
}

#[test]
fn the_coordinator_leads_the_kickoff_and_everybody_sees_the_same_step() {
    let hall = Hall::at("kickoff", "2026-03-16 10:00");
    hall.begin();
    for one in [&hall.priya, &hall.maya, &hall.tom] {
        hall.look(one)
            .must_say("Trust yourself first")
            .must_say("Spring runs today");
    }
    hall.until("Who sees what?");
    assert!(hall.look(&hall.maya).html.contains("/who-sees-what"));
    hall.until("What do you want to know?");
    hall.look(&hall.priya).must_say("End it here");
}

#[test]
fn a_leader_takes_over_when_the_coordinator_is_gone_and_not_before() {
    let hall = Hall::at("kickoff", "2026-03-16 10:00");
    hall.begin();
    hall.press(&hall.maya, &[("press", "run")])
        .must_say("runs it and is here");
    hall.world.later(SignedDuration::from_secs(21));
    hall.look(&hall.maya).must_say("Run it from here");
    hall.press(&hall.maya, &[("press", "run")]).location();
    hall.look(&hall.tom).must_say("Maya runs today");
    hall.look(&hall.priya);
    hall.press(&hall.priya, &[("press", "next"), ("step", "0")])
        .must_say("Maya runs this kickoff");
}

#[test]
fn the_training_tells_four_principles_and_lets_two_leaders_try_the_prompts() {
    let hall = Hall::at("training", "2026-03-09 10:00");
    hall.world.untrained(&hall.cohort);
    hall.press(&hall.maya, &[("press", "present")]).location();
    hall.press(&hall.tom, &[("press", "second")]).location();
    hall.begin();
    for title in [
        "Ownership over approval",
        "Practice over theory",
        "Safe peer feedback",
        "Behaviour over attendance",
        "Five prompts, one at a time",
    ] {
        hall.until(title);
    }
    hall.until("What was your intent?");
    hall.look(&hall.tom).must_say("Maya answers.");
    let ask = format!("{}/answer", hall.base);
    hall.until("Ask Maya one question");
    let fields = [
        ("slot", "1"),
        ("part", "question"),
        ("answer", "Who else knows?"),
    ];
    hall.tom.post(&ask, &fields).location();
    hall.priya.post(&ask, &fields).must_say("You are its guest");
    hall.until("Ask Tom one question");
    hall.until("Is it a question or advice?");
    let noted = || (hall.world).number("select count(*) as n from workshop_marks");
    assert_eq!(noted(), 0, "nobody before it ends");
    let mut step = 0;
    while !hall.look(&hall.priya).says("That was your training") {
        hall.next(step).location();
        step += 1;
    }
    assert_eq!(noted(), 2, "whoever was in the room, and no guest");
    let page = format!("/groups/{}/training", hall.cohort.id);
    hall.priya
        .get(&page)
        .shown()
        .must_say("Was at the workshop");
}

fn tells(who: &Browser, kind: &str, heading: &str, consent: &str) {
    let fields = [
        ("kind", kind),
        ("heading", heading),
        ("situation", "Every Monday began with a queue at my desk."),
        ("action", "I handed the list over with three rules."),
        ("impact", "The queue is gone, and I have two hours back."),
        ("consent", consent),
        ("showcase", "4"),
    ];
    who.post("/stories/new", &fields).location();
}

#[test]
fn a_showcase_has_two_spotlights_and_the_numbers_and_its_sponsor_comes_in() {
    let hall = Hall::at("showcase-4", "2026-04-13 10:15");
    tells(&hall.maya, "win", "Handed over the stock count", "group");
    tells(&hall.tom, "win", "Let Ines open the week", "sponsor");
    tells(&hall.tom, "lesson", "Asked too early", "group");
    for (one, turn) in [(&hall.maya, "present"), (&hall.tom, "second")] {
        hall.look(one);
        hall.press(one, &[("press", turn)]).location();
    }
    let lobby = hall.look(&hall.elena);
    lobby
        .must_say("First spotlight")
        .must_say("Second spotlight");
    hall.begin();
    let first = hall.look(&hall.elena);
    first.must_say("What did you try, and what changed?");
    for hidden in ["Handed over the stock count", "Asked too early"] {
        assert!(!first.says(hidden), "it stays in the group");
    }
    hall.look(&hall.priya)
        .must_say("Handed over the stock count");
    hall.next(0).location();
    hall.look(&hall.elena).must_say("Let Ines open the week");
    hall.until("What did we learn the hard way?");
    hall.look(&hall.maya).must_say("Asked too early");
    hall.until("Ask, and thank somebody by name");
    let (ana, tom) = (&hall.maya, &hall.cohort.leaders[1].seat);
    let thanks = format!("{}/thanks", hall.base);
    let fields = [("to", tom.as_str()), ("words", "Took the early call")];
    let again = ana.post(&thanks, &[("to", ""), fields[1]]);
    again.must_say("Choose who you thank.");
    assert!(again.html.contains("value=\"Took the early call\""));
    for _ in 0..2 {
        let again = [("id", "019d002c-0000-7000-8000-000000000001")];
        ana.post(&thanks, &[fields[0], fields[1], again[0]])
            .location();
    }
    let room = hall.look(&hall.tom);
    room.must_say("Thanks today");
    assert_eq!(room.html.matches("Took the early call").count(), 1);
    assert!(!hall.look(&hall.elena).says("Took the early call"));
    let asks = hall.priya.post(&thanks, &fields);
    assert_eq!(asks.status, 404, "a guest thanks aloud");
    hall.until("Where does the group stand?");
    hall.look(&hall.priya).must_say("Show the slides");
    hall.next(4).location();
    hall.look(&hall.maya).must_say("That was your showcase");
    let note = hall.maya.get(&hall.base).shown();
    note.must_say("Maya Okafor").must_say("Had the floor");
    for told in [
        "Handed over the stock count",
        "Asked too early",
        "Took the early call",
    ] {
        note.must_say(told);
    }
    let file = hall.maya.get(&format!("{}/note.md", hall.base)).shown();
    assert!(
        file.html.contains("Handed over the stock count"),
        "{}",
        file.html
    );
    let read = hall.elena.get(&hall.base).shown();
    read.must_say("Let Ines open the week");
    let file = hall.elena.get(&format!("{}/note.md", hall.base)).shown();
    for hidden in [
        "Handed over the stock count",
        "Asked too early",
        "Took the early call",
    ] {
        assert!(
            !read.says(hidden) && !file.html.contains(hidden),
            "it stays in the group"
        );
    }
}

#[test]
fn sponsors_come_to_showcases_of_groups_of_five_and_to_no_session_kickoff_or_training() {
    let hall = Hall::at("week-4", "2026-04-13 10:00");
    assert_eq!(hall.elena.get(&hall.base).status, 404);
    assert_eq!(hall.priya.get(&format!("{}/live", hall.base)).status, 404);
    for closed in ["week-4", "kickoff", "training"] {
        let other = hall.base.replace("week-4", closed);
        assert_eq!(
            hall.elena.get(&format!("{other}/live")).status,
            404,
            "{closed}"
        );
        assert_eq!(hall.elena.get(&format!("{other}/stream")).status, 404);
    }
    let other = hall.world.sprint("Autumn");
    let stranger = hall.world.sign_in(&other.sponsor);
    let showcase = hall.base.replace("week-4", "showcase-4");
    for path in ["", "/live", "/stream"] {
        assert_eq!(stranger.get(&format!("{showcase}{path}")).status, 404);
    }
    let small = Hall::of("showcase-4", "2026-04-13 10:30", &SIX[..4]);
    assert_eq!(small.elena.get(&format!("{}/live", small.base)).status, 404);
    small.look(&small.priya);
}

#[test]
fn a_guest_on_the_one_laptop_of_a_room_writes_for_those_who_are_named() {
    let hall = Hall::at("training", "2026-03-09 10:00");
    hall.look(&hall.priya);
    hall.press(&hall.priya, &[("press", "device")]).location();
    let opening = format!("{}/opening", hall.base);
    let maya = hall.cohort.leaders[0].seat.as_str();
    hall.priya
        .post(&opening, &[("word", "curious"), ("seat", maya)])
        .location();
    hall.look(&hall.tom).must_say("curious");
}

#[test]
fn a_kickoff_that_was_held_elsewhere_is_filled_in_afterwards() {
    let hall = Hall::at("kickoff", "2026-03-16 12:00");
    let page = hall.maya.get(&hall.base).shown();
    page.must_say("Held without the page? Fill it in")
        .must_say("First questions");
    let seats: Vec<&str> = hall
        .cohort
        .leaders
        .iter()
        .map(|one| one.seat.as_str())
        .collect();
    let fields = [
        ("present", seats[0]),
        ("present", seats[1]),
        ("presenter", seats[0]),
        ("first_questions", "Who reads our moves?"),
    ];
    let told = format!("{}/told", hall.base);
    hall.maya.post(&told, &fields).location();
    let note = hall.tom.get(&hall.base).shown();
    note.must_say("Who reads our moves?")
        .must_say("Maya Okafor");
}
