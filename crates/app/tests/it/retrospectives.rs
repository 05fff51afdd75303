//! The look back: cards that nobody can be told by, put together, voted on, decided and taken away as a file.

use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::meetings::Hall;

fn hall() -> Hall {
    Hall::at("retrospective", "2026-06-01 10:00")
}

fn put_up(hall: &Hall, who: &Browser, kind: &str, card: &str) -> Answer {
    who.post(
        &format!("{}/card", hall.base),
        &[("kind", kind), ("card", card)],
    )
}

/// The value of the box beside these words.
fn box_of(page: &Answer, words: &str) -> String {
    let (before, _) = page.html.split_once(words).expect("the card");
    let (_, after) = before.rsplit_once("value=\"").expect("its box");
    after.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn cards_carry_no_name_and_are_read_once_all_are_up() {
    let hall = hall();
    put_up(&hall, &hall.maya, "keep", "The five prompts").location();
    hall.begin();
    hall.until("What to keep, drop, change?");
    put_up(&hall, &hall.tom, "drop", "The long note").location();
    put_up(&hall, &hall.elena, "keep", "Half an hour").location();
    let page = hall.look(&hall.tom);
    page.must_say("3 cards are in.");
    assert!(
        !page.says("Half an hour"),
        "nobody reads the first before the last"
    );
    let back = put_up(&hall, &hall.maya, "", "Later in the day").came_back();
    back.must_say("Choose keep, drop or change.")
        .must_say("Later in the day");
    hall.until("What belongs together?");
    let wall = hall.look(&hall.elena);
    wall.must_say("The five prompts")
        .must_say("The long note")
        .must_say("Half an hour");
    // typed as the room went on, and sent by its page
    put_up(&hall, &hall.maya, "keep", "A late thought").location();
    hall.look(&hall.elena).must_say("A late thought");
    hall.until("What matters most?");
    put_up(&hall, &hall.maya, "keep", "Too late").must_say("The cards are being voted on");
    let kept = hall.world.number("select count(*) as n from cards");
    assert_eq!(kept, 4);
}

#[test]
fn a_card_that_is_half_written_stays_on_its_page_until_cards_are_read() {
    let hall = hall();
    let key = |page: &Answer| {
        let (_, after) = page.html.split_once("id=\"room-own\" data-key=\"").unwrap();
        after.split('"').next().unwrap().to_owned()
    };
    let lobby = key(&hall.look(&hall.tom));
    hall.begin();
    let numbers = key(&hall.look(&hall.tom));
    hall.until("What to keep, drop, change?");
    let cards = key(&hall.look(&hall.tom));
    assert_eq!((&lobby, &numbers), (&cards, &cards));
    hall.until("What belongs together?");
    assert_ne!(key(&hall.look(&hall.tom)), cards);
}

#[test]
fn the_same_card_sent_twice_is_one() {
    let hall = hall();
    let id = hall.world.id();
    let fields = [
        ("kind", "keep"),
        ("card", "The prompts"),
        ("id", id.as_str()),
    ];
    for _ in 0..2 {
        hall.maya
            .post(&format!("{}/card", hall.base), &fields)
            .location();
    }
    hall.look(&hall.maya).must_say("One card is in.");
    // the same form once more, with other words: after "Back" it is
    let other = [("kind", "keep"), ("card", "The half hour"), fields[2]];
    hall.maya
        .post(&format!("{}/card", hall.base), &other)
        .location();
    hall.look(&hall.maya).must_say("2 cards are in.");
}

#[test]
fn what_belongs_together_is_put_together_and_taken_apart() {
    let hall = hall();
    for (kind, card) in [
        ("keep", "Prompts"),
        ("change", "Later start"),
        ("keep", "Questions"),
    ] {
        put_up(&hall, &hall.maya, kind, card).location();
    }
    hall.begin();
    hall.until("What belongs together?");
    let together = format!("{}/together", hall.base);
    let wall = hall.look(&hall.maya);
    let [prompts, questions] = ["Prompts", "Questions"].map(|card| box_of(&wall, card));
    hall.tom
        .post(&together, &[("cards", &prompts)])
        .came_back()
        .must_say("Tick a second card");
    hall.tom
        .post(&together, &[])
        .came_back()
        .must_say("Tick the cards that belong together.");
    let both = [("cards", prompts.as_str()), ("cards", &questions)];
    hall.tom.post(&together, &both).location();
    assert_eq!(boxes(&hall.look(&hall.maya)), 2);
    hall.tom
        .post(&together, &[("want", "apart")])
        .came_back()
        .must_say("Tick the pile that you take apart.");
    let apart = [("cards", prompts.as_str()), ("want", "apart")];
    hall.tom.post(&together, &apart).location();
    assert_eq!(boxes(&hall.look(&hall.maya)), 3);
}

fn boxes(page: &Answer) -> usize {
    page.html.matches("type=\"checkbox\"").count()
}

#[test]
fn two_who_put_the_same_cards_together_or_take_them_apart_go_one_step() {
    let hall = hall();
    for card in ["Prompts", "Questions", "Half an hour", "Later start"] {
        put_up(&hall, &hall.maya, "keep", card).location();
    }
    hall.begin();
    hall.until("What belongs together?");
    let together = format!("{}/together", hall.base);
    let wall = hall.look(&hall.maya);
    assert!(!wall.says("Take apart"), "there is no pile yet");
    let cards = ["Prompts", "Questions", "Half an hour"];
    let [prompts, questions, half] = cards.map(|card| box_of(&wall, card));
    let want = |who: &Browser, want: &'static str, cards: &[&str]| {
        let mut fields: Vec<_> = cards.iter().map(|card| ("cards", *card)).collect();
        fields.push(("want", want));
        who.post(&together, &fields)
    };
    for who in [&hall.tom, &hall.maya, &hall.elena] {
        want(who, "together", &[&prompts, &questions]).location();
        assert_eq!(boxes(&hall.look(who)), 3);
    }
    hall.look(&hall.tom).must_say("Take apart");
    // a page from before knows nothing of the pile
    want(&hall.maya, "together", &[&questions, &half]).location();
    assert_eq!(boxes(&hall.look(&hall.maya)), 2);
    // the pile has one box, whichever card is on top
    let wall = hall.look(&hall.maya);
    let is_top = |card: &&String| wall.html.contains(&format!("value=\"{card}\""));
    let all = [&prompts, &questions, &half];
    let top = all.into_iter().find(is_top).unwrap();
    let behind = all.into_iter().find(|card| card != &top).unwrap();
    let unknown = hall.world.id();
    for (wanted, other) in [("together", &unknown), ("apart", &unknown)] {
        for known in [top, behind] {
            want(&hall.tom, wanted, &[known, other])
                .came_back()
                .must_say("One of these cards is not on the wall. Tick them again.");
        }
    }
    want(&hall.tom, "together", &[behind])
        .came_back()
        .must_say("Tick a second card.");
    want(&hall.tom, "together", &[behind, top]).location();
    want(&hall.tom, "apart", &[behind]).location();
    assert_eq!(boxes(&hall.look(&hall.maya)), 2, "nothing is taken apart");
    for who in [&hall.tom, &hall.maya] {
        want(who, "apart", &[top]).location();
        assert_eq!(boxes(&hall.look(who)), 4);
    }
}

