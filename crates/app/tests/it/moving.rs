//! A meeting is moved, called off, and takes place after all: whatever says when it is follows, and the group hears once.

use firstmove_kit::params;

use crate::browser::{Answer, Browser};
use crate::moves::week_one;
use crate::sprint::{Cohort, Sprint};
use crate::world::World;

const NAMES: [&str; 6] = [
    "Maya Okafor",
    "Tom Brandt",
    "Aisha Rahman",
    "Luis Ortega",
    "Hannah Weiss",
    "Dev Patel",
];

/// A group that meets on Mondays at ten; it is Tuesday of week 1, and clocks go forward on Sunday.
pub struct Scene {
    pub world: World,
    pub sprint: Sprint,
    pub cohort: Cohort,
    pub priya: Browser,
    pub maya: Browser,
}

pub fn scene() -> Scene {
    let world = World::new();
    let sprint = world.sprint("Spring");
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &NAMES);
    world.at("2026-03-24 09:00");
    Scene {
        priya: world.sign_in(&sprint.coordinator),
        maya: world.sign_in(&cohort.leaders[0].person),
        world,
        sprint,
        cohort,
    }
}

impl Scene {
    pub fn page(&self, meeting: &str) -> String {
        format!("/sessions/{}/{meeting}", self.cohort.id)
    }

    /// How the meeting stands on the page that somebody has open.
    pub fn stands(&self, meeting: &str) -> String {
        let page = self.priya.get(&self.page(meeting)).shown();
        let field = page.html.split("name=\"stands\" value=\"").nth(1);
        let field = field.expect("a form that moves it");
        field.split('"').next().unwrap().to_owned()
    }

    pub fn moves_as(
        &self,
        who: &Browser,
        meeting: &str,
        (day, time, stands): (&str, &str, &str),
    ) -> Answer {
        let fields = [("day", day), ("time", time), ("stands", stands)];
        who.post(&format!("{}/time", self.page(meeting)), &fields)
    }

    pub fn moves(&self, meeting: &str, day: &str, time: &str) -> Answer {
        let stands = self.stands(meeting);
        self.moves_as(&self.priya, meeting, (day, time, &stands))
    }

    pub fn calls_off(&self, meeting: &str) -> Answer {
        let stands = self.stands(meeting);
        let fields = [("stands", stands.as_str())];
        self.priya
            .post(&format!("{}/off", self.page(meeting)), &fields)
    }

    pub fn takes_back(&self, meeting: &str, what: &str) -> Answer {
        self.priya
            .post(&format!("{}/back", self.page(meeting)), &[("what", what)])
    }

    /// The lines of the event of week 2 in the group's calendar.
    pub fn event(&self) -> Vec<String> {
        let path = format!("/groups/{}/calendar.ics", self.cohort.id);
        let file = self.maya.get(&path).shown().html.replace("\r\n ", "");
        let mut events = file.split("BEGIN:VEVENT");
        let event = events.find(|event| event.contains("UID:session-2-"));
        event.unwrap().lines().map(str::to_owned).collect()
    }

    pub fn told(&self) -> i64 {
        self.world
            .number("select count(*) as n from notices where kind = 'meeting_changed'")
    }

    pub fn mail(&self) -> String {
        self.world.write(|conn| {
            let sql =
                "select subject || '\n' || body as mail from notices where kind = 'meeting_changed'
                       order by created_at desc, id desc limit 1";
            conn.one(sql, &[])?.unwrap().get("mail")
        })
    }

    /// A second press from a page that is older.
    pub fn calls_off_again(&self) {
        let address = format!("{}/off", self.page("week-2"));
        self.priya.post(&address, &[("stands", "")]).location();
        let events = "select count(*) as n from events where kind = 'meeting_called_off'";
        assert_eq!(self.world.number(events), 1);
    }
}

pub fn has(event: &[String], line: &str) -> bool {
    event.iter().any(|one| one == line)
}

