//! The room of a session: everybody sees the same step, anybody can go on when somebody is gone, and no word is lost.

use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::sprint::Cohort;
use crate::world::World;

/// Three leaders on the morning of their first session, each in the room with a page of their own.
struct Room {
    world: World,
    cohort: Cohort,
    base: String,
    maya: Browser,
    tom: Browser,
    aisha: Browser,
}

fn room() -> Room {
    let world = World::new();
    let sprint = world.sprint("Spring");
    let names = ["Maya Okafor", "Tom Brandt", "Aisha Rahman"];
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &names);
    world.at("2026-03-23 09:55");
    let base = format!("/sessions/{}/week-1", cohort.id);
    let [maya, tom, aisha] = [0, 1, 2].map(|at: usize| world.sign_in(&cohort.leaders[at].person));
    for one in [&maya, &tom, &aisha] {
        one.get(&format!("{base}/live")).shown();
        one.post(&format!("{base}/press"), &[("press", "here")])
            .location();
    }
    Room {
        world,
        cohort,
        base,
        maya,
        tom,
        aisha,
    }
}

impl Room {
    /// Maya runs it, Tom presents, Aisha writes, and it has begun.
    fn begun() -> Room {
        let room = room();
        room.press(&room.maya, &[("press", "run")]);
        room.press(&room.tom, &[("press", "present")]);
        room.press(&room.aisha, &[("press", "write")]);
        room.press(&room.maya, &[("press", "begin")]);
        room
    }

    fn press(&self, who: &Browser, fields: &[(&str, &str)]) -> Answer {
        who.post(&format!("{}/press", self.base), fields)
    }

    /// A second later, so that it is no second click.
    fn next(&self, who: &Browser, step: usize) -> Answer {
        self.later(1);
        self.press(who, &[("press", "next"), ("step", &step.to_string())])
    }

    fn look(&self, who: &Browser) -> Answer {
        who.get(&format!("{}/live", self.base)).shown()
    }

    /// Everybody looks, so that nobody counts as away.
    fn later(&self, seconds: i64) {
        self.world.later(SignedDuration::from_secs(seconds));
        for one in [&self.maya, &self.tom, &self.aisha] {
            self.look(one);
        }
    }

    /// Maya goes on until this is asked.
    fn until(&self, title: &str) {
        for step in 0..12 {
            if self.look(&self.aisha).says(title) {
                return;
            }
            self.next(&self.maya, step).location();
        }
        panic!("the room never asked {title}");
    }
}

#[test]
fn everybody_sees_the_same_step_and_two_who_press_at_once_go_one_step() {
    let room = Room::begun();
    for one in [&room.maya, &room.tom, &room.aisha] {
        room.look(one).must_say("How are you, in one word?");
    }
    room.next(&room.maya, 0).location();
    room.next(&room.maya, 0).location();
    for one in [&room.maya, &room.tom, &room.aisha] {
        room.look(one).must_say("One small move a week");
    }
}

#[test]
fn only_whoever_runs_it_goes_on_until_they_are_gone_for_twenty_seconds() {
    let room = Room::begun();
    let refused = room.next(&room.tom, 0);
    refused.must_say("Maya runs this session");
    room.world.later(SignedDuration::from_secs(21));
    room.look(&room.tom).must_say("Run it from here");
    room.press(&room.tom, &[("press", "run")]).location();
    room.next(&room.tom, 0).location();
    room.look(&room.aisha)
        .must_say("One small move a week")
        .must_say("Tom runs today");
}

#[test]
fn the_time_is_the_servers_and_nothing_jumps_when_it_is_up() {
    let room = Room::begun();
    room.later(100);
    assert!(room.look(&room.tom).html.contains("left=\"20000\""));
    room.press(&room.maya, &[("press", "more"), ("turn", "4")])
        .location();
    room.later(200);
    let late = room.look(&room.tom);
    late.must_say("How are you, in one word?");
    assert!(late.html.contains("left=\"-"), "it says by how much");
    room.press(&room.maya, &[("press", "pause"), ("step", "0")])
        .location();
    room.look(&room.aisha).must_say("paused");
}

#[test]
fn questions_are_questions_and_are_read_once_all_are_in() {
    let room = Room::begun();
    room.until("Ask Tom one question");
    let ask = format!("{}/answer", room.base);
    let send = |who: &Browser, text: &str| {
        who.post(
            &ask,
            &[("slot", "1"), ("part", "question"), ("answer", text)],
        )
    };
    let back = send(&room.maya, "You should tell them.").came_back();
    back.must_say("This is not a question yet")
        .must_say("You should tell them.");
    send(&room.maya, "Who would notice first?").location();
    let tom = room.look(&room.tom);
    tom.must_say("1 of 2 questions are in.");
    assert!(
        !tom.says("Who would notice first?"),
        "nobody reads the first before the last"
    );
    let own = send(&room.tom, "May I?");
    own.must_say("You present.");
    send(&room.aisha, "What if it is raining? \u{1f327}").location();
    room.look(&room.tom)
        .must_say("Who would notice first?")
        .must_say("\u{1f327}");
    let (maya, useful) = (
        &room.cohort.leaders[0].seat,
        format!("{}/useful", room.base),
    );
    let fields = [("slot", "1"), ("part", "question"), ("seat", maya.as_str())];
    room.aisha
        .post(&useful, &fields)
        .must_say("Only the one who presents");
    room.tom.post(&useful, &fields).location();
    room.look(&room.aisha).must_say("Helped most");
}

