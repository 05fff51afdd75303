//! A draft while it is typed: two windows, and what the page says meanwhile.

use crate::setup::{GROUPS, PEOPLE, SKILLS, TIME, base, priya, send, set_up, skills, time};
use crate::world::World;

#[test]
fn two_windows_on_one_page_lose_neither_text() {
    let world = World::new();
    let priya = priya(&world);
    let old = base(&priya, SKILLS);
    let first = skills(&[("sprint_name", "From the first window")]);
    send(&priya, SKILLS, &first).location();
    let mut second = skills(&[("sprint_name", "From the second window")]);
    second.push(("base", &old));
    let page = priya.post(SKILLS, &second).came_back();
    page.must_say("Another window changed this page meanwhile");
    page.must_say("From the first window");
    assert!(page.html.contains("value=\"From the second window\""));
    assert!(
        priya
            .get(SKILLS)
            .shown()
            .html
            .contains("From the first window")
    );
    let rest = page.html.split("name=\"base\" value=\"").nth(1).unwrap();
    let newer = rest.split('"').next().unwrap().to_owned();
    second.pop();
    second.push(("base", &newer));
    priya.post(SKILLS, &second).location();
    assert!(
        priya
            .get(SKILLS)
            .shown()
            .html
            .contains("From the second window")
    );
}

#[test]
fn what_is_typed_is_kept_and_looked_at_while_it_is_typed() {
    let world = World::new();
    let priya = priya(&world);
    let shown = base(&priya, GROUPS);
    let lines =
        format!("{PEOPLE}\nMaya, maya@riverbank.example\n李娜, li@riverbank.example, Returns");
    let fields = [
        ("base", shown.as_str()),
        ("name", "Group A"),
        ("people", &lines),
    ];
    let live = priya.post("/sprints/new/people/draft", &fields).shown();
    live.must_say("Line 7: The address is already in line 1");
    live.must_say("Lines 2 and 8 share a team.");
    live.must_say("7 people. Good size.");
    assert!(priya.get(GROUPS).shown().html.contains("李娜"));
    let typed = [
        ("zone", "Europe/Berlin"),
        ("start", "2026-03-23"),
        ("weekday", "4"),
        ("time", "10:00"),
        ("days_off", "2026-04-03\n6.4.2026"),
    ];
    let mut typed = typed.to_vec();
    let base = base(&priya, TIME);
    typed.push(("base", &base));
    let live = priya.post("/sprints/new/time/draft", &typed).shown();
    live.must_say("Clocks go forward by an hour on Sunday 29 March. The session stays at 10:00.");
    live.must_say("Thu 16 Apr, 10:00 Showcase 10:30");
    live.must_say("Nobody works on Friday 3 April.");
}

#[test]
fn the_first_day_that_is_offered_leaves_the_launch_its_two_weeks() {
    for today in ["2026-11-23", "2026-11-26", "2026-11-28", "2026-11-29"] {
        let world = World::new();
        world.at(&format!("{today} 12:00"));
        let page = priya(&world).get(TIME).shown();
        assert!(page.html.contains("value=\"2026-12-14\""), "on {today}");
        page.must_say("Launch begins on Monday 30 November:");
        assert!(!page.says("would have"), "on {today}");
    }
}

#[test]
fn who_begins_sooner_reads_what_would_lie_in_the_past_and_nobody_gets_it_into_their_calendar() {
    let world = World::new();
    let priya = priya(&world);
    let zone = ("zone", "Europe/Berlin");
    let typed = time(&[("go", "look"), zone, ("start", "2026-03-30")]);
    send(&priya, TIME, &typed).location();
    priya
        .get(TIME)
        .shown()
        .must_say("Launch would have begun on Monday 16 March:")
        .must_say(
            "The training would have been on Monday 16 March. Hold it before the first session",
        );
    let typed = time(&[("go", "look"), zone, ("start", "2026-03-23")]);
    send(&priya, TIME, &typed).location();
    priya.get(TIME).shown().must_say(
        "The training would have been on Monday 9 March. The kickoff would have been on Monday 16 March. \
         Hold both before the first session",
    );
    let place = set_up(&priya, &[("Group A", PEOPLE)], &[zone]);
    let page = priya.get(&place).shown();
    page.must_say("Send the invitations now.");
    let kickoff = page.link("/groups/").unwrap();
    let dates = kickoff.replace("/kickoff", "/calendar.ics");
    let file = priya.get(&dates).shown().html;
    assert!(!file.contains("UID:training-"), "{file}");
    assert!(file.contains("UID:kickoff-"), "it is on this very morning");
    assert_eq!(file.matches("BEGIN:VEVENT").count(), 15);
}