#[test]
fn whatever_says_when_a_session_is_follows_when_it_is_moved() {
    let it = scene();
    assert!(has(&it.event(), "DTSTART:20260330T080000Z"));
    assert!(has(&it.event(), "SEQUENCE:0"));
    let done = it.moves("week-2", "2026-04-03", "14:00").location();
    assert_eq!(done, format!("{}?done=moved", it.page("week-2")));
    let page = it.priya.get(&done).shown();
    page.must_say("Friday 3 April 2026, 14:00")
        .must_say("The new time is in the calendar.")
        .must_say("By the calendar it is on Monday 30 March, 10:00.");
    it.maya
        .get("/home")
        .shown()
        .must_say("Friday 3 April, 14:00");
    it.priya.get("/").shown().must_say("Peer session at 14:00");
    let list = it.maya.get("/sessions").shown();
    list.must_say("Fri 3 Apr Session 2 Next Moved 14:00.");
    let group = it.priya.get(&format!("/groups/{}", it.cohort.id)).shown();
    group.must_say("Friday 3 April, 14:00");
    let event = it.event();
    assert!(has(&event, "DTSTART:20260403T120000Z"), "{event:?}");
    assert!(has(&event, "SEQUENCE:1") && has(&event, "STATUS:CONFIRMED"));
    let trail = it.priya.get("/trail").shown();
    trail.must_say("Session 2 was moved by Spring Coordinator to Friday 3 April, 14:00.");
    // the room opens in its week as before, and the session is rated once it was held
    it.world.at("2026-03-31 09:00");
    let room = it.maya.get(&format!("{}/live", it.page("week-2"))).shown();
    room.must_say("Friday 3 April, 14:00");
    assert!(!it.maya.get("/home").says("The session of week 2"));
    it.world.at("2026-04-03 14:31");
    it.maya
        .get("/home")
        .shown()
        .must_say("The session of week 2");
}

#[test]
fn the_group_hears_by_mail_once_and_what_was_taken_back_before_that_is_told_to_nobody() {
    let it = scene();
    let stands = it.stands("week-2");
    let to = ("2026-04-03", "14:00", stands.as_str());
    it.moves_as(&it.priya, "week-2", to).location();
    it.moves_as(&it.priya, "week-2", to).location();
    assert_eq!(it.told(), 6);
    let mail = it.mail();
    assert!(
        mail.starts_with("Session 2 is on Friday 3 April, 14:00 now\n"),
        "{mail}"
    );
    assert!(mail.contains("It was to be on Monday 30 March, 10:00."));
    assert!(mail.contains("The time is that of Europe/Berlin."));
    assert!(!mail.contains("Stop these mails"));
    let events = "select count(*) as n from events where kind = 'meeting_moved'";
    assert_eq!(it.world.number(events), 1);
    let sent =
        "select count(*) as n from notices where kind = 'meeting_changed' and state = 'queued'";
    it.world.tick();
    assert_eq!(it.world.number(sent), 0, "it has left at once");
    // in the evening a mail waits for the morning; what is as people know it is not told again
    it.world.at("2026-03-24 19:00");
    it.calls_off("week-2").location();
    it.world.tick();
    assert_eq!((it.told(), it.world.number(sent)), (12, 6));
    it.takes_back("week-2", "off").location();
    it.takes_back("week-2", "off").location();
    assert_eq!((it.told(), it.world.number(sent)), (6, 0));
    it.calls_off("week-2").location();
    it.world.at("2026-03-25 08:00");
    assert_eq!((it.told(), it.world.number(sent)), (12, 0));
    assert!(it.mail().starts_with("Session 2 is called off\n"));
    assert!(it.mail().contains("You need do nothing."));
    it.takes_back("week-2", "off").location();
    assert!(
        it.mail()
            .contains("Session 2 takes place after all, on Friday 3 April, 14:00")
    );
    it.world.at("2026-03-25 08:05");
    it.takes_back("week-2", "time").location();
    assert!(
        it.mail()
            .starts_with("Session 2 is on Monday 30 March, 10:00 now\n")
    );
    let event = it.event();
    assert!(has(&event, "DTSTART:20260330T080000Z"), "{event:?}");
    // moved, called off, back, called off, back, back to its time
    assert!(has(&event, "SEQUENCE:6"), "{event:?}");
}