#[test]
fn the_notes_are_written_by_one_and_read_by_all_and_nobodys_words_are_lost() {
    let room = Room::begun();
    room.until("What was your intent?");
    let note = format!("{}/note", room.base);
    let write = |who: &Browser, words: &str, revision: &str| {
        let fields = [
            ("slot", "1"),
            ("part", "intent"),
            ("words", words),
            ("revision", revision),
        ];
        who.post(&note, &fields)
    };
    write(&room.maya, "mine", "0").must_say("Aisha writes the notes.");
    write(&room.aisha, "That Karim decides.", "0").location();
    room.look(&room.tom).must_say("That Karim decides.");
    let endless = "a".repeat(100_000);
    let back = write(&room.aisha, &endless, "1").came_back();
    back.must_say("Shorten it");
    assert!(
        back.html.contains(&endless),
        "what was typed is still there"
    );
    // Aisha is gone; Maya takes over from an older page
    room.world.later(SignedDuration::from_secs(25));
    room.look(&room.maya).must_say("I write the notes");
    room.press(&room.maya, &[("press", "write")]).location();
    let both = write(&room.maya, "That he decides the order.", "0").came_back();
    both.must_say("Aisha wrote here meanwhile.")
        .must_say("That Karim decides.")
        .must_say("That he decides the order.");
    write(&room.maya, "That Karim decides the order.", "1").location();
    room.look(&room.tom)
        .must_say("That Karim decides the order.");
}

#[test]
fn a_room_is_found_by_its_own_group_only_and_its_stream_gives_nothing_to_others() {
    let room = Room::begun();
    let sprint = room.world.sprint("Other");
    let other = room
        .world
        .cohort(&sprint, "B", "2026-03-23", &["Luis Ortega"]);
    let strangers = [
        room.world.sign_in(&other.leaders[0].person),
        room.world.sign_in(&sprint.coordinator),
        room.world.sign_in(&sprint.sponsor),
    ];
    for stranger in &strangers {
        for page in ["live", "stream"] {
            assert_eq!(stranger.get(&format!("{}/{page}", room.base)).status, 404);
        }
        for form in ["press", "answer", "note", "opening", "useful", "commitment"] {
            let sent = stranger.post(
                &format!("{}/{form}", room.base),
                &[("press", "next"), ("step", "0")],
            );
            assert_eq!(sent.status, 404, "{form}");
        }
    }
    assert_eq!(
        room.world
            .nobody()
            .get(&format!("{}/live", room.base))
            .status,
        303
    );
    let unknown = room.base.replace("week-1", "week-13");
    assert_eq!(room.maya.get(&format!("{unknown}/live")).status, 404);
}

#[test]
fn what_changes_in_a_room_comes_to_everybody_who_watches_it() {
    let room = Room::begun();
    let mut lines = room.tom.stream(&format!("{}/stream", room.base));
    let mut until = |words: &str| {
        lines
            .by_ref()
            .find(|line| line.contains(words))
            .expect("a message")
    };
    until("How are you, in one word?");
    room.next(&room.maya, 0).location();
    until("One small move a week");
}

#[test]
fn one_laptop_writes_for_everybody_who_is_named() {
    let room = room();
    let tom = room.cohort.leaders[1].seat.clone();
    let opening = format!("{}/opening", room.base);
    let said = [("word", "calm"), ("seat", tom.as_str())];
    assert_eq!(
        room.maya.post(&opening, &said).status,
        404,
        "each speaks for themselves"
    );
    room.press(&room.maya, &[("press", "device")]).location();
    room.maya.post(&opening, &said).location();
    room.look(&room.aisha)
        .must_say("calm")
        .must_say("Whose is it?");
}

#[test]
fn a_commitment_comes_back_in_the_next_session_until_it_is_ticked_off() {
    let mut room = Room::begun();
    room.until("Who does what by when?");
    let commit = [("what", "post the script"), ("due", "2026-03-30")];
    let address = format!("{}/commitment", room.base);
    room.tom.post(&address, &commit).location();
    room.world.at("2026-03-30 09:58");
    room.base = room.base.replace("week-1", "week-2");
    room.later(1);
    for who in [&room.maya, &room.tom, &room.aisha] {
        room.press(who, &[("press", "here")]).location();
    }
    room.press(&room.maya, &[("press", "run")]);
    room.press(&room.maya, &[("press", "begin")]).location();
    room.next(&room.maya, 0).location();
    room.look(&room.aisha)
        .must_say("Last week")
        .must_say("Tom post the script");
    let page = room.tom.get(&room.base).shown();
    let tick = page.html.split("action=\"/commitments/").nth(1).unwrap();
    let tick = format!("/commitments/{}", tick.split('"').next().unwrap());
    assert_eq!(
        room.maya.post(&tick, &[]).status,
        404,
        "one ticks off one's own"
    );
    room.tom.post(&tick, &[]).location();
    assert!(!room.look(&room.aisha).says("post the script"));
}