#[test]
fn three_votes_each_are_counted_and_whose_they_were_is_forgotten() {
    let hall = hall();
    for card in ["One", "Two", "Three", "Four"] {
        put_up(&hall, &hall.maya, "change", card).location();
    }
    hall.begin();
    hall.until("What belongs together?");
    let wall = hall.look(&hall.maya);
    let cards = ["One", "Two", "Three", "Four"].map(|card| box_of(&wall, card));
    hall.until("What matters most?");
    let vote = |who: &Browser, card: &str, off: &str| {
        let mut fields = vec![("pile", card)];
        if !off.is_empty() {
            fields.push(("off", off));
        }
        who.post(&format!("{}/vote", hall.base), &fields)
    };
    for card in &cards[..3] {
        vote(&hall.maya, card, "").location();
        vote(&hall.maya, card, "").location();
    }
    vote(&hall.maya, &cards[3], "").must_say("You have three votes.");
    vote(&hall.maya, &cards[0], "yes").location();
    vote(&hall.maya, &cards[3], "").location();
    vote(&hall.elena, &cards[3], "").location();
    vote(&hall.tom, &cards[3], "").location();
    let tom = hall.look(&hall.tom);
    tom.must_say("2 votes left.");
    assert!(!tom.says("3 votes ("), "sums stand there after the vote");
    assert_eq!(vote(&hall.tom, &hall.world.id(), "").status, 404);
    hall.until("What will be done?");
    hall.look(&hall.tom).must_say("Change: Four (3 votes)");
    assert_eq!(hall.world.number("select count(*) as n from card_votes"), 0);
    vote(&hall.tom, &cards[0], "").must_say("Votes are given at the step Vote.");
}

