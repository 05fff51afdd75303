//! Who sees what, shown: each role's pages as they really are, cut down to what the reader may see as well.

use firstmove_domain::sight::WHO_SEES_WHAT;

use crate::moves::rate;
use crate::sponsor::after_week_one;
use crate::sprint::{Cohort, Sprint};
use crate::world::World;

struct Cast {
    world: World,
    sprint: Sprint,
    cohort: Cohort,
}

/// After week 1 of one group; a second group of the sprint is next door.
fn cast() -> Cast {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let names = [
        "Nora Jensen",
        "Ravi Rao",
        "Peter Kovacs",
        "Lena Hoffmann",
        "Kwame Boateng",
    ];
    world.cohort(&sprint, "Operations B", "2026-03-23", &names);
    Cast {
        world,
        sprint,
        cohort,
    }
}

#[test]
fn a_leader_is_shown_what_the_coordinator_sees_of_them_and_of_nobody_else() {
    let it = cast();
    let (hannah, others) = it.cohort.leaders.split_first().unwrap();
    let page = it
        .world
        .sign_in(&hannah.person)
        .get("/who-sees-what/coordinator");
    let page = page.shown();
    page.must_say("What your coordinator sees");
    page.must_say("On Tuesday I say: the brief is yours.");
    page.must_say("Week 1");
    assert_eq!(page.html.matches("class=\"moves\"").count(), 1);
    for other in others {
        assert!(!page.says(&other.person.name));
    }
}

#[test]
fn a_leader_is_shown_their_own_posts_as_peers_read_them() {
    let it = cast();
    let hannah = &it.cohort.leaders[0].person;
    let page = it.world.sign_in(hannah).get("/who-sees-what/group").shown();
    page.must_say("Hannah met the mark");
    for other in &it.cohort.leaders[1..] {
        let first = other.person.name.split(' ').next().unwrap();
        assert!(!page.says(first), "{first} wrote for others");
    }
}

#[test]
fn a_leader_is_shown_their_own_rows_under_their_pseudonym_and_no_other() {
    let it = cast();
    rate(&it.world, &it.cohort, 1, &[Some(4), Some(5), Some(3)]);
    let hannah = &it.cohort.leaders[0].person;
    let page = it
        .world
        .sign_in(hannah)
        .get("/who-sees-what/data-owner")
        .shown();
    // one row for each practice week that has begun, as on the data owner's page
    let owner = it.world.sign_in(&it.sprint.data_owner).get("/data").shown();
    let rows = |html: &str| {
        html.split("<tbody>")
            .last()
            .map_or(0, |body| body.matches("<tr>").count())
    };
    let people = it.cohort.leaders.len();
    assert!(rows(&page.html) > 0);
    assert_eq!(rows(&page.html) * people, rows(&owner.html));
    assert!(!page.says("On Tuesday I say"), "no free text");
}

#[test]
fn a_coordinator_is_shown_the_rows_without_learning_whose_pseudonym_is_whose() {
    let it = cast();
    let coordinator = it.world.sign_in(&it.sprint.coordinator);
    let page = coordinator.get("/who-sees-what/data-owner").shown();
    let kept = it.world.write(|conn| {
        let rows = conn.query("select pseudonym from people", &[])?;
        rows.iter()
            .map(|row| row.get::<String>("pseudonym"))
            .collect::<Result<Vec<_>, _>>()
    });
    for pseudonym in kept {
        let cell = format!("<td>{pseudonym}</td>");
        assert!(!page.html.contains(&cell), "{pseudonym}");
    }
    page.must_say("P•••");
    coordinator
        .get("/who-sees-what/group")
        .shown()
        .must_say("met the mark: \u{201c}Done by 10:40.");
    coordinator
        .get("/who-sees-what/coordinator")
        .shown()
        .must_say("This is your own role");
}

#[test]
fn the_sponsors_sheet_is_the_same_sheet_and_names_no_other_group() {
    let it = cast();
    let sponsor = it.world.sign_in(&it.sprint.sponsor);
    let theirs = sponsor
        .get(&format!("/sponsor?cohort={}", it.cohort.id))
        .shown();
    let sheet = theirs.html.split("<section class=\"kpis\"").nth(1).unwrap();
    let sheet = sheet.split("</section>").next().unwrap();
    let hannah = it.world.sign_in(&it.cohort.leaders[0].person);
    let page = hannah.get("/who-sees-what/sponsor").shown();
    assert!(page.html.contains(sheet), "the same tiles");
    assert!(!page.says("Operations B"));
    for leader in &it.cohort.leaders {
        assert!(!page.says(&leader.person.name));
    }
}

#[test]
fn what_a_sponsor_or_administrator_may_not_see_stays_closed_for_them() {
    let it = cast();
    let sponsor = it.world.sign_in(&it.sprint.sponsor);
    let ingrid = it.world.administrator("Ingrid Halvorsen");
    let ingrid = it.world.sign_in(&ingrid);
    for (who, keys) in [
        (&sponsor, &["group", "coordinator", "data-owner"][..]),
        (
            &ingrid,
            &["group", "coordinator", "data-owner", "sponsor"][..],
        ),
    ] {
        for key in keys {
            let page = who.get(&format!("/who-sees-what/{key}")).shown();
            page.must_say("it stays closed for you");
            for leader in &it.cohort.leaders {
                assert!(!page.says(leader.person.name.split(' ').next().unwrap()));
            }
        }
    }
}

#[test]
fn every_line_of_the_short_list_opens_and_nothing_else_does() {
    let it = cast();
    let hannah = it.world.sign_in(&it.cohort.leaders[0].person);
    let list = it.world.nobody().get("/who-sees-what").shown();
    for sight in WHO_SEES_WHAT.iter().filter(|sight| !sight.key.is_empty()) {
        let path = format!("/who-sees-what/{}", sight.key);
        assert!(list.html.contains(&format!("href=\"{path}\"")), "{path}");
        hannah.get(&path).shown().must_say(sight.sees);
    }
    for key in ["you", "rater", "Coordinator", "%00"] {
        assert_eq!(
            hannah.get(&format!("/who-sees-what/{key}")).status,
            404,
            "{key}"
        );
    }
}
