//! One peer judges a move before they can know how its leader judged it: on no page, in no message and in no sum.

use std::collections::{BTreeMap, BTreeSet};

use firstmove_domain::history::Evidence;
use firstmove_kit::params;
use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::moves::{plan, planned, plans, reports, send, skips, week_one};
use crate::sprint::{Cohort, Leader};
use crate::world::World;

/// The peer who is asked about a move.
pub fn asked(world: &World, cohort: &Cohort, one: &str) -> Leader {
    let experiment = one.trim_start_matches("/moves/").to_owned();
    let seat: String = world.write(move |conn| {
        let sql = "select seat_id from peer_verdicts where experiment_id = $1";
        let row = conn
            .one(sql, &params![&experiment])?
            .expect("a peer is asked");
        row.get("seat_id")
    });
    let mut leaders = cohort.leaders.iter();
    leaders
        .find(|one| one.seat == seat)
        .expect("a peer")
        .clone()
}

pub fn says(peer: &Browser, one: &str, verdict: &str) -> Answer {
    peer.post(&format!("{one}/verdict"), &[("verdict", verdict)])
}

/// Every page that somebody comes to from here, by its links.
fn walk(reader: &Browser, from: &[&str]) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut ahead: BTreeSet<String> = from.iter().map(|path| (*path).to_owned()).collect();
    while let Some(path) = ahead.pop_first() {
        if pages.contains_key(&path) {
            continue;
        }
        let answer = reader.get(&path);
        for rest in answer.html.split("href=\"/").skip(1) {
            let link = rest.split(['"', '#']).next().unwrap_or_default();
            let link = format!("/{}", link.replace("&amp;", "&").replace("&#38;", "&"));
            if !link.starts_with("/assets/") && !pages.contains_key(&link) {
                ahead.insert(link);
            }
        }
        let page = format!(
            "{} {} {}",
            answer.status,
            answer.header("location"),
            answer.html
        );
        pages.insert(path, page);
    }
    pages
}

/// What the peer reads who is asked about Hannah's move, after the close of its week, everywhere they come to, in every
/// message and in the file about themselves: before and after they have judged it.
fn read_by_the_peer(first: &str, then: &str) -> [BTreeMap<String, String>; 2] {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let phones: Vec<Browser> = cohort
        .leaders
        .iter()
        .map(|one| world.sign_in(&one.person))
        .collect();
    let mut moves = Vec::new();
    for phone in &phones {
        let mut fields = plan("2026-03-24");
        fields.push(("library_move", "delegation-list".into()));
        moves.push(planned(&send(phone, "/moves/new", &fields)));
    }
    world.at("2026-03-24 12:00");
    reports(&phones[0], &moves[0], first);
    world.at("2026-03-24 15:00");
    reports(&phones[0], &moves[0], then);
    for (phone, one) in phones.iter().zip(&moves).skip(1) {
        reports(phone, one, "succeeded");
    }
    let peer = asked(&world, &cohort, &moves[0]);
    // the peer is the sprint's sponsor as well, and reads its sums
    let (id, person) = (sprint.id.clone(), peer.person.id.clone());
    world.write(move |conn| {
        conn.execute(
            "insert into sprint_roles (sprint_id, person_id, role, since) values ($1, $2, 'sponsor', 0)",
            &params![&id, &person],
        )
    });
    for (phone, leader) in phones.iter().zip(&cohort.leaders).skip(1) {
        if leader.seat != peer.seat {
            phone.post(&format!("{}/useful", moves[0]), &[("useful", "yes")]);
        }
    }
    world.at("2026-03-25 10:00");
    world.at("2026-04-02 10:00");
    let reader = world.sign_in(&peer.person);
    let read = || {
        let starts = [
            "/home",
            "/peers",
            "/sponsor",
            "/who-sees-what/sponsor",
            "/who-sees-what/leader",
        ];
        let mut pages = walk(&reader, &starts);
        let file = reader.post("/settings/my-data", &[]).location();
        pages.insert("my data".into(), reader.get(&file).shown().html);
        let person = peer.person.id.clone();
        let told = world.write(move |conn| {
            let sql = "select subject, body from notices where person_id = $1 order by id";
            let rows = conn.query(sql, &params![&person])?;
            rows.iter()
                .map(|row| {
                    Ok(format!(
                        "{} {}",
                        row.get::<String>("subject")?,
                        row.get::<String>("body")?
                    ))
                })
                .collect::<Result<Vec<_>, _>>()
        });
        pages.insert("messages".into(), told.join("\n"));
        let here = world.app.url.clone();
        for page in pages.values_mut() {
            *page = page
                .replace(&here, "")
                .replace(here.trim_start_matches("http://"), "");
        }
        pages
    };
    let before = read();
    assert_eq!(says(&reader, &moves[0], "partially").status, 303);
    [before, read()]
}

