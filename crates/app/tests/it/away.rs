//! Leaders say when they are away, and when they leave.

use firstmove::cohorts::store;
use firstmove::trail::agreement::{self, Agreement};
use firstmove_kit::db::DbError;
use firstmove_kit::params;

use crate::browser::{Answer, Browser};
use crate::moves::{plans, reports, week_one};
use crate::sprint::{Cohort, Leader};
use crate::world::World;

#[test]
fn leave_is_said_before_its_week_sickness_until_the_week_closes() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    hannah
        .get("/away")
        .shown()
        .must_say("Week 1: 23 March to 29 March");
    let leave = [
        ("week", "1"),
        ("category", "annual_leave"),
        ("days", "5"),
        ("note", "Lisbon"),
    ];
    let refused = hannah.post("/away", &leave).came_back();
    refused.must_say("Leave is recorded before its week starts");
    assert!(
        refused.html.contains("Lisbon"),
        "what was typed is still there"
    );
    let next = [("week", "2"), ("category", "annual_leave"), ("days", "3")];
    assert_eq!(hannah.post("/away", &next).location(), "/home?done=away");
    hannah
        .post("/away", &next)
        .came_back()
        .must_say("already excused");
    world.at("2026-04-01 23:59");
    let ill = [("week", "1"), ("category", "sickness")];
    assert_eq!(hannah.post("/away", &ill).status, 303);
    assert_eq!(world.number("select count(*) as n from excuses"), 2);
    hannah
        .get("/home")
        .shown()
        .must_say("You are away in week 2");
}

#[test]
fn who_leaves_the_sprint_says_why_keeps_reading_and_reports_the_week_that_had_begun() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    hannah
        .post("/withdraw", &[("reason", "")])
        .came_back()
        .must_say("Choose what fits best");
    assert_eq!(
        hannah.post("/withdraw", &[("reason", "time")]).location(),
        "/home?done=withdrawn"
    );
    hannah
        .get("/home")
        .shown()
        .must_say("You no longer take part");
    hannah.get(&one).shown().must_say("Three briefs in a row");
    // the week that had begun still counts as practised or skipped
    assert_eq!(reports(&hannah, &one, "succeeded").status, 303);
    assert_eq!(hannah.post("/withdraw", &[("reason", "time")]).status, 409);
}

#[test]
fn who_has_left_is_asked_for_no_more_moves() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    hannah.post("/withdraw", &[("reason", "time")]).location();
    for form in [
        "/moves/new".to_owned(),
        format!("{one}/edit"),
        format!("{one}/criteria"),
    ] {
        let answer = hannah.get(&form);
        assert_eq!(answer.status, 409, "{form}");
        answer.must_say("no longer take part");
    }
    hannah.get(&one).shown().must_say("stand at the back");
}

/// Hannah is excused in weeks 2 and 4 of her group. On Tuesday of week 1 the coordinator moves her, from week 3 on, to a
/// group that began on `start`.
struct Moved {
    world: World,
    old: Cohort,
    new: Cohort,
    coordinator: Browser,
}

impl Moved {
    fn to_a_group_since(start: &str) -> (Moved, Answer) {
        let world = World::new();
        let (sprint, old) = week_one(&world);
        let names = ["Nora Jensen", "Ravi Rao", "Lena Hoffmann", "Kwame Boateng"];
        let new = world.cohort(&sprint, "Operations B", start, &names);
        for cohort in [&old, &new] {
            world.remember(cohort);
        }
        let phone = world.sign_in(&old.leaders[0].person);
        for (week, note) in [("2", ""), ("4", "Lisbon")] {
            let leave = [
                ("week", week),
                ("category", "annual_leave"),
                ("days", "4"),
                ("note", note),
            ];
            phone.post("/away", &leave).location();
        }
        world.at("2026-03-24 09:00");
        let moved = Moved {
            coordinator: world.sign_in(&sprint.coordinator),
            world,
            old,
            new,
        };
        let page = moved.again();
        (moved, page)
    }

