//! A cohort that kept its weeks on a spreadsheet moves in, whole or not at all; its numbers stay what they were.

use firstmove::cohorts::store;
use firstmove::sheet;
use firstmove::trail::agreement::{self, Agreement};
use firstmove_kit::db::{Conn, DbError};
use serde_json::Value;

use crate::browser::{Answer, Browser};
use crate::moves::{plans, reports};
use crate::sprint::{Cohort, Sprint};
use crate::world::World;

pub const HEADINGS: &str = "Week,Participant,Attempted,Outcome,Feedback quality,Metric delta";
const NAMES: [&str; 6] = ["Ana Ruiz", "-Bo", "Čeněk", "Dora", "Eva Lang", "=F"];

/// A group in its week 5, made today: week 4 has just closed.
pub fn week_five(world: &World) -> (Sprint, Cohort, Browser) {
    world.at("2026-04-23 09:00");
    let sprint = world.sprint("Operations");
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &NAMES);
    world.remember(&cohort);
    let priya = world.sign_in(&sprint.coordinator);
    (sprint, cohort, priya)
}

/// What is kept of a group is what its trail tells, sheet and all.
fn is_in_the_trail(world: &World, cohort: &Cohort) {
    let id = cohort.id.clone();
    let read = move |conn: &mut Conn<'_>| {
        let kept = store::get(conn, &id.parse().unwrap())?.unwrap();
        agreement::of(conn, &kept)
    };
    let found = world.app.db.read_now::<_, DbError>(read).unwrap();
    assert_eq!(found, Agreement::Same);
}

pub fn file(rows: &[&str]) -> String {
    format!("{HEADINGS}\n{}\n", rows.join("\n"))
}

