//! Each week one move in five is drawn for a check: only its leader knows which, and what was said of it.

use firstmove_domain::audit;
use firstmove_domain::kpi::Audit;

use jiff::SignedDuration;

use crate::browser::Browser;
use crate::moves::{plans, reports, week_one};
use crate::post::world_with;
use crate::post_office::PostOffice;
use crate::sprint::{Cohort, Sprint};
use crate::world::World;

/// Everybody tries a move on that day and reports it at noon; with a witness of their own, if `named`.
fn all_try(world: &World, cohort: &Cohort, day: &str, named: bool) -> Vec<(Browser, String)> {
    let phones = cohort.leaders.iter().map(|one| world.sign_in(&one.person));
    let moves: Vec<_> = phones
        .map(|phone| {
            let one = plans(&phone, day);
            (phone, one)
        })
        .collect();
    world.at(&format!("{day} 12:00"));
    for (place, (phone, one)) in moves.iter().enumerate() {
        let mail = format!("was-there-{place}@warehouse.example");
        let mut fields = vec![
            ("tried", "yes"),
            ("outcome", "succeeded"),
            ("line", "Done by 10:40. She found a faster order."),
        ];
        if named {
            fields.extend([("witness", "Karim Haddad"), ("witness_mail", mail.as_str())]);
        }
        assert_eq!(phone.post(&format!("{one}/report"), &fields).status, 303);
    }
    moves
}

/// The moves that were drawn, in an order of their own.
fn drawn(world: &World) -> Vec<String> {
    world.write(|conn| {
        let sql = "select experiment_id from audited order by week, experiment_id";
        conn.query(sql, &[])?
            .iter()
            .map(|row| row.get("experiment_id"))
            .collect()
    })
}

#[test]
fn when_a_week_closes_its_sample_is_drawn_and_late_or_twice_it_is_the_same() {
    let samples = ["2026-04-02 00:00", "2026-04-20 11:00"].map(|looked_at| {
        let world = World::new();
        let (_, cohort) = week_one(&world);
        all_try(&world, &cohort, "2026-03-24", false);
        world.at("2026-04-01 23:59");
        assert!(drawn(&world).is_empty(), "the week is open");
        world.at(looked_at);
        let sample = drawn(&world);
        assert_eq!(sample.len(), audit::size(cohort.leaders.len()));
        world.tick();
        assert_eq!(drawn(&world), sample);
        sample
    });
    assert_eq!(samples[0], samples[1]);
}

#[test]
fn a_group_with_one_move_has_it_drawn_and_one_without_has_none() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    world.cohort(
        &sprint,
        "Operations B",
        "2026-03-23",
        &["Nora Jensen", "Ravi Rao"],
    );
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-24");
    world.at("2026-03-24 12:00");
    reports(&hannah, &one, "failed");
    world.at("2026-04-02 08:00");
    assert_eq!(drawn(&world), [one.trim_start_matches("/moves/")]);
}

#[test]
fn who_has_a_move_drawn_is_asked_who_was_there_and_may_say_that_nobody_was() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (sprint, cohort) = week_one(&world);
    let moves = all_try(&world, &cohort, "2026-03-26", false);
    for (phone, _) in &moves {
        plans(phone, "2026-04-09");
    }
    world.at("2026-04-02 09:00");
    let sample = drawn(&world);
    let is_drawn = |one: &str| sample.contains(&one.trim_start_matches("/moves/").to_owned());
    for (phone, one) in &moves {
        assert_eq!(phone.get("/home").says("Who was there?"), is_drawn(one));
        assert_eq!(phone.get(one).says("was drawn for a check"), is_drawn(one));
    }
    for person in [&sprint.coordinator, &sprint.data_owner] {
        let reader = world.sign_in(person);
        for page in ["/trail", "/results", "/data"] {
            assert!(!reader.get(page).says("Who was there?"));
        }
    }
    let coordinator = world.sign_in(&sprint.coordinator);
    for (_, one) in &moves {
        assert!(
            !coordinator.get(one).says("drawn"),
            "nobody but the leader knows"
        );
    }
    // one line in the mail of the week, for them alone
    world.at("2026-04-08 09:00");
    for (leader, (_, one)) in cohort.leaders.iter().zip(&moves) {
        let mails = office.arrived_for(&leader.person.mail);
        let words = mails.last().expect("the mail of the week").words();
        assert_eq!(
            words.contains("drawn for a check"),
            is_drawn(one),
            "{words}"
        );
    }
    let mut asked = moves.iter().filter(|(_, one)| is_drawn(one));
    let (phone, one) = asked.next().unwrap();
    for _ in 0..2 {
        let gone = phone.post(&format!("{one}/witness"), &[("nobody", "1")]);
        assert_eq!(gone.status, 303);
    }
    assert!(!phone.get("/home").says("Who was there?"));
    let (phone, one) = asked.next().unwrap();
    let named = [
        ("witness", "Karim"),
        ("witness_mail", "karim@warehouse.example"),
    ];
    assert_eq!(phone.post(&format!("{one}/witness"), &named).status, 303);
    assert!(!phone.get("/home").says("Who was there?"));
    world.at("2026-04-09 09:00");
    assert_eq!(
        office.arrived_for("karim@warehouse.example").len(),
        1,
        "asked after the close too"
    );
}