    fn hannah(&self) -> &Leader {
        &self.old.leaders[0]
    }

    /// Moves her; gives the page that says so.
    fn again(&self) -> Answer {
        let path = format!("/people/{}/group", self.hannah().seat);
        let wish = [("to", self.new.id.as_str()), ("begins", "3")];
        let place = self.coordinator.post(&path, &wish).location();
        self.coordinator.get(&place).shown()
    }

    fn taken_back(&self) {
        let path = format!("/people/{}/back", self.hannah().seat);
        let leaving = [("what", "leaving")];
        self.coordinator.post(&path, &leaving).location();
    }

    /// Her page in the new group.
    fn there(&self) -> Answer {
        let (group, person) = (self.new.id.clone(), self.hannah().person.id.clone());
        let seat: String = self.world.write(move |conn| {
            let sql = "select id from seats where cohort_id = $1 and person_id = $2";
            let row = conn.one(sql, &params![&group, &person])?;
            row.expect("a seat").get("id")
        });
        self.coordinator.get(&format!("/people/{seat}")).shown()
    }

    /// How the trails of both groups stand to what is kept.
    fn trails(&self) -> [Agreement; 2] {
        [&self.old, &self.new].map(|cohort| {
            let id = cohort.id.parse().unwrap();
            let read = self.world.app.db.read_now::<_, DbError>(move |conn| {
                let kept = store::get(conn, &id)?.expect("a group");
                agreement::of(conn, &kept)
            });
            read.unwrap()
        })
    }
}

#[test]
fn who_goes_on_in_another_group_stays_excused_on_the_same_dates_and_both_trails_tell_it() {
    let (moved, page) = Moved::to_a_group_since("2026-03-30");
    page.must_say("From that week on they sit in the other group.");
    assert!(!page.says("to be excused there again"));
    let there = moved.there();
    there
        .must_say("Week 3: 13 April to 19 April. Annual leave, three days or more.")
        .must_say("Lisbon");
    let world = &moved.world;
    let excused = "select count(*) as n from events where kind = 'week_excused'";
    assert_eq!(world.number(excused), 3, "week 2 is over by then");
    assert_eq!(moved.trails(), [Agreement::Same; 2]);
    world.at("2026-04-14 09:00");
    let home = world.sign_in(&moved.hannah().person).get("/home").shown();
    home.must_say("Operations B")
        .must_say("You are away in week 3");
}

#[test]
fn excuses_that_went_along_go_when_the_change_of_group_is_taken_back() {
    let (moved, _) = Moved::to_a_group_since("2026-03-30");
    let world = &moved.world;
    let excuses = "select count(*) as n from excuses";
    assert_eq!(world.number(excuses), 3);
    world.later(jiff::SignedDuration::from_secs(60));
    moved.taken_back();
    assert_eq!(world.number(excuses), 2, "those of the old group stand");
    world.later(jiff::SignedDuration::from_secs(60));
    moved.again();
    assert_eq!(world.number(excuses), 3);
    moved.there().must_say("Lisbon");
}

#[test]
fn a_change_of_group_that_is_taken_back_leaves_both_trails_whole() {
    let (moved, _) = Moved::to_a_group_since("2026-03-30");
    moved.world.later(jiff::SignedDuration::from_secs(60));
    moved.taken_back();
    assert_eq!(moved.trails(), [Agreement::Same; 2]);
}

#[test]
fn where_the_weeks_begin_on_other_days_the_coordinator_is_told_what_to_excuse_again() {
    let (moved, page) = Moved::to_a_group_since("2026-04-02");
    page.must_say("Week 4 was excused. The weeks of Operations B begin on other days")
        .must_say("so it is to be excused there again.");
    let excuses = "select count(*) as n from excuses";
    assert_eq!(moved.world.number(excuses), 2);
}