/// Four weeks as somebody kept them by hand.
pub fn four_weeks() -> String {
    let mut rows: Vec<String> = Vec::new();
    for (place, name) in ["ana ruiz", "'-Bo", "ČENĚK", "Dora", "Eva Lang", "'=F"]
        .into_iter()
        .enumerate()
    {
        for week in 1..=4 {
            let row = match (place + week) % 5 {
                0 => "N,,4,",
                1 => "Y,Succeeded,5,-0.5",
                2 => "Y,Partially,3.5,'=1+1",
                3 => "EXC,,,",
                _ => "Y,Failed,,n/a",
            };
            rows.push(format!("{week},{name},{row}"));
        }
    }
    rows.push("2,Dora,Y,NoCriterion,,".into());
    rows.push("3,Zoë,N,,,".into());
    rows.push("4,Zoë,N,,,".into());
    file(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn numbers(bytes: &[u8]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet");
    std::fs::write(&path, bytes).unwrap();
    let bar = indicatif::ProgressBar::hidden();
    let mut told = sheet::measure(&path, 1..=10, &bar).unwrap().json();
    for key in ["rows", "participants", "warnings"] {
        told.as_object_mut().unwrap().remove(key);
    }
    told
}

pub fn sent(browser: &Browser, bytes: &[u8]) -> String {
    browser.upload("/import", "sheet.csv", bytes).location()
}

fn imports(browser: &Browser, draft: &str, fields: &[(&str, &str)]) -> Answer {
    let mut fields = fields.to_vec();
    fields.push(("do", "import"));
    browser.post(draft, &fields)
}

/// The field whose label is this name.
fn field(page: &Answer, kind: char, name: &str) -> String {
    let at = page.html.find(&format!(">{name}</label>")).expect(name);
    let before = &page.html[..at];
    let place = before
        .rsplit("for=\"w")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    format!("{kind}{place}")
}

#[test]
fn a_cohort_in_its_week_five_moves_in_with_its_numbers() {
    let world = World::new();
    let (_, cohort, priya) = week_five(&world);
    let bytes = four_weeks();
    let draft = sent(&priya, bytes.as_bytes());
    let page = priya.get(&draft).shown();
    page.must_say("Say who Zoë is.");
    assert_eq!(world.number("select count(*) as n from imported_rows"), 0);
    imports(&priya, &draft, &[])
        .came_back()
        .must_say("still to be chosen");
    let (who, mail) = (field(&page, 'w', "Zoë"), field(&page, 'm', "Zoë"));
    let chosen = [(who.as_str(), "new"), (mail.as_str(), "zoe@example.org")];
    imports(
        &priya,
        &draft,
        &[(who.as_str(), "new"), (mail.as_str(), "zoe")],
    )
    .came_back()
    .must_say("The address has no @.");
    assert_eq!(priya.post(&draft, &chosen).location(), draft);
    let page = priya.get(&draft).shown();
    let told = numbers(bytes.as_bytes());
    let moves = &told["leadership_move_rate"];
    let fraction = format!("{} of {}", moves["attempted"], moves["eligible"]);
    page.must_say(&fraction);
    assert!(!page.says("The pages will show"), "{}", page.text());
    assert_eq!(
        imports(&priya, &draft, &chosen).location(),
        "/import?done=imported"
    );
    assert_eq!(imports(&priya, &draft, &chosen).status, 404, "once");
    let taken = priya.get("/sheet.csv").shown().html;
    let mut again = numbers(taken.as_bytes());
    // week 5 has begun and says NA of everybody
    again["by_week"]
        .as_array_mut()
        .unwrap()
        .retain(|week| week["week"] != 5);
    assert_eq!(again, told);
    for view in ["", "&view=closed"] {
        priya
            .get(&format!("/results?cohort={}{view}", cohort.id))
            .shown()
            .must_say(&fraction);
    }
    let rows = priya.get("/results/rows?of=success").shown();
    rows.must_say("Imported, criteria not recorded");
    assert_eq!(world.number("select count(*) as n from seats"), 7);
    assert!(!taken.contains("1,Zoë,Y") && taken.contains("1,Zoë,NA") && taken.contains("3,Zoë,N"));
    assert!(taken.contains("'=1+1") && taken.contains(",-0.5"));
    world.tick();
    let alerts = told["alerts"].as_array().unwrap().len();
    assert!(alerts > 0);
    let open = "select count(*) as n from alerts where resolved_at is null and kind like 'two%'";
    assert_eq!(world.number(open), i64::try_from(alerts).unwrap());
    is_in_the_trail(&world, &cohort);
}

#[test]
fn week_five_goes_on_where_the_sheet_ended() {
    let world = World::new();
    let (_, cohort, priya) = week_five(&world);
    let rows: Vec<String> = (1..=4)
        .flat_map(|week| {
            NAMES.map(|name| {
                format!(
                    "{week},{},Y,s,,",
                    name.replace("-Bo", "'-Bo").replace("=F", "'=F")
                )
            })
        })
        .collect();
    let bytes = file(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    imports(&priya, &sent(&priya, bytes.as_bytes()), &[]).location();
    let ana = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&ana, "2026-04-24");
    world.at("2026-04-24 18:00");
    assert_eq!(reports(&ana, &one, "failed").status, 303);
    world.at("2026-04-30 09:00");
    let told = numbers(priya.get("/sheet.csv").shown().html.as_bytes());
    assert_eq!(told["leadership_move_rate"]["attempted"], 25);
    assert_eq!(told["leadership_move_rate"]["eligible"], 30);
    let home = ana.get("/home").shown();
    home.must_say("tried, not met");
    is_in_the_trail(&world, &cohort);
}

#[test]
fn what_was_taken_away_comes_back_byte_for_byte() {
    let first = {
        let world = World::new();
        let (_, _, priya) = week_five(&world);
        let bytes = four_weeks();
        let draft = sent(&priya, bytes.as_bytes());
        let page = priya.get(&draft).shown();
        let (who, mail) = (field(&page, 'w', "Zoë"), field(&page, 'm', "Zoë"));
        let chosen = [(who.as_str(), "new"), (mail.as_str(), "zoe@example.org")];
        imports(&priya, &draft, &chosen).location();
        (priya.bytes("/sheet.csv"), priya.bytes("/sheet.xlsx"))
    };
    for (name, bytes) in [("sheet.csv", &first.0), ("sheet.xlsx", &first.1)] {
        let world = World::new();
        let (_, _, priya) = week_five(&world);
        let draft = priya.upload("/import", name, bytes).location();
        let page = priya.get(&draft).shown();
        let (who, mail) = (field(&page, 'w', "Zoë"), field(&page, 'm', "Zoë"));
        let chosen = [(who.as_str(), "new"), (mail.as_str(), "zoe@example.org")];
        imports(&priya, &draft, &chosen).location();
        let again = String::from_utf8(priya.bytes("/sheet.csv")).unwrap();
        assert_eq!(again, String::from_utf8(first.0.clone()).unwrap(), "{name}");
    }
}

#[test]
fn an_import_is_taken_back_as_long_as_nothing_hangs_on_it() {
    let world = World::new();
    let (_, cohort, priya) = week_five(&world);
    let before = priya.get("/sheet.csv").shown().html;
    let bring = || {
        let bytes = file(&[
            "1,Ana Ruiz,N,,,",
            "2,Ana Ruiz,N,,,",
            "1,Dora,Y,s,4,",
            "1,New One,Y,s,4,",
        ]);
        let draft = sent(&priya, bytes.as_bytes());
        let page = priya.get(&draft).shown();
        let (who, mail) = (field(&page, 'w', "New One"), field(&page, 'm', "New One"));
        let chosen = [(who.as_str(), "new"), (mail.as_str(), "new@example.org")];
        imports(&priya, &draft, &chosen).location();
        priya.get("/import").shown()
    };
    let page = bring();
    let second = sent(&priya, file(&["1,Dora,Y,s,,"]).as_bytes());
    priya
        .get(&second)
        .shown()
        .must_say("Week 1 of Operations A was imported before.");
    let back = page.link("/imports/").unwrap();
    assert_eq!(priya.post(&back, &[]).location(), "/import?done=back");
    assert_eq!(priya.post(&back, &[]).status, 303, "twice is once");
    assert_eq!(priya.get("/sheet.csv").shown().html, before);
    assert_eq!(world.number("select count(*) as n from seats"), 6);
    let page = bring();
    world.at("2026-04-30 09:00");
    let back = back.replace(&back, &page.link("/imports/").unwrap());
    priya.post(&back, &[]).must_say("Week 5 has closed since");
    let other = world.sign_in(&cohort.leaders[0].person);
    assert_eq!(other.post(&back, &[]).status, 404);
    is_in_the_trail(&world, &cohort);
}

#[test]
fn weeks_that_are_kept_here_are_not_overwritten() {
    let world = World::new();
    let (_, cohort, priya) = week_five(&world);
    let ana = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&ana, "2026-04-24");
    world.at("2026-04-24 18:00");
    assert_eq!(reports(&ana, &one, "succeeded").status, 303);
    let draft = sent(
        &priya,
        file(&["5,Ana Ruiz,N,,,", "9,Dora,Y,s,,"]).as_bytes(),
    );
    let page = priya.get(&draft).shown();
    page.must_say("Week 5 of Operations A is kept here already. Take its rows out of the sheet.");
    page.must_say("Dora: week 9 has not begun, so nothing was tried in it.");
    imports(&priya, &draft, &[]).came_back();
    assert_eq!(world.number("select count(*) as n from imports"), 0);
    assert_eq!(
        priya.post(&format!("{draft}/away"), &[]).location(),
        "/import?done=away"
    );
    assert_eq!(priya.get(&draft).status, 404);
}

#[test]
fn an_open_week_is_taken_as_far_as_it_has_come() {
    let world = World::new();
    let (_, cohort, priya) = week_five(&world);
    let draft = sent(
        &priya,
        file(&["4,Ana Ruiz,N,,,", "5,Ana Ruiz,Y,s,,", "5,Dora,N,,,"]).as_bytes(),
    );
    let page = priya.get(&draft).shown();
    page.must_say("Week 5 is open until Thursday 30 April.");
    page.must_say("The pages will show 0 of 1 today, the sheet says 1 of 3.");
    imports(&priya, &draft, &[]).location();
    let dora = world.sign_in(&cohort.leaders[3].person);
    let one = plans(&dora, "2026-04-24");
    world.at("2026-04-24 18:00");
    assert_eq!(reports(&dora, &one, "succeeded").status, 303);
    world.at("2026-04-30 09:00");
    let file = priya.get("/sheet.csv").shown().html;
    assert!(
        file.contains("5,Ana Ruiz,Y,Succeeded") && file.contains("5,Dora,Y,Succeeded"),
        "{file}"
    );
}

#[test]
fn a_sheet_of_several_groups_goes_where_its_column_says() {
    let world = World::new();
    let (sprint, _, priya) = week_five(&world);
    world.cohort(&sprint, "Operations B", "2026-03-23", &["Ida", "Jon"]);
    let text = "Week,Participant,Attempted,Outcome,Feedback quality,Cohort\n1,Dora,Y,s,,operations a\n1,Ida,N,,,OPERATIONS B\n1,Kim,Y,s,,C\n";
    let draft = sent(&priya, text.as_bytes());
    priya.get(&draft).shown().must_say("Say which group C go");
    imports(&priya, &draft, &[("g2", "out")]).location();
    let told = numbers(priya.get("/sheet.csv").shown().html.as_bytes());
    assert_eq!(told["leadership_move_rate"]["attempted"], 1);
    assert_eq!(told["leadership_move_rate"]["eligible"], 2);
}

/// Numbers that look like chance and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn random_weeks(dice: &mut Dice) -> String {
    let outcomes = ["", "S", "P", "F", "Pending", "Unresolved", "NoCriterion"];
    let ratings = ["", "", "4", "5", "3.5", "4.142857142857143"];
    let mut rows = Vec::new();
    for name in NAMES.map(|name| name.replace("-Bo", "'-Bo").replace("=F", "'=F")) {
        for week in 1..=4 {
            let rating = ratings[dice.roll(ratings.len())];
            let mut say = |word: &str, outcome: &str| {
                rows.push(format!("{week},{name},{word},{outcome},{rating},"))
            };
            match dice.roll(12) {
                0 => {}
                1 => say("EXC", ["", "S"][dice.roll(2)]),
                2 => say("NA", ["", "F"][dice.roll(2)]),
                3 => ["S", "F"]
                    .map(|outcome| say("NA", outcome))
                    .into_iter()
                    .collect(),
                4 => say("", ""),
                5 => [("N", ""), ("Y", "P")]
                    .map(|(word, outcome)| say(word, outcome))
                    .into_iter()
                    .collect(),
                6..=8 => say("N", ""),
                _ => (0..=dice.roll(2)).for_each(|_| say("Y", outcomes[dice.roll(outcomes.len())])),
            }
        }
    }
    file(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn any_sheet_keeps_its_numbers_on_the_way_in_and_its_bytes_from_then_on() {
    let mut dice = Dice(7);
    for _ in 0..12 {
        let bytes = random_weeks(&mut dice);
        let told = numbers(bytes.as_bytes());
        let mut taken = bytes.clone();
        for round in 0..2 {
            let world = World::new();
            let (_, _, priya) = week_five(&world);
            imports(&priya, &sent(&priya, taken.as_bytes()), &[]).location();
            let again = priya.get("/sheet.csv").shown().html;
            let mut numbers = numbers(again.as_bytes());
            numbers["by_week"].as_array_mut().unwrap().retain(|week| {
                told["by_week"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|known| known["week"] == week["week"])
            });
            assert_eq!(numbers, told, "{bytes}");
            if round > 0 {
                assert_eq!(again, taken);
            }
            taken = again;
        }
    }
}
