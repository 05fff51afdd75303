//! The address of whoever was there stands in one place, for as long as it is needed.

use firstmove_domain::witness::KEPT_DAYS;
use jiff::SignedDuration;

use crate::browser::Browser;
use crate::moves::{plans, week_one};
use crate::post::world_with;
use crate::post_office::{Does, PostOffice};
use crate::witnesses::{KARIM, asked, reports_with_karim};
use crate::world::World;

/// Everything that any table but the witnesses' own holds as text.
fn elsewhere(world: &World) -> String {
    world.write(|conn| {
        let mut text = String::new();
        let tables = firstmove::demo::travel::WIPED.iter();
        for table in tables.chain(&["people", "settings"]) {
            if *table != "witnesses" {
                for row in conn.query(&format!("select * from {table}"), &[])? {
                    text += &format!("{table} {row:?}\n");
                }
            }
        }
        Ok(text)
    })
}

#[test]
fn a_mail_that_comes_back_is_told_to_the_leader_and_its_address_to_nobody() {
    let office = PostOffice::open();
    office.with(
        KARIM,
        Does::Says("550 karim@warehouse.example is unknown here"),
    );
    let world = world_with(&office);
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-24");
    world.at("2026-03-24 12:00");
    reports_with_karim(&hannah, &one);
    world.later(SignedDuration::from_mins(20));
    hannah
        .get(&one)
        .shown()
        .must_say("The mail to them came back.");
    assert!(!elsewhere(&world).contains(KARIM));
}

#[test]
fn name_and_address_stand_in_one_row_and_in_the_leaders_own_file() {
    let it = asked();
    assert_eq!(it.says("yes").status, 303);
    let text = elsewhere(&it.world);
    assert!(
        !text.contains(KARIM),
        "the mail has left, its address with it"
    );
    let file = |browser: &Browser| {
        let place = browser.post("/settings/my-data", &[]).location();
        browser.get(&place).shown().html
    };
    assert!(file(&it.hannah).contains(KARIM));
    for other in [
        &it.cohort.leaders[1].person,
        &it.sprint.coordinator,
        &it.sprint.data_owner,
    ] {
        assert!(
            !file(&it.world.sign_in(other)).contains(KARIM),
            "{}",
            other.name
        );
    }
    let kept = "select count(*) as n from witnesses where mail <> ''";
    it.world
        .later(SignedDuration::from_hours(24 * KEPT_DAYS - 1));
    assert_eq!(it.world.number(kept), 1);
    it.world.later(SignedDuration::from_hours(2));
    assert_eq!(it.world.number(kept), 0);
    assert_eq!(it.tiers(), [2], "what was said still counts");
    assert_eq!(it.world.nobody().get(&it.link).status, 404);
}

#[test]
fn who_is_taken_out_takes_the_names_of_their_witnesses_along() {
    let it = asked();
    assert_eq!(it.says("yes").status, 303);
    let (owner, leader) = (
        it.world.sign_in(&it.sprint.data_owner),
        &it.cohort.leaders[0],
    );
    it.hannah
        .post("/withdraw", &[("reason", "personal")])
        .location();
    let row = format!("/data/rows/{}", leader.seat);
    it.world.at("2026-04-03 09:00");
    let page = owner.get("/data").shown();
    let pseudonym = page.link_to_text(&row);
    owner
        .post(&format!("{row}/erase"), &[("who", pseudonym.as_str())])
        .location();
    let kept = "select count(*) as n from witnesses where mail <> '' or name <> ''";
    assert_eq!(it.world.number(kept), 0);
    assert_eq!(it.tiers(), [2]);
}