#[test]
fn votes_of_a_room_that_nobody_led_to_its_end_are_counted_by_themselves() {
    let hall = hall();
    put_up(&hall, &hall.maya, "keep", "One").location();
    hall.begin();
    hall.until("What belongs together?");
    let card = box_of(&hall.look(&hall.maya), "One");
    hall.until("What matters most?");
    hall.maya
        .post(&format!("{}/vote", hall.base), &[("pile", &card)])
        .location();
    hall.world.at("2026-06-02 11:00");
    hall.world.tick();
    assert_eq!(hall.world.number("select count(*) as n from card_votes"), 0);
    assert_eq!(
        hall.world
            .number("select cast(sum(votes) as bigint) as n from cards"),
        1
    );
}

#[test]
fn what_is_decided_has_an_owner_and_a_day_and_goes_into_the_note_and_its_files() {
    let hall = hall();
    put_up(&hall, &hall.maya, "drop", "Long notes").location();
    hall.begin();
    hall.until("What will be done?");
    let decide = format!("{}/decision", hall.base);
    let back = hall.tom.post(&decide, &[("what", "Notes of five lines")]);
    let back = back.came_back();
    back.must_say("Choose who sees to it.")
        .must_say("Say by which day.");
    assert!(back.html.contains("value=\"Notes of five lines\""));
    let owner = hall.sprint.coordinator.id.as_str();
    let id = hall.world.id();
    let fields = [
        ("what", "Notes of five lines"),
        ("owner", owner),
        ("due", "2026-06-12"),
        ("id", id.as_str()),
    ];
    hall.tom.post(&decide, &fields).location();
    hall.tom.post(&decide, &fields).location();
    hall.tom
        .post(
            &decide,
            &[("what", "Another"), ("owner", owner), ("due", "2026-06-12")],
        )
        .location();
    let page = hall.look(&hall.maya);
    let another = box_of(&page, "Take back<span class=\"vh\">: Another");
    hall.maya
        .post(&format!("{decide}/back"), &[("id", &another)])
        .location();
    hall.until("What do you take with you?");
    hall.next(5).location();
    for reader in [&hall.maya, &hall.priya, &hall.elena] {
        let note = reader.get(&hall.base).shown();
        note.must_say("Long notes")
            .must_say("Notes of five lines")
            .must_say("by Friday 12 June");
        assert!(!note.says("Another"));
        let file = reader.get(&format!("{}/note.md", hall.base)).shown();
        file.must_say("Notes of five lines");
        assert!(!file.html.contains("Another"));
    }
    let trail = hall.priya.get("/trail").shown();
    trail.must_say("A decision of the retrospective was written down");
    assert!(!trail.says("Long notes"));
}

#[test]
fn the_note_names_its_guests_and_tells_a_day_of_another_year_with_the_year() {
    let hall = hall();
    hall.look(&hall.elena);
    hall.press(&hall.elena, &[("press", "run")]).location();
    hall.world.later(SignedDuration::from_secs(1));
    hall.press(&hall.priya, &[("press", "here")]).location();
    hall.press(&hall.priya, &[("press", "run")]).location();
    hall.begin();
    hall.until("What will be done?");
    let owner = hall.cohort.leaders[0].person.id.as_str();
    let fields = [
        ("what", "Ask again"),
        ("owner", owner),
        ("due", "2027-06-01"),
    ];
    let decide = format!("{}/decision", hall.base);
    hall.tom.post(&decide, &fields).location();
    hall.look(&hall.maya).must_say("Tuesday 1 June 2027");
    hall.until("What do you take with you?");
    hall.next(5).location();
    // she ran it first, and Priya from then on
    let guests = [&hall.sprint.sponsor, &hall.sprint.coordinator];
    let guests = guests.map(|one| one.name.as_str()).join(", ");
    let note = hall.maya.get(&hall.base).shown();
    note.must_say(&guests).must_say("by Tuesday 1 June 2027");
    let file = hall.tom.get(&format!("{}/note.md", hall.base)).shown();
    file.must_say(&guests).must_say("by Tuesday 1 June 2027");
}