/// Everything of a PDF's or DOCX's answer that tells what it is.
fn file_of(who: &Browser, path: &str) -> (String, Vec<u8>) {
    let answer = who.get(path).shown();
    (answer.header("content-type").to_owned(), who.bytes(path))
}

#[test]
fn the_note_of_a_session_is_taken_along_as_a_page_and_as_files_that_say_the_same() {
    let room = Room::begun();
    room.until("What was your intent?");
    let fields = [
        ("slot", "1"),
        ("part", "intent"),
        ("words", "That *Karim* decides, <not> me."),
        ("revision", "0"),
    ];
    let note = format!("{}/note", room.base);
    room.aisha.post(&note, &fields).location();
    assert_eq!(
        room.tom.get(&format!("{}/note.md", room.base)).status,
        404,
        "it runs still"
    );
    room.until("Who does what by when?");
    let commit = [("what", "post the script"), ("due", "2026-03-27")];
    room.tom
        .post(&format!("{}/commitment", room.base), &commit)
        .location();
    let last = room.look(&room.maya);
    let step = last.html.split("name=\"step\" value=\"").nth(1).unwrap();
    let step: usize = step.split('"').next().unwrap().parse().unwrap();
    room.next(&room.maya, step).location();
    let page = room.tom.get(&room.base).shown();
    page.must_say("That *Karim* decides, <not> me.")
        .must_say("post the script")
        .must_say("Tom Brandt");
    let (kind, markdown) = file_of(&room.tom, &format!("{}/note.md", room.base));
    assert_eq!(kind, "text/markdown; charset=utf-8");
    let markdown = String::from_utf8(markdown).unwrap();
    assert!(
        markdown.contains("post the script") && !markdown.contains("*Karim* decides"),
        "{markdown}"
    );
    for (file, begins) in [("note.pdf", "%PDF-"), ("note.docx", "PK")] {
        let bytes = file_of(&room.tom, &format!("{}/{file}", room.base)).1;
        assert!(bytes.starts_with(begins.as_bytes()), "{file}");
    }
    let stranger = room.world.sign_in(&room.world.person("Luis Ortega"));
    assert_eq!(stranger.get(&format!("{}/note.pdf", room.base)).status, 404);
}

#[test]
fn a_session_that_was_held_without_the_page_is_filled_in_afterwards() {
    let world = World::new();
    let sprint = world.sprint("Spring");
    let names = ["Maya Okafor", "Tom Brandt", "Aisha Rahman"];
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &names);
    world.at("2026-03-23 12:00");
    let (base, maya) = (
        format!("/sessions/{}/week-1", cohort.id),
        world.sign_in(&cohort.leaders[0].person),
    );
    maya.get(&base)
        .shown()
        .must_say("Held without the page? Fill it in");
    let seat = |at: usize| cohort.leaders[at].seat.as_str();
    let told = format!("{base}/told");
    let missing = [
        ("present", seat(0)),
        ("present", seat(1)),
        ("presenter", seat(2)),
        ("scene", "The brief"),
    ];
    let back = maya.post(&told, &missing).came_back();
    back.must_say("Whoever presented was there.")
        .must_say("The brief");
    let right = [
        ("present", seat(0)),
        ("present", seat(1)),
        ("presenter", seat(1)),
        ("scene", "The brief"),
    ];
    maya.post(&told, &right).location();
    let note = maya.get(&base).shown();
    note.must_say("Tom Brandt").must_say("The brief");
    assert!(!note.says("Aisha Rahman"), "she was not there");
    let again = maya.post(&told, &right);
    again.must_say("Somebody has begun this session or filled it in.");
    // another of the group adds to it; of two who write at once both are shown
    let tom = world.sign_in(&cohort.leaders[1].person);
    let line = format!("{base}/line");
    let write = |who: &Browser, words: &str, revision: &str| {
        who.post(
            &line,
            &[
                ("slot", "1"),
                ("part", "scene"),
                ("words", words),
                ("revision", revision),
            ],
        )
    };
    write(&tom, "The brief on Monday", "1").location();
    let both = write(&maya, "The morning brief", "1").came_back();
    both.must_say("Tom wrote here meanwhile.")
        .must_say("The brief on Monday")
        .must_say("The morning brief");
    world.at("2026-04-06 12:00");
    write(&tom, "later", "2").must_say("The week of this session has closed.");
    let coordinator = world.sign_in(&sprint.coordinator);
    coordinator
        .get(&base)
        .shown()
        .must_say("The brief on Monday");
}