#[test]
fn the_peer_who_judges_finds_no_trace_of_the_leaders_own_verdict_anywhere() {
    let [met, met_after] = read_by_the_peer("succeeded", "succeeded");
    assert!(met.len() > 30, "{:?}", met.keys());
    assert!(met["/sponsor"].contains("met"), "{}", met["/sponsor"]);
    for (first, then) in [
        ("failed", "failed"),
        ("succeeded", "partially"),
        ("partially", "failed"),
    ] {
        let [other, other_after] = read_by_the_peer(first, then);
        assert_eq!(
            met.keys().collect::<Vec<_>>(),
            other.keys().collect::<Vec<_>>()
        );
        for (path, page) in &met {
            assert_eq!(page, &other[path], "{path} tells {then} from succeeded");
        }
        let told = met_after
            .iter()
            .filter(|(path, page)| other_after.get(*path) != Some(page));
        assert!(told.count() > 2, "afterwards both are seen");
    }
}

#[test]
fn the_peer_judges_with_one_tap_and_then_sees_both() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    reports(&hannah, &one, "succeeded");
    let peer = asked(&world, &cohort, &one);
    assert_ne!(peer.seat, cohort.leaders[0].seat);
    let reader = world.sign_in(&peer.person);
    for page in ["/home", "/peers"] {
        let page = reader.get(page).shown();
        page.must_say("Your turn to judge: did it meet its mark?");
        page.must_say("Three briefs in a row without a question to me");
        page.must_say("She found a faster order");
        page.must_say("Hannah tried it");
    }
    let page = reader.get(&one).shown();
    page.must_say("Shown when you have judged it");
    assert!(!page.says("Shown when you have judged it,"), "no day");
    let none = says(&reader, &one, "too_early").came_back();
    none.must_say("Tap one of the four");
    assert!(
        says(&reader, &one, "partially")
            .location()
            .starts_with(&one)
    );
    let page = reader.get(&one).shown();
    page.must_say("You judged it first: Partly");
    page.must_say("Met it");
    let again = says(&reader, &one, "succeeded");
    assert_eq!(again.status, 409, "{}", again.html);
    again.must_say("Your verdict is in, and it stays");
    assert!(!reader.get("/home").says("Your turn to judge"));
    // nobody else reads what the peer said, and nobody else is asked
    for other in cohort
        .leaders
        .iter()
        .filter(|other| other.seat != peer.seat)
    {
        let phone = world.sign_in(&other.person);
        assert!(!phone.get(&one).says("Partly"), "{}", other.person.name);
        assert_eq!(says(&phone, &one, "failed").status, 404);
    }
}

#[test]
fn a_verdict_waits_while_it_is_too_early_to_tell() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    reports(&hannah, &one, "too_early");
    let peer = asked(&world, &cohort, &one);
    let reader = world.sign_in(&peer.person);
    assert!(!reader.get("/home").says("Your turn to judge"));
    assert_eq!(says(&reader, &one, "failed").status, 409);
    reports(&hannah, &one, "failed");
    let page = reader.get(&one).shown();
    page.must_say("Your turn to judge");
    assert!(!page.says("Not met, Monday"), "{}", page.text());
    assert_eq!(says(&reader, &one, "failed").status, 303);
}

