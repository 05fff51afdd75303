//! What stays of a session: commitments, the note, and one that is filled in afterwards.

use crate::browser::{Answer, Browser};
use crate::room::Room;
use crate::world::World;

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
        ("helped", "Maya asked who would notice"),
        ("promised", "Tom posts the script on Friday"),
    ];
    maya.post(&told, &right).location();
    let note = maya.get(&base).shown();
    note.must_say("Tom Brandt").must_say("The brief");
    note.must_say("What helped most")
        .must_say("Maya asked who would notice")
        .must_say("Tom posts the script on Friday");
    assert!(!note.says("Aisha Rahman"), "she was not there");
    let again = maya.post(&told, &right);
    again.location();
    // whoever filled it in at the same time loses nothing of it
    let tom = world.sign_in(&cohort.leaders[1].person);
    let mut other = right.to_vec();
    other.push(("takeaway", "Ask before the brief"));
    other[3].1 = "The brief at noon";
    let both = tom.post(&told, &other).came_back();
    both.must_say("Maya wrote here meanwhile.")
        .must_say("The brief at noon")
        .must_say("Your line is not in it yet.")
        .must_say("Ask before the brief");
    // another of the group adds to it; of two who write at once both are shown
    let lines = format!("{base}/lines");
    let write =
        |who: &Browser, words: &str, revision: &str| writes(who, &lines, "scene", words, revision);
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

#[test]
fn the_date_of_one_session_and_a_session_on_paper_are_taken_along() {
    let room = Room::begun();
    let date = room.tom.get(&format!("{}/date.ics", room.base));
    assert!(date.header("content-type").starts_with("text/calendar"));
    assert_eq!(date.html.matches("BEGIN:VEVENT").count(), 1);
    let all = room
        .tom
        .get(&format!("/groups/{}/calendar.ics", room.cohort.id));
    let uid = date.html.lines().find(|line| line.starts_with("UID:"));
    assert!(all.html.contains(uid.unwrap()), "it is the same date");
    assert_eq!(all.html.matches("peer session").count(), 10);
    assert_eq!(all.html.matches("retrospective\r\n").count(), 1);
    let agenda = room.tom.get("/print/agenda").shown();
    agenda.must_say("30:00").must_say("Plan your next move");
    let prompts = room.tom.get("/print/prompts").shown();
    prompts.must_say("1. What was your intent?");
    prompts.must_say("5. One other move for the presenter");
    let showcase = room.tom.get("/print/showcase").shown();
    showcase.must_say("Until 30:00").must_say("the hard way");
}

/// Writes a line while the session runs.
fn writes_in_the_room(
    who: &Browser,
    address: &str,
    part: &str,
    words: &str,
    revision: &str,
) -> Answer {
    let fields = [
        ("slot", "1"),
        ("part", part),
        ("words", words),
        ("revision", revision),
    ];
    who.post(address, &fields)
}

/// Sets a line of a note right.
fn writes(who: &Browser, address: &str, part: &str, words: &str, revision: &str) -> Answer {
    let (typed, seen) = (format!("words-{part}-1"), format!("revision-{part}-1"));
    who.post(
        address,
        &[(typed.as_str(), words), (seen.as_str(), revision)],
    )
}