#[test]
fn nobody_is_asked_for_longer_than_two_weeks() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let moves = all_try(&world, &cohort, "2026-03-24", false);
    let asked = |world: &World| {
        world.tick();
        moves
            .iter()
            .filter(|(phone, _)| phone.get("/home").says("Who was there?"))
            .count()
    };
    world.at("2026-04-15 23:00");
    assert_eq!(asked(&world), audit::size(cohort.leaders.len()));
    world.at("2026-04-29 23:30");
    assert_eq!(asked(&world), 0);
}

/// Two weeks in which everybody tries a move before a witness of their own; the links about those that were drawn.
fn two_weeks(world: &World, office: &PostOffice) -> (Sprint, Vec<String>) {
    let (sprint, cohort) = week_one(world);
    let mut links = Vec::new();
    for day in ["2026-03-24", "2026-03-31"] {
        let moves = all_try(world, &cohort, day, true);
        world.at(&format!("{day} 12:30"));
        for (place, (_, one)) in moves.iter().enumerate() {
            let mails = office.arrived_for(&format!("was-there-{place}@warehouse.example"));
            let link = mails.last().expect("a question").link("/w/");
            links.push((one.trim_start_matches("/moves/").to_owned(), link));
        }
    }
    // a link about a move that is drawn stays good
    world.at("2026-04-09 09:00");
    let sample = drawn(world);
    links.retain(|(one, _)| sample.contains(one));
    (sprint, links.into_iter().map(|(_, link)| link).collect())
}

#[test]
fn others_read_sums_from_three_answers_on_and_the_data_owner_every_count() {
    let office = PostOffice::open();
    let world = world_with(&office);
    let (sprint, links) = two_weeks(&world, &office);
    let coordinator = world.sign_in(&sprint.coordinator);
    let owner = world.sign_in(&sprint.data_owner);
    let mut audit = Audit {
        audited: links.len() as u64,
        ..Audit::default()
    };
    assert!(links.len() >= 4, "two of each week");
    let shown = |audit: &Audit| {
        owner.get("/data").shown().must_say(&format!(
            "Of {} audited, {} confirmed, {} contradicted, {} no answer.",
            audit.audited,
            audit.confirmed,
            audit.contradicted,
            audit.no_answer()
        ));
    };
    let mut answers = links.iter().enumerate().peekable();
    for many in [2, links.len() - 2] {
        let before = audit;
        for (number, link) in answers.by_ref().take(many) {
            let answer = if number == 1 { "no" } else { "yes" };
            assert_eq!(world.nobody().post(link, &[("answer", answer)]).status, 303);
            audit.contradicted += u64::from(answer == "no");
            audit.confirmed += u64::from(answer == "yes");
            world.later(SignedDuration::from_mins(2));
            // no single answer changes the sums: they join when a week begins
            shown(&before);
        }
        world.later(SignedDuration::from_hours(7 * 24));
        shown(&audit);
        let results = coordinator.get("/results").shown();
        results.must_say("Checked by sample");
        if !audit.is_told() {
            results.must_say("Not shown: fewer than 3 answers");
            assert!(!results.says("1 contradicted"), "{}", results.text());
        } else {
            results.must_say(&format!(
                "{} confirmed by somebody who was there",
                audit.confirmed
            ));
            results.must_say(&format!("{} contradicted", audit.contradicted));
            results.must_say(audit.shown().text());
        }
        assert_eq!(audit.is_told(), before.confirmed > 0);
    }
}