#[test]
fn a_verdict_checks_the_report_and_not_being_able_to_tell_checks_nothing() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    world.remember(&cohort);
    for (leader, verdict, tiers) in [(0, "failed", vec![1]), (1, "cannot_tell", vec![])] {
        let phone = world.sign_in(&cohort.leaders[leader].person);
        let one = plans(&phone, "2026-03-23");
        reports(&phone, &one, "succeeded");
        let peer = asked(&world, &cohort, &one);
        world.later(SignedDuration::from_mins(1));
        assert_eq!(
            says(&world.sign_in(&peer.person), &one, verdict).status,
            303
        );
        let (id, experiment) = (
            cohort.id.parse().unwrap(),
            one.trim_start_matches("/moves/").to_owned(),
        );
        let evidence: Vec<Evidence> = world.write(move |conn| {
            let all = firstmove::cohorts::histories::load(conn, &id)?;
            let mut attempts = all.into_iter().flat_map(|seat| seat.attempts);
            Ok(attempts
                .find(|one| one.experiment.to_string() == experiment)
                .unwrap()
                .evidence)
        });
        assert_eq!(
            evidence.iter().map(|one| one.tier).collect::<Vec<_>>(),
            tiers
        );
    }
    // the trail knows that it was checked, and neither how nor by whom
    let named =
        "select count(*) as n from events where kind = 'move_judged' and actor_id is not null";
    assert_eq!(world.number(named), 0);
    let told = "select count(*) as n from events where payload like '%cannot_tell%'";
    assert_eq!(world.number(told), 0);
}

#[test]
fn who_was_there_or_is_away_is_not_asked_and_the_others_are_asked_in_turn() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let phones: Vec<Browser> = cohort
        .leaders
        .iter()
        .map(|one| world.sign_in(&one.person))
        .collect();
    let fields = [("week", "1"), ("category", "sickness"), ("days", "5")];
    assert_eq!(phones[5].post("/away", &fields).status, 303);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for phone in &phones[..5] {
        let mut fields = plan("2026-03-23");
        fields.push(("witness", "Maya was in the room".into()));
        let one = planned(&send(phone, "/moves/new", &fields));
        reports(phone, &one, "partially");
        *times
            .entry(asked(&world, &cohort, &one).person.name)
            .or_default() += 1;
    }
    assert!(!times.contains_key("Maya Okafor") && !times.contains_key("Sofia Lindqvist"));
    assert!(times.values().all(|times| *times <= 2), "{times:?}");
}

#[test]
fn a_question_goes_on_when_the_peer_leaves_and_what_follows_is_no_longer_blind() {
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    reports(&hannah, &one, "succeeded");
    let first = asked(&world, &cohort, &one);
    let coordinator = world.sign_in(&sprint.coordinator);
    let left = [("kind", "company"), ("left_on", "2026-03-23")];
    let path = format!("/people/{}/leave", first.seat);
    assert_eq!(coordinator.post(&path, &left).status, 303);
    world.later(SignedDuration::from_hours(30));
    let second = asked(&world, &cohort, &one);
    assert_ne!(second.seat, first.seat);
    assert_eq!(
        says(&world.sign_in(&second.person), &one, "failed").status,
        303
    );
    assert_eq!(
        world.number("select count(*) as n from peer_verdicts where blind = 1"),
        0
    );
}

#[test]
fn somebody_who_joined_by_mistake_can_be_taken_out_though_they_were_asked() {
    let world = World::new();
    let sprint = world.sprint("Operations");
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &["Hannah Weiss"]);
    world.remember(&cohort);
    let coordinator = world.sign_in(&sprint.coordinator);
    let fields = [
        ("cohort", cohort.id.as_str()),
        ("name", "Maya Okafor"),
        ("mail", "maya@riverbank.example"),
        ("joined_on", "2026-03-23"),
    ];
    assert_eq!(coordinator.post("/people/new", &fields).status, 303);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    world.later(SignedDuration::from_hours(1));
    reports(&hannah, &one, "succeeded");
    let seat: String = world.write(|conn| {
        let row = conn.one("select seat_id from peer_verdicts", &[])?;
        row.expect("Maya is asked").get("seat_id")
    });
    let back = coordinator.post(&format!("/people/{seat}/back"), &[("what", "joining")]);
    assert_eq!(back.status, 303, "{}", back.text());
}

#[test]
fn a_move_that_did_not_happen_asks_nobody() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-23");
    skips(&hannah, &one, "");
    assert_eq!(world.number("select count(*) as n from peer_verdicts"), 0);
}