#[test]
fn an_old_page_of_ones_own_takes_no_words_of_a_peer_away() {
    let world = World::new();
    let sprint = world.sprint("Spring");
    let names = ["Maya Okafor", "Tom Brandt"];
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &names);
    world.at("2026-03-23 12:00");
    let base = format!("/sessions/{}/week-1", cohort.id);
    let [maya, tom] = [0, 1].map(|at: usize| world.sign_in(&cohort.leaders[at].person));
    let seat = |at: usize| cohort.leaders[at].seat.as_str();
    let told = [
        ("present", seat(0)),
        ("present", seat(1)),
        ("presenter", seat(1)),
        ("takeaway", "Ask first"),
    ];
    maya.post(&format!("{base}/told"), &told).location();
    let line = format!("{base}/lines");
    let write = |who: &Browser, words: &str, revision: &str| {
        writes(who, &line, "takeaway", words, revision)
    };
    write(&tom, "Ask first, then wait", "1").location();
    write(&maya, "Ask, wait, and write it down", "2").location();
    let both = write(&maya, "Ask nobody", "1").came_back();
    both.must_say("You wrote here meanwhile.")
        .must_say("Ask, wait, and write it down")
        .must_say("Ask nobody");
    // what goes on from one's own words is one's own, from whichever page; what takes some of them away is shown both
    write(&maya, "Ask, wait, write", "3").location();
    write(&maya, "Ask, wait, write, thank", "3").location();
    let other = write(&maya, "Ask, wait, thank", "2").came_back();
    other.must_say("You wrote here meanwhile.");
    write(&maya, "Ask, wait, thank", "5").location();
    let late = write(&tom, "Wait", "2").came_back();
    late.must_say("Maya wrote here meanwhile.")
        .must_say("Ask, wait, thank");
    maya.get(&base).shown().must_say("Ask, wait, thank");
}

#[test]
fn a_page_that_saves_by_itself_may_be_behind_what_it_saved() {
    let room = Room::begun();
    room.until("What was your intent?");
    let note = format!("{}/note", room.base);
    // the line broke each time before the answer came
    for words in ["That", "That Karim", "That Karim decides."] {
        writes_in_the_room(&room.aisha, &note, "intent", words, "0").location();
    }
    room.look(&room.tom).must_say("That Karim decides.");
}

#[test]
fn whoever_says_something_in_a_running_session_was_there_without_pressing_that_they_are() {
    let world = World::new();
    let sprint = world.sprint("Spring");
    let names = ["Maya Okafor", "Tom Brandt", "Aisha Rahman", "Dev Patel"];
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &names);
    world.at("2026-03-22 12:00");
    let base = format!("/sessions/{}/week-1", cohort.id);
    let sends = |who: &Browser, part: &str, fields: &[(&str, &str)]| {
        who.post(&format!("{base}/{part}"), fields).location()
    };
    let [maya, tom, aisha, dev] =
        [0, 1, 2, 3].map(|at: usize| world.sign_in(&cohort.leaders[at].person));
    // a word of the day before is no sign of being there
    sends(&dev, "opening", &[("word", "busy"), ("mood", "steady")]);
    world.at("2026-03-23 10:00");
    sends(&maya, "press", &[("press", "run")]);
    sends(&maya, "press", &[("press", "begin")]);
    sends(&tom, "opening", &[("word", "curious"), ("mood", "steady")]);
    let commit = [("what", "post the script"), ("due", "2026-03-30")];
    sends(&aisha, "commitment", &commit);
    world.at("2026-03-24 12:00");
    let note = maya.get(&base).shown();
    note.must_say("Aisha Rahman, Maya Okafor, Tom Brandt");
}

#[test]
fn a_session_that_runs_past_its_week_is_told_with_who_presents_in_it() {
    let world = World::new();
    let sprint = world.sprint("Spring");
    let names = ["Maya Okafor", "Tom Brandt", "Aisha Rahman"];
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &names);
    world.at("2026-03-23 08:00");
    let base = format!("/sessions/{}/week-1", cohort.id);
    let coordinator = world.sign_in(&sprint.coordinator);
    let page = coordinator.get(&base).shown();
    let stands = page.html.split("name=\"stands\" value=\"").nth(1).unwrap();
    let stands = stands.split('"').next().unwrap().to_owned();
    let time = [
        ("day", "2026-03-29"),
        ("time", "23:50"),
        ("stands", &stands),
    ];
    coordinator.post(&format!("{base}/time"), &time).location();
    let [maya, tom] = [0, 1].map(|at: usize| world.sign_in(&cohort.leaders[at].person));
    world.at("2026-03-29 23:50");
    for (who, press) in [(&maya, "run"), (&tom, "present"), (&maya, "begin")] {
        for one in [&maya, &tom] {
            one.get(&format!("{base}/live")).shown();
        }
        who.post(&format!("{base}/press"), &[("press", press)])
            .location();
    }
    world.at("2026-03-30 00:03");
    maya.get("/home").shown().must_say("Tom presents.");
}
