//! The room of a session: everybody sees the same step, anybody can go on when somebody is gone, and no word is lost.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use jiff::SignedDuration;

use crate::browser::Browser;
use crate::room::{Room, room};

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

/// Asks for the stream of a room in this version of HTTP; the socket, and all that it said until `words`.
fn listens(room: &Room, version: &str, words: &str) -> (TcpStream, String) {
    let host = room.world.app.url.trim_start_matches("http://").to_owned();
    let mut socket = TcpStream::connect(&host).unwrap();
    let token = room.tom.token().unwrap();
    let head = format!("Host: {host}\r\nCookie: firstmove={token}\r\n\r\n");
    write!(socket, "GET {}/stream {version}\r\n{head}", room.base).unwrap();
    let (mut said, mut piece) = (String::new(), [0; 4096]);
    while !said.contains(words) {
        let length = socket.read(&mut piece).unwrap();
        assert!(length > 0, "it ended after {said}");
        said += &String::from_utf8_lossy(&piece[..length]);
    }
    (socket, said)
}

#[test]
fn a_stream_ends_for_the_room_when_its_listener_goes_and_for_the_listener_when_the_server_stops() {
    let room = Room::begun();
    let ask = "How are you, in one word?";
    let (gone, head) = listens(&room, "HTTP/1.1", ask);
    let (_, head) = head.split_once("HTTP/1.1 200 OK\r\n").expect(&head);
    let (head, first) = head.split_once("\r\n\r\n").unwrap();
    for line in [
        "content-type: text/event-stream",
        "transfer-encoding: chunked",
        "x-content-type-options: nosniff",
    ] {
        assert!(head.contains(line), "{line} in {head}");
    }
    let (length, _) = first.split_once("\r\n").unwrap();
    assert!(usize::from_str_radix(length, 16).unwrap() > ask.len());
    assert_eq!(room.world.app.live.watched(), 1);
    drop(gone);
    while room.world.app.live.watched() > 0 {
        std::thread::yield_now();
    }
    // an older server in front asks without chunks
    let (mut old, first) = listens(&room, "HTTP/1.0", ask);
    assert!(!first.contains("chunked"), "{first}");
    let (mut new, _) = listens(&room, "HTTP/1.1", ask);
    room.world.app.live.close();
    let (mut rest, mut last) = (String::new(), String::new());
    old.read_to_string(&mut rest).unwrap();
    new.read_to_string(&mut last).unwrap();
    assert!(last.ends_with("0\r\n\r\n"), "{last}");
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

/// No button changes a turn any more.
fn refuses_turns(room: &Room, sentence: &str) {
    for press in ["run", "write", "present", "second", "device"] {
        for who in [&room.maya, &room.aisha] {
            room.press(who, &[("press", press)]).must_say(sentence);
        }
    }
}

#[test]
fn turns_stay_as_they_were_once_a_session_is_over() {
    let room = Room::begun();
    let over = |page: &crate::browser::Answer| page.says("That was your session");
    for step in 0..20 {
        if over(&room.look(&room.maya)) {
            break;
        }
        room.next(&room.maya, step).location();
    }
    assert!(over(&room.look(&room.maya)));
    refuses_turns(&room, "This session is over. Its turns stay as they were.");
    room.world.at("2026-04-06 12:00");
    refuses_turns(&room, "This session is over.");
    let note = room.maya.get(&room.base).shown();
    note.must_say("Presented Tom Brandt");
}

#[test]
fn a_session_whose_week_has_closed_has_no_button_for_a_turn() {
    let room = room();
    room.world.at("2026-04-06 12:00");
    refuses_turns(&room, "The week of this session has closed.");
    let page = room.look(&room.maya);
    page.must_say("It can no longer be held.");
    for press in ["run", "write", "present", "device", "begin"] {
        let button = format!("name=\"press\" value=\"{press}\"");
        assert!(!page.html.contains(&button), "{press}");
    }
}
