//! What the timed rooms say to whom: guests by name, oneself in the second person, who is away, and what comes next.

use crate::browser::Browser;
use crate::meetings::Hall;
use crate::room::Room;

#[test]
fn guests_are_named_and_nothing_is_said_to_stay_in_the_group_while_they_sit_there() {
    let hall = Hall::at("retrospective", "2026-06-01 10:00");
    hall.begin();
    let sentence = "What is said here stays in the group.";
    let sponsor = hall.sprint.sponsor.name.as_str();
    let maya = hall.look(&hall.maya);
    maya.must_say(&format!("Guest: {}.", hall.sprint.coordinator.name));
    assert!(!maya.says(sponsor));
    hall.look(&hall.elena);
    hall.press(&hall.elena, &[("press", "here")]).location();
    for who in [&hall.maya, &hall.elena] {
        let page = hall.look(who);
        assert!(page.says("Guests: ") && page.says(sponsor));
        assert!(!page.says(sentence));
    }
}

#[test]
fn a_spotlight_that_nobody_has_is_offered_and_what_all_say_is_in_nobodys_words() {
    let hall = Hall::at("showcase-4", "2026-04-13 10:30");
    hall.look(&hall.tom);
    hall.press(&hall.tom, &[("press", "write")]).location();
    hall.look(&hall.maya);
    hall.press(&hall.maya, &[("press", "present")]).location();
    hall.begin();
    hall.world
        .write(|conn| conn.execute("update meetings set second_presenter = null", &[]));
    hall.look(&hall.maya)
        .must_say("You tell it. Everyone else listens.")
        .must_say("Two wins end in");
    hall.look(&hall.tom).must_say("Maya tells it.");
    hall.look(&hall.priya).must_say("Second spotlight");
    hall.next(0).location();
    assert!(
        !hall.look(&hall.priya).says("I take it"),
        "a guest has no turn"
    );
    hall.look(&hall.tom)
        .must_say("Nobody has the floor. Take it, or go on.")
        .must_say("I take it");
    hall.press(&hall.tom, &[("press", "second")]).location();
    hall.look(&hall.maya).must_say("Tom tells it.");
    hall.until("What did we learn the hard way?");
    let page = hall.look(&hall.tom);
    page.must_say("One lesson");
    assert!(!page.says("words</label>"));
}

#[test]
fn a_sponsor_who_sat_in_the_showcase_is_not_asked_whether_they_were_there() {
    let hall = Hall::at("showcase-4", "2026-04-13 10:30");
    hall.begin();
    for step in 0..5 {
        hall.look(&hall.elena);
        hall.press(&hall.elena, &[("press", "here")]).location();
        hall.next(step).location();
        hall.look(&hall.elena);
    }
    hall.look(&hall.maya).must_say("That was your showcase");
    let page = hall.elena.get("/sponsor").shown();
    page.must_say("You were at the showcase")
        .must_say("Take it back");
}

#[test]
fn a_sponsor_reads_when_the_retrospective_is() {
    let hall = Hall::at("retrospective", "2026-05-25 10:00");
    let page = hall.elena.get("/sponsor").shown();
    page.must_say("Come to the retrospective")
        .must_say("Monday 1 June, 10:00")
        .must_say("See the retrospective");
    hall.world.at("2026-06-01 11:00");
    assert!(!hall.elena.get("/sponsor").says("Come to the retrospective"));
}

#[test]
fn the_next_meeting_of_any_kind_is_next_on_home_and_on_today() {
    let hall = Hall::at("kickoff", "2026-03-15 10:00");
    let home = hall.maya.get("/home").shown();
    home.must_say("Kickoff, Monday 16 March, 10:00");
    assert!(home.html.contains(&format!("href=\"{}\"", hall.base)));
    hall.priya
        .get("/")
        .shown()
        .must_say("Next is the kickoff on Monday 16 March, 10:00.")
        .must_say("Kickoff at 10:00");
    hall.world.at("2026-04-13 10:05");
    hall.maya
        .get("/home")
        .shown()
        .must_say("Peer session, Monday 13 April, 10:00");
    hall.world.at("2026-04-13 10:31");
    hall.maya
        .get("/home")
        .shown()
        .must_say("Showcase, Monday 13 April, 10:30");
    hall.priya.get("/").shown().must_say("Showcase");
}

#[test]
fn whoever_vanished_from_running_it_is_said_to_be_away() {
    let room = Room::begun();
    room.look(&room.tom).must_say("Maya runs today.");
    room.world.later(jiff::SignedDuration::from_secs(21));
    let tom = room.look(&room.tom);
    tom.must_say("Run it from here")
        .must_say("Maya runs it and is not here.");
    assert!(!tom.says("Maya runs today."));
}

#[test]
fn who_presents_reads_you_and_everybody_reads_who_writes_from_the_moment_on() {
    let room = Room::begun();
    room.until("What is the moment?");
    room.look(&room.tom)
        .must_say("You tell it. Everyone else listens.");
    room.look(&room.maya)
        .must_say("Tom tells it. Everyone else listens.")
        .must_say("Aisha writes, everyone sees");
    room.until("What was your intent?");
    room.look(&room.tom).must_say("You answer.");
    room.until("Ask Tom one question");
    let tom = room.look(&room.tom);
    tom.must_say("You read them once all are in.")
        .must_say("0 of 2 questions are in.");
    let line = |page: &crate::browser::Answer| {
        let (before, _) = page.html.split_once("questions are in.").unwrap();
        before
            .rsplit_once("<p class=\"typing\">")
            .unwrap()
            .1
            .contains("<svg")
    };
    assert!(!line(&tom), "nothing is ticked off before all are in");
    let send = |who: &Browser| {
        let fields = [
            ("slot", "1"),
            ("part", "question"),
            ("answer", "Who would notice?"),
        ];
        who.post(&format!("{}/answer", room.base), &fields)
            .location();
    };
    send(&room.maya);
    send(&room.aisha);
    assert!(line(&room.look(&room.tom)));
    room.until("Plan your next move");
    assert!(!room.look(&room.tom).says("Complete your draft"));
}

#[test]
fn one_laptop_shows_whose_word_is_in_and_asks_for_no_other_writer() {
    let room = crate::room::room();
    room.press(&room.maya, &[("press", "device")]).location();
    room.press(&room.aisha, &[("press", "write")]).location();
    room.press(&room.maya, &[("press", "begin")]).location();
    let tom = room.cohort.leaders[1].seat.as_str();
    room.maya
        .post(
            &format!("{}/opening", room.base),
            &[("seat", tom), ("word", "calm")],
        )
        .location();
    room.look(&room.maya).must_say("Tom (done)");
    room.world.later(jiff::SignedDuration::from_secs(30));
    let page = room.look(&room.maya);
    assert!(!page.says("is not here") && !page.says("I write the notes"));
}