#[test]
fn what_is_to_be_tonight_is_told_at_once_although_it_is_late() {
    let it = scene();
    it.world.at("2026-03-29 20:00");
    it.calls_off("week-2").location();
    let waits =
        "select count(*) as n from notices where kind = 'meeting_changed' and state = 'queued'";
    it.world.tick();
    assert_eq!(
        it.world.number(waits),
        6,
        "on Sunday for a Monday at ten, it waits for eight"
    );
    it.takes_back("week-2", "off").location();
    it.moves("week-2", "2026-03-30", "08:30").location();
    it.world.tick();
    assert_eq!((it.told(), it.world.number(waits)), (6, 0));
}

#[test]
fn a_time_that_cannot_be_comes_back_with_a_sentence_and_what_was_typed() {
    let it = scene();
    let clocks = it.moves("week-2", "2026-04-06", "11:15").came_back();
    clocks.must_say("It stays in its week. Choose a day from Monday 30 March to Sunday 5 April.");
    assert!(
        clocks.html.contains("value=\"2026-04-06\"") && clocks.html.contains("value=\"11:15\"")
    );
    it.moves("week-2", "soon", "")
        .came_back()
        .must_say("is not a date")
        .must_say("Write the time like 10:00.");
    it.moves("week-2", "2026-03-30", "10:00")
        .came_back()
        .must_say("It begins then already.");
    // week 1 ends with the night in which clocks go forward; by now its Monday has passed
    let passed = it.moves_as(&it.priya, "week-1", ("2026-03-29", "02:30", ""));
    passed.must_say("This meeting has begun, or its time has passed.");
    assert_eq!(it.told(), 0);
}

#[test]
fn a_local_time_that_the_clock_change_leaves_out_or_brings_twice_is_named() {
    let world = World::new();
    let sprint = world.sprint("Autumn");
    let cohort = world.cohort(&sprint, "Operations A", "2026-10-19", &NAMES);
    world.at("2026-10-19 08:00");
    let priya = world.sign_in(&sprint.coordinator);
    let page = format!("/sessions/{}/week-1", cohort.id);
    let open = priya.get(&page).shown();
    let stands = open.html.split("name=\"stands\" value=\"").nth(1).unwrap();
    let stands = stands.split('"').next().unwrap();
    let moves = |time| {
        let fields = [("day", "2026-10-25"), ("time", time), ("stands", stands)];
        priya.post(&format!("{page}/time"), &fields)
    };
    let twice = moves("02:30").came_back();
    twice.must_say("Clocks go back on that day, so 02:30 comes twice.");
    moves("03:30").location();
    let file = priya.get(&format!("{page}/date.ics")).shown();
    assert!(
        file.html.contains("DTSTART:20261025T023000Z"),
        "{}",
        file.html
    );
    let spring = scene();
    spring
        .world
        .app
        .clock
        .set(crate::world::moment("2026-03-23 08:00"));
    let gap = spring.moves("week-1", "2026-03-29", "02:30").came_back();
    gap.must_say("Clocks go forward over 02:30 on that day, so it never comes.");
    spring.moves("week-1", "2026-03-29", "03:30").location();
    let page = spring.page("week-1");
    let file = spring.maya.get(&format!("{page}/date.ics")).shown();
    assert!(
        file.html.contains("DTSTART:20260329T013000Z"),
        "{}",
        file.html
    );
}

