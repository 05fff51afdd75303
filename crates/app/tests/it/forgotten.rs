//! Whoever never sat in a group is taken out as well, and words that are nobody's own have their time too.

use firstmove_kit::params;

use crate::sponsor::after_week_one;
use crate::world::World;

#[test]
fn a_sponsor_who_asks_to_be_taken_out_is_seen_and_taken_out_by_an_administrator() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let sponsor = &sprint.sponsor;
    let phone = world.sign_in(sponsor);
    let settings = phone.get("/settings").shown();
    settings.must_say("Your role is handed over to somebody else first.");
    assert!(!settings.says("You leave your group first."));
    phone.post("/settings/take-me-out", &[]).location();
    phone
        .get("/settings")
        .shown()
        .must_say("An administrator does it once you have handed over your role.");
    let ingrid = world.administrator("Ingrid Halvorsen");
    let admin = world.sign_in(&ingrid);
    admin
        .get("/installation")
        .shown()
        .must_say("Somebody asked to be taken out.");
    let erase = format!("/installation/people/{}/erase", sponsor.id);
    let list = admin.get("/installation/keeping").shown();
    list.must_say("Operations Sponsor asked on Monday 6 April.");
    assert_eq!(list.link_to_text(&erase), "See what goes and what stays");
    admin
        .get(&erase)
        .shown()
        .must_say("They asked for it on Monday 6 April.")
        .must_say("They hold a role. It is handed over first.");
    let sure = [("who", "operations sponsor")];
    admin
        .post(&erase, &sure)
        .came_back()
        .must_say("They hold a role.");
    let id = sponsor.id.clone();
    world.write(move |conn| {
        conn.execute(
            "delete from sprint_roles where person_id = $1",
            &params![&id],
        )
    });
    phone
        .get("/settings")
        .shown()
        .must_say("An administrator does it.");
    admin
        .post(&erase, &[("who", "somebody")])
        .came_back()
        .must_say("Type Operations Sponsor to say that you mean it.");
    let place = admin.post(&erase, &sure).location();
    let after = admin.get(&place).shown();
    after.must_say("The person is taken out. No number has changed.");
    assert!(!after.says("Operations Sponsor"));
    let named = "select count(*) as n from people where name = 'Operations Sponsor'";
    assert_eq!(world.number(named), 0);
    assert_eq!(phone.get("/settings").status, 303);
    // whoever has a seat is the data owner's to take out
    let leader = &cohort.leaders[0].person;
    let theirs = format!("/installation/people/{}/erase", leader.id);
    assert_eq!(admin.get(&theirs).status, 404);
    assert_eq!(admin.post(&theirs, &[("who", &leader.name)]).status, 404);
    let coordinator = world.sign_in(&sprint.coordinator);
    assert_eq!(coordinator.get(&erase).status, 404);
}

#[test]
fn notes_cards_and_decisions_go_with_the_words_of_their_group_and_so_does_what_is_written_later() {
    let world = World::new();
    let (sprint, cohort) = after_week_one(&world);
    let (id, by) = (cohort.id.clone(), sprint.coordinator.id.clone());
    let [card, decision] = [world.id(), world.id()];
    world.write(move |conn| {
        conn.execute(
            "insert into meeting_notes (cohort_id, meeting_id, slot, part, words, revision, written_at, written_by)
             values ($1, 'kickoff', 0, 'first_questions', 'Ask the drivers first.', 1, 0, $2)",
            &params![&id, &by],
        )?;
        conn.execute(
            "insert into cards (cohort_id, id, kind, words, votes) values ($1, $2, 'keep', 'The short session.', 0)",
            &params![&id, &card],
        )?;
        conn.execute(
            "insert into decisions (cohort_id, id, card_id, what, owner, due, made_at)
             values ($1, $2, $3, 'Half an hour, no more.', $4, '2026-06-30', 0)",
            &params![&id, &decision, &card, &by],
        )
    });
    let words = "select (select count(*) from meeting_notes where words <> '') + (select count(*) from cards)
        + (select count(*) from decisions) + (select count(*) from stories) as n";
    assert_eq!(world.number(words), 3);
    // one year after the final close on Monday 29 June
    world.at("2027-07-01 12:00");
    assert_eq!(world.number(words), 0);
    let (id, seat, story) = (
        cohort.id.clone(),
        cohort.leaders[0].seat.clone(),
        world.id(),
    );
    world.write(move |conn| {
        conn.execute(
            "insert into stories (cohort_id, id, seat_id, kind, heading, situation, action, impact, consent,
                                  written_at, changed_at)
             values ($1, $2, $3, 'win', 'Late', 'A year on', 'I wrote', 'It stayed', 'group', 0, 0)",
            &params![&id, &story, &seat],
        )
    });
    assert_eq!(world.number(words), 1);
    world.at("2027-07-03 12:00");
    assert_eq!(world.number(words), 0);
}
