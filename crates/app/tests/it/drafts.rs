//! A draft while it is typed: two windows, and what the page says meanwhile.

use crate::setup::{GROUPS, PEOPLE, SKILLS, TIME, base, priya, send, skills};
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
    live.must_say("Thu 16 April, 10:30");
    live.must_say("Nobody works on Friday 3 April.");
}