#[test]
fn of_two_coordinators_one_decides_and_the_other_is_told_what_stands() {
    let it = scene();
    let second = it.world.person("Omar Haddad");
    let (sprint, id) = (it.sprint.id.clone(), second.id.clone());
    it.world.write(move |conn| {
        let sql = "insert into sprint_roles (sprint_id, person_id, role, since) values ($1, $2, 'coordinator', 0)";
        conn.execute(sql, &params![&sprint, &id])
    });
    let omar = it.world.sign_in(&second);
    let stands = it.stands("week-2");
    let both = std::thread::scope(|at_once| {
        let tries = [(&it.priya, "2026-04-02"), (&omar, "2026-04-03")];
        let tries = tries.map(|(who, day)| {
            let to = (day, "14:00", stands.as_str());
            let it = &it;
            at_once.spawn(move || it.moves_as(who, "week-2", to))
        });
        tries.map(|one| one.join().unwrap())
    });
    let done = both.iter().filter(|one| one.status == 303).count();
    assert_eq!(done, 1, "one of them");
    let late = both.into_iter().find(|one| one.status != 303).unwrap();
    late.came_back()
        .must_say("Somebody changed this meanwhile: it is on")
        .must_say("April, 14:00. Look at it and choose again.");
    assert_eq!(it.told(), 6);
    // from the old page nothing is called off either
    let old = [("stands", stands.as_str())];
    let refused = omar.post(&format!("{}/off", it.page("week-2")), &old);
    refused.must_say("Somebody changed this meanwhile");
}

#[test]
fn what_runs_or_is_over_is_neither_moved_nor_called_off() {
    let it = scene();
    let stands = it.stands("week-2");
    it.world.at("2026-03-30 09:50");
    let press = |what| {
        let address = format!("{}/press", it.page("week-2"));
        it.maya.post(&address, &[("press", what)]).location();
    };
    ["here", "run", "begin"].into_iter().for_each(press);
    let to = ("2026-04-03", "14:00", stands.as_str());
    let refused = it.moves_as(&it.priya, "week-2", to);
    refused.must_say("This meeting has begun, or its time has passed. It stays as it is.");
    let off = [("stands", stands.as_str())];
    let refused = it.priya.post(&format!("{}/off", it.page("week-2")), &off);
    refused.must_say("This meeting has begun");
    assert!(!it.priya.get(&it.page("week-2")).shown().says("Call it off"));
}

#[test]
fn a_kickoff_that_nobody_held_in_time_is_moved_and_one_that_was_held_stays() {
    let it = scene();
    // both lie before week 1, in which it is Tuesday
    it.moves("kickoff", "2026-03-26", "15:00").location();
    it.moves("training", "2026-03-26", "14:30")
        .came_back()
        .must_say("The kickoff is at 15:00 on that day and takes 30 minutes.");
    it.moves("training", "2026-03-26", "13:00").location();
    it.maya
        .get(&it.page("training"))
        .shown()
        .must_say("Thursday 26 March");
    it.world.at("2026-03-30 09:00");
    let late = it.moves_as(&it.priya, "kickoff", ("2026-03-29", "15:00", ""));
    late.must_say("This meeting has begun, or its time has passed.");
}

#[test]
fn leaders_read_when_it_is_and_change_nothing() {
    let it = scene();
    let page = it.maya.get(&it.page("week-2")).shown();
    assert!(!page.says("Call it off") && !page.says("Another time?"));
    let stands = it.stands("week-2");
    let to = ("2026-04-03", "14:00", stands.as_str());
    assert_eq!(it.moves_as(&it.maya, "week-2", to).status, 404);
    for form in ["off", "back"] {
        let sent = it.maya.post(&format!("{}/{form}", it.page("week-2")), &[]);
        assert_eq!(sent.status, 404, "{form}");
    }
}

#[test]
fn what_comes_stands_first_and_what_was_is_folded_the_newest_first() {
    let world = World::new();
    let (sprint, _) = week_one(&world);
    let other = world.cohort(&sprint, "Operations B", "2026-03-23", &["Ana Reis"]);
    world.at("2026-04-08 09:00");
    let page = world.sign_in(&sprint.coordinator).get("/sessions").shown();
    let at = |words: &str| page.html.find(words).expect(words);
    let session = |number: u8| at(&format!("<b>Session {number}</b>"));
    assert!(session(4) < at(">Next<") && at(">Next<") < session(5));
    let past = at("past meetings, the newest first");
    assert!(session(10) < past && past < session(2) && session(2) < session(1));
    // the other group is chosen as on every page
    let there = format!("/sessions?cohort={}", other.id);
    assert!(page.html.contains(&there));
}
